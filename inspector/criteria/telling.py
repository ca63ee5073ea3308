"""Bounds: whether a value lies inside, and the digits that show it.

A finding must never contradict itself on paper ("353 V, limit 353–407"): where rounding hides on which side of its
limit a value lies, value and limit are written with more digits. Comparisons allow one part in 10⁹, so that a value
computed in floating point is never outside by rounding alone.
"""

from typing import Final

TOLERANCE: Final = 1e-9
MOST_DECIMALS: Final = 9
"""More would show the tolerance, not the value."""


def within(value: float, low: float | None, high: float | None, *, strict: bool = False) -> bool:
    """Whether a value lies inside; with `strict` the bound itself is outside."""
    for bound, distance in ((low, -1), (high, 1)):
        if bound is None:
            continue
        slack = TOLERANCE * max(1.0, abs(bound))
        beyond = (value - bound) * distance
        if beyond > slack or (strict and beyond > -slack):
            return False
    return True


def telling_decimals(
    value: float, low: float | None, high: float | None, decimals: int, *, strict: bool = False
) -> int:
    """The fewest decimals, at least `decimals`, with which value and limit on paper say what `within` says.

    The value is tried rounded (a finding) and as it is (the cell it was typed into) against the rounded limit.
    """
    wanted = within(value, low, high, strict=strict)
    for digits in range(decimals, MOST_DECIMALS + 1):
        shown_low = None if low is None else round(low, digits)
        shown_high = None if high is None else round(high, digits)
        texts = (round(value, digits), value)
        if all(within(text, shown_low, shown_high, strict=strict) is wanted for text in texts):
            return digits
    return decimals
