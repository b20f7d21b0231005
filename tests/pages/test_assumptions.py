"""Report › Assumptions without a browser: what is assumed, who may change it, and what was typed over by two."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.home import Home
from data.sample.money import COSTS
from data.workspace.actors import LOCAL_OWNER, ActorRole
from pages.parts import fetch
from tests.pages.conftest import titles
from tests.pages.test_people import labels, let_in, press, signed_in, written

PAGE = "report/assumptions.py"


@pytest.fixture
def screen(sample: Path, home: Home, app: AppTest) -> AppTest:
    """Give the page on the whole sample, not yet drawn."""
    shutil.copytree(sample, home.root)
    st.cache_resource.clear()
    return app.switch_page(PAGE)


def typed(app: AppTest, label: str, value: float) -> None:
    next(one for one in app.number_input if one.label == label).set_value(value)


def test_what_is_saved_is_kept_with_its_author_and_is_a_sample_no_more(screen: AppTest) -> None:
    screen.run()
    assert titles(screen) == ["What we assume about money"]
    assert "These are a sample" in written(screen)
    before = fetch.workspace().assumptions(LOCAL_OWNER)
    typed(screen, "Margin, % of revenue", 50.0)
    typed(screen, "Months for which an effect counts", 24)
    press(screen, "Save")
    kept = fetch.workspace().assumptions(LOCAL_OWNER)
    assert kept.value == replace(before.value, margin=0.5, horizon_months=24, sample=False)
    assert kept.value.costs == COSTS
    assert kept.version == before.version + 1
    assert "Last saved by" in written(screen)


def test_that_effects_last_can_be_said_and_taken_back(screen: AppTest) -> None:
    screen.run()
    screen.checkbox[0].check()
    press(screen, "Save")
    assert fetch.workspace().assumptions(LOCAL_OWNER).value.half_life_months is None
    screen.checkbox[0].uncheck()
    typed(screen, "Months until half of an effect is left", 6)
    press(screen, "Save")
    assert fetch.workspace().assumptions(LOCAL_OWNER).value.half_life_months == 6


def test_what_cannot_be_is_refused_in_one_sentence_and_nothing_changes(screen: AppTest) -> None:
    screen.run()
    before = fetch.workspace().assumptions(LOCAL_OWNER)
    typed(screen, "Margin, % of revenue", 150.0)
    press(screen, "Save")
    assert "The margin is a share above 0 % and at most 100 %" in written(screen)
    assert fetch.workspace().assumptions(LOCAL_OWNER) == before


def test_who_saves_over_somebody_elses_version_sees_both(screen: AppTest) -> None:
    screen.run()
    before = fetch.workspace().assumptions(LOCAL_OWNER)
    theirs = replace(before.value, margin=0.4)
    fetch.workspace().save_assumptions(LOCAL_OWNER, theirs, version=before.version)
    typed(screen, "Margin, % of revenue", 50.0)
    press(screen, "Save")
    assert {"Keep editing mine", "Take the saved one"} <= set(labels(screen))
    press(screen, "Keep editing mine")
    typed(screen, "Margin, % of revenue", 50.0)
    press(screen, "Save")
    assert fetch.workspace().assumptions(LOCAL_OWNER).value.margin == 0.5


def test_an_executive_reads_them_and_has_no_form(screen: AppTest) -> None:
    screen.run()
    boss = {"sub": "9", "name": "An"}
    let_in(boss, ActorRole.EXECUTIVE)
    signed_in(screen, boss).run()
    assert titles(screen) == ["What we assume about money"]
    assert not screen.number_input
    assert "Save" not in labels(screen)
    assert len(screen.table) >= 2
