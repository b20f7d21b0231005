"""The first guess at a mapping is right for real files, and a wrong mapping is one sentence."""

from dataclasses import replace
from pathlib import Path

import pytest

from data.events.contract import Field, Shape
from data.events.mapping import Mapping, Outcome, check, missing, signature
from data.events.reading.guesses import guess
from data.messages import Refused
from tests.events.files import LOG, TABLE, table_of

F = Field
REAL = {
    "hillstrom/hillstrom.csv": ({F.VARIANT: "segment"}, ["visit", "conversion", "spend"], ()),
    "cookie_cats/cookie_cats.csv": (
        {F.USER_ID: "userid", F.VARIANT: "version"},
        ["retention_1", "retention_7", "sum_gamerounds"],
        (),
    ),
    "marketing_ab/marketing_AB_sample_ferilab.csv": (
        {F.USER_ID: "user id", F.VARIANT: "test group"},
        ["converted"],
        (),
    ),
    "resume_names/ResumeNames.csv": ({F.USER_ID: "id"}, ["call"], (F.VARIANT,)),
    "open_bandit/random_men.csv": ({F.TIMESTAMP: "timestamp"}, ["click"], (F.VARIANT,)),
    "open_bandit/bts_women.csv": ({F.TIMESTAMP: "timestamp"}, ["click"], (F.VARIANT,)),
}


@pytest.mark.shared
@pytest.mark.parametrize("file", REAL)
def test_real_user_tables_are_guessed_without_help(shared: Path, file: str) -> None:
    columns, rows = table_of(shared / "data" / file)
    fields, metrics, open_fields = REAL[file]
    found = guess(columns, rows[:50])
    assert found.mapping.shape is Shape.USERS
    assert found.mapping.fields == fields
    assert [one.metric for one in found.mapping.outcomes] == metrics
    assert found.missing == open_fields


def test_the_columns_of_the_clean_up_study_are_guessed() -> None:
    columns = ["user_id", "timestamp", "group", "landing_page", "converted"]
    found = guess(columns, [["851104", "2017-01-21 22:11:48.556739", "control", "old_page", "0"]])
    assert found.mapping.shape is Shape.USERS
    assert found.mapping.fields == {F.USER_ID: "user_id", F.TIMESTAMP: "timestamp", F.VARIANT: "group"}
    assert [one.metric for one in found.mapping.outcomes] == ["converted"]


def test_an_event_log_is_guessed_from_other_spellings() -> None:
    columns = ["\ufeffCustomer ID", "Event Time", "Action", "Test Group", "Amount", "Currency", "country"]
    found = guess(columns, [["7", "2026-01-01", "purchase", "a", "3", "EUR", "DE"]], name="spring-mail.csv")
    assert found.mapping.shape is Shape.EVENTS
    assert dict(found.mapping.fields) == {
        F.USER_ID: "\ufeffCustomer ID",
        F.TIMESTAMP: "Event Time",
        F.EVENT: "Action",
        F.VARIANT: "Test Group",
        F.VALUE: "Amount",
        F.CURRENCY: "Currency",
    }
    assert found.mapping.experiment == "spring-mail"


def test_totals_are_guessed_with_conversions_and_spread() -> None:
    columns = ["variant", "users", "purchases", "revenue", "revenue_sd"]
    found = guess(columns, [["a", "100", "7", "812.5", "31.2"], ["b", "98", "9", "903", "33"]])
    assert found.mapping.shape is Shape.TOTALS
    assert found.mapping.outcomes == (
        Outcome(metric="purchases", columns=("purchases",)),
        Outcome(metric="revenue", columns=("revenue", "revenue_sd")),
    )


def test_columns_are_remembered_in_any_order_and_case() -> None:
    assert signature(["User", "event "]) == signature(["EVENT", "user"]) != signature(["user", "events"])


def test_a_mapping_survives_being_written_down() -> None:
    mapping = replace(TABLE, attributes=("country",), variant="a")
    assert Mapping.of(mapping.document()) == mapping


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        (replace(LOG, fields={**LOG.fields, F.VALUE: "price"}), "no column “price”"),
        (replace(LOG, fields={F.USER_ID: "user_id"}), "No column is chosen for “timestamp”"),
        (replace(LOG, experiment=None), "which experiment"),
        (replace(LOG, outcomes=TABLE.outcomes), "no column|no outcome columns"),
        (replace(TABLE, outcomes=()), "at least one outcome"),
        (replace(TABLE, outcomes=TABLE.outcomes * 2), "same metric"),
        (replace(TABLE, fields={**TABLE.fields, F.EVENT: "event"}), "has no field “event”"),
    ],
)
def test_a_mapping_that_cannot_be_followed_is_one_sentence(mapping: Mapping, sentence: str) -> None:
    columns = [*LOG.fields.values(), "bought", "spent"]
    if mapping.outcomes and mapping.shape is Shape.EVENTS:
        columns = [*LOG.fields.values()]
    with pytest.raises(Refused, match=sentence):
        check(mapping, columns)


def test_a_variant_for_the_whole_file_stands_for_the_column() -> None:
    assert missing(replace(TABLE, fields={}, variant="random")) == ()
