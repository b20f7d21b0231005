"""Checks of the smaller declarations: keys, names, zones, currencies, metrics, policies, assumptions and settings.

Each raises `Refused` with one sentence for the first thing that cannot be.
"""

import re
from collections.abc import Container
from dataclasses import fields
from math import isfinite
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data.declarations.assumptions import Assumptions
from data.declarations.metrics import Fold, Kind, Metric, Unit
from data.declarations.policies import Policy
from data.declarations.settings import Settings
from data.messages import Message, Refused

KEY = re.compile(r"[a-z0-9_-]{1,64}")
CURRENCY = re.compile(r"[A-Z]{3}")
NAME_LENGTH = 200  # characters of a name
LARGEST = 10**10  # of any amount, as in events
MONTHS = 120  # the longest horizon of a report
ENTRIES = 1000  # costs, rollouts or numbers of users in one declaration

_SHARES = (
    "level", "false_ship", "false_stop", "guardrail_error", "split_error", "two_variants_warn", "two_variants_block",
    "dominance_warn", "false_discovery",
)  # fmt: skip


def check_key(key: str) -> None:
    """Refuse a key that is not a slug."""
    if not KEY.fullmatch(key):
        raise Refused(
            Message(
                "key_form",
                "“{key}” cannot be a key: use 1 to 64 of the letters a–z, digits, “-” and “_”.",
                {"key": key[:80]},
            )
        )


def check_name(name: str) -> None:
    """Refuse a blank or overlong name."""
    if not name.strip() or len(name) > NAME_LENGTH:
        raise Refused(Message("name_form", "A name has 1 to 200 characters: change it."))


def check_zone(name: str) -> None:
    """Refuse a time zone that does not exist."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused(
            Message(
                "time_zone_unknown",
                "There is no time zone “{zone}”: write one like Europe/Berlin, Asia/Ho_Chi_Minh or UTC.",
                {"zone": name[:80]},
            )
        ) from None


def check_currency(code: str | None) -> None:
    """Refuse a currency that is not written as a three-letter code."""
    if code is not None and not CURRENCY.fullmatch(code):
        raise Refused(
            Message(
                "currency_form",
                "“{currency}” is not a currency code: write one like EUR or VND.",
                {"currency": code[:80]},
            )
        )


def check_lift(lift: float) -> None:
    """Refuse a relative lift (fraction) that no test could be about."""
    if not (isfinite(lift) and 0 < lift <= 10):
        raise Refused(
            Message("lift_range", "The smallest interesting lift is above 0 and at most 10 (1000 %): change it.")
        )


def check_settings(settings: Settings) -> None:
    """Refuse settings that cannot be."""
    check_name(settings.name)
    check_zone(settings.time_zone)
    check_currency(settings.currency)
    if not re.fullmatch(r"[a-z]{2}", settings.language):
        raise Refused(
            Message(
                "language_form", "“{language}” is not a language: write en or vi.", {"language": settings.language[:80]}
            )
        )


def check_metric(metric: Metric) -> None:
    """Refuse a metric that cannot be computed or read."""
    check_key(metric.key)
    check_name(metric.name)
    for event in (metric.event, metric.denominator_event):
        if event is not None and (not event.strip() or len(event) > NAME_LENGTH):
            raise Refused(Message("metric_event", "A metric counts an event: name one, of at most 200 characters."))
    if (metric.denominator_event is None) != (metric.denominator_fold is None):
        raise Refused(
            Message(
                "metric_denominator", "A ratio needs both what is divided by and how it is counted: give both or none."
            )
        )
    if metric.window_days is not None and not 1 <= metric.window_days <= 3650:
        raise Refused(Message("metric_window", "A metric's window is 1 to 3650 days: change it or leave it open."))
    if metric.matured_only and metric.window_days is None:
        raise Refused(
            Message("metric_matured", "Only a metric with a window can wait for matured users: give it a window.")
        )
    if metric.cap is not None and (metric.fold is Fold.ANY or not 0 < metric.cap <= LARGEST):
        raise Refused(
            Message(
                "metric_cap", "A cap is an amount above 0 and belongs to a count or a sum: change it or leave it out."
            )
        )
    if (metric.kind is Kind.RATE) != (metric.unit is Unit.SHARE) and metric.kind is not Kind.RATIO:
        raise Refused(
            Message(
                "metric_unit", "A rate is a share of users, counts and sums are numbers or amounts: change the unit."
            )
        )
    check_lift(metric.minimal_interesting_lift)


def check_policy(policy: Policy) -> None:
    """Refuse a policy whose shares are not within 0 and 1, whose counts are negative, or that could never be met."""
    for field in fields(policy):
        number = getattr(policy, field.name)
        if not isfinite(number) or number < 0 or (field.name in _SHARES and not 0 < number < 1):
            raise Refused(
                Message(
                    "policy_range",
                    "“{field}” of the policy cannot be {value}: shares lie between 0 and 1, counts are not negative.",
                    {"field": field.name, "value": number},
                )
            )
    if policy.two_variants_warn > policy.two_variants_block:
        raise Refused(
            Message("policy_order", "Users seen in two variants must warn before they block: swap the shares.")
        )
    if policy.level < 0.5 or policy.allocation_imbalance < 1 or policy.split_evidence <= 1:
        raise Refused(
            Message(
                "policy_sense",
                "Intervals of less than 50 %, imbalances below 1 or evidence of at most 1 say nothing: raise them.",
            )
        )


def check_assumptions(assumed: Assumptions) -> None:
    """Refuse assumptions that no money can be counted by."""
    check_currency(assumed.currency)
    check_key(assumed.metric)
    if not (isfinite(assumed.margin) and 0 < assumed.margin <= 1):
        raise Refused(Message("margin_range", "The margin is a share above 0 % and at most 100 %: change it."))
    if not 1 <= assumed.horizon_months <= MONTHS:
        raise Refused(Message("horizon_range", "Effects are counted over 1 to 120 months: change the horizon."))
    half = assumed.half_life_months
    if half is not None and not (isfinite(half) and 0.1 <= half <= 10 * MONTHS):
        raise Refused(
            Message(
                "half_life_range", "Half of an effect is left after 0.1 to 1,200 months: change it or leave it open."
            )
        )
    if assumed.conversion_value is not None and not _is_amount(assumed.conversion_value):
        raise Refused(_no_amount())
    _check_entries(assumed)


def check_named(assumed: Assumptions, *, metrics: Container[str], experiments: Container[str]) -> None:
    """Refuse assumptions about a metric or a test that nobody declared."""
    if assumed.metric not in metrics:
        raise Refused(
            Message(
                "metric_unknown",
                "There is no metric “{metric}”: declare it first, or choose another.",
                {"metric": assumed.metric},
            )
        )
    named = [one.experiment for one in assumed.eligible] + [one.experiment for one in assumed.rollouts]
    named += [cost.experiment for cost in assumed.costs if cost.experiment]
    unknown = next((key for key in named if key not in experiments), None)
    if unknown is not None:
        raise Refused(
            Message("test_unknown", "There is no experiment “{key}”: choose one of the list.", {"key": unknown[:80]})
        )


def _check_entries(assumed: Assumptions) -> None:
    stated = [one.experiment for one in assumed.eligible], [one.experiment for one in assumed.rollouts]
    for named in stated:
        if len(set(named)) < len(named):
            raise Refused(Message("assumption_twice", "Something is stated twice for one test: keep one of the two."))
    if max(map(len, (assumed.eligible, assumed.rollouts, assumed.costs))) > ENTRIES:
        raise Refused(Message("assumption_many", "At most 1,000 rows are kept of each kind: sum some up."))
    for cost in assumed.costs:
        check_name(cost.label)
        if not _is_amount(cost.amount):
            raise Refused(_no_amount())
    if not all(0 <= one.users <= LARGEST for one in assumed.eligible):
        raise Refused(Message("eligible_range", "Users a month are a count, not negative: change the number."))


def _is_amount(number: float) -> bool:
    return isfinite(number) and 0 <= number <= LARGEST


def _no_amount() -> Message:
    return Message("amount_range", "An amount is not negative and at most 10 billion: change it.")
