"""Hazards by id, number and customer, and the sums of the ledgers' chips (made for 100,000 rows)."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from inspector.domain.hazard import Hazard
from inspector.domain.ledger import RectificationRow, SupervisionRule
from inspector.problems import Problem
from inspector.storage.ledgers.hazard_filter import HazardFilter, any_of
from inspector.storage.ledgers.hazard_ledger import DEFAULT_SORT, HazardLedger
from inspector.storage.ledgers.hazard_rows import hazard_of
from inspector.storage.ledgers.supervision import reason_tests, supervision_rule
from inspector.storage.session import Session

if TYPE_CHECKING:
    from inspector.domain.events import Event

__all__ = ["HazardFilter", "Hazards"]


class Hazards:
    """Reads of hazards. `today` decides what is overdue; without it nothing is."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.ledger = HazardLedger(session)
        """The ledgers as they are paged through."""

    def get(self, hazard: str, *, today: date | None = None) -> Hazard:
        """A hazard. Raises Problem("record_missing")."""
        row = self._session.one("SELECT h.* FROM hazard h WHERE h.id = :id", id=hazard)
        if row is None:
            raise Problem("record_missing", id=hazard)
        return hazard_of(row, today, self._rule())

    def by_number(self, number: str, *, today: date | None = None) -> Hazard | None:
        """The hazard with this readable number."""
        row = self._session.one("SELECT h.* FROM hazard h WHERE h.number = :number ORDER BY h.id", number=number)
        return hazard_of(row, today, self._rule()) if row else None

    def of_customer(
        self, customer: str, *, unclosed_only: bool = False, today: date | None = None
    ) -> tuple[Hazard, ...]:
        """A customer's hazards, gravest and most urgent first."""
        sql = "SELECT h.* FROM hazard h WHERE h.customer = :customer AND h.unclosed >= :least"
        order = " ORDER BY h.unclosed DESC, h.grade_rank, h.deadline, h.id"
        rows = self._session.rows(sql + order, customer=customer, least=int(unclosed_only))
        rule = self._rule()
        return tuple(hazard_of(row, today, rule) for row in rows)

    def count(self, chosen: HazardFilter, *, today: date) -> int:
        """How many rows the filter leaves."""
        return self.ledger.total(chosen, today=today)

    def page(
        self,
        chosen: HazardFilter,
        *,
        today: date,
        sort: Iterable[str] = DEFAULT_SORT,
        offset: int = 0,
        limit: int = -1,
    ) -> tuple[RectificationRow, ...]:
        """Rows of the rectification ledger. `sort` names keys of `hazard_ledger.SORTS`, "-" before one for descending.

        A limit of -1 gives every row.
        """
        return tuple(self.ledger.rows(chosen, today=today, sort=sort, offset=offset, limit=limit))

    def unclosed_counts(self, *, today: date, supervised: bool = False) -> dict[str, int]:
        """Unclosed hazards: all, by grade, overdue, and due within 7 days; read from one index unless supervised."""
        also = f" AND {any_of(reason_tests(self._rule()).values())}" if supervised else ""
        row = self._session.one(
            f"""SELECT count(*) AS unclosed, sum(h.grade_rank = 0) AS critical, sum(h.grade_rank = 1) AS serious,
            sum(h.grade_rank = 2) AS general, sum(h.deadline < :today) AS overdue,
            sum(h.deadline BETWEEN :today AND date(:today, '+7 days')) AS due_7
            FROM hazard h WHERE h.unclosed = 1{also}""",  # noqa: S608 - own text
            today=today.isoformat(),
        )
        return {key: int(row[key] or 0) for key in row.keys()} if row else {}  # noqa: SIM118 - a row iterates its values

    def _rule(self) -> SupervisionRule:
        return supervision_rule(self._session)

    def history(self, hazard: str) -> "tuple[Event, ...]":
        """All events of a hazard, in the order they were stored."""
        from inspector.storage.projections.projections import Projector  # noqa: PLC0415 - lists of hazards are shown without

        return tuple(Projector(self._session).load([hazard]).get(hazard, ()))
