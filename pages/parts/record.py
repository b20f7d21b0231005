"""What pages write: one workspace or events call per action, made as a callback before the page runs again."""

import streamlit as st

from data import intake, samples
from data.declarations.experiments import Experiment
from data.declarations.metrics import Metric
from data.messages import Message
from pages.parts import fetch, notices
from pages.parts.drafts import Draft
from pages.parts.jobs import Job, jobs
from pages.parts.visitor import actor

SAMPLE, IMPORT = "sample", "import"


def load_sample() -> None:
    """Begin loading the sample, unless that is under way."""
    asker, home, workspace = actor(), fetch.home(), fetch.workspace()

    def work(job: Job) -> object:
        samples.load(home, workspace, asker, progress=job.report)
        return None

    jobs().start(SAMPLE, Message("sample_job", "Loading the sample"), work)


def remove_sample() -> None:
    """Take the sample away: its events and its experiments."""
    samples.remove(fetch.home(), fetch.workspace(), actor())


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
    _saved(draft, metric.name)


def save_experiment(experiment: Experiment, *, draft: Draft) -> None:
    """Save over the version the form was opened on; raises `Conflict` when somebody saved in between."""
    fetch.workspace().save_experiment(actor(), experiment, version=draft.version)
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
