"""Drafts: what batches suggest when nobody has declared an experiment, and how they grow."""

from dataclasses import replace
from typing import Any

import pytest

from data import drafts
from data.declarations.experiments import Experiment, MetricUse, Role
from data.declarations.metrics import CATALOGUE, Fold, Unit
from data.declarations.settings import Settings
from data.events.batches import Batch, Part
from data.messages import Refused
from data.requests import ImportRequest
from tests.events.lakes import batch_of

METRICS = {metric.key: metric for metric in CATALOGUE}


def part(*variants: str, events: tuple[str, ...] = ("exposure",), **changes: Any) -> Part:  # noqa: ANN401
    named = dict(enumerate(variants))
    return replace(Part(name="Sale", rows=1), variants=named, events=dict(enumerate(events)), **changes)


def batch(held: Part, **options: Any) -> Batch:  # noqa: ANN401
    return replace(batch_of("one", {"sale": held}), options=options)


def draft(*batches: Batch) -> Experiment:
    return drafts.draft("sale", batches, metrics=METRICS, settings=Settings(time_zone="Asia/Ho_Chi_Minh"))


@pytest.mark.parametrize(
    ("variants", "control"),
    [
        (("B", "control"), "control"),
        (("Mens E-Mail", "No E-Mail", "Womens E-Mail"), "No E-Mail"),
        (("ad", "psa"), "psa"),
        (("gate_30", "gate_40"), "gate_30"),
        (("new_page", "old_page"), "old_page"),
        (("B", "A"), "A"),
        (("treatment", "CONTROL"), "CONTROL"),
    ],
)
def test_a_variant_called_like_a_control_is_the_control(variants: tuple[str, ...], control: str) -> None:
    assert drafts.guessed_control(variants) == control


def test_a_draft_says_what_was_detected_and_no_split() -> None:
    found = draft(batch(part("c", "control", "b", currency="VND")))
    assert found.variants == ("control", "b", "c")
    assert found.allocation == ()
    assert (found.key, found.name, found.currency, found.time_zone) == ("sale", "Sale", "VND", "Asia/Ho_Chi_Minh")


def test_a_control_that_was_asked_for_comes_first() -> None:
    assert draft(batch(part("control", "z"), control="z")).variants == ("z", "control")


def test_weights_are_the_planned_split_in_the_order_of_variants() -> None:
    (period,) = draft(batch(part("ad", "psa"), weights={"ad": 96, "psa": 4})).allocation
    assert (period.starts_on, period.weights) == (None, (4.0, 96.0))


def test_weights_must_name_every_variant() -> None:
    with pytest.raises(Refused, match="no weight for “b”"):
        drafts.check_asked({"weights": {"a": 1}}, "sale", ("a", "b"), declared=())
    drafts.check_asked({"weights": {"a": 1}}, "sale", ("a", "b"), declared=("a",))


def test_an_earlier_split_is_unknown_again_when_a_variant_joins() -> None:
    assert draft(batch(part("a", "b"), weights={"a": 1, "b": 1}), batch(part("c"))).allocation == ()


def test_an_unknown_control_or_weight_is_one_sentence() -> None:
    with pytest.raises(Refused, match="no variant “x”, it has: a, b"):
        drafts.check_asked({"control": "x"}, "sale", ("a", "b"), declared=())


def test_outcomes_become_metrics_the_first_of_which_decides() -> None:
    held = part("a", "b", outcomes={"visit": {"fold": "any"}, "spend": {"fold": "sum"}})
    assert draft(batch(held)).metrics == (
        MetricUse(metric="visit", role=Role.PRIMARY),
        MetricUse(metric="spend", role=Role.SECONDARY),
    )
    visit, spend = drafts.new_metrics([replace(held, currency="EUR")], METRICS)
    assert (visit.name, visit.event, visit.fold, visit.unit) == ("Visit", "visit", Fold.ANY, Unit.SHARE)
    assert (spend.fold, spend.unit) == (Fold.SUM, Unit.CURRENCY)


def test_an_event_log_uses_the_catalogue() -> None:
    uses = draft(batch(part("a", "b", events=("exposure", "click", "purchase", "unsubscribe")))).metrics
    assert uses[0] == MetricUse(metric="purchase_rate", role=Role.PRIMARY)
    assert MetricUse(metric="unsubscribe_rate", role=Role.GUARDRAIL, margin=0.1) in uses
    assert {use.metric for use in uses if use.role is Role.SECONDARY} == {
        "click_through_rate", "revenue_per_user", "average_order_value",
    }  # fmt: skip


def test_clicks_decide_where_nothing_better_is_measured() -> None:
    assert draft(batch(part("a", "b", events=("exposure", "click")))).metrics == (
        MetricUse(metric="click_through_rate", role=Role.PRIMARY),
    )


def test_a_declared_experiment_gains_outcomes_and_a_missing_split_and_nothing_else() -> None:
    declared = Experiment(
        key="sale", name="Mine", variants=("a", "b"), metrics=(MetricUse(metric="x", role=Role.PRIMARY),)
    )
    fresh = batch(part("a", "b", "c", outcomes={"y": {"fold": "any"}}), weights={"b": 2, "a": 1}, control="c")
    grown = drafts.grown(declared, "sale", [fresh])
    assert grown.variants == ("a", "b")
    assert grown.name == "Mine"
    assert grown.metrics == (*declared.metrics, MetricUse(metric="y", role=Role.SECONDARY))
    assert grown.allocation[0].weights == (1.0, 2.0)


def test_what_an_import_asks_against_a_declaration_is_said() -> None:
    declared = Experiment(key="sale", name="Mine", variants=("a", "b"))
    asked = ImportRequest(control="b", weights={"a": 1, "b": 1}, time_zone="Europe/Berlin")
    assert [note.parameters["what"] for note in drafts.unheeded(declared, asked)] == [
        "control", "planned split", "time zone",
    ]  # fmt: skip
    assert list(drafts.unheeded(declared, ImportRequest(control="a", time_zone="UTC"))) == []
