"""A team signs in with a real provider: who waits, who is let in, who is put out, and what an old cookie is worth."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.conftest import PROJECT
from tests.journeys.conftest import Server, Tab, serving
from tests.journeys.identity import sign_in, vouching
from tests.ports import free_port

pytestmark = pytest.mark.browser
PEOPLE = {"linh": "Linh Trần", "minh": "Minh Lê", "anna": "Anna Schmidt"}


@pytest.fixture(scope="module")
def team(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give a server on which people must sign in; each test has people of its own."""
    folder = tmp_path_factory.mktemp("team")
    port, secrets, home = free_port(), folder / "secrets.toml", Path(shutil.copytree(sample, folder / "home"))
    with (
        vouching(PEOPLE, port=port, secrets=secrets),
        serving(home, logs=folder, port=port, secrets=secrets) as server,
    ):
        yield server


def heading(tab: Tab, text: str) -> None:
    expect(tab.page.get_by_role("heading", name=text, exact=True)).to_be_visible()


def press(tab: Tab, name: str) -> None:
    tab.page.get_by_role("button", name=name, exact=True).click()


def command(server: Server, *words: str) -> dict[str, list[dict[str, str]]]:
    done = subprocess.run(
        [sys.executable, "-m", "data.workspace", *words],
        cwd=PROJECT, env={"LIFTROOM_HOME": str(server.home)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    answer: dict[str, list[dict[str, str]]] = json.loads(done.stdout)
    return answer


def test_the_first_admin_is_let_in_at_the_machine_and_lets_others_in_and_out(
    team: Server, visit: Callable[..., Tab]
) -> None:
    linh, minh = visit(team), visit(team)
    linh.open("/readout")  # a child address first: nothing is shown before somebody signed in
    heading(linh, "Liftroom")
    expect(linh.page.get_by_test_id("stSidebar")).to_have_count(0)
    sign_in(linh, "linh")
    heading(linh, "Nobody has let you in yet")
    [code] = re.findall(r"your code ([0-9a-f]{8})", linh.page.inner_text("[data-testid=stMain]"))
    known = {"code": code, "name": "Linh Trần", "email": "linh@team.example", "role": None}
    assert known in command(team, "people")["people"]
    command(team, "admit", code, "admin")
    press(linh, "Look again")
    expect(linh.page.get_by_text("Signed in as Linh Trần")).to_be_visible()

    minh.open()
    sign_in(minh, "minh")
    heading(minh, "Nobody has let you in yet")
    linh.open("/people")
    heading(linh, "Who may do what here")
    press(linh, "Let in")
    expect(linh.page.get_by_text("Minh Lê may come in now.")).to_be_visible()
    press(minh, "Look again")
    expect(minh.page.get_by_text("Signed in as Minh Lê")).to_be_visible()
    expect(minh.page.get_by_role("link", name="People")).to_have_count(0)
    minh.open("/people")
    expect(minh.page.get_by_text("Your role “member” does not allow this")).to_be_visible()

    linh.page.get_by_label("Person").click()
    linh.page.get_by_role("option", name="Minh Lê").click()
    linh.settle()
    press(linh, "Remove from this workspace")
    expect(linh.page.get_by_text("Minh Lê is out and signed out everywhere.")).to_be_visible()
    minh.open()
    heading(minh, "Liftroom")
    expect(minh.page.get_by_text("You were signed out: please sign in again.")).to_be_visible()
    assert not linh.complaints + minh.complaints


def test_a_cookie_that_was_kept_opens_nothing_after_signing_out(team: Server, visit: Callable[..., Tab]) -> None:
    anna, thief = visit(team), visit(team)
    anna.open()
    sign_in(anna, "anna")
    heading(anna, "Nobody has let you in yet")
    [code] = [one["code"] for one in command(team, "people")["people"] if one["name"] == "Anna Schmidt"]
    command(team, "admit", code, "viewer")
    press(anna, "Look again")
    expect(anna.page.get_by_text("Signed in as Anna Schmidt")).to_be_visible()
    anna.settle()  # until then the page that she leaves has a way out of its own
    kept = anna.page.context.cookies()
    press(anna, "Sign out")
    expect(anna.page.get_by_role("button", name="Sign in")).to_be_visible()
    thief.page.context.add_cookies(
        [{"name": one.get("name", ""), "value": one.get("value", ""), "url": team.address} for one in kept]
    )
    thief.open()
    expect(thief.page.get_by_text("You were signed out: please sign in again.")).to_be_visible()
