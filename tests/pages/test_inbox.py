"""Reflect › Inbox and Admin › Webhook without a browser: what is read, what is hidden, and what is shown once."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.home import Home
from data.workspace.actors import LOCAL_OWNER, ActorRole
from data.workspace.inbox.records import NoticeKind
from data.workspace.outbox.records import State, Webhook
from pages.parts import fetch, rounds
from pages.parts.jobs import jobs
from pages.parts.visitor import JOINER
from pages.parts.webhook_log import TRIAL
from tests.courier.receivers import Receiver, receiving
from tests.pages.conftest import titles
from tests.pages.test_overview import links
from tests.pages.test_people import LINH, labels, let_in, press, signed_in, written

INBOX, WEBHOOK = "reflect/inbox.py", "admin/webhook.py"


@pytest.fixture
def told(sample: Path, home: Home, app: AppTest) -> AppTest:
    """Give the frame on the sample, after a round of its server."""
    shutil.copytree(sample, home.root)
    st.cache_resource.clear()
    rounds.once_around()
    return app.run()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Give a receiver on loopback."""
    with receiving() as running:
        yield running


def ways(app: AppTest) -> list[str]:
    """Return where the notices lead."""
    return [link for link in links(app) if link in ("Read it →", "See what is wrong →")]


def unread() -> int:
    return fetch.workspace().inbox.unread(LOCAL_OWNER, now=int(time.time()))


def test_an_empty_inbox_says_what_will_stand_there(app: AppTest) -> None:
    app.run().switch_page(INBOX).run()
    assert titles(app) == ["Nothing has happened yet"]
    assert "when a test can be decided" in written(app)
    assert not app.exception


def test_what_is_new_stands_first_and_goes_below_once_it_is_read(told: AppTest) -> None:
    count = unread()
    assert count >= 2
    told.switch_page(INBOX).run()
    assert titles(told) == [f"{count} things are new"]
    assert len(ways(told)) == count == written(told).count("can be decided") + written(told).count("health alarm:")
    press(told, "Mark as read")
    assert unread() == count - 1
    assert "Earlier" in [one.value for one in told.subheader]
    press(told, "Mark all as read")
    assert (unread(), titles(told)) == (0, ["You have read everything"])
    assert "Mark as read" not in labels(told)
    assert len(ways(told)) == count


def test_whoever_follows_a_link_has_read_what_it_is_about(told: AppTest) -> None:
    notices = fetch.workspace().inbox.notices(LOCAL_OWNER, now=int(time.time()))
    [ready, *_] = [one for one in notices if one.kind is NoticeKind.DECISION_READY]
    before = unread()
    told.query_params["notice"] = ready.key
    told.query_params["experiment"] = ready.subject
    told.switch_page("results/readout.py").run()
    assert not told.exception
    assert unread() == before - 1
    assert "notice" not in told.query_params
    told.query_params["notice"] = "nothing of ours"
    told.run()
    assert (unread(), bool(told.exception)) == (before - 1, False)


def test_rounds_go_on_after_one_that_went_wrong(
    home: Home, app: AppTest, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(rounds, "PAUSE", 0.05)
    app.run()
    workspace = fetch.workspace()
    rounds.begin()
    job = jobs().get(rounds.ROUNDS)
    assert job is not None
    aside = home.root / "aside.db"
    try:
        home.workspace.rename(aside)
        until(lambda: "a round was not finished: workspace_moved" in caplog.text)
        aside.rename(home.workspace)
        workspace.sessions.start(LOCAL_OWNER, "Retrospective")
        until(lambda: bool(workspace.inbox.notices(LOCAL_OWNER, now=int(time.time()))))
    finally:
        job.cancelled.set()
        assert job.over.wait(60)


def until(true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    patience, again = time.monotonic() + 60, threading.Event()
    while not true():
        again.wait(0.05)
        assert time.monotonic() < patience


def test_an_executive_is_told_that_results_are_not_part_of_the_role(told: AppTest) -> None:
    let_in(LINH, ActorRole.EXECUTIVE)
    signed_in(told, LINH).run().switch_page(INBOX).run()
    assert titles(told) == ["Results are not part of your role"]


def test_what_people_wrote_is_shown_as_they_wrote_it(home: Home, app: AppTest) -> None:
    sessions = fetch.workspace().sessions
    session = sessions.start(LOCAL_OWNER, "**Bold** ![x](https://x.example/y.png)")
    late = datetime.now(UTC).date() - timedelta(days=3)
    sessions.add_action(LOCAL_OWNER, session.value.key, "<b>Tell</b> [sales](https://x.example)", owner="", due=late)
    rounds.once_around()
    app.run().switch_page(INBOX).run()
    raw = " ".join(one.value for one in app.markdown)
    assert "\\*\\*Bold\\*\\* \\!\\[x\\]\\(" in raw
    assert "\\<b\\>Tell" in raw
    assert "![x](" not in raw


def test_the_webhook_is_off_and_says_so_and_its_secret_is_shown_once(app: AppTest, receiver: Receiver) -> None:
    app.run().switch_page(WEBHOOK).run()
    assert "Off: nothing leaves this machine." in written(app)
    assert labels(app) == ["Save"]
    [address] = [one for one in app.text_input if one.label == "Address to send to"]
    address.set_value(receiver.address)
    [here] = [one for one in app.checkbox if one.label.startswith("Only to this machine")]
    here.check()
    [switch] = app.toggle
    switch.set_value(True)
    press(app, "Save")
    assert "On: messages go to 127.0.0.1." in written(app)
    [secret] = [code.value for code in app.code if code.value.startswith("whsec_")]
    assert not [one for one in app.text_input if receiver.address in (one.value or "")]
    app.run()
    assert not [code.value for code in app.code if secret in code.value]

    receiver.secret = secret
    press(app, "Send a test")
    job = jobs().get(TRIAL)
    assert job is not None
    assert job.over.wait(60)
    app.run()
    assert [sent.state for sent in fetch.workspace().outbox.sent(LOCAL_OWNER)] == [State.ARRIVED]
    assert [got.proven for got in receiver.got] == [True]
    table = app.table[-1].value
    assert [cell.replace("\\", "") for cell in table.iloc[0].tolist()][1:] == ["Trial message", "1", "Arrived (200)"]
    jobs().forget(TRIAL)


def test_what_may_not_be_sent_to_is_told_in_one_sentence(app: AppTest) -> None:
    app.run().switch_page(WEBHOOK).run()
    [address] = [one for one in app.text_input if one.label == "Address to send to"]
    address.set_value("http://169.254.169.254/latest/meta-data")
    press(app, "Save")
    assert "write an https:// address" in written(app).replace(JOINER, "")
    assert fetch.workspace().outbox.webhook(LOCAL_OWNER).version == 0


def test_a_lead_cannot_open_it(app: AppTest) -> None:
    let_in(LINH, ActorRole.LEAD)
    signed_in(app, LINH).run().switch_page(WEBHOOK).run()
    assert "Your role “lead” does not allow this" in written(app)
    assert "Save" not in labels(app)


def test_an_admin_may_not_send_to_the_machine_itself_and_gets_on_with_another_address(app: AppTest) -> None:
    here = Webhook(local=True, is_on=True)
    fetch.workspace().outbox.save_webhook(LOCAL_OWNER, here, address="http://127.0.0.1:9000/", version=0)
    let_in(LINH, ActorRole.ADMIN)
    signed_in(app, LINH).run().switch_page(WEBHOOK).run()
    assert not [one for one in app.checkbox if one.label.startswith("Only to this machine")]
    press(app, "Save")
    assert "write an https:// address" in written(app).replace(JOINER, "")
    [address] = [one for one in app.text_input if one.label == "Address to send to"]
    address.set_value("https://hooks.example.com/liftroom")
    press(app, "Save")
    assert "On: messages go to hooks.example.com." in written(app)
    assert not fetch.workspace().outbox.webhook(LOCAL_OWNER).value.local
