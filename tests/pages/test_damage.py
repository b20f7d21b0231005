"""What every page says when the workspace was damaged."""

import streamlit as st
from streamlit.testing.v1 import AppTest

from data.home import Home
from data.workspace.store import Workspace
from tests.pages.conftest import titles
from tests.workspace.test_damage import killed


def errors(app: AppTest) -> list[str]:
    """Return what is said loudly, without Markdown's escapes."""
    return [str(error.value).replace("\\", "") for error in app.error]


def test_a_log_that_was_set_aside_is_said_on_every_page_until_its_folder_is_gone(home: Home, app: AppTest) -> None:
    log = killed(home)
    log.write_bytes(b"not a log at all" * 2000)
    st.cache_resource.clear()
    app.run()
    (aside,) = home.root.glob("workspace.db.damaged-*")
    for page in ("admin/metrics.py", "admin/events.py"):
        app.switch_page(page).run()
        assert len(titles(app)) == 1
        (said,) = errors(app)
        assert said.startswith("The log of the workspace was damaged, so what was saved last before ")
        assert aside.name in said
    aside.rename(home.root / "dealt-with")
    assert errors(app.run()) == []


def test_a_damaged_database_is_one_sentence_that_names_the_way_back(home: Home, app: AppTest) -> None:
    Workspace.open(home).close()
    content = home.workspace.read_bytes()
    home.workspace.write_bytes(b"\xff" * 100 + content[100:])
    st.cache_resource.clear()
    assert errors(app.run()) == [
        "The workspace file workspace.db is damaged: set it aside and bring a backup back with make restore."
    ]
    home.workspace.write_bytes(content)
    assert errors(app.run()) == []
