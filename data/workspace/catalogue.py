"""What a release brings along where it is missing: its catalogue of metrics, default policy, assumptions and settings.

They are written as first versions of their own rather than merged in on reading: a later release that changes a default
must not silently change what a team's old results say. New rows of a later catalogue appear; edited ones stay.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, Engine

from data.declarations.assumptions import Assumptions
from data.declarations.metrics import CATALOGUE
from data.declarations.policies import Policy
from data.declarations.settings import Settings
from data.workspace import engine as engines
from data.workspace import ledger
from data.workspace.actors import RELEASE, Actor, ActorRole
from data.workspace.documents import to_json
from data.workspace.ledger import ONLY
from data.workspace.records import Kind

_AUTHOR = Actor(RELEASE, ActorRole.OWNER)


def bring_along(engine: Engine) -> None:
    """Write what is missing; most openings only look."""
    with engines.reading(engine) as connection:
        if not any(True for _ in _missing(connection)):
            return
    with engines.writing(engine) as connection:
        for kind, key, record in tuple(_missing(connection)):
            ledger.write(connection, _AUTHOR, kind=kind, key=key, value=to_json(record), version=None)


def _missing(connection: Connection) -> Iterator[tuple[Kind, str, object]]:
    brought: dict[Kind, dict[str, object]] = {
        Kind.METRIC: {metric.key: metric for metric in CATALOGUE},
        Kind.POLICY: {ONLY: Policy()},
        Kind.SETTINGS: {ONLY: Settings()},
        Kind.ASSUMPTIONS: {ONLY: Assumptions()},
    }
    for kind, records in brought.items():
        present = ledger.keys(connection, kind)
        for key, record in records.items():
            if key not in present:
                yield kind, key, record
