"""The conductor of notices: what is told follows from the readouts, and what leaves says nothing of them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import notices as conductor
from analytics import readout
from analytics.decisions import agenda, notices
from analytics.decisions.results import Light, VerdictKind
from analytics.decisions.summaries import Reading, Summary
from analytics.present import notices as words
from analytics.present.notices import Names
from data.declarations.experiments import Experiment, Status
from data.home import Home
from data.messages import Forbidden
from data.sample.money import ROLLED_OUT
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.inbox.records import Change, Notice, NoticeKind
from data.workspace.outbox.records import Webhook
from data.workspace.sessions.limits import new_key
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import ActionItem, Session
from data.workspace.store import Workspace
from tests.conftest import PROJECT
from tests.courier.receivers import Receiver, receiving
from tests.workspace.sessions import scenes

TODAY = date(2026, 5, 28)
BASE = "https://liftroom.example"


@pytest.fixture
def programme(sample: Path, home: Home) -> Home:
    """Give a home of its own that holds the sample."""
    shutil.copytree(sample, home.root)
    return home


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Give a receiver on loopback."""
    with receiving() as running:
        yield running


def tell(home: Home, workspace: Workspace) -> set[tuple[NoticeKind, str]]:
    return {(one.kind, one.subject) for one in conductor.tell(home, workspace, LOCAL_OWNER)}


def test_what_is_told_of_tests_is_what_their_readouts_say(programme: Home) -> None:
    with Workspace.open(programme) as workspace:
        expected = set()
        out = {one.experiment for one in workspace.assumptions(LOCAL_OWNER).value.rollouts}
        assert out == set(ROLLED_OUT)
        for stored in workspace.experiments(LOCAL_OWNER):
            read = readout.read(programme, workspace, LOCAL_OWNER, stored.value.key)
            blocked = any(finding.light is Light.BLOCK for finding in read.health)
            kind, status = read.verdict.kind, stored.value.status
            answers = kind in (VerdictKind.SHIP, VerdictKind.STOP, VerdictKind.NO_DIFFERENCE)
            over = status is Status.ENDED and kind is VerdictKind.INCONCLUSIVE
            if status is Status.DECIDED or stored.value.key in out:
                continue
            if blocked:
                expected.add((NoticeKind.HEALTH_ALARM, stored.value.key))
            elif (answers or over) and not read.veiled_on_screen:
                expected.add((NoticeKind.DECISION_READY, stored.value.key))
        assert {kind for kind, _ in expected} == {NoticeKind.DECISION_READY, NoticeKind.HEALTH_ALARM}
        assert tell(programme, workspace) == expected
        assert tell(programme, workspace) == set()
        for stored in workspace.experiments(LOCAL_OWNER):
            workspace.unveil(LOCAL_OWNER, stored.value.key, reason="Budget day")
        assert tell(programme, workspace) == set(), "a lifted veil is no news"
        with pytest.raises(Forbidden):
            conductor.tell(programme, workspace, Actor("Linh", ActorRole.LEAD))


@pytest.mark.parametrize(("day", "told"), [(6, False), (7, True), (None, True)])
def test_of_a_result_nothing_is_said_before_the_minimum_days_are_over_by_time(day: int | None, told: bool) -> None:
    """Also when a lead has lifted the veil, so that the summary itself says it."""
    summary = Summary(
        reading=Reading.READ,
        kind=VerdictKind.SHIP,
        light=Light.OK,
        day_number=day,
        minimum_days=7,
        as_of=TODAY,
        sentences={},
    )
    running = Experiment(key="test", name="Test", status=Status.RUNNING)
    lines = agenda.arranged([running], {"test": summary})
    ready = Change(kind=NoticeKind.DECISION_READY, subject="test", became="ready", day=TODAY)
    assert notices.of_tests(lines, {"UTC": TODAY}) == ((ready,) if told else ())
    alarmed = agenda.arranged([running], {"test": replace(summary, kind=VerdictKind.UNTRUSTED, light=Light.BLOCK)})
    [alarm] = notices.of_tests(alarmed, {"UTC": TODAY})
    assert (alarm.kind, alarm.subject) == (NoticeKind.HEALTH_ALARM, "test")
    decided = replace(running, status=Status.DECIDED)
    assert notices.of_tests(agenda.arranged([decided], {"test": summary}), {"UTC": TODAY}) == ()


def test_another_answer_is_no_other_news() -> None:
    running = Experiment(key="test", name="Test", status=Status.RUNNING)
    found = set()
    for kind in (VerdictKind.SHIP, VerdictKind.STOP, VerdictKind.NO_DIFFERENCE):
        summary = Summary(reading=Reading.READ, kind=kind, light=Light.OK, as_of=TODAY, sentences={})
        found |= set(notices.of_tests(agenda.arranged([running], {"test": summary}), {"UTC": TODAY}))
    assert len(found) == 1


def test_a_history_that_cannot_be_read_says_nothing_either_way() -> None:
    running = Experiment(key="test", name="Test", status=Status.RUNNING)
    lines = agenda.arranged([running], {"test": Summary(reading=Reading.BROKEN, sentences={})})
    assert notices.of_tests(lines, {"UTC": TODAY}) == ()
    assert notices.unread(lines) == {"test"}


def test_a_promise_is_overdue_from_the_day_after_until_it_is_dealt_with() -> None:
    item = ActionItem(key=new_key(), text="Tell sales", due=TODAY)
    assert notices.of_actions([item], TODAY) == ()
    [change] = notices.of_actions([item], date(2026, 5, 29))
    assert (change.kind, change.subject, change.day) == (NoticeKind.ACTION_OVERDUE, item.key, TODAY)
    [moved] = notices.of_actions([replace(item, due=date(2026, 5, 30))], date(2026, 6, 1))
    assert moved.became != change.became
    for settled in (replace(item, done_on=TODAY), replace(item, dropped=True), replace(item, due=None)):
        assert notices.of_actions([settled], date(2026, 6, 1)) == ()


def test_the_day_of_a_promise_is_that_of_the_teams_clock(home: Home) -> None:
    with Workspace.open(home) as workspace:
        settings = workspace.settings(LOCAL_OWNER)
        session = scenes.start(workspace, LOCAL_OWNER, experiments=())
        workspace.sessions.add_action(LOCAL_OWNER, session, "Tell sales", owner="", due=TODAY)
        evening = datetime(2026, 5, 28, 18, tzinfo=UTC)  # past midnight in Hanoi

        def overdue() -> bool:
            told = conductor.tell(home, workspace, LOCAL_OWNER, now=evening)
            return NoticeKind.ACTION_OVERDUE in {one.kind for one in told}

        assert not overdue()
        there = replace(settings.value, time_zone="Asia/Ho_Chi_Minh")
        workspace.save_settings(LOCAL_OWNER, there, version=settings.version)
        assert overdue()


def test_a_session_is_told_while_it_goes_on() -> None:
    began = datetime(2026, 5, 28, 18, tzinfo=UTC)
    session = Session(key=new_key(), title="May", started_at=began)
    [change] = notices.of_sessions([session], "Asia/Ho_Chi_Minh")
    assert (change.subject, change.day) == (session.key, date(2026, 5, 29))
    assert notices.of_sessions([replace(session, phase=Phase.CLOSED)], "UTC") == ()


NOTICE = Notice(
    key="0f" * 16, number=1, kind=NoticeKind.DECISION_READY, subject="hero", became="ready", day=TODAY,
    told_at=1_780_000_000,
)  # fmt: skip
NAMES = Names(
    tests={"hero": "Hero banner"},
    sessions={"s": "May"},
    actions={"a": ActionItem(key="a", text="Ask Minh about the budget", session="s", due=TODAY)},
)


def body(notice: Notice = NOTICE, *, language: str = "en", base: str = BASE, names: Names = NAMES) -> dict[str, Any]:
    written = words.body(notice, Webhook(language=language, base=base), names, message=f"msg_{notice.key}")
    found: dict[str, Any] = json.loads(written)
    return found


def test_a_message_says_that_something_happened_and_where_to_read_it() -> None:
    assert body() == {
        "schema": 1,
        "id": "msg_" + "0f" * 16,
        "type": "decision.ready",
        "timestamp": "2026-05-28T20:26:40+00:00",  # date -u -d @1780000000
        "data": {"subject": "hero", "day": "2026-05-28", "link": f"{BASE}/readout?experiment=hero"},
        "text": f"“Hero banner” can be decided. {BASE}/readout?experiment=hero",
    }
    without = body(base="")
    assert (without["data"]["link"], without["text"]) == (None, "“Hero banner” can be decided.")
    alarm = body(replace(NOTICE, kind=NoticeKind.HEALTH_ALARM))
    assert (alarm["type"], alarm["data"]["link"]) == ("health.alarm", f"{BASE}/health?experiment=hero")
    session = body(replace(NOTICE, kind=NoticeKind.SESSION_STARTED, subject="s"))
    assert (session["type"], session["data"]["link"]) == ("session.started", f"{BASE}/session?session=s")


def test_of_a_promise_neither_words_nor_person_leave() -> None:
    overdue = body(replace(NOTICE, kind=NoticeKind.ACTION_OVERDUE, subject="a"))
    assert overdue["data"]["link"] == f"{BASE}/session?session=s"
    assert "An action from “May” has been due since" in overdue["text"]
    assert "Minh" not in json.dumps(overdue)


def test_the_message_about_a_win_is_that_about_a_loss(programme: Home) -> None:
    """On the sample, whose truth is known: a winner, and one that harms a guardrail."""
    with Workspace.open(programme) as workspace:
        read = {
            one.value.key: readout.read(programme, workspace, LOCAL_OWNER, one.value.key)
            for one in workspace.experiments(LOCAL_OWNER)
        }
        said = set()
        for key, found in read.items():
            name = found.experiment.name
            message = body(replace(NOTICE, subject=key), names=conductor.names(workspace, LOCAL_OWNER))
            said.add(json.dumps(message, ensure_ascii=False).replace(name, "NAME").replace(key, "KEY"))
        assert len({found.verdict.kind for found in read.values()}) >= 4
        assert len(said) == 1


@given(st.text(max_size=200))
def test_a_name_cannot_mention_link_or_command_in_a_chat(name: str) -> None:
    found = words.tame(name)
    assert len(found) <= words.LONGEST
    assert not set("<>@#*_`~|[]{}\\&$^\n\r\t\x00") & set(found)
    assert "://" not in found
    assert words.tame(found) == found


def test_a_key_stands_in_a_link_as_it_is_and_breaks_out_of_nothing() -> None:
    odd = body(replace(NOTICE, subject="a&b=c#d/../e\"'<x>"), names=Names())
    assert odd["data"]["link"] == f"{BASE}/readout?experiment=a%26b%3Dc%23d%2F..%2Fe%22%27%3Cx%3E"


LISTENING = """
import json
import sys
asked = []
def hear(event, arguments):
    if event.startswith("socket.") and event.split(".")[1] in ("connect", "getaddrinfo", "gethostbyname", "sendto"):
        asked.append(event)
sys.addaudithook(hear)
from analytics.notices import main
code = main(["send"])
sys.stdout.write(json.dumps(asked))
sys.exit(code)
"""


def round_of(home: Home) -> tuple[dict[str, int], list[str]]:
    """Go one round in a process that hears every step to the network; return its answer and what it heard."""
    environment = {**os.environ, "LIFTROOM_HOME": str(home.root)}
    command = [sys.executable, "-c", LISTENING]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=True)
    answer, heard = done.stdout.splitlines()
    return json.loads(answer), json.loads(heard)


def test_nothing_leaves_before_an_admin_gave_an_address_and_then_only_what_is_new(
    home: Home, receiver: Receiver
) -> None:
    with Workspace.open(home) as workspace:
        workspace.sessions.start(LOCAL_OWNER, "Before")
        assert round_of(home) == ({"told": 1, "arrived": 0, "failed": 0}, [])
        wanted = Webhook(base=BASE, local=True, is_on=True)
        _, secret = workspace.outbox.save_webhook(LOCAL_OWNER, wanted, address=receiver.address, version=0)
        receiver.secret = secret or ""
        assert round_of(home) == ({"told": 0, "arrived": 0, "failed": 0}, [])
        session = workspace.sessions.start(LOCAL_OWNER, "After")
        answer, heard = round_of(home)
        assert answer == {"told": 1, "arrived": 1, "failed": 0}
        assert "socket.connect" in heard, "this test hears what leaves"
        [got] = receiver.got
        assert (got.proven, got.said["id"], got.said["type"]) == (True, got.id, "session.started")
        assert got.said["text"] == f"The session “After” has begun. {BASE}/session?session={session.value.key}"
        assert round_of(home) == ({"told": 0, "arrived": 0, "failed": 0}, [])


def test_the_command_tells_trouble_in_one_sentence(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LIFTROOM_WORKSPACE", "mysql://somewhere")
    assert conductor.main(["send"]) == 2
    assert "LIFTROOM_WORKSPACE is no address of a workspace" in capsys.readouterr().err
