"""A workspace is made beside its place and renamed at the end: what is stopped on the way leaves nothing behind."""

import contextlib
import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from inspector.disk import flush_folder
from inspector.problems import Problem
from inspector.services.workspace import Workspace
from inspector.storage import KeySource, create_store
from inspector.storage.folder.workspace import disk_problems


def need_empty(target: Path) -> None:
    """Raise Problem workspace_exists or folder_not_empty unless a workspace can be made in a folder."""
    with disk_problems(target):
        if (target / "workspace.json").exists():
            raise Problem("workspace_exists", path=target)
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise Problem("folder_not_empty", path=target)


@contextlib.contextmanager
def made_beside(
    target: Path, *, key: str, passphrase: str | None, clock: Callable[[], datetime] | None = None
) -> Iterator[Workspace]:
    """An open workspace that becomes `target` when all went well; else nothing of it is left.

    Raises Problem folder_not_empty, workspace_exists, passphrase_empty, keyring_unavailable, or one of the disk.
    """
    need_empty(target)
    beside = target.with_name(f".{target.name}.part-{secrets.token_hex(4)}")
    try:
        with disk_problems(target):
            target.parent.mkdir(parents=True, exist_ok=True)
        workspace = Workspace(create_store(beside, source=KeySource(key), passphrase=passphrase), clock=clock)
        try:
            yield workspace
        finally:
            workspace.close()
        with disk_problems(target):
            if target.exists():
                target.rmdir()
            beside.rename(target)
            flush_folder(target.parent)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
