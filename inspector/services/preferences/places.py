"""Options that only this laptop can check: the folders of copies and backups, and its server.

They stand on cards of their own and are no part of a file of settings: a folder of one laptop is none of another.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.preferences.catalogue import options
from inspector.services.preferences.options import Kind

if TYPE_CHECKING:
    from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "option_server": N_(
            "A server is joined with a code: under Settings, Server, or by `inspector sync --server URL --code CODE`."
        ),
        "option_second_place": N_("Choose another folder instead: work that exists only once is not left without one."),
    },
)
BACKUP: Final = "backup.folder"
SECOND_PLACE: Final = "second_place.folder"
SERVER: Final = "server.address"


def place_value(workspace: "Workspace", key: str) -> str:
    """The folder or address that was chosen, "" for none. Worker thread."""
    return _READ[key](workspace)


def places(workspace: "Workspace") -> dict[str, str]:
    """All of them by key. Worker thread."""
    return {one.key: place_value(workspace, one.key) for one in options().values() if one.kind is Kind.PLACE}


def choose_place_option(workspace: "Workspace", key: str, typed: str) -> bool:
    """Choose a folder, "" for none; whether that changes anything. Neither on the GUI thread nor the worker: it looks.

    Raises Problem option_server, option_second_place, recovery_key_missing, place_….
    """
    folder = typed.strip()
    if folder == workspace.call(lambda: place_value(workspace, key)):
        return False
    _CHOOSE[key](workspace, folder)
    return True


def _backup(workspace: "Workspace") -> str:
    from inspector.services.backups.book import read_book  # noqa: PLC0415 - rarely needed

    return read_book(workspace).folder


def _second_place(workspace: "Workspace") -> str:
    from inspector.services.second_place.book import read_book  # noqa: PLC0415 - as above

    return read_book(workspace).folder


def _server(workspace: "Workspace") -> str:
    from inspector.sync.engine.session import membership  # noqa: PLC0415 - as above

    member = membership(workspace.db)
    return member.url if member is not None else ""


def _choose_backup(workspace: "Workspace", folder: str) -> None:
    from inspector.services.backups.folder import choose_folder, forget_folder  # noqa: PLC0415 - as above

    if folder:
        choose_folder(workspace, Path(folder))
    else:
        forget_folder(workspace)


def _choose_second_place(workspace: "Workspace", folder: str) -> None:
    from inspector.services.second_place.place import choose_place  # noqa: PLC0415 - as above

    if not folder:
        raise Problem("option_second_place")
    choose_place(workspace, Path(folder))


def _choose_server(_workspace: "Workspace", _address: str) -> None:
    raise Problem("option_server")


_READ: Final[Mapping[str, Callable[["Workspace"], str]]] = {
    BACKUP: _backup,
    SECOND_PLACE: _second_place,
    SERVER: _server,
}
_CHOOSE: Final[Mapping[str, Callable[["Workspace", str], None]]] = {
    BACKUP: _choose_backup,
    SECOND_PLACE: _choose_second_place,
    SERVER: _choose_server,
}
