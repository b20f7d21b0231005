"""The forest on paper: which rows a page has room for, and every row's words beside its lane, over one axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from analytics.decisions.results import Readout
from analytics.present import axes, evidence, scales, wording
from analytics.present.figures import ForestRow
from analytics.present.findings import forest_title
from analytics.present.palette import Ink
from analytics.present.papers import drawings
from analytics.present.papers.press import Content
from data.declarations.experiments import Role
from data.messages import Message

WEIGHT = (Role.PRIMARY, Role.GUARDRAIL, Role.SECONDARY)  # what stays longest on a full page


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """How much room the rows have. Tenths of a millimetre."""

    rows: int  # at most so many
    dense: bool  # a row has one line, not two
    width: int
    height: int


def forest(readout: Readout, rows: Sequence[ForestRow], language: str, *, lanes: Lanes, pictures: list[str]) -> Content:
    """Return every metric's words and lane, under the headings of what it is for; its drawings join `pictures`."""
    shown = kept(rows, language, most=lanes.rows)
    if not shown:
        return None
    axis, left = axes.forest(shown), len(rows) - len(shown)
    groups: list[Content] = []
    for name, members in groupby(shown, key=lambda row: row.group):
        lines: list[Content] = []
        for row in members:
            drawn = None
            if row.interval is not None:
                drawn = laid(drawings.lane(row, axis, width=lanes.width, height=lanes.height), pictures)
            lines.append(
                {
                    "name": row.name, "glyph": row.glyph, "ink": ink_name(row.ink), "values": row.values,
                    "lift": row.lift, "span": row.span, "lane": drawn,
                }
            )  # fmt: skip
        groups.append({"name": name, "rows": lines})
    percent = partial(scales.lift_tick, language=language)
    more = Message("paper_rows_left", "{count:,} more rows stand in the tables.", {"count": left})
    return {
        "title": forest_title(rows, language),
        "dense": lanes.dense,
        "height": lanes.height,
        "groups": groups,
        "ruler": laid(drawings.ruler(axis, percent, width=lanes.width), pictures),
        "caption": evidence.forest_caption(readout, language),
        "more": wording.speak(more, language) if left > 0 else "",
    }


def kept(rows: Sequence[ForestRow], language: str, *, most: int) -> list[ForestRow]:
    """Return the rows that a page has room for, in their order: what got worse is never left out for what did not."""
    weight = {wording.label(role, language): place for place, role in enumerate(WEIGHT)}
    worth = sorted(range(len(rows)), key=lambda at: (rows[at].ink is not Ink.WORSE, weight[rows[at].group], at))
    return [rows[at] for at in sorted(worth[:most])]


def laid(picture: str, pictures: list[str]) -> int:
    """Lay a drawing beside the words; returns its position."""
    pictures.append(picture)
    return len(pictures) - 1


def ink_name(ink: Ink) -> str:
    """Return what a page calls an ink."""
    return ink.name.lower()
