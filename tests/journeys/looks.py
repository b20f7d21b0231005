"""What a browser test asks of a screen: what axe finds, whether it fits, what is written on it, where the focus is."""

import re
from collections.abc import Sequence
from contextlib import suppress

from axe_playwright_python.sync_playwright import Axe
from babel.messages.extract import extract_from_dir
from playwright.sync_api import Locator, expect

from tests.conftest import PROJECT
from tests.journeys.conftest import Tab

# Streamlit's own faults: the rule, and the selector of the part that breaks it.
STREAMLITS_OWN = (  # its list of screens holds groups between the list and its items
    ("list", '[data-testid="stSidebarNav"]'),
    ("listitem", '[data-testid="stSidebarNav"]'),
)
FOCUS = """() => {
    const focused = document.activeElement;
    const box = focused.getBoundingClientRect();
    return [box.x, box.y, box.width, box.height];
}"""
AT_REST = """() => new Promise(tell => {
    const place = () => { const box = document.activeElement.getBoundingClientRect(); return `${box.x} ${box.y}`; };
    const before = place();
    requestAnimationFrame(() => requestAnimationFrame(() => tell(place() === before)));
})"""


def serious(tab: Tab) -> list[tuple[str, str]]:
    """Return what axe finds serious on the page and is not Streamlit's own: the rule and the element."""
    tab.settle()
    found = Axe().run(tab.page).response["violations"]
    return [
        (one["id"], node["html"][:200])
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
        if not any(one["id"] == rule and _lies_in(tab, node["target"], part) for rule, part in STREAMLITS_OWN)
    ]


def _lies_in(tab: Tab, target: Sequence[str], part: str) -> bool:
    return bool(tab.page.evaluate("([it, part]) => !!document.querySelector(it)?.closest(part)", [target[0], part]))


def overflow(tab: Tab) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(
        tab.page.evaluate(
            "() => Math.max(...[document.scrollingElement, document.querySelector('[data-testid=stMain]')]"
            ".map(part => part.scrollWidth - part.clientWidth))"
        )
    )


def written(tab: Tab) -> list[str]:
    """Return every line of text on the screen, the words of the figures too."""
    lines: list[str] = tab.page.evaluate(
        "() => [...document.body.innerText.split('\\n'), "
        "...[...document.querySelectorAll('svg text')].map(text => text.textContent)]"
    )
    return [line.strip() for line in lines if line.strip()]


def english() -> list[re.Pattern[str]]:
    """Return a pattern for each English sentence of ours; single words may be the same in another language."""
    patterns = []
    for folder in ("analytics", "pages", "data"):
        for _, _, template, _, _ in extract_from_dir(PROJECT / folder, keywords={"Message": (2,)}):
            parts = re.split(r"\{[^}]*\}", str(template))
            if sum(len(re.findall("[A-Za-z]{2,}", part)) for part in parts) >= 2:
                patterns.append(re.compile(".+?".join(re.escape(part) for part in parts)))
    return patterns


def unfold(tab: Tab, label: str, inside: Locator) -> None:
    """Open a fold until what is inside can be seen: a form that is still being drawn may fold up again."""
    for _ in range(5):
        tab.settle()
        tab.page.get_by_text(label).click()
        with suppress(AssertionError):
            expect(inside).to_be_visible(timeout=5_000)
            return
    expect(inside).to_be_visible()


def walk_to(tab: Tab, goal: Locator, *, steps: int = 80) -> None:
    """Press the tabulator until `goal` has the focus, and see that a person can tell so."""
    for _ in range(steps):
        tab.page.keyboard.press("Tab")
        if goal.evaluate("goal => goal === document.activeElement || goal.contains(document.activeElement)"):
            break
    else:
        raise AssertionError(f"{steps} steps of the tabulator did not reach {goal}")
    # Figures above may still come in and push what has the focus out of the frame that is looked at.
    assert any(stands_out(tab) for _ in range(5)), f"nobody sees that the focus is on {goal}"


def stands_out(tab: Tab) -> bool:
    """Say whether what has the focus looks different without it."""
    tab.page.wait_for_function(AT_REST)
    left, top, width, height = tab.page.evaluate(FOCUS)
    frame = {"x": max(left - 8, 0), "y": max(top - 8, 0), "width": width + 16, "height": height + 16}
    focused = tab.page.evaluate_handle("() => document.activeElement")
    seen = tab.page.screenshot(clip=frame, animations="disabled")  # type: ignore[arg-type]
    focused.evaluate("it => it.blur()")
    blurred = tab.page.screenshot(clip=frame, animations="disabled")  # type: ignore[arg-type]
    focused.evaluate("it => it.focus({focusVisible: true})")
    return seen != blurred
