"""Criteria: judge values without a workspace, list what is known, check a pack before it is installed."""

import argparse
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector import assets
from inspector.commands import criteria_text as text
from inspector.commands.console import Options, script_lines, show
from inspector.i18n import N_, _, language
from inspector.problems import Problem, ProblemKind, register

if TYPE_CHECKING:
    from inspector.criteria import LimitRow, Packs

register(ProblemKind.INPUT, {"pack_unreadable": N_("The pack {path} cannot be read: {reason}.")})

JUDGED = (
    N_("One JSON line in, one verdict out. Three or more earlier values in `history` make a `trend` in the answer."),
    N_("A value whose trend reaches its limit before the next test is due deserves attention;"),
    N_("the day is that of `next_due`, else that of the test cycle of the equipment."),
    N_("Empty lines are passed over. A line that cannot be used is answered by its `id`, `error` and `message`;"),
    N_("it stops nothing and leaves the exit code at 0. Numbers are JSON numbers; NaN, infinity and texts are none."),
)
"""What `judge --help` says first, line by line."""


def add_to(commands: Any) -> None:
    """`judge` and `criteria`."""
    judge = commands.add_parser(
        "judge",
        help=_("judge values against the criteria (JSON lines)"),
        description="\n".join(_(line) for line in JUDGED),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    judge.add_argument("file", nargs="?", default="-", metavar="FILE")
    judge.add_argument("--schema", action="store_true", help=_("what a line may hold (JSON Schema)"))
    judge.set_defaults(act=command_judge)
    judge.format_help = lambda: _judge_help(judge)  # the examples cost an import
    verbs = commands.add_parser("criteria", help=_("criteria packs")).add_subparsers(
        dest="verb", required=True, metavar="VERB"
    )
    listing = verbs.add_parser("list", help=_("quantities and their limits"))
    listing.add_argument("--quantity", default="", metavar="ID")
    check = verbs.add_parser("check", help=_("whether a pack can be used beside those that are here"))
    check.add_argument("file", metavar="FILE.toml")
    for verb in verbs.choices.values():
        verb.set_defaults(act=command_criteria)
    from inspector.commands.criteria_rules import add_to as add_rules  # noqa: PLC0415 - one topic, two modules

    add_rules(verbs)


def _judge_help(parser: argparse.ArgumentParser) -> str:
    from inspector.criteria.lines import EXAMPLES  # noqa: PLC0415 - other commands start faster without

    lines = "\n".join(f"  {json.dumps(example, ensure_ascii=False)}" for example in EXAMPLES)
    head = _("Examples of lines:")
    return f"{argparse.ArgumentParser.format_help(parser)}\n{head}\n{lines}\n"


def packs(own: Mapping[str, bytes] | None = None) -> "Packs":
    """The packs that come with the program, with own ones by file name. Raises Problem pack_invalid."""
    from inspector.criteria import load_packs  # noqa: PLC0415 - as above

    folder = assets.resource("criteria")
    return load_packs({path.name: path.read_bytes() for path in folder.glob("*.toml")}, own)


def command_judge(options: Options) -> None:
    """Judge values."""
    from inspector.criteria.lines import SCHEMA, judge_lines  # noqa: PLC0415 - as above

    if options.schema:
        print(json.dumps(SCHEMA, ensure_ascii=False, indent=1))
        return
    today = datetime.now().astimezone().date()
    for line in judge_lines(packs(), script_lines(options.file), today):
        print(line, flush=True)


def command_criteria(options: Options) -> None:
    """List or check."""
    if options.verb == "check":
        _check(options)
        return
    known = packs()
    wanted = [known.quantity(options.quantity).id] if options.quantity else sorted(known.quantities)
    rows = [row for name in wanted for row in _rows(known, name)]
    found = [(known.quantities[name], known.limits_for(name)) for name in wanted]
    show(options, rows, lambda _data: text.limits_text(known, found))


def _rows(known: "Packs", name: str) -> list[dict[str, Any]]:
    quantity = known.quantity(name)
    head = {"quantity": name, "name": quantity.name.text(language()), "unit": quantity.unit}
    rows = known.limits_for(name)
    return [{**head, **_row(row)} for row in rows] or [{**head, **dict.fromkeys(_row_names(), "")}]


def _row_names() -> tuple[str, ...]:
    return ("row", "when", "limit", "basis", "confidence", "enabled", "conflict", "grade")


def _row(row: "LimitRow") -> dict[str, Any]:
    when = "; ".join(f"{condition.fact} {condition.text}" for condition in row.when)
    limit = ", ".join(f"{name} {value}" for name, value in row.spec.items())
    values = (
        row.id,
        when,
        limit,
        row.source.basis,
        row.source.confidence.value,
        row.enabled,
        row.conflict,
        row.grade.value,
    )
    return dict(zip(_row_names(), values, strict=True))


def _check(options: Options) -> None:
    from inspector.criteria import LimitRow  # noqa: PLC0415 - as above
    from inspector.criteria.confirmed import changes  # noqa: PLC0415 - as above

    path = Path(options.file)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Problem("pack_unreadable", path=path, reason=error.strerror or error) from error
    before = packs()
    after = packs({path.name: content})
    found = changes(before, after)
    rows = {"limits": sum(isinstance(row, LimitRow) for row in found.added), "rows": len(found.added)}
    replaced = [row.id for _old, row in found.replaced]
    inferences = [rule.id for rule in found.inferences]
    brought = {"quantities": list(found.quantities), **rows, "replaced": replaced, "inferences": inferences}
    show(options, {"ok": True, **brought}, lambda _data: text.checked_text(path.name, after, found))
