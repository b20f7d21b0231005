"""Whether a readout says what is true of a sample experiment: one question per experiment, by key, and one of money."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from scipy import stats

from analytics import report
from analytics.decisions.reports import Report
from analytics.decisions.results import Check, Light, MetricComparison, Readout, VerdictKind
from analytics.readout import read
from analytics.statistics.results import Comparison, Interval
from data import samples
from data.home import Home
from data.sample import past
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
from tests.sample import fortune

TODAY = date(2026, 6, 15)
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
LEVEL = 0.01  # of the tests made here beside the readout's own
WORTH = "what all of it is worth"  # no experiment's truth, the programme's


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A home that holds the sample."""

    home: Home
    workspace: Workspace

    def read(self, key: str, *, attribute: str | None = None) -> Readout:
        return read(self.home, self.workspace, LOCAL_OWNER, key, attribute=attribute, now=NOW)

    def purchases(self, key: str) -> MetricComparison:
        """Return what one test says of purchases, of everybody."""
        rows = self.read(key).comparisons
        return next(row for row in rows if row.metric.key == "purchase_rate" and row.segment is None)

    def report(self) -> Report:
        gathered = report.gather(self.home, self.workspace)
        return report.read(self.home, self.workspace, LOCAL_OWNER, gathered, today=TODAY)


def load(home: Home, workspace: Workspace, *, seed: int, today: date = TODAY) -> Loaded:
    """Load the sample as it is drawn with `seed`."""
    samples.load(home, workspace, LOCAL_OWNER, today=today, seed=seed, progress=lambda _share, _stage: None)
    return Loaded(home=home, workspace=workspace)


def says(kind: VerdictKind, key: str) -> Callable[[Loaded], bool]:
    """Return the question whether the verdict is `kind`."""
    return lambda loaded: loaded.read(key).verdict.kind is kind


def claims_nothing(key: str) -> Callable[[Loaded], bool]:
    """Return the question whether neither arm is called better or worse, nor distrusted."""
    silent = (VerdictKind.NO_DIFFERENCE, VerdictKind.INCONCLUSIVE)
    return lambda loaded: loaded.read(key).verdict.kind in silent


def split_is_distrusted(loaded: Loaded) -> bool:
    readout = loaded.read("landing-page-by-interest")
    blocked = {finding.check for finding in readout.health if finding.light is Light.BLOCK}
    return readout.verdict.kind is VerdictKind.UNTRUSTED and Check.SAMPLE_RATIO in blocked


def harm_is_named(loaded: Loaded) -> bool:
    [arm] = loaded.read("basket-reminders-by-push").verdict.arms
    return arm.kind is VerdictKind.STOP and arm.harmed == ("unsubscribe_rate",)


def segments_differ(loaded: Loaded) -> bool:
    """Newcomers buy more, returning customers less, by Cochran's Q on log ratios [1].

    References
    ----------
    .. [1] Cochran, W. G. (1954). The combination of estimates from different experiments. Biometrics 10, 101-129.
    """
    rows = loaded.read("start-screen-with-a-guide", attribute="customer_type").comparisons
    found = {row.segment.value: log_ratio(row) for row in rows if row.segment and row.metric.key == "purchase_rate"}
    effects, errors = np.array([found["new"], found["returning"]]).T
    weights = errors**-2
    distance = float((weights * (effects - np.average(effects, weights=weights)) ** 2).sum())
    return bool(stats.chi2.sf(distance, 1) < LEVEL and effects[0] > 0 > effects[1])


def log_ratio(row: MetricComparison) -> tuple[float, float]:
    """Return the log ratio of two rates and its standard error (Katz)."""
    control, treatment = float(row.control_total or 0), float(row.treatment_total or 0)
    shares = treatment / row.treatment_users, control / row.control_users
    error = np.sqrt((1 - shares[0]) / treatment + (1 - shares[1]) / control)
    return float(np.log(shares[0] / shares[1])), float(error)


def misdelivery_is_distrusted(loaded: Loaded) -> bool:
    readout = loaded.read("win-back-offer")
    blocked = {finding.check for finding in readout.health if finding.light is Light.BLOCK}
    return readout.verdict.kind is VerdictKind.UNTRUSTED and blocked == {Check.MISDELIVERY}


def small_lift_is_held(loaded: Loaded) -> bool:
    """The interval holds the true lift of purchases, and whatever is claimed is no harm."""
    key = past.DELIVERY_DAY.key
    row, true = loaded.purchases(key), fortune.effect(fortune.TRUTHS[key])
    assert isinstance(row.result, Comparison)
    assert isinstance(row.result.relative_interval, Interval)
    held = row.result.relative_interval.low <= true <= row.result.relative_interval.high
    return held and loaded.read(key).verdict.kind is not VerdictKind.STOP


def luck_looks_like_a_win(loaded: Loaded) -> bool:
    """Purchases rose, one-sided at 5 %, though nothing is true of it."""
    ratio, error = log_ratio(loaded.purchases(past.COUNTDOWN.key))
    return bool(ratio / error > stats.norm.isf(0.05))


def winner_costs_more_than_it_brings(loaded: Loaded) -> bool:
    """Purchases rose, and the report says that the vouchers cost more than that."""
    worth = loaded.report().worth
    assert worth is not None
    [gain] = [one for one in worth.gains if one.test.key == past.VOUCHER.key]
    return log_ratio(loaded.purchases(past.VOUCHER.key))[0] > 0 > gain.net


def worth_is_held(loaded: Loaded) -> bool:
    """The range of the whole programme's value holds what it truly is, by `fortune`."""
    told = loaded.report()
    assert told.worth is not None
    ends = told.worth.value.interval
    return told.amount(ends.low) <= fortune.worth() <= told.amount(ends.high)


TRUTHS: dict[str, Callable[[Loaded], bool]] = {
    "personalised-hero-banner": says(VerdictKind.SHIP, "personalised-hero-banner"),
    "newsletter-recommendations": says(VerdictKind.KEEP_COLLECTING, "newsletter-recommendations"),
    "search-results-rehearsal": claims_nothing("search-results-rehearsal"),
    "landing-page-by-interest": split_is_distrusted,
    "shorter-preference-form": says(VerdictKind.NO_DIFFERENCE, "shorter-preference-form"),
    "basket-reminders-by-push": harm_is_named,
    "start-screen-with-a-guide": segments_differ,
    "win-back-offer": misdelivery_is_distrusted,
    "checkout-on-one-page": says(VerdictKind.SHIP, "checkout-on-one-page"),
    "birthday-voucher": winner_costs_more_than_it_brings,
    "delivery-day-in-the-basket": small_lift_is_held,
    "pop-up-for-an-address": says(VerdictKind.STOP, "pop-up-for-an-address"),
    "countdown-in-the-app": luck_looks_like_a_win,
    "videos-of-products": claims_nothing("videos-of-products"),
    WORTH: worth_is_held,
}


def found(folder: Path, *, seed: int) -> frozenset[str]:
    """Return the experiments whose truth is found, and whether the worth's is, in the sample as drawn with `seed`."""
    home = Home(folder)
    with Workspace.open(home) as workspace:
        loaded = load(home, workspace, seed=seed)
        return frozenset(key for key, is_found in TRUTHS.items() if is_found(loaded))
