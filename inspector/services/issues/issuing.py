"""Numbered issues of ledgers: frozen when they are printed, printed again as they were, and compared with the next one.

An issue is an event with two files: its rows (JSON, from which workbook, CSV and JSON are made again) and its PDF. It
is drawn on the thread that asks and stored in one transaction at the end; cancelled or killed before, it leaves
nothing, not even a used number.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from inspector.domain.events import BlobRef
from inspector.domain.hazard import HazardStatus
from inspector.domain.ledger import LedgerKind
from inspector.i18n import N_, Message, Translator
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.reports.ledger import LedgerDocument, LedgerRow, Mark
from inspector.reports.ledger_values import HazardValues
from inspector.reports.progress import report
from inspector.services.issues.rows import (
    ID,
    SIGNERS,
    changed_keys,
    digest_of,
    frozen,
    hashed,
    marked,
    short_digest,
    signature,
    thawed,
)
from inspector.services.ledgers.documents import drawn, flat_rows, ledger_document
from inspector.services.ledgers.views import LedgerQuery
from inspector.services.turns import turn
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.visits.numbers import ledger_number
from inspector.services.workspace import Workspace
from inspector.storage import HazardFilter, NewEvent
from inspector.storage.ledgers.issues import StoredIssue

if TYPE_CHECKING:
    from inspector.reports.notice import Signature

register(
    ProblemKind.INPUT,
    {
        "issue_unknown": N_("There is no issue “{name}” of a ledger."),
        "issue_interrupted": N_("Somebody else issued this ledger at the same moment. Try again."),
        "issue_not_held": N_(
            "The issue {number} is not what was issued ({codes}). Take it from a copy or another laptop."
        ),
        "issue_altered": N_(
            "The issue {number} is not what was issued ({what}). Do not use it: take it from a copy or another laptop."
        ),
    },
)

ROWS: Final = "application/json"
PDF: Final = "application/pdf"
ATTEMPTS: Final = 3
Progress = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class Signers:
    """Names under an issue; an empty one is that of the settings, the preparer's else whoever issues it."""

    prepared: str = ""
    checked: str = ""
    approved: str = ""


@dataclass(frozen=True, slots=True)
class LedgerIssue:
    """An issue. `since` is the number of the one before of the same kind and scope, "" for the first."""

    id: str
    number: str
    kind: LedgerKind
    issued_at: datetime
    issued_by: str
    """Name of who issued it."""
    period: str
    scope: str
    rows: int
    digest: str
    """SHA-256 (hex) of its rows; `check` is the part that is printed."""
    check: str
    prepared: str
    checked: str
    approved: str
    since: str
    new: int
    changed: int
    closed: int
    """Closed since, or no longer listed for another reason."""
    pdf: str
    """Hash of the file; `services.blob` gives it."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """What became of a row: new, changed, closed, voided or left (no longer in the scope), and in which columns."""

    id: str
    change: str
    row: LedgerRow
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Draft:
    document: LedgerDocument
    body: Mapping[str, Any]
    now: datetime


def issue_ledger(
    workspace: Workspace,
    kind: LedgerKind,
    query: LedgerQuery,
    signers: Signers | None = None,
    progress: Progress | None = None,
) -> LedgerIssue:
    """Print a ledger as a numbered issue. A pool thread: only reading and storing happen on the worker.

    Raises Problem report_cancelled when `progress(done, total)` says no, nobody_acting, or one of the query.
    """
    with turn(workspace, "issue", lambda: report(progress, 0, 1)):
        for _attempt in range(ATTEMPTS):
            draft = workspace.call(lambda: _prepared(workspace, kind, query, signers or Signers()))
            pdf = drawn(draft.document, "pdf", Translator(DOCUMENTS), progress)
            stored = workspace.call(lambda draft=draft, pdf=pdf: _store(workspace, draft, query, pdf))  # type: ignore[misc]
            if stored is not None:
                return stored
    raise Problem("issue_interrupted")


def issues(workspace: Workspace, kind: LedgerKind | None = None) -> tuple[LedgerIssue, ...]:
    """Issues of a kind of ledger, or of all, the newest first."""
    names = workspace.db.registers.person_names()
    return tuple(_issue(stored, names) for stored in reversed(workspace.db.issues.all(kind.value if kind else "")))


def issue_named(workspace: Workspace, name: str) -> LedgerIssue:
    """The issue with this number or id. Raises Problem issue_unknown."""
    return _issue(stored_issue(workspace, name), workspace.db.registers.person_names())


def reprint(workspace: Workspace, name: str, file_format: str = "pdf") -> bytes:
    """An issue again, the same bytes each time: its PDF, or its frozen rows as xlsx, csv or json.

    The JSON is what the issue's digest is the SHA-256 of (`rows.hashed`): an auditor recomputes it from the file.
    Raises Problem issue_unknown, format_unknown, issue_altered, or blob_missing for an issue whose files have not
    arrived.
    """
    stored = stored_issue(workspace, name)
    document = frozen_document(workspace, stored)
    if file_format == "pdf":
        return issued_pdf(workspace, stored)
    if file_format == "json":
        return hashed(document.rows)
    made = drawn(document, file_format, Translator(DOCUMENTS))
    if file_format != "xlsx":
        return made
    from inspector.services.excel.steady import steady  # noqa: PLC0415 - brings Excel

    return steady(made, document.printed_at)


def frozen_document(workspace: Workspace, stored: StoredIssue) -> LedgerDocument:
    """The rows of an issue as they were frozen. Any thread. Raises Problem issue_altered, blob_…."""
    raw = workspace.store.blobs.get(str(stored.body["blob"]))
    if sha256(raw).hexdigest() != stored.body["blob"]:
        raise Problem("issue_altered", number=stored.number, what=Message(N_("the file of its rows")))
    document = thawed(raw)
    if digest_of(document.rows) != stored.digest:
        raise Problem("issue_altered", number=stored.number, what=Message(N_("the digest of its rows")))
    return document


def issued_pdf(workspace: Workspace, stored: StoredIssue) -> bytes:
    """The PDF of an issue. Any thread. Raises Problem issue_altered, blob_missing, blob_damaged."""
    pdf = workspace.store.blobs.get(str(stored.body["pdf"]))
    if sha256(pdf).hexdigest() != stored.body["pdf"]:
        raise Problem("issue_altered", number=stored.number, what=Message(N_("its PDF")))
    return pdf


def changes(workspace: Workspace, name: str) -> tuple[RowChange, ...]:
    """What an issue says has changed since the one before it, in the order of its rows; none for the first."""
    stored = stored_issue(workspace, name)
    if not stored.body.get("since"):
        return ()
    before = _rows_of(workspace, workspace.db.issues.named(str(stored.body["since"])))
    document = thawed(workspace.store.blobs.get(str(stored.body["blob"])))
    left = {str(key): str(value) for key, value in stored.body.get("left", {}).items()}
    return _changes(document, before, left)


def changes_since(workspace: Workspace, kind: LedgerKind, query: LedgerQuery) -> tuple[RowChange, ...]:
    """What an issue made now would say has changed since the latest of this kind and scope; none before the first."""
    previous = workspace.db.issues.latest(kind.value, scope_key(workspace, query))
    if previous is None:
        return ()
    document, left = _compared(workspace, ledger_document(workspace, kind, query), previous)
    return _changes(document, _rows_of(workspace, previous), left)


def changes_json(workspace: Workspace, name: str) -> list[dict[str, Any]]:
    """The changes of an issue for scripts: what became of the row, in which columns, then the row itself."""
    document = thawed(workspace.store.blobs.get(str(stored_issue(workspace, name).body["blob"])))
    found = []
    for change in changes(workspace, name):
        (row,) = flat_rows(replace(document, rows=(change.row,), since=""), Translator(DOCUMENTS))
        del row["no"]
        found.append({"change": change.change, "columns": " ".join(change.columns), **row})
    return found


def issue_json(issue: LedgerIssue) -> dict[str, Any]:
    """An issue for scripts."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name in issue.__slots__
        if name != "pdf"
        for value in (getattr(issue, name),)
    }


def scope_key(workspace: Workspace, query: LedgerQuery) -> str:
    """Two issues with the same key are of the same scope: the same filters, in any order, and the same words."""
    names = sorted(f"mine:{workspace.acting.id}" if name == "mine" else name for name in set(query.filters))
    return json.dumps([names, query.search.split()], ensure_ascii=False)


def _prepared(workspace: Workspace, kind: LedgerKind, query: LedgerQuery, signers: Signers) -> _Draft:
    """The document as it will be printed, and the body of its event but for the files."""
    me, now, t = workspace.acting, workspace.now(), Translator(DOCUMENTS)
    document = _signed(ledger_document(workspace, kind, query), signers, me.name)
    document = replace(document, number=ledger_number(workspace, kind, now, peek=True), data_at=now, printed_at=now)
    digest = digest_of(document.rows)
    previous = workspace.db.issues.latest(kind.value, scope_key(workspace, query))
    left: Mapping[str, str] = {}
    if previous is not None:
        document, left = _compared(workspace, document, previous)
    document = replace(document, totals=(*document.totals, (t("Check"), short_digest(digest))), keywords=(digest,))
    body = {
        "number": document.number,
        "kind": kind.value,
        "issued_at": now.isoformat(timespec="seconds"),
        "issued_by": me.id,
        "period": document.period,
        "scope": document.scope,
        "scope_key": scope_key(workspace, query),
        "query": {"filters": query.filters, "search": query.search, "sort": query.sort, "group": query.group},
        **{name: _name(document, name) for name in SIGNERS},
        "rows": len(document.rows),
        "digest": digest,
        "since": document.since,
        "left": left,
        "counts": _counts(document),
    }
    return _Draft(document, body, now)


def _signed(document: LedgerDocument, signers: Signers, me: str) -> LedgerDocument:
    names = {name: getattr(signers, name) or _name(document, name) for name in SIGNERS}
    signed: dict[str, Any] = {name: signature(given) for name, given in names.items()}
    return replace(document, **signed | {"prepared": signature(names["prepared"] or me)})


def _name(document: LedgerDocument, name: str) -> str:
    signed: Signature | None = getattr(document, name)
    return signed.name if signed else ""


def _counts(document: LedgerDocument) -> dict[str, int]:
    marks = [row.mark for row in document.rows]
    return {
        "new": marks.count(Mark.NEW),
        "changed": marks.count(Mark.CHANGED),
        "closed": marks.count(Mark.CLOSED) + len(document.closed_rows),
    }


def _store(workspace: Workspace, draft: _Draft, query: LedgerQuery, pdf: bytes) -> LedgerIssue | None:
    """Keep files, number and event together; None if the number was used in the meantime."""
    db, blobs, document = workspace.db, workspace.store.blobs, draft.document
    if ledger_number(workspace, document.kind, draft.now, peek=True) != document.number:
        return None
    rows = frozen(document, query.columns)
    shas = {"blob": blobs.put(rows), "pdf": blobs.put(pdf)}
    refs = (BlobRef(shas["blob"], len(rows), ROWS), BlobRef(shas["pdf"], len(pdf), PDF))
    entity, scope = db.ids.new(), str(db.settings.get("area", ""))
    with db.transaction():
        ledger_number(workspace, document.kind, draft.now)
        event = NewEvent(entity, "ledger_issue", "ledger_issued", {**draft.body, **shas}, blobs=refs)
        db.frames.append(scope, str(draft.body["issued_by"]), [event], draft.now)
    return issue_named(workspace, entity)


def _compared(
    workspace: Workspace, document: LedgerDocument, previous: StoredIssue
) -> tuple[LedgerDocument, dict[str, str]]:
    """The document with marks since the issue before, the rows that left it, and why each did, by id."""
    before = _rows_of(workspace, previous)
    here = {str(row.values[ID]) for row in document.rows}
    gone = [row for key, row in before.items() if key not in here]
    current, statuses = _current(workspace, document.kind, before)
    t, left, closed_rows = Translator(DOCUMENTS), dict[str, str](), list[LedgerRow]()
    for row in gone:
        key = str(row.values[ID])
        now, status = current.get(key, row), statuses.get(key)
        left[key] = status.value if status in (HazardStatus.CLOSED, HazardStatus.VOIDED) else "left"
        if left[key] == "left":
            shown = f"{now.values.get('status') or ''}".partition("\n")[0]
            now = replace(now, values={**now.values, "status": f"{shown}\n{t('no longer listed')}".strip()})
        closed_rows.append(replace(now, bold=frozenset(), mark=Mark.CLOSED if left[key] == "closed" else Mark.CHANGED))
    closed = {key: status is HazardStatus.CLOSED for key, status in statuses.items()}
    rows = tuple(marked(document.rows, before, closed))
    made = replace(document, rows=rows, since=previous.number, closed_rows=tuple(closed_rows))
    return made, left


def _current(
    workspace: Workspace, kind: LedgerKind, before: Mapping[str, LedgerRow]
) -> tuple[dict[str, LedgerRow], dict[str, HazardStatus]]:
    """The rows of the issue before as they are today, and the statuses of their hazards."""
    if kind is LedgerKind.INSPECTION:
        return {}, {}
    values = HazardValues(workspace.db.registers.person_names(), Translator(DOCUMENTS))
    found = workspace.db.hazards.ledger.rows(HazardFilter(ids=tuple(before)), today=workspace.today()) if before else ()
    rows = list(found)
    return (
        {row.hazard.id: values.of(row) for row in rows},
        {row.hazard.id: row.hazard.status for row in rows},
    )


def _changes(
    document: LedgerDocument, before: Mapping[str, LedgerRow], left: Mapping[str, str]
) -> tuple[RowChange, ...]:
    found = []
    for row in document.rows:
        key = str(row.values[ID])
        if row.mark is not Mark.NONE:
            columns = changed_keys(before[key], row) if key in before else ()
            found.append(RowChange(key, row.mark.value, row, columns))
    for row in document.closed_rows:
        key = str(row.values[ID])
        found.append(
            RowChange(key, left.get(key, "left"), row, changed_keys(before[key], row) if key in before else ())
        )
    return tuple(found)


def _rows_of(workspace: Workspace, issue: StoredIssue | None) -> dict[str, LedgerRow]:
    """The frozen rows of an issue by id."""
    if issue is None:
        return {}
    document = thawed(workspace.store.blobs.get(str(issue.body["blob"])))
    return {str(row.values[ID]): row for row in document.rows}


def stored_issue(workspace: Workspace, name: str) -> StoredIssue:
    """The event of the issue with this number or id. Raises Problem issue_unknown."""
    found = workspace.db.issues.named(name)
    if found is None:
        raise Problem("issue_unknown", name=name)
    return found


def _issue(stored: StoredIssue, names: Mapping[str, str]) -> LedgerIssue:
    body, counts = stored.body, stored.body.get("counts", {})
    author = str(body.get("issued_by", ""))
    return LedgerIssue(
        id=stored.id,
        number=stored.number,
        kind=LedgerKind(stored.kind),
        issued_at=stored.issued_at,
        issued_by=names.get(author, author),
        period=str(body.get("period", "")),
        scope=str(body.get("scope", "")),
        rows=stored.rows,
        digest=stored.digest,
        check=short_digest(stored.digest),
        prepared=str(body.get("prepared", "")),
        checked=str(body.get("checked", "")),
        approved=str(body.get("approved", "")),
        since=str(body.get("since", "")),
        new=int(counts.get("new", 0)),
        changed=int(counts.get("changed", 0)),
        closed=int(counts.get("closed", 0)),
        pdf=str(body.get("pdf", "")),
    )
