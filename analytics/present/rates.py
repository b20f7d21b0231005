"""How much a programme wins and learns, in plain words with honest ranges."""

from analytics.decisions.learnings import ProgrammeRates, Rate
from analytics.present import wording
from analytics.statistics.results import Untestable
from data.messages import Message, Parameter


def win(found: ProgrammeRates | Untestable, language: str) -> str:
    """Return “1 of 4 decided tests won”; before the first decision, that nothing is decided."""
    if isinstance(found, Untestable):
        return wording.speak(Message("rates_none", "Nothing is decided yet"), language)
    told = Message("rate_win", "{won} of {tests} decided tests won", _figures(found, found.win))
    return wording.speak(told, language)


def outlook(found: ProgrammeRates | Untestable, language: str) -> str:
    """Say between which shares of tests would win, and bring an answer, if the team went on like this."""
    if isinstance(found, Untestable):
        why = Message(
            "rates_none_why", "Once a test is decided, it stands here how many win and how many bring an answer."
        )
        return wording.speak(why, language)
    winning = Message(
        "rate_win_range",
        "If you went on like this, between {low:.0%} and {high:.0%} of tests would win.",
        _figures(found, found.win),
    )
    learning = Message(
        "rate_learning_range",
        "{won} of {tests} brought an answer, whatever it was: between {low:.0%} and {high:.0%} would.",
        _figures(found, found.learning),
    )
    return " ".join(wording.speak(part, language) for part in (winning, learning))


def _figures(found: ProgrammeRates, rate: Rate) -> dict[str, Parameter]:
    return {
        "won": rate.tests, "tests": found.decided, "low": rate.interval.low, "high": rate.interval.high,
    }  # fmt: skip
