"""Rows keep the contract or are set aside with line, column and reason; real files come out as they went in."""

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow.parquet
import pytest

from data.events.contract import Field, Shape, code
from data.events.identity import user_code
from data.events.mapping import Dates, Mapping, Outcome
from data.messages import Refused
from tests.events.files import HEADER, LOG, SECRET, TABLE, guessed, staged, table_of

STAMP = "2026-01-05 10:00:00"


def test_a_log_becomes_typed_rows_with_hashed_users(tmp_path: Path) -> None:
    text = HEADER + f"anna,{STAMP},exposure,b,\nanna,2026-01-05T11:30:00+02:00,purchase,,12.34567\n"
    result = staged(tmp_path / "out", text)
    first, second = result.rows().sort_values("event").to_dict("records")
    assert first["user"] == second["user"] == user_code(SECRET, "anna")
    assert (first["variant"], second["variant"]) == ("b", None)
    assert (first["time"], first["zoned"]) == (pd.Timestamp("2026-01-05 10:00"), False)
    assert (second["time"], second["zoned"]) == (pd.Timestamp("2026-01-05 09:30"), True)
    assert second["value"] == 123457  # 12.34567 at four decimals
    part = result.report.experiments["banner"]
    assert (part.zoned, part.first, part.last) == ("mixed", "2026-01-05T09:30:00", "2026-01-05T10:00:00")
    assert part.variants == {code("b"): "b"}
    assert not [path for path in result.folder.iterdir() if b"anna" in path.read_bytes()]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31", "2026-01-31"),
        ("2026-1-3 9:05", "2026-01-03 09:05"),
        ("2026/01/31 10:11:12", "2026-01-31 10:11:12"),
        ("2026-01-31 10:11:12.345678", "2026-01-31 10:11:12.345678"),
        ("2026-01-31T10:11:12Z", "2026-01-31 10:11:12"),
        ("2026-01-31 10:11:12 UTC", "2026-01-31 10:11:12"),
        ("2026-01-31 10:11+02", "2026-01-31 08:11"),
        ("2026-01-31T10:11:12.5-0330", "2026-01-31 13:41:12.5"),
        ("1769854272", "2026-01-31 10:11:12"),
        ("1769854272345", "2026-01-31 10:11:12.345"),
        ("1769854272345678", "2026-01-31 10:11:12.345678"),
        ("20260131", "2026-01-31"),
        ("31.01.2026 10:11", "2026-01-31 10:11"),
        ("31 Jan 2026 10:11", "2026-01-31 10:11"),
        (" 2026-01-31 10:11:12 ", "2026-01-31 10:11:12"),
    ],
)
def test_times_are_read_as_they_are_written(tmp_path: Path, text: str, moment: str) -> None:
    rows = staged(tmp_path / "out", HEADER + f"1,{text},click,,\n").rows()
    assert rows["time"].tolist() == [pd.Timestamp(moment)]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (f",{STAMP},click,,", "user_id", "no_user"),
        (f"{'x' * 513},{STAMP},click,,", "user_id", "too_long"),
        (f"gone,{STAMP},click,,", "user_id", "forgotten"),
        ("1,,click,,", "timestamp", "no_timestamp"),
        ("1,yesterday,click,,", "timestamp", "timestamp"),
        ("1,infinity,click,,", "timestamp", "timestamp"),
        ("1,-5,click,,", "timestamp", "timestamp"),
        ("1,2026-02-30,click,,", "timestamp", "timestamp"),
        ("1,0001-01-01 00:00:00,click,,", "timestamp", "time_range"),
        ("1,9999-01-01,click,,", "timestamp", "time_range"),
        (f"1,{STAMP},,,", "event", "no_event"),
        (f"1,{STAMP},{'e' * 201},,", "event", "too_long"),
        (f"1,{STAMP},exposure,,", "variant", "no_variant"),
        (f"1,{STAMP},purchase,,inf", "value", "value"),
        (f"1,{STAMP},purchase,,nan", "value", "value"),
        (f"1,{STAMP},purchase,,1e300", "value", "value_range"),
        (f"1,{STAMP},purchase,,10000000000.0001", "value", "value_range"),
        (f"1,{STAMP},purchase,,twelve", "value", "value"),
        (f"1,{STAMP},purchase,,1_000", "value", "value"),
        (f"1,{STAMP},click,", "", "columns"),
        (f"1,{STAMP},click,,,", "", "columns"),
        (f'1,{STAMP},"click,,', "", "quoting"),
        (f"1,{STAMP},cli\0ck,,", "", "control_character"),
    ],
)
def test_a_row_that_breaks_the_contract_is_set_aside_alone(tmp_path: Path, row: str, column: str, reason: str) -> None:
    good = f"1,{STAMP},click,,\n"
    result = staged(tmp_path / "out", HEADER + good + row + "\n" + good, forgotten=["gone"])
    assert result.rejects() == [(3, column, reason)]
    assert (result.report.read, result.report.accepted, result.report.rejected) == (3, 2, 1)
    rejects = (tmp_path / "out" / "rejects.csv").read_text()
    assert "yesterday" not in rejects
    assert "twelve" not in rejects


def test_unknown_events_stay_events(tmp_path: Path) -> None:
    rows = staged(tmp_path / "out", HEADER + f"1,{STAMP},Watched a film,,\n1,{STAMP},Form Fill,,\n").rows()
    assert sorted(rows["event"]) == ["Watched a film", "form_fill"]


def test_identical_rows_stay_and_are_numbered(tmp_path: Path) -> None:
    row, other = f"1,{STAMP},click,,\n", f"1,{STAMP},click,,3\n"
    result = staged(tmp_path / "out", HEADER + row + other + row + row)
    rows = result.rows()
    assert sorted(rows[rows["value"].isna()]["occurrence"]) == [0, 1, 2]
    assert rows[rows["value"].notna()]["occurrence"].tolist() == [0]
    assert (result.report.accepted, result.report.duplicates) == (4, 0)


def test_an_event_id_counts_once(tmp_path: Path) -> None:
    mapping = replace(LOG, fields={**LOG.fields, Field.EVENT_ID: "event_id"})
    header = HEADER.replace("\n", ",event_id\n")
    lines = [f"1,{STAMP},click,,,x", f"1,{STAMP},view,,,x", f"1,{STAMP},click,,,", f"1,{STAMP},click,,,"]
    result = staged(tmp_path / "out", header + "\n".join(lines), mapping)
    assert (result.report.read, result.report.accepted, result.report.duplicates) == (4, 3, 1)
    rows = result.rows()
    assert rows["event"].tolist() == ["click"] * 3  # the first of the two rows of the id
    assert sorted(rows["occurrence"]) == [0, 0, 1]
    assert rows["event_id"].dropna().tolist() == [code("x")]


def test_a_delivery_keeps_message_audience_and_channel(tmp_path: Path) -> None:
    fields = {**LOG.fields, Field.MESSAGE: "mail", Field.AUDIENCE: "to", Field.CHANNEL: "by"}
    text = f"user_id,timestamp,event,variant,value,mail,to,by\n1,{STAMP},delivery,,,Spring,loyal,sms\n"
    result = staged(tmp_path / "out", text, replace(LOG, fields=fields))
    profiles = pyarrow.parquet.read_table(tmp_path / "out" / "banner.profiles.parquet").to_pylist()
    assert {(row["attribute"], row["value"]) for row in profiles} == {
        ("message", "Spring"),
        ("audience", "loyal"),
        ("channel", "sms"),
    }
    assert {row["profile"] for row in profiles} == set(result.rows()["profile"])


def test_attributes_are_columns_with_few_values_and_the_others_are_named(tmp_path: Path) -> None:
    header = HEADER.replace("\n", ",country,note\n")
    lines = [f"{n},{STAMP},click,,,{'DE' if n % 2 else ''},note {n}" for n in range(60)]
    part = staged(tmp_path / "out", header + "\n".join(lines)).report.experiments["banner"]
    assert part.attributes == ("country",)
    assert part.left_out == ("note",)
    chosen = staged(tmp_path / "out", header + "\n".join(lines), replace(LOG, attributes=("note",)))
    assert chosen.report.experiments["banner"].attributes == ("note",)
    assert chosen.report.experiments["banner"].left_out == ("country",)


def test_at_most_twenty_attributes_are_kept(tmp_path: Path) -> None:
    names = [f"a{n}" for n in range(25)]
    text = HEADER.replace("\n", "," + ",".join(names) + "\n") + f"1,{STAMP},click,,," + ",".join("x" * 25) + "\n"
    part = staged(tmp_path / "out", text).report.experiments["banner"]
    assert len(part.attributes) == 20
    assert part.left_out == tuple(names[20:])


def test_a_file_may_hold_several_experiments(tmp_path: Path) -> None:
    mapping = replace(LOG, fields={**LOG.fields, Field.EXPERIMENT: "test"}, experiment=None)
    text = f"test,{HEADER}Home Page,1,{STAMP},exposure,a,\nhome page,1,{STAMP},exposure,b,\n,1,{STAMP},click,,\n"
    result = staged(tmp_path / "out", text, mapping)
    assert sorted(part.name for part in result.report.experiments.values()) == ["Home Page", "home page"]
    assert [part.variants for part in result.report.experiments.values()] == [{code("a"): "a"}, {code("b"): "b"}]
    assert result.rejects() == [(4, "test", "no_experiment")]


def test_users_are_exposed_and_have_events_for_what_they_did(tmp_path: Path) -> None:
    text = "user_id,variant,bought,spent\n1,a,1,9.5\n2,b,0,0\n3,b,true,-4\n4,a,,1\n5,,1,1\n6,a,0,soon\n"
    result = staged(tmp_path / "out", text, TABLE)
    rows = result.rows()
    assert Counter(zip(rows["event"], rows["variant"], strict=True)) == {
        ("exposure", "a"): 1,
        ("exposure", "b"): 2,
        ("bought", "a"): 1,
        ("bought", "b"): 1,
        ("spent", "a"): 1,
        ("spent", "b"): 1,
    }
    assert sorted(rows[rows["event"] == "spent"]["value"]) == [-40_000, 95_000]
    assert rows["time"].isna().all()
    assert result.rejects() == [(5, "bought", "no_outcome"), (6, "variant", "no_variant"), (7, "spent", "value")]
    outcomes = result.report.experiments["banner"].outcomes
    assert {name: outcome["fold"] for name, outcome in outcomes.items()} == {"bought": "any", "spent": "sum"}


def test_a_repeated_user_counts_once_and_a_second_variant_is_seen(tmp_path: Path) -> None:
    text = "user_id,variant,bought,spent\n1,a,1,2\n1,a,1,2\n1,b,1,7\n1,b,1,7\n2,b,0,3\n"
    result = staged(tmp_path / "out", text, TABLE)
    assert (result.report.read, result.report.accepted, result.report.duplicates) == (5, 3, 2)
    rows = result.rows()
    mine = rows[rows["user"] == user_code(SECRET, "1")]
    assert sorted(zip(mine["event"], mine["variant"], strict=True)) == [
        ("bought", "a"),
        ("exposure", "a"),
        ("exposure", "b"),
        ("spent", "a"),
    ]


def test_dated_users_keep_every_row(tmp_path: Path) -> None:
    mapping = replace(TABLE, fields={**TABLE.fields, Field.TIMESTAMP: "at"})
    text = f"user_id,variant,bought,spent,at\n1,a,1,2,{STAMP}\n1,a,1,2,{STAMP}\n1,b,0,0,2026-01-06\n"
    result = staged(tmp_path / "out", text, mapping)
    assert (result.report.accepted, result.report.duplicates) == (3, 0)
    assert sorted(zip(*(result.rows()[name] for name in ("event", "occurrence")), strict=True)) == [
        ("bought", 0),
        ("bought", 1),
        ("exposure", 0),
        ("exposure", 0),
        ("exposure", 1),
        ("spent", 0),
        ("spent", 1),
    ]


def test_dates_that_can_be_read_two_ways_are_asked_about(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="day or the month comes first"):
        staged(tmp_path / "out", HEADER + "1,03/04/2026,click,,\n")
    asked = staged(tmp_path / "out", HEADER + "1,03/04/2026,click,,\n", replace(LOG, dates=Dates.MONTH_FIRST))
    assert asked.rows()["time"].tolist() == [pd.Timestamp("2026-03-04")]
    clear = staged(tmp_path / "out", HEADER + "1,03/04/2026,click,,\n1,31/04/2026,click,,\n1,30/04/2026 1:05,c,,\n")
    assert sorted(clear.rows()["time"]) == [pd.Timestamp("2026-04-03"), pd.Timestamp("2026-04-30 01:05")]
    assert clear.rejects() == [(3, "timestamp", "timestamp")]


def test_totals_become_exact_sums(tmp_path: Path) -> None:
    mapping = Mapping(
        shape=Shape.TOTALS,
        fields={Field.VARIANT: "variant", Field.USERS: "users", Field.TIMESTAMP: "day"},
        outcomes=(Outcome(metric="bought", columns=("bought",)), Outcome(metric="spent", columns=("sum", "sd"))),
        experiment="banner",
    )
    text = "variant,users,day,bought,sum,sd\na,4,2026-01-05,3,10,2\na,1,2026-01-05,0,6,0\nb,5,2026-01-05,6,1,1\n"
    result = staged(tmp_path / "out", text, mapping)
    rows = pyarrow.parquet.read_table(tmp_path / "out" / "banner.totals.parquet").to_pylist()
    found = {row["metric"]: (row["users"], row["total"], row["squares"]) for row in rows}
    # four users with sum 10 and sd 2: squares 3 · 4 + 100 / 4 = 37; one user with 6: 36
    assert found == {
        code("bought"): (5, Decimal(30_000), Decimal(3 * 10**8)),
        code("spent"): (5, Decimal(160_000), Decimal(73 * 10**8)),
    }
    assert result.rejects() == [(4, "bought", "count")]


@pytest.mark.shared
def test_every_row_of_the_mail_study_is_a_user(tmp_path: Path, shared: Path) -> None:
    path = shared / "data/hillstrom/hillstrom.csv"
    columns, rows = table_of(path)
    result = staged(tmp_path / "out", path.read_bytes(), guessed(columns, rows[:50], name="mail"))
    assert (result.report.read, result.report.accepted, result.report.duplicates) == (64_000, 64_000, 0)
    frame, raw = result.rows("mail"), pd.read_csv(path)
    assert frame[frame["event"] == "exposure"]["user"].nunique() == 64_000
    for outcome in ("visit", "conversion", "spend"):
        mine = frame[frame["event"] == outcome].groupby("variant")["value"].sum() / 10_000
        theirs = raw.groupby("segment")[outcome].sum()
        assert mine.to_dict() == pytest.approx(theirs.to_dict(), rel=1e-12)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["random_men", "random_women", "bts_men", "bts_women"])
def test_impressions_are_users_under_the_variant_given(tmp_path: Path, shared: Path, name: str) -> None:
    path = shared / f"data/open_bandit/{name}.csv"
    columns, rows = table_of(path)
    mapping = replace(guessed(columns, rows[:50], name="bandit"), variant="policy")
    result = staged(tmp_path / "out", path.read_bytes(), mapping)
    frame, raw = result.rows("bandit"), pd.read_csv(path)
    assert result.report.accepted == 10_000
    assert (frame["event"] == "click").sum() == raw["click"].sum()
    times = pd.to_datetime(raw["timestamp"]).dt.tz_localize(None)
    assert sorted(frame[frame["event"] == "exposure"]["time"]) == sorted(times.astype("datetime64[us]"))
    assert result.report.experiments["bandit"].zoned == "all"


@pytest.mark.shared
@pytest.mark.parametrize(
    ("study", "users", "converted"),
    [
        ("marketing_ab", {"ad": 564_577, "psa": 23_524}, {"ad": 14_423, "psa": 420}),  # day_by_arm_counts.csv
        ("udacity_ab_data", {"control": 147_202, "treatment": 147_276}, None),  # expand_counts.py: 145,274 + 1,928 …
    ],
)
def test_studies_of_full_size_keep_every_row(
    tmp_path: Path, shared: Path, study: str, users: dict[str, int], converted: dict[str, int] | None
) -> None:
    path = tmp_path / "full.csv"
    subprocess.run(
        [sys.executable, "-B", str(shared / "data/expand_counts.py"), study, str(path)], check=True, capture_output=True
    )
    columns, rows = table_of(path)
    result = staged(tmp_path / "out", path.read_bytes(), guessed(columns, rows[:50], name="study"))
    assert (result.report.accepted, result.report.duplicates, result.report.rejected) == (len(rows), 0, 0)
    frame = result.rows("study")
    assert frame[frame["event"] == "exposure"]["variant"].value_counts().to_dict() == users
    counted = frame[frame["event"] == "converted"]["variant"].value_counts().to_dict()
    place, group = columns.index("converted"), columns.index("group" if "group" in columns else "test group")
    assert counted == Counter(row[group] for row in rows if row[place] in ("1", "True"))
    assert converted is None or counted == converted
