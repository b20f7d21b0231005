"""Scales, single days, funnels and values in words and figures: units are never mixed, small groups never shown."""

import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from analytics.decisions.days import Course, DayPoint, View
from analytics.decisions.drills import Drill
from analytics.decisions.funnels import ArmStep, Funnel
from analytics.present import courses, drills, evidence, funnels, numbers
from analytics.present.figures import Chart
from analytics.present.palette import Ink
from analytics.present.scales import Scale, lift_span
from analytics.statistics.results import Comparison, Interval, Reason, Untestable
from data.declarations.experiments import Role
from data.declarations.metrics import Metric
from data.events.distributions import Distribution
from tests.present.examples import METRICS, START, WINNER, comparison, interval, row, with_rows


def layout(chart: Chart) -> dict[str, dict[str, object]]:
    """Return what Plotly draws around the marks."""
    drawn: dict[str, dict[str, object]] = json.loads(chart.figure.to_json())["layout"]
    return drawn


def words(chart: Chart) -> list[str]:
    """Return all words in a figure."""
    return [note["text"] for note in json.loads(chart.figure.to_json())["layout"]["annotations"]]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(-0.212, -0.003, "−21.2% to −0.3%"), (-0.004, 0.412, "−0.4% to +41.2%"), (0.068, 0.231, "+7% to +23%"),
     (0.0, 0.3, "0% to +30%"), (-0.031, 0.0004, "−3.10% to +0.04%")],
)  # fmt: skip
def test_no_end_of_a_range_reads_as_zero_that_is_none(low: float, high: float, expected: str) -> None:
    assert lift_span(Interval(low=low, high=high, level=0.95), "en") == expected


def test_lifts_share_one_axis_and_differences_one_for_each_unit() -> None:
    relative, absolute = (evidence.forest(WINNER, "en", scale) for scale in (Scale.RELATIVE, Scale.ABSOLUTE))
    assert [name for name in layout(relative) if name.startswith("xaxis")] == ["xaxis"]
    assert [name for name in layout(absolute) if name.startswith("xaxis")] == ["xaxis", "xaxis2", "xaxis3"]
    shapes = json.loads(absolute.figure.to_json())["layout"]["shapes"]
    assert {shape.get("xref") for shape in shapes} >= {"x", "x2"}
    assert {"Decides · percentage points", "Must not get worse · percentage points", "Explains · EUR"} <= set(
        words(absolute)
    )


def test_differences_are_the_comparisons_own_in_its_unit() -> None:
    found = words(evidence.forest(WINNER, "en", Scale.ABSOLUTE))
    assert {"<b>+0.33</b>", "+0.17 to +0.49"} <= set(found)  # 8.01% by 4.1% ± 2%
    assert {"<b>+€0.14</b>", "−€0.06 to +€0.34"} <= set(found)  # €4.81 by 2.9% ± 4.2%
    thousand = words(evidence.forest(WINNER, "en", Scale.PER_1000))
    assert {"<b>+3.3</b>", "+1.7 to +4.9", "<b>+€139</b>", "−€63 to +€342"} <= set(thousand)


def test_title_and_table_follow_the_scale() -> None:
    absolute, thousand = (evidence.forest(WINNER, "en", scale) for scale in (Scale.ABSOLUTE, Scale.PER_1000))
    assert absolute.title == "Purchase rate: +0.33 points (+0.17 to +0.49)"
    assert thousand.title == "+3.3 purchases per 1,000 customers (+1.7 to +4.9)"
    assert absolute.table().rows[0][6:8] == ("+0.33 points", "+0.17 to +0.49")
    assert thousand.table().columns[6:8] == ("Per 1,000 customers", "Range per 1,000 customers")
    assert thousand.table().rows[0][6:8] == ("+3.3", "+1.7 to +4.9")


def test_a_ratio_is_never_told_per_customer() -> None:
    order = row(METRICS["average_order_value"], Role.PRIMARY, comparison(40.0, 0.05, 0.02))
    chart = evidence.forest(with_rows(order), "en", Scale.PER_1000)
    assert "not a figure per customer" in words(chart)
    assert not chart.figure.data
    assert (
        chart.title == "Better on 0 of 1 metrics, worse on none" or "Nothing" in chart.title or "Better" in chart.title
    )


def test_a_difference_without_a_lift_still_has_its_ink() -> None:
    plain = replace(
        comparison(0.0, 0.0, 1.0, adjusted_p=0.001),
        difference=0.02,
        difference_interval=interval(0.01, 0.03),
        relative_lift=Untestable(reason=Reason.NO_BASELINE),
        relative_interval=Untestable(reason=Reason.NO_BASELINE),
    )
    shown = row(METRICS["purchase_rate"], Role.PRIMARY, plain)
    assert evidence.ink(shown, 0.95) is Ink.UNDECIDED
    assert evidence.ink(shown, 0.95, Scale.ABSOLUTE) is Ink.BETTER


@pytest.mark.parametrize(
    ("values", "expected"),
    [((1.2, 5.6), 1), ((0.1, 0.56), 2), ((-3.0, 40.0), 0), ((0.0004, 1.0), 4), ((0.0, 0.0), 0), ((0.02, 0.02), 3)],
)
def test_ranges_are_rounded_to_two_figures_of_their_width_and_never_to_nothing(
    values: tuple[float, float], expected: int
) -> None:
    assert numbers.decimals(*values) == expected


def course(view: View, *results: Comparison | Untestable, steady_p: float | None = 0.5) -> Course:
    """Give one course over so many days."""
    points = tuple(
        DayPoint(
            number=number,
            day=START + timedelta(days=number - 1) if view is View.BY_DAY else None,
            result=result,
        )
        for number, result in enumerate(results, start=1)
    )
    return Course(
        metric=METRICS["purchase_rate"], treatment="personalised", view=view, points=points, steady_p=steady_p
    )


UP, DOWN, NOTHING = comparison(0.05, 0.1, 0.2), comparison(0.05, -0.1, 0.2), Untestable(reason=Reason.NO_VARIATION)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (course(View.BY_DAY, UP, DOWN, UP), "Above the control on 2 of 3 days"),
        (course(View.SINCE_EXPOSURE, UP, DOWN), "No sign that the effect wears off or grows since exposure"),
        (
            course(View.SINCE_EXPOSURE, UP, DOWN, steady_p=0.01),
            "The effect is not the same on every day since exposure",
        ),
        (course(View.SINCE_EXPOSURE, UP, NOTHING), "Users did it on their first day only: later days tell nothing"),
        (course(View.BY_DAY, UP), "Too few users or days to tell single days apart"),
        (course(View.BY_DAY), "Too few users or days to tell single days apart"),
    ],
)
def test_single_days_have_a_finding_as_title_and_say_that_they_do_not_decide(shown: Course, expected: str) -> None:
    chart = courses.course(WINNER, shown, "en")
    assert chart.title == expected
    assert "not for deciding" in chart.caption
    assert len(chart.table().rows) == len(shown.points)
    assert "Infinity" not in chart.figure.to_json()


def test_every_single_day_carries_its_range_and_no_colour_of_a_verdict() -> None:
    chart = courses.course(WINNER, course(View.BY_DAY, UP, NOTHING, DOWN), "en")
    assert chart.table().rows[0][-1] == "+0.5 points (−0.5 to +1.5)"
    assert chart.table().rows[1][-1] == "Every user did the same."
    inks = {shape.fillcolor for shape in chart.figure.layout.shapes if shape.type == "rect"}
    assert inks == {Ink.UNDECIDED}
    assert {trace.marker.color for trace in chart.figure.data} == {Ink.UNDECIDED}


def step(event: str, low: float, high: float, *, window: int | None = None) -> ArmStep:
    """Give one step whose share differs by these ends."""
    result = replace(UP, difference=(low + high) / 2, difference_interval=Interval(low=low, high=high, level=0.95))
    return ArmStep(
        event=event,
        window_days=window,
        treatment="personalised",
        control_users=100,
        treatment_users=120,
        control_exposed=1000,
        treatment_exposed=1000,
        result=result,
    )


def test_a_funnel_names_the_first_step_that_differs() -> None:
    shown = Funnel(steps=(step("click", -0.01, 0.02), step("quiz", 0.01, 0.03, window=7)))
    title = funnels.title(shown, "personalised", "en")
    assert title == "The first step that differs: quiz within 7 days, +2.0 points (+1.0 to +3.0)"
    table = funnels.table(WINNER, shown, "personalised", "en")
    assert table.columns == ("Step", "same for all", "personalised", "Difference")
    assert table.rows[0] == ("Exposed", "1,000", "1,000", "")
    assert table.rows[1] == ("Click", "100 (10.0%)", "120 (12.0%)", "+0.5 points (−1.0 to +2.0)")
    assert funnels.title(Funnel(steps=shown.steps[:1]), "personalised", "en") == "No step differs beyond chance"


def drill(metric: Metric, *, capped: bool = False) -> Drill:
    """Give a metric whose difference is clear with its cap, and not without."""
    clear = row(metric, Role.PRIMARY, comparison(5.0, 0.1, 0.05))
    return Drill(
        metric=metric,
        rows=(clear,),
        uncapped=(row(metric, Role.PRIMARY, comparison(5.0, 0.1, 0.2)),) if capped else (),
        distribution=None,
        query="",
    )


def test_groups_of_few_users_are_neither_drawn_nor_counted() -> None:
    bins = np.zeros((13, 2), dtype=np.int64)
    bins[0], bins[1] = (60, 40), (9, 12)
    found = Distribution(width=10.0, below=np.array([0, 0]), nothing=np.array([400, 500]), bins=bins)
    chart = drills.spread(WINNER, drill(METRICS["revenue_per_user"]), found, "en")
    assert chart.title == "11.9% of the users hold any, half of these up to €10"
    assert chart.table().rows[-1] == ("above €10, up to €20", "fewer than 10", "12")
    control = json.loads(chart.figure.to_json())["data"][0]["y"]
    assert control == pytest.approx([60 / 469, 0.0])


def test_a_cap_on_which_the_finding_rests_is_named() -> None:
    capped = drill(replace(METRICS["revenue_per_user"], cap=500.0), capped=True)
    assert drills.cap_title(WINNER, capped, "en") == "The finding rests on the cap of €500.00"
    assert drills.cap_table(WINNER, capped, "en").rows == (
        ("personalised", "+€0.50 (+€0.25 to +€0.75)", "+€0.50 (−€0.50 to +€1.50)"),
    )
    plain = drill(METRICS["revenue_per_user"])
    assert drills.cap_title(WINNER, plain, "en") == "No cap is declared: every value counts in full."
