"""The inks of every figure: what each stands for, its slot in the screen's theme, and its colour in light and dark.

Figures name a slot, not a colour: Streamlit's front end replaces the slots with the theme's `chartCategoricalColors`,
so one figure is right in both themes, also while a reader switches between them.
"""

from enum import StrEnum


class Ink(StrEnum):
    """What a colour means. The value is the slot that the screen replaces."""

    BETTER = "#000001"
    WORSE = "#000002"
    UNDECIDED = "#000003"
    TAKEN_AWAY = "#000004"
    BAND = "#000005"  # lifts too small to matter
    TEXT = "#000006"
    MUTED = "#000007"  # captions and axes
    RULE = "#000008"  # grid lines
    WASH = "#000009"  # the area of an interval over time
    PAPER = "#000010"  # the page itself


MARKS = (Ink.BETTER, Ink.WORSE, Ink.UNDECIDED)  # at least 3:1 on paper
TEXTS = (Ink.TEXT, Ink.MUTED)  # at least 4.5:1 on paper

LIGHT = dict(
    zip(
        Ink,
        (
            *("#0B5FA5", "#B5471B", "#6B7280", "#C9C4B6", "#E6E3DA"),
            *("#14171B", "#5C636E", "#E6E3DA", "#CFDDE8", "#FBFAF7"),
        ),
        strict=True,
    )
)
DARK = dict(
    zip(
        Ink,
        (
            *("#6CB2F0", "#F0915C", "#9AA3AD", "#4A4740", "#2A2C2E"),
            *("#E8E6E1", "#A9B1BA", "#2A2E33", "#22374A", "#15171A"),
        ),
        strict=True,
    )
)


def luminance(colour: str) -> float:
    """Return the relative luminance (0 to 1) of `#RRGGBB`, as WCAG 2.2 defines it."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio (1 to 21) of two colours, as WCAG 2.2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
