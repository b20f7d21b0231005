"""Report › ROI without a browser: the verdict with its range, where numbers come from, and who may read it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import report
from data.home import Home
from data.sample import past
from data.sample.money import COSTS
from data.workspace.actors import LOCAL_OWNER, ActorRole
from pages.parts import fetch
from tests.pages.conftest import titles
from tests.pages.test_people import let_in, signed_in, written

PAGE = "report/roi.py"
HERO = "personalised-hero-banner"


@pytest.fixture
def screen(sample: Path, home: Home, app: AppTest) -> AppTest:
    """Give the page on the whole sample, not yet drawn."""
    shutil.copytree(sample, home.root)
    st.cache_resource.clear()
    return app.switch_page(PAGE)


def shown(app: AppTest) -> str:
    return written(app).replace("\\", "")


def test_one_sentence_says_whether_it_pays_back_and_the_next_by_how_much(screen: AppTest) -> None:
    screen.run()
    found = report.read(fetch.home(), fetch.workspace(), LOCAL_OWNER, report.gather(fetch.home(), fetch.workspace()))
    assert found.worth is not None
    times = found.worth.value.mean / found.cost
    assert titles(screen) == [f"It pays back, most likely {times:.1f} times over."]
    paying = sum(outcome >= found.cost for outcome in found.worth.outcomes)
    assert f"for €121,000 spent. {paying} of 50 likely outcomes pay back the cost." in shown(screen)
    assert len(screen.get("plotly_chart")) == 2
    assert "Everything here is a sample" in shown(screen)
    assert "“Landing page by interest” (its data cannot be trusted)" in shown(screen)


def test_every_number_leads_to_the_readout_it_comes_from(screen: AppTest) -> None:
    screen.run()
    links = {link.proto.query_string for link in screen.get("page_link")}
    assert {f"experiment={HERO}", "experiment=start-screen-with-a-guide", "experiment=win-back-offer"} <= links


def test_an_executive_reads_it_without_reading_results(screen: AppTest) -> None:
    screen.run()
    told = titles(screen)
    boss = {"sub": "9", "name": "An"}
    let_in(boss, ActorRole.EXECUTIVE)
    signed_in(screen, boss).run()
    assert titles(screen) == told
    assert not [link for link in screen.get("page_link") if "experiment=" in link.proto.query_string]


def test_without_rollouts_it_says_that_nothing_counts_yet_and_what_waits(screen: AppTest) -> None:
    kept = fetch.workspace().assumptions(LOCAL_OWNER)
    for plan in past.PLANS:  # decided tests that won count without anybody's word
        stored = fetch.workspace().experiment(LOCAL_OWNER, plan.declared.key)
        fetch.workspace().remove_experiment(LOCAL_OWNER, stored.value.key, version=stored.version)
    bare = replace(kept.value, rollouts=(), costs=COSTS[:1])
    fetch.workspace().save_assumptions(LOCAL_OWNER, bare, version=kept.version)
    screen.run()
    assert titles(screen) == ["Nothing that counts has been rolled out yet."]
    assert not screen.get("plotly_chart")
    links = [link.proto.label.replace("\\", "").strip("*") for link in screen.get("page_link")]
    assert "Roll out “Personalised hero banner”" in links


def test_a_rate_without_the_value_of_a_conversion_says_what_is_missing(screen: AppTest) -> None:
    kept = fetch.workspace().assumptions(LOCAL_OWNER)
    rate = replace(kept.value, metric="purchase_rate")
    fetch.workspace().save_assumptions(LOCAL_OWNER, rate, version=kept.version)
    screen.run()
    assert titles(screen) == ["Nobody has said yet what one unit of “Purchase rate” is worth."]


def test_an_empty_home_offers_the_sample(app: AppTest) -> None:
    app.switch_page(PAGE).run()
    assert titles(app) == ["Nothing has been tested here yet"]
