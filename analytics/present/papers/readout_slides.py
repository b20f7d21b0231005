"""One experiment on one slide: its verdict, the lifts that matter with their ranges, and why.

Lifts are drawn as floating bars that reach from one end of a range to the other, with a notch at
the lift as it was measured.
"""

from collections.abc import Iterator, Sequence
from math import isfinite

from analytics.briefs import Brief
from analytics.decisions.results import Light, Readout, VerdictKind
from analytics.present import axes, briefings, checks, evidence, wording
from analytics.present.figures import ForestRow
from analytics.present.findings import forest_title
from analytics.present.palette import Ink
from analytics.present.papers import decks, formats
from analytics.present.papers.cells import short
from analytics.present.papers.onepager import foot
from analytics.present.papers.slides import FOOT, INSIDE, MARGIN, TOP, Axis, BarChart, Bars, Box, Line, Slide, Words
from data.messages import Message

ROWS = 7  # metrics that are drawn; what got worse is never left out for what did not
WIDE = 8.0
ROW, MOST = 0.72, 4.0  # height of a metric's row and of the chart, inches
REASONS, FEWER = 6, 3  # reasons, and where other things stand below them
TOLD = 140  # letters of a paragraph
SMALL = 12.5  # of those, points
NOTCH = 0.005  # its width, of the axis


def deck(readout: Readout, language: str) -> bytes:
    """Return a readout's slide as a PowerPoint file."""
    return _deck(readout, slide(readout, language), language)


def brief(told: Brief, language: str) -> bytes:
    """Return a brief's slide as a PowerPoint file: with what was decided, and what it is worth."""
    decided, reason = briefings.decision(told, language)
    parts = (
        (Message("brief_decision", "Decision"), f"{decided}. {reason}" if reason else decided),
        (Message("brief_worth", "Worth"), briefings.worth(told, language)),
    )
    beside = [
        line
        for name, said in parts
        if said
        for line in (
            Line(text=wording.speak(name, language), size=16, heading=True, above=14),
            Line(text=short(said, TOLD), size=SMALL, above=3),
        )
    ]
    learned = [f"{claim} ({borne_out})" for claim, borne_out in briefings.learnings(told, language)]
    notes = (briefings.breath_of(told, language), briefings.who(told, language), *learned)
    return _deck(told.readout, slide(told.readout, language, beside=beside, notes=notes), language)


def slide(readout: Readout, language: str, *, beside: Sequence[Line] = (), notes: Sequence[str] = ()) -> Slide:
    """Return the slide; lifts that nobody can trust are not drawn. `beside` stands with the reasons, `notes` first."""
    untrusted = readout.verdict.kind is VerdictKind.UNTRUSTED
    rows = [] if untrusted else _kept(evidence.forest_rows(readout, language))
    parts: list[Words | BarChart] = []
    if rows:
        parts += _chart(readout, rows, language)
    parts.append(_side(readout, language, has_chart=bool(rows), beside=beside))
    return Slide(
        title=wording.verdict_headline(readout, language),
        lead=readout.experiment.name if untrusted else wording.verdict_detail(readout, language),
        parts=tuple(parts),
        foot=_foot(readout, language),
        notes=(*(said for said in notes if said), *_notes(readout, language)),
    )


def _deck(readout: Readout, made: Slide, language: str) -> bytes:
    return decks.deck((made,), name=readout.experiment.name, language=wording.language_of(language))


def _kept(rows: Sequence[ForestRow]) -> list[ForestRow]:
    worst_first = sorted(range(len(rows)), key=lambda at: (rows[at].ink is not Ink.WORSE, at))
    return [rows[at] for at in sorted(worst_first[:ROWS])]


def _chart(readout: Readout, rows: Sequence[ForestRow], language: str) -> tuple[Words | BarChart, ...]:
    title = forest_title(rows, language)
    return (
        Words(name=title, box=Box(width=WIDE, height=0.4), lines=(Line(text=title, size=16, heading=True),)),
        _lifts(rows, language, alt=f"{title}: " + "; ".join(f"{row.name} {row.lift} ({row.span})" for row in rows)),
        Words(
            name=wording.speak(Message("slide_caption", "What the bars mean"), language),
            box=Box(top=FOOT - 0.35, width=WIDE, height=0.35),
            lines=(Line(text=_caption(readout, language), size=11, ink=Ink.MUTED),),
        ),
    )


def _caption(readout: Readout, language: str) -> str:
    """Return what bar, notch and colours mean."""
    said = Message(
        "slide_lifts",
        "Lift over “{control}”. Bar: range, notch: as measured. Blue ▲: better, red ▼: worse, grey ◆: unclear.",
        {"control": readout.experiment.control or ""},
    )
    return wording.speak(said, language)


def _lifts(rows: Sequence[ForestRow], language: str, *, alt: str) -> BarChart:
    """Draw ranges of lifts around zero, each with a notch at its lift."""
    low, high = axes.forest(rows)
    ticks = axes.ticks(low, high, about=6)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else high - low
    low, high = step * (low // step), -step * (-high // step)
    pieces = [_pieces(row, low, high) for row in rows]
    inks = {place: row.ink for place, row in enumerate(rows)}
    names = (
        (Message("band_held", "holds up"), None),
        (Message("band_near", "range, nearer to zero"), inks),
        (Message("band_notch", "as measured"), dict.fromkeys(inks, Ink.PAPER)),
        (Message("band_far", "range, farther from zero"), inks),
        (Message("band_range_across", "range, other side of zero"), inks),
    )
    told = (
        (Message("column_lift", "Lift"), tuple(row.point for row in rows)),
        (Message("column_low", "Low end"), tuple(_end(row, low=True) for row in rows)),
        (Message("column_high", "High end"), tuple(_end(row, low=False) for row in rows)),
    )
    return BarChart(
        name=alt.split(":")[0],
        alt=alt,
        box=Box(top=TOP + 0.4, width=WIDE, height=min(MOST, 0.55 + ROW * len(rows))),
        categories=tuple(f"{row.glyph} {row.name}: {row.lift} ({row.span})" for row in rows),
        series=tuple(
            Bars(name=wording.speak(name, language), values=values, ink=Ink.UNDECIDED if own else None, inks=own or {})
            for (name, own), values in zip(names, zip(*pieces, strict=True), strict=True)
        ),
        axis=Axis(low=low, high=high, step=step, format=formats.ticks(step)),
        format=formats.LIFT,
        lying=True,
        gap=150,
        beside=tuple((wording.speak(name, language), values) for name, values in told),
    )


def _pieces(row: ForestRow, least: float, most: float) -> tuple[float, ...]:
    """Return what holds a range up, its parts before, at and behind its lift, and what is on the other side of zero."""
    if row.interval is None:
        return 0.0, 0.0, 0.0, 0.0, 0.0
    low, high = (min(max(end, least), most) for end in (row.interval.low, row.interval.high))
    point = min(max(low if row.point is None else row.point, low), high)
    up = low >= 0 or (high > 0 and point >= 0)
    near, far, across = (max(low, 0.0), high, min(low, 0.0)) if up else (min(high, 0.0), low, max(high, 0.0))
    notch = NOTCH * (most - least) * (1 if up else -1)
    begins = max(near, point - notch / 2) if up else min(near, point - notch / 2)
    ends = min(far, begins + notch) if up else max(far, begins + notch)
    return near, begins - near, ends - begins, far - ends, across


def _end(row: ForestRow, *, low: bool) -> float | None:
    if row.interval is None:
        return None
    end = row.interval.low if low else row.interval.high
    return end if isfinite(end) else None


def _side(readout: Readout, language: str, *, has_chart: bool, beside: Sequence[Line]) -> Words:
    """Return why the verdict is what it is, whether the test is healthy, and how many took part."""
    why = wording.speak(Message("why", "Why this verdict"), language)
    lines = [Line(text=why, size=16, heading=True)]
    reasons = wording.verdict_reasons(readout, language)[: FEWER if beside else REASONS]
    lines += [Line(text=said, size=SMALL, bullet=True) for said in reasons]
    worst = next((one.light for one in checks.by_weight(readout.health) if one.light is not Light.OK), Light.OK)
    if readout.health:
        said = f"{checks.SHAPES[worst]} {checks.title(readout.health, language)}"
        lines.append(Line(text=said, size=14, ink=Ink.WORSE if worst is Light.BLOCK else Ink.TEXT, above=14))
    if worst is Light.BLOCK:
        lines.append(Line(text=wording.verdict_detail(readout, language), size=SMALL))
    lines += beside
    users = " · ".join(f"{name}: {wording.number(count, language)}" for name, count in readout.users.items())
    head = wording.speak(Message("paper_users", "Users by variant"), language)
    lines += [
        Line(text=head, size=16, heading=True, above=14),
        Line(text=short(users, TOLD), size=SMALL, above=3),
    ]
    left = MARGIN + WIDE + 0.4 if has_chart else MARGIN
    return Words(name=why, box=Box(left=left, width=MARGIN + INSIDE - left), lines=tuple(lines))


def _foot(readout: Readout, language: str) -> str:
    experiment = readout.experiment
    parts = ["Liftroom", experiment.name, experiment.channel, checks.day_of_test(readout, language)]
    if readout.as_of is not None:
        parts.append(wording.speak(Message("as_of", "as of {day}", {"day": readout.as_of}), language))
    if experiment.sample:
        parts.append(wording.speak(Message("sample", "Sample: invented data"), language))
    return " · ".join(part for part in parts if part)


def _notes(readout: Readout, language: str) -> Iterator[str]:
    """Say where the numbers come from, all of them, and by which mark the same data are known again."""
    yield wording.verdict_sentence(readout, language)
    yield from wording.verdict_reasons(readout, language)
    for row in evidence.forest_rows(readout, language):
        yield f"{row.group}: {row.glyph} {row.name}: {row.values}: {row.lift} ({row.span})"
    yield foot(readout, language)
