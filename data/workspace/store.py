"""The door of the workspace: what people declared, read and saved as records, each call in the name of an actor.

Every call checks the actor's role. Every write is validated, compared with the version it was based on, and kept with
its history and its audit row in one transaction. One `Workspace` may be used from many threads; it must be closed, and
not be carried across a fork.
"""

import os
from dataclasses import replace
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from data.declarations import rules, validation
from data.declarations.assumptions import Assumptions
from data.declarations.experiments import Experiment, Status
from data.declarations.metrics import Metric
from data.declarations.policies import Policy
from data.declarations.settings import Settings
from data.home import Home
from data.messages import Message, NotFound
from data.workspace import audit, catalogue, door, ledger, probe, rescue, schema
from data.workspace import engine as engines
from data.workspace.actors import Actor
from data.workspace.audit import AuditReport, AuditRow
from data.workspace.door import Door
from data.workspace.inbox.store import Inbox
from data.workspace.ledger import ONLY
from data.workspace.library import index
from data.workspace.library.store import Library
from data.workspace.outbox.store import Outbox
from data.workspace.people import People
from data.workspace.records import OF_SESSIONS, JsonObject, Kind, Stored, Unveiling, Verb
from data.workspace.rights import Action
from data.workspace.sessions.store import Sessions

_DECLARED: dict[Kind, type] = {
    Kind.EXPERIMENT: Experiment,
    Kind.METRIC: Metric,
    Kind.POLICY: Policy,
    Kind.SETTINGS: Settings,
    Kind.ASSUMPTIONS: Assumptions,
    Kind.UNVEILING: Unveiling,
}


class Workspace(Door):
    """An opened workspace. `Workspace.open(home)` makes or upgrades the database first."""

    def __init__(self, engine: Engine, home: Home) -> None:
        super().__init__(engine)
        self._home = home

    @classmethod
    def open(cls, home: Home, url: str | None = None) -> Self:
        """Open the workspace at `url`, else at LIFTROOM_WORKSPACE, else in the home; make or upgrade it as needed.

        Raises `Refused` for an address or a schema that cannot be used, `Unreachable` when the database is silent or
        damaged. A damaged log is set aside and told, see `notices`.
        """
        where = engines.address(home, url or os.environ.get("LIFTROOM_WORKSPACE"))
        rescue.refuse_emptied(home, where)
        engine = engines.open_engine(where)
        try:
            with rescue.opening(home, engine):
                engines.keep_log(engine)
                schema.bring_up_to_date(engine)
                index.bring_along(engine)
                catalogue.bring_along(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, home)

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def place(self) -> str:
        """Where it lies, as a person may read it."""
        return engines.spoken(self._engine.url)

    @property
    def notices(self) -> tuple[Message, ...]:
        """What everybody must be told: logs that were damaged and set aside, until the folder is taken away."""
        return rescue.notices(self._engine)

    @property
    def people(self) -> People:
        """Who may come in."""
        return People(self._engine)

    @property
    def sessions(self) -> Sessions:
        """Where the team reflects."""
        return Sessions(self._engine, self._home)

    @property
    def inbox(self) -> Inbox:
        """What people are told."""
        return Inbox(self._engine)

    @property
    def outbox(self) -> Outbox:
        """What another tool is told."""
        return Outbox(self._engine, self._home)

    @property
    def library(self) -> Library:
        """What the team learned, and the search."""
        return Library(self._engine)

    def experiments(self, actor: Actor) -> tuple[Stored[Experiment], ...]:
        """Return every experiment by key, archived ones too."""
        return self._every(actor, Kind.EXPERIMENT, Experiment, right=Action.READ_DECLARATIONS)

    def experiment(self, actor: Actor, key: str) -> Stored[Experiment]:
        """Return one experiment. Raises `NotFound`."""
        return self._get(actor, Kind.EXPERIMENT, key, Experiment, right=Action.READ_DECLARATIONS)

    def save_experiment(self, actor: Actor, experiment: Experiment, *, version: int | None) -> Stored[Experiment]:
        """Save over `version` (None creates). A planned end moved while the test runs is kept as an extension.

        Raises `Refused` for what cannot be, `Conflict` when somebody saved in between, `NotFound`.
        """
        with self._writing(actor, Action.EDIT_EXPERIMENTS) as connection:
            before = door.before(connection, Kind.EXPERIMENT, experiment.key, record=experiment, version=version)
            after = experiment
            if before is not None:
                rules.check_zone(experiment.time_zone)
                today = datetime.now(ZoneInfo(experiment.time_zone)).date()
                after = validation.extended(before, experiment, today=today)
            metrics = ledger.keys(connection, Kind.METRIC)
            validation.check_experiment(after, metrics, before=before)
            return door.save(connection, actor, Kind.EXPERIMENT, experiment.key, record=after, version=version)

    def remove_experiment(self, actor: Actor, key: str, *, version: int) -> Stored[Experiment]:
        """Archive an experiment: it leaves the lists, its history stays."""
        with self._writing(actor, Action.EDIT_EXPERIMENTS) as connection:
            present = door.read(Experiment, ledger.get(connection, Kind.EXPERIMENT, key))
            gone = replace(present.value, status=Status.ARCHIVED)
            return door.save(connection, actor, Kind.EXPERIMENT, key, record=gone, version=version, action=Verb.ARCHIVE)

    def metrics(self, actor: Actor) -> tuple[Stored[Metric], ...]:
        """Return every metric by key."""
        return self._every(actor, Kind.METRIC, Metric, right=Action.READ_DECLARATIONS)

    def metric(self, actor: Actor, key: str) -> Stored[Metric]:
        """Return one metric. Raises `NotFound`."""
        return self._get(actor, Kind.METRIC, key, Metric, right=Action.READ_DECLARATIONS)

    def save_metric(self, actor: Actor, metric: Metric, *, version: int | None) -> Stored[Metric]:
        """Save over `version` (None creates). Raises `Refused`, `Conflict`, `NotFound`."""
        rules.check_metric(metric)
        with self._writing(actor, Action.EDIT_METRICS) as connection:
            return door.save(connection, actor, Kind.METRIC, metric.key, record=metric, version=version)

    def policy(self, actor: Actor) -> Stored[Policy]:
        """Return how this team calls its tests."""
        return self._get(actor, Kind.POLICY, ONLY, Policy, right=Action.READ_DECLARATIONS)

    def save_policy(self, actor: Actor, policy: Policy, *, version: int) -> Stored[Policy]:
        """Save over `version`. Raises `Refused`, `Conflict`."""
        rules.check_policy(policy)
        with self._writing(actor, Action.EDIT_POLICY) as connection:
            return door.save(connection, actor, Kind.POLICY, ONLY, record=policy, version=version)

    def settings(self, actor: Actor) -> Stored[Settings]:
        """Return the workspace's name and defaults."""
        return self._get(actor, Kind.SETTINGS, ONLY, Settings, right=Action.READ_DECLARATIONS)

    def save_settings(self, actor: Actor, settings: Settings, *, version: int) -> Stored[Settings]:
        """Save over `version`. Raises `Refused`, `Conflict`."""
        rules.check_settings(settings)
        with self._writing(actor, Action.EDIT_SETTINGS) as connection:
            return door.save(connection, actor, Kind.SETTINGS, ONLY, record=settings, version=version)

    def assumptions(self, actor: Actor) -> Stored[Assumptions]:
        """Return what a report counts money by."""
        return self._get(actor, Kind.ASSUMPTIONS, ONLY, Assumptions, right=Action.READ_REPORTS)

    def save_assumptions(self, actor: Actor, assumed: Assumptions, *, version: int) -> Stored[Assumptions]:
        """Save over `version`. Raises `Refused`, `Conflict`."""
        rules.check_assumptions(assumed)
        with self._writing(actor, Action.EDIT_POLICY) as connection:
            known = {kind: ledger.keys(connection, kind) for kind in (Kind.METRIC, Kind.EXPERIMENT)}
            rules.check_named(assumed, metrics=known[Kind.METRIC], experiments=known[Kind.EXPERIMENT])
            return door.save(connection, actor, Kind.ASSUMPTIONS, ONLY, record=assumed, version=version)

    def mapping(self, actor: Actor, signature: str) -> Stored[JsonObject]:
        """Return how a file with these columns was read the last time. Raises `NotFound`."""
        with self._reading(actor, Action.IMPORT_EVENTS) as connection:
            return ledger.get(connection, Kind.MAPPING, signature)

    def save_mapping(
        self, actor: Actor, signature: str, mapping: JsonObject, *, version: int | None
    ) -> Stored[JsonObject]:
        """Remember how a file with these columns is read. `signature`: 1 to 128 printable ASCII characters."""
        with self._writing(actor, Action.IMPORT_EVENTS) as connection:
            return ledger.write(connection, actor, kind=Kind.MAPPING, key=signature, value=mapping, version=version)

    def unveil(self, actor: Actor, key: str, *, reason: str) -> Stored[Unveiling]:
        """Record that a lead looks at a running experiment's numbers before its end. Raises `NotFound`."""
        with self._writing(actor, Action.UNVEIL) as connection:
            ledger.get(connection, Kind.EXPERIMENT, key)
            earlier = ledger.find(connection, Kind.UNVEILING, key)
            version = earlier.version if earlier else None
            record = Unveiling(experiment=key, reason=reason)
            return door.save(connection, actor, Kind.UNVEILING, key, record=record, version=version, action=Verb.UNVEIL)

    def unveilings(self, actor: Actor, key: str) -> tuple[Stored[Unveiling], ...]:
        """Return every time the veil of an experiment was lifted, newest first."""
        with self._reading(actor, Action.READ_RESULTS) as connection:
            return tuple(door.read(Unveiling, row) for row in ledger.versions(connection, Kind.UNVEILING, key))

    def unveiled(self, actor: Actor) -> frozenset[str]:
        """Return the keys of all experiments whose veil was ever lifted."""
        with self._reading(actor, Action.READ_RESULTS) as connection:
            return ledger.keys(connection, Kind.UNVEILING)

    def versions(self, actor: Actor, kind: Kind, key: str) -> tuple[Stored[object], ...]:
        """Return every version of one declaration, newest first. Raises `NotFound` for what nobody declares."""
        if kind not in _DECLARED:
            raise NotFound(
                Message("no_versions", "Versions of “{kind}” are not kept for reading.", {"kind": kind.value})
            )
        with self._reading(actor, Action.READ_DECLARATIONS) as connection:
            return tuple(door.read(_DECLARED[kind], row) for row in ledger.versions(connection, kind, key))

    def audit(self, actor: Actor, *, newest: int | None = None) -> tuple[AuditRow, ...]:
        """Return the audit rows, newest first."""
        with self._reading(actor, Action.READ_AUDIT) as connection:
            return audit.rows(connection, newest=newest)

    def verify(self, actor: Actor) -> AuditReport:
        """Check the audit chain against every version and document."""
        with self._reading(actor, Action.READ_AUDIT) as connection:
            return audit.verify(connection)

    def latest(self, actor: Actor) -> int:
        """Return the number of the last write of anybody, but in a session: what was cached under it is still true."""
        with self._reading(actor, Action.READ_DECLARATIONS) as connection:
            return audit.latest(connection, frozenset(Kind) - OF_SESSIONS)

    def check(self) -> None:
        """Write something and take it back: raises `Unreachable` for a silent, read-only, moved or full database."""
        probe.check(self._engine)
