"""Where the words of the glossary stand: by topic, on which screen, and which of them hold what somebody looks for."""

from collections.abc import Mapping, Sequence

from analytics.decisions.agenda import folded
from analytics.present import wording
from analytics.present.glossary import ENTRIES, Term
from data.messages import Message

TOPICS: Sequence[tuple[Message, Sequence[Term]]] = (
    (
        Message("words_about_test", "The test"),
        (Term.EXPERIMENT, Term.CONTROL, Term.TREATMENT, Term.SPLIT, Term.EXPOSURE, Term.SEGMENT, Term.PLANNED_END),
    ),
    (
        Message("words_about_result", "What it found"),
        (
            Term.LIFT,
            Term.RANGE,
            Term.BEST_GUESS,
            Term.CHANCE,
            Term.P_VALUE,
            Term.ADJUSTED_P,
            Term.LINE_TO_CROSS,
            Term.GATE,
            Term.SHRUNK,
        ),
    ),
    (
        Message("words_about_decision", "How it is decided"),
        (
            Term.VERDICT,
            Term.PRIMARY,
            Term.SECONDARY,
            Term.GUARDRAIL,
            Term.MARGIN,
            Term.INTERESTING_LIFT,
            Term.VEIL,
            Term.FORECAST,
            Term.PINNED,
        ),
    ),
    (Message("words_about_library", "What is known"), (Term.LEARNING, Term.TOGETHER, Term.NEXT_TEST)),
    (
        Message("words_about_money", "What it was worth"),
        (
            Term.PAYS_BACK,
            Term.OUTCOME,
            Term.EARNED,
            Term.BELIEVED,
            Term.SHARED,
            Term.HALF_LIFE,
            Term.HORIZON,
            Term.NET,
        ),
    ),
    (
        Message("words_about_data", "What it rests on"),
        (Term.EVENT, Term.METRIC, Term.WINDOW, Term.CAP, Term.HEALTH_CHECK, Term.SAMPLE),
    ),
)
ON_SCREEN: Mapping[str, Sequence[Term]] = {  # the address of a screen → the terms it uses, in its own order
    "": (
        Term.EXPERIMENT,
        Term.VERDICT,
        Term.LIFT,
        Term.RANGE,
        Term.CHANCE,
        Term.GUARDRAIL,
        Term.INTERESTING_LIFT,
        Term.HEALTH_CHECK,
        Term.SAMPLE,
    ),
    "readout": (
        Term.VERDICT,
        Term.LIFT,
        Term.RANGE,
        Term.BEST_GUESS,
        Term.CONTROL,
        Term.TREATMENT,
        Term.PRIMARY,
        Term.SECONDARY,
        Term.GUARDRAIL,
        Term.MARGIN,
        Term.INTERESTING_LIFT,
        Term.LINE_TO_CROSS,
        Term.CHANCE,
        Term.P_VALUE,
        Term.ADJUSTED_P,
        Term.VEIL,
        Term.SPLIT,
    ),
    "segments": (
        Term.SEGMENT,
        Term.GATE,
        Term.LIFT,
        Term.RANGE,
        Term.SHRUNK,
        Term.CHANCE,
        Term.CONTROL,
        Term.TREATMENT,
    ),
    "health": (Term.HEALTH_CHECK, Term.SPLIT, Term.EXPOSURE, Term.EVENT, Term.METRIC, Term.TREATMENT, Term.CAP),
    "experiments": (
        Term.EXPERIMENT,
        Term.CONTROL,
        Term.TREATMENT,
        Term.SPLIT,
        Term.PLANNED_END,
        Term.PRIMARY,
        Term.SECONDARY,
        Term.GUARDRAIL,
        Term.MARGIN,
        Term.INTERESTING_LIFT,
    ),
    "session": (Term.FORECAST, Term.PINNED, Term.VERDICT, Term.LIFT, Term.RANGE, Term.GUARDRAIL, Term.EXPERIMENT),
    "library": (Term.LEARNING, Term.TOGETHER, Term.NEXT_TEST, Term.LIFT, Term.RANGE, Term.VERDICT, Term.HEALTH_CHECK),
    "roi": (
        Term.PAYS_BACK,
        Term.OUTCOME,
        Term.EARNED,
        Term.BELIEVED,
        Term.SHARED,
        Term.HALF_LIFE,
        Term.NET,
        Term.LIFT,
        Term.RANGE,
        Term.SAMPLE,
    ),
    "assumptions": (Term.EARNED, Term.HORIZON, Term.HALF_LIFE, Term.METRIC, Term.VERDICT),
    "events": (Term.EVENT, Term.EXPOSURE, Term.SEGMENT, Term.SPLIT),
    "metrics": (Term.METRIC, Term.EVENT, Term.WINDOW, Term.EXPOSURE, Term.CAP, Term.INTERESTING_LIFT),
}


def name(term: Term, language: str) -> str:
    """Return what a term is called."""
    return wording.speak(ENTRIES[term].name, language)


def meaning(term: Term, language: str) -> str:
    """Return what a term means."""
    return wording.speak(ENTRIES[term].meaning, language)


def found(text: str, language: str) -> tuple[tuple[Message, tuple[Term, ...]], ...]:
    """Return the topics with those of their terms whose name or meaning holds `text`, whatever its case and accents."""
    sought = folded(text.strip())
    kept = (
        (topic, tuple(term for term in terms if sought in folded(f"{name(term, language)} {meaning(term, language)}")))
        for topic, terms in TOPICS
    )
    return tuple((topic, terms) for topic, terms in kept if terms)
