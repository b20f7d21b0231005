"""Health of the split: users by first variant against the declared weights, overall, in groups, by day, and over time.

Weights are always the declared ones; while nobody has stated them the check says so and tests nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from analytics.decisions import proofs
from analytics.decisions.results import Check, Finding, Light
from analytics.statistics import split
from data.declarations.experiments import Experiment
from data.declarations.policies import Policy
from data.messages import Message

_LEAST_USERS = 100  # on each side of a suspected change
_CHANGE_SHARE = 0.1  # of the split's error, spent on undeclared changes over all days and cuts

_FIND_OUT = Message(
    "split_action", "Find out why before reading on: redirects, bots, late logging or a filter in one variant."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Users by first variant, cumulative to each look: (looks, periods, segments, declared variants)."""

    users: NDArray[np.int64]
    segments: tuple[str, ...]


def weights_of(experiment: Experiment) -> NDArray[np.float64] | None:
    """Return the declared weights (periods, variants); None while nobody has stated them."""
    if not experiment.allocation:
        return None
    return np.array([period.weights for period in experiment.allocation], dtype=float)


def overall(counts: Counts, experiment: Experiment, *, policy: Policy, finished: bool) -> Finding:
    """Judge the whole split: the only split check that blocks.

    Parameters
    ----------
    counts : Counts
        Of everybody.
    experiment : Experiment
        Its declared weights and variants.
    policy : Policy
        The evidence (watched) or error (finished) at which it blocks.
    finished : bool
        One finished look: chi-squared. Otherwise the e-process, which may be watched on every day.
    """
    weights, users = weights_of(experiment), counts.users.sum(axis=2)
    check = Check.SAMPLE_RATIO
    observed = proofs.parts(users[-1].sum(axis=0))
    proof = proofs.split(experiment.variants, users[-1].sum(axis=0), None if weights is None else weights[-1])
    if weights is None:
        return Finding(
            check=check,
            light=Light.WARN,
            p_value=None,
            detail=Message(
                "split_unknown", "Not tested: planned split unknown. Observed: {observed}.", {"observed": observed}
            ),
            action=Message("split_unknown_action", "State the planned split in the experiment."),
            proof=proof,
        )
    if finished:
        p_value = float(split.chi_squared(users[-1], weights))
        broken = p_value < policy.split_error
    else:
        log_e = split.log_evidence(users, weights, prior=policy.split_prior)
        p_value = float(split.anytime_p(log_e)[-1])
        broken = bool(split.peak(log_e)[-1] > split.limit(policy.split_evidence))
    figures: dict[str, str | float] = {"observed": observed, "planned": proofs.parts(weights[-1]), "p": p_value}
    if broken:
        detail = Message("split_broken", "The split is {observed}, planned was {planned}: not chance.", figures)
    else:
        detail = Message("split_as_planned", "The split is {observed}, as planned ({planned}).", figures)
    return Finding(
        check=check,
        light=Light.BLOCK if broken else Light.OK,
        p_value=p_value,
        detail=detail,
        action=_FIND_OUT if broken else None,
        proof=proof,
    )


def by_attribute(
    groups: Mapping[str, Counts], experiment: Experiment, *, policy: Policy, finished: bool
) -> Finding | None:
    """Judge the split within every value of every attribute, and name the likeliest driver; None if not testable."""
    weights = weights_of(experiment)
    if weights is None:
        return None
    found = [
        each
        for attribute, counts in groups.items()
        for each in _judged(attribute, counts, weights, policy=policy, finished=finished)
    ]
    if not found:
        return None
    worst = max(found, key=lambda each: each.excess)
    attribute, value, warns = worst.attribute, worst.value, worst.excess > 0
    if warns:
        detail = Message(
            "split_by_attribute_off",
            "The split is off where {attribute} is {value}: look there first.",
            {"attribute": attribute, "value": value},
        )
    else:
        detail = Message("split_by_attribute", "The split is as planned in every group.")
    return Finding(
        check=Check.SAMPLE_RATIO_BY_ATTRIBUTE,
        light=Light.WARN if warns else Light.OK,
        p_value=worst.p_value,
        detail=detail,
        action=_FIND_OUT if warns else None,
        proof=proofs.split_of_groups(
            [(each.excess, each.attribute, each.value, each.users) for each in found], smallest=policy.small_segment
        ),
    )


def uneven(counts: Counts, experiment: Experiment, *, policy: Policy, finished: bool) -> tuple[str, ...]:
    """Return the segments of one attribute whose split is off, as `by_attribute` judges them; none while untested."""
    weights = weights_of(experiment)
    if weights is None:
        return ()
    found = _judged("", counts, weights, policy=policy, finished=finished)
    return tuple(each.value for each in found if each.excess > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """The split within one value of an attribute, against the declared one."""

    attribute: str
    value: str
    excess: float  # logarithm of the evidence beyond what warns
    p_value: float  # corrected over the values of the attribute
    users: NDArray[np.int64]  # by variant


def _judged(
    attribute: str, counts: Counts, weights: NDArray[np.float64], *, policy: Policy, finished: bool
) -> list[_Group]:
    levels = max(len(counts.segments), 1)
    users = np.moveaxis(counts.users, 2, 1)  # (looks, segments, periods, variants)
    if finished:
        p_values = np.minimum(1.0, split.chi_squared(users[-1], weights) * levels)
        excess = np.log(policy.split_error) - np.log(np.maximum(p_values, 1e-300))
    else:
        log_e = split.peak(split.log_evidence(users, weights, prior=policy.split_prior))[-1]
        p_values = np.minimum(1.0, np.exp(-log_e) * levels)
        excess = log_e - split.limit(policy.split_evidence, levels=levels)
    return [
        _Group(
            attribute=attribute,
            value=value,
            excess=float(excess[place]),
            p_value=float(p_values[place]),
            users=users[-1, place].sum(axis=0),
        )
        for place, value in enumerate(counts.segments)
    ]


def by_day(counts: Counts, experiment: Experiment, days: tuple[date, ...], *, policy: Policy) -> Finding | None:
    """Judge each day's new users against the declared split; None for undated data or an unknown split."""
    weights = weights_of(experiment)
    if weights is None or not days:
        return None
    users = counts.users.sum(axis=2)
    p_values = split.by_day(users, weights)
    arrived = np.diff(users.sum(axis=1), axis=0, prepend=0)
    place = int(np.argmin(p_values))
    p_value = min(1.0, float(p_values[place]) * len(days))
    warns = p_value < policy.split_error
    if warns:
        detail = Message("split_by_day_off", "The split was off on {day}.", {"day": days[place]})
    else:
        detail = Message("split_by_day", "The split is as planned on every day.")
    return Finding(
        check=Check.SAMPLE_RATIO_BY_DAY,
        light=Light.WARN if warns else Light.OK,
        p_value=p_value,
        detail=detail,
        action=Message("split_by_day_action", "Look at what was released or broken on that day.") if warns else None,
        proof=proofs.split_of_days(days, arrived, p_values),
    )


def allocation_change(counts: Counts, days: tuple[date, ...], *, policy: Policy) -> Finding | None:
    """Judge whether the observed split moved within a declared period; None for undated data.

    Every cut of the days is tested (early against late users, chi-squared against their common split), corrected over
    cuts and looks. It needs no declared weights, so it also guards tests whose split nobody has stated.
    """
    if len(days) < 2:
        return None
    users = counts.users.sum(axis=2).astype(float)
    best: tuple[float, int, int] = (1.0, 0, 0)  # (p, period, cut)
    for period in range(users.shape[1]):
        early, whole = users[:-1, period], users[-1, period]
        sides = np.stack([early, whole - early], axis=1)  # (cuts, 2, variants)
        if whole.sum() < 2 * _LEAST_USERS or (whole <= 0).sum() > len(whole) - 2:
            continue
        common = whole / whole.sum()
        expected = sides.sum(axis=2, keepdims=True) * common
        distance = np.square(sides - expected) / np.where(expected > 0, expected, 1.0)
        enough = sides.sum(axis=2).min(axis=1) >= _LEAST_USERS
        cut = int(np.argmax(np.where(enough, distance.sum(axis=(1, 2)), -1.0)))
        if not enough[cut]:
            continue
        found = float(split.chi_squared(np.maximum(sides[cut], 0), np.stack([whole, whole])))
        if found < best[0]:
            best = (found, period, cut)
    p_value = min(1.0, best[0] * (len(days) - 1))
    changed = p_value * len(days) < _CHANGE_SHARE * policy.split_error
    if not changed:
        detail = Message("allocation_steady", "The split did not change on the way.")
        return Finding(check=Check.ALLOCATION_CHANGE, light=Light.OK, p_value=p_value, detail=detail, action=None)
    _, period, cut = best
    early = users[cut, period]
    return Finding(
        check=Check.ALLOCATION_CHANGE,
        light=Light.BLOCK,
        p_value=p_value,
        detail=Message(
            "allocation_changed",
            "The split changed after {day}: from {before} to {after}.",
            {"day": days[cut], "before": proofs.parts(early), "after": proofs.parts(users[-1, period] - early)},
        ),
        action=Message(
            "allocation_action", "If the change was intended, declare it as an allocation period from that day on."
        ),
        proof=proofs.change(days[cut], early, users[-1, period] - early),
    )
