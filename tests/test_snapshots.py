"""A pinned readout says for ever what was seen, and how it stands today; its words are kept, not said anew."""

import json
from dataclasses import replace

import pytest

from analytics import snapshots
from analytics.decisions.forecasts import outcome
from analytics.decisions.results import Readout, VerdictKind
from analytics.document import as_document
from analytics.present import checks, evidence, pinned, wording
from analytics.statistics.results import Comparison, Interval
from data.declarations.metrics import Direction
from data.messages import Refused
from data.workspace.records import JsonObject
from tests.present.examples import WINNER


def kept(readout: Readout) -> JsonObject:
    """Return a snapshot as it comes back from a database: strict JSON."""
    found: JsonObject = json.loads(json.dumps(snapshots.taken(readout), allow_nan=False))
    return found


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_snapshot_holds_the_words_and_rows_that_were_shown(language: str) -> None:
    told = snapshots.told(kept(WINNER), language)
    assert told.headline == wording.verdict_headline(WINNER, language)
    assert told.reasons == tuple(wording.verdict_reasons(WINNER, language))
    assert told.rows == evidence.forest_rows(WINNER, language)
    chart = pinned.forest(told, language)
    assert chart.title == evidence.forest(WINNER, language).title
    assert chart.figure == evidence.forest(WINNER, language).figure
    assert [row[0] for row in chart.table().rows] == [row.name for row in told.rows]


def test_a_snapshot_is_the_commands_document_with_policy_and_declaration() -> None:
    found = kept(WINNER)
    document = json.loads(json.dumps(as_document(WINNER)))
    assert {name: found[name] for name in document} == document
    assert found["declared"]["key"] == WINNER.experiment.key  # type: ignore[call-overload,index]
    assert found["policy"]["level"] == WINNER.policy.level  # type: ignore[call-overload,index]


def test_a_range_without_an_end_is_kept_as_one_beyond_every_axis() -> None:
    first, *others = WINNER.comparisons
    assert isinstance(first.result, Comparison)
    endless = replace(first.result, relative_interval=Interval(low=0.01, high=float("inf"), level=0.95))
    told = snapshots.told(kept(replace(WINNER, comparisons=(replace(first, result=endless), *others))), "en")
    assert Interval(low=0.01, high=pinned.FARTHEST, level=0.95) in [row.interval for row in told.rows]


def test_under_the_veil_nothing_of_the_numbers_is_told() -> None:
    veiled = replace(WINNER, veiled_on_screen=True)
    told = snapshots.told(kept(veiled), "en")
    assert (told.headline, told.rows, told.detail, told.reasons) == (checks.veil_title(veiled, "en"), (), "", ())


def test_it_is_held_against_the_readout_of_today() -> None:
    found = kept(WINNER)
    assert snapshots.kind(found) is WINNER.verdict.kind
    assert snapshots.since(found, WINNER).is_same
    arm = next(each for each in WINNER.verdict.arms if each.treatment == WINNER.verdict.treatment)
    assert arm.raw_lift is not None
    later = replace(
        WINNER,
        fingerprint="other",
        verdict=replace(
            WINNER.verdict,
            kind=VerdictKind.STOP,
            arms=tuple(
                replace(each, raw_lift=arm.raw_lift - 0.01) if each is arm else each for each in WINNER.verdict.arms
            ),
        ),
    )
    since = snapshots.since(found, later)
    assert (since.is_same, since.then, since.now) == (False, WINNER.verdict.kind, VerdictKind.STOP)
    assert since.lift_then == arm.raw_lift
    assert since.lift_now == pytest.approx(arm.raw_lift - 0.01)


def test_the_pinned_verdict_is_what_forecasts_are_held_against() -> None:
    came = outcome("hero", snapshots.verdict(kept(WINNER)), direction=Direction.UP)
    assert came == outcome("hero", WINNER.verdict, direction=Direction.UP)
    assert came is not None
    assert came.won
    veiled = snapshots.verdict(kept(replace(WINNER, veiled_on_screen=True)))
    assert outcome("hero", veiled, direction=Direction.UP) is None


def test_what_lies_under_a_veil_is_not_compared() -> None:
    veiled = replace(WINNER, veiled_on_screen=True)
    for then, now in ((WINNER, veiled), (veiled, WINNER), (veiled, veiled)):
        since = snapshots.since(kept(then), now)
        assert (since.lift_then, since.lift_now) == (None, None)
        assert since.then is since.now


@pytest.mark.parametrize("told", [None, "words", {"en": {"headline": 7}}, {}])
def test_a_snapshot_without_words_says_so(told: object) -> None:
    broken: JsonObject = {**kept(WINNER), "told": told}  # type: ignore[dict-item]
    with pytest.raises(Refused, match="cannot be shown"):
        snapshots.told(broken, "en")


def test_a_language_that_was_not_spoken_then_is_told_in_english() -> None:
    assert snapshots.told(kept(WINNER), "de") == snapshots.told(kept(WINNER), "en")
