"""The one conductor of notices: looks at what is so, tells what is news, and sends what waits in the outbox.

The dashboard does it by itself once a minute. Where it does not run all day, a scheduler does the same with
`python -m analytics.notices send`; any number may do it at once. One JSON object on stdout and exit code 0, or one
sentence on stderr and exit code 2.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from analytics import overview
from analytics.decisions import agenda, notices
from analytics.decisions.summaries import Summary
from analytics.overview import Entry
from analytics.present import notices as words
from analytics.present.notices import Names
from data.courier import addresses, signatures
from data.courier.answers import Answer, Trouble
from data.courier.post import post
from data.declarations.experiments import Status
from data.home import Home, current
from data.messages import Fault, Refused
from data.workspace.actors import LOCAL_OWNER, Actor
from data.workspace.inbox.records import Found, Notice
from data.workspace.outbox import dispatches
from data.workspace.outbox.records import Dispatch, State, Webhook
from data.workspace.store import Workspace

AT_ONCE = 100  # messages of one round at most
Read = Callable[[Entry], Summary]


def tell(
    home: Home, workspace: Workspace, actor: Actor, *, summary: Read | None = None, now: datetime | None = None
) -> tuple[Notice, ...]:
    """Look at what is so, and tell what is news. `summary`: a shorter way to what the overview knows of an experiment.

    Raises `Forbidden` for whoever may not change settings.
    """
    moment = now or datetime.now(UTC)

    def read(entry: Entry) -> Summary:
        return overview.kept(home, entry) or overview.concluded(home, workspace, actor, entry)

    found = look(home, workspace, actor, read=summary or read, now=moment)
    known = names(workspace, actor)

    def phrase(notice: Notice, webhook: Webhook) -> str:
        return words.body(notice, webhook, known, message=dispatches.message_of(notice.key))

    return workspace.inbox.tell(actor, found, phrase=phrase, now=int(moment.timestamp()))


def look(home: Home, workspace: Workspace, actor: Actor, *, read: Read, now: datetime) -> Found:
    """Return all that is so at one moment."""
    declared = [one for one in workspace.experiments(actor) if one.value.status is not Status.ARCHIVED]
    listed = overview.entries(home, workspace, actor, declared, metrics=workspace.metrics(actor), now=now)
    summaries = {entry.experiment.key: read(entry) for entry in listed}
    lines = agenda.arranged([one.value for one in declared], summaries)
    zone = workspace.settings(actor).value.time_zone
    days = {each: now.astimezone(ZoneInfo(each)).date() for each in {zone, *(one.value.time_zone for one in declared)}}
    actions = [one.value for one in workspace.sessions.open_actions(actor)]
    sessions = [one.value for one in workspace.sessions.sessions(actor)]
    return Found(
        changes=(
            *notices.of_tests(lines, days),
            *notices.of_actions(actions, days[zone]),
            *notices.of_sessions(sessions, zone),
        ),
        unknown=notices.unread(lines),
    )


def names(workspace: Workspace, actor: Actor) -> Names:
    """Return what the subjects of notices are called."""
    return Names(
        tests={one.value.key: one.value.name for one in workspace.experiments(actor)},
        sessions={one.value.key: one.value.title for one in workspace.sessions.sessions(actor)},
        actions={one.value.key: one.value for one in workspace.sessions.open_actions(actor)},
    )


def send(workspace: Workspace, actor: Actor, *, most: int = AT_ONCE) -> tuple[State, ...]:
    """Send what is due, one message after the other; returns what became of each attempt.

    One that does not arrive ends it: whoever is slow or down is not asked a hundred times, and the next round goes on.
    """
    settled: list[State] = []
    while len(settled) < most and (dispatch := workspace.outbox.claim(actor, now=_now())) is not None:
        settled.append(_sent(workspace, actor, dispatch))
        if settled[-1] is not State.ARRIVED:
            break
    return tuple(settled)


def try_out(workspace: Workspace, actor: Actor) -> State | None:
    """Send a message that only tries the way; None: somebody else does. Raises `Refused` without an address."""
    moment = _now()

    def phrase(message: str, webhook: Webhook) -> str:
        return words.trial(message, webhook, at=moment)

    key = workspace.outbox.put_test(actor, phrase=phrase, now=moment)
    dispatch = workspace.outbox.claim(actor, now=moment, only=key)
    return None if dispatch is None else _sent(workspace, actor, dispatch)


def bring(dispatch: Dispatch) -> Answer:
    """Bring one message to its address, signed for this attempt."""
    body = dispatch.body.encode()
    try:
        target = addresses.target(dispatch.address, local=dispatch.local)
    except Refused:  # another release saved it: what may not be sent to today is not
        return Answer(trouble=Trouble.NOT_PUBLIC)
    proof = signatures.headers(dispatch.secrets, message=dispatch.key, at=_now(), body=body)
    return post(target, body=body, headers=proof)


def _sent(workspace: Workspace, actor: Actor, dispatch: Dispatch) -> State:
    return workspace.outbox.settle(actor, dispatch, bring(dispatch), now=_now()) or State.WAITING


def _now() -> int:
    return int(time.time())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m analytics.notices", description="Notices, for schedulers.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("send", help="tell what is news, and send what waits for the webhook")
    parser.parse_args(arguments)
    try:
        home = current()
        with Workspace.open(home) as workspace:
            told = tell(home, workspace, LOCAL_OWNER)
            settled = send(workspace, LOCAL_OWNER)
    except Fault as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    arrived = sum(state is State.ARRIVED for state in settled)
    sys.stdout.write(json.dumps({"told": len(told), "arrived": arrived, "failed": len(settled) - arrived}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
