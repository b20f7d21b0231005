"""The sheet a figure is drawn on: parts are collected as plain values and checked by Plotly once, as a whole."""

from collections.abc import Mapping
from math import ceil, floor
from typing import Any

import plotly.graph_objects as go

from analytics.present.figures import Figure
from analytics.present.palette import Ink


class Sheet:
    """Collects what a figure is made of: Plotly checks a whole figure in a tenth of the time it needs part by part."""

    def __init__(self) -> None:
        self.traces: list[dict[str, Any]] = []
        self.shapes: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []

    def figure(
        self,
        *,
        height: int,
        margin: dict[str, int],
        x: dict[str, Any],
        y: dict[str, Any],
        more: Mapping[str, dict[str, Any]] | None = None,
    ) -> Figure:
        """Return the figure, without everything a reader does not need; `more` are further axes by Plotly's name."""
        axis = {"fixedrange": True, "tickfont": {"color": Ink.MUTED}, "ticks": "", "zeroline": False}
        layout = {
            "height": height,
            "margin": margin,
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "paper_bgcolor": "rgba(0,0,0,0)",
            "font": {"color": Ink.MUTED, "size": 12},
            "hoverlabel": {"bgcolor": Ink.PAPER, "bordercolor": Ink.RULE, "font": {"color": Ink.TEXT}},
            "shapes": self.shapes,
            "annotations": self.notes,
            "xaxis": axis | {"showgrid": False} | x,
            "yaxis": axis | y,
        }
        layout |= {name: axis | {"showgrid": False} | own for name, own in (more or {}).items()}
        return go.Figure({"data": self.traces, "layout": layout})


def ticks_between(low: float, high: float, *, about: int = 4) -> list[float]:
    """Return round values between `low` and `high`, zero among them where it lies inside."""
    steps = (digit * 10.0**power for power in range(-6, 4) for digit in (1, 2, 5))
    step = next((step for step in steps if (high - low) / step <= about + 1), high - low)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [round(index * step, 9) for index in range(first, last + 1)]
