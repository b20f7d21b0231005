"""A readout as the JSON that scripts, schedulers and downloads read. Fractions and currency units; no infinity, no NaN.

What cannot be told is null and a `reason` stands beside it. `schema` rises when a key changes its meaning.
"""

import math
from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from analytics.decisions.results import ArmVerdict, Finding, MetricComparison, Readout, TrendPoint
from analytics.decisions.segmentation import Segmentation, SegmentEffect
from analytics.present import wording
from analytics.statistics.results import Comparison, Interval, Untestable

SCHEMA = 1
Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def as_document(readout: Readout, *, language: str = "en") -> dict[str, Json]:
    """Return the readout as JSON values.

    Parameters
    ----------
    readout : Readout
        What was read.
    language : str
        Of the sentences in it; keys and codes are the same in every language.
    """
    verdict = readout.verdict
    return {
        "schema": SCHEMA,
        "experiment": readout.experiment.key,
        "name": readout.experiment.name,
        "as_of": _day(readout.as_of),
        "fingerprint": readout.fingerprint,
        "inference": readout.inference.value,
        "inference_reason": wording.speak(readout.inference_reason, language) if readout.inference_reason else None,
        "verdict": {
            "kind": verdict.kind.value,
            "treatment": verdict.treatment,
            "sentence": wording.verdict_sentence(readout, language),
            "reasons": [reason.value for reason in verdict.reasons],
            "arms": [_arm(arm) for arm in verdict.arms],
        },
        "veiled_on_screen": readout.veiled_on_screen,
        "first_day": _day(readout.first_day),
        "last_day": _day(readout.last_day),
        "day": readout.day_number,
        "planned_days": readout.planned_days,
        "users": _mapping(readout.users),
        "minimal_interesting_lift": readout.minimal_interesting_lift,
        "health": [finding_row(finding, language) for finding in readout.health],
        "comparisons": [comparison_row(row) for row in readout.comparisons],
        "trends": [
            {
                "metric": trend.metric,
                "treatment": trend.treatment,
                "points": [point_row(point) for point in trend.points],
            }
            for trend in readout.trends
        ],
        "misdelivery": [
            {
                "segment": {"attribute": each.segment.attribute, "value": each.segment.value} if each.segment else None,
                "variant": each.variant,
                "users": each.users,
                "mistaken": each.mistaken,
                "interval": _interval(each.interval),
            }
            for each in readout.misdelivery
        ],
        "segmentation": _segmentation(readout.segmentation) if readout.segmentation is not None else None,
    }


def _mapping(counts: Mapping[str, int]) -> dict[str, Json]:
    return dict(counts)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value is not None else None


def _number(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _interval(interval: Interval | Untestable | None) -> list[Json] | None:
    """Return [low, high]; an end that does not exist is null, a range that does not exist is null as a whole."""
    if not isinstance(interval, Interval):
        return None
    return [_number(interval.low), _number(interval.high)]


def _arm(arm: ArmVerdict) -> dict[str, Json]:
    return {
        "treatment": arm.treatment,
        "kind": arm.kind.value,
        "reasons": [reason.value for reason in arm.reasons],
        "harmed": list(arm.harmed),
        "crossed_on": _day(arm.crossed_on),
        "best_guess": _number(arm.best_guess),
        "raw_lift": _number(arm.raw_lift),
        "relative_interval": _interval(arm.interval),
        "days_left": arm.days_left,
        "detectable_lift": _number(arm.detectable_lift),
    }


def finding_row(finding: Finding, language: str) -> dict[str, Json]:
    """Return a health check's outcome, its sentences in `language`."""
    return {
        "check": finding.check.value,
        "status": finding.light.value,
        "p_value": _number(finding.p_value),
        "detail": wording.speak(finding.detail, language),
        "action": wording.speak(finding.action, language) if finding.action is not None else None,
    }


def comparison_row(row: MetricComparison) -> dict[str, Json]:
    """Return the figures of one metric, treatment and segment."""
    found: dict[str, Json] = {
        "metric": row.metric.key,
        "role": row.role.value,
        "margin": row.margin,
        "segment": {"attribute": row.segment.attribute, "value": row.segment.value} if row.segment else None,
        "control": row.control,
        "treatment": row.treatment,
        "control_users": row.control_users,
        "treatment_users": row.treatment_users,
        "control_total": _number(row.control_total),
        "treatment_total": _number(row.treatment_total),
    }
    found |= _figures(row.result) if isinstance(row.result, Comparison) else _no_figures(row.result)
    return found | {"chance_to_beat_control": row.chance_to_beat_control, "suspicious": row.suspicious}


def _figures(result: Comparison) -> dict[str, Json]:
    lift, interval = result.relative_lift, result.relative_interval
    missing = next((each.reason.value for each in (lift, interval) if isinstance(each, Untestable)), None)
    return {
        "control_value": result.control_value,
        "treatment_value": result.treatment_value,
        "difference": result.difference,
        "difference_interval": _interval(result.difference_interval),
        "relative_lift": None if isinstance(lift, Untestable) else lift,
        "relative_interval": _interval(interval),
        "statistic": _number(result.statistic),
        "p_value": _number(result.p_value),
        "nominal_p_value": _number(result.nominal_p_value),
        "exact_p_value": _number(result.exact_p_value),
        "adjusted_p_value": _number(result.adjusted_p_value),
        "reason": missing,
    }


_FIGURES = (
    "control_value", "treatment_value", "difference", "difference_interval", "relative_lift", "relative_interval",
    "statistic", "p_value", "nominal_p_value", "exact_p_value", "adjusted_p_value",
)  # fmt: skip


def _no_figures(result: Untestable) -> dict[str, Json]:
    nothing: dict[str, Json] = dict.fromkeys(_FIGURES)
    return nothing | {"reason": result.reason.value}


def _segmentation(found: Segmentation) -> dict[str, Json]:
    return {
        "attribute": found.attribute,
        "gates": [
            {
                "metric": gate.metric,
                "treatment": gate.treatment,
                "scale": gate.scale.value,
                "tested": list(gate.tested),
                "left_out": list(gate.left_out),
                "statistic": gate.statistic,
                "p_value": gate.p_value,
                "level": gate.level,
                "spread": gate.spread,
                "share": gate.share,
                "opens": gate.opens,
            }
            for gate in found.gates
        ],
        "effects": [_segment_effect(each) for each in found.effects],
        "coverage": [
            {"value": part.value, "users": _mapping(part.users) if part.users else None, "share": part.share}
            for part in found.coverage
        ],
        "uneven": list(found.uneven),
    }


def _segment_effect(each: SegmentEffect) -> dict[str, Json]:
    found: dict[str, Json] = {"metric": each.metric, "treatment": each.treatment, "value": each.value}
    if isinstance(each.effect, Untestable):
        nothing: dict[str, Json] = dict.fromkeys(("raw", "shrunk", "interval", "weight"))
        return found | nothing | {"reason": each.effect.reason.value}
    effect = each.effect
    return found | {
        "raw": effect.raw,
        "shrunk": effect.shrunk,
        "interval": _interval(effect.interval),
        "weight": effect.weight,
        "reason": None,
    }


def point_row(point: TrendPoint) -> dict[str, Json]:
    """Return one day of a trend."""
    lift = point.relative_lift
    return {
        "day": point.day.isoformat(),
        "relative_lift": None if isinstance(lift, Untestable) else lift,
        "relative_interval": _interval(point.interval),
        "statistic": _number(point.statistic),
        "boundary": _number(point.boundary),
        "after_end": point.after_end,
    }
