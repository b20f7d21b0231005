"""Taking a readout along in a real browser: the files that arrive are those of the readout command."""

from collections.abc import Callable
from pathlib import Path

import pytest

from analytics import orders
from analytics.readout import main
from tests.journeys import looks
from tests.journeys.conftest import Server, Tab


@pytest.mark.browser
def test_what_arrives_is_what_the_readout_command_writes(
    filled: Server, visit: Callable[..., Tab], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = visit(filled)
    tab.open("/readout")
    take = tab.page.get_by_role("button", name="Take it along")
    take.wait_for(timeout=120_000)
    tab.settle()
    take.click()
    tab.page.get_by_role("button", name="Plain table (CSV)").wait_for()
    assert looks.serious(tab) == []
    arrived: dict[str, Path] = {}
    for label in ("One page to print (PDF)", "Workbook (Excel)", "Plain table (CSV)"):
        with tab.page.expect_download() as download:
            tab.page.get_by_role("button", name=label).click()
        name = download.value.suggested_filename
        arrived[name.rpartition(".")[2]] = tmp_path / name
        download.value.save_as(tmp_path / name)
    assert {path.name.startswith("personalised-hero-banner-20") for path in arrived.values()} == {True}
    monkeypatch.setenv("LIFTROOM_HOME", str(filled.home))
    for ending, path in arrived.items():
        told = tmp_path / f"told.{ending}"
        assert main(["personalised-hero-banner", f"--{ending}", str(told)]) == 0
        assert path.read_bytes() == told.read_bytes()
    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name="Summary for whoever was not there (PDF)").click()
    download.value.save_as(tmp_path / "summary.pdf")
    assert orders.main(["experiment", "personalised-hero-banner", "--format", "pdf", "--out", str(tmp_path / "s")]) == 0
    assert (tmp_path / "summary.pdf").read_bytes() == (tmp_path / "s").read_bytes()
    assert tab.strangers() == []
