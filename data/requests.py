"""What is asked of an import and what it answers: the same records for the command and the screen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from data.messages import Message


class Phase(StrEnum):
    """Where an import is, in order."""

    PARSE = "parse"  # the file is read, checked and coded in a child process
    WRITE = "write"  # rows are written beside the lake
    SYNC = "sync"  # files are brought to the disk
    RENAME = "rename"  # the batch enters the lake
    FOLD = "fold"  # experiments are declared and their history is brought up to date


class Kept(StrEnum):
    """Which columns become attributes when nobody names them."""

    FEW_VALUES = "few_values"  # those with few values


Progress = Callable[[Phase, float], None]  # (phase, share of it that is done, 0 to 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """What a person or a script says of a file. What is left open is remembered from the last time, or guessed."""

    shape: str | None = None  # events, users, totals
    experiment: str | None = None  # key or name, for the whole file
    fields: Mapping[str, str] = field(default_factory=dict)  # field of the contract → column; "": no column holds it
    outcomes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # metric key → its columns; first is primary
    attributes: tuple[str, ...] | Kept | None = None  # columns kept as attributes
    variant: str | None = None  # of the whole file
    control: str | None = None  # which variant the others are compared with
    weights: Mapping[str, float] = field(default_factory=dict)  # variant → its weight in the planned split
    time_zone: str | None = None  # IANA name, of the experiment's days
    dates: str | None = None  # day_first, month_first, or detected from the file: how 03/04/2026 is read
    encoding: str | None = None  # of the text; None: detected

    @property
    def options(self) -> dict[str, Any]:
        """What of the request outlives the mapping, as `batch.json` keeps it."""
        return {
            "experiment": self.experiment,
            "variant": self.variant,
            "control": self.control,
            "weights": dict(self.weights),
            "time_zone": self.time_zone,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What became of a file. `read` = `accepted` + `duplicates` + `rejected`, in rows."""

    batch: str  # id, for undo
    read: int
    accepted: int
    duplicates: int
    rejected: int
    rejects_file: str | None  # where line, column and reason of rejected rows stand; None: no row was
    experiments: tuple[str, ...]  # keys
    notes: tuple[Message, ...] = ()  # what a person should look at

    def document(self) -> dict[str, Any]:
        """Return the JSON of the command."""
        return {
            "batch": self.batch,
            "read": self.read,
            "accepted": self.accepted,
            "duplicates": self.duplicates,
            "rejected": self.rejected,
            "rejects_file": self.rejects_file,
            "experiments": list(self.experiments),
        }


def read_weights(text: str) -> dict[str, float] | None:
    """Read `NAME=W,NAME=W`, variant → weight; None when it cannot be read.

    A name may hold commas and equal signs: a weight is the number after the last sign. Blanks around names are dropped.
    """
    weights: dict[str, float] = {}
    name = ""
    for piece in text.split(","):
        name = f"{name},{piece}" if name else piece
        variant, sign, number = name.rpartition("=")
        if not sign or not variant.strip():
            continue
        try:
            weights[variant.strip()] = float(number)
        except ValueError:
            continue
        name = ""
    return None if name.strip() else weights
