"""Whether a readout says what is true of a sample experiment: one question per experiment, by key."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from scipy import stats

from analytics.decisions.results import Check, Light, MetricComparison, Readout, VerdictKind
from analytics.readout import read
from data import samples
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace

TODAY = date(2026, 6, 15)
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
LEVEL = 0.01  # of the tests made here beside the readout's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A home that holds the sample."""

    home: Home
    workspace: Workspace

    def read(self, key: str, *, attribute: str | None = None) -> Readout:
        return read(self.home, self.workspace, LOCAL_OWNER, key, attribute=attribute, now=NOW)


def load(home: Home, workspace: Workspace, *, seed: int, today: date = TODAY) -> Loaded:
    """Load the sample as it is drawn with `seed`."""
    samples.load(home, workspace, LOCAL_OWNER, today=today, seed=seed, progress=lambda _share, _stage: None)
    return Loaded(home=home, workspace=workspace)


def says(kind: VerdictKind, key: str) -> Callable[[Loaded], bool]:
    """Return the question whether the verdict is `kind`."""
    return lambda loaded: loaded.read(key).verdict.kind is kind


def nothing_is_claimed(loaded: Loaded) -> bool:
    """Neither arm of a test of the same against the same is called better or worse, nor distrusted."""
    kind = loaded.read("search-results-rehearsal").verdict.kind
    return kind in (VerdictKind.NO_DIFFERENCE, VerdictKind.INCONCLUSIVE)


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


TRUTHS: dict[str, Callable[[Loaded], bool]] = {
    "personalised-hero-banner": says(VerdictKind.SHIP, "personalised-hero-banner"),
    "newsletter-recommendations": says(VerdictKind.KEEP_COLLECTING, "newsletter-recommendations"),
    "search-results-rehearsal": nothing_is_claimed,
    "landing-page-by-interest": split_is_distrusted,
    "shorter-preference-form": says(VerdictKind.NO_DIFFERENCE, "shorter-preference-form"),
    "basket-reminders-by-push": harm_is_named,
    "start-screen-with-a-guide": segments_differ,
    "win-back-offer": misdelivery_is_distrusted,
}


def found(folder: Path, *, seed: int) -> frozenset[str]:
    """Return the experiments whose truth is found in the sample as drawn with `seed`."""
    home = Home(folder)
    with Workspace.open(home) as workspace:
        loaded = load(home, workspace, seed=seed)
        return frozenset(key for key, is_found in TRUTHS.items() if is_found(loaded))
