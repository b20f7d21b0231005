"""What a readout shows on demand: other scales, single days, the funnel by arm, and one metric looked at closer."""

from datetime import date
from functools import partial

import streamlit as st

from analytics.decisions.days import View
from analytics.decisions.drills import Drill
from analytics.decisions.results import Readout
from analytics.present import courses, drills, evidence, funnels, scales, wording
from analytics.present.figures import Chart
from analytics.present.scales import Scale
from data.declarations.metrics import Kind
from data.messages import Message
from pages.parts import blocks, controls, fetch, on_demand, visitor
from pages.parts.visitor import language, say

METRIC = "metric"  # in the address
QUERY = 320  # pixels: the text of a query scrolls
_NO_USERS = Message("no_users_known", "The data are totals: they know no single users, so this cannot be told.")


def scale() -> Scale:
    """Ask on which scale differences are told."""
    words = {one.value: say(scales.NAMES[one]) for one in Scale}
    return Scale(controls.choice(Message("scale", "How differences are told"), "scale", words))


def forest(readout: Readout, told: Scale) -> Chart:
    """Return every metric's difference on one shared axis."""
    return fetch.drawn(
        visitor.actor(), readout, language(), figure=f"forest-{told}",
        draw=lambda: evidence.forest(readout, language(), told),
    )  # fmt: skip


def over_time(key: str, readout: Readout, day: date | None) -> None:
    """Show the leading metric over time: as it was read each day, on single days, or by days since exposure."""
    if readout.as_of is None:
        blocks.heading(say(Message("trend_undated", "No trend: the data carry no dates")))
        why = Message("trend_undated_why", "Without dates there are no single days either, and no days since exposure.")
        blocks.quiet(say(why))
        return
    if not readout.trends:
        blocks.heading(say(Message("trend_none", "No trend: no metric decides this test")))
        return
    words = {one.value: say(courses.NAMES[one]) for one in View}
    view = View(controls.choice(Message("view", "How it is followed over time"), "view", words))
    if view is View.CUMULATIVE:
        for shown in readout.trends:
            figure = f"trend-{shown.treatment}"
            draw = partial(evidence.trend, readout, shown, language())
            drawn = fetch.drawn(visitor.actor(), readout, language(), figure=figure, draw=draw)
            blocks.chart(drawn, key=figure)
        return
    with st.spinner(say(Message("courses_reading", "Reading what users did on each day …"))):
        found = on_demand.courses(visitor.actor(), key, view)
    _present_day(day)
    for course in found:
        blocks.chart(courses.course(readout, course, language()), key=f"course-{course.treatment}")
    if not found:
        blocks.quiet(say(_NO_USERS))


def funnel(key: str, readout: Readout, day: date | None) -> None:
    """Show how far users of each arm came, once somebody asks for it."""
    with blocks.on_demand(Message("funnel", "How far users came"), "funnel") as folded:
        if not folded.open:
            return
        found = on_demand.funnel(visitor.actor(), key)
        if found is None or not found.steps:
            nothing = Message("funnel_nothing", "No step can be counted: nobody has done what the metrics count.")
            blocks.quiet(say(_NO_USERS if found is None else nothing))
            return
        for treatment in readout.experiment.treatments:
            blocks.heading(funnels.title(found, treatment, language()))
            blocks.listing(funnels.table(readout, found, treatment, language()))
        told = Message(
            "funnel_caption",
            "Users with at least one such event after they first saw the test, and their share of all who saw it. "
            "Counted over everything that was imported.",
        )
        blocks.quiet(say(told))
        _present_day(day)


def one_metric(key: str, readout: Readout, day: date | None) -> None:
    """Show one metric closer, once somebody asks for it: its values, its cap, and the query behind its figures."""
    metrics = {row.metric.key: wording.metric(row.metric, language()) for row in readout.comparisons}
    if not metrics:
        return
    label = Message("closer", "One metric closer")
    with blocks.on_demand(label, "closer", opened=METRIC in st.query_params) as folded:
        if not folded.open:
            return
        chosen = controls.choice(Message("closer_metric", "Metric"), METRIC, metrics, listed=True)
        drill = on_demand.drill(visitor.actor(), key, chosen, day)
        _values(readout, drill, day)
        if drill.uncapped:
            blocks.heading(drills.cap_title(readout, drill, language()))
            blocks.listing(drills.cap_table(readout, drill, language()))
        else:
            blocks.quiet(drills.cap_title(readout, drill, language()))
        blocks.heading(say(Message("query", "The query behind the figures")))
        st.code(drill.query, language="sql", wrap_lines=True, height=QUERY)


def _values(readout: Readout, drill: Drill, day: date | None) -> None:
    """Show how users' values are spread; of rates the shares alone."""
    if drill.metric.kind is Kind.RATE:
        blocks.heading(drills.shares_title(readout, drill, language()))
        blocks.listing(drills.shares(readout, drill, language()))
    elif drill.distribution is not None:
        blocks.chart(drills.spread(readout, drill, drill.distribution, language()), key="spread")
        _present_day(day)
    elif drill.metric.kind is Kind.RATIO:
        blocks.quiet(say(Message("spread_ratio", "A ratio of sums is no value of single users: there is no spread.")))
    else:
        blocks.quiet(say(_NO_USERS))


def _present_day(day: date | None) -> None:
    """Say of what does not add up over days that it is told as of now, where a past day is chosen."""
    if day is not None:
        blocks.quiet(say(Message("present_day", "For the present day: this cannot be told as it was on a past one.")))
