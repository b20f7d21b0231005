"""Keeps out of a command what it never uses: pandas takes as long to load as all of ours, and pyarrow loads it to ask.

`pyarrow.array` of a plain list asks whether the list is one of pandas', and imports pandas for the question. Only pages
show tables of pandas; a command, and the child that reads files, do without.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

UNUSED = "pandas"


class _Absent(MetaPathFinder):
    """Says that a package is not installed."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        del path, target
        if fullname == UNUSED:
            raise ModuleNotFoundError(f"{fullname} is not used by commands", name=fullname)
        return None


def keep_out_pandas() -> None:
    """Make this process go without pandas. For a process's own entry only: others may have it loaded already."""
    sys.meta_path.insert(0, _Absent())
