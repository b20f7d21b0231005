"""Damage: logs and databases of killed writers, overwritten and cut; what is sound opens, what is lost is said."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from data import backup
from data.declarations.experiments import Experiment
from data.home import Home
from data.messages import Fault
from data.workspace import frames
from data.workspace.actors import LOCAL_OWNER
from data.workspace.engine import Unreachable
from data.workspace.store import Workspace
from tests.conftest import PROJECT

SAVED = 12  # experiments a killed writer had saved
WRITER = """
import sys
from pathlib import Path
from data.declarations.experiments import Experiment
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
with Workspace.open(Home(Path(sys.argv[1]))) as workspace:
    for number in range(int(sys.argv[2])):
        record = Experiment(key=f"test-{number:02}", name="Test", hypothesis="why " * 500)
        workspace.save_experiment(LOCAL_OWNER, record, version=None)
    sys.stdout.write("saved\\n"); sys.stdout.flush(); sys.stdin.read()
"""
STREAM = """
import random, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for setting in ("journal_mode=WAL", "synchronous=FULL", f"wal_autocheckpoint={sys.argv[2]}", "cache_size=5"):
    connection.execute(f"PRAGMA {setting}")
connection.execute("CREATE TABLE IF NOT EXISTS notes (number INTEGER PRIMARY KEY, content TEXT)")
sys.stdout.write("ready\\n"); sys.stdout.flush()
while True:
    connection.execute("BEGIN IMMEDIATE")
    for _ in range(random.randint(1, 30)):
        connection.execute("INSERT INTO notes (content) VALUES (?)", ("y" * random.randint(1, 3000),))
    connection.execute(random.choice(["COMMIT", "COMMIT", "ROLLBACK"]))
    sys.stdout.write("."); sys.stdout.flush()
"""
Change = Callable[[bytes], bytes]


def killed(home: Home, *, saved: int = SAVED) -> Path:
    """Let a process save experiments and kill it; returns its log."""
    command = [sys.executable, "-c", WRITER, str(home.root), str(saved)]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "saved\n"
        writer.kill()
    return home.workspace.with_name("workspace.db-wal")


def over(place: Callable[[int], int], content: bytes) -> Change:
    """Overwrite bytes at a place that depends on the length of the log."""

    def change(log: bytes) -> bytes:
        start = place(len(log))
        return log[:start] + content + log[start + len(content) :]

    return change


def middle(size: int) -> int:
    """Return a place within a page of a frame in the middle of a log of `size` bytes."""
    return 32 + 4120 * (size // 8240) + 300


DAMAGE: dict[str, Change] = {
    "a word of the header": over(lambda _: 1, b"????"),
    "the salts of the header": over(lambda _: 16, b"????????"),
    "everything": lambda log: b"not a log at all" * (len(log) // 16),
    "a page in the middle": over(middle, b"~" * 60),
    "a frame's header in the middle": over(lambda size: middle(size) - 290, b"~" * 8),
    "the last page": over(lambda size: size - 300, b"~" * 60),
    "cut in the middle": lambda log: log[: middle(len(log))],
    "cut between two frames": lambda log: log[: middle(len(log)) - 300],
    "cut to nothing": lambda _: b"",
    "zeros": lambda log: b"\0" * len(log),
}
WITHOUT_INDEX = tuple(DAMAGE)[:5]  # what the log alone tells: see `frames`


@pytest.mark.parametrize(
    ("name", "index"), [(name, True) for name in DAMAGE] + [(name, False) for name in WITHOUT_INDEX]
)
def test_a_damaged_log_is_set_aside_told_and_what_is_sound_opens(
    home: Home, caplog: pytest.LogCaptureFixture, name: str, index: bool
) -> None:
    log = killed(home)
    log.write_bytes(DAMAGE[name](log.read_bytes()))
    if not index:
        log.with_name("workspace.db-shm").unlink()
    files = {path.name: path.read_bytes() for path in home.root.glob("workspace.db*")}
    with Workspace.open(home) as workspace:
        (notice,) = workspace.notices
        assert "what was saved last before" in str(notice)
        assert caplog.messages == [str(notice)]
        found = [stored.value.key for stored in workspace.experiments(LOCAL_OWNER)]
        assert found == [f"test-{number:02}" for number in range(len(found))]
        assert len(found) < SAVED
        assert workspace.verify(LOCAL_OWNER).faults == ()
        workspace.save_experiment(LOCAL_OWNER, Experiment(key="later", name="Later"), version=None)
    (aside,) = home.root.glob("workspace.db.damaged-*")
    assert {path.name: path.read_bytes() for path in aside.iterdir()} == files
    assert {path.stat().st_mode & 0o077 for path in (aside, *aside.iterdir())} == {0}


def test_the_sentence_stands_until_the_folder_is_taken_away_and_nothing_is_set_aside_twice(
    home: Home, tmp_path: Path
) -> None:
    log = killed(home)
    log.write_bytes(DAMAGE["a page in the middle"](log.read_bytes()))
    for _ in range(2):
        with Workspace.open(home) as workspace:
            assert len(workspace.notices) == 1
    killed(home, saved=0)  # a crash after the damage is a crash, not damage
    with Workspace.open(home) as workspace:
        assert len(workspace.notices) == 1
        (aside,) = home.root.glob("workspace.db.damaged-*")
        shutil.move(aside, tmp_path / "kept")
        assert not workspace.notices


def test_a_command_says_it_beside_its_answer(home: Home) -> None:
    log = killed(home)
    log.write_bytes(DAMAGE["everything"](log.read_bytes()))
    command = [sys.executable, "-m", "data.events", "status"]
    answer = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    assert json.loads(answer.stdout)["experiments"] == []
    assert answer.stderr.startswith("The log of the workspace was damaged, so what was saved last before ")
    assert answer.stderr.count("\n") == 1


def test_a_backup_sets_a_damaged_log_aside_before_it_reads(home: Home, tmp_path: Path) -> None:
    log = killed(home)
    log.write_bytes(DAMAGE["a page in the middle"](log.read_bytes()))
    names = backup.create(home, tmp_path / "copy.tar")
    assert len(list(home.root.glob("workspace.db.damaged-*"))) == 1
    assert not any("damaged" in name for name in names)


def test_a_killed_writer_alone_is_no_damage(tmp_path: Path) -> None:
    database = tmp_path / "notes.db"
    for round_ in range(12):
        command = [sys.executable, "-c", STREAM, str(database), str((5, 20, 1000)[round_ % 3])]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            writer.stdout.read(1 + 3 * round_)  # kills come after ever more transactions, at any point of the next one
            assert frames.state(database) == frames.LIVE
            writer.kill()
        assert frames.state(database) == frames.SOUND
        if round_ % 4 == 3:
            with closing(sqlite3.connect(database)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_open_workspace_is_left_to_those_who_have_it_open(home: Home) -> None:
    with Workspace.open(home) as first, Workspace.open(home) as second:
        first.save_experiment(LOCAL_OWNER, Experiment(key="test", name="Test"), version=None)
        command = [sys.executable, frames.__file__, str(home.workspace)]
        assert subprocess.run(command, check=True, capture_output=True).stdout == b"live"
        assert second.experiment(LOCAL_OWNER, "test").version == 1


@pytest.mark.parametrize("damage", ["header", "pages", "cut", "no database"])
def test_a_damaged_database_is_refused_with_the_way_back_and_stays(home: Home, damage: str) -> None:
    Workspace.open(home).close()
    content = home.workspace.read_bytes()
    content = {
        "header": b"\xff" * 100 + content[100:],
        "pages": content[:8192] + os.urandom(8192) + content[16_384:],
        "cut": content[: len(content) // 2],
        "no database": b"somebody's only copy",
    }[damage]
    home.workspace.write_bytes(content)
    for _ in range(2):
        with pytest.raises(Unreachable, match=r"workspace\.db is damaged: set it aside and bring .* with make restore"):
            Workspace.open(home)
    assert home.workspace.read_bytes() == content


def test_an_emptied_workspace_never_starts_anew_over_imported_events(home: Home) -> None:
    Workspace.open(home).close()
    home.workspace.write_bytes(b"")
    batch = home.lake / "0123456789abcdef"
    batch.mkdir(parents=True)
    (batch / "batch.json").write_text("{}")
    with pytest.raises(Fault, match="is empty though events were imported: bring a backup back with make restore"):
        Workspace.open(home)
    assert home.workspace.read_bytes() == b""
    batch.joinpath("batch.json").unlink()
    Workspace.open(home).close()  # a first start that was killed early
