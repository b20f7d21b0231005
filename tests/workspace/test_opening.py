"""Opening: older schemas, failed and killed upgrades, file modes, and addresses that must not leak."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, inspect, text

from data.declarations.experiments import Experiment
from data.home import Home
from data.messages import Fault, Refused
from data.workspace import engine, schema
from data.workspace.actors import LOCAL_OWNER
from data.workspace.engine import Unreachable
from data.workspace.library import index
from data.workspace.store import Workspace
from data.workspace.tables import METADATA, REVISION
from tests.conftest import PROJECT
from tests.workspace.releases import content

RELEASES = Path(__file__).parent / "releases"

NEXT = '''
"""A step of a later release."""
import sys
import sqlalchemy as sa
from alembic import op
revision = "next"
down_revision = "{present}"
def upgrade():
    op.create_table("ideas", sa.Column("key", sa.String(64), primary_key=True))
    op.execute("UPDATE documents SET author = 'upgraded'")
    op.add_column("documents", sa.Column("mood", sa.Text))
    {ending}
'''
KILLED = """
import sys
from pathlib import Path
from data.home import Home
from data.workspace import engine, schema
opened = engine.open_engine(engine.address(Home(Path(sys.argv[1])), sys.argv[2]))
schema.bring_up_to_date(opened, steps=Path(sys.argv[3]), target="next")
"""

SAVED = """
import sys
from pathlib import Path
from data.declarations.experiments import Experiment
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
with Workspace.open(Home(Path(sys.argv[1]))) as workspace:
    workspace.save_experiment(LOCAL_OWNER, Experiment(key="other", name="other"), version=None)
"""
LISTED = """
import sys
from pathlib import Path
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
with Workspace.open(Home(Path(sys.argv[1]))) as workspace:
    sys.stdout.write(" ".join(stored.value.key for stored in workspace.experiments(LOCAL_OWNER)))
"""


def steps_with(folder: Path, ending: str) -> Path:
    """Return a copy of the migrations with one more step, which ends in `ending`."""
    steps = folder / "steps"
    shutil.copytree(schema.STEPS, steps, ignore=shutil.ignore_patterns("__pycache__"))
    (steps / "versions/schema_next.py").write_text(NEXT.format(present=REVISION, ending=ending))
    return steps


def check_nothing_of_the_step_is_there(home: Home, url: str) -> None:
    opened = engine.open_engine(engine.address(home, url))
    with opened.connect() as connection:
        assert schema.revision_of(connection) == REVISION
        assert not inspect(connection).has_table("ideas")
        assert "mood" not in {column["name"] for column in inspect(connection).get_columns("documents")}
        assert connection.execute(text("SELECT count(*) FROM documents WHERE author = 'upgraded'")).scalar_one() == 0
    opened.dispose()
    with Workspace.open(home, url) as workspace:
        content.check(workspace)


def test_the_steps_lead_to_exactly_the_tables_of_this_release(home: Home, url: str) -> None:
    Workspace.open(home, url).close()
    opened = engine.open_engine(engine.address(home, url))
    with opened.connect() as connection:
        expected = MetaData()
        for table in (*METADATA.tables.values(), *index.METADATA.tables.values()):
            table.to_metadata(expected)
        if connection.dialect.name == "sqlite":
            ((made,),) = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'search'"))
            assert made == index.VIRTUAL
            assert set(inspect(connection).get_table_names()) - set(METADATA.tables) == {
                "alembic_version", *index.OF_SQLITE,
            }  # fmt: skip
            connection.execute(text("DROP TABLE search"))  # its tables are SQLite's own; taken back at the end
            expected.remove(expected.tables["search"])
        assert compare_metadata(MigrationContext.configure(connection), expected) == []
    opened.dispose()
    assert ScriptDirectory(str(schema.STEPS)).get_heads() == [REVISION]


def test_a_failed_upgrade_leaves_the_old_schema_and_all_content(home: Home, url: str, tmp_path: Path) -> None:
    content.write(home, url)
    steps = steps_with(tmp_path, "raise RuntimeError('the step broke')")
    opened = engine.open_engine(engine.address(home, url))
    with pytest.raises(RuntimeError, match="the step broke"):
        schema.bring_up_to_date(opened, steps=steps, target="next")
    opened.dispose()
    check_nothing_of_the_step_is_there(home, url)


def test_an_upgrade_killed_within_a_step_leaves_the_old_schema(home: Home, url: str, tmp_path: Path) -> None:
    content.write(home, url)
    steps = steps_with(tmp_path, "sys.stdout.write('inside\\n'); sys.stdout.flush(); sys.stdin.read()")
    command = [sys.executable, "-c", KILLED, str(home.root), url, str(steps)]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as upgrade:
        assert upgrade.stdout is not None
        assert upgrade.stdout.readline() == "inside\n"
        upgrade.kill()
    check_nothing_of_the_step_is_there(home, url)


def test_a_workspace_of_a_newer_release_is_refused_and_kept(home: Home, url: str, tmp_path: Path) -> None:
    content.write(home, url)
    opened = engine.open_engine(engine.address(home, url))
    schema.bring_up_to_date(opened, steps=steps_with(tmp_path, "pass"), target="next")
    with opened.connect() as connection:
        assert inspect(connection).has_table("ideas")
        assert set(connection.execute(text("SELECT author FROM documents")).scalars()) == {"upgraded"}
    with pytest.raises(Refused, match="A newer release of Liftroom made this workspace"):
        Workspace.open(home, url)
    with opened.connect() as connection:
        assert schema.revision_of(connection) == "next"
    opened.dispose()


@pytest.mark.parametrize("record", sorted(RELEASES.glob("schema_*.sql")), ids=lambda record: record.stem)
def test_a_home_of_an_earlier_release_opens_with_all_it_held(home: Home, record: Path) -> None:
    home.root.mkdir()
    with closing(sqlite3.connect(home.workspace)) as connection:
        connection.executescript(record.read_text())
    with Workspace.open(home) as workspace:
        content.check(workspace)
        if record.stem >= "schema_0003":
            content.check_session(workspace)
        if record.stem >= "schema_0004":
            content.check_library(workspace)
        if record.stem >= "schema_0005":
            content.check_inbox(workspace)
            content.check_outbox(workspace)
        content.check_words(workspace)
        edited = workspace.save_experiment(LOCAL_OWNER, Experiment(key="new", name="New"), version=None)
        assert edited.version == 1


def test_the_present_revision_is_on_record_for_later_releases() -> None:
    assert (RELEASES / f"schema_{REVISION}.sql").exists(), "run python -m tests.workspace.releases"


def test_the_workspace_file_is_readable_by_its_owner_alone_and_kept_in_a_log(home: Home) -> None:
    with Workspace.open(home) as workspace:
        workspace.save_experiment(LOCAL_OWNER, Experiment(key="test", name="Test"), version=None)
        files = sorted(home.root.glob("workspace.db*"))
        assert [path.name for path in files] == ["workspace.db", "workspace.db-shm", "workspace.db-wal"]
        assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
        with workspace._engine.connect() as connection:
            found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in
                     ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")]  # fmt: skip
    assert found == ["wal", 2, engine.BUSY_MILLISECONDS, 1]


def test_a_second_opening_in_a_process_does_not_let_another_process_delete_the_log(home: Home) -> None:
    """Of a file opened twice in a process, closing one drops the other's POSIX locks: what it saved then was lost."""

    def experiment(key: str) -> Experiment:
        return Experiment(key=key, name=key)

    with Workspace.open(home) as first:
        first.save_experiment(LOCAL_OWNER, experiment("before"), version=None)
        Workspace.open(home).close()
        log = home.root / "workspace.db-wal"
        number = log.stat().st_ino
        subprocess.run([sys.executable, "-c", SAVED, str(home.root)], cwd=PROJECT, check=True)
        assert log.stat().st_ino == number
        first.save_experiment(LOCAL_OWNER, experiment("after"), version=None)
        found = subprocess.run(
            [sys.executable, "-c", LISTED, str(home.root)], cwd=PROJECT, check=True, capture_output=True
        )
        assert found.stdout.split() == [b"after", b"before", b"other"]


def test_a_file_that_is_no_database_is_told_in_one_sentence_and_left_alone(home: Home) -> None:
    home.root.mkdir()
    home.workspace.write_bytes(b"not a database, but somebody's only copy" * 100)
    with pytest.raises(Unreachable, match=r"The workspace file workspace\.db is damaged: set it aside") as caught:
        Workspace.open(home)
    assert caught.value.__suppress_context__
    assert home.workspace.read_bytes() == b"not a database, but somebody's only copy" * 100


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://linh:hunter2@127.0.0.1:1/team",
        "postgres://linh@127.0.0.1:1/team?password=hunter2",
        "postgresql+psycopg://linh:hunter2@127.0.0.1:1/team?connect_timeout=1",
    ],
)
def test_a_silent_server_is_told_without_user_or_password(home: Home, url: str) -> None:
    with pytest.raises(Unreachable, match=r"The workspace database 127\.0\.0\.1:1/team does not answer") as caught:
        Workspace.open(home, url)
    assert "linh" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("url", ["mysql://linh:hunter2@host/team", "nonsense hunter2", "sqlite://", "oracle://hunter2"])
def test_an_address_of_another_kind_is_refused_without_repeating_it(home: Home, url: str) -> None:
    with pytest.raises(Refused, match="LIFTROOM_WORKSPACE is no address of a workspace") as caught:
        Workspace.open(home, url)
    assert "hunter2" not in str(caught.value)


@pytest.mark.postgres
def test_a_refused_password_is_told_without_it(home: Home, request: pytest.FixtureRequest) -> None:
    address = str(request.getfixturevalue("postgres").new_database())
    wrong = address.replace("liftroom:", "liftroom:hunter2")
    with pytest.raises(Fault, match="does not answer") as caught:
        Workspace.open(home, wrong)
    assert "hunter2" not in str(caught.value)


def test_the_environment_names_the_workspace(home: Home, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIFTROOM_WORKSPACE", url)
    with Workspace.open(home) as workspace:
        workspace.save_experiment(LOCAL_OWNER, Experiment(key="test", name="Test"), version=None)
        assert ":" not in workspace.place.split("/")[0] or workspace.place.startswith("127.0.0.1:")
    monkeypatch.delenv("LIFTROOM_WORKSPACE")
    with Workspace.open(home, url) as workspace:
        assert len(workspace.experiments(LOCAL_OWNER)) == 1
