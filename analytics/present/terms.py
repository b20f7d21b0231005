"""The words that not everybody knows, by the name under which they stand in addresses, and what explains one."""

from dataclasses import dataclass
from enum import StrEnum

from data.messages import Message


class Term(StrEnum):
    """A word that not everybody knows. The value stands in addresses."""

    EXPERIMENT = "experiment"
    CONTROL = "control"
    TREATMENT = "treatment"
    SPLIT = "split"
    EXPOSURE = "exposure"
    SEGMENT = "segment"
    PLANNED_END = "planned-end"
    LIFT = "lift"
    RANGE = "range"
    BEST_GUESS = "best-guess"
    CHANCE = "chance"
    P_VALUE = "p-value"
    ADJUSTED_P = "adjusted-p"
    LINE_TO_CROSS = "line-to-cross"
    GATE = "gate"
    SHRUNK = "shrunk"
    VERDICT = "verdict"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    GUARDRAIL = "guardrail"
    MARGIN = "margin"
    INTERESTING_LIFT = "interesting-lift"
    VEIL = "veil"
    FORECAST = "forecast"
    PINNED = "pinned"
    EVENT = "event"
    METRIC = "metric"
    WINDOW = "window"
    CAP = "cap"
    HEALTH_CHECK = "health-check"
    SAMPLE = "sample"
    LEARNING = "learning"
    TOGETHER = "together"
    NEXT_TEST = "next-test"
    PAYS_BACK = "pays-back"
    OUTCOME = "outcome"
    EARNED = "earned"
    BELIEVED = "believed"
    SHARED = "shared"
    HALF_LIFE = "half-life"
    HORIZON = "horizon"
    NET = "net"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One term as it is explained."""

    name: Message  # as the screens say it
    meaning: Message  # at most two short sentences, with an example from everyday life
