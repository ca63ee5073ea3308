"""Starting, going on with, and reopening a visit.

A visit in progress is local: its row, its items, and the hash of every compiled form it uses. Opening builds the live
forms from the saved answers, judges everything, and puts hazards right that a kill between two commits left behind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo

from inspector.criteria import facts_for
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.visit import Step, VisitKind, VisitStatus
from inspector.i18n import N_, Translator, language
from inspector.problems import Problem, ProblemKind, register
from inspector.services.views import Target, VisitView
from inspector.services.visits.changes import Touched
from inspector.services.visits.layout import build_layout
from inspector.services.visits.live import LiveForm, form_language
from inspector.services.visits.opened import OpenVisit
from inspector.services.visits.session import SEPARATOR, LastVisit, VisitSession, item_key
from inspector.services.words import IMPORTANCES, customer_facts, here
from inspector.services.workspace import Workspace
from inspector.storage import VisitDraft
from inspector.xforms import FormInstance, Kind
from inspector.xforms.datatypes import stored_text

register(
    ProblemKind.INPUT,
    {
        "customer_unknown": N_("There is no customer with account “{account}”."),
        "two_inspectors": N_("A visit needs at least two different inspectors."),
        "visit_unknown": N_("There is no visit “{visit}” on this laptop."),
        "visit_signed_already": N_("The visit “{visit}” is signed and cannot be edited any more."),
        "visit_other_customer": N_("The visit “{visit}” belongs to another customer (account {account})."),
        "equipment_name_missing": N_("Give the equipment a name."),
        "equipment_kind_unknown": N_("“{kind}” is no kind of equipment. Use one of: {kinds}."),
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
) -> VisitView:
    """Start a visit of the customer, or go on with the one of the same `key`."""
    db = workspace.db
    known = db.drafts.visit_by_key(key) if key else None
    if known is not None:
        if workspace.db.registers.customer(known.customer).account != account:
            other = workspace.db.registers.customer(known.customer).account
            raise Problem("visit_other_customer", visit=key, account=other)
        return open_visit(workspace, known.id)
    if key and db.settings.get(SIGNED_KEY + key, ""):
        raise Problem("visit_signed_already", visit=key)
    draft = new_draft(workspace, account, kind=kind, inspectors=inspectors, key=key)
    return _begin(workspace, draft, at or workspace.now())


def new_draft(
    workspace: Workspace,
    account: str,
    *,
    kind: VisitKind,
    inspectors: Iterable[str],
    key: str = "",
    planned_on: date | None = None,
) -> VisitDraft:
    """A planned visit that is not stored yet. Raises Problem for an unknown customer or too few inspectors."""
    customer = workspace.db.registers.customer_by_account(account)
    if customer is None:
        raise Problem("customer_unknown", account=account)
    people = list(dict.fromkeys(workspace.person_of(name).id for name in inspectors))
    if len(people) < 2:
        raise Problem("two_inspectors")
    visit = workspace.new_id()
    return VisitDraft(
        id=visit,
        key=key or visit,
        number="",
        customer=customer.id,
        kind=kind,
        status=VisitStatus.PLANNED,
        inspectors=tuple(people),
        planned_on=planned_on,
    )


def _begin(workspace: Workspace, draft: VisitDraft, at: datetime) -> VisitView:
    """Give a planned visit its number and open it, in one commit."""
    db = workspace.db
    with db.transaction():
        count = db.counters.next(f"visit:{at:%Y%m%d}")
        number = f"JC-{at:%Y-%m%d}-{workspace.store.device.code}-{count:02d}"
        begun = replace(draft, number=number, status=VisitStatus.OPEN, started_at=at)
        forms = {form.id: workspace.forms.current(db, form.id) for form in workspace.forms.plan}
        begun = replace(begun, body={"forms": forms})
        db.drafts.visit_put(begun)
    return _view(_load(workspace, begun), restored="")


def open_visit(workspace: Workspace, visit_id: str) -> VisitView:
    """Open a planned or unfinished visit; `restored` says what was brought back."""
    known = workspace.visits.get(visit_id)
    if known is not None:
        _speak(known)
        return _view(known, restored="")
    draft = _draft(workspace, visit_id)
    if draft.status is VisitStatus.PLANNED:
        return _begin(workspace, draft, workspace.now())
    visit = _load(workspace, draft)
    return _view(visit, restored=_restored(visit.session))


def _speak(visit: OpenVisit) -> None:
    """Let a visit that is open already use the language of the window, should it have been switched meanwhile."""
    for live in visit.session.forms.values():
        wanted = form_language(live.definition.languages, language())
        if live.instance.language != wanted:
            live.instance.set_language(wanted)
    visit.views.forget()


def _draft(workspace: Workspace, visit: str) -> VisitDraft:
    """A planned or open visit by id or number. Raises Problem visit_unknown or visit_signed_already."""
    found = next(
        (draft for draft in workspace.db.drafts.visits() if visit in (draft.id, draft.number, draft.key)), None
    )
    if found is not None:
        return found
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
    found = {equipment.id: equipment for equipment in db.registers.equipment_of(customer.id)}
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
        plan=workspace.forms.plan,
        packs=workspace.packs,
        today=workspace.today(),
        old=workspace.unclosed(customer.id),
        last_visit=_last_visit(workspace, customer.id),
        items=items,
        history={
            "": db.measurements.of_site(customer.id),
            **{equipment: db.measurements.of_equipment(equipment) for equipment in found},
        },
        blobs=dict(draft.body["forms"]),
        saved_at=saved_at,
    )
    visit = OpenVisit(workspace, session)
    for target in _targets(session):
        session.forms[target] = build_form(workspace, session, target)
    workspace.visits[draft.id] = visit
    reconcile(visit)
    return visit


def _targets(session: VisitSession) -> list[Target]:
    """Every form of the visit in the order of `visit.toml`: site forms once, equipment by family and register order."""
    found: dict[Target, None] = {}
    for form in session.plan:
        if form.bound_to_site:
            found[Target(form.id)] = None
            continue
        families = {kind.family for kind in form.kinds}
        for equipment in sorted(session.equipment.values(), key=lambda e: (e.position, e.name)):
            if equipment.kind.family in families:
                fitting = (f.id for f in session.plan if f.step is form.step and equipment.kind in f.kinds)
                found |= {Target(other, equipment.id): None for other in fitting}
    return list(found)


def build_form(workspace: Workspace, session: VisitSession, target: Target) -> LiveForm:
    """Build a live form from its compiled definition and the saved answers."""
    blob = session.blobs[target.form]
    definition = workspace.forms.definition(blob)
    prefix = SEPARATOR.join((target.form, target.equipment or "", ""))
    saved = {
        key.removeprefix(prefix): str(body["value"])
        for key, body in session.of("answer").items()
        if key.startswith(prefix)
    }
    types = {question.ref: question.data_type for question in definition.questions}
    odd = {ref: text for ref, text in saved.items() if ref in types and stored_text(types[ref], text) is None}
    instance = FormInstance.new(
        definition,
        now=workspace.now,
        tz=local_zone(workspace.now()),
        seed=SEPARATOR.join((session.id, target.form, target.equipment or "")),
        language=form_language(definition.languages, language()),
        values={ref: text for ref, text in saved.items() if ref not in odd} or None,
    )
    for ref, text in odd.items():
        instance.answer(ref, text)
    equipment = session.equipment.get(target.equipment) if target.equipment else None
    live = LiveForm(
        target=target,
        blob=blob,
        definition=definition,
        layout=build_layout(definition),
        instance=instance,
        equipment=equipment,
        facts=facts_for(session.customer, equipment),
        history=session.history.get(target.equipment or "", {}),
        today=session.today,
    )
    live.judge_all(session.packs)
    return live


def local_zone(moment: datetime) -> tzinfo:
    """The zone of a moment that has one; UTC otherwise."""
    return moment.tzinfo or UTC


def asked(live: LiveForm, ref: str) -> bool:
    """Whether a question is asked, not worked out."""
    question = live.questions[ref]
    return question.kind is not Kind.MODEL_VALUE and not live.instance.view(ref).readonly


def reconcile(visit: OpenVisit) -> None:
    """Save what a form answers by itself, and bring hazards in line with the verdicts. Commits only if needed.

    Defaults are worked out once, when a form is first opened; a kill between two commits may leave a hazard behind.
    """
    edit, touched = visit.edit(), Touched(visit.views)
    known = visit.session.of("answer")
    for live in visit.session.forms.values():
        for ref, value in live.instance.answers().items():
            if value and ref in live.questions and asked(live, ref) and item_key(live.target, ref) not in known:
                edit.put("answer", item_key(live.target, ref), {"value": value})
        for ref in live.layout.section_of:
            touched.sync(edit, live, ref)
        for line in live.layout.lines:
            touched.sync(edit, live, line.ref)
    if not edit.empty:
        edit.commit()


def _last_visit(workspace: Workspace, customer: str) -> LastVisit | None:
    last = workspace.db.visits.last_of(customer)
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


def _view(visit: OpenVisit, *, restored: str) -> VisitView:
    session, views = visit.session, visit.views
    position = session.of("position").get("", {})
    step = Step(str(position["step"])) if "step" in position else _first_step(session)
    equipment = str(position.get("equipment", "") or "") or None
    target = Target(str(position["form"]), equipment) if position.get("form") else None
    t = here()
    return VisitView(
        id=session.id,
        number=session.number,
        customer=session.customer,
        customer_class=t(IMPORTANCES[session.customer.importance]),
        facts=customer_facts(session.customer, t),
        kind=VisitKind(session.kind),
        status=VisitStatus.OPEN,
        inspectors=session.inspectors,
        started_at=session.started_at,
        saved_at=session.saved_at,
        steps=views.steps(),
        equipment=views.summaries(Step.EQUIPMENT),
        indications=views.summaries(Step.INDICATIONS),
        infrastructure=next(iter(session.targets(Step.INFRASTRUCTURE))),
        step=step,
        target=target if target in session.forms else None,
        ref=str(position.get("ref", "")),
        restored=restored,
    )


def _first_step(session: VisitSession) -> Step:
    return Step.OLD_HAZARDS if session.old else Step.INFRASTRUCTURE


def set_position(workspace: Workspace, visit_id: str, step: Step, target: Target | None = None, ref: str = "") -> None:
    """Remember where the inspector is, so that the visit reopens there."""
    visit = workspace.visit(visit_id)
    edit = visit.edit()
    form, equipment = (target.form, target.equipment or "") if target else ("", "")
    edit.put("position", "", {"step": step.value, "form": form, "equipment": equipment, "ref": ref})
    before = visit.session.saved_at
    edit.commit()
    visit.session.saved_at = before


def equipment_of_item(key: str, customer: str, body: Mapping[str, object]) -> Equipment:
    """Equipment found on the spot, as stored with the visit until it is signed."""
    plate = body.get("nameplate")
    return Equipment(
        id=key,
        customer=customer,
        kind=EquipmentKind(str(body["kind"])),
        name=str(body["name"]),
        model=str(body.get("model", "")),
        place=str(body.get("place", "")),
        position=10_000,
        nameplate={str(k): str(v) for k, v in plate.items()} if isinstance(plate, Mapping) else {},
    )


def add_equipment(
    workspace: Workspace,
    visit_id: str,
    kind: str,
    name: str,
    nameplate: Mapping[str, str],
    *,
    model: str = "",
    place: str = "",
) -> tuple[VisitView, Target]:
    """Add equipment found on the spot; it is registered when the visit is signed. Returns its first form's target."""
    if not name.strip():
        raise Problem("equipment_name_missing")
    if kind not in set(EquipmentKind):
        raise Problem("equipment_kind_unknown", kind=kind, kinds=", ".join(EquipmentKind))
    visit = workspace.visit(visit_id)
    session = visit.session
    key = workspace.new_id()
    body = {
        "kind": kind,
        "name": name.strip(),
        "model": model.strip(),
        "place": place.strip(),
        "nameplate": dict(nameplate),
    }
    edit = visit.edit()
    edit.put("equipment", key, body)
    edit.commit()
    session.equipment[key] = equipment_of_item(key, session.customer.id, body)
    session.forms = {
        target: session.forms.get(target) or build_form(workspace, session, target) for target in _targets(session)
    }
    target = next(target for target in session.targets(Step.EQUIPMENT) if target.equipment == key)
    return _view(visit, restored=""), target
