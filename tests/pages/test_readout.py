"""Results › Readout: what a reader sees of a winner, of a test still running, and of early numbers."""

import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import closer
from analytics import readout as conductor
from analytics.decisions.days import View
from analytics.decisions.results import Readout
from analytics.statistics.results import Comparison
from data import intake, samples
from data.declarations.experiments import Role
from data.home import Home
from data.requests import ImportRequest
from data.sample.programme import Part
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
from pages.parts import fetch
from tests.pages.conftest import titles


@pytest.fixture
def sampled(sample: Path, home: Home, app: AppTest) -> AppTest:
    """Give the readout on a home of its own that holds the sample."""
    shutil.copytree(sample, home.root)
    st.cache_resource.clear()
    return app.switch_page("results/readout.py")


def written(app: AppTest) -> str:
    """Return all words of the page, without Markdown's escapes."""
    kinds = ("title", "subheader", "markdown", "error", "warning", "expander")
    return "\n".join(str(getattr(one, "value", one)) for kind in kinds for one in app.get(kind)).replace("\\", "")


def queries(app: AppTest) -> list[str]:
    """Return the queries that are shown; words to be said are in the same kind of box."""
    return [one.value for one in app.code if one.language == "sql"]


def test_the_winners_readout_opens_first_with_its_evidence_and_its_checks(sampled: AppTest) -> None:
    sampled.run()
    assert not sampled.exception
    assert titles(sampled)[0].startswith("Keep personalised. It probably raised purchases by ")
    for expected in ("Sample: invented data", "Ship", "day 28 of 28", "Can we trust it?", "worse on none"):
        assert expected in written(sampled)
    forest, trend = (json.loads(chart.proto.spec) for chart in sampled.get("plotly_chart"))
    assert any("Purchase rate" in note["text"] for note in forest["layout"]["annotations"])
    assert len(trend["data"][-2]["x"]) == 28
    assert "Planned split" in str(sampled.table[0].value.iloc[0, 0])


def test_the_address_names_the_experiment_and_a_bad_one_falls_back(sampled: AppTest) -> None:
    sampled.query_params["experiment"] = "newsletter-recommendations"
    sampled.run()
    assert titles(sampled)[0].startswith("Keep collecting.")
    sampled.query_params["experiment"] = "no-such-thing"
    sampled.run()
    assert not sampled.exception
    assert sampled.query_params["experiment"] in ("newsletter-recommendations", "personalised-hero-banner")


def test_a_past_day_is_read_as_it_was(sampled: AppTest) -> None:
    sampled.query_params["day"] = "12"
    sampled.run()
    assert "day 12 of 28" in written(sampled)
    assert sampled.slider[0].value == 12
    sampled.slider[0].set_value(28).run()
    assert "day 28 of 28" in written(sampled)
    assert sampled.query_params["day"] == "28"


def test_early_numbers_are_veiled_until_a_lead_lifts_the_veil_and_that_is_written_down(sampled: AppTest) -> None:
    sampled.query_params["experiment"] = "newsletter-recommendations"
    sampled.query_params["day"] = "4"
    sampled.run()
    assert titles(sampled) == ["Too early to read: 3 more days"]
    assert not sampled.get("plotly_chart")
    assert "Purchase rate" not in written(sampled)
    assert "Can we trust it?" in written(sampled)
    sampled.text_input[0].set_value("The campaign ends tonight.")
    [show] = [one for one in sampled.button if one.label == "Show the numbers"]
    show.click().run()
    assert sampled.get("plotly_chart")
    [lifted] = fetch.workspace().unveilings(LOCAL_OWNER, "newsletter-recommendations")
    assert (lifted.value.reason, lifted.author) == ("The campaign ends tonight.", "local owner")


def test_the_sample_leaves_in_one_click(sampled: AppTest) -> None:
    sampled.run()
    [remove] = [one for one in sampled.button if one.label == "Remove the sample"]
    remove.click().run()
    assert titles(sampled) == ["Nothing has been tested here yet"]
    assert fetch.batches(LOCAL_OWNER) == ()
    samples.load_part(
        fetch.home(), fetch.workspace(), LOCAL_OWNER, part=Part.FIRST, today=date.today(), progress=lambda *_: None
    )
    sampled.run()
    assert titles(sampled)[0].startswith("Keep personalised.")


def test_an_error_of_ours_is_one_sentence_without_a_traceback(sampled: AppTest, home: Home) -> None:
    for manifest in home.rollup.rglob("manifest.json"):
        manifest.write_text("{")
    sampled.run()
    assert not sampled.exception
    assert sampled.error or titles(sampled)[0].startswith("Keep personalised.")  # told, or rebuilt


HERO = "personalised-hero-banner"


def figures(app: AppTest) -> list[dict[str, object]]:
    """Return every figure of the page."""
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def notes(app: AppTest) -> list[str]:
    """Return the words in the forest."""
    layout = figures(app)[0]["layout"]
    assert isinstance(layout, dict)
    return [note["text"] for note in layout["annotations"]]


def told(home: Home, key: str = HERO) -> Readout:
    """Return what the readout command reads."""
    with Workspace.open(home) as workspace:
        return conductor.read(home, workspace, LOCAL_OWNER, key)


def primary(readout: Readout) -> Comparison:
    """Return the leading comparison."""
    result = next(row.result for row in readout.comparisons if row.role is Role.PRIMARY)
    assert isinstance(result, Comparison)
    return result


def test_the_scale_stands_in_the_address_and_tells_the_commands_figures(sampled: AppTest, home: Home) -> None:
    sampled.query_params["experiment"] = HERO
    sampled.query_params["scale"] = "per_1000"
    sampled.run()
    assert not sampled.exception
    result = primary(told(home))
    low, high = (f"{1000 * end:+.0f}" for end in (result.difference_interval.low, result.difference_interval.high))
    assert f"{1000 * result.difference:+.0f} purchases per 1,000 customers ({low} to {high})" in written(sampled)
    assert "Decides · per 1,000 customers" in notes(sampled)
    sampled.query_params["scale"] = "absolute"
    sampled.run()
    low, high = (f"{100 * end:+.1f}" for end in (result.difference_interval.low, result.difference_interval.high))
    assert f"Purchase rate: {100 * result.difference:+.1f} points ({low} to {high})" in written(sampled)
    assert {"Decides · percentage points", "Explains · EUR"} <= set(notes(sampled))


def test_a_scale_or_view_that_does_not_exist_falls_back_to_the_first(sampled: AppTest) -> None:
    sampled.query_params["scale"] = "furlongs"
    sampled.query_params["view"] = "yesterday"
    sampled.query_params["metric"] = "no-such-metric"
    sampled.run()
    assert not sampled.exception
    assert "worse on none" in written(sampled)
    assert "clear of zero since day" in written(sampled)
    assert [one.value for one in sampled.selectbox if one.label == "Metric"] == ["purchase_rate"]


def test_single_days_are_told_as_differences_and_said_not_to_decide(sampled: AppTest, home: Home) -> None:
    sampled.query_params["experiment"] = HERO
    sampled.query_params["view"] = "by_day"
    sampled.query_params["day"] = "20"
    sampled.run()
    assert not sampled.exception
    with Workspace.open(home) as workspace:
        [course] = closer.read_courses(home, workspace, LOCAL_OWNER, told(home), view=View.BY_DAY)
    results = [point.result for point in course.points if isinstance(point.result, Comparison)]
    above = sum(result.difference > 0 for result in results)
    assert f"Above the control on {above} of {len(results)} days" in written(sampled)
    for expected in ("For understanding, not for deciding", "For the present day"):
        assert expected in written(sampled)


def test_the_funnel_opens_by_its_link_and_shows_control_before_treatment(sampled: AppTest, home: Home) -> None:
    sampled.query_params["experiment"] = HERO
    sampled.query_params["funnel"] = "true"
    sampled.run()
    assert not sampled.exception
    table = next(one.value for one in sampled.table if "Step" in one.value.columns)
    assert list(table.columns) == ["Step", "same for all", "personalised", "Difference"]
    assert list(table["Step"]) == ["Exposed", "Click", "Purchase"]
    row = next(row for row in told(home).comparisons if row.metric.key == "purchase_rate")
    assert row.control_total is not None
    assert str(table["same for all"].iloc[2]).startswith(f"{row.control_total:,.0f} \\(")


def test_one_metric_closer_shows_its_values_cap_and_query_by_its_link(sampled: AppTest) -> None:
    sampled.query_params["experiment"] = HERO
    sampled.query_params["metric"] = "revenue_per_user"
    sampled.run()
    assert not sampled.exception
    assert "of the users hold any" in written(sampled)
    assert "No cap is declared" in written(sampled)
    assert "FROM read_parquet(['rollup/personalised-hero-banner/" in queries(sampled)[0]
    [picker] = [one for one in sampled.selectbox if one.label == "Metric"]
    picker.set_value("click_through_rate").run()
    assert sampled.query_params["metric"] == "click_through_rate"
    assert "Did it" in next(one.value for one in sampled.table if "Share" in one.value.columns).columns


def test_nothing_closer_is_read_before_somebody_asks(sampled: AppTest) -> None:
    sampled.query_params["experiment"] = HERO
    sampled.run()
    assert queries(sampled) == []
    assert [one for one in sampled.table if "Step" in one.value.columns] == []


def test_the_veil_covers_every_view(sampled: AppTest) -> None:
    sampled.query_params["experiment"] = "newsletter-recommendations"
    for name, value in (("day", "4"), ("view", "by_day"), ("funnel", "true"), ("metric", "revenue_per_user")):
        sampled.query_params[name] = value
    sampled.run()
    assert titles(sampled) == ["Too early to read: 3 more days"]
    assert (list(sampled.get("plotly_chart")), list(sampled.code)) == ([], [])
    assert {tuple(one.value.columns) for one in sampled.table} == {("Check", "Found")}


def imported(home: Home, text: str, request: ImportRequest) -> None:
    """Import one small file."""
    home.root.mkdir(parents=True, exist_ok=True)
    path = home.root / "small.csv"
    path.write_text(text)
    with Workspace.open(home) as workspace:
        intake.import_file(home, workspace, actor=LOCAL_OWNER, source=path, request=request)


def test_undated_users_have_no_days_but_values_and_totals_know_no_users(home: Home, app: AppTest) -> None:
    rows = [f"u{user},{'old' if user % 2 else 'new'},{user % 7},{user % 3 % 2}" for user in range(400)]
    users = ImportRequest(
        shape="users", experiment="undated", fields={"user_id": "id", "variant": "arm"}, control="old",
        outcomes={"spend": ("spend",), "bought": ("bought",)},
    )  # fmt: skip
    imported(home, "id,arm,spend,bought\n" + "\n".join(rows), users)
    app.query_params["metric"] = "spend"
    app.switch_page("results/readout.py").run()
    assert not app.exception
    assert "No trend: the data carry no dates" in written(app)
    assert "there are no single days either" in written(app)
    assert "of the users hold any" in written(app)


def test_totals_say_that_they_know_no_single_users(home: Home, app: AppTest) -> None:
    request = ImportRequest(shape="totals", experiment="sums", control="old")
    imported(home, "variant,users,bought\nold,1000,100\nnew,1000,140\n", request)
    app.query_params["funnel"] = "true"
    app.query_params["closer"] = "true"
    app.switch_page("results/readout.py").run()
    assert not app.exception
    assert "The data are totals: they know no single users" in written(app)
    assert "No trend: the data carry no dates" in written(app)
    table = next(one.value for one in app.table if "Share" in one.value.columns)
    assert [str(cell).replace("\\", "") for cell in table["Did it"]] == ["100 of 1,000", "140 of 1,000"]
    assert queries(app)


def test_several_treatments_have_a_course_and_a_funnel_each(home: Home, app: AppTest) -> None:
    chance = np.random.default_rng(3)
    start = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=12)
    rows = []
    for user in range(3000):
        at = start + timedelta(hours=float(chance.uniform(0, 24 * 11)))
        rows.append(f"{user},{at.isoformat()},exposure,{('old', 'new', 'newer')[user % 3]}")
        if chance.random() < 0.3:
            rows.append(f"{user},{(at + timedelta(hours=float(chance.uniform(0, 24)))).isoformat()},purchase,")
    request = ImportRequest(shape="events", experiment="three", control="old")
    imported(home, "user_id,timestamp,event,variant\n" + "\n".join(rows), request)
    app.query_params["view"] = "by_day"
    app.query_params["funnel"] = "true"
    app.switch_page("results/readout.py").run()
    assert not app.exception
    assert "new · Above the control on" in written(app)
    assert "newer · Above the control on" in written(app)
    assert [one.value.columns[2] for one in app.table if "Step" in one.value.columns] == ["new", "newer"]
