"""Keeps what was concluded about an experiment in a few lines, so that a page over hundreds reads no readout.

Small JSON files beside each rollup's manifest, each with the mark it was concluded under. Another mark, or a file that
cannot be read, means that it has to be concluded anew; it may be deleted at any time.
"""

import json
from collections.abc import Mapping
from typing import Any

from data.events import manifest
from data.home import Home, replace_file

SUMMARY, INTERPLAY = "summary.json", "interplay.json"


def states(home: Home) -> dict[str, str]:
    """Return a text for each folded experiment (by key) that is another one after every fold."""
    found = {}
    for folder in home.rollup.iterdir() if home.rollup.exists() else ():
        try:
            state = (folder / manifest.NAME).stat()
        except OSError:  # being folded for the first time, or just removed
            continue
        found[folder.name] = f"{state.st_mtime_ns}:{state.st_size}"
    return found


def kept(home: Home, key: str, mark: str, *, name: str = SUMMARY) -> Mapping[str, Any] | None:
    """Return what was kept about experiment `key` under `mark`; None when nothing was."""
    try:
        held = json.loads((manifest.folder(home, key) / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(held, dict) or held.get("mark") != mark or not isinstance(held.get("value"), dict):
        return None
    value: dict[str, Any] = held["value"]
    return value


def keep(home: Home, key: str, mark: str, *, value: Mapping[str, Any], name: str = SUMMARY) -> None:
    """Keep `value` about experiment `key` in place of what was kept; on a full disk it is only not kept."""
    folder = manifest.folder(home, key)
    if folder.exists():
        try:
            replace_file(folder / name, json.dumps({"mark": mark, "value": dict(value)}, ensure_ascii=False).encode())
        except OSError:
            return
