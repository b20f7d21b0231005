"""Report › ROI: what can be taken along, by whoever reads it, made when asked for; nothing while one only supposes."""

import shutil
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics.exports.forms import Form
from analytics.exports.report_files import file_name
from data.home import Home
from data.workspace.actors import ActorRole
from tests.pages.test_downloads import offered
from tests.pages.test_people import let_in, signed_in
from tests.present.papers.reports import report

LABELS = ["One page to print (PDF)", "Slides (PowerPoint)", "Workbook (Excel)", "Plain table (CSV)"]


@pytest.fixture
def screen(sample: Path, home: Home, app: AppTest) -> AppTest:
    """Give the page on the whole sample, not yet drawn."""
    shutil.copytree(sample, home.root)
    st.cache_resource.clear()
    return app.switch_page("report/roi.py")


def test_the_report_can_be_taken_along_in_four_forms_made_when_somebody_asks(screen: AppTest) -> None:
    screen.run()
    assert not screen.exception
    assert offered(screen) == LABELS
    assert {button.proto.url for button in screen.download_button} == {""}
    assert all(button.proto.deferred_file_id for button in screen.download_button)


def test_an_executive_takes_the_same_along(screen: AppTest) -> None:
    screen.run()
    boss = {"sub": "9", "name": "An"}
    let_in(boss, ActorRole.EXECUTIVE)
    signed_in(screen, boss).run()
    assert offered(screen) == LABELS


def test_what_is_only_supposed_cannot_travel_as_if_it_were_saved(screen: AppTest) -> None:
    screen.query_params["margin"] = "60"
    screen.run()
    assert offered(screen) == []


def test_a_file_is_named_after_the_last_day_of_its_data() -> None:
    assert file_name(report(3), Form.PPTX) == "roi-2026-11-18.pptx"
