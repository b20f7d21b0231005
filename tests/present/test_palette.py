"""The inks: readable in both themes, and the same in the screen's theme as in the figures."""

import tomllib
from pathlib import Path

import pytest

from analytics.present.palette import DARK, LIGHT, MARKS, TEXTS, Ink, contrast

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit/config.toml").read_text())
PAPERS = ("backgroundColor", "secondaryBackgroundColor")
THEMES = {"light": LIGHT, "dark": DARK}


def test_black_on_white_has_the_highest_contrast_there_is() -> None:
    # WCAG 2.2, definition of contrast ratio: 21:1 for black on white.
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES)
def test_marks_stand_out_and_texts_can_be_read_on_the_paper_and_on_the_sidebar(theme: str) -> None:
    inks, settings = THEMES[theme], CONFIG["theme"][theme]
    for paper in (inks[Ink.PAPER], settings["secondaryBackgroundColor"]):
        assert all(contrast(inks[mark], paper) >= 3 for mark in MARKS)
        assert all(contrast(inks[text], paper) >= 4.5 for text in TEXTS)


@pytest.mark.parametrize("theme", THEMES)
def test_marks_stand_out_on_the_wash_they_may_lie_on(theme: str) -> None:
    inks = THEMES[theme]
    assert all(contrast(inks[mark], inks[under]) >= 3 for mark in MARKS for under in (Ink.BAND, Ink.WASH))


@pytest.mark.parametrize("theme", THEMES)
def test_the_screen_replaces_each_slot_by_the_ink_of_its_theme(theme: str) -> None:
    assert CONFIG["theme"][theme]["chartCategoricalColors"] == list(THEMES[theme].values())


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["red", "orange", "yellow", "blue", "gray"])
def test_badges_and_notices_can_be_read(theme: str, name: str) -> None:
    settings = CONFIG["theme"][theme]
    assert contrast(settings[f"{name}TextColor"], settings[f"{name}BackgroundColor"]) >= 4.5
    assert contrast(settings[f"{name}TextColor"], settings["backgroundColor"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_links_and_the_text_of_the_page_can_be_read_on_the_page_the_sidebar_and_in_fields(theme: str) -> None:
    settings = CONFIG["theme"][theme]
    papers = [part[name] for part in (settings, settings["sidebar"]) for name in PAPERS]
    for colour in ("textColor", "linkColor", "primaryColor"):
        assert all(contrast(settings[colour], paper) >= 4.5 for paper in papers)


@pytest.mark.parametrize("theme", THEMES)
def test_a_lift_written_in_the_ink_of_its_mark_can_be_read(theme: str) -> None:
    inks = THEMES[theme]
    assert all(contrast(inks[mark], inks[Ink.PAPER]) >= 4.5 for mark in MARKS)


@pytest.mark.parametrize("theme", THEMES)
def test_words_over_a_band_or_a_wash_can_be_read(theme: str) -> None:
    inks = THEMES[theme]
    assert all(contrast(inks[Ink.TEXT], inks[under]) >= 4.5 for under in (Ink.BAND, Ink.WASH))
    assert contrast(inks[Ink.MUTED], inks[Ink.BAND]) >= 4.5  # axes and captions never lie on a wash


@pytest.mark.parametrize("theme", THEMES)
def test_what_streamlit_fades_to_sixty_percent_can_still_be_read(theme: str) -> None:
    settings = CONFIG["theme"][theme]
    ink, paper = settings["textColor"], settings["backgroundColor"]
    channels = [(int(ink[at : at + 2], 16), int(paper[at : at + 2], 16)) for at in (1, 3, 5)]
    faded = "#" + "".join(f"{round(0.6 * over + 0.4 * under):02X}" for over, under in channels)
    assert contrast(faded, paper) >= 4.5
