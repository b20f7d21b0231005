"""Snapshots: a readout pinned as JSON when a team reads it, and what has become of it since.

A snapshot is the readout command's JSON with the declarations and the policy it was concluded from, and with the words
and rows that were shown, in every language. Nothing of it is computed again: reopened, it says what it said.
"""

import math
from dataclasses import dataclass
from typing import cast

from analytics.decisions.results import ArmVerdict, Readout, Verdict, VerdictKind, VerdictReason
from analytics.document import Json, as_document
from analytics.present import pinned, wording
from analytics.present.pinned import Told
from analytics.statistics.results import Interval
from data.declarations.experiments import Role
from data.declarations.policies import Policy
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
    """Return the verdict that was pinned; under a veil nobody was told more than to keep collecting."""
    if snapshot.get("veiled_on_screen"):
        return VerdictKind.KEEP_COLLECTING
    return VerdictKind(str(cast("JsonObject", snapshot["verdict"])["kind"]))


def verdict(snapshot: JsonObject) -> Verdict:
    """Return the verdict that was pinned, as far as forecasts are held against it."""
    found = cast("JsonObject", snapshot["verdict"])
    arms, policy = found.get("arms"), cast("JsonObject", snapshot.get("policy") or {})
    stated = policy.get("level")
    level = float(stated) if isinstance(stated, int | float) else Policy().level
    return Verdict(
        kind=kind(snapshot),
        treatment=cast("str | None", found.get("treatment")),
        reasons=tuple(VerdictReason(str(reason)) for reason in cast("list[str]", found.get("reasons") or [])),
        arms=tuple(_arm(cast("JsonObject", arm), level) for arm in (arms if isinstance(arms, list) else [])),
    )


def leading(snapshot: JsonObject) -> str | None:
    """Return the key of the metric that decided, as it was declared then; None where none did."""
    declared = snapshot.get("declared")
    uses = declared.get("metrics") if isinstance(declared, dict) else None
    found = (use for use in (uses if isinstance(uses, list) else []) if isinstance(use, dict))
    return next((str(use.get("metric")) for use in found if use.get("role") == Role.PRIMARY), None)


def since(snapshot: JsonObject, readout: Readout) -> Since:
    """Compare a snapshot with the readout of today; what lies under a veil is not compared."""
    veiled = bool(snapshot.get("veiled_on_screen")) or readout.veiled_on_screen
    return Since(
        is_same=snapshot.get("fingerprint") == readout.fingerprint and snapshot.get("as_of") == _day(readout),
        then=kind(snapshot),
        now=kind(snapshot) if veiled else readout.verdict.kind,
        lift_then=None if veiled else _lift(verdict(snapshot)),
        lift_now=None if veiled else _lift(readout.verdict),
    )


def _day(readout: Readout) -> str | None:
    return readout.as_of.isoformat() if readout.as_of is not None else None


def _lift(found: Verdict) -> float | None:
    return next((arm.raw_lift for arm in found.arms if arm.treatment == found.treatment), None)


def _arm(arm: JsonObject, level: float) -> ArmVerdict:
    ends, lift = arm.get("relative_interval"), arm.get("raw_lift")
    interval = None
    if isinstance(ends, list) and len(ends) == 2:
        low, high = (
            float(end) if isinstance(end, int | float) else missing
            for end, missing in zip(ends, (-math.inf, math.inf), strict=True)
        )
        interval = Interval(low=low, high=high, level=level)
    return ArmVerdict(
        treatment=str(arm["treatment"]),
        kind=VerdictKind(str(arm["kind"])),
        reasons=tuple(VerdictReason(str(reason)) for reason in cast("list[str]", arm.get("reasons") or [])),
        raw_lift=float(lift) if isinstance(lift, int | float) else None,
        interval=interval,
    )
