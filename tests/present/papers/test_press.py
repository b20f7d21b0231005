"""Every paper of ours is tagged and keeps to PDF/UA-1, as a reader finds that knows nothing of how it was made."""

import io
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from pypdf import PdfReader

from analytics.present.papers import briefpage, onepager, press, worthpage
from tests.present.examples import EXPERIMENT, WINNER
from tests.present.papers.briefs import brief
from tests.present.papers.pages import ACCESSIBLE, catalog, tags
from tests.present.papers.reports import report

PAPERS: dict[str, Callable[[str], bytes]] = {
    "readout": lambda language: onepager.page(WINNER, language),
    "worth": lambda language: worthpage.page(report(12), language),
    "nothing": lambda language: worthpage.page(report(0, waiting=0, left=0), language),
    "brief": lambda language: briefpage.page(brief(), language),
}


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_says_that_it_keeps_to_the_standard_and_in_which_language_it_speaks(paper: str, language: str) -> None:
    made = PAPERS[paper](language)
    root = catalog(made)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert ACCESSIBLE in root["/Metadata"].get_data()
    title = PdfReader(io.BytesIO(made)).metadata.title  # type: ignore[union-attr]
    assert title


@pytest.mark.parametrize("paper", PAPERS)
def test_headings_go_down_one_step_at_a_time(paper: str) -> None:
    levels = [int(str(tag["/S"])[2:]) for tag in tags(PAPERS[paper]("en")) if str(tag["/S"]).startswith("/H")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize(("paper", "count"), [("readout", 1), ("worth", 2), ("nothing", 0)])
def test_every_drawing_that_says_something_is_told_in_words(paper: str, count: int) -> None:
    figures = [tag for tag in tags(PAPERS[paper]("en")) if tag["/S"] == "/Figure"]
    assert len(figures) == count
    assert all(len(str(figure["/Alt"])) > 20 for figure in figures)


@pytest.mark.parametrize("paper", ["readout", "worth"])
def test_the_columns_of_a_table_have_heads(paper: str) -> None:
    kinds = [str(tag["/S"]) for tag in tags(PAPERS[paper]("en"))]
    assert kinds.count("/Table") == 1
    assert kinds.count("/TH") == (5 if paper == "worth" else 2)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_same_content_gives_the_same_bytes(paper: str) -> None:
    assert PAPERS[paper]("en") == PAPERS[paper]("en")


def test_a_letter_that_no_font_has_leaves_a_tagged_paper_that_promises_nothing() -> None:
    made = onepager.page(replace(WINNER, experiment=replace(EXPERIMENT, name="Banner 🎉")), "en")
    root = catalog(made)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert ACCESSIBLE not in root["/Metadata"].get_data()


def test_any_other_fault_of_a_page_is_not_passed_over() -> None:
    with pytest.raises(Exception, match="dictionary does not contain key"):
        press.pdf("worth", {"language": "en"}, [])
