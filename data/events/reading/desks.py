"""The two engines a file is read with: one sees ids and never spills, the other sees hashes only. In the child process.

To open an engine takes longer than to read a small file, so they serve any number of files, one after another, that are
staged into the same folder. A child reads one.
"""

from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Self

from data.events import engines
from data.events.contract import Limits
from data.events.engines import Engine

PARTS = ".parts"


class Desk:
    """The engines for files that are staged into `folder`; each is opened when it is first used."""

    def __init__(self, folder: Path, *, limits: Limits) -> None:
        self.folder = folder
        self.limits = limits
        self._opened = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    @property
    def parts(self) -> Path:
        """Where checked rows lie until the whole file is known."""
        return self.folder / PARTS

    @cached_property
    def checking(self) -> Engine:
        """The engine that sees ids: it has nowhere to spill."""
        return self._open(engines.connect(folders=[self.parts], memory=self._memory))

    @cached_property
    def finishing(self) -> Engine:
        """The engine that sees hashes only."""
        return self._open(engines.connect(folders=[self.folder], memory=self._memory, spill=self.parts / "spill"))

    @property
    def _memory(self) -> str:
        return f"{self.limits.memory >> 20}MiB"

    def _open(self, engine: Engine) -> Engine:
        self._opened.enter_context(engine)
        engine.perform("readings")
        return engine
