"""Results › Health: every check with what was found, what to do and the rows behind it; on any day, in any language."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import readout as conductor
from analytics.decisions.results import Light
from analytics.present import wording
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
from tests.pages.conftest import titles
from tests.pages.test_readout import written

BROKEN = "landing-page-by-interest"  # of the sample: its split is not the planned one


@pytest.fixture
def health(sample: Path, home: Home, app: AppTest) -> AppTest:
    """Give the page on a home of its own that holds the sample."""
    shutil.copytree(sample, home.root)
    st.cache_resource.clear()
    return app.switch_page("results/health.py")


def users(page: AppTest, column: str) -> list[int]:
    """Return the users of the first table that has this column."""
    table = next(one.value for one in page.table if column in one.value.columns)
    return [int(number.replace(",", "")) for number in table["Users"]]


def test_a_broken_split_blocks_and_shows_who_is_where(health: AppTest, home: Home) -> None:
    health.query_params["experiment"] = BROKEN
    health.run()
    assert not health.exception
    assert titles(health) == ["One check blocks the verdict"]
    assert "■ Planned split" in written(health)
    assert "What to do: Find out why before reading on" in written(health)
    with Workspace.open(home) as workspace:
        told = conductor.read(home, workspace, LOCAL_OWNER, BROKEN)
    assert users(health, "Planned") == list(told.users.values())
    assert any(finding.light is Light.BLOCK for finding in told.health)


def test_every_check_of_the_readout_stands_on_the_page_and_the_overlap_too(health: AppTest, home: Home) -> None:
    health.query_params["experiment"] = "personalised-hero-banner"
    health.run()
    with Workspace.open(home) as workspace:
        told = conductor.read(home, workspace, LOCAL_OWNER, "personalised-hero-banner")
    assert told.health
    for finding in told.health:
        assert wording.speak(finding.detail, "en") in written(health)
    assert sum(written(health).count(f"**{shape} ") for shape in "●▲■") == len(told.health) + 1
    assert "Other tests at the same time" in written(health)


def test_a_past_day_is_checked_as_it_was(health: AppTest, home: Home) -> None:
    health.query_params["experiment"] = BROKEN
    health.query_params["day"] = "2"
    health.run()
    assert not health.exception
    with Workspace.open(home) as workspace:
        first = conductor.read(home, workspace, LOCAL_OWNER, BROKEN).first_day
        assert first is not None
        told = conductor.read(home, workspace, LOCAL_OWNER, BROKEN, as_of=first + timedelta(days=1))
    assert "day 2 of" in written(health)
    assert users(health, "Planned") == list(told.users.values())
    assert "Other tests at the same time" not in written(health)


def test_without_experiments_the_page_offers_the_sample(app: AppTest) -> None:
    app.switch_page("results/health.py").run()
    assert not app.exception
    assert titles(app) == ["Nothing has been tested here yet"]
