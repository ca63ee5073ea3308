"""The server's log: one JSON object a line on stderr. No names, no contents of records, no codes, no addresses.

A request is logged with its route, not its path; an alarm names record and device, which an administrator needs.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Final

from typing_extensions import override

LOG: Final = logging.getLogger("inspector.server")


class JsonLines(logging.Formatter):
    """A record as a line: `at`, `level`, `event`, and what its `extra={"told": {…}}` says."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        told = getattr(record, "told", None)
        line.update(told if isinstance(told, dict) else {})
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["where"] = _where(record)
        return json.dumps(line, ensure_ascii=False)


def _where(record: logging.LogRecord) -> list[str]:
    """The places of a traceback, without values: an error's own text may quote a record."""
    places, trace = [], record.exc_info[2] if record.exc_info else None
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places


def to_stderr() -> None:
    """Log like this from now on; uvicorn's own lines about requests stay away, they hold addresses."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    for name in ("inspector.server", "uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers = [handler] if name != "uvicorn.error" else []
        logger.propagate = name == "uvicorn.error"
        logger.setLevel(logging.INFO)
    logging.getLogger("uvicorn.access").disabled = True
