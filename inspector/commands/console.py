"""What commands share: the workspace they open, acting as `--as`, and how they print and write.

Errors are Problems; `cli.run` turns them into one line on stderr.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from errno import EISDIR
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector.i18n import LANGUAGES, N_, _
from inspector.problems import Problem, ProblemKind, register

if TYPE_CHECKING:
    from inspector.services import Workspace

register(
    ProblemKind.INPUT,
    {
        "document_only_pdf": N_("This document is a PDF: name the file “….pdf”, not “{name}”."),
        "field_format": N_("“{text}” is not of the form field=value."),
        "field_twice": N_("The field “{field}” is given twice. Give it once."),
        "passphrase_file": N_("The passphrase file “{path}” cannot be read ({reason})."),
    },
)
register(
    ProblemKind.ENVIRONMENT,
    {"output_unwritable": N_("“{path}” cannot be written ({reason}).")},
)

Options = argparse.Namespace
GRADES = ("critical", "serious", "general")
REACHING = frozenset(f"inspector.commands.{name}" for name in ("exchange", "rescue", "sync", "transfer"))
"""Commands that bring contact with the server or bring work to safety: they work on a laptop that was away too long."""


def named_path(options: Options) -> Path | None:
    """The folder that `--workspace` or INSPECTOR_WORKSPACE names."""
    chosen = options.workspace or os.environ.get("INSPECTOR_WORKSPACE")
    return Path(chosen).expanduser() if chosen else None


def workspace_path(options: Options) -> Path:
    """The workspace folder: `--workspace`, INSPECTOR_WORKSPACE, or the platform's data folder."""
    chosen = named_path(options)
    if chosen is not None:
        return chosen
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
        if options.act.__module__ not in REACHING:
            _need_contact(workspace)
        if options.person:
            workspace.call(lambda: workspace.act_as(options.person))
        yield workspace
    finally:
        workspace.close()


def _need_contact(workspace: "Workspace") -> None:
    """Raise Problem offline_too_long or offline_revoked where reading is locked."""
    from inspector.services.syncing.offline_age import need_contact  # noqa: PLC0415 - see `opened`

    workspace.call(lambda: need_contact(workspace))


def add_lang(verb: Any) -> None:
    """`--lang`: the language of what is written, whatever the messages speak."""
    verb.add_argument("--lang", choices=LANGUAGES, help=_("language of the document; without it Chinese"))


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
        print("\n".join(facts(data)))


def facts(data: dict[str, Any]) -> list[str]:
    """A line for each fact that is told; what is empty is left out."""
    return [f"{key}: {_told(value)}" for key, value in data.items() if value not in ("", None, [], (), {})]


def _told(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple) and not any(isinstance(one, list | tuple | dict) for one in value):
        return _(", ").join(map(str, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | tuple | dict) else str(value)


def _flat(value: object) -> str:
    return " ".join(str(value).split())


def drawn(workspace: "Workspace", make: Callable[[], bytes]) -> bytes:
    """A document made in the workspace's thread; characters it prints as their code are told on stderr."""
    from inspector.services.printing import rare_characters  # noqa: PLC0415 - see `opened`

    made = workspace.call(lambda: rare_characters.drawn(make))
    if made.replaced:
        sys.stderr.write(rare_characters.replaced_message(made.replaced).render() + "\n")
    return made.data


def write(path: str, data: bytes) -> None:
    """Write a file a person asked for: beside its final name first, so that a full disk leaves no half file.

    Raises Problem output_unwritable, target_in_workspace.
    """
    from inspector.services.targets import outside_workspaces  # noqa: PLC0415 - see `opened`

    target = Path(path)
    outside_workspaces(target)
    temporary = target.with_name(f".{target.name}.part")
    try:
        temporary.write_bytes(data)
        temporary.replace(target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise Problem("output_unwritable", path=path, reason=error.strerror or error) from error


def write_told(options: Options, path: str, data: bytes) -> None:
    """`write`, and with `--json` the document that names the file; for people nothing said is good news."""
    write(path, data)
    if options.json:
        show(options, {"file": path})


def need_writable(path: str) -> None:
    """Make sure that a file can be written before something is done that cannot be done again. Raises as `write`."""
    from inspector.services.targets import outside_workspaces  # noqa: PLC0415 - see `opened`

    target = Path(path)
    outside_workspaces(target)
    probe = target.with_name(f".{target.name}.part")
    try:
        if target.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise Problem("output_unwritable", path=path, reason=error.strerror or error) from error


def need_pdf(path: str) -> None:
    """Refuse a name that says the file is something else than the PDF it will be. Raises Problem document_only_pdf."""
    if Path(path).suffix.lower() not in ("", ".pdf"):
        raise Problem("document_only_pdf", name=Path(path).name)


def fields_of(words: Iterable[str]) -> dict[str, str]:
    """`field=value …` as texts by field; the register knows which of them are numbers or lists."""
    found: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise Problem("field_format", text=word)
        if name in found:
            raise Problem("field_twice", field=name)
        found[name] = value
    return found


def script_lines(name: str) -> Iterator[str]:
    """Lines of a script file, or of stdin for "-"; read as they come, without a byte order mark."""
    if name == "-":
        yield sys.stdin.readline().lstrip("\ufeff")
        yield from iter(sys.stdin.readline, "")
        return
    from inspector.services.visits.replay import read_file  # noqa: PLC0415

    yield from read_file(Path(name)).decode("utf-8-sig", errors="replace").split("\n")
