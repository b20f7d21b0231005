"""Checks of experiments: one sentence for the first thing that cannot be. The store asks them on every save.

`check_…` raise `Refused`; `hints` are advice that stops nobody. A draft may be incomplete, never contradictory; a
running test needs two variants and a primary metric.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import isfinite

from data.declarations.experiments import Allocation, Experiment, Extension, MetricUse, Role, Status
from data.declarations.rules import NAME_LENGTH, check_currency, check_key, check_lift, check_name, check_zone
from data.messages import Message, Refused

CONTROL_NAMES = frozenset({"control", "original", "baseline", "old", "default", "holdout", "none", "no", "a", "psa"})
TEXT_LENGTH = 10_000  # characters of a longer text
VARIANT_LIMIT = 200  # variants of one experiment
YEARS = range(1970, 2101)


def weights_of(variants: tuple[str, ...], given: Mapping[str, float]) -> tuple[float, ...]:
    """Return the planned weights in the order of `variants`.

    Raises `Refused` when a weight names no variant, a variant has no weight, or a weight is not above 0.
    """
    for name in given:
        if name not in variants:
            raise Refused(
                Message(
                    "variant_unknown",
                    "There is no variant “{variant}” in this experiment, it has: {variants}.",
                    {"variant": name[:80], "variants": ", ".join(variants)},
                )
            )
    missing = [name for name in variants if name not in given]
    if missing:
        raise Refused(
            Message(
                "weight_missing",
                "The planned split has no weight for “{variant}”: give one to each.",
                {"variant": missing[0]},
            )
        )
    weights = tuple(float(given[name]) for name in variants)
    _check_weights(weights)
    return weights


def check_experiment(experiment: Experiment, metrics: Container[str], *, before: Experiment | None = None) -> None:
    """Refuse an experiment that contradicts itself, names an unknown metric of `metrics`, or rewrites `before`."""
    check_key(experiment.key)
    check_name(experiment.name)
    check_zone(experiment.time_zone)
    check_currency(experiment.currency)
    _check_variants(experiment)
    _check_allocation(experiment)
    _check_uses(experiment, metrics)
    _check_days(experiment)
    _check_texts(experiment)
    if experiment.planned_users is not None and experiment.planned_users < 1:
        raise Refused(Message("planned_users", "The planned number of users is 1 or more: change it or leave it open."))
    if experiment.minimal_interesting_lift is not None:
        check_lift(experiment.minimal_interesting_lift)
    if before is not None:
        _check_clock(experiment, before)


def hints(experiment: Experiment) -> tuple[Message, ...]:
    """Return advice about an acceptable experiment."""
    return tuple(_hints(experiment))


def extended(before: Experiment, after: Experiment, *, today: date) -> Experiment:
    """Return `after` with the planned end that it moved kept as an extension decided `today`.

    A test that runs or ran keeps the clock of its earlier looks, also when it is called ended first and then resumed; a
    plan that has not begun may change freely, and so may a sample that is invented anew for other days.
    """
    moved = before.planned_end is not None and after.planned_end != before.planned_end
    if before.status is Status.DRAFT or not moved or after.extensions != before.extensions:
        return after
    if _invented_anew(before, after):
        return after
    assert before.planned_end is not None
    kept = Extension(decided_on=today, planned_end=before.planned_end)
    return replace(after, extensions=(*after.extensions, kept))


def _hints(experiment: Experiment) -> Iterator[Message]:
    first = experiment.variants[0].casefold() if experiment.variants else ""
    named = [name for name in experiment.variants[1:] if name.casefold() in CONTROL_NAMES]
    if named and first not in CONTROL_NAMES:
        yield Message(
            "hint_control",
            "“{variant}” looks like the control but “{control}” is compared with: put the control first.",
            {"variant": named[0], "control": experiment.variants[0]},
        )
    if experiment.starts_on and experiment.planned_end:
        days = (experiment.planned_end - experiment.starts_on).days + 1
        if days % 7:
            yield Message(
                "hint_weeks",
                "{days} days are not whole weeks: plan a multiple of 7, so that every weekday counts the same.",
                {"days": days},
            )
    if len(experiment.variants) > 1 and not experiment.allocation:
        yield Message(
            "hint_split", "The planned split is unknown, so it cannot be tested: give each variant its weight."
        )


def _check_variants(experiment: Experiment) -> None:
    variants = experiment.variants
    if any(not name.strip() or len(name) > NAME_LENGTH for name in variants):
        raise Refused(Message("variant_form", "A variant's name has 1 to 200 characters: change it."))
    twice = next((name for name in variants if variants.count(name) > 1), None)
    if twice is not None:
        raise Refused(
            Message("variant_twice", "The variant “{variant}” is there twice: remove one.", {"variant": twice})
        )
    if len(variants) > VARIANT_LIMIT:
        raise Refused(Message("variant_limit", "An experiment has at most 200 variants: split it."))
    if experiment.status not in (Status.DRAFT, Status.ARCHIVED) and len(variants) < 2:
        raise Refused(
            Message("variant_few", "A test that runs compares at least two variants: name them, control first.")
        )


def _check_weights(weights: tuple[float, ...]) -> None:
    if any(not isfinite(weight) or weight <= 0 for weight in weights):
        raise Refused(Message("weight_range", "Every weight of the planned split is above 0: change it."))


def _check_allocation(experiment: Experiment) -> None:
    periods: tuple[Allocation, ...] = experiment.allocation
    for period in periods:
        if len(period.weights) != len(experiment.variants):
            raise Refused(
                Message(
                    "weight_count",
                    "The planned split has {weights} weights for {variants} variants: give one to each.",
                    {"weights": len(period.weights), "variants": len(experiment.variants)},
                )
            )
        _check_weights(period.weights)
    starts = [period.starts_on for period in periods[1:]]
    later = [day for day in (periods[0].starts_on, *starts) if day is not None] if periods else []
    if None in starts or any(first >= second for first, second in pairwise(later)):
        raise Refused(
            Message(
                "allocation_order",
                "Only the first split may lack a first day, and each starts after the one before: put them in order.",
            )
        )


def _check_uses(experiment: Experiment, metrics: Container[str]) -> None:
    uses: tuple[MetricUse, ...] = experiment.metrics
    keys = [use.metric for use in uses]
    for use in uses:
        if use.metric not in metrics:
            raise Refused(
                Message(
                    "metric_unknown",
                    "There is no metric “{metric}”: declare it first, or choose another.",
                    {"metric": use.metric[:80]},
                )
            )
        if keys.count(use.metric) > 1:
            raise Refused(
                Message("metric_twice", "The metric “{metric}” has two roles: keep one.", {"metric": use.metric})
            )
        margin = use.margin
        if use.role is Role.GUARDRAIL and not (margin is not None and isfinite(margin) and 0 < margin <= 10):
            raise Refused(
                Message(
                    "margin_range",
                    "The guardrail “{metric}” needs a margin above 0 (0.1 tolerates 10 % worse): give one.",
                    {"metric": use.metric},
                )
            )
        if use.role is not Role.GUARDRAIL and margin is not None:
            raise Refused(
                Message(
                    "margin_role", "Only a guardrail has a margin: remove that of “{metric}”.", {"metric": use.metric}
                )
            )
    idle = experiment.status in (Status.DRAFT, Status.ARCHIVED)
    if not idle and not any(use.role is Role.PRIMARY for use in uses):
        raise Refused(Message("metric_primary", "A test that runs has a primary metric, which decides: choose one."))


def _check_days(experiment: Experiment) -> None:
    extensions = experiment.extensions
    named = [experiment.starts_on, experiment.planned_end, experiment.ended_on]
    named += [period.starts_on for period in experiment.allocation]
    named += [day for extension in extensions for day in (extension.decided_on, extension.planned_end)]
    if any(day is not None and day.year not in YEARS for day in named):
        raise Refused(Message("day_range", "A day lies between the years 1970 and 2100: change it."))
    start = experiment.starts_on
    if start and experiment.planned_end and experiment.planned_end < start:
        raise Refused(Message("planned_end", "The planned end lies before the first day: change one of them."))
    if start and experiment.ended_on and experiment.ended_on < start:
        raise Refused(Message("ended_on", "The last day lies before the first day: change one of them."))
    if any(first.decided_on > second.decided_on for first, second in pairwise(extensions)):
        raise Refused(
            Message("extension_order", "Extensions are told in the order they were decided: put them in order.")
        )


def _check_texts(experiment: Experiment) -> None:
    if len(experiment.hypothesis) > TEXT_LENGTH:
        raise Refused(Message("text_length", "A hypothesis has at most 10,000 characters: shorten it."))
    for text in (experiment.owner, experiment.channel, experiment.audience):
        if len(text) > NAME_LENGTH:
            raise Refused(
                Message("label_length", "Owner, channel and audience have at most 200 characters: shorten them.")
            )


def _invented_anew(before: Experiment, after: Experiment) -> bool:
    """Tell whether a sample is made for other days: nobody ever looked at those, so there is no clock to keep."""
    return before.sample and after.sample and before.starts_on != after.starts_on


def _check_clock(experiment: Experiment, before: Experiment) -> None:
    if _invented_anew(before, experiment):
        return
    if experiment.extensions[: len(before.extensions)] != before.extensions:
        raise Refused(Message("extension_kept", "Planned ends that were moved stay on record: keep the earlier ones."))
    if before.status is Status.RUNNING and before.planned_end is not None and experiment.planned_end is None:
        raise Refused(Message("planned_end_kept", "A running test keeps a planned end: move it, or end the test."))
