"""The sheet a figure is drawn on: parts are collected as plain values and become one figure at the end."""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from analytics.present.figures import Figure
from analytics.present.palette import Ink


class Sheet:
    """Collects what a figure is made of.

    Plotly does not check it, which took four fifths of the time of a figure: the tests let it check every kind instead.
    """

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
        return go.Figure({"data": self.traces, "layout": layout}, _validate=False)
