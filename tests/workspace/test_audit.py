"""The audit chain: whole after honest work, and every way of tampering is found."""

from dataclasses import replace

import pytest

from data.declarations.experiments import Experiment
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace

TEST = Experiment(key="test", name="Test")
LAST = "(SELECT MAX(sequence) FROM audit)"
FORGED = '\'{"schema":1,"value":{"key":"test","name":"Forged"}}\''


@pytest.fixture
def written(workspace: Workspace) -> Workspace:
    """Give a workspace with a test of three versions."""
    for version in (None, 1, 2):
        workspace.save_experiment(LOCAL_OWNER, replace(TEST, name=f"Test {version}"), version=version)
    return workspace


def test_the_chain_is_whole_after_honest_work(written: Workspace) -> None:
    report = written.verify(LOCAL_OWNER)
    assert report.faults == ()
    rows = written.audit(LOCAL_OWNER)
    assert report.rows == len(rows) == written.latest(LOCAL_OWNER)
    assert report.head == rows[0].hash
    assert [row.sequence for row in rows] == list(range(len(rows), 0, -1))


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        (f"UPDATE audit SET actor = 'nobody' WHERE sequence = {LAST}", "was changed"),
        ("UPDATE audit SET at = '2020-01-01T00:00:00+00:00' WHERE sequence = 2", "audit row 2 was changed"),
        ("UPDATE audit SET digest = previous WHERE sequence = 3", "audit row 3 was changed"),
        ("DELETE FROM audit WHERE sequence = 4", "audit row 4 is missing"),
        (f"DELETE FROM audit WHERE sequence = {LAST}", "version 3 of experiment test is not what was audited"),
        (f"UPDATE document_history SET body = {FORGED} WHERE version = 2", "version 2 of experiment test is not what"),
        ("DELETE FROM document_history WHERE version = 2", "version 2 of experiment test is missing"),
        (f"UPDATE documents SET body = {FORGED} WHERE key = 'test'", "experiment test is not its last version"),
        ("DELETE FROM documents WHERE key = 'test'", "experiment test is missing"),
    ],
)
def test_tampering_is_found(written: Workspace, tampering: str, found: str) -> None:
    with written._engine.begin() as connection:
        connection.exec_driver_sql(tampering)
    assert any(found in fault for fault in written.verify(LOCAL_OWNER).faults), written.verify(LOCAL_OWNER).faults


def test_a_row_rewritten_with_a_matching_hash_breaks_the_rows_after_it(written: Workspace) -> None:
    with written._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE audit SET hash = previous WHERE sequence = 2")
    assert "audit row 3 was changed" in written.verify(LOCAL_OWNER).faults
