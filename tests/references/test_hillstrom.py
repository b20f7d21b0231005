"""Hillstrom's mails: two arms, three metrics and their ratios, four attributes, a verdict."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from data.declarations.experiments import MetricUse, Role
from data.declarations.metrics import Fold, Metric, Unit
from data.events import __main__ as events
from data.home import current
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
from tests.conftest import PROJECT
from tests.references.figures import Read, check_amount, check_rate, close, finding, reference, row, spoken, take_in

pytestmark = pytest.mark.shared

ARMS = ("Mens E-Mail", "Womens E-Mail")
RATIOS = {
    "conversion_per_visit": Metric(
        key="conversion_per_visit", name="Conversions per visit", event="conversion", fold=Fold.COUNT,
        denominator_event="visit", denominator_fold=Fold.COUNT, unit=Unit.NUMBER,
    ),
    "spend_per_conversion": Metric(
        key="spend_per_conversion", name="Spend per conversion", event="spend", fold=Fold.SUM,
        denominator_event="conversion", denominator_fold=Fold.COUNT, unit=Unit.NUMBER,
    ),
}  # fmt: skip


def declare_ratios(key: str) -> None:
    """Add the ratios to an imported experiment and fold its history anew."""
    with Workspace.open(current()) as workspace:
        for metric in RATIOS.values():
            workspace.save_metric(LOCAL_OWNER, metric, version=None)
        stored = workspace.experiment(LOCAL_OWNER, key)
        uses = tuple(MetricUse(metric=name, role=Role.SECONDARY) for name in RATIOS)
        changed = replace(stored.value, metrics=stored.value.metrics + uses)
        workspace.save_experiment(LOCAL_OWNER, changed, version=stored.version)
    spoken(events.main, ("rebuild",))


@pytest.fixture
def hillstrom(reader: Read, shared: Path) -> Read:
    def load(_: Path) -> None:
        report = take_in(
            str(shared / "data/hillstrom/hillstrom.csv"), "--shape", "users", "--experiment", "hillstrom",
            "--map", "variant=segment", "--outcome", "visit=visit", "--outcome", "conversion=conversion",
            "--outcome", "spend=spend", "--control", "No E-Mail",
            "--weights", "No E-Mail=1,Mens E-Mail=1,Womens E-Mail=1",
        )  # fmt: skip
        assert report["accepted"] == 64_000, "identical rows are different people"
        declare_ratios("hillstrom")

    reader("hillstrom", loaded=load)
    return reader


@pytest.mark.parametrize("arm", ARMS)
def test_hillstrom_has_the_reference_figures(hillstrom: Read, shared: Path, arm: str) -> None:
    expected = reference(shared, "hillstrom")["comparisons"][f"{arm} vs No E-Mail"]
    for metric in ("visit", "conversion"):
        check_rate(hillstrom, {"key": "hillstrom", "metric": metric, "treatment": arm}, expected[metric])
    check_amount(hillstrom, {"key": "hillstrom", "metric": "spend", "treatment": arm}, expected["spend"])


@pytest.mark.parametrize("arm", ARMS)
@pytest.mark.parametrize("ratio", RATIOS)
def test_hillstroms_ratios_have_the_reference_figures(hillstrom: Read, shared: Path, arm: str, ratio: str) -> None:
    expected = reference(shared, "hillstrom")["comparisons"][f"{arm} vs No E-Mail"][f"{ratio}_ratio"]
    own = row(hillstrom("hillstrom"), ratio, arm)
    found = [own[name] for name in ("control_value", "treatment_value", "difference", "relative_lift", "p_value")]
    close(found, [expected[name] for name in ("control", "treatment", "abs_effect", "rel_effect", "p_value")])
    close(own["difference_interval"], expected["abs_ci95"])
    logarithmic = row(hillstrom("hillstrom", method="log_delta"), ratio, arm)
    close(logarithmic["relative_interval"], expected["tea_tasting_rel_ci95"])


def test_hillstroms_score_interval_is_the_corrected_one(hillstrom: Read) -> None:
    found = row(hillstrom("hillstrom"), "visit", "Mens E-Mail")["difference_interval"]
    assert found == pytest.approx([0.069960, 0.083234], abs=5e-7)  # shared/data/README.md


def test_hillstroms_split_has_the_reference_p_value(hillstrom: Read, shared: Path) -> None:
    found = finding(hillstrom("hillstrom"), "sample_ratio")
    close(found["p_value"], reference(shared, "hillstrom")["srm_equal_thirds"]["p_value"])
    assert found["status"] == "ok"


@pytest.mark.parametrize("attribute", ["newbie", "channel", "zip_code", "history_segment"])
def test_hillstroms_segments_have_the_reference_figures(hillstrom: Read, shared: Path, attribute: str) -> None:
    segments = reference(shared, "hillstrom")["segments"]
    seen = 0
    for arm in ARMS:
        for metric in ("visit", "conversion"):
            levels = segments[f"{arm} vs No E-Mail"].get(attribute, {}).get(metric, {}).get("levels", {})
            for value, expected in levels.items():
                place = {"key": "hillstrom", "metric": metric, "treatment": arm, "by": attribute, "value": value}
                check_rate(hillstrom, place, expected)
                seen += 1
    assert seen


def test_hillstroms_verdict_keeps_the_stronger_mail(hillstrom: Read) -> None:
    verdict = hillstrom("hillstrom")["verdict"]
    assert (verdict["kind"], verdict["treatment"]) == ("ship", "Mens E-Mail")
    assert "dates_unknown" in verdict["reasons"]


def test_the_command_speaks_json_and_refuses_in_one_sentence(hillstrom: Read) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "analytics.readout", *arguments]
        return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)

    good = run("hillstrom", "--inference", "fixed", "--json")
    assert (good.returncode, good.stderr) == (0, "")
    assert json.loads(good.stdout) == hillstrom("hillstrom")
    for arguments, words in (
        (("nobody",), "no experiment"),
        (("hillstrom", "--inference", "always", "--json"), "Not yet"),
        (("hillstrom", "--by", "shoe size", "--json"), "no attribute “shoe size”"),
    ):
        bad = run(*arguments)
        assert (bad.returncode, bad.stdout, bad.stderr.count("\n")) == (2, "", 1)
        assert words in bad.stderr
