"""Files are read by a child that is limited, can be stopped, and never outlives the answer."""

import io
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from data.events.contract import Field, Limits, Shape
from data.events.identity import user_code
from data.events.reading import reader
from data.events.reading.reports import Staged
from data.messages import Refused
from tests.events.files import HEADER, LOG, SECRET, TABLE

TEXT = HEADER + "anna,2026-01-05 10:00:00,exposure,a,\nbo,2026-01-05 10:00:00,exposure,b,\nanna,,click,,\n"


def staged(folder: Path, text: str, *, limits: Limits | None = None, **choices: object) -> Staged:
    folder.mkdir()
    file = io.BytesIO(text.encode())
    with reader.Reader(file, limits=limits) as child:
        return child.stage(LOG, folder=folder, secret=SECRET, content=reader.content(file), **choices)  # type: ignore[arg-type]


def children() -> list[psutil.Process]:
    return [one for one in psutil.Process().children() if "data.events.reading.parsing" in " ".join(one.cmdline())]


def test_an_upload_is_staged_by_a_child(tmp_path: Path) -> None:
    report = staged(tmp_path / "out", TEXT, forgotten=[user_code(SECRET, "bo")])
    assert (report.read, report.accepted, report.rejected) == (3, 1, 2)
    assert report.experiments["banner"].rows == 1
    assert {one.value: count for one, count in report.reasons.items()} == {"forgotten": 1, "no_timestamp": 1}
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["banner.parquet", "rejects.csv"]
    assert children() == []


def test_a_path_is_previewed_with_a_guess(tmp_path: Path) -> None:
    path = tmp_path / "spring.csv"
    path.write_text(TEXT)
    with path.open("rb") as file, reader.Reader(file) as child:
        found = child.preview(name=path.name, limit=2)
    assert found.columns == ("user_id", "timestamp", "event", "variant", "value")
    assert found.rows == (
        ("anna", "2026-01-05 10:00:00", "exposure", "a", ""),
        ("bo", "2026-01-05 10:00:00", "exposure", "b", ""),
    )
    assert (found.format, found.packing, found.encoding, found.size) == ("delimited", "none", "utf-8", len(TEXT))
    assert found.guess.mapping == replace(LOG, experiment="spring")
    with path.open("rb") as file, reader.Reader(file) as child:
        other = child.preview(shape=Shape.USERS)
    assert Field.EVENT not in other.guess.mapping.fields
    assert children() == []


def test_one_child_looks_at_a_file_and_reads_it(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    file = io.BytesIO(TEXT.encode())
    with reader.Reader(file) as child:
        mapping = replace(child.preview().guess.mapping, experiment="banner")
        looked = [one.pid for one in children()]
        report = child.stage(mapping, folder=tmp_path / "out", secret=SECRET, content=reader.content(file))
        assert [one.pid for one in children()] == looked
    assert len(looked) == 1
    assert (report.read, report.accepted) == (3, 2)
    assert children() == []


def test_after_a_refusal_another_child_is_asked(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    file = io.BytesIO(TEXT.encode())
    with reader.Reader(file) as child:
        child.preview()
        looked = [one.pid for one in children()]
        with pytest.raises(Refused, match="no column"):
            child.stage(TABLE, folder=tmp_path / "out", secret=SECRET, content="0" * 64)
        assert children() == []
        assert child.stage(LOG, folder=tmp_path / "out", secret=SECRET, content="0" * 64).accepted == 2
        assert [one.pid for one in children()] != looked


def test_a_refusal_crosses_the_border_as_a_message(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="header and no rows") as told:
        staged(tmp_path / "out", HEADER)
    assert told.value.message.code == "file.no_rows"
    assert list((tmp_path / "out").iterdir()) == []


def test_a_cancelled_import_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cancelled: nothing was changed"):
        staged(tmp_path / "out", TEXT * 10_000, cancelled=lambda: True)
    assert list((tmp_path / "out").iterdir()) == []
    assert children() == []


def test_a_child_out_of_time_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="took too long"):
        staged(tmp_path / "out", TEXT, limits=Limits(seconds=0.01))
    assert children() == []


def test_a_child_out_of_memory_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="took more than it may"):
        staged(tmp_path / "out", TEXT, limits=Limits(address_space=1 << 30))
    assert list((tmp_path / "out").iterdir()) == []


def test_a_killed_child_is_one_sentence(tmp_path: Path) -> None:
    def kill() -> bool:
        for one in children():
            one.kill()
        return False

    with pytest.raises(Refused, match="took more than it may"):
        staged(tmp_path / "out", TEXT, cancelled=kill)


def test_progress_is_told_in_rows_and_shares(tmp_path: Path) -> None:
    heard: list[reader.Progress] = []
    staged(tmp_path / "out", TEXT * 1_000, progress=heard.append, limits=Limits(block=1 << 14))
    assert heard
    assert all(0 < one.share <= 1 and one.rows > 0 for one in heard)


def test_the_secret_is_neither_in_arguments_nor_in_the_environment(tmp_path: Path) -> None:
    seen: list[str] = []

    def look() -> bool:
        for one in children():
            seen.append(" ".join([*one.cmdline(), *one.environ().values()]))
        return False

    staged(tmp_path / "out", TEXT * 20_000, cancelled=look, limits=Limits(block=1 << 16))
    assert seen
    assert not [text for text in seen if SECRET.hex() in text or SECRET.decode() in text]


def test_a_child_dies_with_its_parent(tmp_path: Path) -> None:
    big = tmp_path / "big.csv"
    big.write_text(HEADER + "anna,2026-01-05 10:00:00,exposure,a,\n" * 500_000)
    script = (
        "import sys, pathlib\nfrom data.events.reading import reader\nfrom tests.events.files import LOG\n"
        "folder = pathlib.Path(sys.argv[2]); folder.mkdir()\n"
        "with open(sys.argv[1], 'rb') as file, reader.Reader(file, limits=reader.Limits(block=4096)) as child:\n"
        "    child.stage(LOG, folder=folder, secret=b's', content='0')\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, str(big), str(tmp_path / "out")], cwd=reader.ROOT)
    try:
        found = _awaited(parent)
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
        gone, alive = psutil.wait_procs(found, timeout=10)
        assert gone
        assert not alive
    finally:
        parent.kill()
        parent.wait()


def _awaited(parent: "subprocess.Popen[bytes]") -> list[psutil.Process]:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        found = psutil.Process(parent.pid).children()
        if found:
            return found
    raise AssertionError("no child was started")
