"""What a programme was worth on four slides: does it pay back, how it was counted, where it comes from, what to decide.

Figures are those of the screen; the notes of each slide say where they come from.
"""

from collections.abc import Iterator
from dataclasses import replace

from analytics.decisions.reports import Report, Waiting
from analytics.decisions.roi import LEVEL, Worth
from analytics.present import assumed, tallies, wants, wording, worth_figures, worths
from analytics.present.figures import Chart
from analytics.present.palette import Ink
from analytics.present.papers import decks, worth_charts
from analytics.present.papers.cells import short
from analytics.present.papers.slides import FOOT, INSIDE, MARGIN, TOP, Box, Grid, Line, Slide, Words
from data.messages import Message, Parameter

CARDS = 3
UNKNOWN = 6  # lines of what nobody knows
TOLD = 12  # tests that the notes tell of
TESTS = 8  # in the table; the others are one row
TITLED = 60  # letters of a test's name in a title or card
LINE = 190  # letters of a remark
OWNER = 34  # letters of who is to decide
NAME = 28  # letters of a test's name in a table
HALF = 0.5 * (INSIDE - 0.5)


def deck(report: Report, language: str) -> bytes:
    """Return the slides as a PowerPoint file."""
    name = wording.speak(Message("worth_paper", "What the programme was worth"), language)
    return decks.deck(slides(report, language), name=name, language=wording.language_of(language))


def slides(report: Report, language: str) -> tuple[Slide, ...]:
    """Return the slides; where nothing can be counted it is one, with what has to be decided."""
    worth = report.worth
    if worth is None or not worth.gains:
        title, lead = worths.headline(report, language), worths.subline(report, language)
        return (_wanted(report, language, title=title, lead=lead),)
    return (
        _headline(report, worth, language),
        _way(report, worth, language),
        _sources(report, worth, language),
        _wanted(report, language, title=_waits(report, language), lead=""),
    )


def _headline(report: Report, worth: Worth, language: str) -> Slide:
    chart = worth_figures.dots(report, worth, language)
    wide = 7.6
    left = MARGIN + wide + 0.5
    lines: list[Line] = []
    for one in tallies.sums(report, worth, language, write=worths.money):
        lines += [Line(text=one.name, ink=Ink.MUTED, above=16), Line(text=one.amount, size=26, heading=True, above=0)]
        lines += [Line(text=one.note, size=13, ink=Ink.MUTED, above=0)] if one.note else []
    figures = Words(name=chart.title, box=Box(left=left, width=INSIDE - wide - 0.5), lines=tuple(lines))
    return Slide(
        title=worths.headline(report, language),
        lead=worths.subline(report, language),
        parts=(
            *_framed(chart, Box(width=wide)),
            worth_charts.dots(report, worth, language, alt=chart.alt, box=Box(top=TOP + 0.4, width=wide, height=3.8)),
            figures,
        ),
        foot=_foot(report, language),
        notes=tuple(_origins(report, worth, language)),
    )


def _framed(chart: Chart, box: Box) -> tuple[Words, ...]:
    """Return what stands above and below a chart."""
    return (
        Words(
            name=chart.title,
            box=Box(left=box.left, top=box.top, width=box.width, height=0.4),
            lines=(Line(text=chart.title, size=16, heading=True),),
        ),
        Words(
            name="Caption",
            box=Box(left=box.left, top=FOOT - 0.5, width=box.width, height=0.5),
            lines=(Line(text=chart.caption, size=11, ink=Ink.MUTED),),
        ),
    )


def _way(report: Report, worth: Worth, language: str) -> Slide:
    chart = worth_figures.waterfall(report, worth, language)
    title = Message(
        "slide_way",
        "We saw {seen} in the tests and count on {net}.",
        {
            "seen": worths.money(report, worth.waterfall[0].amount, language),
            "net": worths.money(report, worth.net.mean, language),
        },
    )
    return Slide(
        title=wording.speak(title, language),
        lead=chart.caption,
        parts=(worth_charts.waterfall(report, worth, language, alt=chart.alt, box=Box()),),
        foot=_foot(report, language),
        notes=(*_meant(report, language), *worths.unknown(report, language)),
    )


def _sources(report: Report, worth: Worth, language: str) -> Slide:
    table = tallies.gains(report, worth, language, shown=TESTS)
    first = worth.gains[0]
    given: dict[str, Parameter] = {
        "name": short(first.test.name, TITLED),
        "count": len(worth.gains),
        "amount": worths.money(report, first.value.mean, language),
        "total": worths.money(report, worth.value.mean, language),
    }
    title = Message("slide_sources", "“{name}” brings most: {amount}; all {count} tests bring {total}.", given)
    if len(worth.gains) == 1:
        title = Message("slide_source", "All of it comes from “{name}”.", given)
    elif first.value.mean <= 0:
        title = Message("slide_sources_none", "None of the {count} tests brings anything.", {"count": len(worth.gains)})
    caption = Message(
        "slide_sources_caption",
        "Bar: what a test most likely brings over {months} months, before cost. Line: its range.",
        {"months": report.assumed.value.horizon_months},
    )
    left, high = MARGIN + HALF + 0.5, FOOT - TOP - 0.6
    apart = worths.avoided(report, language)
    return Slide(
        title=wording.speak(title, language),
        lead=wording.speak(caption, language),
        parts=(
            worth_charts.sources(
                report,
                worth,
                language,
                shown=TESTS,
                box=Box(width=HALF, height=min(high, 0.9 + 0.6 * len(worth.gains))),
            ),
            Grid(
                name=wording.speak(Message("gains_title", "Where it comes from"), language),
                alt="; ".join(f"{row[0]}: {row[3]}" for row in table.rows),
                box=Box(left=left, width=HALF, height=high),
                columns=table.columns[:4],
                rows=tuple((short(row[0], NAME), *row[1:4]) for row in table.rows),
                shares=(2.6, 0.85, 0.95, 1.6),
                numbers=frozenset({1, 2, 3}),
                has_total=True,
                size=12,
            ),
            *((_quiet(apart),) if apart else ()),
        ),
        foot=_foot(report, language),
        notes=tuple(_origins(report, worth, language)),
    )


def _quiet(said: str) -> Words:
    """Return a remark below everything else."""
    return Words(name="Remark", box=Box(top=FOOT - 0.5, height=0.5), lines=(Line(text=said, size=12, ink=Ink.MUTED),))


def _waits(report: Report, language: str) -> str:
    count = len(report.waiting)
    if not count:
        return wording.speak(Message("slide_nothing_waits", "Nothing waits for a decision."), language)
    one = Message("slide_waits_one", "One decision is wanted.")
    many = Message("slide_waits", "{count} decisions are wanted.", {"count": count})
    return wording.speak(one if count == 1 else many, language)


def _wanted(report: Report, language: str, *, title: str, lead: str) -> Slide:
    """Return what has to be decided by whom, what nobody knows, and what is assumed."""
    parts: list[Words | Grid] = []
    found = worths.wanted(report)[:CARDS]
    gap, high = 0.3, 1.95
    wide = (INSIDE - gap * (CARDS - 1)) / CARDS
    for place, one in enumerate(found):
        said, whose = worths.decision(_short(one), language)
        stake = short(wants.stake(report, one, language), LINE)
        lines = (
            Line(text=said, size=15, bold=True),
            Line(text=stake, size=13),
            Line(text=whose, size=13, ink=Ink.MUTED),
        )
        box = Box(left=MARGIN + place * (wide + gap), top=TOP - (0 if lead else 0.6), width=wide, height=high)
        parts.append(Words(name=said, box=box, lines=lines, framed=True))
    top = TOP - (0 if lead else 0.6) + (high + 0.35 if found else 0)
    unknown = worths.unknown(report, language)[:UNKNOWN]
    head = wording.speak(Message("unknown_title", "What we do not know"), language)
    if unknown:
        told = (Line(text=head, size=16, heading=True), *(_bullet(said) for said in unknown))
        parts.append(Words(name=head, box=Box(top=top, width=7.0, height=FOOT - top), lines=told))
    terms = assumed.table(report.assumed.value, [report.metric], language)
    parts.append(
        Grid(
            name=terms.columns[0],
            alt="; ".join(f"{name}: {value}" for name, value in terms.rows),
            box=Box(left=MARGIN + 7.4, top=top, width=INSIDE - 7.4, height=FOOT - top),
            columns=terms.columns,
            rows=terms.rows,
            shares=(1.5, 1.0),
            numbers=frozenset({1}),
            size=12,
        )
    )
    notes = [
        " · ".join((*worths.decision(one, language), wants.stake(report, one, language)))
        for one in worths.wanted(report)[:TOLD]
    ]
    notes.append(assumed.standing(report.assumed, language))
    return Slide(title=title, lead=lead, parts=tuple(parts), foot=_foot(report, language), notes=tuple(notes))


def _bullet(said: str) -> Line:
    return Line(text=short(said, LINE), size=13, bullet=True)


def _short(one: Waiting) -> Waiting:
    """Return a decision whose names fit into a card."""
    experiment = replace(one.experiment, name=short(one.experiment.name, TITLED))
    return replace(one, experiment=experiment, owner=short(one.owner, OWNER))


def _foot(report: Report, language: str) -> str:
    sample = wording.speak(Message("sample", "Sample: invented data"), language) if report.is_sample else ""
    return " · ".join(part for part in ("Liftroom", worths.standing(report, language), sample) if part)


def _meant(report: Report, language: str) -> Iterator[str]:
    """Say how a number was counted."""
    level = Message(
        "slide_method",
        "Lifts are those of the readouts on the day each test was decided. They were shrunk together, so that the "
        "luck of winners is not counted; ranges hold with a chance of {level:.0%}.",
        {"level": LEVEL},
    )
    yield wording.speak(level, language)
    yield f"{worths.standing(report, language)}. {assumed.standing(report.assumed, language)}"


def _origins(report: Report, worth: Worth, language: str) -> Iterator[str]:
    """Say of every test that counts where its number comes from."""
    yield from _meant(report, language)
    for gain in worth.gains[:TOLD]:
        yield f"“{gain.test.name}” ({gain.test.key}): {worths.gain(report, gain, language)}"
    if len(worth.gains) > TOLD:
        more = Message("slide_more", "The workbook holds all {count} tests.", {"count": len(worth.gains)})
        yield wording.speak(more, language)
