"""Cookie Cats, marketing A/B, resume names, Udacity, Open Bandit, Starbucks: each in the shape it was published in."""

import csv
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.references.figures import Read, check_amount, check_rate, close, finding, reference, take_in

pytestmark = pytest.mark.shared


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
