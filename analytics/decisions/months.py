"""Months of the calendar, by which a team looks back."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of the calendar."""

    year: int
    number: int  # 1 to 12

    @property
    def name(self) -> str:
        """Its name in addresses and files: `2026-10`."""
        return f"{self.year:04}-{self.number:02}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def before(self) -> "Month":
        """The month before it; of the very first, itself."""
        return month_of(self.first - timedelta(days=1)) if self.first > date.min else self


def month_of(day: date) -> Month:
    """Return the month of a day."""
    return Month(day.year, day.month)


def month_named(name: str) -> Month | None:
    """Return the month of a name such as `2026-10`; None where it names none."""
    year, dash, number = name.partition("-")
    if not dash or not (year + number).isascii() or not (year + number).isdigit() or (len(year), len(number)) != (4, 2):
        return None
    return Month(int(year), int(number)) if 1 <= int(number) <= 12 and int(year) >= 1 else None
