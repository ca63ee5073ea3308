"""The keyboard map as people read it: the window's commands by where they work, with the keys that count here."""

from collections.abc import Mapping
from typing import Final

from inspector.quick_dataclass import dataclass
from inspector.services.preferences.keymap import Command, groups

CAPS: Final = {
    "Return": "Enter",
    "Delete": "Del",
    "PgDown": "PgDn",
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
}


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A command: its msgid and its keys as keycaps show them, one text for each key that does it."""

    label: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Where the commands work (msgid), and they."""

    where: str
    lines: tuple[KeyLine, ...]


def shown_keys(keys: str) -> str:
    """A key as keycaps show it: Ctrl+PgDown is Ctrl PgDn."""
    return " ".join(CAPS.get(part, part) for part in keys.split("+")) if keys else ""


def keyboard_map(chosen: Mapping[str, str]) -> tuple[KeyGroup, ...]:
    """All commands with the keys they come with, or those that were `chosen` (command -> key, "" for none)."""
    return tuple(KeyGroup(where, _lines(commands, chosen)) for where, commands in groups())


def _lines(commands: tuple[Command, ...], chosen: Mapping[str, str]) -> tuple[KeyLine, ...]:
    """Commands of one meaning stand in one line: the pages of the rail, from the first key to the last."""
    by_label: dict[str, list[str]] = {}
    for command in commands:
        by_label.setdefault(command.label, []).append(shown_keys(chosen.get(command.id, command.keys)))
    return tuple(
        KeyLine(label, keys if len(keys) < 3 else (f"{keys[0]}…{keys[-1].rpartition(' ')[2]}",))
        for label, keys in ((label, tuple(filter(None, keys))) for label, keys in by_label.items())
    )
