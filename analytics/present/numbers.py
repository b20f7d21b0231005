"""Numbers, shares, lifts, money and days as people write them, in the language asked for. Babel knows the customs.

Minus is the real minus sign, ranges are joined by an en dash, and a range is rounded so that neither end becomes zero.
"""

import math
from datetime import date, datetime

from babel.core import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_precision

MINUS = "−"
DASH = "–"


def locale_of(language: str) -> Locale:
    """Return Babel's locale of a language tag such as `en`, `vi` or `vi-VN`."""
    return Locale.parse(language.replace("-", "_"))


def _signed(text: str, value: float) -> str:
    return (MINUS if value < 0 else "+") + text


def number(value: float, language: str, *, digits: int | None = None) -> str:
    """Return a plain number: whole numbers grouped; others with `digits` decimals, or three significant figures."""
    if digits is None:
        whole = isinstance(value, int) or float(value).is_integer()
        digits = 0 if whole else max(0, 2 - math.floor(math.log10(abs(value))))
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    text: str = format_decimal(abs(value), format=pattern, locale=locale_of(language))
    return MINUS + text if value < 0 else text


def signed(value: float, language: str, *, digits: int | None = None) -> str:
    """Return a number with its sign: `+3.3`; zero has none. Without `digits`: as many decimals as the number has."""
    if digits is None:
        digits = len(f"{abs(value):.6f}".rstrip("0").rpartition(".")[2])
    text = number(abs(float(value)), language, digits=digits)
    return text if value == 0 else _signed(text, value)


def decimals(*values: float) -> int:
    """Return the decimals at which a range reads well: two figures of its width, no end rounded to zero."""
    width = max(values) - min(values) or max(abs(value) for value in values)
    return without_zeros(max(0, 1 - math.floor(math.log10(width))) if width > 0 else 0, *values, most=6)


def without_zeros(digits: int, *values: float, most: int = 4) -> int:
    """Return the decimals, from `digits` to `most`, at which none of `values` that is not zero reads as zero."""
    while digits < most and any(value != 0 and round(abs(value), digits) == 0 for value in values):
        digits += 1
    return digits


def percent(share: float, language: str, *, digits: int | None = None) -> str:
    """Return a share (fraction) as percent: three significant figures unless `digits` says how many decimals."""
    size = abs(share) * 100
    if digits is None:
        digits = 0 if size == 0 else min(4, max(0, 2 - math.floor(math.log10(size))))
    places = "." + "0" * digits if digits else ""
    locale = locale_of(language)
    pattern = locale.percent_formats[None].pattern.split(";")[0].replace("#,##0", "#,##0" + places)
    text: str = format_percent(abs(share), format=pattern, locale=locale)
    return MINUS + text if share < 0 else text


def _decimals(*fractions: float) -> int:
    """Return the decimals of percent at which a range reads well: none of its ends that is not zero reads as zero."""
    low, high = min(fractions), max(fractions)
    digits = 0 if (high - low) * 100 >= 2 else 1 if (high - low) * 100 >= 0.2 else 2
    return without_zeros(digits, low * 100, high * 100)


def lift(value: float, language: str, *, digits: int | None = None) -> str:
    """Return a relative lift (fraction) with its sign: `+4.1%`."""
    if digits is None:
        size = abs(value) * 100
        digits = 0 if size >= 100 else 1 if size >= 0.1 or size == 0 else 2
    text = percent(abs(value), language, digits=digits)
    return text if value == 0 else _signed(text, value)


def lift_pair(low: float, high: float, language: str) -> tuple[str, str]:
    """Return both ends of a range of lifts (fractions), signed and rounded alike."""
    digits = _decimals(low, high)
    return lift(low, language, digits=digits), lift(high, language, digits=digits)


def size_range(low: float, high: float, language: str) -> str:
    """Return a range of sizes (fractions of one sign) without sign, smaller first: `2–6%`."""
    small, large = sorted((abs(low), abs(high)))
    digits = _decimals(small, large)
    first = number(small * 100, language, digits=digits)
    return f"{first}{DASH}{percent(large, language, digits=digits)}"


def size_pair(low: float, high: float, language: str) -> tuple[str, str]:
    """Return both ends of such a range by themselves: `2%` and `6%`."""
    small, large = sorted((abs(low), abs(high)))
    digits = _decimals(small, large)
    return percent(small, language, digits=digits), percent(large, language, digits=digits)


def size_near(value: float, low: float, high: float, language: str) -> str:
    """Return the size of a lift (fraction) without sign, rounded as its range is: `4%`."""
    return percent(abs(value), language, digits=without_zeros(_decimals(low, high), value * 100))


def money(value: float, currency: str | None, language: str, *, digits: int | None = None) -> str:
    """Return an amount in its currency (ISO 4217 code); a plain number where no currency is stated.

    Without `digits`: the currency's own decimals, and none from 10,000 on.
    """
    if digits is None:
        digits = 2 if currency is None else 0 if abs(value) >= 10_000 else get_currency_precision(currency)
    if currency is None:
        return number(value, language, digits=digits)
    locale = locale_of(language)
    pattern = locale.currency_formats["standard"].pattern.split(";")[0]
    pattern = pattern.replace(".00", "." + "0" * digits if digits else "")
    text: str = format_currency(abs(value), currency, format=pattern, currency_digits=False, locale=locale)
    return MINUS + text if value < 0 else text


def money_change(value: float, currency: str | None, language: str, *, digits: int | None = None) -> str:
    """Return a difference of amounts with its sign: `+€0.14`."""
    text = money(abs(value), currency, language, digits=digits)
    return text if value == 0 else _signed(text, value)


def money_decimals(currency: str | None, *values: float) -> int:
    """Return the decimals at which a range of amounts reads well: the currency's own, none for tens, more for less."""
    own = 2 if currency is None else get_currency_precision(currency)
    needed = decimals(*values)
    if needed == 0:
        return 0
    return max(own, needed) if max(values) - min(values) < 10.0**-own else own


def day(value: date, language: str) -> str:
    """Return a day, and the minute too of a moment: `18 Nov 2026`, `18 Nov 2026, 06:00`."""
    locale = locale_of(language)
    if isinstance(value, datetime):
        moment: str = format_datetime(value, "d MMM y, HH:mm", locale=locale)
        return moment
    text: str = format_date(value, "d MMM y", locale=locale)
    return text


def month(value: date, language: str) -> str:
    """Return a month: `March 2027`."""
    text: str = format_skeleton("yMMMM", value, locale=locale_of(language))
    return text


def day_range(first: date, last: date, language: str) -> str:
    """Return two days and what lies between: `8 Oct – 28 Oct 2026`."""
    if first == last:
        return day(last, language)
    if first.year != last.year:
        return f"{day(first, language)} {DASH} {day(last, language)}"
    return f"{format_date(first, 'd MMM', locale=locale_of(language))} {DASH} {day(last, language)}"


def currency_decimals(currency: str | None) -> int:
    """Return the decimals of a currency (ISO 4217 code): 2 for EUR, 0 for VND; 2 where none is stated."""
    return 2 if currency is None else get_currency_precision(currency)
