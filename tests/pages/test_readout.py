"""Results › Readout: what a reader sees of a winner, of a test still running, and of early numbers."""

import json
import shutil
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data import samples
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
from pages.parts import fetch
from tests.pages.conftest import titles


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the sample once."""
    home = Home(tmp_path_factory.mktemp("sample") / "home")
    with Workspace.open(home) as workspace:
        samples.load(home, workspace, LOCAL_OWNER, progress=lambda _share, _stage: None)
    return home.root


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
    samples.load(fetch.home(), fetch.workspace(), LOCAL_OWNER, progress=lambda _share, _stage: None)
    sampled.run()
    assert titles(sampled)[0].startswith("Keep personalised.")


def test_an_error_of_ours_is_one_sentence_without_a_traceback(sampled: AppTest, home: Home) -> None:
    for manifest in home.rollup.rglob("manifest.json"):
        manifest.write_text("{")
    sampled.run()
    assert not sampled.exception
    assert sampled.error or titles(sampled)[0].startswith("Keep personalised.")  # told, or rebuilt
