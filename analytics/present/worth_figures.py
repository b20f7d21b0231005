"""The two figures of a worth: fifty equally likely outcomes beside the cost, and the way from seen to counted."""

from collections.abc import Sequence
from functools import partial

from analytics.decisions.reports import Report
from analytics.decisions.roi import OUTCOMES, Stage, Worth
from analytics.present import axes, numbers, piles, wording, worths
from analytics.present.figures import Chart, Figure, Table
from analytics.present.palette import Ink
from analytics.present.sheets import Sheet
from data.messages import Message

DOT = 13  # pixels across
STEPS: dict[Stage, Message] = {
    Stage.SEEN: Message("step_seen", "Seen in tests"),
    Stage.SHRUNK: Message("step_shrunk", "Winner’s luck"),
    Stage.OVERLAP: Message("step_overlap", "Shared customers"),
    Stage.DECAYED: Message("step_decayed", "Wears off"),
    Stage.COST: Message("step_cost", "Cost"),
    Stage.NET: Message("step_net", "Net"),
}
LEVELS = (Stage.SEEN, Stage.NET)  # stand on the ground


def dots(report: Report, worth: Worth, language: str) -> Chart:
    """Draw fifty equally likely outcomes; those that do not reach the cost are crosses in another colour."""
    count = worths.paying(report, worth)
    title = Message("dots_title", "{count} of {of} outcomes pay back", {"count": count, "of": OUTCOMES})
    if not report.cost:
        title = Message("dots_title_free", "{of} outcomes that are equally likely", {"of": OUTCOMES})
    caption = Message(
        "dots_caption",
        "Each mark is one of {of} equally likely outcomes: extra margin over {months} months. Crosses stay below the "
        "cost.",
        {"of": OUTCOMES, "months": report.assumed.value.horizon_months},
    )
    spoken = wording.speak(title, language)
    return Chart(
        title=spoken,
        alt=f"{spoken}. {worths.subline(report, language)}",
        figure=_dots(report, worth, language),
        caption=wording.speak(caption, language),
        table=partial(_outcomes, report, worth, language),
    )


def waterfall(report: Report, worth: Worth, language: str) -> Chart:
    """Draw the way from what was seen to what is counted."""
    title = wording.speak(Message("waterfall_title", "From what we saw to what we count"), language)
    rows = _rows(report, worth, language)
    caption = Message(
        "waterfall_caption",
        "Blue: what was seen, and what is left. Grey: what is taken off or added on the way. They add up to the cent.",
    )
    return Chart(
        title=title,
        alt="; ".join((title, *(f"{name}: {amount}" for name, amount in rows))),
        figure=_waterfall(report, worth, language),
        caption=wording.speak(caption, language),
        table=lambda: Table(columns=_heads(language), rows=rows),
    )


def _dots(report: Report, worth: Worth, language: str) -> Figure:
    sheet = Sheet()
    outcomes, cost = [report.amount(each) for each in worth.outcomes], report.amount(report.cost)
    low, high = min(*outcomes, 0.0), max(*outcomes, cost, 1.0)
    marks, width = piles.piled(outcomes, cost), piles.width(outcomes)
    for pays, ink, symbol in ((True, Ink.BETTER, "circle"), (False, Ink.WORSE, "x")):
        sheet.traces.append(
            {
                "type": "scatter", "mode": "markers", "hoverinfo": "skip",
                "x": [mark.at for mark in marks if mark.pays is pays],
                "y": [mark.height for mark in marks if mark.pays is pays],
                "marker": {"color": ink, "size": DOT, "symbol": symbol},
            }
        )  # fmt: skip
    tallest = max(mark.height for mark in marks) + 1
    if report.cost:
        _cost_line(sheet, report, language, height=tallest + 1, right=cost < (low + high) / 2)
    ticks = axes.ticks(low / 10 ** _power(high), high / 10 ** _power(high), about=4)
    values = [tick * 10 ** _power(high) for tick in ticks]
    return sheet.figure(
        height=300,
        margin={"l": 12, "r": 12, "t": 8, "b": 30},
        x={
            "range": [low - width, high + width], "tickvals": values,
            "ticktext": [numbers.money(value, report.currency, language, digits=0) for value in values],
        },
        y={"range": [0, max(tallest + 1.5, 9)], "showticklabels": False, "showgrid": False},
    )  # fmt: skip


def _cost_line(sheet: Sheet, report: Report, language: str, *, height: float, right: bool) -> None:
    """Draw the line that an outcome has to reach; `right`: what it is called stands on its right side."""
    cost = report.amount(report.cost)
    sheet.shapes.append(
        {
            "type": "line", "x0": cost, "x1": cost, "y0": 0, "y1": height,
            "line": {"color": Ink.TEXT, "width": 1.5},
        }
    )  # fmt: skip
    amount = worths.money(report, report.cost, language)
    said = wording.speak(Message("dots_cost", "cost {amount}", {"amount": amount}), language)
    sheet.notes.append(
        {
            "x": cost, "y": height, "text": said, "showarrow": False, "xanchor": "left" if right else "right",
            "yanchor": "top", "xshift": 6 if right else -6, "font": {"color": Ink.TEXT},
        }
    )  # fmt: skip


def _power(size: float) -> int:
    """Return the power of ten below which an axis' own ticks are chosen: amounts are of any size."""
    return max(0, len(f"{abs(size):.0f}") - 1)


def _waterfall(report: Report, worth: Worth, language: str) -> Figure:
    sheet = Sheet()
    names, bases, sizes, inks, texts, reach = [], [], [], [], [], [0.0]
    level = 0.0
    for step in worth.waterfall:
        amount = report.amount(step.amount)
        stands = step.stage in LEVELS
        base = 0.0 if stands else level
        level = amount if stands else level + amount
        names.append(wording.speak(STEPS[step.stage], language))
        bases.append(base)
        sizes.append(amount)
        inks.append((Ink.BETTER if amount >= 0 else Ink.WORSE) if stands else Ink.UNDECIDED)
        texts.append(worths.money(report, step.amount, language))
        reach += [base, level]
    air = (max(reach) - min(reach)) * 0.34 or 1.0
    sheet.traces.append(
        {
            "type": "bar", "orientation": "h", "y": names, "x": sizes, "base": bases, "marker": {"color": inks},
            "hoverinfo": "skip", "width": 0.62,
        }
    )  # fmt: skip
    for name, base, size, text in zip(names, bases, sizes, texts, strict=True):
        sheet.notes.append(
            {
                "x": max(base, base + size), "y": name, "text": text, "showarrow": False,
                "xanchor": "left", "xshift": 6, "font": {"color": Ink.TEXT},
            }
        )  # fmt: skip
    sheet.shapes.append(
        {"type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1, "line": {"color": Ink.RULE, "width": 1}}
    )
    return sheet.figure(
        height=300,
        margin={"l": 112, "r": 8, "t": 8, "b": 12},
        x={"range": [min(reach) * 1.05, max(reach) + air], "showticklabels": False},
        y={"autorange": "reversed", "showgrid": False, "tickfont": {"color": Ink.TEXT, "size": 13}},
    )


def _rows(report: Report, worth: Worth, language: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (wording.speak(STEPS[step.stage], language), worths.exact(report, step.amount, language))
        for step in worth.waterfall
    )


def _heads(language: str) -> tuple[str, ...]:
    heads: Sequence[Message] = (Message("column_step", "Step"), Message("column_amount", "Amount"))
    return tuple(wording.speak(head, language) for head in heads)


def _outcomes(report: Report, worth: Worth, language: str) -> Table:
    return Table(
        columns=(wording.speak(Message("column_outcome", "Outcome"), language), _heads(language)[1]),
        rows=tuple(
            (numbers.number(place, language), worths.exact(report, outcome, language))
            for place, outcome in enumerate(worth.outcomes, start=1)
        ),
    )
