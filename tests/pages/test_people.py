"""The gate and Admin › People: who is asked to sign in, who waits, who goes on, and who lets them in."""

import time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.workspace.actors import LOCAL_OWNER, ActorRole
from data.workspace.logins import Claims
from data.workspace.people import NotAdmitted
from pages.parts import fetch
from tests.pages.conftest import titles

AUTH = {
    "redirect_uri": "http://127.0.0.1:8501/oauth2callback",
    "cookie_secret": "c8f1b2a9d07e4365" * 2,
    "client_id": "liftroom",
    "client_secret": "known to nobody",
    "server_metadata_url": "http://127.0.0.1:1/.well-known/openid-configuration",
}
LINH = {"sub": "7", "name": "Linh Trần", "email": "linh@team.example"}
MINH = {"sub": "8", "name": "Minh", "email": "minh@team.example"}


def signed_in(app: AppTest, person: dict[str, str], *, age: int = 0, nonce: str = "n") -> AppTest:
    """Let the provider have vouched for a person `age` seconds ago."""
    app.secrets["auth"] = AUTH
    app.user = {
        "is_logged_in": True, "iss": "https://id.example", "iat": int(time.time()) - age, "nonce": nonce, **person,
    }  # fmt: skip
    return app


def let_in(person: dict[str, str], role: ActorRole) -> None:
    """Let somebody in who signed in before."""
    now = int(time.time())
    claims = Claims(
        issuer="https://id.example", subject=person["sub"], began_at=now, nonce="first", name=person["name"]
    )
    with pytest.raises(NotAdmitted):
        fetch.workspace().people.arrive(claims, now=now)
    version = fetch.workspace().people.find(LOCAL_OWNER, claims.person).version
    fetch.workspace().people.admit(LOCAL_OWNER, claims.person, role=role, version=version)


def labels(app: AppTest) -> list[str]:
    return [one.label.replace("\\", "") for one in app.button]


def press(app: AppTest, label: str) -> AppTest:
    found = next(one for one in app.button if one.label.replace("\\", "") == label)
    return found.click().run()


def written(app: AppTest) -> str:
    shown: list[Any] = [*app.markdown, *app.info, *app.error]
    return " ".join(one.value for one in shown).replace("\\", "")


def test_without_a_provider_the_owner_goes_on_and_reads_what_a_team_needs(app: AppTest) -> None:
    app.run().switch_page("admin/people.py").run()
    assert titles(app) == ["Only you use this Liftroom"]
    assert "cookie_secret" in app.code[0].value
    assert app.code[1].value == "python -m data.workspace admit CODE admin"
    assert "Sign out" not in labels(app)


@pytest.mark.parametrize("screen", ["results/overview.py", "admin/events.py", "admin/people.py"])
def test_whoever_has_not_signed_in_sees_one_button_on_every_screen(app: AppTest, screen: str) -> None:
    app.secrets["auth"] = AUTH
    app.user = {"is_logged_in": False}
    app.run().switch_page(screen).run()
    assert titles(app) == ["Liftroom"]
    assert labels(app) == ["Sign in"]
    assert "Please sign in to read on." in written(app)


def test_several_providers_stand_side_by_side(app: AppTest) -> None:
    provider = {name: AUTH[name] for name in ("client_id", "client_secret", "server_metadata_url")}
    shared = {name: AUTH[name] for name in ("redirect_uri", "cookie_secret")}
    app.secrets["auth"] = {**shared, "google": provider, "our_own": provider}
    app.user = {"is_logged_in": False}
    app.run()
    assert labels(app) == ["Sign in with Google", "Sign in with Our Own"]


def test_whoever_is_new_waits_with_a_code_and_sees_nothing_else(app: AppTest) -> None:
    signed_in(app, LINH).run()
    assert titles(app) == ["Nobody has let you in yet"]
    [waits] = fetch.workspace().people.everybody(LOCAL_OWNER)
    assert f"signed in as Linh Trần, and nobody has let you in yet: tell an admin your code {waits.value.key[:8]}" in (
        written(app)
    )
    assert labels(app) == ["Look again", "Sign out"]


def test_whoever_was_let_in_goes_on_by_name_until_the_login_is_over(app: AppTest) -> None:
    let_in(LINH, ActorRole.MEMBER)
    signed_in(app, LINH).run()
    assert titles(app) == ["Nothing has been tested here yet"]
    assert "Signed in as Linh Trần" in written(app)
    signed_in(app, LINH, age=12 * 60 * 60 + 1).run()
    assert titles(app) == ["Liftroom"]
    assert "You have been signed in for twelve hours: please sign in again." in written(app)
    assert labels(app) == ["Sign in"]


def test_who_may_not_manage_people_is_told_so(app: AppTest) -> None:
    let_in(LINH, ActorRole.LEAD)
    signed_in(app, LINH).run().switch_page("admin/people.py").run()
    assert "Your role “lead” does not allow this" in written(app)
    assert not app.dataframe


def test_an_admin_lets_somebody_in_changes_and_removes_them(app: AppTest) -> None:
    let_in(LINH, ActorRole.ADMIN)
    now = int(time.time())
    minh = Claims(issuer="https://id.example", subject="8", began_at=now, nonce="n", name="Minh")
    with pytest.raises(NotAdmitted):
        fetch.workspace().people.arrive(minh, now=now)
    signed_in(app, LINH).run().switch_page("admin/people.py").run()
    press(app, "Let in")
    assert app.toast[0].value == "Minh may come in now\\."
    assert fetch.workspace().people.arrive(minh, now=now).role is ActorRole.MEMBER
    table = app.dataframe[0].value
    assert table["Name"].tolist() == ["Linh Trần", "Minh"]
    assert table["Role"].tolist()[1] == "Member"

    app.selectbox(key="person").select(minh.person).run()
    [name] = [one for one in app.text_input if one.label == "Name"]
    name.set_value("Minh Lê")
    press(app, "Save")
    assert fetch.workspace().people.arrive(minh, now=now).name == "Minh Lê"
    press(app, "Remove from this workspace")
    assert list(fetch.workspace().people.names(LOCAL_OWNER).values()) == ["Linh Trần"]
    assert app.dataframe[0].value["Role"].tolist()[-1] == "Removed"


def test_signing_out_ends_the_login_here_and_not_only_in_the_cookie(app: AppTest) -> None:
    let_in(LINH, ActorRole.VIEWER)
    signed_in(app, LINH, nonce="this browser").run()
    kept = dict(app.user)
    press(app, "Sign out")
    app.user = kept
    app.run()
    assert "You were signed out: please sign in again." in written(app)
