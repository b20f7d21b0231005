"""Readouts of invented experiments whose truth is known, and the promises that hold on every day of them."""

from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import numpy as np
import pytest
from numpy.typing import NDArray

from analytics.decisions.conclusions import conclude
from analytics.decisions.material import Material
from analytics.decisions.results import Check, Light, MetricComparison, Readout
from analytics.decisions.results import VerdictKind as K
from analytics.decisions.results import VerdictReason as R
from analytics.document import as_document
from analytics.statistics.results import Comparison, Untestable
from data.declarations.experiments import Allocation, Inference, MetricUse, Role
from data.events.moments import Axes, Exposures
from tests.decisions.worlds import START, experiment, material, people

Number = TypeVar("Number", bound=np.generic)
USES = (
    MetricUse(metric="purchase_rate", role=Role.PRIMARY),
    MetricUse(metric="click_through_rate", role=Role.SECONDARY),
    MetricUse(metric="unsubscribe_rate", role=Role.GUARDRAIL, margin=0.1),
)


def world(
    purchases: tuple[float, ...] = (0.1, 0.1),
    unsubscribes: tuple[float, ...] | None = None,
    *,
    days: int = 20,
    users: int = 2000,
    planned: int | None = 28,
    split: tuple[float, ...] | None = None,
    declared: tuple[float, ...] | None = None,
    dated: bool = True,
    seed: int = 1,
) -> Material:
    arms = len(purchases)
    drawn = people(
        {
            "purchase_rate": purchases,
            "click_through_rate": (0.3,) * arms,
            "unsubscribe_rate": unsubscribes or (0.2,) * arms,
        },
        users_per_day=users,
        days=days,
        seed=seed,
        split=split or (1,) * arms,
    )
    weights = declared if declared is not None else split or (1,) * arms
    test = experiment(variants=("A", "B", "C")[:arms], uses=USES, days=planned, split=weights or None)
    return material(test, drawn, dated=dated)


def result_of(readout: Readout, metric: str = "purchase_rate", treatment: str = "B") -> Comparison:
    row = row_of(readout, metric, treatment)
    assert isinstance(row.result, Comparison)
    return row.result


def row_of(readout: Readout, metric: str = "purchase_rate", treatment: str = "B") -> MetricComparison:
    found = [row for row in readout.comparisons if row.metric.key == metric and row.treatment == treatment]
    return found[0]


def light_of(readout: Readout, check: Check) -> Light:
    return next(finding.light for finding in readout.health if finding.check is check)


def test_a_winner_with_a_safe_guardrail_ships() -> None:
    readout = conclude(world((0.1, 0.115)))
    assert readout.verdict.kind is K.SHIP
    assert {R.PRIMARY_BETTER, R.GUARDRAILS_HOLD} <= set(readout.verdict.reasons)


def test_a_winner_whose_guardrail_is_not_shown_waits() -> None:
    readout = conclude(world((0.1, 0.115), (0.005, 0.005)))
    assert readout.verdict.kind is K.KEEP_COLLECTING
    assert R.GUARDRAIL_NOT_SHOWN in readout.verdict.reasons


def test_a_winner_that_harms_a_guardrail_stops() -> None:
    readout = conclude(world((0.1, 0.115), (0.1, 0.14)))
    assert (readout.verdict.kind, readout.verdict.arms[0].harmed) == (K.STOP, ("unsubscribe_rate",))


def test_a_loser_stops() -> None:
    assert conclude(world((0.1, 0.085))).verdict.kind is K.STOP


def test_a_loser_with_few_events_may_not_stop_yet() -> None:
    readout = conclude(world((0.04, 0.0), days=8, users=80))
    assert readout.verdict.kind is K.KEEP_COLLECTING


def test_a_broken_split_is_not_trusted() -> None:
    readout = conclude(world((0.1, 0.12), split=(52, 48), declared=(50, 50), users=4000))
    assert readout.verdict.kind is K.UNTRUSTED
    assert light_of(readout, Check.SAMPLE_RATIO) is Light.BLOCK


def test_an_unknown_split_is_not_tested_and_never_ships() -> None:
    readout = conclude(world((0.1, 0.12), declared=()))
    assert readout.verdict.kind is K.KEEP_COLLECTING
    assert R.SPLIT_UNKNOWN in readout.verdict.reasons
    assert light_of(readout, Check.SAMPLE_RATIO) is Light.WARN
    assert "Not tested: planned split unknown" in str(readout.health[0].detail)


def test_an_unprotected_look_decides_nothing() -> None:
    readout = conclude(world((0.1, 0.14), planned=None))
    assert (readout.verdict.kind, readout.inference) == (K.KEEP_COLLECTING, Inference.FIXED)
    assert R.NOT_PROTECTED in readout.verdict.reasons


def test_undated_data_are_one_finished_look_without_a_trend() -> None:
    readout = conclude(world((0.1, 0.12), dated=False))
    assert (readout.verdict.kind, readout.as_of, readout.trends) == (K.SHIP, None, ())
    assert R.DATES_UNKNOWN in readout.verdict.reasons


def test_an_interval_excludes_zero_exactly_when_its_own_look_crosses() -> None:
    for seed in range(8):
        readout = conclude(world((0.1, 0.107), seed=seed, users=1000))
        for point in readout.trends[0].points:
            if isinstance(point.interval, Untestable) or point.boundary is None or point.statistic is None:
                continue
            crosses = abs(point.statistic) >= point.boundary
            assert crosses == (point.interval.low > 0 or point.interval.high < 0)


def test_a_past_day_reads_as_if_later_data_were_not_there() -> None:
    whole = world((0.1, 0.11))
    then = conclude(replace(whole, through=START + timedelta(days=9), live=False))
    short = conclude(replace(_cut(whole, 10), live=False))
    assert then.verdict == short.verdict
    assert then.comparisons == short.comparisons
    assert then.trends == short.trends


def _cut(whole: Material, days: int) -> Material:
    """Take the history's first days alone."""

    def axes(known: Axes) -> Axes:
        return replace(known, days=known.days[:days])

    def cut(array: NDArray[Number]) -> NDArray[Number]:
        return array[:days]

    histories = tuple(
        replace(
            history,
            axes=axes(history.axes),
            moments=replace(
                history.moments, **{name: cut(getattr(history.moments, name)) for name in history.moments.__slots__}
            ),
            crossed=None,
        )
        for history in whole.histories
    )
    exposures = Exposures(
        axes=axes(whole.exposures.axes),
        users=cut(whole.exposures.users),
        crossed=cut(whole.exposures.crossed),
    )
    return replace(whole, histories=histories, exposures=exposures, through=START + timedelta(days=days - 1))


def test_after_the_planned_end_the_verdict_stays_that_of_the_end() -> None:
    longer = world((0.1, 0.11), planned=14)
    at_end = conclude(_cut(longer, 14))
    later = conclude(longer)
    assert later.verdict == at_end.verdict
    assert later.comparisons == at_end.comparisons
    assert [point.after_end for point in later.trends[0].points] == [False] * 14 + [True] * 6


def test_fixed_corrects_primaries_by_holm_over_arms() -> None:
    readout = conclude(replace(world((0.1, 0.104, 0.105), dated=False)))
    first, second = (result_of(readout, treatment=name) for name in ("B", "C"))
    smaller, larger = sorted((first.p_value, second.p_value))
    adjusted = sorted((first.adjusted_p_value, second.adjusted_p_value))
    assert adjusted == pytest.approx([min(1, 2 * smaller), max(min(1, 2 * smaller), larger)])


def test_a_harmed_arm_is_named_beside_the_one_to_keep() -> None:
    readout = conclude(world((0.1, 0.12, 0.08)))
    assert (readout.verdict.kind, readout.verdict.treatment) == (K.SHIP, "B")
    assert readout.verdict.arms[1].kind is K.STOP
    assert R.PRIMARY_WORSE in readout.verdict.reasons


def test_users_in_two_variants_block_when_setting_them_aside_changes_the_verdict() -> None:
    known = world((0.1, 0.112))
    drawn = people(
        {"purchase_rate": (0.1, 0.1), "click_through_rate": (0.3, 0.3), "unsubscribe_rate": (0.2, 0.2)},
        users_per_day=2000, days=20, seed=3,
    )  # fmt: skip
    active = (drawn.variant == 1) & (np.arange(len(drawn.day)) % 40 == 0)
    drawn.outcomes["purchase_rate"][active] = 1.0
    readout = conclude(material(known.experiment, replace(drawn, crossed=active)))
    assert readout.verdict.kind is K.UNTRUSTED
    assert light_of(readout, Check.TWO_VARIANTS) is Light.BLOCK


def test_an_undeclared_change_of_the_split_is_not_trusted() -> None:
    first = people(dict.fromkeys(RATES, (0.1, 0.1)), users_per_day=1000, days=10, seed=1, split=(9, 1))
    second = people(dict.fromkeys(RATES, (0.1, 0.1)), users_per_day=1000, days=10, seed=2)
    both = replace(
        first,
        day=np.concatenate([first.day, second.day + 10]),
        variant=np.concatenate([first.variant, second.variant]),
        outcomes={name: np.concatenate([first.outcomes[name], second.outcomes[name]]) for name in RATES},
    )
    declared = replace(experiment(uses=USES), allocation=(Allocation(starts_on=None, weights=(7, 3)),))
    readout = conclude(material(declared, both))
    assert light_of(readout, Check.ALLOCATION_CHANGE) is Light.BLOCK
    found = next(finding for finding in readout.health if finding.check is Check.ALLOCATION_CHANGE)
    assert found.detail.parameters["day"] == START + timedelta(days=9)


RATES = ("purchase_rate", "click_through_rate", "unsubscribe_rate")


def test_fair_splits_do_not_look_changed() -> None:
    lights = [light_of(conclude(world(days=10, users=300, seed=seed)), Check.ALLOCATION_CHANGE) for seed in range(15)]
    assert set(lights) == {Light.OK}


def test_early_days_are_veiled_on_screens() -> None:
    assert conclude(world(days=6)).veiled_on_screen
    assert not conclude(world(days=7)).veiled_on_screen
    assert not conclude(replace(world(days=3), unveiled=True)).veiled_on_screen
    assert not conclude(world(dated=False)).veiled_on_screen


def test_a_document_holds_no_number_that_json_cannot() -> None:
    import json

    document = as_document(conclude(world((0.0, 0.5), days=2, users=10)))
    text = json.dumps(document, allow_nan=False)
    assert json.loads(text)["verdict"]["kind"] == "keep_collecting"
    rows = document["comparisons"]
    assert isinstance(rows, list)
    first = rows[0]
    assert isinstance(first, dict)
    assert (first["relative_lift"], first["reason"]) == (None, "no_baseline")


def test_the_documents_keys_are_the_agreed_ones() -> None:
    document = as_document(conclude(world()))
    assert {"experiment", "as_of", "fingerprint", "inference", "verdict", "veiled_on_screen", "health"} < set(document)
    verdict, comparisons = document["verdict"], document["comparisons"]
    assert isinstance(verdict, dict)
    assert {"kind", "treatment", "sentence", "reasons", "arms"} == set(verdict)
    assert isinstance(comparisons, list)
    assert isinstance(comparisons[0], dict)
    assert {
        "metric", "role", "segment", "control", "treatment", "control_users", "treatment_users", "control_value",
        "treatment_value", "difference", "difference_interval", "relative_lift", "relative_interval", "p_value",
        "adjusted_p_value", "chance_to_beat_control",
    } < set(comparisons[0])  # fmt: skip
