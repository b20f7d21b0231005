"""When a programme has paid back, in words: the month counted from the first rollout, and by the calendar."""

from datetime import timedelta

from analytics.decisions.reach import MONTH
from analytics.decisions.reports import Report
from analytics.decisions.roi import Worth
from analytics.present import numbers, wording
from data.messages import Message, Parameter

NEVER = Message("payback_never", "not within {months} months")
NOTHING = Message("payback_nothing", "no cost is stated")


def month(report: Report, worth: Worth, language: str) -> str:
    """Return “March 2027”, the month by whose end the cost has most likely come in; else why there is none."""
    if not report.cost:
        return wording.speak(NOTHING, language)
    began = min((gain.test.shipped_on for gain in worth.gains if gain.test.shipped_on), default=None)
    if worth.payback_month is None or began is None:
        return wording.speak(
            Message(NEVER.code, NEVER.template, {"months": report.assumed.value.horizon_months}), language
        )
    return numbers.month(began + timedelta(days=worth.payback_month * MONTH), language)


def counted(report: Report, worth: Worth, language: str) -> str:
    """Return “in the 3rd month after the first rollout”, as a number; empty where it is not paid back."""
    if not report.cost or not worth.payback_month:
        return ""
    given: dict[str, Parameter] = {"number": worth.payback_month}
    return wording.speak(Message("payback_counted", "month {number} after the first rollout", given), language)
