"""Reflect › Library without a browser: what is known with its tests, advice, time, and who may read and write."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data import samples
from data.home import Home
from data.sample import lessons
from data.workspace.actors import LOCAL_OWNER, ActorRole
from data.workspace.library.records import Change, Learning
from data.workspace.sessions.limits import new_key
from data.workspace.sessions.phases import Phase
from pages.parts import fetch
from tests.pages.conftest import titles
from tests.pages.test_people import labels, let_in, press, signed_in, written

PAGE = "reflect/library.py"
HERO, REMINDERS = "personalised-hero-banner", "basket-reminders-by-push"
QUESTION = "what do we know about free delivery?"
EVERYTHING = "What we know, and how sure we are"


@pytest.fixture
def shelf(sample: Path, home: Home, app: AppTest) -> AppTest:
    """Give the page on the whole sample, not yet drawn."""
    shutil.copytree(sample, home.root)
    st.cache_resource.clear()
    return app.switch_page(PAGE)


def asked(app: AppTest, **address: str) -> AppTest:
    """Open the page under an address."""
    app.query_params.clear()
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()


def claims(app: AppTest) -> list[str]:
    return [one.value.replace("\\", "") for one in app.subheader]


def kept(key: str) -> Learning:
    return next(one.value for one in fetch.workspace().library.learnings(LOCAL_OWNER) if one.value.key == key)


def test_every_learning_is_a_line_with_status_lift_and_what_speaks_against_it(shelf: AppTest) -> None:
    asked(shelf)
    assert titles(shelf) == [EVERYTHING]
    assert claims(shelf) == [
        lessons.LOYAL.claim, lessons.QUESTIONS.claim, lessons.FREE_DELIVERY.claim, lessons.PERSONAL.claim,
    ]  # fmt: skip
    shown = written(shelf).replace("\\", "")
    assert "▼ Contradicted: 1 · ◆ Emerging: 3" in shown
    assert "Together +10.2% (−43% to +112%): shown in 1 of 3 tests" in shown
    assert "The opposite is shown by “Basket reminders by push”." in shown
    assert "One test so far, which leaves it open: +4.6%" in shown
    assert shown.count("Sample]") == 4


def test_a_learning_opens_with_a_forest_of_its_tests_and_names_what_does_not_count(shelf: AppTest) -> None:
    asked(shelf, learning=lessons.PERSONAL.key)
    assert titles(shelf) == [lessons.PERSONAL.claim]
    [figure] = shelf.get("plotly_chart")
    drawn = figure.proto.spec
    for words in ("Personalised hero banner", "Together", "Another such test", "All tests together"):
        assert words in drawn
    shown = written(shelf).replace("\\", "")
    assert "a health check blocks its verdict: it does not count" in shown
    assert "not finished: it does not count yet" in shown
    assert "in four of five cases" in shown
    links = {link.proto.query_string for link in shelf.get("page_link")}
    assert f"experiment={HERO}" in links


def test_a_learning_that_is_not_there_leads_to_all(shelf: AppTest) -> None:
    asked(shelf, learning="nonsense")
    assert titles(shelf) == [EVERYTHING]
    assert not shelf.exception


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({"status": "contradicted"}, {lessons.LOYAL.claim}),
        ({"metric": "form_fill_rate"}, {lessons.QUESTIONS.claim}),
        ({"lever": "QUESTIONS new"}, {lessons.QUESTIONS.claim}),
        ({"status": "nonsense"}, {learning.claim for learning in lessons.LEARNINGS}),
    ],
)
def test_the_address_filters_the_learnings(shelf: AppTest, address: dict[str, str], expected: set[str]) -> None:
    asked(shelf, **address)
    assert set(claims(shelf)) == expected


def test_one_writes_a_learning_down_from_a_test_and_ties_another_to_it(shelf: AppTest) -> None:
    shelf.switch_page("results/readout.py")
    asked(shelf, experiment=HERO)
    assert f"from={HERO}" in {link.proto.query_string for link in shelf.get("page_link")}
    shelf.switch_page(PAGE)
    asked(shelf, **{"from": HERO})
    draft = f"draft:Learning:{HERO}:0"
    assert shelf.multiselect(key=f"{draft}:experiments").value == [HERO]
    shelf.text_input(key=f"{draft}:claim").set_value("A personal banner gets *more* clicks")
    shelf.text_input(key=f"{draft}:lever").set_value("Personal banner")
    shelf.selectbox(key=f"{draft}:metric").set_value("click_through_rate")
    press(shelf, "Save")
    assert not shelf.exception
    assert titles(shelf) == ["A personal banner gets *more* clicks"]
    assert "One test so far, which shows it: +8.5%" in " ".join(claims(shelf))
    [key] = {one.value.key for one in fetch.workspace().library.learnings(LOCAL_OWNER)} - {
        learning.key for learning in lessons.LEARNINGS
    }
    change = f"draft:Learning:{key}:0"
    shelf.multiselect(key=f"{change}:experiments").set_value([HERO, REMINDERS])
    press(shelf, "Save")
    assert "shown in 2 of 2 tests" in " ".join(claims(shelf))
    assert kept(key).experiments == (HERO, REMINDERS)
    press(shelf, "Take it from the shelf")
    assert titles(shelf) == [EVERYTHING]
    assert kept(key).archived


def test_what_is_refused_is_said_and_nothing_is_saved(shelf: AppTest) -> None:
    asked(shelf, **{"from": HERO})
    press(shelf, "Save")
    assert shelf.error
    assert len(fetch.workspace().library.learnings(LOCAL_OWNER)) == len(lessons.LEARNINGS)


def test_who_was_overtaken_sees_both_texts(shelf: AppTest) -> None:
    asked(shelf, learning=lessons.QUESTIONS.key)
    library = fetch.workspace().library
    stored = next(one for one in library.learnings(LOCAL_OWNER) if one.value.key == lessons.QUESTIONS.key)
    library.save_learning(LOCAL_OWNER, replace(stored.value, audience="Somebody else"), version=stored.version)
    shelf.text_input(key=f"draft:Learning:{lessons.QUESTIONS.key}:0:audience").set_value("Me")
    press(shelf, "Save")
    assert "saved version 2 while you were editing" in shelf.warning[0].value.replace("\\", "")
    assert kept(lessons.QUESTIONS.key).audience == "Somebody else"


def test_advice_stands_with_what_it_rests_on(shelf: AppTest) -> None:
    asked(shelf, view="practices")
    assert claims(shelf) == [lessons.PRACTICE.title]
    shown = written(shelf).replace("\\", "")
    assert lessons.FREE_DELIVERY.claim in shown
    assert "▼ Contradicted" in shown
    shelf.text_input(key="draft:Practice::0:title").set_value("Asking for preferences")
    shelf.multiselect(key="draft:Practice::0:links").set_value([lessons.QUESTIONS.key])
    press(shelf, "Save")
    assert claims(shelf) == ["Asking for preferences", lessons.PRACTICE.title]


def test_the_timeline_draws_every_test_that_began_and_says_how_many_won(shelf: AppTest) -> None:
    asked(shelf, view="timeline")
    assert claims(shelf) == [
        "3 of 10 decided tests won", "14 tests over time: 4 with a winner, 1 still running",
    ]  # fmt: skip
    assert "between 7% and 65% of tests would win" in written(shelf)


def test_the_timeline_is_filtered_by_its_address(shelf: AppTest) -> None:
    asked(shelf, view="timeline", channel="app")
    assert claims(shelf)[1] == "4 tests over time: 1 with a winner, 0 still running"


def test_a_test_that_one_has_to_guess_first_tells_nothing_here(shelf: AppTest) -> None:
    sessions = fetch.workspace().sessions
    begun = sessions.start(LOCAL_OWNER, "Autumn", experiments=[HERO, REMINDERS])
    sessions.move(LOCAL_OWNER, begun.value.key, Phase.FORECAST, version=begun.version)
    asked(shelf)
    shown = written(shelf).replace("\\", "")
    assert "Contradicted" not in shown
    assert "▲" not in shown
    asked(shelf, learning=lessons.FREE_DELIVERY.key)
    assert "hidden from you until you have given your forecast" in written(shelf)
    assert not shelf.get("plotly_chart")
    asked(shelf, view="timeline")
    assert "3 of 9 decided tests won" in claims(shelf)
    for name in ("Personalised hero banner", "Basket reminders by push"):
        shelf.text_input(key="find").set_value(name).run()
        [figure] = shelf.get("plotly_chart")
        assert name in figure.proto.spec
        assert "Ship" not in figure.proto.spec
        assert "Stop" not in figure.proto.spec


def test_a_viewer_reads_and_writes_nothing(shelf: AppTest) -> None:
    viewer = {"sub": "7", "name": "Linh Trần"}
    let_in(viewer, ActorRole.VIEWER)
    signed_in(shelf, viewer)
    for address in ({}, {"view": "practices"}, {"learning": lessons.LOYAL.key}):
        asked(shelf, **address)
        assert not shelf.exception
        assert "Save" not in labels(shelf)
        assert "Take it from the shelf" not in labels(shelf)


def test_an_executive_is_told_why_the_library_is_closed(shelf: AppTest) -> None:
    boss = {"sub": "8", "name": "Ana Silva"}
    let_in(boss, ActorRole.EXECUTIVE)
    signed_in(shelf, boss)
    asked(shelf, q=QUESTION)
    assert titles(shelf) == ["Results are not part of your role"]
    assert lessons.FREE_DELIVERY.claim not in written(shelf)


def test_an_empty_library_says_what_a_learning_is_and_asks_for_one(home: Home, app: AppTest) -> None:
    app.run().switch_page(PAGE).run()
    assert "A learning is one sentence that holds beyond one test" in written(app)
    assert "Save" in labels(app)
    asked(app, view="practices")
    assert "No page of advice yet" in written(app)
    asked(app, view="timeline")
    assert "Nothing has been tested here yet" in titles(app)
    assert not app.exception


def test_a_question_in_the_address_is_answered_with_evidence(shelf: AppTest) -> None:
    asked(shelf, q=QUESTION)
    assert titles(shelf)[0].endswith("written about this")
    assert next(one.value for one in shelf.header) == "What we know"
    assert claims(shelf)[0] == lessons.FREE_DELIVERY.claim
    shown = written(shelf).replace("\\", "")
    assert "One test so far, which leaves it open: +4.6%" in shown
    assert "**Free delivery**" in shown or "**Free** **delivery**" in shown
    addresses = {link.proto.query_string for link in shelf.get("page_link")}
    assert f"experiment={REMINDERS}" in addresses
    press(shelf, "← Everything we know")
    assert [one.value for one in shelf.error] == []
    assert titles(shelf) == [EVERYTHING]


def test_an_answer_reads_only_the_tests_that_bear_on_it(shelf: AppTest) -> None:
    rollup = fetch.home().rollup
    for summary in rollup.glob("*/summary.json"):
        summary.unlink()
    st.cache_resource.clear()
    asked(shelf, q=QUESTION)
    assert "One test so far, which leaves it open: +4.6%" in written(shelf)
    assert {file.parent.name for file in rollup.glob("*/summary.json")} == set(lessons.FREE_DELIVERY.experiments)


def test_what_nobody_wrote_about_is_said_kindly_and_hostile_words_stay_words(shelf: AppTest) -> None:
    asked(shelf, q="cashmere *jumper* [xylophone](zebra)")
    assert titles(shelf) == ["Nothing is written about this yet"]
    assert "“cashmere *jumper* [xylophone](zebra)”" in written(shelf)
    assert "\\*jumper\\*" in " ".join(one.value for one in shelf.markdown)


def test_a_search_says_nothing_of_a_test_that_one_has_to_guess_first(shelf: AppTest) -> None:
    sessions = fetch.workspace().sessions
    begun = sessions.start(LOCAL_OWNER, "Autumn", experiments=[REMINDERS])
    sessions.move(LOCAL_OWNER, begun.value.key, Phase.FORECAST, version=begun.version)
    asked(shelf, q=QUESTION)
    shown = written(shelf)
    assert "+4.6%" not in shown
    assert "Stop" not in shown
    assert "give your forecast first" in shown


def test_while_a_hypothesis_is_written_tests_like_it_stand_beside_it(shelf: AppTest) -> None:
    shelf.switch_page("plan/experiments.py")
    asked(shelf)
    [picker] = [one for one in shelf.selectbox if one.label == "Experiment"]
    picker.set_value("").run()
    field = next(one for one in shelf.text_area if one.label.startswith("Hypothesis"))
    field.set_value("Because delivery costs money, reminders with free delivery bring people back").run()
    assert not shelf.exception
    assert "You have tested something like this" in written(shelf)
    assert f"experiment={REMINDERS}" in {link.proto.query_string for link in shelf.get("page_link")}


def test_removing_the_sample_takes_its_learnings_but_not_what_people_tied_to_their_own(
    shelf: AppTest, home: Home
) -> None:
    workspace = fetch.workspace()
    own = replace(workspace.experiment(LOCAL_OWNER, HERO).value, key="ours", name="Ours", sample=False)
    workspace.save_experiment(LOCAL_OWNER, own, version=None)
    stored = next(one for one in workspace.library.learnings(LOCAL_OWNER) if one.value.key == lessons.LOYAL.key)
    tied = replace(stored.value, experiments=(*stored.value.experiments, "ours"))
    workspace.library.save_learning(LOCAL_OWNER, tied, version=stored.version)
    mine = Learning(
        key=new_key(), claim="Blue sells", lever="Blue", metric="purchase_rate", change=Change.RAISES,
        experiments=(HERO,),
    )  # fmt: skip
    workspace.library.save_learning(LOCAL_OWNER, mine, version=None)
    samples.remove(home, workspace, LOCAL_OWNER)
    left = {one.value.key: one.value for one in workspace.library.learnings(LOCAL_OWNER) if not one.value.archived}
    assert set(left) == {lessons.LOYAL.key, mine.key}
    assert left[lessons.LOYAL.key].experiments == ("ours",)
    assert left[mine.key].experiments == ()
    [page] = workspace.library.practices(LOCAL_OWNER)
    assert (page.value.learnings, page.value.archived) == ((lessons.LOYAL.key,), False)
    asked(shelf)
    assert set(claims(shelf)) == {lessons.LOYAL.claim, "Blue sells"}
