"""The report on the whole sample against what its rolled-out tests are truly worth, reckoned without the report."""

import shutil
from pathlib import Path

import pytest
from scipy import stats

from analytics import report
from analytics.decisions.roi import Stage
from data.home import Home
from data.sample import past, plans
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
from tests.sample import fortune


def test_the_range_holds_the_true_worth_and_the_best_guess_is_as_far_off_as_the_sample_says(
    sample: Path, home: Home
) -> None:
    """Figures as in data/README.md; the drawing is the shipped one, and was not chosen for them."""
    shutil.copytree(sample, home.root)
    with Workspace.open(home) as workspace:
        told = report.read(home, workspace, LOCAL_OWNER, report.gather(home, workspace))
    assert told.worth is not None
    true, value = fortune.worth(), told.worth.value
    assert true == pytest.approx(216_941, abs=1)
    assert (told.assumed.value.horizon_months, told.assumed.value.half_life_months) == (12, 12)
    assert told.amount(value.interval.low) <= true <= told.amount(value.interval.high)
    assert told.amount(value.mean) / true - 1 == pytest.approx(-0.118, abs=0.001)
    [seen] = [step.amount for step in told.worth.waterfall if step.stage is Stage.SEEN]
    lasting = sum(fortune.left(plans.HERO.key, month) for month in range(60)) / fortune.HORIZON  # seen wears off too
    assert told.amount(seen) * lasting / true - 1 == pytest.approx(0.091, abs=0.001)


def test_each_test_shows_what_is_true_of_it_and_what_luck_gave_is_taken_back_in_part(sample: Path, home: Home) -> None:
    shutil.copytree(sample, home.root)
    with Workspace.open(home) as workspace:
        told = report.read(home, workspace, LOCAL_OWNER, report.gather(home, workspace))
    assert told.worth is not None
    for gain in told.worth.gains:
        truth = fortune.TRUTHS[gain.test.key]
        assert abs(gain.test.lift - fortune.effect(truth)) <= stats.norm.isf(0.005) * gain.test.error
        if gain.test.key == past.COUNTDOWN.key:
            assert fortune.effect(truth) == 0 < gain.shrunk_lift < gain.test.lift
        assert gain.test.users == pytest.approx(truth.users_per_day * fortune.MONTH, rel=0.05)
        assert gain.test.money == pytest.approx(fortune.monthly(truth), rel=0.2)
