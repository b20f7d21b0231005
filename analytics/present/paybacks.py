"""When a programme has paid back, in words: the month counted from the first rollout, and by the calendar."""

from datetime import timedelta

from analytics.decisions.reach import MONTH
from analytics.decisions.reports import Report
from analytics.decisions.roi import Worth
from analytics.present import numbers, wording
from data.messages import Message, Parameter

NEVER = "–"


def month(worth: Worth, language: str) -> str:
    """Return “March 2027”, the month by whose end the cost has most likely come in; a dash where there is none."""
    began = min((gain.test.shipped_on for gain in worth.gains if gain.test.shipped_on), default=None)
    if not worth.payback_month or began is None:
        return NEVER
    return numbers.month(began + timedelta(days=worth.payback_month * MONTH), language)


def counted(report: Report, worth: Worth, language: str) -> str:
    """Return “month 3 after the first rollout”; where it is not paid back, why."""
    given: dict[str, Parameter] = {"number": worth.payback_month or 0, "months": report.assumed.value.horizon_months}
    if not report.cost:
        said = Message("payback_nothing", "no cost is stated")
    elif worth.payback_month is None:
        said = Message("payback_never", "not within {months} months", given)
    else:
        said = Message("payback_counted", "month {number} after the first rollout", given)
    return wording.speak(said, language)
