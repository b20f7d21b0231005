"""The command of events: `python -m data.events import FILE …|status|undo BATCH|rebuild|forget USER|compact`.

One JSON object on stdout and exit code 0, or one sentence on stderr and exit code 2. Progress goes to stderr: a line
that rewrites itself on a terminal, or one JSON object per step with `--progress`.
"""

import json
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any, Self

from data import intake
from data.events import options
from data.home import Home, current
from data.lean import keep_out_pandas
from data.messages import Fault, Message
from data.requests import Phase
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace


class _Cancel:
    """Becomes true at the first interrupt; the import then stops at its next step and leaves nothing."""

    def __init__(self) -> None:
        self.asked = False

    def __enter__(self) -> Self:
        self._before = {number: signal.signal(number, self._ask) for number in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True

    def __call__(self) -> bool:
        return self.asked


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    try:
        chosen = options.parse(arguments)
        home = current()
        with Workspace.open(home) as workspace:
            answer = _answer(home, workspace, chosen)
    except Fault as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"{_unusable(error)}\n")
        return 2
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return 0


def _unusable(error: OSError) -> Message:
    return Message(
        "command.disk",
        "The folder of Liftroom cannot be used ({reason}): check its disk and who may write there.",
        {"reason": error.strerror or type(error).__name__},
    )


def _answer(home: Home, workspace: Workspace, chosen: options.Options) -> dict[str, Any]:
    match chosen.command:
        case "import":
            with _Cancel() as cancelled:
                report = intake.import_file(
                    home,
                    workspace,
                    actor=LOCAL_OWNER,
                    source=Path(chosen.subject),
                    request=chosen.request,
                    progress=_Shown(as_json=chosen.progress),
                    cancelled=cancelled,
                )
            for note in report.notes:
                sys.stderr.write(f"{note}\n")
            return report.document()
        case "undo":
            return intake.undo(home, workspace, LOCAL_OWNER, chosen.subject)
        case "forget":
            return intake.forget(home, workspace, LOCAL_OWNER, chosen.subject)
        case "rebuild":
            return intake.rebuild(home, workspace, LOCAL_OWNER)
        case "compact":
            return intake.compact(home, workspace, LOCAL_OWNER)
        case _:
            return intake.status(home, workspace, LOCAL_OWNER)


class _Shown:
    """Progress for whoever reads stderr: JSON lines for programs, one rewritten line on a terminal, else nothing."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._terminal = sys.stderr.isatty() and not as_json

    def __call__(self, phase: Phase, share: float) -> None:
        with suppress(BrokenPipeError):
            if self._as_json:
                sys.stderr.write(json.dumps({"phase": phase.value, "share": round(share, 3)}) + "\n")
            elif self._terminal:
                ending = "\r" if (phase, share) != (Phase.FOLD, 1.0) else "\r\x1b[K"
                sys.stderr.write(f"\x1b[K{phase.value} {share:.0%}{ending}")
            sys.stderr.flush()


if __name__ == "__main__":
    keep_out_pandas()
    sys.exit(main())
