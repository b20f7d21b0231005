"""Misdelivery: its light at every threshold of the policy, and the sentence that goes with it."""

import pytest

from analytics.decisions.delivery_health import misdelivery
from analytics.decisions.results import Check, Light, MisdeliveryShare
from analytics.present import wording
from analytics.statistics.shares import exact_interval
from data.declarations.policies import Policy

POLICY = Policy()


def shares(*pairs: tuple[int, int]) -> tuple[MisdeliveryShare, ...]:
    return tuple(
        MisdeliveryShare(
            segment=None, variant="AB"[place], users=users, mistaken=wrong,
            interval=exact_interval(wrong, users, level=POLICY.level),
        )
        for place, (wrong, users) in enumerate(pairs)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pairs", "light"),
    [
        (((0, 1000), (0, 1000)), Light.OK),
        (((9, 1000), (9, 1000)), Light.OK),
        (((10, 1000), (9, 1000)), Light.WARN),
        (((99, 1000), (99, 1000)), Light.WARN),
        (((0, 1000), (100, 1000)), Light.BLOCK),
        (((0, 5), (1, 5)), Light.WARN),  # a fifth, but of five: its exact interval begins at 0.5 %
        (((0, 100_000), (500, 100_000)), Light.WARN),  # half a percent, all of it in one variant
        (((0, 0), (0, 0)), Light.OK),
    ],
)
def test_another_variants_message_warns_at_one_percent_and_blocks_at_ten(
    pairs: tuple[tuple[int, int], ...], light: Light
) -> None:
    found = misdelivery(shares(*pairs), policy=POLICY)
    assert found.check is Check.MISDELIVERY
    assert found.light is light
    assert (found.action is None) == (light is Light.OK)


def test_the_worst_variant_is_named_with_its_range() -> None:
    found = misdelivery(shares((2, 1000), (120, 1000)), policy=POLICY)
    assert wording.speak(found.detail, "en") == (
        "122 of 2,000 users with a delivery were sent another variant’s message; "
        "most in “B”: 12.0% (between 10.1% and 14.2%)."
    )
