"""From an empty home to a verdict, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Server, Tab

pytestmark = pytest.mark.browser


def test_the_sample_loads_by_itself_and_the_winners_verdict_is_read(
    start: Callable[..., Server], visit: Callable[..., Tab]
) -> None:
    tab = visit(start())
    tab.page.goto(tab.server.address)
    heading = tab.page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile(r"^Keep personalised"), timeout=60_000)
    tab.settle()
    expect(tab.page.get_by_text("Sample: invented data")).to_be_visible()
    expect(tab.page.get_by_role("heading", name="Can we trust it?")).to_be_visible()
    assert "experiment=personalised-hero-banner" in tab.page.url
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
    import json
    import urllib.request

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
