"""What checks share: the error that says what must never happen, and what the author of an event had seen."""

from collections.abc import Iterable

from inspector.domain.events import Event


class Breach(AssertionError):  # noqa: N818 - what it is, and no error of the test
    """Something that must never happen."""


def need(holds: bool, text: str) -> None:
    """Raise Breach unless it holds."""
    if not holds:
        raise Breach(text)


def pasts(events: Iterable[Event]) -> dict[str, set[str]]:
    """Id -> everything its author had seen; by walking back, not by the merge."""
    known = {event.id: event for event in events}
    found: dict[str, set[str]] = {}
    for identity in known:
        todo, seen = [identity], set[str]()
        while todo:
            for parent in known[todo.pop()].par:
                if parent not in seen:
                    seen.add(parent)
                    todo += [parent] if parent in known else []
        found[identity] = seen
    return found
