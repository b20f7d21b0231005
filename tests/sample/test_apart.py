"""The sample is loaded by a process of its own, which says what it does and leaves nothing behind that cannot go on."""

import os
import signal
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from analytics.decisions.results import VerdictKind
from analytics.readout import read
from data import samples
from data.events import lake
from data.home import Home
from data.messages import Refused
from data.sample import apart, plans, programme
from data.sample.programme import Part
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace


def children() -> list[psutil.Process]:
    """Return the loading processes of this one."""
    return [one for one in psutil.Process().children() if "data.samples" in one.cmdline()]


def test_the_first_part_can_be_read_while_the_rest_is_loaded(home: Home) -> None:
    """A listener that goes away then ends the process; the next start goes on, and a whole sample is left alone."""
    shares = []
    steps = apart.load(into_new=True)
    for step in steps:
        if step.ready is not None:
            break
        shares.append(step.share)
    assert step.ready == Part.FIRST
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    with Workspace.open(home) as workspace:
        assert read(home, workspace, LOCAL_OWNER, plans.HERO.key).verdict.kind is VerdictKind.SHIP
    assert len(children()) == 1
    steps.close()  # type: ignore[attr-defined]  # it is a generator
    assert children() == []
    assert samples.is_unfinished(home)
    assert [step.ready for step in apart.load(into_new=True) if step.ready] == list(Part)
    assert not samples.is_unfinished(home)
    assert {key for batch in lake.batches(home) for key in batch.experiments} == {
        plan.declared.key for plan in programme.PLANS
    }
    assert list(apart.load(into_new=True)) == []


def test_a_killed_process_is_an_error_and_no_end(home: Home) -> None:
    steps = apart.load()
    next(step for step in steps if samples.is_unfinished(home))  # its first word comes before it begins
    [child] = children()
    os.kill(child.pid, signal.SIGKILL)
    with pytest.raises(RuntimeError, match="has died"):
        list(steps)
    assert samples.is_unfinished(home)


def test_what_the_process_refuses_is_refused_here(home: Home) -> None:
    with Workspace.open(home) as workspace:
        workspace.save_experiment(LOCAL_OWNER, replace(plans.HERO, sample=False), version=None)
    with pytest.raises(Refused, match="“Personalised hero banner” of your own: rename it"):
        list(apart.load())
    assert list(apart.load(into_new=True)) == []


def test_it_is_found_wherever_the_server_was_started(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    steps = apart.load()
    assert next(steps).share == 0.0
    steps.close()  # type: ignore[attr-defined]
