"""The form that says what a file's columns mean: guessed or remembered first, corrected by a person."""

from collections.abc import Sequence

import streamlit as st

from analytics.present import intakes
from data.arrivals import Source
from data.events.contract import OPTIONAL, REQUIRED, Field, Shape, slug
from data.events.mapping import Mapping
from data.intake import Preview
from data.messages import Message
from data.requests import ImportRequest
from pages.parts import blocks, fetch, fields, mapping_extras, visitor
from pages.parts.visitor import say

NONE = ""


def ask(source: Source) -> ImportRequest | None:
    """Show the first rows and the mapping; return what to import once it is confirmed, else None."""
    slot = f"mapping:{source.name}"
    shape = _shape(fetch.preview(visitor.actor(), source, None).mapping.shape, key=f"{slot}:shape")
    preview = fetch.preview(visitor.actor(), source, shape)
    blocks.heading(say(Message("mapping_title", "What its columns mean")))
    blocks.table(intakes.first_rows(preview.columns.names, preview.columns.rows))
    with st.form(f"{slot}:{shape}", border=False):
        blocks.quiet(say(Message("mapping_needed", "What has a * is needed; the rest may stay as it is.")))
        request = _request(preview, shape, key=f"{slot}:{shape}")
        extras = mapping_extras.ask(preview, key=f"{slot}:{shape}")
        submitted = st.form_submit_button(say(Message("import", "Import")))
    return extras.added(request) if submitted else None


def _shape(guessed: Shape, *, key: str) -> Shape:
    return fields.choice(Message("mapping_shape", "A row is"), guessed, names=intakes.SHAPES, key=key)


def _request(preview: Preview, shape: Shape, *, key: str) -> ImportRequest:
    columns, mapping = preview.columns.names, preview.mapping
    chosen = {}
    for position, field in enumerate((*REQUIRED[shape], *OPTIONAL[shape])):
        if position % 3 == 0:
            row = st.columns(3)
        with row[position % 3]:
            chosen[field.value] = _column(
                field, columns, mapping, required=field in REQUIRED[shape], key=f"{key}:{field}"
            )
    outcomes = {} if shape is Shape.EVENTS else _outcomes(columns, mapping, key=f"{key}:outcomes")
    left, middle, right = st.columns(3)
    with left:
        experiment = fields.text(
            Message("mapping_experiment", "Experiment, if no column names it"),
            mapping.experiment or "",
            key=f"{key}:whole-name",
        )
    with middle:
        variant = fields.text(
            Message("mapping_variant", "Variant, if the whole file is one"), "", key=f"{key}:whole-variant"
        )
    with right:
        control = fields.text(
            Message("mapping_control", "Control, if its name does not tell"), "", key=f"{key}:control"
        )
    return ImportRequest(
        shape=shape.value,
        experiment=experiment if experiment and not chosen[Field.EXPERIMENT.value] else None,
        fields=chosen if not variant else {**chosen, Field.VARIANT.value: NONE},
        outcomes=outcomes,
        variant=variant or None,
        control=control or None,
    )


def _column(field: Field, columns: Sequence[str], mapping: Mapping, *, required: bool, key: str) -> str:
    """Ask which column holds a field; the empty choice is none."""
    options = [NONE, *columns]
    guessed = mapping.fields.get(field, NONE)
    label = say(intakes.FIELDS[field]) + (" *" if required else "")
    none = say(Message("mapping_none", "none"))
    return st.selectbox(
        label,
        options,
        index=options.index(guessed) if guessed in options else 0,
        format_func=lambda column: column or none,
        key=key,
    )


def _outcomes(columns: Sequence[str], mapping: Mapping, *, key: str) -> dict[str, tuple[str, ...]]:
    """Ask which columns are outcomes, and which of them decides. What was paired (sum and spread) stays paired."""
    paired = {one.columns[0]: one for one in mapping.outcomes}
    chosen = fields.several(Message("mapping_outcomes", "Outcomes *"), columns, list(paired), key=key)
    guessed = next(iter(paired), None)
    first = st.selectbox(
        say(Message("mapping_deciding", "The outcome that decides *")),
        columns,
        index=None if guessed is None else list(columns).index(guessed),
        placeholder=say(Message("mapping_deciding_open", "Choose a column")),
        key=f"{key}:deciding",
    )
    ordered = dict.fromkeys((*([] if first is None else [first]), *chosen))
    return {
        (paired[name].metric if name in paired else slug(name).replace("-", "_")): (
            paired[name].columns if name in paired else (name,)
        )
        for name in ordered
    }
