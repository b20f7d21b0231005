"""No topic of the oracles is passed over in silence."""

from pathlib import Path

from tests.oracles import topics
from tests.oracles.test_sequential_oracles import SEQUENTIAL_TOPICS


def test_every_topic_is_met_here_beside_the_sequential_tests_or_named_for_later(shared: Path) -> None:
    cases = topics.load(shared / "oracles")
    assert len(cases) == 175
    parts = (topics.ESTIMATES, set(SEQUENTIAL_TOPICS), set(topics.LATER))
    assert set().union(*parts) == {case["topic"] for case in cases}
    assert sum(len(part) for part in parts) == len(set().union(*parts))
    waiting = [case for case in cases if case["id"] in topics.LATER_CASES]
    assert len(waiting) == len(topics.LATER_CASES)
    assert {case["topic"] for case in waiting} <= topics.ESTIMATES
