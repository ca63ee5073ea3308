"""The parser of the commands: argparse that speaks the reader's language and ends wrong usage as `code: sentence`.

argparse asks its module for `_`; here it is ours, with the sentences of argparse in our catalogue.
"""

import argparse
import sys
from datetime import date
from typing import Final, NoReturn

from typing_extensions import override

from inspector import i18n
from inspector.i18n import N_, _

USAGE: Final = 2
"""Exit code of wrong usage (commands.md)."""

SENTENCES: Final = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("unrecognized arguments: %s"),
    N_("the following arguments are required: %s"),
    N_("one of the arguments %s is required"),
    N_("not allowed with argument %s"),
    N_("expected one argument"),
    N_("expected at most one argument"),
    N_("expected at least one argument"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("ignored explicit argument %r"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("unknown parser %(parser_name)r (choices: %(choices)s)"),
)
"""What argparse says; a sentence that a later Python words otherwise stays English."""


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line with a code, after the usage; its subcommands are such parsers too."""

    @override
    def error(self, message: str) -> NoReturn:
        """Leave with exit code 2."""
        self.print_usage(sys.stderr)
        sentence = _("{wrong}. “{command} --help” says what it takes.").format(wrong=message, command=self.prog)
        self.exit(USAGE, f"usage_wrong: {sentence}\n")


def speak() -> None:
    """Let argparse speak the language that is set when its words are asked for."""
    vars(argparse).update(_=i18n._)


def day(text: str) -> date:
    """The type of an option that is a day. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(_("“{text}” is no day; write it as 2026-05-31").format(text=text)) from error
