"""Frozen rows of a ledger's issue: how they are kept, hashed, brought back, and compared with those of another issue.

Pure: documents in, bytes and documents out.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from inspector.domain.events import compact
from inspector.domain.hazard import Grade
from inspector.domain.ledger import LedgerKind
from inspector.domain.visit import SignMethod
from inspector.reports.ledger import CellValue, LedgerDocument, LedgerRow, Mark
from inspector.reports.notice import Signature
from inspector.services.ledgers.columns import chosen_columns

VERSION: Final = 1
ID: Final = "id"
SIGNERS: Final = ("prepared", "checked", "approved")


def hashed(rows: Iterable[LedgerRow]) -> bytes:
    """What an issue's digest is the SHA-256 of: what the rows say, in their order, however they are drawn or marked.

    A JSON array of one object for each row, its values by key in the order of the keys, grades as codes, days and
    moments in ISO 8601, without blanks between, in UTF-8. Anybody can recompute it: `sha256sum` of such a file.
    """
    told = [{key: _plain(value) for key, value in row.values.items()} for row in rows]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def digest_of(rows: Iterable[LedgerRow]) -> str:
    """SHA-256 (hex) of what the rows say (`hashed`)."""
    return hashlib.sha256(hashed(rows)).hexdigest()


def short_digest(digest: str) -> str:
    """The beginning of a hash as it is printed, in groups."""
    return "-".join(digest[start : start + 4].upper() for start in range(0, 12, 4))


def frozen(document: LedgerDocument, columns: Sequence[str]) -> bytes:
    """A document without its logo as JSON. `columns` are the keys that were asked for, () for the printed ones."""
    signed = {name: getattr(document, name).name if getattr(document, name) else "" for name in SIGNERS}
    return compact(
        {
            "version": VERSION,
            "kind": document.kind.value,
            "organisation": document.organisation,
            "period": document.period,
            "scope": document.scope,
            "number": document.number,
            "data_at": document.data_at.isoformat(),
            "printed_at": document.printed_at.isoformat(),
            "columns": list(columns),
            "totals": document.totals,
            "legend": document.legend,
            "since": document.since,
            "roles": list(document.roles),
            **signed,
            "rows": [_row(row) for row in document.rows],
            "closed": [_row(row) for row in document.closed_rows],
        }
    ).encode("utf-8", "surrogatepass")


def thawed(raw: bytes) -> LedgerDocument:
    """The document that was frozen."""
    data: dict[str, Any] = json.loads(raw.decode("utf-8", "surrogatepass"))
    kind = LedgerKind(data["kind"])
    signed: dict[str, Any] = {name: signature(data[name]) for name in SIGNERS}
    return LedgerDocument(
        kind=kind,
        organisation=data["organisation"],
        period=data["period"],
        scope=data["scope"],
        number=data["number"],
        data_at=datetime.fromisoformat(data["data_at"]),
        printed_at=datetime.fromisoformat(data["printed_at"]),
        rows=tuple(_thawed_row(row) for row in data["rows"]),
        columns=chosen_columns(kind, data["columns"]),
        totals=tuple((label, value) for label, value in data["totals"]),
        legend=data["legend"],
        roles=tuple(data["roles"]),
        since=data["since"],
        closed_rows=tuple(_thawed_row(row) for row in data["closed"]),
        **signed,
    )


def signature(name: str) -> Signature | None:
    """A name under a ledger; None for nobody."""
    return Signature(name, SignMethod.PAPER) if name else None


def marked(rows: Iterable[LedgerRow], before: Mapping[str, LedgerRow], closed: Mapping[str, bool]) -> list[LedgerRow]:
    """The rows with what became of each since the issue before; `closed` says which ids are closed now."""
    return [replace(row, mark=_mark(row, before.get(str(row.values[ID])), closed)) for row in rows]


def _mark(row: LedgerRow, before: LedgerRow | None, closed: Mapping[str, bool]) -> Mark:
    if before is None:
        return Mark.NEW
    if not changed_keys(before, row):
        return Mark.NONE
    now_closed = closed.get(str(row.values[ID]), False) and said(before, "status") != said(row, "status")
    return Mark.CLOSED if now_closed else Mark.CHANGED


def changed_keys(before: LedgerRow, row: LedgerRow) -> tuple[str, ...]:
    """Columns that say something else than before. A key one of the two does not have is no change."""
    return tuple(key for key in row.values if key in before.values and said(before, key) != said(row, key))


def said(row: LedgerRow, key: str) -> CellValue:
    """A value for comparison: the days a status is late by change every day and say nothing new."""
    value = row.values.get(key)
    return value.partition("\n")[0] if key == "status" and isinstance(value, str) else value


def _row(row: LedgerRow) -> dict[str, Any]:
    values = {key: _kept(value) for key, value in row.values.items()}
    return {"values": values, "bold": sorted(row.bold), "mark": row.mark.value, "group": row.group}


def _thawed_row(data: Mapping[str, Any]) -> LedgerRow:
    values = {key: _brought_back(value) for key, value in data["values"].items()}
    return LedgerRow(values, frozenset(data["bold"]), Mark(data["mark"]), data["group"])


def _kept(value: CellValue) -> Any:
    match value:
        case Grade():
            return {"grade": value.value}
        case datetime():
            return {"at": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
    return value


def _brought_back(value: Any) -> CellValue:
    match value:
        case {"grade": grade}:
            return Grade(grade)
        case {"at": moment}:
            return datetime.fromisoformat(moment)
        case {"day": day}:
            return date.fromisoformat(day)
    kept: CellValue = value
    return kept


def _plain(value: CellValue) -> Any:
    kept = _kept(value)
    return next(iter(kept.values())) if isinstance(kept, dict) else kept
