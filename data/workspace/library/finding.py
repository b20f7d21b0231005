"""Finding: from a question to what is shown of the answer, within one transaction and for one person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from data.workspace import ledger
from data.workspace.actors import Actor
from data.workspace.library import excerpts, index, queries, ranks, sights, writings
from data.workspace.library.queries import Term
from data.workspace.library.ranks import Ranked
from data.workspace.library.records import Answer, Found
from data.workspace.records import JsonObject, Kind, Stored

MOST = 200  # things of one answer


def search(connection: Connection, actor: Actor, text: str, *, kinds: Collection[Kind] | None, limit: int) -> Answer:
    """Return what holds all that `text` asks for; what holds some of it, if nothing holds all."""
    terms = queries.parse(text)
    sight = sights.of(connection, actor) if terms else None
    for every in (True, False):
        if sight is None or (not every and len(terms) == 1):
            break
        seen = [one for one in index.match(connection, terms, every=every, kinds=kinds) if sight.shows(one)]
        if seen:
            most = min(max(limit, 0), MOST)
            found = ranks.ranked(seen, terms)
            return Answer(found=_shown(connection, found[:most], terms), partly=not every, more=len(found) > most)
    return Answer()


def related(
    connection: Connection, text: str, *, audience: str, channel: str, exclude: str, limit: int
) -> tuple[Found, ...]:
    """Return the experiments most like a hypothesis."""
    terms = queries.likeness((text, audience, channel))
    if not terms:
        return ()
    like = index.match(connection, terms, every=False, kinds={Kind.EXPERIMENT})
    found = ranks.ranked([one for one in like if one.key != exclude], terms)
    return _shown(connection, found[: min(max(limit, 0), MOST)], terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Documents:
    """The documents of an answer, and what they stand under."""

    found: Mapping[Kind, Mapping[str, Stored[JsonObject]]]
    sessions: Mapping[str, Stored[JsonObject]]
    experiments: Mapping[str, Stored[JsonObject]]

    def title(self, one: writings.Writing) -> str:
        """Return what a document stands under: its own name, that of its test, or that of its session."""
        test, session = self.experiments.get(one.experiment), self.sessions.get(one.session)
        if one.title:
            return one.title
        return str(test.value.get("name", "")) if test else str(session.value.get("title", "")) if session else ""


def _shown(connection: Connection, found: Sequence[Ranked], terms: Sequence[Term]) -> tuple[Found, ...]:
    by_kind: dict[Kind, list[str]] = {}
    for one in found:
        by_kind.setdefault(one.match.kind, []).append(one.match.key)
    documents = _Documents(
        found={kind: ledger.those(connection, kind, keys) for kind, keys in by_kind.items()},
        sessions=ledger.those(connection, Kind.SESSION, {one.match.session for one in found}),
        experiments=ledger.those(connection, Kind.EXPERIMENT, {one.match.experiment for one in found}),
    )
    return tuple(_show(one, documents, terms) for one in found)


def _show(one: Ranked, documents: _Documents, terms: Sequence[Term]) -> Found:
    stored = documents.found[one.match.kind][one.match.key]
    said = writings.of(one.match.kind, one.match.key, stored.value) or writings.Writing()
    return Found(
        kind=one.match.kind,
        key=one.match.key,
        title=documents.title(said),
        excerpt=excerpts.excerpt(said.text, terms),
        experiment=said.experiment,
        session=said.session,
        choice=str(stored.value.get("choice", "")) if one.match.kind is Kind.DECISION else "",
        changed_at=stored.changed_at,
        rank=one.rank,
    )
