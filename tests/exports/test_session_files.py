"""The minutes of a session: what its board holds and nothing else, in every form, with hostile words made harmless."""

import csv
import io
from collections.abc import Iterator
from datetime import date

import pypdf
import pytest

from analytics import snapshots
from analytics.exports import session_files
from analytics.exports.forms import Form
from data.declarations.experiments import Experiment
from data.home import Home
from data.workspace.actors import Actor, ActorRole
from data.workspace.logins import Claims
from data.workspace.people import NotAdmitted
from data.workspace.records import JsonObject
from data.workspace.sessions.boards import Board
from data.workspace.sessions.limits import new_key
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Choice, Prompt
from data.workspace.store import Workspace
from tests.present.examples import WINNER
from tests.present.papers.pages import ACCESSIBLE, catalog, tags

CLAIMS = Claims(issuer="https://id.example", subject="8", began_at=1_780_000_000, nonce="n", name="Minh")
OWNER, MINH = Actor("local owner", ActorRole.OWNER), Actor("Minh", ActorRole.MEMBER, CLAIMS.person)
KEY = WINNER.experiment.key
FORMULA, MARKUP = "=HYPERLINK(1)", "![x](http://evil.example/p.png) **loud** <b>"


@pytest.fixture
def workspace(home: Home) -> Iterator[Workspace]:
    """Give a workspace with one experiment, its owner, and a member."""
    with Workspace.open(home) as opened:
        with pytest.raises(NotAdmitted):
            opened.people.arrive(CLAIMS, now=CLAIMS.began_at)
        opened.people.admit(OWNER, CLAIMS.person, role=ActorRole.MEMBER, version=1)
        opened.save_experiment(OWNER, Experiment(key=KEY, name=WINNER.experiment.name), version=None)
        yield opened


def go(workspace: Workspace, session: str, to: Phase) -> None:
    while (board := workspace.sessions.board(OWNER, session, now=0)).phase is not to:
        onward = next(phase for phase in board.moves if phase.has_reached(board.phase))
        pins: dict[str, JsonObject] = {KEY: snapshots.taken(WINNER)} if onward is Phase.REVEAL else {}
        workspace.sessions.move(OWNER, session, onward, version=board.version, readouts=pins)


def card(workspace: Workspace, actor: Actor, session: str, text: str) -> None:
    workspace.sessions.save_card(actor, session, new_key(), text=text, prompt=Prompt.LEARNED, version=None)


@pytest.fixture
def session(workspace: Workspace) -> str:
    """Give a session in which two people wrote."""
    key = workspace.sessions.start(OWNER, "Autumn tests", experiments=[KEY]).value.key
    go(workspace, key, Phase.FORECAST)
    workspace.sessions.forecast(MINH, key, KEY, low=-0.02, high=0.06, chance=0.6)
    go(workspace, key, Phase.WRITE)
    card(workspace, OWNER, key, FORMULA)
    card(workspace, MINH, key, MARKUP)
    return key


def taken(workspace: Workspace, actor: Actor, session: str, form: Form, language: str = "en") -> bytes:
    board = workspace.sessions.board(actor, session, now=0)
    return session_files.written(board, pins(workspace, board), form, language=language)


def pins(workspace: Workspace, board: Board) -> dict[str, JsonObject]:
    if not board.phase.has_reached(Phase.REVEAL):
        return {}
    return {key: workspace.sessions.snapshot(OWNER, board.key, key).value for key in board.experiments}


def words(paper: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(paper)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("form", session_files.WRITERS)
def test_while_others_write_the_file_holds_ones_own_cards_and_says_what_is_hidden(
    workspace: Workspace, session: str, form: Form
) -> None:
    paper = taken(workspace, OWNER, session, form)
    said = words(paper) if form is Form.PDF else paper.decode("utf-8-sig")
    assert "HYPERLINK" in said
    assert "loud" not in said
    if form is not Form.CSV:
        assert "Cards of others are hidden until everybody has written." in said


def test_markdown_shows_peoples_words_as_they_wrote_them(workspace: Workspace, session: str) -> None:
    go(workspace, session, Phase.GROUP)
    text = taken(workspace, OWNER, session, Form.MARKDOWN).decode()
    assert r"\!\[x\](http://evil.example/p.png) \*\*loud\*\* \<b\>" in text
    assert text.startswith("# Autumn tests\n")
    assert f"## {WINNER.experiment.name}\n" in text
    assert r"Minh: −2% to +6%, 60% to be better".replace("−", "−") in text


def test_the_table_runs_nothing_and_holds_cards_without_votes_too(workspace: Workspace, session: str) -> None:
    go(workspace, session, Phase.VOTE)
    topics = workspace.sessions.board(MINH, session, now=0).topics
    workspace.sessions.vote(MINH, session, topics[0].key, change=1)
    go(workspace, session, Phase.DECIDE)
    workspace.sessions.decide(OWNER, session, KEY, choice=Choice.SHIP)
    workspace.sessions.add_action(OWNER, session, "Tell the shop", owner=CLAIMS.person, due=date(2026, 12, 3))
    rows = list(csv.DictReader(io.StringIO(taken(workspace, OWNER, session, Form.CSV).decode("utf-8-sig"))))
    assert {row["text"] for row in rows if row["part"] == "card_learned"} == {f"'{FORMULA}", MARKUP}
    assert sorted(row["votes"] for row in rows if row["part"] == "card_learned") == ["0", "1"]
    [decision] = [row for row in rows if row["part"] == "decision"]
    assert (decision["topic"], decision["state"]) == (KEY, "ship")
    [action] = [row for row in rows if row["part"] == "action"]
    assert (action["text"], action["due"], action["state"]) == ("Tell the shop", "2026-12-03", "open")


@pytest.mark.parametrize(("people", "said"), [((OWNER,), "1 person"), ((OWNER, MINH), "2 people")])
def test_the_minutes_count_who_was_there(
    workspace: Workspace, session: str, people: tuple[Actor, ...], said: str
) -> None:
    for actor in people:
        workspace.sessions.here(actor, session, now=0)
    assert f" · {said}\n" in taken(workspace, OWNER, session, Form.MARKDOWN).decode()


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_pages_are_the_same_whenever_they_are_made(workspace: Workspace, session: str, language: str) -> None:
    go(workspace, session, Phase.SUMMARY)
    first = taken(workspace, OWNER, session, Form.PDF, language)
    assert first == taken(workspace, OWNER, session, Form.PDF, language)
    told = snapshots.told(snapshots.taken(WINNER), language)
    assert told.headline in words(first)
    assert told.rows[0].lift in words(first)


def test_a_chat_gets_plain_lines(workspace: Workspace, session: str) -> None:
    go(workspace, session, Phase.SUMMARY)
    board = workspace.sessions.board(OWNER, session, now=0)
    lines = session_files.chat(board, pins(workspace, board), "en").splitlines()
    assert lines[0] == "Autumn tests"
    assert f"{MARKUP} · 0 votes" in lines
    assert session_files.file_name(board, Form.PDF) == f"autumn-tests-{board.minutes[0].began_at.date()}.pdf"


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_pages_are_tagged_and_keep_to_the_standard(workspace: Workspace, session: str, language: str) -> None:
    go(workspace, session, Phase.DECIDE)
    workspace.sessions.decide(OWNER, session, KEY, choice=Choice.SHIP)
    made = taken(workspace, OWNER, session, Form.PDF, language)
    root = catalog(made)
    assert root["/Lang"] == language
    assert ACCESSIBLE in root["/Metadata"].get_data()
    assert [str(tag["/S"]) for tag in tags(made)].count("/H1") == 1
