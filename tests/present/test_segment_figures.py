"""Groups as a figure: which are coloured, where the better guess lies, what is left to the table, what is hidden."""

import json
from dataclasses import replace

import pytest

from analytics.decisions.results import MetricComparison, Readout, Segment
from analytics.decisions.segmentation import Gate, Segmentation, SegmentEffect, Shrinkage
from analytics.present import segment_figures
from analytics.present.figures import Chart
from analytics.present.palette import Ink
from analytics.statistics.heterogeneity import Scale
from analytics.statistics.results import Comparison, Interval, Reason, Untestable
from data.declarations.experiments import Role
from tests.present.examples import METRICS, comparison, row, with_rows

BUYS = METRICS["purchase_rate"]


def group(value: str, result: Comparison | Untestable, *, users: int = 9_000) -> MetricComparison:
    whole = row(BUYS, Role.PRIMARY, result)
    place = Segment(attribute="type", value=value)
    return replace(whole, segment=place, control_users=users, treatment_users=users + 40)


def world(
    *groups: MetricComparison, opens: bool, scale: Scale = Scale.RATIO, uneven: tuple[str, ...] = ()
) -> tuple[Readout, Segmentation, Gate]:
    """Give a readout of these groups; every better guess is half of what was measured."""
    known = [each for each in groups if isinstance(each.result, Comparison)]
    values = {each: each.segment.value for each in groups if each.segment is not None}
    gate = Gate(
        metric="purchase_rate", treatment="personalised", scale=scale,
        tested=tuple(values[each] for each in known), left_out=(), statistic=9.0, p_value=0.001 if opens else 0.3,
        level=0.04, spread=0.1, share=0.5, opens=opens,
    )  # fmt: skip
    effects = []
    for each in groups:
        effect: Shrinkage | Untestable = Untestable(reason=Reason.TOO_FEW_USERS)
        if isinstance(each.result, Comparison) and isinstance(each.result.relative_lift, float):
            half = each.result.relative_lift / 2
            effect = Shrinkage(
                raw=2 * half, shrunk=half, interval=Interval(low=half - 0.01, high=half + 0.01, level=0.95), weight=0.5
            )
        effects.append(
            SegmentEffect(metric="purchase_rate", treatment="personalised", value=values[each], effect=effect)
        )
    found = Segmentation(attribute="type", gates=(gate,), effects=tuple(effects), coverage=(), uneven=uneven)
    return with_rows(row(BUYS, Role.PRIMARY, comparison(0.08, 0.02, 0.05)), *groups), found, gate


NEW = group("new", comparison(0.08, 0.2, 0.05, adjusted_p=0.001))
OLD = group("old", comparison(0.08, -0.1, 0.05, adjusted_p=0.001))


def drawn(chart: Chart) -> dict[str, list[dict[str, object]]]:
    layout: dict[str, list[dict[str, object]]] = json.loads(chart.figure.to_json())["layout"]
    return layout


def inks(chart: Chart) -> list[object]:
    """Return the colours of the bars, from the top."""
    return [one["fillcolor"] for one in drawn(chart)["shapes"] if one["type"] == "rect" and one.get("layer") != "below"]


@pytest.mark.parametrize(
    ("opens", "uneven", "expected"),
    [
        (True, (), [Ink.UNDECIDED, Ink.BETTER, Ink.WORSE]),
        (False, (), [Ink.UNDECIDED] * 3),
        (True, ("old",), [Ink.UNDECIDED] * 3),
    ],
)
def test_groups_are_coloured_only_where_they_differ_and_can_be_compared(
    opens: bool, uneven: tuple[str, ...], expected: list[Ink]
) -> None:
    chart = segment_figures.forest(*world(NEW, OLD, opens=opens, uneven=uneven), "en")
    assert inks(chart) == expected


def test_the_better_guess_is_a_ring_beside_the_bar_and_a_column_of_the_table() -> None:
    chart = segment_figures.forest(*world(NEW, OLD, opens=True), "en")
    assert [one["xanchor"] for one in drawn(chart)["shapes"] if one["type"] == "circle"] == [0.1, -0.05]
    assert [cells[6] for cells in chart.table().rows] == ["–", "+10.0%", "−5.0%"]
    assert "ring: better guess" in chart.caption


def test_a_guess_that_is_a_difference_stays_off_the_axis_of_lifts() -> None:
    chart = segment_figures.forest(*world(NEW, OLD, opens=True, scale=Scale.DIFFERENCE), "en")
    assert not [one for one in drawn(chart)["shapes"] if one["type"] == "circle"]
    assert "see the table" in chart.caption


def test_a_group_too_small_to_be_shown_shows_no_figure() -> None:
    tiny = group("rare", Untestable(reason=Reason.TOO_FEW_USERS), users=7)
    chart = segment_figures.forest(*world(NEW, tiny, opens=True), "en")
    words = json.dumps(drawn(chart)["annotations"], ensure_ascii=False)
    assert "fewer than 10 users in a variant: not shown" in words
    assert chart.table().rows[-1][:5] == ("rare", "–", "–", "–", "–")
    assert "of 7" not in words + chart.alt + str(chart.table())


def test_many_groups_are_drawn_as_far_as_they_matter_and_all_stand_in_the_table() -> None:
    many = [group(f"{number:02}", comparison(0.08, 0.1, 0.2), users=1_000 + number) for number in range(30)]
    chart = segment_figures.forest(*world(*many, opens=False), "en")
    assert len(inks(chart)) == 1 + segment_figures.MOST_DRAWN
    assert len(chart.table().rows) == 31
    assert "10 smaller groups stand in the table only." in chart.caption


def test_what_people_wrote_is_no_markup_of_the_figure() -> None:
    named = group("<b>new</b>", comparison(0.08, 0.2, 0.05))
    words = json.dumps(drawn(segment_figures.forest(*world(named, OLD, opens=False), "en"))["annotations"])
    assert "&lt;b&gt;new" in words
