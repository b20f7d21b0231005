"""No word of a person becomes a formula in somebody's spreadsheet; numbers stay numbers."""

import csv
import io
import unicodedata

import openpyxl
import pytest

from analytics.present.papers.spreadsheets import Cell, Sheet, csv_file
from analytics.present.papers.workbooks import workbook

RUNNABLE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://example.org")',
    "\t=1",
    "\tname",
    "\r=1",
    "\rname",
    "\n-2",
    " =1",
    "   +1",
    "\u00a0=1",
    "\u3000-1",
    "\ufeff=1",
    "\u200b@x",
    "\x00=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    " ＝1",
    "﹢1",
    "x;=1+1",
    "x; -1;＋2",
    "\u202e=1",
)
WORDS = ("Purchase rate", "A=B", "a-b", "mail@example.org", "50 : 50", "", "'quoted", "−4%", "x; y", 'say "hi", twice')


def sheet(*cells: Cell) -> Sheet:
    return Sheet(name="Names", columns=("name",), rows=tuple((cell,) for cell in cells))


def read_csv(made: bytes) -> list[str]:
    assert made.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""))
    assert header == ["name"]
    return [row[0] for row in rows]


def could_run(cell: str) -> bool:
    """Say, by Unicode's own tables instead of our list, whether a cell or what follows a `;` in it begins a formula."""
    for part in cell.split(";"):
        seen = "".join(letter for letter in part if unicodedata.category(letter) not in ("Cc", "Cf")).strip()
        if unicodedata.normalize("NFKC", seen)[:1] in ("=", "+", "-", "@"):
            return True
    return cell[:1] in ("\t", "\r", "\n")


@pytest.mark.parametrize("name", RUNNABLE, ids=ascii)
def test_what_could_be_run_has_an_apostrophe_before_it_in_a_text_file(name: str) -> None:
    assert could_run(name)
    [cell] = read_csv(csv_file(sheet(name)))
    assert not could_run(cell)
    assert cell.startswith("'") or ";'" in cell


@pytest.mark.parametrize("name", RUNNABLE, ids=ascii)
def test_what_could_be_run_is_words_in_a_workbook_and_stays_so_when_edited(name: str) -> None:
    cell = openpyxl.load_workbook(io.BytesIO(workbook([sheet(name)])))["Names"]["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert (
        str(cell.value).strip() == "".join(" " if letter < " " else letter for letter in name).strip("\u202e").strip()
    )


@pytest.mark.parametrize("name", WORDS, ids=ascii)
def test_other_words_are_left_as_they_are(name: str) -> None:
    assert read_csv(csv_file(sheet(name))) == [name]
    cell = openpyxl.load_workbook(io.BytesIO(workbook([sheet(name)])))["Names"]["A2"]
    assert (cell.value or "") == name
    assert not cell.quotePrefix


@pytest.mark.parametrize("number", [-1, -0.25, 1e-300, -123456789.125])
def test_a_negative_number_stays_a_number(number: float) -> None:
    assert read_csv(csv_file(sheet(number))) == [repr(number)]
    cell = openpyxl.load_workbook(io.BytesIO(workbook([sheet(number)])))["Names"]["A2"]
    assert (cell.data_type, cell.value) == ("n", number)


def test_a_name_with_line_breaks_and_separators_is_one_cell_of_one_line() -> None:
    made = csv_file(sheet('a,"b"\r\nc\td\x00e'))
    assert read_csv(made) == ['a,"b"  c d e']
    assert made.count(b"\r\n") == 2


def test_the_name_of_a_column_is_guarded_too() -> None:
    made = workbook([Sheet(name="Names", columns=("=1",), rows=())])
    assert openpyxl.load_workbook(io.BytesIO(made))["Names"]["A1"].data_type == "s"
