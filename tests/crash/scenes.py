"""The scene of a kill: a home with one day imported, a second day on its way, and what a look at the folders tells."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
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


class Watch:
    """Looks at the folders of a home thousands of times in a second: so it names them once and opens what it must."""

    def __init__(self, home: Home) -> None:
        self._before = {lake.STAGING, *(batch.batch for batch in lake.batches(home))}
        self._lake, self._staging = str(home.lake), str(home.lake / lake.STAGING)
        self._enrolled = home.root / "enrolled.json"
        self._manifests = [home.rollup / key / "manifest.json" for key in KEYS]

    def reached(self) -> Phase | None:
        """Tell how far an import that began after the first look has come; None: not begun, or finished."""
        with os.scandir(self._lake) as found:
            fresh = [path.name for path in found if path.name not in self._before]
        if fresh:
            if fresh[0] not in json.loads(self._enrolled.read_text())["batches"]:
                return Phase.RENAME
            held = [json.loads(path.read_text())["batches"] for path in self._manifests]
            return None if all(fresh[0] in batches for batches in held) else Phase.FOLD
        with suppress(FileNotFoundError), os.scandir(self._staging) as found:
            for staged in found:
                if staged.is_dir():
                    with os.scandir(staged) as files:
                        return _staged([file.name for file in files])
        return None

    def is_at(self, phase: Phase) -> bool:
        """Tell whether an import is just there."""
        try:
            return self.reached() is phase
        except (FileNotFoundError, NotADirectoryError):
            return False  # it moved on while it was looked at


def _staged(names: Sequence[str]) -> Phase:
    if any(name.startswith((MANIFEST, f".{MANIFEST}")) for name in names):
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
        watch = Watch(home)
        self._server.stdin.write(json.dumps({"home": str(home.root), "words": ["import", str(path)]}) + "\n")
        self._server.stdin.flush()
        process = int(self._server.stdout.readline())
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not watch.is_at(phase):
            if select.select([self._server.stdout], [], [], LOOK)[0]:
                break  # it ended before the moment was seen
        else:
            select.select([self._server.stdout], [], [], delay)
            os.kill(process, signal.SIGKILL)
        ended = int(self._server.stdout.readline())
        assert ended in (0, -signal.SIGKILL), f"the import failed by itself: {ended}"
        return watch.reached()


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
