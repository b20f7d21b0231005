"""The forms in a real browser: nothing serious in either theme, and what is typed last is saved too."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Server, Tab
from tests.journeys.looks import serious, unfold

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_keeps_anybody_from_filling_the_forms(
    filled: Server, visit: Callable[..., Tab], tmp_path: Path, theme: str
) -> None:
    source = tmp_path / "mail.csv"
    source.write_text("user_id,variant,day,bought\nu1,old,03/04/2026,0\nu2,new,03/04/2026,1\n")
    tab = visit(filled, theme=theme)
    tab.page.goto(tab.server.address + "/events")
    tab.page.set_input_files('input[type="file"]', source, timeout=60_000)
    expect(tab.page.get_by_text("How to read a date such as 03/04/2026")).to_be_visible(timeout=60_000)
    unfold(tab, "Planned split, time zone and attributes", tab.page.get_by_placeholder("new=1, old=1"))
    assert serious(tab) == []
    for path in ("/experiments", "/metrics"):
        tab.page.goto(tab.server.address + path)
        expect(tab.page.get_by_role("button", name="Save", exact=True)).to_be_visible(timeout=60_000)
        assert serious(tab) == []


def test_a_split_is_given_to_variants_just_typed_and_the_last_field_is_saved(
    start: Callable[..., Server], visit: Callable[..., Tab], whole: Path
) -> None:
    tab = visit(start(whole))
    tab.open("/experiments")  # a list that is still being drawn may fold up under the pointer
    picker = tab.page.get_by_test_id("stMain").get_by_test_id("stSelectbox").first.locator("input")
    picker.click(timeout=60_000)
    tab.page.get_by_role("option", name="A new experiment").click()
    expect(tab.page.get_by_text("Name the variants first")).to_be_visible()
    expect(tab.page.get_by_label("Name", exact=True)).to_have_count(1)  # the form of the one before is gone
    tab.settle()
    tab.page.get_by_label("Name", exact=True).fill("Spring mail")
    tab.page.get_by_role("textbox", name="Variants, control first").fill("old\nnew")
    tab.page.keyboard.press("Tab")
    tab.page.get_by_role("spinbutton", name="old", exact=True).fill("3")
    tab.page.get_by_role("spinbutton", name="new", exact=True).fill("1")
    tab.page.get_by_role("button", name="Save", exact=True).click()  # the weight is still being typed
    expect(tab.page.get_by_text("“Spring mail” is saved.")).to_be_visible(timeout=60_000)
    tab.open("/experiments")
    picker.click(timeout=60_000)
    tab.page.get_by_role("option", name="Spring mail").click()
    expect(tab.page.get_by_text("old 75.0% · new 25.0%")).to_be_visible()
    assert tab.strangers() == []
    assert tab.complaints == []
