"""Lines become records the same way whether a block is read at once or line by line, and one bad line costs one row."""

import csv
import io
from collections.abc import Sequence

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.events.contract import Limits, Reason
from data.events.reading.delimited import Reader, layout
from data.events.reading.files import open_file
from data.messages import Refused

Record = tuple[int, tuple[str, ...]]


def read(text: bytes, *, size: int = 1 << 20) -> tuple[list[Record], list[tuple[int, str, Reason]]]:
    file = open_file(io.BytesIO(text), limits=Limits(block=size))
    records: list[Record] = []
    rejects: list[tuple[int, str, Reason]] = []
    for block in file.blocks(dict.fromkeys(file.columns, pa.string())):
        columns = [column.to_pylist() for column in block.columns.columns]
        records += zip(block.lines.tolist(), zip(*columns, strict=True), strict=True)
        rejects += block.rejects
    return sorted(records), sorted(rejects)


def test_delimiters_are_told_apart() -> None:
    for delimiter in ",\t;|":
        found = layout(f"a{delimiter}b c{delimiter}\n1{delimiter}2,5{delimiter}3\n".encode(), limits=Limits())
        assert (found.delimiter, found.columns) == (delimiter, ("a", "b c", "column_3"))


@pytest.mark.parametrize("head", [b"\0\r\0\n", b"a,b\r1,2\r3,4", b"a,b\rc\n1,2\n"])
def test_lines_that_end_in_a_carriage_return_alone_are_refused(head: bytes) -> None:
    with pytest.raises(Refused, match="no longer used"):
        layout(head, limits=Limits())


def test_records_keep_the_line_they_begin_on() -> None:
    text = b'\n\na,b\n1,2\n\n"x\ny",3\n4\n5,"6"\r\n"7,8\n9,10'
    records, rejects = read(text)
    assert records == [(4, ("1", "2")), (6, ("x\ny", "3")), (9, ("5", "6")), (11, ("9", "10"))]
    assert rejects == [(8, "", Reason.COLUMNS), (10, "", Reason.QUOTING)]


def test_old_line_ends_are_line_ends() -> None:
    assert read(b"a,b\r1,2\r3,4\r")[0] == [(2, ("1", "2")), (3, ("3", "4"))]


@pytest.mark.parametrize("columns", [["a", "a"], ["x"] * 20_000, [f"c{n}" for n in range(20_000)]])
def test_headers_that_no_table_has_are_refused(columns: Sequence[str]) -> None:
    with pytest.raises(Refused, match=r"Two columns are called|20000 columns"):
        layout((",".join(columns) + "\n").encode(), limits=Limits())


CELL = st.text(alphabet='ab1 "\n,é', max_size=6)


@given(
    rows=st.lists(st.tuples(CELL, CELL), max_size=30),
    junk=st.lists(
        st.tuples(st.integers(0, 30), st.sampled_from(["", "lonely", "a,b,c", '"open,2', "x,\0", 'a"b,"c'])), max_size=5
    ),
    size=st.sampled_from([16, 64, 1 << 20]),
)
def test_blocks_of_any_size_give_the_same_records(
    rows: list[tuple[str, str]], junk: list[tuple[int, str]], size: int
) -> None:
    lines = []
    for row in rows:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow(row)
        lines.append(text.getvalue())
    for place, line in junk:
        lines.insert(min(place, len(lines)), line + "\n")
    content = ("left,right\n" + "".join(lines)).encode()
    assert read(content, size=size) == read(content)


@given(rows=st.lists(st.tuples(CELL, CELL), max_size=30))
def test_what_python_writes_is_read_as_python_reads_it(rows: list[tuple[str, str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("left", "right"), *rows])
    content = text.getvalue()
    theirs = [tuple(row) for row in csv.reader(io.StringIO(content, newline=""))][1:]
    records, rejects = read(content.encode())
    assert [record for _, record in records] == theirs
    assert rejects == []


def test_a_reader_reads_only_what_is_wanted() -> None:
    reader = Reader(layout(b"a,b,c\n", limits=Limits()), types={"c": pa.string()})
    assert reader.block(b"1,2,3\n", last=True).columns.to_pylist() == [{"c": "3"}]
