"""Every accepted kind of file gives the same rows, and every hostile one is a single sentence."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest

from data.events.contract import Field, Limits
from data.messages import Refused
from tests.events.files import HEADER, LOG, staged

STAMP = "2026-01-05 10:00:00"
RECORDS = [
    {"user_id": "1", "timestamp": STAMP, "event": "exposure", "variant": "a", "value": ""},
    {"user_id": "2", "timestamp": STAMP, "event": "exposure", "variant": "đỏ", "value": ""},
    {"user_id": "2", "timestamp": STAMP, "event": "purchase", "variant": "", "value": "12.5"},
]
TEXT = HEADER + "".join(",".join(record.values()) + "\n" for record in RECORDS)


def parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pyarrow.parquet.write_table(table, sink)
    return sink.getvalue()


def typed_parquet() -> bytes:
    moment = datetime(2026, 1, 5, 10, tzinfo=UTC).replace(tzinfo=None)
    table = pa.table(
        {
            "user_id": pa.array([1, 2, 2], pa.int32()),
            "timestamp": pa.array([moment] * 3, pa.timestamp("ns")),
            "event": pa.array(["exposure", "exposure", "purchase"]).dictionary_encode(),
            "variant": pa.array(["a", "đỏ", None]),
            "value": pa.array([None, None, 12.5], pa.float64()),
        }
    )
    return parquet(table)


def excel() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(RECORDS[0]))
    for record in RECORDS:
        moment = datetime.fromisoformat(record["timestamp"])
        sheet.append([int(record["user_id"]), moment, record["event"], record["variant"] or None,
                      float(record["value"]) if record["value"] else None])  # fmt: skip
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def zstd(content: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(content)
    return bytes(sink.getvalue())


JSON = "".join(json.dumps(record) + "\n" for record in RECORDS).encode()
KINDS: dict[str, Callable[[], bytes]] = {
    "csv": lambda: TEXT.encode(),
    "csv with a byte order mark": lambda: TEXT.encode("utf-8-sig"),
    "tsv": lambda: TEXT.replace(",", "\t").encode(),
    "semicolons": lambda: TEXT.replace(",", ";").encode(),
    "windows line ends": lambda: TEXT.replace("\n", "\r\n").encode(),
    "utf-16": lambda: TEXT.encode("utf-16"),
    "gzip": lambda: gzip.compress(TEXT.encode()),
    "gzip in two members": lambda: gzip.compress(TEXT[:50].encode()) + gzip.compress(TEXT[50:].encode()),
    "zstd": lambda: zstd(TEXT.encode()),
    "json lines": lambda: JSON,
    "json lines in gzip": lambda: gzip.compress(JSON),
    "parquet": typed_parquet,
    "excel": excel,
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_gives_the_same_rows(tmp_path: Path, kind: str) -> None:
    expected = staged(tmp_path / "plain", TEXT).rows()
    found = staged(tmp_path / "out", KINDS[kind]()).rows()
    order = ["event", "variant"]
    assert found.sort_values(order).values.tolist() == expected.sort_values(order).values.tolist()


def test_latin_text_is_refused_with_its_line_unless_its_encoding_is_chosen(tmp_path: Path) -> None:
    content = (HEADER + f"1,{STAMP},click,a,\n2,{STAMP},click,café,\n").encode("cp1252")
    with pytest.raises(Refused, match="not UTF-8 from line 3"):
        staged(tmp_path / "out", content)
    rows = staged(tmp_path / "out", content, encoding="cp1252").rows()
    assert sorted(rows["variant"]) == ["a", "café"]


def bomb() -> bytes:
    return gzip.compress(TEXT.encode() + b"0" * 60_000_000)


def claimed_rows() -> bytes:
    """Write a small Parquet file of very many equal rows."""
    column = pa.DictionaryArray.from_arrays(pa.array(np.zeros(20_000_000, np.int8)), pa.array(["x"]))
    return parquet(pa.table(dict.fromkeys(("user_id", "timestamp", "event"), column)))


def zip_bomb() -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (60 << 20))
    return sink.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "is empty"),
    "only blank lines": (lambda: b"\n\n  \n", "is empty"),
    "header only": (lambda: HEADER.encode(), "header and no rows"),
    "header without line end": (lambda: HEADER.strip().encode(), "header and no rows"),
    "binary": (lambda: bytes(range(256)) * 3 + b"\0" * 500, "not text, Parquet or Excel"),
    "gzip cut short": (lambda: gzip.compress(TEXT.encode() * 50)[:-20], "cut short or damaged"),
    "gzip damaged": (lambda: b"\x1f\x8b\x08" + b"\xff" * 90, "cut short or damaged"),
    "zstd cut short": (lambda: zstd(np.random.default_rng(1).bytes(90_000))[:-50], "cut short or damaged"),
    "zstd damaged": (lambda: b"\x28\xb5\x2f\xfd" + b"\xff" * 90, "cut short or damaged"),
    "gzip in gzip": (lambda: gzip.compress(gzip.compress(TEXT.encode())), "packed twice"),
    "gzip bomb": (bomb, "unpacks to more than"),
    "parquet cut short": (lambda: typed_parquet()[:-30], "cut short or damaged"),
    "parquet of nothing but a name": (lambda: b"PAR1" + b"\xff" * 40 + b"PAR1", "cut short or damaged"),
    "parquet of very many rows": (claimed_rows, "claims 20000000 rows"),
    "excel bomb": (zip_bomb, "unpacks to more than"),
    "zip that is no workbook": (lambda: b"PK\x03\x04" + b"\0" * 60, "no readable Excel workbook"),
    "json of lists": (lambda: b'{"a": 1\n{"a": [1\n', "No line is a JSON object"),
    "20,000 columns": (lambda: ",".join(f"c{n}" for n in range(20_000)).encode() + b"\n1\n", "20000 columns"),
    "two columns of one name": (lambda: b"user_id,user_id\n1,2\n", "Two columns are called “user_id”"),
    "other columns": (lambda: b"who,when\n1,2\n", "no column “user_id”"),
    "one endless line": (lambda: HEADER.encode() + b"x" * 70_000_000, "line is longer"),
    "too many variants": (
        lambda: (HEADER + "".join(f"{n},{STAMP},exposure,v{n},\n" for n in range(1_500))).encode(),
        "more than 1000 different names",
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_one_sentence(tmp_path: Path, kind: str) -> None:
    make, sentence = HOSTILE[kind]
    with pytest.raises(Refused, match=sentence) as told:
        staged(tmp_path / "out", make(), limits=Limits(unpacked=50_000_000)) if "bomb" in kind else staged(
            tmp_path / "out", make()
        )
    assert "\n" not in str(told.value)


def test_amounts_in_two_currencies_are_refused_by_name(tmp_path: Path) -> None:
    mapping = replace(LOG, fields={**LOG.fields, Field.CURRENCY: "currency"})
    header = HEADER.replace("\n", ",currency\n")
    with pytest.raises(Refused, match="in EUR and in USD"):
        staged(tmp_path / "out", header + f"1,{STAMP},purchase,,3,usd\n2,{STAMP},purchase,,3,EUR\n", mapping)
    result = staged(tmp_path / "out", header + f"1,{STAMP},purchase,,3,eur\n2,{STAMP},purchase,,3,€\n", mapping)
    assert result.report.experiments["banner"].currency == "EUR"
    assert result.rejects() == [(3, "currency", "currency")]


def test_broken_json_lines_are_rejected_one_by_one(tmp_path: Path) -> None:
    lines = [JSON.split(b"\n")[0], b"{broken", b"[" * 100_000, b'"text"', b"", b'{"user_id": {"deep": 1}}']
    result = staged(tmp_path / "out", b"\n".join(lines) + b"\n")
    assert (result.report.read, result.report.accepted) == (5, 1)
    assert result.rejects() == [(2, "", "syntax"), (3, "", "syntax"), (4, "", "syntax"), (6, "event", "no_event")]
