"""Rights: what each role may do, as one table. The store asks it on every call; screens may ask it to hide a button."""

from enum import StrEnum

from data.messages import Forbidden, Message
from data.workspace.actors import Actor, ActorRole


class Action(StrEnum):
    """What can be done with a workspace and its events."""

    READ_REPORTS = "read_reports"
    READ_DECLARATIONS = "read_declarations"  # experiments, metrics, policy, settings: reports need them too
    READ_RESULTS = "read_results"
    WRITE_NOTES = "write_notes"
    IMPORT_EVENTS = "import_events"
    EDIT_METRICS = "edit_metrics"
    EDIT_EXPERIMENTS = "edit_experiments"
    EDIT_POLICY = "edit_policy"
    DECIDE = "decide"
    UNVEIL = "unveil"
    READ_AUDIT = "read_audit"
    EDIT_SETTINGS = "edit_settings"
    MANAGE_PEOPLE = "manage_people"
    FORGET = "forget"


_EXECUTIVE = frozenset({Action.READ_REPORTS, Action.READ_DECLARATIONS})
_VIEWER = _EXECUTIVE | {Action.READ_RESULTS}
_MEMBER = _VIEWER | {Action.WRITE_NOTES}
_ANALYST = _MEMBER | {Action.IMPORT_EVENTS, Action.EDIT_METRICS, Action.EDIT_EXPERIMENTS}
_LEAD = _ANALYST | {Action.EDIT_POLICY, Action.DECIDE, Action.UNVEIL, Action.READ_AUDIT}
_ADMIN = _LEAD | {Action.EDIT_SETTINGS, Action.MANAGE_PEOPLE, Action.FORGET}

RIGHTS: dict[ActorRole, frozenset[Action]] = {
    ActorRole.EXECUTIVE: _EXECUTIVE,
    ActorRole.VIEWER: _VIEWER,
    ActorRole.MEMBER: _MEMBER,
    ActorRole.ANALYST: _ANALYST,
    ActorRole.LEAD: _LEAD,
    ActorRole.ADMIN: _ADMIN,
    ActorRole.OWNER: frozenset(Action),
}


def may(actor: Actor, action: Action) -> bool:
    """Say whether the actor's role allows the action."""
    return action in RIGHTS[actor.role]


def require(actor: Actor, action: Action) -> None:
    """Raise `Forbidden` unless the actor's role allows the action."""
    if not may(actor, action):
        raise Forbidden(
            Message(
                "forbidden",
                "Your role “{role}” does not allow this ({action}): ask an admin of this workspace.",
                {"role": actor.role.value, "action": action.value},
            )
        )
