"""Letting people in, changing what they may do, and what a team needs before there are several."""

import streamlit as st

from analytics.present.roster import ROLES, standing
from data.messages import Message
from data.workspace.actors import CODE, ActorRole
from data.workspace.records import Person, Stored
from pages.parts import blocks, drafts, fields, record
from pages.parts.visitor import plain, say

SHOWN = 20  # people who wait and are shown at once
ROLE = Message("people_role", "Role")
SECRETS = """\
[auth]
redirect_uri = "https://liftroom.example/oauth2callback"
cookie_secret = "at least 32 random characters"
client_id = "from your provider"
client_secret = "from your provider"
server_metadata_url = "https://provider.example/.well-known/openid-configuration"
client_kwargs = { prompt = "login" }
"""


def alone() -> None:
    """Say what a team needs to set up."""
    blocks.empty(
        Message("people_alone", "Only you use this Liftroom"),
        Message(
            "people_alone_why",
            "Whoever opens it on this machine is its owner. For a team, let people sign in with the provider that your "
            "company uses already (Google, Microsoft, Okta, Keycloak or any other that speaks OpenID Connect).",
        ),
    )
    steps = (
        Message("people_step_register", "Register Liftroom with the provider. It gives you a client id and a secret."),
        Message("people_step_secrets", "Write them into .streamlit/secrets.toml, and start Liftroom again:"),
    )
    st.markdown(f"1. {plain(say(steps[0]))}\n2. {plain(say(steps[1]))}")
    st.code(SECRETS, language=None)
    last = Message(
        "people_step_admit",
        "Sign in. Your screen shows a code; on this machine, let yourself in as the first admin. "
        "From then on people are let in here.",
    )
    st.markdown(f"3. {plain(say(last))}")
    st.code("python -m data.workspace admit CODE admin", language=None)


def waiting(people: tuple[Stored[Person], ...]) -> None:
    """Ask for each who waits what they may do here."""
    if not people:
        return
    blocks.heading(say(Message("people_waiting", "Waiting to be let in")))
    for stored in people[:SHOWN]:
        person = stored.value
        with st.form(f"admit-{person.key}", border=True):
            st.markdown(f"**{plain(person.name)}**")
            st.text(" · ".join(part for part in (person.email, person.key[:CODE]) if part))
            role = fields.choice(ROLE, ActorRole.MEMBER, names=ROLES, key=f"role-{person.key}")
            if st.form_submit_button(say(Message("people_admit", "Let in"))):
                record.admit(stored, role)
    if len(people) > SHOWN:
        rest = {"count": len(people) - SHOWN}
        blocks.quiet(say(Message("people_more", "{count} more wait: they appear as these are let in.", rest)))


def change(people: tuple[Stored[Person], ...]) -> None:
    """Give somebody another role or name, sign them out everywhere, or remove them."""
    blocks.heading(say(Message("people_change", "Change what somebody may do")))
    known = {stored.value.key: stored for stored in people}
    chosen = st.selectbox(
        say(Message("people_choice", "Person")),
        list(known),
        format_func=lambda key: f"{known[key].value.name} · {say(standing(known[key].value))}",
        key="person",
    )
    draft = drafts.Draft(drafts.name_of(known[chosen].value), known[chosen])
    base = known[chosen].value if draft.base is None else draft.base.value
    with st.form(draft.key("form"), border=False):
        name = fields.text(Message("column_person", "Name"), base.name, key=draft.key("name"), longest=60)
        role = fields.choice(ROLE, base.role or ActorRole.VIEWER, names=ROLES, key=draft.key("role"))
        if st.form_submit_button(say(Message("save", "Save"))):
            record.save_person(base, name=name, role=role, draft=draft)
    with st.container(horizontal=True):
        st.button(
            say(Message("people_sign_out", "Sign out everywhere")),
            on_click=record.sign_out, args=(base,), key=draft.key("sign-out"),
        )  # fmt: skip
        if base.role is not None:
            st.button(
                say(Message("people_remove", "Remove from this workspace")),
                on_click=record.remove_person, args=(base, draft), key=draft.key("remove"),
            )  # fmt: skip
