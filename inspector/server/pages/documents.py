"""A ledger as a file: the same rows as on the page, all of them, printed by the reports that laptops print with."""

import threading
from datetime import date, datetime
from typing import Final

from inspector.domain.hazard import Grade
from inspector.domain.ledger import LedgerKind
from inspector.domain.visit import VisitKind
from inspector.domain.words import GRADES, VISIT_KINDS
from inspector.i18n import Translator
from inspector.problems import Problem
from inspector.reports.ledger import LedgerDocument, LedgerRow
from inspector.reports.ledger_values import HazardValues, ledger_totals, visit_values
from inspector.server.core import Core
from inspector.server.pages.asked import STATES, Asked
from inspector.server.shown import queries, settings
from inspector.server.state import told

MOST_PRINTED: Final = 5_000
"""Rows of a document; ten seconds of one processor."""
AT_ONCE: Final = threading.BoundedSemaphore(2)
"""Documents that are drawn at the same time: drawing keeps a processor busy, and laptops come first."""
WAIT_S: Final = 20
TYPES: Final = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def document(core: Core, asked: Asked, form: str, language: str) -> bytes:
    """The rows as pdf or xlsx. Any thread. Raises Problem ledger_too_long or server_busy."""
    t = Translator(language)
    model = _model(core, asked, t)
    if not AT_ONCE.acquire(timeout=WAIT_S):
        raise Problem("server_busy")
    try:
        if form == "pdf":
            from inspector.reports.ledger_pdf import ledger_pdf  # noqa: PLC0415 - the fonts take their time

            return ledger_pdf(model, t)
        from inspector.reports.ledger_tables import ledger_xlsx  # noqa: PLC0415 - openpyxl takes 150 ms

        return ledger_xlsx(model, t)
    finally:
        AT_ONCE.release()


def file_name(asked: Asked, form: str, today: date) -> str:
    """What the file is called."""
    return f"{asked.ledger.value}-{today:%Y-%m-%d}.{form}"


def _model(core: Core, asked: Asked, t: Translator) -> LedgerDocument:
    now = local(core)
    with core.database.reading() as connection:
        total = queries.count(connection, asked.ledger, asked.chosen, now.date())
        if total > MOST_PRINTED:
            raise Problem("ledger_too_long", count=total, most=MOST_PRINTED)
        organisation = settings.company(connection, asked.chosen.scopes) or told(connection)["name"]
        if asked.ledger is LedgerKind.INSPECTION:
            rows = [visit_values(row, t) for row in queries.visits(connection, asked.chosen, now.date())]
        else:
            values = HazardValues(queries.people(connection), t)
            found = queries.hazards(connection, asked.ledger, asked.chosen, now.date())
            rows = [values.of(row) for row in found]
    return LedgerDocument(
        kind=asked.ledger,
        organisation=organisation,
        period=_period(asked, rows, now.date(), t),
        scope=_scope(asked, t),
        number=t("draft, no issue"),
        data_at=now,
        printed_at=now,
        rows=tuple(rows),
        totals=ledger_totals(rows, asked.ledger, t),
        legend=t("bold: overdue") if asked.ledger is not LedgerKind.INSPECTION else "",
    )


def _period(asked: Asked, rows: list[LedgerRow], today: date, t: Translator) -> str:
    key = "signed_on" if asked.ledger is LedgerKind.INSPECTION else "found_on"
    days = [day for row in rows if isinstance(day := row.values.get(key), date)]
    first = asked.chosen.first or min(days, default=today)
    return t("{first} to {last}").format(first=first, last=asked.chosen.last or max(days, default=today))


def _scope(asked: Asked, t: Translator) -> str:
    """What was chosen, in words."""
    chosen, given = asked.chosen, asked.given
    parts = [t(STATES[chosen.state])] if chosen.state else []
    parts += [t(GRADES[Grade(given["grade"])])] if "grade" in given else []
    parts += [t(VISIT_KINDS[VisitKind(chosen.kind)])] if chosen.kind else []
    parts += [given["area"]] if "area" in given else []
    parts += [f"“{given['q']}”"] if "q" in given else []
    return t(", ").join(parts) or t("all")


def local(core: Core) -> datetime:
    """The time where the server stands: what is overdue is decided by its day."""
    return core.here.now().astimezone()
