"""Offsets for the fold against `zoneinfo`, moment by moment."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from data.events import zones

SECOND = 1_000_000


def day_of(year: int, month: int, day: int) -> int:
    return (datetime(year, month, day, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)).days


@pytest.mark.parametrize(
    "zone", ["UTC", "Europe/Berlin", "Asia/Ho_Chi_Minh", "America/Sao_Paulo", "Australia/Lord_Howe"]
)
def test_every_half_hour_of_two_years_gets_the_offset_of_its_zone(zone: str) -> None:
    first, last = day_of(2017, 1, 1), day_of(2018, 12, 31)
    moments, offsets = zones.offsets(zone, first=first, last=last)
    start = datetime(1970, 1, 1, tzinfo=UTC)
    for step in range((last + 1 - first) * 48):
        second = first * 86_400 + step * 1_800
        moment = (start + timedelta(seconds=second)).astimezone(ZoneInfo(zone))
        expected = moment.utcoffset()
        found = offsets[max(place for place, since in enumerate(moments) if since <= second * SECOND)]
        assert expected is not None
        assert found == expected.total_seconds() * SECOND


def test_a_query_takes_few_changes_as_parameters_and_refuses_many() -> None:
    winter, summer = 3_600 * SECOND, 7_200 * SECOND
    found = zones.slots("Europe/Berlin", first=day_of(2024, 3, 1), last=day_of(2024, 5, 1))
    assert found is not None
    assert (found["shift"], found["step_1"], found["step_2"]) == (winter, summer - winter, 0)
    assert zones.slots("Europe/Berlin", first=day_of(2000, 1, 1), last=day_of(2024, 1, 1)) is None
