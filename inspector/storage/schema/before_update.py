"""The copy of a workspace's database before a newer program changes its tables (`migrate`).

It lies in `before-update/` of the workspace, encrypted with the same key, and is read back from the disk before
anything is changed: every page, the count of every table. The two newest stay. Photos are not copied: an update
does not change them. To go back, put the file in the place of `data.db` with the older program.
"""

import os
import shutil
from pathlib import Path
from typing import Any, Final

from inspector.disk import flush_folder
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register

register(
    ProblemKind.ENVIRONMENT,
    {
        "update_backup_failed": N_(
            "Before the update the workspace {path} could not be copied ({reason}). Nothing was changed. Make room on "
            "the disk, or go on with the older version."
        )
    },
)

FOLDER: Final = "before-update"
KEPT: Final = 2


def keep(connection: Any, path: Path, key: bytes, revision: str) -> Path:
    """Copy the database and read the copy back; where it is. Raises Problem update_backup_failed."""
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        folder = path / FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        new, kept = folder / "data.new", folder / f"data-{revision}.db"
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with (path / "data.db").open("rb") as source, os.fdopen(handle, "wb") as target:
            shutil.copyfileobj(source, target, 1024 * 1024)
            target.flush()
            os.fsync(target.fileno())
        reason = _flaw(new, key, counts(connection))
        if reason:
            new.unlink()
            raise Problem("update_backup_failed", path=path, reason=reason)
        new.replace(kept)
        flush_folder(folder)
        _forget(folder)
    except OSError as error:
        raise Problem("update_backup_failed", path=path, reason=error.strerror or error) from error
    return kept


def counts(connection: Any) -> dict[str, int]:
    """Rows of every table but those of the search index, and the revision among them."""
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    tables = [str(row[0]) for row in connection.execute(named)]
    return {name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in tables}  # noqa: S608 - names from the database itself


def _flaw(file: Path, key: bytes, wanted: dict[str, int]) -> str:
    """What is wrong with a copy; "" when it is as good as what it was made of."""
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - hardly ever, and start-up shall be quick

    raw = dbapi2.connect(f"file:{file.as_posix()}?immutable=1", uri=True)
    try:
        raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        if raw.execute("PRAGMA cipher_integrity_check").fetchall():
            return "cipher_integrity_check"
        if raw.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            return "quick_check"
        return "" if counts(raw) == wanted else "count"
    except dbapi2.Error as error:
        return str(error)
    finally:
        raw.close()


def _forget(folder: Path) -> None:
    """Take away all but the newest copies."""
    copies = sorted(folder.glob("data-*.db"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    for path in copies[:-KEPT]:
        path.unlink()
