"""Which tests count in a report, why others do not, and what one is as far as money is concerned."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil

from analytics.decisions.reach import MONTH, Decided
from analytics.decisions.results import VerdictKind
from analytics.decisions.statements import Effect, Statement
from analytics.decisions.summaries import Summary
from data.declarations.assumptions import Assumptions, Cost
from data.declarations.experiments import Experiment, Status
from data.declarations.metrics import Direction, Metric, Unit
from data.workspace.records import Stored
from data.workspace.sessions.records import Choice, Decision


class Omission(StrEnum):
    """Why a test that was decided, or rolled out, does not count."""

    UNHEALTHY = "unhealthy"  # a health finding blocks
    GUESS = "guess"  # this person has to guess first
    UNREAD = "unread"  # is being read
    SILENT = "silent"  # no events, veiled, or they cannot be read
    UNMEASURED = "unmeasured"  # no lift of the metric, or no error of it
    UNDATED = "undated"  # nobody knows how many users a month it reaches
    CURRENCY = "currency"  # its amounts are in another one
    INTERACTS = "interacts"  # another test that was rolled out changes its effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every test is counted by."""

    assumed: Assumptions
    metric: Metric
    currency: str | None
    digits: int
    unit: float  # value of one unit of the metric
    guessing: Collection[str]
    decisions: Mapping[str, Stored[Decision]]


def counts(experiment: Experiment, frame: Frame) -> bool:
    """Tell whether somebody decided about a test, or it was rolled out; to test the same again decides nothing."""
    decision = frame.decisions.get(experiment.key)
    if decision is not None and decision.value.choice is Choice.RERUN:
        return _rollout(experiment.key, frame) is not None
    return decision is not None or experiment.status is Status.DECIDED or _rollout(experiment.key, frame) is not None


def tested(experiment: Experiment, summary: Summary | None, frame: Frame) -> Decided | Omission:
    """Return a decided test as far as money is concerned, or why it does not count."""
    if experiment.key in frame.guessing:
        return Omission.GUESS
    if summary is None:
        return Omission.UNREAD
    said = summary.statement
    if said is None:
        return Omission.SILENT
    if not said.is_healthy:
        return Omission.UNHEALTHY
    effect = next((one for one in said.effects if one.metric == frame.metric.key), None)
    if effect is None or effect.standard_error is None or effect.control is None or effect.standard_error <= 0:
        return Omission.UNMEASURED
    if frame.metric.unit is Unit.CURRENCY and experiment.currency not in (None, frame.currency):
        return Omission.CURRENCY
    stated = next((one.users for one in frame.assumed.eligible if one.experiment == experiment.key), None)
    if said.began_on is None or said.day is None or not said.days:
        return Omission.UNDATED
    users = round(said.users / said.days * MONTH) if stated is None else stated
    return _money(experiment, said, effect, frame, users=users, is_stated=stated is not None)


def _money(
    experiment: Experiment, said: Statement, effect: Effect, frame: Frame, *, users: int, is_stated: bool
) -> Decided:
    assert effect.control is not None
    assert effect.standard_error is not None
    assert said.began_on is not None
    assert said.day is not None
    shipped = _shipped_on(experiment, said, frame)
    months = frame.assumed.horizon_months if shipped else ceil(((said.day - said.began_on).days + 1) / MONTH)
    return Decided(
        key=experiment.key,
        name=experiment.name,
        owner=experiment.owner,
        channel=experiment.channel,
        audience=experiment.audience,
        lift=effect.lift if frame.metric.direction is Direction.UP else -effect.lift,
        error=effect.standard_error,
        money=users * effect.control * frame.unit * frame.assumed.margin,
        users=users,
        assumed_users=is_stated,
        began_on=said.began_on,
        ended_on=said.day,
        shipped_on=shipped,
        is_harmful=said.kind is VerdictKind.STOP,
        cost=spent_on(experiment.key, months, frame),
    )


def _rollout(key: str, frame: Frame) -> date | None:
    return next((one.starts_on for one in frame.assumed.rollouts if one.experiment == key), None)


def _shipped_on(experiment: Experiment, said: Statement, frame: Frame) -> date | None:
    """Return from which day on everybody has it: as stated, else as decided, else by the verdict of a decided test."""
    stated, decision = _rollout(experiment.key, frame), frame.decisions.get(experiment.key)
    if stated is not None:
        return stated
    if decision is not None:
        return decision.changed_at.date() if decision.value.choice is Choice.SHIP else None
    return said.day + timedelta(days=1) if said.kind is VerdictKind.SHIP and said.day is not None else None


def spent_on(key: str, months: int, frame: Frame) -> int:
    """Return what one test alone costs over so many months, in minor units."""
    return sum(minor(cost, months, frame) for cost in frame.assumed.costs if cost.experiment == key)


def minor(cost: Cost, months: int, frame: Frame) -> int:
    """Return what one thing costs over so many months, in minor units."""
    return round(cost.amount * (months / 12 if cost.yearly else 1.0) * 10.0**frame.digits)
