"""How a job is timed: `python -m tests.bench.ours NAME FOLDER` (or `looks`, `peers`) prints seconds and peak memory.

Imports, and opening what a running dashboard holds open anyway, are not timed; reading, computing and writing are.
"""

import json
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

Timings = list[float]
Job = Callable[[Path, Timings], None]


@contextmanager
def timed(into: Timings) -> Iterator[None]:
    """Add the seconds of the block to `into`."""
    begun = perf_counter()
    yield
    into.append(perf_counter() - begun)


def main(jobs: Sequence[Job]) -> None:
    """Run the job of `jobs` that the command names and print its timings (seconds) and peak memory (MiB) as JSON."""
    name, folder = sys.argv[1:]
    timings: Timings = []
    next(job for job in jobs if job.__name__ == name)(Path(folder), timings)
    usage = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    sys.stdout.write(json.dumps({"seconds": timings, "memory": max(usage) / 1024}) + "\n")
