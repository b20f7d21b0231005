"""What comes of a session: decisions, promises, and the one thing to do better."""

from functools import partial

import streamlit as st

from analytics.present import reflection
from data.messages import Message
from data.workspace.records import Stored
from data.workspace.rights import Action, may
from data.workspace.sessions.boards import Board
from data.workspace.sessions.decisions import RECOMMENDED
from data.workspace.sessions.limits import ACTION, REASON
from data.workspace.sessions.records import Choice, Decision
from pages.parts import blocks, fields, team
from pages.parts.room import acts, pinned, texts
from pages.parts.visitor import actor, language, plain, say


def decide(board: Board) -> None:
    """Show each pinned readout with what the policy recommends, and let a lead decide."""
    taken = {stored.value.experiment: stored for stored in board.decisions}
    for experiment in board.experiments:
        left, right = st.columns([3, 2], gap="large")
        with left:
            pinned.readout(board, experiment, folded=True)
        with right:
            _decide(board, experiment, taken.get(experiment))


def act(board: Board) -> None:
    """Show what was promised, and write down more."""
    for stored in board.actions:
        pinned.action(stored, board)
    if not board.actions:
        st.markdown(say(Message("actions_none", "Nobody has promised anything yet.")))
    if not board.partakes:
        return
    people = team.names(actor()) or {"": say(reflection.YOU)}
    first = list(people).index(board.person) if board.person in people else 0
    with st.form(f"action:{board.key}", border=True, clear_on_submit=True):
        text = fields.text(Message("action_field", "What will be done"), "", key="action-text", longest=ACTION)
        left, right = st.columns(2)
        with left:
            owner = st.selectbox(
                say(Message("action_who", "Who")),
                list(people),
                index=first,
                format_func=lambda key: people[key],
                key="action-owner",
            )
        with right:
            due = st.date_input(say(Message("action_until", "Until")), value=None, key="action-due")
        if st.form_submit_button(say(Message("action_add", "Write it down"))) and text:
            acts.add_action(board, text, owner=owner, due=due)


def improve(board: Board) -> None:
    """Let everybody agree on one thing."""
    why = Message("improve_why", "One thing about how you work together, small enough to do it next time.")
    st.markdown(say(why))
    save = partial(acts.improve, board) if board.partakes else None
    texts.shared(
        Message("improve_write", "Write it down"), board.improvement, key=f"{board.key}:improvement", save=save
    )  # fmt: skip


def decided(board: Board, stored: Stored[Decision]) -> None:
    """Show a decision, who took it, and whether today's data would still recommend it."""
    decision = stored.value
    st.markdown(f"**{plain(reflection.decided(board, decision, language()))}**")
    if not decision.follows:
        blocks.quiet(say(Message("decision_overruled", "Against the recommendation, because:")))
    if decision.reason:
        st.text(decision.reason)
    changed = reflection.would_change(
        pinned.since(board, decision.experiment), decision.choice, RECOMMENDED, language()
    )  # fmt: skip
    if changed:
        st.warning(plain(changed))


def _decide(board: Board, experiment: str, taken: Stored[Decision] | None) -> None:
    if taken is not None:
        decided(board, taken)
    kind = pinned.verdict(board, experiment)
    blocks.quiet(reflection.recommended(kind, RECOMMENDED[kind.value], language()))
    if not may(actor(), Action.DECIDE):
        blocks.quiet(say(Message("decision_lead", "A lead decides.")))
        return
    label = Message("decision_again", "Decide anew") if taken else Message("decision_what", "What is decided")
    with st.form(f"decide:{board.key}:{experiment}", border=True):
        first = next(choice for choice in Choice if choice in RECOMMENDED[kind.value])
        choice = st.radio(
            say(label), list(Choice), index=list(Choice).index(first),
            format_func=lambda one: say(reflection.CHOICES[one]), key=f"choice:{board.key}:{experiment}",
        )  # fmt: skip
        reason = fields.paragraph(
            Message("decision_reason", "Why (needed where you overrule the recommendation)"), "",
            key=f"reason:{board.key}:{experiment}", longest=REASON,
        )  # fmt: skip
        if st.form_submit_button(say(Message("decision_take", "Decide"))) and choice is not None:
            acts.decide(board, experiment, choice=choice, reason=reason)
