"""Where everything lies on disk: one folder is one backup. Also the two ways of touching it safely.

`LIFTROOM_HOME` names the folder (default `data/local/` beside this file). A file is replaced by writing beside it,
syncing, and renaming; whoever changes the lake or a rollup holds the folder's lock.
"""

import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The folders and files of one installation. Paths are absolute; nothing is created before it is needed."""

    root: Path

    @property
    def lake(self) -> Path:
        """Imported batches, one folder each."""
        return self.root / "lake"

    @property
    def rollup(self) -> Path:
        """What is folded from the lake; may be deleted at any time and comes back the same."""
        return self.root / "rollup"

    @property
    def incoming(self) -> Path:
        """The only folder the dashboard reads files from by path."""
        return self.root / "incoming"

    @property
    def workspace(self) -> Path:
        """The default workspace database."""
        return self.root / "workspace.db"

    @property
    def sealed(self) -> Path:
        """A secret for each anonymous session that is not closed; never backed up."""
        return self.root / "sealed"

    @property
    def webhook(self) -> Path:
        """Address and secret of the webhook; never backed up."""
        return self.root / "webhook"

    @property
    def secret(self) -> bytes:
        """The 32-byte key of the user hash, made on first use and readable by its owner alone."""
        path = self.root / "secret.key"
        if not path.exists():
            self.root.mkdir(parents=True, exist_ok=True)
            try:
                descriptor = os.open(path.with_suffix(f".{os.getpid()}"), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(descriptor, "wb") as file:
                    file.write(secrets.token_bytes(32))
                    file.flush()
                    os.fsync(file.fileno())
                os.link(path.with_suffix(f".{os.getpid()}"), path)
            except FileExistsError:
                pass  # another process made it first: theirs holds
            finally:
                path.with_suffix(f".{os.getpid()}").unlink(missing_ok=True)
        return path.read_bytes()

    @contextmanager
    def locked(self, name: str) -> Iterator[None]:
        """Hold the exclusive lock `name` of this home; waits for whoever holds it. Freed by the kernel on death."""
        folder = self.root / "locks"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{name}.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def current() -> Home:
    """Return the home that the environment names."""
    default = Path(__file__).parent / "local"
    return Home(Path(os.environ.get("LIFTROOM_HOME") or default).absolute())


def sync(path: Path) -> None:
    """Make what was written to a file, or renamed within a folder, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_file(path: Path, content: bytes) -> None:
    """Write `content` to `path` so that it is there whole or not at all, also after a kill or a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync(path.parent)


def sweep_file(path: Path) -> None:
    """Delete what kills within `replace_file` left beside `path`. Nobody else may be replacing it: hold its lock."""
    for half in path.parent.glob(f".{path.name}.*"):
        half.unlink(missing_ok=True)
