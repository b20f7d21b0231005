"""What pages write: one workspace or events call per action, made as a callback before the page runs again."""

import streamlit as st

from analytics.present import intakes
from data import intake, samples
from data.arrivals import Source
from data.declarations.experiments import Experiment
from data.declarations.metrics import Metric
from data.messages import Message
from data.requests import ImportRequest, Phase
from pages.parts import fetch, notices
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


def save_experiment(experiment: Experiment, *, draft: Draft) -> None:
    """Save over the version the form was opened on; raises `Conflict` when somebody saved in between."""
    fetch.workspace().save_experiment(actor(), experiment, version=draft.version)
    intake.fold(fetch.home(), fetch.workspace(), actor(), keys=(experiment.key,))
    _saved(draft, experiment.name)


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
