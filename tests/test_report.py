"""The report: what the sample was worth against its known truth, what counts, who may read it, and the command."""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from math import exp
from pathlib import Path

import pytest

from analytics import report, snapshots
from analytics.decisions import agenda
from analytics.decisions.counting import Omission
from analytics.decisions.reports import Report
from analytics.decisions.roi import Stage
from analytics.decisions.summaries import Place
from analytics.exports.forms import Form
from analytics.exports.report_files import as_document, written
from analytics.readout import read as read_experiment
from analytics.report import Sources
from data import samples
from data.declarations.assumptions import Assumptions, Eligible
from data.declarations.experiments import Status
from data.home import Home
from data.messages import Forbidden
from data.sample import past, truths
from data.sample.money import COSTS, MARGIN, ROLLED_OUT
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Choice
from data.workspace.store import Workspace

HERO, GUIDE, LANDING = "personalised-hero-banner", "start-screen-with-a-guide", "landing-page-by-interest"
WON = {past.CHECKOUT.key, past.VOUCHER.key, past.COUNTDOWN.key}  # decided and by their verdict to be shipped


@pytest.fixture
def workspace(sample: Path, home: Home) -> Iterator[Workspace]:
    shutil.copytree(sample, home.root)
    with Workspace.open(home) as opened:
        yield opened


def found(home: Home, workspace: Workspace, actor: Actor = LOCAL_OWNER, sources: Sources | None = None) -> Report:
    return report.read(home, workspace, actor, sources or report.gather(home, workspace))


def assume(workspace: Workspace, assumed: Assumptions) -> None:
    workspace.save_assumptions(LOCAL_OWNER, assumed, version=workspace.assumptions(LOCAL_OWNER).version)


def test_the_samples_worth_holds_its_known_truth(home: Home, workspace: Workspace) -> None:
    told = found(home, workspace)
    truth, buying = truths.WINNER, truths.WINNER.habits["purchase"]
    month = truth.users_per_day * 365.25 / 12 * buying.share * truth.order * exp(0.55**2 / 2) * MARGIN
    true = month * buying.effect * sum(0.5 ** ((each + 0.5) / 12) for each in range(12))
    assert true == pytest.approx(105_190, abs=1)  # as data/README.md says
    assert told.worth is not None
    hero, rest = told.worth.gains[0], told.worth.gains[1:]
    assert hero.test.key == HERO
    low, high = (told.amount(end) for end in (hero.value.interval.low, hero.value.interval.high))
    assert low <= true <= high
    assert {HERO, *(gain.test.key for gain in rest)} == set(ROLLED_OUT)
    assert not told.worth.few
    assert told.worth.tests == 10  # of fourteen three are not decided, and one cannot be trusted
    assert told.worth.pays_back is not None
    assert told.worth.pays_back > 0.9
    once = sum(cost.amount for cost in COSTS if not cost.yearly)
    yearly = sum(cost.amount for cost in COSTS if cost.yearly and not cost.experiment)
    lasting = sum(cost.amount for cost in COSTS if cost.yearly and cost.experiment)  # as long as their effect counts
    assert told.months == 8  # the first test began 224 days ago
    assert told.amount(told.cost) == yearly * 8 / 12 + lasting + once == 121_200
    assert told.is_sample


def test_the_money_is_the_readouts_own(home: Home, workspace: Workspace) -> None:
    readout = read_experiment(home, workspace, LOCAL_OWNER, HERO)
    row = next(row for row in readout.comparisons if row.metric.key == "revenue_per_user" and row.segment is None)
    assert row.control_total is not None
    assert row.treatment_total is not None
    each = row.control_total / row.control_users
    told = found(home, workspace)
    assert told.worth is not None
    [gain] = [gain for gain in told.worth.gains if gain.test.key == HERO]
    assert gain.test.lift == pytest.approx(row.treatment_total / row.treatment_users / each - 1, rel=1e-9)
    assert gain.test.users == round(sum(readout.users.values()) / 28 * 365.25 / 12)
    assert gain.test.money == pytest.approx(gain.test.users * each * MARGIN, rel=1e-9)


def test_a_test_whose_data_cannot_be_trusted_never_counts_and_is_named(home: Home, workspace: Workspace) -> None:
    told = found(home, workspace)
    assert [(one.key, one.why) for one in told.left_out] == [(LANDING, Omission.UNHEALTHY)]
    assert HERO not in {one.experiment.key for one in told.waiting}
    assert GUIDE in {one.experiment.key for one in told.waiting}


def test_a_decision_that_is_wanted_names_its_owner_its_day_and_the_money_that_hangs_on_it(
    home: Home, workspace: Workspace
) -> None:
    told = found(home, workspace)
    guide, offer = told.waiting
    assert (guide.experiment.key, offer.experiment.key) == (GUIDE, "win-back-offer")
    ended = date.today() - timedelta(days=15)  # `truths.DIVIDED` begins 42 days ago and takes 28
    assert (guide.owner, guide.day, guide.due, guide.overdue) == ("App team", ended, ended + timedelta(days=7), 8)
    readout = read_experiment(home, workspace, LOCAL_OWNER, GUIDE)
    row = next(row for row in readout.comparisons if row.metric.key == "revenue_per_user" and row.segment is None)
    assert row.control_total is not None
    users = sum(readout.users.values()) / 28 * 365.25 / 12
    left = sum(0.5 ** ((month + 0.5) / 12) for month in range(12))
    assert guide.stake is not None
    assert guide.stake.is_assumed
    worth = 0.03 * users * row.control_total / row.control_users * MARGIN * left
    assert told.amount(guide.stake.amount) == pytest.approx(worth, rel=1e-3)
    assert offer.stake is None  # its split cannot be trusted


def test_a_promise_made_about_one_test_alone_says_who_and_by_when(home: Home, workspace: Workspace) -> None:
    for experiments in ([GUIDE], [GUIDE, HERO]):
        session = workspace.sessions.start(LOCAL_OWNER, "Autumn", experiments=experiments)
        for phase in list(Phase)[1 : list(Phase).index(Phase.ACT) + 1]:
            readouts = (
                {key: snapshots.taken(read_experiment(home, workspace, LOCAL_OWNER, key)) for key in experiments}
                if phase is Phase.REVEAL
                else {}
            )
            session = workspace.sessions.move(
                LOCAL_OWNER, session.value.key, phase, version=session.version, readouts=readouts
            )
        due = date(2027, 1, len(experiments))
        workspace.sessions.add_action(LOCAL_OWNER, session.value.key, "Ask the app team", owner="", due=due)
    guide = next(one for one in found(home, workspace).waiting if one.experiment.key == GUIDE)
    assert (guide.owner, guide.due, guide.overdue) == ("App team", date(2027, 1, 1), 0)


def test_a_test_without_owner_is_nobodys_and_what_most_money_hangs_on_comes_first(
    home: Home, workspace: Workspace
) -> None:
    assume(workspace, replace(workspace.assumptions(LOCAL_OWNER).value, rollouts=()))
    sources = report.gather(home, workspace)
    sources = replace(sources, experiments=[replace(one, owner=" ") for one in sources.experiments])
    told = found(home, workspace, sources=sources)
    assert [one.experiment.key for one in told.waiting] == [HERO, GUIDE, "win-back-offer"]
    assert {one.owner for one in told.waiting} == {""}
    hero = told.waiting[0].stake
    assert hero is not None
    assert hero.interval is not None
    assert hero.interval.low < hero.amount < hero.interval.high


def test_the_overview_lets_nothing_wait_that_the_report_counts(home: Home, workspace: Workspace) -> None:
    def places() -> dict[str, Place]:
        sources = report.gather(home, workspace)
        return {line.experiment.key: line.place for line in agenda.arranged(sources.experiments, sources.summaries)}

    assert places()[HERO] is Place.SETTLED  # rolled out, as the sample's assumptions say
    assume(workspace, replace(workspace.assumptions(LOCAL_OWNER).value, rollouts=()))
    assert places()[HERO] is Place.WAITING
    decide(workspace, home, Choice.SHIP)
    assert places()[HERO] is Place.SETTLED
    assert HERO not in {one.experiment.key for one in found(home, workspace).waiting}


def test_figures_are_the_same_in_whatever_order_tests_are_listed(home: Home, workspace: Workspace) -> None:
    sources = report.gather(home, workspace)
    turned = replace(sources, experiments=list(reversed(sources.experiments)))
    assert found(home, workspace, sources=turned) == found(home, workspace, sources=sources)


def test_own_tests_take_the_place_of_invented_ones(home: Home, workspace: Workspace) -> None:
    sources = report.gather(home, workspace)
    mine = [replace(one, sample=False) if one.key == HERO else one for one in sources.experiments]
    told = found(home, workspace, sources=replace(sources, experiments=mine))
    assert told.worth is not None
    assert told.worth.tests == 1
    assert not told.left_out
    assert not told.is_sample


def test_what_a_person_has_to_guess_first_does_not_count_for_them(home: Home, workspace: Workspace) -> None:
    session = workspace.sessions.start(LOCAL_OWNER, "Autumn", experiments=[HERO])
    workspace.sessions.move(LOCAL_OWNER, session.value.key, Phase.FORECAST, version=session.version)
    told = found(home, workspace)
    assert (HERO, Omission.GUESS) in {(one.key, one.why) for one in told.left_out}
    assert told.worth is not None
    sources = report.gather(home, workspace)
    others = replace(sources, experiments=[one for one in sources.experiments if one.key != HERO])
    without = found(home, workspace, sources=others)
    assert without.worth is not None
    assert told.worth.value == without.worth.value
    assert HERO not in {gain.test.key for gain in told.worth.gains}


def test_a_decision_to_ship_counts_from_its_day_and_one_to_stop_takes_the_test_out(
    home: Home, workspace: Workspace
) -> None:
    assume(workspace, replace(workspace.assumptions(LOCAL_OWNER).value, rollouts=()))
    before = found(home, workspace)
    assert before.worth is not None
    assert {gain.test.key for gain in before.worth.gains} == WON
    assert HERO in {one.experiment.key for one in before.waiting}
    decide(workspace, home, Choice.SHIP)
    told = found(home, workspace)
    assert told.worth is not None
    assert {gain.test.key for gain in told.worth.gains} == WON | {HERO}
    [gain] = [gain for gain in told.worth.gains if gain.test.key == HERO]
    assert gain.test.shipped_on == workspace.sessions.decisions(LOCAL_OWNER)[HERO].changed_at.date()
    decide(workspace, home, Choice.STOP)
    after = found(home, workspace)
    assert after.worth is not None
    assert {gain.test.key for gain in after.worth.gains} == WON


def decide(workspace: Workspace, home: Home, choice: Choice) -> None:
    """Let a session decide about the banner."""
    pinned = snapshots.taken(read_experiment(home, workspace, LOCAL_OWNER, HERO))
    session = workspace.sessions.start(LOCAL_OWNER, "Autumn", experiments=[HERO])
    steps = list(Phase)
    for phase in steps[1 : steps.index(Phase.DECIDE) + 1]:
        readouts = {HERO: pinned} if phase is Phase.REVEAL else {}
        key, version = session.value.key, session.version
        session = workspace.sessions.move(LOCAL_OWNER, key, phase, version=version, readouts=readouts)
    workspace.sessions.decide(LOCAL_OWNER, session.value.key, HERO, choice=choice, reason="We know it well enough.")


def test_a_rate_counts_by_the_value_of_a_conversion_and_without_one_by_nothing(
    home: Home, workspace: Workspace
) -> None:
    base = replace(workspace.assumptions(LOCAL_OWNER).value, metric="purchase_rate", margin=1.0)
    assume(workspace, base)
    assert found(home, workspace).worth is None
    stated = (Eligible(experiment=HERO, users=1000),)
    assume(workspace, replace(base, conversion_value=20.0, eligible=stated))
    told = found(home, workspace)
    assert told.worth is not None
    [gain] = [gain for gain in told.worth.gains if gain.test.key == HERO]
    assert gain.test.assumed_users
    assert gain.test.money == pytest.approx(1000 * 0.08 * 20, rel=0.1)


def test_amounts_in_another_currency_are_left_out(home: Home, workspace: Workspace) -> None:
    assume(workspace, replace(workspace.assumptions(LOCAL_OWNER).value, currency="VND"))
    told = found(home, workspace)
    assert told.digits == 0
    assert (HERO, Omission.CURRENCY) in {(one.key, one.why) for one in told.left_out}


def test_an_executive_reads_it_and_nobody_without_a_role(home: Home, workspace: Workspace) -> None:
    sources = report.gather(home, workspace)
    told = found(home, workspace, Actor("Chi", ActorRole.EXECUTIVE), sources)
    assert told == found(home, workspace, sources=sources)
    with pytest.raises(Forbidden):
        found(home, workspace, Actor("Gone", ActorRole.LEAD, person="nobody"), sources)


def test_a_home_without_any_test_says_so_in_zeros(home: Home) -> None:
    with Workspace.open(home) as workspace:
        told = found(home, workspace)
    assert told.as_of is None
    document = as_document(told)
    assert document["net"] == {"mean": 0.0, "interval": [0.0, 0.0], "pays_back": None, "payback_month": 0}
    assert document["experiments"] == []


def test_the_json_and_the_table_tell_the_same_to_the_cent(home: Home, workspace: Workspace) -> None:
    told = found(home, workspace)
    document = json.loads(written(told, Form.JSON))
    assert {"as_of", "currency", "left_out", "waterfall", "net", "experiments"} <= document.keys()
    *steps, net = document["waterfall"]
    assert [step["step"] for step in document["waterfall"]] == [stage.value for stage in Stage]
    assert round(sum(step["amount"] for step in steps), 2) == net["amount"] == document["net"]["mean"]
    rows = list(csv.DictReader(io.StringIO(written(told, Form.CSV).decode("utf-8-sig"))))
    assert [float(row["value"]) for row in rows] == [one["value"] for one in document["experiments"]]
    assert round(sum(one["value"] for one in document["experiments"]), 2) == document["value"]["mean"]


def test_the_command_writes_a_file_and_refuses_in_one_sentence(
    home: Home, workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "roi.json"
    assert report.main(["roi", "--format", "json", "--out", str(target)]) == 0
    assert json.loads(target.read_text()) == json.loads(written(found(home, workspace), Form.JSON))
    for wrong in (["roi", "--format", "docx"], ["profit"], ["roi", "--out", str(tmp_path / "no" / "roi.json")]):
        assert report.main(wrong) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_the_samples_assumptions_go_with_it_and_a_teams_own_stay(home: Home, workspace: Workspace) -> None:
    own = replace(workspace.assumptions(LOCAL_OWNER).value, sample=False, margin=0.5)
    samples.remove(home, workspace, LOCAL_OWNER)
    assert workspace.assumptions(LOCAL_OWNER).value == Assumptions()
    assume(workspace, own)
    samples.remove(home, workspace, LOCAL_OWNER)
    assert workspace.assumptions(LOCAL_OWNER).value == own


def test_a_running_test_is_neither_counted_nor_waiting(home: Home, workspace: Workspace) -> None:
    running = [one.value.key for one in workspace.experiments(LOCAL_OWNER) if one.value.status is Status.RUNNING]
    told = found(home, workspace)
    named = {one.experiment.key for one in told.waiting} | {one.key for one in told.left_out}
    assert not named & set(running)
    assert told.as_of == date.today() - timedelta(days=1)
