"""The groups of an attribute in words: do they differ, can they be compared, and how much of the test is in them?"""

from collections.abc import Sequence
from itertools import chain

from analytics.decisions.conditions import Conditioned
from analytics.decisions.results import Readout
from analytics.decisions.segmentation import Coverage, Gate, Segmentation, Shrinkage
from analytics.present import wording
from analytics.statistics.heterogeneity import Scale
from data.declarations.metrics import Metric
from data.declarations.policies import Policy
from data.messages import Message, Parameter


def gate_of(found: Segmentation, metric: str, treatment: str) -> Gate:
    """Return the gate of one metric and treatment. Raises `StopIteration` when there is none."""
    return next(gate for gate in found.gates if (gate.metric, gate.treatment) == (metric, treatment))


def is_coloured(found: Segmentation, gate: Gate) -> bool:
    """Say whether a group may be called better or worse: only where they differ beyond chance and can be compared."""
    return gate.opens and not found.uneven


def headline(found: Segmentation, gate: Gate, metric: Metric, language: str, *, currency: str | None = None) -> str:
    """Return what a reader must know first: that groups cannot be compared, or else whether they differ."""
    values = gate.tested + gate.left_out
    figures: dict[str, Parameter] = {"attribute": found.attribute, "value": ", ".join(values)}
    if found.uneven:
        return wording.speak(
            Message("segments_uneven", "The groups of “{attribute}” cannot be compared: their split is off.", figures),
            language,
        )
    if len(values) == 1:
        alone = Message("segments_alone", "Everybody with “{attribute}” is “{value}”: nothing to compare.", figures)
        return wording.speak(alone, language)
    return gate_sentence(found, gate, metric, language, currency=currency)


def uneven_warning(found: Segmentation, language: str) -> str | None:
    """Say what it means that the split within groups is off, and what to do; None: it is as planned, or untested."""
    if not found.uneven:
        return None
    message = Message(
        "segments_uneven_why",
        "The split is not the planned one in: {values}. Either one variant lost such users, or “{attribute}” was "
        "measured after they had seen their variant, which then moved people between the groups. Take the attribute "
        "as it was before the test, and read Health first.",
        {"values": ", ".join(found.uneven), "attribute": found.attribute},
    )
    return wording.speak(message, language)


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


def gate_chance(gate: Gate, language: str) -> str:
    """Say how often chance alone would set groups with one effect this far apart; nothing where that is not tested."""
    if gate.p_value is None or gate.level <= 0:
        return ""
    figures: dict[str, Parameter] = {"p": gate.p_value, "level": gate.level}
    said = Message(
        "gate_chance",
        "If one effect held for all, {p:.1%} of tests would show groups this far apart; on this day, only below "
        "{level:.2%} is beyond chance.",
        figures,
    )
    if gate.p_value < 0.001:
        said = Message(
            "gate_chance_small",
            "If one effect held for all, fewer than 1 in 1,000 tests would show groups this far apart.",
        )
    return wording.speak(said, language)


def shrunk_note(language: str) -> str:
    """Say why the effects beside the raw ones lie closer together."""
    note = Message(
        "shrunk_note", "Small groups vary most by chance, so the better guess lies closer to the effect of all groups."
    )
    return wording.speak(note, language)


def coverage_title(found: Segmentation, language: str) -> str:
    """Say which group is the largest, and how many users have no value."""
    known = [part for part in found.coverage if part.value is not None and part.share is not None]
    if not known:
        return wording.speak(Message("coverage_none", "Every group is too small to be shown."), language)
    spoken = [coverage_sentence(max(known, key=lambda part: part.share or 0.0), language)]
    spoken += [coverage_sentence(part, language) for part in found.coverage if part.value is None]
    return " ".join(spoken)


def coverage_note(language: str) -> str:
    """Say what the shares are compared with, and what is not known."""
    note = Message(
        "coverage_note",
        "Compared with everybody in this test, and between its variants: a group should be equally large in each. "
        "How large the groups are among all your customers is not known here.",
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


def conditions_sentence(found: Conditioned, policy: Policy, language: str) -> str:
    """Say how many users meet all conditions, and how much of the test they are."""
    if found.users is None or found.share is None:
        few = Message(
            "conditions_few",
            "Fewer than {least} users of a variant fit: too few to be shown.",
            {"least": policy.small_segment},
        )
        return wording.speak(few, language)
    said = Message(
        "conditions_fit",
        "{users:,} users fit, {share:.1%} of the test: {split}.",
        {
            "users": sum(found.users.values()),
            "share": found.share,
            "split": ", ".join(f"{name} {wording.number(count, language)}" for name, count in found.users.items()),
        },
    )
    return wording.speak(said, language)


def conditions_later(found: Conditioned, readout: Readout, language: str) -> str | None:
    """Say that these users are counted up to a later day than the readout stops on; None: it is the same day."""
    counted = [point.day for trend in readout.trends[:1] for point in trend.points if not point.after_end]
    stop = counted[-1] if counted else readout.as_of
    if stop is None or found.through is None or found.through <= stop:
        return None
    days: dict[str, Parameter] = {"through": found.through, "stop": stop}
    later = Message(
        "conditions_later",
        "Counted over everything imported, up to {through}; the figures above stop on {stop}.",
        days,
    )
    return wording.speak(later, language)
