"""Schema 4: the index of all words. It is filled on opening, see `library/index`."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0004"
down_revision: str | None = "0003"


def upgrade() -> None:
    """Make the empty index."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search USING fts5(kind UNINDEXED, key UNINDEXED, session UNINDEXED, "
            "experiment UNINDEXED, head, body, tokenize='ascii')"
        )
        return
    op.create_table(
        "search",
        sa.Column("rowid", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("session", sa.String(128), nullable=False),
        sa.Column("experiment", sa.String(128), nullable=False),
        sa.Column("head", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("words", TSVECTOR, nullable=False),
    )
    op.create_index("ix_search_words", "search", ["words"], postgresql_using="gin")
