"""Identity: people are keyed 64-bit hashes, and a person can be forgotten. No user id ever reaches the disk.

The key is the home's secret, kept outside the lake. A forgotten person's hash is remembered in `forgotten.json`, so
that later files cannot bring them back; it says nothing about who they were without the secret and the id.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data.events import engines, lake
from data.events.batches import Batch, profiles_file, rows_file
from data.home import Home, replace_file, sweep_file

REGISTER = "forgotten.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was taken out when a person was forgotten."""

    experiments: tuple[str, ...]  # keys of the experiments whose rollup must be folded anew
    rows: int  # event rows taken out


@dataclass(frozen=True, slots=True, kw_only=True)
class _Register:
    """What `forgotten.json` holds."""

    codes: tuple[int, ...] = ()
    pending: tuple[int, ...] = ()  # not yet out of every batch: a kill came between


def user_code(secret: bytes, user: str) -> int:
    """Return the 64 bits that stand for a user id: the first 8 bytes of sha256(secret, id), big-endian."""
    return int.from_bytes(hashlib.sha256(secret + user.encode()).digest()[:8], "big")


def refused_codes(home: Home) -> frozenset[int]:
    """Return the hashes of people that no import may bring back."""
    return frozenset(_register(home).codes)


def forget(home: Home, user: str) -> Forgotten:
    """Take a person out of every batch and refuse them from now on. Takes the lock of the lake.

    Safe to repeat; a kill in between is made good by the next writer (`settle`). The rollups of the experiments
    returned still hold the person's share until they are folded.
    """
    person = user_code(home.secret, user)
    with home.locked("lake"):
        known = _register(home)
        _remember(
            home,
            _Register(
                codes=tuple(sorted({*known.codes, person})),
                pending=tuple(sorted({*known.pending, person})),
            ),
        )
        return settle(home)


def recall(home: Home, codes: Iterable[int]) -> None:
    """Have the next `settle` look for these forgotten people again: a file read before they were may bring them back.

    The lock of the lake must be held.
    """
    late = set(codes)
    if late:
        known = _register(home)
        _remember(home, replace(known, pending=tuple(sorted({*known.pending, *late}))))


def settle(home: Home) -> Forgotten:
    """Finish every forgetting that was begun, and what other dead writers left. The lake's lock must be held."""
    lake.settle(home)
    sweep_file(home.root / REGISTER)
    known = _register(home)
    experiments: set[str] = set()
    rows = 0
    for person in known.pending:
        for batch in lake.batches(home):
            held = {key: count for key, count in _held(home, batch, person).items() if count}
            if held:
                _publish_without(home, batch, person, held)
                experiments.update(held)
                rows += sum(held.values())
    if known.pending:
        _remember(home, replace(known, pending=()))
    return Forgotten(experiments=tuple(sorted(experiments)), rows=rows)


def _held(home: Home, batch: Batch, person: int) -> dict[str, int]:
    """Return how many rows each experiment of a batch holds of a person."""
    if batch.totals:
        return {}
    folder = lake.folder(home, batch)
    with engines.connect(folders=[folder]) as engine:
        return {
            key: engine.perform("forget_count", {"rows": str(folder / rows_file(key)), "code": person})[0][0]
            for key in batch.experiments
        }


def _publish_without(home: Home, batch: Batch, person: int, held: Mapping[str, int]) -> None:
    """Publish a successor of `batch` that lacks the person: batches never change, so it has a name of its own."""
    name = hashlib.sha256(f"{batch.batch} without {person}".encode()).hexdigest()[:16]
    folder = lake.folder(home, batch)
    with lake.staging(home) as staged:
        _write_without(folder, staged, person, tuple(held))
        for path in folder.iterdir():
            if path.name != "batch.json" and not (staged / path.name).exists():
                os.link(path, staged / path.name)
        lake.synced(staged)
        parts = {
            key: replace(part, rows=part.rows - held.get(key, 0)) for key, part in batch.experiments.items()
        }  # fmt: skip
        successor = replace(
            batch,
            batch=name,
            experiments=parts,
            forgotten=batch.forgotten + sum(held.values()),
            replaces=(batch.batch,),
        )
        lake.publish(home, staged, successor)


def _write_without(folder: Path, staged: Path, person: int, keys: Sequence[str]) -> None:
    with engines.connect(folders=[folder, staged]) as engine:
        for key in keys:
            rows, profiles = folder / rows_file(key), folder / profiles_file(key)
            kept = staged / rows_file(key)
            engine.perform("forget_rows", {"rows": str(rows), "code": person, "kept": str(kept)})
            if profiles.exists():
                engine.perform(
                    "forget_profiles",
                    {"profiles": str(profiles), "kept": str(kept), "kept_profiles": str(staged / profiles.name)},
                )


def _register(home: Home) -> _Register:
    path = home.root / REGISTER
    if not path.exists():
        return _Register()
    held = json.loads(path.read_text(encoding="utf-8"))
    return _Register(codes=tuple(held["codes"]), pending=tuple(held["pending"]))


def _remember(home: Home, register: _Register) -> None:
    document = {"codes": list(register.codes), "pending": list(register.pending)}
    replace_file(home.root / REGISTER, json.dumps(document).encode())
