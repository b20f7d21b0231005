"""People as rows: who signed in, and in words what each may do."""

from collections.abc import Mapping, Sequence
from datetime import date

from analytics.present import wording
from analytics.present.figures import Table
from data.messages import Message
from data.workspace.actors import CODE, ActorRole
from data.workspace.records import Person

ROLES = {
    ActorRole.EXECUTIVE: Message("role_executive", "Executive: reads the reports"),
    ActorRole.VIEWER: Message("role_viewer", "Viewer: reads results and reports"),
    ActorRole.MEMBER: Message("role_member", "Member: takes part in sessions, writes and votes"),
    ActorRole.ANALYST: Message("role_analyst", "Analyst: imports events, plans experiments too"),
    ActorRole.LEAD: Message("role_lead", "Lead: decides and lifts the veil too"),
    ActorRole.ADMIN: Message("role_admin", "Admin: everything, people and forgetting included"),
}
REMOVED = Message("standing_removed", "Nothing: was removed")
WAITING = Message("standing_waiting", "Nothing yet: waits to be let in")


def people(known: Sequence[Person], seen: Mapping[str, date], language: str) -> Table:
    """Return everybody who signed in, with what they may do and the day of their last visit (`seen`, by key)."""
    columns = (
        Message("column_person", "Name"),
        Message("column_email", "E-mail"),
        Message("column_may", "Role"),
        Message("column_seen", "Last here"),
        Message("column_code", "Code"),
    )
    return Table(
        columns=tuple(wording.speak(column, language) for column in columns),
        rows=tuple(
            (
                person.name,
                person.email or "–",
                wording.speak(standing(person), language),
                wording.day(seen[person.key], language) if person.key in seen else "–",
                person.key[:CODE],
            )
            for person in known
        ),
    )


def standing(person: Person) -> Message:
    """Say what somebody may do here."""
    if person.role is not None:
        return ROLES[person.role]
    return REMOVED if person.removed else WAITING
