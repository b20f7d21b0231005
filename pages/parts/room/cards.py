"""Cards: written in silence, each a line that is saved after every pause, then read by all and put together."""

import streamlit as st

from analytics.present import reflection
from data.messages import Message
from data.workspace.sessions.boards import Board, ShownCard
from data.workspace.sessions.limits import new_key
from data.workspace.sessions.records import Prompt
from pages.parts import blocks
from pages.parts.room import acts, pinned, table
from pages.parts.visitor import language, plain, say

PAUSE = "600ms"  # of typing, after which a card is saved


def write(board: Board) -> None:
    """Give everybody a place for their own cards; nobody sees those of others."""
    if board.anonymous:
        _anonymity(board)
    _versions(board)
    for column, prompt in zip(st.columns(len(Prompt)), Prompt, strict=True):
        with column:
            blocks.heading(say(reflection.PROMPTS[prompt]))
            _own(board, prompt)
    counted = {"cards": board.written, "done": len(board.finished), "people": board.joined}
    blocks.quiet(say(Message("cards_counted", "Cards so far: {cards}. Done: {done} of {people}.", counted)))
    if board.partakes:
        done(board)
    pinned.folded(board)


def done(board: Board) -> None:
    """Let somebody say that they are done with this step."""
    widget = f"done:{board.key}:{board.phase}"
    st.checkbox(
        say(Message("step_done", "I am done")), value=board.person in board.finished, key=widget,
        on_change=acts.finish, args=(board, widget),
    )  # fmt: skip


def group(board: Board) -> None:
    """Show every card, and let anybody put those together that belong together."""
    _versions(board)
    texts = known(board)
    if board.partakes and board.cards:
        how = Message("group_how", "Drag a card onto another one, or choose several here.")
        blocks.quiet(say(how))
        _together(board, texts)
    table.draw(board, board.topics)


def known(board: Board) -> dict[str, ShownCard]:
    """Return the cards on the board by key."""
    return {card.key: card for card in board.cards}


def told(board: Board, card: ShownCard, *more: str) -> str:
    """Return a card as one piece of Markdown, what belongs to it small below."""
    kind = say(reflection.PROMPTS[card.prompt])
    author = "" if card.author is None else reflection.author(board, card.author, language())
    below = " · ".join(part for part in (kind, author, *more) if part)
    return f"{plain(card.text)}  \n:small[:gray[{plain(below)}]]"


def _together(board: Board, texts: dict[str, ShownCard]) -> None:
    chosen, under = f"put:{board.key}", f"under:{board.key}"
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    left.multiselect(
        say(Message("group_cards", "Cards that belong together")), list(texts),
        format_func=lambda key: texts[key].text, key=chosen,
        placeholder=say(Message("group_choose", "Choose cards")),
    )  # fmt: skip
    names = {topic.key: topic.name or texts[topic.cards[0]].text for topic in board.topics}
    right.selectbox(
        say(Message("group_under", "Under")), ["", *names],
        format_func=lambda key: names.get(key) or say(Message("group_new", "a topic of their own")), key=under,
    )  # fmt: skip
    st.button(
        say(Message("group_put", "Put together")), on_click=acts.put, args=(board, chosen, under), key="put-together",
    )  # fmt: skip


def _versions(board: Board) -> None:
    """Remember which version of each own card is on the screen."""
    held: dict[str, int] = st.session_state.setdefault(f"versions:{board.key}", {})
    texts: dict[str, str] = st.session_state.setdefault(f"texts:{board.key}", {})
    for card in board.cards:
        if card.version is not None and card.key not in held:
            held[card.key], texts[card.key] = card.version, card.text


def _own(board: Board, prompt: Prompt) -> None:
    """Draw a field for each own card and one more. Fields never move or vanish while somebody types in one of them."""
    slots: list[str] = st.session_state.setdefault(f"slots:{board.key}:{prompt}", [])
    own = {card.key: card.text for card in board.cards if card.version is not None and card.prompt is prompt}
    slots += [key for key in own if key not in slots]
    if not board.partakes:
        return
    if not slots or own.get(slots[-1]) or st.session_state.get(_widget(board, slots[-1])):
        slots.append(new_key())
    for number, key in enumerate(slots, start=1):
        widget = _widget(board, key)
        said = Message(
            "card_field", "{prompt}, card {number}", {"prompt": reflection.PROMPTS[prompt], "number": number}
        )
        st.text_input(
            say(said), value=own.get(key, ""), key=widget, live=PAUSE, label_visibility="collapsed",
            placeholder=say(Message("card_write", "Write a card …")),
            on_change=acts.save_card, args=(board, key, prompt, widget),
        )  # fmt: skip
        _conflict(board, key, widget)


def _widget(board: Board, card: str) -> str:
    return f"card:{board.key}:{card}"


def _conflict(board: Board, card: str, widget: str) -> None:
    theirs = st.session_state.get(f"{widget}:theirs")
    if theirs is None:
        return
    st.warning(say(Message("card_elsewhere", "You changed this card elsewhere; saved is:")))
    st.text(theirs.value.text)
    for mine, label in ((True, Message("text_mine", "Save mine over it")), (False, _TAKE)):
        st.button(
            say(label), key=f"{widget}:{mine}", on_click=acts.settle_card,
            args=(board, card, widget), kwargs={"mine": mine},
        )  # fmt: skip


def _anonymity(board: Board) -> None:
    promise = Message(
        "anonymous_told",
        "Nobody will know who wrote what: no name is stored with cards, votes and notes, and an admin sees no more "
        "than you. Who gives forecasts, decides and promises is known by name.",
    )
    order = Message(
        "anonymous_order",
        "The log of changes still shows in which order cards were saved, but not by whom.",
    )
    blocks.quiet(f"{say(promise)} {say(order)}")
    if board.is_small:
        few = Message("anonymous_few", "Fewer than four people are here: who wrote what may be guessed.")
        st.warning(say(few))


_TAKE = Message("text_theirs", "Take the saved one")
