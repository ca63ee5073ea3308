"""A TCP proxy that breaks connections on purpose, at places that are counted in bytes and not in seconds.

It runs in a thread with an event loop of its own. Each connection takes the next plan; without one it is honest.
"""

import asyncio
import contextlib
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field

PIECE = 16 * 1024
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER with no time: closing sends a reset."""


@dataclass(frozen=True)
class Plan:
    """What happens to one connection.

    `up`, `down`: bytes to and from the server that are let through (None: all); then the connection is cut, or with
    `stall` nothing moves any more until the laptop gives up. `reset`: cut by a reset and not by an end.
    `then` is called when it happens.
    """

    up: int | None = None
    down: int | None = None
    stall: bool = False
    reset: bool = False
    then: Callable[[], None] | None = None


HONEST = Plan()
UNANSWERED = Plan(down=0, reset=True)
"""The request arrives whole; its answer is lost."""


class Cut(Exception):  # noqa: N818 - not an error: the plan
    """The bytes of the plan have gone through."""


@dataclass
class Proxy:
    """An address that leads to the server, more or less."""

    target: tuple[str, int]
    plans: deque[Plan] = field(default_factory=deque)
    endless: Plan = HONEST
    """The plan of connections when `plans` is empty."""
    port: int = 0
    connections: int = 0
    broken: int = 0
    up: int = 0
    down: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, ready: "Future[Callable[[], object]]") -> None:
        """Serve until what `ready` gives is called."""
        end, loop = asyncio.Event(), asyncio.get_running_loop()
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set_result(lambda: loop.call_soon_threadsafe(end.set))
        async with server:
            await end.wait()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        plan = self.plans.popleft() if self.plans else self.endless
        try:
            there, back = await asyncio.open_connection(*self.target)
        except OSError:
            _close(writer, reset=True)
            return
        ways = (self._pump(reader, back, plan, "up"), self._pump(there, writer, plan, "down"))
        tasks = [asyncio.ensure_future(way) for way in ways]
        broken = False
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            broken = any(task.done() and isinstance(task.exception(), Cut) for task in tasks)
            if broken:
                await self._break(reader, tasks, plan)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            _close(writer, reset=broken and plan.reset)
            _close(back, reset=False)

    async def _break(self, reader: asyncio.StreamReader, tasks: "Sequence[asyncio.Future[None]]", plan: Plan) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.broken += 1
        if plan.then is not None:
            await asyncio.to_thread(plan.then)
        with contextlib.suppress(ConnectionError):
            while plan.stall and await reader.read(PIECE):
                """The laptop may talk; nobody listens."""

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, plan: Plan, way: str) -> None:
        left = plan.up if way == "up" else plan.down
        with contextlib.suppress(ConnectionError):
            while data := await source.read(PIECE):
                part = data if left is None else data[:left]
                sink.write(part)
                await sink.drain()
                setattr(self, way, getattr(self, way) + len(part))
                if left is not None:
                    left -= len(part)
                    if left <= 0:
                        raise Cut


def _close(writer: asyncio.StreamWriter, *, reset: bool) -> None:
    if reset:
        raw = writer.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        writer.transport.abort()
    else:
        writer.close()


@contextmanager
def proxied(target: tuple[str, int]) -> Iterator[Proxy]:
    """A proxy before this address, for as long as the block lasts."""
    proxy, ready = Proxy(target), Future[Callable[[], object]]()
    thread = threading.Thread(target=lambda: asyncio.run(proxy.serve(ready)), name="proxy")
    thread.start()
    end = ready.result()
    try:
        yield proxy
    finally:
        end()
        thread.join()
