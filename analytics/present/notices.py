"""Notices in words: for the inbox, for the message to another tool, and for what became of those.

A message says that something is so and where to read it: no figure, no result, no name of a person, no word of a card
or promise. Names that people gave lose what chat tools would act on.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from analytics.present import wording
from analytics.present.figures import Table
from data.courier.answers import Trouble
from data.messages import Message
from data.workspace.inbox.records import Notice, NoticeKind
from data.workspace.outbox.records import Sent, State, Webhook
from data.workspace.sessions.records import ActionItem

SCHEMA = 1  # of a message; rises when a field changes its meaning
LONGEST = 80  # characters of a name in a message

KINDS: Mapping[NoticeKind, Message] = {
    NoticeKind.DECISION_READY: Message("notice_ready_kind", "Decision ready"),
    NoticeKind.HEALTH_ALARM: Message("notice_alarm_kind", "Health alarm"),
    NoticeKind.ACTION_OVERDUE: Message("notice_overdue_kind", "Action overdue"),
    NoticeKind.SESSION_STARTED: Message("notice_session_kind", "Session started"),
    NoticeKind.WEBHOOK_OFF: Message("notice_webhook_kind", "Webhook off"),
}
WAYS: Mapping[NoticeKind, Message] = {  # where to read on
    NoticeKind.DECISION_READY: Message("notice_ready_way", "Read it"),
    NoticeKind.HEALTH_ALARM: Message("notice_alarm_way", "See what is wrong"),
    NoticeKind.ACTION_OVERDUE: Message("notice_overdue_way", "To its session"),
    NoticeKind.SESSION_STARTED: Message("notice_session_way", "Go in"),
    NoticeKind.WEBHOOK_OFF: Message("notice_webhook_way", "To the webhook"),
}
TEST = Message("notice_test_kind", "Trial message")
TYPES = {  # as receivers know them
    NoticeKind.DECISION_READY: "decision.ready",
    NoticeKind.HEALTH_ALARM: "health.alarm",
    NoticeKind.ACTION_OVERDUE: "action.overdue",
    NoticeKind.SESSION_STARTED: "session.started",
}
TROUBLES: Mapping[Trouble, Message] = {
    Trouble.NO_SUCH_HOST: Message("trouble_no_such_host", "there is no such host"),
    Trouble.NOT_PUBLIC: Message("trouble_not_public", "not sent: the address lies in a private network"),
    Trouble.UNREACHABLE: Message("trouble_unreachable", "nobody answered"),
    Trouble.CERTIFICATE: Message("trouble_certificate", "not sent: the certificate is not that of the host"),
    Trouble.SLOW: Message("trouble_slow", "no answer in time"),
    Trouble.REDIRECTED: Message("trouble_redirected", "answered with another address, which is not followed"),
    Trouble.REFUSED: Message("trouble_refused", "not taken"),
    Trouble.KILLED: Message("trouble_killed", "Liftroom was stopped while sending"),
    Trouble.OFF: Message("trouble_off", "not sent: the webhook was switched off"),
}
_ACTED_ON = re.compile(r"[^\w\s.,;:!?%+\-–—·’'“”/()]|[\x00-\x1f\x7f_]|://")  # mentions, links, markup, commands


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the subjects of notices are called, by key."""

    tests: Mapping[str, str] = field(default_factory=dict)
    sessions: Mapping[str, str] = field(default_factory=dict)
    actions: Mapping[str, ActionItem] = field(default_factory=dict)


def sentence(notice: Notice, names: Names) -> Message:
    """Say in the inbox what came about."""
    action = names.actions.get(notice.subject)
    said = {
        NoticeKind.DECISION_READY: Message(
            "notice_ready", "“{name}” can be decided", {"name": names.tests.get(notice.subject, notice.subject)}
        ),
        NoticeKind.HEALTH_ALARM: Message(
            "notice_alarm",
            "“{name}” has a health alarm: do not trust its numbers yet",
            {"name": names.tests.get(notice.subject, notice.subject)},
        ),
        NoticeKind.ACTION_OVERDUE: (
            Message("notice_overdue", "“{text}” was due on {day}", {"text": action.text, "day": notice.day})
            if action
            else Message("notice_done", "What was due on {day} is dealt with", {"day": notice.day})
        ),
        NoticeKind.SESSION_STARTED: Message(
            "notice_session", "The session “{name}” has begun", {"name": _called(names.sessions, notice.subject)}
        ),
        NoticeKind.WEBHOOK_OFF: Message(
            "notice_webhook", "The webhook is switched off: for three days nobody took what it sent"
        ),
    }
    return said[notice.kind]


def place(notice: Notice, names: Names) -> tuple[str, dict[str, str]]:
    """Return where to read on: the screen's address, and what stands in it."""
    if notice.kind is NoticeKind.DECISION_READY:
        return "readout", {"experiment": notice.subject}
    if notice.kind is NoticeKind.HEALTH_ALARM:
        return "health", {"experiment": notice.subject}
    if notice.kind is NoticeKind.WEBHOOK_OFF:
        return "webhook", {}
    action = names.actions.get(notice.subject)
    session = notice.subject if notice.kind is NoticeKind.SESSION_STARTED else action.session if action else ""
    return "session", {"session": session} if session else {}


def aside(notice: Notice, language: str) -> str:
    """Return what stands small beside a notice: its day, and whether it is over."""
    day = wording.day(notice.day, language)
    if not notice.is_over:
        return day
    return f"{day} · {wording.speak(Message('notice_over', 'settled since'), language)}"


def body(notice: Notice, webhook: Webhook, names: Names, *, message: str) -> str:
    """Return the message to another tool, as JSON. `message`: its id."""
    screen, asked = place(notice, names)
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in asked.items())
    link = f"{webhook.base}/{screen}" + (f"?{query}" if query else "") if webhook.base else None
    return _spelled(
        message,
        type_=TYPES[notice.kind],
        at=notice.told_at,
        data={"subject": notice.subject, "day": notice.day.isoformat(), "link": link},
        text=wording.speak(_outside(notice, names), webhook.language) + (f" {link}" if link else ""),
    )


def trial(message: str, webhook: Webhook, *, at: int) -> str:
    """Return a message that only tries the way."""
    said = Message("webhook_trial", "This is a test from Liftroom: notices will arrive here.")
    data = {"subject": None, "day": None, "link": webhook.base or None}
    return _spelled(message, type_="test", at=at, data=data, text=wording.speak(said, webhook.language))


def sent(rows: Sequence[Sent], language: str, *, zone: str) -> Table:
    """Return what became of the latest messages."""
    columns = (
        Message("column_sent_at", "When"),
        Message("column_sent_what", "What"),
        Message("column_sent_tries", "Tries"),
        Message("column_sent_answer", "Answer"),
    )
    return Table(
        columns=tuple(wording.speak(column, language) for column in columns),
        rows=tuple(
            (
                _moment(row.made_at, zone, language),
                wording.speak(TEST if row.kind is None else KINDS[row.kind], language),
                wording.number(row.attempts, language),
                _became(row, language, zone),
            )
            for row in rows
        ),
    )


def tame(name: str) -> str:
    """Return a name without what a chat tool would act on, in one line."""
    return " ".join(_ACTED_ON.sub(" ", name).split())[:LONGEST].strip()


def _outside(notice: Notice, names: Names) -> Message:
    test = tame(names.tests.get(notice.subject, notice.subject))
    action = names.actions.get(notice.subject)
    if notice.kind is NoticeKind.DECISION_READY:
        return Message("notice_ready_out", "“{name}” can be decided.", {"name": test})
    if notice.kind is NoticeKind.HEALTH_ALARM:
        return Message("notice_alarm_out", "“{name}” has a health alarm.", {"name": test})
    if notice.kind is NoticeKind.SESSION_STARTED:
        name = tame(_called(names.sessions, notice.subject))
        return Message("notice_session_out", "The session “{name}” has begun.", {"name": name})
    session = tame(_called(names.sessions, action.session if action else ""))
    return Message(
        "notice_overdue_out",
        "An action from “{session}” has been due since {day}.",
        {"session": session, "day": notice.day},
    )


def _spelled(message: str, *, type_: str, at: int, data: Mapping[str, str | None], text: str) -> str:
    whole = {
        "schema": SCHEMA,
        "id": message,
        "type": type_,
        "timestamp": datetime.fromtimestamp(at, UTC).isoformat(),
        "data": dict(data),
        "text": text,
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def _became(row: Sent, language: str, zone: str) -> str:
    if row.state is State.ARRIVED:
        said = Message("sent_arrived", "Arrived")
    elif row.trouble is None:
        said = Message("sent_waiting", "Waits to be sent")
    elif row.state is State.WAITING:
        when = _moment(row.due_at, zone, language)
        said = Message("sent_again", "Again {when}: {why}", {"why": TROUBLES[row.trouble], "when": when})
    else:
        said = Message("sent_given_up", "Did not arrive: {why}", {"why": TROUBLES[row.trouble]})
    spoken = wording.speak(said, language)
    return spoken if row.status is None else f"{spoken} ({row.status})"


def _moment(at: int, zone: str, language: str) -> str:
    moment = datetime.fromtimestamp(at, ZoneInfo(zone))
    return f"{wording.day(moment.date(), language)}, {moment:%H:%M}"


def _called(names: Mapping[str, str], key: str) -> str:
    return names.get(key) or "Liftroom"
