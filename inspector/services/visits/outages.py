"""停电未测: a line that could not be measured. The mark and a value exclude each other. Worker thread.

Marking a line takes its values and what hangs on them away, in one step that can be undone; a value that is typed or
pasted later takes the mark away (`answers`, `many`).
"""

from collections.abc import Iterable

from inspector.i18n import Translator, language
from inspector.problems import Problem
from inspector.services.filling.asking import typed
from inspector.services.visits.answers import judged_by, live_form
from inspector.services.visits.building import build_form
from inspector.services.visits.changes import Touched
from inspector.services.visits.edit import Edit
from inspector.services.visits.live import LiveForm
from inspector.services.visits.opened import OpenVisit
from inspector.services.visits.session import item_key
from inspector.services.visits.views import Change, Target
from inspector.services.workspace import Workspace


def record_out_of_service(workspace: Workspace, visit_id: str, target: Target, ref: str, *, flag: bool) -> Change:
    """Mark the line of a cell as out of service and not measured, which clears its values, or take the mark away.

    Raises Problem target_unknown or question_unknown.
    """
    visit = workspace.visit(visit_id)
    live = live_form(visit, target)
    line = live.layout.line_of.get(ref)
    if line is None:
        raise Problem("question_unknown", ref=ref)
    edit, touched = visit.edit(), Touched(visit.views)
    touched.add(target, (line.ref,))
    try:
        if flag:
            edit.put("out", item_key(target, line.ref), {})
            _clear(visit, live, edit, touched, line.cells if not line.computed else ())
        else:
            edit.delete("out", item_key(target, line.ref))
        touched.sync(edit, live, line.ref)
        saved = edit.commit()
    except BaseException:
        visit.session.forms[target] = build_form(workspace, visit.session, target, begun=True)
        raise
    return touched.change(saved, signatures_cleared=edit.signatures_cleared)


def _clear(visit: OpenVisit, live: LiveForm, edit: Edit, touched: Touched, cells: Iterable[str]) -> None:
    """Take the values of cells away, and what no longer fits without them; judge what hangs on them."""
    changed: dict[str, None] = {}
    t = Translator(language())
    for ref in cells:
        if not typed(live.instance.view(ref)):
            continue
        changes = live.instance.answer(ref, "")
        edit.delete("answer", item_key(live.target, ref))
        for judged in judged_by(live, ref):
            edit.delete("override", item_key(live.target, judged))
        for gone in changes.dropped:
            if gone.ref != ref:
                edit.delete("answer", item_key(live.target, gone.ref))
                label = live.shown_label(gone.ref)
                touched.dropped.append(t("The answer to “{label}” no longer fits and was removed.").format(label=label))
        changed |= dict.fromkeys((ref, *changes.refs))
    lines = live.judge_after(visit.session.packs, changed)
    touched.add(live.target, (*changed, *lines))
    for ref in dict.fromkeys((*changed, *lines)):
        if ref not in live.layout.line_of or ref in lines:
            touched.sync(edit, live, ref)
