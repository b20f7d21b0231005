"""How well reflecting works, in words and as a figure: plain, counted, and silent where there is too little."""

import json
from dataclasses import replace
from datetime import date

import plotly.graph_objects as go
import pytest

from analytics.decisions import habits as decided
from analytics.decisions.echoes import Echo
from analytics.decisions.forecasts import TrackRecord
from analytics.decisions.habits import Days, Decisions, Foresight, Habits, Promises, Undecided
from analytics.present import calibrations, habits
from analytics.present.calibrations import Whose
from analytics.present.figures import Chart
from analytics.present.palette import Ink
from analytics.statistics import forecasting
from analytics.statistics.results import Interval, Reason, Untestable

TOO_FEW = Untestable(reason=Reason.TOO_FEW)
PROMISES = Promises(
    promised=9,
    done=7,
    dropped=1,
    open=1,
    overdue=1,
    share=Interval(low=0.3999, high=0.9719, level=0.95),
    to_done=Days(count=7, median=6.0, fewest=1, most=21),
    waiting=Days(count=1, median=34.0, fewest=34, most=34),
)
ECHO = Echo(name="Free delivery", sessions=("s1", "s2", "s3"), votes=7)
DECISIONS = Decisions(
    taken=Days(count=4, median=6.5, fewest=0, most=20),
    undecided=(Undecided(experiment="guide", name="Guide", days=15), Undecided(experiment="push", name="Push", days=1)),
)


def record(chances: list[float], came: list[bool], *, person: str | None = "me") -> TrackRecord:
    inside = [0.04] * len(chances)
    return TrackRecord(
        person=person,
        scored=len(chances),
        waiting=0,
        accuracy=forecasting.accuracy(chances, came),
        coverage=forecasting.coverage(
            [0.0] * len(chances), [0.05, 0.03] * (len(chances) // 2) + [0.05] * (len(chances) % 2), inside
        ),
        calibration=forecasting.calibration(chances, came),
    )


# Nine times 80 %, which came five times; twice 30 %, which came once.
OWN = record([0.8] * 9 + [0.3] * 2, [True] * 5 + [False] * 4 + [True, False])
NOBODY = record([], [])
FORESIGHT = Foresight(own=OWN, team=NOBODY, unanswered=0, known=0, anonymous=False)
TITLES = {"s1": "March", "s2": "April", "s3": "May"}
FOUND = Habits(sessions=3, promises=PROMISES, echoes=(ECHO,), titles=TITLES, decisions=DECISIONS, foresight=FORESIGHT)


def test_four_lines_say_it_all() -> None:
    assert habits.lines(FOUND, "en") == (
        "Actions done: 7 of 9; the oldest open one waits 34 days",
        "“Free delivery” came up in 3 sessions, with nothing done",
        "Half of all decisions came within 6.5 days of the end of the test; still waiting: 2, the longest for 15 days",
        "When you gave a test about 80%, it came out better in 5 of 9 cases. "
        "Your ranges held what came out in 6 of 11 cases (aim: 8 in 10)",
    )


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (replace(FOUND, promises=replace(PROMISES, done=9, open=0, waiting=TOO_FEW)), "Actions done: 9 of 9"),
        (
            replace(FOUND, echoes=(ECHO, ECHO, ECHO)),
            "“Free delivery” came up in 3 sessions, with nothing done, and so did 2 more",
        ),
        (
            replace(FOUND, decisions=replace(DECISIONS, undecided=())),
            "Half of all decisions came within 6.5 days of the end of the test",
        ),
        (
            replace(FOUND, decisions=Decisions(taken=Days(count=1, median=1.0, fewest=1, most=1), undecided=())),
            "One decision so far, 1 day after the end of its test",
        ),
        (
            replace(FOUND, decisions=replace(DECISIONS, taken=TOO_FEW)),
            "Ended and not decided: 2, the longest for 15 days",
        ),
        (
            replace(FOUND, foresight=replace(FORESIGHT, own=NOBODY, team=replace(OWN, person=None))),
            "When the team gave a test about 80%, it came out better in 5 of 9 cases. "
            "The team’s ranges held what came out in 6 of 11 cases (aim: 8 in 10)",
        ),
        (
            replace(FOUND, foresight=replace(FORESIGHT, own=record([0.8] * 4, [True] * 4))),
            "Your forecasts with an answer: 4, too few to tell; it takes 5",
        ),
    ],
)
def test_a_line_says_what_there_is(found: Habits, expected: str) -> None:
    lines = habits.lines(found, "en")
    assert expected in lines
    assert len(lines) <= 4


def test_what_there_is_nothing_of_has_no_line() -> None:
    nothing = Habits(
        sessions=1,
        promises=decided.promises([], today=date(2026, 11, 20)),
        echoes=(),
        titles={},
        decisions=Decisions(taken=TOO_FEW, undecided=()),
        foresight=replace(FORESIGHT, own=NOBODY),
    )
    assert habits.lines(nothing, "en") == ()
    assert habits.promises(nothing.promises, "en") == ("Nothing was promised yet.",)
    assert habits.decisions(nothing.decisions, "en") == ("No test has ended and been decided in a session yet.",)
    assert habits.scores(nothing.foresight, "en").rows[0][1:] == ("0", "0")
    assert {cell for row in habits.scores(nothing.foresight, "en").rows[1:] for cell in row[1:]} == {"too few to tell"}


def test_behind_each_line_stands_what_it_rests_on() -> None:
    assert habits.promises(PROMISES, "en") == (
        "Done: 7 of 9 (78%; range 40% to 97%)",
        "From promise to done: half within 6 days (from 1 to 21)",
        "Open: 1, overdue: 1; it waits for 34 days",
        "Will not be done: 1",
    )
    assert habits.echoes(FOUND, "en") == ("“Free delivery”: March, April, May",)
    assert habits.echoes(replace(FOUND, echoes=(ECHO,) * 7), "en")[5:] == ("and 2 more",)
    assert habits.decisions(DECISIONS, "en") == (
        "Tests decided in a session: 4; from end to decision: half within 6.5 days (from 0 to 20)",
        "Guide: ended 15 days ago, not decided",
        "Push: ended 1 day ago, not decided",
    )


def test_scores_stand_side_by_side() -> None:
    # Nine times 80 %: 5 at 0.04, 4 at 0.64; twice 30 %: 0.49 and 0.09. Brier (0.2 + 2.56 + 0.58) / 11 = 0.304; always
    # saying 6 in 11 costs 30/121 = 0.248, so the skill is 1 - 0.304 / 0.248 = -22 %. Minus the logarithms of what was
    # given to what happened: 5 * 0.223 + 4 * 1.609 + 1.204 + 0.357 = 9.114, by 11.
    rows = habits.scores(FORESIGHT, "en").rows
    assert [row[1].replace("\u00a0", " ") for row in rows] == ["11", "0.30", "0.83", "−22%", "6 of 11"]
    assert all(row[2] in ("0", "too few to tell") for row in rows)


def test_it_is_said_what_is_not_counted() -> None:
    assert "Nobody else sees yours here." in habits.left_out(FORESIGHT, "en")
    told = habits.left_out(replace(FORESIGHT, unanswered=2, known=3, anonymous=True), "en")
    for said in (
        "Without an answer when revealed: 2.",
        "Not counted, as the answer was known before: 3.",
        "Those of anonymous sessions count for the team alone.",
    ):
        assert said in told


def drawn(found: TrackRecord) -> Chart:
    chart = calibrations.chart(found, Whose.OWN, "en")
    assert chart is not None
    return chart


def test_the_title_says_what_was_found() -> None:
    # Said 80 % and it came in 5 of 9: by chance alone 5 to 9 come (4 or fewer have 2.0 % of chance), so it is within.
    assert drawn(OWN).title == "So far, luck explains what differs from what you said"
    rare = record([0.9] * 10, [True] * 5 + [False] * 5)
    assert drawn(rare).title == (
        "When you gave a test about 90%, it came out better in 5 of 10 cases: more seldom than luck explains"
    )
    often = record([0.1] * 10, [True] * 5 + [False] * 5)
    assert drawn(often).title == (
        "When you gave a test about 10%, it came out better in 5 of 10 cases: more often than luck explains"
    )
    assert calibrations.chart(NOBODY, Whose.OWN, "en") is None


def test_a_point_stands_where_it_was_said_and_happened_over_the_band_of_chance() -> None:
    spec = json.loads(drawn(OWN).figure.to_json())
    points = [trace for trace in spec["data"] if trace["mode"] == "markers"]
    assert [point["x"][0] for point in points] == pytest.approx([0.3, 0.8])
    assert [point["y"][0] for point in points] == pytest.approx([0.5, 5 / 9])
    small, large = (point["marker"]["size"] for point in points)
    assert small < large
    # Of nine at 80 % four or fewer come in 2.0 % of cases and all nine in 13 %; of two at 30 % anything may.
    assert [shape["y0"] for shape in spec["layout"]["shapes"]] == pytest.approx([0.0, 5 / 9])
    assert [shape["y1"] for shape in spec["layout"]["shapes"]] == [1.0, 1.0]
    assert [note["text"] for note in spec["layout"]["annotations"]] == ["1 of 2", "5 of 9"]


def test_what_chance_does_not_explain_has_another_shape_and_ink() -> None:
    for came, symbol in (([True] * 5 + [False] * 5, "triangle-down"), ([True] * 10, "circle")):
        (point,) = [
            trace
            for trace in json.loads(drawn(record([0.9] * 10, came)).figure.to_json())["data"]
            if trace["mode"] == "markers"
        ]
        assert point["marker"]["symbol"] == symbol
        assert (point["marker"]["color"] == Ink.WORSE.value) is (symbol != "circle")


def test_the_figure_has_words_a_table_and_only_what_plotly_knows() -> None:
    chart = drawn(OWN)
    assert chart.alt.startswith(chart.title)
    assert "When you gave a test about 30%, it came out better in 1 of 2 cases" in chart.alt
    assert chart.table().rows == (
        ("30%", "1 of 2", "0 to 2", "within luck"),
        ("80%", "5 of 9", "5 to 9", "within luck"),
    )
    spec = chart.figure.to_dict()
    checked = go.Figure(spec).to_dict()
    assert (checked["data"], checked["layout"]) == (spec["data"], spec["layout"])
