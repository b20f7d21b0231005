"""Drafts: the experiment and the metrics that batches suggest when nobody has declared them yet. Pure, no files.

A draft says what was detected and never more: its planned split is unknown until a person gives one, since an observed
split tested against itself cannot fail.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from data.declarations.experiments import Allocation, Experiment, MetricUse, Role
from data.declarations.metrics import CATALOGUE, Fold, Metric, Unit
from data.declarations.settings import Settings
from data.declarations.validation import CONTROL_NAMES, weights_of
from data.events.batches import Batch, Part
from data.messages import Message, Refused
from data.requests import ImportRequest

GUARDRAIL, MARGIN = "unsubscribe_rate", 0.1  # tolerated relative worsening
DECIDING = ("purchase_rate", "form_fill_rate", "click_through_rate")  # the first with events decides


def draft(key: str, batches: Sequence[Batch], *, metrics: Mapping[str, Metric], settings: Settings) -> Experiment:
    """Return what the batches that hold experiment `key`, oldest first, suggest.

    `metrics` are the workspace's, by key.
    """
    parts = [batch.experiments[key] for batch in batches]
    variants = _ordered(detected(parts), _option(batches, "control"))
    return Experiment(
        key=key,
        name=parts[0].name,
        variants=variants,
        allocation=planned(variants, batches),
        metrics=tuple(outcome_uses(parts)) or tuple(event_uses(parts, metrics)),
        time_zone=_option(batches, "time_zone") or settings.time_zone,
        currency=next((part.currency for part in parts if part.currency), settings.currency),
    )


def planned(variants: tuple[str, ...], batches: Sequence[Batch]) -> tuple[Allocation, ...]:
    """Return the split that the newest import with weights planned; empty while it does not name every variant."""
    given: Mapping[str, float] | None = _option(batches, "weights")
    if not given or set(given) != set(variants):
        return ()
    return (Allocation(starts_on=None, weights=weights_of(variants, given)),)


def detected(parts: Iterable[Part]) -> tuple[str, ...]:
    """Return the names of every variant, sorted."""
    return tuple(sorted({name for part in parts for name in part.variants.values()}))


def guessed_control(variants: Sequence[str]) -> str:
    """Return the variant that is called like a control, else the first by name."""
    names = sorted(variants)
    exact = [name for name in names if name.strip().casefold() in CONTROL_NAMES]
    worded = [name for name in names if CONTROL_NAMES & set(re.split(r"[\W_]+", name.casefold()))]
    return [*exact, *worded, *names][0]


def outcome_uses(parts: Iterable[Part]) -> Iterator[MetricUse]:
    """Give the metrics of outcome columns: the first of all decides, the others explain."""
    seen: dict[str, None] = {metric: None for part in parts for metric in part.outcomes}
    for position, metric in enumerate(seen):
        yield MetricUse(metric=metric, role=Role.SECONDARY if position else Role.PRIMARY)


def event_uses(parts: Iterable[Part], metrics: Mapping[str, Metric]) -> Iterator[MetricUse]:
    """Give the catalogue's metrics whose events are there."""
    events = {name for part in parts for name in part.events.values()}
    there = [
        metric.key
        for metric in (metrics.get(known.key, known) for known in CATALOGUE)
        if metric.event in events and (metric.denominator_event is None or metric.denominator_event in events)
    ]
    deciding = next((key for key in DECIDING if key in there), None)
    for key in sorted(there, key=lambda key: key != deciding):
        if key == GUARDRAIL:
            yield MetricUse(metric=key, role=Role.GUARDRAIL, margin=MARGIN)
        else:
            yield MetricUse(metric=key, role=Role.PRIMARY if key == deciding else Role.SECONDARY)


def new_metrics(parts: Iterable[Part], metrics: Mapping[str, Metric]) -> tuple[Metric, ...]:
    """Return a metric for each outcome that the workspace does not know by that key."""
    made: dict[str, Metric] = {}
    for part in parts:
        for key, outcome in part.outcomes.items():
            if key in metrics or key in made:
                continue
            fold = Fold(outcome["fold"])
            amount = Unit.CURRENCY if part.currency else Unit.NUMBER
            made[key] = Metric(
                key=key, name=_spoken(key), event=key, fold=fold, unit=Unit.SHARE if fold is Fold.ANY else amount
            )
    return tuple(made.values())


def grown(declared: Experiment, key: str, fresh: Sequence[Batch]) -> Experiment:
    """Return an experiment that people declared, with what `fresh` batches may add to it.

    Outcomes it does not measure yet explain; a planned split fills an unknown one. Nothing else changes.
    """
    used = {use.metric for use in declared.metrics}
    named = {metric: None for batch in fresh for metric in batch.experiments[key].outcomes if metric not in used}
    uses = tuple(MetricUse(metric=metric, role=Role.SECONDARY) for metric in named)
    weights = _option(fresh, "weights")
    allocation = declared.allocation
    if not allocation and weights and set(weights) == set(declared.variants):
        allocation = (Allocation(starts_on=None, weights=weights_of(declared.variants, weights)),)
    return replace(declared, metrics=(*declared.metrics, *uses), allocation=allocation)


def check_asked(options: Mapping[str, Any], key: str, variants: tuple[str, ...], *, declared: Sequence[str]) -> None:
    """Raise `Refused` unless the control and the weights an import asked for name variants of experiment `key`.

    Weights are one for each of the `variants` that were detected, or of those that people `declared`.
    """
    weights = options.get("weights") or {}
    for name in (options.get("control"), *weights):
        if name is not None and name not in variants:
            raise Refused(
                Message(
                    "intake.variant",
                    "“{experiment}” has no variant “{variant}”, it has: {variants}.",
                    {"experiment": key, "variant": name[:80], "variants": ", ".join(variants)[:500]},
                )
            )
    if weights and set(weights) != set(declared):
        weights_of(variants, weights)


def unheeded(declared: Experiment, request: ImportRequest) -> Iterator[Message]:
    """Say what an import asked for that a declaration answers otherwise: declarations are changed by people alone."""
    shares = {name: weight / sum(request.weights.values()) for name, weight in request.weights.items()}
    split = declared.allocation[-1].weights if declared.allocation else ()
    planned_shares = {name: weight / sum(split) for name, weight in zip(declared.variants, split, strict=False)}
    differs = {
        "control": request.control is not None and request.control != declared.control,
        "planned split": bool(shares) and not _same(shares, planned_shares),
        "time zone": request.time_zone is not None and request.time_zone != declared.time_zone,
    }
    for what in (name for name, other in differs.items() if other):
        yield Message(
            "intake.unheeded",
            "“{experiment}” keeps the {what} that is declared: change it in its form.",
            {"experiment": declared.name, "what": what},
        )


def _same(shares: Mapping[str, float], others: Mapping[str, float]) -> bool:
    return shares.keys() == others.keys() and all(abs(shares[name] - others[name]) < 1e-9 for name in shares)


def _ordered(variants: Sequence[str], control: str | None) -> tuple[str, ...]:
    if not variants:
        return ()
    first = control if control in variants else guessed_control(variants)
    assert first is not None
    return first, *(name for name in variants if name != first)


def _option(batches: Sequence[Batch], name: str) -> Any:  # noqa: ANN401  options are JSON
    """Return what the newest import that said something about `name` said."""
    return next((batch.options[name] for batch in reversed(batches) if batch.options.get(name)), None)


def _spoken(key: str) -> str:
    words = re.sub(r"[-_]+", " ", key).strip() or key
    return words[0].upper() + words[1:]
