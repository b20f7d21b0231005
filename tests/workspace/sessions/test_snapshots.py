"""Snapshots: pinned once at the reveal, exactly as given, and refused when they are not whole."""

import pytest

from data.messages import NotFound, Refused
from data.workspace import engine
from data.workspace.actors import LOCAL_OWNER
from data.workspace.records import JsonObject, Kind
from data.workspace.sessions import snapshots
from data.workspace.sessions.limits import SNAPSHOT
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.rooms import Room
from data.workspace.store import Workspace
from tests.workspace.sessions import scenes
from tests.workspace.sessions.scenes import readout

UNFIT: dict[str, JsonObject] = {
    "nothing": {},
    "no number": {**readout(), "figure": float("nan")},
    "no schema": {"verdict": {"kind": "ship"}},
    "a schema that is no number": {**readout(), "schema": True},
    "no verdict": {"schema": 1},
    "a verdict without kind": {"schema": 1, "verdict": {"sentence": "Keep B."}},
    "too large": {**readout(), "figure": "x" * SNAPSHOT},
}


def test_readouts_are_pinned_at_the_reveal_and_read_back_as_they_were(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.FORECAST)
    with pytest.raises(NotFound, match="No readout of “banner” is pinned in this session: reveal it first"):
        workspace.sessions.snapshot(LOCAL_OWNER, session, "banner")
    pinned = {"banner": readout("ship"), "guide": readout("untrusted")}
    workspace.sessions.move(LOCAL_OWNER, session, Phase.REVEAL, version=2, readouts=pinned)
    for phase in (Phase.REVEAL, Phase.CLOSED):
        scenes.walk(workspace, LOCAL_OWNER, session, phase)
        for key, wanted in pinned.items():
            stored = workspace.sessions.snapshot(LOCAL_OWNER, session, key)
            assert (stored.value, stored.version) == (wanted, 1)


def test_a_missing_or_unasked_readout_stops_the_reveal(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.FORECAST)
    both = {"banner": readout(), "guide": readout()}
    for given, named in (({}, "banner"), ({"banner": readout()}, "guide"), ({**both, "other": readout()}, "other")):
        with pytest.raises(Refused, match=rf"“{named}” is not among both"):
            workspace.sessions.move(LOCAL_OWNER, session, Phase.REVEAL, version=2, readouts=given)
    for unfit in UNFIT.values():
        with pytest.raises(Refused, match="The readout of “guide” cannot be pinned, it is not whole or above 2 MB"):
            workspace.sessions.move(LOCAL_OWNER, session, Phase.REVEAL, version=2, readouts={**both, "guide": unfit})
    assert scenes.present(workspace, session).value.phase is Phase.FORECAST
    with pytest.raises(NotFound):
        workspace.sessions.snapshot(LOCAL_OWNER, session, "banner")
    large: JsonObject = {**readout(), "figure": "x" * (SNAPSHOT - 1000)}
    workspace.sessions.move(LOCAL_OWNER, session, Phase.REVEAL, version=2, readouts={**both, "guide": large})
    assert workspace.sessions.snapshot(LOCAL_OWNER, session, "guide").value == large


def test_readouts_are_taken_at_the_reveal_alone_and_never_again(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER)
    pinned = {"banner": readout(), "guide": readout()}
    with pytest.raises(Refused, match="at the reveal alone"):
        workspace.sessions.move(LOCAL_OWNER, session, Phase.FORECAST, version=1, readouts=pinned)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.REVEAL)
    with engine.writing(workspace._engine) as connection:
        room = Room.enter(connection, LOCAL_OWNER, session, home=workspace.sessions._home)
        with pytest.raises(Refused, match="A pinned readout is never written again"):
            snapshots.pin(room, pinned)
    with pytest.raises(NotFound, match="not kept for reading"):
        workspace.versions(LOCAL_OWNER, Kind.SNAPSHOT, f"{session}/banner")
