"""Experiments: what is refused, with which sentence, and what is only advised."""

from dataclasses import replace
from datetime import date

import pytest

from data.declarations.experiments import Allocation, Experiment, Extension, MetricUse, Role, Status
from data.declarations.validation import check_experiment, extended, hints, weights_of
from data.messages import Refused
from tests.declarations.judging import refusal

METRICS = frozenset({"purchase_rate", "revenue", "unsubscribe_rate"})
PRIMARY = MetricUse(metric="purchase_rate", role=Role.PRIMARY)
GUARDRAIL = MetricUse(metric="unsubscribe_rate", role=Role.GUARDRAIL, margin=0.1)
SPLIT = Allocation(starts_on=None, weights=(0.5, 0.5))
LATER = Allocation(starts_on=date(2026, 3, 9), weights=(1, 3))
TEST = Experiment(
    key="test",
    name="Test",
    status=Status.RUNNING,
    variants=("control", "warm"),
    allocation=(SPLIT,),
    metrics=(PRIMARY, GUARDRAIL),
    starts_on=date(2026, 3, 2),
    planned_end=date(2026, 3, 29),
)
MOVED = Extension(decided_on=date(2026, 3, 20), planned_end=date(2026, 3, 22))
EARLIER = Extension(decided_on=date(2026, 3, 10), planned_end=date(2026, 3, 15))


def test_a_whole_experiment_is_accepted_without_advice() -> None:
    assert refusal(lambda: check_experiment(replace(TEST, allocation=(SPLIT, LATER)), METRICS)) is None
    assert hints(TEST) == ()


@pytest.mark.parametrize("status", [Status.DRAFT, Status.ARCHIVED])
def test_a_draft_may_be_incomplete(status: Status) -> None:
    assert refusal(lambda: check_experiment(Experiment(key="new", name="New", status=status), METRICS)) is None


@pytest.mark.parametrize(
    ("experiment", "sentence"),
    [
        (replace(TEST, key="Test 1"), "“Test 1” cannot be a key"),
        (replace(TEST, name=""), "A name has 1 to 200 characters"),
        (replace(TEST, time_zone="Mars"), "There is no time zone “Mars”"),
        (replace(TEST, currency="dong"), "is not a currency code"),
        (replace(TEST, variants=("control", "")), "A variant's name has"),
        (replace(TEST, variants=("control", "control")), "The variant “control” is there twice"),
        (replace(TEST, variants=("control",), allocation=()), "compares at least two variants"),
        (replace(TEST, variants=tuple(map(str, range(201))), allocation=()), "at most 200 variants"),
        (replace(TEST, allocation=(replace(SPLIT, weights=(1.0,)),)), "has 1 weights for 2 variants"),
        (replace(TEST, allocation=(replace(SPLIT, weights=(1.0, 0.0)),)), "weight of the planned split is above 0"),
        (replace(TEST, allocation=(replace(SPLIT, weights=(1.0, -1.0)),)), "weight of the planned split is above 0"),
        (replace(TEST, allocation=(replace(SPLIT, weights=(1.0, float("nan"))),)), "planned split is above 0"),
        (replace(TEST, allocation=(LATER, SPLIT)), "Only the first split may lack a first day"),
        (replace(TEST, allocation=(SPLIT, LATER, LATER)), "each starts after the one before"),
        (replace(TEST, metrics=(MetricUse(metric="mood", role=Role.PRIMARY),)), "There is no metric “mood”"),
        (replace(TEST, metrics=(PRIMARY, PRIMARY)), "The metric “purchase_rate” has two roles"),
        (replace(TEST, metrics=(GUARDRAIL,)), "has a primary metric, which decides"),
        (replace(TEST, metrics=(PRIMARY, replace(GUARDRAIL, margin=None))), "“unsubscribe_rate” needs a margin"),
        (replace(TEST, metrics=(PRIMARY, replace(GUARDRAIL, margin=0.0))), "“unsubscribe_rate” needs a margin"),
        (replace(TEST, metrics=(replace(PRIMARY, margin=0.1),)), "Only a guardrail has a margin"),
        (replace(TEST, planned_end=date(2026, 3, 1)), "The planned end lies before the first day"),
        (replace(TEST, ended_on=date(2026, 3, 1)), "The last day lies before the first day"),
        (replace(TEST, starts_on=date(1066, 10, 14)), "between the years 1970 and 2100"),
        (replace(TEST, planned_end=date(9999, 1, 1)), "between the years 1970 and 2100"),
        (replace(TEST, planned_users=0), "number of users is 1 or more"),
        (replace(TEST, minimal_interesting_lift=-0.1), "smallest interesting lift is above 0"),
        (replace(TEST, extensions=(MOVED, EARLIER)), "in the order they were decided"),
        (replace(TEST, hypothesis="x" * 10_001), "A hypothesis has at most 10,000 characters"),
        (replace(TEST, owner="x" * 201), "Owner, channel and audience have at most 200"),
    ],
)
def test_an_experiment_that_cannot_be_is_refused(experiment: Experiment, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        check_experiment(experiment, METRICS)


@pytest.mark.parametrize(
    ("experiment", "code"),
    [
        (replace(TEST, variants=("warm", "Control")), "hint_control"),
        (replace(TEST, planned_end=date(2026, 3, 30)), "hint_weeks"),
        (replace(TEST, allocation=()), "hint_split"),
    ],
)
def test_advice_is_given_and_stops_nobody(experiment: Experiment, code: str) -> None:
    assert refusal(lambda: check_experiment(experiment, METRICS)) is None
    (hint,) = hints(experiment)
    assert hint.code == code
    assert "{" not in str(hint)


def test_weights_follow_the_order_of_the_variants() -> None:
    assert weights_of(("control", "warm"), {"warm": 1, "control": 3}) == (3.0, 1.0)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"control": 1, "wram": 1}, "There is no variant “wram” in this experiment, it has: control, warm"),
        ({"control": 1}, "has no weight for “warm”"),
        ({"control": 1, "warm": 0}, "weight of the planned split is above 0"),
    ],
)
def test_weights_that_fit_no_variants_are_refused(given: dict[str, float], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        weights_of(("control", "warm"), given)


def test_a_moved_planned_end_is_kept_once_and_only_after_the_draft() -> None:
    today = date(2026, 3, 20)
    later = replace(TEST, planned_end=date(2026, 4, 12))
    kept = Extension(decided_on=today, planned_end=date(2026, 3, 29))
    assert extended(TEST, later, today=today).extensions == (kept,)
    said = replace(later, extensions=(kept,))
    assert extended(TEST, said, today=today) == said
    assert extended(TEST, replace(TEST, name="Other"), today=today).extensions == ()
    ended = replace(TEST, status=Status.ENDED)
    assert extended(ended, replace(later, status=Status.RUNNING), today=today).extensions == (kept,)
    draft = replace(TEST, status=Status.DRAFT)
    assert extended(draft, later, today=today) == later


def test_what_was_moved_stays_on_record() -> None:
    before = replace(TEST, extensions=(EARLIER,))
    with pytest.raises(Refused, match="stay on record"):
        check_experiment(TEST, METRICS, before=before)
    assert (
        refusal(lambda: check_experiment(replace(before, extensions=(EARLIER, MOVED)), METRICS, before=before)) is None
    )
