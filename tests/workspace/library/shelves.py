"""A filled library, and a second road to what a search should find: every document read, word by word."""

import random
import unicodedata
from collections.abc import Iterator

from sqlalchemy import select

from data.declarations.experiments import Experiment, Status
from data.workspace import engine
from data.workspace.actors import LOCAL_OWNER, Actor
from data.workspace.library import index
from data.workspace.library.records import Answer, Change, Learning, Practice
from data.workspace.records import Kind
from data.workspace.sessions.limits import new_key
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Choice, Prompt
from data.workspace.store import Workspace
from tests.workspace.sessions import scenes
from tests.workspace.sessions.scenes import NOW

SAID = (
    "free", "delivery", "freebie", "banner", "price", "Đổi", "màu", "nút", "khuyến", "mãi", "miễn", "phí", "giao",
    "hàng", "khách", "mới", "đơn", "hàng", "straße", "łódź", "test-run", "e-mail", "10k", "café", "naïve", "50%",
    "don't", "Ưu", "đãi", "ship", "shipping",
)  # fmt: skip
Name = tuple[Kind, str]


def learning(claim: str, **changed: object) -> Learning:
    """Return a learning that nobody has written yet."""
    fields = {"key": new_key(), "lever": claim, "metric": "purchase_rate", "change": Change.RAISES, **changed}
    return Learning(claim=claim, **fields)  # type: ignore[arg-type]


def names(answer: Answer) -> set[Name]:
    """Return what was found."""
    return {(one.kind, one.key) for one in answer.found}


def rows(workspace: Workspace) -> list[tuple[object, ...]]:
    """Return the index as it is kept, in order."""
    kept = [column for column in index.search.columns if column.name != "words"]
    with engine.reading(workspace._engine) as connection:
        return sorted(tuple(row) for row in connection.execute(select(*kept)))


def fill(workspace: Workspace, *, documents: int) -> None:
    """Write many things of few words, always the same ones; some are withdrawn or archived again."""
    chance = random.Random(7)

    def text(most: int) -> str:
        return " ".join(chance.choices(SAID, k=chance.randint(1, most)))

    session = scenes.start(workspace, LOCAL_OWNER)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.WRITE)
    for _ in range(documents):
        card = scenes.write(workspace, LOCAL_OWNER, session, text(8))
        if chance.random() < 0.3:
            changed = "" if chance.random() < 0.5 else text(8)
            workspace.sessions.save_card(LOCAL_OWNER, session, card, text=changed, prompt=Prompt.NEXT, version=1)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.GROUP)
    topics = [topic.key for topic in workspace.sessions.board(LOCAL_OWNER, session, now=NOW).topics]
    for topic in topics[::3]:
        workspace.sessions.name_topic(LOCAL_OWNER, session, topic, name=text(3), version=None)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.DISCUSS)
    for topic in topics[::4]:
        workspace.sessions.save_note(LOCAL_OWNER, session, topic, text=text(12), version=None)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.DECIDE)
    workspace.sessions.decide(LOCAL_OWNER, session, "banner", choice=Choice.SHIP, reason=text(5))
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.IMPROVE)
    workspace.sessions.improve(LOCAL_OWNER, session, text(5), version=None)
    for number in range(documents):
        status = Status.ARCHIVED if number % 5 == 4 else Status.DRAFT
        experiment = Experiment(
            key=f"test-{number}", name=text(4), hypothesis=text(20), audience=text(2), status=status
        )
        workspace.save_experiment(LOCAL_OWNER, experiment, version=None)
        workspace.sessions.add_action(LOCAL_OWNER, session, text(6), owner="")
        one = learning(f"{text(4)} {number}", audience=text(2), archived=number % 7 == 6)
        workspace.library.save_learning(LOCAL_OWNER, one, version=None)
        page = Practice(key=new_key(), title=text(3), text=text(20), learnings=(one.key,))
        workspace.library.save_practice(LOCAL_OWNER, page, version=None)


def said(workspace: Workspace, actor: Actor) -> Iterator[tuple[Name, str]]:
    """Give everything this person may see with its words, as the doors of the workspace tell it."""
    for test in (stored.value for stored in workspace.experiments(actor)):
        if test.status is not Status.ARCHIVED:
            parts = (test.name, test.hypothesis, test.audience, test.channel, test.key, test.owner, *test.variants)
            yield (Kind.EXPERIMENT, test.key), " / ".join(parts)
    for one in (stored.value for stored in workspace.library.learnings(actor)):
        if not one.archived:
            parts = (one.claim, one.lever, one.audience, one.channel, one.metric, *one.experiments)
            yield (Kind.LEARNING, one.key), " / ".join(parts)
    for page in (stored.value for stored in workspace.library.practices(actor)):
        if not page.archived:
            yield (Kind.PRACTICE, page.key), f"{page.title} / {page.text}"
    for session in (stored.value.key for stored in workspace.sessions.sessions(actor)):
        board = workspace.sessions.board(actor, session, now=NOW)
        for card in board.cards:
            yield (Kind.CARD, f"{session}/{card.key}"), card.text
        for topic in board.topics:
            yield (Kind.TOPIC, f"{session}/{topic.key}"), topic.name
            yield (Kind.NOTE, f"{session}/{topic.key}"), topic.note.value.text if topic.note else ""
        for action in (stored.value for stored in board.actions):
            yield (Kind.ACTION, action.key), action.text
        for decision in (stored.value for stored in board.decisions):
            parts = (decision.choice.value, decision.reason, decision.experiment)
            yield (Kind.DECISION, f"{session}/{decision.experiment}"), " / ".join(parts)
        if board.improvement:
            yield (Kind.NOTE, f"{session}/improvement"), board.improvement.value.text


def plain(text: str) -> list[str]:
    """Take a text apart letter by letter, with nothing of the product's."""
    found, other = "", {"đ": "d", "ł": "l"}
    for letter in unicodedata.normalize("NFD", text.casefold()):
        if unicodedata.category(letter) != "Mn":
            found += other.get(letter, letter) if letter.isalnum() else " "
    return found.split()


def expected(workspace: Workspace, actor: Actor, asked: str) -> set[Name]:
    """Return what holds, for every word asked, one that begins with it."""
    wanted = plain(asked)
    return {
        name
        for name, text in said(workspace, actor)
        if all(any(word.startswith(each) for word in plain(text)) for each in wanted)
    }
