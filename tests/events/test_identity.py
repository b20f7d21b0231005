"""Identity: a person is a keyed hash, and can be taken out of every batch and refused from then on."""

import json
from datetime import datetime

from data.events import engines, identity, lake
from data.home import Home
from tests.events.lakes import add, person, row, rows_in

DAY = datetime(2026, 3, 1, 12)


def test_the_same_id_has_another_hash_in_another_home(home: Home) -> None:
    assert identity.user_code(home.secret, "anna") == identity.user_code(home.secret, "anna")
    assert identity.user_code(home.secret, "anna") != identity.user_code(b"another secret", "anna")


def test_a_forgotten_person_leaves_every_batch_and_nobody_else_does(home: Home) -> None:
    anna, bert = person(home, "anna"), person(home, "bert")
    add(home, "one", [row(anna, time=DAY), row(bert, time=DAY), row(anna, "purchase", time=DAY, value=3)])
    add(home, "two", [row(anna, time=DAY)], key="other")
    untouched = add(home, "three", [row(bert, "purchase", time=DAY)])
    done = identity.forget(home, "anna")
    assert done == identity.Forgotten(experiments=("other", "test"), rows=3)
    assert {one[0] for one in rows_in(home)} == {bert}
    assert len(rows_in(home)) == 2
    assert rows_in(home, "other") == []
    assert untouched in lake.batches(home)
    assert identity.refused_codes(home) == {anna}


def test_a_batch_counts_what_was_forgotten_and_keeps_where_it_came_from(home: Home) -> None:
    anna = person(home, "anna")
    before = add(home, "one", [row(anna, time=DAY), row(5, time=DAY), row(5, "purchase", time=DAY)])
    identity.forget(home, "anna")
    (after,) = lake.batches(home)
    assert after.batch != before.batch, "batches never change: a changed one has a name of its own"
    assert (after.origin, after.imported_at, after.read, after.accepted) == ("one", before.imported_at, 3, 3)
    assert (after.forgotten, after.experiments["test"].rows) == (1, 2)


def test_profiles_that_only_the_forgotten_person_had_go_with_them(home: Home) -> None:
    anna = person(home, "anna")
    rows = [row(anna, time=DAY, profile=1), row(5, time=DAY, profile=2)]
    add(home, "one", rows, profiles={1: {"device": "phone"}, 2: {"device": "desk"}})
    identity.forget(home, "anna")
    (after,) = lake.batches(home)
    path = lake.folder(home, after) / "test.profiles.parquet"
    with engines.connect(folders=[home.lake]) as engine:
        assert engine.run("profiles", "FROM read_parquet($path)", {"path": str(path)}) == [(2, "device", "desk")]


def test_forgetting_somebody_unknown_changes_no_batch_but_is_remembered(home: Home) -> None:
    before = add(home, "one", [row(5, time=DAY)])
    assert identity.forget(home, "nobody").rows == 0
    assert lake.batches(home) == (before,)
    assert identity.refused_codes(home) == {person(home, "nobody")}


def test_forgetting_twice_is_forgetting_once(home: Home) -> None:
    add(home, "one", [row(person(home, "anna"), time=DAY), row(5, time=DAY)])
    identity.forget(home, "anna")
    before = lake.batches(home)
    assert identity.forget(home, "anna").rows == 0
    assert lake.batches(home) == before


def test_a_forgetting_that_was_cut_short_is_finished_by_the_next_writer(home: Home) -> None:
    anna = person(home, "anna")
    add(home, "one", [row(anna, time=DAY), row(5, time=DAY)])
    register = {"codes": [anna], "pending": [anna]}
    (home.root / "forgotten.json").write_text(json.dumps(register))
    with home.locked("lake"):
        assert identity.settle(home).experiments == ("test",)
    assert [one[0] for one in rows_in(home)] == [5]
    assert json.loads((home.root / "forgotten.json").read_text()) == {"codes": [anna], "pending": []}


def test_no_trace_of_an_id_stands_in_the_home(home: Home) -> None:
    add(home, "one", [row(person(home, "anna@example.org"), time=DAY), row(5, time=DAY)])
    identity.forget(home, "anna@example.org")
    for path in home.root.rglob("*"):
        assert path.is_dir() or b"anna@example.org" not in path.read_bytes(), path
