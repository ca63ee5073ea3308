"""下发: rectification notices (限期整改通知书), one for each customer, with the reply file that comes back filled in.

Number, PDF, reply file and the facts on the hazards are written in one transaction: a kill leaves all of it or nothing.
A notice can be served again for what stays open. Serving is for any thread, all else for the worker.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any, Final, Protocol

from inspector.domain.actions import RULES, Action
from inspector.domain.customer import Customer
from inspector.domain.events import BlobRef, Event
from inspector.domain.hazard import Grade, Hazard
from inspector.domain.person import Person
from inspector.i18n import N_, Translator, speaking
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.reports.rectification_notice import OrderedHazard, RectificationNotice
from inspector.services.printing.notice_drawing import (
    DrawnNotice,
    NoticeDraft,
    draw,
    forget,
    keep,
    kept,
    print_rectification,
)
from inspector.services.printing.settings import logo
from inspector.services.printing.visit_documents import notice_head
from inspector.services.turns import turn
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.visits.numbers import rectification_number
from inspector.services.words import STATUSES, here, status_key, two_lines
from inspector.services.workspace import Workspace
from inspector.storage import NewEvent

register(
    ProblemKind.INPUT,
    {
        "notice_no_hazards": N_("Choose the hazards the notice is about."),
        "notice_status": N_("No notice can be served for {hazard}: it is in the state “{status}”."),
        "notice_moved_on": N_("While the notice was drawn these changed: {hazards}. Look at them and serve it again."),
        "notice_interrupted": N_("Other notices were served at the same moment. Serve this one again."),
        "notice_role": N_("Only inspectors and team leads serve notices."),
        "rectification_notice_missing": N_("There is no rectification notice “{name}”."),
    },
)

KIND: Final = "rectification"
"""`kind` in the fact's body; a result notice has none."""
PDF: Final = "application/pdf"
ATTEMPTS: Final = 3
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Wording(Protocol):
    """What the person who serves a notice adds to it."""

    @property
    def note(self) -> str:
        """Words to the customer; may be empty."""

    @property
    def on(self) -> date | None:
        """The day it reached the customer; None for today."""


@dataclass(frozen=True, slots=True)
class ServedNotice:
    """One notice: its number, the customer's id, hashes of its PDF and reply file, the reply's check code."""

    number: str
    customer: str
    pdf_sha: str
    reply_sha: str
    code: str
    hazards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Served:
    """What one act of serving made, in the order of the customers' accounts."""

    notices: tuple[ServedNotice, ...]


def serve(workspace: Workspace, hazard_ids: Iterable[str], given: Wording | None = None) -> Served:
    """Issue a rectification notice to each customer for those of these hazards that are its own.

    On a thread of the pool it draws there, and the worker only reads and writes; on the worker (within a held decision)
    it takes what `draw_ahead` drew. One frame for each area, all in one transaction. Raises Problem notice_no_hazards,
    notice_status, notice_role, notice_moved_on, notice_interrupted, record_missing; then nothing was written and no
    number is used.
    """
    ids = tuple(dict.fromkeys(hazard_ids))
    if workspace.on_worker():
        issuing, drafts = _collected(workspace, ids, _issuing(workspace, given))
        return _write(workspace, issuing, [kept(workspace, draft) or draw(workspace, draft) for draft in drafts])
    with turn(workspace, "serve"):
        for _attempt in range(ATTEMPTS):
            asked, drafts = workspace.call(lambda: _collected(workspace, ids, _issuing(workspace, given)))
            drawn = [draw(workspace, draft) for draft in drafts]
            served = workspace.call(lambda asked=asked, drawn=drawn: _write_if_true(workspace, ids, asked, drawn))  # type: ignore[misc]
            if served is not None:
                return served
    raise Problem("notice_interrupted")


def draw_ahead(workspace: Workspace, hazard_ids: Iterable[str], given: Wording | None = None) -> None:
    """Draw what `serve` would issue now, so that the worker need not when it does. A thread of the pool.

    Hazards that cannot be served are left out, and so is what went wrong: serving tells it.
    """
    if workspace.on_worker():
        return
    try:
        ids = tuple(dict.fromkeys(hazard_ids))
        _issued, drafts = workspace.call(
            lambda: _collected(workspace, _servable(workspace, ids), _issuing(workspace, given))
        )
        keep(workspace, [draw(workspace, draft) for draft in drafts])
    except Problem:
        return


def _servable(workspace: Workspace, ids: Iterable[str]) -> tuple[str, ...]:
    today, statuses = workspace.today(), RULES[Action.SERVE].statuses
    return tuple(one for one in ids if workspace.db.hazards.get(one, today=today).status in statuses)


def _issuing(workspace: Workspace, given: Wording | None) -> "_Issuing":
    """Who issues now, with which words. Raises Problem notice_role, nobody_acting."""
    issuer = workspace.acting
    if not RULES[Action.SERVE].roles & frozenset(issuer.roles):
        raise Problem("notice_role")
    return _Issuing(issuer, workspace.now(), given.note if given else "", given.on if given else None)


def _collected(workspace: Workspace, ids: Iterable[str], issuing: "_Issuing") -> tuple["_Issuing", list[NoticeDraft]]:
    """The notices as they would be issued now, with the numbers they would get."""
    groups = _by_customer(workspace, ids)
    return issuing, [
        _draft(workspace, customer, hazards, issuing, place) for place, (customer, hazards) in enumerate(groups)
    ]


def _draft(
    workspace: Workspace, customer: Customer, hazards: Sequence[Hazard], issuing: "_Issuing", place: int
) -> NoticeDraft:
    from inspector.services.replies.code import check_code  # noqa: PLC0415 - only serving needs Excel

    number = rectification_number(workspace, issuing.at, peek=True, ahead=place)
    model = replace(
        _model(workspace, customer, hazards, issuing.issuer, Translator(DOCUMENTS)),
        number=number,
        issued_on=issuing.at.date(),
        note=issuing.note.strip(),
        reply_code=check_code(number, hazards),
    )
    return NoticeDraft(customer, tuple(hazards), model, _photos(hazards))


def _write_if_true(
    workspace: Workspace, ids: Iterable[str], issuing: "_Issuing", drawn: Sequence[DrawnNotice]
) -> Served | None:
    """Write what was drawn; None if a number was used meanwhile. Raises Problem notice_moved_on, notice_status."""
    _issued, drafts = _collected(workspace, ids, issuing)
    known = {hazard.id: hazard for one in drawn for hazard in one.draft.hazards}
    moved = [hazard.number for draft in drafts for hazard in draft.hazards if known.get(hazard.id) != hazard]
    if moved:
        raise Problem("notice_moved_on", hazards=", ".join(moved))
    if drafts != [one.draft for one in drawn]:
        return None
    return _write(workspace, issuing, drawn)


def _write(workspace: Workspace, issuing: "_Issuing", drawn: Sequence[DrawnNotice]) -> Served:
    """Number and keep the notices with what is to be said about them, in one transaction. Worker thread."""
    scopes: dict[str, list[NewEvent]] = {}
    notices = []
    with workspace.db.transaction():
        for one in drawn:
            rectification_number(workspace, issuing.at)
            notice, events = _kept_files(workspace, one, issuing)
            notices.append(notice)
            scopes.setdefault(one.draft.customer.scope, []).extend(events)
        for scope, events in scopes.items():
            workspace.db.frames.append(scope, issuing.issuer.id, events, issuing.at)
    forget(workspace, drawn)
    return Served(tuple(notices))


def _by_customer(workspace: Workspace, hazard_ids: Iterable[str]) -> list[tuple[Customer, list[Hazard]]]:
    """The hazards by customer, gravest first; only such as a notice may be served for."""
    found: dict[str, list[Hazard]] = {}
    for hazard_id in hazard_ids:
        hazard = workspace.db.hazards.get(hazard_id, today=workspace.today())
        if hazard.status not in RULES[Action.SERVE].statuses:
            raise Problem("notice_status", hazard=hazard.number, status=here()(STATUSES[status_key(hazard)]))
        found.setdefault(hazard.customer, []).append(hazard)
    if not found:
        raise Problem("notice_no_hazards")
    groups = [(workspace.db.registers.customer(customer), _sorted(hazards)) for customer, hazards in found.items()]
    return sorted(groups, key=lambda group: group[0].account)


def _sorted(hazards: Iterable[Hazard]) -> list[Hazard]:
    return sorted(hazards, key=lambda hazard: (hazard.grade.rank, hazard.deadline, hazard.number))


@dataclass(frozen=True, slots=True)
class _Issuing:
    """Who issues, when, with what words, and when it was handed over if not then."""

    issuer: Person
    at: datetime
    note: str
    on: date | None


def _kept_files(workspace: Workspace, drawn: DrawnNotice, issuing: _Issuing) -> tuple[ServedNotice, list[NewEvent]]:
    """Keep the files of one notice; what is to be written about it."""
    model, hazards, blobs = drawn.draft.model, drawn.draft.hazards, workspace.store.blobs
    ids = tuple(hazard.id for hazard in hazards)
    refs = (
        BlobRef(blobs.put(drawn.pdf), len(drawn.pdf), PDF),
        BlobRef(blobs.put(drawn.reply), len(drawn.reply), XLSX),
    )
    body: dict[str, Any] = {
        "notice": model.number,
        "kind": KIND,
        "pdf": refs[0].sha256,
        "reply": refs[1].sha256,
        "code": model.reply_code,
        "hazards": list(ids),
    }
    body |= {"note": model.note} if model.note else {}
    body |= {"on": issuing.on.isoformat()} if issuing.on else {}
    events = [
        NewEvent(hazard, "hazard", "notice_served", {**body, "printed": _to_fact(row)}, blobs=refs)
        for hazard, row in zip(ids, model.hazards, strict=True)
    ]
    customer, (pdf, reply) = drawn.draft.customer.id, (ref.sha256 for ref in refs)
    return ServedNotice(model.number, customer, pdf, reply, model.reply_code, ids), events


def make_reply(workspace: Workspace, number: str, customer: Customer, hazards: Sequence[Hazard]) -> tuple[str, bytes]:
    """Check code and workbook of the reply to a notice of either kind."""
    from inspector.services.replies.code import check_code  # noqa: PLC0415 - only serving needs Excel
    from inspector.services.replies.workbook import reply_workbook  # noqa: PLC0415 - only serving needs Excel

    code = check_code(number, hazards)
    return code, reply_workbook(workspace, number, customer, hazards, code)


def _model(
    workspace: Workspace, customer: Customer, hazards: Sequence[Hazard], issuer: Person, t: Translator
) -> RectificationNotice:
    head = notice_head(workspace, customer, issuer, t)
    names = {item.id: item.name for item in workspace.db.registers.equipment_of(customer.id)}
    return RectificationNotice(
        number="",
        issued_on=head.issued_on,
        company=head.company,
        customer=head.customer,
        account=head.account,
        team=head.team,
        service_phone=head.service_phone,
        issuer=issuer.name,
        contact_phone=head.contact_phone,
        address=head.address,
        supply=head.supply,
        capacity=head.capacity,
        importance=head.importance,
        hazards=tuple(
            OrderedHazard(
                number=hazard.number,
                place=two_lines(hazard.place, names.get(hazard.equipment or "", "")),
                description=hazard.description,
                grade=hazard.grade,
                found_on=hazard.found_on,
                deadline=hazard.deadline,
                basis=hazard.basis,
                measure=hazard.measure,
            )
            for hazard in hazards
        ),
        logo=logo(workspace),
    )


def _photos(hazards: Sequence[Hazard]) -> tuple[tuple[str, str], ...]:
    """Hash and caption of what was photographed when they were found, by the number of the row."""
    return tuple(
        (sha, f"{number}  {hazard.number}  {hazard.place}")
        for number, hazard in enumerate(hazards, 1)
        for sha in hazard.photos
    )


def rectification_notice(workspace: Workspace, name: str, language: str = "") -> bytes:
    """The notice with this number, or the latest about this hazard (number or id), exactly as it was issued.

    In another language than it was issued in it is printed again from what it said then.
    Raises Problem rectification_notice_missing.
    """
    body = served_notice(workspace, name)
    if language in ("", DOCUMENTS):
        return workspace.store.blobs.get(str(body["pdf"]))
    return print_rectification(_as_issued(workspace, body, language), language)


def served_notice(workspace: Workspace, name: str) -> dict[str, Any]:
    """What the facts say of the rectification notice with this number, or the latest about a hazard.

    Raises Problem rectification_notice_missing.
    """
    hazard = workspace.db.hazards.by_number(name)
    events = _rectifications(workspace, hazard.id if hazard else name)
    body = dict(events[-1].body) if events else workspace.db.notices.by_number(name)
    if body is None:
        raise Problem("rectification_notice_missing", name=name)
    return body


def _rectifications(workspace: Workspace, hazard: str) -> list[Event]:
    """The rectification notices that were served for a hazard, in the order they were stored."""
    events = workspace.db.frames.events_of(hazard)
    return [event for event in events if event.type == "notice_served" and event.body.get("kind") == KIND]


def _as_issued(workspace: Workspace, body: Mapping[str, Any], language: str) -> RectificationNotice:
    """What a notice said when it was issued, from the facts on its hazards."""
    number = str(body["notice"])
    facts = [
        event
        for hazard in body["hazards"]
        for event in _rectifications(workspace, str(hazard))
        if event.body["notice"] == number
    ]
    event = facts[0]
    customer = workspace.db.registers.customer(workspace.db.hazards.get(event.entity).customer)
    issuer = workspace.person_of(event.user)
    with speaking(language):
        return replace(
            _model(workspace, customer, (), issuer, here()),
            number=number,
            issued_on=datetime.fromisoformat(event.at).date(),
            note=str(body.get("note", "")),
            reply_code=str(body.get("code", "")),
            hazards=tuple(_from_fact(fact.body["printed"]) for fact in facts),
        )


def _to_fact(row: OrderedHazard) -> dict[str, str]:
    """A row of the table as the fact keeps it."""
    return {name: str(value) for name, value in asdict(row).items()}


def _from_fact(kept: Mapping[str, str]) -> OrderedHazard:
    return OrderedHazard(
        number=kept["number"],
        place=kept["place"],
        description=kept["description"],
        grade=Grade(kept["grade"]),
        found_on=date.fromisoformat(kept["found_on"]),
        deadline=date.fromisoformat(kept["deadline"]),
        basis=kept["basis"],
        measure=kept["measure"],
    )
