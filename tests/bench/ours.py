"""What the speed table times of ours, each in a process of its own: nothing but what we need is imported."""

import shutil
from pathlib import Path

import pyarrow.dataset  # noqa: F401 - what DuckDB imports when it first meets a table of Arrow

from data.declarations.metrics import CATALOGUE
from data.events import history, rollup
from data.events.conditions import Condition, read_chosen
from data.events.reading import reader
from data.home import Home
from tests.bench.timings import Timings, main, timed
from tests.bench.worlds import ATTRIBUTES, EXPERIMENT, VALUES


def build(folder: Path, into: Timings) -> None:
    """Fold the whole lake: every day of every metric, variant and segment, and the per-user table, written."""
    home = Home(folder / "home")
    shutil.rmtree(home.rollup, ignore_errors=True)
    with timed(into):
        assert rollup.fold(home, EXPERIMENT, CATALOGUE).kind == "rebuilt"


def one_day(folder: Path, into: Timings) -> None:
    """Fold the last day into the history of all days before."""
    home = Home(folder / "home")
    shutil.rmtree(home.rollup, ignore_errors=True)
    last, aside = home.lake / "last", folder / "last"
    last.rename(aside)
    rollup.fold(home, EXPERIMENT, CATALOGUE)
    aside.rename(last)
    with timed(into):
        assert rollup.fold(home, EXPERIMENT, CATALOGUE).kind == "added"


def readout(folder: Path, into: Timings) -> None:
    """Read moments of every day, metric, arm and segment from the history."""
    home = Home(folder / "home")
    rollup.fold(home, EXPERIMENT, CATALOGUE)
    wanted = [history.Wanted(metric=metric, attribute=name) for metric in CATALOGUE for name in (None, *ATTRIBUTES)]
    history.read_all(home, EXPERIMENT, wanted)
    for _ in range(9):
        with timed(into):
            history.read_all(home, EXPERIMENT, wanted)


def conditions(folder: Path, into: Timings) -> None:
    """Read every metric of the users who meet one condition, then two, three and four at once."""
    home = Home(folder / "home")
    rollup.fold(home, EXPERIMENT, CATALOGUE)
    wanted = [Condition(attribute=name, value=value) for name, value in zip(ATTRIBUTES, VALUES, strict=True)]
    for count in (*range(1, len(wanted) + 1), *range(1, len(wanted) + 1)):
        with timed(into):
            found = read_chosen(home, EXPERIMENT, CATALOGUE, wanted[:count])
        assert found is not None
        assert found.users.sum() > 0


def stage(folder: Path, into: Timings) -> None:
    """Parse, check, hash and write the same CSV as an import does."""
    target = folder / "staged"
    target.mkdir()
    with (folder / "events.csv").open("rb") as file, timed(into), reader.Reader(file) as child:
        guessed = child.preview(name="events.csv").guess.mapping
        staged = child.stage(guessed, folder=target, secret=b"x" * 32, content=reader.content(file))
    assert staged.read == staged.accepted
    shutil.rmtree(target)


if __name__ == "__main__":
    main((build, one_day, readout, conditions, stage))
