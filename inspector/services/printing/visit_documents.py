"""Documents of a visit: the result notice, as a preview and as issued."""

from dataclasses import replace
from datetime import datetime

from inspector.domain.customer import Customer
from inspector.domain.person import Person
from inspector.domain.visit import VisitKind
from inspector.i18n import N_, Translator, speaking
from inspector.problems import Problem, ProblemKind, register
from inspector.reports.notice import NoticeHazard, NoticePhoto, ResultNotice, Signature
from inspector.services.planning.occasions import occasion_name
from inspector.services.preferences.reading import chosen
from inspector.services.printing.settings import logo
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.visits.numbers import notice_number
from inspector.services.visits.session import VisitSession
from inspector.services.visits.signers import CUSTOMER, signatures
from inspector.services.visits.views import DraftStatus, SignatureView
from inspector.services.words import METERINGS, NBSP, two_lines, usual_text, voltage_text
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "notice_missing": N_("The visit “{visit}” has no result notice."),
        "notice_language": N_("A result notice is printed as it was issued and signed: in Chinese."),
    },
)


def notice_model(workspace: Workspace, session: VisitSession, number: str, now: datetime) -> ResultNotice:
    """The result notice of an open visit as it stands."""
    shown = [draft for draft in session.drafts() if draft.status in (DraftStatus.DRAFT, DraftStatus.ACCEPTED)]
    boxes = {box.who: box for box in signatures(session)}
    blobs = workspace.store.blobs
    names = {key: equipment.name for key, equipment in session.equipment.items()}
    head = notice_head(workspace, session.customer, session.inspectors[0])
    return replace(
        head,
        number=number,
        visit_number=session.number,
        issued_on=now.date(),
        visited_on=session.started_at.date(),
        kind=VisitKind(session.kind),
        occasion=_occasion(session.occasion),
        hazards=tuple(
            NoticeHazard(
                two_lines(draft.place, names.get(draft.equipment or "", "")),
                draft.description,
                draft.grade,
                draft.basis,
                draft.measure,
                draft.deadline,
            )
            for draft in shown
        ),
        inspectors=tuple(
            signed for person in session.inspectors if (signed := _signature(workspace, boxes[person.id])) is not None
        ),
        client=_signature(workspace, boxes[CUSTOMER]),
        photos=tuple(
            NoticePhoto(blobs.get(photo.display), f"{index}  {draft.place}  {photo.taken_at:%Y-%m-%d %H:%M}")
            for index, draft in enumerate(shown, 1)
            for photo in draft.photos
        ),
    )


def _occasion(known: str) -> str:
    """What a visit was for, in the language of notices."""
    with speaking(DOCUMENTS):
        return occasion_name(known)


def notice_head(workspace: Workspace, customer: Customer, lead: Person, t: Translator | None = None) -> ResultNotice:
    """A notice with what company, lead inspector and customer put on it, and nothing found."""
    t = t or Translator(DOCUMENTS)
    supply = (voltage_text(customer.voltage_kv), usual_text(customer.supply_mode, t), t(METERINGS[customer.metering]))
    today = workspace.today()
    return ResultNotice(
        number="",
        visit_number="",
        issued_on=today,
        visited_on=today,
        company=chosen(workspace, "company"),
        customer=customer.name,
        account=customer.account,
        team=lead.team,
        service_phone=chosen(workspace, "service_phone"),
        contact_phone=lead.phone,
        address=customer.address,
        supply=" ".join(part for part in supply if part),
        capacity=customer.transformers or (f"{customer.capacity_kva:g}{NBSP}kVA" if customer.capacity_kva else ""),
        importance=customer.importance,
        logo=logo(workspace),
    )


def _signature(workspace: Workspace, box: SignatureView) -> Signature | None:
    if box.method is None:
        return None
    image = workspace.store.blobs.get(box.image) if box.image else b""
    return Signature(
        name=box.name,
        method=box.method,
        signed_on=box.at.date() if box.at else None,
        title=box.role if box.who == CUSTOMER else "",
        strokes=tuple(tuple((3 * x, y) for x, y in line) for line in box.strokes),
        image=image,
        reason=box.reason,
        witness=box.witness,
    )


def notice_pdf(workspace: Workspace, session: VisitSession, number: str, now: datetime, code: str = "") -> bytes:
    """Print the notice of an open visit; `code` is the check code of the reply file that goes out with it."""
    return print_notice(replace(notice_model(workspace, session, number, now), reply_code=code))


def print_notice(model: ResultNotice) -> bytes:
    """A notice as PDF, in the documents' language."""
    from inspector.reports.notice_pdf import result_notice as draw  # noqa: PLC0415 - fonts and drawing, when it is printed

    return draw(model, Translator(DOCUMENTS))


def preview_notice(workspace: Workspace, visit_id: str) -> bytes:
    """The notice as it would be issued now, with the number it would get."""
    session = workspace.visit(visit_id).session
    now = workspace.now()
    return notice_pdf(workspace, session, notice_number(workspace, now, peek=True), now)


def result_notice(workspace: Workspace, visit: str, language: str = "") -> bytes:
    """The issued notice, exactly as it was issued; `visit` is the signed visit's id or number, or the notice's own.

    Raises Problem notice_missing; notice_language if another language is asked for than it was issued in.
    """
    if language not in ("", DOCUMENTS):
        raise Problem("notice_language")
    visits = workspace.db.visits
    known = visits.by_number(visit) or (visits.by_notice(visit) if visit else None)
    for event in workspace.db.frames.events_of(known.id if known else visit):
        if event.type == "notice_issued":
            return workspace.store.blobs.get(str(event.body["pdf"]))
    raise Problem("notice_missing", visit=visit)


def page_png(pdf: bytes, page: int, width: int) -> bytes:
    """A page of a PDF as a PNG of that width in pixels. Pool thread."""
    from inspector.reports.pdf.raster import page_png as render  # noqa: PLC0415 - loads pdfium

    return render(pdf, page, width)


def page_count(pdf: bytes) -> int:
    """Number of pages of a PDF. Pool thread."""
    from inspector.reports.pdf.raster import page_count as count  # noqa: PLC0415 - loads pdfium

    return count(pdf)


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of every page of a PDF in points. Pool thread."""
    from inspector.reports.pdf.raster import page_sizes as sizes  # noqa: PLC0415 - loads pdfium

    return sizes(pdf)
