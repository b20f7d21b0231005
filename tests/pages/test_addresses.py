"""Addresses: what a view is about survives a change of screen, a bad value falls back, a link means what it says."""

import shutil
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics.present import wording
from data.declarations.experiments import Status
from data.home import Home
from data.messages import Message
from tests.pages.conftest import titles
from tests.pages.test_readout import written

WINNER, RUNNING = "personalised-hero-banner", "newsletter-recommendations"
NOTHING = Message("no_experiment", "Nothing has been tested here yet")
SCREENS = ("overview", "readout", "health")


@pytest.fixture
def sampled(sample: Path, home: Home, app: AppTest) -> AppTest:
    """Give the frame on a home of its own that holds the sample."""
    shutil.copytree(sample, home.root)
    st.cache_resource.clear()
    return app


def asked(app: AppTest, name: str) -> str | None:
    """Return what the address says under `name`."""
    said = app.query_params.get(name)
    return said[-1] if isinstance(said, list) else said


def turn(app: AppTest, screen: str) -> AppTest:
    """Go to another screen as the navigation does: with an empty address."""
    for name in list(app.query_params):
        del app.query_params[name]
    return app.switch_page(f"results/{screen}.py").run()


def test_experiment_and_day_go_along_to_the_next_screen(sampled: AppTest) -> None:
    sampled.switch_page("results/readout.py")
    sampled.query_params["experiment"] = RUNNING
    sampled.query_params["day"] = "8"
    sampled.run()
    assert "day 8 of 28" in written(sampled)
    turn(sampled, "health")
    assert "day 8 of 28" in written(sampled)
    assert (asked(sampled, "experiment"), asked(sampled, "day")) == (RUNNING, "8")
    turn(sampled, "overview")
    assert (asked(sampled, "experiment"), asked(sampled, "day")) == (None, None)
    turn(sampled, "readout")
    assert (asked(sampled, "experiment"), asked(sampled, "day")) == (RUNNING, "8")


def test_a_link_without_a_day_means_today_and_another_experiment_too(sampled: AppTest) -> None:
    sampled.switch_page("results/readout.py")
    sampled.query_params["day"] = "12"
    sampled.run()
    assert "day 12 of 28" in written(sampled)
    turn(sampled, "overview")
    sampled.query_params["experiment"] = WINNER
    sampled.switch_page("results/readout.py").run()
    assert "day 28 of 28" in written(sampled)
    sampled.slider[0].set_value(20).run()
    assert asked(sampled, "day") == "20"
    sampled.selectbox[0].set_value(RUNNING).run()
    assert (asked(sampled, "experiment"), asked(sampled, "day")) == (RUNNING, None)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_day_that_the_test_does_not_have_is_today(sampled: AppTest, screen: str) -> None:
    sampled.switch_page(f"results/{screen}.py")
    for day in ("999", "-1", "0", "", "1e3", "٣", "12; DROP"):
        sampled.query_params["experiment"] = WINNER
        sampled.query_params["day"] = day
        sampled.run()
        assert not sampled.exception
        assert not sampled.error
        assert "day 28 of 28" in written(sampled), day
        assert screen == "overview" or asked(sampled, "day") is None, day


@pytest.mark.parametrize("screen", SCREENS)
def test_an_experiment_nobody_knows_falls_back_to_the_first_and_leaves_the_address(
    sampled: AppTest, screen: str
) -> None:
    sampled.switch_page(f"results/{screen}.py")
    sampled.query_params["experiment"] = "../../etc [x](y)"
    sampled.query_params["day"] = "12"
    sampled.run()
    assert not sampled.exception
    assert not sampled.error
    if screen != "overview":
        assert (asked(sampled, "experiment"), asked(sampled, "day")) == (WINNER, None)


def test_a_filter_that_nothing_fits_is_no_filter(sampled: AppTest) -> None:
    for name, value in {"status": "zzz", "channel": "zzz", "owner": "", "waiting": "maybe", "page": "-1"}.items():
        sampled.query_params[name] = value
    sampled.run()
    assert not sampled.exception
    assert not sampled.error
    assert len([link for link in sampled.get("page_link") if "→" in str(link.proto.label)]) == 14
    assert asked(sampled, "status") is None


def test_filters_are_still_there_after_another_screen(sampled: AppTest) -> None:
    sampled.run()
    sampled.query_params["status"] = Status.DECIDED.value
    sampled.run()
    assert [heading.value for heading in sampled.header] == ["Decided"]
    turn(sampled, "readout")
    turn(sampled, "overview")
    assert asked(sampled, "status") == "decided"
    assert [heading.value for heading in sampled.header] == ["Decided"]


def test_the_picker_stands_only_where_one_experiment_is_read(sampled: AppTest) -> None:
    def pickers(page: str) -> int:
        shown = sampled.switch_page(page).run().sidebar.selectbox
        return len([one for one in shown if one.label == "Experiment"])

    assert [pickers(f"results/{screen}.py") for screen in SCREENS] == [0, 1, 1]
    assert [pickers(page) for page in ("plan/experiments.py", "admin/events.py", "admin/metrics.py")] == [0, 0, 0]


def test_the_browsers_language_is_spoken_until_another_is_chosen_and_that_goes_along(home: Home, app: AppTest) -> None:
    app.run()
    assert titles(app) == [wording.speak(NOTHING, "en")]
    assert asked(app, "lang") is None
    app.button_group[0].set_value("vi").run()
    assert titles(app) == [wording.speak(NOTHING, "vi")] != [wording.speak(NOTHING, "en")]
    assert asked(app, "lang") == "vi"
    turn(app, "health")
    assert titles(app) == [wording.speak(NOTHING, "vi")]
    assert asked(app, "lang") == "vi"


@pytest.mark.parametrize(("said", "spoken"), [("vi", "vi"), ("en", "en"), ("xx", "en"), ("", "en"), ("VI\n", "en")])
def test_a_link_says_its_language_and_one_we_do_not_speak_falls_back(
    home: Home, app: AppTest, said: str, spoken: str
) -> None:
    app.query_params["lang"] = said
    app.run()
    assert not app.exception
    assert titles(app) == [wording.speak(NOTHING, spoken)]
    assert asked(app, "lang") == (said if said == spoken else None)


def test_a_link_names_the_experiment_to_edit_and_what_is_chosen_stands_in_the_address(sampled: AppTest) -> None:
    sampled.switch_page("plan/experiments.py")
    sampled.query_params["experiment"] = RUNNING
    sampled.run()
    picker = "record:experiment_choice"
    assert sampled.selectbox(key=picker).value == RUNNING
    sampled.selectbox(key=picker).select(WINNER).run()
    assert asked(sampled, "experiment") == WINNER
    sampled.selectbox(key=picker).select("").run()
    assert asked(sampled, "experiment") is None
    sampled.query_params["experiment"] = "nothing"
    sampled.run()
    assert not sampled.exception
    assert asked(sampled, "experiment") is None
