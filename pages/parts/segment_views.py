"""How groups of users are told: what must be known first, the figure, who is in them, several conditions at once."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from analytics.decisions.conditions import Conditioned
from analytics.decisions.results import Readout
from analytics.decisions.segmentation import Gate, Segmentation
from analytics.present import segment_figures, segments
from analytics.present.figures import Table
from data.messages import Message
from pages.parts import blocks, on_demand, segment_choice, visitor
from pages.parts.visitor import language, plain, say

MOST_LISTED = 12  # rows that stand on the page; more scroll


def can_compare(readout: Readout, values: Mapping[str, Sequence[str]]) -> bool:
    """Say whether there are groups to compare; if not, write why and what to do."""
    if not any(readout.users.values()):
        _nothing(
            Message("segments_no_users", "There is nobody to compare yet"),
            Message("segments_no_users_why", "No events have come in. Once they do, groups can be read each day."),
        )
    elif not readout.comparisons:
        blocks.empty(
            Message("segments_no_metrics", "Nothing is compared yet"),
            Message("segments_no_metrics_why", "Groups need two variants and a metric: declare them first."),
        )
        st.page_link("plan/experiments.py", label=say(Message("segments_declare", "Declare variants and metrics")))
    elif not values:
        _nothing(
            Message("segments_no_attributes", "The data do not say who the users are"),
            Message(
                "segments_no_attributes_why",
                "Groups come from columns such as device, country or customer type beside each exposure (in a user "
                "table: each user), with at most 50 different values. Add one to the file and import it again.",
            ),
        )
    else:
        return True
    return False


def told(readout: Readout, found: Segmentation, gate: Gate) -> None:
    """Write the finding large, what was compared below, and a warning where the groups cannot be trusted."""
    metric = next(row.metric for row in readout.comparisons if row.metric.key == gate.metric)
    title = segments.headline(found, gate, metric, language(), currency=readout.experiment.currency)
    st.title(plain(title), anchor=False)
    if not found.uneven:
        blocks.quiet(f"{segments.gate_detail(gate, language())} {segments.gate_chance(gate, language())}".strip())
    warning = segments.uneven_warning(found, language())
    if warning is not None:
        st.warning(plain(warning))
        st.page_link("results/health.py", label=say(Message("segments_health", "Read Health")))


def figure(readout: Readout, found: Segmentation, gate: Gate) -> None:
    """Show everybody and every group on one axis."""
    blocks.chart(segment_figures.forest(readout, found, gate, language()), key="segments", titled=False)


def people(readout: Readout, found: Segmentation) -> None:
    """Say how much of the test is in every group, and where messages went wrong."""
    blocks.heading(segments.coverage_title(found, language()))
    _rows(segment_figures.coverage(found, language()))
    blocks.quiet(segments.coverage_note(language()))
    if readout.misdelivery:
        blocks.heading(segment_figures.misdelivery_title(readout.misdelivery, language()))
        _rows(segment_figures.misdelivery(readout.misdelivery, language()))


def several(readout: Readout, values: Mapping[str, Sequence[str]], day: date | None) -> None:
    """Ask for several conditions at once, and show what exactly these users did."""
    blocks.heading(say(Message("conditions_heading", "Several conditions at once")))
    conditions = segment_choice.conditions(values)
    if not conditions:
        blocks.quiet(
            say(
                Message(
                    "conditions_why",
                    "For one narrow group, such as new customers on phones. Of one attribute any chosen value will "
                    "do; of several attributes all must fit.",
                )
            )
        )
        return
    if day is not None:
        blocks.quiet(
            say(Message("conditions_past", "This is only known as of today: move the day below to its last one."))
        )
        return
    with st.spinner(say(Message("conditions_reading", "Counting exactly these users …"))):
        found = on_demand.conditioned(visitor.actor(), readout.experiment.key, conditions)
    _conditioned(readout, found)


def _conditioned(readout: Readout, found: Conditioned | None) -> None:
    if found is None:
        totals = Message(
            "conditions_totals", "These data are totals: they know each group, not who is in several of them at once."
        )
        blocks.quiet(say(totals))
        return
    st.markdown(plain(segments.conditions_sentence(found, readout.policy, language())))
    if found.comparisons:
        blocks.chart(segment_figures.conditions(readout, found, language()), key="conditions")
    later = segments.conditions_later(found, readout, language())
    if later is not None:
        blocks.quiet(later)


def _rows(table: Table) -> None:
    """Show a table as part of the page; a long one scrolls."""
    (blocks.listing if len(table.rows) <= MOST_LISTED else blocks.table)(table)


def _nothing(title: Message, why: Message) -> None:
    blocks.empty(title, why)
    st.page_link("admin/events.py", label=say(Message("import_own", "Import your own events")))
