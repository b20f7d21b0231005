"""What if something else were assumed of money: other values for a moment, read from an address and saved nowhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from math import isfinite

from data.declarations.assumptions import Assumptions
from data.declarations.rules import MONTHS

MOST = 1e12  # of the value of one conversion


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposition:
    """What is assumed otherwise for a moment; None: as it is saved."""

    margin: float | None = None  # share, above 0 to 1
    unit: float | None = None  # value of one conversion, in the currency
    horizon: int | None = None  # months
    half_life: float | None = None  # months; 0: effects last
    cost: float | None = None  # times the cost that is stated

    @property
    def is_any(self) -> bool:
        """Whether anything is assumed otherwise."""
        return self != AS_SAVED

    def upon(self, assumed: Assumptions) -> Assumptions:
        """Return the assumptions with this in place of what is saved."""
        half = assumed.half_life_months if self.half_life is None else self.half_life or None
        factor = 1.0 if self.cost is None else self.cost
        return replace(
            assumed,
            margin=assumed.margin if self.margin is None else self.margin,
            conversion_value=assumed.conversion_value if self.unit is None else self.unit,
            horizon_months=assumed.horizon_months if self.horizon is None else self.horizon,
            half_life_months=half,
            costs=tuple(replace(cost, amount=cost.amount * factor) for cost in assumed.costs),
        )


AS_SAVED = Supposition()
NAMES = tuple(field.name for field in fields(Supposition))  # in an address


def supposed(said: Mapping[str, str]) -> Supposition:
    """Return what an address supposes; what is no number, or out of its bounds, is left as it is saved.

    Shares are said in percent: `margin=35`, `cost=120`.
    """
    months = _number(said.get("horizon"), lambda value: 1 <= value <= MONTHS and value == int(value))
    margin = _number(said.get("margin"), lambda value: 0 < value <= 100)
    cost = _number(said.get("cost"), lambda value: 0 <= value <= 10_000)
    return Supposition(
        margin=None if margin is None else round(margin / 100, 8),
        unit=_number(said.get("unit"), lambda value: 0 <= value <= MOST),
        horizon=None if months is None else int(months),
        half_life=_number(said.get("half_life"), lambda value: value == 0 or 0.1 <= value <= 10 * MONTHS),
        cost=None if cost is None else round(cost / 100, 8),
    )


def said(supposition: Supposition) -> dict[str, str]:
    """Return what an address says of a supposition; the other way round it is the same again."""
    found: dict[str, float | None] = {
        "margin": None if supposition.margin is None else round(supposition.margin * 100, 6),
        "unit": supposition.unit,
        "horizon": supposition.horizon,
        "half_life": supposition.half_life,
        "cost": None if supposition.cost is None else round(supposition.cost * 100, 6),
    }
    return {name: f"{value:.10g}" for name, value in found.items() if value is not None}


def _number(text: str | None, is_allowed: Callable[[float], bool]) -> float | None:
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) and is_allowed(value) else None
