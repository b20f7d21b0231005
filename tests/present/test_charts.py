"""The forest and the trend: right rows on one axis, titles that say what was found, a table twin for each."""

import json
from dataclasses import replace
from math import inf

import plotly.graph_objects as go
import pytest

from analytics.present import axes, evidence
from analytics.present.figures import Chart
from analytics.present.palette import Ink
from analytics.statistics.results import Interval, Reason, Untestable
from data.declarations.experiments import Role
from tests.present.examples import METRICS, WINNER, comparison, row, trend, with_rows


def texts(chart: Chart) -> str:
    return json.dumps(json.loads(chart.figure.to_json())["layout"]["annotations"], ensure_ascii=False)


def test_deciding_metrics_stand_before_explaining_ones_and_guardrails_last() -> None:
    names = [cells[0] for cells in evidence.forest(WINNER, "en").table().rows]
    assert names[0] == "Purchase rate"
    assert names[-1] == "Unsubscribe rate"


def test_a_row_says_name_values_with_counts_lift_and_range() -> None:
    words = texts(evidence.forest(WINNER, "en"))
    for expected in (
        "Purchase rate",
        "8.01% (1,707 of 21,306) → 8.34%",
        "+4.1%",
        "+2.1% to +6.1%",
        "Must not get worse",
    ):
        assert expected in words


def test_a_suspicious_row_does_not_stretch_the_shared_axis() -> None:
    low, high = json.loads(evidence.forest(WINNER, "en").figure.to_json())["layout"]["xaxis"]["range"]
    assert (low, high) == pytest.approx((-0.03, 0.1), abs=0.01)  # unsubscribes' interval, and their limit at +10%


def test_a_guardrails_limit_lies_on_its_harmful_side() -> None:
    up = row(METRICS["purchase_rate"], Role.GUARDRAIL, comparison(0.08, 0.0, 0.01), margin=0.05)
    down = row(METRICS["unsubscribe_rate"], Role.GUARDRAIL, comparison(0.006, 0.0, 0.01), margin=0.05)
    low, high = json.loads(evidence.forest(with_rows(up), "en").figure.to_json())["layout"]["xaxis"]["range"]
    assert (low < -0.05, high < 0.05) == (True, True)
    low, high = json.loads(evidence.forest(with_rows(down), "en").figure.to_json())["layout"]["xaxis"]["range"]
    assert (low > -0.05, high > 0.05) == (True, True)


@pytest.mark.parametrize(
    ("lift", "metric", "adjusted_p", "expected"),
    [
        (0.04, "purchase_rate", 0.001, Ink.BETTER),
        (-0.04, "purchase_rate", 0.001, Ink.WORSE),
        (0.04, "unsubscribe_rate", 0.001, Ink.WORSE),
        (-0.04, "unsubscribe_rate", 0.001, Ink.BETTER),
        (0.01, "purchase_rate", 0.4, Ink.UNDECIDED),
        (0.04, "purchase_rate", 0.06, Ink.UNDECIDED),  # clear alone, not after correction
    ],
)
def test_ink_says_better_or_worse_by_the_metrics_own_direction(
    lift: float, metric: str, adjusted_p: float, expected: Ink
) -> None:
    result = comparison(0.05, lift, 0.02, adjusted_p=adjusted_p)
    assert evidence.ink(row(METRICS[metric], Role.PRIMARY, result), 0.95) is expected


@pytest.mark.parametrize(("lift", "expected"), [(0.8, Ink.UNDECIDED), (-0.8, Ink.WORSE)])
def test_what_is_too_good_to_be_believed_is_undecided_and_harm_as_large_is_harm(lift: float, expected: Ink) -> None:
    found = row(METRICS["purchase_rate"], Role.PRIMARY, comparison(0.05, lift, 0.02, adjusted_p=0.001), suspicious=True)
    assert evidence.ink(found, 0.95) is expected


def test_an_untestable_metric_says_why_and_draws_no_bar() -> None:
    chart = evidence.forest(
        with_rows(row(METRICS["purchase_rate"], Role.PRIMARY, Untestable(reason=Reason.NO_USERS))), "en"
    )
    assert "There are no users yet." in texts(chart)
    assert not chart.figure.data


def test_an_interval_without_an_end_reaches_the_edge_and_says_so() -> None:
    open_ended = replace(comparison(0.05, 0.1, 0.2), relative_interval=Interval(low=-0.1, high=inf, level=0.95))
    chart = evidence.forest(with_rows(row(METRICS["purchase_rate"], Role.PRIMARY, open_ended)), "en")
    assert "above −10.0%" in texts(chart)
    assert "Infinity" not in chart.figure.to_json()


def test_names_from_people_cannot_become_markup() -> None:
    named = replace(METRICS["purchase_rate"], name='<a href="https://example.org">x</a>')
    chart = evidence.forest(with_rows(row(named, Role.PRIMARY, comparison(0.05, 0.04, 0.02))), "en")
    assert "<a href" not in texts(chart)
    assert "&lt;a href" in texts(chart)


def test_the_forests_title_states_the_finding() -> None:
    assert evidence.forest(WINNER, "en").title == "Better on 2 of 6 metrics, worse on none"
    assert evidence.forest(with_rows(WINNER.comparisons[3]), "en").title == "Nothing has moved beyond chance yet"


@pytest.mark.parametrize(
    ("days", "lift", "expected"),
    [
        (28, 0.041, "The lift has been clear of zero since day 8"),
        (28, -0.041, "The lift has been below zero since day 9"),
        (28, 0.01, "The lift settled by day 3; its range still includes zero"),
        (2, 0.01, "The lift is still moving, and its range includes zero"),
    ],
)
def test_the_trends_title_states_the_finding(days: int, lift: float, expected: str) -> None:
    # The reach 0.115/sqrt(day) is 0.0407 on day 8, the wobble 0.05 * (-0.6)^8 is +0.0008: 0.0418 is clear of zero,
    # -0.0402 is not yet. The last reach is 0.0217; from day 3 on the wobble (0.0108) stays within half of it.
    assert evidence.trend(WINNER, trend(days=days, lift=lift), "en").title == expected


def test_days_after_the_planned_end_are_grey() -> None:
    figure = json.loads(evidence.trend(WINNER, trend(late=4), "en").figure.to_json())
    grey = [trace for trace in figure["data"] if trace["line"].get("color") == Ink.UNDECIDED.value]
    assert grey[0]["x"] == [24, 25, 26, 27, 28]


def test_the_boundary_is_the_lift_at_which_a_days_look_crosses() -> None:
    # By construction statistic = lift / reach * 2.1 and the boundary is 2.1, so the line lies at the interval's reach.
    figure = json.loads(evidence.trend(WINNER, trend(), "en").figure.to_json())
    dotted = [trace for trace in figure["data"] if trace["line"].get("dash") == "dot"]
    assert dotted[0]["y"][15] == pytest.approx(0.115 / 4)
    assert dotted[1]["y"][15] == pytest.approx(-0.115 / 4)


def test_plotly_knows_every_property_of_every_figure() -> None:
    for chart in (evidence.forest(WINNER, "en"), evidence.trend(WINNER, WINNER.trends[0], "en")):
        spec = chart.figure.to_dict()
        checked = go.Figure(spec).to_dict()  # raises at what Plotly does not know
        assert checked["data"] == spec["data"]
        assert checked["layout"] == {name: value for name, value in spec["layout"].items() if value != []}


def test_every_figure_has_words_and_a_table_for_who_cannot_see_it() -> None:
    for chart in (evidence.forest(WINNER, "en"), evidence.trend(WINNER, WINNER.trends[0], "en")):
        assert chart.alt.startswith(chart.title)
        assert chart.table().rows
        assert all(len(cells) == len(chart.table().columns) for cells in chart.table().rows)


@pytest.mark.parametrize(("low", "high"), [(-0.03, 0.08), (0.0, 0.001), (-5.0, 9.0), (0.2, 0.9)])
def test_ticks_are_round_few_and_inside(low: float, high: float) -> None:
    ticks = axes.ticks(low, high)
    assert 1 <= len(ticks) <= 6
    assert all(low <= tick <= high for tick in ticks)
    assert (0.0 in ticks) is (low <= 0 <= high)
