"""The `fold` command's contract (commands.md): state from event lines, for auditors and tests.

Pure: lines in, lines out. Roles are not checked here.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from inspector.domain.events import HAZARD_DECISIONS, Event, compact
from inspector.domain.merge import EntityState, fold
from inspector.i18n import N_, Message
from inspector.problems import Problem, ProblemKind, register

register(
    ProblemKind.INPUT,
    {
        "fold_line_invalid": N_("Line {line} is not an event: {reason}. Correct the line and run the command again."),
        "fold_id_reused": N_("Line {line} repeats the id {event} with other content. One of the two is not authentic."),
    },
)


def fold_lines(lines: Iterable[str]) -> Iterator[str]:
    """One line of state per entity, sorted by entity. Raises Problem with the number of the first bad line."""
    entities: dict[str, list[Event]] = {}
    known: dict[str, tuple[Event, str]] = {}
    for number, line in enumerate(lines, start=1):
        text = line.lstrip("\ufeff").strip() if number == 1 else line.strip()
        if not text:
            continue
        event, content = _event(text, number)
        before = known.setdefault(event.id, (event, content))
        if before[1] != content:
            raise Problem("fold_id_reused", line=number, event=event.id)
        if before[0] is event:
            entities.setdefault(event.entity, []).append(event)
    for entity in sorted(entities):
        decisions = {event.id for event in entities[entity] if event.type in HAZARD_DECISIONS}
        yield _line(entity, fold(entities[entity], roles=False), decisions)


def _event(text: str, line: int) -> tuple[Event, str]:
    """The event and its content in one fixed form, which tells a repeat from a forgery."""
    try:
        data = json.loads(text)
        content = _content(data) if isinstance(data, dict) else ""
    except (ValueError, RecursionError):
        raise _invalid(line, N_("it is not JSON")) from None
    if not isinstance(data, dict):
        raise _invalid(line, N_("it is not a JSON object"))
    for key in ("id", "entity", "type"):
        if not _is_text(data.get(key)):
            raise _invalid(line, N_("“{key}” is missing or no text"), key=key)
    par = data.get("par")
    if not isinstance(par, list) or not all(_is_text(item) for item in par):
        raise _invalid(line, N_("“{key}” is missing or no list of ids"), key="par")
    return _build(data, line), content


def _build(data: dict[str, Any], line: int) -> Event:
    body, user = data.get("body"), data.get("user")
    if body is not None and not isinstance(body, dict):
        raise _invalid(line, N_("“{key}” is no JSON object"), key="body")
    if user is not None and not isinstance(user, str):
        raise _invalid(line, N_("“{key}” is no text"), key="user")
    par = tuple(dict.fromkeys(data["par"]))
    return Event(data["id"], data["entity"], "hazard", data["type"], par, body or {}, user=user or "")


def _content(data: dict[str, Any]) -> str:
    par = data.get("par")
    seen = sorted(set(map(str, par))) if isinstance(par, list) else []
    shown = [data.get("entity"), data.get("type"), seen, data.get("user") or "", data.get("body") or {}]
    return json.dumps(shown, sort_keys=True)


def _is_text(value: object) -> bool:
    if not isinstance(value, str) or not value:
        return False
    return not any("\ud800" <= char <= "\udfff" for char in value)


def _invalid(line: int, reason: str, **params: object) -> Problem:
    return Problem("fold_line_invalid", line=line, reason=Message(reason, params))


def _line(entity: str, state: EntityState, decisions: set[str]) -> str:
    return compact(
        {
            "entity": entity,
            "status": state.status.value if state.status else None,
            "heads": list(state.heads),
            "ineffective": [event for event in state.ineffective if event in decisions],
            "alerts": [{"code": alert.code.value, "event": alert.event} for alert in state.alerts],
            "waiting": list(state.waiting),
        }
    )
