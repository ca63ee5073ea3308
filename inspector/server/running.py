"""Running the application: uvicorn, until it is told to stop, in this process or in several that share the address."""

import multiprocessing
import os
import signal
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import uvicorn
from starlette.applications import Starlette
from uvicorn.supervisors import Multiprocess

from inspector.i18n import N_, Message
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.server import log
from inspector.server.app import application
from inspector.server.core import Core
from inspector.server.metrics import SHARED_FIGURES
from inspector.server.opening import open_core
from inspector.server.web import Service

IDLE_S = 30
"""How long a connection is kept for the next request."""
FOLDER: Final = "INSPECTOR_SERVER"
"""The environment variable that tells workers their data folder."""


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes any free one. Raises Problem server_address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's algorithm off only where the protocol is named: 40 ms for each answer otherwise
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)
    except (OSError, OverflowError) as error:
        made.close()
        reason = getattr(error, "strerror", None) or Message(N_("a port is a number up to 65535"))
        raise Problem("server_address", address=f"{host}:{port}", reason=reason) from error
    return made


@dataclass(frozen=True, slots=True)
class Encryption:
    """Files of a TLS certificate (with its chain) and its key, PEM; without them a proxy in front must encrypt."""

    certificate: str
    key: str


def server_of(core: Core, service: Service | None = None, encryption: Encryption | None = None) -> uvicorn.Server:
    """A server that was not started yet; `run` and tests start it. Raises Problem server_certificate."""
    config = _config(application(core, service), encryption)
    _load(config)
    return uvicorn.Server(config)


def _config(app: Any, encryption: Encryption | None, **more: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=IDLE_S,
        lifespan="off",
        limit_concurrency=200,
        h11_max_incomplete_event_size=32 * 1024,
        ssl_certfile=encryption.certificate if encryption else None,
        ssl_keyfile=encryption.key if encryption else None,
        **more,
    )


def _load(config: uvicorn.Config) -> None:
    try:
        config.load()
    except OSError as error:
        raise Problem("server_certificate", reason=error.strerror or error) from error


def run(core: Core, host: str, port: int, ready: Callable[[str], None], encryption: Encryption | None = None) -> None:
    """Serve until a signal stops it; `ready` is told the address as soon as requests are answered by it.

    Raises Problem server_address or server_certificate.
    """
    server = server_of(core, encryption=encryption)
    with _told(host, port, ready, encryption) as sock:
        server.run(sockets=[sock])


def run_workers(
    path: Path, count: int, host: str, port: int, ready: Callable[[str], None], encryption: Encryption | None = None
) -> None:
    """Serve a data folder with so many processes; one that ends is replaced. Raises as `run`."""
    _load(_config(_nothing, encryption))  # what is wrong with the certificate is told before any worker starts
    with tempfile.TemporaryDirectory(prefix="inspector-figures-") as figures:
        os.environ.update({FOLDER: str(path), SHARED_FIGURES: figures})
        with _told(host, port, ready, encryption) as sock:
            config = _config(f"{__name__}:worker", encryption, factory=True, workers=count)
            Multiprocess(config, [sock]).run()


@contextmanager
def _told(host: str, port: int, ready: Callable[[str], None], encryption: Encryption | None) -> Iterator[socket.socket]:
    """The socket, after its address was told."""
    sock = listening(host, port)
    log.to_stderr()
    name = f"[{host}]" if ":" in host else host
    ready(f"{'https' if encryption else 'http'}://{name}:{sock.getsockname()[1]}")
    try:
        yield sock
    finally:
        sock.close()


async def _nothing(_scope: Any, _receive: Any, _send: Any) -> None:
    """An application that is never called."""


def worker() -> Starlette:
    """The application of one worker process, on the folder its parent has named; it ends when its parent does."""
    log.to_stderr()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    return application(open_core(Path(os.environ[FOLDER])))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
