"""The only translator: messages, labels and verdicts in the language asked for, which is always an argument.

Catalogues lie in `locale/<language>/LC_MESSAGES/liftroom.po` and are read as they are: there is no build step. A number
in a message is written by the custom of the language; its place in the template may say how: `{share:.1%}`,
`{users:,}`, `{value:.2f}`. Refuses nothing: an unknown language or a missing translation falls back to English.
"""

import string
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

from analytics.decisions.results import Readout
from analytics.present import sentences
from analytics.present.labels import LABELS, metric_name
from analytics.present.numbers import day as day
from analytics.present.numbers import lift as lift
from analytics.present.numbers import lift_pair, number, percent
from analytics.present.numbers import money as money
from analytics.statistics.results import Interval
from data.declarations.metrics import Metric, Unit
from data.messages import Message

__all__ = [
    "LANGUAGES", "day", "label", "lift", "lift_range", "metric", "money", "number", "percent", "sentence", "speak",
    "value", "verdict_detail", "verdict_headline", "verdict_reasons", "verdict_sentence",
]  # fmt: skip

LANGUAGES: Mapping[str, str] = {"en": "English", "vi": "Tiếng Việt"}
_LOCALE = Path(__file__).parent / "locale"


@lru_cache(maxsize=8)
def _catalogue(language: str) -> Mapping[str, str]:
    """Read one language's catalogue, from source to translation; English, which is the source, has none."""
    source = _LOCALE / language / "LC_MESSAGES" / "liftroom.po"
    if language not in LANGUAGES or not source.exists():
        return {}
    with source.open("rb") as file:
        entries = [entry for entry in read_po(file, locale=language) if not entry.fuzzy]
    return {str(entry.id): str(entry.string) for entry in entries if entry.id and entry.string}


class _Speaker(string.Formatter):
    """Fills a template in one language: nested messages are spoken, numbers and days written by its customs."""

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: object, format_spec: str) -> str:
        """Write one parameter; a `%` or digits in its place say how, as in Python's own formats."""
        if isinstance(value, Message):
            return speak(value, self.language)
        if isinstance(value, date):
            return day(value, self.language)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return str(value)
        digits = int(format_spec.rstrip("%f").rpartition(".")[2]) if "." in format_spec else None
        if format_spec.endswith("%"):
            return percent(value, self.language, digits=digits)
        return number(value, self.language, digits=digits)


def speak(message: Message, language: str) -> str:
    """Return a message as a sentence in `language` (`en`, `vi`, or a tag such as `vi-VN`)."""
    tongue = language_of(language)
    template = _catalogue(tongue).get(message.template, message.template)
    return _Speaker(tongue).vformat(template, (), message.parameters)


def language_of(tag: str) -> str:
    """Return the language we have for a browser's tag: `vi-VN` → `vi`; English where we have none."""
    language = tag.replace("_", "-").split("-")[0].lower()
    return language if language in LANGUAGES else "en"


def label(term: StrEnum, language: str) -> str:
    """Return the plain words for a verdict, role, check, light, status, inference or reason."""
    known = LABELS.get(term)
    return speak(known, language) if known is not None else term.value


def metric(known: Metric, language: str) -> str:
    """Return what people call a metric."""
    return speak(metric_name(known), language)


def value(amount: float, known: Metric, language: str, *, currency: str | None = None) -> str:
    """Return a metric's value in its own unit: a share as percent, an amount in the experiment's currency."""
    if known.unit is Unit.SHARE:
        return percent(amount, language_of(language))
    if known.unit is Unit.CURRENCY:
        return money(amount, currency, language_of(language))
    return number(amount, language_of(language))


def lift_range(interval: Interval, language: str) -> str:
    """Return a relative interval as words: `+2.1% to +6.1%`."""
    low, high = lift_pair(interval.low, interval.high, language_of(language))
    return speak(Message("range", "{low} to {high}", {"low": low, "high": high}), language)


def _joined(messages: Sequence[Message], language: str) -> str:
    return " ".join(sentence(message, language) for message in messages)


def sentence(message: Message, language: str) -> str:
    """Return a message with a capital at its head, also where a name written small stands there; “iOS” stays."""
    spoken = speak(message, language)
    first = spoken.split(maxsplit=1)[:1]
    return spoken[:1].upper() + spoken[1:] if first and first[0].islower() else spoken


def verdict_headline(readout: Readout, language: str) -> str:
    """Return the verdict and its range, for large letters."""
    return _joined(sentences.headline(readout, language_of(language)), language)


def verdict_sentence(readout: Readout, language: str) -> str:
    """Return the whole verdict in at most 25 words (names of more than a few words are cut)."""
    essential, optional = sentences.verdict(readout, language_of(language))
    spoken = [sentence(message, language) for message in essential]
    for message in optional:
        more = [*spoken, sentence(message, language)]
        if len(" ".join(more).split()) <= sentences.WORDS:
            spoken = more
    return " ".join(spoken)


def verdict_detail(readout: Readout, language: str) -> str:
    """Return the plain line under the headline: best guess, health, guardrails, what it means per 1,000 customers."""
    return _joined(sentences.detail(readout, language_of(language)), language)


def verdict_reasons(readout: Readout, language: str) -> tuple[str, ...]:
    """Return the verdict's reasons as sentences, the deciding one first."""
    return tuple(label(reason, language) for reason in readout.verdict.reasons)
