"""Admin › Events: a file comes in, is told about, and goes out again."""

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.declarations.experiments import Allocation
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
    assert titles(app) == ["Bring in what your tools recorded"]
    app.file_uploader[0].upload("spring mail.csv", TABLE.encode()).run()
    guessed = {one.label: one.value for one in app.selectbox}
    assert (guessed["User"], guessed["Variant *"]) == ("customer", "test_group")
    assert guessed["The outcome that decides *"] == "bought"
    assert app.pills[0].value == ["bought"]
    click(app, "Import")
    finish(app)
    assert "401 rows read: 400 accepted, 0 duplicates, 1 rejected" in app.success[0].value.replace("\\", "")
    assert "The outcome is blank" in str(app.table[0].value.to_dict()).replace("\\", "")
    [draft] = fetch.experiments(LOCAL_OWNER)
    assert draft.value.variants == ("old", "new")
    assert [one.file for one in fetch.batches(LOCAL_OWNER)] == ["spring mail.csv"]
    assert not app.exception


def test_another_outcome_may_decide_and_none_is_lost(app: AppTest) -> None:
    app.run().switch_page("admin/events.py").run()
    table = "customer,test_group,visit,spend\nu1,old,0,0\nu2,new,1,2.5\n"
    app.file_uploader[0].upload("mail.csv", table.encode()).run()
    assert app.pills[0].value == ["visit", "spend"]
    field(app, "selectbox", "The outcome that decides").select("spend")
    click(app, "Import")
    finish(app)
    [draft] = fetch.experiments(LOCAL_OWNER)
    assert [(use.metric, use.role.value) for use in draft.value.metrics] == [
        ("spend", "primary"),
        ("visit", "secondary"),
    ]


def test_many_columns_are_offered_as_a_list(app: AppTest) -> None:
    app.run().switch_page("admin/events.py").run()
    names = [f"c{number}" for number in range(40)]
    table = f"customer,test_group,bought,{','.join(names)}\n" + "u1,old,0" + ",x" * 40 + "\nu2,new,1" + ",y" * 40 + "\n"
    app.file_uploader[0].upload("wide.csv", table.encode()).run()
    assert [one.value for one in app.multiselect] == [["bought"], []]
    app.multiselect[1].set_value(["c7"])
    click(app, "Import")
    finish(app)
    [batch] = fetch.batches(LOCAL_OWNER)
    assert batch.mapping["attributes"] == ["c7"]


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


DATED = "customer,test_group,day,bought,note\n" + "\n".join(
    f"{user},{arm},0{1 + number % 9}/0{1 + number % 3}/2026,{bought},n{number}"
    for number, (user, arm, bought) in enumerate(ROWS)
)


def field(app: AppTest, kind: str, label: str) -> Any:  # noqa: ANN401  each kind has its own type
    [found] = [one for one in app.get(kind) if label in getattr(one, "label", "")]
    return found


def test_split_and_time_zone_may_be_said_with_the_file(app: AppTest) -> None:
    app.run().switch_page("admin/events.py").run()
    app.file_uploader[0].upload("spring mail.csv", TABLE.encode()).run()
    split = field(app, "text_input", "Planned split")
    assert split.placeholder == "new=1, old=1"
    split.set_value("old=3, new=1")
    field(app, "selectbox", "Time zone").select("Asia/Ho_Chi_Minh")
    click(app, "Import")
    finish(app)
    [draft] = fetch.experiments(LOCAL_OWNER)
    assert draft.value.allocation == (Allocation(starts_on=None, weights=(3.0, 1.0)),)
    assert draft.value.time_zone == "Asia/Ho_Chi_Minh"


def test_what_is_left_open_stays_unknown(app: AppTest) -> None:
    imported(app)
    [draft] = fetch.experiments(LOCAL_OWNER)
    assert (draft.value.allocation, draft.value.time_zone) == ((), "UTC")


def test_a_split_that_cannot_be_read_imports_nothing(app: AppTest) -> None:
    app.run().switch_page("admin/events.py").run()
    app.file_uploader[0].upload("spring mail.csv", TABLE.encode()).run()
    field(app, "text_input", "Planned split").set_value("50/50")
    click(app, "Import")
    assert "write each variant with its parts, like old=1, new=1" in app.error[0].value.replace("\\", "")
    assert fetch.batches(LOCAL_OWNER) == ()
    field(app, "text_input", "Planned split").set_value("old=1, new=1")
    click(app, "Import")
    finish(app)
    assert len(fetch.batches(LOCAL_OWNER)) == 1


def test_attributes_may_be_chosen_and_left_to_the_file_again(app: AppTest) -> None:
    app.run().switch_page("admin/events.py").run()
    app.file_uploader[0].upload("dated.csv", DATED.encode()).run()
    attributes = app.pills[1]
    assert "customer" not in attributes.options  # who the user is, is never kept
    attributes.set_value(["note"])
    field(app, "selectbox", "How to read a date").select("day_first")
    click(app, "Import")
    finish(app)
    [batch] = fetch.batches(LOCAL_OWNER)
    assert (batch.mapping["attributes"], batch.accepted) == (["note"], 400)
    app.file_uploader[0].upload("dated again.csv", DATED.encode()).run()
    remembered = app.pills[1]
    assert remembered.value == ["note"]
    remembered.set_value([])
    click(app, "Import")
    finish(app)
    assert fetch.batches(LOCAL_OWNER)[-1].mapping["attributes"] is None


@pytest.mark.parametrize(("order", "last"), [("day_first", date(2026, 3, 9)), ("month_first", date(2026, 9, 3))])
def test_dates_that_can_be_read_two_ways_are_asked_about(app: AppTest, order: str, last: date) -> None:
    app.run().switch_page("admin/events.py").run()
    app.file_uploader[0].upload("dated.csv", DATED.encode()).run()
    field(app, "selectbox", "How to read a date such as 03/04/2026").select(order)
    click(app, "Import")
    finish(app)
    [batch] = fetch.batches(LOCAL_OWNER)
    [part] = batch.experiments.values()
    assert (part.last or "")[:10] == last.isoformat()


@pytest.mark.parametrize("day", ["13/02/2026", "02/13/2026", "2026-02-03", "03.04.2026"])
def test_dates_that_leave_no_doubt_are_not_asked_about(app: AppTest, day: str) -> None:
    app.run().switch_page("admin/events.py").run()
    table = f"customer,test_group,day,bought\nu1,old,{day},0\nu2,new,{day},1\n"
    app.file_uploader[0].upload("plain.csv", table.encode()).run()
    asked = [one.label for one in app.selectbox]
    assert "Time" in asked
    assert not [label for label in asked if "03/04/2026" in label]
