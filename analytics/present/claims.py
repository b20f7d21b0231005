"""What is known, in words: how well a claim is borne out, by which tests, and where the next one would land."""

from collections.abc import Mapping, Sequence

from analytics.decisions.learnings import Change, Learning, LearningStatus, Omission
from analytics.decisions.statements import Silence
from analytics.library import Known
from analytics.present import scales, wording
from analytics.statistics.results import Interval
from data.declarations.metrics import Metric
from data.messages import Message, Parameter

STATUSES: Mapping[LearningStatus, Message] = {
    LearningStatus.CONFIRMED: Message("learning_confirmed", "Confirmed"),
    LearningStatus.SUPPORTED: Message("learning_supported", "Supported"),
    LearningStatus.CONTRADICTED: Message("learning_contradicted", "Contradicted"),
    LearningStatus.EMERGING: Message("learning_emerging", "Emerging"),
    LearningStatus.UNTESTED: Message("learning_untested", "Untested"),
}
MARKS: Mapping[LearningStatus, str] = {
    LearningStatus.CONFIRMED: "▲",
    LearningStatus.SUPPORTED: "▲",
    LearningStatus.CONTRADICTED: "▼",
    LearningStatus.EMERGING: "◆",
    LearningStatus.UNTESTED: "◆",
}
MEANINGS: Mapping[LearningStatus, Message] = {
    LearningStatus.CONFIRMED: Message(
        "learning_confirmed_why", "All tests together say so, and nine of ten tests like them would too."
    ),
    LearningStatus.SUPPORTED: Message(
        "learning_supported_why", "All tests together say so; a single new test may still come out otherwise."
    ),
    LearningStatus.CONTRADICTED: Message(
        "learning_contradicted_why", "There are tests that say the opposite: look at them before you rely on this."
    ),
    LearningStatus.EMERGING: Message(
        "learning_emerging_why", "Too few tests, or they leave it open: test it again before you rely on it."
    ),
    LearningStatus.UNTESTED: Message(
        "learning_untested_why", "No finished, healthy test speaks of it yet: it is a guess."
    ),
}
CHANGES: Mapping[Change, Message] = {
    Change.RAISES: Message("claim_raises", "raises"),
    Change.LOWERS: Message("claim_lowers", "lowers"),
}
SILENCES: Mapping[Silence, Message] = {
    Silence.RUNNING: Message("silence_running", "not finished: it does not count yet"),
    Silence.EARLY: Message("silence_early", "too early to read: it does not count"),
    Silence.GUESS: Message("silence_guess", "hidden from you until you have given your forecast"),
    Silence.EMPTY: Message("silence_empty", "has no events that can be read"),
    Silence.UNREAD: Message("silence_unread", "is being read"),
    Silence.GONE: Message("silence_gone", "is not among the experiments any more"),
}
OMISSIONS: Mapping[Omission, Message] = {
    Omission.UNHEALTHY: Message("omission_unhealthy", "a health check blocks its verdict: it does not count"),
    Omission.UNMEASURED: Message("omission_unmeasured", "did not measure this metric: it does not count"),
}
SHOWS = Message("claim_says_so", "shows it")
OPPOSES = Message("claim_says_opposite", "shows the opposite")
NEITHER = Message("claim_says_nothing", "leaves it open")


def word(status: LearningStatus, language: str) -> str:
    """Return the status word with its shape: `▲ Confirmed`."""
    return f"{MARKS[status]} {wording.speak(STATUSES[status], language)}"


def meaning(status: LearningStatus, language: str) -> str:
    """Say what a status means."""
    return wording.speak(MEANINGS[status], language)


def claim(known: Known, metric: Metric | None, language: str) -> str:
    """Return “Free delivery” raises Purchase rate · App users · app: the claim in its parts."""
    kept = known.stored.value
    said = Message(
        "claim_parts",
        "“{lever}” {change} {metric}",
        {"lever": kept.lever, "change": CHANGES[known.found.claim.change], "metric": _metric(known, metric, language)},
    )
    parts = (wording.speak(said, language), kept.audience, kept.channel)
    return " · ".join(part for part in parts if part)


def verdict(found: Learning, language: str) -> str:
    """Return “Together +4.6% (−1.9% to +11.5%): shown in 1 of 2 tests”; without a test, that there is none."""
    if found.lift is None or found.interval is None:
        return wording.speak(Message("learning_no_test", "No test counts yet"), language)
    figures: dict[str, Parameter] = {
        "lift": wording.lift(found.lift, language),
        "range": scales.lift_span(found.interval, language),
        "shown": len(found.supporting),
        "tests": found.tests,
    }
    if found.tests > 1:
        more = Message("learning_more", "Together {lift} ({range}): shown in {shown} of {tests} tests", figures)
        return wording.speak(more, language)
    if found.supporting:
        return wording.speak(
            Message("learning_one_shown", "One test so far, which shows it: {lift} ({range})", figures), language
        )
    if found.contradicting:
        opposite = Message(
            "learning_one_against", "One test so far, which shows the opposite: {lift} ({range})", figures
        )
        return wording.speak(opposite, language)
    return wording.speak(
        Message("learning_one", "One test so far, which leaves it open: {lift} ({range})", figures), language
    )


def ahead(found: Learning, language: str) -> str:
    """Say where the next such test would land; below three tests, that nobody can say."""
    if found.prediction is None:
        told = Message("learning_ahead_unknown", "From three tests on it can be said where the next one would land.")
        return wording.speak(told, language)
    span = {"range": scales.lift_span(found.prediction, language)}
    told = Message("learning_ahead", "The next such test would land in {range}, in four of five cases.", span)
    return wording.speak(told, language)


def counted(known: Sequence[Known], language: str) -> str:
    """Return “▲ Confirmed: 2 · ◆ Emerging: 5”."""
    statuses = [one.found.status for one in known]
    counts = {each: statuses.count(each) for each in STATUSES}
    parts = [f"{word(each, language)}: {wording.number(count, language)}" for each, count in counts.items() if count]
    return " · ".join(parts)


def part(found: Learning, experiment: str) -> Message | None:
    """Return what a test that counts says by itself; None of one that does not count."""
    for tests, said in ((found.supporting, SHOWS), (found.contradicting, OPPOSES), (found.silent, NEITHER)):
        if any(one.experiment == experiment for one in tests):
            return said
    return None


def against(found: Learning, names: Mapping[str, str], language: str) -> str:
    """Name the tests that say the opposite; empty where none does."""
    if not found.contradicting:
        return ""
    named = {"tests": ", ".join(f"“{names.get(one.experiment, one.experiment)}”" for one in found.contradicting)}
    return wording.speak(Message("learning_against", "The opposite is shown by {tests}.", named), language)


def _metric(known: Known, metric: Metric | None, language: str) -> str:
    return known.stored.value.metric if metric is None else wording.metric(metric, language)


def spoken(interval: Interval | None, language: str) -> str:
    """Return a range of lifts; a dash where there is none."""
    return "–" if interval is None else scales.lift_span(interval, language)
