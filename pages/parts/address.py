"""What stands in the address of a view, and is remembered beside it: a change of screen empties the address."""

from collections.abc import Container

import streamlit as st


def read(name: str, known: Container[str]) -> str | None:
    """Return what the address or else the session says under `name`; None where neither names one of `known`."""
    for said in (st.query_params.get(name), st.session_state.get(_slot(name))):
        if said is not None and said in known:
            return str(said)
    return None


def settle(name: str, value: str | None) -> None:
    """Remember `value` under `name` (None: nothing), and correct an address that says something else."""
    st.session_state[_slot(name)] = value
    if st.query_params.get(name, value) != value:
        _put(name, value)


def write(name: str, value: str | None) -> None:
    """Remember `value` under `name` and put it into the address; None takes it out of both."""
    st.session_state[_slot(name)] = value
    if st.query_params.get(name) != value:
        _put(name, value)


def restore(*names: str) -> None:
    """Put what is remembered back into an address that says nothing of it: in one go, so in one step of the history."""
    kept = {name: st.session_state.get(_slot(name)) for name in names if name not in st.query_params}
    found = {name: value for name, value in kept.items() if value is not None}
    if found:
        st.query_params.update(found)


def _put(name: str, value: str | None) -> None:
    if value is None:
        del st.query_params[name]
    else:
        st.query_params[name] = value


def _slot(name: str) -> str:
    return f"address:{name}"
