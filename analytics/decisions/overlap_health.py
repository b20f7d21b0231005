"""Tests that share users: does another test change what this one finds?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.decisions import proofs
from analytics.decisions.results import Check, Finding, Light
from analytics.statistics.heterogeneity import effects, interaction
from analytics.statistics.multiplicity import benjamini_hochberg
from analytics.statistics.samples import Sample
from analytics.statistics.tails import Array
from data.declarations.metrics import Metric
from data.declarations.policies import Policy
from data.events.shared_users import SharedUsers
from data.messages import Message, Parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """One other test that users of this one are in too."""

    other: str  # its name
    users: int  # in both
    share: float  # of this test's users, 0 to 1
    p_value: float | None  # of one effect in all variants of the other; None: too few users, or a ratio
    adjusted_p_value: float | None  # after Benjamini and Hochberg over the pairs


def overlap(shared: SharedUsers, *, name: str, users: int, metric: Metric, policy: Policy) -> Overlap:
    """Return how far one other test overlaps this one of so many `users`, and whether it changes the metric's effect.

    The treatments' p-values of “one effect in every variant of the other test” are corrected by their number.
    """
    both = int(shared.users.sum())
    found = _p_values(shared, metric, policy)
    return Overlap(
        other=name,
        users=both,
        share=both / users if users else 0.0,
        p_value=min(1.0, min(found) * (shared.users.shape[0] - 1)) if found else None,
        adjusted_p_value=None,
    )


def _p_values(shared: SharedUsers, metric: Metric, policy: Policy) -> list[float]:
    means, variances = shared.mean, shared.variance
    if means is None or variances is None:
        return []
    enough = (shared.users >= policy.small_segment).all(axis=0)

    def arm(place: int) -> Sample:
        known: Array = np.where(enough, shared.users[place], 0)
        mean, variance = (np.where(enough, part[place], 0.0) for part in (means, variances))
        return Sample.build(known[:, None], mean[:, None], variance=variance[:, None])

    tested = [
        interaction(effects(arm(0), arm(place), kind=metric.kind)).p_value for place in range(1, len(shared.users))
    ]
    return [float(p_value) for p_value in tested if np.isfinite(p_value)]


def corrected(found: Sequence[Overlap]) -> tuple[Overlap, ...]:
    """Return the overlaps with their p-values corrected over the pairs, the largest overlap first."""
    values = [np.nan if each.p_value is None else each.p_value for each in found]
    adjusted = benjamini_hochberg(values) if values else np.zeros(0)
    whole = [
        Overlap(
            other=each.other,
            users=each.users,
            share=each.share,
            p_value=each.p_value,
            adjusted_p_value=None if each.p_value is None else float(value),
        )
        for each, value in zip(found, adjusted, strict=True)
    ]
    return tuple(sorted(whole, key=lambda each: (-each.users, each.other)))


def overlapping(found: Sequence[Overlap], *, level: float) -> Finding:
    """Judge the overlaps: sharing users is usual and fine; a test that changes this one's effect warns.

    Parameters
    ----------
    found : corrected overlaps.
    level : two-sided error that the day leaves, 0 to 1.
    """
    shared = [each for each in found if each.users]
    changing = [each for each in shared if each.adjusted_p_value is not None and each.adjusted_p_value <= level]
    detail = Message("overlaps_none", "No user is in another test at the same time.")
    if shared:
        largest: dict[str, Parameter] = {"tests": len(shared), "other": shared[0].other, "share": shared[0].share}
        detail = Message(
            "overlaps",
            "Users are in {tests} other tests too, most in “{other}” ({share:.1%}); none changes this effect.",
            largest,
        )
    if changing:
        names = ", ".join(each.other for each in changing)
        detail = Message(
            "overlaps_interact", "The effect is another one for users who are also in: {tests}.", {"tests": names}
        )
    action = Message(
        "overlaps_action", "Decide these tests together, or run them on separate users before adding their gains."
    )
    return Finding(
        check=Check.OVERLAPS,
        light=Light.WARN if changing else Light.OK,
        p_value=min((each.adjusted_p_value for each in shared if each.adjusted_p_value is not None), default=None),
        detail=detail,
        action=action if changing else None,
        proof=proofs.overlaps([(each.other, each.users, each.share, each.adjusted_p_value) for each in shared])
        if shared
        else None,
    )
