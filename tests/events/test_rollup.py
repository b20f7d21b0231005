"""The history against a recount of the raw events, and the fold of added files against a rebuild."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.declarations.experiments import Experiment
from data.declarations.metrics import Metric
from data.events import engines, folding, history, manifest, rollup
from data.events.history import Wanted
from data.events.moments import Axes, Moments, Population
from data.home import Home
from data.messages import Fault
from tests.events import recounts, worlds
from tests.events.recounts import Event, Person

NAMES = (
    "mean", "variance", "third", "uncapped_mean", "uncapped_variance", "denominator_mean", "denominator_variance",
    "covariance",
)  # fmt: skip

PARTS = st.sampled_from([folding.PART, 100])  # few rows are walked through in one part; with less to a part, in two


@contextmanager
def parts_of(rows: int) -> Iterator[None]:
    """Fold with so many rows to a part."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folding, "PART", rows)
        yield


def carries(profile: str, attribute: str | None, segment: str) -> bool:
    return attribute is None or worlds.PROFILES[profile].get(attribute) == segment


def near(found: float, expected: float, *, noise: float) -> bool:
    """As `pytest.approx` compares, without its price for each of a hundred thousand numbers."""
    return abs(found - expected) <= max(1e-9 * abs(expected), noise)


def compare(
    axes: Axes, moments: Moments, people: Callable[[date], dict[int, Person]], tested: Experiment, metric: Metric, *,
    population: Population, zoned: bool,
) -> None:  # fmt: skip
    for position, day in enumerate(axes.days):
        persons = list(people(day).values())
        if population is Population.CROSSED:
            persons = [person for person in persons if person.crossed]
        if population is Population.MATURED:
            persons = [
                person
                for person in people(day + timedelta(days=400)).values()
                if recounts.mature(person, metric, tested, day=day, zoned=zoned)
            ]
        for period in range(axes.periods):
            for place, segment in enumerate(axes.segments):
                for arm, variant in enumerate(axes.variants):
                    group = [
                        person
                        for person in persons
                        if (person.period, person.variant) == (period, variant)
                        and carries(person.profile, axes.attribute, segment)
                    ]
                    expected = recounts.numbers(group, metric)
                    where = (position, period, place, arm)
                    assert moments.users[where] == expected["users"], (metric.key, population, day)
                    for name in NAMES:
                        noise = 1e-5 if name == "third" else 1e-8  # of floats: cubes of 1000 in the recount
                        found = float(getattr(moments, name)[where])
                        assert near(found, expected[name], noise=noise), (metric.key, name, day, found, expected[name])


@settings(max_examples=20, deadline=None)
@given(rows=worlds.events(), zoned=st.booleans(), limits=st.booleans(), part=PARTS)
def test_every_day_of_history_equals_a_recount_of_the_raw_events(
    rows: list[Event], zoned: bool, limits: bool, part: int
) -> None:
    limited: dict[str, Any] = {"starts_on": date(2024, 3, 30), "ended_on": date(2024, 4, 1)} if limits else {}
    tested = worlds.experiment(**limited)
    with TemporaryDirectory() as folder:
        home = Home(Path(folder))
        worlds.publish(home, "a", rows[::2] or rows, zoned=zoned)
        if len(rows) > 1:
            worlds.publish(home, "b", rows[1::2], zoned=zoned)
        with parts_of(part):
            rollup.fold(home, tested, worlds.METRICS)
        wanted = [
            Wanted(metric=metric, population=population, attribute=attribute)
            for metric in worlds.METRICS
            for population in Population
            for attribute in (None, *history.attributes(home, "test"))
            if population is not Population.MATURED or metric.window_days is not None
        ]
        people = cache(lambda day: recounts.people(rows, tested, day=day, zoned=zoned))
        for want, (axes, moments) in zip(wanted, history.read_all(home, tested, wanted), strict=True):
            compare(axes, moments, people, tested, want.metric, population=want.population, zoned=zoned)


def decoded(home: Home) -> list[Any]:
    """Return everything that a rollup says, whatever files it lies in."""
    held = manifest.state(home, "test")
    root = manifest.folder(home, "test")
    with engines.connect(folders=[root]) as engine:
        tables: list[Any] = [
            held.days, held.peaks, held.first_exposure, held.batches, held.setting, held.attributes,
        ]  # fmt: skip
        for name, keys in {
            "moments": "attribute, trait, population, metric, day, period, variant",
            "users": "attribute, trait, population, window_days, day, period, variant",
            "findings": "kind, day",
        }.items():
            files = [str(root / folder / f"{name}.parquet") for folder in held.folders]
            sums = {"users": "sum(users)", "findings": "sum(amount)"}.get(
                name,
                ", ".join(f"sum({column})" for column in ("x", "xx", "y", "yy", "xy", "u", "uu", "r", "rr", "rrr")),
            )
            rows = engine.run(
                "sums", f"SELECT {keys}, {sums} FROM read_parquet($f) GROUP BY ALL ORDER BY ALL", {"f": files}
            )
            width = len(keys.split(","))
            tables.append([row for row in rows if any(row[width:])])
        people: dict[int, Any] = {}
        for folder in held.folders:
            fresh: dict[int, Any] = {}
            for kind in ("people", "totals"):
                for path in sorted((root / folder).glob(f"{kind}-*.parquet")):
                    for row in engine.run("rows", "SELECT * FROM read_parquet($f) ORDER BY ALL", {"f": str(path)}):
                        fresh.setdefault(row[0], []).append(row)
            people |= fresh
        tables.append(people)
    return tables


@settings(max_examples=20, deadline=None)
@given(
    rows=worlds.events(), cuts=st.lists(st.integers(0, 3), min_size=24, max_size=24), again=st.booleans(), part=PARTS
)
def test_folding_files_one_by_one_in_any_order_equals_a_rebuild(
    rows: list[Event], cuts: list[int], again: bool, part: int
) -> None:
    tested = worlds.experiment()
    with TemporaryDirectory() as folder, parts_of(part):
        home = Home(Path(folder))
        earlier: list[Event] = []
        for number in range(4):
            own = [row for row, cut in zip(rows, cuts, strict=False) if cut == number]
            own += rows[:3] if again and number == 3 else []
            if own:
                worlds.publish(home, f"b{number}", own, overlaps=bool(set(own) & set(earlier)))
                rollup.fold(home, tested, worlds.METRICS)
                earlier += own
        stepwise = decoded(home)
        evidence = history.read_evidence(home, tested)
        rollup.fold(home, tested, worlds.METRICS, folders=1)
        assert decoded(home) == stepwise
        shutil.rmtree(home.rollup)
        assert rollup.fold(home, tested, worlds.METRICS).kind == "rebuilt"
        assert decoded(home) == stepwise
        assert history.read_evidence(home, tested) == evidence


def test_only_added_files_are_folded_in_and_nothing_is_folded_twice(home: Home) -> None:
    tested = worlds.experiment()
    worlds.publish(home, "a", [Event(user=1, moment=worlds.START, event="exposure", variant="control")])
    assert rollup.fold(home, tested, worlds.METRICS).kind == "rebuilt"
    assert rollup.fold(home, tested, worlds.METRICS).kind == "unchanged"
    mark = rollup.fingerprint(home, tested, worlds.METRICS)
    click = Event(user=1, moment=worlds.START + timedelta(hours=1), event="click")
    worlds.publish(home, "b", [click])
    assert rollup.fold(home, tested, worlds.METRICS).kind == "added"
    assert rollup.fingerprint(home, tested, worlds.METRICS) != mark


def test_a_history_that_would_lie_in_too_many_folders_is_folded_anew_into_one(home: Home) -> None:
    tested = worlds.experiment()
    kinds, folders = [], []
    for user in range(rollup.GENERATIONS + 1):
        worlds.publish(home, f"b{user}", [Event(user=user, moment=worlds.START, event="exposure", variant="control")])
        kinds.append(rollup.fold(home, tested, worlds.METRICS).kind)
        folders.append(len(manifest.state(home, "test").folders))
    assert folders == [*range(1, rollup.GENERATIONS + 1), 1]
    assert kinds == ["rebuilt", *["added"] * (rollup.GENERATIONS - 1), "rebuilt"]
    assert history.read(home, tested, worlds.METRICS[0])[1].users.sum() == rollup.GENERATIONS + 1


@pytest.mark.parametrize(
    "changes", [{"time_zone": "Asia/Ho_Chi_Minh"}, {"ended_on": date(2024, 3, 30)}, {"allocation": ()}], ids=str
)
def test_a_changed_declaration_folds_everything_anew(home: Home, changes: dict[str, Any]) -> None:
    tested = worlds.experiment()
    worlds.publish(home, "a", [Event(user=1, moment=worlds.START, event="exposure", variant="control")])
    rollup.fold(home, tested, worlds.METRICS)
    assert rollup.fold(home, worlds.experiment(**changes), worlds.METRICS).kind == "rebuilt"


def test_a_folder_that_does_not_say_what_it_replaces_is_rebuilt(home: Home) -> None:
    tested = worlds.experiment()
    for name in ("a", "b"):
        worlds.publish(home, name, [Event(user=1, moment=worlds.START, event="exposure", variant="control")])
        rollup.fold(home, tested, worlds.METRICS)
    state = manifest.state(home, "test")
    assert len(state.folders) == 2
    (manifest.folder(home, "test") / state.folders[1] / "gone-people-00.parquet").unlink()
    assert rollup.fold(home, tested, worlds.METRICS).kind == "rebuilt"
    assert len(manifest.state(home, "test").folders) == 1


def test_a_corrupt_manifest_is_rebuilt(home: Home) -> None:
    tested = worlds.experiment()
    worlds.publish(home, "a", [Event(user=1, moment=worlds.START, event="exposure", variant="control")])
    rollup.fold(home, tested, worlds.METRICS)
    before = decoded(home)
    (home.rollup / "test" / manifest.NAME).write_text('{"setting": 1')
    assert rollup.fold(home, tested, worlds.METRICS).kind == "rebuilt"
    assert decoded(home) == before


def test_variances_do_not_cancel_at_a_mean_of_a_million_and_a_deviation_of_one(home: Home) -> None:
    noise = np.round(np.random.default_rng(7).normal(size=500), 2)
    values = 1e6 + noise
    rows = [Event(user=user, moment=worlds.START, event="exposure", variant="control") for user in range(500)]
    rows += [
        Event(user=user, moment=worlds.START, event="purchase", value=float(value)) for user, value in enumerate(values)
    ]
    worlds.publish(home, "a", rows)
    tested = worlds.experiment()
    rollup.fold(home, tested, worlds.METRICS)
    revenue = next(metric for metric in worlds.METRICS if metric.key == "aov")
    _, moments = history.read(home, tested, revenue)
    assert moments.mean[-1, 0, 0, 0] == pytest.approx(values.mean(), rel=1e-14)
    assert moments.variance[-1, 0, 0, 0] == pytest.approx(noise.var(ddof=1), rel=1e-12)
    centred = noise - noise.mean()
    assert moments.third[-1, 0, 0, 0] == pytest.approx((centred**3).mean(), rel=1e-9, abs=1e-12)


def test_sums_beyond_the_store_are_a_fault_and_never_a_wrong_number(home: Home) -> None:
    rows = [Event(user=1, moment=worlds.START, event="exposure", variant="control")]
    rows += [
        Event(user=1, moment=worlds.START + timedelta(microseconds=step), event="purchase", value=9e14)
        for step in range(2)
    ]
    worlds.publish(home, "a", rows)
    with pytest.raises(Fault, match="too large"):
        rollup.fold(home, worlds.experiment(), worlds.METRICS)
    assert manifest.load(home, "test") is None
