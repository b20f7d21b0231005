"""Groups of users as a figure and tables: everybody and each group on one axis, who is in them, who got what.

Words come from `segments`; a group is coloured only where they allow it.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from analytics.decisions.conditions import Conditioned
from analytics.decisions.results import MetricComparison, MisdeliveryShare, Readout
from analytics.decisions.segmentation import Gate, Segmentation, Shrinkage
from analytics.present import evidence, forests, scales, segments, wording
from analytics.present.figures import Chart, ForestRow, Table
from analytics.present.palette import Ink
from analytics.statistics.heterogeneity import Scale
from analytics.statistics.results import Comparison, Untestable
from data.messages import Message, Parameter

MOST_DRAWN = 20  # groups in the figure; the table holds all
NOTHING = "–"


def forest(readout: Readout, found: Segmentation, gate: Gate, language: str) -> Chart:
    """Return one metric of one treatment: everybody on top, each group below with its better guess beside it."""
    everybody, groups = _comparisons(readout, gate)
    guesses = _guesses(found, gate)
    top = _row(readout, everybody, language, group=_said(Message("group_everybody", "Everybody in the test"), language))
    heading = _said(Message("group_by", "By {attribute}", {"attribute": found.attribute}), language)
    rows = [
        replace(_row(readout, each, language, group=heading), name=_value(each), guess=_ring(each, guesses, gate))
        for each in _largest(groups)
    ]
    if not segments.is_coloured(found, gate):
        rows = [_grey(row) for row in rows]
    title = segments.headline(found, gate, everybody.metric, language, currency=readout.experiment.currency)
    details = "; ".join(f"{row.name} {row.lift} ({row.span})" for row in (top, *rows))
    return Chart(
        title=title,
        alt=f"{title} {details}",
        figure=forests.forest((top, *rows), ticks={"": partial(scales.lift_tick, language=language)}),
        caption=_caption(readout, gate, language, hidden=max(len(groups) - MOST_DRAWN, 0)),
        table=partial(_numbers, readout, (everybody, *groups), guesses, gate, language),
    )


def coverage(found: Segmentation, language: str) -> Table:
    """Return how much of the test, and of each variant, is in every group."""
    variants = next((tuple(part.shares) for part in found.coverage if part.shares), ())
    hidden = _said(Message("too_few_shown", "too few to be shown"), language)
    rest = _said(Message("no_value", "(no value)"), language)
    return Table(
        columns=(
            _said(Message("column_group", "Group"), language),
            _said(Message("column_users", "Users"), language),
            _said(Message("column_share_of_test", "Of the test"), language),
            *(_said(Message("column_share_of", "Of “{variant}”", {"variant": name}), language) for name in variants),
        ),
        rows=tuple(
            (
                rest if part.value is None else part.value,
                hidden if part.users is None else wording.number(sum(part.users.values()), language),
                NOTHING if part.share is None else wording.percent(part.share, language, digits=1),
                *(
                    NOTHING if part.shares is None else wording.percent(part.shares[name], language, digits=1)
                    for name in variants
                ),
            )
            for part in found.coverage
        ),
    )


def misdelivery_title(found: Sequence[MisdeliveryShare], language: str) -> str:
    """Say which variant's users were most often sent another variant's message, over all groups."""
    everybody = [each for each in found if each.segment is None]
    worst = max(everybody, key=lambda each: each.mistaken / max(each.users, 1))
    if worst.mistaken == 0:
        return _said(Message("misdelivery_none", "Nobody was sent another variant’s message."), language)
    message = Message(
        "misdelivery_most",
        "{share:.1%} of “{variant}” were sent another variant’s message ({low:.1%} to {high:.1%})",
        {
            "share": worst.mistaken / worst.users,
            "variant": worst.variant,
            "low": worst.interval.low,
            "high": worst.interval.high,
        },
    )
    return _said(message, language)


def misdelivery(found: Sequence[MisdeliveryShare], language: str) -> Table:
    """Return by variant, then by group, how many users were sent another variant's message, with exact ranges."""
    everybody = _said(Message("group_everybody", "Everybody in the test"), language)
    columns = (
        Message("column_group", "Group"),
        Message("column_variant", "Variant"),
        Message("column_delivered", "Users with a message"),
        Message("column_mistaken", "Were sent another’s"),
    )
    return Table(
        columns=tuple(_said(column, language) for column in columns),
        rows=tuple(
            (
                everybody if each.segment is None else each.segment.value,
                each.variant,
                wording.number(each.users, language),
                _said(_mistaken(each), language),
            )
            for each in found
        ),
    )


def _mistaken(each: MisdeliveryShare) -> Message:
    return Message(
        "mistaken_share",
        "{mistaken:,}: {share:.1%} ({low:.1%} to {high:.1%})",
        {
            "mistaken": each.mistaken,
            "share": each.mistaken / max(each.users, 1),
            "low": each.interval.low,
            "high": each.interval.high,
        },
    )


def conditions(readout: Readout, found: Conditioned, language: str) -> Chart:
    """Return every metric over the users who meet several conditions; never coloured: it is one look among many."""
    rows = tuple(_grey(_drawn(readout, each, language)) for each in found.comparisons)
    first, users = rows[0], sum((found.users or {}).values())
    figures: dict[str, Parameter] = {"metric": first.name, "lift": first.lift, "span": first.span, "users": users}
    title = _said(Message("conditions_title", "{metric} of these {users:,} users: {lift} ({span})", figures), language)
    caption = Message(
        "conditions_caption",
        "Exploratory: one look among many you could take, so nothing is called better or worse. "
        "Test what you find here on its own before you act on it.",
    )
    return Chart(
        title=title,
        alt=f"{title}. " + "; ".join(f"{row.name} {row.lift} ({row.span})" for row in rows),
        figure=forests.forest(rows, ticks={"": partial(scales.lift_tick, language=language)}),
        caption=_said(caption, language),
        table=partial(evidence.listed, readout, found.comparisons, language),
    )


def _comparisons(readout: Readout, gate: Gate) -> tuple[MetricComparison, list[MetricComparison]]:
    """Return the row of everybody, and those of the groups in the attribute's order."""
    own = [row for row in readout.comparisons if (row.metric.key, row.treatment) == (gate.metric, gate.treatment)]
    return next(row for row in own if row.segment is None), [row for row in own if row.segment is not None]


def _guesses(found: Segmentation, gate: Gate) -> dict[str, Shrinkage]:
    return {
        each.value: each.effect
        for each in found.effects
        if (each.metric, each.treatment) == (gate.metric, gate.treatment) and isinstance(each.effect, Shrinkage)
    }


def _largest(groups: Sequence[MetricComparison]) -> list[MetricComparison]:
    """Return the groups to draw, in their order."""
    ranked = sorted(groups, key=lambda row: -(row.control_users + row.treatment_users))[:MOST_DRAWN]
    return [row for row in groups if row in ranked]


def _value(row: MetricComparison) -> str:
    return "" if row.segment is None else row.segment.value


def _drawn(readout: Readout, comparison: MetricComparison, language: str) -> ForestRow:
    """Return the row as the readout has it; of a group too small to be shown only that."""
    row = evidence.row(readout, comparison, language)
    if min(comparison.control_users, comparison.treatment_users) >= readout.policy.small_segment:
        return row
    why = Message(
        "too_few_in_variant",
        "fewer than {least} users in a variant: not shown",
        {"least": readout.policy.small_segment},
    )
    return replace(row, values="", span=_said(why, language))


def _row(readout: Readout, comparison: MetricComparison, language: str, *, group: str) -> ForestRow:
    """Return a row that says how many users it stands for, instead of the metric's name."""
    drawn = _drawn(readout, comparison, language)
    result, currency = comparison.result, readout.experiment.currency
    values = ""
    if isinstance(result, Comparison):
        said = partial(wording.value, known=comparison.metric, language=language, currency=currency)
        users = comparison.control_users + comparison.treatment_users
        counted: dict[str, Parameter] = {
            "users": users, "control": said(result.control_value), "treatment": said(result.treatment_value),
        }  # fmt: skip
        values = _said(Message("group_values", "{users:,} users: {control} → {treatment}", counted), language)
    return replace(drawn, group=group, name=wording.metric(comparison.metric, language), values=values)


def _ring(row: MetricComparison, guesses: dict[str, Shrinkage], gate: Gate) -> float | None:
    """Return a group's better guess where it is a lift, which the axis is of."""
    guess = guesses.get(_value(row))
    return guess.shrunk if guess is not None and gate.scale is Scale.RATIO else None


def _grey(row: ForestRow) -> ForestRow:
    return replace(row, ink=Ink.UNDECIDED, glyph=evidence.GLYPHS[Ink.UNDECIDED])


def _caption(readout: Readout, gate: Gate, language: str, *, hidden: int) -> str:
    named: dict[str, Parameter] = {"control": readout.experiment.control or "", "hidden": hidden}
    said = Message(
        "segments_caption",
        "Lift of “{treatment}” over “{control}”. Bar: range valid on this day, notch: as measured, ring: better guess.",
        named | {"treatment": gate.treatment},
    )
    if gate.scale is Scale.DIFFERENCE:
        said = Message(
            "segments_caption_difference",
            "Lift of “{treatment}” over “{control}”. Bar: range valid on this day, notch: as measured. "
            "The better guess is a difference: see the table.",
            named | {"treatment": gate.treatment},
        )
    spoken = [_said(said, language), segments.shrunk_note(language)]
    if hidden:
        more = Message("segments_hidden", "{hidden:,} smaller groups stand in the table only.", named)
        spoken.append(_said(more, language))
    return " ".join(spoken)


def _numbers(
    readout: Readout,
    rows: Sequence[MetricComparison],
    guesses: dict[str, Shrinkage],
    gate: Gate,
    language: str,
) -> Table:
    columns = (
        Message("column_group", "Group"),
        Message("column_users", "Users"),
        Message("column_control_value", "Control value"),
        Message("column_treatment_value", "Treatment value"),
        Message("column_lift", "Lift"),
        Message("column_lift_range", "Range of the lift"),
        Message("column_guess", "Better guess"),
        Message("column_guess_range", "Range of the guess"),
        Message("column_adjusted_p", "Adjusted p"),
    )
    return Table(
        columns=tuple(_said(column, language) for column in columns),
        rows=tuple(_figures(readout, row, guesses.get(_value(row)), gate, language) for row in rows),
    )


def _figures(
    readout: Readout, row: MetricComparison, guess: Shrinkage | None, gate: Gate, language: str
) -> tuple[str, ...]:
    everybody = _said(Message("group_everybody", "Everybody in the test"), language)
    drawn = _drawn(readout, row, language)
    name, result = everybody if row.segment is None else row.segment.value, row.result
    if isinstance(result, Untestable):
        return (name, NOTHING, NOTHING, NOTHING, NOTHING, drawn.span, NOTHING, NOTHING, NOTHING)
    said = partial(wording.value, known=row.metric, language=language, currency=readout.experiment.currency)
    best, between = NOTHING, NOTHING
    if guess is not None and gate.scale is Scale.RATIO:
        best, between = wording.lift(guess.shrunk, language), scales.lift_span(guess.interval, language)
    elif guess is not None:
        low, high = said(guess.interval.low), said(guess.interval.high)
        best = said(guess.shrunk)
        between = _said(Message("range", "{low} to {high}", {"low": low, "high": high}), language)
    return (
        name,
        wording.number(row.control_users + row.treatment_users, language),
        said(result.control_value),
        said(result.treatment_value),
        drawn.lift,
        drawn.span,
        best,
        between,
        evidence.likelihood(result.adjusted_p_value, language),
    )


def _said(message: Message, language: str) -> str:
    return wording.speak(message, language)
