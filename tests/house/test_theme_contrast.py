"""Every colour of the theme file can be read where it is used."""

from __future__ import annotations

from itertools import product

import pytest

from ui.theme import Light, tokens

GROUNDS = ("page", "surface", "sunken", "accentTint")
TEXTS = ("ink", "ink2", "ink3", "accent", "late", "due", "met", "away", "rent", "gradeBlue")
TINTS = ("late", "due", "met", "away", "rent", "gradeBlue")
PAPER_INKS = ("ink", "ink2", "ink3")

# WCAG 2.2: 1.4.3 contrast (minimum) for text, 1.4.11 for what is not text.
TEXT_LEAST = 4.5
SHAPE_LEAST = 3.0


def luminance(colour: str) -> float:
    """Weigh the light of #RRGGBB from 0 to 1 as WCAG 2 defines it."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str, light: Light) -> float:
    """Compare the two roles' colours, from 1 to 21."""
    lights = sorted(luminance(tokens().colour(role, light)) for role in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def text_pairs() -> list[tuple[str, str]]:
    """List every text role with every ground it is used on."""
    pairs = [*product(TEXTS, GROUNDS)]
    pairs += [(role, f"{role}Tint") for role in TINTS]
    pairs += [(ink, f"{role}Tint") for ink, role in product(PAPER_INKS, TINTS)]
    pairs += [("accentInk", "accent"), ("accentInk", "accentPress")]
    pairs += [("surface", "late"), ("surface", "met"), ("surface", "due")]
    return pairs


def shape_pairs() -> list[tuple[str, str]]:
    """List what says touch me or here I am, with its neighbours."""
    pairs = [("edge", ground) for ground in ("page", "surface", "sunken")]
    pairs += [("focus", ground) for ground in GROUNDS]
    pairs += [("focus", "focusGap"), ("focusGap", "accent")]
    return pairs


@pytest.mark.parametrize("light", Light)
@pytest.mark.parametrize(("text", "ground"), text_pairs())
def test_text_is_legible_on_every_ground_it_is_used_on(
    text: str, ground: str, light: Light
) -> None:
    assert contrast(text, ground, light) >= TEXT_LEAST


@pytest.mark.parametrize("light", Light)
@pytest.mark.parametrize(("shape", "ground"), shape_pairs())
def test_edges_and_the_focus_ring_stand_out(shape: str, ground: str, light: Light) -> None:
    assert contrast(shape, ground, light) >= SHAPE_LEAST


@pytest.mark.parametrize("light", [Light.LIGHT, Light.DARK])
def test_what_lies_further_away_is_darker(light: Light) -> None:
    planes = [luminance(tokens().colour(role, light)) for role in ("sunken", "page", "surface")]
    assert planes == sorted(planes)


def test_the_measure_itself_is_right_at_its_ends() -> None:
    assert luminance("#FFFFFF") == pytest.approx(1.0)
    assert contrast("ink", "surface", Light.CONTRAST) == pytest.approx(21.0)
