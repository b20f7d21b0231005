"""What is known of the sample's claims, by the tests tied to them; what a person may not see does not count."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from analytics import library, overview, readout, snapshots
from analytics.decisions import agenda
from analytics.decisions.learnings import LearningStatus, Omission
from analytics.decisions.results import Readout, VerdictKind
from analytics.decisions.statements import Silence
from analytics.decisions.summaries import Summary
from analytics.library import Known, Sources
from analytics.statistics.results import Untestable
from data.declarations.experiments import Experiment, Status
from data.home import Home
from data.messages import Message
from data.sample import lessons
from data.workspace.actors import LOCAL_OWNER
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Choice
from data.workspace.store import Workspace

HERO, REMINDERS, GUIDE = "personalised-hero-banner", "basket-reminders-by-push", "start-screen-with-a-guide"
NOTE = Message("guess", "Guess first.")


@pytest.fixture
def workspace(sample: Path, home: Home) -> Iterator[Workspace]:
    shutil.copytree(sample, home.root)
    with Workspace.open(home) as opened:
        yield opened


def sources(home: Home, workspace: Workspace, *, guessing: tuple[str, ...] = ()) -> Sources:
    """Read every experiment as the overview does."""
    stored = [one for one in workspace.experiments(LOCAL_OWNER) if one.value.status is not Status.ARCHIVED]
    found: dict[str, Summary] = {}
    for entry in overview.entries(home, workspace, LOCAL_OWNER, stored, metrics=workspace.metrics(LOCAL_OWNER)):
        kept = overview.kept(home, entry)
        found[entry.experiment.key] = kept or overview.concluded(home, workspace, LOCAL_OWNER, entry)
    experiments = {one.value.key: one.value for one in stored}
    return Sources(experiments=experiments, summaries=found, guessing=guessing)


def known(workspace: Workspace, tests: Sources) -> dict[str, Known]:
    return {one.stored.value.key: one for one in library.weigh(workspace.library.learnings(LOCAL_OWNER), tests)}


def read(home: Home, workspace: Workspace, key: str, as_of: date | None = None) -> Readout:
    return readout.read(home, workspace, LOCAL_OWNER, key, as_of=as_of)


def ratio(read: Readout, metric: str) -> tuple[float, float]:
    """Return lift and error of a rate from its counts alone, by the delta method."""
    row = next(row for row in read.comparisons if row.metric.key == metric)
    assert row.control_total is not None
    assert row.treatment_total is not None
    one, other = row.control_total / row.control_users, row.treatment_total / row.treatment_users
    error = np.sqrt((1 - one) / row.control_total + (1 - other) / row.treatment_total)
    return other / one - 1, float(error) * other / one


def decide(workspace: Workspace, key: str, pinned: Readout, choice: Choice) -> None:
    """Let a session decide about a test on the readout that was pinned."""
    session = workspace.sessions.start(LOCAL_OWNER, "Autumn", experiments=[key])
    steps = list(Phase)
    for phase in steps[1 : steps.index(Phase.DECIDE) + 1]:
        readouts = {key: snapshots.taken(pinned)} if phase is Phase.REVEAL else {}
        session = workspace.sessions.move(
            LOCAL_OWNER, session.value.key, phase, version=session.version, readouts=readouts
        )
    workspace.sessions.decide(LOCAL_OWNER, session.value.key, key, choice=choice, reason="We know it well enough now.")


def test_the_samples_claims_stand_as_their_tests_make_them(home: Home, workspace: Workspace) -> None:
    found = known(workspace, sources(home, workspace))
    assert {key: one.found.status for key, one in found.items()} == {
        lessons.LOYAL.key: LearningStatus.CONTRADICTED,  # reminders raise what the claim says is lowered
        lessons.FREE_DELIVERY.key: LearningStatus.EMERGING,  # one test is never more
        lessons.PERSONAL.key: LearningStatus.EMERGING,
        lessons.QUESTIONS.key: LearningStatus.EMERGING,
    }
    personal = found[lessons.PERSONAL.key].found
    assert [one.experiment for one in personal.supporting] == [HERO]
    assert [one.experiment for one in personal.silent] == [REMINDERS, GUIDE]
    assert {one.evidence.experiment: one.why for one in personal.left_out} == {
        "landing-page-by-interest": Omission.UNHEALTHY,
        "win-back-offer": Omission.UNHEALTHY,
    }
    [mute] = found[lessons.PERSONAL.key].mute
    assert (mute.experiment, mute.why) == ("newsletter-recommendations", Silence.RUNNING)


def test_lift_and_range_of_one_test_are_those_of_its_counts(home: Home, workspace: Workspace) -> None:
    found = known(workspace, sources(home, workspace))[lessons.FREE_DELIVERY.key].found
    lift, error = ratio(read(home, workspace, REMINDERS), "purchase_rate")
    assert found.lift == pytest.approx(lift, rel=1e-9)
    assert found.interval is not None
    reach = 1.959963984540054 * error / (1 + lift)
    assert found.interval.low == pytest.approx(np.expm1(np.log1p(lift) - reach), abs=5e-4)
    assert found.interval.high == pytest.approx(np.expm1(np.log1p(lift) + reach), abs=5e-4)


def test_a_test_that_one_has_to_guess_first_changes_nothing_for_this_person(home: Home, workspace: Workspace) -> None:
    tests = sources(home, workspace, guessing=(HERO,))
    found = known(workspace, tests)[lessons.PERSONAL.key]
    without = {key: one for key, one in tests.summaries.items() if key != HERO}
    same = known(workspace, replace(tests, summaries=without, guessing=()))[lessons.PERSONAL.key]
    assert found.found == same.found
    assert {one.experiment: one.why for one in found.mute}[HERO] is Silence.GUESS


def test_a_test_that_runs_on_gives_no_evidence(home: Home, workspace: Workspace) -> None:
    stored = workspace.experiment(LOCAL_OWNER, HERO)
    running = replace(stored.value, status=Status.RUNNING, ended_on=None)
    workspace.save_experiment(LOCAL_OWNER, running, version=stored.version)
    tests = sources(home, workspace)
    assert tests.summaries[HERO].statement is None
    assert {one.experiment: one.why for one in known(workspace, tests)[lessons.PERSONAL.key].mute}[HERO] is (
        Silence.RUNNING
    )


def test_a_veiled_test_gives_no_evidence_though_it_is_over(home: Home, workspace: Workspace) -> None:
    policy = workspace.policy(LOCAL_OWNER)
    workspace.save_policy(LOCAL_OWNER, replace(policy.value, minimum_days=29), version=policy.version)  # of 28
    tests = sources(home, workspace)
    assert tests.summaries[HERO].statement is None
    assert {one.experiment: one.why for one in known(workspace, tests)[lessons.PERSONAL.key].mute}[HERO] is (
        Silence.EARLY
    )


def test_a_decided_test_speaks_as_of_the_day_that_was_pinned(home: Home, workspace: Workspace) -> None:
    last = read(home, workspace, HERO).as_of
    assert last is not None
    then = read(home, workspace, HERO, last - timedelta(days=8))
    decide(workspace, HERO, then, Choice.SHIP)
    said = sources(home, workspace).summaries[HERO].statement
    assert said is not None
    assert (said.day, said.kind, said.is_decided) == (then.as_of, then.verdict.kind, True)
    effect = next(one for one in said.effects if one.metric == "purchase_rate")
    lift, error = ratio(then, "purchase_rate")
    assert effect.lift == pytest.approx(lift, rel=1e-9)
    assert effect.standard_error == pytest.approx(error, rel=0.01)


def test_a_decision_to_test_the_same_again_ends_nothing(home: Home, workspace: Workspace) -> None:
    last = read(home, workspace, HERO).as_of
    assert last is not None
    decide(workspace, HERO, read(home, workspace, HERO, last - timedelta(days=8)), Choice.RERUN)
    said = sources(home, workspace).summaries[HERO].statement
    assert said is not None
    assert (said.day, said.is_decided) == (last, False)


def test_an_archived_test_and_an_archived_learning_are_gone(home: Home, workspace: Workspace) -> None:
    stored = workspace.experiment(LOCAL_OWNER, REMINDERS)
    workspace.remove_experiment(LOCAL_OWNER, REMINDERS, version=stored.version)
    found = known(workspace, sources(home, workspace))[lessons.FREE_DELIVERY.key]
    assert found.found.status is LearningStatus.UNTESTED
    assert [one.why for one in found.mute] == [Silence.GONE]
    kept = found.stored
    workspace.library.save_learning(LOCAL_OWNER, replace(kept.value, archived=True), version=kept.version)
    assert lessons.FREE_DELIVERY.key not in known(workspace, sources(home, workspace))


def test_rates_count_the_decided_tests_with_scipys_exact_range(home: Home, workspace: Workspace) -> None:
    tests = sources(home, workspace)
    lines = agenda.arranged(list(tests.experiments.values()), tests.summaries)
    found = library.rates(lines)
    assert not isinstance(found, Untestable)
    assert (found.decided, found.win.tests, found.learning.tests) == (10, 3, 7)  # as the sample's truths say
    exact = stats.binomtest(7, 10).proportion_ci(0.95, method="exact")
    assert (found.learning.interval.low, found.learning.interval.high) == pytest.approx((exact.low, exact.high))
    hidden = [
        replace(line, summary=overview.covered(line.summary, NOTE)) if line.experiment.key == REMINDERS else line
        for line in lines
    ]  # fmt: skip
    fewer = library.rates(hidden)
    assert not isinstance(fewer, Untestable)
    assert (fewer.decided, fewer.learning.tests) == (9, 6)


def test_invented_tests_do_not_count_beside_the_teams_own(home: Home, workspace: Workspace) -> None:
    tests = sources(home, workspace)
    lines = agenda.arranged(list(tests.experiments.values()), tests.summaries)
    own = next(line for line in lines if line.experiment.key == REMINDERS)
    real = replace(own, experiment=replace(own.experiment, sample=False, key="ours"))
    found = library.rates([*lines, real])
    assert not isinstance(found, Untestable)
    assert (found.decided, found.learning.tests) == (1, 1)
    assert own.summary.kind is VerdictKind.STOP


def test_nothing_is_decided_in_a_workspace_without_tests() -> None:
    assert isinstance(library.rates([]), Untestable)
    draft = Experiment(key="idea", name="Idea")
    assert isinstance(library.rates(agenda.arranged([draft], {"idea": overview.NOTHING})), Untestable)
