"""Write the workspace of the present revision as SQL text, once, when a revision is made."""

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from data.home import Home
from data.workspace.tables import REVISION
from tests.workspace.releases import content

target = Path(__file__).parent / f"schema_{REVISION}.sql"
if target.exists():
    sys.exit(f"{target.name} is on record already: it stays as that release left it")
with tempfile.TemporaryDirectory() as folder:
    home = Home(Path(folder))
    content.write(home)
    with closing(sqlite3.connect(home.workspace)) as connection:
        target.write_text("\n".join(connection.iterdump()) + "\n")
