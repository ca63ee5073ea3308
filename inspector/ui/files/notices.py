"""Notices that are handed over: shown, saved with their reply files beside them, reply files copied to be pasted."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication

from inspector.i18n import _, ngettext
from inspector.services.printing.reply_files import ReplyFile
from inspector.services.workspace import Workspace
from inspector.ui.files.saving import write_file


def write_notice(path: Path, pdf: bytes, replies: Sequence[ReplyFile]) -> tuple[Path, ...]:
    """Write a notice and its reply files beside it; the paths. Any thread but the GUI's.

    A reply file keeps its own name, by which it is known when it comes back; another file of that name stays.
    Raises Problem file_not_written.
    """
    write_file(path, pdf)
    written = [path]
    for reply in replies:
        beside = _free(path.parent / reply.name, reply.data)
        write_file(beside, reply.data)
        written.append(beside)
    return tuple(written)


def _free(path: Path, data: bytes) -> Path:
    """The path, or one with a number behind its name where another file has it."""
    found, number = path, 1
    while found.exists() and not (found.is_file() and found.read_bytes() == data):
        number += 1
        found = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return found


def saved_words(written: Sequence[Path]) -> str:
    """What a message says of files that were saved."""
    first, *others = written
    if not others:
        return _("Saved as {file}").format(file=first)
    names = ", ".join(path.name for path in others)
    return _("Saved as {file}, with the reply file {names} beside it").format(file=first, names=names)


def reply_hint(replies: Sequence[ReplyFile]) -> str:
    """What people should know of the reply files of what they look at."""
    if len(replies) == 1:
        words = _("The customer answers in the reply file (check code {code}). Saving the PDF saves it too.")
        return words.format(code=replies[0].code)
    words = ngettext(
        "{count} reply file goes out with it. Saving the PDF saves it too.",
        "{count} reply files go out with it. Saving the PDF saves them too.",
        len(replies),
    )
    return words.format(count=len(replies))


def lend(workspace: Workspace, replies: Sequence[ReplyFile]) -> list[Path]:
    """Write reply files where the workspace keeps what is only lent out; their paths. Any thread."""
    return [Path(workspace.temporary.write(reply.name, reply.data)) for reply in replies]


def copy_files(paths: Sequence[Path]) -> None:
    """Put files on the clipboard, to be pasted into a folder, a mail or a chat."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    QGuiApplication.clipboard().setMimeData(data)
