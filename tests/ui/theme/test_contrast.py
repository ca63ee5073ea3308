"""Contrast of the colour tokens, WCAG 2.2 level AA: text 4.5 to 1, borders of controls and the focus ring 3 to 1."""

import re
from itertools import product
from pathlib import Path

import pytest

from inspector import assets
from inspector.ui.theme.theme import load_tokens

THEMES = ("light", "dark")
TEXT, MARK = 4.5, 3.0
GROUNDS = ("surface", "canvas", "chrome", "sub", "sunk", "failing")
HUES = ("red", "orange", "amber", "green", "grey", "violet", "primary")
ON_FILLS = ("red", "orange", "green", "grey", "violet", "primary", "primary-hover", "primary-pressed")
TEXT_PAIRS = (
    *product(("text-1", "text-2", "text-3"), GROUNDS),
    *((f"{hue}-text", ground) for hue, ground in product(HUES, ("surface", "canvas", "sub", "failing"))),
    ("primary-text", "chrome"),
    *((f"{hue}-text", f"{hue}-tint") for hue in HUES),
    *(("text-1", f"{hue}-tint") for hue in HUES),
    *(("text-2", f"{hue}-tint") for hue in HUES),
    ("text-3", "primary-tint"),
    *(("on-fill", fill) for fill in ON_FILLS),
    ("on-amber", "amber"),
)
"""Text on what it stands on: chips on their tint, rows that are selected, buttons, badges, hints on every ground."""
MARK_PAIRS = (
    *product(("edge",), ("surface", "canvas", "sub")),
    *product(("primary-text",), ("surface", "canvas", "chrome", "sub", "primary-tint")),
    *product(("red", "green", "orange"), ("surface",)),
)
"""Borders of controls, the focus ring, dots and bars that say something."""
EXEMPT = {
    "disabled": "what cannot be used needs no contrast",
    "line": "rules between rows carry no meaning",
    "line2": "as line",
    "on-fill": "only on fills, which are listed",
    "on-amber": "only on amber",
    "shadow": "a shadow",
    "scrim": "dims what is covered",
}


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_is_that_of_the_standard() -> None:
    assert round(contrast("#000000", "#FFFFFF"), 2) == 21
    assert round(contrast("#767676", "#FFFFFF"), 2) == 4.54


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("pairs", "least"), [(TEXT_PAIRS, TEXT), (MARK_PAIRS, MARK)], ids=["text", "marks"])
def test_every_pair_that_is_used_has_enough(theme: str, pairs: tuple[tuple[str, str], ...], least: float) -> None:
    tokens = load_tokens(theme)
    low = [
        f"{ink} on {ground}: {contrast(tokens[ink], tokens[ground]):.2f}"
        for ink, ground in pairs
        if contrast(tokens[ink], tokens[ground]) < least
    ]
    assert low == []


def test_both_themes_have_the_same_tokens() -> None:
    assert set(load_tokens("light")) == set(load_tokens("dark"))


def test_every_ink_that_the_window_writes_with_is_measured() -> None:
    """The words in the window's code that name a token of text stand in the pairs, or are exempt with a reason."""
    inks = {ink for ink, _ground in (*TEXT_PAIRS, *MARK_PAIRS)}
    named = re.compile(rf'"((?:text-\d|disabled|on-\w+|(?:{"|".join(HUES)})-text))"')
    root = assets.resource("themes").parents[1] / "inspector" / "ui"
    used = {token for path in Path(root).rglob("*.py") for token in named.findall(path.read_text("utf-8"))}
    assert used
    assert used - inks - set(EXEMPT) == set()
