"""Topics: voted on, and then talked about one after the other."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from analytics.present import reflection
from data.messages import Message
from data.workspace.sessions.boards import Board, Hidden, ShownCard, ShownTopic
from data.workspace.sessions.limits import MINUTES, VOTES, VOTES_ON_ONE
from pages.parts import blocks
from pages.parts.room import acts, cards, pinned, table, texts
from pages.parts.visitor import language, plain, say


def vote(board: Board) -> None:
    """Let everybody give their votes; totals stay hidden."""
    counted = {"left": board.votes_left, "all": VOTES, "most": VOTES_ON_ONE}
    if board.partakes:
        told = Message("votes_left", "{left} of {all} votes left, at most {most} on one topic.", counted)
        st.markdown(plain(say(told)))
    table.draw(board, board.topics)
    blocks.quiet(say(reflection.HIDDEN[Hidden.VOTES]))
    if board.partakes:
        cards.done(board)
    if board.finished:
        people = {"people": reflection.people(board, board.finished, language())}
        blocks.quiet(say(Message("votes_done", "Done: {people}", people)))


def discuss(board: Board) -> None:
    """Show the topic that is talked about, its notes, and the others by their votes; the readout stands beside."""
    left, right = st.columns(2, gap="large")
    with right:
        pinned.beside(board)
    with left:
        known = cards.known(board)
        for topic in (each for each in board.topics if each.key == board.topic):
            with st.container(border=True):
                _show(board, topic, known, reflection.votes(topic.total or 0, language()))
                save = partial(acts.save_note, board, topic.key) if board.partakes else None
                texts.shared(
                    Message("note_write", "Write down what was said"), topic.note,
                    key=f"{board.key}:{topic.key}", save=save,
                )  # fmt: skip
        table.draw(board, [each for each in board.topics if each.key != board.topic])


def timer(board: Board) -> None:
    """Let the facilitator start and stop the timer."""
    if board.timer_ends_at is not None:
        stop = say(Message("timer_stop", "Stop the timer"))
        st.button(stop, on_click=acts.stop_timer, args=(board,), key="timer-stop")
        return
    widget = f"minutes:{board.key}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        minutes = say(Message("timer_minutes", "Minutes"))
        st.number_input(minutes, value=5, min_value=1, max_value=MINUTES, step=1, key=widget, width=140)
        st.button(
            say(Message("timer_start", "Start the timer")), on_click=acts.start_timer, args=(board, widget),
            key="timer-start",
        )  # fmt: skip


def _show(board: Board, topic: ShownTopic, known: Mapping[str, ShownCard], *more: str) -> None:
    """Show what a topic holds; `more` stands small at its end."""
    *others, last = topic.cards
    parts = [f"**{plain(topic.name)}**"] if topic.name else []
    parts += [cards.told(board, known[key]) for key in others]
    st.markdown("\n\n".join([*parts, cards.told(board, known[last], *more)]))
