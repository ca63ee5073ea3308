"""Where resources and forms are: in the tree, in an installed wheel and in a frozen application.

Nobody else builds paths to them.
"""

import functools
from pathlib import Path


@functools.cache
def _root(name: str) -> Path:
    inside = Path(__file__).parent / name
    return inside if inside.is_dir() else inside.parent.parent / name


def resource(name: str) -> Path:
    """Path of a file or folder in `resources/`, by its slash-separated name; it may be missing."""
    return _root("resources") / name


def form(name: str = "") -> Path:
    """Path of a file or folder in `forms/`."""
    return _root("forms") / name


def guide(name: str) -> Path:
    """Path of a guide for people; in the tree they stand in `packaging/guides/`."""
    inside = Path(__file__).parent / "guides"
    return (inside if inside.is_dir() else inside.parent.parent / "packaging" / "guides") / name
