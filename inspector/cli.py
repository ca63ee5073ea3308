"""The command line (entry points, no logic): parse, let the command act, turn its problem into one line.

`--workspace`, `--as`, `--json`, `--language` and `--passphrase-file` may stand before or after any subcommand. Errors
go to stderr as `code: sentence`; exit 1 for bad input or state, 2 for usage, 3 for the environment. Only `inspector`
without a subcommand imports Qt. The commands themselves stand in `inspector/commands/`; the window starts without them.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from itertools import pairwise

from inspector import __version__, i18n
from inspector.commands import streams, workspaces
from inspector.commands.parsing import Parser, speak
from inspector.i18n import _
from inspector.problems import Problem

TOPICS = (
    "workspaces",
    "registers",
    "excel",
    "visits",
    "hazards",
    "ledgers",
    "reviews",
    "documents",
    "figures",
    "replies",
    "search",
    "transfer",
    "sync",
    "conflicts",
    "exchange",
    "rescue",
    "server",
    "settings",
    "criteria",
    "assistance",
    "plain",
)
"""Modules of the commands, in the order of the help."""
GLOBAL = {"--workspace": 1, "--as": 1, "--passphrase-file": 1, "--language": 1, "--json": 0}


def hoist(arguments: list[str]) -> tuple[list[str], list[str]]:
    """The options that may stand anywhere, to be put in front where the parser knows them, and the rest."""
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
    return front, rest


def _language_in(front: list[str]) -> str:
    """The language that is asked for: the help speaks it as well, and is made before the options are read."""
    words = [part for word in front for part in word.split("=", 1)]
    return next((after for word, after in pairwise(words) if word == "--language"), "")


def build_parser(*, window: bool = False) -> argparse.ArgumentParser:
    """The parser of all commands; without them for a call that has none and so opens the `window`."""
    speak()
    parser = Parser(prog="inspector", description=_("Safety inspection of large power customers."))
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--workspace", metavar="DIR")
    parser.add_argument("--as", dest="person", metavar="PERSON")
    parser.add_argument("--passphrase-file", metavar="FILE")
    parser.add_argument("--language", choices=("zh_CN", "en"))
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(act=workspaces.command_window)
    if not window:
        commands = parser.add_subparsers(metavar="COMMAND")
        for topic in TOPICS:
            importlib.import_module(f"inspector.commands.{topic}").add_to(commands)
    return parser


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code. Problems become one line on stderr, never a traceback."""
    streams.prepare()
    front, rest = hoist(list(arguments))
    wanted = _language_in(front) or os.environ.get("INSPECTOR_LANGUAGE", "")
    i18n.set_language(wanted if wanted in i18n.LANGUAGES else "system")
    options = build_parser(window=not rest).parse_args(front + rest)
    try:
        with streams.guarded(arguments):
            code = options.act(options) or 0
            sys.stdout.flush()
            return code
    except Problem as problem:
        print(f"{problem.code}: {i18n.describe(problem)}", file=sys.stderr)
        return problem.kind.exit_code
    except BrokenPipeError:
        streams.drop_output()
        return 0
