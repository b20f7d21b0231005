"""The index: one with its documents, whatever dies, is moved or is damaged."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from data import backup
from data.home import Home
from data.messages import Forbidden
from data.workspace import engine, ledger
from data.workspace.__main__ import main
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.documents import to_json
from data.workspace.records import Kind
from data.workspace.store import Workspace
from tests.conftest import PROJECT
from tests.workspace.library.shelves import fill, learning, names, rows

KILLED = """
import sys
from pathlib import Path
from data.home import Home
from data.workspace import engine, ledger
from data.workspace.actors import LOCAL_OWNER
from data.workspace.records import Kind
from data.workspace.store import Workspace
workspace = Workspace.open(Home(Path(sys.argv[1])), sys.argv[2])
with engine.writing(workspace._engine) as connection:
    value = {"key": "k", "title": "lantern", "text": ""}
    ledger.write(connection, LOCAL_OWNER, kind=Kind.PRACTICE, key="k", value=value, version=None)
    sys.stdout.write("inside\\n")
    sys.stdout.flush()
    sys.stdin.read()
"""


def test_a_process_killed_within_a_write_leaves_neither_document_nor_words(home: Home, url: str) -> None:
    with Workspace.open(home, url) as workspace:
        kept = rows(workspace)
        command = [sys.executable, "-c", KILLED, str(home.root), url]
        with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "inside\n"
            writer.kill()
        assert workspace.library.practices(LOCAL_OWNER) == ()
        assert rows(workspace) == kept
        assert workspace.library.search(LOCAL_OWNER, "lantern").found == ()


def test_a_write_that_is_taken_back_takes_its_words_back(workspace: Workspace) -> None:
    one = learning("lantern")
    with suppress(KeyboardInterrupt), engine.writing(workspace._engine) as connection:
        ledger.write(connection, LOCAL_OWNER, kind=Kind.LEARNING, key=one.key, value=to_json(one), version=None)
        raise KeyboardInterrupt
    assert workspace.library.learnings(LOCAL_OWNER) == ()
    assert workspace.library.search(LOCAL_OWNER, "lantern").found == ()
    workspace.library.save_learning(LOCAL_OWNER, one, version=None)
    assert names(workspace.library.search(LOCAL_OWNER, "lantern")) == {(Kind.LEARNING, one.key)}


@pytest.mark.parametrize("target", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_restored_workspace_finds_the_same(
    home: Home, url: str, tmp_path: Path, target: str, request: pytest.FixtureRequest
) -> None:
    with Workspace.open(home, url) as workspace:
        fill(workspace, documents=4)
        kept, found = rows(workspace), workspace.library.search(LOCAL_OWNER, "d hang", limit=200)
    backup.create(home, tmp_path / "copy.tar", url=url)
    other = Home(tmp_path / "other")
    address = f"sqlite:///{other.workspace}"
    if target == "postgres":
        address = request.getfixturevalue("postgres").new_database()
    backup.restore(other, tmp_path / "copy.tar", url=address)
    with Workspace.open(other, address) as restored:
        assert rows(restored) == kept
        assert restored.library.search(LOCAL_OWNER, "d hang", limit=200) == found
        assert len(found.found) > 5


@pytest.mark.parametrize("harm", ["DELETE FROM search", "UPDATE search SET key = '0' WHERE kind = 'form'"])
def test_an_index_that_is_missing_or_of_another_form_is_written_anew_on_opening(
    home: Home, url: str, harm: str
) -> None:
    with Workspace.open(home, url) as workspace:
        fill(workspace, documents=4)
        kept = rows(workspace)
        with engine.writing(workspace._engine) as connection:
            connection.execute(text(harm))
        assert rows(workspace) != kept
    with Workspace.open(home, url) as workspace:
        assert rows(workspace) == kept


@pytest.mark.parametrize("harm", ["DELETE FROM search_data", "DELETE FROM search_data WHERE id > 10"])
def test_a_damaged_index_is_told_and_written_anew_and_nothing_else_changes(home: Home, harm: str) -> None:
    with Workspace.open(home) as workspace:
        fill(workspace, documents=4)
        kept = rows(workspace)
        found = workspace.library.search(LOCAL_OWNER, "d hang", limit=200)
        with engine.writing(workspace._engine) as connection:
            connection.execute(text("UPDATE search_content SET c4 = '', c5 = ''"))
            connection.execute(text(harm))
    one = learning("lantern")
    if harm.endswith("10"):  # opens still, and is told by whatever needs it
        with Workspace.open(home) as workspace:
            for ask in (workspace.library.search, workspace.library.related):
                with pytest.raises(engine.Unreachable, match=r"write it anew with python -m data\.workspace index"):
                    ask(LOCAL_OWNER, "d hang")
            assert workspace.library.save_learning(LOCAL_OWNER, one, version=None).version == 1
            with pytest.raises(Forbidden):
                workspace.library.rebuild(Actor("Bao", ActorRole.MEMBER))
        assert main(["index"]) == 0
    with Workspace.open(home) as workspace:
        assert [row for row in rows(workspace) if row[2] != one.key] == kept
        assert workspace.library.search(LOCAL_OWNER, "d hang", limit=200) == found
        with engine.writing(workspace._engine) as connection:
            connection.execute(text("INSERT INTO search(search) VALUES('integrity-check')"))
        assert workspace.verify(LOCAL_OWNER).faults == ()


def test_numbers_of_rows_tell_nothing_of_their_order(workspace: Workspace) -> None:
    claims = [learning(f"claim {number}") for number in range(12)]
    for one in claims:
        workspace.library.save_learning(LOCAL_OWNER, one, version=None)
    order = [row[2] for row in rows(workspace) if row[1] == "learning"]
    assert sorted(map(str, order)) == sorted(one.key for one in claims)
    assert order != [one.key for one in claims]
