"""Several values at once: a pasted column, a test report of the testing company. One commit, one step to undo.

Every value is judged as if it had been typed; what is no value stays as text beside its error, so nothing is lost.
`preview_values` says what would come of it without writing. Runs on the workspace's worker.
"""

from collections.abc import Iterable, Mapping, Sequence

from inspector.i18n import N_, Translator, language
from inspector.problems import Problem, ProblemKind, register
from inspector.services.filling.asking import error_of, typed
from inspector.services.visits.answers import canonical, judged_by, kept, live_form, measured, not_found, question
from inspector.services.visits.building import build_form
from inspector.services.visits.changes import Touched
from inspector.services.visits.live import LiveForm
from inspector.services.visits.opened import OpenVisit
from inspector.services.visits.rows import FormRows
from inspector.services.visits.session import item_key
from inspector.services.visits.value_views import Expected, NewValue
from inspector.services.visits.views import Change, Target
from inspector.services.workspace import Workspace

register(ProblemKind.INPUT, {"values_missing": N_("There is no value here that could be taken over.")})


def record_answers(
    workspace: Workspace,
    visit_id: str,
    values: Sequence[NewValue],
    *,
    report: Mapping[str, object] | None = None,
    report_id: str = "",
) -> Change:
    """Record values of any forms of the visit in one commit; `report` attaches the file they come from.

    Raises Problem values_missing, target_unknown, question_unknown or question_readonly; then nothing is stored.
    """
    visit = workspace.visit(visit_id)
    checked = [_checked(visit, value) for value in values]
    if not checked and report is None:
        raise Problem("values_missing")
    try:
        return _Many(visit, checked).write(workspace, report, report_id)
    except BaseException:
        for target in {live.target for live, _value in checked}:
            visit.session.forms[target] = build_form(workspace, visit.session, target, begun=True)
        raise


def _checked(visit: OpenVisit, value: NewValue) -> tuple[LiveForm, NewValue]:
    live = live_form(visit, value.target)
    question(live, value.ref)
    if live.instance.view(value.ref).readonly:
        raise Problem("question_readonly", ref=value.ref)
    return live, value


class _Many:
    """One write of several values."""

    def __init__(self, visit: OpenVisit, values: Sequence[tuple[LiveForm, NewValue]]) -> None:
        self.visit = visit
        self.values = values
        self.edit = visit.edit()
        self.touched = Touched(visit.views)
        self._answers: dict[str, str] = {}
        """What will be stored by item key; "" takes an answer away. The last word on a question counts."""
        self._changed: dict[Target, dict[str, None]] = {}

    def write(self, workspace: Workspace, report: Mapping[str, object] | None, report_id: str) -> Change:
        """Answer, judge, log and commit; the change set."""
        for live, value in self.values:
            self._answer(live, value)
        for key, text in self._answers.items():
            if not text:
                self.edit.delete("answer", key)
            elif self.visit.session.of("answer").get(key, {}).get("value") != text:
                self.edit.put("answer", key, {"value": text})
        for target, refs in self._changed.items():
            self._judge(self.visit.session.forms[target], refs)
        if report is not None:
            self.edit.put("report", report_id, report)
            self.touched.reports[Target(str(report["form"]), str(report["equipment"]) or None)] = None
        if self.values and not self.edit.empty:
            first = self.values[0][1]
            body = {"form": first.target.form, "equipment": first.target.equipment or "", "ref": first.ref}
            name = str(report["name"]) if report is not None else ""
            self.edit.put("many", workspace.new_id(), {**body, "count": len(self.values), "name": name})
        if self.edit.empty:
            return self.touched.change(self.visit.session.saved_at or self.edit.now)
        saved = self.edit.commit()
        return self.touched.change(saved, signatures_cleared=self.edit.signatures_cleared)

    def _answer(self, live: LiveForm, value: NewValue) -> None:
        target, ref = value.target, value.ref
        stored = canonical(self.visit.session.packs, live, ref, value.text)
        changes = live.instance.answer(ref, stored)
        stored = kept(live, ref, stored, changes)
        self._answers[item_key(target, ref)] = stored
        if stored:
            measured(self.edit, live, ref)
        said, line = not_found(self.visit.session.packs, live, ref, value.text), live.layout.line_of.get(ref)
        if said and line is not None and not self.visit.session.note(target, line.ref):
            self.edit.put("note", item_key(target, line.ref), {"text": said})
        if stored != self.visit.session.of("answer").get(item_key(target, ref), {}).get("value", ""):
            for judged in judged_by(live, ref):
                self.edit.delete("override", item_key(target, judged))
        t = Translator(language())
        for gone in changes.dropped:
            if gone.ref != ref:
                self._answers[item_key(target, gone.ref)] = ""
            label = live.shown_label(gone.ref)
            self.touched.dropped.append(
                t("The answer to “{label}” no longer fits and was removed.").format(label=label)
            )
        self._changed.setdefault(target, {}).update(dict.fromkeys((ref, *changes.refs)))

    def _judge(self, live: LiveForm, refs: Iterable[str]) -> None:
        lines = live.judge_after(self.visit.session.packs, refs)
        self.touched.add(live.target, (*refs, *lines))
        for ref in dict.fromkeys((*refs, *lines)):
            if ref not in live.layout.line_of or ref in lines:
                self.touched.sync(self.edit, live, ref)


def preview_values(workspace: Workspace, visit_id: str, values: Sequence[NewValue]) -> tuple[Expected, ...]:
    """What would come of values, without writing: the forms are tried out on copies. Raises as `record_answers`."""
    visit = workspace.visit(visit_id)
    before = {
        (value.target, value.ref): typed(live.instance.view(value.ref))
        for live, value in (_checked(visit, value) for value in values)
    }
    copies: dict[Target, LiveForm] = {}
    for value in values:
        if value.target not in copies:
            copies[value.target] = build_form(workspace, visit.session, value.target, begun=True)
        copy = copies[value.target]
        copy.instance.answer(value.ref, canonical(visit.session.packs, copy, value.ref, value.text))
    for copy in copies.values():
        copy.judgements.clear()
        copy.judge_all(visit.session.packs)
    return tuple(_expected(visit, copies[value.target], value, before[value.target, value.ref]) for value in values)


def _expected(visit: OpenVisit, copy: LiveForm, value: NewValue, before: str) -> Expected:
    view = copy.instance.view(value.ref)
    rows = FormRows(visit.session, copy)
    line = copy.layout.line_of.get(value.ref)
    found = rows.judgement_view(value.ref) or (rows.judgement_view(line.ref) if line else None)
    shown = typed(view)
    return Expected(value.target, value.ref, before, shown, error_of(view), found if shown and line else None)
