"""The command of people, for whoever sits at the machine: list them, `admit CODE ROLE`, `remove CODE`; and `index`.

One JSON object on stdout and exit code 0, or one sentence on stderr and exit code 2.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from data.home import current
from data.messages import Fault
from data.workspace.actors import CODE, LOCAL_OWNER, ActorRole
from data.workspace.people import GRANTED, People
from data.workspace.records import Person, Stored
from data.workspace.store import Workspace


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m data.workspace", description="Who may come into this workspace.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("people", help="everybody who signed in, with code and role")
    admit = commands.add_parser("admit", help="let somebody in, or give them another role")
    admit.add_argument("code", help="the code their screen shows, or the list of `people`")
    admit.add_argument("role", choices=[role.value for role in GRANTED])
    commands.add_parser("remove", help="take somebody's role away and sign them out").add_argument("code")
    commands.add_parser("index", help="write the index that searches look into anew")
    chosen = parser.parse_args(arguments)
    try:
        with Workspace.open(current()) as workspace:
            answer = _index(workspace) if chosen.command == "index" else {"people": _answer(workspace.people, chosen)}
    except Fault as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return 0


def _index(workspace: Workspace) -> dict[str, Any]:
    workspace.library.rebuild(LOCAL_OWNER)
    return {"index": "written"}


def _answer(people: People, chosen: argparse.Namespace) -> list[dict[str, Any]]:
    if chosen.command == "people":
        return [_line(one) for one in people.everybody(LOCAL_OWNER)]
    found = people.find(LOCAL_OWNER, chosen.code)
    key, version = found.value.key, found.version
    if chosen.command == "admit":
        return [_line(people.admit(LOCAL_OWNER, key, role=ActorRole(chosen.role), version=version))]
    return [_line(people.remove(LOCAL_OWNER, key, version=version))]


def _line(stored: Stored[Person]) -> dict[str, Any]:
    person = stored.value
    return {"code": person.key[:CODE], "name": person.name, "email": person.email, "role": person.role}


if __name__ == "__main__":
    sys.exit(main())
