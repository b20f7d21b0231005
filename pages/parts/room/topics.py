"""Topics: voted on, and then talked about one after the other."""

from functools import partial

import streamlit as st

from analytics.present import reflection
from data.messages import Message
from data.workspace.sessions.boards import Board, Hidden, ShownTopic
from data.workspace.sessions.limits import MINUTES, VOTES, VOTES_ON_ONE
from pages.parts import blocks
from pages.parts.room import acts, cards, pinned, texts
from pages.parts.visitor import language, plain, say

ACROSS = 3  # topics side by side


def vote(board: Board) -> None:
    """Let everybody give their votes; totals stay hidden."""
    counted = {"left": board.votes_left, "all": VOTES, "most": VOTES_ON_ONE}
    if board.partakes:
        told = Message("votes_left", "{left} of {all} votes left, at most {most} on one topic.", counted)
        st.markdown(plain(say(told)))
    columns = st.columns(ACROSS)
    for place, topic in enumerate(board.topics):
        with columns[place % ACROSS].container(border=True):
            _topic(board, topic)
            if board.partakes:
                _votes(board, topic)
    blocks.quiet(say(reflection.HIDDEN[Hidden.VOTES]))
    if board.partakes:
        cards.done(board)
    if board.finished:
        people = {"people": reflection.people(board, board.finished, language())}
        blocks.quiet(say(Message("votes_done", "Done: {people}", people)))


def discuss(board: Board) -> None:
    """Show the topic that is talked about, its notes, and the others by their votes; the readout stands beside."""
    left, right = st.columns([3, 2], gap="large")
    with right:
        pinned.beside(board)
    with left:
        topics = sorted(board.topics, key=lambda topic: topic.key != board.topic)
        for topic in topics:
            with st.container(border=True):
                _topic(board, topic)
                blocks.quiet(reflection.votes(topic.total or 0, language()))
                if topic.key == board.topic:
                    save = partial(acts.save_note, board, topic.key) if board.partakes else None
                    texts.shared(
                        Message("note_write", "Write down what was said"), topic.note,
                        key=f"{board.key}:{topic.key}", save=save,
                    )  # fmt: skip
                else:
                    _other(board, topic)


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


def _other(board: Board, topic: ShownTopic) -> None:
    if topic.note is not None and topic.note.value.text:
        st.text(topic.note.value.text)
    if board.is_led:
        st.button(
            say(Message("topic_discuss", "Talk about this")), key=f"discuss:{topic.key}",
            on_click=acts.discuss, args=(board, topic.key),
        )  # fmt: skip


def _topic(board: Board, topic: ShownTopic) -> None:
    known = {card.key: card for card in board.cards}
    if topic.name:
        st.markdown(f"**{plain(topic.name)}**")
    for key in topic.cards:
        cards.text(known[key])


def _votes(board: Board, topic: ShownTopic) -> None:
    dots = "●" * topic.mine + "○" * (VOTES_ON_ONE - topic.mine)
    blocks.quiet(say(Message("votes_mine", "{dots} your votes", {"dots": dots})))
    with st.container(horizontal=True):
        st.button(
            "+1", key=f"vote:{topic.key}:up", on_click=acts.vote, args=(board, topic.key, 1),
            disabled=not board.votes_left or topic.mine >= VOTES_ON_ONE,
            help=say(Message("vote_up", "Give this topic a vote")),
        )  # fmt: skip
        st.button(
            "−1", key=f"vote:{topic.key}:down", on_click=acts.vote, args=(board, topic.key, -1),
            disabled=not topic.mine, help=say(Message("vote_down", "Take a vote back")),
        )  # fmt: skip
