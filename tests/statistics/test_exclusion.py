"""Taking users out of a group again gives what their own rows give."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.statistics.exclusion import without
from analytics.statistics.samples import Sample


@given(st.integers(0, 2**32 - 1), st.integers(0, 30), st.integers(0, 30))
@settings(max_examples=60, deadline=None)
def test_what_is_left_has_the_moments_of_its_own_rows(seed: int, left: int, taken: int) -> None:
    random = np.random.default_rng(seed)
    values, below = random.gamma(0.5, 10, left + taken), random.poisson(3, left + taken)
    if left == 0 or taken == 0:
        return
    whole, part, expected = (
        Sample.of(values[rows], below[rows]) for rows in (slice(None), slice(left, None), slice(0, left))
    )
    found = without(whole, part)
    for field in fields(Sample):
        if field.name != "users" and left == 1 and field.name != "mean" and field.name != "denominator_mean":
            continue
        scale = float(np.abs(values).max() ** 3 + 1)
        assert float(getattr(found, field.name)) == pytest.approx(
            float(getattr(expected, field.name)), rel=1e-7, abs=1e-10 * scale
        ), field.name


def test_taking_everybody_out_leaves_zeros() -> None:
    whole = Sample.rate(np.array([5.0]), np.array([20.0]))
    assert float(without(whole, whole).users[0]) == 0
    assert float(without(whole, whole).mean[0]) == 0
    assert float(without(whole, whole).variance[0]) == 0


def test_taking_nobody_out_changes_nothing() -> None:
    whole = Sample.rate(5.0, 20.0)
    same = without(whole, Sample.rate(0.0, 0.0))
    assert float(same.variance) == pytest.approx(float(whole.variance))
