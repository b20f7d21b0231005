"""The words of a reflection: what each step asks, what cards answer, what can be decided, and who said what."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from analytics.decisions.forecasts import Position, Reveal
from analytics.decisions.happenings import Event, Happening
from analytics.decisions.results import VerdictKind
from analytics.present import wording
from analytics.present.figures import Table
from analytics.present.numbers import lift_pair
from analytics.snapshots import Since
from data.messages import Message
from data.workspace.actors import LOCAL_OWNER, SOMEONE
from data.workspace.sessions.boards import Board, Hidden
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import ActionItem, Choice, Decision, Forecast, Prompt, Session

STEPS: Mapping[Phase, Message] = {
    Phase.AGENDA: Message("step_agenda", "Agenda"),
    Phase.FORECAST: Message("step_forecast", "Forecast"),
    Phase.REVEAL: Message("step_reveal", "Reveal"),
    Phase.WRITE: Message("step_write", "Write"),
    Phase.GROUP: Message("step_group", "Group"),
    Phase.VOTE: Message("step_vote", "Vote"),
    Phase.DISCUSS: Message("step_discuss", "Discuss"),
    Phase.DECIDE: Message("step_decide", "Decide"),
    Phase.ACT: Message("step_act", "Act"),
    Phase.IMPROVE: Message("step_improve", "Improve"),
    Phase.SUMMARY: Message("step_summary", "Summary"),
    Phase.CLOSED: Message("step_closed", "Closed"),
}
TITLES: Mapping[Phase, Message] = {
    Phase.AGENDA: Message("title_agenda", "What happened since last time?"),
    Phase.FORECAST: Message("title_forecast", "Before we look: what do you expect?"),
    Phase.REVEAL: Message("title_reveal", "What came out, and what we had expected"),
    Phase.WRITE: Message("title_write", "In silence: what do you make of it?"),
    Phase.GROUP: Message("title_group", "What belongs together?"),
    Phase.VOTE: Message("title_vote", "What matters most?"),
    Phase.DISCUSS: Message("title_discuss", "What does it mean?"),
    Phase.DECIDE: Message("title_decide", "What do we do with it?"),
    Phase.ACT: Message("title_act", "Who does what, until when?"),
    Phase.IMPROVE: Message("title_improve", "What one thing do we do better next time?"),
    Phase.SUMMARY: Message("title_summary", "What we take along"),
    Phase.CLOSED: Message("title_closed", "What we took along"),
}
PROMPTS: Mapping[Prompt, Message] = {
    Prompt.SURPRISED: Message("prompt_surprised", "What surprised us"),
    Prompt.LEARNED: Message("prompt_learned", "What we learned"),
    Prompt.NEXT: Message("prompt_next", "What we would do next"),
}
CHOICES: Mapping[Choice, Message] = {
    Choice.SHIP: Message("choice_ship", "Ship it"),
    Choice.STOP: Message("choice_stop", "Stop it"),
    Choice.ITERATE: Message("choice_iterate", "Change it and test again"),
    Choice.RERUN: Message("choice_rerun", "Test the same again, or longer"),
}
HAPPENED: Mapping[Happening, Message] = {
    Happening.ALARMED: Message("happened_alarmed", "{name}: a health check blocks its verdict"),
    Happening.ENDED: Message("happened_ended", "{name}: ended"),
    Happening.STARTED: Message("happened_started", "{name}: started"),
    Happening.DECIDED: Message("happened_decided", "{name}: decided"),
}
HIDDEN: Mapping[Hidden, Message] = {
    Hidden.FORECASTS: Message("hidden_forecasts", "Forecasts of others are hidden until the reveal."),
    Hidden.CARDS: Message("hidden_cards", "Cards of others are hidden until everybody has written."),
    Hidden.VOTES: Message("hidden_votes", "Totals appear when voting closes; nobody sees who voted for what."),
}
CALLED_OFF = Message("step_called_off", "Called off")
YOU = Message("room_you", "you")  # an installation without sign-in has one person
OWNER = Message("room_owner", "the owner")  # to others: whoever sits at the machine
SOMEBODY = Message("room_somebody", "somebody")  # in an anonymous session
PERSONS = ("author", "name")  # places in what the store says where a person is named
GONE = Message("room_gone", "somebody who left")


def name(board: Board, person: str, language: str) -> str:
    """Return what somebody is called; whoever has left the workspace has no name any more."""
    if not person:
        return wording.speak(YOU if not board.person else OWNER, language)
    return board.names.get(person) or wording.speak(GONE, language)


def author(board: Board, written: str, language: str) -> str:
    """Return what the author of a text is called; the two that are no person's name are said in words."""
    if written == LOCAL_OWNER.name:
        return name(board, "", language)
    return wording.speak(SOMEBODY, language) if written == SOMEONE.name else written


def told(message: Message, language: str) -> str:
    """Return what the store refused as a sentence; whoever it names is named as everywhere."""
    unnamed = {LOCAL_OWNER.name: OWNER, SOMEONE.name: SOMEBODY}
    said = {
        place: unnamed.get(value, value) if place in PERSONS and isinstance(value, str) else value
        for place, value in message.parameters.items()
    }
    return wording.speak(replace(message, parameters=said), language)


def people(board: Board, keys: Sequence[str], language: str) -> str:
    """Return names in order, joined."""
    return ", ".join(sorted((name(board, key, language) for key in keys), key=str.casefold))


def dateline(board: Board, language: str) -> str:
    """Return “Reflection · Autumn tests · 4 people here”."""
    parts = [
        Message("room_reflection", "Reflection"),
        Message("room_title", "{title}", {"title": board.title}),
        Message("room_here", "{count} here", {"count": len(board.here)}),
    ]
    if board.anonymous:
        parts.append(Message("room_anonymous", "anonymous"))
    return " · ".join(wording.speak(part, language) for part in parts)


def hidden(board: Board, language: str) -> str:
    """Say what this board leaves out; empty while it leaves out nothing."""
    if board.hidden is None:
        return ""
    if board.called_off_at is not None:
        kept = Message("hidden_called_off", "What was hidden when the session was called off stays hidden for good.")
        return wording.speak(kept, language)
    return wording.speak(HIDDEN[board.hidden], language)


def called_off(board: Board, language: str) -> str:
    """Return “Called off by Linh Trần on 3 Dec 2026”; empty for a session that was not."""
    if board.called_off_at is None:
        return ""
    day = wording.day(board.called_off_at.date(), language)
    told = {"name": name(board, board.called_off_by, language), "day": day}
    return wording.speak(Message("called_off_by", "Called off by {name} on {day}.", told), language)


def standing(session: Session) -> Message:
    """Return where a session stands, in a word or two."""
    return CALLED_OFF if session.called_off_at is not None else STEPS[session.phase]


def time_left(ends_at: datetime, now: datetime, language: str) -> str:
    """Return “4:32 left”, and that the time is over."""
    seconds = int((ends_at - now).total_seconds())
    if seconds <= 0:
        return wording.speak(Message("timer_over", "Time is over"), language)
    clock = f"{seconds // 60}:{seconds % 60:02}"
    return wording.speak(Message("timer_left", "{clock} left", {"clock": clock}), language)


def forecast(given: Forecast, language: str) -> str:
    """Return what somebody expected, in words."""
    if given.declined or given.low is None or given.high is None or given.chance is None:
        return wording.speak(Message("forecast_declined", "knew the result already"), language)
    low, high = lift_pair(given.low, given.high, language)
    said = Message(
        "forecast_said", "{low} to {high}, {chance} to be better",
        {"low": low, "high": high, "chance": wording.percent(given.chance, language, digits=0)},
    )  # fmt: skip
    return wording.speak(said, language)


def expected(board: Board, given: Forecast, language: str) -> str:
    """Return “Minh: −2% to +6%, 50% to be better”."""
    who = name(board, given.person, language)
    said = Message("forecast_by", "{name}: {forecast}", {"name": who, "forecast": forecast(given, language)})
    return wording.speak(said, language)


def forecasts(board: Board, experiment: str, language: str) -> Table:
    """Return everybody's forecast of one experiment that this person may see."""
    columns = (Message("column_person", "Name"), Message("column_forecast", "Expected"))
    return Table(
        columns=tuple(wording.speak(column, language) for column in columns),
        rows=tuple(
            (name(board, given.person, language), forecast(given, language))
            for given in board.forecasts
            if given.experiment == experiment
        ),
    )


def since(found: Since, language: str) -> str:
    """Say what has become of a pinned readout."""
    if found.is_same:
        return wording.speak(Message("since_same", "As pinned; nothing has come in since."), language)
    same = found.then is found.now
    verdict = (
        Message("since_verdict_same", "the verdict is the same")
        if same
        else Message("since_verdict", "the verdict is now “{now}”", {"now": wording.label(found.now, language)})
    )
    if found.lift_then is None or found.lift_now is None:
        return wording.speak(Message("since_only", "Since then: {verdict}.", {"verdict": verdict}), language)
    points = (found.lift_now - found.lift_then) * 100
    moved = Message(
        "since_moved",
        "Since then: {points} points, {verdict}.",
        {"points": f"{points:+.1f}", "verdict": verdict},
    )
    return wording.speak(moved, language)


def would_change(found: Since, choice: Choice, recommended: Mapping[str, frozenset[Choice]], language: str) -> str:
    """Say whether the decision would be another one by what is known now; empty while it would not."""
    now = recommended.get(found.now.value, frozenset())
    if found.then is found.now or choice in now:
        return ""
    told = Message(
        "since_decision", "By today’s data this decision would go against the verdict: look at the readout again."
    )
    return wording.speak(told, language)


def recommended(kind: VerdictKind, choices: frozenset[Choice], language: str) -> str:
    """Say what the policy recommends."""
    words = " / ".join(wording.speak(CHOICES[choice], language) for choice in Choice if choice in choices)
    told = Message(
        "decision_recommended",
        "The verdict is “{verdict}”; by the policy: {choices}.",
        {"verdict": wording.label(kind, language), "choices": words},
    )
    return wording.speak(told, language)


def happened(event: Event, language: str) -> str:
    """Say what happened to one test."""
    said = HAPPENED[event.what]
    return wording.speak(Message(said.code, said.template, {"name": event.experiment.name}), language)


def promised(board: Board, language: str) -> str:
    """Return how many earlier promises still wait."""
    count = len(board.earlier_actions)
    if count == 0:
        return wording.speak(Message("promised_none", "No promise from earlier sessions waits"), language)
    if count == 1:
        return wording.speak(Message("promised_one", "One promise from an earlier session waits"), language)
    return wording.speak(Message("promised", "{count} promises from earlier sessions wait", {"count": count}), language)


def action(item: ActionItem, board: Board, today: date, language: str) -> str:
    """Return “Ask five new visitors why · Minh · until 3 Dec 2026”."""
    parts = [Message("action_text", "{text}", {"text": item.text})]
    parts.append(Message("action_owner", "{name}", {"name": name(board, item.owner, language)}))
    if item.done_on is not None:
        parts.append(Message("action_done", "done on {day}", {"day": wording.day(item.done_on, language)}))
    elif item.dropped:
        parts.append(Message("action_dropped", "will not be done"))
    elif item.due is not None:
        due = {"day": wording.day(item.due, language)}
        late = Message("action_late", "was due on {day}", due)
        parts.append(late if item.due < today else Message("action_due", "until {day}", due))
    return " · ".join(wording.speak(part, language) for part in parts)


def votes(count: int, language: str) -> str:
    """Return “4 votes”."""
    one, more = Message("topic_vote", "1 vote"), Message("topic_votes", "{count} votes", {"count": count})
    return wording.speak(one if count == 1 else more, language)


def calibrated(shown: Reveal | None, language: str) -> str:
    """Return how the forecasts fared, in one sentence."""
    if shown is None:
        return wording.speak(Message("reveal_open", "There is no answer yet to hold forecasts against"), language)
    held = [one for one in shown.forecasts if one.position is not None]
    inside = sum(one.position is Position.INSIDE for one in held)
    if not held:
        return wording.speak(Message("reveal_none", "Nobody gave a forecast"), language)
    told = {"inside": inside, "count": len(held)}
    return wording.speak(Message("reveal_held", "{inside} of {count} ranges held what came out", told), language)


def decided(board: Board, decision: Decision, language: str) -> str:
    """Return “Ship it (decided by Linh)”."""
    who = name(board, decision.person, language)
    said = Message("decision_said", "{choice} (decided by {name})", {"choice": CHOICES[decision.choice], "name": who})
    return wording.speak(said, language)
