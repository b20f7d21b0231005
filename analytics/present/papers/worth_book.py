"""What a programme was worth as an Excel workbook: numbers are numbers, days are days, amounts to the cent.

What a figure is called is said in the reader's language; keys of tests are as everywhere.
"""

from collections.abc import Iterable, Sequence

from analytics.decisions.reports import Report, Waiting
from analytics.decisions.roi import Estimate, Facet
from analytics.present import assumed, wording, worth_figures, worths
from analytics.present.papers import formats, workbooks
from analytics.present.papers.spreadsheets import Cell, Sheet, Shown
from data.messages import Message

NAME = Message("column_test", "Test")
KEY = Message("column_key", "Key")
AMOUNT = Message("column_amount", "Amount")
OWNER = Message("column_owner", "Owner")
LOW, HIGH = Message("column_low", "Low end"), Message("column_high", "High end")
WORTH = Message("column_worth", "Worth")


def workbook(report: Report, language: str) -> bytes:
    """Return the workbook; the same report gives the same bytes."""
    return workbooks.workbook(sheets(report, language))


def sheets(report: Report, language: str) -> tuple[Sheet, ...]:
    """Return every sheet; where nothing can be counted, those of amounts are empty."""
    return (
        _summary(report, language),
        _waterfall(report, language),
        _tests(report, language),
        _shares(report, language),
        _waiting(report, language),
        _left_out(report, language),
        _assumptions(report, language),
        _costs(report, language),
    )


def _summary(report: Report, language: str) -> Sheet:
    worth = report.worth
    rows: list[tuple[Cell, ...]] = [
        (_said(Message("book_verdict", "Verdict"), language), worths.headline(report, language), None, None)
    ]
    if worth is not None:
        rows += [
            _estimate(report, Message("sum_value", "Brings in"), worth.value, language),
            (_said(Message("sum_cost", "Costs"), language), _money(report, report.cost, language), None, None),
            _estimate(report, Message("sum_net", "Leaves"), worth.net, language),
        ]
        if worth.avoided is not None:
            rows.append(_estimate(report, Message("book_avoided", "Saved by stopping"), worth.avoided, language))
        chance = None if worth.pays_back is None else Shown(value=worth.pays_back, format=formats.SHARE)
        rows += [
            (_said(Message("book_chance", "Chance that it pays back"), language), chance, None, None),
            (_said(Message("book_month", "Paid back in month"), language), worth.payback_month, None, None),
        ]
    counted: tuple[tuple[Message, Cell], ...] = (
        (Message("book_tests", "Tests that count"), worth.tests if worth else 0),
        (Message("book_out", "Of them for everybody"), len(worth.gains) if worth else 0),
        (Message("book_left", "Left out"), len(report.left_out)),
        (Message("book_waiting", "Decisions wanted"), len(report.waiting)),
        (Message("book_as_of", "Data to"), report.as_of),
        (Message("assumed_currency_short", "Currency"), report.currency),
    )
    rows += [(_said(name, language), value, None, None) for name, value in counted]
    if report.is_sample:
        rows.append((_said(Message("sample", "Sample: invented data"), language), None, None, None))
    return _sheet(
        Message("book_summary", "Summary"),
        (Message("book_figure", "Figure"), Message("column_value", "Value"), LOW, HIGH),
        rows,
        language,
    )


def _waterfall(report: Report, language: str) -> Sheet:
    steps = report.worth.waterfall if report.worth else ()
    rows = [(_said(worth_figures.STEPS[step.stage], language), _money(report, step.amount, language)) for step in steps]
    return _sheet(Message("book_waterfall", "Waterfall"), (Message("column_step", "Step"), AMOUNT), rows, language)


def _tests(report: Report, language: str) -> Sheet:
    columns = (
        NAME, KEY, OWNER, Message("facet_channel", "Channel"), Message("facet_audience", "Audience"),
        Message("column_since", "For everybody since"), Message("column_users_month", "Users a month"),
        Message("column_seen", "Seen"), Message("column_believed", "Believed"), WORTH, LOW, HIGH,
        Message("column_own_cost", "Own cost"), Message("column_after_cost", "After own cost"),
    )  # fmt: skip
    rows = []
    for gain in report.worth.gains if report.worth else ():
        test, ends = gain.test, gain.value.interval
        lifts = (Shown(value=lift, format=formats.LIFT) for lift in (test.lift, gain.shrunk_lift))
        amounts = (gain.value.mean, ends.low, ends.high, test.cost, gain.net)
        money = (_money(report, amount, language) for amount in amounts)
        told = (test.name, test.key, test.owner, test.channel, test.audience, test.shipped_on, test.users)
        rows.append((*told, *lifts, *money))
    return _sheet(Message("book_sources", "Tests"), columns, rows, language)


def _shares(report: Report, language: str) -> Sheet:
    blank = _said(Message("facet_blank", "not stated"), language)
    rows: list[tuple[Cell, ...]] = [
        (
            _said(worths.FACETS[facet], language), one.name or blank, one.tests,
            *(_money(report, each, language) for each in (one.value, one.interval.low, one.interval.high)),
        )
        for facet in Facet
        for one in (report.worth.shares[facet] if report.worth else ())
    ]  # fmt: skip
    columns = (
        Message("facet_label", "Worth by"), Message("column_name", "Name"), Message("column_tests", "Tests"), WORTH,
        LOW, HIGH,
    )  # fmt: skip
    return _sheet(Message("facet_label", "Worth by"), columns, rows, language)


def _waiting(report: Report, language: str) -> Sheet:
    rows = [
        (
            one.experiment.name, one.experiment.key, worths.decision(one, language)[0], one.owner or None, one.due,
            one.day, *_stake(report, one, language),
        )
        for one in worths.wanted(report)
    ]  # fmt: skip
    columns = (
        NAME, KEY, Message("column_wanted", "What is wanted"), OWNER, Message("column_due", "Due"),
        Message("column_waits", "Waits since"), Message("column_stake", "At stake"), LOW, HIGH,
    )  # fmt: skip
    return _sheet(Message("wanted_title", "Decisions wanted"), columns, rows, language)


def _stake(report: Report, one: Waiting, language: str) -> tuple[Cell, Cell, Cell]:
    """Return the money that hangs on a decision; a lift that is only assumed has no range."""
    found = one.stake
    if found is None:
        return None, None, None
    amount = _money(report, found.amount, language)
    if found.interval is None:
        return amount, None, None
    ends = found.interval
    return amount, _money(report, ends.low, language), _money(report, ends.high, language)


def _left_out(report: Report, language: str) -> Sheet:
    rows = [(one.name, one.key, _said(worths.WHY[one.why], language)) for one in report.left_out]
    return _sheet(Message("book_left", "Left out"), (NAME, KEY, Message("column_why", "Why")), rows, language)


def _assumptions(report: Report, language: str) -> Sheet:
    terms = report.assumed.value
    unit = None
    if terms.conversion_value is not None:
        form = formats.money(report.currency, language, digits=report.digits)
        unit = Shown(value=terms.conversion_value, format=form)
    rows: Iterable[tuple[Message, Cell]] = (
        (Message("assumed_metric", "Money is counted by"), wording.metric(report.metric, language)),
        (Message("assumed_unit_short", "Value of one unit"), unit),
        (Message("assumed_margin_short", "Margin on revenue"), Shown(value=terms.margin, format=formats.SHARE)),
        (Message("book_horizon", "Months an effect counts for"), terms.horizon_months),
        (Message("book_half_life", "Months after which half of it is left"), terms.half_life_months),
        (Message("book_months", "Months the programme has run"), report.months),
        (Message("column_author", "By"), report.assumed.author),
        (Message("column_saved", "Saved"), report.assumed.changed_at.date()),
    )
    told = [(_said(name, language), value) for name, value in rows]
    columns = (Message("column_assumption", "Assumption"), Message("column_value", "Value"))
    return _sheet(Message("book_assumptions", "Assumptions"), columns, told, language)


def _costs(report: Report, language: str) -> Sheet:
    form = formats.money(report.currency, language, digits=report.digits)
    rows = [
        (
            cost.label, _said(assumed.KINDS[cost.kind], language), Shown(value=cost.amount, format=form),
            _said(assumed.YEARLY if cost.yearly else assumed.ONCE, language), cost.experiment or None,
        )
        for cost in report.assumed.value.costs
    ]  # fmt: skip
    columns = (
        Message("assumed_cost_label", "What for"), Message("assumed_cost_kind", "Kind"), AMOUNT,
        Message("assumed_cost_yearly", "Every year"), Message("assumed_cost_test", "Only for the test"),
    )  # fmt: skip
    return _sheet(Message("book_costs", "Costs"), columns, rows, language)


def _sheet(name: Message, columns: Sequence[Message], rows: Sequence[tuple[Cell, ...]], language: str) -> Sheet:
    return Sheet(
        name=_said(name, language), columns=tuple(_said(column, language) for column in columns), rows=tuple(rows)
    )


def _estimate(report: Report, name: Message, estimate: Estimate, language: str) -> tuple[Cell, ...]:
    ends = estimate.interval
    return (_said(name, language), *(_money(report, each, language) for each in (estimate.mean, ends.low, ends.high)))


def _money(report: Report, minor: float, language: str) -> Shown:
    return Shown(value=report.amount(minor), format=formats.money(report.currency, language, digits=report.digits))


def _said(message: Message, language: str) -> str:
    return wording.speak(message, language)
