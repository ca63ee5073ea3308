"""The registers: customers, equipment, persons."""

from typing import Any

from inspector.commands.console import Options, fields_of, opened, show
from inspector.i18n import _


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
    from inspector.services.registers import commands as register_commands  # noqa: PLC0415

    with opened(options) as workspace:
        act = getattr(register_commands, f"{options.register}_command")
        words = [*options.words, *(["dry-run"] if getattr(options, "dry_run", False) else [])]
        data = workspace.call(lambda: act(workspace, options.verb, words, fields_of))
        show(options, data)
