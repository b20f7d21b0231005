"""Ballots: each person's votes. Whatever the order of clicks, none has more than are theirs."""

from data.messages import Message, Refused
from data.workspace.records import Kind, Stored
from data.workspace.sessions import contents, seals, topics
from data.workspace.sessions.contents import TOPICS
from data.workspace.sessions.limits import VOTES, VOTES_ON_ONE
from data.workspace.sessions.records import Ballot
from data.workspace.sessions.rooms import Room


def vote(room: Room, topic: str, *, change: int) -> Stored[Ballot]:
    """Give a topic one vote more or one less. Raises `Refused` beyond the limits."""
    if change not in (1, -1):
        raise Refused(Message("vote_step", "Votes are given and taken back one by one: press again."))
    element = room.ballot()
    if element is None:
        raise seals.broken()
    topics.check(contents.read(room, TOPICS), topic)
    before = room.find(Kind.BALLOT, element, Ballot)
    votes = dict(before.value.votes) if before else {}
    votes[topic] = votes.get(topic, 0) + change
    _check(votes, topic)
    record = Ballot(votes={each: count for each, count in votes.items() if count})
    return room.save(Kind.BALLOT, element, record=record, version=before.version if before else None)


def _check(votes: dict[str, int], topic: str) -> None:
    if votes[topic] < 0:
        raise Refused(Message("vote_none", "You have given this topic no vote that could be taken back."))
    if votes[topic] > VOTES_ON_ONE:
        raise Refused(
            Message("vote_on_one", "A topic takes {most} of your votes: give another one to another topic.",
                    {"most": VOTES_ON_ONE})
        )  # fmt: skip
    if sum(votes.values()) > VOTES:
        raise Refused(Message("votes_given", "You have given all {most} votes: take one back first.", {"most": VOTES}))
