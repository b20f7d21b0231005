"""Two tests on the same people: who is in both, and whether one changes the other's effect, recounted by pandas."""

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
from data.events.shared_users import read_shared
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace

NOW = datetime(2026, 3, 30, 12, tzinfo=UTC)
USERS = 4000


def world(*, changed: bool) -> pd.DataFrame:
    """Draw people in “hero”, three quarters of them in “price” too; B lifts purchases, not under price Y if changed."""
    random = np.random.default_rng(21)
    people = pd.DataFrame({"user": range(USERS), "hero": random.choice(["A", "B"], USERS)})
    people["price"] = np.where(people["user"] % 4 > 0, random.choice(["X", "Y"], USERS), "")
    lifted = (people["hero"] == "B") & ~((people["price"] == "Y") & changed)
    people["buys"] = random.random(USERS) < np.where(lifted, 0.36, 0.2)
    return people


def write(people: pd.DataFrame, folder: Path) -> None:
    """Write the exposures of both tests and the purchases, in two files: the second one meets known users again."""
    moment = datetime(2026, 3, 2, 9)
    for half in range(2):
        rows = []
        for user, hero, price, buys in people.itertuples(index=False):
            at = moment + timedelta(days=user % 10)
            for name, variant in (("hero", hero), ("price", price)):
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
        shared = read_shared(home, hero, price, metric=metrics["purchase_rate"], metrics=used)
    assert again == (finding, pairs)
    assert finding is not None
    assert finding.check is Check.OVERLAPS
    assert finding.light is light
    both = people[people["price"] != ""]
    assert [(each.other, each.users, each.share) for each in pairs] == [("price", len(both), len(both) / USERS)]
    assert shared is not None
    table = both.groupby(["hero", "price"])["buys"].agg(["count", "sum"])
    assert shared.users.tolist() == table["count"].to_numpy().reshape(2, 2).tolist()
    assert shared.mean == pytest.approx((table["sum"] / table["count"]).to_numpy().reshape(2, 2))
    x, n = (table[name].to_numpy().reshape(2, 2) + 0.5 for name in ("sum", "count"))
    log_ratio = np.log(x[1] / n[1]) - np.log(x[0] / n[0])
    z = (log_ratio[1] - log_ratio[0]) / np.sqrt((1 / x - 1 / n).sum())
    assert pairs[0].p_value == pytest.approx(2 * stats.norm.sf(abs(z)), rel=1e-6)


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
