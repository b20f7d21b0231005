"""Actors: who asks. Every call of the store names one."""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum


class ActorRole(StrEnum):
    """What a person is in this workspace."""

    EXECUTIVE = "executive"  # reads reports
    VIEWER = "viewer"  # reads results too
    MEMBER = "member"  # writes ideas, notes and votes
    ANALYST = "analyst"  # imports, declares metrics and experiments
    LEAD = "lead"  # decides, lifts the veil, sets the policy
    ADMIN = "admin"  # manages people and settings, forgets
    OWNER = "owner"  # whoever sits at the machine: the one person of an installation without sign-in


@dataclass(frozen=True, slots=True)
class Actor:
    """One person, as the audit names them."""

    name: str  # what the audit and the history show
    role: ActorRole
    person: str | None = None  # key of the person who signed in; None: the owner and the release itself


LOCAL_OWNER = Actor("local owner", ActorRole.OWNER)
RELEASE = "Liftroom"  # author of what a release brings along: the catalogue, the default policy and settings
CODE = 8  # characters of a person's key by which they are told apart when spoken of
SOMEONE = Actor("someone", ActorRole.MEMBER)  # who took part in an anonymous session: the same for everybody
RESERVED = frozenset({LOCAL_OWNER.name, RELEASE.casefold(), SOMEONE.name})  # names that nobody who signs in may have


def person_key(issuer: str, subject: str) -> str:
    """Return the key of a person: of issuer and subject alone, since an address may pass from one to another."""
    return hashlib.sha256(json.dumps([issuer, subject]).encode()).hexdigest()
