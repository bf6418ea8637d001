"""The style sheet itself: what it refers to is there, and text can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from opencmecf.foundation.ui import finders

SHEET = (Path(finders.__file__).parent / "static/ui/ui.css").read_text()
TOKENS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", SHEET))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2), from 0 for black to 1 for white."""
    digits = colour.lstrip("#")
    pairs = [digits[i : i + 2] for i in (0, 2, 4)] if len(digits) == 6 else [digit * 2 for digit in digits]
    parts = [int(pair, 16) / 255 for pair in pairs]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two tokens."""
    light, dark = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", ["paper", "soft", "gold-soft"])
@pytest.mark.parametrize("text", ["ink", "muted", "navy", "blue", "blue-deep", "red"])
def test_text_stands_out_from_its_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("mark", ["gold", "focus"])
def test_marks_stand_out_from_the_page(mark: str) -> None:
    assert contrast(mark, "paper") >= 3


def test_every_token_that_is_used_is_defined() -> None:
    used = set(re.findall(r"var\(--([a-z-]+)\)", SHEET))
    assert used <= set(re.findall(r"--([a-z-]+):", SHEET))


def test_fonts_come_from_the_files_that_are_served() -> None:
    fonts = set(re.findall(r'url\("\.\./uswds/([^"]+)"\)', SHEET))
    assert fonts == set(finders.OWN_FONTS)
    assert SHEET.count("url(") == SHEET.count('url("../uswds/')
