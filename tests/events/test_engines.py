"""Engines that are lent: one borrower at a time, shut to what lies outside their folder, closed when broken."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import duckdb
import pytest

from data.events import engines
from data.events.engines import EngineFault


def test_an_engine_is_lent_to_the_next_borrower_of_its_folder_and_to_no_other(tmp_path: Path) -> None:
    with engines.lent(tmp_path / "here") as first:
        pass
    with engines.lent(tmp_path / "there") as other:
        assert other is not first
    with engines.lent(tmp_path / "here") as again:
        assert again is first


def test_two_who_ask_at_once_have_an_engine_each(tmp_path: Path) -> None:
    both = Barrier(2)

    def borrow(number: int) -> tuple[int, int]:
        with engines.lent(tmp_path) as engine:
            both.wait(30)
            engine.run("make", f"CREATE OR REPLACE TABLE mine AS SELECT {number} AS mine")
            both.wait(30)
            return id(engine), engine.run("read", "SELECT mine FROM mine")[0][0]

    with ThreadPoolExecutor(2) as people:
        lent = list(people.map(borrow, (1, 2)))
    assert [found for _, found in lent] == [1, 2]
    assert len({engine for engine, _ in lent}) == 2


def test_a_lent_engine_reads_its_folder_and_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for place in (tmp_path / "in", tmp_path):
        (place / "one.csv").write_text("number\n7\n", encoding="utf-8")
    for _ in range(2):  # the first time, and lent again
        with engines.lent(tmp_path / "in") as engine:
            assert engine.run("inside", f"FROM '{tmp_path}/in/one.csv'") == [(7,)]
    with pytest.raises(EngineFault, match="outside"), engines.lent(tmp_path / "in") as engine:
        engine.run("outside", f"FROM '{tmp_path}/one.csv'")


def test_an_engine_in_which_something_failed_is_not_lent_again(tmp_path: Path) -> None:
    with pytest.raises(EngineFault), engines.lent(tmp_path) as broken:
        broken.run("wrong", "SELECT nothing FROM nowhere")
    with engines.lent(tmp_path) as engine:
        assert engine is not broken
        assert engine.run("right", "SELECT 1") == [(1,)]
    with pytest.raises(duckdb.ConnectionException, match="closed"):
        broken.run("closed", "SELECT 1")


def test_no_more_engines_wait_than_may(tmp_path: Path) -> None:
    gone = []
    for number in range(engines.IDLE + 1):
        with engines.lent(tmp_path / str(number)) as engine:
            gone.append(engine)
    with pytest.raises(duckdb.ConnectionException, match="closed"):
        gone[0].run("closed", "SELECT 1")
    assert gone[-1].run("waits", "SELECT 1") == [(1,)]
