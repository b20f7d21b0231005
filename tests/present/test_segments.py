"""The gate in words: each of its answers, in both languages, with nothing said that was not tested."""

from dataclasses import replace

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from analytics.decisions.segmentation import Coverage, Gate, Segmentation, SegmentEffect, Shrinkage
from analytics.present.segments import (
    coverage_sentence,
    coverage_title,
    gate_chance,
    gate_detail,
    gate_of,
    gate_sentence,
    headline,
    is_coloured,
    uneven_warning,
)
from analytics.statistics.heterogeneity import Scale
from analytics.statistics.results import Interval, Reason, Untestable
from data.declarations.metrics import CATALOGUE
from tests.conftest import PROJECT

METRIC = {metric.key: metric for metric in CATALOGUE}["purchase_rate"]


def gate(*, p_value: float | None, level: float, opens: bool, scale: Scale = Scale.RATIO) -> Gate:
    return Gate(
        metric="purchase_rate", treatment="B", scale=scale, tested=("new", "old"), left_out=("lost",), statistic=9.0,
        p_value=p_value, level=level, spread=0.1, share=0.5, opens=opens,
    )  # fmt: skip


def found(one: Gate) -> Segmentation:
    def effect(value: str, shrunk: float) -> SegmentEffect:
        interval = Interval(low=shrunk - 0.05, high=shrunk + 0.05, level=0.95)
        known = Shrinkage(raw=shrunk * 1.2, shrunk=shrunk, interval=interval, weight=0.8)
        return SegmentEffect(metric="purchase_rate", treatment="B", value=value, effect=known)

    lost = SegmentEffect(
        metric="purchase_rate", treatment="B", value="lost", effect=Untestable(reason=Reason.TOO_FEW_USERS)
    )
    return Segmentation(
        attribute="type", gates=(one,), effects=(effect("new", 0.21), effect("old", -0.03), lost), coverage=()
    )


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (
            gate(p_value=0.001, level=0.04, opens=True),
            "The effect differs by “type”, beyond chance: about −3.0% in “old”, +21.0% in “new”.",
        ),
        (
            gate(p_value=0.2, level=0.04, opens=False),
            "The groups of “type” differ no more than chance allows: read one effect for all of them.",
        ),
        (gate(p_value=0.2, level=0.0, opens=False), "It is too early to say whether the groups of “type” differ."),
        (
            gate(p_value=None, level=0.04, opens=False),
            "Fewer than two groups are large enough to say whether they differ.",
        ),
    ],
)
def test_the_gate_is_one_sentence_of_at_most_25_words(one: Gate, sentence: str) -> None:
    assert gate_sentence(found(one), one, METRIC, "en") == sentence
    for language in ("en", "vi"):
        assert len(gate_sentence(found(one), one, METRIC, language).split()) <= 25 + 5 * (language == "vi")


def test_what_was_compared_and_left_out_is_said() -> None:
    shown = gate(p_value=0.2, level=0.04, opens=False, scale=Scale.DIFFERENCE)
    assert gate_detail(shown, "en") == "Compared as absolute differences. Too small for this test: lost."


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        (Coverage(value="new", users={"A": 60, "B": 65}, share=0.125), "12.5% of the users are in “new”."),
        (Coverage(value="new", users=None, share=None), "“new” has too few users to be shown."),
        (Coverage(value=None, users={"A": 50, "B": 50}, share=0.1), "10.0% of the users have no value."),
        (Coverage(value=None, users=None, share=None), "A few users have no value."),
    ],
)
def test_coverage_hides_small_groups(part: Coverage, sentence: str) -> None:
    assert coverage_sentence(part, "en") == sentence


def test_groups_that_cannot_be_compared_are_said_first_and_never_coloured() -> None:
    one = gate(p_value=0.001, level=0.04, opens=True)
    sound = found(one)
    assert headline(sound, one, METRIC, "en") == gate_sentence(sound, one, METRIC, "en")
    assert is_coloured(sound, one)
    assert uneven_warning(sound, "en") is None
    broken = replace(sound, uneven=("old",))
    assert headline(broken, one, METRIC, "en") == "The groups of “type” cannot be compared: their split is off."
    assert not is_coloured(broken, one)
    assert "The split is not the planned one in: old." in str(uneven_warning(broken, "en"))
    assert not is_coloured(sound, gate(p_value=0.2, level=0.04, opens=False))
    assert gate_of(sound, "purchase_rate", "B") is one


def test_one_value_alone_is_said_to_be_nothing_to_compare() -> None:
    one = replace(gate(p_value=None, level=0.04, opens=False), tested=("new",), left_out=())
    assert headline(found(one), one, METRIC, "en") == "Everybody with “type” is “new”: nothing to compare."


@pytest.mark.parametrize(
    ("p_value", "level", "said"),
    [
        (
            0.2,
            0.0123,
            "20.0% of tests would show groups this far apart; on this day, only below 1.23% is beyond chance.",
        ),
        (0.0004, 0.0123, "fewer than 1 in 1,000 tests would show groups this far apart."),
        (None, 0.0123, ""),
        (0.2, 0.0, ""),
    ],
)
def test_chance_is_told_in_tests_out_of_many(p_value: float | None, level: float, said: str) -> None:
    told = gate_chance(gate(p_value=p_value, level=level, opens=False), "en")
    assert told == (f"If one effect held for all, {said}" if said else "")


def test_the_largest_group_and_the_users_without_a_value_are_the_title_of_who_is_in_the_test() -> None:
    parts = (
        Coverage(value="new", users={"A": 60, "B": 65}, share=0.125),
        Coverage(value="old", users={"A": 350, "B": 350}, share=0.7),
        Coverage(value="rare", users=None, share=None),
        Coverage(value=None, users={"A": 80, "B": 80}, share=0.16),
    )
    known = replace(found(gate(p_value=None, level=0.04, opens=False)), coverage=parts)
    assert coverage_title(known, "en") == "70.0% of the users are in “old”. 16.0% of the users have no value."
    hidden = replace(known, coverage=parts[2:3])
    assert coverage_title(hidden, "en") == "Every group is too small to be shown."


@pytest.mark.parametrize(
    "file", ["present/segments.py", "decisions/delivery_health.py", "decisions/overlap_health.py"], ids=str
)
def test_every_sentence_is_said_in_vietnamese(file: str) -> None:
    with (PROJECT / "analytics/present/locale/vi/LC_MESSAGES/liftroom.po").open("rb") as catalogue:
        known = {entry.id for entry in read_po(catalogue, locale="vi") if entry.string}
    with (PROJECT / "analytics" / file).open("rb") as source:
        said = {str(message) for _, message, _, _ in extract("python", source, keywords={"Message": (2,)})}
    assert said
    assert said - known == set()
