"""资料已离线: what a visit needs, and whether it is on this laptop, before somebody leaves for a place without network.

Everything a visit shows is in the workspace; what can be missing are pictures, checklists that this program cannot use,
and what others recorded since the last synchronising. Worker thread.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final
from weakref import WeakKeyDictionary

from inspector.domain.equipment import Equipment
from inspector.domain.visit import VisitKind
from inspector.i18n import N_, describe
from inspector.problems import Problem
from inspector.services.planning.package_views import CustomerPackage, PackagePart, Part, Readiness, VisitPackage
from inspector.services.words import here
from inspector.services.workspace import Workspace
from inspector.storage import VisitDraft

FRESH: Final = timedelta(hours=24)
"""How old the last synchronising may be."""


NAMES: Final = {
    Part.EQUIPMENT: N_("Equipment"),
    Part.HISTORY: N_("Earlier visits and tests"),
    Part.HAZARDS: N_("Unclosed hazards"),
    Part.FORMS: N_("Checklists"),
    Part.CRITERIA: N_("Criteria"),
    Part.PICTURES: N_("Photos and papers"),
    Part.SYNC: N_("Last synchronising"),
}


_troubles: WeakKeyDictionary[Workspace, tuple[int, dict[str, str]]] = WeakKeyDictionary()
"""Form -> what is wrong with it, "" for nothing, at a state of the database."""


def visit_package(workspace: Workspace, visit: str) -> VisitPackage:
    """The package of a planned or open visit, named by id or number. Raises Problem visit_unknown."""
    draft = next((one for one in workspace.db.drafts.visits() if visit in (one.id, one.number)), None)
    if draft is None:
        raise Problem("visit_unknown", visit=visit)
    return packages(workspace, [draft])[draft.id]


def visit_readiness(workspace: Workspace, visits: Collection[str]) -> dict[str, VisitPackage]:
    """The packages of these visits for a list, by id: without reading criteria and checklists of the program.

    Those come with it and cannot be missing; a company's own are looked at.
    """
    return packages(workspace, [one for one in workspace.db.drafts.visits() if one.id in visits], whole=False)


def packages(workspace: Workspace, drafts: Sequence[VisitDraft], *, whole: bool = True) -> dict[str, VisitPackage]:
    """The packages of visits, by id; not `whole` is what `visit_readiness` says."""
    joined, last = _last_sync(workspace)
    sync = _sync(workspace, joined=joined, last=last)
    names = workspace.db.schedule.names([draft.customer for draft in drafts])
    own_packs = whole or bool(workspace.db.house_rules.of_kinds(("criteria_pack",)))
    made = {}
    for draft in drafts:
        equipment = workspace.db.registers.equipment_of(draft.customer)
        parts = (
            _equipment(equipment),
            _history(workspace, draft.customer, equipment),
            _hazards(workspace, draft.customer),
            _forms(workspace, draft.kind, equipment, whole=whole),
            *((_criteria(workspace),) if own_packs else ()),
            _pictures(workspace, draft.customer, equipment),
            sync,
        )
        made[draft.id] = VisitPackage(draft.id, names.get(draft.customer, ""), parts, joined)
    return made


def customer_package(workspace: Workspace, customer: str) -> CustomerPackage:
    """What is on this laptop of a customer (id or account), and when it was brought up to date."""
    db = workspace.db
    known = db.registers.customer_by_account(customer)
    owner = known.id if known is not None else customer
    equipment = db.registers.equipment_of(owner)
    joined, last = _last_sync(workspace)
    parts = (
        _equipment(equipment),
        _history(workspace, owner, equipment),
        _hazards(workspace, owner),
        _forms(workspace, VisitKind.PERIODIC, equipment, whole=False),
        _pictures(workspace, owner, equipment),
        _sync(workspace, joined=joined, last=last),
    )
    if not joined:
        at = db.files.last_change(
            [owner, *(one.id for one in equipment), *(v.id for v in db.visits.of_customer(owner))]
        )
        last = datetime.fromisoformat(at) if at else None
    return CustomerPackage(parts, last)


def _part(part: Part, words: str, state: Readiness = Readiness.HERE) -> PackagePart:
    return PackagePart(part, here()(NAMES[part]), state, words)


def _equipment(equipment: Sequence[Equipment]) -> PackagePart:
    t, count = here(), len(equipment)
    if not count:
        return _part(Part.EQUIPMENT, t("none registered: add it on the spot"), Readiness.NOTE)
    return _part(Part.EQUIPMENT, t.plural("{count} piece", "{count} pieces", count).format(count=count))


def _history(workspace: Workspace, customer: str, equipment: Sequence[Equipment]) -> PackagePart:
    t = here()
    last = workspace.db.visits.last_of(customer)
    tests = workspace.db.measurements.count_tests([one.id for one in equipment])
    told = t.plural("{count} test record", "{count} test records", tests).format(count=tests)
    if last is None or last.signed_at is None:
        return _part(Part.HISTORY, t("first visit, {tests}").format(tests=told))
    day = last.signed_at.date().isoformat()
    return _part(Part.HISTORY, t("last visit {day}, {tests}").format(day=day, tests=told))


def _hazards(workspace: Workspace, customer: str) -> PackagePart:
    count = len(workspace.db.hazards.of_customer(customer, unclosed_only=True))
    t = here()
    words = t.plural("{count} to be judged again", "{count} to be judged again", count).format(count=count)
    return _part(Part.HAZARDS, words if count else t("none"))


def _forms(workspace: Workspace, kind: VisitKind, equipment: Sequence[Equipment], *, whole: bool) -> PackagePart:
    """The checklists of the occasion that fit the site and this equipment, compiled and usable."""
    from inspector.services.checklists.compiled import forms_of_visit, source_of  # noqa: PLC0415 - the form engine; lists start without

    t = here()
    plan = forms_of_visit(workspace.forms.plan, kind)
    wanted = [form.id for form in plan if form.bound_to_site or any(form.fits(one) for one in equipment)]
    looked_at = [form for form in wanted if whole or source_of(workspace.db, form).own]
    wrong = [trouble for form in looked_at if (trouble := _trouble(workspace, form))]
    if wrong:
        return _part(Part.FORMS, wrong[0], Readiness.MISSING)
    return _part(Part.FORMS, t.plural("{count} checklist", "{count} checklists", len(wanted)).format(count=len(wanted)))


def _trouble(workspace: Workspace, form: str) -> str:
    """What is wrong with a form, "" for nothing; looked at once until something new is recorded."""
    version = workspace.db.schedule.version()
    known = _troubles.get(workspace)
    if known is None or known[0] != version:
        known = _troubles[workspace] = (version, {})
    if form not in known[1]:
        from inspector.services.checklists.compiled import source_of  # noqa: PLC0415 - see `_forms`

        try:
            trouble = workspace.forms.trouble(workspace.db, source_of(workspace.db, form))
            known[1][form] = describe(trouble) if trouble is not None else ""
        except Problem as problem:
            known[1][form] = describe(problem)
    return known[1][form]


def _criteria(workspace: Workspace) -> PackagePart:
    t, count = here(), len(workspace.packs.titles)
    troubles = workspace.pack_troubles
    if troubles:
        return _part(Part.CRITERIA, describe(troubles[0]), Readiness.NOTE)
    return _part(Part.CRITERIA, t.plural("{count} pack", "{count} packs", count).format(count=count))


def _pictures(workspace: Workspace, customer: str, equipment: Sequence[Equipment]) -> PackagePart:
    """Files that the customer's records, equipment, visits and hazards refer to."""
    db, t = workspace.db, here()
    things = [customer, *(one.id for one in equipment), *(visit.id for visit in db.visits.of_customer(customer))]
    things += [hazard.id for hazard in db.hazards.of_customer(customer, today=workspace.today())]
    count, missing = db.files.of_things(things)
    if missing:
        words = t("{missing} of {count} not on this laptop").format(missing=missing, count=count)
        return _part(Part.PICTURES, words, Readiness.MISSING)
    if not count:
        return _part(Part.PICTURES, t("none"))
    return _part(Part.PICTURES, t.plural("{count} file", "{count} files", count).format(count=count))


def _last_sync(workspace: Workspace) -> tuple[bool, datetime | None]:
    """Whether the laptop has joined a server, and when the last round with it went through."""
    from inspector.sync.engine.session import membership  # noqa: PLC0415 - lists start without the network

    if membership(workspace.db) is None:
        return False, None
    rounds = workspace.db.sync_log.latest(50)
    done = next((one for one in rounds if one.via == "network" and one.outcome in ("done", "partly")), None)
    return True, datetime.fromisoformat(done.at) if done is not None else None


def _sync(workspace: Workspace, *, joined: bool, last: datetime | None) -> PackagePart:
    t = here()
    if not joined:
        return _part(Part.SYNC, t("this laptop has no server"))
    if last is None:
        return _part(Part.SYNC, t("never: synchronise before you leave"), Readiness.MISSING)
    when = f"{last.astimezone():%m-%d %H:%M}"
    if workspace.now() - last > FRESH:
        return _part(Part.SYNC, t("{when}: synchronise before you leave").format(when=when), Readiness.NOTE)
    return _part(Part.SYNC, when)
