"""What the overview is about: every experiment's line, read for the first time in the background when they are many."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

import streamlit as st

from analytics.decisions import agenda
from analytics.decisions.agenda import Difference, Line
from analytics.decisions.summaries import Summary
from analytics.overview import Entry, covered
from data import visits
from data.messages import Message
from data.visits import Visit
from data.workspace.actors import Actor
from pages.parts import blocks, fetch, forecast_veil, standings, visitor, waiting
from pages.parts.jobs import jobs
from pages.parts.visitor import plain, say

AT_ONCE = 10  # experiments that a page reads itself; more are read beside it
SURVEY, VISIT = "survey", "visit"
_GUESS = Message("line_guess", "Your team is about to guess: give your forecast first.")


def lines() -> tuple[Line, ...]:
    """Return a line for every experiment that is known; while others are being read, say so and follow them."""
    actor = visitor.actor()
    known = summaries()
    veiled = forecast_veil.veiled(fetch.workspace(), actor)
    hidden = {key: covered(known[key], _GUESS) for key in veiled if key in known}
    return agenda.arranged(fetch.values(fetch.experiments(actor)), known | hidden)


def summaries(wanted: Collection[str] | None = None, *, reader: Actor | None = None) -> dict[str, Summary]:
    """Return the summaries that are known, by key; if many of the `wanted` (None: all) are not, say so and follow.

    `reader`: in whose name they are read, for what executives may see of them; None: the visitor's.
    """
    actor = reader or visitor.actor()
    known, unread = standings.summaries(actor)
    missing = [entry for entry in unread if wanted is None or entry.experiment.key in wanted]
    if 0 < len(missing) <= AT_ONCE:
        _read(actor, missing)
        known, _ = standings.summaries(actor)
    elif missing:
        jobs().start(SURVEY, standings.READING, standings.survey(actor, unread))
        _under_way(len(known), len(known) + len(unread))
    return known


def _read(actor: Actor, missing: Sequence[Entry]) -> None:
    """Read a few experiments and show how far that is; whoever asks for something else meanwhile need not wait."""
    place = st.empty()
    with standings.going_first():
        for position, entry in enumerate(missing):
            # Wherever something is drawn, Streamlit turns to what was asked since.
            place.progress(position / len(missing), plain(say(standings.READING)))
            standings.summarize(actor, entry)
    place.empty()


def changes(found: tuple[Line, ...]) -> tuple[Visit | None, tuple[Difference, ...]]:
    """Return this person's visit before this one, and what has changed since; and note what they see now."""
    seen = agenda.seen(found)
    noted, before = st.session_state.get(VISIT, (None, None))
    if noted != seen:
        before = visits.arrive(fetch.home(), visitor.actor(), seen, now=datetime.now(UTC))
        st.session_state[VISIT] = (seen, before)
    return before, agenda.differences(found, before.seen) if before is not None else ()


def is_reading() -> bool:
    """Say whether experiments are being read: what is shown is not yet all."""
    job = jobs().get(SURVEY)
    return job is not None and not job.done


def _under_way(known: int, total: int) -> None:
    counted = {"known": known, "total": total}
    blocks.quiet(
        say(
            Message(
                "survey_progress",
                "Reading the experiments for today: {known:,} of {total:,} are ready. The others follow by themselves.",
                counted,
            )
        )
    )
    waiting.follow(SURVEY)
