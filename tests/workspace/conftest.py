"""The two databases a workspace may lie in; every test that asks for one runs on both."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.home import Home
from data.workspace.store import Workspace
from tests.workspace.servers import Server, postgres

__all__ = ["postgres"]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a workspace in a file, to be copied: its schema and catalogue take longer than most tests."""
    home = Home(tmp_path_factory.mktemp("made"))
    Workspace.open(home, f"sqlite:///{home.workspace}").close()
    return home.workspace


@pytest.fixture(scope="session")
def made_there(tmp_path_factory: pytest.TempPathFactory, postgres: Server) -> str:
    """Make a workspace on the server, to be copied; return the database's name."""
    address = postgres.new_database()
    Workspace.open(Home(tmp_path_factory.mktemp("made")), address).close()
    return address.rpartition("/")[2]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, home: Home) -> str:
    """Give the address of an empty database; of a workspace just made, where the test asks for one."""
    wanted = "workspace" in request.fixturenames
    if request.param == "sqlite":
        if wanted:
            home.root.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(request.getfixturevalue("made"), home.workspace)
            home.workspace.chmod(0o600)
        return f"sqlite:///{home.workspace}"
    server: Server = request.getfixturevalue("postgres")
    return server.new_database(request.getfixturevalue("made_there")) if wanted else server.new_database()


@pytest.fixture
def workspace(home: Home, url: str) -> Iterator[Workspace]:
    """Give a fresh workspace, closed afterwards."""
    with Workspace.open(home, url) as opened:
        yield opened
