"""Amounts of a report in words: to three figures where somebody reads them, to the cent where somebody adds them up."""

from analytics.decisions.reports import Report
from analytics.present import numbers


def money(report: Report, minor: float, language: str) -> str:
    """Return an amount in minor units to three figures: `€97,600`."""
    value = float(f"{report.amount(minor):.3g}")
    digits = 0 if value == 0 or abs(value) >= 1_000 else None
    return numbers.money(value, report.currency, language, digits=digits)


def exact(report: Report, minor: float, language: str) -> str:
    """Return an amount in minor units as it is: `€97,559.36`."""
    return numbers.money(report.amount(minor), report.currency, language, digits=report.digits)
