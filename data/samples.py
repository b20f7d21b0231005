"""The sample in and out of a home: `python -m data.samples load|remove`, and the same for the screens.

It comes in by the door every file comes in by, is labelled, and leaves no trace but its history when removed.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from data import intake
from data.declarations.assumptions import Assumptions
from data.declarations.experiments import Experiment, Status
from data.events import lake
from data.events.batches import Batch
from data.events.reading import reader
from data.home import Home, current
from data.lean import keep_out_pandas
from data.messages import Fault, Message, Refused
from data.requests import ImportRequest, Phase
from data.sample import apart, lessons, money, programme
from data.sample.apart import Step
from data.sample.programme import Part
from data.workspace.actors import LOCAL_OWNER, Actor
from data.workspace.records import Stored
from data.workspace.store import Workspace

Report = Callable[[float, Message], None]  # (share done, what is done now)
WRITING = Message("sample_writing", "Writing the sample’s events")
READING = Message("sample_reading", "Reading them as any file is read")
FOLDING = Message("sample_folding", "Folding them into a daily history")
WRITTEN = 0.15  # share of a part's work that is done when its file is written


def load(
    home: Home,
    workspace: Workspace,
    actor: Actor,
    *,
    today: date | None = None,
    seed: int = programme.SEED,
    progress: Report,
) -> None:
    """Declare the sample's experiments and import their events, dated so that they end the day before `today`.

    Events of an earlier sample are taken out; the same sample once more changes nothing. Raises `Refused` when the
    team has experiments of its own under these keys.
    """
    day, begun = today or date.today(), 0.0
    for part, ready in zip(Part, (0.25, 1.0), strict=True):
        load_part(home, workspace, actor, part=part, today=day, seed=seed, progress=_within(progress, begun, ready))
        begun = ready


def load_part(
    home: Home,
    workspace: Workspace,
    actor: Actor,
    *,
    part: Part,
    today: date,
    seed: int = programme.SEED,
    progress: Report,
) -> None:
    """Do what `load` does for one part of the sample, so that its first experiment can be read before the rest."""
    progress(0.0, WRITING)
    with home.locked("sample"), tempfile.TemporaryDirectory() as folder:
        experiments = programme.experiments(today, part)
        for experiment in experiments:
            _earlier(workspace, actor, experiment)  # what is refused leaves nothing unfinished
        apart.mark(home).touch()
        for experiment in experiments:
            declare(workspace, actor, experiment)
        source = programme.write(Path(folder) / f"sample-{part}.csv", today, part=part, seed=seed)
        _clear(home, workspace, actor, part=part, kept=source)

        def report(phase: Phase, share: float) -> None:
            place = (list(Phase).index(phase) + share) / len(Phase)
            progress(WRITTEN + (1 - WRITTEN) * place, FOLDING if phase is Phase.FOLD else READING)

        request = ImportRequest(shape="events")
        intake.import_file(home, workspace, actor=actor, source=source, request=request, progress=report)
        if part is Part.REST:
            _teach(workspace, actor)
            _assume(workspace, actor, money.assumptions(today))
            apart.mark(home).unlink()


def is_wanted(home: Home, workspace: Workspace) -> bool:
    """Tell whether nobody has ever put anything into this home, or a sample was left half loaded."""
    return is_unfinished(home) or not (home.lake.exists() or workspace.experiments(LOCAL_OWNER))


def is_unfinished(home: Home) -> bool:
    """Tell whether a sample was begun here and not brought to its end, because of a kill or a full disk."""
    return apart.mark(home).exists()


def _within(progress: Report, begun: float, ready: float) -> Report:
    """Return what the part from `begun` to `ready` of the whole reports to."""
    return lambda share, stage: progress(begun + (ready - begun) * share, stage)


def _clear(home: Home, workspace: Workspace, actor: Actor, *, part: Part, kept: Path) -> None:
    """Take out what an earlier sample holds of this part's experiments; the very file `kept` stays."""
    with kept.open("rb") as file:
        content = reader.content(file)
    sample = {one.value.key for one in workspace.experiments(actor) if one.value.sample}
    renewed = set(programme.keys(part))
    for batch in _batches(home, sample):
        if batch.content != content and renewed & set(batch.experiments):
            intake.undo(home, workspace, actor, batch.batch)


def _batches(home: Home, keys: set[str]) -> tuple[Batch, ...]:
    """Return the batches that hold nothing but the experiments `keys`."""
    return tuple(batch for batch in lake.batches(home) if set(batch.experiments) <= keys)


def remove(home: Home, workspace: Workspace, actor: Actor) -> None:
    """Take away the sample's events and archive its experiments and learnings; the team's own data stay."""
    with home.locked("sample"):
        sample = {one.value.key: one for one in workspace.experiments(actor) if one.value.sample}
        for batch in _batches(home, set(sample)):
            intake.undo(home, workspace, actor, batch.batch)
        for key, stored in sample.items():
            if stored.value.status is not Status.ARCHIVED:
                workspace.remove_experiment(actor, key, version=_present(workspace, actor, key, stored).version)
        _unlearn(workspace, actor, set(sample))
        _assume(workspace, actor, Assumptions())
        apart.mark(home).unlink(missing_ok=True)


def _teach(workspace: Workspace, actor: Actor) -> None:
    """Put the sample's learnings and its practice into the library; what stands there stays as people left it."""
    library = workspace.library
    learned = {stored.value.key: stored for stored in library.learnings(actor)}
    for learning in lessons.LEARNINGS:
        known = learned.get(learning.key)
        if known is None or known.value.archived:
            with suppress(Refused):  # the team claims the same: theirs stands
                library.save_learning(actor, learning, version=known.version if known else None)
    page = next((one for one in library.practices(actor) if one.value.key == lessons.PRACTICE.key), None)
    if page is None or page.value.archived:
        there = {stored.value.key for stored in library.learnings(actor)}
        practice = replace(lessons.PRACTICE, learnings=tuple(key for key in lessons.PRACTICE.learnings if key in there))
        library.save_practice(actor, practice, version=page.version if page else None)


def _assume(workspace: Workspace, actor: Actor, assumed: Assumptions) -> None:
    """Let the report count money by `assumed` where nobody has said anything else."""
    present = workspace.assumptions(actor)
    if present.value != assumed and (present.value.sample or present.value == Assumptions()):
        workspace.save_assumptions(actor, assumed, version=present.version)


def _unlearn(workspace: Workspace, actor: Actor, sample: set[str]) -> None:
    """Archive the sample's learnings and practice; what people tied to tests of their own stays, for those alone."""
    library, taught = workspace.library, {learning.key for learning in lessons.LEARNINGS}
    for stored in library.learnings(actor):
        learning = stored.value
        own = tuple(key for key in learning.experiments if key not in sample)
        if own != learning.experiments and not learning.archived:
            gone = learning.key in taught and not own
            library.save_learning(actor, replace(learning, experiments=own, archived=gone), version=stored.version)
    left = {stored.value.key for stored in library.learnings(actor) if not stored.value.archived}
    for page in library.practices(actor):
        practice = page.value
        if practice.key == lessons.PRACTICE.key and not practice.archived:
            kept = tuple(key for key in practice.learnings if key in left)
            library.save_practice(actor, replace(practice, learnings=kept, archived=not kept), version=page.version)


def declare(workspace: Workspace, actor: Actor, experiment: Experiment) -> None:
    """Save a sample experiment, over an earlier sample's where there is one."""
    found = _earlier(workspace, actor, experiment)
    if found is None:
        workspace.save_experiment(actor, experiment, version=None)
        return
    if found.value.starts_on == experiment.starts_on:  # the same invented days: what people did to its clock stays
        experiment = replace(experiment, extensions=found.value.extensions)
    if found.value != experiment:
        workspace.save_experiment(actor, experiment, version=found.version)


def _earlier(workspace: Workspace, actor: Actor, experiment: Experiment) -> Stored[Experiment] | None:
    """Return what an earlier sample declared under this key. Raises `Refused` where the team did."""
    found = next((one for one in workspace.experiments(actor) if one.value.key == experiment.key), None)
    if found is not None and not found.value.sample:
        raise Refused(
            Message(
                "sample_taken",
                "You have an experiment “{name}” of your own: rename it before you load the sample.",
                {"name": found.value.name},
            )
        )
    return found


def _present(workspace: Workspace, actor: Actor, key: str, stored: Stored[Experiment]) -> Stored[Experiment]:
    """Return the experiment as it stands now: taking its events away may have written a version."""
    return next((one for one in workspace.experiments(actor) if one.value.key == key), stored)


def load_aloud(home: Home, workspace: Workspace, *, into_new: bool) -> None:
    """Do what `load` does and say each step on standard output, for whoever waits beside; see `apart`."""
    if into_new and not is_wanted(home, workspace):
        return
    day = date.today()
    for part in Part:
        load_part(
            home, workspace, LOCAL_OWNER, part=part, today=day,
            progress=lambda share, stage: apart.say(Step(share=share, stage=stage), to=sys.stdout),
        )  # fmt: skip
        apart.say(Step(share=1.0, ready=part), to=sys.stdout)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0, or 2 with one sentence on stderr."""
    parser = argparse.ArgumentParser(prog="python -m data.samples", description="Load or remove the sample.")
    parser.add_argument("action", choices=("load", "remove"))
    parser.add_argument("--aloud", action="store_true", help="say each step as a line of JSON")
    parser.add_argument("--into-new", action="store_true", help="with --aloud: only into a home that is new")
    chosen = parser.parse_args(arguments)
    try:
        home = current()
        with Workspace.open(home) as workspace:
            if chosen.action == "remove":
                remove(home, workspace, LOCAL_OWNER)
            elif chosen.aloud:
                load_aloud(home, workspace, into_new=chosen.into_new)
            else:
                load(home, workspace, LOCAL_OWNER, progress=lambda _share, _stage: None)
    except Fault as fault:
        if chosen.aloud:
            apart.refuse(fault.message, to=sys.stdout)
        sys.stderr.write(f"{fault}\n")
        return 2
    return 0


if __name__ == "__main__":
    keep_out_pandas()
    sys.exit(main())
