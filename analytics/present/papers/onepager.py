"""A readout on one A4 page: what stands on it, in which order, in the reader's language. `readout.typ` sets it.

Verdict before numbers, as on screen: the words are those of `wording` and `checks`, the rows those of `evidence`. What
does not fit on a page is left to the tables, and the page says how much that is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from analytics.decisions import proofs
from analytics.decisions.results import Check, Finding, Light, Readout, VerdictKind
from analytics.present import checks, evidence, scales, wording
from analytics.present.figures import Table
from analytics.present.findings import trend_title
from analytics.present.lines import MARKS
from analytics.present.palette import Ink
from analytics.present.papers import drawings, press
from analytics.present.papers.lanes import Lanes, forest, ink_name, laid
from analytics.present.papers.press import Content
from data.messages import Message

MOST = 24  # rows of the forest
FINDINGS = 4  # health findings that are told; the others are counted
VARIANTS = 8  # lines of the table of users
TREND = 1000  # its width, tenths of a millimetre
INKS = {VerdictKind.SHIP: Ink.BETTER, VerdictKind.STOP: Ink.WORSE, VerdictKind.UNTRUSTED: Ink.WORSE}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Density:
    """How much room the parts of a page have."""

    lanes: Lanes
    trend: int  # its height, tenths of a millimetre
    air: int  # between the parts, millimetres


DENSITIES = (
    _Density(lanes=Lanes(rows=5, dense=False, width=740, height=84), trend=620, air=10),
    _Density(lanes=Lanes(rows=9, dense=False, width=740, height=74), trend=430, air=7),
    _Density(lanes=Lanes(rows=MOST, dense=True, width=450, height=46), trend=420, air=5),
)


def page(readout: Readout, language: str) -> bytes:
    """Return the page as a PDF."""
    return press.pdf("readout", *laid_out(readout, language))


def laid_out(readout: Readout, language: str) -> tuple[dict[str, Content], list[str]]:
    """Return what stands on the page, and the drawings that it names by position."""
    pictures: list[str] = []
    kind, experiment = readout.verdict.kind, readout.experiment
    rows = evidence.forest_rows(readout, language)
    density = next(each for each in DENSITIES if min(len(rows), MOST) <= each.lanes.rows)
    told = "" if kind is VerdictKind.UNTRUSTED else wording.verdict_detail(readout, language)  # health says it below
    content: dict[str, Content] = {
        "language": wording.language_of(language),
        "name": experiment.name,
        "sample": wording.speak(Message("sample", "Sample: invented data"), language) if experiment.sample else "",
        "word": f"{MARKS.get(kind, '◆')} {wording.label(kind, language)}",
        "ink": ink_name(INKS.get(kind, Ink.UNDECIDED)),
        "dateline": _dateline(readout, language),
        "headline": wording.verdict_headline(readout, language),
        "detail": told,
        "why": wording.speak(Message("why", "Why this verdict"), language),
        "reasons": wording.verdict_reasons(readout, language),
        "health": _health(readout.health, language),
        "air": density.air,
        "forest": forest(readout, rows, language, lanes=density.lanes, pictures=pictures),
        "trend": _trend(readout, language, density=density, pictures=pictures),
        "users": _users(readout, language),
        "foot": foot(readout, language),
    }
    return content, pictures


def _dateline(readout: Readout, language: str) -> str:
    """Return “web · day 28 of 28 · as of 24 Nov 2026 · data to 24 Nov 2026”."""
    parts = [readout.experiment.channel, checks.day_of_test(readout, language)]
    if readout.as_of is not None:
        parts.append(wording.speak(Message("as_of", "as of {day}", {"day": readout.as_of}), language))
    if readout.last_day is not None:
        parts.append(wording.speak(Message("data_to", "data to {day}", {"day": readout.last_day}), language))
    return " · ".join(part for part in parts if part)


def _health(findings: Sequence[Finding], language: str) -> Content:
    """Return whether the test is healthy, and what is wrong with it, the worst first."""
    wrong = [finding for finding in checks.by_weight(findings) if finding.light is not Light.OK]
    worst = wrong[0].light if wrong else Light.OK
    left = len(wrong) - FINDINGS
    more = Message("paper_findings_left", "Health tells {count} more.", {"count": left})
    return {
        "title": f"{checks.SHAPES[worst]} {checks.title(findings, language)}" if findings else "",
        "ink": ink_name(Ink.WORSE if worst is Light.BLOCK else Ink.TEXT),
        "items": [
            {
                "name": wording.label(finding.check, language),
                "text": " ".join(wording.speak(said, language) for said in (finding.detail, finding.action) if said),
            }
            for finding in wrong[:FINDINGS]
        ],
        "more": wording.speak(more, language) if left > 0 else "",
    }


def _trend(readout: Readout, language: str, *, density: _Density, pictures: list[str]) -> Content:
    """Return the trend of the treatment that the verdict speaks about."""
    known = [shown for shown in readout.trends if shown.points]
    if not known:
        undated = Message("trend_undated", "No trend: the data carry no dates")
        return {"title": wording.speak(undated, language), "picture": None, "alt": "", "caption": ""}
    shown = next((one for one in known if one.treatment == readout.verdict.treatment), known[0])
    marks = evidence.trend_marks(readout, shown, language)
    title = trend_title(marks, language)
    drawn = drawings.trend(
        marks,
        ink=evidence.trend_ink(readout, shown),
        percent=partial(scales.lift_tick, language=language),
        width=TREND,
        height=density.trend,
    )
    return {
        "title": f"{title} · {shown.treatment}" if len(known) > 1 else title,
        "picture": laid(drawn, pictures),
        "alt": f"{title}. {marks[-1].words}",
        "caption": evidence.trend_caption(language),
    }


def _users(readout: Readout, language: str) -> Content:
    """Return who is in which variant, beside what was planned."""
    proof = next((one.proof for one in readout.health if one.check is Check.SAMPLE_RATIO and one.proof), None)
    columns = tuple(wording.speak(column, language) for column in (proofs.VARIANT, proofs.USERS))
    counted = tuple((name, wording.number(users, language)) for name, users in readout.users.items())
    shown = checks.proof(proof, language) if proof else Table(columns=columns, rows=counted)
    left = len(shown.rows) - VARIANTS
    more = Message("paper_variants_left", "{count:,} more variants", {"count": left})
    return {
        "title": wording.speak(Message("paper_users", "Users by variant"), language),
        "columns": shown.columns,
        "rows": shown.rows[:VARIANTS],
        "more": wording.speak(more, language) if left > 0 else "",
    }


def foot(readout: Readout, language: str) -> str:
    """Return how the numbers were read, of which day, and the mark by which the same data are known again."""
    mark = Message("paper_fingerprint", "fingerprint {mark}", {"mark": readout.fingerprint})
    reason = readout.inference_reason
    parts = [
        "Liftroom",
        wording.label(readout.inference, language),
        wording.speak(reason, language) if reason is not None else "",
        wording.day(readout.as_of, language) if readout.as_of is not None else "",
        wording.speak(mark, language),
    ]
    return " · ".join(part for part in parts if part)
