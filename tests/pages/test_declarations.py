"""Admin › Metrics and Plan › Experiments: what is declared there is what the workspace holds."""

from dataclasses import replace
from datetime import date
from typing import Any

from streamlit.testing.v1 import AppTest

from data.declarations.experiments import Experiment, Status
from data.workspace.actors import LOCAL_OWNER
from pages.parts import fetch
from tests.pages.conftest import titles


def button(app: AppTest, label: str) -> AppTest:
    [found] = [one for one in app.button if one.label == label]
    return found.click().run()


def field(app: AppTest, kind: str, label: str) -> Any:  # noqa: ANN401  each kind has its own type
    [found] = [one for one in app.get(kind) if getattr(one, "label", None) == label]
    return found


def test_an_empty_home_says_why_and_offers_the_sample(app: AppTest) -> None:
    app.run()
    assert titles(app) == ["Nothing has been tested here yet"]
    assert [one.label for one in app.button] == ["Load the sample"]
    assert not app.exception


def test_the_catalogue_is_listed_and_a_metric_can_be_changed(app: AppTest) -> None:
    app.run().switch_page("admin/metrics.py").run()
    assert "Purchase rate" in list(app.dataframe[0].value["Metric"])
    app.selectbox[0].select("purchase_rate").run()
    field(app, "number_input", "Smallest lift that matters, in percent").set_value(2.5)
    field(app, "number_input", "Window after first exposure, in days (open: no limit)").set_value(14)
    button(app, "Save")
    saved = fetch.workspace().metric(LOCAL_OWNER, "purchase_rate").value
    assert (saved.minimal_interesting_lift, saved.window_days) == (0.025, 14)
    assert app.toast[0].value == "“Purchase rate” is saved\\."
    assert "14 days" in list(app.dataframe[0].value["Window"])


def test_a_metric_saved_by_somebody_else_meanwhile_shows_both_texts(app: AppTest) -> None:
    app.run().switch_page("admin/metrics.py").run()
    app.selectbox[0].select("purchase_rate").run()
    theirs = fetch.workspace().metric(LOCAL_OWNER, "purchase_rate")
    fetch.workspace().save_metric(LOCAL_OWNER, replace(theirs.value, name="Orders"), version=theirs.version)
    field(app, "text_input", "Name").set_value("Buyers")
    button(app, "Save")
    shown = app.dataframe[-1].value
    assert shown.iloc[0].tolist() == ["name", "Buyers", "Orders"]
    assert fetch.workspace().metric(LOCAL_OWNER, "purchase_rate").value.name == "Orders"

    button(app, "Keep editing mine")
    button(app, "Save")
    assert fetch.workspace().metric(LOCAL_OWNER, "purchase_rate").value.name == "Buyers"


def test_a_planned_experiment_is_saved_with_what_was_typed(app: AppTest) -> None:
    app.run().switch_page("plan/experiments.py").run()
    field(app, "text_input", "Name").set_value("Tên thử nghiệm")
    field(app, "text_input", "Owner").set_value("Web team")
    field(app, "text_area", "Variants, control first").set_value("old\nnew\n")
    field(app, "date_input", "Start").set_value(date(2026, 3, 2))
    field(app, "date_input", "Planned end").set_value(date(2026, 3, 29))
    button(app, "Save")
    saved = fetch.workspace().experiment(LOCAL_OWNER, "ten-thu-nghiem").value
    assert saved.name == "Tên thử nghiệm"
    assert (saved.variants, saved.owner, saved.status) == (("old", "new"), "Web team", Status.DRAFT)
    assert (saved.starts_on, saved.planned_end) == (date(2026, 3, 2), date(2026, 3, 29))
    assert saved.allocation == ()  # unknown until a person says so


def test_what_cannot_be_is_refused_in_one_sentence(app: AppTest) -> None:
    app.run().switch_page("plan/experiments.py").run()
    field(app, "text_input", "Name").set_value("Backwards")
    field(app, "date_input", "Start").set_value(date(2026, 3, 29))
    field(app, "date_input", "Planned end").set_value(date(2026, 3, 2))
    button(app, "Save")
    assert len(app.error) == 1
    assert not app.exception
    assert fetch.experiments(LOCAL_OWNER) == ()


def test_a_name_cannot_bring_an_image_along(app: AppTest) -> None:
    hostile = "![x](https://example.org/x.png)"
    fetch.workspace().save_experiment(LOCAL_OWNER, Experiment(key="x", name=hostile), version=None)
    app.run().switch_page("plan/experiments.py").run()
    button(app, "Save")
    assert app.toast[0].value.startswith("“\\!\\[x\\]\\(https\\:")
