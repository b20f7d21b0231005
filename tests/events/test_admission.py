"""Admission: keys of experiments, what a batch replaces, and what cannot stand beside what is there."""

from dataclasses import replace

import pytest

from data.events.admission import admit
from data.events.batches import Batch, Part
from data.messages import Refused
from tests.events.lakes import batch_of

PART = Part(name="Summer sale", rows=3)


def batch(name: str, *, key: str = "summer-sale", part: Part = PART, **changes: object) -> Batch:
    return replace(batch_of(name, {key: part}), **changes)  # type: ignore[arg-type]


def keys(new: Batch, *older: Batch, declared: dict[str, str] | None = None, named: str | None = None) -> list[str]:
    return list(admit(new, older, declared=declared or {}, named=named).batch.experiments)


def test_an_experiment_keeps_its_key_from_file_to_file() -> None:
    assert keys(batch("two"), batch("one")) == ["summer-sale"]


def test_two_names_that_read_alike_get_different_keys() -> None:
    (key,) = keys(batch("two", part=replace(PART, name="Summer: sale")), batch("one"))
    assert key.startswith("summer-sale-")
    assert keys(batch("three", part=replace(PART, name="Summer: sale")), batch("one"), batch("two", key=key, part=(
        replace(PART, name="Summer: sale")))) == [key]  # fmt: skip


def test_a_declared_experiment_is_found_by_its_name() -> None:
    assert keys(batch("one"), declared={"sale": "Summer sale"}) == ["sale"]


def test_an_experiment_can_be_named_by_its_key() -> None:
    named = batch("two", key="sale", part=replace(PART, name="sale"))
    assert keys(named, declared={"sale": "Summer sale"}, named="sale") == ["sale"]


def test_a_planned_experiment_takes_data_that_are_spelled_another_way() -> None:
    assert keys(batch("one", part=replace(PART, name="summer sale")), declared={"summer-sale": "Summer Sale"}) == [
        "summer-sale"
    ]


def replaced(new: Batch, *older: Batch) -> tuple[str, ...]:
    return admit(new, older, declared={}, named=None).batch.replaces


def test_the_same_content_read_otherwise_replaces_its_batch() -> None:
    assert replaced(batch("two", content="same"), batch("one", content="same")) == ("one",)
    assert replaced(batch("two", content="same"), batch("one", content="other")) == ()


def test_the_same_content_as_another_experiment_stands_beside() -> None:
    one = batch("one", content="same", options={"experiment": "first"})
    two = batch(
        "two", key="second", part=replace(PART, name="second"), content="same", options={"experiment": "second"}
    )
    assert replaced(two, one) == ()


@pytest.mark.parametrize("shape", ["users", "totals"])
def test_a_newer_state_replaces_the_older_of_the_same_scope(shape: str) -> None:
    one, two = batch("one", shape=shape), batch("two", shape=shape)
    assert replaced(two, one) == ("one",)
    assert replaced(replace(two, options={"variant": "a"}), replace(one, options={"variant": "b"})) == ()


def test_event_logs_add_up() -> None:
    assert replaced(batch("two"), batch("one")) == ()


def test_a_state_of_two_experiments_is_not_half_replaced() -> None:
    both = replace(
        batch("one", shape="users"), experiments={"summer-sale": PART, "winter": replace(PART, name="Winter")}
    )
    with pytest.raises(Refused, match="together with “Winter”"):
        admit(batch("two", shape="users"), [both], declared={}, named=None)
    assert replaced(replace(both, batch="three", content="three"), batch("two", shape="users")) == ("two",)


def test_totals_and_rows_of_users_do_not_mix() -> None:
    with pytest.raises(Refused, match="holds rows of users already"):
        admit(batch("two", shape="totals"), [batch("one")], declared={}, named=None)
    with pytest.raises(Refused, match="holds totals already"):
        admit(batch("two"), [batch("one", shape="totals")], declared={}, named=None)


def test_currencies_do_not_mix_across_files() -> None:
    one, two = (batch(name, part=replace(PART, currency=money)) for name, money in (("one", "EUR"), ("two", "VND")))
    with pytest.raises(Refused, match="in EUR already and this file has VND"):
        admit(two, [one], declared={}, named=None)
    assert replaced(two, batch("three")) == ()
    assert replaced(replace(two, content="same"), replace(one, content="same")) == ("one",)
