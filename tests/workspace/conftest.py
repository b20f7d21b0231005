"""The two databases a workspace may lie in; every test that asks for one runs on both."""

from collections.abc import Iterator

import pytest

from data.home import Home
from data.workspace.store import Workspace
from tests.workspace.servers import Server, postgres

__all__ = ["postgres"]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, home: Home) -> str:
    """Give the address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{home.workspace}"
    server: Server = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def workspace(home: Home, url: str) -> Iterator[Workspace]:
    """Give a fresh workspace, closed afterwards."""
    with Workspace.open(home, url) as opened:
        yield opened
