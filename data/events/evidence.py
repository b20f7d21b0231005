"""What the rollup knows beside moments, as of any day: what was set aside, who dominates, which variant is missing."""

from datetime import date, datetime, timedelta

import pyarrow as pa

from data.declarations.experiments import Experiment
from data.events import answers
from data.events.batches import code
from data.events.engines import Engine
from data.events.manifest import Manifest
from data.events.moments import Evidence
from data.events.plan import EPOCH
from data.home import Home

START = datetime(1970, 1, 1)  # local wall time

Place = tuple[str, int, int]  # kind, position of the metric (-1: none), code of the variant (0: none)
SCHEMA = pa.schema(
    {
        "kind": pa.string(), "metric": pa.int16(), "variant": pa.uint64(), "day": pa.int32(),
        "amount": pa.decimal128(38, 0),
    }
)  # fmt: skip


def read_evidence(home: Home, experiment: Experiment, *, as_of: date | None = None) -> Evidence:
    """Return what was set aside among the events up to and including day `as_of` (default: all).

    Raises `NotFound` when the experiment is not folded.
    """
    held, rows = answers.consult(home, experiment.key, about=lambda _: "evidence", sql="history_evidence", ask=_ask)
    limit = (as_of - EPOCH).days if as_of and held.dated else 2**30
    found = _found(rows, limit)
    users = {variant: amount for (kind, _, variant), amount in found.items() if kind == "users"}
    seen = [facts for day, facts in held.days.items() if day <= limit] if held.dated and not held.totals else []
    undeclared = sorted((name, number) for number, name in held.variants.items() if name not in experiment.variants)

    def count(kind: str) -> int:
        return found.get((kind, -1, 0), 0)

    return Evidence(
        as_of=as_of if held.dated else None,
        first_event=_moment(min((first for _, first, _ in seen), default=None)),
        last_event=_moment(max((last for _, _, last in seen), default=None)),
        before_exposure=count("before_exposure"),
        never_exposed=count("never_exposed"),
        after_window=count("after_window"),
        duplicates=count("duplicates"),
        late_exposures=count("late_exposures"),
        early_exposures=count("early_exposures"),
        undated=held.undated,
        largest_share=_shares(held, found, limit),
        undeclared_variants={name: int(users.get(number, 0)) for name, number in undeclared},
        missing_variants=tuple(name for name in experiment.variants if not users.get(code(name))),
        totals_only=held.totals,
    )


def _ask(engine: Engine, files: answers.Files, _held: Manifest) -> pa.Table:
    rows = engine.perform("history_evidence", files)
    return pa.Table.from_pylist([dict(zip(SCHEMA.names, row, strict=True)) for row in rows], schema=SCHEMA)


def _found(rows: pa.Table, limit: int) -> dict[Place, int]:
    """Return what the days up to `limit` added up to."""
    columns = rows.to_pydict()
    found: dict[Place, int] = {}
    for kind, metric, variant, day, amount in zip(*(columns[name] for name in SCHEMA.names), strict=True):
        if day <= limit:
            found[kind, metric, variant] = found.get((kind, metric, variant), 0) + int(amount)
    return found


def _shares(held: Manifest, found: dict[Place, int], limit: int) -> dict[tuple[str, str], float]:
    """Return the largest share one user ever held of a variant's total, by metric and variant, for totals above 0."""
    largest: dict[tuple[int, int], int] = {}
    for metric, variant, day, peak in held.peaks:
        if day <= limit:
            largest[metric, variant] = max(peak, largest.get((metric, variant), peak))
    shares = {}
    for (metric, variant), peak in largest.items():
        total = found.get(("total", metric, variant), 0)
        if total > 0:
            shares[held.metrics[metric], held.variants[variant]] = min(1.0, peak / total)
    return shares


def _moment(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else START + timedelta(microseconds=microseconds)
