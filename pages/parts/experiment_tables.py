"""The table of the experiment form: the metrics with their roles."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from analytics.present.labels import LABELS
from data.declarations.experiments import Experiment, MetricUse, Role
from data.declarations.metrics import Metric
from data.messages import Message
from pages.parts.visitor import say

ROLES = {role: LABELS[role] for role in Role}


def uses(planned: Experiment, metrics: tuple[Metric, ...], *, key: str) -> Callable[[], tuple[MetricUse, ...]]:
    """Ask for the metrics with role and, for guardrails, margin; returns what reads it."""
    names = {metric.key: metric.name for metric in metrics}
    words = {say(message): role for role, message in ROLES.items()}
    spoken = {role: word for word, role in words.items()}
    frame = pd.DataFrame(
        [
            {"metric": names.get(use.metric, use.metric), "role": spoken[use.role], "margin": _percent(use.margin)}
            for use in planned.metrics
        ],
        columns=["metric", "role", "margin"],
    ).astype({"margin": "float64"})
    title = Message(
        "uses",
        "**Metrics**: which decide, which explain, which must not get worse. The empty last row takes another one.",
    )
    st.markdown(say(title))
    margin = say(Message("uses_margin", "Tolerated worsening, %"))
    edited = st.data_editor(
        frame,
        num_rows="dynamic", hide_index=True, key=key, width="stretch", placeholder="–",
        column_config={
            "metric": st.column_config.SelectboxColumn(say(Message("metric", "Metric")), options=list(names.values())),
            "role": st.column_config.SelectboxColumn(say(Message("role", "Role")), options=list(words)),
            "margin": st.column_config.NumberColumn(margin, min_value=0.0),
        },
    )  # fmt: skip
    keys = {name: metric for metric, name in names.items()}

    def read() -> tuple[MetricUse, ...]:
        filled = [row for row in edited.to_dict("records") if isinstance(row["metric"], str)]
        return tuple(
            MetricUse(
                metric=keys.get(row["metric"], row["metric"]),
                role=words.get(row["role"], Role.SECONDARY),
                margin=None if pd.isna(row["margin"]) else round(row["margin"] / 100, 8),
            )
            for row in filled
        )

    return read


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 6)
