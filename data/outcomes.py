"""Outcomes: which events a user table's outcome columns become, so that the metrics they feed count them.

A metric that the workspace knows counts an event of its own: `purchase_rate` counts `purchase`. An outcome of that name
becomes such events; an outcome that nobody knows yet becomes events of its own name, and a metric that counts them.
"""

from collections.abc import Mapping as Lookup
from collections.abc import Sequence
from dataclasses import replace

from data.declarations.metrics import DELIVERY, EXPOSURE, Metric
from data.events.batches import Part
from data.events.contract import Shape
from data.events.mapping import Mapping
from data.messages import Message, Refused


def events(mapping: Mapping, metrics: Sequence[Metric]) -> dict[str, str]:
    """Return the event of each outcome, by metric key; totals hold no events, so each is called as its metric.

    Raises `Refused` when two outcomes would become the same events, or one would put users into the test.
    """
    known = {metric.key: metric.event for metric in metrics} if mapping.shape is Shape.USERS else {}
    found: dict[str, str] = {}
    for outcome in mapping.outcomes:
        event = known.get(outcome.metric, outcome.metric)
        if event in (EXPOSURE, DELIVERY):
            raise Refused(
                Message("outcome.event", "An outcome cannot be called “{outcome}”.", {"outcome": outcome.metric})
            )
        other = next((metric for metric, taken in found.items() if taken == event), None)
        if other is not None:
            raise Refused(
                Message(
                    "outcome.shared",
                    "“{outcome}” and “{other}” both count “{event}” events, which one file cannot tell apart: "
                    "give one of them a name of its own.",
                    {"outcome": outcome.metric, "other": other, "event": event},
                )
            )
        found[outcome.metric] = event
    return found


def as_events(mapping: Mapping, named: Lookup[str, str]) -> Mapping:
    """Return `mapping` with outcomes called as their events, for the reader."""
    return replace(mapping, outcomes=tuple(replace(one, metric=named[one.metric]) for one in mapping.outcomes))


def as_metrics(part: Part, named: Lookup[str, str]) -> Part:
    """Return `part` with outcomes called as their metrics again."""
    back = {event: metric for metric, event in named.items()}
    return replace(part, outcomes={back.get(event, event): facts for event, facts in part.outcomes.items()})
