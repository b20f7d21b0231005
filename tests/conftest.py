"""What several rooms' tests need: a fresh home, and the reference data beside the project."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from data.home import Home

PROJECT = Path(__file__).parent.parent

# The same examples on every run and no time limit of their own: a busy machine must not fail a law.
settings.register_profile("suite", derandomize=True, deadline=None)
settings.load_profile("suite")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Give an empty home of its own, named by the environment."""
    folder = tmp_path / "home"
    monkeypatch.setenv("LIFTROOM_HOME", str(folder))
    monkeypatch.delenv("LIFTROOM_WORKSPACE", raising=False)
    return Home(folder)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of reference data and oracles; a clone of the project alone has none."""
    folder = Path(os.environ.get("LIFTROOM_SHARED") or PROJECT.parent / "shared")
    if not (folder / "README.md").exists():
        pytest.skip("reference data not found: set LIFTROOM_SHARED or put shared/ beside the project")
    return folder
