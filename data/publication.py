"""Publication: one mapped file becomes one batch in the lake, checked against everything there before it enters."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from data import enrolment, outcomes
from data.arrivals import Arrival
from data.events import admission, identity, lake
from data.events import mapping as columns
from data.events.batches import Batch
from data.events.reading.reports import Staged
from data.home import Home
from data.messages import Message, Refused
from data.requests import ImportRequest, Phase, Progress
from data.workspace.actors import Actor
from data.workspace.store import Workspace

Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One file and how it is to be read."""

    arrival: Arrival
    mapping: columns.Mapping
    request: ImportRequest

    @property
    def origin(self) -> str:
        """What the import is called: the same for the same file under the same experiment and mapping."""
        asked = [self.arrival.content, self.mapping.document(), self.request.experiment, self.request.encoding]
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A batch as it stands in the lake."""

    batch: Batch
    fresh: bool  # it was not there before


def publish(
    home: Home, workspace: Workspace, *, actor: Actor, reading: Reading, progress: Progress, cancelled: Cancelled
) -> Published:
    """Read the file beside the lake and let it in. Raises `Refused` when it cannot be taken or was `cancelled`."""
    with home.locked("lake"):
        identity.settle(home)
    known = find(home, reading.origin)
    if known is not None:
        return Published(batch=known, fresh=False)
    refused = identity.refused_codes(home)
    named = outcomes.events(reading.mapping, [stored.value for stored in workspace.metrics(actor)])
    events = replace(reading, mapping=outcomes.as_events(reading.mapping, named))
    with lake.staging(home) as staged:
        read = _staged(home, events, staged, refused=refused, progress=progress, cancelled=cancelled)
        batch = _batch(reading, read, named)
        progress(Phase.SYNC, 0.0)
        lake.synced(staged)
        with home.locked("lake"):
            identity.settle(home)
            known = find(home, reading.origin)
            if known is not None:
                return Published(batch=known, fresh=False)  # another process was faster
            older = lake.batches(home)
            declared = {stored.value.key: stored.value.name for stored in workspace.experiments(actor)}
            admitted = admission.admit(batch, older, declared=declared, named=reading.request.experiment)
            enrolment.check(workspace, actor, admitted.batch, older=older)
            if cancelled():
                raise Refused(stopped())
            progress(Phase.RENAME, 0.0)
            identity.recall(home, identity.refused_codes(home) - refused)
            lake.rename(staged, admitted.keys)
            lake.publish(home, staged, admitted.batch)
            identity.settle(home)
    batch = find(home, reading.origin) or batch
    return Published(batch=batch, fresh=True)


def _staged(
    home: Home,
    reading: Reading,
    staged: Path,
    *,
    refused: Iterable[int],
    progress: Progress,
    cancelled: Cancelled,
) -> Staged:
    """Have the file read into the folder `staged`; what stops the reader is said as one sentence."""
    parsing = True

    def asked() -> bool:
        nonlocal parsing
        if parsing and any(staged.glob("*.parquet")):
            parsing = False
            progress(Phase.WRITE, 0.0)
        return cancelled()

    try:
        return reading.arrival.reader.stage(
            reading.mapping,
            folder=staged,
            secret=home.secret,
            content=reading.arrival.content,
            forgotten=refused,
            encoding=reading.request.encoding,
            progress=lambda done: progress(Phase.PARSE, done.share) if parsing else None,
            cancelled=asked,
        )
    except Refused:
        if cancelled():  # a terminal interrupts the child too, which then only seems to have died
            raise Refused(stopped()) from None
        raise


def find(home: Home, origin: str) -> Batch | None:
    """Return the batch that came of an import, if it still counts."""
    return next((batch for batch in lake.batches(home) if batch.origin == origin), None)


def stopped() -> Message:
    """Return what is said of an import that was cancelled."""
    return Message("intake.cancelled", "The import was cancelled: nothing was changed.")


def _batch(reading: Reading, read: Staged, named: Mapping[str, str]) -> Batch:
    return Batch(
        batch=reading.origin,
        origin=reading.origin,
        content=reading.arrival.content,
        file=reading.arrival.name,
        shape=reading.mapping.shape.value,
        mapping=reading.mapping.document(),
        options=reading.request.options,
        imported_at="",
        read=read.read,
        accepted=read.accepted,
        duplicates=read.duplicates,
        rejected=read.rejected,
        experiments={key: outcomes.as_metrics(part, named) for key, part in read.experiments.items()},
    )
