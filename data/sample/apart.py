"""The sample loaded by a process of its own: whoever waits for a page would otherwise share one processor with it.

The process is `python -m data.samples load --aloud`, which says each step as a line of JSON. It outlives nobody: once
its listener is gone, its next word ends it, and a sample left half loaded is loaded again at the next start.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from data.home import Home
from data.messages import Message, Refused

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing the loading process said."""

    share: float = 0.0  # of the present part, 0 to 1
    stage: Message | None = None  # what it does now
    ready: str | None = None  # the part that can be read from now on


def mark(home: Home) -> Path:
    """Return the file that lies in a home as long as a sample was begun there and not brought to its end."""
    return home.root / "sample.unfinished"


def load(*, into_new: bool = False) -> Iterator[Step]:
    """Load the sample into the present home; gives a step whenever it is further, and nothing where it is not wanted.

    `into_new`: only into a home nobody has put anything into, or where a sample was left half loaded. Raises `Refused`
    for what the process refuses, and `RuntimeError` when it dies.
    """
    command = [sys.executable, "-m", "data.samples", "load", "--aloud", *(["--into-new"] if into_new else [])]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        process_group=0,  # an interrupt is the server's
        text=True, encoding="utf-8",
    )  # fmt: skip
    assert process.stdout is not None
    try:
        for line in process.stdout:
            told = json.loads(line)
            if "refused" in told:
                raise Refused(Message(**told["refused"]))
            yield _step(told)
        if process.wait() != 0:
            raise RuntimeError("the process that loads the sample has died")
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def say(step: Step, *, to: TextIO) -> None:
    """Say a step, from the loading process's side."""
    stage = None if step.stage is None else _document(step.stage)
    _tell({"share": step.share, "stage": stage, "ready": step.ready}, to=to)


def refuse(message: Message, *, to: TextIO) -> None:
    """Say why the sample is not loaded."""
    _tell({"refused": _document(message)}, to=to)


def _tell(told: dict[str, Any], *, to: TextIO) -> None:
    to.write(json.dumps(told) + "\n")
    to.flush()


def _document(message: Message) -> dict[str, Any]:
    return {"code": message.code, "template": message.template, "parameters": dict(message.parameters)}


def _step(told: dict[str, Any]) -> Step:
    stage = told["stage"]
    return Step(share=told["share"], stage=None if stage is None else Message(**stage), ready=told["ready"])
