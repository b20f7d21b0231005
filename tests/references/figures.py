"""What a reference says, what our readout says, and that both are the same."""

import contextlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.events import __main__ as events

Document = dict[str, Any]
Read = Callable[..., Document]
Loader = Callable[[Path], None]

HOUSE = None
RATE_METHODS = {  # reference's name → our method, and what of it
    "p_z_pooled": (HOUSE, "p_value"),
    "z_pooled": (HOUSE, "statistic"),
    "abs_effect": (HOUSE, "difference"),
    "rel_effect": (HOUSE, "relative_lift"),
    "p_chi2_yates": ("corrected", "p_value"),
    "p_z_unpooled": ("unpooled", "p_value"),
    "z_unpooled": ("unpooled", "statistic"),
    "abs_ci95_wald_unpooled": ("wald", "difference_interval"),
    "abs_ci95_newcomb": ("newcombe", "difference_interval"),
    "abs_ci95_agresti-caffo": ("agresti_caffo", "difference_interval"),
    "rel_ci95_log_katz": ("katz", "relative_interval"),
    "rel_ci95_delta_normal": ("delta_normal", "relative_interval"),
}
POOLED = {"p_value": "p_value", "abs_ci95": "difference_interval", "rel_ci95": "relative_interval"}


def spoken(command: Callable[[list[str]], int], arguments: tuple[str, ...]) -> str:
    """Return what a command says on stdout; it must succeed."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert command(list(arguments)) == 0
    return said.getvalue()


def take_in(*arguments: str, rejected: int = 0) -> Document:
    report: Document = json.loads(spoken(events.main, ("import", *arguments)))
    assert report["read"] == report["accepted"] + report["duplicates"] + report["rejected"]
    assert report["rejected"] == rejected
    return report


def reference(shared: Path, folder: str) -> Document:
    found: Document = json.loads((shared / "data" / folder / "reference.json").read_text())
    return found


def row(document: Document, metric: str, treatment: str, segment: str | None = None) -> Document:
    (found,) = [
        each
        for each in document["comparisons"]
        if (each["metric"], each["treatment"]) == (metric, treatment)
        and (each["segment"]["value"] if each["segment"] else None) == segment
    ]
    result: Document = found
    return result


def close(found: object, expected: object) -> None:
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-300)


def check_rate(read: Read, place: Document, expected: Document) -> None:
    """Hold everything a reference says of a rate against the readout, method by method."""

    def ours(method: str | None) -> Document:
        return row(
            read(place["key"], method=method, by=place.get("by")),
            place["metric"],
            place["treatment"],
            place.get("value"),
        )

    own = ours(None)
    for arm in ("control", "treatment"):
        assert own[f"{arm}_users"] == expected[arm]["n"]
        assert own[f"{arm}_total"] == expected[arm]["conversions"]
        assert own[f"{arm}_value"] == expected[arm]["rate"]
    for name, (method, figure) in RATE_METHODS.items():
        if name in expected:
            close(ours(method)[figure], expected[name])
    for name, figure in POOLED.items():
        if "tea_tasting_norm" in expected:
            close(ours("pooled")[figure], expected["tea_tasting_norm"][name])


def check_amount(read: Read, place: Document, expected: Document) -> None:
    """Hold a mean against the references' Welch, Student and log-delta figures."""

    def ours(method: str | None) -> Document:
        return row(read(place["key"], method=method), place["metric"], place["treatment"])

    close(ours(None)["control_value"], expected["control"]["mean"])
    close(ours(None)["treatment_value"], expected["treatment"]["mean"])
    for method, name in (("welch", "welch"), ("student", "student_pooled")):
        close(ours(method)["p_value"], expected[name]["p_value"])
        close(ours(method)["difference_interval"], expected[name]["ci95"])
    close(ours("log_delta")["relative_interval"], expected["tea_tasting_rel_ci95"])
    close(ours("delta")["relative_interval"], expected["gbstats_relative_ttest"]["ci95"])


def finding(document: Document, check: str) -> Document:
    found: Document = next(each for each in document["health"] if each["check"] == check)
    return found
