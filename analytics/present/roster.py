"""People as rows: who signed in, and in words what each may do."""

from collections.abc import Mapping, Sequence
from datetime import date

from analytics.present import wording
from analytics.present.figures import Table
from data.messages import Message
from data.workspace.actors import CODE, ActorRole
from data.workspace.records import Person

ROLES = {
    ActorRole.EXECUTIVE: Message("role_executive", "Executive"),
    ActorRole.VIEWER: Message("role_viewer", "Viewer"),
    ActorRole.MEMBER: Message("role_member", "Member"),
    ActorRole.ANALYST: Message("role_analyst", "Analyst"),
    ActorRole.LEAD: Message("role_lead", "Lead"),
    ActorRole.ADMIN: Message("role_admin", "Admin"),
}
MEANS = {  # what each may do beside what the one before may
    ActorRole.EXECUTIVE: Message("role_executive_means", "Reads the reports"),
    ActorRole.VIEWER: Message("role_viewer_means", "Reads the results of every test too"),
    ActorRole.MEMBER: Message("role_member_means", "Takes part in sessions: forecasts, writes, votes"),
    ActorRole.ANALYST: Message("role_analyst_means", "Imports events, plans experiments, defines metrics"),
    ActorRole.LEAD: Message("role_lead_means", "Decides, lifts the veil, sets the policy, reads the audit"),
    ActorRole.ADMIN: Message("role_admin_means", "Lets people in and out, changes settings, forgets customers"),
}
REMOVED = Message("standing_removed", "Removed")
WAITING = Message("standing_waiting", "Waits to be let in")


def people(known: Sequence[Person], seen: Mapping[str, date], language: str) -> Table:
    """Return everybody who signed in, with what they may do and the day of their last visit (`seen`, by key)."""
    columns = (
        Message("column_person", "Name"),
        Message("column_may", "Role"),
        Message("column_seen", "Last here"),
        Message("column_email", "E-mail"),
        Message("column_code", "Code"),
    )
    return Table(
        columns=tuple(wording.speak(column, language) for column in columns),
        rows=tuple(
            (
                person.name,
                wording.speak(standing(person), language),
                wording.day(seen[person.key], language) if person.key in seen else "–",
                person.email or "–",
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


def roles(language: str) -> Table:
    """Return what each role may do, each beside what the one above it may."""
    columns = (Message("column_may", "Role"), Message("column_means", "May, beside what stands above"))
    return Table(
        columns=tuple(wording.speak(column, language) for column in columns),
        rows=tuple((wording.speak(ROLES[role], language), wording.speak(MEANS[role], language)) for role in ROLES),
    )
