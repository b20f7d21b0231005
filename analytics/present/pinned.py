"""A readout as it was pinned: its words and its forest, said once and kept, so that no later wording rewrites them."""

import math
from dataclasses import dataclass, replace
from functools import partial

from analytics.decisions.results import Readout
from analytics.present import checks, evidence, forests, scales, wording
from analytics.present.figures import Chart, ForestRow, Table
from analytics.present.findings import forest_title
from analytics.statistics.results import Interval
from data.messages import Message

TOO_EARLY = Message("stands_veiled", "Too early")
FARTHEST = 1e6  # what stands for an end that does not exist: a lift far beyond every axis


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A readout in the words of one language."""

    name: str  # of the experiment
    dateline: str
    verdict: str  # the status word
    headline: str
    detail: str  # may be empty
    reasons: tuple[str, ...]
    caption: str  # what bar, notch and band mean
    rows: tuple[ForestRow, ...]


def told(readout: Readout, language: str) -> Told:
    """Return what is kept of a readout beside its figures: of a veiled one, that it is."""
    if readout.veiled_on_screen:
        return Told(
            name=readout.experiment.name,
            dateline=checks.dateline(readout, language),
            verdict=wording.speak(TOO_EARLY, language),
            headline=checks.veil_title(readout, language),
            detail="",
            reasons=(),
            caption="",
            rows=(),
        )
    return Told(
        name=readout.experiment.name,
        dateline=checks.dateline(readout, language),
        verdict=wording.label(readout.verdict.kind, language),
        headline=wording.verdict_headline(readout, language),
        detail=wording.verdict_detail(readout, language),
        reasons=tuple(wording.verdict_reasons(readout, language)),
        caption=evidence.forest_caption(readout, language),
        rows=tuple(_storable(row) for row in evidence.forest_rows(readout, language)),
    )


def forest(kept: Told, language: str) -> Chart:
    """Return the forest as it was pinned."""
    title = forest_title(kept.rows, language)
    ticks = {row.axis: partial(scales.lift_tick, language=language) for row in kept.rows}
    return Chart(
        title=title,
        alt="; ".join((title, *(f"{row.name} {row.lift} ({row.span})" for row in kept.rows))),
        figure=forests.forest(kept.rows, ticks=ticks),
        caption=kept.caption,
        table=partial(_table, kept, language),
    )


def _table(kept: Told, language: str) -> Table:
    columns = (
        Message("column_metric", "Metric"),
        Message("column_values", "Values"),
        Message("column_lift", "Lift"),
        Message("column_range", "Range"),
    )
    return Table(
        columns=tuple(wording.speak(column, language) for column in columns),
        rows=tuple((row.name, row.values, row.lift, row.span) for row in kept.rows),
    )


def _storable(row: ForestRow) -> ForestRow:
    """Return a row whose figures are all finite: what is kept is JSON."""
    if row.interval is None:
        return row
    low, high = (
        end if math.isfinite(end) else math.copysign(FARTHEST, end) for end in (row.interval.low, row.interval.high)
    )
    return replace(row, interval=Interval(low=low, high=high, level=row.interval.level))
