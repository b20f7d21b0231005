"""How spreadsheets and charts show numbers: number formats in the customs of a language."""

from babel.numbers import get_currency_symbol

from analytics.present.numbers import locale_of

LIFT = '+0.0%;-0.0%;"0%"'
SHARE = "0.0%"


def ticks(step: float) -> str:
    """Return the format of lifts along an axis with so much between its ticks."""
    digits = "" if step >= 0.01 else ".0" if step >= 0.001 else ".00"
    return f'+0{digits}%;"−"0{digits}%;0%'


def money(currency: str | None, language: str, *, digits: int) -> str:
    """Return the format of amounts: `[$€]#,##0.00;-[$€]#,##0.00`; without currency that of a plain number."""
    plain = "#,##0" + ("." + "0" * digits if digits else "")
    if currency is None:
        return f"{plain};-{plain}"
    locale = locale_of(language)
    pattern = locale.currency_formats["standard"].pattern.split(";")[0]
    symbol = get_currency_symbol(currency, locale=locale)
    shown = pattern.replace("#,##0.00", plain).replace("¤", f"[${symbol}]")
    return f"{shown};-{shown}"
