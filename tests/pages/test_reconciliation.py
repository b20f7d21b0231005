"""One report, read back from everywhere it is told: screen, JSON, table, workbook, slides, page and readouts agree.

Amounts are compared to the cent, each as its reader finds it: no figure is taken from the code that wrote another.
"""

import csv
import io
import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import report as conductor
from analytics.decisions.reports import Report
from analytics.exports.forms import Form
from analytics.exports.report_files import written
from analytics.present import worths
from analytics.readout import read as read_experiment
from analytics.statistics.results import Comparison
from data.declarations.assumptions import Assumptions, Cost, CostKind, Rollout
from data.home import Home
from data.sample.money import ROLLED_OUT
from data.workspace.actors import LOCAL_OWNER
from pages.parts import fetch
from tests.present.papers.pages import words
from tests.present.papers.reports import report
from tests.present.papers.slides import charts, frames, sheet, table, values

HERO = "personalised-hero-banner"
MORE = ("shorter-preference-form", "start-screen-with-a-guide", "search-results-rehearsal")


@pytest.fixture
def screen(sample: Path, home: Home, app: AppTest) -> AppTest:
    """Give the page on the whole sample, not yet drawn."""
    shutil.copytree(sample, home.root)
    st.cache_resource.clear()
    return app.switch_page("report/roi.py")


def assume(assumed: Assumptions) -> None:
    kept = fetch.workspace().assumptions(LOCAL_OWNER)
    fetch.workspace().save_assumptions(LOCAL_OWNER, assumed, version=kept.version)


def more_rolled_out() -> None:
    """Let other tests of the sample be for everybody too, one of them at a cost of its own."""
    known = fetch.workspace().assumptions(LOCAL_OWNER).value
    last = known.rollouts[-1]
    dearer = Cost(label="Free gift", kind=CostKind.INCENTIVES, amount=123.45, yearly=False, experiment=MORE[0])
    rolled = tuple(Rollout(experiment=key, starts_on=last.starts_on) for key in MORE)
    assume(replace(known, rollouts=(*known.rollouts, *rolled), costs=(*known.costs, dearer)))


def read() -> Report:
    sources = conductor.gather(fetch.home(), fetch.workspace())
    return conductor.read(fetch.home(), fetch.workspace(), LOCAL_OWNER, sources)


def cents(amount: float) -> int:
    found = round(amount * 100)
    assert amount * 100 == pytest.approx(found, abs=1e-3)
    return found


def told(text: str) -> list[int]:
    """Return every amount with cents in an English text, in cents."""
    found = re.findall(r"(−?)€([\d,]+)\.(\d\d)", text)
    return [int(whole.replace(",", "") + part) * (-1 if sign else 1) for sign, whole, part in found]


def by_test(document: Mapping[str, Any]) -> dict[str, int]:
    return {one["key"]: cents(one["value"]) for one in document["experiments"]}


def assert_files_agree(found: Report) -> dict[str, Any]:
    """Check that table, workbook, slides and page hold the amounts of the JSON; return the JSON."""
    document: dict[str, Any] = json.loads(written(found, Form.JSON))
    worth, net = by_test(document), cents(document["net"]["mean"])
    steps = [cents(step["amount"]) for step in document["waterfall"]]
    assert sum(steps[:-1]) == steps[-1] == net
    assert sum(worth.values()) == cents(document["value"]["mean"]) == net + cents(document["cost"])

    rows = list(csv.DictReader(io.StringIO(written(found, Form.CSV).decode("utf-8-sig"))))
    assert {row["experiment"]: cents(float(row["value"])) for row in rows} == worth
    assert {row["experiment"]: [cents(float(row[f"value_{end}"])) for end in ("low", "high")] for row in rows} == {
        one["key"]: [cents(end) for end in one["interval"]] for one in document["experiments"]
    }

    book = openpyxl.load_workbook(io.BytesIO(written(found, Form.XLSX)))
    cells = {page.title: [[cell.value for cell in row] for row in page.iter_rows(min_row=2)] for page in book}
    assert [cents(row[1]) for row in cells["Waterfall"]] == steps
    assert {row[1]: cents(row[9]) for row in cells["Tests"]} == worth
    assert {row[1]: cents(row[13]) for row in cells["Tests"]} == {
        one["key"]: cents(one["net"]) for one in document["experiments"]
    }
    summary = {row[0]: row[1:] for row in cells["Summary"]}
    assert [cents(amount) for amount in summary["Leaves"]] == [net, *map(cents, document["net"]["interval"])]
    assert cents(summary["Costs"][0]) == cents(document["cost"])

    slides = written(found, Form.PPTX)
    _, fall, sources = charts(slides)
    assert [cents(row[-1]) for row in sheet(fall)[1:]] == steps
    labels = [label for label in re.findall(r"<a:t>([^<]*)</a:t>", fall.part.blob.decode()) if "€" in label]
    assert sorted(told(" ".join(labels))) == sorted(steps)
    drawn = [cents(value) for value in values(sources)["Worth"]]
    assert drawn == list(worth.values())[: len(drawn)]
    lines = [told(row[3])[0] for row in table(frames(slides, charts=False)[0])[1:]]
    assert sum(lines[:-1]) == lines[-1] == sum(worth.values())
    assert lines[: len(drawn)] == drawn

    page = told(words(written(found, Form.PDF)))
    assert {sum(worth.values()), cents(document["cost"]), net} <= set(page)
    assert set(drawn) <= set(page)
    return document


@pytest.mark.parametrize("more", [False, True], ids=["sample", "more tests"])
def test_the_samples_amounts_are_the_same_on_screen_in_every_file_and_in_the_readouts(
    screen: AppTest, *, more: bool
) -> None:
    if more:
        more_rolled_out()
    document = assert_files_agree(read())
    assert len(document["experiments"]) == len(ROLLED_OUT) + (3 if more else 0) == (8 if more else 5)

    screen.run()
    worth, steps = by_test(document), [cents(step["amount"]) for step in document["waterfall"]]
    falls = json.loads(screen.get("plotly_chart")[1].proto.spec)["data"][0]
    assert [cents(amount) for amount in falls["x"]] == steps
    listed = [told(one.value.replace("\\", "")) for one in screen.markdown if "for everybody since" in one.value]
    assert [amounts[0] for amounts in listed] == list(worth.values())
    whole = read()
    assert worths.subline(whole, "en") in [one.value.replace("\\", "") for one in screen.markdown]  # its range too
    shares = screen.table[0].value
    assert sum(told(" ".join(shares["Worth"]).replace("\\", ""))) == sum(worth.values())

    for one in document["experiments"]:
        readout = read_experiment(fetch.home(), fetch.workspace(), LOCAL_OWNER, one["key"])
        lifts = [
            row.result.relative_lift
            for row in readout.comparisons
            if row.metric.key == document["metric"] and row.segment is None and isinstance(row.result, Comparison)
        ]
        assert one["raw_lift"] == pytest.approx(lifts[0], rel=1e-12)


@pytest.mark.parametrize("count", [2, 60])
def test_a_programme_of_many_tests_is_the_same_in_every_file(count: int) -> None:
    found = report(count, shipped=0.9)
    assert found.worth is not None
    document = assert_files_agree(found)
    assert len(document["experiments"]) == len(found.worth.gains) >= count / 2
