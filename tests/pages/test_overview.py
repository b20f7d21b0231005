"""Results › Overview: every experiment as a line, what waits first, filters in the address, and what changed."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import readout
from analytics.present import wording
from data import visits
from data.declarations.experiments import Allocation, Experiment, Status
from data.home import Home
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.store import Workspace
from pages.parts import fetch, visitor
from tests.pages import worlds
from tests.pages.conftest import titles
from tests.pages.test_readout import written


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make eight experiments, two of them too early, and one draft."""
    home = Home(tmp_path_factory.mktemp("programme") / "home")
    worlds.many(home, 8, users=2000, drafts=1)
    return home.root


@pytest.fixture
def opened(programme: Path, home: Home, app: AppTest) -> AppTest:
    """Give the frame on a home of its own that holds the programme."""
    shutil.copytree(programme, home.root)
    st.cache_resource.clear()
    return app


def links(app: AppTest) -> list[str]:
    """Return what every link of the page says."""
    return [str(link.proto.label).replace("\\", "") for link in app.get("page_link")]


def names(app: AppTest) -> list[str]:
    """Return the experiments' names in the order of the lines."""
    first_steps = ("Read “", "Import your own events")
    return [link.removesuffix(" →") for link in links(app) if not link.startswith(first_steps)]


def test_every_experiment_is_a_line_that_says_what_its_readout_says(opened: AppTest, home: Home) -> None:
    opened.run()
    assert not opened.exception
    assert len(names(opened)) == 9
    with Workspace.open(home) as workspace:
        for number in (0, 1, 2, 4, 5, 6):
            told = readout.read(home, workspace, LOCAL_OWNER, f"test-{number}")
            assert wording.verdict_headline(told, "en") in written(opened)
    assert opened.title[0].value.endswith("wait for a decision")


def test_what_waits_for_a_decision_comes_first_and_drafts_last(opened: AppTest) -> None:
    opened.run()
    headings = [heading.value for heading in opened.header]
    assert headings == ["Waiting for a decision", "Still collecting", "Decided", "No events yet"]
    assert names(opened)[-1] == "Idea 0"


def test_each_line_links_to_its_readout_by_address(opened: AppTest) -> None:
    opened.run()
    addresses = {link.proto.query_string for link in opened.get("page_link")}
    assert "experiment=test-4" in addresses


def test_a_veiled_line_shows_neither_lift_nor_range_nor_drawing(opened: AppTest, home: Home) -> None:
    opened.query_params["find"] = "Onboarding"  # number 3, in its fourth day
    opened.run()
    assert names(opened) == ["Onboarding 3"]
    assert "Too early to read: 3 more days" in written(opened)
    assert "%" not in written(opened)
    assert not opened.get("image")
    kept = json.loads((home.rollup / "test-3" / "summary.json").read_text())["value"]
    assert (kept["kind"], kept["precision"], kept["sparks"]) == (None, None, [])


def test_a_lifted_veil_shows_the_line_at_once(opened: AppTest) -> None:
    opened.query_params["find"] = "Onboarding"
    opened.run()
    fetch.workspace().unveil(LOCAL_OWNER, "test-3", reason="The campaign ends tonight.")
    opened.run()
    assert "Too early to read" not in written(opened)
    assert opened.get("image")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"find": "dat hang"}, {"Hero banner 0"}),  # accents of the hypothesis do not matter
        ({"channel": "app"}, {"Newsletter 1", "Win-back 4", "Gift finder 7"}),
        ({"owner": "Ana"}, {"Checkout 2", "Search 5"}),
        ({"status": "draft"}, {"Idea 0"}),
        ({"status": "ended", "owner": "Minh"}, {"Win-back 4"}),
    ],
)
def test_the_address_filters_the_lines(opened: AppTest, asked: dict[str, str], expected: set[str]) -> None:
    for name, value in asked.items():
        opened.query_params[name] = value
    opened.run()
    assert set(names(opened)) == expected
    [every] = [one for one in opened.button if one.label == "Show all"]
    every.click().run()
    assert len(names(opened)) == 9


@pytest.mark.parametrize("name", ["status", "channel", "owner", "waiting", "page"])
def test_a_bad_value_in_the_address_falls_back_to_all_lines(opened: AppTest, name: str) -> None:
    opened.query_params[name] = "nonsense"
    opened.run()
    assert not opened.exception
    assert len(names(opened)) == 9


def test_only_what_waits_is_asked_for_by_address(opened: AppTest) -> None:
    opened.query_params["waiting"] = "true"
    opened.run()
    assert [heading.value for heading in opened.header] == ["Waiting for a decision"]


def test_a_choice_of_status_is_put_into_the_address(opened: AppTest) -> None:
    opened.run()
    [picker] = [one for one in opened.selectbox if one.label == "Status"]
    picker.set_value("decided").run()
    assert opened.query_params["status"] == ["decided"] or opened.query_params["status"] == "decided"
    assert [heading.value for heading in opened.header] == ["Decided"]


def test_the_first_visit_says_what_will_stand_there_and_the_next_names_what_changed(
    opened: AppTest, home: Home
) -> None:
    opened.run()
    assert "This is your first visit. Begin with a test that waits for a decision" in written(opened)
    assert [link for link in links(opened) if link.startswith("Read “")] == [
        "Read “Win-back 4”"
    ]  # ended, and not decided
    [close] = [one for one in opened.button if one.label == "Got it"]
    close.click().run()
    assert "This is your first visit. From the next one on" in written(opened)
    assert "Begin with a test" not in written(opened)
    with Workspace.open(home) as workspace:
        stored = workspace.experiment(LOCAL_OWNER, "test-4")
        decided = replace(stored.value, status=Status.DECIDED)
        workspace.save_experiment(LOCAL_OWNER, decided, version=stored.version)
        workspace.save_experiment(LOCAL_OWNER, Experiment(key="later", name="A later thought"), version=None)
    _hours_ago(home, 20)
    later = AppTest.from_file(str(Path(__file__).parents[2] / "pages" / "frame.py"), default_timeout=60)
    later.run()
    assert "Since you were here on" in written(later)
    assert names(later)[:2] == ["Win-back 4: Ended → Decided", "A later thought: new: Draft"]


def test_nothing_new_is_said_too(opened: AppTest, home: Home) -> None:
    opened.run()
    _hours_ago(home, 20)
    later = AppTest.from_file(str(Path(__file__).parents[2] / "pages" / "frame.py"), default_timeout=60)
    later.run()
    assert "No verdict has changed since you were here" in written(later)


def _hours_ago(home: Home, hours: int) -> None:
    """Put the last visit back in time."""
    [path] = (home.root / "visits").iterdir()
    held = json.loads(path.read_text())
    held["latest"]["ended"] = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
    path.write_text(json.dumps(held))


def test_one_broken_history_leaves_the_other_lines_standing(opened: AppTest, home: Home) -> None:
    for file in (home.rollup / "test-4").rglob("*.parquet"):
        file.write_bytes(b"broken")
    opened.run()
    assert not opened.exception
    assert len(names(opened)) == 9
    assert "Its history cannot be read" in written(opened)
    assert "Not to be trusted yet" in [heading.value for heading in opened.header]


def test_unsafe_figures_are_not_drawn(opened: AppTest, home: Home) -> None:
    with Workspace.open(home) as workspace:
        stored = workspace.experiment(LOCAL_OWNER, "test-4")
        skewed = replace(stored.value, allocation=(Allocation(starts_on=None, weights=(9.0, 1.0)),))
        workspace.save_experiment(LOCAL_OWNER, skewed, version=stored.version)
    opened.query_params["find"] = "Win-back"
    opened.run()
    assert "■ Don’t trust yet" in written(opened)
    assert "■ Blocks the verdict" in written(opened)
    assert not opened.get("image")


def test_only_drafts_say_that_nothing_is_measured(home: Home, app: AppTest) -> None:
    with Workspace.open(home) as workspace:
        workspace.save_experiment(LOCAL_OWNER, Experiment(key="one", name="One"), version=None)
    app.run()
    assert titles(app) == ["Planned, but nothing is measured yet"]
    assert names(app) == ["One"]


@pytest.mark.parametrize("sample", [True, False])
def test_a_line_without_events_asks_for_them_unless_the_sample_still_brings_them(
    home: Home, app: AppTest, sample: bool
) -> None:
    with Workspace.open(home) as workspace:
        workspace.save_experiment(LOCAL_OWNER, Experiment(key="spring", name="Spring", sample=sample), version=None)
    app.run()
    shown = written(app)
    assert ("still coming in" in shown) is sample
    assert ("import them to read this test" in shown) is not sample


def test_an_empty_home_offers_the_sample(app: AppTest) -> None:
    app.run()
    assert titles(app) == ["Nothing has been tested here yet"]
    assert any(one.label == "Load the sample" for one in app.button)


def test_an_executive_who_comes_in_by_the_front_door_stands_before_the_report(
    opened: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitor, "actor", lambda: Actor("boss", ActorRole.EXECUTIVE))
    opened.run()
    assert not opened.exception
    assert titles(opened) == ["Nothing that counts has been rolled out yet."]
    assert not names(opened)


def test_a_visit_goes_on_over_a_short_pause_and_ends_over_a_long_one(home: Home) -> None:
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert visits.arrive(home, LOCAL_OWNER, {"a": "running ship"}, now=noon) is None
    assert visits.arrive(home, LOCAL_OWNER, {"a": "running stop"}, now=noon + timedelta(minutes=20)) is None
    before = visits.arrive(home, LOCAL_OWNER, {"a": "ended stop"}, now=noon + timedelta(hours=5))
    assert before is not None
    assert dict(before.seen) == {"a": "running stop"}
    assert visits.arrive(home, Actor("Ana", ActorRole.VIEWER), {}, now=noon) is None


def test_many_lines_are_turned_by_address_and_a_page_too_far_falls_back(home: Home, app: AppTest) -> None:
    with Workspace.open(home) as workspace:
        for number in range(45):
            draft = Experiment(key=f"idea-{number}", name=f"Idea {number}", channel="web" if number < 25 else "app")
            workspace.save_experiment(LOCAL_OWNER, draft, version=None)
    app.query_params["page"] = "3"
    app.run()
    assert len(names(app)) == 5
    [channel] = [one for one in app.selectbox if one.label == "Channel"]
    channel.set_value("web").run()
    assert len(names(app)) == 5  # the second of two pages: 25 lines
    other = AppTest.from_file(str(Path(__file__).parents[2] / "pages" / "frame.py"), default_timeout=60)
    other.query_params["page"] = "99"
    other.run()
    assert len(names(other)) == 20
