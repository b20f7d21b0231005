"""A real PostgreSQL for the tests: a server of its own on loopback, run by an unprivileged user, gone afterwards."""

import contextlib
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest

from tests.ports import free_port

_NUMBERS = count(1)


@dataclass(frozen=True)
class Server:
    """A running server; every test asks for a database of its own."""

    port: int
    password: str

    def address(self, database: str) -> str:
        return f"postgresql://liftroom:{self.password}@127.0.0.1:{self.port}/{database}"

    def new_database(self, template: str = "template0") -> str:
        """Make a database like `template`, which is empty, and return its address."""
        name = f"workspace_{next(_NUMBERS)}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.address(name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Give a server of this test process (each xdist worker has its own)."""
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server found: install Debian's package postgresql")
    folder = Path(tempfile.mkdtemp(prefix="liftroom-postgres-"))
    try:
        with _running(programs, folder) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    found = shutil.which("initdb")
    candidates = [Path(found).resolve().parent] if found else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    complete = (folder for folder in candidates if all((folder / name).exists() for name in ("initdb", "pg_ctl")))
    return next(complete, None)


def _user() -> str | None:
    """Return whom the server runs as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run(folder: Path, *command: str | Path) -> None:
    user = _user()
    subprocess.run(
        command,
        cwd=folder,
        user=user,
        group=pwd.getpwnam(user).pw_gid if user else None,
        extra_groups=[] if user else None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # a pipe would stay open as long as the server runs
        stderr=subprocess.DEVNULL,
        check=True,
        timeout=120,
    )


@contextlib.contextmanager
def _running(programs: Path, folder: Path) -> Iterator[Server]:
    password = secrets.token_hex(16)
    (folder / "password").write_text(password)
    if user := _user():
        for path in (folder, folder / "password"):
            shutil.chown(path, user)
    store = folder / "store"
    options = ("--auth=scram-sha-256", "--username=liftroom", "--encoding=UTF8", "--locale=C", "--no-sync")
    _run(folder, programs / "initdb", *options, f"--pwfile={folder / 'password'}", f"--pgdata={store}")
    port = free_port()
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    control = programs / "pg_ctl"
    _run(folder, control, "start", "--wait", "--silent", f"--pgdata={store}", f"--log={folder / 'log'}", "-o", settings)
    try:
        yield Server(port, password)
    finally:
        _run(folder, control, "stop", "--mode=immediate", "--silent", f"--pgdata={store}")
