"""What several people changed without seeing each other: list it, and say what holds."""

from typing import TYPE_CHECKING, Any

from inspector.commands.console import Options, opened, show
from inspector.i18n import N_, _
from inspector.problems import Problem, ProblemKind, register

if TYPE_CHECKING:
    from inspector.services.conflicts.views import EntityConflict, FieldRow

register(
    ProblemKind.INPUT,
    {
        "conflict_unknown": N_(
            "Nothing waits for a decision under “{entity}” and “{field}”. See: inspector conflict list."
        ),
        "conflict_choice": N_(
            "“{field}” has {count} values to choose from: give a number from 1 to {count}, or --value."
        ),
    },
)


def add_to(commands: Any) -> None:
    """The command `conflict`."""
    verbs = commands.add_parser("conflict", help=_("fields that two people changed apart")).add_subparsers(
        dest="verb", metavar="VERB", required=True
    )
    verbs.add_parser("list", help=_("what waits for a decision")).set_defaults(act=command_list)
    decide = verbs.add_parser("decide", help=_("say what holds"))
    decide.add_argument("entity", metavar="ID")
    decide.add_argument("field", metavar="FIELD")
    chosen = decide.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--take", type=int, metavar="N", help=_("one of the values, from 1 on"))
    chosen.add_argument("--value", metavar="TEXT", help=_("another value"))
    decide.set_defaults(act=command_decide)


def command_list(options: Options) -> None:
    """One row for each field that waits."""
    from inspector.services.conflicts.finding import conflicts  # noqa: PLC0415 - other commands start faster without

    with opened(options) as workspace:
        found = workspace.call(lambda: conflicts(workspace, -1))
    rows = [_document(thing, row) for thing in found for row in thing.open_rows]
    show(options, rows, _text)


def _text(rows: list[dict[str, Any]]) -> str:
    """For people: what it was, and the values by the number that `--take` asks for."""
    lines = [] if rows else [_("Nothing waits for a decision.")]
    for row in rows:
        lines.append(f"{row['title']} · {row['label']}\t{row['entity']} {row['field']}")
        lines.append("  " + _("before: {value}").format(value=row["original"]))
        for number, value in enumerate(row["values"], start=1):
            who = " · ".join(part for part in (value["person"], value["device"]) if part)
            lines.append(f"  {number}  {value['text']}" + (f"\t{who}" if who else ""))
    return "\n".join(lines)


def command_decide(options: Options) -> None:
    """Write the decision; prints what still waits of the thing."""
    from inspector.services.conflicts.deciding import Taken, decide_conflict  # noqa: PLC0415 - as above
    from inspector.services.conflicts.finding import conflict_of  # noqa: PLC0415 - as above

    with opened(options) as workspace:
        found = workspace.call(lambda: conflict_of(workspace, options.entity))
        row = next((one for one in found.open_rows if one.field == options.field), None) if found is not None else None
        if found is None or row is None:
            raise Problem("conflict_unknown", entity=options.entity, field=options.field)
        taken = Taken(text=options.value) if options.take is None else Taken(value=_choice(row, options.take))
        heads = found.heads
        workspace.call(lambda: decide_conflict(workspace, options.entity, options.field, taken, seen=heads))
        left = workspace.call(lambda: conflict_of(workspace, options.entity))
    show(options, [_document(left, one) for one in left.open_rows] if left is not None else [])


def _choice(row: "FieldRow", number: int) -> object:
    if not 1 <= number <= len(row.choices):
        raise Problem("conflict_choice", field=row.label, count=len(row.choices))
    return row.choices[number - 1].value


def _document(thing: "EntityConflict", row: "FieldRow") -> dict[str, Any]:
    return {
        "entity": thing.entity,
        "kind": thing.kind,
        "title": thing.title,
        "field": row.field,
        "label": row.label,
        "original": row.original,
        "shown": row.shown,
        "values": [
            {
                "value": choice.value,
                "text": choice.text,
                "person": thing.sides[choice.side].person if choice.side >= 0 else "",
                "device": thing.sides[choice.side].label if choice.side >= 0 else "",
                "own": choice.side >= 0 and thing.sides[choice.side].own,
                "event": choice.event,
            }
            for choice in row.choices
        ],
    }
