"""The scene of a kill: a home with one day imported, a second day on its way, and what a look at the folders tells."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data import intake
from data.events import lake
from data.events.batches import MANIFEST
from data.home import Home
from data.requests import ImportRequest, Phase
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
from tests.conftest import PROJECT
from tests.events.lakes import rows_in
from tests.imports import declared, moments_of

KEYS = ("autumn", "sale")
LOOK = 0.0005  # seconds between two looks at the folders
PATIENCE = 60.0  # seconds until an import must have come to the wanted moment


def day(number: int) -> str:
    """Return the log of one day: two experiments, users who come back, rows without ids that stand in both files."""
    lines = ["experiment,user_id,timestamp,event,variant,value,device"]
    for user in range(number * 40, number * 40 + 80):
        for key in KEYS:
            device = ("phone", "desk")[user % 3 == 0]
            lines.append(f"{key},u{user},2026-05-{number:02}T08:00:00,exposure,{'ab'[user % 2]},,{device}")
            if user % 4 == 0:
                lines.append(f"{key},u{user},2026-05-{number:02}T09:30:00,purchase,,{user}.25,")
            if user % 10 == 0:
                lines.append(f"{key},u{user},2026-05-01T23:00:00,click,,,")
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a home holds."""

    rows: dict[str, list[tuple[Any, ...]]]  # experiment → every row in the lake
    history: dict[str, Any]  # experiment → every moment of every day
    declared: dict[str, Any]  # experiment → its declaration
    batches: int
    leftovers: tuple[str, ...]  # files and folders that nothing names


def found(home: Home) -> Found:
    """Look at a home as a reader does."""
    staging = home.lake / lake.STAGING
    leftovers = [path.name for path in staging.iterdir()] if staging.exists() else []
    for key in KEYS:
        named = json.loads((home.rollup / key / "manifest.json").read_text())["folders"]
        leftovers += [path.name for path in (home.rollup / key).iterdir() if path.name not in (*named, "manifest.json")]
    leftovers += [path.name for path in home.root.iterdir() if path.name.startswith(".")]
    with Workspace.open(home) as workspace:
        return Found(
            rows={key: rows_in(home, key) for key in KEYS},
            history={key: moments_of(home, workspace, key) for key in KEYS},
            declared={key: declared(workspace, key) for key in KEYS},
            batches=len(lake.batches(home)),
            leftovers=tuple(leftovers),
        )


def take_in(home: Home, path: Path) -> int:
    """Import a file in this process; return how many rows were new."""
    with Workspace.open(home) as workspace:
        report = intake.import_file(home, workspace, actor=LOCAL_OWNER, source=path, request=ImportRequest())
    return report.accepted


def copied(home: Home, to: Path) -> Home:
    """Return a copy of a home."""
    shutil.copytree(home.root, to)
    return Home(to)


def reached(home: Home, before: frozenset[str]) -> Phase | None:
    """Tell from the folders how far an import beside the batches `before` has come; None: not begun, or finished."""
    fresh = [path for path in home.lake.iterdir() if path.name not in before and path.name != lake.STAGING]
    if fresh:
        if fresh[0].name not in json.loads((home.root / "enrolled.json").read_text())["batches"]:
            return Phase.RENAME
        manifests = [json.loads((home.rollup / key / "manifest.json").read_text()) for key in KEYS]
        return None if all(fresh[0].name in held["batches"] for held in manifests) else Phase.FOLD
    staged = next((path for path in (home.lake / lake.STAGING).glob("*") if path.is_dir()), None)
    if staged is None:
        return None
    names = {path.name for path in staged.iterdir()}
    if any(name.startswith(MANIFEST) or name.startswith(f".{MANIFEST}") for name in names):
        return Phase.RENAME
    if not any(name.endswith(".parquet") for name in names):
        return Phase.PARSE
    return Phase.WRITE if ".parts" in names else Phase.SYNC


class Importer:
    """Starts import commands that can be killed."""

    def __init__(self, server: "subprocess.Popen[str]") -> None:
        self._server = server

    def killed_at(self, home: Home, path: Path, *, phase: Phase, delay: float) -> Phase | None:
        """Start importing, kill -9 the command `delay` seconds after it came to `phase`; tell the moment it died at."""
        assert self._server.stdin
        assert self._server.stdout
        before = frozenset(batch.batch for batch in lake.batches(home))
        self._server.stdin.write(json.dumps({"home": str(home.root), "words": ["import", str(path)]}) + "\n")
        self._server.stdin.flush()
        process = int(self._server.stdout.readline())
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not _at(home, before, phase):
            if select.select([self._server.stdout], [], [], LOOK)[0]:
                break  # it ended before the moment was seen
        else:
            select.select([self._server.stdout], [], [], delay)
            os.kill(process, signal.SIGKILL)
        ended = int(self._server.stdout.readline())
        assert ended in (0, -signal.SIGKILL), f"the import failed by itself: {ended}"
        return reached(home, before)


def _at(home: Home, before: frozenset[str], phase: Phase) -> bool:
    try:
        return reached(home, before) is phase
    except (FileNotFoundError, NotADirectoryError):
        return False  # it moved on while it was looked at


@contextmanager
def importer() -> Iterator[Importer]:
    """Give an importer for the block."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.crash.importer"],
        cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        yield Importer(server)
        assert server.stdin
        server.stdin.close()
