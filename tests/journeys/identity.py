"""A team that signs in: a real OpenID provider beside a real server, and people who come in as a person would."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from data.home import Home
from data.workspace.actors import LOCAL_OWNER, ActorRole
from data.workspace.logins import Claims
from data.workspace.people import NotAdmitted
from data.workspace.store import Workspace
from tests.journeys.conftest import Tab
from tests.ports import free_port

FOLDER = Path(__file__).parent / "provider"
SECRETS = """\
[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "b0f4c3a8e1d25796b0f4c3a8e1d25796"
client_id = "liftroom"
client_secret = "a secret of tests"
server_metadata_url = "{issuer}/.well-known/openid-configuration"
client_kwargs = {{ prompt = "login" }}
"""


@contextmanager
def vouching(people: Mapping[str, str], *, port: int, secrets: Path) -> Iterator[str]:
    """Run a provider that vouches for `people` (name by subject) towards the dashboard on `port`; give its issuer.

    Writes the secrets that the dashboard needs. Skips with the reason where there is no provider to run.
    """
    node = shutil.which("node")
    if node is None or not (FOLDER / "node_modules").exists():
        pytest.skip("no OpenID provider: install Node.js with npm and run make test again")
    own = free_port()
    issuer = f"http://127.0.0.1:{own}"
    secrets.write_text(SECRETS.format(port=port, issuer=issuer))
    redirect = f"http://127.0.0.1:{port}/oauth2callback"
    command = [node, "provider.mjs", str(own), redirect, json.dumps(dict(people))]
    with subprocess.Popen(command, cwd=FOLDER, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n", "the provider did not start"
            yield issuer
        finally:
            process.kill()


def sign_in(tab: Tab, subject: str) -> None:
    """Press the button, be that person at the provider, and come back."""
    tab.page.get_by_role("button", name="Sign in").click()
    tab.page.get_by_label("Who are you?").fill(subject)
    tab.page.get_by_role("button", name="Go on").click()
    tab.page.wait_for_url(f"{tab.server.address}/**")
    tab.settle()


def let_in(home: Home, issuer: str, people: Mapping[str, str], roles: Mapping[str, ActorRole]) -> None:
    """Let people in before they come: each by subject, with the name that the provider will say."""
    now = int(time.time())
    with Workspace.open(home) as workspace:
        for subject, role in roles.items():
            claims = Claims(issuer=issuer, subject=subject, began_at=now, nonce="before", name=people[subject])
            with pytest.raises(NotAdmitted):
                workspace.people.arrive(claims, now=now)
            workspace.people.admit(LOCAL_OWNER, claims.person, role=role, version=1)
