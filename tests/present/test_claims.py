"""What is known over many tests, in words and figures: claims, rates and the tests over time."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import plotly.graph_objects as go
import pytest

from analytics.decisions import agenda
from analytics.decisions.learnings import Change, Claim, Evidence, Learning, LearningStatus, learn, programme_rates
from analytics.decisions.results import VerdictKind
from analytics.decisions.statements import Statement
from analytics.decisions.summaries import Reading, Summary
from analytics.library import Known
from analytics.present import claim_forests, claims, rates, timelines, wording
from analytics.present.figures import Chart
from analytics.present.palette import Ink
from analytics.statistics.results import Reason, Untestable
from data.declarations.experiments import Experiment, Status
from data.declarations.metrics import CATALOGUE
from data.workspace.library import records
from data.workspace.records import Stored

NAMES = {f"t{number}": f"Test <{number}>" for number in range(5)}
PURCHASES = next(metric for metric in CATALOGUE if metric.key == "purchase_rate")


def learned(*lifts: float, change: Change = Change.RAISES) -> Learning:
    """Weigh tests with an error of one percent, each of which shows a lift beyond two errors."""
    shows = {True: Change.RAISES, False: Change.LOWERS}
    given = [
        Evidence(
            experiment=f"t{number}", lift=lift, standard_error=0.01, ended_on=date(2026, 1, 1) + timedelta(days=number),
            shows=shows[lift > 0] if abs(lift) > 0.02 else None, healthy=True,
        )
        for number, lift in enumerate(lifts)
    ]  # fmt: skip
    return learn(Claim(lever="Free delivery", audience="", metric="purchase_rate", change=change), given)


def texts(chart: Chart) -> str:
    go.Figure(json.loads(chart.figure.to_json()))  # Plotly checks every kind
    return json.dumps(json.loads(chart.figure.to_json())["layout"]["annotations"], ensure_ascii=False)


@pytest.mark.parametrize(
    ("lifts", "status", "expected"),
    [
        ((), LearningStatus.UNTESTED, "No test counts yet"),
        ((0.05,), LearningStatus.EMERGING, "One test so far, which shows it: +5.0% (+3.1% to +7.0%)"),
        ((0.01,), LearningStatus.EMERGING, "One test so far, which leaves it open: +1.0% (−0.9% to +3.0%)"),
        ((-0.05,), LearningStatus.CONTRADICTED, "One test so far, which shows the opposite: −5.0% (−6.9% to −3.0%)"),
        ((0.05, 0.05, 0.051), LearningStatus.CONFIRMED, "Together +5.0% (+2.6% to +7.5%): shown in 3 of 3 tests"),
    ],
)
def test_a_claim_is_told_by_what_its_tests_say(lifts: tuple[float, ...], status: LearningStatus, expected: str) -> None:
    found = learned(*lifts)
    assert found.status is status
    assert claims.verdict(found, "en") == expected


def test_the_forest_shows_each_test_all_together_and_the_next_one() -> None:
    chart = claim_forests.forest(learned(0.05, -0.04, 0.01), NAMES, "en")
    assert chart is not None
    words = texts(chart)
    for expected in ("Test &lt;0&gt;", "Each test", "All tests together", "Another such test", "lands here in four of"):
        assert expected in words
    assert [row[0] for row in chart.table().rows] == [
        "Test <0>",
        "Test <1>",
        "Test <2>",
        "Together",
        "Another such test",
    ]
    assert [row[-1] for row in chart.table().rows][:3] == ["shows it", "shows the opposite", "leaves it open"]
    inks = [
        shape["fillcolor"] for shape in json.loads(chart.figure.to_json())["layout"]["shapes"] if "fillcolor" in shape
    ]
    assert inks[:3] == [Ink.BETTER, Ink.WORSE, Ink.UNDECIDED]
    assert "Test <1> −4.0%" in chart.alt


def test_blue_means_that_the_claim_is_shown_also_where_it_lowers() -> None:
    chart = claim_forests.forest(learned(-0.05, change=Change.LOWERS), NAMES, "en")
    assert chart is not None
    assert "#000001" in texts(chart)
    assert "All tests together" not in texts(chart)  # one test is no synthesis
    assert claim_forests.forest(learned(), NAMES, "en") is None


def test_the_parts_of_a_claim_are_said_in_either_language() -> None:
    kept = records.Learning(
        key="k", claim="Free delivery sells", lever="Free delivery", audience="App users", channel="app",
        metric="purchase_rate", change=records.Change.RAISES,
    )  # fmt: skip
    stored = Stored(value=kept, version=1, author="Linh", changed_at=datetime(2026, 1, 1, tzinfo=UTC))
    known = Known(stored=stored, found=learned(), mute=())
    assert claims.claim(known, PURCHASES, "en") == "“Free delivery” raises Purchase rate · App users · app"
    assert claims.counted([known, known], "en") == "◆ Untested: 2"
    opposed = claims.against(learned(0.05, -0.05), NAMES, "en")
    assert opposed == "The opposite is shown by “Test <1>”."


def test_rates_are_told_with_their_exact_range() -> None:
    """4 of 7: Clopper and Pearson's 18.4 % to 90.1 %, R's `binom.test(4, 7)`."""
    kinds = [VerdictKind.SHIP] * 4 + [VerdictKind.STOP, VerdictKind.INCONCLUSIVE, VerdictKind.UNTRUSTED]
    found = programme_rates(kinds)
    assert rates.win(found, "en") == "4 of 7 decided tests won"
    assert "between 18% and 90% of tests would win" in rates.outlook(found, "en")
    assert "5 of 7 brought an answer" in rates.outlook(found, "en")
    nothing = Untestable(reason=Reason.TOO_FEW)
    assert rates.win(nothing, "en") == "Nothing is decided yet"
    assert "Once a test is decided" in rates.outlook(nothing, "en")


def line(key: str, status: Status, start: int, end: int | None, kind: VerdictKind | None) -> agenda.Line:
    """Give a test from day to day of January."""
    experiment = Experiment(
        key=key, name=f"<b>{key}", status=status, starts_on=date(2026, 1, start),
        ended_on=None if end is None else date(2026, 1, end),
    )  # fmt: skip
    reading = Reading.READ if kind is not None else Reading.VEILED
    summary = Summary(reading=reading, kind=kind, as_of=date(2026, 1, 28), sentences={})
    [found] = agenda.arranged([experiment], {key: summary})
    return found


def test_the_timeline_has_a_bar_from_first_to_last_day_in_the_ink_of_what_came() -> None:
    lines = [
        line("won", Status.ENDED, 1, 10, VerdictKind.SHIP),
        line("lost", Status.DECIDED, 5, 14, VerdictKind.STOP),
        line("runs", Status.RUNNING, 20, None, VerdictKind.KEEP_COLLECTING),
        line("early", Status.RUNNING, 26, None, None),
        line("idea", Status.DRAFT, 3, None, None),
    ]
    spans = timelines.spans(lines)
    assert [span.line.experiment.key for span in spans] == ["early", "runs", "lost", "won"]
    chart = timelines.timeline(spans, "en")
    assert chart.title == "4 tests over time: 1 with a winner, 2 still running"
    assert "&lt;b&gt;won" in texts(chart)
    bars = [shape for shape in json.loads(chart.figure.to_json())["layout"]["shapes"] if shape["type"] == "rect"]
    assert [(bar["x0"], bar["x1"]) for bar in bars] == [
        ("2026-01-26", "2026-01-29"), ("2026-01-20", "2026-01-29"),
        ("2026-01-05", "2026-01-15"), ("2026-01-01", "2026-01-11"),
    ]  # fmt: skip
    assert [bar["line"]["color"] for bar in bars] == [Ink.UNDECIDED, Ink.UNDECIDED, Ink.WORSE, Ink.BETTER]
    assert [bar["fillcolor"] == Ink.PAPER for bar in bars] == [True, True, False, False]
    assert [row[-1] for row in chart.table().rows] == ["Too early", "◆ Keep collecting", "▼ Stop", "▲ Ship"]


def test_a_decided_test_stands_as_it_was_decided_whatever_is_read_today() -> None:
    found = line("won", Status.DECIDED, 1, 10, VerdictKind.INCONCLUSIVE)
    said = Statement(kind=VerdictKind.SHIP, day=date(2026, 1, 8), is_decided=True, is_healthy=True)
    decided = replace(found, summary=replace(found.summary, statement=said))
    [row] = timelines.timeline(timelines.spans([decided]), "en").table().rows
    assert row[-1] == f"▲ {wording.label(VerdictKind.SHIP, 'en')}"
