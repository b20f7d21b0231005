"""What is true of the sample's experiments: how many people, what they do, and what each treatment really changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How often people of an average kind do something, and what the treatment changes about it."""

    share: float  # of users shown the control who ever do it, 0 to 1
    effect: float = 0.0  # relative change under the treatment, fraction
    returning: float | None = None  # the same for returning customers where they differ; `effect` is then newcomers'


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """One experiment as it really is. Habits are by event; the delays of events are medians in `people`."""

    begins: int  # days before the sample is made on which it starts
    days: int  # of data
    planned_days: int  # until its planned end
    users_per_day: int  # first exposures, all variants together
    habits: Mapping[str, Habit]  # event → how often
    order: float = 45.0  # median order, in the experiment's currency
    lost: float = 0.0  # share of treated mobile visitors who leave before they are counted
    mistaken: float = 0.0  # share of treated people who are sent the control's message
    delivers: bool = False  # whether each person is sent a message, recorded as a delivery
    luck: int = 1  # drawings of which the one that flatters the treatment most, by its first habit, is shown
    returning: float = 0.41  # share of returning customers
    sources: Mapping[str, float] = field(default_factory=lambda: WEB)  # where people come from


WEB: Mapping[str, float] = {"search": 0.42, "direct": 0.27, "social": 0.18, "newsletter": 0.13}
MAIL: Mapping[str, float] = {"newsletter": 0.82, "order confirmation": 0.18}
APP: Mapping[str, float] = {"direct": 0.55, "push": 0.30, "social": 0.15}

WINNER = Truth(
    begins=28, days=28, planned_days=28, users_per_day=2000, order=46.0,
    habits={
        "click": Habit(share=0.30, effect=0.06),
        "purchase": Habit(share=0.082, effect=0.13),
        "unsubscribe": Habit(share=0.026, effect=-0.04),
    },
)  # fmt: skip
RUNNING = Truth(
    begins=11, days=11, planned_days=28, users_per_day=700, order=52.0, returning=1.0, sources=MAIL,
    habits={
        "click": Habit(share=0.21, effect=0.03),
        "purchase": Habit(share=0.055, effect=0.04),
        "unsubscribe": Habit(share=0.031),
    },
)  # fmt: skip
NOTHING = Truth(
    begins=70, days=14, planned_days=14, users_per_day=2400,
    habits={"click": Habit(share=0.24), "purchase": Habit(share=0.060), "unsubscribe": Habit(share=0.026)},
)  # fmt: skip
BROKEN_SPLIT = Truth(
    begins=63, days=21, planned_days=21, users_per_day=1500, order=44.0, lost=0.14,
    habits={"click": Habit(share=0.33), "purchase": Habit(share=0.074), "unsubscribe": Habit(share=0.026)},
)  # fmt: skip
EQUIVALENT = Truth(
    begins=56, days=21, planned_days=21, users_per_day=1300, order=38.0, returning=0.2,
    habits={"form_fill": Habit(share=0.58), "purchase": Habit(share=0.05), "unsubscribe": Habit(share=0.026)},
)  # fmt: skip
HARMFUL = Truth(
    begins=49, days=21, planned_days=21, users_per_day=1500, order=33.0, returning=0.7, sources=APP,
    habits={
        "click": Habit(share=0.27, effect=0.10),
        "purchase": Habit(share=0.088, effect=0.10),
        "unsubscribe": Habit(share=0.034, effect=0.60),
    },
)  # fmt: skip
DIVIDED = Truth(
    begins=42, days=28, planned_days=28, users_per_day=1450, order=41.0, returning=0.45, sources=APP,
    habits={
        "click": Habit(share=0.28, effect=0.08, returning=-0.06),
        "purchase": Habit(share=0.078, effect=0.24, returning=-0.18),
        "unsubscribe": Habit(share=0.028),
    },
)  # fmt: skip
MISDELIVERED = Truth(
    begins=35, days=21, planned_days=21, users_per_day=1300, order=58.0, returning=1.0, sources=MAIL,
    delivers=True, mistaken=0.12,
    habits={
        "click": Habit(share=0.17, effect=0.10),
        "purchase": Habit(share=0.048, effect=0.10),
        "unsubscribe": Habit(share=0.030),
    },
)  # fmt: skip

LASTING_WINNER = Truth(
    begins=224, days=14, planned_days=14, users_per_day=400, order=24.0,
    habits={"purchase": Habit(share=0.38, effect=0.16)},
)  # fmt: skip
DEAR_WINNER = Truth(
    begins=203, days=28, planned_days=28, users_per_day=150, order=40.0, sources=MAIL,
    habits={"purchase": Habit(share=0.12, effect=0.30)},
)  # fmt: skip
SMALL_WINNER = Truth(
    begins=175, days=14, planned_days=14, users_per_day=400, order=24.0,
    habits={"purchase": Habit(share=0.44, effect=0.06)},
)  # fmt: skip
LOSER = Truth(
    begins=154, days=14, planned_days=14, users_per_day=300, order=38.0,
    habits={"purchase": Habit(share=0.30, effect=-0.20)},
)  # fmt: skip
LUCKY = Truth(
    begins=133, days=14, planned_days=14, users_per_day=300, order=28.0, sources=APP, luck=100,
    habits={"purchase": Habit(share=0.34)},
)  # fmt: skip
UNSEEN = Truth(
    begins=112, days=14, planned_days=14, users_per_day=300, order=36.0, sources=APP,
    habits={"purchase": Habit(share=0.10, effect=0.02)},
)  # fmt: skip
