"""The machinery of translation: what is extracted, what a catalogue holds, and that no place is lost on the way."""

import ast
import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from analytics.present import wording
from tests.conftest import PROJECT

LOCALE = PROJECT / "analytics/present/locale"
OTHERS = [language for language in wording.LANGUAGES if language != "en"]


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_the_second_argument_of_every_message_is_extracted(tmp_path: Path) -> None:
    source = 'from data.messages import Message\nMessage("code", "Keep {treatment}." " Now.", {"treatment": "B"})\n'
    (tmp_path / "page.py").write_text(source)
    found = list(extract_from_dir(str(tmp_path), keywords={"Message": (2,)}))
    assert [entry[2] for entry in found] == ["Keep {treatment}. Now."]


@pytest.mark.parametrize("file", sorted((PROJECT / "pages").rglob("*.py")), ids=lambda file: file.stem)
def test_every_sentence_of_a_screen_stands_where_it_is_extracted(file: Path) -> None:
    calls = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
    said = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Message"]
    assert [ast.unparse(call) for call in said if not isinstance(call.args[1], ast.Constant)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_keeps_every_place_of_its_sentence(language: str) -> None:
    with (LOCALE / language / "LC_MESSAGES/liftroom.po").open("rb") as file:
        entries = [entry for entry in read_po(file, locale=language) if entry.id and entry.string]
    assert entries
    for entry in entries:
        assert places(str(entry.string)) == places(str(entry.id)), entry.id


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_of_a_verdict_is_translated(language: str) -> None:
    with (LOCALE / language / "LC_MESSAGES/liftroom.po").open("rb") as file:
        known = {entry.id for entry in read_po(file, locale=language) if entry.string}
    keywords = {"Message": (2,)}
    for name in ("sentences", "changes", "comforts"):
        with (PROJECT / f"analytics/present/{name}.py").open("rb") as source:
            from babel.messages.extract import extract

            found = [str(message) for _, message, _, _ in extract("python", source, keywords=keywords)]
        missing = [message for message in found if message not in known]
        assert not missing
