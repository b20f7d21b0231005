"""Health of the data: has it stopped, does one user carry it, is it too skewed for the usual test."""

from collections.abc import Mapping
from datetime import date

from analytics.decisions import proofs
from analytics.decisions.results import Check, Finding, Light
from data.declarations.policies import Policy
from data.messages import Message


def freshness(*, last_day: date | None, today: date, running: bool, policy: Policy) -> Finding | None:
    """Judge whether a running test still gets data.

    Parameters
    ----------
    last_day : date or None
        Day of the latest event; None for undated data.
    today : date
        The day on which the readout is read, in the experiment's time zone. It is not complete and never missing.
    running : bool
        Whether data should still come in on `today`.
    policy : Policy
        How many complete days without data warn.

    Returns
    -------
    Finding or None
        None for undated data.
    """
    if last_day is None:
        return None
    missing = max((today - last_day).days - 1, 0)
    stale = running and missing >= policy.stale_days
    if stale:
        detail = Message(
            "stale",
            "Data stopped: the last event is from {day}, {missing} complete days ago.",
            {"day": last_day, "missing": missing},
        )
    else:
        detail = Message("fresh", "The last event is from {day}.", {"day": last_day})
    action = Message("stale_action", "Import the latest files, or tell when the test ended.")
    return Finding(
        check=Check.STALE,
        light=Light.WARN if stale else Light.OK,
        p_value=None,
        detail=detail,
        action=action if stale else None,
    )


def dominance(
    shares: Mapping[tuple[str, str], float], *, names: Mapping[str, Message], policy: Policy
) -> Finding | None:
    """Judge whether one user holds much of a variant's total.

    Parameters
    ----------
    shares : mapping
        (metric key, variant) → share of the variant's total that its largest user holds, 0 to 1.
    names : mapping
        Metric key → what people read; only these metrics are judged.
    policy : Policy
        The share that warns.

    Returns
    -------
    Finding or None
        None without any such metric.
    """
    judged = {place: share for place, share in shares.items() if place[0] in names}
    if not judged:
        return None
    (metric, variant), share = max(judged.items(), key=lambda item: item[1])
    warns = share >= policy.dominance_warn
    return Finding(
        check=Check.DOMINANCE,
        light=Light.WARN if warns else Light.OK,
        p_value=None,
        detail=Message(
            "dominance",
            "The largest user holds {share:.1%} of {metric} in “{variant}”.",
            {"share": share, "metric": names[metric], "variant": variant},
        ),
        action=Message("dominance_action", "Declare a cap for this metric, or look at this user's events.")
        if warns
        else None,
        proof=proofs.of_metrics(
            {place: proofs.percent(judged[place]) for place in sorted(judged, key=lambda place: -judged[place])},
            names=names,
            figure=Message("proof_largest", "Share of its largest user"),
        ),
    )


def skewness(
    values: Mapping[tuple[str, str], float], *, names: Mapping[str, Message], policy: Policy
) -> Finding | None:
    """Judge how skewed the test statistics of means are.

    Parameters
    ----------
    values : mapping
        (metric key, treatment) → skewness of its test statistic (kappa, no unit).
    names : mapping
        Metric key → what people read; only these metrics are judged.
    policy : Policy
        The size that warns.

    Returns
    -------
    Finding or None
        None without any such metric.
    """
    judged = {place: value for place, value in values.items() if place[0] in names}
    if not judged:
        return None
    (metric, treatment), value = max(judged.items(), key=lambda item: abs(item[1]))
    warns = abs(value) > policy.skew_limit
    return Finding(
        check=Check.SKEWNESS,
        light=Light.WARN if warns else Light.OK,
        p_value=None,
        detail=Message(
            "skewness",
            "A few large values weigh on {metric} in {treatment} (skewness of the test {value:.2f}).",
            {"metric": names[metric], "treatment": treatment, "value": value},
        )
        if warns
        else Message("skewness_fine", "No amount is too uneven for its test."),
        action=Message("skewness_action", "Declare a cap for this metric, or wait for more users.") if warns else None,
        proof=proofs.of_metrics(
            {
                place: Message("proof_skewness", "{value:.2f}", {"value": judged[place]})
                for place in sorted(judged, key=lambda place: -abs(judged[place]))
            },
            names=names,
            figure=Message("proof_skewness_column", "Skewness of its test"),
        ),
    )
