"""The report in words where little is known, or money was lost: sensible sentences, and no division by nothing."""

from dataclasses import replace

import pytest

from analytics.decisions.reach import Decided
from analytics.decisions.reports import Report
from analytics.decisions.roi import Facet
from analytics.present import slices, supposing, worth_figures, worths
from analytics.present.numbers import money
from data.declarations.assumptions import Assumptions
from tests.decisions.test_leverage import COST, SAVED, reported
from tests.decisions.test_roi import TEST

LOSING = replace(TEST, lift=-0.05)


def said(report: Report) -> tuple[str, str]:
    return worths.headline(report, "en"), worths.subline(report, "en")


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("cost", [0, COST])
@pytest.mark.parametrize(
    "tests", [[], [TEST], [LOSING], [replace(TEST, shipped_on=None)], [TEST, LOSING]],
    ids=["none", "one", "losing", "waiting", "two"],
)  # fmt: skip
def test_few_tests_are_told_of_in_words_and_figures_of_any_language(
    tests: list[Decided], cost: int, language: str
) -> None:
    found = reported(SAVED, tests, cost=cost)
    assert found.worth is not None
    lines = [worths.headline(found, language), worths.subline(found, language), worths.standing(found, language)]
    lines += worths.unknown(found, language)
    assert not [line for line in lines if "nan" in line or "inf" in line or not line]
    if found.worth.gains:
        for chart in (
            worth_figures.dots(found, found.worth, language), worth_figures.waterfall(found, found.worth, language)
        ):  # fmt: skip
            assert chart.alt
            assert chart.table().rows
        assert len(supposing.table(found, found.worth, language).rows) == (4 if cost else 3)
    for facet in Facet:
        assert len(slices.table(found, facet, language).rows) == len(found.worth.shares[facet])


def test_nothing_decided_says_so_and_what_was_spent() -> None:
    assert said(reported(SAVED, [])) == (
        "Nothing that counts has been rolled out yet.", "Tests decided: 0. Spent so far: €3,000."
    )  # fmt: skip


def test_a_programme_that_loses_money_says_so_with_its_cost_or_without() -> None:
    title, range_ = said(reported(SAVED, [LOSING]))
    assert title.startswith("It does not pay back: most likely it loses €")
    assert title.endswith(" on top of the cost.")
    assert range_.startswith("Between −€")
    found = reported(SAVED, [LOSING], cost=0)
    assert found.worth is not None
    assert found.worth.value.mean < 0
    lost = money(float(f"{found.amount(-found.worth.value.mean):.3g}"), "EUR", "en", digits=0)
    assert worths.headline(found, "en") == f"It most likely loses {lost}."


def test_a_part_that_loses_money_says_so() -> None:
    found = reported(SAVED, [LOSING])
    assert found.worth is not None
    [part] = found.worth.shares[Facet.TEAM]
    assert slices.headline(found, Facet.TEAM, part, "en").startswith("Web: what was rolled out most likely loses €")


def test_a_part_that_nobody_stated_has_a_name() -> None:
    found = reported(Assumptions(), [replace(TEST, owner="")])
    assert slices.names(found, Facet.TEAM, "en") == {"": "not stated"}
    assert slices.chosen(found, Facet.TEAM, "") is not None
    assert slices.chosen(found, Facet.TEAM, None) is None


def test_a_stopped_test_that_sold_more_is_not_told_as_money_saved() -> None:
    stopped = replace(TEST, key="b", audience="b", shipped_on=None, is_harmful=True)
    sold, lost = (worths.avoided(reported(SAVED, [TEST, replace(stopped, lift=lift)]), "en") for lift in (0.08, -0.08))
    assert sold is not None
    assert "stopped for other harm, though it most likely sold" in sold
    assert lost is not None
    assert "which most likely saved" in lost


def test_several_stopped_tests_are_told_of_in_the_plural() -> None:
    names = ("one", "two")
    stopped = [replace(TEST, key=name, name=name, shipped_on=None, is_harmful=True, lift=-0.08) for name in names]
    told = worths.avoided(reported(SAVED, [TEST, *stopped]), "en")
    assert told is not None
    assert told.startswith("Not counted above: “one”, “two” were stopped, which most likely saved ")
