"""The child process that opens files of strangers: limited, watched, and gone with its parent.

A request comes as one line of JSON on stdin, with the secret in it: arguments and environment can be read by others.
The limits are those of the first. stdin stays open for another about the same file, and its end is the parent's death.
Answers are lines of JSON on what was stdout: progress, then one of `done`, `refused` or `broken`. Nothing a library
prints gets in between, and no cell value leaves but as asked.
"""

import ctypes
import json
import os
import resource
import signal
import threading
import time
from dataclasses import asdict, replace
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO, TextIO

from data.events.contract import Limits
from data.lean import keep_out_pandas
from data.messages import Fault, Message

DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
TICK = 0.2  # seconds between two lines of progress
SHOWN = 200  # characters of a cell in a preview


def confine(limits: Limits) -> None:
    """Give up what reading a file does not need. Called before the libraries that read are imported."""
    ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL)
    for name, amount in (
        (resource.RLIMIT_AS, limits.address_space),
        (resource.RLIMIT_FSIZE, limits.output),
        (resource.RLIMIT_CPU, int(limits.seconds * (os.cpu_count() or 1)) + 10),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 512),
    ):
        most = resource.getrlimit(name)[1]
        least = amount if most == resource.RLIM_INFINITY else min(amount, most)
        resource.setrlimit(name, (least, least))


def listen(requests: "SimpleQueue[str]") -> None:
    """Pass on the lines of stdin, also while one is answered; leave with the parent."""
    received = b""
    while chunk := os.read(0, 1 << 16):
        *lines, received = (received + chunk).split(b"\n")
        for line in lines:
            requests.put(line.decode())
    os._exit(1)


class Answers:
    """Lines of JSON to the parent."""

    def __init__(self, stream: TextIO, *, size: int) -> None:
        self._stream = stream
        self._size = size
        self._last = 0.0

    def say(self, **content: Any) -> None:  # noqa: ANN401
        """Send one line."""
        self._stream.write(json.dumps(content) + "\n")
        self._stream.flush()

    def progress(self, rows: int, position: int) -> None:
        """Send how far reading has come, not too often."""
        if time.monotonic() - self._last > TICK:
            self._last = time.monotonic()
            self.say(rows=rows, share=min(position / max(self._size, 1), 1.0))


def preview(file: BinaryIO, request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """Return the columns, first rows and guessed mapping of a file, as plain values."""
    import pyarrow as pa

    from data.events.contract import Shape
    from data.events.reading.files import open_file
    from data.events.reading.guesses import guess

    opened = open_file(file, limits=replace(limits, block=1 << 16), encoding=request["encoding"])
    rows: list[list[str]] = []
    for block in opened.blocks(dict.fromkeys(opened.columns, pa.string())):
        columns = [column.to_pylist() for column in block.columns.slice(0, request["limit"]).columns]
        rows += [[(cell or "")[:SHOWN] for cell in row] for row in zip(*columns, strict=True)]
        if len(rows) >= request["limit"]:
            break
    shape = Shape(request["shape"]) if request["shape"] else None
    found = guess(opened.columns, rows, shape=shape, name=request["name"])
    return {
        "columns": opened.columns,
        "rows": rows[: request["limit"]],
        "kind": asdict(opened.kind),
        "mapping": found.mapping.document(),
        "missing": found.missing,
        "notes": [_message(note) for note in found.notes],
    }


def stage(file: BinaryIO, request: dict[str, Any], limits: Limits, answers: Answers) -> dict[str, Any]:
    """Stage a file and return the report, as plain values."""
    from data.events.mapping import Mapping
    from data.events.reading.desks import Desk
    from data.events.reading.staging import stage_file

    descriptor = file.fileno()
    with Desk(Path(request["folder"]), limits=limits) as desk:
        staged = stage_file(
            file,
            Mapping.of(request["mapping"]),
            desk=desk,
            secret=bytes.fromhex(request["secret"]),
            content=request["content"],
            forgotten=request["forgotten"],
            encoding=request["encoding"],
            seen=lambda rows: answers.progress(rows, os.lseek(descriptor, 0, os.SEEK_CUR)),
        )
    return asdict(staged)


def _message(message: Message) -> dict[str, Any]:
    return {"code": message.code, "template": message.template, "parameters": dict(message.parameters)}


def answer(request: dict[str, Any], stream: TextIO) -> None:
    """Do what is asked and say how it ended."""
    limits = Limits(**request["limits"])
    with os.fdopen(os.dup(request["descriptor"]), "rb") as file:
        answers = Answers(stream, size=os.fstat(file.fileno()).st_size)
        try:
            task = request["task"]
            done = preview(file, request, limits) if task == "preview" else stage(file, request, limits, answers)
            answers.say(done=done)
        except Fault as fault:
            answers.say(refused=_message(fault.message))
        except MemoryError:
            answers.say(broken="MemoryError")
        except Exception as error:  # noqa: BLE001 – whatever a stranger's file provokes becomes one sentence
            answers.say(broken=type(error).__name__)


def main() -> None:
    """Serve the requests on stdin, one after the other."""
    requests: SimpleQueue[str] = SimpleQueue()
    threading.Thread(target=listen, args=[requests], daemon=True).start()
    request = json.loads(requests.get())
    stream = os.fdopen(os.dup(1), "w", encoding="utf-8")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    confine(Limits(**request["limits"]))
    keep_out_pandas()
    while True:
        answer(request, stream)
        request = json.loads(requests.get())


if __name__ == "__main__":
    main()
