"""Groups of users in a real browser: by keyboard to one narrow group, and the address brings another reader there."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Server, Tab

pytestmark = pytest.mark.browser


def test_a_narrow_group_is_chosen_by_keyboard_and_its_address_is_a_link(
    filled: Server, visit: Callable[..., Tab]
) -> None:
    tab = visit(filled)
    tab.page.goto(tab.server.address + "/segments?experiment=personalised-hero-banner&attribute=device")
    heading = tab.page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile("^The (groups of|effect differs by) “device”"), timeout=60_000)
    tab.settle()
    tab.page.get_by_role("combobox", name="Only users who are").focus()
    tab.page.keyboard.type("device: mob")
    tab.page.keyboard.press("Enter")
    expect(tab.page.get_by_text(re.compile(r"[\d,]+ users fit, "))).to_be_visible(timeout=60_000)
    expect(tab.page).to_have_url(re.compile("where=device(:|%3A)mobile"))
    other = visit(tab.server, width=390, theme="dark")
    other.open(tab.page.url.removeprefix(tab.server.address))
    expect(other.page.get_by_text(re.compile(r"[\d,]+ users fit, "))).to_be_visible(timeout=60_000)
    expect(other.page.get_by_text("Exploratory: one look among many")).to_be_visible()
    assert tab.strangers() + other.strangers() == []
    assert tab.complaints + other.complaints == []
