"""The sample comes in whole, replaces an earlier one, touches nothing of the team's own, and leaves without a trace."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
from scipy import stats

from analytics import report
from analytics.decisions.results import VerdictKind
from analytics.readout import read
from data import intake, samples
from data.declarations.experiments import Experiment, Status
from data.declarations.metrics import DELIVERY, EXPOSURE
from data.events import census, history, lake
from data.events.contract import code, slug
from data.home import Home
from data.messages import Message, Refused
from data.requests import ImportRequest
from data.sample import lessons, money, plans, programme
from data.sample.programme import Part
from data.workspace.actors import LOCAL_OWNER
from data.workspace.sessions.limits import new_key
from data.workspace.store import Workspace
from tests.sample import truths

ATTRIBUTES = {"device", "customer_type", "country", "source"}
KEYS = {plan.declared.key for plan in programme.PLANS}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the shipped sample once."""
    home = Home(tmp_path_factory.mktemp("sample") / "home")
    with Workspace.open(home) as workspace:
        truths.load(home, workspace, seed=programme.SEED)
    return home.root


@pytest.fixture
def loaded(whole: Path, home: Home) -> Home:
    shutil.copytree(whole, home.root)
    return home


@pytest.fixture
def workspace(home: Home) -> Iterator[Workspace]:
    with Workspace.open(home) as opened:
        yield opened


def shown(workspace: Workspace) -> dict[str, Experiment]:
    found = {stored.value.key: stored.value for stored in workspace.experiments(LOCAL_OWNER)}
    return {key: one for key, one in found.items() if one.status is not Status.ARCHIVED}


def earlier_sample(home: Home, workspace: Workspace, folder: Path) -> None:
    """Make a home as the previous release left it: two experiments in one small file, of other days and people."""
    start = date(2026, 3, 2)
    rows = ["experiment,user_id,timestamp,event,variant,value,currency,device,customer_type"]
    for plan in plans.PLANS[:2]:
        old = replace(plan.declared, starts_on=start, planned_end=start + timedelta(days=27), ended_on=None)
        workspace.save_experiment(LOCAL_OWNER, old, version=None)
        for user in range(400):
            when = f"{start + timedelta(days=user % 10)} 10:00:00"
            who = f"{old.name},{old.key[:3]}-{user:06d},{when}"
            rows.append(f"{who},exposure,{old.variants[user % 2]},,,mobile,new")
            if user % 3 == 0:
                rows.append(f"{who},purchase,,19.90,EUR,mobile,new")
    source = folder / "sample.csv"
    source.write_text("\n".join(rows) + "\n", encoding="utf-8")
    intake.import_file(home, workspace, actor=LOCAL_OWNER, source=source, request=ImportRequest(shape="events"))


def test_fourteen_experiments_of_three_quarters_in_three_channels_are_labelled_and_have_four_attributes(
    loaded: Home, workspace: Workspace
) -> None:
    found = shown(workspace)
    assert not samples.is_unfinished(loaded)
    assert set(found) == KEYS
    assert len(KEYS) == 14
    assert len({key[:4] for key in KEYS}) == 14  # nobody's user is in two tests
    assert all(one.sample and one.hypothesis and one.owner.endswith(("team", "marketing")) for one in found.values())
    assert all(one.key == slug(one.name) for one in found.values())
    assert {one.channel for one in found.values()} == {"web", "e-mail", "app"}
    begun = {key: one.starts_on for key, one in found.items() if one.starts_on}
    assert min(begun.values()) == truths.TODAY - timedelta(days=224)
    assert min(begun[plan.declared.key] for plan in plans.PLANS) == truths.TODAY - timedelta(days=70)
    for key in found:
        assert set(history.attributes(loaded, key)) >= ATTRIBUTES
    assert sum(batch.rejected + batch.duplicates for batch in lake.batches(loaded)) == 0
    people = sum(sum(read(loaded, workspace, LOCAL_OWNER, key, now=truths.NOW).users.values()) for key in found)
    assert 250_000 <= people <= 400_000


@pytest.mark.parametrize("plan", programme.PLANS, ids=lambda plan: plan.declared.key)
def test_the_same_people_do_the_same_on_whatever_day_the_sample_is_made(plan: plans.Plan) -> None:
    monday, thursday = (programme.events(plan, truths.TODAY + timedelta(days=days)) for days in (0, 3))
    assert monday.drop_columns("timestamp").equals(thursday.drop_columns("timestamp"))
    later = pc.subtract(thursday.column("timestamp"), monday.column("timestamp")).cast("int64")
    assert set(later.unique().to_pylist()) == {3 * 86_400}


def test_wrong_messages_are_counted_as_they_lie_in_the_lake(loaded: Home, workspace: Workspace) -> None:
    """Counted a second time in pandas; the truth of 12 % lies in the exact interval, SciPy's `binomtest`."""
    [path] = loaded.lake.glob("*/win-back-offer.parquet")
    rows = pq.read_table(path, columns=["user", "event", "variant"]).to_pandas()
    exposed = rows[rows.event == code(EXPOSURE)].set_index("user").variant
    sent = rows[rows.event == code(DELIVERY)].set_index("user").variant.reindex(exposed.index)
    counted = {}
    for name in plans.WIN_BACK.variants:
        arm = exposed == code(name)
        counted[name] = int(arm.sum()), int((sent[arm] != code(name)).sum())
    found = read(loaded, workspace, LOCAL_OWNER, "win-back-offer", now=truths.NOW).misdelivery
    assert {row.variant: (row.users, row.mistaken) for row in found if row.segment is None} == counted
    users, mistaken = counted["offer from past orders"]
    interval = stats.binomtest(mistaken, users).proportion_ci(0.999)
    assert interval.low < plans.PLANS[-1].truth.mistaken < interval.high
    assert counted["general offer"][1] == 0


def test_the_first_part_can_be_read_before_the_rest_is_there(home: Home, workspace: Workspace) -> None:
    stages: list[tuple[float, Message]] = []
    samples.load_part(
        home, workspace, LOCAL_OWNER, part=Part.FIRST, today=truths.TODAY,
        progress=lambda share, stage: stages.append((share, stage)),
    )  # fmt: skip
    assert set(shown(workspace)) == {plans.HERO.key}
    assert read(home, workspace, LOCAL_OWNER, plans.HERO.key, now=truths.NOW).verdict.kind is VerdictKind.SHIP
    shares = [share for share, _ in stages]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert samples.is_unfinished(home)
    samples.remove(home, workspace, LOCAL_OWNER)
    assert not samples.is_unfinished(home)


def test_the_same_sample_once_more_changes_nothing(loaded: Home, workspace: Workspace) -> None:
    before, batches = census.census(loaded), lake.batches(loaded)
    truths.load(loaded, workspace, seed=programme.SEED)
    assert lake.batches(loaded) == batches
    assert census.census(loaded) == before


def test_the_same_sample_once_more_leaves_what_people_wrote_about_it_and_brings_back_what_they_archived(
    loaded: Home, workspace: Workspace
) -> None:
    library = workspace.library
    assert {one.value.key for one in library.learnings(LOCAL_OWNER)} == {one.key for one in lessons.LEARNINGS}
    first, second = (
        next(one for one in library.learnings(LOCAL_OWNER) if one.value.key == lesson.key)
        for lesson in (lessons.FREE_DELIVERY, lessons.QUESTIONS)
    )
    library.save_learning(LOCAL_OWNER, replace(first.value, audience="Everybody"), version=first.version)
    library.save_learning(LOCAL_OWNER, replace(second.value, archived=True), version=second.version)
    truths.load(loaded, workspace, seed=programme.SEED)
    found = {one.value.key: one.value for one in library.learnings(LOCAL_OWNER)}
    assert found[lessons.FREE_DELIVERY.key].audience == "Everybody"
    assert found[lessons.QUESTIONS.key] == lessons.QUESTIONS
    samples.remove(loaded, workspace, LOCAL_OWNER)
    assert all(one.value.archived for one in library.learnings(LOCAL_OWNER))
    assert all(one.value.archived for one in library.practices(LOCAL_OWNER))
    truths.load(loaded, workspace, seed=programme.SEED)
    assert {one.value for one in library.learnings(LOCAL_OWNER)} == set(lessons.LEARNINGS)
    assert [one.value for one in library.practices(LOCAL_OWNER)] == [lessons.PRACTICE]


def test_a_claim_that_the_team_made_itself_stands_in_the_samples_place(home: Home, workspace: Workspace) -> None:
    own = replace(lessons.QUESTIONS, key=new_key(), claim="Ours", experiments=())
    workspace.library.save_learning(LOCAL_OWNER, own, version=None)
    truths.load(home, workspace, seed=programme.SEED)
    claims = {one.value.claim for one in workspace.library.learnings(LOCAL_OWNER)}
    assert "Ours" in claims
    assert lessons.QUESTIONS.claim not in claims
    samples.remove(home, workspace, LOCAL_OWNER)
    [left] = [one.value for one in workspace.library.learnings(LOCAL_OWNER) if not one.value.archived]
    assert left == own


def test_an_earlier_sample_opens_unharmed_and_is_removed(home: Home, workspace: Workspace, tmp_path: Path) -> None:
    earlier_sample(home, workspace, tmp_path)
    assert read(home, workspace, LOCAL_OWNER, plans.HERO.key, now=truths.NOW).users == {
        "same for all": 200,
        "personalised": 200,
    }
    samples.remove(home, workspace, LOCAL_OWNER)
    assert shown(workspace) == {}
    assert lake.batches(home) == ()


def test_the_sample_replaces_an_earlier_one(home: Home, workspace: Workspace, tmp_path: Path) -> None:
    earlier_sample(home, workspace, tmp_path)
    samples.load_part(
        home, workspace, LOCAL_OWNER, part=Part.FIRST, today=truths.TODAY, progress=lambda _share, _stage: None
    )
    [batch] = lake.batches(home)
    assert set(batch.experiments) == {plans.HERO.key}
    readout = read(home, workspace, LOCAL_OWNER, plans.HERO.key, now=truths.NOW)
    assert readout.first_day == truths.TODAY - timedelta(days=28)
    assert readout.verdict.kind is VerdictKind.SHIP


def test_a_sample_of_the_release_before_opens_unharmed_and_loading_it_again_brings_what_was_tested_before(
    home: Home, workspace: Workspace, tmp_path: Path
) -> None:
    """The eight tests of now, in two files as that release loaded them, and its assumptions."""
    known = {plan.declared.key for plan in plans.PLANS}
    for experiment in programme.experiments(truths.TODAY):
        if experiment.key in known:
            workspace.save_experiment(LOCAL_OWNER, experiment, version=None)
    for number, chosen in enumerate((plans.PLANS[:1], plans.PLANS[1:])):
        source = tmp_path / f"{number}.csv"
        table = pa.concat_tables(programme.events(plan, truths.TODAY) for plan in chosen)
        pa_csv.write_csv(table.sort_by("timestamp"), source)
        intake.import_file(home, workspace, actor=LOCAL_OWNER, source=source, request=ImportRequest(shape="events"))
    assumed = money.assumptions(truths.TODAY)
    older = replace(assumed, rollouts=assumed.rollouts[-1:], costs=assumed.costs[:4])
    workspace.save_assumptions(LOCAL_OWNER, older, version=workspace.assumptions(LOCAL_OWNER).version)
    before = report.read(home, workspace, LOCAL_OWNER, report.gather(home, workspace))
    assert not samples.is_wanted(home, workspace)
    assert before.worth is not None
    assert [gain.test.key for gain in before.worth.gains] == [plans.HERO.key]
    truths.load(home, workspace, seed=programme.SEED)
    assert set(shown(workspace)) == KEYS
    assert sorted(len(batch.experiments) for batch in lake.batches(home)) == [1, 13]
    assert workspace.assumptions(LOCAL_OWNER).value == assumed
    after = report.read(home, workspace, LOCAL_OWNER, report.gather(home, workspace))
    assert after.worth is not None
    assert {gain.test.key for gain in after.worth.gains} == set(money.ROLLED_OUT)


def test_a_sample_made_again_for_other_days_has_no_clock_of_the_days_before(home: Home, workspace: Workspace) -> None:
    for later in (0, 1, 90):
        for experiment in programme.experiments(truths.TODAY + timedelta(days=later)):
            samples.declare(workspace, LOCAL_OWNER, experiment)
            assert workspace.experiment(LOCAL_OWNER, experiment.key).value == experiment


def test_removing_the_sample_leaves_the_teams_own_experiments(
    loaded: Home, workspace: Workspace, tmp_path: Path
) -> None:
    own = tmp_path / "own.csv"
    own.write_text("user_id,variant,purchased\n" + "".join(f"u{n},{'AB'[n % 2]},{n % 3 % 2}\n" for n in range(300)))
    intake.import_file(loaded, workspace, actor=LOCAL_OWNER, source=own, request=ImportRequest())
    samples.remove(loaded, workspace, LOCAL_OWNER)
    assert set(shown(workspace)) == {"own"}
    assert [set(batch.experiments) for batch in lake.batches(loaded)] == [{"own"}]


def test_an_experiment_of_the_team_under_a_key_of_the_sample_is_never_touched(home: Home, workspace: Workspace) -> None:
    own = replace(plans.HERO, sample=False, hypothesis="Ours.")
    workspace.save_experiment(LOCAL_OWNER, own, version=None)
    with pytest.raises(Refused, match="of your own"):
        truths.load(home, workspace, seed=programme.SEED)
    assert workspace.experiment(LOCAL_OWNER, own.key).value == own


def test_the_command_says_in_one_sentence_why_it_cannot(
    home: Home, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace.save_experiment(LOCAL_OWNER, replace(plans.HERO, sample=False), version=None)
    assert samples.main(["load"]) == 2
    assert capsys.readouterr().err == (
        "You have an experiment “Personalised hero banner” of your own: rename it before you load the sample.\n"
    )
    assert home.root.exists()
