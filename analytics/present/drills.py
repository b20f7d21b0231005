"""One metric looked at closer, in words, figures and rows: its values, its cap, and its query."""

from functools import partial

import numpy as np

from analytics.decisions.drills import Drill
from analytics.decisions.results import MetricComparison, Readout
from analytics.present import axes, numbers, scales, wording
from analytics.present.figures import Chart, Figure, Table
from analytics.present.palette import Ink
from analytics.present.sheets import Sheet
from analytics.statistics.results import Comparison, Untestable
from data.declarations.metrics import Kind
from data.events.distributions import Distribution
from data.messages import Message, Parameter

HEIGHT, FOOT = 240, 30  # pixels: of the figure, below its axis


def shares_title(readout: Readout, drill: Drill, language: str) -> str:
    """Say by how much the shares differ, of the treatment that the verdict speaks about."""
    row = next((one for one in drill.rows if one.treatment == readout.verdict.treatment), drill.rows[0])
    words: dict[str, Parameter] = {
        "metric": wording.metric(drill.metric, language),
        "change": _change(readout, row, language),
    }
    return wording.speak(Message("shares_title", "{metric}: {change}", words), language)


def shares(readout: Readout, drill: Drill, language: str) -> Table:
    """Return the shares of a rate: users and those who did it, by variant, and the difference."""
    columns = (
        Message("column_variant", "Variant"),
        Message("column_did", "Did it"),
        Message("column_share", "Share"),
        Message("column_difference", "Difference"),
    )
    rows: list[tuple[str, ...]] = []
    for position, row in enumerate(drill.rows):
        if position == 0:
            rows.append(_share_row(row.control, row.control_users, row.control_total, "", language))
        change = _change(readout, row, language)
        rows.append(_share_row(row.treatment, row.treatment_users, row.treatment_total, change, language))
    return Table(columns=tuple(wording.speak(column, language) for column in columns), rows=tuple(rows))


def spread(readout: Readout, drill: Drill, found: Distribution, language: str) -> Chart:
    """Return how users' values are spread, control and the treatment of the verdict side by side; the table has all."""
    variants = readout.experiment.variants
    chosen = readout.verdict.treatment if readout.verdict.treatment in variants[1:] else variants[-1]
    arm = variants.index(chosen)
    last = int(np.flatnonzero(found.bins.sum(axis=1) > 0).max(initial=0)) + 1
    title = _spread_title(readout, drill, found, language)
    words: dict[str, Parameter] = {
        "treatment": chosen,
        "control": variants[0],
        "fewest": readout.policy.small_segment,
    }
    caption = Message(
        "spread_caption",
        "Share of each variant’s users by what they hold, without those who hold none. Left bar: “{control}”, right: "
        "“{treatment}”. Groups of fewer than {fewest} users are not shown.",
        words,
    )
    return Chart(
        title=title,
        alt=title,
        figure=_bars(readout, drill, found, arm, last, language),
        caption=wording.speak(caption, language),
        table=partial(_spread_table, readout, drill, found, last, language),
    )


def cap_title(readout: Readout, drill: Drill, language: str) -> str:
    """Say what the cap changes, or why there is nothing to say."""
    metric = drill.metric
    if metric.cap is None:
        return wording.speak(Message("cap_none", "No cap is declared: every value counts in full."), language)
    if not drill.uncapped:
        return wording.speak(
            Message("cap_unknown", "What the cap changes cannot be told of a ratio, nor from totals."), language
        )
    cap = wording.value(metric.cap, metric, language, currency=readout.experiment.currency)
    pairs = zip(drill.rows, drill.uncapped, strict=True)
    same = all(_side(capped) == _side(plain) for capped, plain in pairs)
    kept = Message("cap_same", "The finding is the same without the cap of {cap}", {"cap": cap})
    moved = Message("cap_differs", "The finding rests on the cap of {cap}", {"cap": cap})
    return wording.speak(kept if same else moved, language)


def cap_table(readout: Readout, drill: Drill, language: str) -> Table:
    """Return the difference with and without the cap."""
    columns = (
        Message("column_treatment", "Treatment"),
        Message("column_capped", "With the cap"),
        Message("column_uncapped", "Without the cap"),
    )
    return Table(
        columns=tuple(wording.speak(column, language) for column in columns),
        rows=tuple(
            (capped.treatment, _change(readout, capped, language), _change(readout, plain, language))
            for capped, plain in zip(drill.rows, drill.uncapped, strict=True)
        ),
    )


def _side(row: MetricComparison) -> int:
    """Return on which side of zero the whole range lies; 0: on none."""
    if isinstance(row.result, Untestable):
        return 0
    interval = row.result.difference_interval
    return (interval.low > 0) - (interval.high < 0)


def _change(readout: Readout, row: MetricComparison, language: str) -> str:
    result = row.result
    if not isinstance(result, Comparison):
        return wording.label(result.reason, language)
    currency = readout.experiment.currency
    return scales.difference(result.difference, result.difference_interval, row.metric, currency, language)


def _share_row(variant: str, users: int, total: float | None, change: str, language: str) -> tuple[str, ...]:
    did = round(total or 0.0)
    share = numbers.percent(did / users if users else 0.0, wording.language_of(language))
    counted = Message("count_of_users", "{count:,} of {users:,}", {"count": did, "users": users})
    return variant, wording.speak(counted, language), share, change


def _spread_title(readout: Readout, drill: Drill, found: Distribution, language: str) -> str:
    above, everybody = found.bins.sum(), found.bins.sum() + found.nothing.sum() + found.below.sum()
    words: dict[str, Parameter] = {"share": float(above / everybody) if everybody else 0.0}
    reached = np.cumsum(found.bins.sum(axis=1)) * 2 >= above
    middle = int(np.flatnonzero(reached)[0]) if above else len(found.bins) - 1
    if middle == len(found.bins) - 1:
        return wording.speak(Message("spread_any", "{share:.1%} of the users hold any", words), language)
    words["edge"] = _amount(readout, drill, (middle + 1) * found.width, language)
    said = Message("spread_half", "{share:.1%} of the users hold any, half of these up to {edge}", words)
    return wording.speak(said, language)


def _bars(readout: Readout, drill: Drill, found: Distribution, arm: int, last: int, language: str) -> Figure:
    sheet = Sheet()
    users = found.bins.sum(axis=0) + found.nothing + found.below
    tops, percent = [0.001], partial(numbers.percent, language=wording.language_of(language))
    for place, ink, shift in ((0, Ink.UNDECIDED, -0.2), (arm, Ink.TEXT, 0.2)):
        counts = found.bins[:last, place]
        shown = np.where(counts >= readout.policy.small_segment, counts / max(int(users[place]), 1), 0.0)
        tops.append(float(shown.max(initial=0.0)))
        sheet.traces.append(
            {
                "type": "bar",
                "x": [position + 0.5 + shift for position in range(last)],
                "y": shown.tolist(),
                "width": 0.4,
                "marker": {"color": ink},
                "text": [
                    wording.speak(Message("bar", "{share:.2%}", {"share": float(one)}), language) for one in shown
                ],
                "textposition": "none",
                "hovertemplate": "%{text}<extra></extra>",
            }
        )
    ticks = axes.ticks(0.0, max(tops) * 1.05, about=4)
    edges = range(0, last + (last < len(found.bins)), max(1, -(-last // 6)))
    return sheet.figure(
        height=HEIGHT,
        margin={"l": 56, "r": 24, "t": 8, "b": FOOT},
        x={
            "range": [0, max(last, 2)],
            "tickvals": list(edges),
            "ticktext": [_amount(readout, drill, edge * found.width, language) for edge in edges],
        },
        y={
            "range": [0, max(tops) * 1.05],
            "tickvals": ticks,
            "ticktext": [percent(tick, digits=1) for tick in ticks],
            "gridcolor": Ink.RULE,
        },
    )


def _spread_table(readout: Readout, drill: Drill, found: Distribution, last: int, language: str) -> Table:
    say = partial(_amount, readout, drill, language=language)
    names = [
        wording.speak(Message("spread_below", "below zero"), language),
        wording.speak(Message("spread_none", "none"), language),
    ]
    for number in range(last):
        ends: dict[str, Parameter] = {"low": say(number * found.width), "high": say((number + 1) * found.width)}
        between = Message("spread_bin", "above {low}, up to {high}", ends)
        more = Message("spread_more", "above {low}", ends)
        names.append(wording.speak(more if number == len(found.bins) - 1 else between, language))
    counts = np.vstack([found.below, found.nothing, found.bins[:last]])
    fewest = readout.policy.small_segment
    few = wording.speak(Message("fewer_than", "fewer than {count}", {"count": fewest}), language)
    rows = [
        (name, *(few if 0 < count < fewest else wording.number(int(count), language) for count in own))
        for name, own in zip(names, counts, strict=True)
        if own.sum() > 0
    ]
    held = wording.speak(Message("column_held", "Users who hold"), language)
    return Table(columns=(held, *readout.experiment.variants), rows=tuple(rows))


def _amount(readout: Readout, drill: Drill, value: float, language: str) -> str:
    if drill.metric.kind is Kind.RATE:
        return wording.number(value, language)
    digits = 0 if float(value).is_integer() else None
    if drill.metric.unit == "currency":
        return numbers.money(value, readout.experiment.currency, wording.language_of(language), digits=digits)
    return wording.number(value, language, digits=digits)
