"""What several rooms' tests need: a fresh home, one with the sample, and the reference data beside the project."""

import gc
import os
from pathlib import Path

import pytest
from hypothesis import settings

from analytics import overview
from data import samples
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace

PROJECT = Path(__file__).parent.parent
LONGEST = ("tests/crash", "tests/sample/test_truths", "tests/events/test_conservation", "tests/journeys")

# The same examples on every run and no time limit of their own: a busy machine must not fail a law.
settings.register_profile("suite", derandomize=True, deadline=None)
settings.load_profile("suite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: at the end two workers share many short tests, and neither waits for the other."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_collection_finish() -> None:
    """Take what was imported out of the garbage collector's sight: statsmodels collects on every call, 80 ms each."""
    gc.collect()
    gc.freeze()


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


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the root of a home that holds the whole sample, loaded and surveyed once for all workers: copy it only."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    home = Home(folder / "sample")
    with home.locked("loading"):
        if not home.lake.exists() or samples.is_unfinished(home):
            with Workspace.open(home) as workspace:
                samples.load(home, workspace, LOCAL_OWNER, progress=lambda _share, _stage: None)
                survey(home, workspace)
    return home.root


def survey(home: Home, workspace: Workspace) -> None:
    """Read every experiment as the first visitor of the overview does; what is found is kept beside the histories."""
    declared, metrics = workspace.experiments(LOCAL_OWNER), workspace.metrics(LOCAL_OWNER)
    for entry in overview.entries(home, workspace, LOCAL_OWNER, declared, metrics=metrics):
        overview.concluded(home, workspace, LOCAL_OWNER, entry)
