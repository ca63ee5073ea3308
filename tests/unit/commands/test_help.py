"""The help of the command line names every command and every verb."""

import argparse
from collections.abc import Iterator

from inspector.cli import build_parser


def verbs(parser: argparse.ArgumentParser, path: str = "") -> Iterator[tuple[str, set[str], set[str]]]:
    """(command, its verbs, those that its help explains), down to the last."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield path, set(action.choices), {choice.dest for choice in action._choices_actions if choice.help}
            for name, below in action.choices.items():
                yield from verbs(below, f"{path} {name}".strip())


def test_help_says_what_every_verb_does() -> None:
    found = list(verbs(build_parser()))
    assert {"", "visit", "hazard", "ledger", "form", "safekeeping"} <= {path for path, _all, _told in found}
    assert [(path, sorted(every - told)) for path, every, told in found if every - told] == []
