"""What a programme was worth on one A4 page, as the screen says it. `worth.typ` sets it.

Amounts are to the cent wherever they are added up: the tests that are shown, those that are counted as the rest, and
their sum.
"""

from collections.abc import Iterator, Mapping
from functools import partial

from analytics.decisions.reports import Report
from analytics.decisions.roi import Worth
from analytics.present import assumed, numbers, tallies, wants, wording, worth_figures, worths
from analytics.present.palette import Ink
from analytics.present.papers import press, worth_drawings
from analytics.present.papers.cells import short
from analytics.present.papers.press import Content
from analytics.present.papers.worth_drawings import Bar
from data.messages import Message

ROWS = 8  # tests that are shown; more are counted, with their sum
CARDS = 3
UNKNOWN = 5  # lines of what nobody knows
NAME, LINE = 120, 600  # letters of a name and of a sentence that a page has room for
PICTURE = (850, 470)  # width and height of both figures, tenths of a millimetre


def page(report: Report, language: str) -> bytes:
    """Return the page as a PDF."""
    return press.pdf("worth", *laid_out(report, language))


def laid_out(report: Report, language: str) -> tuple[dict[str, Content], list[str]]:
    """Return what stands on the page, and the drawings that it names by position."""
    worth = report.worth if report.worth is not None and report.worth.gains else None
    content: dict[str, Content] = {
        "language": wording.language_of(language),
        "name": _said(Message("worth_paper", "What the programme was worth"), language),
        "sample": _said(Message("sample", "Sample: invented data"), language) if report.is_sample else "",
        "standing": worths.standing(report, language),
        "headline": worths.headline(report, language),
        "subline": worths.subline(report, language),
        "figures": _figures(report, worth, language) if worth else None,
        "sums": _sums(report, worth, language) if worth else [],
        "gains": _gains(report, worth, language) if worth else None,
        "avoided": short(worths.avoided(report, language) or "", LINE),
        "wanted": _wanted(report, language),
        "unknown": {
            "title": _said(Message("unknown_title", "What we do not know"), language),
            "items": [short(line, LINE) for line in worths.unknown(report, language)[:UNKNOWN]],
        },
        "assumed": _assumed(report, language),
        "foot": "Liftroom · " + worths.standing(report, language),
    }
    return content, _pictures(report, worth, language) if worth else []


def _figures(report: Report, worth: Worth, language: str) -> Content:
    """Return the words of both figures; the drawings stand in the same order."""
    charts = (worth_figures.dots(report, worth, language), worth_figures.waterfall(report, worth, language))
    return [{"title": each.title, "alt": each.alt, "caption": each.caption} for each in charts]


def _pictures(report: Report, worth: Worth, language: str) -> list[str]:
    cost = Message("dots_cost", "cost {amount}", {"amount": worths.money(report, report.cost, language)})
    drawn = worth_drawings.dots(
        [report.amount(each) for each in worth.outcomes],
        report.amount(report.cost),
        _said(cost, language),
        partial(numbers.money, currency=report.currency, language=language, digits=0),
        size=PICTURE,
    )
    return [drawn, worth_drawings.falls(tuple(_bars(report, worth, language)), size=PICTURE)]


def _bars(report: Report, worth: Worth, language: str) -> Iterator[Bar]:
    level = 0.0
    for step in worth.waterfall:
        amount, stands = report.amount(step.amount), step.stage in worth_figures.LEVELS
        start = 0.0 if stands else level
        level = start + amount
        ink = (Ink.BETTER if amount >= 0 else Ink.WORSE) if stands else Ink.UNDECIDED
        name = _said(worth_figures.STEPS[step.stage], language)
        yield Bar(name=name, text=worths.money(report, step.amount, language), start=start, end=level, ink=ink)


def _sums(report: Report, worth: Worth, language: str) -> Content:
    """Return the figures that matter, each under its name and with its range or what it rests on."""
    told = tallies.sums(report, worth, language)
    return [{"name": one.name, "amount": one.amount, "note": one.note} for one in told]


def _gains(report: Report, worth: Worth, language: str) -> Content:
    """Return the tests that bring most, the others as one row, and the sum of all."""
    table = tallies.gains(report, worth, language, shown=ROWS)
    *rows, total = table.rows
    return {
        "title": _said(Message("gains_title", "Where it comes from"), language),
        "columns": table.columns,
        "rows": [(short(name, NAME), *cells) for name, *cells in rows],
        "total": total,
    }


def _wanted(report: Report, language: str) -> Mapping[str, Content]:
    """Return the decisions that are wanted: what, the money that hangs on it, of whom and by when."""
    waiting = worths.wanted(report)
    cards: list[Content] = []
    for one in waiting[:CARDS]:
        title, whose = worths.decision(one, language)
        stake = wants.stake(report, one, language)
        cards.append({"title": short(title, LINE), "stake": short(stake, LINE), "whose": short(whose, LINE)})
    left = len(waiting) - CARDS
    more = Message("wanted_more", "and {count} more that wait", {"count": left})
    title = _said(Message("wanted_title", "Decisions wanted"), language)
    return {"title": title, "cards": cards, "more": _said(more, language) if left > 0 else ""}


def _assumed(report: Report, language: str) -> str:
    """Return what is assumed of all tests alike, in one line."""
    rows = assumed.table(report.assumed.value, [report.metric], language).rows
    return " · ".join(f"{name}: {value}" for name, value in rows)


def _said(message: Message, language: str) -> str:
    return wording.speak(message, language)
