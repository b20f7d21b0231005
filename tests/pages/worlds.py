"""Homes with many experiments, made through the door every file comes in by."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from data import intake
from data.declarations.experiments import Allocation, Experiment, MetricUse, Role, Status
from data.home import Home
from data.requests import ImportRequest
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace

CHANNELS, OWNERS = ("web", "app", "e-mail"), ("Linh", "Minh", "Ana")
NAMES = ("Hero banner", "Newsletter", "Checkout", "Onboarding", "Win-back", "Search", "Loyalty", "Gift finder")
LIFTS = (1.6, 1.0, 0.5, 1.2)


def many(home: Home, count: int, *, users: int = 800, drafts: int = 0, today: date | None = None) -> None:
    """Fill `home` with `count` experiments with events, and `drafts` that nothing is known of."""
    day = today or datetime.now(UTC).date()
    source = home.root / "many.csv"
    home.root.mkdir(parents=True, exist_ok=True)
    with Workspace.open(home) as workspace:
        for number in range(count):
            workspace.save_experiment(LOCAL_OWNER, experiment(number, day), version=None)
        for number in range(drafts):
            draft = Experiment(key=f"idea-{number}", name=f"Idea {number}", variants=("old", "new"))
            workspace.save_experiment(LOCAL_OWNER, draft, version=None)
        with source.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("experiment", "user_id", "timestamp", "event", "variant"))
            for number in range(count):
                writer.writerows(_rows(number, day, users))
        request = ImportRequest(shape="events")
        intake.import_file(home, workspace, actor=LOCAL_OWNER, source=Path(source), request=request)


def experiment(number: int, today: date) -> Experiment:
    """Return the declaration of the experiment of that number; every fourth began four days ago, every third ended."""
    passed = 4 if number % 4 == 3 else 28
    starts = today - timedelta(days=passed)
    ended = number % 3 == 1 and passed == 28
    end = starts + timedelta(days=27 if ended else 34)
    return Experiment(
        key=f"test-{number}",
        name=f"{NAMES[number % len(NAMES)]} {number}",
        status=Status.DECIDED if ended and number % 2 else Status.ENDED if ended else Status.RUNNING,
        variants=("old", "new"),
        allocation=(Allocation(starts_on=None, weights=(1.0, 1.0)),),
        metrics=(MetricUse(metric="purchase_rate", role=Role.PRIMARY),),
        starts_on=starts,
        planned_end=end,
        ended_on=end if ended else None,
        minimal_interesting_lift=0.05,
        channel=CHANNELS[number % 3],
        owner=OWNERS[number % 3],
        hypothesis="Đặt hàng nhanh hơn" if number == 0 else "",
    )


def _rows(number: int, today: date, users: int) -> Iterator[tuple[str, ...]]:
    chance = np.random.default_rng(number)
    passed = 4 if number % 4 == 3 else 28
    arms, whens = chance.integers(0, 2, users), chance.random(users) * passed
    buys = chance.random(users) < 0.2 * np.where(arms == 1, LIFTS[number % len(LIFTS)], 1.0)
    start = datetime(today.year, today.month, today.day, tzinfo=UTC) - timedelta(days=passed)
    for user in range(users):
        arm = ("old", "new")[arms[user]]
        at = start + timedelta(days=float(whens[user]))
        named = (f"test-{number}", f"u{number}-{user}")
        yield (*named, at.isoformat(timespec="seconds"), "exposure", arm)
        if buys[user]:
            yield (*named, (at + timedelta(seconds=60)).isoformat(timespec="seconds"), "purchase", arm)
