"""Copies of a whole workspace and what is done when one is damaged: backup, restore, doctor."""

import sys
from pathlib import Path
from typing import Any

from inspector.commands.console import Options, facts, opened, passphrase, show, workspace_path
from inspector.commands.secrets import asked, asked_twice, given_recovery_key, secret
from inspector.i18n import N_, _, ngettext
from inspector.problems import Problem, ProblemKind, register

register(
    ProblemKind.INPUT,
    {
        "backup_secret_needed": N_(
            "Say what opens the backup: its passphrase (--backup-passphrase-file or INSPECTOR_BACKUP_PASSPHRASE), or "
            "the recovery key (--recovery-key-file or INSPECTOR_RECOVERY_KEY)."
        ),
    },
)

KEY_FILE = "--recovery-key-file"
BACKUP_FILE = "--backup-passphrase-file"
BACKUP_VARIABLE = "INSPECTOR_BACKUP_PASSPHRASE"


def add_to(commands: Any) -> None:
    """Backup, restore, doctor."""
    backup = commands.add_parser("backup", help=_("write the whole workspace into one encrypted file"))
    backup.add_argument("file", metavar="FILE", help=_("the file (.isb), or a folder where it gets a name by its time"))
    backup.add_argument(BACKUP_FILE, metavar="FILE", help=_("a passphrase of its own, beside the recovery key"))
    backup.set_defaults(act=command_backup)
    restore = commands.add_parser("restore", help=_("make a workspace of a backup"))
    restore.add_argument("file", metavar="FILE")
    target = restore.add_mutually_exclusive_group(required=True)
    target.add_argument("--to", metavar="DIR")
    target.add_argument("--check", action="store_true", help=_("only read the backup from end to end"))
    restore.add_argument("--partly", action="store_true", help=_("take what is whole of a damaged backup"))
    restore.add_argument("--key", choices=("passphrase", "keyring"), default="passphrase")
    restore.add_argument(KEY_FILE, metavar="FILE")
    restore.add_argument(BACKUP_FILE, metavar="FILE")
    restore.set_defaults(act=command_restore)
    doctor = commands.add_parser("doctor", help=_("examine a workspace"))
    doctor.add_argument("--salvage", metavar="DIR", help=_("save what is readable into a new workspace"))
    doctor.add_argument(KEY_FILE, metavar="FILE")
    doctor.add_argument("--new-passphrase-file", metavar="FILE")
    doctor.set_defaults(act=command_doctor)


def command_backup(options: Options) -> None:
    """Write a backup; the progress stands on the terminal."""
    from inspector.services.backups.folder import back_up  # noqa: PLC0415 - see `console.opened`

    words = secret(options.backup_passphrase_file, BACKUP_VARIABLE)
    with opened(options) as workspace:
        report = back_up(workspace, Path(options.file), passphrase=words, progress=_progress())
        show(
            options,
            {
                "file": str(report.path),
                "bytes": report.size,
                "records": report.frames,
                "visits": report.visits,
                "files": report.files,
                "missing": list(report.missing),
                "verified": True,
                "written_at": report.written_at.isoformat(timespec="seconds"),
            },
            _backup_text,
        )


def _backup_text(found: dict[str, Any]) -> str:
    missing = len(found["missing"])
    lines = facts({key: value for key, value in found.items() if key != "missing"})
    if missing:
        words = ngettext(
            "{count} photo or document cannot be read here and is not in the backup. Run `inspector doctor`.",
            "{count} photos or documents cannot be read here and are not in the backup. Run `inspector doctor`.",
            missing,
        )
        lines.append(words.format(count=missing))
    return "\n".join(lines)


def command_restore(options: Options) -> None:
    """Make a workspace of a backup, or only read it."""
    from inspector.services.backups.restoring import (  # noqa: PLC0415 - as above
        about_backup,
        check_backup,
        restore_backup,
    )

    path = Path(options.file)
    about = about_backup(path)
    words = secret(options.backup_passphrase_file, BACKUP_VARIABLE)
    key = None if words is not None else given_recovery_key(options)
    if words is None and key is None:
        words, key = _ask_for(about)
    if options.check:
        told = check_backup(path, recovery_key=key, passphrase=words, progress=_progress())
        show(options, {"file": str(path), "verified": True, "records": told["frames"], **_about(about)})
        return
    new = passphrase(options)
    if options.key == "passphrase" and new is None and sys.stdin.isatty():
        new = asked_twice(_("New passphrase: "))
    restored = restore_backup(
        path,
        Path(options.to),
        recovery_key=key,
        backup_passphrase=words,
        key=options.key,
        passphrase=new,
        partly=options.partly,
        progress=_progress(),
    )
    _show_restored(options, restored, about)


def _show_restored(options: Options, restored: Any, about: Any) -> None:
    from inspector.services.backups.restoring import next_steps  # noqa: PLC0415 - as above
    from inspector.services.rescue import recovery  # noqa: PLC0415 - as above

    workspace = restored.workspace
    first = recovery.first_key(workspace)
    code = workspace.store.device.code
    workspace.close()
    steps = next_steps(new_recovery_key=first is not None)
    found = {
        "workspace": options.to,
        "device": code,
        "from_device": restored.code,
        **_about(about),
        "records": restored.frames,
        "visits": restored.visits,
        "files": restored.files,
        "lost": [{"what": each.what, "name": each.name, "message": each.sentence} for each in restored.lost],
        **({"recovery_key": first.text} if first is not None else {}),
        "next": list(steps),
    }
    show(options, found, _restored_text)


def _about(about: Any) -> dict[str, str]:
    return {"written_at": about.written_at.isoformat(timespec="seconds"), "of": about.workspace}


def _restored_text(found: dict[str, Any]) -> str:
    lines = [f"{key}: {value}" for key, value in found.items() if not isinstance(value, list)]
    lines += [lost["message"] for lost in found["lost"]]
    return "\n".join([*lines, *(f"- {step}" for step in found["next"])])


def _ask_for(about: Any) -> tuple[str | None, str | None]:
    """Passphrase and recovery key, one of them, from the terminal."""
    if not sys.stdin.isatty():
        raise Problem("backup_secret_needed")
    if about.has_passphrase:
        return asked(_("Passphrase of the backup: "), "backup_secret_needed"), None
    return None, asked(_("Recovery key: "), "backup_secret_needed")


def command_doctor(options: Options) -> int:
    """Examine a workspace, or save what is readable of it; one that cannot be opened is a finding too."""
    if options.salvage:
        return _salvage(options)
    from inspector.services.rescue.doctor import examine, unopened  # noqa: PLC0415 - as above

    try:
        with opened(options) as workspace:
            report = examine(workspace)
    except Problem as problem:
        report = unopened(problem, *_readable(options))
    show(options, report, _report_text)
    return 0 if report["ok"] else 1


def _readable(options: Options) -> tuple[Path | None, bytes | None]:
    """Folder and key of a workspace that does not open, where the key is at hand."""
    from inspector.services.rescue.salvage import key_of  # noqa: PLC0415 - as above

    try:
        _info, key = key_of(
            workspace_path(options), passphrase=passphrase(options), recovery_key=given_recovery_key(options)
        )
    except Problem:
        return None, None
    return workspace_path(options), key


def _report_text(report: dict[str, Any]) -> str:
    lines = [_("The workspace is in order.") if report["ok"] else _("The workspace is not in order.")]
    lines.append(_("Files: {files} · records no server has: {unsent}").format(**report))
    for found in (*report["findings"], *report["notes"]):
        lines.append(f"\n{found['code']}  {found['subject']}".rstrip())
        lines += [f"  {found[part]}" for part in ("message", "meaning", "advice") if found[part]]
    return "\n".join(lines)


def _salvage(options: Options) -> int:
    """Save what is readable; exit code 1 when anything could not be saved."""
    from inspector.services.rescue import recovery, salvage  # noqa: PLC0415 - see console.opened

    key = given_recovery_key(options)
    words = passphrase(options)
    new = secret(options.new_passphrase_file, "INSPECTOR_NEW_PASSPHRASE")
    found = salvage.salvage(
        workspace_path(options),
        Path(options.salvage),
        passphrase=words,
        recovery_key=key,
        new_passphrase=new,
        progress=_progress(),
    )
    workspace = found.workspace
    first = recovery.first_key(workspace)
    code = workspace.store.device.code
    workspace.close()
    show(
        options,
        {
            "workspace": options.salvage,
            "device": code,
            "records": found.frames,
            "visits": found.visits,
            "files": found.files,
            "unsaved": [
                {"what": each.what, "name": each.name, "count": each.count, "message": each.sentence}
                for each in found.unsaved
            ],
            "recovery_key": first.text if first is not None else "",
        },
        _salvaged_text,
    )
    return 1 if found.unsaved else 0


def _salvaged_text(found: dict[str, Any]) -> str:
    lines = [f"{key}: {value}" for key, value in found.items() if not isinstance(value, list)]
    if found["unsaved"]:
        lines += [_("Not everything could be saved:"), *(f"- {each['message']}" for each in found["unsaved"])]
    lines.append(_("Write the recovery key down and keep it apart from the laptop: it is shown this once."))
    return "\n".join(lines)


def _progress() -> Any:
    """Writes a percentage on the terminal; None where nobody looks."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, total: int) -> None:
        sys.stderr.write(f"\r{100 * done // max(1, total):3} % ")
        sys.stderr.flush()

    return tell
