"""The hazard library: search it, and write the company's own entries."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from inspector.commands import lists
from inspector.commands.console import GRADES, Options, named_path, opened, show
from inspector.i18n import _, language

if TYPE_CHECKING:
    from inspector.criteria.hazard_library import LibraryEntry
    from inspector.criteria.model import Bilingual
    from inspector.services import Workspace
    from inspector.services.hazards.entries import NewEntry


def add_to(verbs: Any) -> None:
    """`hazard library`."""
    library = verbs.add_parser("library", help=_("wording, grade, measure and basis of common hazards"))
    words = _("only what holds all of these words; or search WORD …, add, change ENTRY, remove ENTRY")
    library.add_argument("words", nargs="*", metavar=_("WORD"), help=words)
    kind = _("what is about this kind of equipment first; of an own entry what it is about (comma between several)")
    library.add_argument("--kind", default="", metavar="KIND", help=kind)
    _add_entry(library)
    library.set_defaults(act=command_library)


def _add_entry(library: Any) -> None:
    told = {
        "hazard": _("of an own entry: what is wrong"),
        "hazard-en": _("the same in English"),
        "measure": _("what is to be done about it"),
        "measure-en": _("the same in English"),
        "basis": _("standard and clause; empty for practice"),
        "words": _("further words for the search"),
    }
    for name, words in told.items():
        library.add_argument(f"--{name}", dest=f"entry_{name.replace('-', '_')}", metavar=_("TEXT"), help=words)
    library.add_argument("--grade", choices=GRADES, metavar="|".join(GRADES), help=_("grade of an own entry"))
    library.add_argument(
        "--days", type=int, metavar=_("DAYS"), help=_("days until the deadline, if not the usual ones")
    )
    library.add_argument("--own", action="store_true", help=_("only entries of your own"))


def command_library(options: Options) -> None:
    """Search the hazard library, or change the company's own entries.

    Without a workspace that is named, those of the program are searched alone.
    """
    verb, *rest = options.words or ("search",)
    if verb in ("add", "change", "remove"):
        with opened(options) as workspace:
            entry = workspace.call(lambda: _change_entry(workspace, verb, rest, options))
            show(options, _entry(entry))
        return
    text = " ".join(rest if verb == "search" else options.words)
    show(options, [_entry(entry) for entry in _found(options, text)], lists.library_text)


def _found(options: Options, text: str) -> "tuple[LibraryEntry, ...]":
    from inspector.criteria.hazard_library import find_entries  # noqa: PLC0415 - see `opened`
    from inspector.services.hazards import entries  # noqa: PLC0415 - see `opened`

    if named_path(options) is None and not options.own:
        return find_entries(entries.shipped_entries(), text, options.kind)
    with opened(options) as workspace:
        listed = entries.own_entries if options.own else entries.entries
        return find_entries(workspace.call(lambda: listed(workspace)), text, options.kind)


def _change_entry(workspace: "Workspace", verb: str, rest: list[str], options: Options) -> "LibraryEntry":
    from inspector.services.hazards import entries  # noqa: PLC0415 - see `opened`

    name = rest[0] if rest else ""
    match verb:
        case "add":
            return entries.add_entry(workspace, _given(entries.BLANK, options))
        case "change":
            before = entries.given_of(entries.find_entry(workspace, name))
            return entries.change_entry(workspace, name, _given(before, options))
    return entries.remove_entry(workspace, name)


def _given(before: "NewEntry", options: Options) -> "NewEntry":
    """An entry with what the options say in the place of what it said."""
    given = {name: getattr(options, f"entry_{name}") for name in ("basis", "words")}
    given |= {"grade": options.grade, "days": options.days}
    made = replace(before, **{name: value for name, value in given.items() if value is not None})
    if options.kind:
        made = replace(made, kinds=frozenset(options.kind.split(",")))
    return replace(made, hazard=_pair(made.hazard, options, "hazard"), measure=_pair(made.measure, options, "measure"))


def _pair(before: "Bilingual", options: Options, name: str) -> "Bilingual":
    zh, en = getattr(options, f"entry_{name}"), getattr(options, f"entry_{name}_en")
    return before._replace(zh=before.zh if zh is None else zh, en=before.en if en is None else en)


def _entry(entry: "LibraryEntry") -> dict[str, Any]:
    chosen = language()
    return {
        "id": entry.id,
        "grade": entry.grade.value,
        "hazard": entry.hazard.text(chosen),
        "measure": entry.measure.text(chosen),
        "basis": entry.basis,
        "kinds": sorted(entry.kinds),
        "days": entry.days,
        "own": entry.own,
    }
