"""The tables of the assumptions' form: what is spent, what everybody has since when, and whom tests would reach."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from analytics.present.assumed import KINDS
from data.declarations.assumptions import Assumptions, Cost, CostKind, Eligible, Rollout
from data.messages import Message
from pages.parts.visitor import say

TEST = Message("assumed_test", "Test")
Row = dict[str, Any]
T = TypeVar("T", Cost, Rollout, Eligible)


def costs(base: Assumptions, names: Mapping[str, str], *, key: str) -> Callable[[], tuple[Cost, ...]]:
    """Ask for what is spent; returns what reads it."""
    kinds = {say(message): kind for kind, message in KINDS.items()}
    spoken = {kind: word for word, kind in kinds.items()}
    rows: list[Row] = [
        {
            "label": cost.label, "kind": spoken[cost.kind], "amount": cost.amount, "yearly": cost.yearly,
            "test": names.get(cost.experiment),
        }
        for cost in base.costs
    ]  # fmt: skip
    st.markdown(
        say(Message("assumed_costs", "**Cost**: of the programme, or of one test. The last row takes another."))
    )
    columns = {
        "label": st.column_config.TextColumn(
            say(Message("assumed_cost_label", "What for")), max_chars=200, pinned=True, width=150
        ),
        "kind": st.column_config.SelectboxColumn(say(Message("assumed_cost_kind", "Kind")), options=list(kinds)),
        "amount": st.column_config.NumberColumn(say(Message("column_amount", "Amount")), min_value=0.0),
        "yearly": st.column_config.CheckboxColumn(say(Message("assumed_cost_yearly", "Every year"))),
        "test": st.column_config.SelectboxColumn(
            say(Message("assumed_cost_test", "Only for the test")), options=list(names.values())
        ),
    }
    types = {"amount": "float64", "yearly": "bool"}
    filled = _edited(rows, columns, types=types, needed=("label", "amount"), key=key)
    keys = _keys(names)
    return lambda: (
        tuple(
            Cost(
                label=row["label"],
                kind=kinds.get(row["kind"], CostKind.PEOPLE),
                amount=float(row["amount"]),
                yearly=bool(row["yearly"]),
                experiment=keys.get(row["test"], ""),
            )
            for row in filled()
        )
        + _hidden(base.costs, names)
    )


def rollouts(base: Assumptions, names: Mapping[str, str], *, key: str) -> Callable[[], tuple[Rollout, ...]]:
    """Ask which tests everybody has since which day; returns what reads it."""
    rows: list[Row] = [
        {"test": names[one.experiment], "day": one.starts_on} for one in base.rollouts if one.experiment in names
    ]
    note = Message(
        "assumed_rollouts", "**For everybody since**: only where it is not the day on which a session decided it."
    )
    st.markdown(say(note))
    columns = {
        "test": st.column_config.SelectboxColumn(say(TEST), options=list(names.values())),
        "day": st.column_config.DateColumn(say(Message("assumed_day", "First day"))),
    }
    filled = _edited(rows, columns, types={"day": "datetime64[ns]"}, needed=("test", "day"), key=key)
    keys = _keys(names)
    return lambda: (
        tuple(
            Rollout(experiment=keys[row["test"]], starts_on=_day(row["day"])) for row in filled() if row["test"] in keys
        )
        + _hidden(base.rollouts, names)
    )


def eligible(base: Assumptions, names: Mapping[str, str], *, key: str) -> Callable[[], tuple[Eligible, ...]]:
    """Ask how many users a month tests would reach; returns what reads it."""
    rows: list[Row] = [
        {"test": names[one.experiment], "users": one.users} for one in base.eligible if one.experiment in names
    ]
    note = Message("assumed_eligible", "**Users a month**: only where it is not what the test’s own traffic says.")
    st.markdown(say(note))
    columns = {
        "test": st.column_config.SelectboxColumn(say(TEST), options=list(names.values())),
        "users": st.column_config.NumberColumn(say(Message("assumed_users", "Users a month")), min_value=0, step=1),
    }
    filled = _edited(rows, columns, types={"users": "float64"}, needed=("test", "users"), key=key)
    keys = _keys(names)
    return lambda: (
        tuple(
            Eligible(experiment=keys[row["test"]], users=int(row["users"])) for row in filled() if row["test"] in keys
        )
        + _hidden(base.eligible, names)
    )


def _edited(
    rows: list[Row], columns: Mapping[str, Any], *, types: Mapping[str, str], needed: tuple[str, ...], key: str
) -> Callable[[], list[Row]]:
    """Draw a table to type into; returns what reads its rows that hold what is needed."""
    frame = pd.DataFrame(rows, columns=list(columns)).astype(dict(types))
    edited = st.data_editor(
        frame, num_rows="dynamic", hide_index=True, key=key, width="stretch", placeholder="–",
        column_config=dict(columns),
    )  # fmt: skip
    return lambda: [
        {str(name): cell for name, cell in row.items()}
        for row in edited.to_dict("records")
        if not any(pd.isna(row[name]) for name in needed)
    ]


def _keys(names: Mapping[str, str]) -> dict[str, str]:
    return {name: key for key, name in names.items()}


def _hidden(kept: tuple[T, ...], names: Mapping[str, str]) -> tuple[T, ...]:
    """Return what is about tests that are archived: it stays, though nobody sees it here."""
    return tuple(one for one in kept if one.experiment and one.experiment not in names)


def _day(value: datetime | date) -> date:
    return value.date() if isinstance(value, datetime) else value
