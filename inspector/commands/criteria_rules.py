"""Criteria as a company decides about them: confirm rows, switch them, choose variants, packs of its own."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector.commands import criteria_text as text
from inspector.commands.console import Options, opened, show, write_told
from inspector.i18n import _

if TYPE_CHECKING:
    from inspector.services import Workspace
    from inspector.services.judgement.views import CriterionRow, PackPreview, PackView, VariantGroup


def add_to(verbs: Any) -> None:
    """`criteria rows|confirm|unconfirm|enable|disable|reset|variants|choose|pack`."""
    rows = verbs.add_parser("rows", help=_("all rows as they count in this workspace"))
    rows.add_argument("words", nargs="*", metavar=_("WORD"), help=_("only what holds all of these words"))
    rows.add_argument("--unconfirmed", action="store_true", help=_("only rows that may not say fail yet"))
    rows.add_argument("--off", action="store_true", help=_("only rows that are switched off"))
    confirm = verbs.add_parser("confirm", help=_("say that rows were compared with the paper"))
    confirm.add_argument("--source", default="", metavar=_("TEXT"), help=_("which paper: standard, edition, page"))
    unconfirm = verbs.add_parser("unconfirm", help=_("take confirmations back"))
    enable = verbs.add_parser("enable", help=_("let rows judge"))
    disable = verbs.add_parser("disable", help=_("let rows judge no more"))
    disable.add_argument("--reason", default="", metavar=_("TEXT"), help=_("why; needed for rows that may say fail"))
    reset = verbs.add_parser("reset", help=_("leave it to the pack whether rows judge"))
    for verb in (confirm, unconfirm, enable, disable, reset):
        verb.add_argument("rows", nargs="+", metavar=_("ROW"), help=_("id of a row (inspector criteria rows)"))
    verbs.add_parser("variants", help=_("rows that contradict each other, and which of them counts"))
    choose = verbs.add_parser("choose", help=_("say which of contradicting rows counts"))
    choose.add_argument("group", metavar=_("GROUP"))
    choose.add_argument("row", nargs="?", default="", metavar=_("ROW"), help=_("without it the pack decides again"))
    for name in ("rows", "confirm", "unconfirm", "enable", "disable", "reset", "variants", "choose"):
        verbs.choices[name].set_defaults(act=command_rules)
    _add_packs(verbs.add_parser("pack", help=_("criteria packs of your own")))


def _add_packs(pack: Any) -> None:
    verbs = pack.add_subparsers(dest="pack_verb", required=True, metavar=_("VERB"))
    verbs.add_parser("list", help=_("own packs in use"))
    add = verbs.add_parser("add", help=_("use a pack, in the place of one with its id"))
    add.add_argument("file", metavar="FILE.toml")
    add.add_argument("--dry-run", action="store_true", help=_("only show what it would change"))
    remove = verbs.add_parser("remove", help=_("use a pack no more"))
    remove.add_argument("pack", metavar=_("PACK"), help=_("id of the pack"))
    blank = verbs.add_parser("template", help=_("write an empty pack with explanations"))
    blank.add_argument("file", metavar="FILE.toml")
    for verb in verbs.choices.values():
        verb.set_defaults(act=command_packs)


def command_rules(options: Options) -> None:
    """List rows or variants, or decide."""
    with opened(options) as workspace:
        match options.verb:
            case "rows":
                rows = workspace.call(lambda: _rows(workspace, options))
                show(options, [_row(row) for row in rows], lambda _data: text.rows_text(rows))
            case "variants":
                groups = workspace.call(lambda: _variants(workspace))
                lines = [line for group in groups for line in _group(group)]
                show(options, lines, lambda _data: text.variants_text(groups))
            case _:
                changed = workspace.call(lambda: _decide(workspace, options))
                show(options, {"changed": list(changed)}, _changed)


def _changed(decided: dict[str, list[str]]) -> str:
    rows = decided["changed"]
    return _("Changed: {rows}").format(rows=_(", ").join(rows)) if rows else _("Nothing was to be changed.")


def _rows(workspace: "Workspace", options: Options) -> "list[CriterionRow]":
    from inspector.services.judgement.listing import criteria_list, rows_with  # noqa: PLC0415 - see console.opened

    found = rows_with(criteria_list(workspace).rows, " ".join(options.words))
    return [row for row in found if not (options.unconfirmed and row.may_fail) and not (options.off and row.judges)]


def _variants(workspace: "Workspace") -> "tuple[VariantGroup, ...]":
    from inspector.services.judgement.listing import variant_groups  # noqa: PLC0415 - see console.opened

    return variant_groups(workspace)


def _decide(workspace: "Workspace", options: Options) -> tuple[str, ...]:
    from inspector.services.judgement import rules  # noqa: PLC0415 - see console.opened

    match options.verb:
        case "confirm":
            return rules.confirm_rows(workspace, options.rows, options.source)
        case "unconfirm":
            return rules.unconfirm_rows(workspace, options.rows)
        case "choose":
            return rules.choose_variant(workspace, options.group, options.row)
    enabled = {"enable": True, "disable": False}.get(options.verb)
    reason = getattr(options, "reason", "")
    return rules.switch_rows(workspace, options.rows, enabled=enabled, reason=reason)


def _row(row: "CriterionRow") -> dict[str, Any]:
    return {
        "row": row.id,
        "section": row.section,
        "name": row.name,
        "limit": row.limit,
        "applies": row.applies,
        "basis": row.basis,
        "confidence": row.confidence,
        "confidence_words": row.confidence_words,
        "judges": row.judges,
        "group": row.group,
        "pack": row.pack,
        "outdated": row.outdated,
        "switched_off": None
        if row.off is None
        else {"by": row.off.name, "on": row.off.on.isoformat() if row.off.on else "", "reason": row.off.seen},
        "confirmed": [
            {"by": one.name, "on": one.on.isoformat() if one.on else "", "source": one.seen} for one in row.confirmed
        ],
    }


def _group(group: "VariantGroup") -> list[dict[str, Any]]:
    return [
        {
            "group": group.id,
            "name": group.name,
            "row": row.id,
            "limit": row.limit,
            "basis": row.basis,
            "counts": row.judges,
            "chosen": row.id == group.chosen,
        }
        for row in group.rows
    ]


def command_packs(options: Options) -> None:
    """List, add, remove own packs; write the empty one."""
    from inspector.services.judgement import packs  # noqa: PLC0415 - see console.opened

    if options.pack_verb == "template":
        write_told(options, options.file, packs.template())
        return
    content = packs.read_pack(Path(options.file)) if options.pack_verb == "add" else b""
    with opened(options) as workspace:
        match options.pack_verb:
            case "list":
                views = workspace.call(lambda: packs.local_packs(workspace))
                show(options, [_pack(view) for view in views], lambda _data: text.packs_text(views))
            case "remove":
                removed = workspace.call(lambda: packs.remove_pack(workspace, options.pack))
                show(options, _pack(removed), lambda _data: text.removed_text(removed))
            case _:
                name = Path(options.file).name
                preview = workspace.call(lambda: packs.preview_pack(workspace, name, content))
                if not options.dry_run:
                    workspace.call(lambda: packs.add_pack(workspace, name, content))
                added = not options.dry_run
                show(options, _preview(preview), lambda _data: text.preview_text(preview, added=added))


def _pack(view: "PackView") -> dict[str, Any]:
    return {**dataclasses.asdict(view), "on": view.on.isoformat() if view.on else ""}


def _preview(preview: "PackPreview") -> dict[str, Any]:
    return dataclasses.asdict(preview) | {"lines": [dataclasses.asdict(line) for line in preview.lines]}
