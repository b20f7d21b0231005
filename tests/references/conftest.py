"""A home that real experiments are imported into and read from."""

import json
from collections.abc import Iterator

import pytest

from analytics import readout
from tests.references.figures import Document, Loader, Read, spoken


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Read]:
    """Import and read by command in a home of their own; what was read once is kept."""
    folder = tmp_path_factory.mktemp("references")
    known: dict[tuple[str, ...], Document] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIFTROOM_HOME", str(folder / "home"))
        patch.delenv("LIFTROOM_WORKSPACE", raising=False)

        def read(
            key: str, *, method: str | None = None, by: str | None = None, loaded: Loader | None = None
        ) -> Document:
            if loaded is not None and not (folder / key).exists():
                (folder / key).mkdir()
                loaded(folder / key)
            arguments: tuple[str, ...] = (key, "--inference", "fixed", "--json")
            arguments += ("--method", method) if method else ()
            arguments += ("--by", by) if by else ()
            if arguments not in known:
                known[arguments] = json.loads(spoken(readout.main, arguments))
            return known[arguments]

        yield read
