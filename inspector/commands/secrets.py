"""Secrets that commands need: from a file, from the environment, or asked on the terminal without showing them."""

import os
import sys
from pathlib import Path

from inspector.commands.console import Options, ask_secretly
from inspector.i18n import N_, _
from inspector.problems import Problem, ProblemKind, register

register(
    ProblemKind.INPUT,
    {
        "secret_file": N_("The file “{path}” cannot be read ({reason})."),
        "recovery_key_needed": N_(
            "Give the recovery key: on a terminal, in INSPECTOR_RECOVERY_KEY, or with --recovery-key-file."
        ),
        "passphrases_differ": N_("The two entries differ. Nothing was changed."),
    },
)

RECOVERY_VARIABLE = "INSPECTOR_RECOVERY_KEY"


def secret(file: str | None, variable: str) -> str | None:
    """A secret from a file or the environment; None if neither gives one. Raises Problem secret_file."""
    if not file:
        return os.environ.get(variable)
    try:
        return Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Problem("secret_file", path=file, reason=error) from error


def given_recovery_key(options: Options) -> str | None:
    """The recovery key, if it was given without asking."""
    return secret(options.recovery_key_file, RECOVERY_VARIABLE)


def recovery_key(options: Options) -> str:
    """The recovery key, asked for if it was not given. Raises Problem recovery_key_needed without a terminal."""
    found = given_recovery_key(options)
    return found if found is not None else asked(_("Recovery key: "), "recovery_key_needed")


def asked(question: str, code: str) -> str:
    """A secret from the terminal. Raises Problem(code) without one."""
    if not sys.stdin.isatty():
        raise Problem(code)
    return ask_secretly(question)


def asked_twice(question: str, code: str = "passphrases_differ") -> str:
    """A new secret from the terminal, typed twice. Raises Problem(code) without one, passphrases_differ."""
    first = asked(question, code)
    if first != ask_secretly(_("Once more: ")):
        raise Problem("passphrases_differ")
    return first
