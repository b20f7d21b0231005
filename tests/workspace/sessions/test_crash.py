"""Kills: a process that dies while people write loses no card that anybody was told is saved."""

import subprocess
import sys

import pytest

from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.sessions.phases import Phase
from data.workspace.store import Workspace
from tests.conftest import PROJECT
from tests.workspace.sessions import scenes
from tests.workspace.sessions.scenes import NOW

WRITING = """
import sys
from pathlib import Path
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.sessions.limits import new_key
from data.workspace.sessions.records import Prompt
from data.workspace.store import Workspace
workspace = Workspace.open(Home(Path(sys.argv[1])), sys.argv[2])
card, version = new_key(), None
for number in range(10_000):
    saved = workspace.sessions.save_card(
        LOCAL_OWNER, sys.argv[3], card, text=f"text {number}", prompt=Prompt.LEARNED, version=version
    )
    sys.stdout.write(f"{card} {saved.version} {saved.value.text}\\n")
    sys.stdout.flush()
    version = saved.version
    if number % 3 == 2:
        card, version = new_key(), None
"""


@pytest.mark.parametrize(("saves", "anonymous"), [(1, False), (2, True), (7, False), (19, True)])
def test_a_killed_process_loses_no_card_it_said_was_saved(home: Home, url: str, saves: int, anonymous: bool) -> None:
    with Workspace.open(home, url) as workspace:
        session = scenes.start(workspace, LOCAL_OWNER, experiments=(), anonymous=anonymous)
        scenes.walk(workspace, LOCAL_OWNER, session, Phase.WRITE)
        clock = workspace.sessions.version(LOCAL_OWNER, session)
        command = [sys.executable, "-c", WRITING, str(home.root), url, session]
        with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            told = dict(writer.stdout.readline().strip().split(" ", 1) for _ in range(saves))
            writer.kill()
        board = workspace.sessions.board(LOCAL_OWNER, session, now=NOW)
        found = {card.key: (card.version or 0, card.text) for card in board.cards}
        for key, said in told.items():
            version, text = said.split(" ", 1)
            assert found[key][0] >= int(version)
            assert int(found[key][1].split()[1]) >= int(text.split()[1])
        assert board.clock == clock + sum(version for version, _ in found.values())  # each save, whole or not at all
        assert workspace.verify(LOCAL_OWNER).faults == ()
        scenes.write(workspace, LOCAL_OWNER, session, "and on it goes")
