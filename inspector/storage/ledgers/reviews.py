"""Reviews: what waits for one, cross-check groups, drawn rounds and their items. Reads only; changes are events."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from inspector.domain.events import Event
from inspector.quick_dataclass import dataclass
from inspector.storage.session import Session, chunks

COLUMNS: Final = (
    "h.id, h.number, h.description, h.grade, h.deadline, h.status, h.found_by, h.team, h.rectifiers, h.submitted_at,"
    " h.notice_served, c.name AS customer"
)
FROM: Final = "FROM hazard h LEFT JOIN customer c ON c.id = h.customer"
ORDER: Final = "ORDER BY h.grade_rank, h.submitted_at, h.id"


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A hazard as lists of reviews show it; persons are ids, `submitted_at` ISO text, "" if nothing was submitted."""

    id: str
    number: str
    description: str
    grade: str
    deadline: str
    status: str
    found_by: tuple[str, ...]
    team: str
    """Team of the first finder when it was found."""
    rectifiers: tuple[str, ...]
    submitted_at: str
    customer: str
    notice_served: bool = False


@dataclass(frozen=True, slots=True)
class RoundItemRow:
    """A hazard of a round and to whom it was given; "" for nobody."""

    round: str
    hazard: str
    assignee: str
    second: str


@dataclass(frozen=True, slots=True)
class SecondJudgement:
    """A second judgement as it was given."""

    event: str
    round: str
    hazard: str
    person: str
    outcome: str
    comment: str
    at: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A cross-check group; `data` are its fields (name, members, chair, active)."""

    id: str
    name: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A drawn sample; `data` is the body of `sample_drawn`."""

    id: str
    group: str
    number: str
    drawn_at: str
    data: Mapping[str, Any]


class Reviews:
    """Reads for reviews, cross-check groups and rounds."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_status(self, status: str, limit: int = -1) -> tuple[ReviewLine, ...]:
        """Hazards of a status, gravest first, then those that were submitted longest ago."""
        inner = f"SELECT * FROM hazard h WHERE h.status = :status {ORDER} LIMIT :limit"  # noqa: S608 - own text
        sql = f"SELECT {COLUMNS} FROM ({inner}) h LEFT JOIN customer c ON c.id = h.customer {ORDER}"  # noqa: S608 - own text
        return tuple(_line(row) for row in self._session.rows(sql, status=status, limit=limit))

    def count(self, status: str) -> int:
        """How many hazards have a status."""
        row = self._session.one("SELECT count(*) AS n FROM hazard WHERE status = :status", status=status)
        return int(row.n) if row else 0

    def lines(self, hazards: Sequence[str]) -> dict[str, ReviewLine]:
        """These hazards by id."""
        sql = f"SELECT {COLUMNS} {FROM} WHERE h.id IN"
        found = (_line(row) for chunk in chunks(hazards) for row in self._session.within(sql, chunk))
        return {line.id: line for line in found}

    def population(self, closed_from: str) -> tuple[ReviewLine, ...]:
        """Hazards in review, and those closed on this day (ISO) or later, by id."""
        sql = (
            f"SELECT {COLUMNS} {FROM} WHERE h.status = 'in_review'"
            " OR (h.status = 'closed' AND h.closed_on >= :day) ORDER BY h.id"
        )
        return tuple(_line(row) for row in self._session.rows(sql, day=closed_from))

    def items_of(self, hazards: Sequence[str]) -> dict[str, tuple[RoundItemRow, ...]]:
        """The items of these hazards in every round, newest round last."""
        found: dict[str, list[RoundItemRow]] = {}
        sql = "SELECT round, hazard, assignee, second FROM review_item WHERE hazard IN"
        for chunk in chunks(hazards):
            for row in self._session.within(sql, chunk, "ORDER BY round"):
                found.setdefault(row.hazard, []).append(_item(row))
        return {hazard: tuple(items) for hazard, items in found.items()}

    def seconds_for(self, person: str) -> tuple[RoundItemRow, ...]:
        """What waits for a second judgement of this person: given to him and not judged a second time yet."""
        sql = """SELECT i.round, i.hazard, i.assignee, i.second FROM review_item i WHERE i.second = :person
            AND NOT EXISTS (SELECT 1 FROM review_judgement j
                WHERE j.round = i.round AND j.hazard = i.hazard AND j.person = i.second) ORDER BY i.round, i.hazard"""
        return tuple(_item(row) for row in self._session.rows(sql, person=person))

    def items(self, round_id: str) -> tuple[RoundItemRow, ...]:
        """The items of a round."""
        sql = "SELECT round, hazard, assignee, second FROM review_item WHERE round = :round ORDER BY hazard"
        return tuple(_item(row) for row in self._session.rows(sql, round=round_id))

    def seconds(self, round_id: str = "") -> tuple[SecondJudgement, ...]:
        """Second judgements, of one round or all, in the order they were given."""
        where = " WHERE round = :round" if round_id else ""
        values = {"round": round_id} if round_id else {}
        rows = self._session.rows(f"SELECT * FROM review_judgement{where} ORDER BY event", **values)  # noqa: S608 - own text
        return tuple(SecondJudgement(*row) for row in rows)

    def events(self, hazards: Sequence[str]) -> dict[str, list[Event]]:
        """All events of these hazards, in the order they were stored."""
        from inspector.storage.projections.projections import Projector  # noqa: PLC0415 - the merge; counting reviews needs none

        return Projector(self._session).load(hazards)

    def groups(self) -> tuple[GroupRow, ...]:
        """All groups by name."""
        rows = self._session.rows("SELECT id, name, data FROM review_group ORDER BY name, id")
        return tuple(GroupRow(row.id, row.name, json.loads(row.data)) for row in rows)

    def rounds(self, group: str = "") -> tuple[RoundRow, ...]:
        """Rounds of a group, or all, newest first."""
        where = " WHERE review_group = :group" if group else ""
        values = {"group": group} if group else {}
        rows = self._session.rows(f"SELECT * FROM review_round{where} ORDER BY drawn_at DESC, id DESC", **values)  # noqa: S608 - own text
        return tuple(RoundRow(row.id, row.review_group, row.number, row.drawn_at, json.loads(row.data)) for row in rows)

    def open_load(self, persons: Iterable[str]) -> dict[str, int]:
        """How many items in review each of these persons has to judge already."""
        sql = """SELECT i.assignee AS person, count(*) AS n FROM review_item i JOIN hazard h ON h.id = i.hazard
            WHERE h.status = 'in_review' AND i.assignee <> '' GROUP BY i.assignee"""
        counts = {row.person: int(row.n) for row in self._session.rows(sql)}
        return {person: counts.get(person, 0) for person in persons}


def _item(row: Any) -> RoundItemRow:
    return RoundItemRow(row.round, row.hazard, row.assignee, row.second)


def _line(row: Any) -> ReviewLine:
    return ReviewLine(
        row.id,
        row.number,
        row.description,
        row.grade,
        row.deadline,
        row.status,
        tuple(json.loads(row.found_by)),
        row.team,
        tuple(json.loads(row.rectifiers)),
        row.submitted_at,
        row.customer or "",
        bool(row.notice_served),
    )
