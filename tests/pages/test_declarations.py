"""Admin › Metrics and Plan › Experiments: what is declared there is what the workspace holds."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from data.declarations.experiments import Allocation, Experiment, MetricUse, Role, Status
from data.declarations.metrics import Fold, Kind
from data.events import manifest
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from pages.parts import fetch
from tests.imports import LOG, take_in, write
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


def spoken(app: AppTest) -> str:
    """Return every sentence of the page as a person reads it."""
    return "\n".join(one.value for one in app.markdown).replace("\\", "")


def test_weights_are_asked_for_as_soon_as_a_variant_is_typed(app: AppTest) -> None:
    app.run().switch_page("plan/experiments.py").run()
    assert "Name the variants first" in spoken(app)
    field(app, "text_input", "Name").set_value("Banner")
    field(app, "text_area", "Variants, control first").set_value("old\nnew").run()
    assert "Left empty, the split counts as unknown" in spoken(app)
    field(app, "number_input", "old").set_value(3).run()
    field(app, "number_input", "new").set_value(1).run()
    assert "old 75.0% · new 25.0%" in spoken(app)
    field(app, "text_area", "Variants, control first").set_value("old\nnew\nbold").run()
    assert field(app, "number_input", "old").value == 3  # what was typed stays
    field(app, "number_input", "bold").set_value(1).run()
    button(app, "Save")
    saved = fetch.workspace().experiment(LOCAL_OWNER, "banner").value
    assert saved.variants == ("old", "new", "bold")
    assert saved.allocation == (Allocation(starts_on=None, weights=(3.0, 1.0, 1.0)),)


def test_a_split_may_be_equal_at_once_and_change_on_a_later_day(app: AppTest) -> None:
    app.run().switch_page("plan/experiments.py").run()
    field(app, "text_input", "Name").set_value("Ramp")
    field(app, "text_area", "Variants, control first").set_value("old\nnew").run()
    button(app, "Equal parts for all")
    button(app, "Another split from a later day")
    first, second = [one for one in app.date_input if one.label.startswith("From")]
    assert (first.value, second.value) == (None, None)
    second.set_value(date(2026, 3, 9)).run()
    for later, weight in (("old", 1), ("new", 4)):
        [_, found] = [one for one in app.number_input if one.label == later]
        found.set_value(weight).run()
    button(app, "Save")
    assert fetch.workspace().experiment(LOCAL_OWNER, "ramp").value.allocation == (
        Allocation(starts_on=None, weights=(1.0, 1.0)),
        Allocation(starts_on=date(2026, 3, 9), weights=(1.0, 4.0)),
    )


def test_a_split_that_is_begun_must_be_finished(app: AppTest) -> None:
    app.run().switch_page("plan/experiments.py").run()
    field(app, "text_input", "Name").set_value("Half")
    field(app, "text_area", "Variants, control first").set_value("old\nnew").run()
    field(app, "number_input", "old").set_value(1).run()
    button(app, "Save")
    assert [one.value.replace("\\", "") for one in app.error] == [
        "The planned split has no weight for every variant: fill the row, or empty it."
    ]
    assert fetch.experiments(LOCAL_OWNER) == ()


def test_a_variant_typed_twice_is_refused_in_one_sentence(app: AppTest) -> None:
    app.run().switch_page("plan/experiments.py").run()
    field(app, "text_input", "Name").set_value("Twice")
    field(app, "text_area", "Variants, control first").set_value("old\nold").run()
    button(app, "Save")
    assert "The variant “old” is there twice" in app.error[0].value.replace("\\", "")
    assert not app.exception


def test_the_form_of_a_declared_split_shows_it_and_can_empty_it(app: AppTest) -> None:
    split = (Allocation(starts_on=None, weights=(9.0, 1.0)),)
    declared = Experiment(key="x", name="X", variants=("old", "new"), allocation=split)
    fetch.workspace().save_experiment(LOCAL_OWNER, declared, version=None)
    app.run().switch_page("plan/experiments.py").run()
    assert [field(app, "number_input", name).value for name in ("old", "new")] == [9.0, 1.0]
    for name in ("old", "new"):
        field(app, "number_input", name).set_value(None).run()
    button(app, "Save")
    assert fetch.workspace().experiment(LOCAL_OWNER, "x").value.allocation == ()


def test_planned_users_are_asked_for(app: AppTest) -> None:
    app.run().switch_page("plan/experiments.py").run()
    field(app, "text_input", "Name").set_value("Counted")
    users = field(app, "number_input", "Planned users (open: by time alone)")
    assert "whichever comes first" in users.help
    users.set_value(12_000).run()
    button(app, "Save")
    assert fetch.workspace().experiment(LOCAL_OWNER, "counted").value.planned_users == 12_000


def test_moving_the_end_of_a_running_test_is_announced_and_stays_on_record(app: AppTest) -> None:
    declared = Experiment(
        key="x", name="X", variants=("old", "new"), starts_on=date(2026, 3, 2), planned_end=date(2026, 3, 29)
    )
    running = replace(declared, status=Status.RUNNING, metrics=(MetricUse(metric="purchase_rate", role=Role.PRIMARY),))
    fetch.workspace().save_experiment(LOCAL_OWNER, running, version=None)
    app.run().switch_page("plan/experiments.py").run()
    assert "moving the end" not in spoken(app)
    field(app, "date_input", "Planned end").set_value(date(2026, 4, 12)).run()
    assert "days read so far keep 29 Mar 2026" in spoken(app)
    button(app, "Save")
    saved = fetch.workspace().experiment(LOCAL_OWNER, "x").value
    [kept] = saved.extensions
    assert (saved.planned_end, kept.planned_end) == (date(2026, 4, 12), date(2026, 3, 29))
    assert "before, it was 29 Mar 2026" in spoken(app)
    assert "moving the end" not in spoken(app)


def test_a_plan_of_broken_weeks_gets_advice_that_stops_nobody(app: AppTest) -> None:
    app.run().switch_page("plan/experiments.py").run()
    field(app, "text_input", "Name").set_value("Ten days")
    field(app, "date_input", "Start").set_value(date(2026, 3, 2))
    field(app, "date_input", "Planned end").set_value(date(2026, 3, 11)).run()
    assert "10 days are not whole weeks" in spoken(app)
    button(app, "Save")
    assert fetch.workspace().experiment(LOCAL_OWNER, "ten-days").value.planned_end == date(2026, 3, 11)


def test_a_metric_becomes_a_ratio_and_is_folded_anew(app: AppTest, home: Home, tmp_path: Path) -> None:
    take_in(home, fetch.workspace(), write(tmp_path, "log.csv", LOG))
    before = manifest.load(home, "sale")
    app.run().switch_page("admin/metrics.py").run()
    app.selectbox(key="record:metric_choice").select("revenue_per_user").run()
    field(app, "selectbox", "Divided by").select(Fold.COUNT)
    field(app, "text_input", "Event to divide by (only for a ratio)").set_value("purchase")
    button(app, "Save")
    saved = fetch.workspace().metric(LOCAL_OWNER, "revenue_per_user").value
    assert (saved.kind, saved.denominator_event, saved.denominator_fold) == (Kind.RATIO, "purchase", Fold.COUNT)
    assert manifest.load(home, "sale") != before
    assert "sum of “purchase” values ÷ number of “purchase”" in list(app.dataframe[0].value["Counts per user"])


def test_a_ratio_becomes_a_mean_by_one_choice(app: AppTest) -> None:
    app.run().switch_page("admin/metrics.py").run()
    app.selectbox(key="record:metric_choice").select("average_order_value").run()
    field(app, "selectbox", "Divided by").select("")
    button(app, "Save")
    saved = fetch.workspace().metric(LOCAL_OWNER, "average_order_value").value
    assert (saved.kind, saved.denominator_event, saved.denominator_fold) == (Kind.MEAN, None, None)


def test_half_a_ratio_is_refused_in_one_sentence(app: AppTest) -> None:
    app.run().switch_page("admin/metrics.py").run()
    app.selectbox(key="record:metric_choice").select("purchase_rate").run()
    field(app, "text_input", "Event to divide by (only for a ratio)").set_value("view")
    button(app, "Save")
    assert "A ratio needs both" in app.error[0].value
    assert fetch.workspace().metric(LOCAL_OWNER, "purchase_rate").value.denominator_event is None
