"""Back a server up, and make one from a backup, on the same kind of database or on another one."""

import dataclasses
from pathlib import Path
from typing import Any

from inspector.commands.console import Options, show
from inspector.commands.server_folder import add_places, data_folder, opened, places
from inspector.i18n import _


def add_to(verbs: Any) -> None:
    """The verbs `backup`, `restore` and `epoch`."""
    backup = verbs.add_parser("backup", help=_("back the server up while it runs; again: add what is new"))
    backup.add_argument("dir", metavar="DIR")
    backup.add_argument("--without-files", action="store_true", help=_("no photos: the bucket is backed up otherwise"))
    backup.add_argument("--verify", action="store_true", help=_("only read the backup that is there, every part of it"))
    backup.set_defaults(act=command_backup)
    restore = verbs.add_parser("restore", help=_("make a server from a backup"))
    restore.add_argument("backup", metavar="BACKUP")
    add_places(restore)
    restore.set_defaults(act=command_restore)
    epoch = verbs.add_parser("epoch", help=_("after the database was set back by other means: laptops start over"))
    epoch.set_defaults(act=command_epoch)


def command_backup(options: Options) -> int:
    """Back up, or examine a backup; exit 1 when the server has lost files."""
    from inspector.server.backup import backup  # noqa: PLC0415 - other commands start faster without
    from inspector.server.folder import open_folder  # noqa: PLC0415 - see above
    from inspector.server.restore import examined  # noqa: PLC0415 - see above

    path = Path(options.dir).expanduser()
    if options.verify:
        made = examined(path)[1]
        told = {"server": made.server, "name": made.name, "made_at": made.made_at, "frames": made.frames}
        show(options, {**told, "files": made.files, "last_frame": made.last_frame})
        return 0
    key = open_folder(data_folder(options)).key
    with opened(options) as core:
        report = backup(core, key, path, files=not options.without_files)
    show(options, dataclasses.asdict(report))
    return 1 if report.lost else 0


def command_restore(options: Options) -> int:
    """Make a server; exit 1 when something is wrong with it."""
    from inspector.server.restore import restore  # noqa: PLC0415 - see command_backup

    report = restore(Path(options.backup).expanduser(), data_folder(options), places(options))
    show(options, dataclasses.asdict(report))
    return 1 if report.findings else 0


def command_epoch(options: Options) -> None:
    """Begin a new epoch: laptops offer again what the database has lost, and the server's own chain does not fork."""
    from inspector.server.administration import new_epoch  # noqa: PLC0415 - see command_backup

    with opened(options) as core:
        show(options, {"epoch": new_epoch(core)})
