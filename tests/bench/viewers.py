"""What many people at once cost: viewers that speak Streamlit's own protocol to a real server on a sample home.

A viewer opens a screen, waits until it is drawn, thinks, and asks for the next one. Times are the viewer's: from the
request until the script's last message, so they hold the server's work and the way there and back.
"""

import asyncio
import os
import random
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Self
from urllib.parse import quote

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from analytics.decisions.results import VerdictKind
from analytics.present import wording
from data import samples
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace

ROOT = Path(__file__).parent.parent.parent
EXPERIMENT = "personalised-hero-banner"  # of the sample: a winner
SCREENS = ("readout", "readout", "readout", "health", "")  # what viewers open, as often; "" is the overview
DAYS = (8, 28)  # of the test, first and last that are looked at
THINK = (2.0, 5.0)  # seconds between a drawn screen and the next request
QUESTION, ANSWER = "what do we know about free delivery?", "One test so far"  # of the sample, and what it knows
WARM = 100  # reruns until every day is known
MANY = 2_000
SEED = 20261118


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """How long viewers waited."""

    middle: float  # seconds, the median
    slow: float  # seconds, the 95th percentile
    reruns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the table."""

    work: str
    took: str
    bound: str
    holds: bool


class Viewer:
    """One person's tab."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    async def open(self, screen: str, **query: str) -> tuple[float, str]:
        """Ask for a screen; returns the seconds until it was drawn, and its words."""
        asked = BackMsg()
        asked.rerun_script.page_name = screen
        asked.rerun_script.query_string = "&".join(f"{name}={quote(value)}" for name, value in query.items())
        asked.rerun_script.context_info.timezone = "UTC"
        begun, words = perf_counter(), ""
        await self._socket.send(asked.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(await self._socket.recv(decode=False))
            kind = answer.WhichOneof("type")
            if kind == "delta" and answer.delta.new_element.WhichOneof("type") in ("markdown", "heading"):
                words += answer.delta.new_element.markdown.body + answer.delta.new_element.heading.body + "\n"
            if kind == "script_finished" and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                assert answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY, "the screen did not come to its end"
                return perf_counter() - begun, words


class Server:
    """A dashboard on a home of its own."""

    def __init__(self, home: Path, *, module: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        self.begun = perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, "run", "dashboard.py", "--server.port", str(self._port)],
            cwd=ROOT,
            env=os.environ | {"LIFTROOM_HOME": str(home)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(20)

    def memory(self) -> float:
        """Return what the server holds now, in MiB."""
        return psutil.Process(self._process.pid).memory_info().rss / 2**20

    def worked(self) -> float:
        """Return the seconds that the processor has worked for the server so far."""
        took = psutil.Process(self._process.pid).cpu_times()
        return took.user + took.system

    @asynccontextmanager
    async def viewer(self) -> AsyncIterator[Viewer]:
        """Give a viewer with an open tab."""
        address = f"ws://127.0.0.1:{self._port}/_stcore/stream"
        while True:
            assert self._process.poll() is None, "the server has ended"
            try:
                tab = await connect(address, subprotocols=["streamlit"], max_size=None, compression=None)  # type: ignore[list-item]
            except OSError:
                await asyncio.sleep(0.05)
            else:
                break
        async with tab:
            yield Viewer(tab)

    async def first_verdict(self) -> float:
        """Return the seconds from the start of the server until a viewer reads the sample's first verdict."""
        async with self.viewer() as viewer:
            while True:
                _, words = await viewer.open("readout", experiment=EXPERIMENT)
                if f"badge[{wording.label(VerdictKind.SHIP, 'en')}]" in words:
                    return perf_counter() - self.begun
                await asyncio.sleep(0.2)


async def answered(server: Server, home: Home) -> float:
    """Return the seconds from opening a tab until the library has answered, of a server that nobody has visited.

    Its warm start is over when every summary is kept: the server reads them by itself, before anybody asks.
    """
    async with server.viewer():
        while len(list(home.rollup.glob("*/summary.json"))) < len(list(home.rollup.iterdir())):
            await asyncio.sleep(0.2)
    begun = perf_counter()
    async with server.viewer() as viewer:
        _, words = await viewer.open("library", q=QUESTION)
        assert ANSWER in words, "the library did not answer"
        return perf_counter() - begun


async def crowd(server: Server, people: int, *, seconds: float) -> Crowd:
    """Let people come one after the other and look around for some time; how long they waited once all had come."""
    waited: list[float] = []

    async def look(viewer: Viewer, chance: random.Random) -> None:
        await asyncio.sleep(chance.uniform(0, THINK[1]))
        until = perf_counter() + seconds
        while perf_counter() < until:
            day = str(chance.randint(*DAYS))
            took, _ = await viewer.open(chance.choice(SCREENS), experiment=EXPERIMENT, day=day)
            waited.append(took)
            await asyncio.sleep(chance.uniform(*THINK))

    async with AsyncExitStack() as stack:
        viewers = []
        for _ in range(people):
            viewers.append(await stack.enter_async_context(server.viewer()))
            await viewers[-1].open("readout", experiment=EXPERIMENT)
        await asyncio.gather(*(look(viewer, random.Random(SEED + place)) for place, viewer in enumerate(viewers)))
    return Crowd(middle=median(waited), slow=quantiles(waited, n=20)[-1], reruns=len(waited))


async def reruns(server: Server, count: int) -> list[float]:
    """Return how long one viewer waited for each of many reruns of the readout, on changing days."""
    first, last = DAYS
    async with server.viewer() as viewer:
        days = (str(first + number % (last - first + 1)) for number in range(count))
        return [(await viewer.open("readout", experiment=EXPERIMENT, day=day))[0] for day in days]


async def visited(folder: Path, *, seconds: float) -> list[Row]:
    """Return the rows of the table: a first start, warm reruns, a crowd of 25, and what many reruns leave in memory."""
    with Server(folder / "first", module="streamlit") as server:
        first = await server.first_verdict()
    home = Home(folder / "whole")  # while the rest of a sample comes in beside them, viewers would wait for that
    with Workspace.open(home) as workspace:
        samples.load(home, workspace, LOCAL_OWNER, progress=lambda _share, _stage: None)
    with Server(home.root, module="streamlit") as server:
        asked = await answered(server, home)
        await reruns(server, WARM)
        warm = median(await reruns(server, WARM))
        few = await crowd(server, 25, seconds=seconds)
        held = server.memory()
        await reruns(server, MANY)
        slope = (server.memory() - held) / MANY * 1000
    with Server(home.root, module="tests.bench.unfrozen") as server:
        await reruns(server, WARM)
        unfrozen = await crowd(server, 25, seconds=seconds)
    return [
        Row(work="`streamlit run` on an empty home to the sample's first verdict", took=f"{first:.1f} s", bound="8 s",
            holds=first <= 8),
        Row(work="The library answers a question from a cold start", took=f"{asked * 1000:.0f} ms", bound="1 s",
            holds=asked < 1),
        Row(work="A warm rerun of the readout", took=f"{warm * 1000:.0f} ms", bound="60 ms", holds=warm <= 0.060),
        Row(work=f"25 viewers with {THINK[0]:g}–{THINK[1]:g} s of thought, 95th percentile of {few.reruns} reruns",
            took=f"{few.slow * 1000:.0f} ms (median {few.middle * 1000:.0f})", bound="500 ms", holds=few.slow < 0.5),
        Row(work="The same without the frozen warm start",
            took=f"{unfrozen.slow * 1000:.0f} ms (median {unfrozen.middle * 1000:.0f})", bound="–", holds=True),
        Row(work=f"Memory that 1,000 reruns leave, over {MANY:,}", took=f"{slope:.2f} MiB", bound="1 MB",
            holds=slope < 1),
    ]  # fmt: skip


def table(rows: Sequence[Row]) -> str:
    """Return the rows as Markdown."""
    lines = ["| Visit | Took | Bound |", "|---|---|---|"]
    lines += [f"| {row.work} | {row.took} | {row.bound}{'' if row.holds else ' (missed)'} |" for row in rows]
    return "\n".join(lines)
