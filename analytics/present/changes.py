"""By how much something changed, as messages: a relative range where there is one, else the metric's own unit."""

from dataclasses import dataclass

from analytics.decisions.results import ArmVerdict, MetricComparison, Readout, VerdictReason
from analytics.present.labels import metric_noun, variant_name
from analytics.present.numbers import lift_pair, money, number, percent, size_near, size_pair, size_range
from analytics.statistics.results import Interval, Untestable
from data.declarations.experiments import Role
from data.declarations.metrics import Metric, Unit
from data.messages import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A range of change of one metric."""

    metric: str  # key
    interval: Interval  # relative (fractions) or, where there is none, absolute
    unit: Unit | None  # None: relative
    currency: str | None

    def ends(self, language: str) -> tuple[str, str]:
        """Return both ends with their signs."""
        low, high = self.interval.low, self.interval.high
        if self.unit is None:
            return lift_pair(low, high, language)
        return self._written(low, language, signed=True), self._written(high, language, signed=True)

    def size(self, language: str) -> str:
        """Return the range without sign; it does not hold zero."""
        if self.unit is None:
            return size_range(self.interval.low, self.interval.high, language)
        return "–".join(self.sizes(language))

    def sizes(self, language: str) -> tuple[str, str]:
        """Return both ends of the range without sign, smaller first; it does not hold zero."""
        if self.unit is None:
            return size_pair(self.interval.low, self.interval.high, language)
        small, large = sorted((abs(self.interval.low), abs(self.interval.high)))
        return self._written(small, language), self._written(large, language)

    def near(self, value: float, language: str) -> str:
        """Return a size without sign, rounded as the range is."""
        if self.unit is None:
            return size_near(value, self.interval.low, self.interval.high, language)
        return self._written(abs(value), language)

    def _written(self, value: float, language: str, *, signed: bool = False) -> str:
        plus = "+" if signed and value > 0 else ""
        if self.unit is Unit.SHARE:
            return plus + percent(value, language)
        if self.unit is Unit.CURRENCY:
            return plus + money(value, self.currency, language)
        return plus + number(value, language)


def row_of(readout: Readout, treatment: str, metric: str | None = None) -> MetricComparison | None:
    """Return everybody's comparison of one treatment: of a metric, or of the leading primary."""
    rows = [row for row in readout.comparisons if row.treatment == treatment and row.segment is None]
    if metric is not None:
        return next((row for row in rows if row.metric.key == metric), None)
    return next((row for row in rows if row.role is Role.PRIMARY), None)


def metric_of(readout: Readout, key: str) -> Metric | None:
    """Return a metric of this readout by its key."""
    return next((row.metric for row in readout.comparisons if row.metric.key == key), None)


def noun_of(readout: Readout, key: str) -> Message:
    """Return what a sentence calls a metric."""
    metric = metric_of(readout, key)
    return metric_noun(metric) if metric is not None else Message("metric_name", "{name}", {"name": key})


def change_of(readout: Readout, row: MetricComparison) -> Change | None:
    """Return by how much a row changed; None where it cannot be compared."""
    if isinstance(row.result, Untestable):
        return None
    interval, unit = row.result.relative_interval, None
    if isinstance(interval, Untestable):
        interval, unit = row.result.difference_interval, row.metric.unit
    return Change(metric=row.metric.key, interval=interval, unit=unit, currency=readout.experiment.currency)


def comparison_of(readout: Readout, arm: ArmVerdict) -> Change | None:
    """Return the change that the verdict speaks about: the leading primary's."""
    row = row_of(readout, arm.treatment)
    return change_of(readout, row) if row is not None else None


def changed(readout: Readout, arm: ArmVerdict, language: str, *, guess: bool) -> Message:
    """Return “It probably raised purchases by 2–6% (best guess 4%).”"""
    change = deciding(readout, arm)
    if change is None:
        return Message("better_no_range", "It is better, but a range cannot be given.")
    name = Message("it", "It")
    return _moved(readout, change, arm if guess else None, subject=name, language=language)


def harm(readout: Readout, arm: ArmVerdict, language: str, *, guess: bool) -> Message:
    """Return what an arm harms, with its range; a guardrail with the margin it broke."""
    subject = Message("treatment", "{treatment}", {"treatment": variant_name(arm.treatment)})
    if len(readout.verdict.arms) == 1:
        subject = Message("it", "It")
    key = arm.harmed[0] if arm.harmed else None
    row = row_of(readout, arm.treatment, key)
    change = change_of(readout, row) if row is not None else None
    if row is None or change is None:
        return Message("harm_no_range", "It harms, but a range cannot be given.")
    if row.role is not Role.GUARDRAIL or row.margin is None:
        leading = row_of(readout, arm.treatment)
        known = arm if guess and leading is row else None
        return _moved(readout, change, known, subject=subject, language=language)
    return _broke(readout, change, row.margin, subject=subject, language=language)


def _broke(readout: Readout, change: Change, margin: float, *, subject: Message, language: str) -> Message:
    """Return by how much a guardrail moved, beside the margin that was agreed."""
    low, high = change.ends(language)
    figures: dict[str, str | Message] = {
        "subject": subject,
        "metric": noun_of(readout, change.metric),
        "margin": percent(margin, language, digits=0 if margin >= 0.01 else 1),
    }
    if change.interval.low <= 0 <= change.interval.high:
        return Message(
            "guardrail_changed",
            "{subject} changed {metric} by {low} to {high}; the agreed limit is {margin}.",
            {**figures, "low": low, "high": high},
        )
    figures["range"] = change.size(language)
    if change.interval.low > 0:
        return Message(
            "guardrail_raised", "{subject} raised {metric} by {range}; the agreed limit is {margin}.", figures
        )
    return Message("guardrail_lowered", "{subject} lowered {metric} by {range}; the agreed limit is {margin}.", figures)


def deciding(readout: Readout, arm: ArmVerdict) -> Change | None:
    """Return the change of the primary that made the arm better: the leading one where it is clear, else the next."""
    rows = [row for row in readout.comparisons if row.treatment == arm.treatment and row.segment is None]
    changes = [change_of(readout, row) for row in rows if row.role is Role.PRIMARY]
    known = [change for change in changes if change is not None]
    clear = [change for change in known if change.interval.low > 0 or change.interval.high < 0]
    first = known[:1]
    if VerdictReason.CROSSED_EARLIER in arm.reasons or not clear:
        return first[0] if first else None
    return clear[0]


def _moved(readout: Readout, change: Change, arm: ArmVerdict | None, *, subject: Message, language: str) -> Message:
    """Return the direction and size of a change; with the arm's best guess where it is the leading primary's."""
    low, high = change.interval.low, change.interval.high
    figures: dict[str, str | Message] = {"subject": subject, "metric": noun_of(readout, change.metric)}
    leading = row_of(readout, arm.treatment) if arm is not None else None
    best = arm.best_guess if arm is not None and leading is not None and leading.metric.key == change.metric else None
    if low <= 0 <= high:
        first, second = change.ends(language)
        return Message(
            "changed", "{subject} changed {metric} by {low} to {high}.", {**figures, "low": first, "high": second}
        )
    figures["range"] = change.size(language)
    if change.unit is None and best is not None and (best > 0) == (low > 0):
        figures["guess"] = size_near(best, low, high, language)
        if low > 0:
            return Message(
                "raised_guess", "{subject} probably raised {metric} by {range} (best guess {guess}).", figures
            )
        return Message("lowered_guess", "{subject} probably lowered {metric} by {range} (best guess {guess}).", figures)
    if low > 0:
        return Message("raised", "{subject} probably raised {metric} by {range}.", figures)
    return Message("lowered", "{subject} probably lowered {metric} by {range}.", figures)
