"""Running the application: uvicorn, one worker, until it is told to stop. More workers are more processes."""

import socket
from collections.abc import Callable

import uvicorn

from inspector.problems import Problem
from inspector.server import log
from inspector.server.app import application
from inspector.server.core import Core
from inspector.server.web import Service

IDLE_S = 30
"""How long a connection is kept for the next request."""


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes any free one. Raises Problem server_address."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)
    except OSError as error:
        raise Problem("server_address", address=f"{host}:{port}", reason=error.strerror or error) from error
    return made


def server_of(core: Core, service: Service | None = None) -> uvicorn.Server:
    """A server that was not started yet; `run` and tests start it."""
    config = uvicorn.Config(
        application(core, service),
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=IDLE_S,
        lifespan="off",
        limit_concurrency=200,
        h11_max_incomplete_event_size=32 * 1024,
    )
    return uvicorn.Server(config)


def run(core: Core, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until a signal stops it; `ready` is told the address as soon as requests are answered by it."""
    log.to_stderr()
    sock = listening(host, port)
    name = f"[{host}]" if ":" in host else host
    ready(f"http://{name}:{sock.getsockname()[1]}")
    try:
        server_of(core).run(sockets=[sock])
    finally:
        sock.close()
        core.database.close()
