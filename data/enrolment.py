"""Enrolment: experiments and metrics that batches bring along, written into the workspace; never over what people said.

What the last import wrote is remembered in `enrolled.json` by its digest: a draft that still reads so was touched by
nobody and follows its batches; any other experiment belongs to people and only grows. A kill between publishing and
enrolling is made good by the next intake: the batches that are not listed there are enrolled then.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from data import drafts
from data.declarations.experiments import Experiment
from data.declarations.metrics import Metric
from data.declarations.rules import check_metric, check_zone
from data.declarations.validation import check_experiment
from data.events import lake
from data.events.batches import Batch
from data.home import Home, replace_file, sweep_file
from data.messages import Message, NotFound
from data.requests import ImportRequest
from data.workspace.actors import Actor
from data.workspace.documents import body_of, to_json
from data.workspace.records import Conflict, Stored
from data.workspace.store import Workspace

REGISTER = "enrolled.json"
ATTEMPTS = 5  # when others save the same experiment at the same moment


@dataclass(frozen=True, slots=True, kw_only=True)
class _Register:
    """What `enrolled.json` holds."""

    batches: frozenset[str] = frozenset()
    drafts: dict[str, str]  # experiment key → digest of what an import wrote last


def enrol(home: Home, workspace: Workspace, actor: Actor) -> tuple[str, ...]:
    """Write what batches bring along and is not in the workspace yet; return the keys of the experiments concerned.

    Safe to repeat, and cheap when there is nothing to do.
    """
    with home.locked("enrolment"):
        sweep_file(home.root / REGISTER)
        batches = lake.batches(home)
        register = _read(home)
        known = {stored.value.key for stored in workspace.experiments(actor)}
        keys = {key for batch in batches for key in batch.experiments if batch.batch not in register.batches}
        keys |= {key for batch in batches for key in batch.experiments if key not in known}
        written = dict(register.drafts)
        for key in sorted(keys):
            written |= _enrol(workspace, actor, key, batches=batches, register=register)
        if keys or register.batches != {batch.batch for batch in batches}:
            _write(home, _Register(batches=frozenset(batch.batch for batch in batches), drafts=written))
    return tuple(sorted(keys))


def check(workspace: Workspace, actor: Actor, batch: Batch, *, older: Sequence[Batch]) -> None:
    """Raise `Refused` if what `batch` would bring along, beside `older` ones, cannot be enrolled. Changes nothing."""
    metrics = _metrics(workspace, actor)
    settings = workspace.settings(actor).value
    zone = batch.options.get("time_zone")
    if zone:
        check_zone(zone)
    for key, part in batch.experiments.items():
        held = [*(other for other in older if key in other.experiments and other.batch not in batch.replaces), batch]
        made = drafts.new_metrics([part], metrics)
        for metric in made:
            check_metric(metric)
        stored = find(workspace, actor, key)
        variants = drafts.detected(one.experiments[key] for one in held)
        drafts.check_asked(batch.options, key, variants, declared=stored.value.variants if stored else ())
        draft = drafts.draft(key, held, metrics=metrics, settings=settings)
        check_experiment(draft, {*metrics, *(metric for one in held for metric in one.experiments[key].outcomes)})


def answer(
    home: Home, workspace: Workspace, actor: Actor, *, batch: Batch, request: ImportRequest
) -> tuple[Message, ...]:
    """Hold what an import asked for against what stands: fill an unknown split, and say what was left as declared.

    Raises `Refused` when a control or a weight names no detected variant.
    """
    notes: list[Message] = []
    for key in batch.experiments:
        parts = [other.experiments[key] for other in lake.batches(home) if key in other.experiments]
        stored = find(workspace, actor, key)
        if stored is None:
            continue
        drafts.check_asked(request.options, key, drafts.detected(parts), declared=stored.value.variants)
        asked = replace(batch, options=request.options)
        filled = drafts.grown(stored.value, key, [replace(asked, experiments={key: replace(parts[0], outcomes={})})])
        if filled != stored.value:
            stored = workspace.save_experiment(actor, filled, version=stored.version)
        notes += drafts.unheeded(stored.value, request)
    return tuple(notes)


def _enrol(
    workspace: Workspace, actor: Actor, key: str, *, batches: Sequence[Batch], register: _Register
) -> dict[str, str]:
    """Bring experiment `key` and its metrics up to date; return the digest of a draft that was written."""
    held = [batch for batch in batches if key in batch.experiments]
    for attempt in range(ATTEMPTS):
        try:
            metrics = _metrics(workspace, actor)
            for metric in drafts.new_metrics((batch.experiments[key] for batch in held), metrics):
                metrics[metric.key] = workspace.save_metric(actor, metric, version=None).value
            draft = drafts.draft(key, held, metrics=metrics, settings=workspace.settings(actor).value)
            return _save(workspace, actor, draft, held=held, register=register)
        except Conflict:
            if attempt == ATTEMPTS - 1:
                raise
    return {}


def _save(
    workspace: Workspace, actor: Actor, draft: Experiment, *, held: Sequence[Batch], register: _Register
) -> dict[str, str]:  # fmt: skip
    stored = find(workspace, actor, draft.key)
    if stored is None:
        return _digests(workspace.save_experiment(actor, draft, version=None).value)
    present = stored.value
    draft = replace(draft, name=present.name)
    if not any(batch.options.get("time_zone") for batch in held):
        draft = replace(draft, time_zone=present.time_zone)
    if present == draft:
        return _digests(present)
    if _digests(present).items() <= register.drafts.items():
        return _digests(workspace.save_experiment(actor, draft, version=stored.version).value)
    fresh = [batch for batch in held if batch.batch not in register.batches]
    grown = drafts.grown(present, draft.key, fresh)
    if grown != present:
        workspace.save_experiment(actor, grown, version=stored.version)
    return {}


def find(workspace: Workspace, actor: Actor, key: str) -> Stored[Experiment] | None:
    """Return experiment `key` as it stands, None when nobody declared it."""
    try:
        return workspace.experiment(actor, key)
    except NotFound:
        return None


def _metrics(workspace: Workspace, actor: Actor) -> dict[str, Metric]:
    return {stored.value.key: stored.value for stored in workspace.metrics(actor)}


def _digests(experiment: Experiment) -> dict[str, str]:
    return {experiment.key: hashlib.sha256(body_of(to_json(experiment)).encode()).hexdigest()[:16]}


def _read(home: Home) -> _Register:
    path = home.root / REGISTER
    if not path.exists():
        return _Register(drafts={})
    held = json.loads(path.read_text(encoding="utf-8"))
    return _Register(batches=frozenset(held["batches"]), drafts=held["drafts"])


def _write(home: Home, register: _Register) -> None:
    document = {"batches": sorted(register.batches), "drafts": register.drafts}
    replace_file(home.root / REGISTER, json.dumps(document, indent=1).encode())
