"""Schema 5: what people were told and have read, and what waits to be sent to another tool."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"


def upgrade() -> None:
    """Make the tables of inbox and outbox."""
    op.create_table(
        "notices",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False, unique=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(128), nullable=False),
        sa.Column("became", sa.String(128), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("told_at", sa.Integer, nullable=False),
        sa.Column("over", sa.Boolean, nullable=False),
    )
    op.create_table(
        "notice_marks",
        sa.Column("person", sa.String(128), nullable=False),
        sa.Column("notice", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("person", "notice"),
    )
    op.create_table(
        "dispatches",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(128), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("made_at", sa.Integer, nullable=False),
        sa.Column("due_at", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("lease", sa.String(32), nullable=False),
        sa.Column("leased_until", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("status", sa.Integer, nullable=True),
        sa.Column("trouble", sa.String(32), nullable=True),
    )
    op.create_index("ix_dispatches_state_due_at", "dispatches", ["state", "due_at"])
