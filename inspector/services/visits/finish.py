"""签发并归档: the visit becomes events, once, in one commit.

One frame holds what happened: `visit_signed`, one `test_recorded` per tested piece of equipment, one
`hazard_registered` and `notice_served` per hazard, what was found of the old hazards, and `notice_issued` with the PDF.
Numbers are allotted in the same transaction, so a kill leaves either the open visit or the signed one.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from inspector.domain.actions import RULES, Action
from inspector.domain.events import BlobRef
from inspector.domain.hazard import Grade, Hazard, HazardStatus
from inspector.domain.plan import PLAN, WORK_ORDER
from inspector.domain.roles import as_seen
from inspector.domain.visit import OldHazardJudgement, Step, VisitKind
from inspector.i18n import N_
from inspector.photos.annotation import to_json
from inspector.problems import Problem, ProblemKind, register
from inspector.services.handovers.past import course_of
from inspector.services.planning.occasions import OCCASION
from inspector.services.printing.notices import PDF, XLSX, make_reply
from inspector.services.printing.visit_documents import notice_pdf
from inspector.services.visits.finding_values import values_body
from inspector.services.visits.inferences import record_of
from inspector.services.visits.live import LiveForm
from inspector.services.visits.missing import missing
from inspector.services.visits.numbers import hazard_number, notice_number
from inspector.services.visits.opened import OpenVisit
from inspector.services.visits.opening import SIGNED_KEY
from inspector.services.visits.photos import PHOTO_FILES
from inspector.services.visits.records import answers_of, bulk_of, readings_of, refs_of, test_values
from inspector.services.visits.session import VisitSession
from inspector.services.visits.signed.findings import PLACES
from inspector.services.visits.signed.verdicts import JUDGED, judged_apart
from inspector.services.visits.views import DraftStatus, HazardDraft, Issued, PhotoView, ReportView, Target
from inspector.services.workspace import Workspace
from inspector.storage import NewEvent

register(
    ProblemKind.INPUT,
    {"visit_incomplete": N_("The visit cannot be finished yet: {what} ({count} things are missing.)")},
)

XFORM = "application/xml"
JPEG = "image/jpeg"
"""What our own renditions are; an untouched original may be anything that intake takes."""
ISSUED = frozenset({DraftStatus.DRAFT, DraftStatus.ACCEPTED})
DROPPED = frozenset({DraftStatus.DISMISSED, DraftStatus.MERGED})


def registered(session: VisitSession) -> tuple[HazardDraft, ...]:
    """The hazards that sign-off will register, gravest first."""
    return tuple(draft for draft in session.drafts() if draft.status in ISSUED)


def finish_visit(workspace: Workspace, visit_id: str) -> Issued:
    """Issue the notice and file the visit. Raises Problem visit_incomplete while something is missing."""
    visit = workspace.visit(visit_id)
    if visit.session.shut is not None:
        raise visit.session.shut.problem(visit.session.number)
    visit.refresh()
    open_points = missing(visit.session)
    if open_points:
        raise Problem("visit_incomplete", what=open_points[0].text, count=len(open_points))
    db = workspace.db
    with db.transaction():
        issued = _Issue(workspace, visit, workspace.now()).write()
        db.drafts.discard(visit_id)
        db.typing.drop(f"visit:{visit_id}:")
        db.settings.put(SIGNED_KEY + visit.session.key, visit_id)
    workspace.visits.pop(visit_id, None)
    for other in workspace.visits.values():
        other.stale = other.stale or other.session.customer.id == visit.session.customer.id
    return issued


class _Issue:
    """Collects the events of one sign-off. Lives inside the transaction that stores them."""

    def __init__(self, workspace: Workspace, visit: OpenVisit, now: datetime) -> None:
        self.workspace = workspace
        self.session = visit.session
        self.visit = visit
        self.now = now
        self.events: list[NewEvent] = []
        self.author = workspace.person_of(visit.session.inspectors[0].id)

    def write(self) -> Issued:
        """Allot numbers, print the notice, store the frame."""
        session, workspace = self.session, self.workspace
        notice = notice_number(workspace, self.now)
        drafts = registered(session)
        numbers = [(workspace.new_id(), hazard_number(workspace, self.now), draft) for draft in drafts]
        code, reply = self._reply(notice, numbers)
        pdf = notice_pdf(workspace, session, notice, self.now, code)
        stored = workspace.store.blobs.put(pdf)
        self._equipment()
        self._visit(notice, numbers)
        self._tests()
        for hazard, number, draft in numbers:
            self._hazard(hazard, number, draft)
            self._add(hazard, "hazard", "notice_served", {"notice": notice, "visit": session.id, **reply})
        for hazard_id in dict.fromkeys((*session.old, *session.of("old_hazard"))):
            self._old_hazard(hazard_id)
        refs = (BlobRef(stored, len(pdf), PDF), *self._files(reply))
        self._add(session.id, "visit", "notice_issued", {"number": notice, "pdf": stored, **reply}, blobs=refs)
        workspace.db.frames.append(session.customer.scope, self.author.id, self.events, self.now)
        hazards = tuple((key, number) for key, number, _draft in numbers)
        return Issued(session.id, session.number, notice, hazards, stored, code)

    def _reply(self, notice: str, numbers: list[tuple[str, str, HazardDraft]]) -> tuple[str, dict[str, Any]]:
        """The check code, and what facts say of the reply file that goes out with the notice: none without hazards."""
        if not numbers:
            return "", {}
        hazards = [self._noun(hazard, number, draft) for hazard, number, draft in numbers]
        code, data = make_reply(self.workspace, notice, self.session.customer, hazards)
        stored = self.workspace.store.blobs.put(data)
        return code, {"reply": stored, "code": code, "hazards": [hazard.id for hazard in hazards]}

    def _files(self, reply: Mapping[str, Any]) -> list[BlobRef]:
        stored = str(reply.get("reply", ""))
        return [BlobRef(stored, self.workspace.store.blobs.size(stored), XLSX)] if stored else []

    def _noun(self, hazard: str, number: str, draft: HazardDraft) -> Hazard:
        """The hazard as it will be folded from its registration."""
        session = self.session
        return Hazard(
            id=hazard,
            number=number,
            customer=session.customer.id,
            visit=session.id,
            equipment=draft.equipment,
            place=draft.place,
            description=draft.description,
            grade=draft.grade,
            basis=draft.basis,
            measure=draft.measure,
            deadline=draft.deadline,
            responsible=session.customer.contact,
            found_on=self.now.date(),
            found_by=tuple(person.id for person in session.inspectors),
            status=HazardStatus.OPEN,
            notice_served=True,
            criterion=draft.criterion,
        )

    def _add(
        self,
        entity: str,
        kind: str,
        event: str,
        body: Mapping[str, Any],
        *,
        par: tuple[str, ...] | None = None,
        blobs: tuple[BlobRef, ...] = (),
    ) -> None:
        self.events.append(NewEvent(entity=entity, kind=kind, type=event, body=dict(body), par=par, blobs=blobs))

    def _equipment(self) -> None:
        for key, item in self.session.of("equipment").items():
            fields = {**item, "customer": self.session.customer.id, "position": self.session.equipment[key].position}
            self._add(key, "equipment", "equipment_registered", {"fields": fields})

    def _visit(self, notice: str, numbers: list[tuple[str, str, HazardDraft]]) -> None:
        session = self.session
        counts = [sum(1 for _key, _number, draft in numbers if draft.grade is grade) for grade in Grade]
        signers = {person.id: person for person in session.inspectors}
        signatures = [
            {
                **item,
                "who": "customer" if who not in signers else "inspector",
                "person": who if who in signers else "",
                "name": item.get("name") or (signers[who].name if who in signers else session.customer.contact),
            }
            for who, item in session.of("signature").items()
        ]
        body = {
            "number": session.number,
            "customer": session.customer.id,
            "kind": VisitKind(session.kind).value,
            **({OCCASION: session.occasion} if session.occasion else {}),
            "inspectors": [person.id for person in session.inspectors],
            "started_at": session.started_at.isoformat(),
            "signed_at": self.now.isoformat(),
            "notice": notice,
            "counts": counts,
            "conclusion": "hazards" if any(counts) else "none",
            "forms": [self._form(live) for live in session.forms.values()],
            "readings": [
                value
                for target in session.targets(Step.INDICATIONS)
                for value in readings_of(session, session.forms[target])
            ],
            "signatures": signatures,
            "overrides": [{"at": key, **item} for key, item in session.of("override").items()],
            "old_hazards": [{"hazard": key, **item} for key, item in session.judged_old().items()],
            "dismissed": [
                {"at": key, **item} for key, item in session.of("hazard").items() if item["status"] in DROPPED
            ],
            "hazards": [key for key, _number, _draft in numbers],
            PLACES: {key: draft.id for key, _number, draft in numbers},
            "unread": self.visit.views.unread(),
            "inferences": record_of(session, self.visit.views.inferences.found()),
            "photos": [{"id": key, **item} for key, item in session.of("photo").items()],
            "bulk": bulk_of(session),
            "reports": [
                {**reported(report), "form": target.form, "equipment": target.equipment or ""}
                for target in session.forms
                for report in session.reports_at(target)
            ],
            **self._course(),
        }
        images = [str(item["image"]) for item in session.of("signature").values() if item.get("image")]
        images += [str(item.get(name, "")) for item in session.of("photo").values() for name in PHOTO_FILES]
        refs = {ref.sha256: ref for ref in (*self._blobs(images), *self._reports(), *self._checklists())}
        self._add(session.id, "visit", "visit_signed", body, blobs=tuple(refs.values()))

    def _form(self, live: LiveForm) -> dict[str, Any]:
        """The answers of a form, with the verdicts that neither a reading nor a recorded test carries."""
        step = self.session.step_of(live.target)
        carried = step is Step.INDICATIONS or (step is Step.EQUIPMENT and self._test(live) is not None)
        filed = refs_of(self.session, live) if carried else ()
        return {**answers_of(self.session, live), JUDGED: judged_apart(live, filed)}

    def _checklists(self) -> list[BlobRef]:
        """The checklists themselves, so that whoever receives the visit can read it in the version it was made in."""
        blobs = self.workspace.store.blobs
        used = dict.fromkeys(live.blob for live in self.session.forms.values())
        return [BlobRef(sha, blobs.size(sha), XFORM) for sha in used]

    def _course(self) -> dict[str, Any]:
        """The plan that it began from, the number of its work order, and the hand-overs it went through."""
        body = self.workspace.db.drafts.visit(self.session.id).body
        kept = {key: str(body[key]) for key in (PLAN, WORK_ORDER) if body.get(key)}
        return {**kept, **course_of(body)}

    def _blobs(self, hashes: list[str]) -> tuple[BlobRef, ...]:
        blobs = self.workspace.store.blobs
        media = {item["original"]: str(item.get("media", JPEG)) for item in self.session.of("photo").values()}
        return tuple(BlobRef(sha, blobs.size(sha), media.get(sha, JPEG)) for sha in dict.fromkeys(hashes) if sha)

    def _tests(self) -> None:
        for target in self.session.targets(Step.EQUIPMENT):
            live = self.session.forms[target]
            body = self._test(live)
            if body is not None and live.equipment is not None:
                self._add(live.equipment.id, "equipment", "test_recorded", body, blobs=self._reports(target))

    def _test(self, live: LiveForm) -> dict[str, Any] | None:
        values = test_values(self.session, live)
        tested = live.tested_on()
        if tested is None or not values:
            return None
        head = {live.name(ref): live.value(ref) for ref in live.layout.head if live.value(ref)}
        made = {**head, "tested_on": tested.isoformat(), "visit": self.session.id, "values": values}
        reports = [reported(report) for report in self.session.reports_at(live.target)]
        return {**made, "reports": reports} if reports else made

    def _reports(self, target: Target | None = None) -> tuple[BlobRef, ...]:
        """Files of the testing company: those of a record, or all of the visit."""
        session = self.session
        targets = session.forms if target is None else (target,)
        found = {report.sha: report for one in targets for report in session.reports_at(one)}
        return tuple(BlobRef(sha, report.size, report.media) for sha, report in found.items())

    def _hazard(self, hazard: str, number: str, draft: HazardDraft) -> None:
        session = self.session
        fields = {
            "number": number,
            "customer": session.customer.id,
            "visit": session.id,
            "equipment": draft.equipment,
            "place": draft.place,
            "description": draft.description,
            "grade": draft.grade.value,
            "basis": draft.basis,
            "measure": draft.measure,
            "deadline": draft.deadline.isoformat(),
            "responsible": session.customer.contact,
            "found_on": self.now.date().isoformat(),
            "found_by": [person.id for person in session.inspectors],
            "criterion": draft.criterion,
            "photos": [photo.display for photo in draft.photos],
        }
        seen = as_seen(self.author, finders=session.inspectors)
        body = {"fields": fields, "photos": evidence(draft.photos), **values_body(session, draft), **seen}
        self._add(hazard, "hazard", "hazard_registered", body, blobs=self._blobs(files(draft.photos)))

    def _old_hazard(self, hazard: str) -> None:
        """File what was judged as a fact, and decide what follows from it, unless it was closed meanwhile.

        What was noted down of one that was closed before anybody judged it is filed too.
        """
        session = self.session
        item = session.of("old_hazard")[hazard]
        judgement = OldHazardJudgement(str(item["judgement"])) if item["judgement"] else None
        heads = item.get("heads")
        shown = tuple(str(head) for head in heads) if isinstance(heads, list) else None
        photos = session.photos_of_old(hazard)
        status = session.old[hazard].status if hazard in session.old else None
        submits = judgement is OldHazardJudgement.ELIMINATED and status in RULES[Action.SUBMIT].statuses
        shows = {"photos": evidence(photos)}
        note: dict[str, Any] = {
            "visit": session.id,
            "judgement": str(item["judgement"]),
            "text": str(item.get("note", "")),
        }
        note |= {"grade": str(item["grade"])} if item.get("grade") else {}
        note |= {} if submits else shows
        blobs = self._blobs(files(photos))
        self._add(hazard, "hazard", "note_added", note, par=shown, blobs=() if submits else blobs)
        seen = as_seen(self.author, rectifiers=session.inspectors)
        if submits:
            body = {"visit": session.id, "note": str(item.get("note", "")), **shows, **seen}
            self._add(hazard, "hazard", "rectification_submitted", body, par=shown, blobs=blobs)
        if judgement is OldHazardJudgement.WORSE and status not in (None, HazardStatus.DISPUTED):
            self._add(hazard, "hazard", "hazard_changed", {"fields": {"grade": item["grade"]}, **seen}, par=shown)


def reported(report: ReportView) -> dict[str, Any]:
    """A report of the testing company as records tell it."""
    return {"sha256": report.sha, "name": report.name, "type": report.media, "size": report.size}


def evidence(photos: Iterable[PhotoView]) -> list[dict[str, Any]]:
    """Photos as an event tells them; of one with marks also the picture without them, and the marks as data."""
    return [
        {
            "display": photo.display,
            "original": photo.original,
            "thumb": photo.thumb,
            "taken_at": photo.taken_at.isoformat(),
            "name": photo.name,
            **({"plain": photo.plain, "annotation": to_json(photo.annotation)} if photo.annotation else {}),
        }
        for photo in photos
    ]


def files(photos: Iterable[PhotoView]) -> list[str]:
    """Hashes of everything that belongs to photos."""
    return [sha for photo in photos for sha in (photo.display, photo.original, photo.thumb, photo.plain) if sha]
