"""The restore drill: everything that cannot be derived comes back equal, and nothing is ever overwritten."""

import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from data import backup
from data.home import Home
from data.messages import Refused
from data.workspace.store import Workspace
from tests.conftest import PROJECT
from tests.workspace.releases import content
from tests.workspace.servers import postgres  # noqa: F401  the fixture of this name

Address = Callable[[], str | None]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest) -> Address:
    """Give a maker of addresses of empty workspaces: None is the one in the home."""
    if request.param == "sqlite":
        return lambda: None
    return request.getfixturevalue("postgres").new_database  # type: ignore[no-any-return]


def fill(home: Home, url: str | None) -> None:
    """Write what an import and a team leave behind, and what may be lost."""
    content.write(home, url)
    assert len(home.secret) == 32
    files = {
        "lake/00ff/batch.json": b"{}",
        "lake/00ff/banner.parquet": bytes(range(256)) * 9000,
        "lake/00ff/rejects.csv": "dòng,cột\n".encode(),
        "lake/forgotten": b"\x00\x01",
        "lake/.staging/half/banner.parquet": b"half a batch",
        "rollup/banner/manifest.json": b"{}",
        "incoming/export.csv": b"user,variant\n",
    }
    for name, held in files.items():
        (home.root / name).parent.mkdir(parents=True, exist_ok=True)
        (home.root / name).write_bytes(held)


def kept(home: Home) -> dict[str, bytes]:
    """Return every file of the home but the workspace's, which is compared by its content."""
    files = (path for path in home.root.rglob("*") if path.is_file())
    names = {path.relative_to(home.root).as_posix(): path.read_bytes() for path in files}
    return {name: held for name, held in names.items() if not name.startswith(("workspace.db", "locks/"))}


def test_after_a_backup_and_a_lost_home_everything_is_as_it_was(home: Home, address: Address, tmp_path: Path) -> None:
    before, after = address(), address()
    fill(home, before)
    lost = ("rollup/", "incoming/", "lake/.s", "webhook/")
    assert any(name.startswith("webhook/") for name in kept(home))
    wanted = {name: held for name, held in kept(home).items() if not name.startswith(lost)}
    with Workspace.open(home, before) as workspace:
        audit = workspace.audit(content.AUTHOR)
    names = backup.create(home, tmp_path / "copy.tar", url=before)
    assert set(names) == {*wanted, "workspace.jsonl"}
    shutil.rmtree(home.root)
    assert set(backup.restore(home, tmp_path / "copy.tar", url=after)) == set(names)
    assert kept(home) == wanted
    with Workspace.open(home, after) as workspace:
        content.check(workspace)
        content.check_session(workspace)
        content.check_inbox(workspace)
        assert workspace.outbox.sent(content.AUTHOR) == ()
        assert not workspace.outbox.is_sealed(content.AUTHOR)
        assert workspace.audit(content.AUTHOR) == audit


@pytest.mark.postgres
def test_a_backup_is_also_the_way_from_sqlite_to_postgresql(
    home: Home, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    fill(home, None)
    backup.create(home, tmp_path / "copy.tar")
    team = str(request.getfixturevalue("postgres").new_database())
    other = Home(tmp_path / "other")
    backup.restore(other, tmp_path / "copy.tar", url=team)
    assert not other.workspace.exists()
    with Workspace.open(other, team) as workspace:
        content.check(workspace)


def test_a_home_in_use_is_not_overwritten_unless_told_and_then_set_aside(home: Home, tmp_path: Path) -> None:
    fill(home, None)
    backup.create(home, tmp_path / "copy.tar")
    (home.root / "lake/00ff/batch.json").write_bytes(b"newer")
    present = kept(home)
    with pytest.raises(Refused, match="The home is in use: restore into an empty one, or say --replace"):
        backup.restore(home, tmp_path / "copy.tar")
    assert kept(home) == present
    backup.restore(home, tmp_path / "copy.tar", replace=True)
    assert (home.root / "lake/00ff/batch.json").read_bytes() == b"{}"
    (aside,) = home.root.glob("replaced-*")
    assert (aside / "lake/00ff/batch.json").read_bytes() == b"newer"
    assert (aside / "workspace.db").exists()
    with Workspace.open(home) as workspace:
        content.check(workspace)


def test_a_database_in_use_is_never_overwritten(home: Home, address: Address, tmp_path: Path) -> None:
    url = address() or f"sqlite:///{tmp_path / 'elsewhere.db'}"
    fill(home, url)
    backup.create(home, tmp_path / "copy.tar", url=url)
    other = Home(tmp_path / "other")
    with pytest.raises(Refused, match=r"There is a workspace at .* already: name an empty database"):
        backup.restore(other, tmp_path / "copy.tar", url=url, replace=True)
    assert kept(other) == {}
    with Workspace.open(home, url) as workspace:
        content.check(workspace)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_backup_cut_short_is_refused_and_nothing_is_touched(home: Home, tmp_path: Path, share: float) -> None:
    fill(home, None)
    copy = tmp_path / "copy.tar"
    backup.create(home, copy)
    with tarfile.open(copy) as tar:
        end = max(member.offset_data + member.size for member in tar.getmembers())
    copy.write_bytes(copy.read_bytes()[: int(end * share)])
    other = Home(tmp_path / "other")
    with pytest.raises(Refused, match=r"The backup copy\.tar is damaged or cut short"):
        backup.restore(other, copy)
    assert kept(other) == {}
    assert not other.workspace.exists()


def test_what_a_killed_restore_left_behind_is_swept_by_the_next(home: Home, tmp_path: Path) -> None:
    fill(home, None)
    backup.create(home, tmp_path / "copy.tar")
    other = Home(tmp_path / "other")
    (other.root / ".restoring-dead/lake").mkdir(parents=True)
    backup.restore(other, tmp_path / "copy.tar")
    assert sorted(path.name for path in other.root.iterdir()) == ["lake", "locks", "secret.key", "workspace.db"]


def test_an_altered_backup_is_refused(home: Home, tmp_path: Path) -> None:
    fill(home, None)
    copy = tmp_path / "copy.tar"
    backup.create(home, copy)
    copy.write_bytes(copy.read_bytes().replace(b"First thought", b"Worse thought"))
    with pytest.raises(Refused, match="damaged or cut short"):
        backup.restore(Home(tmp_path / "other"), copy)


def test_a_backup_is_readable_by_its_owner_alone_and_overwrites_no_file(home: Home, tmp_path: Path) -> None:
    fill(home, None)
    copy = tmp_path / "copy.tar"
    backup.create(home, copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    held = copy.read_bytes()
    with pytest.raises(Refused, match=r"There is a file copy\.tar already"):
        backup.create(home, copy)
    assert copy.read_bytes() == held
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_an_empty_home_has_nothing_to_back_up(home: Home, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is nothing to back up yet"):
        backup.create(home, tmp_path / "copy.tar")
    assert not home.root.exists()


def test_the_command_answers_with_one_object_or_one_sentence(home: Home, tmp_path: Path) -> None:
    fill(home, None)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "data.backup", *arguments]
        return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)

    made = run("create", str(tmp_path / "copy.tar"))
    assert (made.returncode, json.loads(made.stdout)["files"]) == (0, 6)
    refused = run("restore", str(tmp_path / "copy.tar"))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("The home is in use")
    missing = run("restore", str(tmp_path / "nothing.tar"), "--replace")
    assert (missing.returncode, missing.stderr) == (2, "There is no file nothing.tar: check its name.\n")
    restored = run("restore", str(tmp_path / "copy.tar"), "--replace")
    assert (restored.returncode, restored.stderr) == (0, "")
