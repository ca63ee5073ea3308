"""Documents of a customer file: notices, reports of the testing companies, and papers that somebody attached.

A paper is a fact of the customer's record that names its file by SHA-256; withdrawing it is another fact, and the file
stays with the record. One that two laptops attached apart under one title is one paper (`domain.papers.standing`).
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from pathlib import PurePath
from typing import Final

from inspector.domain.customer import Customer
from inspector.domain.events import BlobRef
from inspector.domain.merge import fold_any
from inspector.domain.papers import ADDED, WITHDRAWN, Paper, named, standing, title_of
from inspector.domain.roles import PAPERS
from inspector.domain.visit import VisitStatus
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.customer_files.tests import recorded_reports
from inspector.services.lab_reports.attached import MOST_MB, MOST_NAME, media_of, safe_name
from inspector.services.registers.entries import find_customer
from inspector.services.words import here
from inspector.services.workspace import Workspace
from inspector.storage import NewEvent

register(
    ProblemKind.INPUT,
    {
        "paper_kind": N_("“{name}” is no PDF, no picture and no Excel workbook. Choose the paper as one of these."),
        "paper_too_large": N_("“{name}” has {size} MB; a paper may have at most {most} MB. Save it smaller."),
        "paper_role": N_("Papers are attached and withdrawn by inspectors, leads and administrators. Ask one of them."),
        "document_kind": N_(
            "“{name}” is not what its record says and was not opened: it is no PDF, no picture and no workbook without"
            " macros. Withdraw it and tell whoever attached it."
        ),
        "paper_unknown": N_("The paper is not there any more. Look at the list again."),
    },
)

PDF: Final = "application/pdf"


class DocumentKind(StrEnum):
    """Where a document comes from."""

    NOTICE = "notice"
    RECTIFICATION = "rectification"
    REPORT = "report"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document. `key` is what `document_file` asks for; `media` and `size` are those of a stored file."""

    id: str
    kind: DocumentKind
    kind_name: str
    title: str
    on: date | None
    by: str = ""
    sha: str = ""
    name: str = ""
    media: str = PDF
    size: int = 0
    here: bool = True
    """Whether the file is on this laptop."""


def customer_documents(workspace: Workspace, customer_id: str) -> tuple[DocumentRow, ...]:
    """All documents of a customer, newest first. Worker thread. Raises Problem customer_unknown."""
    customer = find_customer(workspace, customer_id)
    rows = [*_notices(workspace, customer.id), *_rectifications(workspace, customer.id)]
    rows += [*_reports(workspace, customer.id), *_papers(workspace, customer.id)]
    return tuple(sorted(rows, key=lambda row: (row.on or date.min, row.id), reverse=True))


def document_count(workspace: Workspace, customer_id: str) -> int:
    """How many there are."""
    return len(customer_documents(workspace, customer_id))


def _notices(workspace: Workspace, customer: str) -> Iterable[DocumentRow]:
    t = here()
    people = workspace.db.registers.person_names()
    for visit in workspace.db.visits.of_customer(customer):
        if visit.status is VisitStatus.SIGNED and visit.notice:
            on = visit.signed_at.date() if visit.signed_at else None
            by = t(", ").join(people.get(one, one) for one in visit.inspectors)
            yield DocumentRow(
                visit.id, DocumentKind.NOTICE, t(N_("Result notice")), visit.notice, on, by, name=f"{visit.notice}.pdf"
            )


def _rectifications(workspace: Workspace, customer: str) -> Iterable[DocumentRow]:
    """Rectification notices: each once, however many hazards it names."""
    t, found = here(), dict[str, DocumentRow]()
    people = workspace.db.registers.person_names()
    for hazard in workspace.db.hazards.of_customer(customer):
        if not hazard.notice_served:
            continue
        for event in workspace.db.frames.events_of(hazard.id):
            number = str(event.body.get("notice") or "")
            if event.type != "notice_served" or event.body.get("kind") != "rectification" or not number:
                continue
            found[number] = DocumentRow(
                number,
                DocumentKind.RECTIFICATION,
                t(N_("Rectification notice")),
                number,
                _day(event.at),
                people.get(event.user, ""),
                sha=str(event.body.get("pdf") or ""),
                name=f"{number}.pdf",
            )
    return found.values()


def _reports(workspace: Workspace, customer: str) -> Iterable[DocumentRow]:
    t = here()
    equipment = {item.id: item.name for item in workspace.db.registers.equipment_of(customer)}
    seen: set[tuple[str, str]] = set()
    for test in workspace.db.measurements.tests(list(equipment)):
        for report in recorded_reports(test):
            if (test.equipment, report.sha) in seen:
                continue
            seen.add((test.equipment, report.sha))
            title = f"{equipment[test.equipment]} · {report.name}"
            yield DocumentRow(
                f"{test.id}:{report.sha}",
                DocumentKind.REPORT,
                t(N_("Test report")),
                title,
                test.tested_on,
                test.lab,
                report.sha,
                report.name,
                report.media,
                report.size,
                workspace.store.blobs.has(report.sha),
            )


def _papers(workspace: Workspace, customer: str) -> Iterable[DocumentRow]:
    t, people = here(), workspace.db.registers.person_names()
    for paper in _standing(workspace, customer):
        yield DocumentRow(
            paper.id,
            DocumentKind.PAPER,
            t(N_("Attached paper")),
            paper.title,
            _day(paper.at),
            t(", ").join(people.get(one, one) for one in paper.users if one),
            paper.sha,
            paper.name,
            paper.media,
            paper.size,
            workspace.store.blobs.has(paper.sha),
        )


def _standing(workspace: Workspace, customer: str) -> tuple[Paper, ...]:
    """The papers of a customer (id) that stand."""
    events = workspace.db.frames.events_of(customer)
    return standing(fold_any(events).facts) if any(event.type == ADDED for event in events) else ()


def _day(at: str) -> date | None:
    try:
        return date.fromisoformat(at[:10])
    except ValueError:
        return None


def document_file(workspace: Workspace, row: DocumentRow) -> bytes:
    """The bytes of a document. Pool thread. Raises Problem as the store does when the file is not on this laptop."""
    if row.kind is DocumentKind.NOTICE:
        from inspector.services.printing.visit_documents import result_notice  # noqa: PLC0415 - drawing, when a notice is opened

        return workspace.call(lambda: result_notice(workspace, row.id))
    return workspace.store.blobs.get(row.sha)


def document_to_open(workspace: Workspace, row: DocumentRow) -> tuple[bytes, str]:
    """The bytes of a document that came with a record, and the name to open them by, which says what they are.

    Pool thread. Raises Problem document_kind for what may be a program, and what `document_file` raises.
    """
    data = document_file(workspace, row)
    return data, name_to_open(data, row.name)


def name_to_open(data: bytes, name: str) -> str:
    """As `safe_name`. Raises Problem document_kind."""
    try:
        return safe_name(data, name)
    except Problem as problem:
        raise Problem("document_kind", name=name) from problem


# attaching ----------------------------------------------------------------------------------------------------------


def add_paper(workspace: Workspace, customer_id: str, data: bytes, name: str, title: str = "") -> DocumentRow:
    """Attach a file. Pool thread. Raises Problem paper_kind, report_macros, paper_too_large, paper_role."""
    plain = PurePath(name.replace("\\", "/")).name[-MOST_NAME:] or "paper"
    try:
        media = media_of(data, plain)
    except Problem as problem:
        if problem.code != "report_kind":
            raise
        raise Problem("paper_kind", name=plain) from problem
    if len(data) > MOST_MB * 1024 * 1024:
        raise Problem("paper_too_large", name=plain, size=len(data) // (1024 * 1024), most=MOST_MB)
    sha = workspace.store.blobs.put(data)
    body: dict[str, str | int] = {"sha256": sha, "name": named(plain, media), "type": media, "size": len(data)}
    body["title"] = title.strip()[:MOST_NAME]
    return workspace.call(lambda: _attach(workspace, customer_id, body))


def _attach(workspace: Workspace, customer_id: str, body: dict[str, str | int]) -> DocumentRow:
    """Write the fact; a file that is attached already stays attached once, unless it is given another title."""
    customer = _writable(workspace, customer_id)
    same = [row for row in _papers(workspace, customer.id) if row.sha == body["sha256"]]
    known = next((row for row in same if row.title == body["title"] or not body["title"]), None)
    if known is not None:
        return known
    refs = (BlobRef(str(body["sha256"]), int(body["size"]), str(body["type"])),)
    event = NewEvent(customer.id, "customer", ADDED, body, blobs=refs)
    workspace.db.frames.append(customer.scope, workspace.acting.id, [event], workspace.now())
    title = title_of(body)
    return next(row for row in _papers(workspace, customer.id) if (row.sha, row.title) == (body["sha256"], title))


def _writable(workspace: Workspace, customer_id: str) -> Customer:
    """The customer, for somebody whose papers the server lets stand. Raises Problem paper_role, customer_unknown."""
    if not PAPERS & frozenset(workspace.acting.roles):
        raise Problem("paper_role")
    return find_customer(workspace, customer_id)


def withdraw_paper(workspace: Workspace, customer_id: str, paper: str) -> DocumentRow:
    """Take a paper out of the file; its record stays. Worker thread. Raises Problem paper_unknown, paper_role."""
    customer = _writable(workspace, customer_id)
    same = next((one.ids for one in _standing(workspace, customer.id) if paper in one.ids), ())
    if not same:
        raise Problem("paper_unknown")
    row = next(row for row in _papers(workspace, customer.id) if row.id == same[0])
    events = [NewEvent(customer.id, "customer", WITHDRAWN, {"paper": one}) for one in same]
    workspace.db.frames.append(customer.scope, workspace.acting.id, events, workspace.now())
    return row


def restore_paper(workspace: Workspace, customer_id: str, row: DocumentRow) -> DocumentRow:
    """Attach a withdrawn paper again. Worker thread."""
    body: dict[str, str | int] = {"sha256": row.sha, "name": row.name, "title": row.title, "type": row.media}
    return _attach(workspace, customer_id, {**body, "size": row.size})
