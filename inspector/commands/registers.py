"""The registers: customers, equipment, persons."""

from typing import TYPE_CHECKING, Any

from inspector.commands import lists, sheets
from inspector.commands.console import Options, fields_of, opened, show
from inspector.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspector.services import Workspace


def add_to(commands: Any) -> None:
    """The three registers."""
    for name, verbs in (
        ("customer", ("list", "show", "add", "set", "close", "reopen", "risk", "portrait", "papers")),
        ("equipment", ("list", "show", "add", "set", "retire", "reinstate")),
        ("person", ("list", "add", "set")),
    ):
        command = commands.add_parser(name, help=_("registers: list, show, add field=value …, set ID field=value …"))
        command.add_argument("verb", choices=verbs)
        command.add_argument("words", nargs="*", metavar="ID | field=value")
        if name == "customer":
            command.add_argument("--dry-run", action="store_true", help=_("portrait FILE: only show what it would do"))
        command.set_defaults(act=command_register, register=name)


def command_register(options: Options) -> None:
    """customer, equipment, person: list, show, add, set; closing a customer, taking equipment out of service."""
    from inspector.services.registers.commands import customer_command, equipment_command, person_command  # noqa: PLC0415

    acts = {"customer": customer_command, "equipment": equipment_command, "person": person_command}
    with opened(options) as workspace:
        act = acts[options.register]
        words = [*options.words, *(["dry-run"] if getattr(options, "dry_run", False) else [])]
        data = workspace.call(lambda: act(workspace, options.verb, words, fields_of))
        show(options, data, _teller(workspace, options))


def _teller(workspace: "Workspace", options: Options) -> "Callable[[Any], str]":
    """What puts a list or a record in words."""
    from inspector.services.registers.hints import register_names  # noqa: PLC0415 - see console.opened

    if (options.register, options.verb) == ("customer", "risk"):
        return lists.risks_text
    if (options.register, options.verb) == ("customer", "papers"):
        return lists.papers_text
    if (options.register, options.verb) == ("customer", "portrait"):
        return lists.portraits_text
    if options.verb != "list":
        return lambda row: sheets.record_text(workspace, options.register, row)
    said = {"customer": lists.customers_text, "equipment": lists.equipment_text, "person": lists.persons_text}
    return lambda rows: said[options.register](rows, workspace.call(lambda: register_names(workspace)))
