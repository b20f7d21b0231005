"""Imports as tests make them: small files, and the conductor called as the command and the screen call it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from data import intake
from data.declarations.experiments import Experiment
from data.events import history
from data.home import Home
from data.requests import ImportReport, ImportRequest
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace

LOG = """experiment,user_id,timestamp,event,variant,value,currency,event_id,device
sale,anna,2026-03-01T10:00:00,exposure,control,,,1,phone
sale,bert,2026-03-01T11:00:00,exposure,treatment,,,2,desk
sale,cleo,2026-03-02T11:00:00,exposure,treatment,,,3,phone
sale,anna,2026-03-02T12:00:00,purchase,,10.50,EUR,4,
sale,cleo,2026-03-03T12:00:00,purchase,,20.25,EUR,5,
"""
USERS = """user_id,variant,visit,spend
u1,control,0,0
u2,control,1,2.5
u3,treatment,1,4
u4,treatment,0,0
"""


def write(folder: Path, name: str, text: str) -> Path:
    """Write a file to import."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def take_in(home: Home, workspace: Workspace, path: Path, **asked: Any) -> ImportReport:  # noqa: ANN401
    """Import a file as the local owner."""
    request = ImportRequest(**asked)
    return intake.import_file(home, workspace, actor=LOCAL_OWNER, source=path, request=request)


def declared(workspace: Workspace, key: str) -> Experiment:
    """Return experiment `key` as it is declared."""
    return workspace.experiment(LOCAL_OWNER, key).value


def moments_of(home: Home, workspace: Workspace, key: str) -> dict[str, list[list[float]]]:
    """Return the full history of every metric of an experiment: users and means, day by day and variant by variant."""
    experiment = declared(workspace, key)
    metrics = [workspace.metric(LOCAL_OWNER, use.metric).value for use in experiment.metrics]
    read = history.read_all(home, experiment, [history.Wanted(metric=metric) for metric in metrics])
    return {
        metric.key: [[float(number) for number in np.ravel(one)] for one in (found.users, found.mean, found.variance)]
        for metric, (_, found) in zip(metrics, read, strict=True)
    }


def last_users(home: Home, workspace: Workspace, key: str) -> Sequence[int]:
    """Return the users of each variant on the last day."""
    experiment = declared(workspace, key)
    exposures = history.read_exposures(home, experiment)
    return [int(count) for count in exposures.users[-1, :, 0, :].sum(axis=0)]
