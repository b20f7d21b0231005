"""The short calibration of a programme's worth, within 99.9 % Monte-Carlo bands; `make calibrate` is long."""

import zlib

import numpy as np
import pytest
from scipy import stats

from tests.calibration.bands import band
from tests.calibration.programmes import WORLDS, Told, allowed, run

PROGRAMMES = 150


def told(world: str, programmes: int = PROGRAMMES) -> Told:
    return run(world, np.random.default_rng(zlib.crc32(world.encode())), programmes)


@pytest.mark.parametrize("world", WORLDS)
def test_what_was_shipped_is_worth_what_it_is_said_to_be(world: str) -> None:
    found = told(world)
    off, least = allowed(world)
    assert abs(found.bias()) <= off + stats.norm.isf(0.0005) * found.error()
    assert found.covered.mean() >= band(least, PROGRAMMES)[0]


def test_the_bands_would_notice_raw_totals() -> None:
    found = told("normal")
    assert found.bias(raw=True) > allowed("normal")[0] + stats.norm.isf(0.0005) * found.error()
