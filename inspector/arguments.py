"""Arguments of the command line: what can be said, and that some options may stand anywhere.

`parse` gives the name of the command in `command`; `cli` does it. Wrong usage ends the process with exit code 2.
"""

import argparse
from collections.abc import Sequence
from datetime import date
from typing import Any

from inspector import __version__
from inspector.i18n import _

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


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of one command line."""
    return build_parser().parse_args(hoist(list(arguments)))


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(prog="inspector", description=_("Safety inspection of large power customers."))
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--workspace", metavar="DIR")
    parser.add_argument("--as", dest="person", metavar="PERSON")
    parser.add_argument("--passphrase-file", metavar="FILE")
    parser.add_argument("--language", choices=("zh_CN", "en"))
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="window")
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
    init.set_defaults(command="init")
    demo = commands.add_parser("demo", help=_("make a sample workspace"))
    demo.add_argument("dir", metavar="DIR")
    demo.add_argument("--customers", type=int, default=8, metavar="N")
    demo.add_argument("--hazards", type=int, default=36, metavar="N")
    demo.add_argument("--seed", type=int, default=1, metavar="N")
    demo.set_defaults(command="demo")
    commands.add_parser("doctor", help=_("examine a workspace")).set_defaults(command="doctor")


def _register_commands(commands: Any) -> None:
    for name, verbs in (
        ("customer", ("list", "show", "add", "set")),
        ("equipment", ("list", "show", "add", "set")),
        ("person", ("list", "add", "set")),
    ):
        command = commands.add_parser(name, help=_("registers: list, show, add field=value …, set ID field=value …"))
        command.add_argument("verb", choices=verbs)
        command.add_argument("words", nargs="*", metavar="ID | field=value")
        command.set_defaults(command="register", register=name)


def _visit_commands(commands: Any) -> None:
    verbs = commands.add_parser("visit", help=_("visits")).add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("list").set_defaults(command="visit")
    plan = verbs.add_parser("plan")
    plan.add_argument("name", metavar="ACCOUNT")
    plan.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD")
    plan.add_argument("--kind", default="periodic", choices=("periodic", "seasonal", "special", "after_accident"))
    plan.add_argument("--inspectors", nargs="+", required=True, metavar="PERSON")
    plan.set_defaults(command="visit")
    for name, what in (("start", "VISIT"), ("show", "VISIT"), ("replay", "SCRIPT.jsonl | -")):
        verb = verbs.add_parser(name)
        verb.add_argument("name", metavar=what)
        verb.set_defaults(command="visit")
    hazard = commands.add_parser("hazard", help=_("hazards")).add_subparsers(dest="verb", required=True, metavar="VERB")
    listed = hazard.add_parser("list")
    listed.add_argument("--unclosed", action="store_true")
    listed.set_defaults(command="hazard")
    shown = hazard.add_parser("show")
    shown.add_argument("name", metavar="HAZARD")
    shown.set_defaults(command="hazard")


def _ledger_commands(commands: Any) -> None:
    kinds = ("inspection", "rectification", "supervision")
    verbs = commands.add_parser("ledger", help=_("ledgers")).add_subparsers(dest="verb", required=True, metavar="VERB")
    for name in ("list", "export"):
        verb = verbs.add_parser(name)
        verb.add_argument("--kind", choices=kinds, default="rectification")
        verb.add_argument("--filter", action="append", default=[], metavar="NAME[,NAME…]")
        verb.set_defaults(command="ledger")
        if name == "export":
            verb.add_argument("--format", choices=("pdf", "xlsx", "csv", "json"), default="pdf")
            verb.add_argument("--out", metavar="FILE")
    document = commands.add_parser("document", help=_("documents of a visit as PDF"))
    document.add_argument("kind", choices=("result-notice",), metavar="KIND")
    document.add_argument("id", metavar="ID")
    document.add_argument("--out", required=True, metavar="FILE")
    document.set_defaults(command="document")


def _plain_commands(commands: Any) -> None:
    fold = commands.add_parser("fold", help=_("recompute state from events"))
    fold.add_argument("file", nargs="?", default="-", metavar="FILE")
    fold.set_defaults(command="fold")
    verbs = commands.add_parser("form", help=_("checklists")).add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("xpath").set_defaults(command="form")
    replay = verbs.add_parser("replay")
    replay.add_argument("--time", action="store_true")
    replay.set_defaults(command="form")
