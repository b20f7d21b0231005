"""Records to JSON and back: every record comes back equal, in one spelling, and what cannot be read is refused."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.declarations.experiments import Allocation, Experiment, MetricUse, Role
from data.declarations.metrics import CATALOGUE, Metric
from data.declarations.policies import Policy
from data.declarations.settings import Settings
from data.messages import Refused
from data.workspace import documents
from data.workspace.actors import LOCAL_OWNER
from data.workspace.documents import body_of, from_json, to_json, value_of
from data.workspace.records import Json, JsonObject, Kind, Unveiling
from data.workspace.store import Workspace

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
WEIGHTS = st.lists(NUMBERS, max_size=3).map(tuple)
ALLOCATION = st.builds(Allocation, weights=WEIGHTS)
USE = st.builds(MetricUse, margin=st.none() | NUMBERS)
RECORDS = st.one_of(
    st.builds(
        Experiment,
        allocation=st.lists(ALLOCATION, max_size=3).map(tuple),
        metrics=st.lists(USE, max_size=3).map(tuple),
        minimal_interesting_lift=st.none() | NUMBERS,
    ),
    st.builds(Metric, cap=st.none() | NUMBERS, minimal_interesting_lift=NUMBERS),
    st.builds(Policy, level=NUMBERS, small_cell=st.integers(0, 10**9), split_prior=NUMBERS),
    st.builds(Settings),
    st.builds(Unveiling),
)


@settings(deadline=None)  # the first example pays for loading
@given(record=RECORDS)
def test_every_record_comes_back_equal_and_in_the_same_spelling(record: object) -> None:
    body = body_of(to_json(record))
    read = from_json(type(record), value_of(Kind.EXPERIMENT, body))
    assert read == record
    assert body_of(to_json(read)) == body
    assert body.isascii()


def test_a_field_of_a_later_release_takes_its_default() -> None:
    assert from_json(Settings, {"name": "Team"}) == Settings(name="Team")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"key": "a", "name": "A", "mood": "good"}, "Experiment has no field mood"),
        ({"key": "a"}, "Experiment: .*missing 1 required"),
        ({"key": "a", "name": 7}, "Experiment.name: expected str, found int"),
        ({"key": "a", "name": "A", "status": "sleeping"}, "Experiment.status: 'sleeping' is not a valid Status"),
        ({"key": "a", "name": "A", "variants": "ab"}, "Experiment.variants: expected list, found str"),
        ({"key": "a", "name": "A", "starts_on": "soon"}, "Experiment.starts_on: Invalid isoformat"),
        ({"key": "a", "name": "A", "planned_users": True}, "Experiment.planned_users: expected int, found bool"),
        ({"key": "a", "name": "A", "metrics": [{"metric": "m"}]}, "Experiment.metrics: MetricUse: .*'role'"),
    ],
)
def test_what_is_no_record_is_told_with_its_field(value: JsonObject, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        from_json(Experiment, value)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_never_spelled(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        body_of(to_json(replace(CATALOGUE[0], cap=number)))


def test_a_document_of_a_newer_release_is_refused() -> None:
    with pytest.raises(Refused, match="A newer release of Liftroom wrote this metric"):
        value_of(Kind.METRIC, '{"schema": 99, "value": {}}')


def test_a_document_of_an_older_schema_is_brought_to_the_present_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def renamed(value: dict[str, Json]) -> dict[str, Json]:
        return {"name": value["title"]}

    monkeypatch.setattr(documents, "SCHEMA", 3)
    monkeypatch.setattr(documents, "UPGRADES", {(Kind.SETTINGS, 1): renamed})
    assert value_of(Kind.SETTINGS, '{"schema": 1, "value": {"title": "Team"}}') == {"name": "Team"}
    assert value_of(Kind.SETTINGS, '{"schema": 2, "value": {"name": "Team"}}') == {"name": "Team"}


def test_a_stored_text_that_is_no_record_is_told_without_quoting_it(workspace: Workspace) -> None:
    test = Experiment(key="test", name="Test", metrics=(MetricUse(metric="purchase_rate", role=Role.PRIMARY),))
    workspace.save_experiment(LOCAL_OWNER, test, version=None)
    with workspace._engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE documents SET body = REPLACE(body, 'primary', 'Linh said') WHERE key = 'test'"
        )
    with pytest.raises(Refused, match=r"A stored experiment cannot be read \(version 1\)") as caught:
        workspace.experiment(LOCAL_OWNER, "test")
    assert "Linh" not in str(caught.value)
