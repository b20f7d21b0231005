"""Tables: what the workspace database holds. `migrations/versions` bring every older database to exactly this.
The index of all words is no table on SQLite, and stands in `library/index`.

Times are UTC in ISO 8601 and bodies are canonical JSON, both as text: the same on SQLite and PostgreSQL, to the byte,
so a digest means the same on both.
"""

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, PrimaryKeyConstraint, String, Table, Text

REVISION = "0005"  # the newest migration; a test holds the two together

METADATA = MetaData()
KEY = String(128).with_variant(String(128, collation="C"), "postgresql")  # in the order of bytes, as in SQLite

documents = Table(
    "documents",
    METADATA,
    Column("kind", String(32), nullable=False),
    Column("key", KEY, nullable=False),
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
    Column("key", KEY, nullable=False),
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
    Index("ix_audit_kind_sequence", "kind", "sequence"),
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

# Who is in a session's room. Momentary like logins; cleared when the session closes.
presence = Table(
    "presence",
    METADATA,
    Column("session", String(128), nullable=False),
    Column("person", String(128), nullable=False),  # empty: the local owner
    Column("seen_at", Integer, nullable=False),  # seconds since 1970
    Column("here", Boolean, nullable=False),  # what the others were told last
    Column("partakes", Boolean, nullable=False),  # may write, not only look on
    Column("finished", String(32), nullable=False),  # the phase they said they are done with; empty: none
    PrimaryKeyConstraint("session", "person"),
)

# A number for each session that every change in its room raises, so that asking for news is one small query.
clocks = Table(
    "clocks",
    METADATA,
    Column("session", String(128), primary_key=True),
    Column("number", Integer, nullable=False),
)

# What was told, once each: the key is a digest of what it says.
notices = Table(
    "notices",
    METADATA,
    Column("key", String(32), primary_key=True),
    Column("number", Integer, nullable=False, unique=True),  # 1, 2, 3 … in the order of telling
    Column("kind", String(32), nullable=False),
    Column("subject", String(128), nullable=False),
    Column("became", String(128), nullable=False),
    Column("day", String(10), nullable=False),
    Column("told_at", Integer, nullable=False),  # seconds since 1970
    Column("over", Boolean, nullable=False),
)

# Who has read which. A person's own, so without history and audit.
notice_marks = Table(
    "notice_marks",
    METADATA,
    Column("person", String(128), nullable=False),  # empty: the local owner
    Column("notice", String(32), nullable=False),
    PrimaryKeyConstraint("person", "notice"),
)

# What waits to be sent to another tool, and what became of it. Momentary like logins, and left out of backups.
dispatches = Table(
    "dispatches",
    METADATA,
    Column("key", String(64), primary_key=True),  # id of the message
    Column("kind", String(32), nullable=False),
    Column("subject", String(128), nullable=False),
    Column("body", Text, nullable=False),
    Column("made_at", Integer, nullable=False),  # seconds since 1970, as the other times
    Column("due_at", Integer, nullable=False),  # of the next attempt; of the last one when it is over
    Column("attempts", Integer, nullable=False),
    Column("lease", String(32), nullable=False),  # whose it is; empty: nobody's
    Column("leased_until", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("status", Integer, nullable=True),
    Column("trouble", String(32), nullable=True),
    Index("ix_dispatches_state_due_at", "state", "due_at"),
)
