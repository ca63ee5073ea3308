"""The command line (entry points, no logic): parse, open the workspace, call a service, print.

`--workspace`, `--as`, `--json`, `--language` and `--passphrase-file` may stand before or after any subcommand. Errors
go to stderr as `code: sentence`; exit 1 for bad input or state, 2 for usage, 3 for the environment. Only `inspector`
without a subcommand imports Qt.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector import i18n
from inspector.arguments import parse
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
register(
    ProblemKind.ENVIRONMENT,
    {
        "output_unwritable": N_("“{path}” cannot be written ({reason})."),
        "no_screen": N_("There is no screen here. Start the window in a desktop session."),
    },
)

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
"""Any of these tells Qt on Linux where to draw."""

Options = argparse.Namespace
Act = Callable[[Options], int | None]


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code. Problems become one line on stderr, never a traceback."""
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace"), (sys.stderr, "backslashreplace")):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors=errors)
    wanted = os.environ.get("INSPECTOR_LANGUAGE", "")
    i18n.set_language(wanted if wanted in i18n.LANGUAGES else "system")
    options = parse(arguments)
    if options.language:
        i18n.set_language(options.language)
    try:
        return COMMANDS[options.command](options) or 0
    except Problem as problem:
        print(f"{problem.code}: {i18n.describe(problem)}", file=sys.stderr)
        return problem.kind.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


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
            print("\t".join(_flat(value) for value in row.values() if not isinstance(value, list | dict)))
    else:
        for key, value in data.items():
            print(f"{key}: {value if not isinstance(value, list | dict) else json.dumps(value, ensure_ascii=False)}")


def _flat(value: object) -> str:
    return " ".join(str(value).split())


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


def fields_of(words: Iterable[str]) -> dict[str, str]:
    """`field=value …` as texts by field; the register knows which of them are numbers or lists."""
    found: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise Problem("field_format", text=word)
        found[name] = value
    return found


# commands ------------------------------------------------------------------------------------------------------


def command_window(options: Options) -> int:
    """Open the window."""
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in SCREENS):
        raise Problem("no_screen")
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
                visit = workspace.call(
                    lambda: services.plan_visit(
                        workspace, options.name, kind=kind, inspectors=people, planned_on=options.on
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

    yield from read_file(Path(name)).decode("utf-8-sig", errors="replace").split("\n")


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
    """Examine a workspace; one that is too damaged to be opened is a finding too."""
    from inspector.services.doctor import examine, unopened  # noqa: PLC0415

    try:
        with opened(options) as workspace:
            report = workspace.call(lambda: examine(workspace))
    except Problem as problem:
        report = unopened(problem)
    show(options, report)
    return 0 if report["ok"] else 1


COMMANDS: Mapping[str, Act] = {
    "window": command_window,
    "init": command_init,
    "demo": command_demo,
    "register": command_register,
    "visit": command_visit,
    "hazard": command_hazard,
    "ledger": command_ledger,
    "document": command_document,
    "fold": command_fold,
    "form": command_form,
    "doctor": command_doctor,
}
