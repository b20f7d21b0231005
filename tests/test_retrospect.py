"""The conductor of habits: what it keeps changes nothing, and forecasts are held against what was pinned."""

from datetime import UTC, datetime, timedelta

import pytest

from analytics import retrospect, snapshots
from analytics.decisions.habits import Habits
from analytics.retrospect import Revealed
from analytics.statistics.forecasting import Accuracy
from data.declarations.experiments import Experiment
from data.declarations.metrics import CATALOGUE
from data.home import Home
from data.workspace.actors import LOCAL_OWNER, Actor
from data.workspace.records import Json, JsonObject
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Choice
from data.workspace.store import Workspace
from tests.workspace.sessions import scenes
from tests.workspace.sessions.scenes import person

NOW = datetime(2026, 11, 20, tzinfo=UTC) + timedelta(days=3650)


def readout(kind: str, lift: float = 0.04, *, metric: str = "purchase_rate") -> JsonObject:
    """Give what is pinned, as far as forecasts are held against it."""
    known: dict[str, list[Json]] = {"ship": ["primary_better"], "stop": ["guardrail_harmed"]}
    reasons = known.get(kind, ["after_planned_end"])
    arm: dict[str, Json] = {
        "treatment": "B", "kind": kind, "reasons": reasons, "raw_lift": lift,
        "relative_interval": [lift - 0.01, lift + 0.01],
    }  # fmt: skip
    return {
        "schema": 1,
        "verdict": {"kind": kind, "treatment": "B", "reasons": reasons, "arms": [arm]},
        "declared": {"metrics": [{"metric": "other", "role": "secondary"}, {"metric": metric, "role": "primary"}]},
    }  # fmt: skip


def read(workspace: Workspace, actor: Actor, kept: Revealed | None = None) -> Habits:
    experiments = [stored.value for stored in workspace.experiments(actor)]
    return retrospect.read(workspace, actor, kept or Revealed(), experiments=experiments, metrics=CATALOGUE, now=NOW)


def go(workspace: Workspace, session: str, to: Phase, pinned: dict[str, JsonObject]) -> None:
    stored = scenes.present(workspace, session)
    readouts = pinned if to is Phase.REVEAL else {}
    workspace.sessions.move(LOCAL_OWNER, session, to, version=stored.version, readouts=readouts)


def test_what_is_kept_changes_nothing(home: Home) -> None:
    """The second road: after each step, everybody's habits are those that nothing was kept for."""
    with Workspace.open(home) as workspace:
        people = (LOCAL_OWNER, person(workspace, "Linh"), person(workspace, "Minh"))
        kept, scored = Revealed(), []
        for number, kind in enumerate(("ship", "keep_collecting", "stop", "ship")):
            session = scenes.start(workspace, LOCAL_OWNER, anonymous=number == 3)
            pinned = {"banner": readout(kind), "guide": readout("no_difference", 0.0)}
            for phase in list(Phase)[1:]:
                go(workspace, session, phase, pinned)
                if phase is Phase.FORECAST:
                    for place, actor in enumerate(people[:-1]):
                        workspace.sessions.forecast(
                            actor, session, "banner", low=0.0, high=0.05, chance=0.6 + 0.1 * place
                        )
                if phase is Phase.WRITE:
                    scenes.write(workspace, people[1], session, f"Free delivery {number}")
                if phase is Phase.VOTE:
                    (topic,) = workspace.sessions.board(LOCAL_OWNER, session, now=0).topics
                    workspace.sessions.vote(people[1], session, topic.key, change=1)
                if phase is Phase.DECIDE:
                    workspace.sessions.decide(
                        LOCAL_OWNER, session, "banner", choice=Choice.STOP, reason="It costs too much"
                    )
                for actor in people:
                    assert read(workspace, actor, kept) == read(workspace, actor)
            scored.append(read(workspace, people[1], kept).foresight)
        assert [found.own.scored for found in scored] == [1, 1, 1, 1]  # one test, whose first answer counts
        assert [found.known for found in scored] == [0, 1, 2, 3]
        assert read(workspace, people[2], kept).foresight.own.scored == 0
        assert [echo.name for echo in read(workspace, people[0], kept).echoes] == ["Free delivery 3"]


@pytest.mark.parametrize(
    ("pinned", "won"),
    [
        (readout("ship"), True),
        (readout("inconclusive"), False),
        (readout("stop"), True),  # for a guardrail alone
        (readout("stop", metric="unsubscribe_rate"), False),  # the same, of a metric that should fall
        (readout("keep_collecting"), None),
        ({**readout("ship"), "veiled_on_screen": True}, None),
        ({"schema": 1, "verdict": {"kind": "from a later release"}}, None),
        ({"schema": 1, "verdict": {"kind": "ship", "arms": [7]}}, None),
        ({"schema": 1, "verdict": {"kind": "ship"}, "declared": {"metrics": "none"}, "policy": []}, None),
    ],
)
def test_forecasts_are_held_against_what_was_pinned(home: Home, pinned: JsonObject, won: bool | None) -> None:
    with Workspace.open(home) as workspace:
        scenes.declare(workspace)
        for number in range(5):  # fewer are not judged
            key = f"test-{number}"
            workspace.save_experiment(LOCAL_OWNER, Experiment(key=key, name=key), version=None)
            session = scenes.start(workspace, LOCAL_OWNER, experiments=(key,))
            go(workspace, session, Phase.FORECAST, {})
            workspace.sessions.forecast(LOCAL_OWNER, session, key, low=0.0, high=0.05, chance=0.6)
            go(workspace, session, Phase.REVEAL, {key: pinned})
        found = read(workspace, LOCAL_OWNER).foresight
    assert (found.own.scored, found.unanswered) == ((0, 5) if won is None else (5, 0))
    if won is not None:
        assert isinstance(found.own.accuracy, Accuracy)
        assert found.own.accuracy.brier == pytest.approx((0.6 - won) ** 2)


def test_the_metric_that_decided_is_the_one_declared_then() -> None:
    assert snapshots.leading(readout("ship")) == "purchase_rate"
    assert snapshots.leading({"declared": {"metrics": [{"metric": "other", "role": "guardrail"}, 7]}}) is None
    assert snapshots.leading({}) is None
