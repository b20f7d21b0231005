"""From a log with deliveries to the verdict: messages of another variant block it, and each group's share is told."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analytics.decisions.results import Check, Light, VerdictKind
from analytics.document import as_document
from analytics.readout import read
from data.events import __main__ as events
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace

NOW = datetime(2026, 3, 30, 12, tzinfo=UTC)
USERS = 400


def write(path: Path, *, wrong: int) -> None:
    """Write everybody's exposure and delivery; of B, on phones, so many in a hundred get the message of A."""
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["experiment", "user_id", "timestamp", "event", "variant", "device"])
        for user in range(USERS):
            variant, device = "AB"[user % 2], ("phone", "desk")[user // 2 % 2]
            moment = datetime(2026, 3, 2, 9) + timedelta(days=user % 10, minutes=user)
            mistaken = variant == "B" and device == "phone" and user // 4 % 100 < wrong
            sent = "A" if mistaken else variant
            rows.writerow(["mail", f"u{user}", moment.isoformat(), "exposure", variant, device])
            rows.writerow(["mail", f"u{user}", (moment + timedelta(hours=1)).isoformat(), "delivery", sent, ""])
            if user % 5 == 0:
                rows.writerow(["mail", f"u{user}", (moment + timedelta(hours=2)).isoformat(), "purchase", "", ""])


@pytest.mark.parametrize(("wrong", "light"), [(0, Light.OK), (6, Light.WARN), (40, Light.BLOCK)])
def test_misdelivery_is_told_by_group_and_blocks_when_it_is_large(
    home: Home, tmp_path: Path, wrong: int, light: Light
) -> None:
    write(tmp_path / "mail.csv", wrong=wrong)
    assert events.main(["import", str(tmp_path / "mail.csv"), "--weights", "A=1,B=1"]) == 0
    with Workspace.open(home) as workspace:
        readout = read(home, workspace, LOCAL_OWNER, "mail", attribute="device", now=NOW)
    finding = next(each for each in readout.health if each.check is Check.MISDELIVERY)
    assert finding.light is light
    assert (readout.verdict.kind is VerdictKind.UNTRUSTED) == (light is Light.BLOCK)
    told = {
        (each.segment.value if each.segment else None, each.variant): (each.mistaken, each.users)
        for each in readout.misdelivery
    }
    assert told == {
        (None, "A"): (0, 200), (None, "B"): (wrong, 200),
        ("desk", "A"): (0, 100), ("desk", "B"): (0, 100), ("phone", "A"): (0, 100), ("phone", "B"): (wrong, 100),
    }  # fmt: skip
    document = as_document(readout)["misdelivery"]
    assert isinstance(document, list)
    assert len(document) == 6
