"""Small worlds for the fold: raw events that Hypothesis draws, and the batches that hold them."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as parquet
from hypothesis import strategies as st

from data.declarations.experiments import Allocation, Experiment
from data.declarations.metrics import Fold, Metric
from data.events import batches, lake
from data.events.batches import Batch, Part, code
from data.home import Home, replace_file
from tests.events.recounts import Event

START = datetime(2024, 3, 29, 12)  # Europe/Berlin changes its offset two days later
PROFILES = {
    "": {},
    "phone": {"device": "phone"},
    "both": {"device": "phone", "country": "VN"},
    "desk": {"device": "desk"},
}

METRICS = (
    Metric(
        key="aov", name="", event="purchase", fold=Fold.SUM, denominator_event="purchase", denominator_fold=Fold.COUNT
    ),
    Metric(key="capped", name="", event="purchase", fold=Fold.SUM, cap=30.0),
    Metric(key="clicks", name="", event="click", fold=Fold.COUNT),
    Metric(
        key="clicks_per_view", name="", event="click", fold=Fold.COUNT, denominator_event="view",
        denominator_fold=Fold.COUNT,
    ),
    Metric(key="ctr_two_days", name="", event="click", fold=Fold.ANY, window_days=2, matured_only=True),
    Metric(key="purchase_rate", name="", event="purchase", fold=Fold.ANY),
    Metric(key="revenue_one_day", name="", event="purchase", fold=Fold.SUM, window_days=1),
)  # fmt: skip


def experiment(**changes: object) -> Experiment:
    plain = Experiment(
        key="test",
        name="Test",
        variants=("control", "treatment"),
        time_zone="Europe/Berlin",
        allocation=(
            Allocation(starts_on=None, weights=(1.0, 1.0)),
            Allocation(starts_on=(START + timedelta(days=2)).date(), weights=(2.0, 1.0)),
        ),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    """Draw raw events of few users: early and late, in two variants, before exposure, at the same moment, capped."""
    drawn = []
    for _ in range(draw(st.integers(1, 24))):
        kind = draw(st.sampled_from(["exposure", "exposure", "click", "view", "purchase", "other"]))
        quarter = draw(st.integers(0, 22))
        drawn.append(
            Event(
                user=draw(st.integers(1, 5)) << 61,  # spread like codes are: the fold walks them in two parts
                moment=START + timedelta(hours=6 * quarter),
                event=kind,
                variant=draw(st.sampled_from(["control", "treatment", "treatment", "zeta"]))
                if kind == "exposure"
                else None,
                profile=draw(st.sampled_from(sorted(PROFILES))) if kind == "exposure" else "",
                value=draw(st.sampled_from([-5.25, 0.0, 12.5, 19.99, 1000.01])) if kind == "purchase" else None,
            )
        )
    return drawn


def publish(home: Home, name: str, rows: Sequence[Event], *, zoned: bool = True, overlaps: bool = False) -> Batch:
    """Make `rows` a batch of the lake."""
    folder = home.lake / name
    folder.mkdir(parents=True)
    seen: dict[Event, int] = {}
    occurrences = []
    for row in rows:
        occurrences.append(seen.get(row, 0))
        seen[row] = occurrences[-1] + 1
    table = pa.table(
        {
            "user": pa.array([row.user for row in rows], pa.uint64()),
            "time": pa.array([row.moment for row in rows], pa.timestamp("us")),
            "zoned": pa.array([zoned for _ in rows], pa.bool_()),
            "event": pa.array([code(row.event) for row in rows], pa.uint64()),
            "variant": pa.array([code(row.variant) if row.variant else None for row in rows], pa.uint64()),
            "profile": pa.array([_profile(row) for row in rows], pa.uint64()),
            "value": pa.array([None if row.value is None else round(row.value * 10_000) for row in rows], pa.int64()),
            "event_id": pa.array([None for _ in rows], pa.uint64()),
            "occurrence": pa.array(occurrences, pa.uint32()),
        }
    )
    parquet.write_table(table, folder / "test.parquet")
    traits = [(code(name), attribute, value) for name, own in PROFILES.items() for attribute, value in own.items()]
    parquet.write_table(
        pa.table(
            {
                "profile": pa.array([trait[0] for trait in traits], pa.uint64()),
                "attribute": [trait[1] for trait in traits],
                "value": [trait[2] for trait in traits],
            }
        ),
        folder / "test.profiles.parquet",
    )
    moments = sorted(row.moment for row in rows)
    part = Part(
        name="Test",
        rows=len(rows),
        first=moments[0].isoformat(),
        last=moments[-1].isoformat(),
        zoned="all" if zoned else "none",
        variants={code(name): name for name in ("control", "treatment", "zeta")},
        events={code(row.event): row.event for row in rows},
        attributes=("device", "country"),
        overlaps=overlaps,
    )
    order = len(lake.batches(home))
    batch = Batch(
        batch=name, origin=name, content=name, file=name, shape="events", mapping={}, options={},
        imported_at=f"2024-05-01T00:00:{order:02}", read=len(rows), accepted=len(rows), duplicates=0, rejected=0,
        experiments={"test": part},
    )  # fmt: skip
    replace_file(folder / batches.MANIFEST, json.dumps(batches.as_document(batch)).encode())
    return batch


def _profile(row: Event) -> int | None:
    return code(row.profile) if row.profile else None
