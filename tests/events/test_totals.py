"""Totals by segment: what is read from their history against the users whom they were counted from, in pandas."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as parquet
import pytest

from analytics import readout
from analytics.document import as_document
from data.declarations.experiments import Experiment
from data.events import history, lake, rollup
from data.events.moments import Axes, Moments
from data.home import Home
from data.messages import NotFound
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
from tests.imports import declared, take_in

DAYS = ("2026-03-02", "2026-03-03", "2026-03-05")
ATTRIBUTES = ("device", "country")
SEGMENTS = {"desk", "phone", "tablet"}  # of device
ASKED: dict[str, Any] = {
    "shape": "totals",
    "experiment": "promo",
    "fields": {"users": "users", "variant": "variant", "timestamp": "day"},
    "outcomes": {"bought": ("bought",), "spent": ("spent,sd",)},
    "weights": {"new": 1, "old": 1},
}


@dataclass(frozen=True)
class Place:
    """A home with a workspace, and where files to import are written."""

    home: Home
    workspace: Workspace
    folder: Path

    def load(self, content: pd.DataFrame, name: str = "promo.csv", **asked: Any) -> None:  # noqa: ANN401
        path = self.folder / name
        content.to_csv(path, index=False)
        take_in(self.home, self.workspace, path, **ASKED | asked)

    def read(self, metric: str, attribute: str | None = None) -> tuple[Axes, Moments]:
        kept = self.workspace.metric(LOCAL_OWNER, metric).value
        return history.read(self.home, declared(self.workspace, "promo"), kept, attribute=attribute)


@pytest.fixture
def place(home: Home, tmp_path: Path) -> Iterator[Place]:
    with Workspace.open(home) as workspace:
        yield Place(home, workspace, tmp_path)


@pytest.fixture(scope="module")
def users() -> pd.DataFrame:
    """Invent 3,000 users; some have no country."""
    draw = np.random.default_rng(20260302)
    size = 3000
    bought = draw.random(size) < 0.2
    return pd.DataFrame(
        {
            "variant": draw.choice(["new", "old"], size),
            "day": draw.choice(DAYS, size),
            "device": draw.choice(["desk", "phone", "tablet"], size, p=[0.5, 0.45, 0.05]),
            "country": draw.choice(["VN", "DE", ""], size, p=[0.5, 0.3, 0.2]),
            "bought": bought.astype(int),
            "spent": np.where(bought, draw.integers(1, 500, size) / 4, 0.0),
        }
    )


def counted(users: pd.DataFrame, *by: str) -> pd.DataFrame:
    """Return a file of totals as somebody else's system exports it."""
    found = users.groupby([*by], as_index=False).agg(
        users=("bought", "size"), bought=("bought", "sum"), sd=("spent", "std"), spent=("spent", "sum")
    )
    found["sd"] = found["sd"].fillna(0.0)
    return found.assign(share=found["bought"] / found["users"], note="export of March")


def check(axes: Axes, found: Moments, users: pd.DataFrame, outcome: str, attribute: str | None) -> None:
    """Compare every day, segment and variant with the users of that day and before."""
    compared = 0
    for position, day in enumerate(axes.days):
        for segment, value in enumerate(axes.segments):
            for variant, name in enumerate(axes.variants):
                known = users[(users["day"] <= str(day)) & (users["variant"] == name)]
                own = known[outcome] if attribute is None else known.loc[known[attribute] == value, outcome]
                where = (position, 0, segment, variant)
                assert found.users[where] == len(own)
                if len(own) > 1:
                    assert found.mean[where] == pytest.approx(own.mean(), rel=1e-9)
                    assert found.variance[where] == pytest.approx(own.var(), rel=1e-9)
                    compared += 1
    assert compared >= len(axes.segments) * len(axes.variants)


@pytest.mark.parametrize("outcome", ["bought", "spent"])
@pytest.mark.parametrize("attribute", [None, *ATTRIBUTES])
def test_every_day_and_segment_is_that_of_the_users_counted(
    place: Place, users: pd.DataFrame, outcome: str, attribute: str | None
) -> None:
    place.load(counted(users, "variant", "day", *ATTRIBUTES))
    assert history.attributes(place.home, "promo") == tuple(sorted(ATTRIBUTES))
    axes, found = place.read(outcome, attribute)
    assert axes.days == tuple(date(2026, 3, day) for day in (2, 3, 4, 5))
    assert axes.segments == {None: ("",), "device": ("desk", "phone", "tablet"), "country": ("DE", "VN")}[attribute]
    check(axes, found, users, outcome, attribute)


def test_the_whole_is_bit_for_bit_what_it_is_without_segments(place: Place, users: pd.DataFrame) -> None:
    content = counted(users, "variant", "day", *ATTRIBUTES)
    place.load(content)
    segmented = {outcome: place.read(outcome)[1] for outcome in ("bought", "spent")}
    place.load(content, attributes=())
    assert history.attributes(place.home, "promo") == ()
    for outcome, found in segmented.items():
        plain = place.read(outcome)[1]
        for name in Moments.__dataclass_fields__:
            np.testing.assert_array_equal(getattr(plain, name), getattr(found, name))


def test_users_of_segments_add_up_to_those_of_the_largest_metric(place: Place, users: pd.DataFrame) -> None:
    place.load(counted(users, "variant", "day", "device"))
    experiment = declared(place.workspace, "promo")
    whole = history.read_exposures(place.home, experiment)
    parts = history.read_exposures(place.home, experiment, attribute="device")
    np.testing.assert_array_equal(parts.users.sum(axis=2), whole.users.sum(axis=2))
    assert whole.users[-1].sum() == len(users)


def test_a_readout_by_attribute_says_each_segment(place: Place, users: pd.DataFrame) -> None:
    place.load(counted(users, "variant", "day", "device"))
    read = readout.read(place.home, place.workspace, LOCAL_OWNER, "promo", attribute="device")
    written = json.loads(json.dumps(as_document(read)))
    mine = [row for row in written["comparisons"] if row["metric"] == "bought" and row["segment"]]
    assert {row["segment"]["attribute"] for row in mine} == {"device"}
    rows = {row["segment"]["value"]: row for row in mine}
    assert set(rows) == SEGMENTS
    phones = users[(users["device"] == "phone") & (users["variant"] == "old")]
    assert rows["phone"]["control_users"] == len(phones)


@pytest.mark.parametrize(
    ("columns", "chosen", "kept", "left_out"),
    [
        ({"device": ["a", "b", "a", "b"]}, None, ("device",), ()),
        ({"note": ["first", "first", "second", "second"]}, None, (), ("note",)),  # says what the variant says
        ({"device": ["a", "b", "a", "b"], "rate": ["0.1", "12 %", "1,000.5", "-3e2"]}, None, ("device",), ("rate",)),
        ({"age": ["18-24", "25+", "18-24", "25+"]}, None, ("age",), ()),
        ({"band": ["1", "2", "1", "2"]}, None, (), ("band",)),
        ({"band": ["1", "2", "1", "2"]}, ("band",), ("band",), ()),
        ({"device": ["a", "b", "a", "b"], "land": ["x", "y", "x", "y"]}, ("land",), ("land",), ("device",)),
        ({"device": ["a", "", "a", ""]}, None, ("device",), ()),
    ],
)
def test_a_segment_holds_words_and_divides_a_variant_unless_a_person_chose(
    place: Place,
    columns: dict[str, list[str]],
    chosen: tuple[str, ...] | None,
    kept: tuple[str, ...],
    left_out: tuple[str, ...],
) -> None:
    table = pd.DataFrame({"variant": ["new", "new", "old", "old"], "users": [10, 20, 30, 40], "bought": [1, 2, 3, 4]})
    asked: dict[str, Any] = {"fields": {"users": "users", "variant": "variant"}, "outcomes": {"bought": ("bought",)}}
    place.load(table.assign(**columns), attributes=chosen, **asked)
    (batch,) = lake.batches(place.home)
    part = batch.experiments["promo"]
    assert (part.attributes, part.left_out) == (kept, left_out)
    assert place.read("bought")[1].users[0, 0, 0].tolist() == [70, 30]  # old, the control, first


def without_profiles(home: Home, *, batch: str) -> None:
    """Make a batch of totals what an earlier release wrote."""
    folder = home.lake / batch
    path = folder / "promo.totals.parquet"
    parquet.write_table(parquet.read_table(path).drop_columns(["profile"]), path)
    folder.joinpath("promo.profiles.parquet").unlink()
    document = json.loads(folder.joinpath("batch.json").read_text())
    document["experiments"]["promo"]["attributes"] = []
    folder.joinpath("batch.json").write_text(json.dumps(document))


def refolded(place: Place) -> Experiment:
    """Fold everything anew, as after an upgrade."""
    experiment = declared(place.workspace, "promo")
    metrics = [place.workspace.metric(LOCAL_OWNER, use.metric).value for use in experiment.metrics]
    for path in (place.home.rollup / "promo").glob("manifest.json"):
        path.unlink()
    rollup.fold(place.home, experiment, metrics)
    return experiment


def test_totals_of_an_earlier_release_are_folded_as_before(place: Place, users: pd.DataFrame) -> None:
    place.load(counted(users, "variant", "day", *ATTRIBUTES))
    before = place.read("spent")[1]
    without_profiles(place.home, batch=lake.batches(place.home)[0].batch)
    refolded(place)
    after = place.read("spent")[1]
    np.testing.assert_array_equal(after.users, before.users)
    np.testing.assert_array_equal(after.variance, before.variance)
    with pytest.raises(NotFound, match="device"):
        place.read("spent", "device")


def test_files_of_an_earlier_release_and_of_this_one_lie_side_by_side(place: Place, users: pd.DataFrame) -> None:
    fields = {"users": "users", "timestamp": "day"}
    for name in ("old", "new"):
        content = counted(users[users["variant"] == name], "day", "device")
        place.load(content, f"{name}.csv", variant=name, fields=fields, weights={})
    without_profiles(place.home, batch=next(one.batch for one in lake.batches(place.home) if one.file == "old.csv"))
    experiment = refolded(place)
    axes, found = place.read("spent")
    check(axes, found, users, "spent", None)
    axes, found = place.read("spent", "device")
    new = axes.variants.index("new")
    alone = replace(axes, variants=("new",))
    check(alone, _only(found, new), users, "spent", "device")
    assert not found.users[..., 1 - new].any()
    assert set(experiment.variants) == {"old", "new"}


def _only(found: Moments, variant: int) -> Moments:
    chosen = {name: getattr(found, name)[..., variant : variant + 1] for name in Moments.__dataclass_fields__}
    return Moments(**chosen)
