"""The two tables of the experiment form: the planned split by period, and the metrics with their roles."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from analytics.present.labels import LABELS
from data.declarations.experiments import Allocation, Experiment, MetricUse, Role
from data.declarations.metrics import Metric
from data.messages import Message, Refused
from pages.parts.visitor import say

FROM = "from"
ROLES = {role: LABELS[role] for role in Role}


def allocation(planned: Experiment, *, key: str) -> Callable[[tuple[str, ...]], tuple[Allocation, ...]]:
    """Ask for the planned split; returns what reads it, once the variants are known. An empty table: unknown."""
    rows = [
        {FROM: period.starts_on, **dict(zip(planned.variants, period.weights, strict=False))}
        for period in planned.allocation
    ]
    frame = pd.DataFrame(rows, columns=[FROM, *planned.variants])
    frame[FROM] = pd.to_datetime(frame[FROM])
    st.markdown(say(Message("split", "**Planned split**, one row per period; only ratios matter. Empty: unknown.")))
    columns: dict[str, Any] = {
        FROM: st.column_config.DateColumn(say(Message("split_from", "From (first row: open)"))),
        **{name: st.column_config.NumberColumn(name, min_value=0.0) for name in planned.variants},
    }
    edited = st.data_editor(
        frame.astype(dict.fromkeys(planned.variants, "float64")),
        num_rows="dynamic", hide_index=True, column_config=columns, key=key, width="stretch",
    )  # fmt: skip

    def read(variants: tuple[str, ...]) -> tuple[Allocation, ...]:
        periods = [_period(row, variants) for row in edited.to_dict("records")]
        return tuple(sorted(periods, key=lambda period: period.starts_on or date.min))

    return read


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
    st.markdown(say(Message("uses", "**Metrics**: which decide, which explain, which must not get worse.")))
    margin = say(Message("uses_margin", "Tolerated worsening, %"))
    edited = st.data_editor(
        frame,
        num_rows="dynamic", hide_index=True, key=key, width="stretch",
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


def _period(row: dict[Any, Any], variants: tuple[str, ...]) -> Allocation:
    weights = [row.get(name) for name in variants]
    if any(weight is None or pd.isna(weight) for weight in weights):
        sentence = (
            "The planned split has no weight for every variant: fill the row, or delete it. New variants: save first."
        )
        raise Refused(Message("split_incomplete", sentence))
    day = row[FROM]
    return Allocation(
        starts_on=None if day is None or pd.isna(day) else pd.Timestamp(day).date(),
        weights=tuple(float(weight) for weight in weights if weight is not None),
    )
