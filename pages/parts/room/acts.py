"""What is written in the room: one call of the store per action, made as a callback before the page runs again.

A browser may send what it last knew of a field once more after the field is gone, so a callback first asks whether
anything changed. What is refused is said at the head of the page; the page itself is drawn in any case.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import wraps
from typing import ParamSpec

import streamlit as st

from data.declarations.experiments import Status
from data.messages import Fault
from data.workspace.records import Conflict, Stored
from data.workspace.sessions.boards import Board
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import ActionItem, Choice, Note, Prompt
from pages.parts import address, fetch
from pages.parts.room import knowledge
from pages.parts.visitor import actor

P = ParamSpec("P")
SESSION = "session"  # in the address
TROUBLE = "room-trouble"  # what is said once at the head of the page


def told(act: Callable[P, object]) -> Callable[P, None]:
    """Let a callback say what was refused instead of ending the page."""

    @wraps(act)
    def acted(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            act(*args, **kwargs)
        except Fault as fault:
            st.session_state[TROUBLE] = fault.message

    return acted


def start(title: str, *, experiments: Sequence[str], anonymous: bool) -> None:
    """Begin a session, and go into it. Raises `Refused`."""
    begun = knowledge.sessions().start(actor(), title, experiments=experiments, anonymous=anonymous)
    address.write(SESSION, begun.value.key)
    st.rerun()


def leave() -> None:
    """Go back to the list of sessions."""
    address.write(SESSION, None)


@told
def move(board: Board, to: Phase) -> None:
    """Go to another step; at the reveal, the readouts are pinned."""
    pinned = {key: knowledge.snapshot(actor(), key) for key in board.experiments} if to is Phase.REVEAL else {}
    knowledge.sessions().move(actor(), board.key, to, version=board.version, readouts=pinned)


@told
def take_over(board: Board) -> None:
    """Lead from now on."""
    knowledge.sessions().take_over(actor(), board.key)


@told
def hand_over(board: Board, widget: str) -> None:
    """Let the person that was chosen lead."""
    knowledge.sessions().hand_over(actor(), board.key, st.session_state[widget])


@told
def rename(board: Board, widget: str) -> None:
    """Give the session the title that was typed."""
    title = str(st.session_state[widget] or "").strip()
    if title != board.title:
        knowledge.sessions().rename(actor(), board.key, title)


@told
def call_off(board: Board) -> None:
    """End the session where it stands, as one that should not have begun."""
    knowledge.sessions().call_off(actor(), board.key)


@told
def start_timer(board: Board, widget: str) -> None:
    """Let a timer run."""
    knowledge.sessions().start_timer(actor(), board.key, minutes=int(st.session_state[widget]))


@told
def stop_timer(board: Board) -> None:
    """Stop the timer."""
    knowledge.sessions().stop_timer(actor(), board.key)


@told
def forecast(board: Board, experiment: str, widgets: Mapping[str, str]) -> None:
    """Give a forecast: percents and chance as they stand in their fields."""
    percents = [st.session_state[widgets[field]] for field in ("low", "high", "chance")]
    low, high, chance = (each / 100 for each in percents)
    knowledge.sessions().forecast(actor(), board.key, experiment, low=low, high=high, chance=chance)


@told
def decline(board: Board, experiment: str) -> None:
    """Say that one knows the result already."""
    knowledge.sessions().decline(actor(), board.key, experiment)


@told
def save_card(board: Board, card: str, prompt: Prompt, widget: str) -> None:
    """Save a card as it is typed; what somebody else saved meanwhile is kept beside it."""
    versions: dict[str, int] = st.session_state[f"versions:{board.key}"]
    saved_texts: dict[str, str] = st.session_state[f"texts:{board.key}"]
    text = str(st.session_state[widget] or "")
    if text == saved_texts.get(card, ""):
        return
    try:
        saved = knowledge.sessions().save_card(
            actor(), board.key, card, text=text, prompt=prompt, version=versions.get(card)
        )
    except Conflict as fault:
        st.session_state[f"{widget}:theirs"] = fault.theirs
        return
    versions[card], saved_texts[card] = saved.version, text


@told
def settle_card(board: Board, card: str, widget: str, *, mine: bool) -> None:
    """Keep one's own text of a card, or take the saved one."""
    theirs = st.session_state.pop(f"{widget}:theirs")
    st.session_state[f"versions:{board.key}"][card] = theirs.version
    st.session_state[f"texts:{board.key}"][card] = theirs.value.text
    if mine:
        save_card(board, card, theirs.value.prompt, widget)
    else:
        st.session_state[widget] = theirs.value.text


@told
def finish(board: Board, widget: str) -> None:
    """Say that one is done with this step, or not yet."""
    done = bool(st.session_state[widget])
    if done is not (board.person in board.finished):
        knowledge.sessions().finish(actor(), board.key, done=done)


@told
def put(board: Board, cards: str, topic: str) -> None:
    """Put the cards that were chosen under the topic that was chosen."""
    chosen, under = st.session_state[cards], st.session_state[topic]
    for card in chosen:
        under = knowledge.sessions().put(actor(), board.key, card, under)
    st.session_state[cards] = []


def save_note(board: Board, topic: str, text: str, version: int | None) -> Stored[Note]:
    """Save what was said of a topic. Raises `Conflict`."""
    return knowledge.sessions().save_note(actor(), board.key, topic, text=text, version=version)


def improve(board: Board, text: str, version: int | None) -> Stored[Note]:
    """Save the one improvement. Raises `Conflict`."""
    return knowledge.sessions().improve(actor(), board.key, text, version=version)


def decide(board: Board, experiment: str, *, choice: Choice, reason: str) -> None:
    """Decide about an experiment; one that has ended is decided then, also for the overview."""
    _decide(board, experiment, choice, reason)
    st.rerun()


@told
def _decide(board: Board, experiment: str, choice: Choice, reason: str) -> None:
    knowledge.sessions().decide(actor(), board.key, experiment, choice=choice, reason=reason)
    _settle(experiment, choice)


def _settle(experiment: str, choice: Choice) -> None:
    """Note on an ended experiment that it is decided. A write of its own: if it fails, the decision stands."""
    declared = fetch.workspace().experiment(actor(), experiment)
    if choice in (Choice.SHIP, Choice.STOP) and declared.value.status is Status.ENDED:
        decided = replace(declared.value, status=Status.DECIDED)
        fetch.workspace().save_experiment(actor(), decided, version=declared.version)


def add_action(board: Board, text: str, *, owner: str, due: date | None) -> None:
    """Write down what somebody promised."""
    told(knowledge.sessions().add_action)(actor(), board.key, text, owner=owner, due=due)
    st.rerun()


@told
def close_action(stored: Stored[ActionItem], *, done_on: date | None) -> None:
    """Say that an action is done, or (None) that it will not be done."""
    item = replace(stored.value, done_on=done_on, dropped=done_on is None)
    knowledge.sessions().save_action(actor(), item, version=stored.version)
