"""The monthly review: the sample's months by a second road, rights, veils, files read back, and the command."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from analytics import readout as readouts
from analytics import report, reviews, snapshots
from analytics.decisions.months import Month, month_of
from analytics.decisions.results import VerdictKind
from analytics.decisions.reviews import Course, Group, Part, Review, Reviewed, Row, months, review, totals
from analytics.decisions.statements import Silence
from analytics.exports import month_files
from analytics.exports.forms import Form
from analytics.overview import NOTHING
from analytics.present import reviews as words
from analytics.report import Sources
from analytics.reviews import Reviews
from data import samples
from data.declarations.experiments import Experiment, Status
from data.home import Home
from data.messages import Forbidden
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Choice
from data.workspace.store import Workspace

HERO, PUSH, LETTER = "personalised-hero-banner", "basket-reminders-by-push", "newsletter-recommendations"
GUIDE = "start-screen-with-a-guide"
EXECUTIVE = Actor("Chi", ActorRole.EXECUTIVE)


@pytest.fixture
def workspace(sample: Path, home: Home) -> Iterator[Workspace]:
    shutil.copytree(sample, home.root)
    with Workspace.open(home) as opened:
        yield opened


def found(home: Home, workspace: Workspace, actor: Actor = LOCAL_OWNER, sources: Sources | None = None) -> Reviews:
    return reviews.read(workspace, actor, sources or report.gather(home, workspace))


def one(tests: Sequence[Reviewed], key: str) -> Reviewed:
    return next(test for test in tests if test.experiment.key == key)


def newest(told: Reviews) -> Review:
    return review(told.tests, months(told.tests)[0], undated=told.undated)


def raw(key: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Return what the readout command says of one experiment."""
    assert readouts.main([key, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_the_samples_months_come_to_what_its_declarations_and_readouts_say_one_by_one(
    home: Home, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    told = found(home, workspace)
    declared = [stored.value for stored in workspace.experiments(LOCAL_OWNER)]
    begun = [each for each in declared if each.status is not Status.DRAFT]
    said = {each.key: raw(each.key, capsys) for each in begun}
    assert len(begun) == 14
    assert {test.experiment.key for test in told.tests} == set(said)
    rollouts = {each.experiment for each in workspace.assumptions(LOCAL_OWNER).value.rollouts}
    for month in months(told.tests):
        counted = totals(review(told.tests, month).rows)
        started = [each for each in begun if str(each.starts_on).startswith(month.name)]
        ended = [each for each in begun if str(each.ended_on).startswith(month.name)]
        kinds = Counter(said[each.key]["verdict"]["kind"] for each in ended)
        waiting = [each for each in ended if each.status is Status.ENDED and each.key not in rollouts]
        assert (counted.started, counted.ended, counted.waiting) == (len(started), len(ended), len(waiting)), month
        assert (counted.won, counted.lost, counted.same) == (kinds["ship"], kinds["stop"], kinds["no_difference"])
        assert (counted.unclear, counted.untrusted, counted.silent) == (kinds["inconclusive"], kinds["untrusted"], 0)
    assert sum(totals(review(told.tests, month).rows).ended for month in months(told.tests)) == 13  # one still runs


@pytest.mark.parametrize("key", [HERO, PUSH, LETTER, GUIDE, "shorter-preference-form", "search-results-rehearsal"])
def test_an_effect_is_the_one_its_readout_shows(
    home: Home, workspace: Workspace, capsys: pytest.CaptureFixture[str], key: str
) -> None:
    test, said = one(found(home, workspace).tests, key), raw(key, capsys)
    rows = [row for row in said["comparisons"] if row["segment"] is None]
    leading = next(row for row in rows if row["role"] == "primary")
    assert test.answer.kind is not None
    assert test.answer.kind.value == said["verdict"]["kind"]
    assert test.answer.effect is not None
    assert test.answer.effect.interval is not None
    assert test.answer.effect.metric.key == leading["metric"]
    assert test.answer.effect.lift == pytest.approx(leading["relative_lift"], rel=1e-9)
    ends = (test.answer.effect.interval.low, test.answer.effect.interval.high)
    assert ends == pytest.approx(leading["relative_interval"], rel=1e-9)
    assert test.answer.effect.interval.level == 0.95
    harm = [row for row in rows if row["role"] == "guardrail"] if key == PUSH else []
    assert [each.metric.key for each in test.answer.harm] == [row["metric"] for row in harm]
    assert [each.lift for each in test.answer.harm] == pytest.approx([row["relative_lift"] for row in harm])


def test_what_waits_here_is_what_the_worth_of_the_programme_waits_for(home: Home, workspace: Workspace) -> None:
    sources = report.gather(home, workspace)
    wanted = report.read(home, workspace, LOCAL_OWNER, sources).waiting
    waiting = {
        test.experiment.key for test in found(home, workspace, sources=sources).tests if test.course is Course.WAITING
    }
    assert waiting == {each.experiment.key for each in wanted}
    assert one(found(home, workspace).tests, HERO).course is Course.ROLLOUT


def test_a_running_test_that_has_its_answer_waits_as_it_does_on_the_overview(home: Home, workspace: Workspace) -> None:
    sources = report.gather(home, workspace)
    summaries = dict(sources.summaries)
    summaries[LETTER] = replace(summaries[LETTER], kind=VerdictKind.STOP)
    early = replace(sources, summaries=summaries)
    waits = one(found(home, workspace, sources=early).tests, LETTER)
    assert waits.course is Course.WAITING
    [row] = review([waits], month_of(waits.read_to)).rows
    assert words.decision(row, "en") == "Waits for a decision"
    assert totals([row]).waiting == 0  # it has not ended
    assert one(found(home, workspace, sources=sources).tests, LETTER).course is Course.OPEN
    assert one(found(home, workspace, EXECUTIVE, early).tests, LETTER).course is Course.OPEN


def test_a_figure_that_cannot_be_trusted_is_not_told(home: Home, workspace: Workspace) -> None:
    test = one(found(home, workspace).tests, "win-back-offer")
    assert (test.answer.kind, test.answer.effect, test.answer.harm) == (VerdictKind.UNTRUSTED, None, ())


def test_a_decision_stands_with_its_day_and_who_took_it(home: Home, workspace: Workspace) -> None:
    decide(workspace, home, HERO, Choice.SHIP)
    decide(workspace, home, GUIDE, Choice.RERUN)
    told = found(home, workspace)
    ship, again = one(told.tests, HERO), one(told.tests, GUIDE)
    day = workspace.sessions.decisions(LOCAL_OWNER)[HERO].changed_at.date()
    assert (ship.course, ship.decided_on, ship.decided_by, ship.overruled) == (Course.SHIP, day, "", False)
    assert ship.end is not None
    shown = review(told.tests, month_of(day))
    assert totals(shown.rows).lag == (day - ship.end).days
    assert again.course is Course.RERUN
    row = next(row for row in review(told.tests, month_of(again.end or day)).rows if row.test is again)
    assert row.group is Group.WAITING
    assert words.decision(row, "en").startswith("Test the same again, or longer · ")
    decide(workspace, home, HERO, Choice.STOP)
    against = one(found(home, workspace).tests, HERO)
    assert (against.course, against.overruled) == (Course.STOP, True)


def decide(workspace: Workspace, home: Home, key: str, choice: Choice) -> None:
    """Let a session decide about a test."""
    pinned = snapshots.taken(readouts.read(home, workspace, LOCAL_OWNER, key))
    session = workspace.sessions.start(LOCAL_OWNER, "Autumn", experiments=[key])
    steps = list(Phase)
    for phase in steps[1 : steps.index(Phase.DECIDE) + 1]:
        given = {key: pinned} if phase is Phase.REVEAL else {}
        session = workspace.sessions.move(
            LOCAL_OWNER, session.value.key, phase, version=session.version, readouts=given
        )
    workspace.sessions.decide(LOCAL_OWNER, session.value.key, key, choice=choice, reason="We know it well enough.")


def test_a_decision_falls_on_the_day_it_was_where_the_team_is(home: Home, workspace: Workspace) -> None:
    decide(workspace, home, HERO, Choice.SHIP)
    moment = workspace.sessions.decisions(LOCAL_OWNER)[HERO].changed_at
    days = set()
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):  # 25 hours apart: two days at any moment
        stored = workspace.settings(LOCAL_OWNER)
        workspace.save_settings(LOCAL_OWNER, replace(stored.value, time_zone=zone), version=stored.version)
        days.add(one(found(home, workspace).tests, HERO).decided_on)
    assert len(days) == 2
    assert moment.date() in days


def test_what_a_person_has_to_guess_first_is_listed_and_says_nothing(home: Home, workspace: Workspace) -> None:
    decide(workspace, home, HERO, Choice.SHIP)
    session = workspace.sessions.start(LOCAL_OWNER, "Winter", experiments=[HERO])
    workspace.sessions.move(LOCAL_OWNER, session.value.key, Phase.FORECAST, version=session.version)
    told = found(home, workspace)
    hidden = one(told.tests, HERO)
    assert (hidden.answer.silence, hidden.answer.kind, hidden.answer.effect) == (Silence.GUESS, None, None)
    assert (hidden.course, hidden.decided_on, hidden.decided_by) == (Course.HIDDEN, None, None)
    shown = review(told.tests, month_of(hidden.end or date.min))
    assert totals(shown.rows).won == 0
    row = next(row for row in shown.rows if row.test is hidden)
    for language in words_of(row):
        assert "18" not in language
        assert "Ship" not in language
    for form in (Form.JSON, Form.CSV):
        made = month_files.written(shown, form).decode()
        assert "0.188" not in made
        assert '"ship"' not in made


def words_of(row: Row) -> list[str]:
    return [part(row, language) for part in (words.result, words.effect, words.decision) for language in ("en", "vi")]


def test_early_numbers_stay_hidden_and_the_list_says_why(home: Home, workspace: Workspace) -> None:
    stored = workspace.policy(LOCAL_OWNER)
    workspace.save_policy(LOCAL_OWNER, replace(stored.value, minimum_days=14), version=stored.version)
    test = one(found(home, workspace).tests, LETTER)
    assert (test.answer.silence, test.answer.effect) == (Silence.EARLY, None)


def test_an_executive_reads_results_of_finished_tests_and_effects_of_decided_ones(
    home: Home, workspace: Workspace
) -> None:
    decide(workspace, home, PUSH, Choice.STOP)
    sources = report.gather(home, workspace)
    told = found(home, workspace, EXECUTIVE, sources)
    assert one(told.tests, HERO).answer == one(found(home, workspace, sources=sources).tests, HERO).answer
    waits = one(told.tests, GUIDE).answer
    assert (waits.kind, waits.effect, waits.harm) == (VerdictKind.INCONCLUSIVE, None, ())
    runs = one(told.tests, LETTER).answer
    assert (runs.kind, runs.silence, runs.effect) == (None, Silence.RUNNING, None)
    assert one(told.tests, PUSH).decided_by is None
    assert one(found(home, workspace, sources=sources).tests, PUSH).decided_by == ""
    with pytest.raises(Forbidden):
        found(home, workspace, Actor("Gone", ActorRole.LEAD, person="nobody"), sources)


def test_own_tests_take_the_place_of_invented_ones_and_drafts_of_none(home: Home, workspace: Workspace) -> None:
    sources = report.gather(home, workspace)
    draft = Experiment(key="idea", name="Idea", starts_on=date(2026, 1, 1))
    with_draft = replace(sources, experiments=[*sources.experiments, draft])
    assert len(found(home, workspace, sources=with_draft).tests) == 14
    mine = [replace(each, sample=False) if each.key == HERO else each for each in sources.experiments]
    told = found(home, workspace, sources=replace(sources, experiments=mine))
    assert [test.experiment.key for test in told.tests] == [HERO]
    assert not newest(told).is_sample
    assert newest(found(home, workspace, sources=sources)).is_sample


def test_what_is_being_read_has_no_events_or_no_days_is_said_to_be_so(home: Home, workspace: Workspace) -> None:
    running = Experiment(key="own", name="Own", status=Status.RUNNING, starts_on=date(2026, 10, 5))
    undated = replace(running, key="undated", starts_on=None)
    told = found(home, workspace, sources=Sources(experiments=[running, undated], summaries={}))
    assert told.undated == 1
    [test] = told.tests
    assert test.answer.silence is Silence.UNREAD
    [row] = review(told.tests, Month(2026, 10)).rows
    assert row.parts == (Part.STARTED,)
    assert "in no month: 1" in words.subline(review(told.tests, Month(2026, 10), undated=1), "en")
    nothing = found(home, workspace, sources=Sources(experiments=[running], summaries={"own": NOTHING}))
    assert nothing.tests[0].answer.silence is Silence.EMPTY


def test_a_home_without_any_test_has_no_month(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    with Workspace.open(home) as workspace:
        told = found(home, workspace)
    assert told.tests == ()
    assert months(told.tests) == ()
    assert report.main(["month"]) == 2
    assert capsys.readouterr().err == "No test has begun yet: there is no month to look back on.\n"
    assert report.main(["month", "--month", "2026-10"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["tests"], document["as_of"], document["totals"]["ended"]) == ([], None, 0)


def test_a_rate_is_said_in_counts_and_from_twenty_on_in_percent_too(home: Home, workspace: Workspace) -> None:
    won = one(found(home, workspace).tests, HERO)
    for count, told in (
        (19, "won: 19 of 19 whose result can be trusted"),
        (20, "whose result can be trusted (100%)"),
    ):
        shown = review([won] * count, month_of(won.end or date.min))
        assert told in words.subline(shown, "en")


def test_without_the_sample_nothing_of_it_is_left_in_a_month(home: Home, workspace: Workspace) -> None:
    samples.remove(home, workspace, LOCAL_OWNER)
    assert found(home, workspace).tests == ()


def test_days_of_a_test_are_counted_to_its_last(home: Home, workspace: Workspace) -> None:
    hero, letter = (one(found(home, workspace).tests, key) for key in (HERO, LETTER))
    assert hero.end is not None
    assert (hero.days, hero.end - hero.start) == (28, timedelta(days=27))
    assert letter.end is None
    assert letter.days == 11
