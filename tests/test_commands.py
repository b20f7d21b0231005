"""The events command, as scripts and schedulers run it: one JSON object and 0, or one sentence and 2."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from data.events import lake, options
from data.events.__main__ import main
from data.home import Home
from data.messages import Refused
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
from tests.conftest import PROJECT
from tests.imports import LOG, USERS, declared, write


def command(*words: object) -> "subprocess.CompletedProcess[str]":
    arguments = [sys.executable, "-m", "data.events", *map(str, words)]
    return subprocess.run(arguments, cwd=PROJECT, capture_output=True, text=True, check=False, env=os.environ)


def answered(*words: object) -> dict[str, Any]:
    done = command(*words)
    assert (done.returncode, done.stderr) == (0, "")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_a_life_of_a_lake_by_command(home: Home, tmp_path: Path) -> None:
    path = write(tmp_path, "log.csv", LOG + "sale,,2026-03-01T10:00:00,exposure,control,,,9,\n")
    report = answered("import", path, "--weights", "control=1,treatment=1", "--time-zone", "Asia/Ho_Chi_Minh")
    assert list(report) == ["batch", "read", "accepted", "duplicates", "rejected", "rejects_file", "experiments"]
    assert (report["read"], report["accepted"], report["rejected"]) == (6, 5, 1)
    assert Path(report["rejects_file"]).exists()
    with Workspace.open(home) as workspace:
        assert declared(workspace, "sale").allocation[0].weights == (1.0, 1.0)
    status = answered("status")
    assert status["experiments"] == [
        {"experiment": "sale", "users": 3, "events": 5, "first": "2026-03-01T10:00:00", "last": "2026-03-03T12:00:00"}
    ]
    assert [batch["batch"] for batch in status["batches"]] == [report["batch"]]
    assert answered("rebuild") == {"experiments": ["sale"]}
    assert answered("compact") == {"experiments": ["sale"]}
    assert answered("status")["fingerprint"] == status["fingerprint"]
    assert answered("forget", "anna") == {"forgotten": 2, "experiments": ["sale"]}
    assert answered("undo", report["batch"]) == {"batch": report["batch"], "experiments": ["sale"]}
    assert answered("status")["batches"] == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "arguments are required: command"),
        (("import",), "arguments are required: file"),
        (("imprt", "x"), "invalid choice: 'imprt'"),
        (("import", "missing.csv"), "There is no file “missing.csv”"),
        (("import", "."), "is not a file"),
        (("import", "users.csv", "--shape", "table"), "invalid choice: 'table'"),
        (("import", "users.csv", "--map", "person=user_id"), "There is no field “person”"),
        (("import", "users.csv", "--map", "user_id=nothing"), "no column “nothing”"),
        (("import", "users.csv", "--outcome", "visit"), "--outcome is written NAME=COLUMN"),
        (("import", "users.csv", "--outcome", "Visit Rate=visit"), "“Visit Rate” cannot be a key"),
        (("import", "users.csv", "--weights", "control"), "--weights is written NAME=W"),
        (("import", "users.csv", "--weights", "control=-1,treatment=1"), "above 0"),
        (("import", "users.csv", "--control", "x"), "no variant “x”"),
        (("import", "users.csv", "--attribute", "colour"), "no column “colour”"),
        (("import", "users.csv", "--attribute", "user_id"), "tells who the user is, which is never kept"),
        (("import", "users.csv", "--dates", "year-first"), "invalid choice: 'year-first'"),
        (("undo", "nothing"), "There is no batch “nothing”"),
    ],
)
def test_a_mistake_is_one_sentence_and_two(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    write(tmp_path, "users.csv", USERS)
    returned = main([str(tmp_path / word) if word.endswith("users.csv") else word for word in words])
    said, told = capsys.readouterr()
    assert (returned, said) == (2, "")
    assert sentence in told
    assert told.count("\n") == 1
    assert lake.batches(home) == ()


def test_progress_is_said_in_lines_of_json_when_asked(home: Home, tmp_path: Path) -> None:
    done = command("import", write(tmp_path, "users.csv", USERS), "--progress")
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert lines[0] == {"phase": "parse", "share": 0.0}
    assert lines[-1] == {"phase": "fold", "share": 1.0}
    assert done.returncode == 0


def test_an_interrupt_cancels_cleanly(home: Home, tmp_path: Path) -> None:
    rows = "".join(f"u{number},{'control' if number % 2 else 'treatment'},1,2\n" for number in range(400_000))
    path = write(tmp_path, "users.csv", "user_id,variant,visit,spend\n" + rows)
    arguments = [sys.executable, "-m", "data.events", "import", str(path), "--progress"]
    with subprocess.Popen(
        arguments, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as child:
        assert child.stderr
        assert "parse" in child.stderr.readline()
        os.killpg(child.pid, signal.SIGINT)
        said, told = child.communicate()
    assert (child.returncode, said) == (2, "")
    assert told.splitlines()[-1] == "The import was cancelled: nothing was changed."
    assert lake.batches(home) == ()
    assert not (home.lake / lake.STAGING).exists() or list((home.lake / lake.STAGING).iterdir()) == []


def test_weights_may_stand_for_names_with_commas_and_equal_signs() -> None:
    asked = options.parse(["import", "f", "--weights", "a,b=1,c=d=2.5"]).request
    assert asked.weights == {"a,b": 1.0, "c=d": 2.5}


def test_the_first_outcome_decides_and_the_others_explain(home: Home, tmp_path: Path) -> None:
    path = write(tmp_path, "users.csv", USERS)
    answered("import", path, "--experiment", "mail", "--outcome", "spend=spend", "--outcome", "visit=visit")
    with Workspace.open(home) as workspace:
        uses = declared(workspace, "mail").metrics
        spend = workspace.metric(LOCAL_OWNER, "spend").value
    assert [(use.metric, use.role.value) for use in uses] == [("spend", "primary"), ("visit", "secondary")]
    assert (spend.fold.value, spend.unit.value) == ("sum", "number")


@pytest.mark.parametrize(("order", "first"), [("day-first", "2026-04-03"), ("month-first", "2026-03-04")])
def test_dates_that_can_be_read_two_ways_need_a_word(home: Home, tmp_path: Path, order: str, first: str) -> None:
    path = write(tmp_path, "users.csv", "user_id,variant,day,visit\nu1,a,03/04/2026,0\nu2,b,03/04/2026,1\n")
    refused = command("import", path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "can be read two ways" in refused.stderr
    assert lake.batches(home) == ()
    answered("import", path, "--dates", order)
    assert answered("status")["experiments"][0]["first"].startswith(first)
    other = write(tmp_path, "more.csv", "user_id,variant,day,visit\nu3,a,03/04/2026,0\n")
    answered("import", other)  # remembered of files with these columns
    assert [status["first"][:10] for status in answered("status")["experiments"]] == [first, first]


def test_attributes_may_be_named(home: Home, tmp_path: Path) -> None:
    rows = "".join(f"u{number},{'ab'[number % 2]},1,city{number},phone\n" for number in range(60))
    path = write(tmp_path, "users.csv", "user_id,variant,visit,city,device\n" + rows)
    answered("import", path)
    assert [part.attributes for part in lake.batches(home)[-1].experiments.values()] == [("device",)]
    answered("import", path, "--attribute", "city")
    assert [part.attributes for part in lake.batches(home)[-1].experiments.values()] == [("city",)]


def test_an_outcome_twice_is_refused() -> None:
    with pytest.raises(Refused, match="“visit” is given twice"):
        options.parse(["import", "f", "--outcome", "visit=a", "--outcome", "visit=b"])


def test_imports_status_and_readers_work_at_the_same_time(home: Home, tmp_path: Path) -> None:
    days = 6
    paths = []
    for day in range(1, days + 1):
        rows = "".join(
            f"sale,user{number},2026-04-{day:02}T10:00:00,exposure,{'ab'[number % 2]}\n"
            for number in range(day * 50, day * 50 + 100)
        )
        paths.append(write(tmp_path, f"day{day}.csv", "experiment,user_id,timestamp,event,variant\n" + rows))
    arguments = [[sys.executable, "-m", "data.events", "import", str(path)] for path in paths]
    arguments += [[sys.executable, "-m", "data.events", "status"]] * 2
    children = [
        subprocess.Popen(words, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for words in arguments
    ]
    seen: set[int] = set()
    while any(child.poll() is None for child in children):
        seen.add(sum(batch.accepted for batch in lake.batches(home)))
    for child in children:
        said, told = child.communicate()
        assert (child.returncode, told) == (0, ""), told
        assert json.loads(said)
    assert all(accepted % 100 == 0 for accepted in seen), "a batch is there whole or not at all"
    (one,) = answered("status")["experiments"]
    assert (one["users"], one["events"]) == (50 * days + 50, 100 * days)
