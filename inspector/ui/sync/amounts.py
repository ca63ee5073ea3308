"""Sizes on the disk and on the wire in words."""

from inspector.services.words import NBSP

UNITS = ("B", "kB", "MB", "GB", "TB")
STEP = 1024


def size_words(size: float) -> str:
    """Bytes in the unit that leaves one to three digits."""
    number = float(max(0.0, size))
    for unit in UNITS:
        if number < STEP or unit == UNITS[-1]:
            digits = 0 if unit == "B" or number >= 100 else 1
            return f"{number:.{digits}f}{NBSP}{unit}"
        number /= STEP
    raise AssertionError(size)
