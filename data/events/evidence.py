"""What the rollup knows beside moments, as of any day: what was set aside, who dominates, which variant is missing."""

from datetime import date, datetime, timedelta

from data.declarations.experiments import Experiment
from data.events import engines, manifest
from data.events.batches import code
from data.events.manifest import Manifest
from data.events.moments import Evidence
from data.events.plan import EPOCH
from data.home import Home

START = datetime(1970, 1, 1)  # local wall time


def read_evidence(home: Home, experiment: Experiment, *, as_of: date | None = None) -> Evidence:
    """Return what was set aside among the events up to and including day `as_of` (default: all).

    Raises `NotFound` when the experiment is not folded.
    """
    held = manifest.state(home, experiment.key)
    limit = (as_of - EPOCH).days if as_of and held.dated else 2**30
    root = manifest.folder(home, experiment.key)
    files = {
        name: [str(root / folder / f"{name}.parquet") for folder in held.folders]
        for name in ("moments", "users", "findings")
    }
    with engines.connect(folders=[root], threads=1) as engine:
        rows = engine.perform("history_evidence", files | {"through": limit})
    found = {(kind, place): amount for kind, place, amount in rows}
    users = {place: amount for (kind, place), amount in found.items() if kind == "users"}
    seen = [facts for day, facts in held.days.items() if day <= limit] if held.dated and not held.totals else []
    undeclared = sorted((name, number) for number, name in held.variants.items() if name not in experiment.variants)

    def count(kind: str) -> int:
        return int(found.get((kind, 0), 0))

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
        largest_share=_shares(held, {key: amount for key, amount in found.items() if key[0] == "total"}, limit),
        undeclared_variants={name: int(users.get(number, 0)) for name, number in undeclared},
        missing_variants=tuple(name for name in experiment.variants if not users.get(code(name))),
        totals_only=held.totals,
    )


def _shares(held: Manifest, totals: dict[tuple[str, int], int], limit: int) -> dict[tuple[str, str], float]:
    """Return the largest share one user ever held of a variant's total, for totals above zero."""
    largest: dict[tuple[int, int], int] = {}
    for metric, variant, day, peak in held.peaks:
        if day <= limit:
            largest[metric, variant] = max(peak, largest.get((metric, variant), peak))
    shares = {}
    for (metric, variant), peak in largest.items():
        total = totals.get(("total", metric * 2**64 + variant), 0)
        if total > 0:
            shares[held.metrics[metric], held.variants[variant]] = min(1.0, peak / total)
    return shares


def _moment(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else START + timedelta(microseconds=microseconds)
