"""Asks the rollup, and keeps the answer beside the files it came from, so that the next reader only reads.

An answer lies in the newest folder of a rollup and goes with it: a fold adds or replaces folders, never changes one. It
may be deleted at any time. Two processes that answer the same question write the same file, by rename.
"""

import hashlib
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from data.events import engines, manifest
from data.events.engines import Engine, EngineFault
from data.events.manifest import Manifest
from data.home import Home, replace_file

TRIES = 5  # a reader whose files were replaced under it starts over

Files = Mapping[str, list[str]]  # what kind of rows → where they lie
Found = TypeVar("Found")
Ask = Callable[[Engine, Files, Manifest], pa.Table]


def consult(home: Home, key: str, *, about: Callable[[Manifest], Any], sql: str, ask: Ask) -> tuple[Manifest, pa.Table]:
    """Return the state of a rollup and what it answers.

    Parameters
    ----------
    key : the experiment's key.
    about : what is asked of a state; anything JSON can hold. With the SQL it names the answer.
    sql : name of the statement that `ask` runs.
    ask : runs it in an open engine, over the files of `moments`, `users` and `findings`.

    Raises
    ------
    NotFound when the experiment is not folded, EngineFault when the query fails.
    """

    def found(held: Manifest) -> pa.Table:
        return _answer(home, key, held, text=json.dumps([about(held), engines.statement(sql)]), ask=ask)

    return steady(home, key, ask=found)


def steady(home: Home, key: str, *, ask: Callable[[Manifest], Found]) -> tuple[Manifest, Found]:
    """Return the state of a rollup and what `ask` finds in its files, which are whole while it reads; keeps nothing.

    Raises as `consult` does.
    """
    for _ in range(TRIES - 1):
        held = manifest.state(home, key)
        try:
            return held, ask(held)
        except EngineFault:
            if manifest.state(home, key).folders == held.folders:
                raise
    held = manifest.state(home, key)
    return held, ask(held)


def _answer(home: Home, key: str, held: Manifest, *, text: str, ask: Ask) -> pa.Table:
    folders = [manifest.folder(home, key) / name for name in held.folders]
    kept = folders[-1] / f"answer-{hashlib.sha256(text.encode()).hexdigest()[:16]}.parquet"
    try:
        return pq.read_table(kept)
    except (OSError, pa.ArrowInvalid):
        files = {name: [str(folder / f"{name}.parquet") for folder in folders] for name in manifest.ROWS}
    with engines.lent(home.rollup) as engine:
        answer = ask(engine, files, held)
    _keep(kept, answer)
    return answer


def _keep(path: Path, answer: pa.Table) -> None:
    """Write the answer; on a full disk, or in a folder that a fold has just replaced, it is only not kept."""
    buffer = io.BytesIO()
    pq.write_table(answer, buffer)
    if path.parent.exists():
        try:
            replace_file(path, buffer.getvalue())
        except OSError:
            return
