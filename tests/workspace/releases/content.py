"""What every recorded workspace holds, so that one test can ask all of them for it."""

from dataclasses import replace
from datetime import date

from data.declarations.experiments import Allocation, Experiment, Extension, MetricUse, Role, Status
from data.declarations.metrics import Direction, Fold, Metric, Unit
from data.home import Home
from data.workspace.actors import Actor, ActorRole
from data.workspace.records import JsonObject
from data.workspace.store import Workspace

AUTHOR = Actor("Linh Đặng", ActorRole.ADMIN)
METRIC = Metric(
    key="spam",
    name="Spam reports",
    event="spam",
    fold=Fold.COUNT,
    window_days=7,
    matured_only=True,
    cap=3.5,
    direction=Direction.DOWN,
    unit=Unit.NUMBER,
)
EXPERIMENT = Experiment(
    key="banner",
    name="Banner · Đà Nẵng",
    status=Status.ENDED,
    variants=("control", "warm", "cold"),
    allocation=(
        Allocation(starts_on=None, weights=(0.5, 0.25, 0.25)),
        Allocation(starts_on=date(2026, 3, 9), weights=(1, 1, 1)),
    ),
    metrics=(
        MetricUse(metric="purchase_rate", role=Role.PRIMARY),
        MetricUse(metric="spam", role=Role.GUARDRAIL, margin=0.1),
    ),
    time_zone="Asia/Ho_Chi_Minh",
    currency="VND",
    starts_on=date(2026, 3, 2),
    planned_end=date(2026, 4, 12),
    ended_on=date(2026, 4, 10),
    extensions=(Extension(decided_on=date(2026, 3, 20), planned_end=date(2026, 3, 29)),),
    hypothesis="A warm greeting\nsells “more”.",
)
MAPPING: JsonObject = {"shape": "users", "columns": {"user_id": "Khách hàng"}}


def write(home: Home, url: str | None = None) -> None:
    """Fill a workspace with it, one edit included."""
    with Workspace.open(home, url) as workspace:
        workspace.save_metric(AUTHOR, METRIC, version=None)
        workspace.save_experiment(AUTHOR, replace(EXPERIMENT, hypothesis="First thought"), version=None)
        workspace.save_experiment(AUTHOR, EXPERIMENT, version=1)
        workspace.save_mapping(AUTHOR, "0f3a", MAPPING, version=None)
        workspace.unveil(AUTHOR, "banner", reason="Budget day")


def check(workspace: Workspace) -> None:
    """Hold a workspace against it."""
    stored = workspace.experiment(AUTHOR, "banner")
    assert (stored.value, stored.version, stored.author) == (EXPERIMENT, 2, AUTHOR.name)
    assert workspace.metric(AUTHOR, "spam").value == METRIC
    assert workspace.mapping(AUTHOR, "0f3a").value == MAPPING
    assert [row.value.reason for row in workspace.unveilings(AUTHOR, "banner")] == ["Budget day"]
    assert workspace.verify(AUTHOR).faults == ()
