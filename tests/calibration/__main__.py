"""The long calibration: `python -m tests.calibration [--runs 10000]` writes data/calibration.json."""

import argparse
import json
import sys
import time
import zlib
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path

import numpy as np

from tests.calibration.bands import band
from tests.calibration.gates import GATES
from tests.calibration.programmes import WORLDS, Told, allowed, joined, run

OUTPUT = Path(__file__).parents[2] / "data" / "calibration.json"
BATCH = 500
FULL = 10_000  # runs for which the gates' bounds are meant


def happened(gate: int, runs: int, seed: tuple[int, ...]) -> int:
    """Count, in a process of its own, in how many runs of one batch it happened."""
    return int(GATES[gate].simulate(np.random.default_rng(seed), runs, True).sum())


def measure(pool: Executor, gate: int, runs: int, *, seed: int) -> float:
    """Return the share over all runs, in batches with seeds of their own: the same on any number of processes."""
    name = zlib.crc32(GATES[gate].name.encode())
    sizes = [min(BATCH, runs - begun) for begun in range(0, runs, BATCH)]
    seeds = [(seed, name, batch) for batch in range(len(sizes))]
    return sum(pool.map(happened, [gate] * len(sizes), sizes, seeds)) / runs


def report(pool: Executor, position: int, runs: int, *, seed: int) -> dict[str, object]:
    """Measure one gate and say how it went; fewer than 10,000 runs are judged by their Monte-Carlo band."""
    gate, began = GATES[position], time.perf_counter()
    share = measure(pool, position, runs, seed=seed)
    least, most = gate.allowed
    if runs < FULL:
        least, most = min(least, band(gate.truth[0], runs)[0]), max(most, band(gate.truth[1], runs)[1])
    kept = least <= share <= most
    taken = time.perf_counter() - began
    sys.stdout.write(f"{'kept  ' if kept else 'BROKEN'} {share:8.4f}  {gate.promise} ({taken:.0f} s)\n")
    sys.stdout.flush()
    return {
        "name": gate.name,
        "promise": gate.promise,
        "share": share,
        "band": list(band(share, runs)),
        "allowed": [least, most],
        "kept": kept,
    }


def told(world: str, programmes: int, seed: tuple[int, ...]) -> Told:
    """Simulate, in a process of its own, one batch of programmes."""
    return run(world, np.random.default_rng(seed), programmes)


def totals(pool: Executor, world: str, programmes: int, *, seed: int) -> dict[str, object]:
    """Measure how far the worth of what a programme shipped is off, and how often its range holds the truth."""
    sizes = [min(BATCH // 5, programmes - begun) for begun in range(0, programmes, BATCH // 5)]
    seeds = [(seed, zlib.crc32(world.encode()), batch) for batch in range(len(sizes))]
    found = joined(pool.map(told, [world] * len(sizes), sizes, seeds))
    off, least = allowed(world)
    coverage = float(found.covered.mean())
    kept = abs(found.bias()) <= off and coverage >= least
    figures = f"{found.bias():+8.4f}  raw {found.bias(raw=True):+.3f}, covered {coverage:.3f}"
    sys.stdout.write(f"{'kept  ' if kept else 'BROKEN'} {figures}: the sum of what a programme shipped, {world}\n")
    sys.stdout.flush()
    return {
        "world": world,
        "bias": found.bias(),
        "raw_bias": found.bias(raw=True),
        "coverage": coverage,
        "allowed": [off, least],
        "kept": kept,
    }


def main() -> int:
    """Run every gate and write the report; 1 when a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.calibration", description=__doc__)
    parser.add_argument("--runs", type=int, default=FULL, help="simulated experiments per gate")
    parser.add_argument("--programmes", type=int, default=2_000, help="simulated programmes per world")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    with ProcessPoolExecutor() as pool:
        gates = [report(pool, position, options.runs, seed=options.seed) for position in range(len(GATES))]
        worlds = [totals(pool, world, options.programmes, seed=options.seed) for world in WORLDS]
    document = {"runs": options.runs, "seed": options.seed, "gates": gates}
    document |= {"programmes": options.programmes, "worlds": worlds}
    options.output.write_text(json.dumps(document, indent=1) + "\n")
    return 0 if all(one["kept"] for one in (*gates, *worlds)) else 1


if __name__ == "__main__":
    sys.exit(main())
