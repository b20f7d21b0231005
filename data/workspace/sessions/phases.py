"""Phases: the steps of a session, the moves between them, and what can be done in which."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from data.messages import Message, Refused


class Phase(StrEnum):
    """Where a session stands, in the order in which it is walked."""

    AGENDA = "agenda"  # what started, ended and was promised since the last session
    FORECAST = "forecast"  # everybody guesses; results are hidden from whoever has not
    REVEAL = "reveal"  # the readouts are pinned and compared with the guesses
    WRITE = "write"  # cards, in silence
    GROUP = "group"  # cards are seen by all and put under topics
    VOTE = "vote"
    DISCUSS = "discuss"
    DECIDE = "decide"
    ACT = "act"  # who does what until when
    IMPROVE = "improve"  # the one thing to do better next time
    SUMMARY = "summary"
    CLOSED = "closed"

    def has_reached(self, other: "Phase") -> bool:
        """Say whether this is `other` or a later one."""
        return _ORDER[self] >= _ORDER[other]


_ORDER = {phase: place for place, phase in enumerate(Phase)}

SAID: Mapping[Phase, Message] = MappingProxyType(
    {
        Phase.AGENDA: Message("phase_agenda", "agenda"),
        Phase.FORECAST: Message("phase_forecast", "forecast"),
        Phase.REVEAL: Message("phase_reveal", "reveal"),
        Phase.WRITE: Message("phase_write", "write"),
        Phase.GROUP: Message("phase_group", "group"),
        Phase.VOTE: Message("phase_vote", "vote"),
        Phase.DISCUSS: Message("phase_discuss", "discuss"),
        Phase.DECIDE: Message("phase_decide", "decide"),
        Phase.ACT: Message("phase_act", "act"),
        Phase.IMPROVE: Message("phase_improve", "improve"),
        Phase.SUMMARY: Message("phase_summary", "summary"),
        Phase.CLOSED: Message("phase_closed", "closed"),
    }
)

# Forward by one; back by one where nothing is hidden or counted any more.
MOVES: Mapping[Phase, frozenset[Phase]] = MappingProxyType(
    {
        Phase.AGENDA: frozenset({Phase.FORECAST}),
        Phase.FORECAST: frozenset({Phase.REVEAL}),
        Phase.REVEAL: frozenset({Phase.WRITE}),
        Phase.WRITE: frozenset({Phase.GROUP}),
        Phase.GROUP: frozenset({Phase.VOTE}),
        Phase.VOTE: frozenset({Phase.DISCUSS}),
        Phase.DISCUSS: frozenset({Phase.DECIDE}),
        Phase.DECIDE: frozenset({Phase.ACT, Phase.DISCUSS}),
        Phase.ACT: frozenset({Phase.IMPROVE, Phase.DECIDE}),
        Phase.IMPROVE: frozenset({Phase.SUMMARY, Phase.ACT}),
        Phase.SUMMARY: frozenset({Phase.CLOSED, Phase.IMPROVE}),
        Phase.CLOSED: frozenset(),
    }
)
# A session without experiments has nothing to forecast, to reveal or to decide.
MOVES_WITHOUT_EXPERIMENTS: Mapping[Phase, frozenset[Phase]] = MappingProxyType(
    {
        **MOVES,
        Phase.AGENDA: frozenset({Phase.WRITE}),
        Phase.FORECAST: frozenset(),
        Phase.REVEAL: frozenset(),
        Phase.DISCUSS: frozenset({Phase.ACT}),
        Phase.DECIDE: frozenset(),
        Phase.ACT: frozenset({Phase.IMPROVE, Phase.DISCUSS}),
    }
)


class Step(StrEnum):
    """What can be done in a room."""

    MOVE = "move"
    LEAD = "lead"  # hand over, take over, timer, rename, call off
    FORECAST = "forecast"
    CARD = "card"
    GROUP = "group"
    VOTE = "vote"
    FINISH = "finish"
    TOPIC = "topic"
    NOTE = "note"
    DECIDE = "decide"
    ACT = "act"
    IMPROVE = "improve"


_OPEN = frozenset(Phase) - {Phase.CLOSED}
BELONGS: Mapping[Step, frozenset[Phase]] = MappingProxyType(
    {
        Step.MOVE: _OPEN,
        Step.LEAD: _OPEN,
        Step.FORECAST: frozenset({Phase.FORECAST}),
        Step.CARD: frozenset({Phase.WRITE, Phase.GROUP}),
        Step.GROUP: frozenset({Phase.GROUP}),
        Step.VOTE: frozenset({Phase.VOTE}),
        Step.FINISH: frozenset({Phase.WRITE, Phase.VOTE}),
        Step.TOPIC: frozenset({Phase.DISCUSS}),
        # A text begun while a topic was discussed is not lost when the session moves on.
        Step.NOTE: frozenset({Phase.DISCUSS, Phase.DECIDE, Phase.ACT, Phase.IMPROVE, Phase.SUMMARY}),
        Step.DECIDE: frozenset({Phase.DECIDE}),
        Step.ACT: _OPEN,
        Step.IMPROVE: frozenset({Phase.IMPROVE}),
    }
)
_WHEN: Mapping[Step, Message] = MappingProxyType(
    {
        Step.FORECAST: Message("when_forecast", "Forecasts are given before the results are revealed"),
        Step.CARD: Message("when_card", "Cards are written before the vote, in “write” and “group”"),
        Step.GROUP: Message("when_group", "Cards are put together in “group”"),
        Step.VOTE: Message("when_vote", "Votes are given in “vote”"),
        Step.FINISH: Message("when_finish", "Whoever is done says so in “write” and “vote”"),
        Step.TOPIC: Message("when_topic", "A topic is chosen in “discuss”"),
        Step.NOTE: Message("when_note", "Notes are taken from “discuss” to “summary”"),
        Step.DECIDE: Message("when_decide", "Decisions are taken in “decide”"),
        Step.IMPROVE: Message("when_improve", "The improvement is named in “improve”"),
    }
)


def moves(phase: Phase, *, experiments: bool) -> frozenset[Phase]:
    """Return where a session may go from `phase`. `experiments`: whether it looks at any."""
    return (MOVES if experiments else MOVES_WITHOUT_EXPERIMENTS)[phase]


def check_move(phase: Phase, to: Phase, *, experiments: bool) -> None:
    """Raise `Refused` for a move that is not among the legal ones."""
    if to in moves(phase, experiments=experiments):
        return
    raise Refused(
        Message(
            "session_move",
            "From “{phase}” a session does not go to “{target}”: take the steps one by one.",
            {"phase": SAID[phase], "target": SAID[to]},
        )
    )


def check_step(phase: Phase, step: Step, *, called_off: bool = False) -> None:
    """Raise `Refused` for what does not belong to the phase, and for everything in a session that was called off."""
    if called_off:
        raise Refused(Message("session_called_off", "This session was called off and stays as it is: start a new one."))
    if phase in BELONGS[step]:
        return
    if phase is Phase.CLOSED:
        raise Refused(Message("session_closed", "This session is closed and stays as it is: start a new one."))
    raise Refused(
        Message(
            "session_step",
            "{when}; this session is at “{phase}”: look at the page again.",
            {"when": _WHEN[step], "phase": SAID[phase]},
        )
    )
