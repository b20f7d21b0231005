"""The one conductor of imports: from a file to a batch in the lake, drafts in the workspace and a folded history.

The command and the screen call the same functions. Each step is safe to repeat, and every intake first makes good what
a kill left undone: unfinished forgetting, batches without declarations, histories that lag behind.
"""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from data import columns, enrolment, publication
from data.arrivals import Source, opened
from data.columns import Columns
from data.events import census, engines, identity, lake, manifest, rollup
from data.events.batches import REJECTS
from data.events.mapping import Mapping
from data.home import Home
from data.messages import Message, Refused
from data.publication import Cancelled, Published, Reading
from data.requests import ImportReport, ImportRequest, Phase, Progress
from data.workspace.actors import Actor
from data.workspace.rights import Action, may, require
from data.workspace.store import Workspace

ATTEMPTS = 5  # when the lake changes under a fold


def unheard(_phase: Phase, _share: float) -> None:
    """Report progress to nobody."""


def never() -> bool:
    """Cancel nothing."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """How a file would be read, for a person to look at."""

    columns: Columns
    mapping: Mapping  # may lack required fields; `data.events.mapping.missing` says which


def preview(workspace: Workspace, *, home: Home, actor: Actor, source: Source, request: ImportRequest) -> Preview:
    """Return how a file would be read. Nothing is changed. Raises like `import_file`."""
    require(actor, Action.IMPORT_EVENTS)
    with opened(home, actor, source) as arrival:
        seen = columns.seen(arrival, request)
    return Preview(columns=seen, mapping=columns.mapped(workspace, actor, seen, request))


def import_file(
    home: Home,
    workspace: Workspace,
    *,
    actor: Actor,
    source: Source,
    request: ImportRequest,
    progress: Progress = unheard,
    cancelled: Cancelled = never,
) -> ImportReport:
    """Take a file in, whole or not at all, and bring declarations and history up to date.

    The same file under the same experiment and mapping changes nothing. Raises `Refused` with one sentence for what
    cannot be taken or was `cancelled` before it was published, `Forbidden`, `NotFound`.
    """
    require(actor, Action.IMPORT_EVENTS)
    progress(Phase.PARSE, 0.0)
    with opened(home, actor, source) as arrival:
        seen = columns.seen(arrival, request)
        mapping = columns.confirmed(columns.mapped(workspace, actor, seen, request), seen)
        reading = Reading(arrival=arrival, mapping=mapping, request=request)
        published = publication.publish(
            home, workspace, actor=actor, reading=reading, progress=progress, cancelled=cancelled
        )
    progress(Phase.FOLD, 0.0)
    columns.remember(workspace, actor, seen.names, mapping)
    enrolment.enrol(home, workspace, actor)
    notes = enrolment.answer(home, workspace, actor, batch=published.batch, request=request)
    fold(home, workspace, actor, keys=published.batch.experiments)
    progress(Phase.FOLD, 1.0)
    return _report(home, published, notes)


def undo(home: Home, workspace: Workspace, actor: Actor, name: str) -> dict[str, Any]:
    """Take a batch out of the lake and its rows out of the history. Raises `NotFound`, `Forbidden`."""
    require(actor, Action.IMPORT_EVENTS)
    with home.locked("lake"):
        identity.settle(home)
    gone = lake.undo(home, name)
    recover(home, workspace, actor)
    return {"batch": gone.origin, "experiments": sorted(gone.experiments)}


def forget(home: Home, workspace: Workspace, actor: Actor, user: str) -> dict[str, Any]:
    """Remove a person from lake and rollup and refuse them from now on. Raises `Forbidden`."""
    require(actor, Action.FORGET)
    done = identity.forget(home, user)
    recover(home, workspace, actor)
    return {"forgotten": done.rows, "experiments": list(done.experiments)}


def rebuild(home: Home, workspace: Workspace, actor: Actor) -> dict[str, Any]:
    """Delete the rollup and fold every history anew from the lake. Raises `Forbidden`."""
    require(actor, Action.IMPORT_EVENTS)
    for path in home.rollup.iterdir() if home.rollup.exists() else ():
        with home.locked(f"rollup-{path.name}"):
            shutil.rmtree(path, ignore_errors=True)
    recover(home, workspace, actor)
    return {"experiments": list(_keys(home))}


def compact(home: Home, workspace: Workspace, actor: Actor) -> dict[str, Any]:
    """Fold every history that lies in several folders into one; what it says stays the same. Raises `Forbidden`."""
    require(actor, Action.IMPORT_EVENTS)
    recover(home, workspace, actor)
    fold(home, workspace, actor, keys=_keys(home), folders=1)
    return {"experiments": list(_keys(home))}


def status(home: Home, workspace: Workspace, actor: Actor) -> dict[str, Any]:
    """Return what the lake holds (see `census`), having made good what a kill left undone."""
    require(actor, Action.READ_RESULTS)
    if may(actor, Action.IMPORT_EVENTS):
        recover(home, workspace, actor)
    return census.census(home)


def recover(home: Home, workspace: Workspace, actor: Actor) -> None:
    """Make good what killed processes left undone, in lake, workspace and rollup; cheap when there is nothing."""
    if home.lake.exists():
        with home.locked("lake"):
            identity.settle(home)
    enrolment.enrol(home, workspace, actor)
    fold(home, workspace, actor, keys=())


def fold(
    home: Home, workspace: Workspace, actor: Actor, *, keys: Iterable[str], folders: int = rollup.GENERATIONS
) -> None:
    """Bring the histories of the experiments `keys`, and of those that lag behind the lake, up to date.

    folders: in how many each may lie.
    """
    metrics = {stored.value.key: stored.value for stored in workspace.metrics(actor)}
    for key in sorted({*keys, *_lagging(home)}):
        stored = enrolment.find(workspace, actor, key)
        if stored is None:
            continue  # archived lakes of another workspace: declared by the next intake that may
        used = [metrics[use.metric] for use in stored.value.metrics if use.metric in metrics]
        for attempt in range(ATTEMPTS):
            before = lake.batches(home)
            try:
                rollup.fold(home, stored.value, used, folders=folders)
                break
            except (engines.EngineFault, OSError) as error:
                if attempt < ATTEMPTS - 1 and lake.batches(home) != before:
                    continue
                if lake.is_full(error):
                    raise Refused(unfolded()) from error
                raise


def unfolded() -> Message:
    """Return what a person is told when the disk is full after a batch was published."""
    return Message(
        "intake.unfolded",
        "The disk is full: the lake is whole, but the history could not be brought up to date; "
        "free some space and ask for the status.",
    )


def _lagging(home: Home) -> set[str]:
    """Return the experiments whose history was not folded from exactly the batches that count now."""
    batches = lake.batches(home)
    keys = {path.name for path in home.rollup.iterdir()} if home.rollup.exists() else set()
    keys |= {key for batch in batches for key in batch.experiments}
    behind = set()
    for key in keys:
        state = manifest.load(home, key)
        held = {batch.batch for batch in batches if key in batch.experiments}
        if state is None or set(state.batches) != held:
            behind.add(key)
    return behind


def _keys(home: Home) -> tuple[str, ...]:
    return tuple(sorted({key for batch in lake.batches(home) for key in batch.experiments}))


def _report(home: Home, published: Published, notes: tuple[Message, ...]) -> ImportReport:
    batch = published.batch
    rejects = lake.folder(home, batch) / REJECTS
    return ImportReport(
        batch=batch.origin,
        read=batch.read,
        accepted=batch.accepted if published.fresh else 0,
        duplicates=batch.duplicates if published.fresh else batch.read - batch.rejected,
        rejected=batch.rejected,
        rejects_file=str(rejects) if batch.rejected and rejects.exists() else None,
        experiments=tuple(sorted(batch.experiments)),
        notes=notes,
    )
