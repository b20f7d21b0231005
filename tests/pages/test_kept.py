"""What pages keep of a readout stands for one state: its history, what people declared, and the day where it runs."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import streamlit as st

from data import intake
from data.home import Home
from data.requests import ImportRequest
from data.workspace.actors import LOCAL_OWNER
from pages.parts import fetch
from tests.pages import worlds

FAR_APART = ("Pacific/Kiritimati", "Pacific/Niue")  # 25 hours: never the same day


@pytest.fixture
def _kept(home: Home) -> Iterator[None]:
    """Give a home with two experiments, and forget afterwards what was kept."""
    st.cache_resource.clear()
    worlds.many(home, 2, users=300)
    yield
    fetch.workspace().close()
    st.cache_resource.clear()


def import_more(home: Home) -> None:
    """Bring in one more user of the first experiment."""
    source = home.root / "more.csv"
    yesterday = datetime.now(UTC) - timedelta(days=1)
    with source.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("experiment", "user_id", "timestamp", "event", "variant"))
        writer.writerow(("test-0", "late", yesterday.isoformat(timespec="seconds"), "exposure", "new"))
    intake.import_file(home, fetch.workspace(), actor=LOCAL_OWNER, source=source, request=ImportRequest(shape="events"))


@pytest.mark.usefixtures("_kept")
def test_a_readout_is_read_once_until_events_come_in_or_somebody_writes(home: Home) -> None:
    first = fetch.readout(LOCAL_OWNER, "test-0")
    assert fetch.readout(LOCAL_OWNER, "test-0") is first
    import_more(home)
    second = fetch.readout(LOCAL_OWNER, "test-0")
    assert second.fingerprint != first.fingerprint
    stored = fetch.experiment(LOCAL_OWNER, "test-0")
    renamed = replace(stored.value, name="Another name")
    fetch.workspace().save_experiment(LOCAL_OWNER, renamed, version=stored.version)
    third = fetch.readout(LOCAL_OWNER, "test-0")
    assert (third.fingerprint, third.experiment.name) == (second.fingerprint, "Another name")


@pytest.mark.usefixtures("_kept")
def test_events_that_come_in_while_a_page_is_drawn_are_not_kept_under_the_state_before(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, earlier = fetch.readout(LOCAL_OWNER, "test-0"), fetch.mark(LOCAL_OWNER, "test-0")
    st.cache_resource.clear()
    import_more(home)
    with monkeypatch.context() as late:
        late.setattr(fetch, "mark", lambda *_: earlier)  # as if the page had asked a moment too early
        hasty = fetch.readout(LOCAL_OWNER, "test-0")
        assert hasty.fingerprint != before.fingerprint
        assert fetch.readout(LOCAL_OWNER, "test-0") is not hasty
    calm = fetch.readout(LOCAL_OWNER, "test-0")
    assert fetch.readout(LOCAL_OWNER, "test-0") is calm


@pytest.mark.usefixtures("_kept")
def test_midnight_where_the_experiment_runs_is_a_new_state() -> None:
    days = []
    for place, zone in enumerate(FAR_APART):
        stored = fetch.experiment(LOCAL_OWNER, f"test-{place}")
        fetch.workspace().save_experiment(LOCAL_OWNER, replace(stored.value, time_zone=zone), version=stored.version)
        intake.fold(fetch.home(), fetch.workspace(), LOCAL_OWNER, keys=(stored.value.key,))
        earliest = datetime.now(ZoneInfo(zone)).date()
        day = date.fromisoformat(fetch.mark(LOCAL_OWNER, stored.value.key).rsplit(":", 1)[-1])
        assert earliest <= day <= datetime.now(ZoneInfo(zone)).date()
        days.append(day)
    assert days[0] != days[1]
