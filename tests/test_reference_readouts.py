"""Real experiments through the front door: imported by command, read by command, held against `reference.json`.

The references were computed with SciPy, statsmodels, tea-tasting and gbstats by others. Where they name another method
than ours, the command is asked for that method.
"""

import csv
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analytics import readout
from data.declarations.experiments import MetricUse, Role
from data.declarations.metrics import Fold, Metric, Unit
from data.events import __main__ as events
from data.home import current
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
from tests.conftest import PROJECT

pytestmark = pytest.mark.shared

Document = dict[str, Any]
Read = Callable[..., Document]

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


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Read]:
    """Import and read by command in a home of their own; what was read once is kept."""
    folder = tmp_path_factory.mktemp("references")
    known: dict[tuple[str, ...], Document] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIFTROOM_HOME", str(folder / "home"))
        patch.delenv("LIFTROOM_WORKSPACE", raising=False)

        def read(
            key: str, *, method: str | None = None, by: str | None = None, loaded: Loader | None = None
        ) -> Document:
            if loaded is not None and not (folder / key).exists():
                (folder / key).mkdir()
                loaded(folder / key)
            arguments: tuple[str, ...] = (key, "--inference", "fixed", "--json")
            arguments += ("--method", method) if method else ()
            arguments += ("--by", by) if by else ()
            if arguments not in known:
                known[arguments] = json.loads(_spoken(readout.main, arguments))
            return known[arguments]

        yield read


Loader = Callable[[Path], None]


def _spoken(command: Callable[[list[str]], int], arguments: tuple[str, ...]) -> str:
    """Return what a command says on stdout; it must succeed."""
    import contextlib
    import io

    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert command(list(arguments)) == 0
    return said.getvalue()


def take_in(*arguments: str, rejected: int = 0) -> Document:
    report: Document = json.loads(_spoken(events.main, ("import", *arguments)))
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
    _spoken(events.main, ("rebuild",))


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


@pytest.fixture
def cookies(reader: Read, shared: Path) -> Read:
    def load(_: Path) -> None:
        take_in(
            str(shared / "data/cookie_cats/cookie_cats.csv"), "--shape", "users", "--experiment", "cookie-cats",
            "--map", "user_id=userid", "--map", "variant=version", "--outcome", "retention_7=retention_7",
            "--outcome", "retention_1=retention_1", "--outcome", "sum_gamerounds=sum_gamerounds",
            "--control", "gate_30", "--weights", "gate_30=1,gate_40=1",
        )  # fmt: skip

    reader("cookie-cats", loaded=load)
    return reader


def test_cookie_cats_has_the_reference_figures(cookies: Read, shared: Path) -> None:
    expected = reference(shared, "cookie_cats")
    for metric in ("retention_7", "retention_1"):
        check_rate(cookies, {"key": "cookie-cats", "metric": metric, "treatment": "gate_40"}, expected[metric])
    check_amount(
        cookies,
        {"key": "cookie-cats", "metric": "sum_gamerounds", "treatment": "gate_40"},
        expected["sum_gamerounds"],
    )
    split = finding(cookies("cookie-cats"), "sample_ratio")
    close(split["p_value"], expected["srm_50_50"]["p_value"])
    assert split["status"] == "ok", "flagged at 0.01, not at 0.001"


def test_one_player_who_carries_the_mean_is_seen(cookies: Read) -> None:
    assert finding(cookies("cookie-cats"), "skewness")["status"] == "warn"


@pytest.fixture
def expanded(reader: Read, shared: Path) -> Callable[[str, Path], None]:
    def write(name: str, path: Path) -> None:
        script = str(shared / "data/expand_counts.py")
        subprocess.run([sys.executable, script, name, str(path)], check=True, capture_output=True)

    return write


def test_marketing_has_the_reference_figures_at_full_size(
    reader: Read, shared: Path, expanded: Callable[[str, Path], None]
) -> None:
    def load(folder: Path) -> None:
        expanded("marketing_ab", folder / "rows.csv")
        take_in(
            str(folder / "rows.csv"), "--shape", "users", "--experiment", "marketing", "--map", "user_id=user id",
            "--map", "variant=test group", "--outcome", "converted=converted", "--control", "psa",
            "--weights", "psa=4,ad=96",
        )  # fmt: skip

    expected = reference(shared, "marketing_ab")
    document = reader("marketing", loaded=load)
    check_rate(reader, {"key": "marketing", "metric": "converted", "treatment": "ad"}, expected["converted"])
    close(finding(document, "sample_ratio")["p_value"], expected["srm_planned_96_4"]["p_value"])
    assert finding(document, "sample_ratio_by_attribute")["status"] == "warn", "measured after exposure"
    for value, level in expected["segments_most_ads_day"]["levels"].items():
        place = {"key": "marketing", "metric": "converted", "treatment": "ad", "by": "most ads day", "value": value}
        check_rate(reader, place, level)


def test_resume_names_have_the_reference_figures_by_every_attribute_kept(reader: Read, shared: Path) -> None:
    def load(_: Path) -> None:
        take_in(
            str(shared / "data/resume_names/ResumeNames.csv"), "--shape", "users", "--experiment", "resumes",
            "--map", "user_id=id", "--map", "variant=ethnicity", "--outcome", "call=call", "--control", "cauc",
            "--weights", "cauc=1,afam=1",
        )  # fmt: skip

    expected = reference(shared, "resume_names")
    reader("resumes", loaded=load)
    check_rate(reader, {"key": "resumes", "metric": "call", "treatment": "afam"}, expected["callback"])
    for attribute in ("city", "gender", "quality"):
        for value, level in expected["segments"][attribute]["levels"].items():
            place = {"key": "resumes", "metric": "call", "treatment": "afam", "by": attribute, "value": value}
            check_rate(reader, place, level)


def test_udacity_has_the_reference_figures_once_the_mismatched_rows_are_dropped(
    reader: Read, shared: Path, expanded: Callable[[str, Path], None]
) -> None:
    def load(folder: Path) -> None:
        expanded("udacity_ab_data", folder / "raw.csv")
        with (folder / "raw.csv").open() as raw, (folder / "rows.csv").open("w", newline="") as clean:
            rows = csv.DictReader(raw)
            writer = csv.DictWriter(clean, rows.fieldnames or ())
            writer.writeheader()
            kept = [each for each in rows if (each["group"] == "treatment") == (each["landing_page"] == "new_page")]
            writer.writerows(kept)
        assert len(kept) == 290_585
        for key, name in (("udacity", "rows"), ("udacity-raw", "raw")):
            take_in(
                str(folder / f"{name}.csv"), "--shape", "users", "--experiment", key, "--map", "user_id=user_id",
                "--map", "variant=group", "--map", "timestamp=timestamp", "--outcome", "converted=converted",
                "--control", "control", "--weights", "control=1,treatment=1",
            )  # fmt: skip

    expected = reference(shared, "udacity_ab_data")
    document = reader("udacity", loaded=load)
    check_rate(reader, {"key": "udacity", "metric": "converted", "treatment": "treatment"}, expected["converted"])
    close(finding(document, "sample_ratio")["p_value"], expected["srm_clean"]["p_value"])
    raw = finding(reader("udacity-raw"), "two_variants")
    assert raw["detail"].startswith("1,899 users")


CAMPAIGNS = ("men", "women")


def test_open_bandit_has_the_reference_figures_each_row_an_impression(reader: Read, shared: Path) -> None:
    def load(_: Path) -> None:
        for campaign in CAMPAIGNS:
            for policy in ("random", "bts"):
                take_in(
                    str(shared / f"data/open_bandit/{policy}_{campaign}.csv"), "--shape", "users",
                    "--experiment", f"bandit-{campaign}", "--map", "timestamp=timestamp", "--outcome", "click=click",
                    "--variant", policy, "--control", "random",
                )  # fmt: skip

    expected = reference(shared, "open_bandit")["campaigns"]
    document = reader("bandit-men", loaded=load)
    assert finding(document, "sample_ratio")["status"] == "warn"
    assert "planned split unknown" in finding(document, "sample_ratio")["detail"]
    for campaign in CAMPAIGNS:
        place = {"key": f"bandit-{campaign}", "metric": "click", "treatment": "bts"}
        check_rate(reader, place, expected[campaign]["click"])
        for value, level in expected[campaign]["by_position"]["levels"].items():
            check_rate(reader, {**place, "by": "position", "value": value}, level)


def test_starbucks_totals_have_the_reference_figures(reader: Read, shared: Path) -> None:
    expected = reference(shared, "starbucks_promo")

    def load(folder: Path) -> None:
        solved = expected["solved"]
        lines = [
            "variant,users,purchases",
            f"none,{solved['n_none']},{solved['purchases_none']}",
            f"promo,{solved['n_promo']},{solved['purchases_promo']}",
        ]
        (folder / "totals.csv").write_text("\n".join(lines) + "\n")
        take_in(
            str(folder / "totals.csv"), "--shape", "totals", "--experiment", "starbucks", "--map", "variant=variant",
            "--map", "users=users", "--outcome", "purchase=purchases", "--control", "none",
            "--weights", "none=1,promo=1",
        )  # fmt: skip

    document = reader("starbucks", loaded=load)
    check_rate(reader, {"key": "starbucks", "metric": "purchase", "treatment": "promo"}, expected["purchase"])
    close(finding(document, "sample_ratio")["p_value"], expected["srm_50_50"]["p_value"])
    assert "two_variants" not in [each["check"] for each in document["health"]], "totals have no users to follow"


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
