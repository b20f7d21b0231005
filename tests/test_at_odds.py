"""Two tests on the same people that were both rolled out: where one changes the other's effect, neither is counted."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from analytics import report
from analytics.decisions.counting import Omission
from analytics.decisions.reports import Report
from data.declarations.assumptions import Rollout
from data.declarations.experiments import Allocation, MetricUse, Role, Status
from data.events import __main__ as events
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
from tests.test_overlaps import world

DAY = date(2026, 4, 1)


@pytest.fixture
def workspace(home: Home) -> Iterator[Workspace]:
    with Workspace.open(home) as opened:
        yield opened


def write(people: pd.DataFrame, path: Path) -> None:
    """Write the exposures to both tests, and each purchase as an event of both."""
    rows, moment = [], datetime(2026, 3, 2, 9)
    for user, hero, price, buys in people.itertuples(index=False):
        at = moment + timedelta(days=user % 10)
        for name, variant in (("hero", hero), ("price", price)):
            if variant:
                rows.append((name, f"u{user}", at.isoformat(), "exposure", variant))
                if buys:
                    rows.append((name, f"u{user}", (at + timedelta(hours=1)).isoformat(), "purchase", ""))
    columns = ["experiment", "user_id", "timestamp", "event", "variant"]
    pd.DataFrame(rows, columns=columns).to_csv(path, index=False)
    assert events.main(["import", str(path)]) == 0


def rolled_out(home: Home, workspace: Workspace, folder: Path, *, changed: bool) -> Report:
    """Return the report on the two tests of `world`, rolled out both, in money of 10 a purchase."""
    write(world(changed=changed), folder / "events.csv")
    use = (MetricUse(metric="purchase_rate", role=Role.PRIMARY),)
    for key in ("hero", "price"):
        stored = workspace.experiment(LOCAL_OWNER, key)
        ended = replace(
            stored.value, status=Status.ENDED, metrics=use, starts_on=date(2026, 3, 2), ended_on=date(2026, 3, 29),
            planned_end=date(2026, 3, 29), allocation=(Allocation(starts_on=None, weights=(1.0, 1.0)),),
        )  # fmt: skip
        workspace.save_experiment(LOCAL_OWNER, ended, version=stored.version)
    kept = workspace.assumptions(LOCAL_OWNER)
    rollouts = tuple(Rollout(experiment=key, starts_on=DAY) for key in ("hero", "price"))
    counted = replace(kept.value, metric="purchase_rate", conversion_value=10.0, rollouts=rollouts)
    workspace.save_assumptions(LOCAL_OWNER, counted, version=kept.version)
    return report.read(home, workspace, LOCAL_OWNER, report.gather(home, workspace))


@pytest.mark.parametrize("changed", [False, True])
def test_two_tests_of_which_one_changes_the_other_are_left_out_and_named(
    home: Home, workspace: Workspace, tmp_path: Path, changed: bool
) -> None:
    """Whether they do is recounted by pandas and SciPy in `test_overlaps`, on the same people."""
    told = rolled_out(home, workspace, tmp_path, changed=changed)
    left = {one.key: one.why for one in told.left_out}
    assert told.worth is not None
    assert told.worth.tests == 2
    if changed:
        assert left == {"hero": Omission.INTERACTS, "price": Omission.INTERACTS}
        assert (told.worth.gains, told.worth.value.mean) == ((), 0)
    else:
        assert left == {}
        assert {gain.test.key for gain in told.worth.gains} == {"hero", "price"}


def test_what_tests_change_in_each_other_is_kept_until_their_data_change(
    home: Home, workspace: Workspace, tmp_path: Path
) -> None:
    def left() -> list[str]:
        found = report.read(home, workspace, LOCAL_OWNER, report.gather(home, workspace))
        return [one.key for one in found.left_out]

    rolled_out(home, workspace, tmp_path, changed=True)
    kept = sorted(home.rollup.glob("*/interplay.json"))
    assert [json.loads(file.read_text())["value"] for file in kept] == [{"others": ["price"]}, {"others": ["hero"]}]
    for file in kept:
        file.write_text(json.dumps(json.loads(file.read_text()) | {"value": {"others": []}}))
    assert left() == []  # nothing is read of the users again
    for file in kept:
        file.write_text(file.read_text()[:20])
    assert left() == ["hero", "price"]
    for file in kept:
        file.write_text(json.dumps(json.loads(file.read_text()) | {"value": {"others": []}}))
    late = tmp_path / "late.csv"
    late.write_text("experiment,user_id,timestamp,event,variant\nhero,u1,2026-03-20T10:00:00,purchase,\n")
    assert events.main(["import", str(late)]) == 0
    assert left() == ["hero", "price"]
