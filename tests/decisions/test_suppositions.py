"""What-ifs: an address holds them whole, and what it cannot mean is left as it is saved."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from analytics.decisions.suppositions import AS_SAVED, Supposition, said, supposed
from data.declarations.assumptions import Assumptions, Cost, CostKind
from data.declarations.rules import check_assumptions

SAVED = Assumptions(
    currency="EUR", margin=0.35, costs=(Cost(label="Tools", kind=CostKind.TOOLS, amount=1000.0),)
)  # fmt: skip


@given(
    some.builds(
        Supposition,
        margin=some.none() | some.integers(1, 10_000).map(lambda value: value / 10_000),
        unit=some.none() | some.integers(0, 10**6).map(float),
        horizon=some.none() | some.integers(1, 120),
        half_life=some.none() | some.sampled_from([0.0, 0.5, 12.0, 1200.0]),
        cost=some.none() | some.integers(0, 1000).map(lambda value: value / 100),
    )
)
def test_an_address_holds_a_supposition_whole_and_what_is_supposed_could_be_saved(supposition: Supposition) -> None:
    assert supposed(said(supposition)) == supposition
    check_assumptions(supposition.upon(SAVED))


@pytest.mark.parametrize(
    "wrong",
    [
        {"margin": "0"}, {"margin": "101"}, {"margin": "nan"}, {"margin": "lots"}, {"horizon": "0"}, {"horizon": "1.5"},
        {"horizon": "121"}, {"half_life": "-1"}, {"half_life": "inf"}, {"half_life": "0.05"}, {"cost": "-3"},
        {"cost": "1e9"}, {"unit": "-1"}, {"unit": "1e13"}, {"other": "3"}, {"margin": ""}, {"horizon": "9" * 400},
    ],
)  # fmt: skip
def test_what_an_address_cannot_mean_is_left_as_it_is_saved(wrong: dict[str, str]) -> None:
    assert supposed(wrong) == AS_SAVED
    assert supposed(wrong).upon(SAVED) == SAVED


def test_one_wrong_value_leaves_the_others() -> None:
    found = supposed({"margin": "50", "horizon": "never", "half_life": "0", "cost": "150"})
    assert found == Supposition(margin=0.5, half_life=0.0, cost=1.5)
    changed = found.upon(SAVED)
    costs = (replace(SAVED.costs[0], amount=1500.0),)
    assert changed == replace(SAVED, margin=0.5, half_life_months=None, costs=costs)
