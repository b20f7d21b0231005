"""What a room full of cards costs the server: a look that finds nothing new, and a board that is drawn anew.

Nine people wrote forty cards each; none is put together yet, which is the most topics that a board can hold. Times are
the processor's: what else runs on the machine does not lengthen them. A drawn board is the whole rerun of a real
server, from the browser's request to the last byte; a look is what the pulse of the room asks of the workspace.
"""

import time
from collections.abc import Sequence
from pathlib import Path
from time import thread_time

from data import samples
from data.home import Home
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.logins import Claims
from data.workspace.people import NotAdmitted
from data.workspace.sessions.limits import new_key
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.presence import NOTED
from data.workspace.sessions.records import Prompt
from data.workspace.store import Workspace
from tests.bench.viewers import Row, Server, Viewer

PEOPLE, CARDS = 9, 40
TEXT = "Card {number}: more people bought once the picture was theirs, and nobody asked why"
DRAWN = (Phase.WRITE, Phase.GROUP, Phase.VOTE, Phase.DISCUSS, Phase.SUMMARY)  # where a board is shown
WARM, TIMES = 5, 20  # reruns
LOOKS = 200
LOOK, BOARD = 5, 150  # ms


def claims(place: int, now: int) -> Claims:
    """Return what the provider says of somebody."""
    return Claims(issuer="https://id.example", subject=str(place), began_at=now, nonce="n", name=f"P{place}")


def write(workspace: Workspace, now: int) -> tuple[str, Actor]:
    """Let everybody write their cards in one session; returns its key, and one of the people."""
    session = workspace.sessions.start(LOCAL_OWNER, "A full room").value.key
    move(workspace, session, Phase.WRITE)
    for place in range(PEOPLE):
        said = claims(place, now)
        try:
            workspace.people.arrive(said, now=now)
        except NotAdmitted:
            workspace.people.admit(LOCAL_OWNER, said.person, role=ActorRole.MEMBER, version=1)
        actor = workspace.people.arrive(said, now=now)
        for number, prompt in zip(range(CARDS), list(Prompt) * CARDS, strict=False):
            text = TEXT.format(number=number)
            workspace.sessions.save_card(actor, session, new_key(), text=text, prompt=prompt, version=None)
    return session, actor


def move(workspace: Workspace, session: str, to: Phase) -> None:
    """Go on, one step after the other."""
    while (board := workspace.sessions.board(LOCAL_OWNER, session, now=0)).phase is not to:
        onward = max(board.moves, key=list(Phase).index)
        workspace.sessions.move(LOCAL_OWNER, session, onward, version=board.version)


def look(workspace: Workspace, session: str, now: int) -> float:
    """Return the seconds of the processor that a look takes, over many; now and then it comes with a sign of life."""
    begun = thread_time()
    for number in range(LOOKS):
        actor = workspace.people.arrive(claims(0, now), now=now, visits=False)
        workspace.sessions.version(actor, session)
        if number % NOTED == 0:
            workspace.sessions.here(actor, session, now=now + number)
    return (thread_time() - begun) / LOOKS


async def redrawn(server: Server, viewer: Viewer, session: str) -> float:
    """Return the seconds of the server's processor that one rerun takes, over many."""
    for _ in range(WARM):
        await viewer.open("session", session=session)
    before = server.worked()
    for _ in range(TIMES):
        await viewer.open("session", session=session)
    return (server.worked() - before) / TIMES


async def crowded(folder: Path) -> list[Row]:
    """Return the rows of the table."""
    home, now = Home(folder), int(time.time())
    with Workspace.open(home) as workspace:
        samples.load(home, workspace, LOCAL_OWNER, progress=lambda _share, _stage: None)
        session, _ = write(workspace, now)
        looked = look(workspace, session, now) * 1000
        drawn: dict[Phase, float] = {}
        with Server(folder, module="streamlit") as server:
            async with server.viewer() as viewer:
                for phase in DRAWN:
                    move(workspace, session, phase)
                    drawn[phase] = await redrawn(server, viewer, session) * 1000
    return [looking(looked), *boards(drawn)]


def looking(milliseconds: float) -> Row:
    """Return the row of a look that finds nothing new."""
    return Row(
        work="A look into the room that finds nothing new", took=f"{milliseconds:.1f} ms", bound=f"{LOOK} ms",
        holds=milliseconds <= LOOK,
    )  # fmt: skip


def boards(drawn: dict[Phase, float]) -> Sequence[Row]:
    """Return a row for each step that shows the board."""
    return [
        Row(
            work=f"A changed board of {PEOPLE * CARDS} cards, at “{phase}”", took=f"{milliseconds:.0f} ms",
            bound=f"{BOARD} ms", holds=milliseconds <= BOARD,
        )
        for phase, milliseconds in drawn.items()
    ]  # fmt: skip
