"""What pages know of the people of a workspace."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from data.workspace.actors import Actor
from data.workspace.records import Person, Stored
from pages.parts import fetch


def people(actor: Actor) -> tuple[tuple[Stored[Person], ...], dict[str, date]]:
    """Return everybody who ever signed in, and the day on which each was last here, by key. Raises `Forbidden`."""
    workspace = fetch.workspace()
    zone = ZoneInfo(workspace.settings(actor).value.time_zone)
    seen = workspace.people.last_seen(actor)
    return workspace.people.everybody(actor), {
        key: datetime.fromtimestamp(second, zone).date() for key, second in seen.items()
    }


def names(actor: Actor) -> dict[str, str]:
    """Return what everybody with a role is called, by key, in order; empty without sign-in. Raises `Forbidden`."""
    found = fetch.workspace().people.names(actor)
    return dict(sorted(found.items(), key=lambda item: item[1].casefold()))
