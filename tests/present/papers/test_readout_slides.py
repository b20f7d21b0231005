"""One experiment on one slide: the verdict is its title, each range is drawn from end to end, early numbers stay."""

from dataclasses import replace

import pytest

from analytics.decisions.results import Readout, VerdictKind
from analytics.exports.forms import Form
from analytics.exports.readout_files import written
from analytics.present import evidence, wording
from analytics.present.papers import readout_slides
from analytics.statistics.results import Interval
from data.declarations.experiments import Role
from tests.present.examples import EXPERIMENT, METRICS, WINNER, comparison, row, with_rows
from tests.present.papers.slides import assert_sound, charts, opened, said, sheet, values

OPEN = replace(comparison(0.05, 0.1, 0.2), relative_interval=Interval(low=-0.1, high=float("inf"), level=0.95))
LOSERS = with_rows(
    *(row(METRICS["purchase_rate"], Role.PRIMARY, comparison(0.05, lift, half))
      for lift, half in ((-0.05, 0.02), (-0.01, 0.04), (0.01, 0.04), (0.06, 0.01), (0.0, 0.03))),
    row(METRICS["revenue_per_user"], Role.SECONDARY, OPEN),
)  # fmt: skip
WORLDS = {
    "winner": WINNER,
    "either side of zero": LOSERS,
    "untrusted": replace(WINNER, verdict=replace(WINNER.verdict, kind=VerdictKind.UNTRUSTED)),
    "long": replace(WINNER, experiment=replace(EXPERIMENT, name="=Đề xuất sản phẩm cho khách quay lại " * 9)),
    "nothing": replace(WINNER, comparisons=(), health=(), trends=()),
}


@pytest.mark.parametrize("readout", list(WORLDS.values()), ids=list(WORLDS))
@pytest.mark.parametrize(("language", "tongue"), [("en", "en-US"), ("vi", "vi-VN")])
def test_the_slide_says_what_the_readout_says(readout: Readout, language: str, tongue: str) -> None:
    made = written(readout, Form.PPTX, language=language)
    assert_sound(made, language=tongue)
    [slide] = opened(made).slides
    assert slide.shapes.title is not None
    assert slide.shapes.title.text_frame.text == wording.verdict_headline(readout, language)
    told = said(made)
    for reason in wording.verdict_reasons(readout, language):
        assert reason in told
    assert readout.fingerprint in slide.notes_slide.notes_text_frame.text
    for shown in evidence.forest_rows(readout, language):
        assert " ".join(f"{shown.lift} ({shown.span})".split()) in told  # in the notes where it is not drawn


@pytest.mark.parametrize("readout", [WINNER, LOSERS], ids=["winner", "either side of zero"])
def test_every_range_is_drawn_from_its_low_end_to_its_high_end(readout: Readout) -> None:
    [chart] = charts(written(readout, Form.PPTX))
    assert len(readout.comparisons) <= readout_slides.ROWS
    axis = chart.value_axis
    held, near, notch, far, across = values(chart).values()
    kept = sheet(chart)[1:]
    shown = evidence.forest_rows(readout, "en")
    assert list(chart.plots[0].categories) == [f"{one.glyph} {one.name}: {one.lift} ({one.span})" for one in shown]
    for place, one in enumerate(shown):
        if one.interval is None:
            assert not any((held[place], near[place], notch[place], far[place], across[place]))
            continue
        low = max(one.interval.low, axis.minimum_scale)
        high = min(one.interval.high, axis.maximum_scale)
        if low >= high:  # beyond the axis: a stub at its end
            low = high - readout_slides.STUB * (axis.maximum_scale - axis.minimum_scale)
        tips = [across[place] or held[place], held[place] + near[place] + notch[place] + far[place]]
        assert (min(tips), max(tips)) == pytest.approx((low, high))
        assert one.point is not None
        begins = held[place] + near[place]
        width = readout_slides.NOTCH * (axis.maximum_scale - axis.minimum_scale)
        assert begins + notch[place] / 2 == pytest.approx(min(max(one.point, low), high), abs=width)
        assert kept[place][6] == one.point


def test_lifts_that_nobody_can_trust_are_not_drawn() -> None:
    made = written(WORLDS["untrusted"], Form.PPTX)
    assert not charts(made)
    assert "Don’t trust this yet" in said(made)


def test_what_got_worse_is_never_left_out_for_what_did_not() -> None:
    quiet = [row(METRICS["click_through_rate"], Role.PRIMARY, comparison(0.3, 0.0, 0.02)) for _ in range(20)]
    worse = row(METRICS["unsubscribe_rate"], Role.GUARDRAIL, comparison(0.01, 0.5, 0.1, adjusted_p=0.0001), margin=0.1)
    [chart] = charts(written(with_rows(*quiet, worse), Form.PPTX))
    names = list(chart.plots[0].categories)
    assert len(names) == readout_slides.ROWS
    assert names[-1].startswith("▼ Unsubscribe rate")
