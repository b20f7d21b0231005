"""The long calibration: `python -m tests.calibration [--runs 10000]` writes data/calibration.json."""

import argparse
import json
import sys
import time
import zlib
from pathlib import Path

import numpy as np

from tests.calibration.bands import band
from tests.calibration.gates import GATES, Gate

OUTPUT = Path(__file__).parents[2] / "data" / "calibration.json"
BATCH = 1000


def measure(gate: Gate, runs: int, *, seed: int) -> float:
    """Return the share over all runs, simulated in batches so that memory stays small."""
    random = np.random.default_rng([seed, zlib.crc32(gate.name.encode())])
    sizes = [min(BATCH, runs - begun) for begun in range(0, runs, BATCH)]
    return float(np.concatenate([gate.simulate(random, size, True) for size in sizes]).mean())


def main() -> int:
    """Run every gate and write the report; 1 when a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.calibration", description=__doc__)
    parser.add_argument("--runs", type=int, default=10_000, help="simulated experiments per gate")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    gates = []
    for gate in GATES:
        began = time.perf_counter()
        share = measure(gate, options.runs, seed=options.seed)
        kept = gate.allowed[0] <= share <= gate.allowed[1]
        low, high = band(share, options.runs)
        gates.append(
            {
                "name": gate.name, "promise": gate.promise, "share": share, "band": [low, high],
                "allowed": list(gate.allowed), "kept": kept,
            }
        )  # fmt: skip
        taken = time.perf_counter() - began
        sys.stdout.write(f"{'kept  ' if kept else 'BROKEN'} {share:8.4f}  {gate.promise} ({taken:.0f} s)\n")
        sys.stdout.flush()
    report = {"runs": options.runs, "seed": options.seed, "gates": gates}
    options.output.write_text(json.dumps(report, indent=1) + "\n")
    return 0 if all(gate["kept"] for gate in gates) else 1


if __name__ == "__main__":
    sys.exit(main())
