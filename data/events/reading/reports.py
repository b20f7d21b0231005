"""What became of a staged file, in rows. Light to import, for the parent of the process that reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.events.batches import Part
from data.events.contract import Reason
from data.messages import Fault, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """What became of a file: the report part of a batch. `read` = `accepted` + `duplicates` + `rejected`."""

    read: int  # rows of the file
    accepted: int
    duplicates: int
    rejected: int
    experiments: Mapping[str, Part]  # by key
    reasons: Mapping[Reason, int] = field(default_factory=dict)  # rejected rows by reason

    def __post_init__(self) -> None:
        if self.read != self.accepted + self.duplicates + self.rejected:
            raise Fault(
                Message(
                    "file.conservation",
                    "Of {read} rows {accepted} were accepted, {duplicates} repeated and {rejected} rejected, "
                    "which does not add up: nothing was imported. Please report this file.",
                    {
                        "read": self.read,
                        "accepted": self.accepted,
                        "duplicates": self.duplicates,
                        "rejected": self.rejected,
                    },
                )
            )
