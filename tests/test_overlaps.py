"""Two tests on the same people: who is in both, and whether one changes the other's effect, recounted by pandas."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analytics.decisions.results import Check, Light
from analytics.overlaps import read_overlaps
from analytics.readout import read
from data.events import __main__ as events
from data.events import shared_users
from data.events.shared_users import read_shared
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace

NOW = datetime(2026, 3, 30, 12, tzinfo=UTC)
USERS = 4000
TESTS = ("hero", "price", "banner")


def world(*, changed: bool) -> pd.DataFrame:
    """Draw people in “hero”, three quarters of them in “price” too; B lifts purchases, not under price Y if changed."""
    random = np.random.default_rng(21)
    people = pd.DataFrame({"user": range(USERS), "hero": random.choice(["A", "B"], USERS)})
    people["price"] = np.where(people["user"] % 4 > 0, random.choice(["X", "Y"], USERS), "")
    lifted = (people["hero"] == "B") & ~((people["price"] == "Y") & changed)
    people["buys"] = random.random(USERS) < np.where(lifted, 0.36, 0.2)
    return people


def write(people: pd.DataFrame, folder: Path) -> None:
    """Write the exposures of all tests and the purchases, in two files: the second one meets known users again."""
    tests = [name for name in TESTS if name in people]
    moment = datetime(2026, 3, 2, 9)
    for half in range(2):
        rows = []
        for user, buys, *variants in people[["user", "buys", *tests]].itertuples(index=False):
            at = moment + timedelta(days=user % 10)
            for name, variant in zip(tests, variants, strict=True):
                if variant and user % 2 == half:
                    rows.append((name, f"u{user}", at.isoformat(), "exposure", variant))
            if buys and (user % 2 == half or user % 3 == 0):
                later = at + timedelta(hours=1 + half)
                rows.append(("hero", f"u{user}", later.isoformat(), "purchase", ""))
        path = folder / f"{half}.csv"
        columns = ["experiment", "user_id", "timestamp", "event", "variant"]
        pd.DataFrame(rows, columns=columns).to_csv(path, index=False)
        assert events.main(["import", str(path)]) == 0


@pytest.mark.parametrize(("changed", "light"), [(False, Light.OK), (True, Light.WARN)])
def test_a_test_that_changes_another_ones_effect_is_named(
    home: Home, tmp_path: Path, changed: bool, light: Light
) -> None:
    people = world(changed=changed)
    write(people, tmp_path)
    with Workspace.open(home) as workspace:
        readout = read(home, workspace, LOCAL_OWNER, "hero", now=NOW)
        finding, pairs = read_overlaps(home, workspace, LOCAL_OWNER, readout)
        again = read_overlaps(home, workspace, LOCAL_OWNER, readout)
        hero, price = (workspace.experiment(LOCAL_OWNER, key).value for key in ("hero", "price"))
        metrics = {stored.value.key: stored.value for stored in workspace.metrics(LOCAL_OWNER)}
        used = [metrics[use.metric] for use in hero.metrics]
        [shared] = read_shared(home, hero, [price], metric=metrics["purchase_rate"], metrics=used)
    assert again == (finding, pairs)
    assert finding is not None
    assert finding.check is Check.OVERLAPS
    assert finding.light is light
    both = people[people["price"] != ""]
    assert [(each.other, each.users, each.share) for each in pairs] == [("price", len(both), len(both) / USERS)]
    table = both.groupby(["hero", "price"])["buys"].agg(["count", "sum"])
    assert shared.users.tolist() == table["count"].to_numpy().reshape(2, 2).tolist()
    assert shared.mean == pytest.approx((table["sum"] / table["count"]).to_numpy().reshape(2, 2))
    x, n = (table[name].to_numpy().reshape(2, 2) + 0.5 for name in ("sum", "count"))
    log_ratio = np.log(x[1] / n[1]) - np.log(x[0] / n[0])
    z = (log_ratio[1] - log_ratio[0]) / np.sqrt((1 / x - 1 / n).sum())
    assert pairs[0].p_value == pytest.approx(2 * stats.norm.sf(abs(z)), rel=1e-6)


@pytest.mark.parametrize("together", [shared_users.TOGETHER, 1])  # bytes: all at once, and one after the other
def test_each_of_several_others_is_counted_for_itself(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    people = world(changed=False)
    shown = np.random.default_rng(22).choice(["P", "Q", "R"], USERS)
    people["banner"] = np.where(people["user"] % 3 == 0, shown, "")
    write(people, tmp_path)
    monkeypatch.setattr(shared_users, "TOGETHER", together)
    with Workspace.open(home) as workspace:
        hero, price, banner = (workspace.experiment(LOCAL_OWNER, key).value for key in TESTS)
        metrics = {stored.value.key: stored.value for stored in workspace.metrics(LOCAL_OWNER)}
        used = [metrics[use.metric] for use in hero.metrics]
        missing = replace(price, key="nowhere")
        found = read_shared(home, hero, [banner, missing, price], metric=metrics["purchase_rate"], metrics=used)
    assert [each.other for each in found] == ["banner", "price"]
    for each in found:
        both = people[people[each.other] != ""]
        table = both.groupby(["hero", each.other])["buys"].agg(["count", "mean"])
        assert each.users.ravel().tolist() == table["count"].tolist()
        assert each.mean is not None
        assert each.mean.ravel() == pytest.approx(table["mean"].to_numpy())


def test_a_test_alone_shares_nobody(home: Home, tmp_path: Path) -> None:
    people = world(changed=False).assign(price="")
    write(people, tmp_path)
    with Workspace.open(home) as workspace:
        finding, pairs = read_overlaps(
            home, workspace, LOCAL_OWNER, read(home, workspace, LOCAL_OWNER, "hero", now=NOW)
        )
    assert pairs == ()
    assert finding is not None
    assert (finding.light, finding.p_value, finding.action) == (Light.OK, None, None)
