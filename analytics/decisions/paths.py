"""Metrics walked along their looks: estimates with intervals valid on each day, and the p-values decisions act on.

Under `sequential` each primary and guardrail has a path of its own per arm; secondaries borrow the leading primary's.
Under `fixed` every look stands alone and only the one that is read is meant. On days with a small cell a decision's
statistic is not larger than Fisher's exact test allows, so that a crossing needs both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from analytics.decisions.looks import Looks
from analytics.decisions.series import PERIODS, Series
from analytics.statistics import strata
from analytics.statistics.clocks import information
from analytics.statistics.comparisons import applies, one_sided
from analytics.statistics.estimates import Estimates
from analytics.statistics.exact import small_cells
from analytics.statistics.methods import Method
from analytics.statistics.sequential import walk
from analytics.statistics.tails import Array, Flags, critical
from data.declarations.experiments import Role
from data.declarations.metrics import Kind
from data.declarations.policies import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """One metric over all looks and arms: arrays are (looks, arms); p-values are of the day they are read."""

    series: Series
    estimates: Estimates  # intervals at each look's nominal level
    variance: Array  # V of the path
    boundary: Array  # |z| at which a look crosses; infinity: none
    level: Array  # two-sided, nominal, of each look; after the end the last one that was left
    p_value: Array  # two-sided, of what is shown
    upper: Array  # one-sided “larger”, for decisions
    lower: Array  # one-sided “smaller”, for decisions
    upper_alone: Array  # as `upper` without the exact test
    lower_alone: Array
    harm: Array  # one-sided “worse”; guardrails: than the margin; over the looks with enough events
    crossed: Array  # (arms,) first look whose shown statistic crossed; -1: none
    small: Flags
    exact: Array  # Fisher's two-sided p where a cell is small; NaN elsewhere
    protected: Flags  # the look has a level of its own; where its clock stands still, only the last one is drawn again
    safe: Array | None = None  # guardrails: z of “not worse than the margin”
    safe_boundary: Array | None = None

    def until(self, looks: int) -> "Path":
        """Return the path as it was after so many looks."""
        arrays = (
            "variance", "boundary", "level", "p_value", "upper", "lower", "upper_alone", "lower_alone", "harm", "small",
            "exact", "protected", "safe", "safe_boundary",
        )  # fmt: skip
        known = {name: getattr(self, name) for name in arrays}
        cut = {name: array[:looks] for name, array in known.items() if array is not None}
        return replace(
            self,
            series=self.series.at(slice(looks)),
            estimates=replace(
                self.estimates, **{each.name: getattr(self.estimates, each.name)[:looks] for each in fields(Estimates)}
            ),
            crossed=np.where(self.crossed < looks, self.crossed, -1),
            **cut,
        )

    @property
    def better(self) -> Array:
        """One-sided p-value of the change for the better."""
        return self.upper if self.series.upwards else self.lower

    @property
    def better_alone(self) -> Array:
        """The same by the score test alone."""
        return self.upper_alone if self.series.upwards else self.lower_alone

    @property
    def worse(self) -> Array:
        """One-sided p-value of the change for the worse."""
        return self.lower if self.series.upwards else self.upper


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How all metrics of one readout are walked."""

    looks: Looks
    policy: Policy
    method: Method | None = None

    @property
    def two_sided(self) -> float:
        """The two-sided error of one finished look."""
        return 1.0 - self.policy.level

    def method_for(self, series: Series) -> Method | None:
        """Return the method asked for where it can compare this metric, else the house's own."""
        fits = applies(self.method, kind=series.metric.kind, strata=series.periods)
        return self.method if fits else None

    def compared(self, series: Series, level: Array | float | None) -> Estimates:
        """Compare both arms on every look, periods apart; without a level the tests alone."""
        return strata.compare(
            series.control,
            series.treatment,
            axis=PERIODS,
            kind=series.metric.kind,
            level=level,
            method=self.method_for(series),
            imbalance_limit=self.policy.allocation_imbalance,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A metric before it is walked; statistics are (looks, arms), NaN where nothing could be tested."""

    series: Series
    first: Estimates
    variance: Array
    shown: Array
    decision: Array
    harm: Array
    safe: Array | None
    small: Flags
    exact: Array


def paths(all_series: Sequence[Series], reading: Reading, *, lent: Array | None = None) -> tuple[Path, ...]:
    """Walk every metric; the first primary leads (the first metric where there is no primary).

    All series share looks and arms. `lent` is V (looks, arms) of the path that all of them borrow, as segments do.
    Returns one path per series, in order.
    """
    drafts = [_draft(series, reading) for series in all_series]
    leading = next((draft for draft in drafts if draft.series.role is Role.PRIMARY), drafts[0])
    own = [leading.variance if draft.series.role is Role.SECONDARY else draft.variance for draft in drafts]
    borrowed = own if lent is None else [lent] * len(drafts)
    statistics = np.stack(
        [column for draft in drafts for column in (draft.shown, draft.decision, draft.harm)], axis=1
    )  # (looks, 3 x metrics, arms)
    variances = np.repeat(np.stack(borrowed, axis=1), 3, axis=1)
    walked = _walked(statistics, variances, reading)
    return tuple(
        _path(draft, borrowed[index], walked[:, :, 3 * index : 3 * index + 3], reading, leads=draft is leading)
        for index, draft in enumerate(drafts)
    )


def _draft(series: Series, reading: Reading) -> _Draft:
    first = reading.compared(series, reading.two_sided if reading.looks.clock is None else None)
    small, exact = np.zeros(first.statistic.shape, dtype=bool), np.full(first.statistic.shape, np.nan)
    if series.metric.kind is Kind.RATE:
        small, exact = small_cells(series.control, series.treatment, small_cell=reading.policy.small_cell, axis=PERIODS)
    decision = _cautious(first.statistic, exact)
    harm, safe = _bad(decision, series), None
    if series.role is Role.GUARDRAIL and series.use.margin is not None:
        beyond = _beyond(series, series.use.margin, reading)
        harm, safe = np.where(beyond > 0, _cautious(beyond, exact), beyond), -beyond
    events = series.smallest_cell
    if events is not None:
        harm = np.where(events >= reading.policy.harm_minimum_events, harm, np.nan)
    return _Draft(
        series=series,
        first=first,
        variance=information(series.effective, first.standard_error),
        shown=first.statistic,
        decision=decision,
        harm=harm,
        safe=safe,
        small=small,
        exact=exact,
    )


def _cautious(statistic: Array, exact: Array) -> Array:
    """Return the statistic, no larger than the exact test allows where there is one."""
    with np.errstate(invalid="ignore"):
        allowed = np.where(np.isnan(exact), np.inf, critical(np.nan_to_num(exact, nan=1.0)))
        return np.asarray(np.sign(statistic) * np.minimum(np.abs(statistic), allowed))


def _bad(statistic: Array, series: Series) -> Array:
    """Return the statistic with its sign turned so that positive is worse."""
    return -statistic if series.upwards else statistic


def _beyond(series: Series, margin: float, reading: Reading) -> Array:
    """Return the z of “worse than the margin”, positive where it is."""
    z = strata.margins(
        series.control,
        series.treatment,
        axis=PERIODS,
        kind=series.metric.kind,
        ratio=1 - margin if series.upwards else 1 + margin,
        imbalance_limit=reading.policy.allocation_imbalance,
    )
    return _bad(z, series)


def _walked(statistics: Array, variances: Array, reading: Reading) -> Array:
    """Return (5, looks, columns, arms): boundary, nominal level, upper p, lower p and first crossing of each column."""
    clock = reading.looks.clock
    if clock is None:
        boundary = np.full(statistics.shape, float(critical(reading.two_sided)))
        upper = np.where(np.isnan(statistics), np.nan, one_sided(statistics))
        lower = np.where(np.isnan(statistics), np.nan, one_sided(statistics, greater=False))
        never = np.full(statistics.shape, -1.0)
        return np.stack([boundary, np.full(statistics.shape, reading.two_sided), upper, lower, never])
    with np.errstate(invalid="ignore"):
        found = walk(statistics, variance=variances, share=clock.share, alpha=reading.policy.false_ship)
    crossed = np.broadcast_to(found.crossed_on().astype(float), statistics.shape)
    return np.stack([found.boundary, found.nominal_level, found.upper_p, found.lower_p, crossed])


def _path(draft: _Draft, variance: Array, walked: Array, reading: Reading, *, leads: bool) -> Path:
    boundary, level, upper, lower, crossed = walked
    shown_level = _carried(level[:, 0], reading.looks)
    estimates = draft.first
    if reading.looks.clock is not None:
        estimates = _with_intervals(draft, shown_level, reading, everywhere=leads)
    p_value = np.minimum(1.0, 2.0 * np.minimum(upper[:, 0], lower[:, 0]))
    if reading.looks.clock is None:
        p_value = draft.first.p_value
    return Path(
        series=draft.series,
        estimates=estimates,
        variance=variance,
        boundary=boundary[:, 0],
        level=shown_level,
        p_value=p_value,
        upper=upper[:, 1],
        lower=lower[:, 1],
        upper_alone=upper[:, 0],
        lower_alone=lower[:, 0],
        harm=upper[:, 2],
        crossed=crossed[0, 0],
        small=draft.small,
        exact=draft.exact,
        protected=level[:, 0] > 0,
        safe=draft.safe,
        safe_boundary=_safe_boundary(draft, draft.safe, reading) if draft.safe is not None else None,
    )


def _with_intervals(draft: _Draft, level: Array, reading: Reading, *, everywhere: bool) -> Estimates:
    """Return estimates whose intervals hold at each look's level: everywhere, or only where they are read."""
    if everywhere:
        return reading.compared(draft.series, level)
    look = slice(reading.looks.read, reading.looks.read + 1)
    found, whole = reading.compared(draft.series.at(look), level[look]), draft.first
    changed = {}
    for name in ("difference_low", "difference_high", "relative_low", "relative_high", "relative_reason"):
        changed[name] = getattr(whole, name).copy()
        changed[name][look] = getattr(found, name)
    return replace(whole, **changed)


def _carried(level: Array, looks: Looks) -> Array:
    """Return levels for drawing: a look that has none left shows the last one there was."""
    if looks.clock is None:
        return level
    carried = level.copy()
    for look in range(1, carried.shape[0]):
        carried[look] = np.where(carried[look] > 0, carried[look], carried[look - 1])
    return carried


def _safe_boundary(draft: _Draft, safe: Array, reading: Reading) -> Array:
    """Return each look's one-sided boundary of “not worse than the margin”, at the guardrails' own error."""
    error, clock = reading.policy.guardrail_error, reading.looks.clock
    if clock is None:
        return np.full(draft.variance.shape, float(critical(2 * error)))
    return walk(safe, variance=draft.variance, share=clock.share, alpha=error).boundary
