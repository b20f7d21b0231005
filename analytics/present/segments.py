"""The gate of an attribute in words: do the groups differ, and how much of the test is in them?"""

from collections.abc import Sequence
from itertools import chain

from analytics.decisions.segmentation import Coverage, Gate, Segmentation, Shrinkage
from analytics.present import wording
from analytics.statistics.heterogeneity import Scale
from data.declarations.metrics import Metric
from data.messages import Message, Parameter


def gate_sentence(
    found: Segmentation, gate: Gate, metric: Metric, language: str, *, currency: str | None = None
) -> str:
    """Say whether a metric's effect differs between the segments, and from where to where when it does.

    Parameters
    ----------
    gate : one of the segmentation's.
    metric : the gate's, for its unit (and the experiment's currency) where absolute differences are compared.
    """
    figures: dict[str, Parameter] = {"attribute": found.attribute}
    if gate.p_value is None:
        template = Message("gate_untestable", "Fewer than two groups are large enough to say whether they differ.")
    elif gate.level <= 0:
        template = Message("gate_early", "It is too early to say whether the groups of “{attribute}” differ.", figures)
    elif not gate.opens:
        template = Message(
            "gate_closed",
            "The groups of “{attribute}” differ no more than chance allows: read one effect for all of them.",
            figures,
        )
    else:
        low, high = _ends(found, gate)
        figures |= {
            "least": low[0],
            "low": _effect(low[1], gate, metric, language, currency=currency),
            "most": high[0],
            "high": _effect(high[1], gate, metric, language, currency=currency),
        }
        template = Message(
            "gate_open",
            "The effect differs by “{attribute}”, beyond chance: about {low} in “{least}”, {high} in “{most}”.",
            figures,
        )
    return wording.speak(template, language)


def gate_detail(gate: Gate, language: str) -> str:
    """Say what was compared, and which groups are too small to be part of it."""
    said = Message("gate_ratio", "Compared as relative lifts.")
    if gate.scale is Scale.DIFFERENCE:
        said = Message("gate_difference", "Compared as absolute differences.")
    spoken = [wording.speak(said, language)]
    if gate.left_out:
        small = Message("gate_left_out", "Too small for this test: {groups}.", {"groups": ", ".join(gate.left_out)})
        spoken.append(wording.speak(small, language))
    return " ".join(spoken)


def shrunk_note(language: str) -> str:
    """Say why the effects beside the raw ones lie closer together."""
    note = Message(
        "shrunk_note", "Small groups vary most by chance, so the better guess lies closer to the effect of all groups."
    )
    return wording.speak(note, language)


def coverage_sentence(part: Coverage, language: str) -> str:
    """Say how much of the test is in a group; nothing of a group so small that its people could be told apart."""
    figures: dict[str, Parameter] = {"value": part.value or "", "share": part.share or 0.0}
    if part.share is None:
        template = Message("coverage_hidden", "“{value}” has too few users to be shown.", figures)
        if part.value is None:
            template = Message("coverage_rest_hidden", "A few users have no value.")
    elif part.value is None:
        template = Message("coverage_rest", "{share:.1%} of the users have no value.", figures)
    else:
        template = Message("coverage", "{share:.1%} of the users are in “{value}”.", figures)
    return wording.speak(template, language)


def _ends(found: Segmentation, gate: Gate) -> tuple[tuple[str, float], tuple[str, float]]:
    """Return the segments with the least and the largest shrunk effect."""
    own: Sequence[tuple[str, float]] = list(
        chain.from_iterable(
            [(each.value, each.effect.shrunk)]
            for each in found.effects
            if (each.metric, each.treatment) == (gate.metric, gate.treatment) and isinstance(each.effect, Shrinkage)
        )
    )
    return min(own, key=lambda each: each[1]), max(own, key=lambda each: each[1])


def _effect(value: float, gate: Gate, metric: Metric, language: str, *, currency: str | None) -> str:
    if gate.scale is Scale.RATIO:
        return wording.lift(value, wording.language_of(language))
    return wording.value(value, metric, language, currency=currency)
