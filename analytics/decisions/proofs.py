"""The rows behind a health finding: what was counted, as words and figures that a table can show. Judges nothing.

Groups too small to be shown are left out; of long lists the rows that matter most come first, and only so many.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from analytics.decisions.results import MisdeliveryShare, Proof
from data.messages import Message, Parameter

MOST_ROWS = 30

VARIANT = Message("proof_variant", "Variant")
USERS = Message("proof_users", "Users")
SHARE = Message("proof_share", "Share")
SPLIT = Message("proof_split", "Split")
PLANNED = Message("proof_planned", "Planned")


def count(number: int) -> Message:
    """Return a number of users or events."""
    return Message("proof_count", "{number:,}", {"number": number})


def percent(share: float) -> Message:
    """Return a share of a whole."""
    return Message("proof_percent", "{share:.1%}", {"share": share})


def parts(values: NDArray[np.int64] | NDArray[np.float64]) -> str:
    """Return `50.1 : 49.9`: a split as people write it, in percent without the sign."""
    total = float(values.sum())
    shares = [100 * float(value) / total if total else 0.0 for value in values]
    return " : ".join(f"{share:.1f}".removesuffix(".0") for share in shares)


def split(variants: Sequence[str], users: NDArray[np.int64], weights: NDArray[np.float64] | None) -> Proof:
    """Return who is in which variant, beside what was planned (`weights`; None: unknown). Both by variant."""
    total = max(int(users.sum()), 1)
    rows: list[tuple[Parameter, ...]] = []
    for place, variant in enumerate(variants):
        known: tuple[Parameter, ...] = (variant, count(int(users[place])), percent(int(users[place]) / total))
        rows.append(known if weights is None else (*known, percent(float(weights[place] / weights.sum()))))
    columns = (VARIANT, USERS, SHARE) if weights is None else (VARIANT, USERS, SHARE, PLANNED)
    return Proof(columns=columns, rows=tuple(rows))


def split_of_groups(found: Sequence[tuple[float, str, str, NDArray[np.int64]]], *, smallest: int) -> Proof:
    """Return the split of every group: (how suspicious, attribute, value, users by variant), the worst first."""
    shown = sorted((each for each in found if each[3].sum() >= smallest), key=lambda each: -each[0])
    columns = (Message("proof_attribute", "Attribute"), Message("proof_value", "Value"), USERS, SPLIT)
    rows = [(attribute, value, count(int(users.sum())), parts(users)) for _, attribute, value, users in shown]
    return Proof(columns=columns, rows=tuple(rows[:MOST_ROWS]))


def split_of_days(days: Sequence[date], users: NDArray[np.int64], p_values: NDArray[np.float64]) -> Proof:
    """Return the split of each day's new `users` (days, variants), the least likely day first."""
    order = np.argsort(p_values, kind="stable")[:MOST_ROWS]
    rows = tuple((days[place], count(int(users[place].sum())), parts(users[place])) for place in order.tolist())
    return Proof(columns=(Message("proof_day", "Day"), Message("proof_new_users", "New users"), SPLIT), rows=rows)


def change(day: date, before: NDArray[np.float64], after: NDArray[np.float64]) -> Proof:
    """Return the split of the users up to a day and of those after it."""
    rows = (
        (Message("proof_until", "Until {day}", {"day": day}), count(int(before.sum())), parts(before)),
        (Message("proof_after", "After {day}", {"day": day}), count(int(after.sum())), parts(after)),
    )
    return Proof(columns=(Message("proof_time", "Time"), USERS, SPLIT), rows=rows)


def counts(found: Mapping[str, int], *, label: Message) -> Proof:
    """Return users by name, most first."""
    rows = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MOST_ROWS]
    return Proof(columns=(label, USERS), rows=tuple((name, count(users)) for name, users in rows))


def facts(*rows: tuple[Message, Parameter]) -> Proof:
    """Return single figures with what they count."""
    return Proof(columns=(Message("proof_counted", "Counted"), Message("proof_found", "Found")), rows=rows)


def of_metrics(found: Mapping[tuple[str, str], Parameter], *, names: Mapping[str, Message], figure: Message) -> Proof:
    """Return one figure for every (metric key, variant), in their order."""
    columns = (Message("proof_metric", "Metric"), VARIANT, figure)
    return Proof(columns=columns, rows=tuple((names[metric], name, value) for (metric, name), value in found.items()))


def misdelivery(found: Sequence[MisdeliveryShare]) -> Proof:
    """Return by variant, then by group, how many users were sent another variant's message, with exact ranges."""
    everybody = Message("proof_everybody", "Everybody")
    rows = tuple(
        (
            everybody if each.segment is None else f"{each.segment.attribute}: {each.segment.value}",
            each.variant,
            count(each.users),
            count(each.mistaken),
            percent(each.mistaken / max(each.users, 1)),
            Message("proof_range", "{low:.1%} to {high:.1%}", {"low": each.interval.low, "high": each.interval.high}),
        )
        for each in found[:MOST_ROWS]
    )
    columns = (
        Message("proof_group", "Group"), VARIANT, Message("proof_delivered", "Users with a delivery"),
        Message("proof_mistaken", "Sent another’s message"), SHARE, Message("proof_span", "Range"),
    )  # fmt: skip
    return Proof(columns=columns, rows=rows)


def overlaps(found: Sequence[tuple[str, int, float, float | None]]) -> Proof:
    """Return other tests: (name, users in both, share of this test's users, p-value of one effect or None)."""
    untested = Message("proof_untested", "not tested")
    rows = tuple(
        (name, count(users), percent(share), untested if p_value is None else likelihood(p_value))
        for name, users, share, p_value in found[:MOST_ROWS]
    )
    columns = (
        Message("proof_other", "Other test"), Message("proof_shared", "Users in both"), SHARE,
        Message("proof_same_effect", "p of one effect for all"),
    )  # fmt: skip
    return Proof(columns=columns, rows=rows)


def likelihood(p_value: float) -> Parameter:
    """Return a p-value."""
    if p_value < 0.001:
        return Message("proof_unlikely", "below {p:.3f}", {"p": 0.001})
    return Message("proof_p", "{p:.3f}", {"p": p_value})
