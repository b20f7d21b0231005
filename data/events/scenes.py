"""What a fold knows of an experiment before it reads a row: the plan, the codes in the data, how its times are read."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from data.declarations.metrics import EXPOSURE
from data.events import engines, zones
from data.events.batches import Part, code
from data.events.journeys import Rules
from data.events.plan import EPOCH, Plan, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a fold knows of an experiment's rows before it reads them."""

    plan: Plan
    variants: Mapping[int, str]  # code → name, all that occur in the data or are declared
    events: Mapping[int, str]  # code → name
    dated: bool  # some row has a time; rows without one are then set aside
    zoned: bool  # some row knows its offset
    instants: bool  # every dated row knows its offset: rows are ordered by instant, else by local wall time
    first: int  # earliest and latest UTC day (since 1970) of the rows; 0 when undated
    last: int

    @classmethod
    def of(cls, plan: Plan, parts: Sequence[Part]) -> Self:
        """Return what the batches' `parts` say of their rows."""
        dated = [part for part in parts if part.first is not None and part.last is not None]
        variants: dict[int, str] = {}
        events: dict[int, str] = {}
        for part in parts:
            variants |= part.variants
            events |= part.events
        return cls(
            plan=plan,
            variants=variants,
            events=events,
            dated=bool(dated),
            zoned=any(part.zoned != "none" for part in dated),
            instants=all(part.zoned == "all" for part in dated),
            first=min((utc_day(part.first) for part in dated if part.first), default=0),
            last=max((utc_day(part.last) for part in dated if part.last), default=0),
        )

    @property
    def setting(self) -> str:
        """Fingerprint of what the fold of a row depends on: another one means that everything is folded anew."""
        facts = [self.plan.fingerprint, self.dated, self.instants]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]

    @property
    def ranked(self) -> tuple[int, ...]:
        """Codes of the variants: in declared order, then the undeclared ones by name."""
        declared = self.plan.experiment.variants
        undeclared = sorted(name for name in set(self.variants.values()) - set(declared))
        return tuple(code(name) for name in (*declared, *undeclared))

    @property
    def offsets(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Moments from which on an offset of the zone holds, and the offsets; up to the end of the longest window."""
        reach = max(self.plan.windows, default=0) + 3
        return zones.offsets(self.plan.experiment.time_zone, first=self.first - 3, last=self.last + reach)

    @property
    def rules(self) -> Rules:
        """What decides which rows count."""
        given = self.parameters
        moments, offsets = self.offsets if given["instants"] else ((-(2**62),), (0,))
        starts, ends = self.plan.day_limits() if self.dated else (0, 0)
        return Rules(
            starts=starts,
            ends=ends,
            period_days=self.plan.period_days(),
            variants=len(self.ranked),
            families=_by_family(self.plan.roles(self.events)),
            valued=frozenset(reading.family for reading in self.plan.readings() if reading.sums),
            windows=self.plan.windows,
            switches=np.array(moments, dtype=np.int64),
            offsets=np.array(offsets, dtype=np.int64),
            undated=not self.dated,
        )

    @property
    def shifts(self) -> dict[str, int] | None:
        """The zone's offset and its few changes; None: more changes than a query takes without a join."""
        return zones.slots(self.plan.experiment.time_zone, first=self.first - 1, last=self.last + 1)

    @property
    def placing(self) -> str:
        """The text of the step that puts rows on the calendar."""
        if not self.zoned:
            return engines.statement("fold_local_plain")
        return engines.statement("fold_local_long" if self.shifts is None else "fold_local")

    @property
    def parameters(self) -> dict[str, Any]:
        """Parameters that every step may name."""
        named = {"undated": not self.dated, "instants": self.dated and self.instants, "exposure": code(EXPOSURE)}
        return (self.shifts or {}) | named


def _by_family(roles: Sequence[Role]) -> dict[int, list[Role]]:
    families: dict[int, list[Role]] = {}
    for role in sorted(roles, key=lambda role: (role.family, role.part)):
        families.setdefault(role.family, []).append(role)
    return families


def utc_day(moment: str) -> int:
    """Return the day (since 1970) of a moment in ISO notation, as stored."""
    year, month, day = (int(part) for part in moment[:10].split("-"))
    return (EPOCH.replace(year=year, month=month, day=day) - EPOCH).days
