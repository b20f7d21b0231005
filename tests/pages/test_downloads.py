"""Results › Readout: what can be taken along, made when asked for; nothing of early numbers."""

import tomllib

from streamlit.testing.v1 import AppTest

from tests.conftest import PROJECT
from tests.pages.test_readout import sampled

__all__ = ["sampled"]

SUMMARY = "Summary for whoever was not there (PDF)"
LABELS = ["One page to print (PDF)", "One slide (PowerPoint)", "Workbook (Excel)", "Plain table (CSV)"]


def offered(page: AppTest) -> list[str]:
    return [button.label.replace("\\", "") for button in page.download_button]


def test_a_readout_can_be_taken_along_in_four_forms_and_the_newest_as_a_summary(sampled: AppTest) -> None:
    sampled.run()
    assert not sampled.exception
    assert offered(sampled) == [SUMMARY, *LABELS]
    sampled.query_params["day"] = "20"
    sampled.run()
    assert not sampled.exception
    assert offered(sampled) == LABELS


def test_what_to_say_in_one_breath_can_be_copied(sampled: AppTest) -> None:
    sampled.run()
    [told] = sampled.code
    assert told.value.startswith("About ")
    assert "more of every 1,000 customers buy with “Personalised hero banner”; it could be as few as" in told.value
    assert told.value.endswith("We roll it out.")  # its sample says since when it is out


def test_nothing_is_made_before_somebody_asks(sampled: AppTest) -> None:
    sampled.run()
    assert {button.proto.url for button in sampled.download_button} == {""}
    assert all(button.proto.deferred_file_id for button in sampled.download_button)


def test_early_numbers_cannot_be_taken_along_until_the_veil_is_lifted(sampled: AppTest) -> None:
    sampled.query_params["experiment"] = "newsletter-recommendations"
    sampled.query_params["day"] = "4"
    sampled.run()
    assert offered(sampled) == []
    assert not sampled.get("popover")
    assert not sampled.code
    sampled.text_input[0].set_value("The campaign ends tonight.")
    [show] = [one for one in sampled.button if one.label == "Show the numbers"]
    show.click().run()
    assert offered(sampled) == LABELS


def test_the_tables_own_export_stays_off_so_that_no_cell_leaves_unguarded() -> None:
    config = tomllib.loads((PROJECT / ".streamlit/config.toml").read_text())
    assert config["client"]["disableDataExport"] is True
