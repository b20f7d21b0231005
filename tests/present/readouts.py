"""Readouts with a chosen verdict and round figures, built by hand: what a sentence needs, and no more."""

from datetime import date

from analytics.decisions.results import (
    ArmVerdict,
    Check,
    Finding,
    Light,
    MetricComparison,
    Readout,
    Verdict,
    VerdictKind,
    VerdictReason,
)
from analytics.statistics.results import Comparison, Interval, Reason, Untestable
from data.declarations.experiments import Allocation, Experiment, Inference, Role
from data.declarations.metrics import CATALOGUE, Direction, Fold, Metric
from data.declarations.policies import Policy
from data.messages import Message

METRICS = {metric.key: metric for metric in CATALOGUE}
REFUNDS = Metric(key="refunds", name="refunds", event="refund", fold=Fold.ANY, direction=Direction.DOWN)


def row(
    low: float | None,
    high: float | None,
    *,
    treatment: str = "B",
    metric: Metric = METRICS["purchase_rate"],
    role: Role = Role.PRIMARY,
    control: float = 0.08,
    margin: float | None = None,
) -> MetricComparison:
    """Give one row whose relative interval is given; None: it has none, only a difference of 0.2 to 0.5 points."""
    lift: float | Untestable = Untestable(reason=Reason.UNBOUNDED)
    relative: Interval | Untestable = Untestable(reason=Reason.UNBOUNDED)
    middle, ends = 0.0035, (0.002, 0.005)
    if low is not None and high is not None:
        lift, relative = (low + high) / 2, Interval(low=low, high=high, level=0.95)
        middle, ends = control * lift, (control * low, control * high)
    return MetricComparison(
        metric=metric,
        role=role,
        margin=margin,
        segment=None,
        control="A",
        treatment=treatment,
        control_users=20_000,
        treatment_users=20_000,
        control_total=None,
        treatment_total=None,
        result=Comparison(
            control_users=20_000,
            treatment_users=20_000,
            control_value=control,
            treatment_value=control + middle,
            difference=middle,
            difference_interval=Interval(low=ends[0], high=ends[1], level=0.95),
            relative_lift=lift,
            relative_interval=relative,
            statistic=3.0,
            standard_error=0.001,
            p_value=0.003,
            nominal_p_value=0.003,
            nominal_level=0.03,
            exact_p_value=None,
            adjusted_p_value=0.003,
            crossed_on=None,
            low_events=False,
            skewness=0.0,
        ),
        chance_to_beat_control=None,
        suspicious=False,
    )


def guardrail(low: float, high: float, *, treatment: str = "B") -> MetricComparison:
    """Give a row of refunds, which may rise by a tenth at most."""
    return row(low, high, treatment=treatment, metric=REFUNDS, role=Role.GUARDRAIL, margin=0.1)


def arm(
    kind: VerdictKind,
    *reasons: VerdictReason,
    treatment: str = "B",
    harmed: tuple[str, ...] = (),
    best_guess: float | None = None,
    days_left: int | None = None,
    detectable_lift: float | None = None,
) -> ArmVerdict:
    """Give one arm's verdict."""
    return ArmVerdict(
        treatment=treatment,
        kind=kind,
        reasons=reasons,
        harmed=harmed,
        best_guess=best_guess,
        days_left=days_left,
        detectable_lift=detectable_lift,
    )


def finding(check: Check, light: Light) -> Finding:
    """Give a check's outcome."""
    return Finding(
        check=check,
        light=light,
        p_value=None,
        detail=Message("split_broken", "The split is off."),
        action=Message("split_action", "Find out why."),
    )


def readout(
    *arms: ArmVerdict,
    rows: tuple[MetricComparison, ...] = (),
    health: tuple[Finding, ...] = (finding(Check.SAMPLE_RATIO, Light.OK),),
    day: int | None = 14,
    planned_end: date | None = date(2026, 11, 18),
) -> Readout:
    """Give a readout whose verdict is the first arm's."""
    variants = ("A", *(each.treatment for each in arms))
    return Readout(
        experiment=Experiment(
            key="hero",
            name="Hero",
            variants=variants,
            allocation=(Allocation(starts_on=None, weights=(1.0,) * len(variants)),),
            planned_end=planned_end,
            currency="EUR",
        ),
        policy=Policy(),
        as_of=date(2026, 11, 4),
        first_day=date(2026, 10, 22),
        last_day=date(2026, 11, 4),
        day_number=day,
        planned_days=28,
        users=dict.fromkeys(variants, 20000),
        fingerprint="0" * 16,
        inference=Inference.SEQUENTIAL,
        inference_reason=None,
        verdict=Verdict(kind=arms[0].kind, treatment=arms[0].treatment, reasons=arms[0].reasons, arms=arms),
        health=health,
        comparisons=rows,
        trends=(),
        minimal_interesting_lift=0.01,
        veiled_on_screen=False,
    )
