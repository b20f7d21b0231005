"""Metrics, policies and settings: what is refused, and with which sentence."""

from dataclasses import replace

import pytest

from data.declarations.metrics import CATALOGUE, Fold, Metric, Unit
from data.declarations.policies import Policy
from data.declarations.rules import check_currency, check_key, check_metric, check_policy, check_settings, check_zone
from data.declarations.settings import Settings
from data.messages import Refused
from tests.declarations.judging import refusal

RATE = Metric(key="click_rate", name="Click rate", event="click", fold=Fold.ANY)
SUM = Metric(key="revenue", name="Revenue", event="purchase", fold=Fold.SUM, unit=Unit.CURRENCY)


@pytest.mark.parametrize("metric", CATALOGUE, ids=lambda metric: metric.key)
def test_the_catalogue_is_accepted(metric: Metric) -> None:
    assert refusal(lambda: check_metric(metric)) is None


@pytest.mark.parametrize(
    ("metric", "sentence"),
    [
        (replace(RATE, key="Click rate"), "“Click rate” cannot be a key"),
        (replace(RATE, key=""), "“” cannot be a key"),
        (replace(RATE, key="k" * 65), "cannot be a key"),
        (replace(RATE, name=" "), "A name has 1 to 200 characters"),
        (replace(RATE, event=""), "A metric counts an event"),
        (replace(RATE, denominator_event="view"), "A ratio needs both"),
        (replace(RATE, denominator_fold=Fold.COUNT), "A ratio needs both"),
        (replace(RATE, window_days=0), "window is 1 to 3650 days"),
        (replace(RATE, window_days=4000), "window is 1 to 3650 days"),
        (replace(RATE, matured_only=True), "Only a metric with a window can wait"),
        (replace(RATE, cap=1.0), "A cap is an amount above 0"),
        (replace(SUM, cap=0.0), "A cap is an amount above 0"),
        (replace(SUM, cap=-1.0), "A cap is an amount above 0"),
        (replace(SUM, cap=float("nan")), "A cap is an amount above 0"),
        (replace(SUM, cap=1e11), "A cap is an amount above 0"),
        (replace(RATE, unit=Unit.CURRENCY), "A rate is a share of users"),
        (replace(SUM, unit=Unit.SHARE), "A rate is a share of users"),
        (replace(RATE, minimal_interesting_lift=0.0), "smallest interesting lift is above 0"),
        (replace(RATE, minimal_interesting_lift=float("inf")), "smallest interesting lift is above 0"),
    ],
)
def test_a_metric_that_cannot_be_is_refused(metric: Metric, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        check_metric(metric)


@pytest.mark.parametrize("key", ["a", "purchase_rate", "2026-spring", "k" * 64])
def test_a_slug_is_a_key(key: str) -> None:
    assert refusal(lambda: check_key(key)) is None


@pytest.mark.parametrize("zone", ["UTC", "Asia/Ho_Chi_Minh", "Europe/Berlin", "America/Argentina/Buenos_Aires"])
def test_a_zone_that_exists_is_accepted(zone: str) -> None:
    assert refusal(lambda: check_zone(zone)) is None


@pytest.mark.parametrize(
    "zone", ["", "Mars/Olympus", "America", "../../etc/passwd", "/etc/localtime", "UTC\0", "+07:00"]
)
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(Refused, match="There is no time zone"):
        check_zone(zone)


@pytest.mark.parametrize("currency", ["", "eur", "EURO", "€", "E1R"])
def test_a_currency_is_a_code_of_three_letters(currency: str) -> None:
    with pytest.raises(Refused, match="is not a currency code"):
        check_currency(currency)


def test_the_default_policy_is_accepted() -> None:
    assert refusal(lambda: check_policy(Policy())) is None


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [
        (Policy(level=1.0), "“level” of the policy cannot be 1.0"),
        (Policy(false_ship=0.0), "“false_ship” of the policy cannot be 0.0"),
        (Policy(minimum_users=-1), "“minimum_users” of the policy cannot be -1"),
        (Policy(skew_limit=float("nan")), "“skew_limit” of the policy cannot be nan"),
        (Policy(two_variants_warn=0.2), "must warn before they block"),
        (Policy(level=0.3), "say nothing: raise them"),
        (Policy(allocation_imbalance=0.5), "say nothing: raise them"),
        (Policy(split_evidence=1.0), "say nothing: raise them"),
    ],
)
def test_a_policy_that_cannot_be_is_refused(policy: Policy, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        check_policy(policy)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (Settings(name=""), "A name has 1 to 200 characters"),
        (Settings(time_zone="Nowhere"), "There is no time zone “Nowhere”"),
        (Settings(language="English"), "“English” is not a language"),
        (Settings(currency="dong"), "“dong” is not a currency code"),
    ],
)
def test_settings_that_cannot_be_are_refused(settings: Settings, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        check_settings(settings)
