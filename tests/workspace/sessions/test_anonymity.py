"""Anonymity: a whole session of several people, and then every byte and every row that was kept of it."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select

from data import backup
from data.home import Home
from data.messages import Forbidden, Refused
from data.workspace import engine
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.library import index
from data.workspace.records import Conflict
from data.workspace.sessions.limits import new_key
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Choice, Prompt
from data.workspace.sessions.rooms import Room
from data.workspace.store import Workspace
from tests.workspace.sessions import scenes
from tests.workspace.sessions.scenes import NOW, claims, key_of, person

UNSIGNED = {"card", "place", "topic", "ballot", "note"}
SIGNED = {"person", "session", "forecast", "decision", "action", "snapshot"}  # where a person may be named
NAMES = ("Annette", "Bertram", "Cordula", "Dietmar")
SILENT = "Zebulon"  # writes, groups, votes and takes notes, and does nothing that is signed


def told(name: str) -> tuple[str, ...]:
    """Return everything that says who somebody is."""
    said = claims(name)
    return said.person, said.name, said.email, said.subject


def act(workspace: Workspace, session: str, phase: Phase, team: list[Actor]) -> None:
    """Do in a phase all that can be done, everybody."""
    rooms, leader, silent = workspace.sessions, team[0], team[-1]
    topics = [topic.key for topic in rooms.board(leader, session, now=NOW).topics]
    for number, actor in enumerate(team):
        if phase is Phase.FORECAST and actor is not silent:
            rooms.forecast(actor, session, "banner", low=0.0, high=0.1, chance=0.6)
        if phase is Phase.WRITE:
            keys = [scenes.write(workspace, actor, session, f"card {number} {each}") for each in range(3)]
            rooms.save_card(actor, session, keys[0], text=f"edited {number}", prompt=Prompt.NEXT, version=1)
            rooms.save_card(actor, session, keys[1], text="", prompt=Prompt.NEXT, version=1)
            with suppress(Conflict):
                rooms.save_card(actor, session, keys[0], text="stale", prompt=Prompt.NEXT, version=1)
            rooms.finish(actor, session, done=True)
        if phase is Phase.GROUP:
            rooms.put(actor, session, topics[number], topics[number + 1])
            rooms.name_topic(actor, session, topics[-1], name=f"name {number}", version=number or None)
        if phase is Phase.VOTE:
            for topic, change in ((topics[0], 1), (topics[number % 3], 1), (topics[0], -1)):
                rooms.vote(actor, session, topic, change=change)
            rooms.finish(actor, session, done=True)
        if phase is Phase.DISCUSS:
            rooms.save_note(actor, session, topics[0], text=f"note {number}", version=number or None)
        if phase is Phase.ACT and actor is not silent:
            rooms.add_action(actor, session, "Tell sales", owner=key_of(actor), due=date(2026, 5, 9))
        if phase is Phase.IMPROVE:
            rooms.improve(actor, session, f"Better {number}", version=number or None)
        rooms.here(actor, session, now=NOW + 60 * list(Phase).index(phase))
    if phase is Phase.DISCUSS:
        rooms.discuss(leader, session, topics[1])
        rooms.start_timer(leader, session, minutes=5)
    if phase is Phase.DECIDE:
        rooms.decide(leader, session, "banner", choice=Choice.STOP, reason="It costs too much")


def held(workspace: Workspace) -> Iterator[tuple[str, dict[str, object]]]:
    """Give every row of every table."""
    with workspace._engine.connect() as connection:
        found = MetaData()
        found.reflect(connection)
        for table in found.sorted_tables:
            for row in connection.execute(select(table)):
                yield table.name, dict(row._mapping)


def check_rows(workspace: Workspace, times: set[str]) -> None:
    """No row of what is unsigned names anybody or differs by author, and no other row joins a person to a card."""
    everybody = [text for name in (*NAMES, SILENT) for text in told(name)]
    rows = list(held(workspace))
    seen = {name for name, _ in rows}
    assert seen >= {"documents", "document_history", "audit", "logins", "clocks", "search"}
    cards = {str(row["key"]).split("/")[1] for _, row in rows if row.get("kind") == "card"}
    for table, row in rows:
        said = repr(row)
        kind = row.get("kind")
        if table in index.OF_SQLITE:
            assert not [text for text in everybody if text.casefold() in said.casefold()], said
            assert not set(row) & {"author", "actor", "role", "at", "changed_at"}
        elif kind in UNSIGNED:
            assert not [text for text in everybody if text in said], said
            assert (row["actor"] if table == "audit" else row["author"]) == "someone"
            assert row.get("role", "member") == "member"
            assert (row["at"] if table == "audit" else row["changed_at"]) in times
        elif table in ("documents", "document_history", "audit"):
            assert kind in SIGNED | {"experiment", "metric", "policy", "settings", "assumptions"}
            assert not [card for card in cards if card in said and kind != "session"], (
                said
            )  # a session points at topics
        else:
            assert table in ("logins", "presence", "clocks", "alembic_version")
            assert not [card for card in cards if card in said]
        if kind not in SIGNED and table not in ("logins", "presence"):
            assert not [text for text in told(SILENT) if text in said], said


def check_bytes(home: Home, session: str, *, written: bool) -> None:
    """In no byte of the home stands whoever signed nothing, but where they signed in, were let in and were present."""
    key, name, email, subject = (text.encode() for text in told(SILENT))
    fields = {name: b'"name":"', email: b'"email":"', subject: b'"subject":"'}
    allowed = re.compile(rb"(person|[0-9a-f]{64}|" + session.encode() + rb"|[^ -~])\Z")  # the last: in an index
    cards = 0
    for path in (path for path in home.root.rglob("*") if path.is_file()):
        # By another process: to close a file that SQLite has open in this one would drop its locks.
        content = subprocess.run(["cat", path], check=True, capture_output=True).stdout
        for text, field in fields.items():
            assert content.count(text) == content.count(field + text), path
        for place in re.finditer(key, content):
            assert allowed.search(content[place.start() - 64 : place.start()]), path
        cards += content.count(b"card 4 2")
    assert bool(cards) is (written and home.workspace.exists())  # these are the bytes that were written


@pytest.fixture
def team(workspace: Workspace) -> list[Actor]:
    """Give five people; the first may decide, the last signs nothing."""
    roles = (ActorRole.LEAD, *[ActorRole.MEMBER] * 4)
    return [person(workspace, name, role) for name, role in zip((*NAMES, SILENT), roles, strict=True)]


def test_nothing_that_is_kept_of_an_anonymous_session_says_who_wrote_what(
    home: Home, workspace: Workspace, team: list[Actor]
) -> None:
    session = scenes.start(workspace, team[0], anonymous=True)
    times: set[str] = set()
    for phase in Phase:
        scenes.walk(workspace, team[0], session, phase)
        began_at = scenes.present(workspace, session).value.phase_began_at
        assert began_at is not None
        times.add(began_at.isoformat(timespec="microseconds"))
        if phase is not Phase.CLOSED:
            act(workspace, session, phase, team)
        check_rows(workspace, times)
        check_bytes(home, session, written=phase.has_reached(Phase.WRITE))
        secrets = [path for path in home.root.rglob("*") if path.is_file() and path.parent.name == "sealed"]
        assert [path.name for path in secrets] == ([] if phase is Phase.CLOSED else [f"{session}.key"])
    assert workspace.verify(LOCAL_OWNER).faults == ()
    for actor in team:
        board = workspace.sessions.board(actor, session, now=NOW)
        assert len(board.cards) == 10
        assert {(card.version, card.author) for card in board.cards} == {(None, None)}
        assert {topic.mine for topic in board.topics} == {0}


def test_of_an_anonymous_session_a_chronicle_tells_totals_and_nobody(workspace: Workspace, team: list[Actor]) -> None:
    session = scenes.start(workspace, team[0], anonymous=True)
    for phase in Phase:
        scenes.walk(workspace, team[0], session, phase)
        if phase is not Phase.CLOSED:
            act(workspace, session, phase, team)
        chronicles = [workspace.sessions.chronicle(actor) for actor in team]
        for actor, told_of in zip(team, chronicles, strict=True):
            assert not [text for name in (*NAMES, SILENT) for text in told(name) if text in repr(told_of)]
            assert not any(guess.is_mine for one in told_of.rounds for guess in one.guesses)
            if phase.has_reached(Phase.REVEAL):  # before, each is veiled until they answer
                assert told_of == chronicles[0], actor
    (only,) = chronicles[0].rounds
    assert (only.anonymous, len(only.guesses)) == (True, 4)
    assert sum(topic.votes for topic in chronicles[0].topics) > 0
    assert len(chronicles[0].actions) == 4


def test_two_cards_of_one_author_have_nothing_in_common(workspace: Workspace, team: list[Actor]) -> None:
    session = scenes.start(workspace, team[0], anonymous=True)
    for phase in (Phase.WRITE, Phase.VOTE):
        scenes.walk(workspace, team[0], session, phase)
        act(workspace, session, phase, team)
    rows = [row for table, row in held(workspace) if table == "documents"]
    voices = [json.loads(str(row["body"]))["value"]["voice"] for row in rows if row["kind"] == "card"]
    ballots = [str(row["key"]).split("/")[1] for row in rows if row["kind"] == "ballot"]
    assert (len(voices), len(ballots)) == (15, 5)
    assert len({*voices, *ballots}) == 20
    for row in rows:
        if row["kind"] in UNSIGNED:
            assert row["author"] == "someone"
    by_kind = {(row["kind"], row["author"], row["changed_at"]) for row in rows if row["kind"] in UNSIGNED}
    assert len(by_kind) == 2  # one for the cards, one for the ballots


def test_in_a_named_session_a_card_says_who_wrote_it(workspace: Workspace, team: list[Actor], home: Home) -> None:
    session = scenes.start(workspace, team[0])
    scenes.walk(workspace, team[0], session, Phase.WRITE)
    scenes.write(workspace, team[4], session, "price")
    (row,) = [row for table, row in held(workspace) if table == "documents" and row["kind"] == "card"]
    assert row["author"] == SILENT
    assert key_of(team[4]) in str(row["body"])
    assert not home.sealed.exists()


def test_the_secret_is_for_its_owner_alone_and_stays_out_of_backups(
    home: Home, workspace: Workspace, url: str, team: list[Actor], tmp_path: Path
) -> None:
    session = scenes.start(workspace, team[0], anonymous=True)
    path = home.sealed / f"{session}.key"
    assert (path.stat().st_mode & 0o777, home.sealed.stat().st_mode & 0o777) == (0o600, 0o700)
    assert len(path.read_bytes()) == 32
    assert not [name for name in backup.create(home, tmp_path / "copy.tar", url=url) if "sealed" in name]
    assert path.read_bytes() not in (tmp_path / "copy.tar").read_bytes()
    other = scenes.start(workspace, team[0], anonymous=True)
    assert (home.sealed / f"{other}.key").read_bytes() != path.read_bytes()


def test_without_its_secret_a_session_goes_on_and_nobody_can_touch_an_old_card_or_vote_twice(
    home: Home, workspace: Workspace, team: list[Actor]
) -> None:
    session = scenes.start(workspace, team[0], anonymous=True)
    scenes.walk(workspace, team[0], session, Phase.WRITE)
    key = scenes.write(workspace, team[1], session, "price")
    assert workspace.sessions.board(team[1], session, now=NOW).cards[0].version == 1
    (home.sealed / f"{session}.key").unlink()
    for actor in team:
        board = workspace.sessions.board(actor, session, now=NOW)
        assert (board.cards, board.written) == ((), 1)
        for card, version in ((key, 1), (new_key(), None)):
            with pytest.raises(Refused, match="The secret of this anonymous session is missing here"):
                workspace.sessions.save_card(actor, session, card, text="x", prompt=Prompt.NEXT, version=version)
    scenes.walk(workspace, team[0], session, Phase.VOTE)
    with pytest.raises(Refused, match="is missing here, so no cards or votes can be added"):
        workspace.sessions.vote(team[1], session, key, change=1)
    scenes.walk(workspace, team[0], session, Phase.CLOSED)
    assert workspace.sessions.board(team[1], session, now=NOW).cards[0].text == "price"


def test_a_backup_of_an_open_session_opens_elsewhere_without_telling_anything(
    home: Home, team: list[Actor], workspace: Workspace, url: str, tmp_path: Path
) -> None:
    session = scenes.start(workspace, team[0], anonymous=True)
    scenes.walk(workspace, team[0], session, Phase.GROUP)
    scenes.write(workspace, team[1], session, "price")
    backup.create(home, tmp_path / "copy.tar", url=url)
    other = Home(tmp_path / "other")
    backup.restore(other, tmp_path / "copy.tar", url=f"sqlite:///{other.workspace}")
    with Workspace.open(other, f"sqlite:///{other.workspace}") as restored:
        board = restored.sessions.board(team[1], session, now=NOW)
        assert [(card.text, card.version) for card in board.cards] == [("price", None)]
        assert (board.here, board.clock) == ((), 0)
        scenes.walk(restored, team[0], session, Phase.CLOSED)


def test_a_restore_over_a_home_leaves_the_secrets_where_their_sessions_will_destroy_them(
    home: Home, tmp_path: Path
) -> None:
    with Workspace.open(home) as workspace:
        session = scenes.start(workspace, LOCAL_OWNER, experiments=(), anonymous=True)
        scenes.walk(workspace, LOCAL_OWNER, session, Phase.WRITE)
        key = scenes.write(workspace, LOCAL_OWNER, session, "price")
        backup.create(home, tmp_path / "copy.tar")
    backup.restore(home, tmp_path / "copy.tar", replace=True)
    with Workspace.open(home) as workspace:
        workspace.sessions.save_card(LOCAL_OWNER, session, key, text="cost", prompt=Prompt.NEXT, version=1)
        scenes.walk(workspace, LOCAL_OWNER, session, Phase.CLOSED)
    assert [path for path in home.root.rglob("*.key") if path.name != "secret.key"] == []


def test_a_close_that_is_refused_destroys_nothing_and_the_one_that_is_made_does(
    home: Home, workspace: Workspace, team: list[Actor]
) -> None:
    session = scenes.start(workspace, team[0], anonymous=True)
    scenes.walk(workspace, team[0], session, Phase.SUMMARY)
    version = scenes.present(workspace, session).version
    with pytest.raises(Forbidden):
        workspace.sessions.move(team[1], session, Phase.CLOSED, version=version)
    with pytest.raises(Refused, match="in the meantime"):
        workspace.sessions.move(team[0], session, Phase.CLOSED, version=version - 1)
    assert (home.sealed / f"{session}.key").exists()
    workspace.sessions.move(team[0], session, Phase.CLOSED, version=version)
    assert list(home.sealed.iterdir()) == []


def test_nobody_who_signs_in_is_called_someone(workspace: Workspace) -> None:
    someone = person(workspace, "Someone")
    assert someone.name == "Someone 2"
    with pytest.raises(Refused, match="called “Someone” already"):
        workspace.people.admit(LOCAL_OWNER, key_of(someone), role=ActorRole.MEMBER, name="Someone", version=2)


def test_a_room_never_spells_its_secret(home: Home, workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER, anonymous=True)
    with engine.reading(workspace._engine) as connection:
        room = Room.enter(connection, LOCAL_OWNER, session, home=home)
    assert room.secret == (home.sealed / f"{session}.key").read_bytes()
    assert "secret" not in repr(room)
