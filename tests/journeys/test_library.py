"""A question asked cold: a server that nobody has visited answers with evidence, and leads to the tests behind it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from data.sample import lessons
from tests.journeys import looks
from tests.journeys.conftest import Server, Tab

pytestmark = pytest.mark.browser
QUESTION = "/library?q=what%20do%20we%20know%20about%20free%20delivery%3F"


def test_a_question_opened_cold_is_answered_with_evidence_and_leads_to_it(
    start: Callable[..., Server], visit: Callable[..., Tab], whole: Path
) -> None:
    tab = visit(start(whole))
    tab.open(QUESTION)
    main = tab.page.get_by_test_id("stMain")
    expect(main.get_by_role("heading", name=lessons.FREE_DELIVERY.claim)).to_be_visible(timeout=60_000)
    expect(main.get_by_text("One test so far, which leaves it open: +4.6%")).to_be_visible()
    expect(main.get_by_text("◆ Emerging")).to_be_visible()
    expect(main.get_by_role("link", name="Basket reminders by push")).to_be_visible()

    main.get_by_role("button", name="Its tests").first.click()
    expect(main.get_by_role("heading", name="Its tests")).to_be_visible()
    tab.settle()
    assert f"learning={lessons.FREE_DELIVERY.key}" in tab.page.url
    assert "q=" not in tab.page.url
    expect(main.get_by_test_id("stPlotlyChart")).to_contain_text("Basket reminders by push")
    tab.page.reload()
    tab.settle()
    expect(main.get_by_role("heading", name=lessons.FREE_DELIVERY.claim)).to_be_visible()

    looks.walk_to(tab, main.get_by_role("button", name="Everything we know"))
    tab.page.keyboard.press("Enter")
    expect(main.get_by_role("heading", name="What we know, and how sure we are")).to_be_visible()
    tab.settle()
    field = main.get_by_label("Ask what you know, in your own words")
    field.fill("unsubscribed")
    field.press("Enter")
    expect(main.get_by_role("heading", name="What we advise")).to_be_visible()
    tab.settle()
    assert "q=unsubscribed" in tab.page.url
    main.get_by_role("button", name="Reminding people of a basket").click()
    expect(main.get_by_text("Never remind three times")).to_be_visible()
    assert tab.strangers() == []
    assert tab.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_room_of_the_library_fits_a_phone_and_keeps_nobody_out(
    filled: Server, visit: Callable[..., Tab], theme: str
) -> None:
    tab = visit(filled, width=390, theme=theme)
    for path in (
        QUESTION,
        f"/library?learning={lessons.PERSONAL.key}",
        "/library?view=practices",
        "/library?view=timeline",
    ):
        tab.open(path)
        assert looks.overflow(tab) == 0, path
        assert looks.serious(tab) == [], path
    assert tab.complaints == []
