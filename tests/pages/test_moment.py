"""What is asked once: all of a page shows one state, and many who want the same reading wait for one who reads."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from analytics.decisions.summaries import Reading, Summary
from analytics.overview import Entry
from data.declarations.experiments import Experiment
from data.home import Home
from pages.parts import fetch
from pages.parts.moment import once, one_state
from pages.parts.standings import Shelf


def test_a_page_is_drawn_of_one_state_and_what_is_outside_asks_anew() -> None:
    states = iter(range(10))
    with one_state():
        assert [once("latest", lambda: next(states)) for _ in range(3)] == [0, 0, 0]
        assert once("another", lambda: next(states)) == 1
    assert [once("latest", lambda: next(states)) for _ in range(2)] == [2, 3]
    with one_state():
        assert once("latest", lambda: next(states)) == 4


def test_a_thread_beside_the_page_does_not_see_what_the_page_asked() -> None:
    with one_state(), ThreadPoolExecutor(1) as beside:
        assert once("latest", lambda: "page") == "page"
        assert beside.submit(once, "latest", lambda: "job").result() == "job"


def test_an_experiment_that_many_want_to_be_read_is_read_once(home: Home) -> None:
    shelf, entry = Shelf(), Entry(experiment=Experiment(key="spring", name="Spring"), mark="one")
    summary, all_came, reads = Summary(reading=Reading.EMPTY, sentences={}), Barrier(8), []
    first_reads, go_on = Event(), Event()

    def read() -> Summary:
        reads.append(entry.experiment.key)
        first_reads.set()
        assert go_on.wait(30)
        return summary

    def come() -> Summary | None:
        all_came.wait(30)
        shelf.fill(entry, read)
        return shelf.summary(entry)

    assert home.root == fetch.home().root
    with ThreadPoolExecutor(8) as people:
        waiting = [people.submit(come) for _ in range(8)]
        assert first_reads.wait(30)
        go_on.set()
        assert [one.result() for one in waiting] == [summary] * 8
    assert reads == ["spring"]


def test_an_experiment_is_read_while_another_one_is(home: Home) -> None:
    shelf, summary = Shelf(), Summary(reading=Reading.EMPTY, sentences={})
    spring, autumn = (Entry(experiment=Experiment(key=key, name=key), mark="one") for key in ("spring", "autumn"))
    begun, go_on = Event(), Event()

    def read() -> Summary:
        begun.set()
        assert go_on.wait(30)
        return summary

    assert home.root == fetch.home().root
    with ThreadPoolExecutor(1) as beside:
        slow = beside.submit(shelf.fill, spring, read)
        assert begun.wait(30)
        assert shelf.fill(autumn, lambda: summary) == summary
        assert not slow.done()
        go_on.set()
        assert slow.result() == summary


def test_what_is_read_beside_the_pages_lets_pages_go_first_but_not_for_ever() -> None:
    shelf, order = Shelf(), []
    waits = Event()

    def beside() -> None:
        waits.set()
        shelf.give_way(30)
        order.append("beside")

    with ThreadPoolExecutor(1) as pool:
        with shelf.going_first(), shelf.going_first():
            later = pool.submit(beside)
            assert waits.wait(30)
            shelf.give_way(0.01)  # patience ends
            order.append("page")
        later.result(30)
    assert order == ["page", "beside"]
    shelf.give_way(30)


def test_a_page_that_breaks_or_gives_way_itself_holds_nobody_up() -> None:
    shelf = Shelf()
    with pytest.raises(ZeroDivisionError), shelf.going_first():
        _ = 1 / 0
    with ThreadPoolExecutor(1) as pool:
        pool.submit(shelf.give_way, 60).result(30)
