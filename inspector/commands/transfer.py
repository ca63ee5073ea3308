"""What leaves a laptop: copies in a second place, the recovery key, and visits that are handed over."""

import os
import sys
from pathlib import Path
from typing import Any

from inspector.commands.console import Options, need_writable, opened, passphrase, show, workspace_path, write
from inspector.commands.secrets import RECOVERY_VARIABLE, asked, asked_twice, recovery_key, secret
from inspector.i18n import N_, _
from inspector.problems import Problem, ProblemKind, register

register(
    ProblemKind.INPUT,
    {
        "handover_passphrase_needed": N_(
            "Give the passphrase of the file: on a terminal, in INSPECTOR_HANDOVER_PASSPHRASE, "
            "or with --handover-passphrase-file."
        ),
        "new_passphrase_needed": N_(
            "Give the new passphrase: on a terminal, in INSPECTOR_NEW_PASSPHRASE, or with --new-passphrase-file."
        ),
        "recovery_key_exists": N_(
            "This workspace has a recovery key. A new one replaces it: add --replace if that is what you want."
        ),
    },
)

KEY_FILE = "--recovery-key-file"
FILE_FILE = "--handover-passphrase-file"


def add_to(commands: Any) -> None:
    """Second place, recovery key, passphrase."""
    safe = commands.add_parser("safekeeping", help=_("copies of unfinished and unsent work in a second place"))
    verbs = safe.add_subparsers(dest="verb", required=True, metavar="VERB")
    place = verbs.add_parser("place", help=_("choose the folder that copies go to"))
    place.add_argument("dir", metavar="DIR")
    copy = verbs.add_parser("copy", help=_("bring the copy up to date"))
    copy.add_argument("--check", action="store_true", help=_("read everything in the copy back, replace what is bad"))
    verbs.add_parser("status", help=_("how the copy stands"))
    restore = verbs.add_parser("restore", help=_("make a workspace of a copy"))
    restore.add_argument("dir", metavar="DIR")
    restore.add_argument("--to", required=True, metavar="DIR")
    restore.add_argument("--key", choices=("passphrase", "keyring"), default="passphrase")
    restore.add_argument(KEY_FILE, metavar="FILE")
    for verb in verbs.choices.values():
        verb.set_defaults(act=command_safekeeping)
    recovery = commands.add_parser("recovery-key", help=_("make a recovery key; shown once"))
    recovery.add_argument("--replace", action="store_true")
    recovery.add_argument("--sheet", metavar="FILE", help=_("also write a sheet to print (PDF)"))
    recovery.set_defaults(act=command_recovery_key)
    words = commands.add_parser("passphrase", help=_("set a new passphrase, also with the recovery key"))
    words.add_argument("--new-passphrase-file", metavar="FILE")
    words.add_argument(KEY_FILE, metavar="FILE")
    words.set_defaults(act=command_passphrase)


def add_visit_verbs(verbs: Any) -> None:
    """Verbs of `visit`: handing over, taking over, taking back."""
    give = verbs.add_parser("hand-over", help=_("write a visit to a file for another laptop; it goes on there"))
    give.add_argument("name", metavar="VISIT")
    give.add_argument("--out", required=True, metavar="FILE")
    give.add_argument("--to", default="", metavar="TEXT")
    take = verbs.add_parser("take-over", help=_("go on with a visit from such a file"))
    take.add_argument("name", metavar="FILE")
    for verb in (give, take):
        verb.add_argument(FILE_FILE, metavar="FILE")
    away = verbs.add_parser("put-away", help=_("remove a visit that was handed over and is done over there"))
    away.add_argument("name", metavar="VISIT")
    back = verbs.add_parser("take-back", help=_("go on with a visit that was handed over, because its file is lost"))
    back.add_argument("name", metavar="VISIT")
    back.add_argument("--reason", required=True, metavar="TEXT")
    for verb in (give, take, away, back):
        verb.set_defaults(act=command_handover)


def command_safekeeping(options: Options) -> int | None:
    """Choose a place, copy, say how it stands, restore."""
    from inspector.services.second_place import place as second_place  # noqa: PLC0415

    if options.verb == "restore":
        _restore(options)
        return None
    with opened(options) as workspace:
        match options.verb:
            case "place":
                state = second_place.choose_place(workspace, Path(options.dir))
                show(options, _state(state))
            case "copy":
                report = second_place.copy_now(workspace, thorough=options.check)
                show(
                    options,
                    {
                        "visits": report.visits,
                        "records": report.frames,
                        "written": report.written,
                        "removed": report.removed,
                        "missing": list(report.missing),
                    },
                )
            case _:
                show(options, _state(second_place.place_state(workspace)))
    return None


def _state(state: Any) -> dict[str, Any]:
    return {
        "place": str(state.folder or ""),
        "reachable": state.reachable,
        "copied_at": state.copied_at.isoformat() if state.copied_at else "",
        "pending": state.pending,
        "away_since": state.away_since.isoformat() if state.away_since else "",
        "problem": state.problem.code if state.problem else "",
        "same_disk": state.same_disk,
        "missing": state.missing,
    }


def _restore(options: Options) -> None:
    from inspector.services.second_place import place as second_place  # noqa: PLC0415

    chosen = passphrase(options)
    if options.key == "passphrase" and chosen is None and sys.stdin.isatty():
        chosen = asked_twice(_("New passphrase: "))
    key = recovery_key(options)
    restored = second_place.restore(Path(options.dir), key, Path(options.to), key=options.key, passphrase=chosen)
    restored.workspace.close()
    lost = [{"what": lost.what, "name": lost.name, "count": lost.count, "message": lost.sentence}
            for lost in restored.lost]  # fmt: skip
    show(
        options,
        {
            "workspace": options.to,
            "device": restored.workspace.store.device.code,
            "from_device": restored.code,
            "copied_at": restored.written_at.isoformat(),
            "records": restored.frames,
            "visits": restored.visits,
            "files": restored.files,
            "lost": lost,
        },
    )


def command_recovery_key(options: Options) -> None:
    """Make a recovery key and show it this once."""
    from inspector.services.rescue import recovery  # noqa: PLC0415

    with opened(options) as workspace:
        before = recovery.recovery_state(workspace).exists
        if before and not options.replace:
            raise Problem("recovery_key_exists")
        if options.sheet:
            need_writable(options.sheet)
        key = recovery.new_recovery_key(workspace)
        show(options, {"recovery_key": key.text, "replaced": before})  # it holds now and is shown only this once
        if options.sheet:
            write(options.sheet, recovery.recovery_sheet(workspace, key))


def command_passphrase(options: Options) -> None:
    """Set a new passphrase; who forgot the old one gives the recovery key."""
    from inspector.services.rescue import recovery  # noqa: PLC0415

    new = secret(options.new_passphrase_file, "INSPECTOR_NEW_PASSPHRASE")
    if new is None:
        new = asked_twice(_("New passphrase: "), "new_passphrase_needed")
    if options.recovery_key_file or RECOVERY_VARIABLE in os.environ:
        workspace = recovery.open_with_recovery_key(workspace_path(options), recovery_key(options), passphrase=new)
        workspace.close()
    else:
        with opened(options) as workspace:
            recovery.set_passphrase(workspace, new)
    show(options, {"workspace": str(workspace_path(options)), "key": "passphrase"})


def command_handover(options: Options) -> None:
    """Hand a visit over, take one over, take one back, put one away."""
    from inspector.services.handovers.handing import (  # noqa: PLC0415
        hand_over,
        take_back,
        take_over,
    )

    if options.verb == "put-away":
        from inspector.services.handovers.put_away import put_away  # noqa: PLC0415

        with opened(options) as workspace:
            show(options, {"put_away": workspace.call(lambda: put_away(workspace, options.name))})
        return
    if options.verb == "take-back":
        with opened(options) as workspace:
            visit = workspace.call(lambda: take_back(workspace, options.name, options.reason))
            show(options, _visit(workspace, visit))
        return
    words = secret(options.handover_passphrase_file, "INSPECTOR_HANDOVER_PASSPHRASE")
    if words is None:
        question = _("Passphrase of the file: ")
        ask = asked_twice if options.verb == "hand-over" else asked
        words = ask(question, "handover_passphrase_needed")
    with opened(options) as workspace:
        if options.verb == "hand-over":
            step = hand_over(workspace, options.name, words, Path(options.out), to=options.to)
            note = _("For one laptop only: taken over on two, the visit would be signed twice.")
            show(options, {"file": options.out, **step.to_json(), "note": note})
        else:
            visit = take_over(workspace, Path(options.name), words)
            show(options, _visit(workspace, visit))


def _visit(workspace: Any, visit: str) -> dict[str, str]:
    from inspector.services.visits.listing import visit_json  # noqa: PLC0415

    found = workspace.call(lambda: visit_json(workspace, visit))
    return {"visit": found["id"], "number": found["number"]}
