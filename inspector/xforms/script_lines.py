"""What the lines of `form xpath` and `form replay` must hold: read strictly, and refused with what to write instead."""

import json
from collections.abc import Mapping
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from inspector.i18n import N_, Message
from inspector.problems import Problem

Line = Mapping[str, Any]
_SHOWN: Final = 60
"""Most characters of a wrong value that a sentence repeats."""


def wrong(sentence: str, **params: object) -> Problem:
    """The Problem replay_line_invalid with its reason (a msgid), which is a clause without a full stop."""
    return Problem("replay_line_invalid", reason=Message(sentence, params))


def read_line(text: str, example: str) -> Line:
    """The object of a line; `example` is one that could be meant. Problem replay_line_invalid."""
    try:
        line = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise wrong(N_("it is not JSON")) from error
    if not isinstance(line, dict):
        raise wrong(N_("it is no object such as {example}"), example=example)
    return line


def text_of(line: Line, key: str) -> str:
    """A text that has to be there. Problem replay_line_invalid."""
    if key not in line:
        raise wrong(N_("“{key}” is missing"), key=key)
    value = line[key]
    if not isinstance(value, str):
        shown = json.dumps(value, ensure_ascii=False)[:_SHOWN]
        raise wrong(N_("“{key}” must be a text in quotes, not {value}"), key=key, value=shown)
    return value


def option_of(line: Line, key: str) -> str:
    """A text that may be left out, or be null: then "". Problem replay_line_invalid."""
    return "" if line.get(key) is None else text_of(line, key)


def zone_of(line: Line) -> tzinfo:
    """The zone that `tz` names; UTC without one. Problem replay_line_invalid."""
    name = option_of(line, "tz") or "UTC"
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise wrong(N_("there is no time zone “{zone}”; write for example Asia/Shanghai"), zone=name) from error


def now_of(line: Line, zone: tzinfo) -> datetime | None:
    """The moment that `now` fixes, in `zone` if it names none. Problems replay_line_invalid, replay_now_invalid."""
    text = option_of(line, "now")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Problem("replay_now_invalid", now=text[:_SHOWN]) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def file_of(path: Path) -> bytes:
    """The content of a file that a line names. Problem replay_file_unreadable."""
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else N_("No such file or directory")
        raise Problem("replay_file_unreadable", path=path, reason=reason) from error
