"""The form of the assumptions, and the same as a table for who may only read them."""

from dataclasses import replace

import streamlit as st

from analytics.present import assumed as words
from data.declarations.assumptions import Assumptions
from data.messages import Message
from data.workspace.ledger import ONLY
from data.workspace.records import Kind, Stored
from pages.parts import assumption_tables, blocks, fetch, fields, visitor
from pages.parts.drafts import Draft
from pages.parts.visitor import language, say

NEWEST = 20  # versions listed


def standing(stored: Stored[Assumptions]) -> None:
    """Say whose assumptions these are, and that they change no verdict."""
    blocks.quiet(words.standing(stored, language()))


def ask(draft: Draft) -> Assumptions | None:
    """Draw the form on what the draft was opened on; return the assumptions when they are saved, else None."""
    assert draft.base is not None, "there are always assumptions"
    base: Assumptions = draft.base.value
    names = fetch.names(visitor.actor())
    with st.form(draft.key("form"), border=False):
        counted = _money(base, draft)
        timed = _time(counted, draft)
        costs = assumption_tables.costs(base, names, key=draft.key("costs"))
        rollouts = assumption_tables.rollouts(base, names, key=draft.key("rollouts"))
        eligible = assumption_tables.eligible(base, names, key=draft.key("eligible"))
        if not st.form_submit_button(say(Message("save", "Save"))):
            return None
    return replace(timed, costs=costs(), rollouts=rollouts(), eligible=eligible(), sample=False)


def shown(assumed: Assumptions) -> None:
    """Show the assumptions to who may not change them."""
    blocks.listing(words.table(assumed, fetch.values(fetch.metrics(visitor.actor())), language()))
    if assumed.costs:
        blocks.listing(words.costs(assumed, fetch.names(visitor.actor()), language()))


def history() -> None:
    """List who saved which version, newest first."""
    kept = fetch.workspace().versions(visitor.actor(), Kind.ASSUMPTIONS, ONLY)
    blocks.listing(words.versions(kept[:NEWEST], language()))


def _money(base: Assumptions, draft: Draft) -> Assumptions:
    metrics = {metric.key: metric for metric in fetch.values(fetch.metrics(visitor.actor()))}
    options = list(metrics)
    left, right = st.columns(2)
    with left:
        metric = st.selectbox(
            say(Message("assumed_metric", "Money is counted by")),
            options,
            index=options.index(base.metric) if base.metric in options else 0,
            format_func=lambda key: words.metric(metrics[key], language()),
            key=draft.key("metric"),
        )
        margin = fields.percent(Message("assumed_margin", "Margin, % of revenue"), base.margin, key=draft.key("margin"))
    with right:
        unit = fields.number(
            Message("assumed_conversion", "Value of one conversion (only for a metric that is no money)"),
            base.conversion_value,
            key=draft.key("conversion"),
        )
        currency = fields.text(
            Message("assumed_currency", "Currency, e.g. EUR (open: that of the tests)"),
            base.currency or "",
            key=draft.key("currency"),
            longest=3,
        )
    return replace(
        base, metric=metric, margin=base.margin if margin is None else margin, conversion_value=unit,
        currency=currency.upper() or None,
    )  # fmt: skip


def _time(base: Assumptions, draft: Draft) -> Assumptions:
    left, right = st.columns(2)
    with left:
        horizon = fields.days(
            Message("assumed_horizon", "Months for which an effect counts"),
            base.horizon_months,
            key=draft.key("horizon"),
        )
    with right:
        half = fields.number(
            Message("assumed_half_life", "Months until half of an effect is left"),
            base.half_life_months,
            key=draft.key("half-life"),
        )
        lasts = st.checkbox(say(words.LASTS), value=base.half_life_months is None, key=draft.key("lasts"))
    return replace(
        base,
        horizon_months=base.horizon_months if horizon is None else horizon,
        half_life_months=None if lasts else half,
    )
