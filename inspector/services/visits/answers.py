"""Writing an open visit: answers, notes, marks, overrides, and what they do to hazards.

Every function runs on the workspace's worker, commits before it returns, and returns the change set.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from inspector.criteria import Packs, below_detection, parse_entry, parse_number
from inspector.domain.hazard import Grade
from inspector.domain.verdict import Verdict
from inspector.domain.visit import OldHazardJudgement
from inspector.i18n import N_, Translator, language
from inspector.problems import Problem, ProblemKind, register
from inspector.services.filling.asking import typed
from inspector.services.visits.changes import Touched
from inspector.services.visits.drafts import (
    blank_item,
    edited_item,
    merged_item,
    release_merged,
    request_item,
    undecided,
)
from inspector.services.visits.edit import Edit
from inspector.services.visits.layout import LineLayout
from inspector.services.visits.live import LiveForm
from inspector.services.visits.opened import OpenVisit
from inspector.services.visits.session import item_key
from inspector.services.visits.views import Change, DraftStatus, Target
from inspector.services.workspace import Workspace
from inspector.xforms import Changes, DroppedAnswer

register(
    ProblemKind.INPUT,
    {
        "target_unknown": N_("This visit has no checklist “{form}” for this equipment."),
        "question_unknown": N_("The checklist has no question “{ref}”."),
        "answer_no_choice": N_("“{value}” is none of the choices of “{ref}”: {choices}."),
        "question_readonly": N_("“{ref}” is worked out by the program and cannot be typed."),
        "old_hazard_unknown": N_("“{hazard}” is no unclosed hazard of this customer."),
        "grade_missing": N_("Choose the new grade of the hazard that became worse."),
        "override_nothing": N_("There is no verdict here that could be overridden."),
    },
)

NUMBERS = frozenset({"int", "decimal"})


def live_form(visit: OpenVisit, target: Target) -> LiveForm:
    """The live form of a target; Problem if the visit has none."""
    live = visit.session.forms.get(target)
    if live is None:
        raise Problem("target_unknown", form=target.form)
    return live


def question(live: LiveForm, ref: str) -> str:
    """The canonical ref of a question; Problem if the form has none."""
    if ref not in live.questions:
        raise Problem("question_unknown", ref=ref)
    return ref


def canonical(packs: Packs, live: LiveForm, ref: str, text: str) -> str:
    """Text as it is stored: numbers without full-width digits and separators, in the unit that is shown.

    What is no number, or has a unit that the quantity does not know, stays as typed.
    """
    if live.questions[ref].data_type not in NUMBERS or not text.strip():
        return text.strip() if not text.strip() else text
    quantity = live.quantity(packs, ref)
    try:
        number = parse_number(text) if quantity is None else parse_entry(quantity, text)
    except Problem:
        return text
    return str(int(number)) if number == int(number) and abs(number) < 10**15 else f"{Decimal(repr(number)):f}"


def record_answer(workspace: Workspace, visit_id: str, target: Target, ref: str, value: str) -> Change:
    """Record an answer (stored text; "" clears it) and judge what hangs on it.

    The engine takes the answer first, because it says what else changes; if the commit fails the engine gets the old
    answer back and the problem is raised, so memory and disk stay equal.
    """
    visit = workspace.visit(visit_id)
    live = live_form(visit, target)
    question(live, ref)
    if live.instance.view(ref).readonly:
        raise Problem("question_readonly", ref=ref)
    before = typed(live.instance.view(ref))
    stored = canonical(visit.session.packs, live, ref, value)
    changes = live.instance.answer(ref, stored)
    try:
        said = not_found(visit.session.packs, live, ref, value)
        return _commit_answer(visit, live, ref, kept(live, ref, stored, changes), changes, said)
    except BaseException:
        for gone in (DroppedAnswer(ref, before), *(gone for gone in changes.dropped if gone.ref != ref)):
            live.instance.answer(gone.ref, gone.value)
        live.judge_after(visit.session.packs, (ref, *changes.refs))
        raise


def not_found(packs: Packs, live: LiveForm, ref: str, text: str) -> str:
    """The words of a value that a laboratory did not find: it is stored as 0, and they are noted at its line."""
    quantity = live.quantity(packs, ref) if live.questions[ref].data_type in NUMBERS else None
    return text.strip() if quantity is not None and below_detection(quantity, text) else ""


def kept(live: LiveForm, ref: str, stored: str, changes: Changes) -> str:
    """What the engine kept of an answer: of a select only its choices. Raises Problem answer_no_choice for nothing."""
    if all(gone.ref != ref for gone in changes.dropped):
        return stored
    view = live.instance.view(ref)
    if not view.value:
        choices = ", ".join(option.value for option in view.options)
        raise Problem("answer_no_choice", ref=ref, value=stored, choices=choices)
    return view.value


def _commit_answer(visit: OpenVisit, live: LiveForm, ref: str, stored: str, changes: Changes, said: str = "") -> Change:
    edit, touched = visit.edit(), Touched(visit.views)
    target, refs = live.target, changes.refs
    if changes.rows:
        live.lay_out()
        live.judge_all(visit.session.packs)
        touched.add(target, (*live.layout.section_of, *live.layout.markers))
    saved_before = visit.session.of("answer").get(item_key(target, ref), {}).get("value", "")
    if stored:
        measured(edit, live, ref)
    if stored == saved_before and edit.empty:
        touched.add(target, (ref,))
        return touched.change(visit.session.saved_at or edit.now)
    if stored:
        edit.put("answer", item_key(target, ref), {"value": stored})
    else:
        edit.delete("answer", item_key(target, ref))
    for judged in judged_by(live, ref):
        edit.delete("override", item_key(target, judged))
    line = live.layout.line_of.get(ref)
    if said and line is not None and not visit.session.note(target, line.ref):
        edit.put("note", item_key(target, line.ref), {"text": said})
    touched.add(target, (ref, *refs))
    t = Translator(language())
    for gone in changes.dropped:
        if gone.ref != ref:
            edit.delete("answer", item_key(target, gone.ref))
        label = live.shown_label(gone.ref)
        touched.dropped.append(t("The answer to “{label}” no longer fits and was removed.").format(label=label))
    lines = live.judge_after(visit.session.packs, (ref, *refs))
    touched.add(target, lines)
    for changed in dict.fromkeys((ref, *refs, *lines)):
        if changed not in live.layout.line_of or changed in lines:
            touched.sync(edit, live, changed)
    saved = edit.commit()
    return touched.change(saved, signatures_cleared=edit.signatures_cleared)


def measured(edit: Edit, live: LiveForm, ref: str) -> None:
    """A value was entered: its line is no longer out of service (停电未测)."""
    line = live.layout.line_of.get(ref)
    if line is not None:
        edit.delete("out", item_key(live.target, line.ref))


def judged_by(live: LiveForm, ref: str) -> set[str]:
    """What an answer decides: itself, its line, and computed lines. An override of these was made for another value."""
    line = live.layout.line_of.get(ref)
    computed = {dependent.ref for dependent in live.layout.dependents.get(ref, ())}
    return {ref, *computed, *([line.ref] if line else [])}


def record_note(workspace: Workspace, visit_id: str, target: Target, ref: str, text: str) -> Change:
    """Record the inspector's note at a question or line; empty text removes it."""
    return _record_text(workspace.visit(visit_id), "note", target, ref, text)


def record_waiting(workspace: Workspace, visit_id: str, target: Target, ref: str, reason: str) -> Change:
    """Say why a test value is still to come (待录); an empty reason removes the mark."""
    return _record_text(workspace.visit(visit_id), "waiting", target, ref, reason)


def _record_text(visit: OpenVisit, kind: str, target: Target, ref: str, text: str) -> Change:
    live = live_form(visit, target)
    question(live, ref)
    edit, touched = visit.edit(f"{kind}{item_key(target, ref)}"), Touched(visit.views)
    if text.strip():
        edit.put(kind, item_key(target, ref), {"text": text.strip()})
    else:
        edit.delete(kind, item_key(target, ref))
    touched.add(target, (ref,))
    return _finish(edit, touched)


def _finish(edit: Edit, touched: Touched) -> Change:
    saved = edit.commit()
    return touched.change(saved, signatures_cleared=edit.signatures_cleared)


def override_judgement(
    workspace: Workspace, visit_id: str, target: Target, ref: str, verdict: Verdict | None, reason: str
) -> Change:
    """Put the inspector's verdict over the rule's; both are kept, with the reason. None takes it back.

    A cell of several stands for its line. An override ends when the value that it was made for changes.
    """
    visit = workspace.visit(visit_id)
    live = live_form(visit, target)
    line = live.layout.line_of.get(question(live, ref))
    ref = line.ref if line else ref
    edit, touched = visit.edit(), Touched(visit.views)
    key = item_key(target, ref)
    if verdict is None:
        edit.delete("override", key)
    else:
        if not reason.strip():
            raise Problem("reason_missing")
        if not _decided(live, line, ref):
            raise Problem("override_nothing")
        edit.put("override", key, {"verdict": verdict.value, "reason": reason.strip()})
    touched.sync(edit, live, ref)
    touched.add(target, (ref,))
    return _finish(edit, touched)


def _decided(live: LiveForm, line: LineLayout | None, ref: str) -> bool:
    """Whether there is an answer or value to be overridden; an empty cell only shows what its limit would be."""
    if line is not None and line.overdue:
        return ref in live.judgements
    judged = live.judgements.get(ref)
    return bool(live.value(ref)) or (judged is not None and judged.value is not None)


def judge_old_hazard(
    workspace: Workspace,
    visit_id: str,
    hazard: str,
    judgement: OldHazardJudgement | None,
    *,
    grade: Grade | None = None,
    note: str = "",
) -> Change:
    """Judge an unclosed hazard of the customer; the heads it had on the screen are kept with the judgement.

    Without a judgement a note is kept and judges nothing: the hazard still waits.
    """
    visit = workspace.visit(visit_id)
    known = visit.session.old.get(hazard)
    if known is None:
        raise Problem("old_hazard_unknown", hazard=hazard)
    if judgement is OldHazardJudgement.WORSE and (grade is None or grade.rank >= known.grade.rank):
        raise Problem("grade_missing")
    edit, touched = visit.edit(), Touched(visit.views)
    if judgement is None and not note.strip():
        edit.delete("old_hazard", hazard)
    else:
        worse = grade.value if grade is not None and judgement is OldHazardJudgement.WORSE else ""
        heads = visit.old_heads(hazard)
        said = judgement.value if judgement is not None else ""
        body = {"judgement": said, "grade": worse, "note": note.strip(), "heads": list(heads)}
        edit.put("old_hazard", hazard, body, heads=heads)
    touched.old[hazard] = None
    return _finish(edit, touched)


def edit_hazard(  # noqa: PLR0913 - the fields of a hazard, and the decision
    workspace: Workspace,
    visit_id: str,
    draft_id: str | None,
    *,
    place: str | None = None,
    description: str | None = None,
    grade: Grade | None = None,
    measure: str | None = None,
    deadline: date | None = None,
    basis: str | None = None,
    accept: bool | None = None,
    reason: str = "",
) -> Change:
    """Edit a draft or proposal; without an id a hazard is made by hand, which needs at least a description.

    `accept` decides it in the same commit: True accepts, False dismisses with the reason, None leaves it as it stands.
    """
    if accept is False and not reason.strip():
        raise Problem("reason_missing")
    visit = workspace.visit(visit_id)
    session = visit.session
    changes: dict[str, object | None] = {
        "place": place,
        "description": description,
        "grade": grade,
        "measure": measure,
        "deadline": deadline,
        "basis": basis,
    }
    if draft_id is None:
        key = workspace.new_id()
        item = edited_item(blank_item(session), {**changes, "description": description or ""}, session)
    else:
        key, item = draft_id, hazard_item(visit, draft_id)
        if any(value is not None for value in changes.values()):
            item = edited_item(item, changes, session)
    words_only = draft_id is not None and accept is None and grade is None and deadline is None
    edit, touched = visit.edit(f"hazard{key}" if words_only else ""), Touched(visit.views)
    if accept is None:
        edit.put("hazard", key, item)
    else:
        status = DraftStatus.ACCEPTED if accept else DraftStatus.DISMISSED
        _put_decided(edit, touched, key, item, status, "" if accept else reason.strip())
    return _hazard_written(visit, edit, touched, key)


def request_hazard(workspace: Workspace, visit_id: str, target: Target, ref: str) -> Change:
    """Make a hazard of something that was judged 注意 (生成隐患)."""
    visit = workspace.visit(visit_id)
    live = live_form(visit, target)
    question(live, ref)
    edit, touched = visit.edit(), Touched(visit.views)
    key = item_key(target, ref)
    edit.put("hazard", key, request_item(visit.session, live, ref))
    return _hazard_written(visit, edit, touched, key)


def accept_hazard(workspace: Workspace, visit_id: str, draft_id: str) -> Change:
    """Accept a proposal: it will be registered at sign-off."""
    return _decide(workspace.visit(visit_id), draft_id, DraftStatus.ACCEPTED, "")


def dismiss_hazard(workspace: Workspace, visit_id: str, draft_id: str, reason: str) -> Change:
    """Dismiss a proposal or draft; the reason is kept in the visit's record."""
    if not reason.strip():
        raise Problem("reason_missing")
    return _decide(workspace.visit(visit_id), draft_id, DraftStatus.DISMISSED, reason.strip())


def merge_hazard(workspace: Workspace, visit_id: str, draft_id: str, into: str) -> Change:
    """Merge a proposal or draft into another: one hazard with both descriptions, the graver grade, the earlier day."""
    visit = workspace.visit(visit_id)
    if draft_id == into:
        raise Problem("merge_into_itself")
    edit, touched = visit.edit(), Touched(visit.views)
    gone, kept = hazard_item(visit, draft_id), hazard_item(visit, into)
    told = {"status": DraftStatus.MERGED.value, "into": into, "reason": str(kept["description"])}
    edit.put("hazard", draft_id, {**gone, **told})
    edit.put("hazard", into, merged_item(kept, gone))
    touched.hazards[draft_id] = None
    return _hazard_written(visit, edit, touched, into)


def restore_hazard(workspace: Workspace, visit_id: str, draft_id: str) -> Change:
    """Take a dismissal back: the hazard is a draft or an open proposal again."""
    visit = workspace.visit(visit_id)
    return _decide(visit, draft_id, undecided(hazard_item(visit, draft_id)), "")


def hazard_item(visit: OpenVisit, draft_id: str) -> dict[str, object]:
    """A hazard in the making, as it is stored; Problem if the visit has none or it is folded away."""
    item = visit.session.of("hazard").get(draft_id)
    if item is None or item.get("folded"):
        raise Problem("hazard_unknown", hazard=draft_id)
    return item


def _decide(visit: OpenVisit, draft_id: str, status: DraftStatus, reason: str) -> Change:
    edit, touched = visit.edit(), Touched(visit.views)
    _put_decided(edit, touched, draft_id, hazard_item(visit, draft_id), status, reason)
    return _hazard_written(visit, edit, touched, draft_id)


def _put_decided(
    edit: Edit, touched: Touched, key: str, item: Mapping[str, object], status: DraftStatus, reason: str
) -> None:
    own = {name: value for name, value in item.items() if name != "into"}
    edit.put("hazard", key, {**own, "status": status.value, "reason": reason})
    if status is DraftStatus.DISMISSED:
        touched.hazards |= dict.fromkeys(release_merged(edit, key))


def _hazard_written(visit: OpenVisit, edit: Edit, touched: Touched, key: str) -> Change:
    saved = edit.commit()
    draft = visit.session.draft(key)
    if draft is not None and draft.target is not None:
        touched.add(draft.target, (draft.ref,))
    touched.hazards[key] = None
    return touched.change(saved, signatures_cleared=edit.signatures_cleared)
