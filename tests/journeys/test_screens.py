"""Every screen in a real browser: at three widths, in both themes, in Vietnamese, and opened first on a new server."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from data.declarations.experiments import Experiment
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
from tests.conftest import PROJECT
from tests.journeys import looks
from tests.journeys.conftest import Server, Tab

pytestmark = pytest.mark.browser

PICTURES = PROJECT / "build" / "screens"
WIDTHS = (1440, 768, 390)
NARROW = 768
FOLDED = "() => !document.querySelector('[data-testid=stSidebar]').clientWidth"  # here it would cover the page
FITTED = """() => {  // figures take a new width a moment after their place does
    const wide = element => element.getBoundingClientRect().width;
    const fits = chart => Math.abs(wide(chart) - wide(chart.closest('[data-testid=stPlotlyChart]'))) <= 1;
    return [...document.querySelectorAll('[data-testid=stPlotlyChart] .main-svg')].every(fits);
}"""
SCREENS = {  # address → its title in English
    "": "Overview", "readout": "Readout", "segments": "Segments", "health": "Health", "words": "Words",
    "experiments": "Experiments", "session": "Session", "library": "Library", "inbox": "Inbox", "roi": "ROI",
    "month": "Month", "assumptions": "Assumptions", "events": "Events", "metrics": "Metrics", "people": "People",
    "webhook": "Webhook",
}  # fmt: skip
ENGLISH = looks.english()
VIETNAMESE = {
    "": "Tổng quan", "readout": "Bản đọc kết quả", "segments": "Phân khúc", "health": "Độ tin cậy",
    "words": "Giải thích từ", "experiments": "Thử nghiệm", "session": "Buổi nhìn lại", "library": "Thư viện",
    "inbox": "Hộp thư", "roi": "ROI", "month": "Tháng", "assumptions": "Giả định", "events": "Sự kiện",
    "metrics": "Chỉ số", "people": "Mọi người", "webhook": "Webhook",
}  # fmt: skip


def titled(name: str) -> re.Pattern[str]:
    """Return a page's title; the inbox's says how much is unread once the server has gone its first round."""
    return re.compile(rf"{re.escape(name)}( \(\d+\))? · Liftroom")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_fits_every_width_and_nothing_serious_keeps_anybody_out(
    filled: Server, visit: Callable[..., Tab], screen: str, theme: str
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    tab = visit(filled, theme=theme, width=WIDTHS[0])
    tab.open(f"/{screen}")
    expect(tab.page).to_have_title(titled(SCREENS[screen]))
    assert looks.serious(tab) == []
    for width in WIDTHS:
        tab.page.set_viewport_size({"width": width, "height": 1000})
        if width <= NARROW:
            tab.page.wait_for_function(FOLDED)
        tab.settle()
        tab.page.wait_for_function(FITTED)
        tab.page.screenshot(path=PICTURES / f"{screen or 'overview'}-{width}-{theme}.png", animations="disabled")
        assert looks.overflow(tab) == 0, width
    assert tab.strangers() == []
    assert tab.complaints == []


@pytest.mark.parametrize("screen", SCREENS)
def test_a_vietnamese_browser_reads_no_english_sentence_of_ours(
    filled: Server, visit: Callable[..., Tab], screen: str
) -> None:
    tab = visit(filled, locale="vi-VN")
    tab.open(f"/{screen}")
    expect(tab.page).to_have_title(titled(VIETNAMESE[screen]))
    for fold in tab.page.get_by_test_id("stMain").locator("summary").all():
        fold.click()
    tab.settle()
    lines = looks.written(tab)
    assert len(lines) > 10
    left = [line for line in lines if any(pattern.fullmatch(line) for pattern in ENGLISH)]
    assert left == []


@pytest.mark.parametrize("screen", [screen for screen in SCREENS if screen])
def test_an_address_opened_first_on_a_new_server_shows_its_screen_in_the_frame(
    start: Callable[..., Server], visit: Callable[..., Tab], tmp_path: Path, screen: str
) -> None:
    home = Home(tmp_path / "home")
    with Workspace.open(home) as workspace:
        workspace.save_experiment(LOCAL_OWNER, Experiment(key="spring", name="Spring"), version=None)
    tab = visit(start(home.root))
    tab.open(f"/{screen}")
    expect(tab.page).to_have_title(titled(SCREENS[screen]))
    expect(tab.page.get_by_test_id("stSidebarNav").get_by_role("link")).to_have_text(list(SCREENS.values()))
    assert tab.strangers() == []
    assert tab.complaints == []
