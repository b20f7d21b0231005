"""The minutes of a session in one order for every file: what came out, was decided, promised and said.

Only what a board holds stands in them, so nobody's file tells more than their screen; what is still hidden is named.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from analytics.present import axes, reflection, wording
from analytics.present.figures import ForestRow
from analytics.present.palette import Ink
from analytics.present.papers import drawings, press
from analytics.present.papers.press import Content
from analytics.present.pinned import Told
from data.messages import Message
from data.workspace.sessions.boards import Board, ShownCard, ShownTopic
from data.workspace.sessions.phases import Phase

LANE = (740, 74)  # width and height of a bar, tenths of a millimetre
Known: TypeAlias = Mapping[str, ShownCard]  # cards by key
_SPECIAL = frozenset("\\`*_[]<>#|!~$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of the minutes: what is said, and quietly what belongs to it."""

    text: str
    quiet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the minutes under its heading."""

    title: str
    lead: str = ""  # a plain sentence below the heading
    items: tuple[Item, ...] = ()
    rows: tuple[ForestRow, ...] = ()  # the pinned readout's forest


def parts(board: Board, pinned: Mapping[str, Told], language: str) -> tuple[Part, ...]:
    """Return the minutes as this person may read them now; `pinned`: the revealed readouts by experiment."""
    known = {card.key: card for card in board.cards}
    found = [
        *(_readout(board, key, told, language) for key, told in pinned.items()),
        _promises(board, language),
        _improvement(board, language),
        *(_topic(board, topic, known, language) for topic in board.topics),
        _cards(board, known, language),
        _earlier(board, language),
        _hidden(board, language),
    ]
    return tuple(part for part in found if part is not None)


def head(board: Board, language: str) -> str:
    """Return who was there and when, in one line."""
    began = board.minutes[0].began_at.date() if board.minutes else board.phase_began_at.date()
    said = [
        Message("minutes_day", "{day}", {"day": wording.day(began, language)}),
        Message("minutes_step", "at “{step}”", {"step": reflection.STEPS[board.phase]}),
        Message("minutes_person", "1 person")
        if board.joined == 1
        else Message("minutes_people", "{count} people", {"count": board.joined}),
    ]
    if board.called_off_at is not None:
        said.append(reflection.CALLED_OFF)
    if board.anonymous:
        said.append(Message("room_anonymous", "anonymous"))
    return " · ".join(wording.speak(one, language) for one in said)


def markdown(board: Board, pinned: Mapping[str, Told], language: str) -> str:
    """Return the minutes as Markdown; people's words are escaped, so that they stay words."""
    lines = [f"# {escaped(board.title)}", "", head(board, language)]
    for part in parts(board, pinned, language):
        lines += ["", f"## {escaped(part.title)}", ""]
        lines += [escaped(part.lead), ""] if part.lead else []
        lines += [f"- {row.glyph} {escaped(row.name)}: {escaped(row.lift)} ({escaped(row.span)})" for row in part.rows]
        lines += ["- " + " – ".join(escaped(said) for said in (item.text, item.quiet) if said) for item in part.items]
    return "\n".join(lines) + "\n"


def pdf(board: Board, pinned: Mapping[str, Told], language: str) -> bytes:
    """Return the minutes as A4 pages."""
    pictures: list[str] = []
    content: dict[str, Content] = {
        "language": wording.language_of(language),
        "name": board.title,
        "dateline": head(board, language),
        "foot": wording.speak(Message("minutes_foot", "Liftroom · minutes of a session"), language),
        "parts": [
            {
                "title": part.title,
                "lead": part.lead,
                "items": [{"text": item.text, "quiet": item.quiet} for item in part.items],
                "rows": _lanes(part, pictures),
            }
            for part in parts(board, pinned, language)
        ],
    }
    return press.pdf("minutes", content, pictures)


def escaped(text: str) -> str:
    """Return words so that Markdown shows them as written, on one line."""
    return "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in " ".join(text.split()))


def _lanes(part: Part, pictures: list[str]) -> Content:
    if not part.rows:
        return []
    axis, (width, height) = axes.forest(part.rows), LANE
    lines: list[Content] = []
    for row in part.rows:
        place = None
        if row.interval is not None:
            pictures.append(drawings.lane(row, axis, width=width, height=height))
            place = len(pictures) - 1
        ink = Ink(row.ink).name.lower()
        lines.append(
            {"name": row.name, "glyph": row.glyph, "ink": ink, "values": row.values, "lift": row.lift,
             "span": row.span, "lane": place}
        )  # fmt: skip
    return lines


def _readout(board: Board, key: str, told: Told, language: str) -> Part:
    taken = next((stored.value for stored in board.decisions if stored.value.experiment == key), None)
    items = [
        Item(text=reflection.expected(board, given, language)) for given in board.forecasts if given.experiment == key
    ]
    if taken is not None:
        items.insert(0, Item(text=reflection.decided(board, taken, language), quiet=taken.reason))
    lead = " ".join(one for one in (told.headline, told.detail) if one)
    return Part(title=told.name, lead=lead, items=tuple(items), rows=told.rows)


def _promises(board: Board, language: str) -> Part | None:
    if not board.actions:
        return None
    today = board.phase_began_at.date()
    items = tuple(Item(text=reflection.action(one.value, board, today, language)) for one in board.actions)
    return Part(title=wording.speak(Message("summary_actions", "Promised"), language), items=items)


def _earlier(board: Board, language: str) -> Part | None:
    if not board.earlier_actions or board.phase is not Phase.AGENDA:
        return None
    today = board.phase_began_at.date()
    items = tuple(Item(text=reflection.action(one.value, board, today, language)) for one in board.earlier_actions)
    return Part(title=reflection.promised(board, language), items=items)


def _improvement(board: Board, language: str) -> Part | None:
    if board.improvement is None or not board.improvement.value.text:
        return None
    title = wording.speak(Message("summary_improve", "Better next time"), language)
    return Part(title=title, lead=board.improvement.value.text)


def _topic(board: Board, topic: ShownTopic, known: Known, language: str) -> Part:
    first = known[topic.cards[0]].text if topic.cards else ""
    counted = "" if topic.total is None else reflection.votes(topic.total, language)
    note = topic.note.value.text if topic.note is not None else ""
    items = tuple(_card_items(board, topic.cards, known, language))
    if len(items) == 1 and not topic.name:  # the card is the heading already
        items = (Item(text=items[0].quiet),)
    return Part(title=" · ".join(one for one in (topic.name or first, counted) if one), lead=note, items=items)


def _cards(board: Board, known: Known, language: str) -> Part | None:
    """Return one's own cards, while nobody sees those of others."""
    if board.topics or not board.cards:
        return None
    title = wording.speak(Message("minutes_own", "Your cards"), language)
    return Part(title=title, items=tuple(_card_items(board, tuple(known), known, language)))


def _card_items(board: Board, keys: tuple[str, ...], known: Known, language: str) -> Iterator[Item]:
    for key in keys:
        card = known[key]
        prompt = wording.speak(reflection.PROMPTS[card.prompt], language)
        said = [prompt] if card.author is None else [prompt, reflection.author(board, card.author, language)]
        yield Item(text=card.text, quiet=" · ".join(said))


def _hidden(board: Board, language: str) -> Part | None:
    if board.hidden is None:
        return None
    items = (Item(text=reflection.hidden(board, language)),)
    return Part(title=wording.speak(Message("minutes_hidden", "Still hidden from you"), language), items=items)
