"""Declarations as rows: the metrics and experiments a workspace holds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from analytics.present import wording
from analytics.present.figures import Table
from data.declarations import validation
from data.declarations.experiments import Experiment
from data.declarations.metrics import Direction, Fold, Metric
from data.messages import Message

FOLDS = {
    Fold.ANY: Message("fold_any", "at least one “{event}”"),
    Fold.COUNT: Message("fold_count", "number of “{event}”"),
    Fold.SUM: Message("fold_sum", "sum of “{event}” values"),
}
DIRECTIONS = {Direction.UP: Message("up", "more is better"), Direction.DOWN: Message("down", "less is better")}


def metrics(catalogue: Sequence[Metric], language: str) -> Table:
    """Return every metric with what it counts and when a difference matters."""
    columns = (
        Message("column_metric", "Metric"),
        Message("column_counts", "Counts per user"),
        Message("column_direction", "Direction"),
        Message("column_window", "Window"),
        Message("column_cap", "Cap"),
        Message("column_interesting", "Matters from"),
    )
    return Table(
        columns=tuple(wording.speak(column, language) for column in columns),
        rows=tuple(_metric(metric, language) for metric in catalogue),
    )


def _metric(metric: Metric, language: str) -> tuple[str, ...]:
    counts = _fold(metric.fold, metric.event, language)
    if metric.denominator_event is not None and metric.denominator_fold is not None:
        parts = {"top": counts, "bottom": _fold(metric.denominator_fold, metric.denominator_event, language)}
        counts = wording.speak(Message("ratio", "{top} ÷ {bottom}", parts), language)
    days = Message("days", "{days} days", {"days": metric.window_days or 0})
    return (
        wording.metric(metric, language),
        counts,
        wording.speak(DIRECTIONS[metric.direction], language),
        "–" if metric.window_days is None else wording.speak(days, language),
        "–" if metric.cap is None else wording.number(metric.cap, language),
        wording.lift(metric.minimal_interesting_lift, language).replace("+", "±"),
    )


def _fold(fold: Fold, event: str, language: str) -> str:
    return wording.speak(Message(FOLDS[fold].code, FOLDS[fold].template, {"event": event}), language)


def experiments(declared: Sequence[Experiment], language: str) -> Table:
    """Return every experiment with its status, dates, owner and channel."""
    columns = (
        Message("column_experiment", "Experiment"),
        Message("column_status", "Status"),
        Message("column_start", "Start"),
        Message("column_end", "Planned end"),
        Message("column_owner", "Owner"),
        Message("column_channel", "Channel"),
    )
    return Table(
        columns=tuple(wording.speak(column, language) for column in columns),
        rows=tuple(
            (
                experiment.name,
                wording.label(experiment.status, language),
                "–" if experiment.starts_on is None else wording.day(experiment.starts_on, language),
                "–" if experiment.planned_end is None else wording.day(experiment.planned_end, language),
                experiment.owner or "–",
                experiment.channel or "–",
            )
            for experiment in declared
        ),
    )


def split(variants: Sequence[str], weights: Sequence[float], language: str) -> str:
    """Return each variant's share of the users; `weights` are aligned with `variants`."""
    total = sum(weights)
    shares = (weight / total if total else 0.0 for weight in weights)
    return " · ".join(
        f"{name} {wording.percent(share, language)}" for name, share in zip(variants, shares, strict=True)
    )


def moved_ends(before: Experiment, after: Experiment, language: str) -> tuple[str, ...]:
    """Return the planned ends that held earlier, and what it means to save `after` over `before` with another one."""
    told = [
        Message(
            "end_moved",
            "Planned end moved on {decided}; before, it was {end}.",
            {"decided": wording.day(moved.decided_on, language), "end": wording.day(moved.planned_end, language)},
        )
        for moved in before.extensions
    ]
    # Only whether it is an extension is asked: the day it is decided does not matter.
    extended = replace(after, time_zone=before.time_zone, extensions=before.extensions)
    if len(validation.extended(before, extended, today=date.min).extensions) > len(before.extensions):
        assert before.planned_end is not None
        told.append(
            Message(
                "end_moving",
                "You are moving the end of a running test: days read so far keep {end}, later days get the new end. "
                "This stays on record.",
                {"end": wording.day(before.planned_end, language)},
            )
        )
    return tuple(wording.speak(message, language) for message in told)
