"""One experiment for whoever was not in the room: its figures are the readout's and the report's; veils hold."""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from analytics import briefs, report
from analytics.briefs import Brief
from analytics.decisions.results import VerdictKind
from analytics.exports import brief_files
from analytics.exports.forms import Form
from analytics.exports.report_files import as_document
from analytics.present import briefings, wording
from analytics.present.papers import briefpage
from data.declarations.experiments import Status
from data.home import Home
from data.messages import Forbidden, NotFound, Refused
from data.sample.money import ROLLED_OUT
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Choice
from data.workspace.store import Workspace
from tests.present.examples import EXPERIMENT, WINNER
from tests.present.papers.briefs import DECIDED, brief
from tests.present.papers.pages import pages, words
from tests.present.papers.test_worthpage import HOSTILE

HERO, LANDING, LETTER = "personalised-hero-banner", "landing-page-by-interest", "newsletter-recommendations"
FILES = [Form.PDF, Form.CSV]


@pytest.fixture
def workspace(sample: Path, home: Home) -> Iterator[Workspace]:
    shutil.copytree(sample, home.root)
    with Workspace.open(home) as opened:
        yield opened


def told(home: Home, workspace: Workspace, key: str, actor: Actor = LOCAL_OWNER) -> Brief:
    return briefs.read(home, workspace, actor, key, report.gather(home, workspace))


def test_the_page_says_what_the_json_says(home: Home, workspace: Workspace) -> None:
    found = told(home, workspace, HERO)
    document = json.loads(brief_files.written(found, Form.JSON))
    made = brief_files.written(found, Form.PDF)
    assert pages(made) == 1
    said = words(made)
    for name in ("name", "hypothesis", "owner", "channel", "audience", "breath", "health", "worth_said"):
        assert document[name] in said
    assert f"€{document['worth']['value']:,.2f}" in said
    for claim in document["learnings"]:
        assert claim in said
    [row] = csv.DictReader(io.StringIO(brief_files.written(found, Form.CSV).decode("utf-8-sig")))
    assert row["breath"] == document["breath"]
    assert float(row["worth"]) == document["worth"]["value"]
    assert [float(row["worth_low"]), float(row["worth_high"])] == document["worth"]["interval"]


def test_the_money_is_the_reports_to_the_cent(home: Home, workspace: Workspace) -> None:
    found = told(home, workspace, HERO)
    whole = as_document(report.read(home, workspace, LOCAL_OWNER, report.gather(home, workspace)))
    [gain] = [one for one in whole["experiments"] if one["key"] == HERO]  # type: ignore[union-attr,index,call-overload]
    worth = brief_files.as_document(found)["worth"]
    assert isinstance(worth, dict)
    assert (worth["value"], worth["interval"]) == (gain["value"], gain["interval"])  # type: ignore[index,call-overload]


def test_what_is_rolled_out_is_told_as_decided_though_no_session_did(home: Home, workspace: Workspace) -> None:
    found = told(home, workspace, HERO)
    [out] = [one for one in workspace.assumptions(LOCAL_OWNER).value.rollouts if one.experiment == HERO]
    assert found.decision is None
    assert found.choice is Choice.SHIP
    said, reason = briefings.decision(found, "en")
    assert said == f"Rolled out on {out.starts_on:%d %b %Y}, as the assumptions state.".replace(" on 0", " on ")
    assert reason == ""
    assert briefings.breath_of(found, "en").endswith(" We roll it out.")
    again = replace(brief(choice=Choice.RERUN), rolled_out_on=out.starts_on)
    assert again.choice is Choice.SHIP
    assert replace(brief(choice=Choice.STOP), rolled_out_on=out.starts_on).choice is Choice.STOP


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_test_of_the_sample_has_its_page(home: Home, workspace: Workspace, language: str) -> None:
    sources = report.gather(home, workspace)
    for one in sources.experiments:
        made = brief_files.written(
            briefs.read(home, workspace, LOCAL_OWNER, one.key, sources), Form.PDF, language=language
        )
        assert pages(made) == 1
        assert one.name in words(made)


def test_what_does_not_count_says_why(home: Home, workspace: Workspace) -> None:
    sources = report.gather(home, workspace)
    said = {
        one.key: brief_files.as_document(briefs.read(home, workspace, LOCAL_OWNER, one.key, sources))
        for one in sources.experiments
    }
    assert said[LANDING]["worth_said"] == "It is not counted in the report: its data cannot be trusted."
    assert said[LETTER]["worth_said"] == "It brings nothing yet: the test is not finished."
    assert said["start-screen-with-a-guide"]["worth_said"] == "It brings nothing yet: nobody has decided about it."
    assert said["basket-reminders-by-push"]["worth_said"] == "It brings nothing: it was not rolled out."
    assert {key for key, one in said.items() if one["worth"] is not None} == set(ROLLED_OUT)


def test_nothing_but_json_leaves_under_the_veil_and_that_says_so() -> None:
    early = brief(replace(WINNER, veiled_on_screen=True))
    for form in FILES:
        with pytest.raises(Refused, match="too early"):
            brief_files.written(early, form)
    document = json.loads(brief_files.written(early, Form.JSON))
    assert document["veiled_on_screen"] is True
    assert document["breath"].startswith("It is too early to say anything")


def test_nothing_but_json_leaves_before_ones_own_forecast(home: Home, workspace: Workspace) -> None:
    session = workspace.sessions.start(LOCAL_OWNER, "Autumn", experiments=[HERO])
    workspace.sessions.move(LOCAL_OWNER, session.value.key, Phase.FORECAST, version=session.version)
    found = told(home, workspace, HERO)
    for form in FILES:
        with pytest.raises(Refused, match="forecast"):
            brief_files.written(found, form)
    document = json.loads(brief_files.written(found, Form.JSON))
    assert document["owes_forecast"] is True
    assert document["worth"] is None


def test_what_was_decided_by_whom_when_and_why_is_told() -> None:
    said = words(brief_files.written(brief(choice=Choice.STOP, reason="Too dear to run."), Form.PDF))
    assert "Stop it · decided by Lan on 20 Nov 2026, against the verdict Too dear to run." in said
    assert "We stop it." in said
    agreed = brief_files.as_document(brief(choice=Choice.SHIP))
    assert agreed["decision"] == {
        "choice": "ship", "by": "Lan", "on": DECIDED.date().isoformat(), "reason": "", "follows_policy": True
    }  # fmt: skip


def test_untrusted_figures_are_not_drawn() -> None:
    verdict = replace(WINNER.verdict, kind=VerdictKind.UNTRUSTED)
    content, pictures = briefpage.laid_out(brief(replace(WINNER, verdict=verdict)), "en")
    assert content["forest"] is None
    assert pictures == []


@pytest.mark.parametrize("name", [name for name in HOSTILE if name], ids=str)
def test_words_of_people_are_never_markup_and_leave_one_page(name: str) -> None:
    experiment = replace(EXPERIMENT, name=name, owner=name, channel=name, audience=name, hypothesis=name * 3)
    hostile = brief(replace(WINNER, experiment=experiment), choice=Choice.RERUN, reason=name, name=name)
    for language in ("en", "vi"):
        made = brief_files.written(hostile, Form.PDF, language=language)
        assert pages(made) == 1
        if len(name) < 60 and name.isprintable() and name.isascii():
            assert words(made).startswith(name)
    table = brief_files.written(hostile, Form.CSV).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(table))
    assert not any((cell or "").startswith(("=", "+", "@")) for cell in row.values())


def test_the_same_brief_gives_the_same_bytes() -> None:
    for form in brief_files.WRITERS:
        assert brief_files.written(brief(), form) == brief_files.written(brief(), form)


def test_who_may_not_read_results_gets_no_brief(home: Home, workspace: Workspace) -> None:
    with pytest.raises(Forbidden):
        told(home, workspace, HERO, Actor("Gone", ActorRole.LEAD, person="nobody"))
    with pytest.raises(NotFound):
        told(home, workspace, "no-such-test")


@pytest.mark.parametrize("form", list(brief_files.WRITERS))
def test_the_command_writes_every_form(
    home: Home, workspace: Workspace, tmp_path: Path, form: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / f"brief.{form.value}"
    order = ["experiment", HERO, "--format", form.value, "--language", "vi", "--out", str(target)]
    assert report.main(order) == 0
    assert target.read_bytes() == brief_files.written(told(home, workspace, HERO), form, language="vi")
    assert report.main(["roi", "--format", "pdf", "--out", str(target)]) == 0
    assert pages(target.read_bytes()) == 1


@pytest.mark.parametrize("wrong", [["experiment"], ["roi", HERO], ["experiment", "no-such-test"], ["month", "--x"]])
def test_a_wrong_order_is_refused_in_one_sentence(
    home: Home, workspace: Workspace, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert report.main(wrong) == 2
    refused = capsys.readouterr()
    assert (refused.out, refused.err.count("\n")) == ("", 1)


def test_dates_stand_as_people_of_the_language_write_them() -> None:
    assert f"{wording.day(date(2026, 10, 22), 'en')} to {wording.day(date(2026, 11, 18), 'en')}" in words(
        brief_files.written(brief(), Form.PDF)
    )
    running = replace(WINNER, experiment=replace(EXPERIMENT, status=Status.ENDED), first_day=None)
    assert "22 Oct 2026" not in words(brief_files.written(brief(running), Form.PDF))
