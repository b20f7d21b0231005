"""Tables: what the workspace database holds. `migrations/versions` bring every older database to exactly this.

Times are UTC in ISO 8601 and bodies are canonical JSON, both as text: the same on SQLite and PostgreSQL, to the byte,
so a digest means the same on both.
"""

from sqlalchemy import Boolean, Column, Integer, MetaData, PrimaryKeyConstraint, String, Table, Text

REVISION = "0002"  # the newest migration; a test holds the two together

METADATA = MetaData()

documents = Table(
    "documents",
    METADATA,
    Column("kind", String(32), nullable=False),
    Column("key", String(128), nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("changed_at", String(32), nullable=False),
    PrimaryKeyConstraint("kind", "key"),
)

# Append only: every version that ever was, the present one included.
document_history = Table(
    "document_history",
    METADATA,
    Column("kind", String(32), nullable=False),
    Column("key", String(128), nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("changed_at", String(32), nullable=False),
    PrimaryKeyConstraint("kind", "key", "version"),
)

# Append only: each row's hash covers the row and the hash before it.
audit = Table(
    "audit",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("actor", Text, nullable=False),
    Column("role", String(32), nullable=False),
    Column("action", String(32), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("key", String(128), nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

# Who is signed in. Momentary, so without history, and left out of backups; a key is a digest that opens nothing.
logins = Table(
    "logins",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("person", String(128), nullable=False, index=True),
    Column("began_at", Integer, nullable=False),  # seconds since 1970: when the provider vouched for them
    Column("seen_at", Integer, nullable=False),
    Column("ended", Boolean, nullable=False),
)
