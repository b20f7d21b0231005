"""Report › Month without a browser: the month in one sentence, what may be asked for, files, and who may read it."""

import shutil
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import report, reviews
from analytics.decisions.months import month_of
from analytics.decisions.reviews import Choice, Course, Review, chosen, months, review
from analytics.present import reviews as words
from data.declarations.experiments import Experiment, MetricUse, Role, Status
from data.home import Home
from data.workspace.actors import LOCAL_OWNER, ActorRole
from data.workspace.sessions.phases import Phase
from pages.parts import fetch
from tests.pages.conftest import titles
from tests.pages.test_people import let_in, signed_in, written

PAGE = "report/month.py"
HERO, LETTER = "personalised-hero-banner", "newsletter-recommendations"


@pytest.fixture
def screen(sample: Path, home: Home, app: AppTest) -> AppTest:
    """Give the page on the whole sample, not yet drawn."""
    shutil.copytree(sample, home.root)
    st.cache_resource.clear()
    return app.switch_page(PAGE)


def told() -> reviews.Reviews:
    return reviews.read(fetch.workspace(), LOCAL_OWNER, report.gather(fetch.home(), fetch.workspace()))


def about(key: str) -> Review:
    """Return the month up to which a test was read: the one it ended in, if it did."""
    tests = told().tests
    return review(tests, month_of(next(test.read_to for test in tests if test.experiment.key == key)))


def links(app: AppTest) -> list[str]:
    return [link.proto.query_string for link in app.get("page_link") if "experiment=" in link.proto.query_string]


def test_every_month_says_in_one_sentence_what_its_list_holds(screen: AppTest) -> None:
    screen.run()
    assert not screen.exception
    known = told()
    for month in months(known.tests):
        shown = review(known.tests, month)
        screen.query_params["month"] = month.name
        screen.run()
        assert titles(screen) == [words.headline(shown, "en")]
        assert set(links(screen)) == {f"experiment={row.test.experiment.key}" for row in shown.rows}
        for cells in words.table(shown, "en").rows:
            for cell in cells[2:]:
                assert cell in written(screen)


def test_the_newest_month_comes_first_and_a_month_nobody_knows_falls_back_to_it(screen: AppTest) -> None:
    screen.run()
    first = titles(screen)
    for wrong in ("2026-13", "1999-01", "x", "=1"):
        screen.query_params["month"] = wrong
        screen.run()
        assert not screen.exception
        assert titles(screen) == first
        assert "month" not in screen.query_params


def test_a_month_chosen_stands_in_the_address(screen: AppTest) -> None:
    screen.run()
    last = months(told().tests)[-1]
    [picker] = [one for one in screen.selectbox if one.label == "Month"]
    picker.set_value(last.name).run()
    assert screen.query_params["month"] == last.name
    assert words.month(last, "en") in titles(screen)[0]


@pytest.mark.parametrize(
    ("name", "value", "choice"),
    [
        ("owner", "Web team", Choice(owner="Web team")),
        ("channel", "web", Choice(channel="web")),
        ("audience", "All visitors who gave consent", Choice(audience="All visitors who gave consent")),
        ("result", "ship", Choice(result="ship")),
        ("decision", "rollout", Choice(decision=Course.ROLLOUT)),
    ],
)
def test_a_reader_asks_for_less_by_address_and_gets_all_again(
    screen: AppTest, name: str, value: str, choice: Choice
) -> None:
    whole = about(HERO)
    left = chosen(whole, choice)
    assert 1 <= len(left.rows) < len(whole.rows)
    screen.query_params["month"] = whole.month.name
    screen.query_params[name] = value
    screen.run()
    assert links(screen) == [f"experiment={row.test.experiment.key}" for row in left.rows]
    counted = f"{len(left.rows)} of {len(whole.rows)} tests"
    assert f"({counted})" in titles(screen)[0]
    assert f"{counted} of this month" in written(screen)
    [everything] = [one for one in screen.button if one.label == "Show all"]
    everything.click().run()
    assert len(links(screen)) == len(whole.rows)
    assert "Show all" not in [one.label for one in screen.button]


@pytest.mark.parametrize("name", ["owner", "channel", "audience", "result", "decision"])
def test_what_no_test_has_falls_back(screen: AppTest, name: str) -> None:
    screen.query_params["month"] = about(HERO).month.name
    screen.query_params[name] = "nobody"
    screen.run()
    assert not screen.exception
    assert len(links(screen)) == len(about(HERO).rows)


def test_a_month_where_nothing_fits_says_so(screen: AppTest) -> None:
    known = told()
    last = review(known.tests, months(known.tests)[-1])
    there = {row.test.experiment.owner for row in last.rows}
    screen.query_params["month"] = last.month.name
    screen.query_params["owner"] = next(
        test.experiment.owner for test in known.tests if test.experiment.owner not in there
    )
    screen.run()
    assert links(screen) == []
    assert "No test of this month fits" in written(screen)


def test_an_executive_reads_the_list_without_links_and_early_results(screen: AppTest) -> None:
    screen.query_params["month"] = about(LETTER).month.name
    screen.run()
    headline = titles(screen)
    assert "Keep collecting" in written(screen)
    boss = {"sub": "9", "name": "An"}
    let_in(boss, ActorRole.EXECUTIVE)
    signed_in(screen, boss).run()
    assert titles(screen) == headline
    assert links(screen) == []
    assert "Keep collecting" not in written(screen)
    assert "Still running" in written(screen)


def test_what_one_has_to_guess_first_is_listed_without_result(screen: AppTest) -> None:
    open_to_all = about(HERO)
    [row] = [row for row in open_to_all.rows if row.test.experiment.key == HERO]
    sessions = fetch.workspace().sessions
    session = sessions.start(LOCAL_OWNER, "Autumn", experiments=[HERO])
    sessions.move(LOCAL_OWNER, session.value.key, Phase.FORECAST, version=session.version)
    screen.query_params["month"] = open_to_all.month.name
    screen.run()
    assert f"experiment={HERO}" in links(screen)
    assert "A session waits for your forecast of it." in written(screen)
    assert words.effect(row, "en") not in written(screen)
    assert "1 without a result" in titles(screen)[0]


def test_files_hold_what_is_shown_and_are_made_when_asked_for(screen: AppTest) -> None:
    screen.run()
    offered = [button.label.replace("\\", "") for button in screen.download_button]
    assert offered == ["Pages to print (PDF)", "Slides (PowerPoint)", "Workbook (Excel)", "Plain table (CSV)"]
    assert {button.proto.url for button in screen.download_button} == {""}


def test_an_empty_home_offers_the_sample(app: AppTest) -> None:
    app.switch_page(PAGE).run()
    assert titles(app) == ["Nothing has been tested here yet"]


def test_where_nothing_has_begun_the_page_says_how_a_month_comes_about(app: AppTest) -> None:
    fetch.workspace().save_experiment(LOCAL_OWNER, Experiment(key="idea", name="Idea"), version=None)
    app.switch_page(PAGE).run()
    assert not app.exception
    assert titles(app) == ["No test has begun yet"]


def test_hostile_names_are_shown_as_they_were_written(app: AppTest) -> None:
    name = "[a](https://example.org) **b** <b>c</b> :red[d] $e$"
    bad = Experiment(
        key="own", name=name, owner=name, channel=name, audience=name, status=Status.RUNNING,
        starts_on=date(2026, 10, 5), variants=("old", "new"),
        metrics=(MetricUse(metric="purchase_rate", role=Role.PRIMARY),),
    )  # fmt: skip
    fetch.workspace().save_experiment(LOCAL_OWNER, bad, version=None)
    app.switch_page(PAGE).run()
    assert not app.exception
    assert titles(app) == ["In October 2026, no test ended; 1 started."]
    shown = [text.value for text in app.markdown] + [link.proto.label for link in app.get("page_link")]
    told_of = [text for text in shown if "example" in text]
    assert len(told_of) == 2
    for text in told_of:
        assert "\\[a\\]\\(https" in text
        assert "\\*\\*b" in text
