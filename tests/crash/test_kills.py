"""`kill -9` at any moment of an import: nothing is lost, doubled or orphaned. 40 times; LIFTROOM_KILLS says otherwise.

Moments are told by what the folders hold after the kill, and each phase must have been hit: parse, write, sync,
rename, fold.
"""

import os
import random
import shutil
from collections import Counter
from pathlib import Path

from data import intake
from data.home import Home
from data.requests import Phase
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
from tests.crash.scenes import copied, day, found, importer, take_in
from tests.imports import write

KILLS = int(os.environ.get("LIFTROOM_KILLS") or 40)
LONGEST = {Phase.PARSE: 0.4, Phase.WRITE: 0.05, Phase.SYNC: 0.05, Phase.RENAME: 0.02, Phase.FOLD: 0.2}  # seconds


def test_a_kill_at_any_moment_loses_doubles_and_orphans_nothing(home: Home, tmp_path: Path) -> None:
    first, second = (write(tmp_path, f"day{number}.csv", day(number)) for number in (1, 2))
    take_in(home, first)
    whole = copied(home, tmp_path / "whole")
    take_in(whole, second)
    with Workspace.open(whole) as workspace:
        intake.rebuild(whole, workspace, LOCAL_OWNER)
    expected = found(whole)
    assert expected.leftovers == ()
    chance = random.Random(2026)
    hits: Counter[Phase | None] = Counter()
    with importer() as command:
        for number in range(KILLS):
            phase = list(Phase)[number % len(Phase)]
            scene = copied(home, tmp_path / "scene")
            delay = chance.uniform(0, LONGEST[phase])
            hits[command.killed_at(scene, second, phase=phase, delay=delay)] += 1
            take_in(scene, second)
            assert found(scene) == expected, f"kill {number} of {phase}"
            shutil.rmtree(scene.root)
    assert all(hits[phase] for phase in Phase), f"some phase was never hit: {hits}"
