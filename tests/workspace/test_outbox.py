"""The outbox: off until an admin sets it, its secret in no database and no backup, and no message lost or doubled."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from analytics import notices as conductor
from data import backup
from data.courier.answers import Answer, Trouble
from data.home import Home
from data.messages import Forbidden, Refused
from data.workspace import copies, engine
from data.workspace.actors import LOCAL_OWNER, ActorRole
from data.workspace.inbox.records import Change, Found, Notice, NoticeKind
from data.workspace.outbox import dispatches
from data.workspace.outbox.dispatches import ATTEMPTS, JITTER, LEASE, WAITS
from data.workspace.outbox.records import OUTGOING, Dispatch, State, Webhook
from data.workspace.records import Conflict
from data.workspace.sessions.phases import Phase
from data.workspace.store import Workspace
from tests.conftest import PROJECT
from tests.courier.receivers import Receiver, answer, proven, receiving
from tests.workspace.sessions import scenes

NOW = 1_780_000_000
DAY = 86_400
ADDRESS = "https://hooks.example.com/services/T0/B1/token-of-the-channel"
GONE, DOWN, FINE = (
    Answer(status=410, trouble=Trouble.REFUSED),
    Answer(trouble=Trouble.UNREACHABLE),
    Answer(status=200),
)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Give a receiver on loopback."""
    with receiving() as running:
        yield running


def switched_on(workspace: Workspace, address: str = ADDRESS, *, kinds: tuple[NoticeKind, ...] = OUTGOING) -> str:
    """Set the webhook and return its secret."""
    wanted = Webhook(kinds=kinds, local=address.startswith("http://"), is_on=True)
    version = workspace.outbox.webhook(LOCAL_OWNER).version
    _, made = workspace.outbox.save_webhook(LOCAL_OWNER, wanted, address=address, version=version)
    assert made is not None
    return made


def news(workspace: Workspace, *subjects: str, kind: NoticeKind = NoticeKind.DECISION_READY, now: int = NOW) -> None:
    """Let these be told; whatever was told before stands."""

    def phrase(notice: Notice, _webhook: Webhook) -> str:
        return json.dumps({"id": dispatches.message_of(notice.key), "subject": notice.subject})

    so = [Change(kind=kind, subject=one, became="ready", day=date(2026, 5, 28)) for one in subjects]
    told = workspace.inbox.notices(LOCAL_OWNER, now=now)
    found = Found(changes=so, unknown=frozenset(one.subject for one in told))
    workspace.inbox.tell(LOCAL_OWNER, found, phrase=phrase, now=now)


def claim(workspace: Workspace, now: int = NOW) -> Dispatch:
    found = workspace.outbox.claim(LOCAL_OWNER, now=now)
    assert found is not None
    return found


def states(workspace: Workspace) -> list[State]:
    return [one.state for one in workspace.outbox.sent(LOCAL_OWNER)]


def test_nothing_waits_to_be_sent_before_somebody_switched_it_on(workspace: Workspace) -> None:
    stored = workspace.outbox.webhook(LOCAL_OWNER)
    assert (stored.version, stored.value.is_on, stored.value.host) == (0, False, "")
    news(workspace, "banner")
    assert workspace.outbox.sent(LOCAL_OWNER) == ()
    assert workspace.outbox.claim(LOCAL_OWNER, now=NOW + DAY) is None
    switched_on(workspace)
    assert workspace.outbox.claim(LOCAL_OWNER, now=NOW + DAY) is None, "what happened before is not told outside"


def test_it_cannot_be_switched_on_without_an_address_or_for_what_may_not_be_sent_to(workspace: Workspace) -> None:
    save = workspace.outbox.save_webhook
    with pytest.raises(Refused, match="There is no address to send to"):
        save(LOCAL_OWNER, Webhook(is_on=True), address="", version=0)
    with pytest.raises(Refused, match="write an https:// address"):
        save(LOCAL_OWNER, Webhook(), address="http://hooks.example.com/", version=0)
    with pytest.raises(Refused, match="Links need the address"):
        save(LOCAL_OWNER, Webhook(base="javascript:alert(1)"), address=ADDRESS, version=0)
    with pytest.raises(Refused, match="This is not sent to other tools"):
        save(LOCAL_OWNER, Webhook(kinds=(NoticeKind.WEBHOOK_OFF,)), address=ADDRESS, version=0)
    admin = scenes.person(workspace, "An", ActorRole.ADMIN)
    with pytest.raises(Forbidden, match="Only whoever sits at the machine"):
        save(admin, Webhook(local=True), address="http://127.0.0.1:9000/", version=0)
    assert workspace.outbox.webhook(LOCAL_OWNER).version == 0
    with pytest.raises(Refused, match="There is no address to send to"):
        workspace.outbox.put_test(LOCAL_OWNER, phrase=lambda key, _webhook: key, now=NOW)


def test_address_and_secret_are_in_no_database_and_no_backup(home: Home, url: str, tmp_path: Path) -> None:
    home.secret  # noqa: B018  a home that was used
    with Workspace.open(home, url) as workspace:
        secret = switched_on(workspace)
        news(workspace, "banner")
        [kept] = home.webhook.iterdir()
        assert (kept.stat().st_mode & 0o777, home.webhook.stat().st_mode & 0o777) == (0o600, 0o700)
        held = json.loads(kept.read_text())
        assert held == {"address": ADDRESS, "secret": secret, "former": "", "former_until": 0}
        dumped = "".join(copies.dump(engine.address(home, url)))
        files = b"".join(path.read_bytes() for path in home.root.glob("workspace.db*"))
        saved = tmp_path / "saved.tar"
        backup.create(home, saved, url=url)
        assert "hooks.example.com" in dumped, "by its host it is recognised"
        for part in ("token-of-the-channel", secret, secret[6:30]):
            assert part not in dumped
            assert part.encode() not in files
            assert part.encode() not in saved.read_bytes()
        assert ADDRESS not in repr(claim(workspace))
        assert secret not in repr(workspace.outbox.webhook(LOCAL_OWNER))


def test_a_backup_that_is_brought_back_elsewhere_sends_nothing(home: Home, tmp_path: Path) -> None:
    with Workspace.open(home) as workspace:
        switched_on(workspace)
        news(workspace, "banner")
        backup.create(home, tmp_path / "saved.tar")
    other = Home(tmp_path / "other")
    backup.restore(other, tmp_path / "saved.tar")
    with Workspace.open(other) as workspace:
        assert workspace.outbox.webhook(LOCAL_OWNER).value.is_on
        assert not workspace.outbox.is_sealed(LOCAL_OWNER)
        assert [one.subject for one in workspace.inbox.notices(LOCAL_OWNER, now=NOW)] == ["banner"]
        news(workspace, "guide")
        assert workspace.outbox.claim(LOCAL_OWNER, now=NOW + DAY) is None


def test_a_secret_changes_with_its_address_or_when_asked_and_the_old_one_is_destroyed(workspace: Workspace) -> None:
    first = switched_on(workspace)
    stored = workspace.outbox.webhook(LOCAL_OWNER)
    saved, made = workspace.outbox.save_webhook(
        LOCAL_OWNER, replace(stored.value, language="vi"), address="", version=stored.version
    )
    assert (made, saved.value.seal, saved.value.language) == (None, stored.value.seal, "vi")
    saved, second = workspace.outbox.renew_secret(LOCAL_OWNER, version=saved.version, now=NOW)
    third = switched_on(workspace, ADDRESS + "-2")
    assert len({first, second, third}) == 3
    [kept] = workspace._home.webhook.iterdir()
    held = json.loads(kept.read_text())
    assert (held["address"], held["secret"], held["former"]) == (ADDRESS + "-2", third, "")
    with pytest.raises(Conflict):
        workspace.outbox.renew_secret(LOCAL_OWNER, version=saved.version, now=NOW)
    with pytest.raises(Conflict):
        workspace.outbox.save_webhook(LOCAL_OWNER, Webhook(), address=ADDRESS, version=saved.version)
    assert list(workspace._home.webhook.iterdir()) == [kept], "what was refused changed nothing"


def test_for_a_day_the_old_secret_still_counts_beside_the_new_one(workspace: Workspace, receiver: Receiver) -> None:
    old = switched_on(workspace, receiver.address)
    _, new = workspace.outbox.renew_secret(LOCAL_OWNER, version=1, now=NOW)
    news(workspace, "banner", "guide")
    first = claim(workspace, NOW + DAY - 1)
    conductor.bring(first)
    second = claim(workspace, NOW + DAY)
    conductor.bring(second)
    early, late = receiver.got
    assert [proven(secret, early.headers, early.body) for secret in (old, new)] == [True, True]
    assert [proven(secret, late.headers, late.body) for secret in (old, new)] == [False, True]


def test_only_what_was_asked_for_is_sent_and_once(workspace: Workspace) -> None:
    switched_on(workspace, kinds=(NoticeKind.HEALTH_ALARM,))
    news(workspace, "banner")
    for _ in range(3):
        news(workspace, "guide", kind=NoticeKind.HEALTH_ALARM)
    taken = claim(workspace)
    assert json.loads(taken.body) == {"id": taken.key, "subject": "guide"}
    assert workspace.outbox.claim(LOCAL_OWNER, now=NOW) is None, "it has a sender"
    assert workspace.outbox.settle(LOCAL_OWNER, taken, FINE, now=NOW) is State.ARRIVED
    assert workspace.outbox.claim(LOCAL_OWNER, now=NOW + 100 * DAY) is None
    [sent] = workspace.outbox.sent(LOCAL_OWNER)
    assert (sent.key, sent.attempts, sent.status, sent.trouble) == (taken.key, 1, 200, None)


def test_what_is_not_taken_comes_again_later_and_later_until_it_is_given_up(workspace: Workspace) -> None:
    switched_on(workspace)
    news(workspace, "banner")
    now, keys, waits = NOW, set(), []
    for attempt in range(1, ATTEMPTS + 1):
        taken = claim(workspace, now)
        keys.add(taken.key)
        state = workspace.outbox.settle(LOCAL_OWNER, taken, DOWN, now=now)
        assert state is (State.WAITING if attempt < ATTEMPTS else State.GIVEN_UP)
        due = workspace.outbox.sent(LOCAL_OWNER)[0].due_at
        if state is State.WAITING:
            assert workspace.outbox.claim(LOCAL_OWNER, now=due - 1) is None
            waits.append(due - now)
            now = due
    assert len(keys) == 1, "the same message at every attempt"
    # The schedule that the specification gives as its example, each wait with at most a tenth more.
    assert all(planned <= wait <= planned * (1 + JITTER) + 1 for planned, wait in zip(WAITS, waits, strict=True))
    assert 3 * DAY < now - NOW < 4 * DAY
    assert not workspace.outbox.webhook(LOCAL_OWNER).value.is_on
    told = [one.kind for one in workspace.inbox.notices(LOCAL_OWNER, now=now)]
    assert told == [NoticeKind.WEBHOOK_OFF, NoticeKind.DECISION_READY]
    assert workspace.audit(LOCAL_OWNER, newest=1)[0].actor == "Liftroom"
    assert workspace.outbox.claim(LOCAL_OWNER, now=now + 100 * DAY) is None


def test_one_message_that_nobody_wants_does_not_switch_off_what_takes_others(workspace: Workspace) -> None:
    switched_on(workspace)
    news(workspace, "banner")
    now = NOW
    for attempt in range(1, ATTEMPTS + 1):
        assert workspace.outbox.settle(LOCAL_OWNER, claim(workspace, now), DOWN, now=now) is not None
        if attempt == 5:
            news(workspace, "guide", now=now)
            assert workspace.outbox.settle(LOCAL_OWNER, claim(workspace, now), FINE, now=now) is State.ARRIVED
        now = next(one.due_at for one in workspace.outbox.sent(LOCAL_OWNER) if one.made_at == NOW)
    assert sorted(states(workspace)) == [State.ARRIVED, State.GIVEN_UP]
    assert workspace.outbox.webhook(LOCAL_OWNER).value.is_on


def test_whoever_says_that_they_are_gone_is_not_asked_again(workspace: Workspace) -> None:
    switched_on(workspace)
    news(workspace, "banner", "guide")
    assert workspace.outbox.settle(LOCAL_OWNER, claim(workspace), GONE, now=NOW) is State.GIVEN_UP
    assert not workspace.outbox.webhook(LOCAL_OWNER).value.is_on
    assert states(workspace) == [State.GIVEN_UP, State.GIVEN_UP]


def test_whoever_asks_for_time_is_given_it(workspace: Workspace) -> None:
    switched_on(workspace)
    news(workspace, "banner")
    busy = Answer(status=429, trouble=Trouble.REFUSED, retry_after=3_600)
    workspace.outbox.settle(LOCAL_OWNER, claim(workspace), busy, now=NOW)
    assert workspace.outbox.sent(LOCAL_OWNER)[0].due_at == NOW + 3_600


def test_a_sender_that_died_is_followed_by_another_and_its_late_answer_does_not_count(workspace: Workspace) -> None:
    switched_on(workspace)
    news(workspace, "banner")
    died = claim(workspace)
    assert workspace.outbox.claim(LOCAL_OWNER, now=NOW + LEASE - 1) is None
    follows = claim(workspace, NOW + LEASE)
    assert (follows.key, follows.body) == (died.key, died.body)
    assert workspace.outbox.settle(LOCAL_OWNER, died, FINE, now=NOW + LEASE) is None
    assert workspace.outbox.settle(LOCAL_OWNER, follows, DOWN, now=NOW + LEASE) is State.WAITING
    [sent] = workspace.outbox.sent(LOCAL_OWNER)
    assert (sent.attempts, sent.trouble) == (2, Trouble.UNREACHABLE)


def test_a_message_that_kills_its_sender_is_given_up_in_the_end(workspace: Workspace) -> None:
    switched_on(workspace)
    news(workspace, "banner")
    for attempt in range(ATTEMPTS):
        claim(workspace, NOW + attempt * LEASE)
    assert workspace.outbox.claim(LOCAL_OWNER, now=NOW + ATTEMPTS * LEASE) is None
    assert workspace.outbox.sent(LOCAL_OWNER)[0].trouble is Trouble.KILLED


def test_what_waits_is_dropped_when_somebody_switches_off(workspace: Workspace) -> None:
    switched_on(workspace)
    news(workspace, "banner")
    stored = workspace.outbox.webhook(LOCAL_OWNER)
    off = replace(stored.value, is_on=False)
    saved, _ = workspace.outbox.save_webhook(LOCAL_OWNER, off, address="", version=stored.version)
    workspace.outbox.save_webhook(LOCAL_OWNER, stored.value, address="", version=saved.version)
    assert workspace.outbox.claim(LOCAL_OWNER, now=NOW + DAY) is None
    assert workspace.outbox.sent(LOCAL_OWNER)[0].trouble is Trouble.OFF


def test_while_a_team_guesses_nothing_is_said_of_the_test(workspace: Workspace) -> None:
    """A channel may hold people who have not guessed."""
    switched_on(workspace)
    session = scenes.start(workspace, LOCAL_OWNER)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.FORECAST)
    news(workspace, "banner")
    assert workspace.outbox.claim(LOCAL_OWNER, now=NOW) is None
    news(workspace, "banner", kind=NoticeKind.HEALTH_ALARM)
    assert workspace.outbox.settle(LOCAL_OWNER, claim(workspace), FINE, now=NOW) is State.ARRIVED
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.REVEAL)
    assert json.loads(claim(workspace).body)["subject"] == "banner"


def test_a_test_goes_out_while_the_webhook_is_off_and_nothing_else_does(
    workspace: Workspace, receiver: Receiver
) -> None:
    receiver.secret = switched_on(workspace, receiver.address)
    news(workspace, "banner")
    stored = workspace.outbox.webhook(LOCAL_OWNER)
    off = replace(stored.value, is_on=False)
    workspace.outbox.save_webhook(LOCAL_OWNER, off, address="", version=stored.version)
    news(workspace, "guide")
    assert conductor.send(workspace, LOCAL_OWNER) == ()
    assert conductor.try_out(workspace, LOCAL_OWNER) is State.ARRIVED
    [got] = receiver.got
    assert (got.proven, got.said["type"], got.said["id"]) == (True, "test", got.id)
    receiver.reply = lambda handler: answer(handler, 500)
    assert conductor.try_out(workspace, LOCAL_OWNER) is State.GIVEN_UP, "a test is tried once"


def test_a_round_ends_with_whoever_is_down_and_the_next_one_goes_on(workspace: Workspace, receiver: Receiver) -> None:
    receiver.secret = switched_on(workspace, receiver.address)
    news(workspace, "a", "b", "c")
    receiver.reply = lambda handler: answer(handler, 500)
    assert conductor.send(workspace, LOCAL_OWNER) == (State.WAITING,)
    assert len(receiver.got) == 1
    receiver.reply = lambda handler: answer(handler, 200)
    assert conductor.send(workspace, LOCAL_OWNER) == (State.ARRIVED, State.ARRIVED)
    assert len({got.id for got in receiver.got}) == 3
    assert all(got.proven for got in receiver.got)


SENDING = """
import sys
from pathlib import Path
from analytics.notices import send
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
with Workspace.open(Home(Path(sys.argv[1])), sys.argv[2]) as workspace:
    sys.stdin.readline()
    sys.stdout.write(str(len(send(workspace, LOCAL_OWNER))))
"""


def sender(home: Home, url: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", SENDING, str(home.root), url]
    return subprocess.Popen(
        command, cwd=PROJECT, env=os.environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_two_senders_at_once_send_each_message_once(home: Home, url: str, receiver: Receiver) -> None:
    with Workspace.open(home, url) as workspace:
        receiver.secret = switched_on(workspace, receiver.address)
        news(workspace, *(f"test-{number}" for number in range(30)))
        running = [sender(home, url) for _ in range(2)]
        for process in running:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        counted = [int(process.communicate()[0]) for process in running]
        assert sum(counted) == len(receiver.got) == len({got.id for got in receiver.got}) == 30
        assert all(got.proven for got in receiver.got)
        assert set(states(workspace)) == {State.ARRIVED}


def test_a_sender_that_is_killed_before_it_wrote_the_answer_down_is_followed(
    home: Home, url: str, receiver: Receiver
) -> None:
    with Workspace.open(home, url) as workspace:
        receiver.secret = switched_on(workspace, receiver.address)
        news(workspace, "banner")
        receiver.reply = lambda _handler: receiver.hold()
        with sender(home, url) as process:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
            assert receiver.came.wait(60)
            process.kill()
        receiver.release.set()
        receiver.reply = lambda handler: answer(handler, 200)
        [sent] = workspace.outbox.sent(LOCAL_OWNER)
        assert (sent.state, sent.attempts, sent.status) == (State.WAITING, 1, None)
        later = int(time.time()) + LEASE
        follows = claim(workspace, later)
        assert workspace.outbox.settle(LOCAL_OWNER, follows, conductor.bring(follows), now=later) is State.ARRIVED
        first, second = receiver.got
        assert first.id == second.id == follows.key, "whoever receives it knows by the id that they have it"
        assert first.body == second.body
        assert first.proven
        assert second.proven
