"""Run by Alembic: use the connection that the caller opened, so that the caller's transaction holds every step."""

from alembic import context
from sqlalchemy import Connection

from data.workspace.tables import METADATA

connection: Connection = context.config.attributes["connection"]
# Alembic takes SQLite's DDL for not transactional, because its driver commits by itself; `engine` keeps it from that.
context.configure(connection=connection, target_metadata=METADATA, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
