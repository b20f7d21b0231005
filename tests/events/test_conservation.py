"""Nothing is lost: every line of a polluted file is accepted, a duplicate or rejected, and what is kept is right.

`LIFTROOM_POLLUTED` says how many files each of the two laws tries (1,000 by default). One desk reads all of a law's.
"""

import csv
import io
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from data.events.contract import Field, Limits
from data.events.reading.desks import Desk
from data.messages import Refused
from tests.events.files import LOG, staged_at

FILES = int(os.environ.get("LIFTROOM_POLLUTED", "1000"))
MAPPING = replace(LOG, fields={**LOG.fields, Field.EVENT_ID: "event_id"})
COLUMNS = ("user_id", "timestamp", "event", "variant", "value", "event_id", "country")
GOOD = st.tuples(
    st.sampled_from(["1", "2", "anna", "Đỏ"]),
    st.sampled_from(["2026-01-05 10:00:00", "2026-01-06", "2026-01-06T10:00:00Z"]),
    st.sampled_from(["exposure", "click", "purchase"]),
    st.sampled_from(["a", "b"]),
    st.sampled_from(["", "3", "-1.5", "1e3"]),
    st.sampled_from(["", "", "x", "y"]),
    st.sampled_from(["", "DE", 'a "b", c']),
)
BAD = {
    0: ["", "   ", "u" * 600],
    1: ["", "soon", "1066-10-14", "9999-01-01", "-3"],
    2: ["", "e" * 300],
    4: ["inf", "nan", "1e300", "a lot", "0x10"],
}
LINES = [
    "short,line",
    "one,two,three,four,five,six,seven,eight",
    "a,b\0c,d,e,f,g,h",
    '"never closed,2026-01-05,click,,,,',
    "\\,\\,\\,\\,\\,\\,",
]


@st.composite
def bad_rows(draw: st.DrawFn) -> tuple[str, ...]:
    row = list(draw(GOOD))
    place = draw(st.sampled_from(sorted(BAD)))
    row[place] = draw(st.sampled_from(BAD[place]))
    return tuple(row)


def written(row: tuple[str, ...]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(row)
    return text.getvalue()


ROWS = st.one_of(
    st.tuples(st.just("good"), GOOD),
    st.tuples(st.just("bad"), bad_rows()),
    st.tuples(st.just("line"), st.sampled_from(LINES)),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Desk(tmp_path_factory.mktemp("desk") / "staged", limits=Limits()) as opened:
        yield opened


@settings(max_examples=FILES, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(ROWS, min_size=1, max_size=25), end=st.sampled_from(["\n", "\r\n"]), blank=st.booleans())
def test_a_polluted_file_adds_up_and_keeps_what_is_good(
    desk: Desk, rows: list[tuple[str, tuple[str, ...]]], end: str, blank: bool
) -> None:
    lines = [one if isinstance(one, str) else written(one) for _, one in rows]
    text = end.join([",".join(COLUMNS), *(["", *lines, ""] if blank else lines)])
    report = (result := staged_at(desk, text, MAPPING)).report
    good = [one for kind, one in rows if kind == "good"]
    ids = [row[5] for row in good if row[5]]
    assert report.read == len(rows)
    assert report.duplicates == len(ids) - len(set(ids))
    assert report.accepted == len(good) - report.duplicates
    assert report.rejected == len(rows) - len(good) == len(result.rejects())
    if not good:
        return
    kept, first = [], set()
    for row in good:
        if not row[5] or row[5] not in first:
            kept.append((row[2], row[3], round(float(row[4]) * 10_000) if row[4] else None))
            first.add(row[5])
    frame = result.rows()
    assert Counter(kept) == Counter(
        (event, variant, value)
        for event, variant, value in zip(frame["event"], frame["variant"], frame["value"], strict=True)
    )


@settings(max_examples=FILES, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)), header=st.booleans())
@example(content=b"\x00\r\x00\n", header=False)
def test_any_bytes_add_up_or_are_one_sentence(desk: Desk, content: bytes, header: bool) -> None:
    if header:
        content = b"user_id,timestamp,event,variant,value\n" + content
    told = refusal(desk, content)
    assert told is None or told.endswith((".", "?"))


def refusal(desk: Desk, content: bytes) -> str | None:
    try:
        report = staged_at(desk, content).report
    except Refused as refused:
        return str(refused)
    assert report.read == report.accepted + report.duplicates + report.rejected > 0
    return None
