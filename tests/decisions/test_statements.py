"""What a finished test says of its metrics: lifts and errors by a second road, and when it keeps silent."""

from dataclasses import replace
from math import isnan, sqrt

import numpy as np
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from analytics.decisions.conclusions import conclude
from analytics.decisions.learnings import Change, Claim, Omission, learn
from analytics.decisions.material import Material
from analytics.decisions.results import Readout, VerdictKind
from analytics.decisions.statements import Statement, evidence, hear, span
from analytics.present import evidence as pictures
from analytics.present.palette import Ink
from data.declarations.experiments import Allocation, MetricUse, Role, Status
from data.declarations.metrics import Direction
from tests.decisions.worlds import experiment, material, people

USES = (
    MetricUse(metric="purchase_rate", role=Role.PRIMARY),
    MetricUse(metric="revenue_per_user", role=Role.SECONDARY),
    MetricUse(metric="unsubscribe_rate", role=Role.GUARDRAIL, margin=0.1),
)
Z = 1.959963984540054  # the normal quantile of 97.5 % from any table


def world(*, status: Status = Status.ENDED, purchases: tuple[float, ...] = (0.1, 0.13), days: int = 28) -> Material:
    """Draw a finished test of four weeks with rates and amounts."""
    arms = len(purchases)
    rates = {"purchase_rate": purchases, "unsubscribe_rate": (0.2,) * arms}
    drawn = people(rates, users_per_day=600, days=days, seed=4, split=(1,) * arms)
    chance = np.random.default_rng(5)
    spent = drawn.outcomes["purchase_rate"] * chance.lognormal(3.0, 0.5, len(drawn.day))
    drawn = replace(drawn, outcomes=drawn.outcomes | {"revenue_per_user": spent})
    return material(
        replace(experiment(variants=("A", "B", "C")[:arms], uses=USES, split=(1.0,) * arms), status=status), drawn
    )


def raw(given: Material, metric: str) -> tuple[list[float], list[float], list[float]]:
    """Return users, means and variances by variant at the end, from the cumulative moments."""
    history = next(one for one in given.histories if one.metric.key == metric)
    moments = history.moments
    return (
        moments.users[-1, 0, 0].tolist(), moments.mean[-1, 0, 0].tolist(), moments.variance[-1, 0, 0].tolist(),
    )  # fmt: skip


def heard(readout: Readout) -> Statement:
    said = hear(readout)
    assert said is not None
    return said


def test_a_rates_lift_and_error_are_those_of_statsmodels_log_ratio() -> None:
    given = world()
    said = evidence(given.experiment, heard(conclude(given)), "purchase_rate")
    users, means, _ = raw(given, "purchase_rate")
    counts = [round(each * count) for each, count in zip(means, users, strict=True)]
    low, high = confint_proportions_2indep(
        counts[1], users[1], counts[0], users[0], compare="ratio", method="log", alpha=0.05
    )
    assert said.lift == pytest.approx(means[1] / means[0] - 1, rel=1e-12)
    error = (np.log(high) - np.log(low)) / (2 * Z) * (1 + said.lift)
    assert said.standard_error == pytest.approx(error, rel=0.01)
    ends = span(said)
    assert (ends.low, ends.high) == pytest.approx((low - 1, high - 1), abs=0.003)


def test_an_amounts_error_is_that_of_the_delta_method_over_raw_moments() -> None:
    given = world()
    said = evidence(given.experiment, heard(conclude(given)), "revenue_per_user")
    users, means, variances = raw(given, "revenue_per_user")
    parts = [variance / count / mean**2 for variance, count, mean in zip(variances, users, means, strict=True)]
    assert said.lift == pytest.approx(means[1] / means[0] - 1, rel=1e-12)
    assert said.standard_error == pytest.approx((1 + said.lift) * sqrt(sum(parts)), rel=0.01)


def test_an_error_does_not_depend_on_how_often_a_test_was_looked_at() -> None:
    """At half time the day's boundary is far wider; the error grows by √2 alone, as half the users tell."""
    whole, half = (
        evidence(given.experiment, heard(conclude(given)), "purchase_rate") for given in (world(), world(days=14))
    )
    assert half.standard_error / whole.standard_error == pytest.approx(sqrt(2), rel=0.06)


@pytest.mark.parametrize("purchases", [(0.1, 0.13), (0.1, 0.1), (0.13, 0.1)])
def test_what_a_test_shows_is_what_its_readout_colours(purchases: tuple[float, float]) -> None:
    readout = conclude(world(purchases=purchases))
    inks = {Change.RAISES: Ink.BETTER, Change.LOWERS: Ink.WORSE, None: Ink.UNDECIDED}
    for effect in heard(readout).effects:
        row = next(row for row in readout.comparisons if row.metric.key == effect.metric)
        worse = {Ink.BETTER: Ink.WORSE, Ink.WORSE: Ink.BETTER, Ink.UNDECIDED: Ink.UNDECIDED}
        ink = inks[effect.shows]
        is_up = row.metric.direction is Direction.UP
        assert pictures.ink(row, readout.policy.level) is (ink if is_up else worse[ink])


def test_of_several_treatments_the_one_speaks_that_the_verdict_speaks_of() -> None:
    readout = conclude(world(purchases=(0.1, 0.1, 0.14)))
    assert readout.verdict.treatment == "C"
    lifts = {row.treatment: row.result.relative_lift for row in readout.comparisons if row.metric.key == USES[0].metric}  # type: ignore[union-attr]
    assert heard(readout).effects[0].lift == lifts["C"]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RUNNING, Status.ARCHIVED])
def test_a_test_that_is_not_finished_says_nothing(status: Status) -> None:
    assert hear(conclude(world(status=status))) is None


def test_a_veiled_test_says_nothing() -> None:
    assert hear(replace(conclude(world()), veiled_on_screen=True)) is None


def test_an_unhealthy_test_says_that_it_is_and_no_figure() -> None:
    given = world()
    broken = replace(given.experiment, allocation=(Allocation(starts_on=None, weights=(3.0, 1.0)),))
    said = heard(conclude(replace(given, experiment=broken)))
    assert (said.kind, said.is_healthy, said.effects) == (VerdictKind.UNTRUSTED, False, ())
    claim = Claim(lever="x", audience="", metric="purchase_rate", change=Change.RAISES)
    [left] = learn(claim, [evidence(broken, said, "purchase_rate")]).left_out
    assert left.why is Omission.UNHEALTHY


def test_a_metric_that_a_test_did_not_measure_is_left_out_as_such() -> None:
    readout = conclude(world())
    said = evidence(readout.experiment, heard(readout), "satisfaction")
    assert isnan(said.lift)
    claim = Claim(lever="x", audience="", metric="satisfaction", change=Change.RAISES)
    [left] = learn(claim, [said]).left_out
    assert left.why is Omission.UNMEASURED


def test_what_people_decided_on_stands_whatever_is_read_later() -> None:
    said = hear(conclude(world()), kind=VerdictKind.INCONCLUSIVE, decided=True)
    assert said is not None
    assert (said.kind, said.is_decided) == (VerdictKind.INCONCLUSIVE, True)
    assert heard(conclude(world(status=Status.DECIDED))).is_decided
    assert not heard(conclude(world())).is_decided
