"""Several people at once, and processes that die: nothing saved is lost, nothing is half there."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from data.declarations.experiments import Experiment
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.records import Kind
from data.workspace.store import Workspace
from tests.conftest import PROJECT
from tests.workspace.editors import EDITS, edit

EDITORS = 8

EDITOR = """
import sys
from tests.workspace.editors import edit_many
edit_many(sys.argv[1], sys.argv[2], sys.argv[3])
"""

HALFWAY = """
import sys
from pathlib import Path
from data.declarations.experiments import Experiment
from data.home import Home
from data.workspace import engine, ledger
from data.workspace.actors import LOCAL_OWNER
from data.workspace.documents import to_json
from data.workspace.records import Kind
home = Home(Path(sys.argv[1]))
with engine.writing(engine.open_engine(engine.address(home, sys.argv[2]))) as connection:
    forged = to_json(Experiment(key="test", name="half"))
    ledger.write(connection, LOCAL_OWNER, kind=Kind.EXPERIMENT, key="test", value=forged, version=1)
    sys.stdout.write("written\\n")
    sys.stdout.flush()
    sys.stdin.read()
"""

SAVING = """
import sys
from pathlib import Path
from data.declarations.experiments import Experiment
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
workspace = Workspace.open(Home(Path(sys.argv[1])), sys.argv[2])
version = 1
while True:
    test = Experiment(key="test", name=f"number {version + 1}")
    version = workspace.save_experiment(LOCAL_OWNER, test, version=version).version
    sys.stdout.write(f"{version}\\n")
    sys.stdout.flush()
"""


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def check_all_there(workspace: Workspace, edits: int) -> None:
    stored = workspace.experiment(LOCAL_OWNER, "test")
    text = stored.value.hypothesis
    assert {name: text.count(name) for name in "01234567"} == dict.fromkeys("01234567", edits)
    assert stored.version == EDITORS * edits + 1
    assert len(workspace.versions(LOCAL_OWNER, Kind.EXPERIMENT, "test")) == EDITORS * edits + 1
    assert workspace.verify(LOCAL_OWNER).faults == ()


def test_eight_processes_edit_one_text_and_no_edit_is_lost(home: Home, url: str) -> None:
    with Workspace.open(home, url) as workspace:
        workspace.save_experiment(LOCAL_OWNER, Experiment(key="test", name="Test"), version=None)
        editors = [start(EDITOR, str(home.root), url, f"editor {number}") for number in range(EDITORS)]
        for editor in editors:
            with editor:
                editor.communicate(timeout=600)
        assert [editor.returncode for editor in editors] == [0] * EDITORS
        check_all_there(workspace, EDITS[url.split(":")[0]])


def test_eight_threads_share_one_workspace_and_no_edit_is_lost(workspace: Workspace) -> None:
    workspace.save_experiment(LOCAL_OWNER, Experiment(key="test", name="Test"), version=None)
    names = [f"editor {number}" for number in range(EDITORS)] * 10
    with ThreadPoolExecutor(EDITORS) as threads:
        list(threads.map(lambda name: edit(workspace, name), names))
    check_all_there(workspace, 10)


def test_a_first_start_of_several_processes_at_once_makes_one_workspace(home: Home, url: str) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom data.home import Home\nfrom data.workspace.store import Workspace\n"
        "Workspace.open(Home(Path(sys.argv[1])), sys.argv[2]).close()"
    )
    openers = [start(script, str(home.root), url) for _ in range(4)]
    for opener in openers:
        with opener:
            opener.communicate(timeout=300)
    assert [opener.returncode for opener in openers] == [0] * 4
    with Workspace.open(home, url) as workspace:
        assert workspace.latest(LOCAL_OWNER) == len(workspace.metrics(LOCAL_OWNER)) + 3  # policy, settings, assumptions
        assert workspace.verify(LOCAL_OWNER).faults == ()


@pytest.mark.parametrize("saves", [1, 2, 5, 11, 23])
def test_a_killed_writer_loses_nothing_it_was_told_is_saved(home: Home, url: str, saves: int) -> None:
    with Workspace.open(home, url) as workspace:
        workspace.save_experiment(LOCAL_OWNER, Experiment(key="test", name="number 1"), version=None)
        with start(SAVING, str(home.root), url) as writer:
            assert writer.stdout is not None
            told = [int(writer.stdout.readline()) for _ in range(saves)][-1]
            writer.kill()
        stored = workspace.experiment(LOCAL_OWNER, "test")
        assert stored.version >= told == saves + 1
        assert stored.value.name == f"number {stored.version}"
        assert workspace.verify(LOCAL_OWNER).faults == ()


def test_a_writer_killed_within_its_write_leaves_nothing_of_it(home: Home, url: str) -> None:
    with Workspace.open(home, url) as workspace:
        before = workspace.save_experiment(LOCAL_OWNER, Experiment(key="test", name="whole"), version=None)
        with start(HALFWAY, str(home.root), url) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "written\n"
            assert workspace.experiment(LOCAL_OWNER, "test") == before
            writer.kill()
        assert workspace.experiment(LOCAL_OWNER, "test") == before
        assert workspace.save_experiment(LOCAL_OWNER, before.value, version=1).version == 2
        assert workspace.verify(LOCAL_OWNER).faults == ()
