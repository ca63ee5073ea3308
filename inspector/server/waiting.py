"""A waiting list of its own for work that keeps a processor busy, so that laptops and pages never wait for it."""

from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from inspector.problems import Problem
from inspector.server.pages import problems as problems  # noqa: PLC0414 - registers the sentence

T = TypeVar("T")
P = ParamSpec("P")


class WaitingList:
    """`at_once` pieces of work in threads beside everybody's; `waits` more wait, who comes then is told at once.

    For the event loop's thread. Waiting costs no thread: a burst leaves all of everybody's threads free. Work that was
    begun goes on to its end although who asked went away, so as many are at work as were counted.
    """

    def __init__(self, at_once: int, waits: int, again_s: int) -> None:
        self._threads = CapacityLimiter(at_once)
        self._room = at_once + waits
        self._again_s = again_s

    async def do(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Do work when its turn comes. Raises Problem documents_busy with the seconds after which to ask again."""
        if self._room == 0:
            raise Problem("documents_busy", seconds=self._again_s)
        self._room -= 1  # counted before anything is awaited: the limiter knows of a burst only a turn later
        try:
            return await run_sync(partial(work, *given, **named), limiter=self._threads)
        finally:
            self._room += 1
