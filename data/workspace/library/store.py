"""The door of the library: learnings and practices read and saved, and what can be found, in the name of an actor."""

from collections.abc import Collection

from data.workspace import audit, door, ledger
from data.workspace.actors import Actor
from data.workspace.door import Door
from data.workspace.library import index, learnings
from data.workspace.library.records import Answer, Found, Learning, Practice
from data.workspace.records import Kind, Stored
from data.workspace.rights import Action

KINDS = frozenset({Kind.LEARNING, Kind.PRACTICE})


class Library(Door):
    """The library of a workspace."""

    def version(self, actor: Actor) -> int:
        """Return a number that every change of a learning or practice raises, 0 before the first."""
        with self._reading(actor, Action.READ_RESULTS) as connection:
            return audit.latest(connection, KINDS)

    def learnings(self, actor: Actor) -> tuple[Stored[Learning], ...]:
        """Return every learning by key, archived ones too."""
        return self._every(actor, Kind.LEARNING, Learning, right=Action.READ_RESULTS)

    def save_learning(self, actor: Actor, learning: Learning, *, version: int | None) -> Stored[Learning]:
        """Save over `version` (None creates). Raises `Conflict` with both texts, then `Refused`."""
        with self._writing(actor, Action.WRITE_NOTES) as connection:
            return learnings.save(connection, actor, learning, version=version)

    def learning_history(self, actor: Actor, key: str) -> tuple[Stored[Learning], ...]:
        """Return every version of a learning, newest first; empty if there is none."""
        with self._reading(actor, Action.READ_RESULTS) as connection:
            return tuple(door.read(Learning, row) for row in ledger.versions(connection, Kind.LEARNING, key))

    def practices(self, actor: Actor) -> tuple[Stored[Practice], ...]:
        """Return every practice by key, archived ones too."""
        return self._every(actor, Kind.PRACTICE, Practice, right=Action.READ_RESULTS)

    def save_practice(self, actor: Actor, practice: Practice, *, version: int | None) -> Stored[Practice]:
        """Save over `version` (None creates). Raises `Conflict` with both texts, then `Refused`."""
        with self._writing(actor, Action.WRITE_NOTES) as connection:
            return learnings.save_practice(connection, actor, practice, version=version)

    def practice_history(self, actor: Actor, key: str) -> tuple[Stored[Practice], ...]:
        """Return every version of a practice, newest first; empty if there is none."""
        with self._reading(actor, Action.READ_RESULTS) as connection:
            return tuple(door.read(Practice, row) for row in ledger.versions(connection, Kind.PRACTICE, key))

    def search(self, actor: Actor, text: str, *, kinds: Collection[Kind] | None = None, limit: int = 50) -> Answer:
        """Find what holds all words of `text` and this person may see; any of them if nothing holds all.

        Whatever is typed is looked for or passed over, never refused. `kinds`: None for all; `limit`: 200 at most.
        """
        from data.workspace.library import finding  # most commands never search

        with self._reading(actor, Action.READ_RESULTS) as connection:
            return finding.search(connection, actor, text, kinds=kinds, limit=limit)

    def related(
        self, actor: Actor, text: str, *, audience: str = "", channel: str = "", exclude: str = "", limit: int = 5
    ) -> tuple[Found, ...]:
        """Return the experiments most like a hypothesis, rare words counting more. `exclude`: key of its own."""
        from data.workspace.library import finding

        with self._reading(actor, Action.READ_RESULTS) as connection:
            return finding.related(connection, text, audience=audience, channel=channel, exclude=exclude, limit=limit)

    def rebuild(self, actor: Actor) -> None:
        """Write the index of all words anew; nothing that anybody wrote changes."""
        with self._writing(actor, Action.IMPORT_EVENTS) as connection:
            index.rebuild(connection)
