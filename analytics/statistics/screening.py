"""Which comparisons can be made at all, and with which strata; the rest carries a reason instead of numbers."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from analytics.statistics.estimates import Codes, Estimates, Found, code
from analytics.statistics.ratios import linearised, reliable
from analytics.statistics.relative import lift
from analytics.statistics.results import Reason
from analytics.statistics.samples import NAMES, Sample
from analytics.statistics.tails import Array, Flags
from data.declarations.metrics import Kind

FILLER = Sample.rate(0.0, 2.0)  # stands in for a stratum that is left out; its weight is 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """Testable comparisons in rows, strata in columns, and the way back to the shape asked for."""

    control: Sample  # shape (comparisons, strata); ratios are linearised
    treatment: Sample
    weight: Array  # of the strata: their share of users, both arms together; 0 where left out
    kept: Flags  # of the shape asked for: which comparisons are rows here
    reason: Codes  # of the shape asked for
    control_users: Array  # of the shape asked for, all strata
    treatment_users: Array

    @classmethod
    def of(cls, control: Sample, treatment: Sample, *, kind: Kind) -> Self:
        """Screen arms whose last axis are strata."""
        control, treatment = _one_shape(control, treatment)
        enough = (control.users >= 2) & (treatment.users >= 2)
        usable = enough
        if kind is Kind.RATIO:
            usable = enough & reliable(control) & reliable(treatment)
            control, treatment = linearised(control), linearised(treatment)
        kept = np.asarray(usable.any(axis=-1))
        users_control, users_treatment = control.users.sum(axis=-1), treatment.users.sum(axis=-1)
        reason = np.zeros(kept.shape, dtype=np.int8)
        reason[~kept] = code(Reason.TOO_FEW_USERS)
        reason[~kept & enough.any(axis=-1)] = code(Reason.NO_DENOMINATOR)
        reason[(users_control == 0) | (users_treatment == 0)] = code(Reason.NO_USERS)
        size = np.where(usable, control.users + treatment.users, 0.0)[kept]
        return cls(
            control=_rows(control, usable, kept),
            treatment=_rows(treatment, usable, kept),
            weight=size / size.sum(axis=-1, keepdims=True),
            kept=kept,
            reason=reason,
            control_users=users_control,
            treatment_users=users_treatment,
        )

    def rows(self, values: Array | float) -> Array:
        """Give one number per row from an array of (or broadcast to) the shape asked for."""
        return np.broadcast_to(np.asarray(values, dtype=float), self.kept.shape)[self.kept]

    def spread(self, values: Array) -> Array:
        """Give an array of the shape asked for from one number per row; NaN elsewhere."""
        full = np.full(self.kept.shape, np.nan)
        full[self.kept] = values
        return full

    def estimates(self, found: Found) -> Estimates:
        """Put what a method found back into the shape asked for, with reasons where it found nothing."""
        constant = ~(found.standard_error > 0)
        reason = self.reason.copy()
        reason[self.kept] = np.where(constant, code(Reason.NO_VARIATION), 0)
        no_baseline = found.control == 0
        endless = ~(np.isfinite(found.relative_low) & np.isfinite(found.relative_high))
        relative_rows = np.where(endless, code(Reason.UNBOUNDED), 0)
        relative_rows = np.where(no_baseline, code(Reason.NO_BASELINE), relative_rows)
        relative = reason.copy()
        relative[self.kept] = np.where(constant, code(Reason.NO_VARIATION), relative_rows)
        no_range = constant | no_baseline | endless

        def shown(values: Array, hidden: Flags = constant) -> Array:
            return self.spread(np.where(hidden, np.nan, values))

        return Estimates(
            control_users=self.control_users,
            treatment_users=self.treatment_users,
            control_value=shown(found.control),
            treatment_value=shown(found.treatment),
            difference=shown(found.treatment - found.control),
            difference_low=shown(found.low),
            difference_high=shown(found.high),
            relative_lift=shown(lift(found.control, found.treatment)),
            relative_low=shown(found.relative_low, no_range),
            relative_high=shown(found.relative_high, no_range),
            statistic=shown(found.statistic),
            standard_error=shown(found.standard_error),
            p_value=shown(found.p_value),
            skewness=shown(found.skewness),
            reason=reason,
            relative_reason=relative,
        )


def _one_shape(control: Sample, treatment: Sample) -> tuple[Sample, Sample]:
    shape = np.broadcast_shapes(control.users.shape, treatment.users.shape)
    both = (
        Sample(**{name: np.broadcast_to(getattr(each, name), shape) for name in NAMES}) for each in (control, treatment)
    )
    first, second = both
    return first, second


def _rows(sample: Sample, usable: Flags, kept: Flags) -> Sample:
    return Sample(**{name: np.where(usable, getattr(sample, name), getattr(FILLER, name))[kept] for name in NAMES})
