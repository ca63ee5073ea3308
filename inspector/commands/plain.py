"""What needs no workspace: folding events, running forms, diagnosing oil samples."""

import argparse
from typing import Any

from inspector.commands.console import Options, script_lines
from inspector.i18n import N_, _

DIAGNOSED = (
    N_("One JSON line with gases in µL/L in, one diagnosis out; null or no key: not measured."),
    N_("`family` follows triangle 1; it is overruled only where other methods agree against it."),
    N_("Empty lines are passed over. A line that cannot be used is answered by its `id`, `error` and `message`;"),
    N_("it stops nothing and leaves the exit code at 0. Numbers are JSON numbers; NaN, infinity and texts are none."),
)
"""What `dga --help` says first, line by line."""


def add_to(commands: Any) -> None:
    """Events, forms, gases."""
    fold = commands.add_parser("fold", help=_("recompute state from events"))
    fold.add_argument("file", nargs="?", default="-", metavar="FILE")
    fold.set_defaults(act=command_fold)
    dga = commands.add_parser(
        "dga",
        help=_("diagnose dissolved gases in transformer oil (JSON lines)"),
        description="\n".join(_(line) for line in DIAGNOSED),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    dga.add_argument("file", nargs="?", default="-", metavar="FILE")
    dga.add_argument("--no-gate", action="store_true", help=_("diagnose also what calls for no diagnosis"))
    dga.set_defaults(act=command_dga)
    verbs = commands.add_parser("form", help=_("checklists")).add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("xpath", help=_("evaluate XPath expressions, one per JSON line")).set_defaults(act=command_form)
    replay = verbs.add_parser("replay", help=_("run checklists by JSON lines"))
    replay.add_argument("--time", action="store_true")
    replay.set_defaults(act=command_form)
    from inspector.commands.forms import add_to as add_forms  # noqa: PLC0415 - one topic, two modules

    add_forms(verbs)


def command_fold(options: Options) -> None:
    """Recompute state from events."""
    from inspector.domain.fold import fold_lines  # noqa: PLC0415

    for line in fold_lines(script_lines(options.file)):
        print(line)


def command_dga(options: Options) -> None:
    """Diagnose oil samples."""
    from inspector.commands.criteria import packs  # noqa: PLC0415 - other commands start faster without
    from inspector.criteria.dga import GateLimits, diagnose_lines  # noqa: PLC0415 - as above

    for line in diagnose_lines(script_lines(options.file), GateLimits(packs()), gated=not options.no_gate):
        print(line, flush=True)


def command_form(options: Options) -> None:
    """Run the form engine on JSON lines."""
    from inspector.xforms import commands  # noqa: PLC0415

    if options.verb == "xpath":
        lines = commands.run_xpath(script_lines("-"))
    else:
        lines = commands.run_replay(script_lines("-"), time=options.time)
    for line in lines:
        print(line, flush=True)
