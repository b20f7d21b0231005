"""What a reader asks of the segments: attribute, metric, treatment and conditions, all held in the address."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote, unquote

import streamlit as st

from analytics.decisions.results import Readout
from analytics.present import wording
from data.events.conditions import Condition
from data.messages import Message
from pages.parts import controls
from pages.parts.visitor import language, say

ATTRIBUTE, METRIC, TREATMENT, WHERE = "attribute", "metric", "treatment", "where"
MOST = 10  # conditions at once


def attribute(values: Mapping[str, Sequence[str]]) -> str:
    """Ask by which of the attributes to read."""
    label = Message("segments_attribute", "Groups by")
    return controls.choice(label, ATTRIBUTE, {name: name for name in values}, listed=True)


def effect(readout: Readout) -> tuple[str, str]:
    """Ask for a metric and a treatment, where there are several; the leading primary comes first."""
    everybody = [row for row in readout.comparisons if row.segment is None]
    names = {row.metric.key: wording.metric(row.metric, language()) for row in everybody}
    treatments = {row.treatment: row.treatment for row in everybody}
    metric = controls.choice(Message("segments_metric", "Metric"), METRIC, names, listed=True)
    return metric, controls.choice(Message("segments_treatment", "Treatment"), TREATMENT, treatments, listed=True)


def conditions(values: Mapping[str, Sequence[str]]) -> tuple[Condition, ...]:
    """Ask for values that users must have; what the address names and nobody has is passed over."""
    options = {
        _written(Condition(attribute=name, value=value)): f"{name}: {value}"
        for name, known in values.items()
        for value in known
    }
    asked = [part for part in dict.fromkeys(st.query_params.get(WHERE, "").split(",")) if part in options][:MOST]
    if st.session_state.get(WHERE) != asked:
        st.session_state[WHERE] = asked
    chosen = st.multiselect(
        say(Message("conditions_picker", "Only users who are")),
        list(options),
        format_func=options.__getitem__,
        placeholder=say(Message("conditions_placeholder", "Choose values, of several attributes if you like")),
        max_selections=MOST,
        key=WHERE,
        on_change=_remember,
    )
    return tuple(_read(part) for part in chosen)


def _written(condition: Condition) -> str:
    """Return a condition as it stands in the address: `device:phone`, its own signs masked."""
    return f"{quote(condition.attribute, safe='')}:{quote(condition.value, safe='')}"


def _read(text: str) -> Condition:
    name, _, value = text.partition(":")
    return Condition(attribute=unquote(name), value=unquote(value))


def _remember() -> None:
    """Put the chosen conditions into the address."""
    if st.session_state[WHERE]:
        st.query_params[WHERE] = ",".join(st.session_state[WHERE])
    else:
        st.query_params.pop(WHERE, None)
