"""Readouts as a conductor would return them, built by hand: figures are invented, their relations are right."""

from dataclasses import replace
from datetime import date, timedelta

from analytics.decisions.results import (
    ArmVerdict,
    Check,
    Finding,
    Light,
    MetricComparison,
    Readout,
    Trend,
    TrendPoint,
    Verdict,
    VerdictKind,
    VerdictReason,
)
from analytics.statistics.results import Comparison, Interval, Reason, Untestable
from data.declarations.experiments import Allocation, Experiment, Inference, MetricUse, Role, Status
from data.declarations.metrics import CATALOGUE, Metric
from data.declarations.policies import Policy
from data.messages import Message

START = date(2026, 10, 22)
METRICS = {metric.key: metric for metric in CATALOGUE}


def interval(low: float, high: float) -> Interval:
    return Interval(low=low, high=high, level=0.95)


def comparison(
    control: float, lift: float, half_width: float, *, users: int = 21_306, adjusted_p: float = 0.5
) -> Comparison:
    """Give a comparison whose relative interval is `lift` ± `half_width`, all fractions."""
    return Comparison(
        control_users=users,
        treatment_users=users + 40,
        control_value=control,
        treatment_value=control * (1 + lift),
        difference=control * lift,
        difference_interval=interval(control * (lift - half_width), control * (lift + half_width)),
        relative_lift=lift,
        relative_interval=interval(lift - half_width, lift + half_width),
        statistic=lift / half_width * 1.96,
        standard_error=control * half_width / 1.96,
        p_value=adjusted_p,
        nominal_p_value=adjusted_p,
        nominal_level=0.05,
        exact_p_value=None,
        adjusted_p_value=adjusted_p,
        crossed_on=None,
        low_events=False,
        skewness=0.0,
    )


def row(
    metric: Metric,
    role: Role,
    result: Comparison | Untestable,
    *,
    margin: float | None = None,
    suspicious: bool = False,
) -> MetricComparison:
    return MetricComparison(
        metric=metric,
        role=role,
        margin=margin,
        segment=None,
        control="same for all",
        treatment="personalised",
        control_users=21_306,
        treatment_users=21_346,
        control_total=1_707.0 if metric.key == "purchase_rate" else None,
        treatment_total=1_779.0 if metric.key == "purchase_rate" else None,
        result=result,
        chance_to_beat_control=None,
        suspicious=suspicious,
    )


def trend(*, days: int = 28, lift: float = 0.041, late: int = 0) -> Trend:
    points = []
    for number in range(1, days + 1):
        reach = 0.115 / number**0.5
        value = lift + 0.05 * (-0.6) ** number
        points.append(
            TrendPoint(
                day=START + timedelta(days=number - 1),
                relative_lift=value,
                interval=interval(value - reach, value + reach),
                boundary=2.1,
                statistic=value / reach * 2.1,
                after_end=number > days - late,
            )
        )
    return Trend(metric="purchase_rate", treatment="personalised", points=tuple(points))


EXPERIMENT = Experiment(
    key="personalised-hero-banner",
    name="Personalised hero banner",
    status=Status.RUNNING,
    variants=("same for all", "personalised"),
    allocation=(Allocation(starts_on=None, weights=(1.0, 1.0)),),
    metrics=(MetricUse(metric="purchase_rate", role=Role.PRIMARY),),
    currency="EUR",
    starts_on=START,
    planned_end=START + timedelta(days=27),
    minimal_interesting_lift=0.01,
    channel="web",
)
COMPARISONS = (
    row(METRICS["unsubscribe_rate"], Role.GUARDRAIL, comparison(0.0061, 0.011, 0.041), margin=0.1),
    row(METRICS["purchase_rate"], Role.PRIMARY, comparison(0.0801, 0.041, 0.02, adjusted_p=0.00002)),
    row(METRICS["click_through_rate"], Role.SECONDARY, comparison(0.301, 0.018, 0.012, adjusted_p=0.01)),
    row(METRICS["revenue_per_user"], Role.SECONDARY, comparison(4.81, 0.029, 0.042)),
    row(METRICS["form_fill_rate"], Role.SECONDARY, comparison(0.041, 0.73, 0.3, adjusted_p=0.001), suspicious=True),
    row(METRICS["satisfaction"], Role.SECONDARY, Untestable(reason=Reason.NO_DENOMINATOR)),
)
HEALTH = (
    Finding(check=Check.SAMPLE_RATIO, light=Light.OK, p_value=0.62, detail=Message("x", "Split 50 : 50."), action=None),
    Finding(
        check=Check.DOMINANCE,
        light=Light.WARN,
        p_value=None,
        detail=Message("y", "One user holds {share:.0%} of revenue.", {"share": 0.09}),
        action=Message("z", "Cap revenue."),
    ),
)
WINNER = Readout(
    experiment=EXPERIMENT,
    policy=Policy(),
    as_of=START + timedelta(days=27),
    first_day=START,
    last_day=START + timedelta(days=27),
    day_number=28,
    planned_days=28,
    users={"same for all": 21_306, "personalised": 21_346},
    fingerprint="f",
    inference=Inference.SEQUENTIAL,
    inference_reason=None,
    verdict=Verdict(
        kind=VerdictKind.SHIP,
        treatment="personalised",
        reasons=(VerdictReason.PRIMARY_BETTER, VerdictReason.GUARDRAILS_HOLD),
        arms=(
            ArmVerdict(
                treatment="personalised",
                kind=VerdictKind.SHIP,
                reasons=(VerdictReason.PRIMARY_BETTER,),
                best_guess=0.041,
                raw_lift=0.041,
                interval=interval(0.021, 0.061),
            ),
        ),
    ),
    health=HEALTH,
    comparisons=COMPARISONS,
    trends=(trend(),),
    minimal_interesting_lift=0.01,
    veiled_on_screen=False,
)


def with_rows(*rows: MetricComparison) -> Readout:
    return replace(WINNER, comparisons=rows)
