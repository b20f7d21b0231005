"""The database's schema: which revision it has, and bringing an older one to this release's in one transaction."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from data.messages import Message, Refused
from data.workspace import engine as engines
from data.workspace.tables import REVISION

STEPS = Path(__file__).parent / "migrations"


def bring_up_to_date(engine: Engine, *, steps: Path = STEPS, target: str = REVISION) -> None:
    """Bring the database to revision `target`: all steps or none. Raises `Refused` if a newer release made it."""
    with engines.reading(engine) as connection:
        if revision_of(connection) == target:
            return
    with engines.writing(engine) as connection:
        if revision_of(connection) != target:  # nobody did it while we waited
            step(connection, steps=steps, target=target)


def revision_of(connection: Connection) -> str | None:
    """Return the revision the database is at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def step(connection: Connection, *, target: str, steps: Path = STEPS) -> None:
    """Run the steps to revision `target` in the caller's transaction. Raises `Refused` for an unknown revision."""
    # Alembic is loaded only when there is something to do: most openings find the schema as it should be.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(steps).replace("%", "%%"))
    present = revision_of(connection)
    try:
        for revision in (present, target):
            if revision is not None:
                ScriptDirectory.from_config(config).get_revision(revision)
    except CommandError:
        raise Refused(
            Message("workspace_newer", "A newer release of Liftroom made this workspace: upgrade Liftroom to open it.")
        ) from None
    command.upgrade(config, target)
