"""The keys of the window as data: which command has which key, where it works, and which keys may be changed.

A key has one meaning in the whole window: Ctrl+N makes the new thing of whatever page is open. So a changed key is
changed everywhere, and pages go on naming the key a command comes with (`ui.kit.shortcuts`). Sequences are written as
Qt's portable text, `Ctrl+PgDown`. The keyboard map of the help is made from this list.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from inspector.i18n import N_, Message
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass

register(
    ProblemKind.INPUT,
    {
        "key_taken": N_("{keys} is the key of “{command}”. Choose another, or change that one first."),
        "key_fixed": N_("{keys} always does the same ({command}) and cannot be given away."),
        "key_plain": N_("{keys} is typed into fields. Take a key with Ctrl or Alt, or a function key."),
    },
)


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the keyboard. `label` and `where` are msgids; a fixed one is only shown."""

    id: str
    keys: str
    label: str
    where: str
    changeable: bool = True


EVERYWHERE: Final = N_("Everywhere")
ON_PAGES: Final = N_("On pages and in lists")
AT_A_VISIT: Final = N_("At a visit")
IN_READINGS: Final = N_("In readings")
AT_A_REVIEW: Final = N_("At a review")
IN_LEDGERS: Final = N_("In ledgers and figures")

COMMANDS: Final = (
    Command("search", "Ctrl+K", N_("Search and commands"), EVERYWHERE),
    Command("pages", "Alt+1 … 6", N_("Pages of the rail, from the top"), EVERYWHERE, changeable=False),
    Command("help", "F1", N_("Help"), EVERYWHERE, changeable=False),
    Command("sync", "F5", N_("Synchronise now"), EVERYWHERE),
    Command("lock", "Ctrl+L", N_("Lock now"), EVERYWHERE),
    Command("undo", "Ctrl+Z", N_("Undo"), EVERYWHERE, changeable=False),
    Command("redo", "Ctrl+Y", N_("Redo"), EVERYWHERE, changeable=False),
    Command("close", "Esc", N_("Close the top layer"), EVERYWHERE, changeable=False),
    Command("leave_table", "Ctrl+Tab", N_("Out of a table, to the next control"), EVERYWHERE, changeable=False),
    Command("new", "Ctrl+N", N_("New"), ON_PAGES),
    Command("primary", "Ctrl+Return", N_("Primary action of the page"), ON_PAGES),
    Command("find", "Ctrl+F", N_("Search in the list"), ON_PAGES),
    Command("filter", "F", N_("Filter in a table"), ON_PAGES, changeable=False),
    Command("edit", "F2", N_("Change, or show what can be done"), ON_PAGES),
    Command("print", "Ctrl+P", N_("Print or export PDF"), ON_PAGES),
    Command("import", "Ctrl+I", N_("Import"), ON_PAGES),
    Command("export", "Ctrl+E", N_("Export, or share out evenly"), ON_PAGES),
    Command("open", "Ctrl+O", N_("Open a file"), ON_PAGES),
    Command("plan", "Ctrl+Shift+N", N_("Plan visits"), ON_PAGES),
    Command("calendar", "Ctrl+Shift+K", N_("Calendar of visits"), ON_PAGES),
    Command("today", "Ctrl+T", N_("To today in the calendar"), ON_PAGES),
    Command("again", "Ctrl+R", N_("Read the file again"), ON_PAGES),
    Command("guide", "Ctrl+J", N_("Next step of the guided visit"), ON_PAGES),
    Command("take_back", "Ctrl+B", N_("Take a visit back"), ON_PAGES),
    Command("give", "Ctrl+Shift+O", N_("Hand a visit over"), ON_PAGES),
    Command("end", "Ctrl+Delete", N_("Take out of service, or back"), ON_PAGES),
    Command("panel", "F6", N_("To the panel beside, and back"), ON_PAGES),
    Command("previous_step", "Ctrl+PgUp", N_("Previous step or tab"), AT_A_VISIT),
    Command("next_step", "Ctrl+PgDown", N_("Next step or tab"), AT_A_VISIT),
    Command("previous_section", "Alt+Left", N_("Previous section"), AT_A_VISIT),
    Command("next_section", "Alt+Right", N_("Next section"), AT_A_VISIT),
    Command("up", "Alt+Up", N_("Equipment or group before"), AT_A_VISIT),
    Command("down", "Alt+Down", N_("Equipment or group after"), AT_A_VISIT),
    Command("pass", "1", N_("Pass"), AT_A_VISIT, changeable=False),
    Command("fail", "2", N_("Fail"), AT_A_VISIT, changeable=False),
    Command("na", "3", N_("Not applicable"), AT_A_VISIT, changeable=False),
    Command("note", "N", N_("Note"), AT_A_VISIT, changeable=False),
    Command("photo", "P", N_("Photo"), AT_A_VISIT, changeable=False),
    Command("rest", "Shift+A", N_("Pass what is left of the section"), AT_A_VISIT, changeable=False),
    Command("override", "F4", N_("Override a judgement"), AT_A_VISIT, changeable=False),
    Command("gases", "Alt+G", N_("Gases, and back"), AT_A_VISIT),
    Command("pad", "F7", N_("Signature pad on the whole screen"), AT_A_VISIT),
    Command("phase", "/", N_("To phase B, C"), IN_READINGS, changeable=False),
    Command("outage", "X", N_("Out of service, not measured"), IN_READINGS, changeable=False),
    Command("hints", "Ctrl+D", N_("Last values as hints"), IN_READINGS),
    Command("paste", "Ctrl+V", N_("Paste a column"), IN_READINGS, changeable=False),
    Command("return", "F8", N_("Return for rework"), AT_A_REVIEW),
    Command("approve", "F9", N_("Pass and close"), AT_A_REVIEW),
    Command("photos", "F11", N_("Photos on the whole page"), AT_A_REVIEW),
    Command("look", "Ctrl+Shift+L", N_("Columns and order"), IN_LEDGERS),
    Command("papers", "Ctrl+M", N_("Issues that were printed"), IN_LEDGERS),
    Command("figures", "Ctrl+G", N_("Figures"), IN_LEDGERS),
)
"""All commands, in the order of the keyboard map."""
BY_ID: Final = {command.id: command for command in COMMANDS}
BY_KEYS: Final = {command.keys: command for command in COMMANDS}
MODIFIERS: Final = ("Ctrl+", "Alt+", "Meta+")


def shown(keys: str) -> str:
    """A key sequence as keycaps and sentences write it: Ctrl N."""
    return keys.replace("+", " ")


def checked_keys(command: str, keys: str, chosen: Mapping[str, str]) -> str:
    """A key for a command beside what was `chosen` (id -> keys) for others; "" for none.

    Raises Problem key_taken, key_fixed, key_plain.
    """
    if not keys:
        return ""
    function_key = keys.rpartition("+")[2][:1] == "F" and keys.rpartition("+")[2][1:].isdecimal()
    if not (keys.startswith(MODIFIERS) or function_key):
        raise Problem("key_plain", keys=shown(keys))
    for other in COMMANDS:
        if other.id == command:
            continue
        if keys == (chosen.get(other.id, other.keys) if other.changeable else other.keys):
            code = "key_taken" if other.changeable else "key_fixed"
            raise Problem(code, keys=shown(keys), command=Message(other.label))
    if keys in RESERVED:
        raise Problem("key_fixed", keys=shown(keys), command=Message(RESERVED[keys]))
    return keys


RESERVED: Final = {
    "Ctrl+C": N_("Copy"),
    "Ctrl+X": N_("Cut"),
    "Ctrl+A": N_("Select all"),
    "Ctrl+Shift+Tab": N_("Out of a table, to the next control"),
    "Ctrl+Shift+Z": N_("Redo"),
    **{f"Alt+{number}": N_("Pages of the rail, from the top") for number in range(1, 7)},
    "Alt+F4": N_("Close the window"),
}
"""Keys that the system or every text field takes."""


def sound(chosen: Mapping[str, str]) -> dict[str, str]:
    """What was chosen, without what cannot hold: unknown commands, and keys that two commands would share."""
    kept: dict[str, str] = {}
    for identity, keys in chosen.items():
        command = BY_ID.get(identity)
        if command is None or not command.changeable or not isinstance(keys, str):
            continue
        kept[identity] = keys
    return {identity: keys for identity, keys in kept.items() if _holds(identity, keys, kept)}


def _holds(identity: str, keys: str, kept: Mapping[str, str]) -> bool:
    try:
        checked_keys(identity, keys, kept)
    except Problem:
        return False
    return True


def groups() -> Iterable[tuple[str, tuple[Command, ...]]]:
    """The commands by where they work (msgid), in order."""
    for where in dict.fromkeys(command.where for command in COMMANDS):
        yield where, tuple(command for command in COMMANDS if command.where == where)
