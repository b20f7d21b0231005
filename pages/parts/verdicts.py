"""How a readout is told: status line, the sentence, its reasons, the banner, the checks, the veil."""

from collections.abc import Mapping
from typing import Literal

import streamlit as st

from analytics.decisions.results import Finding, Light, Readout, VerdictKind
from analytics.present import checks, wording
from data.messages import Message
from data.workspace.rights import Action, may
from pages.parts import blocks
from pages.parts.visitor import actor, language, plain, say

Colour = Literal["blue", "orange", "gray"]
COLOURS: Mapping[VerdictKind, Colour] = {
    VerdictKind.SHIP: "blue",
    VerdictKind.STOP: "orange",
    VerdictKind.UNTRUSTED: "orange",
}


def status_line(readout: Readout) -> None:
    """Write status word, name, channel, day and data's last day in one quiet line."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if readout.experiment.sample:
            st.badge(say(Message("sample", "Sample: invented data")), color="yellow")
        if not readout.veiled_on_screen:
            st.badge(wording.label(readout.verdict.kind, language()), color=COLOURS.get(readout.verdict.kind, "gray"))
        blocks.quiet(checks.dateline(readout, language()))


def sentence(readout: Readout) -> None:
    """Write the verdict large, one plain line below, and its reasons folded."""
    st.title(plain(wording.verdict_headline(readout, language())), anchor=False)
    st.markdown(plain(wording.verdict_detail(readout, language())))
    with blocks.folded(Message("why", "Why this verdict")):
        for reason in wording.verdict_reasons(readout, language()):
            st.markdown(f"- {plain(reason)}")


def banner(readout: Readout) -> None:
    """Say what is wrong with the test, if something is: what blocks the verdict first."""
    for light, show in ((Light.BLOCK, st.error), (Light.WARN, st.warning)):
        found = [finding for finding in readout.health if finding.light is light]
        if found:
            show("\n\n".join(_told(finding) for finding in found))
    if not readout.experiment.allocation and may(actor(), Action.EDIT_EXPERIMENTS):
        st.page_link(
            "plan/experiments.py",
            label=say(Message("split_state", "State the planned split")),
            query_params={"experiment": readout.experiment.key},
        )


def trust(readout: Readout) -> None:
    """List every health check with its light, as shape and word."""
    blocks.heading(say(Message("trust", "Can we trust it?")))
    blocks.listing(checks.table(readout, language()))
    blocks.quiet(checks.legend(language()))


def veil(readout: Readout) -> None:
    """Say how long the numbers stay hidden, and show the checks meanwhile."""
    days, minimum = readout.day_number or 0, readout.policy.minimum_days
    st.title(plain(checks.veil_title(readout, language())), anchor=False)
    why = Message(
        "veil_why",
        "Early numbers swing: whoever reads them sees winners that are none. The checks below can already be read.",
    )
    st.markdown(plain(say(why)))
    counted = {"day": min(days, minimum), "minimum": minimum}
    st.progress(min(days / minimum, 1.0), say(Message("veil_progress", "Day {day} of {minimum}", counted)))


def _told(finding: Finding) -> str:
    parts = [f"**{plain(wording.label(finding.check, language()))}.** {plain(say(finding.detail))}"]
    if finding.action is not None:
        parts.append(plain(say(finding.action)))
    return " ".join(parts)
