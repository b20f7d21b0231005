"""The table: the cards of a board as one piece, drawn by the browser, where cards are dragged and topics voted on.

A board may hold hundreds of cards; each an element of the page, they would cost the server more than all else. What is
done on the table comes back as a list of acts, which are taken in order, each once, whatever the browser sends.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.components.v2.types import ComponentRenderer

from analytics.present import reflection
from data.messages import Message
from data.workspace.records import Conflict, Json
from data.workspace.sessions.boards import Board, ShownCard, ShownTopic
from data.workspace.sessions.limits import NAME, VOTES_ON_ONE
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Topic
from pages.parts.room import acts, knowledge
from pages.parts.visitor import actor, language, say

PART = "liftroom.table"
ASSETS = Path(__file__).with_name("table_assets")  # files of their own: a script within the page is not let in
MARKUP = '<div class="table" role="list"></div>\n<div class="own" hidden></div>'


def draw(board: Board, topics: Sequence[ShownTopic]) -> None:
    """Draw topics with their cards; whoever takes part does with them what belongs to the phase."""
    # Streamlit parts the name of a piece from its event at "__", which the key of one session in two hundred has, too.
    widget = f"table:{board.key.replace('_', '.')}:{board.phase}"
    _part()(
        key=widget,
        data={**_shown(board, topics), "done": st.session_state.get(_done(board), 0)},
        on_acted_change=partial(_acted, board, widget),
    )


def _part() -> ComponentRenderer:
    """Return the piece of the page, made known to the server that runs."""
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(PART) is None:
        whole, name = PART.split(".")
        parts = [ComponentConfig(name=name, asset_dir=ASSETS.name)]
        manager.register_from_manifest(ComponentManifest(name=whole, version="1", components=parts), ASSETS.parent)
    return st.components.v2.component(PART, html=MARKUP, css="table.css", js="table.js")


def _shown(board: Board, topics: Sequence[ShownTopic]) -> dict[str, Json]:
    known = {card.key: card for card in board.cards}
    writes = board.partakes and not board.is_over
    return {
        "layout": "wall" if board.phase in (Phase.GROUP, Phase.VOTE) else "list",
        "topics": [_topic(board, topic, known) for topic in topics],
        "kinds": {prompt.value: say(told) for prompt, told in reflection.PROMPTS.items()},
        "may": {
            "drag": writes and board.phase is Phase.GROUP,
            "name": writes and board.phase is Phase.GROUP,
            "vote": writes and board.phase is Phase.VOTE,
            "discuss": writes and board.phase is Phase.DISCUSS and board.is_led,
        },
        "left": board.votes_left,
        "most": VOTES_ON_ONE,
        "longest": NAME,
        "words": {
            "name": say(Message("topic_name", "What they have in common")),
            "own": say(Message("group_own", "Drop it here: a topic of its own")),
            "give": say(Message("vote_up", "Give this topic a vote")),
            "take": say(Message("vote_down", "Take a vote back")),
            "mine": [_dots(given) for given in range(VOTES_ON_ONE + 1)],
            "discuss": say(Message("topic_discuss", "Talk about this")),
        },
    }


def _topic(board: Board, topic: ShownTopic, known: Mapping[str, ShownCard]) -> dict[str, Json]:
    cards = (known[key] for key in topic.cards)
    return {
        "key": topic.key,
        "name": topic.name,
        "version": topic.version,
        "cards": [[card.key, card.text, card.prompt.value, _author(board, card)] for card in cards],
        "mine": topic.mine,
        "quiet": "" if topic.total is None else reflection.votes(topic.total, language()),
        "note": topic.note.value.text if topic.note is not None else "",
    }


def _author(board: Board, card: ShownCard) -> str:
    return "" if card.author is None else reflection.author(board, card.author, language())


def _dots(given: int) -> str:
    dots = "●" * given + "○" * (VOTES_ON_ONE - given)
    return say(Message("votes_mine", "{dots} your votes", {"dots": dots}))


def _done(board: Board) -> str:
    return f"table-done:{board.key}"


def _acted(board: Board, widget: str) -> None:
    """Take what was done on the table and is new; a browser sends an act again until it is answered."""
    sent = st.session_state[widget].get("acted")
    for act in sent if isinstance(sent, list) else ():
        number = act.get("id") if isinstance(act, dict) else None
        if type(number) is int and number > st.session_state.get(_done(board), 0):
            st.session_state[_done(board)] = number
            _take(board, act)


@acts.told
def _take(board: Board, act: Mapping[str, Json]) -> None:
    """Do one thing. What cannot be is refused in the store, and said at the head of the page."""
    sessions, topic, card = knowledge.sessions(), _word(act, "topic"), _word(act, "card")
    match act.get("what"):
        case "put":
            sessions.put(actor(), board.key, card, topic)
        case "name":
            _name(board, topic, act)
        case "vote":
            sessions.vote(actor(), board.key, topic, change=1 if act.get("change") == 1 else -1)
        case "discuss":
            sessions.discuss(actor(), board.key, topic)


def _name(board: Board, topic: str, act: Mapping[str, Json]) -> None:
    """Call a topic something; where somebody else did meanwhile, both names are told."""
    version, name = act.get("version"), _word(act, "name")
    try:
        knowledge.sessions().name_topic(
            actor(), board.key, topic, name=name, version=version if type(version) is int else None
        )
    except Conflict as fault:
        theirs = fault.theirs.value
        told = Message(
            "topic_named",
            "{author} called this topic “{theirs}” meanwhile, you “{mine}”: type yours again if it fits better.",
            {"author": fault.theirs.author, "theirs": theirs.name if isinstance(theirs, Topic) else "", "mine": name},
        )
        st.session_state[acts.TROUBLE] = told


def _word(act: Mapping[str, Json], name: str) -> str:
    value = act.get(name)
    return value if isinstance(value, str) else ""
