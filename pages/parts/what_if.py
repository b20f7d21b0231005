"""What if something else were assumed: typed into a form, kept in the address alone, redrawn by the report."""

import streamlit as st

from analytics.decisions.reports import Report
from analytics.decisions.suppositions import NAMES, Supposition, said, supposed
from analytics.present import supposing
from analytics.present.assumed import LASTS
from data.messages import Message
from pages.parts import blocks, fields
from pages.parts.visitor import language, plain, say

WHOLE = 1.0  # of the cost that is stated


def asked() -> Supposition:
    """Return what the address supposes; what it cannot mean leaves it."""
    found = supposed({name: st.query_params[name] for name in NAMES if name in st.query_params})
    told = said(found)
    for name in NAMES:
        if name in st.query_params and name not in told:
            del st.query_params[name]
    return found


def standing(report: Report) -> None:
    """Say plainly that this is a what-if, with the way back."""
    if not report.supposed.is_any:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(supposing.standing(report, language()))}**")
        st.button(say(Message("what_if_back", "Back to what is saved")), key="what-if-back", on_click=_leave)


def fold(report: Report) -> None:
    """Offer other values, and show which of them the answer hangs on."""
    label = Message("what_if_title", "What if something else were assumed?")
    with blocks.on_demand(label, "what_if") as opened:
        if not opened.open:
            return
        if report.worth is not None and report.worth.gains:
            note = Message("lever_note", "What moves the net most stands first; amounts are near, not to the cent.")
            blocks.listing(supposing.table(report, report.worth, language()))
            blocks.quiet(say(note))
        _form(report)


def _form(report: Report) -> None:
    assumed, state = report.assumed.value, "&".join(said(report.supposed).values())
    keys = {name: f"what-if:{name}:{state}" for name in NAMES}
    with st.form(f"what-if:{state}", border=False):
        left, right = st.columns(2)
        with left:
            fields.percent(Message("assumed_margin", "Margin, % of revenue"), assumed.margin, key=keys["margin"])
            fields.days(
                Message("assumed_horizon", "Months for which an effect counts"),
                assumed.horizon_months,
                key=keys["horizon"],
            )
        with right:
            fields.number(
                Message("assumed_half_life", "Months until half of an effect is left"),
                assumed.half_life_months,
                key=keys["half_life"],
            )
            st.checkbox(say(LASTS), value=assumed.half_life_months is None, key=f"{keys['half_life']}:lasts")
            factor = WHOLE if report.supposed.cost is None else report.supposed.cost
            fields.percent(Message("what_if_cost_label", "Cost, % of what is stated"), factor, key=keys["cost"])
        if assumed.conversion_value is not None:
            fields.number(Message("lever_unit", "Value of one conversion"), assumed.conversion_value, key=keys["unit"])
        st.form_submit_button(
            say(Message("what_if_redraw", "Redraw with these")), on_click=_redraw, args=(keys, _saved(report))
        )


def _saved(report: Report) -> dict[str, float]:
    """Return what stands in the form before anybody types: who leaves it as it is supposes nothing new."""
    assumed = report.assumed.value
    factor = WHOLE if report.supposed.cost is None else report.supposed.cost
    return {
        "margin": round(assumed.margin * 100, 6), "horizon": assumed.horizon_months,
        "half_life": assumed.half_life_months or 0, "cost": round(factor * 100, 6),
        "unit": assumed.conversion_value or 0,
    }  # fmt: skip


def _redraw(keys: dict[str, str], before: dict[str, float]) -> None:
    """Put into the address what was changed; what it held before stays."""
    for name, key in keys.items():
        if key not in st.session_state:
            continue
        typed = st.session_state[key]
        if name == "half_life" and st.session_state.get(f"{key}:lasts"):
            typed = 0
        if typed is None or typed == before[name]:
            continue
        st.query_params[name] = f"{typed:.10g}"


def _leave() -> None:
    for name in NAMES:
        st.query_params.pop(name, None)
