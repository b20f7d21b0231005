"""What every answer carries, and a file of one's own from the first start to its verdict, in a real browser."""

import json
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Server, Tab

pytestmark = pytest.mark.browser


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
    expect(tab.page.get_by_role("heading", name="What its columns mean").first).to_be_visible(timeout=60_000)
    tab.page.get_by_role("button", name="Import", exact=True).click()
    expect(tab.page.get_by_text("4,000 rows read: 4,000 accepted")).to_be_visible(timeout=60_000)
    tab.page.get_by_role("link", name=re.compile("Read “autumn-banner”")).click()
    expect(tab.page.get_by_text("autumn banner").first).to_be_visible(timeout=60_000)
    tab.settle()
    # Nobody stated the planned split, so whatever the figures say, the verdict is not “ship”.
    expect(tab.page.get_by_text("Ship", exact=True)).to_have_count(0)
    expect(tab.page.get_by_test_id("stAlert")).to_contain_text("Planned split")
    assert "experiment=autumn-banner" in tab.page.url
    tab.page.get_by_role("link", name="State the planned split").click()
    expect(tab.page).to_have_title("Experiments · Liftroom", timeout=60_000)
    expect(tab.page.get_by_role("textbox", name="Name", exact=True)).to_have_value("autumn banner", timeout=60_000)
    assert tab.strangers() == []
    assert tab.complaints == []
