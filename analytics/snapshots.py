"""Snapshots: a readout pinned as JSON when a team reads it, and what has become of it since.

A snapshot is the readout command's JSON with the declarations and the policy it was concluded from, and with the words
and rows that were shown, in every language. Nothing of it is computed again: reopened, it says what it said.
"""

from dataclasses import dataclass
from typing import cast

from analytics.decisions.results import Readout, VerdictKind
from analytics.document import Json, as_document
from analytics.present import pinned, wording
from analytics.present.pinned import Told
from data.messages import Message, Refused
from data.workspace.documents import from_json, to_json
from data.workspace.records import JsonObject

TOLD = "told"  # the words, by language


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What a pinned readout says, and what the data say now."""

    is_same: bool  # nothing came in and nothing was declared anew: the readout is the pinned one
    then: VerdictKind
    now: VerdictKind
    lift_then: float | None  # plain relative lift the verdict speaks of, fraction; None: there is none
    lift_now: float | None


def taken(readout: Readout) -> dict[str, Json]:
    """Return what is pinned of a readout."""
    return as_document(readout) | {
        "policy": cast("Json", to_json(readout.policy)),
        "declared": cast("Json", to_json(readout.experiment)),
        TOLD: {language: cast("Json", to_json(pinned.told(readout, language))) for language in wording.LANGUAGES},
    }


def told(snapshot: JsonObject, language: str) -> Told:
    """Return the words of a snapshot. Raises `Refused` for one that holds none."""
    words = snapshot.get(TOLD)
    kept = (words.get(language) or words.get("en")) if isinstance(words, dict) else None
    try:
        return from_json(Told, cast("JsonObject", kept))
    except (ValueError, AttributeError):
        raise Refused(
            Message("snapshot_unreadable", "This pinned readout cannot be shown: its figures are still in the export.")
        ) from None


def kind(snapshot: JsonObject) -> VerdictKind:
    """Return the verdict that was pinned."""
    return VerdictKind(str(cast("JsonObject", snapshot["verdict"])["kind"]))


def since(snapshot: JsonObject, readout: Readout) -> Since:
    """Compare a snapshot with the readout of today."""
    verdict = cast("JsonObject", snapshot["verdict"])
    return Since(
        is_same=snapshot.get("fingerprint") == readout.fingerprint and snapshot.get("as_of") == _day(readout),
        then=kind(snapshot),
        now=readout.verdict.kind,
        lift_then=_lift(verdict),
        lift_now=next(
            (arm.raw_lift for arm in readout.verdict.arms if arm.treatment == readout.verdict.treatment), None
        ),
    )


def _day(readout: Readout) -> str | None:
    return readout.as_of.isoformat() if readout.as_of is not None else None


def _lift(verdict: JsonObject) -> float | None:
    arms = verdict.get("arms")
    for arm in arms if isinstance(arms, list) else []:
        if isinstance(arm, dict) and arm.get("treatment") == verdict.get("treatment"):
            lift = arm.get("raw_lift")
            return float(lift) if isinstance(lift, int | float) else None
    return None
