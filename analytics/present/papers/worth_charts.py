"""The charts of a worth as slides hold them: outcomes, waterfall, and what each test brings. Figures to the cent."""

from analytics.decisions.reports import Report
from analytics.decisions.roi import Worth
from analytics.present import axes, numbers, piles, wording, worths
from analytics.present.palette import Ink
from analytics.present.papers import formats
from analytics.present.papers.bands import Band, band
from analytics.present.papers.cells import short
from analytics.present.papers.slides import Axis, BarChart, Bars, Box, Points, Scatter, Shape
from analytics.present.worth_figures import LEVELS, STEPS
from data.messages import Message

ROWS = 9  # marks in the tallest pile, at least
LETTER = 0.085  # width of a letter on an axis, inches
NAMES = 2.0  # room for names beside bars, inches
NAME = 30  # letters of a test's name beside its bar
THICK = 0.35  # of a bar at most, inches
HEAD = 0.16  # room for an amount above a column, of the axis


def dots(report: Report, worth: Worth, language: str, *, alt: str, box: Box) -> Scatter:
    """Draw equally likely outcomes in piles, and the cost as a line."""
    outcomes, cost = [report.amount(each) for each in worth.outcomes], report.amount(report.cost)
    marks, wide = piles.piled(outcomes, cost), piles.width(outcomes)
    tallest = max(ROWS, *(mark.height for mark in marks)) + 2  # room for the words at the cost's line
    series = []
    for pays, ink, shape, name in (
        (True, Ink.BETTER, Shape.DOT, Message("dots_pay", "pays back")),
        (False, Ink.WORSE, Shape.CROSS, Message("dots_do_not", "stays below the cost")),
    ):
        at = tuple((mark.at, float(mark.height)) for mark in marks if mark.pays is pays)
        if at:
            series.append(Points(name=wording.speak(name, language), at=at, ink=ink, shape=shape))
    series.sort(key=lambda points: -len(points.at))  # some readers draw a series only as far as the first one goes
    low = min(0.0, *(mark.at - wide / 2 for mark in marks))
    high = max(1.0, cost, *(mark.at + wide / 2 for mark in marks))
    if report.cost:
        given = {"amount": worths.money(report, report.cost, language)}
        said = wording.speak(Message("dots_cost", "cost {amount}", given), language)
        line = ((cost, 0.0), (cost, tallest - 0.5))
        side = cost > (low + high) / 2
        series.append(Points(name=said, at=line, ink=Ink.TEXT, shape=Shape.LINE, said=said, to_left=side))
    form = formats.money(report.currency, language, digits=0)
    step = _step(report, low, high, box.width, language)
    low, high = _floor(low, step), -_floor(-high, step)
    return Scatter(
        name=alt.split(".")[0],
        alt=alt,
        box=box,
        series=tuple(series),
        x=Axis(low=low, high=high, step=step, format=form),
        y=Axis(low=0.0, high=float(tallest), step=1.0, format=""),
        mark=14,
    )


def waterfall(report: Report, worth: Worth, language: str, *, alt: str, box: Box) -> BarChart:
    """Draw the way from what was seen to what is counted, as columns that hang where the last one ended."""
    level, reach = 0.0, [0.0]
    bands: list[Band] = []
    names: list[str] = []
    said: dict[int, str] = {}
    below: dict[int, str] = {}
    inks: dict[int, Ink] = {}
    for place, step in enumerate(worth.waterfall):
        amount, stands = report.amount(step.amount), step.stage in LEVELS
        start = 0.0 if stands else level
        level = start + amount
        bands.append(band(start, level))
        names.append(wording.speak(STEPS[step.stage], language))
        hangs = max(start, level) < 0  # its amount stands between it and zero
        (below if hangs else said)[place] = worths.exact(report, step.amount, language)
        inks[place] = (Ink.BETTER if amount >= 0 else Ink.WORSE) if stands else Ink.TAKEN_AWAY
        reach += [start, level]
    head = (max(reach) - min(reach)) * HEAD or 1.0
    amounts = tuple(report.amount(step.amount) for step in worth.waterfall)
    drawn = (
        (Message("band_held", "holds up"), tuple(each.held for each in bands), None),
        (Message("band_part", "step"), tuple(each.near for each in bands), Ink.TAKEN_AWAY),
        (Message("band_across", "step, other side of zero"), tuple(each.across for each in bands), Ink.TAKEN_AWAY),
    )
    series = [
        Bars(
            name=wording.speak(name, language),
            values=values,
            ink=ink,
            inks=inks if ink else {},
            ends_said={} if ink else below,
        )
        for name, values, ink in drawn
    ]
    room = wording.speak(Message("band_room", "room for the amount"), language)
    series.append(Bars(name=room, values=(head,) * len(bands), said=said))
    return BarChart(
        name=alt.split(";")[0],
        alt=alt,
        box=box,
        categories=tuple(names),
        series=tuple(series),
        axis=Axis(low=min(reach) - head * 0.2, high=max(reach) + head, step=1.0, format=""),
        format=formats.money(report.currency, language, digits=report.digits),
        beside=((wording.speak(Message("column_amount", "Amount"), language), amounts),),
    )


def sources(report: Report, worth: Worth, language: str, *, shown: int, box: Box) -> BarChart:
    """Draw what each of the tests that bring most brings, with its range."""
    gains = worth.gains[:shown]
    names = tuple(short(gain.test.name, NAME) for gain in gains)
    values = tuple(report.amount(gain.value.mean) for gain in gains)
    ends = tuple((report.amount(gain.value.interval.low), report.amount(gain.value.interval.high)) for gain in gains)
    low, high = min(0.0, *(end for end, _ in ends)), max(0.0, *(end for _, end in ends)) or 1.0
    step = _step(report, low, high, box.width - NAMES, language)
    worthwhile = wording.speak(Message("column_worth", "Worth"), language)
    inks = {place: Ink.WORSE for place, value in enumerate(values) if value < 0}
    alt = Message(
        "sources_alt", "What each test brings, with its range. {told}", {"told": _told(report, worth, shown, language)}
    )
    return BarChart(
        name=wording.speak(Message("gains_title", "Where it comes from"), language),
        alt=wording.speak(alt, language),
        box=box,
        categories=names,
        series=(Bars(name=worthwhile, values=values, ink=Ink.BETTER, inks=inks, ends=ends),),
        axis=Axis(
            low=_floor(low, step),
            high=-_floor(-high, step),
            step=step,
            format=formats.money(report.currency, language, digits=0),
        ),
        format=formats.money(report.currency, language, digits=report.digits),
        lying=True,
        gap=min(500, max(40, round((box.height / len(gains) / THICK - 1) * 100))),
    )


def _told(report: Report, worth: Worth, shown: int, language: str) -> str:
    return "; ".join(
        f"{gain.test.name}: {worths.exact(report, gain.value.mean, language)}" for gain in worth.gains[:shown]
    )


def _step(report: Report, low: float, high: float, width: float, language: str) -> float:
    """Return a round distance between ticks whose amounts stand side by side: amounts are of any size."""
    size = max(abs(low), abs(high))
    power = 10.0 ** max(0, len(f"{size:.0f}") - 1)
    letters = len(numbers.money(-size, report.currency, language, digits=0)) + 2
    step, room = high - low, width / (letters * LETTER)
    for about in range(max(1, min(6, int(room))), 0, -1):
        ticks = axes.ticks(low / power, high / power, about=about)
        step = (ticks[1] - ticks[0]) * power if len(ticks) > 1 else step
        if (-_floor(-high, step) - _floor(low, step)) / step + 1 <= room:
            break
    return step


def _floor(value: float, step: float) -> float:
    return (value // step) * step
