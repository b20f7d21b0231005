"""One experiment on one A4 page for whoever was not in the room: what to say of it comes first. `brief.typ` sets it."""

from analytics.briefs import Brief
from analytics.decisions.results import VerdictKind
from analytics.present import briefings, evidence, wording
from analytics.present.lines import MARKS
from analytics.present.palette import Ink
from analytics.present.papers import press
from analytics.present.papers.cells import short
from analytics.present.papers.lanes import Lanes, forest, ink_name
from analytics.present.papers.onepager import INKS, foot
from analytics.present.papers.press import Content
from data.declarations.experiments import Role
from data.messages import Message

LANES = Lanes(rows=5, dense=False, width=740, height=84)
NAME, LINE = 160, 700  # letters of a name and of a paragraph that a page has room for


def page(brief: Brief, language: str) -> bytes:
    """Return the page as a PDF."""
    return press.pdf("brief", *laid_out(brief, language))


def laid_out(brief: Brief, language: str) -> tuple[dict[str, Content], list[str]]:
    """Return what stands on the page, and the drawings that it names by position."""
    pictures: list[str] = []
    readout, experiment = brief.readout, brief.readout.experiment
    kind = readout.verdict.kind
    rows = [] if kind is VerdictKind.UNTRUSTED else evidence.forest_rows(readout, language)
    explains = wording.label(Role.SECONDARY, language)
    leading = [row for row in rows if row.group != explains] or rows
    decided, reason = briefings.decision(brief, language)
    content: dict[str, Content] = {
        "language": wording.language_of(language),
        "name": short(experiment.name, NAME),
        "sample": _said(Message("sample", "Sample: invented data"), language) if experiment.sample else "",
        "who": short(briefings.who(brief, language), LINE),
        "hypothesis": short(experiment.hypothesis, LINE),
        "breath": {
            "title": _said(Message("breath_title", "What to say in one breath"), language),
            "text": briefings.breath_of(brief, language),
        },
        "word": f"{MARKS.get(kind, '◆')} {wording.label(kind, language)}",
        "ink": ink_name(INKS.get(kind, Ink.UNDECIDED)),
        "headline": wording.verdict_headline(readout, language),
        "forest": forest(readout, leading, language, lanes=LANES, pictures=pictures),
        "parts": [
            _part(Message("brief_health", "Health"), briefings.health(readout, language), language),
            _part(Message("brief_decision", "Decision"), decided, language, quiet=reason),
            {
                "title": _said(Message("brief_learned", "Learned"), language),
                "items": [
                    {"text": short(claim, LINE), "quiet": short(borne_out, LINE)}
                    for claim, borne_out in briefings.learnings(brief, language)
                ],
            },
            _part(Message("brief_worth", "Worth"), briefings.worth(brief, language), language),
        ],
        "foot": foot(readout, language),
    }
    return content, pictures


def _part(title: Message, text: str, language: str, *, quiet: str = "") -> Content:
    items: list[Content] = [{"text": short(text, LINE), "quiet": short(quiet, LINE)}] if text else []
    return {"title": _said(title, language), "items": items}


def _said(message: Message, language: str) -> str:
    return wording.speak(message, language)
