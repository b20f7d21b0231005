"""From an empty home to a verdict, in a real browser."""

import json
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.conftest import Server, Tab

STREAMLITS_OWN = ['[data-testid="stSidebarNav"]']  # its list holds groups between list and items
pytestmark = pytest.mark.browser


def test_the_sample_loads_by_itself_and_the_winners_verdict_is_read(
    start: Callable[..., Server], visit: Callable[..., Tab]
) -> None:
    tab = visit(start())
    tab.page.goto(tab.server.address)
    heading = tab.page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile(r"waits? for a decision$"), timeout=60_000)
    tab.settle()
    tab.page.get_by_role("link", name="Personalised hero banner →").click()
    expect(heading).to_have_text(re.compile(r"^Keep personalised"), timeout=60_000)
    tab.settle()
    expect(tab.page.get_by_text("Sample: invented data", exact=True)).to_be_visible()
    expect(tab.page.get_by_role("heading", name="Can we trust it?")).to_be_visible()
    assert tab.page.url.endswith("/readout?experiment=personalised-hero-banner")
    assert tab.strangers() == []
    assert tab.complaints == []


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/experiments", "What is tested, on whom, and what decides"),
        ("/events", "What the machines wrote down"),
        ("/metrics", "What counts, and from when it matters"),
    ],
)
def test_a_child_address_opened_first_on_a_fresh_server_shows_its_page_in_the_frame(
    start: Callable[..., Server], visit: Callable[..., Tab], path: str, title: str
) -> None:
    tab = visit(start())
    tab.page.goto(tab.server.address + path)
    expect(tab.page.get_by_role("heading", level=1)).to_have_text(title, timeout=60_000)
    expect(tab.page.get_by_test_id("stSidebarNav")).to_contain_text("Readout")
    assert tab.strangers() == []
    assert tab.complaints == []


def test_every_answer_carries_the_security_headers_and_health_is_told(start: Callable[..., Server]) -> None:
    server = start()
    for path in ("/", "/api/health", "/_stcore/health", "/nowhere"):
        with urllib.request.urlopen(server.address + path, timeout=30) as reply:
            policy = reply.headers["Content-Security-Policy"]
            assert "frame-ancestors 'none'" in policy
            assert re.search(r"script-src 'self' 'sha256-[\w+/=]+'", policy)
            assert reply.headers["X-Content-Type-Options"] == "nosniff"
            assert reply.headers["Referrer-Policy"] == "same-origin"
            if path == "/api/health":
                assert json.load(reply) == {"status": "ok"}


def test_a_file_is_imported_by_screen_and_its_verdict_is_read(
    start: Callable[..., Server], visit: Callable[..., Tab], tmp_path: Path
) -> None:
    source = tmp_path / "autumn banner.csv"
    rows = (f"u{n},{'new' if n % 2 else 'old'},{int(n % 4 == 0 or n % 10 == 1)}" for n in range(4000))
    source.write_text("user_id,variant,purchased\n" + "\n".join(rows) + "\n")
    tab = visit(start())
    tab.page.goto(tab.server.address + "/events")
    tab.page.set_input_files('input[type="file"]', source, timeout=60_000)
    expect(tab.page.get_by_role("heading", name="What its columns mean")).to_be_visible(timeout=60_000)
    tab.page.get_by_role("button", name="Import", exact=True).click()
    expect(tab.page.get_by_text("4,000 rows read: 4,000 accepted")).to_be_visible(timeout=60_000)
    tab.page.get_by_role("link", name=re.compile("Read “autumn-banner”")).click()
    expect(tab.page.get_by_text("autumn banner").first).to_be_visible(timeout=60_000)
    tab.settle()
    # Nobody stated the planned split, so whatever the figures say, the verdict is not “ship”.
    expect(tab.page.get_by_text("Ship", exact=True)).to_have_count(0)
    expect(tab.page.get_by_test_id("stAlert")).to_contain_text("Planned split")
    assert "experiment=autumn-banner" in tab.page.url
    assert tab.strangers() == []
    assert tab.complaints == []


@pytest.mark.parametrize(
    ("path", "name"), [("/?waiting=true", "Waiting for a decision"), ("/readout", "Can we trust it?")]
)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_keeps_anybody_from_reading_results(
    start: Callable[..., Server], visit: Callable[..., Tab], theme: str, path: str, name: str
) -> None:
    tab = visit(start(), theme=theme)
    tab.page.goto(tab.server.address + path)
    expect(tab.page.get_by_role("heading", name=name, exact=True)).to_be_visible(timeout=60_000)
    tab.settle()
    found = Axe().run(tab.page, context={"exclude": [STREAMLITS_OWN]}).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in serious] == []
