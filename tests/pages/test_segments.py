"""Results › Segments: what a reader sees of groups that differ, of groups that cannot be compared, of narrow ones."""

import csv
import json
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import readout as command
from data.declarations.experiments import Experiment
from data.events import __main__ as events
from data.home import Home
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from pages.parts import fetch, on_demand, visitor
from tests.pages.conftest import titles
from tests.pages.test_readout import written

Told = Callable[[str, str], dict[str, Any]]

GUIDE = "start-screen-with-a-guide"  # of the sample: newcomers' purchases rise, returning customers' fall
BROKEN = "landing-page-by-interest"  # mobile users of one variant are lost before they are counted
SENT = "win-back-offer"  # some of the treated were sent the control's message


@pytest.fixture
def segments(sample: Path, home: Home, app: AppTest) -> AppTest:
    """Give the page on a home of its own that holds the sample."""
    shutil.copytree(sample, home.root)
    st.cache_resource.clear()
    return app.switch_page("results/segments.py")


def ask(page: AppTest, **query: str) -> AppTest:
    for name, value in query.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def notes(page: AppTest, place: int = 0) -> str:
    """Return the words of a figure."""
    layout = json.loads(page.get("plotly_chart")[place].proto.spec)["layout"]
    return "\n".join(note["text"] for note in layout["annotations"])


def bars(page: AppTest, place: int = 0) -> list[tuple[float, float]]:
    """Return the intervals that a figure draws, from the top."""
    shapes = json.loads(page.get("plotly_chart")[place].proto.spec)["layout"]["shapes"]
    heavy = [one for one in shapes if one["type"] == "rect" and one.get("layer") != "below"]
    return [(one["x0"], one["x1"]) for one in heavy]


def column(page: AppTest, place: int, name: str) -> list[str]:
    """Return the cells of a table's column as a person reads them."""
    return [str(cell).replace("\\", "") for cell in page.table[place].value[name]]


def rings(page: AppTest) -> list[float]:
    shapes = json.loads(page.get("plotly_chart")[0].proto.spec)["layout"]["shapes"]
    return [one["xanchor"] for one in shapes if one["type"] == "circle"]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    """Give what the readout command says of an experiment by an attribute."""

    def by(key: str, attribute: str) -> dict[str, Any]:
        assert command.main([key, "--by", attribute, "--json"]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return by


def test_groups_that_differ_are_named_and_coloured_and_the_figure_is_the_commands(
    segments: AppTest, told: Told
) -> None:
    ask(segments, experiment=GUIDE, attribute="customer_type")
    assert titles(segments)[0].startswith("The effect differs by “customer_type”, beyond chance: about −")
    document = told(GUIDE, "customer_type")
    rows = [row for row in document["comparisons"] if row["metric"] == "purchase_rate"]
    assert [row["segment"] and row["segment"]["value"] for row in rows] == [None, "new", "returning"]
    assert bars(segments) == [pytest.approx(row["relative_interval"]) for row in rows]
    effects = [one for one in document["segmentation"]["effects"] if one["metric"] == "purchase_rate"]
    assert rings(segments) == [pytest.approx(one["shrunk"]) for one in effects]
    words = notes(segments)
    for row in rows[1:]:
        assert f"{row['control_users'] + row['treatment_users']:,} users" in words
    assert words.count("▲") == 1
    assert words.count("▼") == 1
    segments.session_state["segments-table"] = True
    table = segments.run().dataframe[0].value
    assert list(table["Group"]) == ["Everybody in the test", "new", "returning"]


def test_groups_that_differ_by_chance_alone_stay_grey(segments: AppTest, told: Told) -> None:
    ask(segments, experiment=GUIDE, attribute="source")
    document = told(GUIDE, "source")
    gate = next(one for one in document["segmentation"]["gates"] if one["metric"] == "purchase_rate")
    assert not gate["opens"]
    assert titles(segments) == [
        "The groups of “source” differ no more than chance allows: read one effect for all of them."
    ]
    assert "▲" not in notes(segments)
    assert "▼" not in notes(segments)


def test_every_group_says_how_much_of_the_test_and_of_each_variant_it_is(segments: AppTest, told: Told) -> None:
    ask(segments, experiment=GUIDE, attribute="device")
    document = told(GUIDE, "device")
    parts = document["segmentation"]["coverage"]
    assert [number.replace(",", "") for number in column(segments, 0, "Users")] == [
        str(sum(p["users"].values())) for p in parts
    ]
    assert column(segments, 0, "Of the test") == [f"{100 * part['share']:.1f}%" for part in parts]
    control = document["users"]["full catalogue"]
    shares = [f"{100 * part['users']['full catalogue'] / control:.1f}%" for part in parts]
    assert column(segments, 0, "Of “full catalogue”") == shares
    assert "among all your customers is not known here" in written(segments)


def test_groups_whose_split_is_off_are_not_compared_and_nothing_is_coloured(segments: AppTest, told: Told) -> None:
    ask(segments, experiment=BROKEN, attribute="device")
    assert titles(segments) == ["The groups of “device” cannot be compared: their split is off."]
    document = told(BROKEN, "device")
    assert document["segmentation"]["uneven"] == ["mobile"]
    assert "or “device” was measured after they had seen their variant" in written(segments)
    ask(segments, attribute="country")
    assert ("cannot be compared" in titles(segments)[0]) == bool(told(BROKEN, "country")["segmentation"]["uneven"])


def test_misdelivery_is_told_by_group_and_deliveries_are_no_groups(segments: AppTest, told: Told) -> None:
    ask(segments, experiment=SENT, attribute="customer_type")
    [groups] = [one for one in segments.selectbox if one.label == "Groups by"]
    assert groups.options == ["country", "customer_type", "device", "source"]
    document = told(SENT, "customer_type")
    assert [number.replace(",", "") for number in column(segments, 1, "Users with a message")] == [
        str(one["users"]) for one in document["misdelivery"]
    ]
    assert [cell.split(":")[0].replace(",", "") for cell in column(segments, 1, "Were sent another’s")] == [
        str(one["mistaken"]) for one in document["misdelivery"]
    ]
    assert "were sent another variant’s message (" in written(segments)


def test_several_conditions_stand_in_the_address_and_what_nobody_is_is_passed_over(segments: AppTest) -> None:
    ask(
        segments, experiment=GUIDE, attribute="device",
        where="device:mobile,customer_type:new,shoe:44,device:%zz,,customer_type",
    )  # fmt: skip
    assert segments.multiselect[0].value == ["device:mobile", "customer_type:new"]
    assert "users fit, " in written(segments)
    assert "Exploratory: one look among many" in written(segments)
    assert "▲" not in notes(segments, 1)
    segments.multiselect[0].set_value(["device:mobile"]).run()
    assert segments.query_params["where"] == "device:mobile"
    for figure in ("segments", "conditions"):
        segments.session_state[f"{figure}-table"] = True
    parted, alone = (one.value for one in segments.run().dataframe)
    assert alone["Control value"].iloc[0] == parted["Control value"].iloc[2]  # “mobile” in the figure above
    assert bars(segments, 1)[0] == pytest.approx(bars(segments)[2])
    segments.multiselect[0].set_value([]).run()
    assert "where" not in segments.query_params
    assert len(segments.get("plotly_chart")) == 1


def test_a_past_day_shows_its_groups_and_sends_several_conditions_to_today(segments: AppTest) -> None:
    ask(segments, experiment=GUIDE, attribute="device", day="12", where="device:mobile")
    assert "day 12 of 28" in written(segments)
    assert len(segments.get("plotly_chart")) == 1
    assert "This is only known as of today" in written(segments)


def test_what_the_address_names_and_nobody_has_falls_back(segments: AppTest) -> None:
    ask(segments, experiment=GUIDE, attribute="shoe size", metric="luck", treatment="nobody", where=":::,%,a:b")
    assert not {"attribute", "metric", "treatment"} & set(segments.query_params)
    assert [one.value for one in segments.selectbox if one.label in ("Groups by", "Metric")] == [
        "country", "purchase_rate",
    ]  # fmt: skip
    assert segments.multiselect[0].value == []


def test_the_veil_covers_groups_and_conditions(segments: AppTest) -> None:
    ask(
        segments, experiment="newsletter-recommendations", attribute="device", day="4", where="device:mobile"
    )  # fmt: skip
    assert titles(segments) == ["Too early to read: 3 more days"]
    assert not segments.get("plotly_chart")
    assert not segments.multiselect
    assert "Purchase rate" not in written(segments)
    [show] = [one for one in segments.button if one.label == "Show the numbers"]
    segments.text_input[0].set_value("The campaign ends tonight.")
    show.click().run()
    assert segments.get("plotly_chart")


def table(home: Home, name: str, header: str, rows: list[str]) -> None:
    """Import a table of users or totals."""
    home.root.mkdir(parents=True, exist_ok=True)
    path = home.root / f"{name}.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    assert events.main(["import", str(path), "--weights", "old=1,new=1"]) == 0


def people(*, attribute: str) -> list[str]:
    return [f"u{n},{'new' if n % 2 else 'old'},{attribute},{int(n % 5 == 0 or n % 7 == 1)}" for n in range(600)]


def test_one_value_is_nothing_to_compare(home: Home, app: AppTest) -> None:
    table(home, "banner", "user_id,variant,device,purchased", people(attribute="phone"))
    ask(app.switch_page("results/segments.py"))
    assert titles(app) == ["Everybody with “device” is “phone”: nothing to compare."]


def test_data_without_attributes_say_what_to_add(home: Home, app: AppTest) -> None:
    rows = [row.replace(",,", ",") for row in people(attribute="")]
    table(home, "banner", "user_id,variant,purchased", rows)
    ask(app.switch_page("results/segments.py"))
    assert titles(app) == ["The data do not say who the users are"]
    assert "device, country or customer type beside each exposure" in written(app)


def test_an_undated_table_is_read_once_and_small_groups_are_not_shown(home: Home, app: AppTest) -> None:
    rows = [row.replace("device", ("phone", "desk")[n % 3 == 0]) for n, row in enumerate(people(attribute="device"))]
    rows += [f"v{n},{'new' if n % 2 else 'old'},watch,1" for n in range(8)]
    table(home, "banner", "user_id,variant,device,purchased", rows)
    ask(app.switch_page("results/segments.py"), where="device:phone,device:desk")
    assert not app.slider
    assert "fewer than 10 users in a variant: not shown" in notes(app)
    assert column(app, 0, "Users") == ["200", "400", "too few to be shown"]
    assert "600 users fit, " in written(app)
    app.multiselect[0].set_value(["device:watch"]).run()
    assert "Fewer than 10 users of a variant fit: too few to be shown." in written(app)
    assert len(app.get("plotly_chart")) == 1


def test_totals_have_groups_but_no_several_conditions(home: Home, app: AppTest) -> None:
    rows = [f"{variant},{device},{users},{buys}" for variant, device, users, buys in (
        ("old", "phone", 900, 90), ("old", "desk", 700, 80), ("new", "phone", 910, 120), ("new", "desk", 690, 82),
    )]  # fmt: skip
    table(home, "banner", "variant,device,users,purchase", rows)
    ask(app.switch_page("results/segments.py"), where="device:phone")
    assert "By device" in notes(app)
    assert "These data are totals" in written(app)


def test_people_who_write_in_formats_see_their_own_words(home: Home, app: AppTest) -> None:
    rows = [
        row.replace("device", ("[a](b)", "*c*")[n % 3 == 0]) for n, row in enumerate(people(attribute="device"))
    ]  # fmt: skip
    table(home, "banner", "user_id,variant,device,purchased", rows)
    ask(app.switch_page("results/segments.py"))
    assert "\\[a\\]\\(b\\)" in app.subheader[0].value


@pytest.mark.parametrize("screen", ["readout", "segments", "health"])
def test_results_are_closed_to_whoever_reads_reports_only(
    segments: AppTest, monkeypatch: pytest.MonkeyPatch, screen: str
) -> None:
    monkeypatch.setattr(visitor, "actor", lambda: Actor(name="Ana", role=ActorRole.EXECUTIVE))
    page = segments.switch_page(f"results/{screen}.py").run()
    assert titles(page) == ["Results are not part of your role"]
    assert [link.proto.label for link in page.get("page_link")] == ["See what the tests were worth"]
    assert not page.get("plotly_chart")


def test_data_beyond_the_day_that_is_read_say_up_to_when_conditions_count(home: Home, app: AppTest) -> None:
    home.root.mkdir(parents=True, exist_ok=True)
    path, today = home.root / "hero.csv", datetime.now().replace(hour=0, minute=0, second=1, microsecond=0)
    with path.open("w", newline="") as file:
        log = csv.writer(file)
        log.writerow(["experiment", "user_id", "timestamp", "event", "variant", "device"])
        for user in range(400):
            at = today - timedelta(days=user % 20)
            kind = ("phone", "desk")[user % 3 == 0]
            log.writerow(["hero", f"u{user}", at.isoformat(), "exposure", ("old", "new")[user % 2], kind])
            if user % 4 == 0:
                log.writerow(["hero", f"u{user}", at.isoformat(), "purchase", "", ""])
    assert events.main(["import", str(path), "--weights", "old=1,new=1"]) == 0
    ask(app.switch_page("results/segments.py"), where="device:phone")
    assert "Counted over everything imported, up to " in written(app)
    assert on_demand.conditioned(LOCAL_OWNER, "hero", ()) is not None


def test_one_of_several_treatments_is_read_at_a_time(home: Home, app: AppTest) -> None:
    home.root.mkdir(parents=True, exist_ok=True)
    path = home.root / "banner.csv"
    rows = [
        f"u{n},{('old', 'new', 'newest')[n % 3]},{('phone', 'desk')[n % 2]},{int(n % 5 == 0 or n % 6 == 2)}"
        for n in range(1800)
    ]
    path.write_text("\n".join(["user_id,variant,device,purchased", *rows]) + "\n")
    assert events.main(["import", str(path), "--control", "old", "--weights", "old=1,new=1,newest=1"]) == 0
    ask(app.switch_page("results/segments.py"), treatment="newest", where="device:phone")
    [treatment] = [one for one in app.selectbox if one.label == "Treatment"]
    assert (treatment.value, sorted(treatment.options)) == ("newest", ["new", "newest"])
    assert "Lift of “newest” over “old”" in written(app)
    assert notes(app, 1).count("·") == 2  # both treatments of the one metric
    treatment.set_value("new").run()
    assert "treatment" not in app.query_params, "what is shown without being asked for needs no address"
    assert "Lift of “new” over “old”" in written(app)


def test_an_experiment_without_events_says_so_in_one_sentence(segments: AppTest) -> None:
    draft = Experiment(key="idea", name="Idea", variants=("old", "new"))
    fetch.workspace().save_experiment(LOCAL_OWNER, draft, version=None)
    ask(segments, experiment="idea")
    assert "has no history yet" in written(segments)
    assert not segments.get("plotly_chart")
