"""People: who signs in, and what they may do here. Whoever is unknown may do nothing until somebody lets them in.

The first one is let in by whoever sits at the machine (`python -m data.workspace admit CODE admin`): an address in a
settings file would let in whoever a provider gives that address later.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection

from data.messages import Forbidden, Message, NotFound, Refused
from data.workspace import door, ledger, logins
from data.workspace import engine as engines
from data.workspace.actors import CODE, RELEASE, RESERVED, Actor, ActorRole
from data.workspace.door import Door
from data.workspace.logins import Claims
from data.workspace.records import Kind, Person, Stored, Verb
from data.workspace.rights import Action

LONGEST_NAME = 60  # characters
WAITING = 500  # people who may wait to be let in
GRANTED = (
    ActorRole.EXECUTIVE, ActorRole.VIEWER, ActorRole.MEMBER, ActorRole.ANALYST, ActorRole.LEAD, ActorRole.ADMIN,
)  # fmt: skip

_DOORKEEPER = Actor(RELEASE, ActorRole.OWNER)


class NotAdmitted(Forbidden):
    """A person is signed in and has no role here."""

    def __init__(self, name: str, key: str) -> None:
        super().__init__(
            Message(
                "not_admitted",
                "You are signed in as {name}, and nobody has let you in yet: tell an admin your code {code}.",
                {"name": name, "code": key[:CODE]},
            )
        )


class People(Door):
    """The people of a workspace."""

    def arrive(self, claims: Claims, *, now: int, visits: bool = True) -> Actor:
        """Return who a signed-in person is here; `now`: seconds since 1970. Whoever is new waits to be let in.

        `visits`: they came themselves; what a page asks by itself does not keep them signed in.

        Raises `LoginOver` when they must sign in again, `NotAdmitted` when they have no role.
        """
        with engines.reading(self._engine) as connection:
            worth_noting = logins.check(connection, claims, now=now)
            found = ledger.find(connection, Kind.PERSON, claims.person)
        if (worth_noting and visits) or found is None:
            with engines.writing(self._engine) as connection:
                logins.note(connection, claims, now=now)
                found = ledger.find(connection, Kind.PERSON, claims.person)
                person = _welcomed(connection, claims) if found is None else door.read(Person, found).value
        else:
            person = door.read(Person, found).value
        if person.role is None:
            raise NotAdmitted(person.name, claims.person)
        return Actor(person.name, person.role, claims.person)

    def leave(self, claims: Claims) -> None:
        """End this login: its cookie opens nothing any more."""
        with engines.writing(self._engine) as connection:
            logins.end(connection, claims.person, only=claims.login)

    def names(self, actor: Actor) -> dict[str, str]:
        """Return what everybody who has a role is called, by key."""
        found = self._every(actor, Kind.PERSON, Person, right=Action.READ_RESULTS)
        return {one.value.key: one.value.name for one in found if one.value.role is not None}

    def everybody(self, actor: Actor) -> tuple[Stored[Person], ...]:
        """Return everybody who ever signed in: who waits first, then by name, then who was removed."""
        found = self._every(actor, Kind.PERSON, Person, right=Action.MANAGE_PEOPLE)
        return tuple(sorted(found, key=_place))

    def last_seen(self, actor: Actor) -> Mapping[str, int]:
        """Return when each person who is signed in was last here, by key, in seconds since 1970."""
        with self._reading(actor, Action.MANAGE_PEOPLE) as connection:
            return logins.last_seen(connection)

    def find(self, actor: Actor, code: str) -> Stored[Person]:
        """Return the one person whose key begins with `code`. Raises `NotFound` for none, and for several."""
        found = [one for one in self.everybody(actor) if code and one.value.key.startswith(code.strip().lower())]
        if len(found) != 1:
            raise NotFound(
                Message("person_unknown", "There is no one with the code “{code}” here.", {"code": code[:80]})
            )
        return found[0]

    def admit(
        self, actor: Actor, key: str, *, role: ActorRole, version: int, name: str | None = None
    ) -> Stored[Person]:
        """Let somebody in, or give them another role or `name`. Raises `Refused`, `Conflict`, `NotFound`."""
        if role not in GRANTED:
            raise Refused(Message("role_owner", "The owner is whoever sits at the machine: choose another role."))
        return self._change(actor, key, role=role, name=name, version=version, verb=Verb.ADMIT)

    def remove(self, actor: Actor, key: str, *, version: int) -> Stored[Person]:
        """Take a role away and sign the person out; what they wrote stays. Raises `Refused`, `Conflict`."""
        return self._change(actor, key, role=None, name=None, version=version, verb=Verb.REMOVE)

    def sign_out(self, actor: Actor, key: str) -> None:
        """End every login of somebody; they may sign in again."""
        with self._writing(actor, Action.MANAGE_PEOPLE) as connection:
            ledger.get(connection, Kind.PERSON, key)
            logins.end(connection, key)

    def _change(
        self, actor: Actor, key: str, *, role: ActorRole | None, name: str | None, version: int, verb: Verb
    ) -> Stored[Person]:
        with self._writing(actor, Action.MANAGE_PEOPLE) as connection:
            person = door.read(Person, ledger.get(connection, Kind.PERSON, key)).value
            wanted = person.name if name is None else cleaned(name)
            changed = replace(person, role=role, name=wanted, removed=role is None)
            door.before(connection, Kind.PERSON, key, record=changed, version=version)
            if not wanted or wanted.casefold() in _taken(connection, but=key):
                raise Refused(
                    Message("name_taken", "Somebody here is called “{name}” already: add something.", {"name": wanted})
                )
            if person.role is ActorRole.ADMIN is not role:
                _keep_an_admin(connection, but=key)
            if role is None:
                logins.end(connection, key)
            return door.save(connection, actor, Kind.PERSON, key, record=changed, version=version, action=verb)


def cleaned(name: str) -> str:
    """Return a name in one line of at most `LONGEST_NAME` printable characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())[:LONGEST_NAME].strip()


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """Return `wanted`, with a number where somebody is called so already. `taken`: casefolded names."""
    held = {*taken}
    numbers = (wanted if number == 1 else f"{wanted} {number}" for number in range(1, len(held) + 2))
    return next(name for name in numbers if name.casefold() not in held)


def _welcomed(connection: Connection, claims: Claims) -> Person:
    """Write down somebody who was never here."""
    everybody = ledger.every(connection, Kind.PERSON)
    if sum(row.value.get("role") is None for row in everybody) >= WAITING:
        raise Refused(Message("too_many_wait", "Too many people wait to be let in: ask an admin to look at the list."))
    wanted = cleaned(claims.name) or cleaned(claims.email) or claims.person[:CODE]
    person = Person(
        name=free_name(wanted, _taken(connection)),
        issuer=claims.issuer,
        subject=claims.subject,
        email=cleaned(claims.email),
    )
    door.save(connection, _DOORKEEPER, Kind.PERSON, claims.person, record=person, version=None)
    return person


def _taken(connection: Connection, *, but: str | None = None) -> frozenset[str]:
    found = (door.read(Person, row).value for row in ledger.every(connection, Kind.PERSON))
    return RESERVED | {person.name.casefold() for person in found if person.key != but}


def _keep_an_admin(connection: Connection, *, but: str) -> None:
    found = (door.read(Person, row).value for row in ledger.every(connection, Kind.PERSON))
    if not any(person.role is ActorRole.ADMIN and person.key != but for person in found):
        raise Refused(Message("last_admin", "This is the only admin: make somebody else admin first."))


def _place(stored: Stored[Person]) -> tuple[int, str]:
    person = stored.value
    return (2 if person.removed else 0 if person.role is None else 1), person.name.casefold()
