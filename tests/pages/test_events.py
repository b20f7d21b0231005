"""Admin › Events: a file comes in, is told about, and goes out again."""

import pytest
from streamlit.testing.v1 import AppTest

from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from pages.parts import fetch, record
from pages.parts.jobs import jobs
from tests.pages.conftest import titles

ROWS = [(f"u{number}", "old" if number % 2 else "new", int(number % 5 == 0)) for number in range(400)]
TABLE = (
    "customer,test_group,bought\n" + "\n".join(f"{user},{arm},{bought}" for user, arm, bought in ROWS) + "\nu400,old,\n"
)


def click(app: AppTest, label: str) -> None:
    [found] = [one for one in app.button if one.label == label]
    found.click().run()


def finish(app: AppTest) -> None:
    """Wait for the import's thread, then look at the page again."""
    job = jobs().get(record.IMPORT)
    assert job is not None
    assert job.over.wait(60)
    app.run()


def imported(app: AppTest) -> None:
    app.run().switch_page("admin/events.py").run()
    app.file_uploader[0].upload("spring mail.csv", TABLE.encode()).run()
    click(app, "Import")
    finish(app)


def test_a_user_table_comes_in_by_screen_and_its_readout_is_one_link_away(app: AppTest) -> None:
    app.run().switch_page("admin/events.py").run()
    assert titles(app) == ["What the machines wrote down"]
    app.file_uploader[0].upload("spring mail.csv", TABLE.encode()).run()
    guessed = {one.label: one.value for one in app.selectbox}
    assert (guessed["User"], guessed["Variant *"]) == ("customer", "test_group")
    assert app.multiselect[0].value == ["bought"]
    click(app, "Import")
    finish(app)
    assert "401 rows read: 400 accepted, 0 duplicates, 1 rejected" in app.success[0].value.replace("\\", "")
    assert "The outcome is blank" in str(app.table[0].value.to_dict()).replace("\\", "")
    [draft] = fetch.experiments(LOCAL_OWNER)
    assert draft.value.variants == ("old", "new")
    assert [one.file for one in fetch.batches(LOCAL_OWNER)] == ["spring mail.csv"]
    assert not app.exception


def test_a_guess_can_be_corrected(app: AppTest) -> None:
    app.run().switch_page("admin/events.py").run()
    app.file_uploader[0].upload("spring mail.csv", TABLE.encode()).run()
    [user] = [one for one in app.selectbox if one.label == "User"]
    user.select("")
    click(app, "Import")
    finish(app)
    [batch] = fetch.batches(LOCAL_OWNER)
    assert "user_id" not in batch.mapping["fields"]


def test_an_import_can_be_taken_out_again(app: AppTest) -> None:
    imported(app)
    click(app, "Take it out")
    assert fetch.batches(LOCAL_OWNER) == ()
    assert app.toast[0].value.replace("\\", "") == "The import is taken out again."


def test_what_is_no_table_gets_one_sentence(app: AppTest) -> None:
    app.run().switch_page("admin/events.py").run()
    app.file_uploader[0].upload("broken.csv", b"").run()
    assert len(app.error) == 1
    assert not app.exception


def test_a_large_file_is_read_from_the_homes_own_folder(app: AppTest, home: Home) -> None:
    home.incoming.mkdir(parents=True)
    (home.incoming / "large.csv").write_text(TABLE)
    app.run().switch_page("admin/events.py").run()
    [place] = [one for one in app.selectbox if "incoming" in one.label]
    place.select("large.csv").run()
    click(app, "Import")
    finish(app)
    assert [one.file for one in fetch.batches(LOCAL_OWNER)] == ["large.csv"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/hostname"])
def test_only_files_of_that_folder_are_offered(app: AppTest, home: Home, name: str) -> None:
    home.incoming.mkdir(parents=True)
    assert name not in fetch.waiting_files()
