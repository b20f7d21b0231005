"""What stands beside the cards: the readout as it was pinned, what has become of it, and how forecasts fared."""

from datetime import date

import streamlit as st

from analytics import snapshots
from analytics.decisions import forecasts
from analytics.decisions.forecasts import Forecast, Reveal
from analytics.decisions.results import VerdictKind
from analytics.present import pinned, reflection
from data.messages import Message
from data.workspace.records import Stored
from data.workspace.sessions.boards import Board
from data.workspace.sessions.records import ActionItem
from pages.parts import blocks, fetch
from pages.parts.room import acts, knowledge
from pages.parts.visitor import actor, language, plain, say


def readout(board: Board, experiment: str, *, folded: bool = False) -> None:
    """Show a readout as it was when it was revealed, and say what has become of it since."""
    snapshot = knowledge.pinned(actor(), board.key, experiment)
    kept = snapshots.told(snapshot, language())
    st.badge(plain(kept.verdict), color="gray")
    blocks.heading(kept.headline)
    if kept.detail and not folded:
        st.markdown(plain(kept.detail))
    if kept.rows:
        blocks.chart(pinned.forest(kept, language()), key=f"pinned-{experiment}", titled=False)
    blocks.quiet(kept.dateline)
    blocks.quiet(reflection.since(since(board, experiment), language()))
    st.page_link(
        "results/readout.py",
        label=say(Message("pinned_open", "Open the readout of today")),
        query_params={"experiment": experiment},
    )


def beside(board: Board) -> None:
    """Show the pinned readouts in a narrow column."""
    for experiment in board.experiments:
        with st.container(border=True):
            readout(board, experiment, folded=True)


def since(board: Board, experiment: str) -> snapshots.Since:
    """Return what has become of a pinned readout."""
    return snapshots.since(knowledge.pinned(actor(), board.key, experiment), fetch.readout(actor(), experiment))


def verdict(board: Board, experiment: str) -> VerdictKind:
    """Return what the pinned readout said."""
    return snapshots.kind(knowledge.pinned(actor(), board.key, experiment))


def calibration(board: Board, experiment: str) -> str:
    """Return how the forecasts of one test fared."""
    return reflection.calibrated(_reveal(board, experiment), language())


def _reveal(board: Board, experiment: str) -> Reveal | None:
    given = [
        Forecast(experiment=experiment, person=one.person, chance=one.chance, low=one.low, high=one.high)
        for one in board.forecasts
        if one.experiment == experiment and one.chance is not None and one.low is not None and one.high is not None
    ]
    direction = knowledge.leading_direction(actor(), fetch.experiment(actor(), experiment).value)
    verdict_then = snapshots.verdict(knowledge.pinned(actor(), board.key, experiment))
    came = forecasts.outcome(experiment, verdict_then, direction=direction)
    return None if came is None else forecasts.reveal(given, came)


def action(stored: Stored[ActionItem], board: Board) -> None:
    """Show a promise, with what can be said of it."""
    item, today = stored.value, date.today()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(plain(reflection.action(item, board, today, language())))
        if item.is_open and board.partakes:
            st.button(
                say(Message("action_do", "Done")), key=f"done:{item.key}",
                on_click=acts.close_action, args=(stored,), kwargs={"done_on": today},
            )  # fmt: skip
            st.button(
                say(Message("action_drop", "Will not be done")), key=f"drop:{item.key}",
                on_click=acts.close_action, args=(stored,), kwargs={"done_on": None},
            )  # fmt: skip


def folded(board: Board) -> None:
    """Offer the pinned readouts to whoever wants to look again."""
    if board.experiments:
        with blocks.folded(Message("pinned_folded", "What came out, once more")):
            beside(board)
