"""The lake: batches whole or not at all, replaced and undone, and what dead writers leave is swept."""

import errno
import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from data.events import lake
from data.events.batches import as_document, from_document, read_batch
from data.home import Home
from data.messages import Message, NotFound, Refused
from tests.events.lakes import add, batch_of, part, row, rows_in

DAY = datetime(2026, 3, 1, 12)
LATER = datetime(2026, 3, 9, 12)


def leftovers(home: Home) -> list[Path]:
    return list((home.lake / lake.STAGING).iterdir())


def test_a_published_batch_is_read_back_as_it_was_written(home: Home) -> None:
    published = add(home, "one", [row(1, variant="control", time=DAY)])
    assert lake.batches(home) == (published,)
    assert read_batch(lake.folder(home, published)) == published
    assert from_document(as_document(published)) == published
    assert leftovers(home) == []


def test_a_home_without_a_lake_holds_no_batches(home: Home) -> None:
    assert lake.batches(home) == ()


def fail_halfway(home: Home, error: BaseException) -> None:
    with lake.staging(home) as staged:
        (staged / "half.parquet").write_bytes(b"half")
        raise error


def test_a_block_that_fails_leaves_neither_a_batch_nor_a_staging_folder(home: Home) -> None:
    with pytest.raises(RuntimeError, match="gone wrong"):
        fail_halfway(home, RuntimeError("gone wrong"))
    assert lake.batches(home) == ()
    assert leftovers(home) == []


def test_a_full_disk_is_one_sentence_and_leaves_nothing(home: Home) -> None:
    with pytest.raises(Refused, match="disk is full"):
        fail_halfway(home, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    assert leftovers(home) == []


def test_a_disk_that_is_full_for_the_engine_is_the_same_sentence(home: Home) -> None:
    failed = Message("engine.failed", "The query “{query}” failed ({kind}).", {"query": "q", "kind": "IOException"})
    with pytest.raises(Refused, match="disk is full"):
        fail_halfway(home, Refused(failed))
    with pytest.raises(Refused, match="something else"):
        fail_halfway(home, Refused(Message("other", "something else")))


def test_a_refusal_at_the_last_moment_changes_nothing(home: Home) -> None:
    add(home, "one", [row(1)])

    def no() -> None:
        raise KeyboardInterrupt

    with lake.staging(home) as staged, home.locked("lake"):
        (staged / "test.totals.parquet").write_bytes(b"")
        two = batch_of("two", {"test": part([])}, shape="totals")
        with pytest.raises(KeyboardInterrupt):
            lake.publish(home, staged, two, confirmed=no)
    assert [batch.batch for batch in lake.batches(home)] == ["one"]
    assert leftovers(home) == []


def test_a_replaced_batch_no_longer_counts_and_is_deleted(home: Home) -> None:
    add(home, "old", [row(1), row(2)])
    add(home, "new", [row(3)], replaces=("old",))
    assert [batch.batch for batch in lake.batches(home)] == ["new"]
    assert not (home.lake / "old").exists()
    assert [one[0] for one in rows_in(home)] == [3]


def test_a_batch_that_was_replaced_can_come_back(home: Home) -> None:
    add(home, "old", [row(1)])
    add(home, "new", [row(3)], replaces=("old",))
    add(home, "old", [row(1)], replaces=("new",))
    assert [batch.batch for batch in lake.batches(home)] == ["old"]


def test_what_two_batches_say_of_each_other_is_settled_by_the_newer_one(home: Home) -> None:
    add(home, "old", [row(1)])
    add(home, "new", [row(3)], replaces=("old",))
    with lake.staging(home) as staged, home.locked("lake"):
        (staged / "test.totals.parquet").write_bytes(b"")
        back = batch_of("old", {"test": part([])}, shape="totals")
        lake.publish(home, staged, back)
    document = (home.lake / "old" / "batch.json").read_text().replace('"replaces": []', '"replaces": ["new"]')
    (home.lake / "old" / "batch.json").write_text(document)  # as if killed before the replaced batch was deleted
    assert [batch.batch for batch in lake.batches(home)] == ["old"]
    with home.locked("lake"):
        lake.settle(home)
    assert not (home.lake / "new").exists()


def test_undo_removes_a_batch_and_an_unknown_one_is_a_sentence(home: Home) -> None:
    add(home, "one", [row(1)])
    add(home, "two", [row(2)])
    assert lake.undo(home, "one").batch == "one"
    assert [one[0] for one in rows_in(home)] == [2]
    with pytest.raises(NotFound, match="no batch “one”"):
        lake.undo(home, "one")


def test_import_times_rise_from_batch_to_batch(home: Home) -> None:
    times = [add(home, f"b{number}", [row(number)]).imported_at for number in range(5)]
    assert times == sorted(set(times))


def test_staging_of_a_killed_process_is_swept_and_a_live_one_is_not(home: Home) -> None:
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom data.events import lake\nfrom data.home import Home\n"
        "with lake.staging(Home(Path(sys.argv[1]))) as staged:\n"
        "    (staged / 'half').write_bytes(b'half')\n    sys.stdout.write('ready\\n')\n    sys.stdout.flush()\n"
        "    sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(home.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        assert child.stdout.readline() == "ready\n"
        with home.locked("lake"):
            lake.settle(home)
        assert len(leftovers(home)) == 2, "the folder and its owner's lock"
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert len(leftovers(home)) == 2
    with home.locked("lake"):
        lake.settle(home)
    assert leftovers(home) == []


def test_rows_that_another_batch_holds_too_are_noticed(home: Home) -> None:
    assert not add(home, "one", [row(1, time=DAY), row(2, time=DAY, value=5)]).experiments["test"].overlaps
    assert not add(home, "two", [row(2, time=DAY, value=6)]).experiments["test"].overlaps
    assert not add(home, "three", [row(1, time=LATER)]).experiments["test"].overlaps
    assert add(home, "four", [row(1, time=LATER), row(9, time=LATER)]).experiments["test"].overlaps


def test_blank_fields_of_equal_rows_are_equal(home: Home) -> None:
    add(home, "one", [row(1)])
    assert add(home, "two", [row(1)]).experiments["test"].overlaps


def test_event_ids_are_compared_with_every_batch_whatever_its_days(home: Home) -> None:
    add(home, "one", [row(1, time=DAY, event_id="x")])
    assert not add(home, "two", [row(1, time=DAY, event_id="y")]).experiments["test"].overlaps
    assert add(home, "three", [row(7, time=LATER, event_id="x")]).experiments["test"].overlaps


def test_rows_of_a_replaced_batch_are_not_doubles(home: Home) -> None:
    add(home, "one", [row(1, time=DAY)])
    assert not add(home, "two", [row(1, time=DAY)], replaces=("one",)).experiments["test"].overlaps


def test_rows_of_another_experiment_are_not_doubles(home: Home) -> None:
    add(home, "one", [row(1, time=DAY)], key="other")
    assert not add(home, "two", [row(1, time=DAY)]).experiments["test"].overlaps
