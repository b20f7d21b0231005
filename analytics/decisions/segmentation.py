"""Records of what a test found in the groups of one attribute: the gate, effects raw and shrunk, who is in it."""

from dataclasses import dataclass

from analytics.statistics.heterogeneity import Scale
from analytics.statistics.results import Interval, Untestable


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Does a metric's effect differ by segment, or is it noise? Before it is open, no segment is called different."""

    metric: str  # key
    treatment: str
    scale: Scale  # what is compared: relative lifts, or differences
    tested: tuple[str, ...]  # segments in the test
    left_out: tuple[str, ...]  # too small for it
    statistic: float | None  # Cochran's Q; None with fewer than two segments
    p_value: float | None  # of one common effect, of today's look alone
    level: float  # two-sided error that today's boundary leaves, 0 to 1
    spread: float | None  # tau: standard deviation of the true effects (log ratio, or metric's unit)
    share: float | None  # I squared: share of the spread that is not chance, 0 to 1
    opens: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shrinkage:
    """One segment's effect, raw and drawn towards the common one as far as chance explains the spread."""

    raw: float  # relative lift (fraction), or difference in the metric's unit: see the gate's scale
    shrunk: float
    interval: Interval  # of the shrunk effect
    weight: float  # share of the segment's own effect in the shrunk one, 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentEffect:
    """One metric, treatment and segment."""

    metric: str
    treatment: str
    value: str  # of the attribute
    effect: Shrinkage | Untestable


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of the test is in one segment."""

    value: str | None  # None: users without a value of the attribute
    users: dict[str, int] | None  # by first variant; None: suppressed, too few
    share: float | None  # of all users in the test, 0 to 1; None: suppressed
    shares: dict[str, float] | None = None  # of each variant's users, 0 to 1; None: suppressed


@dataclass(frozen=True, slots=True, kw_only=True)
class Segmentation:
    """The test by one attribute, as it stood at exposure."""

    attribute: str
    gates: tuple[Gate, ...]  # metrics in declared order, treatments fastest
    effects: tuple[SegmentEffect, ...]  # of each gate, segments in the attribute's order
    coverage: tuple[Coverage, ...]  # segments in the attribute's order, users without a value last
    uneven: tuple[str, ...] = ()  # segments whose split is off: the variant may have changed who is in them
