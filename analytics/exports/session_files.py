"""The minutes of a session as files: pages, text, a table; and as a few lines for a chat.

They hold what one person may see at that moment, and say what is still hidden from them.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from analytics import snapshots
from analytics.exports.forms import Form
from analytics.present.papers import protocol, spreadsheets
from analytics.present.papers.spreadsheets import Cell, Sheet
from analytics.present.pinned import Told
from data.workspace.records import JsonObject
from data.workspace.sessions.boards import Board

COLUMNS = ("session", "part", "topic", "text", "author", "votes", "owner", "due", "state")


def written(board: Board, pinned: Mapping[str, JsonObject], form: Form, *, language: str) -> bytes:
    """Return the minutes as a file; `pinned`: the revealed readouts by experiment."""
    return WRITERS[form](board, pinned, language)


def chat(board: Board, pinned: Mapping[str, JsonObject], language: str) -> str:
    """Return the minutes as plain lines, without markup."""
    lines = [board.title, protocol.head(board, language)]
    for part in protocol.parts(board, _told(pinned, language), language):
        lines += ["", part.title]
        lines += [part.lead] if part.lead else []
        lines += [f"• {item.text}" + (f" ({item.quiet})" if item.quiet else "") for item in part.items]
    return "\n".join(lines)


def file_name(board: Board, form: Form) -> str:
    """Return `autumn-tests-2026-11-18.pdf`: the title and the day it began."""
    slug = re.sub(r"[^a-z0-9]+", "-", board.title.lower()).strip("-")[:48] or "session"
    return f"{slug}-{board.minutes[0].began_at.date().isoformat()}.{form.value}"


def table(board: Board) -> Sheet:
    """Return a row for every card, forecast, decision and action; names of columns and codes are never translated."""
    return Sheet(name="Session", columns=COLUMNS, rows=tuple(_rows(board)))


def _rows(board: Board) -> Iterator[tuple[Cell, ...]]:
    names = board.names
    topics = {key: topic for topic in board.topics for key in topic.cards}
    for card in board.cards:
        topic = topics.get(card.key)
        named = (topic.name, topic.total) if topic else ("", None)
        yield (board.title, f"card_{card.prompt}", named[0], card.text, card.author, named[1], None, None, None)
    for topic in board.topics:
        if topic.note is not None:
            yield (board.title, "note", topic.name, topic.note.value.text, None, topic.total, None, None, None)
    for given in board.forecasts:
        words = "declined" if given.declined else f"{given.low} to {given.high}, chance {given.chance}"
        who = names.get(given.person, "")
        yield (board.title, "forecast", given.experiment, words, who, None, None, None, None)
    for stored in board.decisions:
        one = stored.value
        who = names.get(one.person, "")
        yield (board.title, "decision", one.experiment, one.reason, who, None, None, None, one.choice.value)
    for item in (stored.value for stored in board.actions):
        state = "dropped" if item.dropped else "done" if item.done_on else "open"
        yield (board.title, "action", "", item.text, None, None, names.get(item.owner, ""), item.due, state)
    if board.improvement is not None:
        yield (board.title, "improvement", "", board.improvement.value.text, None, None, None, None, None)


def _told(pinned: Mapping[str, JsonObject], language: str) -> dict[str, Told]:
    return {key: snapshots.told(snapshot, language) for key, snapshot in pinned.items()}


def _pdf(board: Board, pinned: Mapping[str, JsonObject], language: str) -> bytes:
    return protocol.pdf(board, _told(pinned, language), language)


def _markdown(board: Board, pinned: Mapping[str, JsonObject], language: str) -> bytes:
    return protocol.markdown(board, _told(pinned, language), language).encode()


def _csv(board: Board, _pinned: Mapping[str, JsonObject], _language: str) -> bytes:
    return spreadsheets.csv_file(table(board))


WRITERS: Mapping[Form, Callable[[Board, Mapping[str, JsonObject], str], bytes]] = {
    Form.PDF: _pdf,
    Form.MARKDOWN: _markdown,
    Form.CSV: _csv,
}
