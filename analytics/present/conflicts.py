"""Two versions of one record side by side: only the fields that differ."""

from dataclasses import fields
from typing import Any

from analytics.present import wording
from analytics.present.figures import Table
from data.messages import Message


def differences(mine: Any, theirs: Any, language: str) -> Table:  # noqa: ANN401  any two declared records
    """Return the fields in which two records of one type differ, with both texts."""
    differing = [field.name for field in fields(mine) if getattr(mine, field.name) != getattr(theirs, field.name)]
    return Table(
        columns=(
            wording.speak(Message("column_field", "Field"), language),
            wording.speak(Message("column_mine", "Yours"), language),
            wording.speak(Message("column_theirs", "Saved meanwhile"), language),
        ),
        rows=tuple(
            (name.replace("_", " "), _text(getattr(mine, name)), _text(getattr(theirs, name))) for name in differing
        ),
    )


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(_text(part) for part in value)
    if hasattr(value, "__dataclass_fields__"):
        return ", ".join(_text(getattr(value, name)) for name in value.__dataclass_fields__)
    return "–" if value is None or value == "" else str(value)
