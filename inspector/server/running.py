"""Running the application: uvicorn, one worker, until it is told to stop. More workers are more processes."""

import socket
from collections.abc import Callable
from dataclasses import dataclass

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
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)
    except (OSError, OverflowError) as error:
        made.close()
        reason = getattr(error, "strerror", None) or error
        raise Problem("server_address", address=f"{host}:{port}", reason=reason) from error
    return made


@dataclass(frozen=True, slots=True)
class Encryption:
    """Files of a TLS certificate (with its chain) and its key, PEM; without them a proxy in front must encrypt."""

    certificate: str
    key: str


def server_of(core: Core, service: Service | None = None, encryption: Encryption | None = None) -> uvicorn.Server:
    """A server that was not started yet; `run` and tests start it. Raises Problem server_certificate."""
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
        ssl_certfile=encryption.certificate if encryption else None,
        ssl_keyfile=encryption.key if encryption else None,
    )
    try:
        config.load()
    except OSError as error:
        raise Problem("server_certificate", reason=error.strerror or error) from error
    return uvicorn.Server(config)


def run(core: Core, host: str, port: int, ready: Callable[[str], None], encryption: Encryption | None = None) -> None:
    """Serve until a signal stops it; `ready` is told the address as soon as requests are answered by it.

    Raises Problem server_address or server_certificate.
    """
    server = server_of(core, encryption=encryption)
    sock = listening(host, port)
    log.to_stderr()
    name = f"[{host}]" if ":" in host else host
    ready(f"{'https' if encryption else 'http'}://{name}:{sock.getsockname()[1]}")
    try:
        server.run(sockets=[sock])
    finally:
        sock.close()
