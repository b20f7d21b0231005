"""Habits: promises, topics that come back, days to a decision, and who foresaw what a session revealed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import comb, log
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analytics.decisions import echoes as topics_of
from analytics.decisions import habits
from analytics.decisions.echoes import Echo, alike, echoes, words
from analytics.decisions.forecasts import Forecast, Outcome, own, team, track
from analytics.decisions.habits import Days, Undecided
from analytics.statistics.forecasting import Accuracy, RangeCoverage
from analytics.statistics.results import Interval, Reason, Untestable
from data.declarations.experiments import Experiment, Status
from data.workspace.sessions.chronicles import Chronicle, Guess, Past, Promised, Raised, Round, Taken
from data.workspace.sessions.records import Choice

TOO_FEW = Untestable(reason=Reason.TOO_FEW)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
TODAY = NOW.date()


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def promise(
    days: int, *, took: int | None = None, due: int | None = None, dropped: bool = False, text: str = "Tell sales",
    of: str = "s1",
) -> Promised:  # fmt: skip
    """Give what was promised so many days ago, done so many days later, and due so many days ago."""
    return Promised(
        session=of,
        text=text,
        promised_at=ago(days),
        due=None if due is None else ago(due).date(),
        done_on=None if took is None else ago(days - took).date(),
        dropped=dropped,
    )


def test_promises_are_counted_with_how_long_they_took_and_wait() -> None:
    found = habits.promises(
        [
            promise(60, took=4), promise(60, took=10), promise(50, took=1), promise(40, took=0),
            promise(34, due=20), promise(10, due=0), promise(5), promise(30, dropped=True),
        ],
        today=TODAY,
    )  # fmt: skip
    assert (found.promised, found.done, found.dropped, found.open, found.overdue) == (8, 4, 1, 3, 1)
    assert found.to_done == Days(count=4, median=2.5, fewest=0, most=10)
    assert found.waiting == Days(count=3, median=10.0, fewest=5, most=34)


def tail(found: int, count: int, share: float) -> float:
    """Give the chance of `found` or more of `count`, by adding up the binomial's terms."""
    return sum(comb(count, each) * share**each * (1 - share) ** (count - each) for each in range(found, count + 1))


def test_the_share_of_done_promises_has_its_exact_range() -> None:
    # Clopper and Pearson (1934): each end leaves 2.5 % for as many, or as few, as were found.
    share = habits.promises([promise(9, took=1)] * 7 + [promise(9)] * 2, today=TODAY).share
    assert isinstance(share, Interval)
    assert tail(7, 9, share.low) == pytest.approx(0.025)
    assert 1 - tail(8, 9, share.high) == pytest.approx(0.025)


def test_of_no_promises_nothing_is_said() -> None:
    found = habits.promises([], today=TODAY)
    assert (found.share, found.to_done, found.waiting) == (TOO_FEW, TOO_FEW, TOO_FEW)


def test_the_words_of_a_topic_are_those_that_tell_it_from_others() -> None:
    assert words("Costs of the delivery!") == words("delivery cost") == {"cost", "delivery"}
    assert words("Giao hàng miễn phí") == words("giao HANG mien phi") == {"giao", "hang", "mien", "phi"}
    assert words("Why is it so?") == words("…") == frozenset()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Free delivery", "The free delivery again", True),
        ("Free delivery", "Fast delivery", False),  # one of two
        ("Delivery", "Customers leave because delivery is not free", True),  # one of one
        ("Free delivery above 40 €", "Free delivery from 40", True),  # three of three
        ("Dark picture on the banner", "Picture of the banner", True),
        ("Giao hàng miễn phí", "giao hang nhanh", True),  # two of three
        ("Giá", "Giao hàng", False),
        ("and", "and", False),
    ],
)
def test_topics_are_one_when_they_share_enough_of_the_shorter_ones_words(one: str, other: str, same: bool) -> None:
    assert alike(words(one), words(other)) is same
    assert alike(words(other), words(one)) is same


def raised(session: str, name: str, votes: int = 1) -> Raised:
    return Raised(session=session, name=name, votes=votes)


def test_a_topic_that_came_up_in_two_sessions_is_listed_until_something_is_done() -> None:
    topics = [
        raised("s1", "Free delivery", 3), raised("s1", "Price"), raised("s2", "Search"),
        raised("s3", "The free delivery again", 2), raised("s3", "delivery, free", 1), raised("s4", "Price on top"),
    ]  # fmt: skip
    free = Echo(name="Free delivery", sessions=("s1", "s3"), votes=6)
    price = Echo(name="Price", sessions=("s1", "s4"), votes=2)
    assert echoes(topics, []) == (free, price)
    assert echoes(topics, [promise(9, text="Offer free delivery above 40 €")]) == (free, price)  # promised, not done
    assert echoes(topics, [promise(9, took=2, text="Offer free delivery above 40 €")]) == (price,)
    assert echoes(topics, [promise(9, text="Offer free delivery", dropped=True)]) == (free, price)
    assert echoes(topics, [promise(9, took=2, text="Deliver a talk")]) == (free, price)


def test_a_chain_of_likenesses_makes_no_topic() -> None:
    chain = [raised("s1", "price banner"), raised("s2", "banner colour"), raised("s3", "colour price")]
    assert echoes(chain, []) == ()
    assert echoes([], []) == ()


NAMES = some.lists(some.sampled_from(("free", "delivery", "price", "banner", "dark", "search")), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(topics=some.lists(some.tuples(some.integers(0, 4), NAMES), max_size=14))
def test_echoes_are_what_comparing_each_topic_with_every_group_gives(topics: list[tuple[int, list[str]]]) -> None:
    listed = sorted(((f"s{session}", " ".join(name)) for session, name in topics), key=lambda pair: pair[0])
    groups: list[tuple[set[str], list[tuple[str, str]]]] = []
    for session, name in sorted(listed, key=lambda pair: len(set(pair[1].split()))):
        own_words = set(name.split())
        for shared, members in groups:
            if len(shared & own_words) >= 0.6 * min(len(shared), len(own_words)):
                members.append((session, name))
                break
        else:
            groups.append((own_words, [(session, name)]))
    back = sorted(tuple(sorted({session for session, _ in members})) for _, members in groups)
    found = echoes([raised(session, name) for session, name in listed], [])
    assert sorted(echo.sessions for echo in found) == [sessions for sessions in back if len(sessions) >= 2]
    assert topics_of.SIMILAR == 0.6


def ended_test(key: str, ended: int | None, status: Status = Status.ENDED, *, zone: str = "UTC") -> Experiment:
    day = None if ended is None else ago(ended).date()
    return Experiment(key=key, name=key.title(), status=status, ended_on=day, time_zone=zone)


def taken(key: str, days: int, choice: Choice = Choice.SHIP) -> Taken:
    return Taken(experiment=key, choice=choice, taken_at=ago(days))


def test_days_from_a_tests_end_to_its_first_decision() -> None:
    experiments = [ended_test("banner", 20), ended_test("guide", 30), ended_test("push", 9), ended_test("old", 90)]
    decisions = [taken("banner", 14), taken("guide", 10), taken("guide", 3), taken("push", 9), taken("other", 1)]
    found = habits.decisions(experiments, decisions, now=NOW)
    assert found.taken == Days(count=3, median=6.0, fewest=0, most=20)
    assert found.undecided == (Undecided(experiment="old", name="Old", days=90),)


@pytest.mark.parametrize(
    ("choice", "days", "expected"),
    [
        (Choice.SHIP, 25, 0),  # five days before the end
        (Choice.STOP, 20, 0),
        (Choice.RERUN, 25, None),  # to go on is no decision while the test runs
        (Choice.RERUN, 20, None),
        (Choice.RERUN, 19, 1),
        (Choice.ITERATE, 13, 7),
    ],
)
def test_to_go_on_is_no_decision_while_a_test_runs(choice: Choice, days: int, expected: int | None) -> None:
    found = habits.decisions([ended_test("banner", 20)], [taken("banner", days, choice)], now=NOW)
    assert (found.taken.fewest if isinstance(found.taken, Days) else None) == expected
    assert bool(found.undecided) is (expected is None)


def test_a_test_waits_only_once_it_has_ended_and_while_nobody_decided_it_elsewhere() -> None:
    running = replace(ended_test("running", None, Status.RUNNING), planned_end=TODAY)
    over = replace(running, key="over", planned_end=TODAY - timedelta(days=2))
    settled = ended_test("settled", 9, Status.DECIDED)
    draft = replace(over, key="draft", status=Status.DRAFT)
    endless = ended_test("endless", None)
    found = habits.decisions([running, over, settled, draft, endless], [], now=NOW)
    assert [(one.experiment, one.days) for one in found.undecided] == [("over", 2)]
    assert found.taken == TOO_FEW


def test_days_are_days_where_the_test_ran() -> None:
    # 09:00 UTC on the 20th is already the 21st on Kiritimati (UTC+14), and 00:00 there when it is 10:00 UTC.
    late = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
    for zone, days in (("UTC", 1), ("Pacific/Kiritimati", 2), ("Pacific/Pago_Pago", 0)):
        test = replace(ended_test("banner", None, zone=zone), ended_on=date(2026, 11, 19))
        decided = Taken(experiment="banner", choice=Choice.SHIP, taken_at=late if zone != "Pacific/Pago_Pago" else NOW)
        found = habits.decisions([test], [decided], now=NOW + timedelta(days=9)).taken
        assert isinstance(found, Days)
        assert found.fewest == days


def guess(chance: float, low: float = 0.0, high: float = 0.1, *, mine: bool = False) -> Guess:
    return Guess(chance=chance, low=low, high=high, is_mine=mine)


def forecast_round(test: str, *guesses: Guess, of: str = "s1", day: int = 9, anonymous: bool = False) -> Round:
    return Round(session=of, experiment=test, given_at=ago(day), anonymous=anonymous, guesses=guesses)


def came(test: str, *, won: bool = True, lift: float | None = 0.04) -> Outcome:
    return Outcome(experiment=test, won=won, lift=lift, interval=None)


# Five tests worked by hand after Brier (1950) and Good (1952): (my chance, my colleague's, whether it happened).
STATED = ((0.9, 0.7, True), (0.8, 0.4, True), (0.6, 0.2, False), (0.3, 0.3, False), (0.8, 0.6, False))


def worked() -> tuple[list[Round], dict[tuple[str, str], Outcome]]:
    rounds = [
        forecast_round(f"t{number}", guess(other), guess(mine, mine=True), of=f"s{number}")
        for number, (mine, other, _) in enumerate(STATED)
    ]
    answers = {(f"s{number}", f"t{number}"): came(f"t{number}", won=won) for number, (_, _, won) in enumerate(STATED)}
    return rounds, answers


def test_ones_own_forecasts_stand_beside_the_teams() -> None:
    found = habits.foresight(*worked())
    assert isinstance(found.own.accuracy, Accuracy)
    # (0.01 + 0.04 + 0.36 + 0.09 + 0.64) / 5
    assert found.own.accuracy.brier == pytest.approx(1.14 / 5)
    assert found.own.accuracy.log_score == pytest.approx(-(log(0.9) + log(0.8) + log(0.4) + log(0.7) + log(0.2)) / 5)
    assert isinstance(found.team.accuracy, Accuracy)
    # Means 0.8, 0.6, 0.4, 0.3, 0.7: (0.04 + 0.16 + 0.16 + 0.09 + 0.49) / 5
    assert found.team.accuracy.brier == pytest.approx(0.94 / 5)
    # Always saying 2 in 5 costs 0.4 * 0.6 = 0.24 a forecast.
    assert found.team.accuracy.skill == pytest.approx(1 - 0.188 / 0.24)
    assert isinstance(found.own.coverage, RangeCoverage)
    assert (found.own.coverage.inside, found.own.coverage.forecasts) == (5, 5)
    assert isinstance(found.own.calibration, tuple)
    assert [(row.forecasts, round(row.observed * row.forecasts)) for row in found.own.calibration] == [
        (1, 0), (1, 0), (3, 2),
    ]  # fmt: skip
    assert (found.unanswered, found.known, found.anonymous) == (0, 0, False)


def test_of_four_forecasts_nothing_is_said_and_nothing_is_zero() -> None:
    rounds, answers = worked()
    found = habits.foresight(rounds[:4], answers)
    for record in (found.own, found.team):
        assert record.scored == 4
        assert record.accuracy == record.coverage == record.calibration == TOO_FEW


def test_the_first_answer_counts_and_a_forecast_after_it_is_none() -> None:
    early = forecast_round("banner", guess(0.5, mine=True), of="early", day=30)
    first = forecast_round("banner", guess(0.6, mine=True), guess(0.2), of="first", day=20)
    late = forecast_round("banner", guess(0.99, mine=True), of="late", day=10)
    answers = {("first", "banner"): came("banner"), ("late", "banner"): came("banner", won=False)}
    found = habits.foresight([late, first, early], answers)
    assert (found.own.scored, found.team.scored, found.unanswered, found.known) == (1, 1, 1, 1)


def test_in_an_anonymous_session_forecasts_are_the_teams() -> None:
    rounds, answers = worked()
    nobody = [
        replace(one, anonymous=True, guesses=tuple(replace(each, is_mine=False) for each in one.guesses))
        for one in rounds
    ]
    found, named = habits.foresight(nobody, answers), habits.foresight(rounds, answers)
    assert (found.own.scored, found.anonymous) == (0, True)
    assert found.team == named.team


CHANCES = some.lists(some.tuples(some.floats(0.01, 0.99), some.booleans()), min_size=1, max_size=4)


@settings(max_examples=80, deadline=None)
@given(tests=some.lists(some.tuples(CHANCES, some.booleans()), max_size=12))
def test_the_records_are_those_of_a_team_whose_people_have_names(
    tests: list[tuple[list[tuple[float, bool]], bool]],
) -> None:
    """The second road: `track` on forecasts with names, where each round's first marked one is mine."""
    rounds, named, outcomes = [], [], []
    for number, (chances, won) in enumerate(tests):
        mine = next((place for place, (_, marked) in enumerate(chances) if marked), None)
        given_ = [guess(chance, mine=place == mine) for place, (chance, _) in enumerate(chances)]
        rounds.append(forecast_round(f"t{number}", *given_))
        outcomes.append(came(f"t{number}", won=won))
        for place, (chance, _) in enumerate(chances):
            who = "me" if place == mine else f"a person {place}"
            named.append(Forecast(experiment=f"t{number}", person=who, chance=chance, low=0.0, high=0.1))
    found = habits.foresight(rounds, {("s1", one.experiment): one for one in outcomes})
    whole = track(named, outcomes)
    assert found.team == whole.crowd == team(named, outcomes)
    alone = [each for each in named if each.person == "me"]
    assert own(alone, outcomes) == found.own
    assert [record for record in whole.people if record.person == "me"] == ([found.own] if alone else [])
    if isinstance(found.own.accuracy, Accuracy):
        won_by = {one.experiment: one.won for one in outcomes}
        assert found.own.accuracy.brier == pytest.approx(mean((x.chance - won_by[x.experiment]) ** 2 for x in alone))


def chronicle(
    *, rounds: Sequence[Round] = (), topics: Sequence[Raised] = (), actions: Sequence[Promised] = (),
    decisions: Sequence[Taken] = (), sessions: Sequence[str] = ("s1", "s2", "s3"), veiled: Sequence[str] = (),
) -> Chronicle:  # fmt: skip
    past = (
        Past(key=key, title=key.upper(), began_at=ago(90 - 10 * place), is_settled=True, is_over=True)
        for place, key in enumerate(sessions)
    )
    return Chronicle(
        sessions=tuple(past), rounds=tuple(rounds), topics=tuple(topics), decisions=tuple(decisions),
        actions=tuple(actions), veiled=frozenset(veiled),
    )  # fmt: skip


def test_what_waits_for_a_persons_forecast_counts_nowhere() -> None:
    rounds, answers = worked()
    told = chronicle(rounds=rounds, decisions=[taken("t0", 3)], veiled=["t0", "banner"])
    found = habits.habits(
        told, answers, [ended_test("t0", 9), ended_test("banner", 9), ended_test("guide", 9)], now=NOW
    )
    assert found.foresight.own.scored == 4
    assert found.decisions.taken == TOO_FEW
    assert [one.experiment for one in found.decisions.undecided] == ["guide"]


def test_what_was_done_before_a_topic_came_up_is_not_done_about_it() -> None:
    topics = [raised("s2", "Free delivery"), raised("s3", "Free delivery")]
    for session, left in (("s1", 1), ("s2", 0), ("s3", 0)):
        done = promise(30, took=1, text="Free delivery above 40 €", of=session)
        found = habits.habits(chronicle(topics=topics, actions=[done]), {}, [], now=NOW)
        assert len(found.echoes) == left
        assert found.titles["s3"] == "S3"


def test_before_the_first_session_is_over_there_is_nothing_to_look_back_on() -> None:
    assert habits.habits(chronicle(sessions=()), {}, [], now=NOW).is_first
    assert not habits.habits(chronicle(), {}, [], now=NOW).is_first
    assert not habits.habits(chronicle(sessions=(), actions=[promise(1)]), {}, [], now=NOW).is_first
