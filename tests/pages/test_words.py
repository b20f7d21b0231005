"""Words: every term that a screen uses can be read there, and has an address and a place in the search."""

import shutil
from pathlib import Path

import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics.present import words
from analytics.present.glossary import ENTRIES, Term
from data.home import Home
from pages.parts import controls
from tests.pages.conftest import titles
from tests.pages.test_readout import written

SCREENS = {
    "": "results/overview.py", "readout": "results/readout.py", "health": "results/health.py",
    "experiments": "plan/experiments.py", "session": "reflect/session.py", "events": "admin/events.py",
    "metrics": "admin/metrics.py", "roi": "report/roi.py", "assumptions": "report/assumptions.py",
}  # fmt: skip


def test_every_term_is_explained_in_at_most_two_short_sentences_and_stands_under_one_topic() -> None:
    assert set(ENTRIES) == set(Term)
    assert sorted(term for _, terms in words.TOPICS for term in terms) == sorted(Term)
    for term in Term:
        meaning = words.meaning(term, "en")
        assert len([part for part in meaning.split(". ") if part]) <= 2, term
        assert len(meaning.split()) <= 34, term


def test_every_screen_explains_its_words_where_they_are_read(sample: Path, home: Home, app: AppTest) -> None:
    shutil.copytree(sample, home.root)
    st.cache_resource.clear()
    for address, page in SCREENS.items():
        app.session_state["words"] = True
        app.switch_page(page).run()
        assert not app.exception
        for term in words.ON_SCREEN[address]:
            assert words.meaning(term, "en") in written(app), (address, term)
    assert {*controls.ABOUT_ONE} <= set(words.ON_SCREEN)


def test_every_term_has_an_address(home: Home, app: AppTest) -> None:
    app.switch_page("results/words.py")
    for term in Term:
        app.query_params["term"] = term.value
        app.run()
        assert titles(app) == ["What the words mean"]
        assert app.subheader[0].value.replace("\\", "") == words.name(term, "en")


def test_an_address_that_names_no_term_shows_all_of_them(home: Home, app: AppTest) -> None:
    app.switch_page("results/words.py")
    app.query_params["term"] = "nonsense"
    app.run()
    assert not app.exception
    assert len(app.subheader) == len(Term)


def test_a_word_is_found_by_its_name_and_by_its_meaning_without_accents(home: Home, app: AppTest) -> None:
    app.switch_page("results/words.py")
    app.query_params["word"] = "GUARDRAIL"
    app.run()
    shown = [one.value.replace("\\", "") for one in app.subheader]
    assert shown == ["Must not get worse (guardrail)", "Margin"]
    assert [terms for _, terms in words.found("bao ve", "en")] == []
    app.text_input[0].set_value("zzz").run()
    assert "No word fits" in written(app)
    assert not app.subheader
