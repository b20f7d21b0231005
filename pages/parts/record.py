"""What pages write: one workspace or events call per action, made as a callback before the page runs again."""

import streamlit as st

from analytics.present import intakes
from data import intake, samples
from data.arrivals import Source
from data.declarations.assumptions import Assumptions
from data.declarations.experiments import Experiment
from data.declarations.metrics import Metric
from data.messages import Message
from data.requests import ImportRequest, Phase
from data.workspace.actors import ActorRole
from data.workspace.records import Person, Stored
from pages.parts import drafts, fetch, notices
from pages.parts.drafts import Draft
from pages.parts.jobs import Job, jobs
from pages.parts.visitor import actor

IMPORT = "import"


def remove_sample() -> None:
    """Take the sample away: its events and its experiments."""
    samples.remove(fetch.home(), fetch.workspace(), actor())


def begin_import(source: Source, request: ImportRequest) -> None:
    """Begin taking a file in. It goes on when the page is left."""
    asker, home, workspace = actor(), fetch.home(), fetch.workspace()

    def work(job: Job) -> object:
        def hear(phase: Phase, share: float) -> None:
            job.report(intakes.share(phase, share), intakes.PHASES[phase])

        return intake.import_file(
            home, workspace, actor=asker, source=source, request=request, progress=hear, cancelled=job.cancelled.is_set
        )

    jobs().start(IMPORT, Message("import_job", "Importing {file}", {"file": source.name}), work)
    st.rerun()


def cancel(name: str) -> None:
    """Ask a piece of work to stop; what it began is dropped."""
    job = jobs().get(name)
    if job is not None:
        job.cancelled.set()


def unveil(key: str, *, reason: str) -> None:
    """Write down who looks early and why; the numbers are then shown."""
    fetch.workspace().unveil(actor(), key, reason=reason)
    st.rerun()


def save_metric(metric: Metric, *, draft: Draft) -> None:
    """Save over the version the form was opened on; raises `Conflict` when somebody saved in between."""
    fetch.workspace().save_metric(actor(), metric, version=draft.version)
    intake.fold(fetch.home(), fetch.workspace(), actor(), keys=fetch.users_of(actor(), metric.key))
    _saved(draft, metric.name)


def save_assumptions(assumed: Assumptions, *, draft: Draft) -> None:
    """Save over the version the form was opened on; raises `Conflict` when somebody saved in between."""
    assert draft.version is not None, "there are always assumptions"
    fetch.workspace().save_assumptions(actor(), assumed, version=draft.version)
    draft.close()
    notices.leave(Message("assumptions_saved", "The assumptions are saved."))
    st.rerun()


def save_experiment(experiment: Experiment, *, draft: Draft) -> None:
    """Save over the version the form was opened on; raises `Conflict` when somebody saved in between."""
    fetch.workspace().save_experiment(actor(), experiment, version=draft.version)
    intake.fold(fetch.home(), fetch.workspace(), actor(), keys=(experiment.key,))
    _saved(draft, experiment.name)


def admit(person: Stored[Person], role: ActorRole) -> None:
    """Let somebody in who waits."""
    fetch.workspace().people.admit(actor(), person.value.key, role=role, version=person.version)
    drafts.start_anew(drafts.name_of(person.value))
    notices.leave(Message("people_admitted", "{name} may come in now.", {"name": person.value.name}))
    st.rerun()


def save_person(person: Person, *, name: str, role: ActorRole, draft: Draft) -> None:
    """Give somebody another name or role; raises `Conflict` when somebody else did in between."""
    assert draft.version is not None, "people are not made here: they sign in"
    fetch.workspace().people.admit(actor(), person.key, role=role, name=name, version=draft.version)
    _saved(draft, name)


def remove_person(person: Person, draft: Draft) -> None:
    """Take somebody's role away and sign them out."""
    assert draft.version is not None, "people are not made here: they sign in"
    fetch.workspace().people.remove(actor(), person.key, version=draft.version)
    draft.close()
    notices.leave(Message("people_removed", "{name} is out and signed out everywhere.", {"name": person.name}))


def sign_out(person: Person) -> None:
    """End every login of somebody."""
    fetch.workspace().people.sign_out(actor(), person.key)
    notices.leave(Message("people_signed_out", "{name} must sign in again.", {"name": person.name}))


def _saved(draft: Draft, name: str) -> None:
    """Close the form, leave a word, and draw the page as it is now."""
    draft.close()
    notices.leave(Message("saved", "“{name}” is saved.", {"name": name}))
    st.rerun()


def undo(batch: str) -> None:
    """Take one import out again: its rows, and what followed from them."""
    intake.undo(fetch.home(), fetch.workspace(), actor(), batch)
    notices.leave(Message("undone", "The import is taken out again."))
    st.rerun()
