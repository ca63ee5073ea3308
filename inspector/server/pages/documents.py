"""A ledger as a file: the same rows as on the page, all of them, printed by the reports that laptops print with."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from inspector.domain.hazard import Grade
from inspector.domain.ledger import LedgerKind
from inspector.domain.visit import SignMethod, VisitKind
from inspector.domain.words import GRADES, VISIT_KINDS
from inspector.i18n import Translator
from inspector.problems import Problem
from inspector.reports.ledger import LedgerDocument, LedgerRow
from inspector.reports.ledger_values import HazardValues, ledger_totals, visit_values
from inspector.reports.notice import Signature
from inspector.server.areas import worded
from inspector.server.core import Core
from inspector.server.identity import Session
from inspector.server.pages.asked import STATES, Asked
from inspector.server.shapes import SHA256
from inspector.server.shown import catching_up, queries, settings
from inspector.server.state import area_names, told

MOST_PRINTED: Final = 5_000
"""Rows of a document; ten seconds of one processor."""
PICTURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
MOST_LOGO: Final = 5_000_000
TYPES: Final = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def document(core: Core, session: Session, asked: Asked, form: str, language: str) -> bytes:
    """The rows as pdf or xlsx. Any thread. Raises Problem ledger_too_long, or server_busy while records wait."""
    t = Translator(language)
    if catching_up.catch_up(core.database).behind:
        raise Problem("server_busy")
    model = _model(core, session, asked, t)
    if form == "pdf":
        from inspector.reports.ledger_pdf import ledger_pdf  # noqa: PLC0415 - the fonts take their time

        return ledger_pdf(model, t)
    from inspector.reports.ledger_tables import ledger_xlsx  # noqa: PLC0415 - openpyxl takes 150 ms

    return ledger_xlsx(model, t)


def file_name(asked: Asked, form: str, today: date) -> str:
    """What the file is called."""
    return f"{asked.ledger.value}-{today:%Y-%m-%d}.{form}"


def _model(core: Core, session: Session, asked: Asked, t: Translator) -> LedgerDocument:
    now, scopes = local(core), asked.chosen.scopes
    with core.database.reading() as connection:
        total = queries.count(connection, asked.ledger, asked.chosen, now.date())
        if total > MOST_PRINTED:
            raise Problem("ledger_too_long", count=total, most=MOST_PRINTED)
        organisation = settings.company(connection, scopes) or told(connection)["name"]
        areas = dict(worded(scopes, area_names(connection)))
        signed, logo = settings.signers(connection, scopes), settings.logo(connection, scopes)
        if asked.ledger is LedgerKind.INSPECTION:
            rows = [visit_values(row, t) for row in queries.visits(connection, asked.chosen, now.date())]
        else:
            values = HazardValues(queries.people(connection), t)
            found = queries.hazards(connection, asked.ledger, asked.chosen, now.date())
            rows = [values.of(row) for row in found]
    names = [Signature(name, SignMethod.PAPER) if name else None for _role, name in signed]
    return LedgerDocument(
        kind=asked.ledger,
        organisation=organisation,
        period=_period(asked, rows, now.date(), t),
        scope=_scope(asked, areas, t),
        number=t("draft, no issue"),
        data_at=now,
        printed_at=now,
        rows=tuple(rows),
        totals=ledger_totals(rows, asked.ledger, t),
        legend=t("bold: overdue") if asked.ledger is not LedgerKind.INSPECTION else "",
        company_logo=_logo(core, session, logo),
        roles=tuple(role for role, _name in signed),
        prepared=names[0],
        checked=names[1],
        approved=names[2],
    )


def _logo(core: Core, session: Session, sha256: str) -> bytes:
    """The company's logo; empty where it has none, or where no laptop has sent it yet."""
    if SHA256.fullmatch(sha256) is None:
        return b""
    try:
        data = core.blob_get(session, sha256)
    except Problem:
        return b""
    return data if data.startswith(PICTURES) and len(data) <= MOST_LOGO else b""


def _period(asked: Asked, rows: list[LedgerRow], today: date, t: Translator) -> str:
    key = "signed_on" if asked.ledger is LedgerKind.INSPECTION else "found_on"
    days = [day for row in rows if isinstance(day := row.values.get(key), date)]
    first = asked.chosen.first or min(days, default=today)
    return t("{first} to {last}").format(first=first, last=asked.chosen.last or max(days, default=today))


def _scope(asked: Asked, areas: Mapping[str, str], t: Translator) -> str:
    """What was chosen, in words."""
    chosen, given = asked.chosen, asked.given
    parts = [t(STATES[chosen.state])] if chosen.state else []
    parts += [t(GRADES[Grade(given["grade"])])] if "grade" in given else []
    parts += [t(VISIT_KINDS[VisitKind(chosen.kind)])] if chosen.kind else []
    parts += [areas[given["area"]]] if "area" in given else []
    parts += [f"“{given['q']}”"] if "q" in given else []
    return t(", ").join(parts) or t("all")


def local(core: Core) -> datetime:
    """The time where the server stands: what is overdue is decided by its day."""
    return core.here.now().astimezone()
