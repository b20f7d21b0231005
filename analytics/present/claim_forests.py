"""The tests of one claim as a forest: each by itself, all of them together, and where the next one would land."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from analytics.decisions.learnings import Evidence, Learning
from analytics.decisions.statements import span
from analytics.present import claims, forests, scales, wording
from analytics.present.evidence import GLYPHS
from analytics.present.figures import Chart, ForestRow, Table
from analytics.present.palette import Ink
from analytics.statistics.results import Interval
from data.messages import Message


def forest(found: Learning, names: Mapping[str, str], language: str) -> Chart | None:
    """Return the figure; None where no test counts. `names`: of the experiments, by key."""
    tests = _ordered(found)
    if not tests:
        return None
    rows = [_test(each, found, names, language) for each in tests]
    if found.tests > 1:
        rows.append(_together(found, language))
    if found.prediction is not None:
        rows.append(_next(found, found.prediction, language))
    title = claims.verdict(found, language)
    details = "; ".join(f"{row.name} {row.lift} ({row.span})" for row in rows)
    caption = Message(
        "claim_caption",
        "Lift of each test. Bar: range, notch: as measured. Blue shows the claim by itself, orange its opposite, "
        "grey neither.",
    )
    return Chart(
        title=title,
        alt=f"{title}: {details}",
        figure=forests.forest(rows, ticks={"": partial(scales.lift_tick, language=language)}),
        caption=wording.speak(caption, language),
        table=partial(_table, found, rows, names, language),
    )


def _ordered(found: Learning) -> list[Evidence]:
    counted = (*found.supporting, *found.contradicting, *found.silent)
    return sorted(counted, key=lambda each: (each.ended_on, each.experiment))


def _ink(each: Evidence, found: Learning) -> Ink:
    if each in found.supporting:
        return Ink.BETTER
    return Ink.WORSE if each in found.contradicting else Ink.UNDECIDED


def _test(each: Evidence, found: Learning, names: Mapping[str, str], language: str) -> ForestRow:
    group = wording.speak(Message("claim_each", "Each test"), language)
    name = names.get(each.experiment, each.experiment)
    return _row(group, name, _ended(each, language), each.lift, span(each), _ink(each, found), language)


def _together(found: Learning, language: str) -> ForestRow:
    group = wording.speak(Message("claim_all", "All tests together"), language)
    counted = wording.speak(Message("claim_tests", "{count} tests", {"count": found.tests}), language)
    name = wording.speak(Message("claim_together", "Together"), language)
    return _row(group, name, counted, found.lift, found.interval, _side(found, found.interval), language)


def _next(found: Learning, prediction: Interval, language: str) -> ForestRow:
    group = wording.speak(Message("claim_ahead", "What comes next"), language)
    name = wording.speak(Message("claim_next", "Another such test"), language)
    note = wording.speak(Message("claim_next_note", "lands here in four of five cases"), language)
    return _row(group, name, note, None, prediction, _side(found, prediction), language)


def _side(found: Learning, interval: Interval | None) -> Ink:
    """Return on which side of nothing a range lies: the claim's, the other, or neither."""
    if interval is None or interval.low <= 0 <= interval.high:
        return Ink.UNDECIDED
    change = "raises" if interval.low > 0 else "lowers"
    return Ink.BETTER if change == found.claim.change.value else Ink.WORSE


def _row(
    group: str, name: str, values: str, lift: float | None, interval: Interval | None, ink: Ink, language: str
) -> ForestRow:
    return ForestRow(
        group=group,
        axis="",
        name=name,
        values=values,
        lift="" if lift is None else wording.lift(lift, language),
        span=claims.spoken(interval, language),
        ink=ink,
        glyph=GLYPHS[ink],
        point=lift,
        interval=interval,
        band=None,
        limit=None,
        on_axis=True,
    )


def _ended(each: Evidence, language: str) -> str:
    if each.ended_on == date.min:
        return ""
    return wording.speak(
        Message("claim_read", "read on {day}", {"day": wording.day(each.ended_on, language)}), language
    )


def _table(found: Learning, rows: list[ForestRow], names: Mapping[str, str], language: str) -> Table:
    columns = (
        Message("column_test", "Test"),
        Message("column_when", "When"),
        Message("column_lift", "Lift"),
        Message("column_range", "Range"),
        Message("column_says", "By itself"),
    )
    says = {Ink.BETTER: claims.SHOWS, Ink.WORSE: claims.OPPOSES, Ink.UNDECIDED: claims.NEITHER}
    counted = tuple(
        (row.name, row.values, row.lift or "–", row.span, wording.speak(says[row.ink], language)) for row in rows
    )
    left = tuple(
        (names.get(one.evidence.experiment, one.evidence.experiment), _ended(one.evidence, language), "–", "–",
         wording.speak(claims.OMISSIONS[one.why], language))
        for one in found.left_out
    )  # fmt: skip
    return Table(columns=tuple(wording.speak(column, language) for column in columns), rows=counted + left)
