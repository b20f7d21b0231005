"""What whoever watches a server is told: a real process, with homes that really break."""

import json
import resource
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from data.home import Home
from data.workspace.store import Workspace
from tests.journeys.conftest import Server

BROKEN = {
    "status": "broken",
    "sentence": "The workspace cannot be written now; what was saved before is untouched.",
}


def health(server: Server) -> tuple[int, object]:
    """Return the status and the JSON of a server's answer."""
    try:
        with urllib.request.urlopen(server.address + "/api/health", timeout=60) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_a_full_disk_and_a_deleted_workspace_show_while_the_server_runs(
    start: Callable[..., Server], tmp_path: Path
) -> None:
    server = start()
    assert health(server) == (200, {"status": "ok"})
    process = server.process.pid
    room = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (16_384, room[1]))
    assert health(server) == (503, BROKEN)
    resource.prlimit(process, resource.RLIMIT_FSIZE, room)
    assert health(server) == (200, {"status": "ok"})
    Home(server.home).workspace.unlink()
    assert health(server) == (503, BROKEN)


def test_a_damaged_workspace_shows_and_the_server_stays_alive(start: Callable[..., Server], tmp_path: Path) -> None:
    home = Home(tmp_path / "damaged")
    Workspace.open(home).close()
    content = bytearray(home.workspace.read_bytes())
    content[:100] = b"\xff" * 100
    home.workspace.write_bytes(content)
    server = start(home.root)
    assert health(server) == (503, BROKEN)
    assert server.process.poll() is None
    assert home.workspace.read_bytes() == bytes(content)


def test_a_silent_database_server_shows_without_its_address(start: Callable[..., Server]) -> None:
    server = start(workspace="postgresql://linh:hunter2@127.0.0.1:1/team")
    assert health(server) == (503, BROKEN)
    assert server.process.poll() is None
