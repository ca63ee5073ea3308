"""Where a server's data are, for every command of the server."""

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector.commands.console import Options
from inspector.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inspector.server.core import Core
    from inspector.server.opening import Places


@contextmanager
def opened(options: Options) -> "Iterator[Core]":
    """The server of the folder that is named."""
    from inspector.server.opening import open_core  # noqa: PLC0415 - other commands start faster without

    core = open_core(data_folder(options))
    try:
        yield core
    finally:
        core.database.close()


def data_folder(options: Options) -> Path:
    """`--data`, else what the environment says, else the platform's place."""
    chosen = options.data or os.environ.get("INSPECTOR_SERVER")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path  # noqa: PLC0415 - only where no folder is named

    return user_data_path("inspector-server", appauthor=False)


def add_places(parser: Any) -> None:
    """The options that `places` reads."""
    parser.add_argument("--database", default="", metavar="URL", help=_("PostgreSQL; without it a file in the folder"))
    parser.add_argument("--blobs", default="", metavar="s3://BUCKET/FOLDER", help=_("photos in a bucket"))
    parser.add_argument("--endpoint", default="", metavar="URL", help=_("the bucket's service, if it is not Amazon's"))


def places(options: Options) -> "Places":
    """Where database and files of a new server are to be."""
    from inspector.server.opening import Places  # noqa: PLC0415 - see opened

    return Places(options.database, options.blobs, options.endpoint)
