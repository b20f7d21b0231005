"""Runs the jobs side by side on one generated world and prints the speed table as Markdown."""

import argparse
import asyncio
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import mkdtemp

from tests.bench import boards, browsers, reports, viewers
from tests.bench.worlds import generate

ROOT = Path(__file__).parent.parent.parent
SMALL = 1_000_000  # the world whose readout must take as long as the large one's
OURS = ("build", "one_day", "readout", "conditions", "stage")
LOOKS = ("looks_28", "looks_90", "paths_lent", "paths_own")
PEERS = ("bare", "tea", "frames", "copy")
ROOMS = dict.fromkeys(OURS, "ours") | dict.fromkeys(LOOKS, "looks") | dict.fromkeys(PEERS, "peers")


@dataclass(frozen=True, slots=True)
class Measured:
    """One job over all rounds."""

    seconds: float  # median
    memory: float  # MiB, largest


def run(name: str, folder: Path) -> tuple[list[float], float]:
    """Run one job in a process of its own; return its timings and peak memory."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{ROOMS[name]}", name, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    answer = json.loads(done.stdout.splitlines()[-1])
    return answer["seconds"], answer["memory"]


def make(folder: Path, events: int) -> None:
    """Generate a world in a process of its own: children inherit their parent's peak memory."""
    process = get_context("spawn").Process(target=generate, args=(folder, events))
    process.start()
    process.join()
    assert process.exitcode == 0, "the events could not be generated"


def measure(names: tuple[str, ...], folder: Path, rounds: int) -> dict[str, Measured]:
    """Run the jobs in turn, round after round, so that a slow minute of the machine hits all of them."""
    timings: dict[str, list[float]] = {name: [] for name in names}
    memory = dict.fromkeys(names, 0.0)
    for number in range(rounds):
        for name in names:
            sys.stderr.write(f"round {number + 1} of {rounds}: {name}\n")
            seconds, peak = run(name, folder)
            timings[name] += seconds
            memory[name] = max(memory[name], peak)
    return {name: Measured(median(timings[name]), memory[name]) for name in names}


def table(large: dict[str, Measured], small: dict[str, Measured], events: int) -> str:
    """Return the speed table as Markdown."""
    took = {name: measured.seconds for name, measured in large.items()}
    held = {name: measured.memory for name, measured in large.items()}
    rows = [
        ("First build: every day, metric, arm, segment", took["build"], "tea-tasting, one final readout of 3 metrics",
         took["build"] / took["tea"], 2.0),
        ("", took["build"], "bare GROUP BY user over the same lake", took["build"] / took["bare"], 4.0),
        ("", took["build"], "pandas and SciPy, one metric once", took["build"] / took["frames"], 0.4),
        ("", took["build"], "the same, memory", held["build"] / held["frames"], 0.25),
        ("One more day", took["one_day"], "bare GROUP BY over the whole lake", took["one_day"] / took["bare"], 0.6),
        ("A readout: any day, all metrics, arms, segments", took["readout"], "50 ms", took["readout"] / 0.050, 1.0),
        ("", took["readout"], f"the same at {SMALL:,} events", took["readout"] / small["readout"].seconds, 1.2),
        ("Several conditions at once, of all users", took["conditions"], "0.3 s", took["conditions"] / 0.3, 1.0),
        ("Import: parse, check, hash, write", took["stage"], "DuckDB's COPY of the same CSV",
         took["stage"] / took["copy"], 2.5),
        ("Boundaries of 28 daily looks", took["looks_28"], "20 ms", took["looks_28"] / 0.020, 1.0),
        ("Boundaries of 90 daily looks", took["looks_90"], "40 ms", took["looks_90"] / 0.040, 1.0),
        ("A dozen paths of 28 looks along one boundary", took["paths_lent"], "0.1 s", took["paths_lent"] / 0.1, 1.0),
        ("The same, each along its own", took["paths_own"], "0.6 s", took["paths_own"] / 0.6, 1.0),
    ]  # fmt: skip
    lines = [
        f"{events:,} events, medians of one run on this machine.",
        "",
        "| Work | Took | Against | Ratio | Bound |",
        "|---|---|---|---|---|",
    ]
    for work, seconds, peer, ratio, bound in rows:
        mark = "" if ratio <= bound else " (missed)"
        lines.append(f"| {work} | {seconds:.3g} s | {peer} | {ratio:.2f} | ≤ {bound:g}{mark} |")
    memory = ", ".join(f"{name} {held[name]:,.0f} MiB" for name in ("build", "one_day", "stage", "frames"))
    return "\n".join([*lines, "", f"Peak memory: {memory}."])


def visits(folder: Path, seconds: float) -> str:
    """Return the table of viewers and reruns as Markdown; the home of their server lies in `folder`."""
    sys.stderr.write("viewers\n")
    first, library, *others = asyncio.run(viewers.visited(folder / "visited", seconds=seconds))
    return viewers.table(
        [
            *(first, library),
            *person(folder),
            *others,
            *rooms(folder),
            reports.reckoned(folder / "reports"),
        ]
    )


def person(folder: Path) -> list[viewers.Row]:
    """Return the rows of somebody at a browser."""
    sys.stderr.write("browsers\n")
    return browsers.asked(folder / "browsers")


def rooms(folder: Path) -> list[viewers.Row]:
    """Return the rows of a room full of cards."""
    sys.stderr.write("boards\n")
    return asyncio.run(boards.crowded(folder / "boards"))


PARTS: Mapping[str, Callable[[Path, float], str]] = {
    "viewers": visits,
    "browsers": lambda folder, _: viewers.table(person(folder)),
    "boards": lambda folder, _: viewers.table(rooms(folder)),
    "reports": lambda folder, _: viewers.table([reports.reckoned(folder / "reports")]),
}


def main() -> None:
    """Generate, measure, print, and leave nothing but `build/bench.md` behind."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--events", type=int, default=17_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=60, help="how long each crowd of viewers looks around")
    parser.add_argument(
        "--only", nargs="+", choices=[*ROOMS, *PARTS], metavar="NAME", default=[],
        help=f"prints figures, not the table; any of {', '.join([*ROOMS, *PARTS])}",
    )  # fmt: skip
    asked = parser.parse_args()
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    folder = Path(mkdtemp(dir=build, prefix="bench-"))
    try:
        jobs = tuple(name for name in asked.only if name in ROOMS)
        if jobs or not asked.only:
            make(folder / "large", asked.events)
        if asked.only:
            found = measure(jobs, folder / "large", asked.rounds)
            lines = [f"{name}: {found[name]}" for name in jobs]
            lines += [PARTS[name](folder, asked.seconds) for name in asked.only if name in PARTS]
            sys.stdout.write("\n".join(lines) + "\n")
            return
        large = measure((*PEERS, *OURS, *LOOKS), folder / "large", asked.rounds)
        make(folder / "small", SMALL)
        small = measure(("readout",), folder / "small", asked.rounds)
        text = table(large, small, asked.events) + "\n\n" + visits(folder, asked.seconds)
        (build / "bench.md").write_text(text + "\n")
        sys.stdout.write(text + "\n")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
