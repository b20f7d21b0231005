"""What to say in one breath: a result in at most two spoken sentences, its range in words, then what follows.

For whoever tells it on to people who were not there. No size of an effect is said without its range, and none at all
where the figures cannot be trusted or are too few. What was decided is said as decided; else it is advice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import copysign

from analytics.decisions.results import ArmVerdict, MetricComparison, Readout, VerdictKind, VerdictReason
from analytics.present import numbers, sentences, wording
from analytics.present.changes import Change, change_of, deciding, noun_of, row_of
from analytics.present.labels import variant_name
from analytics.statistics.results import Comparison, Interval
from data.declarations.experiments import Role
from data.messages import Message, Parameter
from data.workspace.sessions.records import Choice

CROWDS = (1_000, 10_000, 100_000)  # customers that are spoken of: the first of whom whole numbers tell the range
NAME = 60  # letters of the test's name
DOES: Mapping[str, tuple[Message, Message]] = {  # metric → what one customer does, what several do
    "purchase_rate": (Message("does_buy", "buys"), Message("do_buy", "buy")),
    "click_through_rate": (Message("does_click", "clicks through"), Message("do_click", "click through")),
    "form_fill_rate": (Message("does_fill", "fills the form"), Message("do_fill", "fill the form")),
    "unsubscribe_rate": (
        Message("does_leave", "cancels the subscription"),
        Message("do_leave", "cancel the subscription"),
    ),
}
DECIDED: Mapping[Choice, Message] = {
    Choice.SHIP: Message("breath_ships", "We roll it out."),
    Choice.STOP: Message("breath_stops", "We stop it."),
    Choice.ITERATE: Message("breath_iterates", "We change it and test again."),
    Choice.RERUN: Message("breath_reruns", "We test the same again."),
}
ADVICE: Mapping[VerdictKind, Message] = {
    VerdictKind.SHIP: Message("breath_ship", "We should roll it out."),
    VerdictKind.STOP: Message("breath_stop", "We should stop it."),
    VerdictKind.KEEP_COLLECTING: Message("breath_wait", "We keep collecting."),
    VerdictKind.NO_DIFFERENCE: Message("breath_leave", "We can leave things as they are."),
    VerdictKind.INCONCLUSIVE: Message("breath_rerun", "Only a larger test could tell."),
}


def said(readout: Readout, language: str, *, choice: Choice | None = None) -> str:
    """Return the two sentences; `choice`: what was decided about the test, if anything was."""
    told, follows = _told(readout, language), _follows(readout, choice)
    return " ".join(wording.sentence(message, language) for message in (told, follows))


def _told(readout: Readout, language: str) -> Message:
    """Return what came out."""
    arm, kind = sentences.speaker(readout), readout.verdict.kind
    if kind is VerdictKind.UNTRUSTED:
        return Message("breath_untrusted", "We cannot trust this test, so there is no result to pass on.")
    if arm is None or VerdictReason.NO_DATA in readout.verdict.reasons:
        return Message("breath_no_data", "Nobody can be compared yet in {name}.", {"name": _name(readout, None)})
    name: dict[str, Parameter] = {"name": _name(readout, arm)}
    early = readout.veiled_on_screen or VerdictReason.BELOW_MINIMUM in arm.reasons
    if early or kind is VerdictKind.KEEP_COLLECTING:
        return _waiting(readout, arm, name, early=early)
    row = _row(readout, arm)
    change = change_of(readout, row) if row is not None else None
    if row is None or change is None:
        return _without_range(kind, name)
    spoken = _Spoken.of(readout, arm, row, change, language)
    if kind is VerdictKind.NO_DIFFERENCE:
        return Message(
            "breath_same", "{name} makes no difference that matters: {range}.", name | {"range": spoken.between()}
        )
    if kind is VerdictKind.INCONCLUSIVE and VerdictReason.PRIMARY_BETTER not in arm.reasons:
        return Message(
            "breath_open", "We could not find out what {name} does: {range}.", name | {"range": spoken.between()}
        )
    return spoken.moved() or Message("breath_range", "With {name}, {range}.", name | {"range": spoken.between()})


def _follows(readout: Readout, choice: Choice | None) -> Message:
    """Return what is done about it."""
    kind, reasons = readout.verdict.kind, readout.verdict.reasons
    if choice is not None:
        return DECIDED[choice]
    if kind is VerdictKind.UNTRUSTED:
        return sentences.cause(readout)
    if kind is VerdictKind.INCONCLUSIVE and VerdictReason.PRIMARY_BETTER in reasons:
        arm = sentences.speaker(readout)
        point = sentences.open_point(readout, arm) if arm is not None else None
        if point is not None:
            return Message("breath_but", "But {point}: nothing is decided before.", {"point": point})
    if VerdictReason.NOT_PROTECTED in reasons and readout.experiment.planned_end is None:
        return Message("breath_end", "We have to say first when the test ends.")
    if kind is VerdictKind.STOP and VerdictReason.GUARDRAIL_HARMED in reasons:
        return Message("breath_too_far", "That is more harm than we agreed to accept: we should stop it.")
    if kind is VerdictKind.SHIP and VerdictReason.SMALLER_THAN_INTERESTING in reasons:
        return Message("breath_small", "It is a small gain, but we should roll it out.")
    return ADVICE[kind]


def _waiting(readout: Readout, arm: ArmVerdict, name: dict[str, Parameter], *, early: bool) -> Message:
    if early:
        return Message("breath_early", "It is too early to say anything about {name}.", name)
    point = sentences.open_point(readout, arm) if VerdictReason.PRIMARY_BETTER in arm.reasons else None
    if point is not None:
        return Message("breath_better_but", "{name} looks better, but {point}.", name | {"point": point})
    return Message("breath_not_yet", "There is no clear answer about {name} yet.", name)


def _without_range(kind: VerdictKind, name: dict[str, Parameter]) -> Message:
    if kind is VerdictKind.SHIP:
        return Message("breath_better", "{name} is better, but nobody can say by how much.", name)
    if kind is VerdictKind.STOP:
        return Message("breath_worse", "{name} does harm, but nobody can say how much.", name)
    return Message("breath_unknown", "There is not enough data to say what {name} does.", name)


def _name(readout: Readout, arm: ArmVerdict | None) -> Message:
    """Return the test's name; where several treatments were tried, the one that is spoken of too."""
    name = readout.experiment.name
    given: dict[str, Parameter] = {"name": name if len(name) <= NAME else name[: NAME - 1].rstrip() + "…"}
    if arm is None or len(readout.verdict.arms) < 2:
        return Message("breath_name", "“{name}”", given)
    given["treatment"] = variant_name(arm.treatment)
    return Message("breath_name_of", "“{name}” ({treatment})", given)


def _row(readout: Readout, arm: ArmVerdict) -> MetricComparison | None:
    """Return what the verdict rests on: what is harmed, or the metric that decided."""
    if readout.verdict.kind is VerdictKind.STOP and arm.harmed:
        return row_of(readout, arm.treatment, arm.harmed[0])
    change = deciding(readout, arm) if readout.verdict.kind is VerdictKind.SHIP else None
    return row_of(readout, arm.treatment, change.metric if change is not None else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spoken:
    """A change as people say it: of so many customers, or of the metric itself."""

    name: Message
    metric: Message
    change: Change
    point: float | None  # in the change's unit
    crowd: int | None  # customers that are spoken of; None: of the metric itself
    counts: tuple[int, int, int]  # of them: lower end, point, upper end
    does: tuple[Message, Message] | None
    language: str

    @classmethod
    def of(cls, readout: Readout, arm: ArmVerdict, row: MetricComparison, change: Change, language: str) -> "_Spoken":
        assert isinstance(row.result, Comparison)
        leading = row.role is Role.PRIMARY and row == row_of(readout, arm.treatment)
        does = DOES.get(row.metric.key)
        crowd, counts = _counted(row.result, change.interval, arm.best_guess if leading else None)
        return cls(
            name=_name(readout, arm),
            metric=noun_of(readout, row.metric.key),
            change=change,
            point=_point(row.result, change, arm.best_guess if leading else None),
            crowd=crowd if does is not None else None,
            counts=counts,
            does=does,
            language=language,
        )

    def moved(self) -> Message | None:
        """Return a change whose direction is clear; None where it is not."""
        low, high = self.change.interval.low, self.change.interval.high
        if low <= 0 <= high or self.point is None:
            return None
        if self.crowd is not None and self.does is not None:
            first, point, last = sorted(abs(count) for count in self.counts)
            given = self._given(count=self._whole(point), low=self._whole(first), high=self._whole(last))
            given |= {"customers": self.crowd, "do": self.does[point != 1]}
            if low > 0:
                return Message(
                    "breath_more",
                    "About {count} more of every {customers:,} customers {do} with {name}; it could be as few as {low} "
                    "or as many as {high}.",
                    given,
                )
            return Message(
                "breath_fewer",
                "About {count} fewer of every {customers:,} customers {do} with {name}; it could be as few as {low} or "
                "as many as {high}.",
                given,
            )
        small, large = self.change.sizes(self.language)
        given = self._given(count=self.change.near(self.point, self.language), low=small, high=large)
        if low > 0:
            return Message(
                "breath_raises",
                "{name} raises {metric} by about {count}; it could be as little as {low} or as much as {high}.",
                given,
            )
        return Message(
            "breath_lowers",
            "{name} lowers {metric} by about {count}; it could be as little as {low} or as much as {high}.",
            given,
        )

    def between(self) -> Message:
        """Return a range as part of a sentence."""
        if self.crowd is not None and self.does is not None:
            low, _, high = self.counts
            given = self._given(low=self._directed(low), high=self._directed(high))
            given |= {"customers": self.crowd, "do": self.does[1]}
            return Message(
                "breath_between", "anything between {low} and {high} of every {customers:,} customers {do}", given
            )
        low_said, high_said = self.change.ends(self.language)
        return Message(
            "breath_changes",
            "{metric} may have changed by anything between {low} and {high}",
            self._given(low=low_said, high=high_said),
        )

    def _given(self, **more: str | Message) -> dict[str, Parameter]:
        return {"name": self.name, "metric": self.metric, **more}

    def _whole(self, count: int) -> str:
        return numbers.number(count, self.language)

    def _directed(self, count: int) -> Message:
        given: dict[str, Parameter] = {"count": self._whole(abs(count))}
        return (
            Message("breath_minus", "{count} fewer", given)
            if count < 0
            else Message("breath_plus", "{count} more", given)
        )


def _point(result: Comparison, change: Change, guess: float | None) -> float | None:
    """Return the best guess where it lies within the range, else what was measured."""
    if change.unit is not None:
        return result.difference
    measured = result.relative_lift if isinstance(result.relative_lift, float) else None
    return guess if guess is not None and change.interval.low <= guess <= change.interval.high else measured


def _counted(result: Comparison, lift: Interval, guess: float | None) -> tuple[int | None, tuple[int, int, int]]:
    """Return how many customers to speak of, and how many of them act otherwise; None where that would mislead.

    It would where customers in whole numbers say another direction than the metric's own range does.
    """
    ends = result.difference_interval
    point = result.difference if guess is None else guess * result.control_value
    point = point if ends.low <= point <= ends.high else result.difference
    if _side(ends) != _side(lift):
        return None, (0, 0, 0)
    for crowd in CROWDS:
        low, middle, high = (round(each * crowd) for each in (ends.low, point, ends.high))
        if low < high and 0 not in (low, high) and (_side(ends) == 0 or low < middle < high):
            return crowd, (low, middle, high)
    return None, (0, 0, 0)


def _side(interval: Interval) -> float:
    return 0.0 if interval.low <= 0 <= interval.high else copysign(1.0, interval.low)
