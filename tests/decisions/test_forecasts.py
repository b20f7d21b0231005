"""Forecasts beside outcomes: what counts as won, the reveal, and records against loops over the raw statements."""

from dataclasses import replace
from statistics import mean, median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analytics.decisions.forecasts import Forecast, Outcome, Position, TrackRecord, outcome, reveal, track
from analytics.decisions.results import ArmVerdict, Verdict
from analytics.decisions.results import VerdictKind as K
from analytics.decisions.results import VerdictReason as R
from analytics.statistics.crowds import Contest
from analytics.statistics.forecasting import Accuracy, RangeCoverage
from analytics.statistics.results import Interval, Reason, Untestable
from data.declarations.metrics import Direction

TOO_FEW = Untestable(reason=Reason.TOO_FEW)


def span(low: float, high: float) -> Interval:
    return Interval(low=low, high=high, level=0.95)


def verdict(kind: K, *reasons: R, interval: Interval | None = None, lift: float | None = 0.04) -> Verdict:
    """Give the verdict of B, with C beside it."""
    arm = ArmVerdict(treatment="B", kind=kind, reasons=reasons, raw_lift=lift, interval=interval)
    other = ArmVerdict(treatment="C", kind=K.STOP, reasons=(R.PRIMARY_WORSE,), raw_lift=-0.2)
    return Verdict(kind=kind, treatment="B", reasons=reasons, arms=(other, arm))


GAIN, LOSS, OPEN = span(0.02, 0.06), span(-0.06, -0.02), span(-0.01, 0.09)
OUTCOMES: list[tuple[Verdict, Direction, bool | None]] = [
    (verdict(K.SHIP, R.PRIMARY_BETTER, interval=GAIN), Direction.UP, True),
    (verdict(K.SHIP, R.PRIMARY_BETTER, R.SMALLER_THAN_INTERESTING), Direction.UP, True),
    (verdict(K.STOP, R.PRIMARY_WORSE, interval=LOSS), Direction.UP, False),
    (verdict(K.STOP, R.PRIMARY_WORSE, R.PRIMARIES_DISAGREE, interval=GAIN), Direction.UP, False),
    (verdict(K.STOP, R.GUARDRAIL_HARMED, interval=GAIN), Direction.UP, True),
    (verdict(K.STOP, R.GUARDRAIL_HARMED, interval=OPEN), Direction.UP, False),
    (verdict(K.STOP, R.GUARDRAIL_HARMED), Direction.UP, False),
    (verdict(K.STOP, R.GUARDRAIL_HARMED, interval=GAIN), Direction.DOWN, False),
    (verdict(K.STOP, R.GUARDRAIL_HARMED, interval=LOSS), Direction.DOWN, True),
    (verdict(K.NO_DIFFERENCE, R.WITHIN_INTERESTING, interval=span(0.001, 0.009)), Direction.UP, False),
    (verdict(K.INCONCLUSIVE, R.AFTER_PLANNED_END, interval=OPEN), Direction.UP, False),
    (verdict(K.INCONCLUSIVE, R.PRIMARY_BETTER, R.GUARDRAIL_NOT_SHOWN, R.AFTER_PLANNED_END), Direction.UP, True),
    (verdict(K.INCONCLUSIVE, R.PRIMARY_BETTER, R.SPLIT_UNKNOWN, R.AFTER_PLANNED_END), Direction.UP, None),
    (verdict(K.INCONCLUSIVE, R.NO_DATA), Direction.UP, None),
    (verdict(K.KEEP_COLLECTING, R.PRIMARY_BETTER, R.BEFORE_PLANNED_END), Direction.UP, None),
    (verdict(K.UNTRUSTED, R.HEALTH_BLOCKS, interval=GAIN), Direction.UP, None),
    (Verdict(kind=K.INCONCLUSIVE, treatment=None, reasons=(R.NO_DATA,), arms=()), Direction.UP, None),
]


@pytest.mark.parametrize(("told", "direction", "won"), OUTCOMES)
def test_what_is_won_follows_from_the_verdict(told: Verdict, direction: Direction, won: bool | None) -> None:
    found = outcome("welcome", told, direction=direction)
    assert (None if found is None else found.won) is won


def test_an_outcome_speaks_of_the_arm_the_verdict_speaks_of() -> None:
    found = outcome("welcome", verdict(K.SHIP, R.PRIMARY_BETTER, interval=GAIN), direction=Direction.UP)
    assert found == Outcome(experiment="welcome", won=True, lift=0.04, interval=GAIN)


def said(person: str, chance: float, low: float = 0.0, high: float = 0.1, *, of: str = "welcome") -> Forecast:
    return Forecast(experiment=of, person=person, chance=chance, low=low, high=high)


CAME = Outcome(experiment="welcome", won=True, lift=0.04, interval=span(0.01, 0.07))


@pytest.mark.parametrize(
    ("low", "high", "position", "overlaps"),
    [
        (0.0, 0.04, Position.INSIDE, True),
        (0.04, 0.2, Position.INSIDE, True),
        (0.05, 0.2, Position.BELOW, True),
        (0.08, 0.2, Position.BELOW, False),
        (-0.1, 0.03, Position.ABOVE, True),
        (-0.1, 0.01, Position.ABOVE, True),
        (-0.1, 0.0, Position.ABOVE, False),
    ],
)
def test_a_reveal_says_where_the_lift_lies(low: float, high: float, position: Position, overlaps: bool) -> None:
    found = reveal([said("Linh", 0.7, low, high)], CAME)
    assert (found.forecasts[0].position, found.forecasts[0].overlaps) == (position, overlaps)
    assert found.forecasts[0].brier == pytest.approx(0.09)
    assert found.crowd is None


def test_a_reveal_lists_the_best_forecast_first_and_the_crowd_apart() -> None:
    stated = [said("Minh", 0.2, -0.1, 0.0), said("Linh", 0.9, 0.02, 0.06), said("An", 0.7, 0.0, 0.09)]
    found = reveal([*stated, said("Linh", 0.1, of="another")], CAME)
    assert [each.person for each in found.forecasts] == ["Linh", "An", "Minh"]
    assert found.crowd is not None
    assert (found.crowd.person, found.crowd.position) == (None, Position.INSIDE)
    assert (found.crowd.chance, found.crowd.low, found.crowd.high) == pytest.approx((0.6, 0.0, 0.06))
    assert found.crowd.brier == pytest.approx(0.16)


def test_without_a_measured_lift_a_reveal_judges_the_chance_alone() -> None:
    found = reveal([said("Linh", 0.7)], replace(CAME, lift=None, interval=None))
    assert (found.forecasts[0].position, found.forecasts[0].overlaps) == (None, None)
    assert found.forecasts[0].brier == pytest.approx(0.09)


def known(record: TrackRecord) -> tuple[Accuracy, RangeCoverage]:
    assert isinstance(record.accuracy, Accuracy)
    assert isinstance(record.coverage, RangeCoverage)
    return record.accuracy, record.coverage


PEOPLE = ("An", "Linh", "Minh")
STATED = some.lists(
    some.tuples(some.sampled_from(PEOPLE), some.integers(0, 11), some.integers(1, 99), some.floats(-0.2, 0.2)),
    max_size=60,
)
RESULTS = some.dictionaries(some.integers(0, 11), some.tuples(some.booleans(), some.none() | some.floats(-0.2, 0.2)))


@settings(max_examples=80, deadline=None)
@given(stated=STATED, results=RESULTS)
def test_records_are_what_loops_over_the_statements_give(
    stated: list[tuple[str, int, int, float]], results: dict[int, tuple[bool, float | None]]
) -> None:
    forecasts = [said(who, percent / 100, low, low + 0.1, of=f"test-{test:02}") for who, test, percent, low in stated]
    outcomes = [
        Outcome(experiment=f"test-{test:02}", won=won, lift=lift, interval=None)
        for test, (won, lift) in results.items()
    ]
    found = track(forecasts, outcomes)
    last = {(who, test): (percent / 100, low) for who, test, percent, low in stated}
    assert found.replaced == len(stated) - len(last)
    assert found.scored == len({test for _, test in last} & set(results))
    assert found.waiting == tuple(sorted(f"test-{test:02}" for test in {test for _, test in last} - set(results)))
    assert [each.person for each in found.people] == sorted({who for who, _ in last})
    for record in found.people:
        own = {test: each for (who, test), each in last.items() if who == record.person}
        check(record, own, results)
    crowd = {}
    for test in {test for _, test in last}:
        of_test = [each for (_, other), each in last.items() if other == test]
        if len(of_test) >= 2:
            crowd[test] = (mean(chance for chance, _ in of_test), median(low for _, low in of_test))
    check(found.crowd, crowd, results)


def check(
    record: TrackRecord, own: dict[int, tuple[float, float]], results: dict[int, tuple[bool, float | None]]
) -> None:
    """Hold one record against the statements it stands for: test → chance and low end of a range of 0.1."""
    scored = [(chance, results[test][0]) for test, (chance, _) in own.items() if test in results]
    measured = [(low, lift) for test, (_, low) in own.items() if (lift := results.get(test, (0, None))[1]) is not None]
    assert (record.scored, record.waiting) == (len(scored), len(own) - len(scored))
    if len(scored) < 5:
        assert record.accuracy == record.calibration == TOO_FEW
    else:
        assert isinstance(record.accuracy, Accuracy)
        assert record.accuracy.brier == pytest.approx(mean((chance - won) ** 2 for chance, won in scored))
        assert not isinstance(record.calibration, Untestable)
        assert sum(row.forecasts for row in record.calibration) == len(scored)
    if len(measured) < 5:
        assert record.coverage == TOO_FEW
    else:
        assert isinstance(record.coverage, RangeCoverage)
        assert record.coverage.forecasts == len(measured)
        assert record.coverage.inside == pytest.approx(sum(low <= lift <= low + 0.1 for low, lift in measured), abs=0)


def test_a_person_with_four_scored_forecasts_has_no_record_yet() -> None:
    forecasts = [said("Linh", 0.7, of=f"test-{number}") for number in range(9)]
    outcomes = [replace(CAME, experiment=f"test-{number}") for number in range(4)]
    record = track(forecasts, outcomes).people[0]
    assert (record.scored, record.waiting) == (4, 5)
    assert record.accuracy == record.coverage == record.calibration == TOO_FEW
    fifth = track(forecasts, [*outcomes, replace(CAME, experiment="test-8")]).people[0]
    accuracy, coverage = known(fifth)
    assert accuracy.forecasts == coverage.forecasts == 5
    # Five of five, exactly: 0.025 to the power of 1/5 is the lowest share that these five do not contradict.
    assert coverage.interval.low == pytest.approx(0.025**0.2)
    assert coverage.claimed == 0.8
    assert coverage.as_claimed


def test_many_heads_on_few_experiments_are_not_many_forecasts() -> None:
    # Ten people, four experiments: forty statements, four outcomes.
    forecasts = [said(f"person-{who}", 0.9, of=f"test-{test}") for who in range(10) for test in range(4)]
    found = track(forecasts, [replace(CAME, experiment=f"test-{test}") for test in range(4)])
    assert found.scored == found.crowd.scored == 4
    assert found.crowd.accuracy == found.crowd.coverage == found.contest == TOO_FEW


def test_the_contest_names_people_by_their_place() -> None:
    forecasts = [
        said(who, chance, of=f"test-{test}") for who, chance in (("Linh", 0.9), ("An", 0.4)) for test in range(6)
    ]
    found = track(forecasts, [replace(CAME, experiment=f"test-{test}") for test in range(6)])
    assert isinstance(found.contest, Contest)
    assert found.contest.best is not None
    assert found.people[found.contest.best.member].person == "Linh"


def test_a_team_without_forecasts_has_an_empty_record() -> None:
    found = track([], [CAME])
    assert (found.people, found.scored, found.waiting, found.replaced) == ((), 0, (), 0)
    assert found.crowd.accuracy == found.contest == TOO_FEW
