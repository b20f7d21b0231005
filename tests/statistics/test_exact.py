"""Exact tests against SciPy, and by counting every table."""

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import boschloo_exact, fisher_exact

from analytics.statistics import exact
from analytics.statistics.samples import Sample


@given(st.integers(1, 60), st.integers(1, 60), st.floats(0, 1), st.floats(0, 1))
def test_fisher_counts_every_table_at_most_as_likely(nc: int, nt: int, pc: float, pt: float) -> None:
    xc, xt = round(nc * pc), round(nt * pt)
    ways = {k: comb(nt, k) * comb(nc, xc + xt - k) for k in range(max(0, xc + xt - nc), min(nt, xc + xt) + 1)}
    expected = sum(way for way in ways.values() if way <= ways[xt]) / sum(ways.values())
    assert float(exact.fisher(xc, nc, xt, nt)) == pytest.approx(expected, rel=1e-10)


def test_fisher_agrees_with_scipy_on_large_tables_and_broadcasts() -> None:
    random = np.random.default_rng(50)
    xc, nc = random.integers(0, 19, (4, 1)), random.integers(1000, 1_000_000, (4, 1))
    xt, nt = random.integers(0, 60, (4, 5)), random.integers(1000, 1_000_000, (4, 5))
    found = exact.fisher(xc, nc, xt, nt)
    for (row, column), p_value in np.ndenumerate(found):
        a, b, c, d = int(xc[row, 0]), int(nc[row, 0]), int(xt[row, column]), int(nt[row, column])
        assert p_value == pytest.approx(fisher_exact([[c, a], [d - c, b - a]]).pvalue, rel=1e-10)


@pytest.mark.parametrize("alternative", list(exact.Alternative))
def test_alternatives_agree_with_scipy(alternative: exact.Alternative) -> None:
    table = [[13, 19], [34, 34]]
    expected = fisher_exact(table, alternative=alternative.value).pvalue
    assert float(exact.fisher(19, 53, 13, 47, alternative=alternative)) == pytest.approx(expected, rel=1e-10)
    found = exact.unconditional(19, 53, 13, 47, alternative=alternative)
    assert found == pytest.approx(boschloo_exact(table, alternative=alternative.value).pvalue, rel=1e-10)


def test_boschloo_is_refused_where_it_would_need_gigabytes() -> None:
    with pytest.raises(ValueError, match="200 users per arm"):
        exact.unconditional(5, 201, 7, 100)


def test_only_small_cells_get_an_exact_p() -> None:
    control, treatment = Sample.rate([5, 50, 0, 990], [1000, 1000, 0, 1000]), Sample.rate([9, 60, 3, 970], 1000)
    small, p_value = exact.small_cells(control, treatment, small_cell=20)
    assert small.tolist() == [True, False, True, True]
    assert np.isnan(p_value).tolist() == [False, True, True, False]
    assert p_value[0] == pytest.approx(fisher_exact([[9, 5], [991, 995]]).pvalue, rel=1e-10)


def test_periods_are_tested_within_themselves() -> None:
    control, treatment = Sample.rate([[5, 9]], [[900, 500]]), Sample.rate([[2, 12]], [[100, 500]])
    small, p_value = exact.small_cells(control, treatment, small_cell=20, axis=1)
    xc, nc, xt, nt = np.array([5, 9]), np.array([900, 500]), np.array([2, 12]), np.array([100, 500])
    laws = [
        np.array(
            [comb(int(nt[k]), i) * comb(int(nc[k]), int(xc[k] + xt[k]) - i) for i in range(int(xc[k] + xt[k]) + 1)]
        )
        for k in range(2)
    ]
    first, second = (np.array([float(way / law.sum()) for way in law]) for law in laws)
    joint = np.convolve(first, second)
    expected = joint[joint <= joint[14] * (1 + 1e-9)].sum()
    assert small.tolist() == [True]
    assert p_value[0] == pytest.approx(expected, rel=1e-9)
    single = exact.stratified(np.array([3.0]), np.array([40.0]), np.array([9.0]), np.array([41.0]))
    assert single == pytest.approx(float(exact.fisher(3, 40, 9, 41)), rel=1e-10)


def test_a_period_that_has_not_begun_says_nothing() -> None:
    control, treatment = (
        Sample.rate([[4, 0], [4, 0]], [[133, 0], [133, 5]]),
        Sample.rate([[9, 0], [9, 0]], [[142, 0]] * 2),
    )
    _, p_value = exact.small_cells(control, treatment, small_cell=20, axis=1)
    assert p_value == pytest.approx([fisher_exact([[9, 4], [133, 129]]).pvalue] * 2, rel=1e-10)
