"""Write the workspace of the present revision as SQL text, once, when a revision is made."""

import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from data.home import Home
from data.workspace.tables import REVISION
from tests.workspace.releases import content


def statements(connection: sqlite3.Connection) -> Iterator[str]:
    """Give the text of a workspace; `iterdump` cannot spell the index, which is a virtual table."""
    ((made,),) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'search'")
    rows = connection.execute("SELECT rowid, * FROM search ORDER BY rowid").fetchall()
    with closing(sqlite3.connect(":memory:")) as copy:
        connection.backup(copy)
        copy.execute("DROP TABLE search")
        copy.commit()
        yield from (line for line in copy.iterdump() if line != "COMMIT;")
    yield f"{made};"
    for row in rows:
        values = (str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'" for value in row)
        yield f"INSERT INTO search(rowid, kind, key, session, experiment, head, body) VALUES({','.join(values)});"
    yield "COMMIT;"


target = Path(__file__).parent / f"schema_{REVISION}.sql"
if target.exists():
    sys.exit(f"{target.name} is on record already: it stays as that release left it")
with tempfile.TemporaryDirectory() as folder:
    home = Home(Path(folder))
    content.write(home)
    with closing(sqlite3.connect(home.workspace)) as connection:
        target.write_text("\n".join(statements(connection)) + "\n")
