"""Report › ROI under other assumptions, and in parts: links hold both, nothing is saved, and no old report is shown."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import report
from analytics.decisions.reports import Report
from analytics.decisions.roi import Facet
from analytics.decisions.suppositions import AS_SAVED, Supposition
from data.home import Home
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.sessions.phases import Phase
from pages.parts import fetch
from tests.pages.conftest import titles
from tests.pages.test_assumptions import typed
from tests.pages.test_people import labels, let_in, press, signed_in
from tests.pages.test_roi import HERO, PAGE, shown

BACK, REDRAW = "Back to what is saved", "Redraw with these"


@pytest.fixture
def screen(sample: Path, home: Home, app: AppTest) -> AppTest:
    """Give the page on the whole sample, not yet drawn."""
    shutil.copytree(sample, home.root)
    st.cache_resource.clear()
    return app.switch_page(PAGE)


def told(supposed: Supposition = AS_SAVED, actor: Actor = LOCAL_OWNER) -> Report:
    """Return the report as its conductor reads it now, of nothing that is cached."""
    sources = report.gather(fetch.home(), fetch.workspace())
    return report.read(fetch.home(), fetch.workspace(), actor, sources, supposed=supposed)


def kept(actor: Actor = LOCAL_OWNER) -> Report:
    """Return the report as pages get it."""
    return fetch.report(actor, report.gather(fetch.home(), fetch.workspace()).summaries)


def times(found: Report) -> str:
    assert found.worth is not None
    return f"most likely {found.worth.value.mean / found.cost:.1f} times over."


def test_a_link_supposes_other_values_says_so_and_saves_nothing(screen: AppTest) -> None:
    before = fetch.workspace().assumptions(LOCAL_OWNER)
    screen.query_params["margin"] = "70"
    screen.query_params["cost"] = "200"
    screen.run()
    other = Supposition(margin=0.7, cost=2.0)
    assert titles(screen) == [f"It pays back, {times(told(other))}"]
    assert "What if: margin 70.0%; cost 200% of what is stated." in shown(screen)
    assert fetch.workspace().assumptions(LOCAL_OWNER) == before
    press(screen, BACK)
    assert titles(screen) == [f"It pays back, {times(told())}"]
    assert "What if:" not in shown(screen)
    assert BACK not in labels(screen)
    assert not {"margin", "cost"} & set(screen.query_params)


@pytest.mark.parametrize(("name", "value"), [("margin", "much"), ("horizon", "-3"), ("half_life", "1e400")])
def test_what_a_link_cannot_mean_leaves_it_and_the_report_as_it_is_saved(
    screen: AppTest, name: str, value: str
) -> None:
    screen.query_params[name] = value
    screen.run()
    assert titles(screen) == [f"It pays back, {times(told())}"]
    assert BACK not in labels(screen)
    assert name not in screen.query_params


def test_what_is_typed_stands_in_the_address_and_the_table_says_what_the_answer_hangs_on(screen: AppTest) -> None:
    screen.query_params["what_if"] = "true"
    screen.run()
    assert "Breaks even at" in [str(column) for table in screen.table for column in table.value.columns]
    typed(screen, "Margin, % of revenue", 50.0)
    typed(screen, "Months for which an effect counts", 6)
    press(screen, REDRAW)
    assert {name: screen.query_params[name] for name in ("margin", "horizon")} == {"margin": "50", "horizon": "6"}
    assert titles(screen) == [f"It pays back, {times(told(Supposition(margin=0.5, horizon=6)))}"]
    assert "cost" not in screen.query_params  # was left as it is


def test_effects_may_be_supposed_to_last_and_to_wear_off_again(screen: AppTest) -> None:
    screen.query_params["what_if"] = "true"
    screen.run()
    screen.checkbox[0].check()
    press(screen, REDRAW)
    assert screen.query_params["half_life"] == "0"
    assert titles(screen) == [f"It pays back, {times(told(Supposition(half_life=0.0)))}"]
    screen.checkbox[0].uncheck()
    typed(screen, "Months until half of an effect is left", 3)
    press(screen, REDRAW)
    assert screen.query_params["half_life"] == "3"
    assert "half of an effect left after 3 months" in shown(screen)


def test_an_executive_may_suppose_too(screen: AppTest) -> None:
    screen.query_params["margin"] = "70"
    screen.run()
    said = titles(screen)
    boss = {"sub": "9", "name": "An"}
    let_in(boss, ActorRole.EXECUTIVE)
    signed_in(screen, boss).run()
    assert titles(screen) == said
    assert BACK in labels(screen)


@pytest.mark.parametrize(
    ("by", "only", "tests", "brings"),
    [
        ("quarter", "", 1, "€109,000"),
        ("team", "Web team", 3, "€173,000"),
        ("channel", "web", 3, "€173,000"),
        ("audience", "All visitors who gave consent", 1, "€109,000"),
    ],
)
def test_a_part_has_a_sentence_and_a_range_of_its_own(
    screen: AppTest, by: str, only: str, tests: int, brings: str
) -> None:
    found = told()
    assert found.worth is not None
    part = found.worth.shares[Facet(by)][-1 if by == "quarter" else 0]  # the newest quarter, or what brings most
    assert part.tests == tests
    screen.query_params["by"] = by
    screen.query_params["only"] = only or part.name
    screen.run()
    [title] = titles(screen)
    assert (only or part.name) in title
    assert title.endswith(f"most likely brings {brings}.")
    assert not screen.get("plotly_chart")
    assert "Personalised hero banner" in [link.proto.label.replace("\\", "") for link in screen.get("page_link")]


def test_a_part_that_is_not_there_is_the_whole(screen: AppTest) -> None:
    screen.query_params["by"] = "planet"
    screen.query_params["only"] = "Mars"
    screen.run()
    assert titles(screen) == [f"It pays back, {times(told())}"]
    assert not {"by", "only"} & set(screen.query_params)


def test_a_report_is_read_once_until_anything_it_rests_on_is_another(screen: AppTest) -> None:
    first = kept()
    assert kept() is first
    assert first == told()
    assumed = fetch.workspace().assumptions(LOCAL_OWNER)
    changed = replace(assumed.value, margin=0.5)
    fetch.workspace().save_assumptions(LOCAL_OWNER, changed, version=assumed.version)
    second = kept()
    assert second is not first
    assert second == told()
    session = fetch.workspace().sessions.start(LOCAL_OWNER, "Autumn", experiments=[HERO])
    fetch.workspace().sessions.move(LOCAL_OWNER, session.value.key, Phase.FORECAST, version=session.version)
    third = kept()
    assert third == told() != second
    assert HERO in {one.key for one in third.left_out}
    fetch.workspace().sessions.decline(LOCAL_OWNER, session.value.key, HERO)
    assert HERO not in {one.key for one in kept().left_out}


def test_nobody_is_shown_the_report_of_somebody_who_has_guessed_already(screen: AppTest) -> None:
    boss = {"sub": "9", "name": "An"}
    let_in(boss, ActorRole.LEAD)
    person = fetch.workspace().people.everybody(LOCAL_OWNER)[0].value
    lead = Actor(person.name, ActorRole.LEAD, person=person.key)
    session = fetch.workspace().sessions.start(LOCAL_OWNER, "Autumn", experiments=[HERO])
    fetch.workspace().sessions.move(LOCAL_OWNER, session.value.key, Phase.FORECAST, version=session.version)
    fetch.workspace().sessions.decline(LOCAL_OWNER, session.value.key, HERO)
    assert HERO not in {one.key for one in kept().left_out}
    assert HERO in {one.key for one in kept(lead).left_out}
    assert kept(lead) == told(actor=lead)
