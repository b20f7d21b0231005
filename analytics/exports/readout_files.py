"""A readout taken along: a page to print, a slide, a workbook, or a plain table.

The figures are those of `analytics.document`.

Nothing leaves while the veil lies over the numbers: a file would travel further than the screen that hides them.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from analytics.decisions.results import MetricComparison, Readout
from analytics.document import Json, comparison_row, finding_row, point_row
from analytics.exports.forms import Form
from analytics.present.papers import onepager, spreadsheets
from analytics.present.papers.spreadsheets import Cell, Sheet
from data.declarations.metrics import Unit
from data.messages import Message, Refused

PERCENTS = frozenset({"relative_lift", "relative_interval_low", "relative_interval_high"})
INTERVALS = ("difference_interval", "relative_interval")


def written(readout: Readout, form: Form, *, language: str = "en") -> bytes:
    """Return the file; the same readout gives the same bytes.

    Parameters
    ----------
    readout : Readout
        What was read.
    form : Form
        PDF: one A4 page. PPTX: one slide. CSV: a row for every comparison. XLSX: the same, and the checks and the
        trend beside it.
    language : str
        Of the page, and of the sentences in the tables; names of columns and codes are the same in every language.

    Raises
    ------
    Refused
        The numbers are veiled.
    """
    refuse_veiled(readout)
    return WRITERS[form](readout, language)


def refuse_veiled(readout: Readout) -> None:
    """Raise `Refused` while the numbers of a readout are veiled: no file holds them."""
    if readout.veiled_on_screen:
        raise Refused(
            Message(
                "paper_veiled", "It is too early to take this along: the numbers are veiled until the minimum is met."
            )
        )


def file_name(readout: Readout, form: Form) -> str:
    """Return `personalised-hero-banner-2026-11-18.pdf`: the experiment and the day that was read."""
    slug = re.sub(r"[^a-z0-9_-]+", "-", readout.experiment.key.lower()).strip("-") or "experiment"
    day = f"-{readout.as_of.isoformat()}" if readout.as_of is not None else ""
    return f"{slug[:64]}{day}.{form.value}"


def comparisons(readout: Readout) -> Sheet:
    """Return one row per metric, treatment and segment: fractions, and amounts in the currency named beside them."""
    return _sheet(
        "Comparisons", readout, [_named(readout, row) | _flat(comparison_row(row)) for row in readout.comparisons]
    )


def health(readout: Readout, language: str) -> Sheet:
    """Return one row per health check."""
    return _sheet("Health", readout, [_flat(finding_row(finding, language)) for finding in readout.health])


def trends(readout: Readout) -> Sheet:
    """Return one row per treatment and day of the leading primary."""
    rows: list[dict[str, Cell]] = [
        {"metric": trend.metric, "treatment": trend.treatment, **_flat(point_row(point)), "day": point.day}
        for trend in readout.trends
        for point in trend.points
    ]
    return _sheet("Trend", readout, rows)


def _named(readout: Readout, row: MetricComparison) -> dict[str, Cell]:
    """Return what people call the metric, and what its values are counted in."""
    currency = readout.experiment.currency if row.metric.unit is Unit.CURRENCY else None
    return {"metric": row.metric.key, "metric_name": row.metric.name, "unit": currency or row.metric.unit.value}


def _flat(found: Mapping[str, Json]) -> dict[str, Cell]:
    """Return a record as cells: an interval is its two ends, a segment its attribute and value."""
    cells: dict[str, Cell] = {}
    for name, value in found.items():
        if name in INTERVALS:
            low, high = value if isinstance(value, list) else (None, None)
            cells |= {f"{name}_low": _cell(low), f"{name}_high": _cell(high)}
        elif name == "segment":
            parts = value if isinstance(value, dict) else {"attribute": None, "value": None}
            cells |= {f"segment_{part}": _cell(each) for part, each in parts.items()}
        else:
            cells[name] = _cell(value)
    return cells


def _cell(value: Json) -> Cell:
    assert not isinstance(value, list | dict), "what a table cannot hold was made flat"
    return value


def _sheet(name: str, readout: Readout, rows: Sequence[Mapping[str, Cell]]) -> Sheet:
    """Return rows with what tells one readout's from another's, where tables are laid together."""
    before: dict[str, Cell] = {"experiment": readout.experiment.key, "as_of": readout.as_of}
    after: dict[str, Cell] = {
        "sample": readout.experiment.sample,
        "inference": readout.inference.value,
        "fingerprint": readout.fingerprint,
    }
    whole = [before | dict(row) | after for row in rows] or [before | after]
    return Sheet(
        name=name,
        columns=tuple(whole[0]),
        rows=tuple(tuple(row.values()) for row in whole if rows),
        percents=PERCENTS,
    )


def _pdf(readout: Readout, language: str) -> bytes:
    return onepager.page(readout, language)


def _pptx(readout: Readout, language: str) -> bytes:
    from analytics.present.papers import readout_slides  # slow to import, as workbooks are

    return readout_slides.deck(readout, language)


def _xlsx(readout: Readout, language: str) -> bytes:
    from analytics.present.papers import workbooks  # slow to import, and most files are no workbooks

    return workbooks.workbook((comparisons(readout), health(readout, language), trends(readout)))


def _csv(readout: Readout, _language: str) -> bytes:
    return spreadsheets.csv_file(comparisons(readout))


WRITERS: Mapping[Form, Callable[[Readout, str], bytes]] = {
    Form.PDF: _pdf,
    Form.PPTX: _pptx,
    Form.XLSX: _xlsx,
    Form.CSV: _csv,
}
