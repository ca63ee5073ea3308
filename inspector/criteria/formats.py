"""How values and limits are written: digits, signs, non-breaking spaces. No units and no words."""

from typing import Final

NBSP: Final = "\u00a0"


def format_number(value: float, decimals: int, *, keep_zeros: bool = False) -> str:
    """A number with at most `decimals` digits after the point; trailing zeros only where they are to be kept."""
    text = f"{value:.{decimals}f}"
    if "." in text and not keep_zeros:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "\u2212", 1)


def limit_text(low: float | None, high: float | None, decimals: int, *, fixed: bool, strict: bool = False) -> str:
    """A limit as tables show it: ``≤ 2``, ``≥ 2240``, ``9.30–10.70``, ``± 0.5``; `fixed` keeps trailing zeros."""

    def show(value: float) -> str:
        return format_number(value, decimals, keep_zeros=fixed)

    if low is not None and high is not None:
        return f"±{NBSP}{show(high)}" if low == -high else f"{show(low)}–{show(high)}"
    if high is not None:
        return f"{'<' if strict else '≤'}{NBSP}{show(high)}"
    return f"{'>' if strict else '≥'}{NBSP}{show(low)}" if low is not None else ""
