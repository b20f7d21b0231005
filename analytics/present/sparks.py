"""The lift over time as a drawing of a word's height, in SVG: zero, the interval that narrows, the line, and today."""

from collections.abc import Sequence

from analytics.decisions.results import VerdictKind
from analytics.decisions.summaries import Spark
from analytics.present.palette import DARK, LIGHT, Ink

WIDTH, HEIGHT = 200, 44  # pixels
_EDGE = 4  # free around the drawing, so that the last day's dot is whole
_INKS = {VerdictKind.SHIP: Ink.BETTER, VerdictKind.STOP: Ink.WORSE}


def spark(sparks: Sequence[Spark], kind: VerdictKind | None, *, dark: bool) -> str:
    """Return the drawing; `kind` gives the line its ink. The scale is the line's own and always holds zero."""
    inks = DARK if dark else LIGHT
    ink = inks[_INKS.get(kind, Ink.UNDECIDED)] if kind is not None else inks[Ink.UNDECIDED]
    low, high = _scale(sparks)

    def across(position: int) -> float:
        return round(_EDGE + position * (WIDTH - 2 * _EDGE) / max(len(sparks) - 1, 1), 1)

    def down(lift: float) -> float:
        return round(_EDGE + (high - min(max(lift, low), high)) * (HEIGHT - 2 * _EDGE) / (high - low), 1)

    zero = f'<path d="M0 {down(0.0)}H{WIDTH}" stroke="{inks[Ink.MUTED]}" stroke-opacity=".55"/>'
    upper = [(across(at), down(one.high)) for at, one in enumerate(sparks) if one.high is not None]
    lower = [(across(at), down(one.low)) for at, one in enumerate(sparks) if one.low is not None]
    band = f'<path d="M{_points(upper + lower[::-1])}Z" fill="{ink}" fill-opacity=".16"/>' if len(upper) > 1 else ""
    line = _points([(across(at), down(one.lift)) for at, one in enumerate(sparks)])
    last = f'<circle cx="{across(len(sparks) - 1)}" cy="{down(sparks[-1].lift)}" r="3" fill="{ink}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'fill="none">{band}{zero}<path d="M{line}" stroke="{ink}" stroke-width="1.75" stroke-linejoin="round"/>'
        f"{last}</svg>"
    )


def _scale(sparks: Sequence[Spark]) -> tuple[float, float]:
    """Return the lifts at the lower and upper edge: the line whole but for its wild first days."""
    later = sparks[len(sparks) // 5 :]
    values = [0.0, *(one.lift for one in later)]
    values += [end for one in later[-1:] for end in (one.low, one.high) if end is not None]
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - 0.01, high + 0.01)


def _points(points: Sequence[tuple[float, float]]) -> str:
    return "L".join(f"{x} {y}" for x, y in points)
