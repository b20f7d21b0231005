"""Schema 3: who is in a session's room, and its clock; the last write of a kind; keys in the order of bytes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    """Make the tables of rooms; PostgreSQL would otherwise order keys by its server's language."""
    op.create_table(
        "presence",
        sa.Column("session", sa.String(128), nullable=False),
        sa.Column("person", sa.String(128), nullable=False),
        sa.Column("seen_at", sa.Integer, nullable=False),
        sa.Column("here", sa.Boolean, nullable=False),
        sa.Column("partakes", sa.Boolean, nullable=False),
        sa.Column("finished", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("session", "person"),
    )
    op.create_table(
        "clocks",
        sa.Column("session", sa.String(128), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
    )
    op.create_index("ix_audit_kind_sequence", "audit", ["kind", "sequence"])
    if op.get_bind().dialect.name == "postgresql":
        for table in ("documents", "document_history"):
            op.alter_column(table, "key", type_=sa.String(128, collation="C"), existing_nullable=False)
