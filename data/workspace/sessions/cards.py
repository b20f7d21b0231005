"""Cards: what each wrote for themselves, and nobody but its author can change."""

from dataclasses import replace

from data.messages import Forbidden, Message, Refused
from data.workspace.records import Kind, Stored, Verb
from data.workspace.sessions import contents, limits, seals
from data.workspace.sessions.records import Card, Prompt
from data.workspace.sessions.rooms import Room


def save(room: Room, key: str, *, text: str, prompt: Prompt, version: int | None) -> Stored[Card]:
    """Save a card over `version` (None: a new one); an empty text withdraws it.

    Raises `Forbidden` for somebody else's card, `Conflict` with both texts, then `Refused` for what cannot be.
    """
    limits.check_key(key)
    voice = room.voice_in(key)
    if voice is None:
        raise seals.broken()
    present = room.find(Kind.CARD, key, Card)
    if present is not None and present.value.voice != voice:
        raise Forbidden(Message("card_not_yours", "Only its author changes a card: write one of your own."))
    card = Card(text=text if text.strip() else "", prompt=prompt, voice=voice)
    before = room.before(Kind.CARD, key, record=card, version=version)
    limits.check_text(card.text, longest=limits.CARD)
    if before is not None:
        card = replace(card, number=before.number)
    elif not card.text:
        raise Refused(Message("text_empty", "There is nothing written: write something first."))
    if card.text and (before is None or not before.text):
        written = contents.read(room, {Kind.CARD}).cards
        _check_count(sum(bool(one.value.text) and room.is_mine(each, one.value) for each, one in written.items()))
        card = card if before else replace(card, number=len(written) + 1)
    withdrawn = before is not None and bool(before.text) and not card.text
    return room.save(Kind.CARD, key, record=card, version=version, action=Verb.WITHDRAW if withdrawn else None)


def _check_count(written: int) -> None:
    if written >= limits.CARDS:
        raise Refused(
            Message(
                "cards_full",
                "You have written {most} cards, which is as many as fit: withdraw one first.",
                {"most": limits.CARDS},
            )
        )
