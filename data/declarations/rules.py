"""Checks of the smaller declarations: keys, names, time zones, currencies, metrics, policies and settings.

Each raises `Refused` with one sentence for the first thing that cannot be.
"""

import re
from dataclasses import fields
from math import isfinite
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data.declarations.metrics import Fold, Kind, Metric, Unit
from data.declarations.policies import Policy
from data.declarations.settings import Settings
from data.messages import Message, Refused

KEY = re.compile(r"[a-z0-9_-]{1,64}")
CURRENCY = re.compile(r"[A-Z]{3}")
NAME_LENGTH = 200  # characters of a name
LARGEST = 10**10  # of any amount, as in events

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
