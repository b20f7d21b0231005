"""Several conditions at once, from the door to the comparison: against pandas on the file, and the readout's groups."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analytics.conditions import read_conditions
from analytics.decisions.conditions import Conditioned
from analytics.readout import read
from analytics.statistics.results import Comparison
from data import intake
from data.declarations.experiments import Allocation, MetricUse, Role
from data.events import __main__ as events
from data.events.conditions import Condition
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace

START = date(2026, 3, 2)
NOW = datetime(2026, 3, 16, 12, tzinfo=UTC)  # day 14 of 21: the boundary leaves less than 5 %
USES = (
    MetricUse(metric="purchase_rate", role=Role.PRIMARY),
    MetricUse(metric="unsubscribe_rate", role=Role.GUARDRAIL, margin=0.2),
    MetricUse(metric="revenue_per_user", role=Role.SECONDARY),
    MetricUse(metric="average_order_value", role=Role.SECONDARY),
)
PHONE, VIETNAM, LAOS = (
    Condition(attribute=name, value=value)
    for name, value in (("device", "phone"), ("country", "VN"), ("country", "LA"))
)


def world() -> pd.DataFrame:
    """Draw users with a device and a country, who buy once or twice or not at all, and a few who unsubscribe."""
    random = np.random.default_rng(5)
    count = 4000
    people = pd.DataFrame({"user": range(count), "variant": random.choice(["A", "B"], count)})
    people["day"] = random.integers(0, 14, count)
    people["device"] = random.choice(["phone", "desk", "watch"], count, p=[0.6, 0.399, 0.001])
    people["country"] = random.choice(["VN", "LA", "DE"], count)
    people["orders"] = random.binomial(2, np.where(people["variant"] == "B", 0.16, 0.12))
    people["revenue"] = np.where(people["orders"] > 0, np.round(random.gamma(2, 20, count), 2), 0.0)
    people["leaves"] = random.random(count) < 0.04
    return people


def write(people: pd.DataFrame, folder: Path) -> None:
    """Write the log; a user's revenue comes with the first order, all on the day of exposure."""
    rows: list[tuple[str, ...]] = []
    for one in people.to_dict("records"):
        at = datetime(2026, 3, 2, 9) + timedelta(days=one["day"])
        name, later = f"u{one['user']}", (at + timedelta(hours=1)).isoformat()
        rows.append((name, at.isoformat(), "exposure", one["variant"], "", one["device"], one["country"]))
        for order in range(one["orders"]):
            amount = one["revenue"] if order == 0 else 0.0
            rows.append((name, later, "purchase", "", f"{amount:.2f}", "", ""))
        if one["leaves"]:
            rows.append((name, later, "unsubscribe", "", "", "", ""))
    columns = ["user_id", "timestamp", "event", "variant", "value", "device", "country"]
    pd.DataFrame(rows, columns=columns).assign(experiment="hero").to_csv(folder / "hero.csv", index=False)
    assert events.main(["import", str(folder / "hero.csv")]) == 0


@pytest.fixture(scope="module")
def folded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a home whose test is declared and folded, with a split that changed on the way; to be copied."""
    folder = tmp_path_factory.mktemp("folded")
    home = Home(folder / "home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIFTROOM_HOME", str(home.root))
        write(world(), folder)
    with Workspace.open(home) as opened:
        stored = opened.experiment(LOCAL_OWNER, "hero")
        declared = replace(
            stored.value,
            starts_on=START,
            planned_end=START + timedelta(days=20),
            allocation=(
                Allocation(starts_on=None, weights=(1.0, 1.0)),
                Allocation(starts_on=START + timedelta(days=5), weights=(1.0, 1.0)),
            ),
            metrics=USES,
        )
        opened.save_experiment(LOCAL_OWNER, declared, version=stored.version)
        intake.fold(home, opened, LOCAL_OWNER, keys=["hero"])
    return home.root


@pytest.fixture
def workspace(folded: Path, home: Home) -> Iterator[Workspace]:
    """Give the workspace of a home of its own with that test."""
    shutil.copytree(folded, home.root)
    with Workspace.open(home) as opened:
        yield opened


def asked(home: Home, workspace: Workspace, *conditions: Condition) -> Conditioned:
    readout = read(home, workspace, LOCAL_OWNER, "hero", now=NOW)
    found = read_conditions(home, workspace, LOCAL_OWNER, readout, conditions)
    assert found is not None
    return found


def test_several_conditions_are_a_recount_of_the_file(home: Home, workspace: Workspace) -> None:
    found = asked(home, workspace, PHONE, VIETNAM, LAOS)
    people = world()
    own = people[(people["device"] == "phone") & people["country"].isin(["VN", "LA"])]
    sizes = own.groupby("variant").size()
    assert found.users == {"A": sizes["A"], "B": sizes["B"]}
    assert found.share == pytest.approx(len(own) / len(people))
    assert found.through == START + timedelta(days=13)
    rows = {row.metric.key: row for row in found.comparisons}
    assert [row.role for row in found.comparisons] == sorted((use.role for use in USES), key=list(Role).index)
    # Averages over exposure periods, each with its share of users, as `strata` says it.
    parts = [own[own["day"] < 5], own[own["day"] >= 5]]
    for key, column in (("purchase_rate", own["orders"] > 0), ("revenue_per_user", own["revenue"])):
        result = rows[key].result
        assert isinstance(result, Comparison)
        for variant, value in (("A", result.control_value), ("B", result.treatment_value)):
            means = [column[part.index][part["variant"] == variant].mean() for part in parts]
            assert value == pytest.approx(np.average(means, weights=[len(part) for part in parts]))
    bought = own[(own["variant"] == "B") & (own["orders"] > 0)]
    assert rows["purchase_rate"].treatment_total == len(bought)
    assert rows["revenue_per_user"].treatment_total == pytest.approx(bought["revenue"].sum())


def test_one_condition_is_the_readouts_group_with_its_level(home: Home, workspace: Workspace) -> None:
    parted = read(home, workspace, LOCAL_OWNER, "hero", attribute="device", now=NOW)
    groups = [row for row in parted.comparisons if row.segment is not None and row.segment.value == "phone"]
    found = asked(home, workspace, PHONE)
    assert len(found.comparisons) == len(groups) == len(USES)
    for one, group in zip(found.comparisons, groups, strict=True):
        assert (one.metric, one.role, one.margin, one.control_users, one.treatment_users, one.suspicious) == (
            group.metric, group.role, group.margin, group.control_users, group.treatment_users, group.suspicious,
        )  # fmt: skip
        assert isinstance(one.result, Comparison)
        assert isinstance(group.result, Comparison)
        assert one.treatment_total == pytest.approx(group.treatment_total)
        assert one.result.nominal_level == group.result.nominal_level < 0.05
        assert one.result.low_events == group.result.low_events
        for name in ("control_value", "treatment_value", "difference", "relative_lift", "statistic", "nominal_p_value"):
            assert getattr(one.result, name) == pytest.approx(getattr(group.result, name), rel=1e-9), name
        for name in ("difference_interval", "relative_interval"):
            mine, theirs = getattr(one.result, name), getattr(group.result, name)
            assert (mine.low, mine.high) == pytest.approx((theirs.low, theirs.high), rel=1e-6), name


def test_the_interval_holds_at_the_days_level(home: Home, workspace: Workspace) -> None:
    result = next(
        r.result for r in asked(home, workspace, PHONE, VIETNAM).comparisons if r.metric.key == "purchase_rate"
    )
    assert isinstance(result, Comparison)
    reach = (result.difference_interval.high - result.difference_interval.low) / 2
    # Independent of our score intervals: the plain Wald half-width at the same level is within a few percent.
    assert reach == pytest.approx(stats.norm.isf(result.nominal_level / 2) * result.standard_error, rel=0.05)


def test_few_users_are_not_shown(home: Home, workspace: Workspace) -> None:
    people = world()
    assert (people["device"] == "watch").sum() < 20
    found = asked(home, workspace, Condition(attribute="device", value="watch"))
    assert (found.users, found.share, found.comparisons) == (None, None, ())
    nobody = asked(home, workspace, Condition(attribute="device", value="loom"))
    assert (nobody.users, nobody.comparisons) == (None, ())


def test_the_policy_says_what_is_too_small(home: Home, workspace: Workspace) -> None:
    stored = workspace.policy(LOCAL_OWNER)
    workspace.save_policy(LOCAL_OWNER, replace(stored.value, small_segment=10_000), version=stored.version)
    assert asked(home, workspace, PHONE).users is None
