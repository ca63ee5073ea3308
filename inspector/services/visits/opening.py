"""Starting, going on with, and reopening a visit.

A visit in progress is local: its row, its items, and the hash of every compiled form it uses. Opening builds the live
forms from the saved answers, judges everything, and puts hazards right that a kill between two commits left behind.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from inspector.domain.equipment import Equipment
from inspector.domain.visit import Step, VisitKind, VisitStatus, VisitSummary
from inspector.i18n import N_, Translator, language
from inspector.problems import Problem, ProblemKind, register
from inspector.services.checklists.compiled import forms_of_visit
from inspector.services.handovers.past import HandOver, chain_of
from inspector.services.planning import new_draft
from inspector.services.planning.occasions import OCCASION
from inspector.services.planning.records import adopt_planned, begin, elsewhere, under_way, visit_id
from inspector.services.visits.building import build_form, targets_of
from inspector.services.visits.found_equipment import equipment_of_item, unreadable_day
from inspector.services.visits.live import form_language
from inspector.services.visits.numbers import visit_number
from inspector.services.visits.opened import OpenVisit
from inspector.services.visits.session import SEPARATOR, LastVisit, VisitSession
from inspector.services.visits.views import Target, VisitView
from inspector.services.visits.visit_view import visit_view
from inspector.services.words import here
from inspector.services.workspace import Workspace
from inspector.storage import VisitDraft

register(
    ProblemKind.INPUT,
    {
        "visit_unknown": N_("There is no visit “{visit}” on this laptop."),
        "visit_other_customer": N_("The visit “{visit}” belongs to another customer (account {account})."),
    },
)

SIGNED_KEY = "signed:"
"""Setting that remembers the key of a signed visit, so that its script cannot begin a second one."""


def start_visit(
    workspace: Workspace,
    account: str,
    *,
    kind: VisitKind = VisitKind.PERIODIC,
    inspectors: Iterable[str] = (),
    key: str = "",
    at: datetime | None = None,
    occasion: str = "",
) -> VisitView:
    """Start a visit of the customer, or go on with the one of the same `key`. An `occasion` decides about its kind."""
    db = workspace.db
    known = db.drafts.visit_by_key(key) if key else None
    if known is not None:
        if workspace.db.registers.customer(known.customer).account != account:
            other = workspace.db.registers.customer(known.customer).account
            raise Problem("visit_other_customer", visit=key, account=other)
        return open_visit(workspace, known.id)
    if key and db.settings.get(SIGNED_KEY + key, ""):
        raise Problem("visit_signed_already", visit=key)
    draft = new_draft(workspace, account, kind=kind, inspectors=inspectors, key=key, occasion=occasion)
    return _begin(workspace, draft, at or workspace.now())


def _begin(workspace: Workspace, draft: VisitDraft, at: datetime) -> VisitView:
    """Give a planned visit its number and open it, in one commit."""
    db = workspace.db
    with db.transaction():
        adopt_planned(workspace)
        visit = visit_id(workspace, draft)
        begun = replace(draft, id=visit, number=visit_number(workspace, at), status=VisitStatus.OPEN, started_at=at)
        plan = forms_of_visit(workspace.forms.plan, draft.kind)
        forms = {form.id: workspace.forms.current(db, form.id) for form in plan}
        begun = replace(begun, body={**draft.body, "forms": forms})
        db.drafts.visit_put(begun)
        begin(workspace, draft, begun)
    return visit_view(_load(workspace, begun))


def open_visit(workspace: Workspace, visit_id: str) -> VisitView:
    """Open a planned or unfinished visit; `restored` says what was brought back."""
    known = workspace.visits.get(visit_id)
    if known is not None and not known.register_changed:
        known.refresh()
        speak(known)
        return visit_view(known)
    draft = _draft(workspace, visit_id)
    gone = _gone(draft)
    if gone is not None and "forms" not in draft.body:
        raise gone.problem(draft.number or visit_id)
    if draft.status is VisitStatus.PLANNED:
        return _begin(workspace, draft, workspace.now())
    visit = _load(workspace, draft)
    if known is not None:  # the same items, read anew because the register changed: what was done can still be undone
        visit.session.edits, visit.added = known.session.edits, visit.added | known.added
    restored = "" if visit.session.handed_over else _restored(visit.session)
    return visit_view(visit, restored=" ".join(filter(None, (restored, *_unreadable(visit.session)))))


def speak(visit: OpenVisit) -> None:
    """Let a visit that is open already use the language of the window, should it have been switched meanwhile."""
    for live in visit.session.forms.values():
        wanted = form_language(live.definition.languages, language())
        if live.instance.language != wanted:
            live.instance.set_language(wanted)
    visit.views.forget()


def _draft(workspace: Workspace, visit: str) -> VisitDraft:
    """A planned or open visit by id or number. Raises visit_unknown, visit_signed_already or plan_under_way."""
    found = next(
        (draft for draft in workspace.db.drafts.visits() if visit in (draft.id, draft.number, draft.key)), None
    )
    if found is not None:
        return found
    gone = elsewhere(workspace, visit)
    if gone is not None:
        raise under_way(workspace, gone)
    signed = workspace.db.visits.by_number(visit) or any(
        visit == event.entity for event in workspace.db.frames.events_of(visit)
    )
    raise Problem("visit_signed_already" if signed else "visit_unknown", visit=visit)


def _load(workspace: Workspace, draft: VisitDraft) -> OpenVisit:
    db = workspace.db
    customer = db.registers.customer(draft.customer)
    items: dict[str, dict[str, dict[str, object]]] = {}
    saved_at: datetime | None = None
    for item in db.drafts.items(draft.id):
        items.setdefault(item.kind, {})[item.key] = dict(item.body)
        if item.kind != "position" and item.at:
            at = datetime.fromisoformat(item.at)
            saved_at = max(saved_at, at) if saved_at else at
    found = {item.id: item for item in db.registers.equipment_of(customer.id) if item.active or _recorded(items, item)}
    found |= {key: equipment_of_item(key, customer.id, body) for key, body in items.get("equipment", {}).items()}
    session = VisitSession(
        id=draft.id,
        number=draft.number,
        key=draft.key,
        kind=draft.kind.value,
        started_at=draft.started_at or workspace.now(),
        customer=customer,
        inspectors=tuple(workspace.person_of(person) for person in draft.inspectors),
        equipment=found,
        plan=tuple(form for form in workspace.forms.plan if form.id in draft.body["forms"]),
        packs=workspace.packs,
        today=workspace.today(),
        old=workspace.unclosed(customer.id),
        last_visit=known_of(workspace, db.visits.last_of(customer.id)),
        items=items,
        history={
            "": db.measurements.of_site(customer.id),
            **{equipment: db.measurements.of_equipment(equipment) for equipment in found},
        },
        blobs=dict(draft.body["forms"]),
        saved_at=saved_at,
        occasion=str(draft.body.get(OCCASION) or ""),
        handed_over=_gone(draft),
    )
    visit = OpenVisit(workspace, session)
    for target in targets_of(session):
        session.forms[target] = build_form(workspace, session, target)
    workspace.visits[draft.id] = visit
    visit.reconcile()
    return visit


def _recorded(items: Mapping[str, Mapping[str, object]], equipment: Equipment) -> bool:
    """Whether the visit holds answers of this equipment: then it stays in the visit, though out of service by now."""
    return any(key.split(SEPARATOR)[1:2] == [equipment.id] for key in items.get("answer", {}))


def _gone(draft: VisitDraft) -> HandOver | None:
    """The hand-over of a visit that can only be read here."""
    chain = chain_of(draft.body) if draft.status is VisitStatus.HANDED_OVER else ()
    return chain[-1] if chain else None


def known_of(workspace: Workspace, last: VisitSummary | None) -> LastVisit | None:
    """What a visit shows of the signed one before it."""
    if last is None or last.signed_at is None:
        return None
    answers: dict[tuple[Target, str], str] = {}
    notes: dict[tuple[Target, str], str] = {}
    body = workspace.db.visits.body(last.id)
    for form in body.get("forms") or ():
        target = Target(str(form["form"]), form.get("equipment") or None)
        answers |= {(target, ref): str(value) for ref, value in form["answers"].items()}
        notes |= {(target, ref): str(text) for ref, text in form.get("notes", {}).items()}
    people = {person.id: person.name for person in workspace.db.registers.persons()}
    names = here()(", ").join(people.get(person, person) for person in last.inspectors)
    photos = {str(item["at"]): str(item["thumb"]) for item in body.get("photos") or () if item.get("at")}
    return LastVisit(last.id, last.signed_at.date(), names, answers, notes, photos)


def _restored(session: VisitSession) -> str:
    """What was brought back, as one sentence."""
    t = Translator(language())
    answers, photos = len(session.of("answer")), len(session.of("photo"))
    if not answers and not photos and not session.of("old_hazard"):
        return ""
    when = session.saved_at.astimezone().strftime("%H:%M:%S") if session.saved_at else ""
    return t("Restored: {answers} answers, {photos} photos, last saved {time}.").format(
        answers=answers, photos=photos, time=when
    )


def _unreadable(session: VisitSession) -> Iterator[str]:
    """What was stored of equipment found on the spot and means nothing: left out, and said."""
    words = here()(N_("{equipment}: “{value}” is no day. Correct the first day in service."))
    for key, body in session.of("equipment").items():
        value = unreadable_day(body)
        if value:
            yield words.format(equipment=session.equipment[key].name, value=value)


def set_position(workspace: Workspace, visit_id: str, step: Step, target: Target | None = None, ref: str = "") -> None:
    """Remember where the inspector is, so that the visit reopens there, and how far, for the lists of visits."""
    visit = workspace.visit(visit_id)
    if visit.session.shut is not None:
        return
    edit = visit.edit()
    form, equipment = (target.form, target.equipment or "") if target else ("", "")
    steps = visit.views.steps()
    counts = {"done": sum(one.done for one in steps), "total": sum(one.total for one in steps)}
    edit.put("position", "", {"step": step.value, "form": form, "equipment": equipment, "ref": ref, **counts})
    before = visit.session.saved_at
    edit.commit()
    visit.session.saved_at = before
