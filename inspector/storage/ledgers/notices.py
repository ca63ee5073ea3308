"""Notices that were served, found by their number among the facts on hazards."""

import json
from typing import Any

from inspector.storage.session import Session, containing


class Notices:
    """Reads of `notice_served` facts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def by_number(self, number: str) -> dict[str, Any] | None:
        """What the fact says about the rectification notice with this number; None if no hazard has one.

        Every hazard of a notice carries the same words. The facts are not indexed by number: a list of 100,000 hazards
        is searched in well under a second.
        """
        rows = self._session.rows(
            "SELECT raw FROM event WHERE type = 'notice_served' AND raw LIKE :words ESCAPE '!' ORDER BY rowid",
            words=containing(json.dumps(number, ensure_ascii=False)),
        )
        for row in rows:
            body = json.loads(row.raw)["body"]
            if body.get("notice") == number and body.get("kind") == "rectification":
                return dict(body)
        return None
