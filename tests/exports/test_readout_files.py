"""What is taken along says what the readout says, and what the raw rows say; nothing leaves under the veil."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from analytics.decisions.results import MetricComparison, Readout, Segment
from analytics.document import as_document
from analytics.exports.forms import Form
from analytics.exports.readout_files import WRITERS, file_name, written
from analytics.readout import main
from analytics.statistics.results import Comparison, Interval, Reason, Untestable
from data.declarations.experiments import Experiment, Role
from data.home import Home
from data.messages import Refused
from data.workspace.store import Workspace
from tests.present.examples import EXPERIMENT, METRICS, WINNER, comparison, row, with_rows
from tests.present.papers.pages import pages, words
from tests.test_readout import DAYS, day, hero, imported, told, workspace

__all__ = ["hero", "imported", "workspace"]

ENDS = ("low", "high")


def csv(readout: Readout) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(written(readout, Form.CSV)))


def xlsx(readout: Readout, sheet: str, *, language: str = "en") -> pd.DataFrame:
    return pd.read_excel(io.BytesIO(written(readout, Form.XLSX, language=language)), sheet_name=sheet)


def flat(found: dict[str, Any]) -> dict[str, Any]:
    """Return a record of the document as the tables name its parts."""
    cells = {name: value for name, value in found.items() if not name.endswith("interval") and name != "segment"}
    for name in (name for name in found if name.endswith("interval")):
        cells |= {f"{name}_{end}": (found[name] or (None, None))[place] for place, end in enumerate(ENDS)}
    if "segment" in found:
        cells |= {f"segment_{part}": (found["segment"] or {}).get(part) for part in ("attribute", "value")}
    return cells


def assert_same(table: pd.DataFrame, expected: list[dict[str, Any]], *, digits: float) -> None:
    """Check every cell of the document's records; an empty cell is what the document calls null."""
    assert len(table) == len(expected)
    for (_, line), record in zip(table.iterrows(), expected, strict=True):
        for name, value in flat(record).items():
            cell = line[name]
            if value is None:
                assert pd.isna(cell), name
            elif isinstance(value, float):
                assert float(cell) == pytest.approx(value, rel=digits, abs=0), name
            else:
                assert cell == value, name


def worlds() -> Iterator[Readout]:
    """Give readouts with every kind of row: testable, without a lift, without an end, untestable, of a segment."""
    yield WINNER
    open_ended = replace(
        comparison(0.05, 0.1, 0.2), relative_interval=Interval(low=-0.1, high=float("inf"), level=0.95)
    )
    bare = replace(open_ended, relative_lift=Untestable(reason=Reason.NO_BASELINE))
    untestable = Untestable(reason=Reason.NO_USERS)
    rows: list[MetricComparison] = [
        row(METRICS["purchase_rate"], Role.PRIMARY, each) for each in (open_ended, bare, untestable)
    ]
    yield with_rows(*rows, replace(rows[0], segment=Segment(attribute="=device", value="-old")))


@pytest.mark.parametrize("readout", list(worlds()), ids=["winner", "untestable"])
def test_tables_hold_the_figures_of_the_readout_command(readout: Readout) -> None:
    document: Any = as_document(readout)
    clean = json.loads(json.dumps(document).replace('"=device"', '"\'=device"').replace('"-old"', '"\'-old"'))
    table = csv(readout)
    assert_same(table, clean["comparisons"], digits=0)  # to the last digit
    assert_same(xlsx(readout, "Comparisons"), document["comparisons"], digits=1e-14)  # Excel keeps 15 digits
    assert_same(xlsx(readout, "Health"), document["health"], digits=1e-14)


def test_the_trend_stands_day_by_day_in_the_workbook() -> None:
    document: Any = as_document(WINNER)
    table = xlsx(WINNER, "Trend")
    table["day"] = table["day"].dt.date.map(str)
    [known] = document["trends"]
    assert_same(table, known["points"], digits=1e-14)
    assert set(table["treatment"]) == {known["treatment"]}


def test_a_cell_that_cannot_be_told_is_empty_and_says_why() -> None:
    table = csv(WINNER).set_index("metric")
    assert table.loc["satisfaction", "reason"] == "no_denominator"
    assert table["relative_lift"].isna()["satisfaction"]
    assert table["reason"].isna()["purchase_rate"]


def test_units_currency_and_the_sample_are_told() -> None:
    table = csv(replace(WINNER, experiment=replace(EXPERIMENT, sample=True))).set_index("metric")
    assert (table.loc["revenue_per_user", "unit"], table.loc["purchase_rate", "unit"]) == ("EUR", "share")
    assert list(table["sample"].unique()) == [True]
    assert not csv(WINNER)["sample"].any()


def test_the_health_sheet_speaks_the_readers_language() -> None:
    assert "Cap revenue." in list(xlsx(WINNER, "Health")["action"])
    document: Any = as_document(WINNER, language="vi")
    assert list(xlsx(WINNER, "Health", language="vi")["detail"]) == [each["detail"] for each in document["health"]]


@pytest.mark.parametrize("form", list(WRITERS))
def test_the_same_readout_gives_the_same_bytes_on_any_day(form: Form) -> None:
    made = written(WINNER, form)
    assert made == written(WINNER, form)
    if form is Form.XLSX:
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert openpyxl.load_workbook(io.BytesIO(made)).properties.modified.year == 2000


@pytest.mark.parametrize("form", list(WRITERS))
def test_nothing_leaves_under_the_veil(form: Form) -> None:
    with pytest.raises(Refused, match="too early"):
        written(replace(WINNER, veiled_on_screen=True), form)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("personalised-hero-banner", "personalised-hero-banner-2026-11-18.pdf"),
        ("../../etc/passwd", "etc-passwd-2026-11-18.pdf"),
        ('a"b\r\nSet-Cookie: x', "a-b-set-cookie-x-2026-11-18.pdf"),
        ("Ứng dụng", "ng-d-ng-2026-11-18.pdf"),
        ("...", "experiment-2026-11-18.pdf"),
        ("k" * 300, "k" * 64 + "-2026-11-18.pdf"),
    ],
)
def test_a_file_is_named_after_experiment_and_day_and_can_lie_anywhere(key: str, expected: str) -> None:
    assert file_name(replace(WINNER, experiment=replace(EXPERIMENT, key=key)), Form.PDF) == expected
    assert file_name(replace(WINNER, as_of=None), Form.CSV) == "personalised-hero-banner.csv"


def test_the_table_counts_what_pandas_counts_in_the_raw_rows(
    home: Home, workspace: Workspace, hero: Experiment, imported: Path
) -> None:
    events = pd.read_csv(imported.parent / f"events-{DAYS}.csv")
    arms = events[events["event"] == "exposure"].set_index("user_id")["variant"]
    bought = events[events["event"] == "purchase"].drop_duplicates("user_id")["user_id"].map(arms).value_counts()
    spent = events[events["event"] == "purchase"].assign(arm=lambda each: each["user_id"].map(arms))
    readout = told(home, workspace)
    table = csv(readout).set_index("metric")
    purchases, revenue = table.loc["purchase_rate"], table.loc["revenue_per_user"]
    for arm, side in (("A", "control"), ("B", "treatment")):
        users = int((arms == arm).sum())
        assert purchases[f"{side}_users"] == users
        assert purchases[f"{side}_value"] == pytest.approx(bought[arm] / users)
        assert revenue[f"{side}_value"] == pytest.approx(spent.loc[spent["arm"] == arm, "value"].sum() / users)
    lift = (bought["B"] / (arms == "B").sum()) / (bought["A"] / (arms == "A").sum()) - 1
    assert purchases["relative_lift"] == pytest.approx(lift)
    said = words(written(readout, Form.PDF))
    assert f"{lift:+.1%}".replace("-", "−") in said
    assert f"({bought['A']:,} of {(arms == 'A').sum():,})" in said


def test_the_command_writes_what_the_screen_lets_people_take_along(
    home: Home, workspace: Workspace, hero: Experiment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = {form: tmp_path / f"paper.{form.value}" for form in WRITERS}
    options = [word for form, path in made.items() for word in (f"--{form.value}", str(path))]
    assert main(["hero", *options, "--json", "--language", "vi"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert pages(made[Form.PDF].read_bytes()) == 1
    assert document["verdict"]["sentence"].split(".")[0] in words(made[Form.PDF].read_bytes())
    table = pd.read_csv(made[Form.CSV])
    assert_same(table, document["comparisons"], digits=0)
    health = pd.read_excel(made[Form.XLSX], sheet_name="Health")
    assert list(health["detail"]) == [each["detail"] for each in document["health"]]


def test_the_command_refuses_veiled_papers_and_places_that_do_not_exist_in_one_sentence(
    home: Home, workspace: Workspace, hero: Experiment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    early = tmp_path / "early.pdf"
    capsys.readouterr()
    assert main(["hero", "--as-of", day(3).isoformat(), "--pdf", str(early)]) == 2
    assert "too early" in capsys.readouterr().err
    assert not early.exists()
    assert main(["hero", "--csv", str(tmp_path / "nowhere" / "x.csv")]) == 2
    told_why = capsys.readouterr()
    assert (told_why.out, told_why.err.count("\n")) == ("", 1)


def test_the_analyst_still_reads_early_numbers_as_json(
    home: Home, workspace: Workspace, hero: Experiment, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["hero", "--as-of", day(3).isoformat(), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["veiled_on_screen"] is True
    assert isinstance(told(home, workspace, as_of=day(3)).comparisons[0].result, Comparison)
