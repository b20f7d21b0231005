"""A newcomer's first five minutes in a real browser: by mouse, by keyboard alone, and with a file of their own."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Server, Tab
from tests.journeys.looks import unfold, walk_to

pytestmark = pytest.mark.browser

WINNER = "personalised-hero-banner"


def test_from_the_first_start_to_a_verdict_its_past_and_its_health(served: Server, visit: Callable[..., Tab]) -> None:
    tab = visit(served)
    tab.page.goto(served.address)
    heading = tab.page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile(r"waits? for a decision$"), timeout=120_000)
    expect(tab.page.get_by_text("Sample", exact=True).first).to_be_visible()
    tab.page.get_by_role("link", name="Personalised hero banner →").click()
    expect(heading).to_have_text(re.compile(r"^Keep personalised"), timeout=60_000)
    tab.settle()
    assert tab.page.url == f"{served.address}/readout?experiment={WINNER}"

    tab.page.get_by_role("slider").press("PageDown")
    expect(tab.page).to_have_url(re.compile(r"day=\d+$"), timeout=60_000)
    day = tab.page.url.rpartition("=")[2]
    expect(tab.page.get_by_text(f"day {day} of 28")).to_be_visible(timeout=60_000)
    tab.page.reload()
    expect(tab.page.get_by_text(f"day {day} of 28")).to_be_visible(timeout=60_000)
    tab.page.get_by_test_id("stSidebarNav").get_by_role("link", name="Health").click()
    expect(tab.page).to_have_url(f"{served.address}/health?experiment={WINNER}&day={day}", timeout=60_000)
    expect(tab.page.get_by_text(f"day {day} of 28")).to_be_visible(timeout=60_000)

    tab.page.get_by_test_id("stSidebar").get_by_text("Tiếng Việt").click()
    expect(tab.page).to_have_title("Độ tin cậy · Liftroom", timeout=60_000)
    tab.page.get_by_test_id("stSidebarNav").get_by_role("link", name="Tổng quan").click()
    expect(heading).to_have_text(re.compile(r"đang chờ quyết định$"), timeout=60_000)
    expect(tab.page).to_have_url(f"{served.address}/?lang=vi")
    assert tab.strangers() == []
    assert tab.complaints == []


def test_the_keyboard_alone_reads_a_verdict(filled: Server, visit: Callable[..., Tab]) -> None:
    tab = visit(filled)
    tab.page.goto(tab.server.address)
    winner = tab.page.get_by_role("link", name="Personalised hero banner →")
    expect(winner).to_be_visible(timeout=120_000)
    tab.settle()
    walk_to(tab, winner)
    tab.page.keyboard.press("Enter")
    expect(tab.page.get_by_role("heading", level=1)).to_have_text(re.compile("^Keep personalised"), timeout=60_000)
    tab.settle()

    walk_to(tab, tab.page.get_by_role("slider"))
    tab.page.keyboard.press("ArrowLeft")
    expect(tab.page.get_by_text("day 27 of 28")).to_be_visible(timeout=60_000)
    tab.settle()
    walk_to(tab, tab.page.locator("summary", has_text="Words on this screen"))
    tab.page.keyboard.press("Enter")
    expect(tab.page.get_by_text("Where the true lift probably lies")).to_be_visible(timeout=60_000)

    picker = tab.page.get_by_role("combobox", name=re.compile("Experiment"))
    walk_to(tab, picker)
    tab.page.keyboard.press("ArrowDown")
    tab.page.keyboard.type("Newsletter")
    expect(tab.page.get_by_role("option")).to_have_count(1)
    tab.page.keyboard.press("Enter")
    expect(tab.page).to_have_url(f"{tab.server.address}/readout?experiment=newsletter-recommendations", timeout=60_000)
    assert tab.complaints == []


@pytest.mark.shared
def test_a_real_campaign_comes_in_by_screen_and_its_verdict_is_read(
    served: Server, visit: Callable[..., Tab], shared: Path
) -> None:
    source = shared / "data/hillstrom/hillstrom.csv"
    if not source.exists():
        pytest.skip("the Hillstrom e-mail campaign is not among the reference data")
    tab = visit(served)
    tab.page.goto(f"{served.address}/events")
    tab.page.set_input_files('input[type="file"]', source, timeout=120_000)
    expect(tab.page.get_by_role("heading", name="What its columns mean").first).to_be_visible(timeout=60_000)
    split = tab.page.get_by_role("textbox", name="Planned split: how many parts each variant gets")
    unfold(tab, "Planned split, time zone and attributes", split)
    split.fill("No E-Mail=1, Mens E-Mail=1, Womens E-Mail=1")
    tab.page.get_by_role("textbox", name="Control, if its name does not tell").fill("No E-Mail")
    tab.page.get_by_role("button", name="Import", exact=True).click()
    expect(tab.page.get_by_text("64,000 rows read: 64,000 accepted")).to_be_visible(timeout=120_000)
    tab.page.get_by_role("link", name=re.compile("Read “hillstrom”")).click()
    # The reference (reference.json of the data): Mens E-Mail raised visits from 10.6% to 18.3%, p < 1e-100.
    expect(tab.page.get_by_role("heading", level=1)).to_have_text(re.compile("^Keep Mens E-Mail"), timeout=120_000)
    tab.settle()
    assert "experiment=hillstrom" in tab.page.url
    assert tab.strangers() == []
    assert tab.complaints == []
