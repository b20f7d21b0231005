"""What a readout shows on demand, from files to figures, against recounts of the raw rows in pandas and SciPy."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analytics import closer
from analytics.decisions.days import View
from analytics.readout import read
from analytics.statistics.results import Comparison, Reason, Untestable
from data import intake
from data.declarations.experiments import Allocation, Experiment, MetricUse, Role, Status
from data.declarations.metrics import Fold, Metric, Unit
from data.events import engines
from data.events.batches import code
from data.home import Home
from data.messages import NotFound
from data.requests import ImportRequest
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace

FIRST, DAYS, USERS = date(2026, 3, 2), 14, 3000
CAPPED = Metric(key="spend_capped", name="Spend, capped", event="purchase", fold=Fold.SUM, cap=60.0, unit=Unit.CURRENCY)
PLAIN = Metric(key="spend", name="Spend", event="purchase", fold=Fold.SUM, unit=Unit.CURRENCY)
FORMS = Metric(key="forms_soon", name="Forms in two days", event="form_fill", fold=Fold.ANY, window_days=2)
VARIANTS = ("old", "new", "newer")


def world() -> pd.DataFrame:
    """Draw raw rows: users seen in two variants, purchases over many days and before exposure, clicks, late forms."""
    random = np.random.default_rng(5)
    start = datetime.combine(FIRST, datetime.min.time())
    rows: list[tuple[int, datetime, str, str | None, float | None]] = []
    for user in range(USERS):
        variant = VARIANTS[user % 3]
        at = start + timedelta(hours=float(random.uniform(0, 24 * (DAYS - 4))))
        rows.append((user, at, "exposure", variant, None))
        if user % 50 == 0:  # seen in a second variant, later
            rows.append((user, at + timedelta(days=1), "exposure", VARIANTS[(user + 1) % 3], None))
        for _ in range(random.poisson(0.6 if variant == "old" else 0.8)):
            later = at + timedelta(hours=float(random.uniform(-12, 140)))
            amount = round(float(random.lognormal(3.2, 0.8)), 2)
            rows.append((user, min(later, start + timedelta(days=DAYS, seconds=-60)), "purchase", None, amount))
        if random.random() < 0.3:
            rows.append((user, at + timedelta(hours=1), "click", None, None))
        if random.random() < 0.2:
            rows.append((user, at + timedelta(hours=float(random.uniform(0, 96))), "form_fill", None, None))
    frame = pd.DataFrame(rows, columns=["user", "at", "event", "variant", "value"])
    frame["at"] = frame["at"].dt.floor("s")
    return frame


def declared(key: str, spend: str) -> Experiment:
    return Experiment(
        key=key,
        name=key,
        status=Status.RUNNING,
        variants=VARIANTS,
        allocation=(Allocation(starts_on=None, weights=(1.0, 1.0, 1.0)),),
        metrics=(
            MetricUse(metric=spend, role=Role.PRIMARY),
            MetricUse(metric="purchase_rate", role=Role.SECONDARY),
            MetricUse(metric="click_through_rate", role=Role.SECONDARY),
            MetricUse(metric="forms_soon", role=Role.SECONDARY),
            MetricUse(metric="unsubscribe_rate", role=Role.GUARDRAIL, margin=0.2),
        ),
        starts_on=FIRST,
        planned_end=FIRST + timedelta(days=DAYS - 1),
    )


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return world()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, rows: pd.DataFrame) -> Iterator[tuple[Home, Workspace]]:
    """Import the rows under two declarations, with and without the cap; in two files, out of order."""
    home = Home(tmp_path_factory.mktemp("closer") / "home")
    with Workspace.open(home) as workspace:
        for metric in (CAPPED, PLAIN, FORMS):
            workspace.save_metric(LOCAL_OWNER, metric, version=None)
        for key, spend in (("capped", "spend_capped"), ("plain", "spend")):
            workspace.save_experiment(LOCAL_OWNER, declared(key, spend), version=None)
            for half in (1, 0):
                part = rows[rows.index % 2 == half].rename(columns={"user": "user_id", "at": "timestamp"})
                path = home.root.parent / f"{key}-{half}.csv"
                part.assign(experiment=key).to_csv(path, index=False)
                request = ImportRequest(shape="events")
                intake.import_file(home, workspace, actor=LOCAL_OWNER, source=Path(path), request=request)
        yield home, workspace


@pytest.fixture(scope="module")
def people(rows: pd.DataFrame) -> pd.DataFrame:
    """Recount who is in the test: the first exposure and its variant."""
    exposures = rows[rows["event"] == "exposure"].sort_values("at")
    return exposures.groupby("user").first()[["at", "variant"]]


def hits(rows: pd.DataFrame, people: pd.DataFrame, event: str) -> pd.DataFrame:
    """Recount the events since the users' own exposure."""
    own = rows[rows["event"] == event].join(people.rename(columns={"at": "since", "variant": "arm"}), on="user")
    return own[own["at"] >= own["since"]]


def test_each_calendar_day_equals_a_recount_and_welch(
    place: tuple[Home, Workspace], rows: pd.DataFrame, people: pd.DataFrame
) -> None:
    home, workspace = place
    readout = read(home, workspace, LOCAL_OWNER, "plain")
    found = closer.read_courses(home, workspace, LOCAL_OWNER, readout, view=View.BY_DAY)
    bought = hits(rows, people, "purchase")
    assert [course.treatment for course in found] == ["new", "newer"]
    for course in found:
        assert [point.day for point in course.points] == [FIRST + timedelta(days=day) for day in range(DAYS)]
        for point in course.points[1:]:
            arms = []
            for variant in ("old", course.treatment):
                there = people[(people["variant"] == variant) & (people["at"].dt.date <= point.day)].index
                spent = bought[bought["at"].dt.date == point.day].groupby("user")["value"].sum()
                arms.append(spent.reindex(there, fill_value=0.0))
            check(point.result, *arms)


def test_each_day_since_exposure_counts_only_users_who_have_completed_it(
    place: tuple[Home, Workspace], rows: pd.DataFrame, people: pd.DataFrame
) -> None:
    home, workspace = place
    readout = read(home, workspace, LOCAL_OWNER, "plain")
    found = closer.read_courses(home, workspace, LOCAL_OWNER, readout, view=View.SINCE_EXPOSURE)
    bought, day, told = hits(rows, people, "purchase"), timedelta(days=1), 0
    end = datetime.combine(FIRST + DAYS * day, datetime.min.time())
    for course in found:
        assert [point.number for point in course.points] == list(range(1, DAYS))  # nobody came at the first midnight
        for point in course.points:
            arms = []
            for variant in ("old", course.treatment):
                there = people[(people["variant"] == variant) & (people["at"] + point.number * day <= end)].index
                on_it = bought[(bought["at"] - bought["since"]).dt.days == point.number - 1]
                arms.append(on_it.groupby("user")["value"].sum().reindex(there, fill_value=0.0))
            if min(len(arm) for arm in arms) < readout.policy.small_segment:
                assert point.result == Untestable(reason=Reason.TOO_FEW_USERS)
            elif any(arm.any() for arm in arms):
                check(point.result, *arms)
                told += 1
    assert told >= 12


def check(result: Comparison | Untestable, control: pd.Series, treatment: pd.Series) -> None:
    """Compare one day with the raw values of both arms."""
    assert isinstance(result, Comparison)
    assert (result.control_users, result.treatment_users) == (len(control), len(treatment))
    assert result.control_value == pytest.approx(control.mean())
    assert result.difference == pytest.approx(treatment.mean() - control.mean())
    welch = stats.ttest_ind(treatment, control, equal_var=False).confidence_interval(0.95)
    assert (result.difference_interval.low, result.difference_interval.high) == pytest.approx((welch.low, welch.high))


def test_the_funnel_is_a_recount_and_its_ranges_are_those_of_the_readout(
    place: tuple[Home, Workspace], rows: pd.DataFrame, people: pd.DataFrame
) -> None:
    home, workspace = place
    readout = read(home, workspace, LOCAL_OWNER, "plain")
    found = closer.read_funnel(home, workspace, LOCAL_OWNER, readout)
    assert found is not None
    assert [(step.event, step.window_days) for step in found.steps[:3]] == [
        ("click", None), ("form_fill", 2), ("purchase", None),
    ]  # fmt: skip
    metric = {"click": "click_through_rate", "form_fill": "forms_soon", "purchase": "purchase_rate"}
    for step in found.steps:
        own = hits(rows, people, step.event)
        if step.window_days is not None:
            own = own[own["at"] - own["since"] < timedelta(days=step.window_days)]
        counts = people.loc[own["user"].unique(), "variant"].value_counts()
        exposed = people["variant"].value_counts()
        assert (step.control_users, step.treatment_users) == (counts["old"], counts[step.treatment])
        assert (step.control_exposed, step.treatment_exposed) == (exposed["old"], exposed[step.treatment])
        [shown] = [
            row.result
            for row in readout.comparisons
            if (row.metric.key, row.treatment) == (metric[step.event], step.treatment)
        ]
        assert isinstance(shown, Comparison)
        assert isinstance(step.result, Comparison)
        assert step.result.difference == pytest.approx(shown.difference)
        for name in ("low", "high"):
            ends = (getattr(one.difference_interval, name) for one in (step.result, shown))
            assert next(ends) == pytest.approx(next(ends), rel=1e-9), step


@pytest.mark.parametrize("day", [None, 9])
def test_without_the_cap_a_metric_reads_as_if_none_were_declared(
    place: tuple[Home, Workspace], day: int | None
) -> None:
    home, workspace = place
    as_of = FIRST + timedelta(days=day) if day else None
    readout, plain = (read(home, workspace, LOCAL_OWNER, key, as_of=as_of) for key in ("capped", "plain"))
    drill = closer.read_drill(home, workspace, LOCAL_OWNER, readout, metric="spend_capped", as_of=as_of)
    without = [row for row in plain.comparisons if row.metric.key == "spend"]
    assert [row.treatment for row in drill.uncapped] == ["new", "newer"]
    for mine, other, capped in zip(drill.uncapped, without, drill.rows, strict=True):
        assert isinstance(mine.result, Comparison)
        assert isinstance(other.result, Comparison)
        assert isinstance(capped.result, Comparison)
        assert mine.result.difference == pytest.approx(other.result.difference, rel=1e-12)
        assert mine.result.difference_interval == other.result.difference_interval
        assert capped.result.control_value < mine.result.control_value


def test_values_are_spread_as_the_raw_rows_say_and_rates_have_none(
    place: tuple[Home, Workspace], rows: pd.DataFrame, people: pd.DataFrame
) -> None:
    home, workspace = place
    readout = read(home, workspace, LOCAL_OWNER, "plain")
    found = closer.read_drill(home, workspace, LOCAL_OWNER, readout, metric="spend", as_of=None).distribution
    assert found is not None
    spent = hits(rows, people, "purchase").groupby("user")["value"].sum().reindex(people.index, fill_value=0.0)
    number = pd.Series(np.ceil(np.round(spent / found.width, 6)), index=spent.index).clip(upper=len(found.bins))
    for place_, variant in enumerate(VARIANTS):
        counts = number[people["variant"] == variant].value_counts()
        assert found.nothing[place_] == counts[0.0]
        assert found.bins[:, place_].tolist() == [counts.get(float(one + 1), 0) for one in range(len(found.bins))]
    rate = closer.read_drill(home, workspace, LOCAL_OWNER, readout, metric="purchase_rate", as_of=None)
    assert (rate.distribution, rate.uncapped) == (None, ())


@pytest.mark.parametrize("metric", ["spend", "purchase_rate", "forms_soon"])
def test_the_query_shown_runs_and_gives_the_figures_on_the_screen(
    place: tuple[Home, Workspace], metric: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, workspace = place
    readout = read(home, workspace, LOCAL_OWNER, "plain")
    drill = closer.read_drill(home, workspace, LOCAL_OWNER, readout, metric=metric, as_of=None)
    monkeypatch.chdir(home.root)
    with engines.connect(folders=[home.rollup]) as engine, engine.query("shown", drill.query) as cursor:
        found = cursor.df()
    last = found[found["variant"] == code("old")].iloc[-1]
    result = drill.rows[0].result
    assert isinstance(result, Comparison)
    assert last["users"] == result.control_users
    assert last["mean"] / (10_000 if metric == "spend" else 1) == pytest.approx(result.control_value)


def test_a_metric_that_the_test_does_not_use_is_refused(place: tuple[Home, Workspace]) -> None:
    home, workspace = place
    readout = read(home, workspace, LOCAL_OWNER, "plain")
    with pytest.raises(NotFound, match="no metric"):
        closer.read_drill(home, workspace, LOCAL_OWNER, readout, metric="satisfaction", as_of=None)
