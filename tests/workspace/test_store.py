"""The store: versions, conflicts, history, the catalogue and what stays on record."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from data.declarations.experiments import Allocation, Experiment, MetricUse, Role, Status
from data.declarations.metrics import CATALOGUE, Direction, Fold, Metric
from data.declarations.policies import Policy
from data.declarations.settings import Settings
from data.home import Home
from data.messages import NotFound, Refused
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.records import Conflict, Kind
from data.workspace.store import Workspace

LINH = Actor("Linh", ActorRole.LEAD)
BANNER = Experiment(
    key="banner",
    name="Banner · Đà Nẵng",
    status=Status.RUNNING,
    variants=("control", "warm"),
    allocation=(Allocation(starts_on=None, weights=(0.5, 0.5)),),
    metrics=(
        MetricUse(metric="purchase_rate", role=Role.PRIMARY),
        MetricUse(metric="unsubscribe_rate", role=Role.GUARDRAIL, margin=0.1),
    ),
    time_zone="Asia/Ho_Chi_Minh",
    currency="VND",
    starts_on=date(2026, 3, 2),
    planned_end=date(2026, 3, 29),
    hypothesis="A warm greeting\nsells more.",
)


def test_a_saved_experiment_is_read_back_with_its_version_author_and_time(workspace: Workspace) -> None:
    saved = workspace.save_experiment(LINH, BANNER, version=None)
    read = workspace.experiment(LOCAL_OWNER, "banner")
    assert read == saved
    assert (read.value, read.version, read.author) == (BANNER, 1, "Linh")
    assert timedelta(0) <= datetime.now(UTC) - read.changed_at < timedelta(minutes=5)
    assert workspace.experiments(LOCAL_OWNER) == (saved,)


def test_a_stale_version_is_refused_with_both_texts_and_changes_nothing(workspace: Workspace) -> None:
    workspace.save_experiment(LINH, BANNER, version=None)
    theirs = workspace.save_experiment(LINH, replace(BANNER, name="Theirs"), version=1)
    mine = replace(BANNER, name="Mine")
    with pytest.raises(Conflict, match="Linh saved version 2 while you were editing") as caught:
        workspace.save_experiment(LOCAL_OWNER, mine, version=1)
    assert (caught.value.mine, caught.value.theirs) == (mine, theirs)
    with pytest.raises(Conflict, match="version 2"):
        workspace.save_experiment(LOCAL_OWNER, mine, version=None)
    assert workspace.experiment(LOCAL_OWNER, "banner") == theirs
    assert len(workspace.versions(LOCAL_OWNER, Kind.EXPERIMENT, "banner")) == 2


def test_a_conflict_is_told_before_the_text_is_judged(workspace: Workspace) -> None:
    workspace.save_experiment(LINH, BANNER, version=None)
    with pytest.raises(Conflict, match="version 1"):
        workspace.save_experiment(LINH, replace(BANNER, name=""), version=None)


def test_every_version_stays_on_record_newest_first(workspace: Workspace) -> None:
    first = workspace.save_experiment(LINH, BANNER, version=None)
    second = workspace.save_experiment(LOCAL_OWNER, replace(BANNER, name="Second"), version=1)
    third = workspace.remove_experiment(LINH, "banner", version=2)
    assert workspace.versions(LINH, Kind.EXPERIMENT, "banner") == (third, second, first)
    assert third.value.status is Status.ARCHIVED
    assert [row.action for row in workspace.audit(LINH, newest=3)] == ["archive", "edit", "create"]
    assert [row.actor for row in workspace.audit(LINH, newest=3)] == ["Linh", "local owner", "Linh"]


@pytest.mark.parametrize("key", ["missing", "", "two words", "nul\0", "x" * 5000, "'; DROP TABLE documents"])
def test_what_is_not_there_is_not_found(workspace: Workspace, key: str) -> None:
    with pytest.raises(NotFound, match="There is no experiment"):
        workspace.experiment(LOCAL_OWNER, key)
    assert workspace.versions(LOCAL_OWNER, Kind.EXPERIMENT, key) == ()


def test_saving_over_what_never_was_is_not_found(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="There is no experiment “banner”"):
        workspace.save_experiment(LINH, BANNER, version=3)


def test_what_cannot_be_is_refused_and_leaves_no_trace(workspace: Workspace) -> None:
    before = workspace.latest(LINH)
    unknown = replace(BANNER, metrics=(MetricUse(metric="nothing", role=Role.PRIMARY),))
    with pytest.raises(Refused, match="There is no metric “nothing”"):
        workspace.save_experiment(LINH, unknown, version=None)
    with pytest.raises(Refused, match="above 0"):
        workspace.save_metric(LINH, replace(CATALOGUE[0], minimal_interesting_lift=0.0), version=1)
    assert workspace.latest(LINH) == before
    assert workspace.experiments(LINH) == ()


def test_the_catalogue_the_policy_and_the_settings_are_there_from_the_first_start(workspace: Workspace) -> None:
    assert {stored.value for stored in workspace.metrics(LINH)} == set(CATALOGUE)
    assert workspace.policy(LINH).value == Policy()
    assert workspace.settings(LINH).value == Settings()
    assert {row.actor for row in workspace.audit(LINH)} == {"Liftroom"}


def test_an_edited_catalogue_row_survives_the_next_start_and_a_missing_one_appears(home: Home, url: str) -> None:
    edited = replace(CATALOGUE[0], name="Clicks", direction=Direction.DOWN)
    with Workspace.open(home, url) as workspace:
        workspace.save_metric(LINH, edited, version=1)
    engine = workspace._engine  # as an older release would have left it: without the last row
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM documents WHERE key = '{CATALOGUE[-1].key}'")
        connection.exec_driver_sql(f"DELETE FROM document_history WHERE key = '{CATALOGUE[-1].key}'")
    engine.dispose()
    with Workspace.open(home, url) as workspace:
        assert workspace.metric(LINH, edited.key).value == edited
        assert workspace.metric(LINH, CATALOGUE[-1].key).value == CATALOGUE[-1]
        written = workspace.latest(LINH)
    with Workspace.open(home, url) as workspace:
        assert workspace.latest(LINH) == written


def test_a_team_adds_metrics_and_edits_policy_and_settings(workspace: Workspace) -> None:
    metric = Metric(key="spam", name="Spam reports", event="spam", fold=Fold.ANY, direction=Direction.DOWN)
    assert workspace.save_metric(LINH, metric, version=None).version == 1
    assert workspace.metric(LINH, "spam").value == metric
    assert workspace.save_policy(LINH, Policy(minimum_days=14), version=1).version == 2
    assert workspace.policy(LINH).value.minimum_days == 14
    settings = Settings(name="Đội A/B", time_zone="Asia/Ho_Chi_Minh", language="vi", currency="VND")
    workspace.save_settings(LOCAL_OWNER, settings, version=1)
    assert workspace.settings(LINH).value == settings


def test_how_columns_were_read_is_remembered_by_their_signature(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="There is no mapping “0f3a”"):
        workspace.mapping(LINH, "0f3a")
    workspace.save_mapping(LINH, "0f3a", {"shape": "users", "columns": {"user_id": "Người dùng"}}, version=None)
    stored = workspace.save_mapping(LINH, "0f3a", {"shape": "events", "outcomes": ["a", 1, None]}, version=1)
    assert workspace.mapping(LINH, "0f3a") == stored
    with pytest.raises(Refused, match="A key is 1 to 128 printable characters"):
        workspace.save_mapping(LINH, "two words", {}, version=None)


def test_every_lifting_of_a_veil_is_recorded(workspace: Workspace) -> None:
    workspace.save_experiment(LINH, BANNER, version=None)
    workspace.unveil(LINH, "banner", reason="The campaign budget is due")
    workspace.unveil(LOCAL_OWNER, "banner", reason="Again")
    assert [row.value.reason for row in workspace.unveilings(LINH, "banner")] == ["Again", "The campaign budget is due"]
    assert [row.action for row in workspace.audit(LINH, newest=2)] == ["unveil", "unveil"]
    with pytest.raises(NotFound, match="There is no experiment “other”"):
        workspace.unveil(LINH, "other", reason="")


def test_the_number_of_the_last_write_grows_with_every_write_and_only_then(workspace: Workspace) -> None:
    before = workspace.latest(LINH)
    workspace.experiments(LINH)
    assert workspace.latest(LINH) == before
    workspace.save_experiment(LINH, BANNER, version=None)
    assert workspace.latest(LINH) == before + 1


def test_moving_the_planned_end_of_a_running_test_keeps_the_old_one_as_an_extension(workspace: Workspace) -> None:
    workspace.save_experiment(LINH, BANNER, version=None)
    moved = workspace.save_experiment(LINH, replace(BANNER, planned_end=date(2026, 4, 12)), version=1).value
    assert [kept.planned_end for kept in moved.extensions] == [date(2026, 3, 29)]
    assert abs((moved.extensions[0].decided_on - datetime.now(UTC).date()).days) <= 1
    with pytest.raises(Refused, match="stay on record"):
        workspace.save_experiment(LINH, replace(moved, extensions=()), version=2)
    with pytest.raises(Refused, match="keeps a planned end"):
        workspace.save_experiment(LINH, replace(moved, planned_end=None), version=2)


def test_a_draft_moves_its_planned_end_freely(workspace: Workspace) -> None:
    draft = replace(BANNER, status=Status.DRAFT)
    workspace.save_experiment(LINH, draft, version=None)
    moved = replace(draft, planned_end=date(2026, 4, 12))
    assert workspace.save_experiment(LINH, moved, version=1).value == moved


def test_text_of_any_script_comes_back_as_written(workspace: Workspace) -> None:
    text = "Đổi màu nút → “mua” 🎯 \u202e \x00 \x1b[31m"
    workspace.save_experiment(LINH, replace(BANNER, hypothesis=text), version=None)
    assert workspace.experiment(LINH, "banner").value.hypothesis == text
