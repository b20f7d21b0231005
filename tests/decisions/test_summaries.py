"""One experiment in a few figures: progress, what is covered, where it stands, and what is found of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from analytics import overview
from analytics.decisions import agenda
from analytics.decisions.agenda import Choice, Line
from analytics.decisions.results import Light, Trend, TrendPoint, VerdictKind, VerdictReason
from analytics.decisions.statements import Statement
from analytics.decisions.summaries import POINTS, Place, Reading, Spark, Summary, place, summarize
from analytics.present import sparks
from analytics.statistics.results import Interval
from data.declarations.experiments import Experiment, Status
from tests.present import readouts

DAYS = 100


def trend() -> Trend:
    """Give a hundred days of a lift that rises by a thousandth a day."""
    return Trend(
        metric="purchase_rate",
        treatment="B",
        points=tuple(
            TrendPoint(
                day=date(2026, 1, 1) + timedelta(days=number),
                relative_lift=number / 1000,
                interval=Interval(low=-0.1, high=0.3, level=0.95),
                boundary=2.0,
                statistic=1.0,
                after_end=False,
            )
            for number in range(DAYS)
        ),
    )


def summary(kind: VerdictKind | None = VerdictKind.KEEP_COLLECTING, **changed: object) -> Summary:
    """Give a summary with round figures."""
    return replace(Summary(reading=Reading.READ, kind=kind, sentences={}), **changed)  # type: ignore[arg-type]


def read(kind: VerdictKind = VerdictKind.KEEP_COLLECTING) -> Summary:
    """Give the summary of a readout whose standard error is 0.001 at a control of 0.08, over a hundred days."""
    arm = readouts.arm(kind, VerdictReason.BEFORE_PLANNED_END)
    told = replace(readouts.readout(arm, rows=(readouts.row(0.01, 0.07),)), trends=(trend(),))
    return summarize(told, {"en": "Keep collecting."})


def test_precision_is_the_half_width_of_one_look_relative_to_the_control() -> None:
    # 1.959964 × 0.001 / 0.08: the normal quantile of 97.5 % from any table.
    assert read().precision == pytest.approx(0.02449955)


@pytest.mark.parametrize(
    ("precision", "target", "expected"),
    [
        (0.04, 0.01, 0.0625),
        (0.02, 0.01, 0.25),
        (0.01, 0.01, 1.0),
        (0.005, 0.01, 1.0),
        (None, 0.01, None),
        (0.04, 0.0, None),
    ],
)
def test_progress_is_the_square_of_target_precision_over_current(
    precision: float | None, target: float, expected: float | None
) -> None:
    assert summary(precision=precision, target=target).progress == expected


def test_a_long_trend_is_thinned_and_keeps_its_first_and_last_day() -> None:
    drawn = read().sparks
    assert len(drawn) == POINTS
    assert (drawn[0].lift, drawn[-1].lift) == (0.0, 0.099)


def test_a_veil_covers_verdict_precision_and_drawing() -> None:
    arm = readouts.arm(VerdictKind.SHIP, VerdictReason.PRIMARY_BETTER)
    told = replace(readouts.readout(arm, rows=(readouts.row(0.01, 0.07),)), trends=(trend(),), veiled_on_screen=True)
    covered = summarize(told, {})
    assert (covered.reading, covered.kind, covered.precision, covered.sparks) == (Reading.VEILED, None, None, ())


def test_a_summary_comes_back_from_its_document_as_it_was() -> None:
    told = read()
    assert overview.from_document(overview.as_document(told)) == told


def said(*, is_decided: bool) -> Statement:
    return Statement(kind=VerdictKind.SHIP, day=None, is_decided=is_decided, is_healthy=True)


@pytest.mark.parametrize(
    ("status", "found", "expected"),
    [
        (Status.RUNNING, summary(VerdictKind.SHIP), Place.WAITING),
        (Status.RUNNING, summary(VerdictKind.STOP), Place.WAITING),
        (Status.ENDED, summary(VerdictKind.NO_DIFFERENCE), Place.WAITING),
        (Status.ENDED, summary(VerdictKind.INCONCLUSIVE), Place.WAITING),
        (Status.RUNNING, summary(VerdictKind.INCONCLUSIVE), Place.COLLECTING),
        (Status.RUNNING, summary(VerdictKind.KEEP_COLLECTING), Place.COLLECTING),
        (Status.RUNNING, summary(None, reading=Reading.VEILED), Place.COLLECTING),
        (Status.RUNNING, summary(None, reading=Reading.VEILED, light=Light.BLOCK), Place.REPAIR),
        (Status.ENDED, summary(VerdictKind.UNTRUSTED, light=Light.BLOCK), Place.REPAIR),
        (Status.ENDED, overview.BROKEN, Place.REPAIR),
        (Status.DECIDED, summary(VerdictKind.SHIP), Place.SETTLED),
        (Status.ENDED, replace(summary(VerdictKind.SHIP), statement=said(is_decided=True)), Place.SETTLED),
        (Status.ENDED, replace(summary(VerdictKind.SHIP), statement=said(is_decided=False)), Place.WAITING),
        (Status.ENDED, replace(summary(VerdictKind.SHIP), rolled_out=True), Place.SETTLED),
        (Status.DRAFT, overview.NOTHING, Place.PLANNED),
    ],
)
def test_every_experiment_has_its_place(status: Status, found: Summary, expected: Place) -> None:
    assert place(Experiment(key="a", name="A", status=status), found) is expected


def test_words_are_found_without_accents_and_all_of_them_must_be_there() -> None:
    experiment = Experiment(key="a", name="Đặt hàng nhanh", owner="Linh")
    line = Line(experiment=experiment, summary=summary(), place=Place.COLLECTING)
    assert agenda.chosen([line], Choice(text="dat LINH")) == (line,)
    assert agenda.chosen([line], Choice(text="dat Minh")) == ()


def test_a_drawing_holds_zero_and_takes_the_verdicts_ink_in_both_themes() -> None:
    points = [Spark(lift=0.05, low=0.01, high=0.09), Spark(lift=0.04, low=0.02, high=0.06)]
    light = sparks.spark(points, VerdictKind.SHIP, dark=False)
    dark = sparks.spark(points, VerdictKind.SHIP, dark=True)
    assert "#0B5FA5" in light
    assert "#6CB2F0" in dark
    assert f"M0 {float(sparks.HEIGHT - 4)}H{sparks.WIDTH}" in light  # all lifts are above zero: it is the lower edge
