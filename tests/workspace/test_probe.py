"""The probe: a write that reaches the file and leaves nothing, and is refused wherever a real one would be."""

import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from data import soundness
from data.declarations.experiments import Experiment
from data.home import Home
from data.workspace import engine, probe
from data.workspace.actors import LOCAL_OWNER
from data.workspace.engine import Unreachable
from data.workspace.store import Workspace

BROKEN = "The workspace cannot be written now; what was saved before is untouched."


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no file of this process grow beyond 16 KiB, as if the disk had no more room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_probe_leaves_nothing_behind(home: Home, workspace: Workspace) -> None:
    before = workspace.audit(LOCAL_OWNER)
    for _ in range(3):
        workspace.check()
    assert soundness.ailment(home, lambda: workspace) is None
    assert workspace.audit(LOCAL_OWNER) == before
    with workspace._engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM documents WHERE kind = 'probe'")).scalar_one() == 0
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA cache_size").scalar_one() == -2000  # SQLite's own default
    workspace.save_experiment(LOCAL_OWNER, Experiment(key="test", name="Test"), version=None)
    assert workspace.verify(LOCAL_OWNER).faults == ()


def test_a_probe_is_written_to_the_log_of_the_file_and_not_only_to_memory(home: Home) -> None:
    with Workspace.open(home) as workspace, workspace._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.commit()
        log = home.workspace.with_name("workspace.db-wal")
        assert log.stat().st_size == 0
        workspace.check()
        assert log.stat().st_size > len(probe.LOAD) / 2


def test_a_full_disk_is_told_and_forgotten_when_there_is_room_again(home: Home) -> None:
    with Workspace.open(home) as workspace:
        with full_disk():
            with pytest.raises(Unreachable, match="does not answer: check that it runs and has room"):
                workspace.check()
            assert str(soundness.ailment(home, lambda: workspace)) == BROKEN
        assert soundness.ailment(home, lambda: workspace) is None


def test_a_file_that_may_only_be_read_is_told(home: Home) -> None:
    Workspace.open(home).close()
    opened = create_engine(f"sqlite:///file:{home.workspace}?mode=ro&uri=true")
    with pytest.raises(Unreachable):
        probe.check(opened)
    opened.dispose()


@pytest.mark.postgres
def test_a_server_that_only_reads_is_told(home: Home, request: pytest.FixtureRequest) -> None:
    address = request.getfixturevalue("postgres").new_database()
    with Workspace.open(home, address) as workspace:
        name = engine.address(home, address).database
        with workspace._engine.begin() as connection:
            connection.exec_driver_sql(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        workspace._engine.dispose()  # settings of a database hold for new connections
        assert str(soundness.ailment(home, lambda: workspace)) == BROKEN


def test_a_silent_server_is_told_without_its_address(home: Home) -> None:
    said = soundness.ailment(home, lambda: Workspace.open(home, "postgresql://linh:hunter2@127.0.0.1:1/team"))
    assert str(said) == BROKEN


@pytest.mark.parametrize("replaced", [False, True], ids=["deleted", "replaced"])
def test_a_file_taken_away_while_open_is_never_written_to_again(home: Home, tmp_path: Path, replaced: bool) -> None:
    with Workspace.open(home) as workspace:
        workspace.save_experiment(LOCAL_OWNER, Experiment(key="test", name="Test"), version=None)
        if replaced:
            shutil.copy(home.workspace, tmp_path / "copy.db")
        home.workspace.unlink()
        if replaced:
            (tmp_path / "copy.db").rename(home.workspace)
        with pytest.raises(Unreachable, match="was moved or deleted while it was open: start Liftroom again"):
            workspace.save_experiment(LOCAL_OWNER, Experiment(key="other", name="Other"), version=None)
        assert str(soundness.ailment(home, lambda: workspace)) == BROKEN
        assert home.workspace.exists() is replaced
