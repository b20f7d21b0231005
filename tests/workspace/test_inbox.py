"""The inbox: each change is told once, whatever flaps and however many look; who sees what; who read what."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from itertools import count, pairwise

from hypothesis import given
from hypothesis import strategies as st

from data.home import Home
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.inbox import changes
from data.workspace.inbox.changes import QUIET
from data.workspace.inbox.records import Change, Found, Notice, NoticeKind
from data.workspace.inbox.store import KEPT, SHOWN
from data.workspace.outbox.records import Webhook
from data.workspace.sessions.phases import Phase
from data.workspace.store import Workspace
from tests.conftest import PROJECT
from tests.workspace.sessions import scenes

NOW = 1_780_000_000
DAY = 86_400
READY = Change(kind=NoticeKind.DECISION_READY, subject="banner", became="ready", day=date(2026, 5, 28))
ALARM = Change(kind=NoticeKind.HEALTH_ALARM, subject="guide", became="alarmed", day=date(2026, 5, 28))


def nothing(_notice: Notice, _webhook: Webhook) -> str:
    """Stand for a message; there is no webhook that asks for one."""
    raise AssertionError("no webhook is set")


def tell(workspace: Workspace, *so: Change, now: int = NOW, unknown: frozenset[str] = frozenset()) -> list[str]:
    """Let it be told what is so; return the subjects of the news."""
    told = workspace.inbox.tell(LOCAL_OWNER, Found(changes=so, unknown=unknown), phrase=nothing, now=now)
    return [one.subject for one in told]


def inbox(workspace: Workspace, actor: Actor = LOCAL_OWNER, *, now: int = NOW) -> list[str]:
    return [one.subject for one in workspace.inbox.notices(actor, now=now)]


def test_what_is_so_is_told_once_however_often_it_is_looked_at(workspace: Workspace) -> None:
    assert tell(workspace, READY, ALARM) == ["banner", "guide"]
    for days in range(100):
        assert tell(workspace, replace(READY, day=date(2026, 6, 1)), ALARM, now=NOW + days * DAY) == []
    [newest, oldest] = workspace.inbox.notices(LOCAL_OWNER, now=NOW)
    assert (newest.number, newest.kind, newest.subject, newest.day) == (2, ALARM.kind, "guide", ALARM.day)
    assert (oldest.number, oldest.told_at, oldest.is_over, oldest.is_unread) == (1, NOW, False, True)


def test_what_flaps_is_told_once_a_week_at_most_and_what_is_over_says_so(workspace: Workspace) -> None:
    assert tell(workspace, ALARM) == ["guide"]
    for hour in range(1, 24 * 7):  # every hour the other way round
        assert tell(workspace, *([ALARM] if hour % 2 else []), now=NOW + hour * 3_600) == []
    assert [one.is_over for one in workspace.inbox.notices(LOCAL_OWNER, now=NOW)] == [True]
    assert tell(workspace, ALARM, now=NOW + QUIET - 1) == []
    assert tell(workspace, ALARM, now=NOW + QUIET) == ["guide"]
    assert len({one.key for one in workspace.inbox.notices(LOCAL_OWNER, now=NOW)}) == 2


def test_what_could_not_be_looked_at_stands_as_it_was_told(workspace: Workspace) -> None:
    assert tell(workspace, ALARM, READY) == ["guide", "banner"]
    assert tell(workspace, unknown=frozenset({"guide"}), now=NOW + DAY) == []
    assert {one.subject: one.is_over for one in workspace.inbox.notices(LOCAL_OWNER, now=NOW)} == {
        "guide": False,
        "banner": True,
    }


def test_the_rule_holds_for_every_course_of_events(home: Home) -> None:
    """Said again from the words of the rule, without the database: a list of what was so when."""
    subjects = (f"test-{number}" for number in count())
    moments = st.tuples(st.integers(1, 4 * DAY), st.booleans())

    with Workspace.open(home) as workspace:

        @given(st.lists(moments, min_size=1, max_size=40))
        def holds(course: list[tuple[int, bool]]) -> None:
            change, now = replace(ALARM, subject=next(subjects)), NOW
            told: list[int] = []
            was_over = False
            for passed, is_so in course:
                now += passed
                news = tell(workspace, *([change] if is_so else []), now=now)
                expected = is_so and (not told or (was_over and now - told[-1] >= QUIET))
                assert bool(news) is expected
                if news:
                    told.append(now)
                    was_over = False
                elif not is_so and told:
                    was_over = True
            assert all(later - earlier >= QUIET for earlier, later in pairwise(told))

        holds()


@given(
    st.tuples(st.sampled_from(NoticeKind), st.text(max_size=9), st.text(max_size=9), st.integers(1, 9)),
    st.tuples(st.sampled_from(NoticeKind), st.text(max_size=9), st.text(max_size=9), st.integers(1, 9)),
)
def test_the_key_tells_one_piece_of_news_from_any_other_and_nothing_else(
    one: tuple[NoticeKind, str, str, int], other: tuple[NoticeKind, str, str, int]
) -> None:
    def key(said: tuple[NoticeKind, str, str, int], day: date) -> str:
        kind, subject, became, occurrence = said
        return changes.identity(Change(kind=kind, subject=subject, became=became, day=day), occurrence)

    assert (key(one, date(2026, 1, 1)) == key(other, date(2026, 1, 2))) is (one == other)
    assert len(key(one, date(2026, 1, 1))) == 32


TELLING = """
import sys
from datetime import date
from pathlib import Path
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.inbox.records import Change, Found, NoticeKind
from data.workspace.store import Workspace
so = [
    Change(kind=NoticeKind.HEALTH_ALARM, subject=f"test-{number}", became="alarmed", day=date(2026, 5, 28))
    for number in range(25)
]
with Workspace.open(Home(Path(sys.argv[1])), sys.argv[2]) as workspace:
    sys.stdin.readline()
    told = [workspace.inbox.tell(LOCAL_OWNER, Found(changes=so[:n]), phrase=None, now=1_780_000_000) for n in range(26)]
    sys.stdout.write(str(sum(map(len, told))))
"""


def test_what_three_processes_find_at_once_is_told_once(home: Home, url: str) -> None:
    with Workspace.open(home, url) as workspace:
        command = [sys.executable, "-c", TELLING, str(home.root), url]
        running = [
            subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(3)
        ]
        for process in running:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        told = [int(process.communicate()[0]) for process in running]
        found = workspace.inbox.notices(LOCAL_OWNER, now=1_780_000_000)
        assert sum(told) == len(found) == 25
        assert sorted(one.number for one in found) == list(range(1, 26))


def test_everybody_has_read_their_own(workspace: Workspace) -> None:
    an, chi = scenes.person(workspace, "An"), scenes.person(workspace, "Chi", ActorRole.VIEWER)
    tell(workspace, READY, ALARM)
    alarm, ready = workspace.inbox.notices(an, now=NOW)
    workspace.inbox.mark_read(an, [alarm.key, "never-told", alarm.key])
    workspace.inbox.mark_read(an, [alarm.key])
    assert {one.subject: one.is_unread for one in workspace.inbox.notices(an, now=NOW)} == {
        "guide": False,
        "banner": True,
    }
    assert [workspace.inbox.unread(actor, now=NOW) for actor in (an, chi, LOCAL_OWNER)] == [1, 2, 2]
    workspace.inbox.mark_read(an, [ready.key])
    assert workspace.inbox.unread(an, now=NOW) == 0
    assert workspace.verify(LOCAL_OWNER).faults == ()


def test_what_is_old_leaves_the_inbox_and_the_list_has_an_end(workspace: Workspace) -> None:
    tell(workspace, READY)
    assert inbox(workspace, now=NOW + KEPT) == ["banner"]
    assert inbox(workspace, now=NOW + KEPT + 1) == []
    assert workspace.inbox.unread(LOCAL_OWNER, now=NOW + KEPT + 1) == 0
    many = [replace(ALARM, subject=f"test-{number}") for number in range(SHOWN + 20)]
    tell(workspace, *many, now=NOW + 1)
    assert len(inbox(workspace)) == SHOWN == workspace.inbox.unread(LOCAL_OWNER, now=NOW)


def test_whoever_is_asked_for_a_forecast_is_not_told_that_the_test_can_be_decided(workspace: Workspace) -> None:
    an, viewer = scenes.person(workspace, "An"), scenes.person(workspace, "Chi", ActorRole.VIEWER)
    session = scenes.start(workspace, LOCAL_OWNER)
    tell(workspace, READY, ALARM)
    assert inbox(workspace, an) == ["guide", "banner"]
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.FORECAST)
    assert inbox(workspace, an) == ["guide"]  # an alarm is no result: the agenda tells it too
    assert workspace.inbox.unread(an, now=NOW) == 1
    assert inbox(workspace, viewer) == ["guide", "banner"]  # nobody asks them
    workspace.sessions.forecast(an, session, "banner", low=0, high=0.1, chance=0.5)
    assert inbox(workspace, an) == ["guide", "banner"]
    assert workspace.inbox.unread(an, now=NOW) == 2


def test_that_the_webhook_is_off_is_told_to_those_who_can_mend_it(workspace: Workspace) -> None:
    lead, admin = (scenes.person(workspace, name, role) for name, role in
                   (("An", ActorRole.LEAD), ("Chi", ActorRole.ADMIN)))  # fmt: skip
    off = Change(kind=NoticeKind.WEBHOOK_OFF, subject="webhook", became="version 3", day=READY.day)
    with workspace._engine.begin() as connection:
        changes.write(connection, off, occurrence=1, now=NOW)
    tell(workspace, READY)
    assert (inbox(workspace, lead), workspace.inbox.unread(lead, now=NOW)) == (["banner"], 1)
    assert (inbox(workspace, admin), workspace.inbox.unread(admin, now=NOW)) == (["banner", "webhook"], 2)
    assert not workspace.inbox.notices(admin, now=NOW)[1].is_over  # looking for what is so does not end it
