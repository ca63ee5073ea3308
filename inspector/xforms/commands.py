"""The JSON-lines commands of the form engine (forms.md, command contract): `form xpath` and `form replay`.

A border of the package: lines that bring no `now` take the machine's clock from here.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from inspector.xforms import replay_command, xpath_command


def _machine_clock() -> datetime:
    return datetime.now(UTC)


def run_xpath(lines: Iterable[str], *, clock: Callable[[], datetime] = _machine_clock) -> Iterator[str]:
    """Answer each line of `form xpath`; errors are answers too."""
    return xpath_command.run_xpath(lines, now=clock())


def run_replay(
    lines: Iterable[str], *, time: bool = False, clock: Callable[[], datetime] = _machine_clock
) -> Iterator[str]:
    """Answer each line of `form replay`; `time` adds the milliseconds each took."""
    return replay_command.run_replay(lines, now=clock, time=time)
