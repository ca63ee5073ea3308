"""Settings: list, read, choose, carry to another workspace; those of the window are set in the window."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from inspector.commands import lists
from inspector.commands.console import Options, opened, show, write_told
from inspector.i18n import Translator, _, language

if TYPE_CHECKING:
    from inspector.services import Workspace
    from inspector.services.preferences.options import Option
    from inspector.services.preferences.transfer import ImportRow

SCOPES: Final = ("company", "laptop")
TAKEN: Final = "changed"


def add_to(commands: Any) -> None:
    """`settings list|get|set|reset|export|import`."""
    settings = commands.add_parser("settings", help=_("what the company and this laptop have chosen"))
    verbs = settings.add_subparsers(dest="verb", required=True, metavar=_("VERB"))
    listed = verbs.add_parser("list", help=_("all settings with their values"))
    listed.add_argument("words", nargs="*", metavar=_("WORD"), help=_("only what holds all of these words"))
    listed.add_argument("--scope", choices=SCOPES, help=_("only those of the company, or of this laptop"))
    listed.add_argument("--changed", action="store_true", help=_("only what is not as it came"))
    got = verbs.add_parser("get", help=_("the value of a setting"))
    put = verbs.add_parser("set", help=_("choose a value"))
    reset = verbs.add_parser("reset", help=_("back to what it came with"))
    for verb in (got, put):
        verb.add_argument("key", metavar="KEY")
    put.add_argument("value", metavar=_("VALUE"), help=_("as `settings list` shows it"))
    reset.add_argument("keys", nargs="+", metavar="KEY")
    out = verbs.add_parser("export", help=_("write all settings to a file"))
    out.add_argument("--out", required=True, metavar="FILE")
    taken = verbs.add_parser("import", help=_("take settings from a file"))
    taken.add_argument("file", metavar="FILE")
    taken.add_argument("--only", nargs="+", default=[], metavar="KEY", help=_("only these"))
    taken.add_argument("--dry-run", action="store_true", help=_("only show what it would change"))
    for verb in verbs.choices.values():
        verb.set_defaults(act=command_settings)


def command_settings(options: Options) -> None:
    """Do one of the verbs."""
    with opened(options) as workspace:
        match options.verb:
            case "list":
                show(options, workspace.call(lambda: _list(workspace, options)), lists.settings_text)
            case "get":
                told = workspace.call(lambda: _one(workspace, options.key))
                show(options, told, lambda data: str(data["value"]))
            case "set" | "reset":
                show(options, _set(workspace, options))
            case "export":
                from inspector.services.preferences.transfer import export_settings  # noqa: PLC0415 - see opened

                write_told(options, options.out, workspace.call(lambda: export_settings(workspace)))
            case "import":
                show(options, _import(workspace, options))


def _told(one: "Option", value: Any) -> dict[str, Any]:
    from inspector.services.preferences.values import option_label, section_name  # noqa: PLC0415 - as above

    t = Translator(language())
    return {
        "key": one.key,
        "value": one.typed(value),
        "name": f"{section_name(one.section, t)} · {option_label(one.key, t)}",
        "words": one.words(value, t),
        "scope": one.scope.value,
        "default": one.typed(one.default),
        "changed": value != one.default,
    }


def _list(workspace: "Workspace", options: Options) -> list[dict[str, Any]]:
    from inspector.services.preferences.catalogue import option  # noqa: PLC0415 - see console.opened
    from inspector.services.preferences.places import places  # noqa: PLC0415 - as above
    from inspector.services.preferences.reading import chosen_all  # noqa: PLC0415 - as above
    from inspector.services.searching import matching  # noqa: PLC0415 - as above

    rows = [_told(option(key), value) for key, value in {**chosen_all(workspace), **places(workspace)}.items()]
    return [
        row
        for row in rows
        if (not options.scope or row["scope"] == options.scope)
        and (row["changed"] or not options.changed)
        and matching(" ".join(options.words), str(row["key"]), str(row["name"]), str(row["words"]))
    ]


def _one(workspace: "Workspace", key: str) -> dict[str, Any]:
    from inspector.services.preferences.catalogue import option  # noqa: PLC0415 - see console.opened
    from inspector.services.preferences.reading import chosen  # noqa: PLC0415 - as above

    return _told(option(key), chosen(workspace, key))


def _set(workspace: "Workspace", options: Options) -> dict[str, Any]:
    """Choose a value, or what options came with. Places first: they are what may be refused by the world outside."""
    from inspector.services.preferences.catalogue import option  # noqa: PLC0415 - see console.opened
    from inspector.services.preferences.choosing import choose  # noqa: PLC0415 - as above
    from inspector.services.preferences.options import Kind  # noqa: PLC0415 - as above
    from inspector.services.preferences.places import choose_place_option  # noqa: PLC0415 - as above

    typed = {options.key: options.value} if options.verb == "set" else dict.fromkeys(options.keys)
    known = {key: option(key) for key in typed}
    changed = [
        key
        for key, value in typed.items()
        if known[key].kind is Kind.PLACE and choose_place_option(workspace, key, value or "")
    ]
    wanted = {
        key: known[key].default if value is None else known[key].parse(value)
        for key, value in typed.items()
        if known[key].kind is not Kind.PLACE
    }
    return {TAKEN: [*changed, *(workspace.call(lambda: choose(workspace, wanted)).keys if wanted else ())]}


def _import(workspace: "Workspace", options: Options) -> Any:
    from inspector.services.preferences.transfer import Change, import_settings, preview_import, read_settings_file  # noqa: PLC0415 - as above

    file = read_settings_file(Path(options.file))
    rows = workspace.call(lambda: preview_import(workspace, file))
    if options.only:
        rows = tuple(row for row in rows if row.key in options.only)
    if options.dry_run:
        return [_compared(row) for row in rows if row.change is not Change.SAME]
    keys = [row.key for row in rows if row.change is Change.CHANGED]
    done = workspace.call(lambda: import_settings(workspace, file, keys))
    left = [{"key": row.key, "problem": row.problem or row.change.value} for row in rows if _left(row)]
    return {TAKEN: list(done.keys), "left_out": left}


def _left(row: "ImportRow") -> bool:
    return row.change.value not in ("same", TAKEN)


def _compared(row: "ImportRow") -> dict[str, Any]:
    return {
        "key": row.key,
        "change": row.change.value,
        "name": row.name,
        "now": row.now,
        "new": row.new,
        "problem": row.problem,
    }
