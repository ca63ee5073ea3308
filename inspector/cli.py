"""The command line (entry points, no logic): parse, open the workspace, call a service, print.

`--workspace`, `--as`, `--json`, `--language` and `--passphrase-file` may stand before or after any subcommand. Errors
go to stderr as `code: sentence`; exit 1 for bad input or state, 2 for usage, 3 for the environment. Only `inspector`
without a subcommand imports Qt.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector import __version__, i18n
from inspector.i18n import N_, _
from inspector.problems import Problem, ProblemKind, register

if TYPE_CHECKING:
    from inspector.services import Workspace

register(
    ProblemKind.INPUT,
    {
        "field_format": N_("“{text}” is not of the form field=value."),
        "filter_format": N_("Separate filters by commas, for example unclosed,serious."),
        "passphrase_file": N_("The passphrase file “{path}” cannot be read ({reason})."),
    },
)
register(ProblemKind.ENVIRONMENT, {"output_unwritable": N_("“{path}” cannot be written ({reason}).")})

Options = argparse.Namespace
Act = Callable[[Options], int | None]


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code. Problems become one line on stderr, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parser = build_parser()
    options = parser.parse_args(hoist(list(arguments)))
    i18n.set_language(options.language or os.environ.get("INSPECTOR_LANGUAGE") or "system")
    try:
        return options.act(options) or 0
    except Problem as problem:
        print(f"{problem.code}: {i18n.describe(problem)}", file=sys.stderr)
        return problem.kind.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


GLOBAL = {"--workspace": 1, "--as": 1, "--passphrase-file": 1, "--language": 1, "--json": 0}


def hoist(arguments: list[str]) -> list[str]:
    """Move the options that may stand anywhere to the front, where the parser knows them."""
    front: list[str] = []
    rest: list[str] = []
    index = 0
    while index < len(arguments):
        word = arguments[index]
        name, equals, _value = word.partition("=")
        if word == "--":
            rest += arguments[index:]
            break
        if name in GLOBAL:
            take = 1 if equals else 1 + GLOBAL[name]
            front += arguments[index : index + take]
            index += take
        else:
            rest.append(word)
            index += 1
    return front + rest


# workspace and output ------------------------------------------------------------------------------------------


def workspace_path(options: Options) -> Path:
    """The workspace folder: `--workspace`, INSPECTOR_WORKSPACE, or the platform's data folder."""
    chosen = options.workspace or os.environ.get("INSPECTOR_WORKSPACE")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path  # noqa: PLC0415 - only where no folder is named

    return user_data_path("inspector", appauthor=False)


def passphrase(options: Options) -> str | None:
    """The passphrase from a file or the environment; None if neither is given."""
    if options.passphrase_file:
        try:
            return Path(options.passphrase_file).read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise Problem("passphrase_file", path=options.passphrase_file, reason=error) from error
    return os.environ.get("INSPECTOR_PASSPHRASE")


def ask_secretly(question: str) -> str:
    """Ask on the terminal without showing what is typed."""
    from getpass import getpass  # noqa: PLC0415 - rarely needed

    return getpass(question)


@contextmanager
def opened(options: Options) -> "Iterator[Workspace]":
    """The workspace, acting as `--as`; asks for the passphrase on a terminal."""
    from inspector import services  # noqa: PLC0415 - commands that open no workspace start faster without

    path, secret = workspace_path(options), passphrase(options)
    try:
        workspace = services.open_workspace(path, passphrase=secret)
    except Problem as problem:
        if problem.code != "passphrase_needed" or not sys.stdin.isatty():
            raise
        workspace = services.open_workspace(path, passphrase=ask_secretly(_("Passphrase: ")))
    try:
        if options.person:
            workspace.call(lambda: workspace.act_as(options.person))
        yield workspace
    finally:
        workspace.close()


def show(options: Options, data: Any, text: Callable[[Any], str] | None = None) -> None:
    """Print one JSON document with `--json`, else text for people."""
    if options.json:
        print(json.dumps(data, ensure_ascii=False, indent=1))
    elif text is not None:
        print(text(data))
    elif isinstance(data, list):
        for row in data:
            print("\t".join(str(value) for value in row.values() if not isinstance(value, list | dict)))
    else:
        for key, value in data.items():
            print(f"{key}: {value if not isinstance(value, list | dict) else json.dumps(value, ensure_ascii=False)}")


def write(path: str, data: bytes) -> None:
    """Write a file a person asked for: beside its final name first, so that a full disk leaves no half file."""
    target = Path(path)
    temporary = target.with_name(f".{target.name}.part")
    try:
        temporary.write_bytes(data)
        temporary.replace(target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise Problem("output_unwritable", path=path, reason=error.strerror or error) from error


def fields_of(words: Iterable[str]) -> dict[str, Any]:
    """`field=value …` as fields; values that are JSON numbers, lists or objects are taken as such."""
    found: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise Problem("field_format", text=word)
        found[name] = _value(name, value)
    return found


TEXTS = frozenset({"account", "name", "login", "phone", "model", "team", "contact"})


def _value(name: str, value: str) -> Any:
    if name in TEXTS:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


# commands ------------------------------------------------------------------------------------------------------


def command_window(options: Options) -> int:
    """Open the window."""
    from inspector.ui.app import run_window  # noqa: PLC0415 - no other command imports Qt

    return run_window(workspace_path(options), passphrase=passphrase(options), person=options.person)


def command_init(options: Options) -> None:
    """Make a workspace."""
    from inspector import services  # noqa: PLC0415

    secret = passphrase(options)
    if options.key == "passphrase" and secret is None and sys.stdin.isatty():
        secret = ask_secretly(_("New passphrase: "))
    workspace = services.create_workspace(Path(options.dir), key=options.key, passphrase=secret)
    workspace.close()
    show(options, {"workspace": options.dir, "key": options.key})


def command_demo(options: Options) -> None:
    """Make a sample workspace."""
    from inspector import services  # noqa: PLC0415

    made = services.create_demo(
        Path(options.dir), customers=options.customers, hazards=options.hazards, seed=options.seed
    )
    show(options, {"workspace": options.dir, **made})


def command_register(options: Options) -> None:
    """customer, equipment, person: list, show, add, set."""
    from inspector.services import registers  # noqa: PLC0415

    with opened(options) as workspace:
        act = getattr(registers, f"{options.register}_command")
        data = workspace.call(lambda: act(workspace, options.verb, options.words[:], fields_of))
        show(options, data)


def command_visit(options: Options) -> None:
    """List, plan, start, show."""
    from inspector import services  # noqa: PLC0415
    from inspector.services.visits import listing, replay  # noqa: PLC0415

    with opened(options) as workspace:
        match options.verb:
            case "list":
                rows = workspace.call(lambda: services.visit_rows(workspace, signed=-1))
                show(options, [listing.list_json(row) for row in rows])
            case "plan":
                kind, people = services.VisitKind(options.kind), tuple(options.inspectors)
                planned = date.fromisoformat(options.on) if options.on else None
                visit = workspace.call(
                    lambda: services.plan_visit(
                        workspace, options.name, kind=kind, inspectors=people, planned_on=planned
                    )
                )
                show(options, {"visit": visit})
            case "start":
                view = workspace.call(lambda: services.open_visit(workspace, options.name))
                show(options, {"visit": view.id, "number": view.number, "restored": view.restored})
            case "show":
                show(options, workspace.call(lambda: listing.visit_json(workspace, options.name)))
            case _:
                for line in replay.replay(workspace, script_lines(options.name)):
                    print(line, flush=True)


def script_lines(name: str) -> Iterator[str]:
    """Lines of a script file, or of stdin for "-"; read as they come."""
    if name == "-":
        yield from iter(sys.stdin.readline, "")
        return
    from inspector.services.visits.replay import read_file  # noqa: PLC0415

    yield from read_file(Path(name)).decode("utf-8", errors="replace").splitlines()


def command_hazard(options: Options) -> None:
    """List or show hazards."""
    from inspector.services import hazards  # noqa: PLC0415

    with opened(options) as workspace:
        if options.verb == "list":
            show(options, workspace.call(lambda: hazards.hazard_list(workspace, unclosed=options.unclosed)))
        else:
            show(options, workspace.call(lambda: hazards.hazard_json(workspace, options.name)))


def command_ledger(options: Options) -> None:
    """List or export a ledger."""
    from inspector import services  # noqa: PLC0415
    from inspector.services import ledger_documents  # noqa: PLC0415

    names = tuple(part.strip() for text in options.filter for part in text.split(",") if part.strip())
    kind = services.LedgerKind(options.kind)
    query = services.LedgerQuery(filters=names)
    with opened(options) as workspace:
        if options.verb == "list":
            show(options, workspace.call(lambda: ledger_documents.ledger_json(workspace, kind, query)))
            return
        data = workspace.call(lambda: services.export_ledger(workspace, kind, query, options.format))
        if options.out:
            write(options.out, data)
        else:
            sys.stdout.buffer.write(data)


def command_document(options: Options) -> None:
    """Write a document of a visit."""
    from inspector import services  # noqa: PLC0415

    with opened(options) as workspace:
        write(options.out, workspace.call(lambda: services.result_notice(workspace, options.id)))


def command_fold(options: Options) -> None:
    """Recompute state from events."""
    from inspector.domain.fold import fold_lines  # noqa: PLC0415

    for line in fold_lines(script_lines(options.file)):
        print(line)


def command_form(options: Options) -> None:
    """Run the form engine on JSON lines."""
    from inspector.xforms import commands  # noqa: PLC0415

    if options.verb == "xpath":
        lines = commands.run_xpath(script_lines("-"))
    else:
        lines = commands.run_replay(script_lines("-"), time=options.time)
    for line in lines:
        print(line, flush=True)


def command_doctor(options: Options) -> int:
    """Examine a workspace."""
    from inspector.services.doctor import examine  # noqa: PLC0415

    with opened(options) as workspace:
        report = workspace.call(lambda: examine(workspace))
    show(options, report)
    return 0 if report["ok"] else 1


# parser --------------------------------------------------------------------------------------------------------


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(prog="inspector", description=_("Safety inspection of large power customers."))
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--workspace", metavar="DIR")
    parser.add_argument("--as", dest="person", metavar="PERSON")
    parser.add_argument("--passphrase-file", metavar="FILE")
    parser.add_argument("--language", choices=("zh_CN", "en"))
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(act=command_window)
    commands = parser.add_subparsers(metavar="COMMAND")
    _workspace_commands(commands)
    _register_commands(commands)
    _visit_commands(commands)
    _ledger_commands(commands)
    _plain_commands(commands)
    return parser


def _workspace_commands(commands: Any) -> None:
    init = commands.add_parser("init", help=_("make a workspace"))
    init.add_argument("dir", metavar="DIR")
    init.add_argument("--key", choices=("passphrase", "keyring"), default="passphrase")
    init.set_defaults(act=command_init)
    demo = commands.add_parser("demo", help=_("make a sample workspace"))
    demo.add_argument("dir", metavar="DIR")
    demo.add_argument("--customers", type=int, default=8, metavar="N")
    demo.add_argument("--hazards", type=int, default=36, metavar="N")
    demo.add_argument("--seed", type=int, default=1, metavar="N")
    demo.set_defaults(act=command_demo)
    commands.add_parser("doctor", help=_("examine a workspace")).set_defaults(act=command_doctor)


def _register_commands(commands: Any) -> None:
    for name, verbs in (
        ("customer", ("list", "show", "add", "set")),
        ("equipment", ("list", "show", "add", "set")),
        ("person", ("list", "add", "set")),
    ):
        command = commands.add_parser(name, help=_("registers: list, show, add field=value …, set ID field=value …"))
        command.add_argument("verb", choices=verbs)
        command.add_argument("words", nargs="*", metavar="ID | field=value")
        command.set_defaults(act=command_register, register=name)


def _visit_commands(commands: Any) -> None:
    verbs = commands.add_parser("visit", help=_("visits")).add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("list").set_defaults(act=command_visit)
    plan = verbs.add_parser("plan")
    plan.add_argument("name", metavar="ACCOUNT")
    plan.add_argument("--on", metavar="YYYY-MM-DD")
    plan.add_argument("--kind", default="periodic", choices=("periodic", "seasonal", "special", "after_accident"))
    plan.add_argument("--inspectors", nargs="+", required=True, metavar="PERSON")
    plan.set_defaults(act=command_visit)
    for name, what in (("start", "VISIT"), ("show", "VISIT"), ("replay", "SCRIPT.jsonl | -")):
        verb = verbs.add_parser(name)
        verb.add_argument("name", metavar=what)
        verb.set_defaults(act=command_visit)
    hazard = commands.add_parser("hazard", help=_("hazards")).add_subparsers(dest="verb", required=True, metavar="VERB")
    listed = hazard.add_parser("list")
    listed.add_argument("--unclosed", action="store_true")
    listed.set_defaults(act=command_hazard)
    shown = hazard.add_parser("show")
    shown.add_argument("name", metavar="HAZARD")
    shown.set_defaults(act=command_hazard)


def _ledger_commands(commands: Any) -> None:
    kinds = ("inspection", "rectification", "supervision")
    verbs = commands.add_parser("ledger", help=_("ledgers")).add_subparsers(dest="verb", required=True, metavar="VERB")
    for name in ("list", "export"):
        verb = verbs.add_parser(name)
        verb.add_argument("--kind", choices=kinds, default="rectification")
        verb.add_argument("--filter", action="append", default=[], metavar="NAME[,NAME…]")
        verb.set_defaults(act=command_ledger)
        if name == "export":
            verb.add_argument("--format", choices=("pdf", "xlsx", "csv", "json"), default="pdf")
            verb.add_argument("--out", metavar="FILE")
    document = commands.add_parser("document", help=_("documents of a visit as PDF"))
    document.add_argument("kind", choices=("result-notice",), metavar="KIND")
    document.add_argument("id", metavar="ID")
    document.add_argument("--out", required=True, metavar="FILE")
    document.set_defaults(act=command_document)


def _plain_commands(commands: Any) -> None:
    fold = commands.add_parser("fold", help=_("recompute state from events"))
    fold.add_argument("file", nargs="?", default="-", metavar="FILE")
    fold.set_defaults(act=command_fold)
    verbs = commands.add_parser("form", help=_("checklists")).add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("xpath").set_defaults(act=command_form)
    replay = verbs.add_parser("replay")
    replay.add_argument("--time", action="store_true")
    replay.set_defaults(act=command_form)
