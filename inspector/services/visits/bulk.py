"""其余判合格: the unanswered questions of a section are passed in one step, but for those that deserve a look.

What failed last time or needs a photo is skipped. Up to two others are drawn at random: they stay open, and 合格 alone
does not do for them (a photo, a value or a note has to come with it). A draw is kept for the visit: undoing and trying
again draws the same questions, so that nobody can draw until the easy ones come. Runs on the workspace's worker.
"""

import random
from collections.abc import Iterator, Mapping

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.visits.answers import live_form
from inspector.services.visits.building import build_form
from inspector.services.visits.changes import Touched
from inspector.services.visits.layout import SectionLayout
from inspector.services.visits.live import LiveForm
from inspector.services.visits.opened import OpenVisit
from inspector.services.visits.rest import drawn_before, is_rest
from inspector.services.visits.session import item_key
from inspector.services.visits.views import Bulk, Change, Target
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "section_unknown": N_("The checklist has no section “{section}”."),
        "no_rest": N_("Nothing in this section can be passed at once: answer what is left one by one."),
    },
)

MOST_DRAWN = 2


def pass_rest(
    workspace: Workspace, visit_id: str, target: Target, section: str, source: random.Random | None = None
) -> Change:
    """Pass the rest of a section (its ref, or its number). `source` draws; by default the system's secure source.

    `Change.bulk` says how many were passed, drawn and left. Raises Problem target_unknown, section_unknown, no_rest.
    """
    visit = workspace.visit(visit_id)
    live = live_form(visit, target)
    layout = next((one for one in live.layout.sections if section in (one.ref, one.number)), None)
    if layout is None:
        raise Problem("section_unknown", section=section)
    rest = [ref for ref in layout.questions if is_rest(visit.session, live, ref)]
    drawn = _drawn(visit, live, layout, rest, source or random.SystemRandom())
    if not [ref for ref in rest if ref not in drawn]:
        raise Problem("no_rest")
    try:
        return _Passing(workspace, visit, live, layout, drawn).write()
    except BaseException:
        visit.session.forms[target] = build_form(workspace, visit.session, target, begun=True)
        raise


def _drawn(
    visit: OpenVisit, live: LiveForm, layout: SectionLayout, rest: list[str], source: random.Random
) -> tuple[str, ...]:
    """The questions drawn in this section: those of earlier draws, and others while there are fewer than due.

    Of every two questions at most one is drawn, so that a short section is still worth the key.
    """
    earlier = drawn_before(visit.session, live, layout)
    due = min(MOST_DRAWN, len(rest) // 2) - len(earlier)
    fresh = [ref for ref in rest if ref not in earlier]
    return (*earlier, *source.sample(fresh, due)) if due > 0 else earlier


class _Passing:
    """One use of the key, while it is written."""

    def __init__(
        self, workspace: Workspace, visit: OpenVisit, live: LiveForm, layout: SectionLayout, drawn: tuple[str, ...]
    ) -> None:
        self.visit, self.live, self.layout, self.drawn = visit, live, layout, drawn
        self.target = live.target
        self.id = workspace.new_id()
        self.by = workspace.acting.id if workspace.somebody_acts else ""
        self.edit = visit.edit()
        self.touched = Touched(visit.views)

    def write(self) -> Change:
        """Pass, mark, log and commit; the change set."""
        at = self.edit.now.isoformat()
        passed = list(self._pass(at))
        for ref in self.drawn:
            self._put_new("drawn", item_key(self.target, ref), {"at": at})
            self.touched.add(self.target, (ref,))
        where = {"form": self.target.form, "equipment": self.target.equipment or "", "section": self.layout.ref}
        log = {"at": at, "by": self.by, **where, "number": self.layout.number, "refs": passed}
        self.edit.put("bulk", self.id, {**log, "drawn": list(self.drawn)})
        self._put_new("draw", item_key(self.target, self.layout.ref), {"refs": list(self.drawn), "at": at})
        saved = self.edit.commit()
        left = [ref for ref in self.layout.questions if self._open(ref)]
        self.touched.bulk = Bulk(len(passed), len([ref for ref in self.drawn if ref in left]), len(left))
        return self.touched.change(saved, signatures_cleared=self.edit.signatures_cleared)

    def _pass(self, at: str) -> Iterator[str]:
        """Answer 合格 in the engine, one after the other: an answer may bring or take away a later question."""
        changed: dict[str, None] = {}
        for ref in self.layout.questions:
            if ref in self.drawn or not is_rest(self.visit.session, self.live, ref):
                continue
            changes = self.live.instance.answer(ref, "pass")
            self.edit.put("answer", item_key(self.target, ref), {"value": "pass", "bulk": self.id, "at": at})
            for gone in changes.dropped:
                self.edit.delete("answer", item_key(self.target, gone.ref))
            changed |= dict.fromkeys((ref, *changes.refs))
            yield ref
        lines = self.live.judge_after(self.visit.session.packs, changed)
        self.touched.add(self.target, (*changed, *lines))
        for ref in dict.fromkeys((*changed, *lines)):
            if ref not in self.live.layout.line_of or ref in lines:
                self.touched.sync(self.edit, self.live, ref)

    def _put_new(self, kind: str, key: str, body: Mapping[str, object]) -> None:
        """Write an item unless it says the same already."""
        before = self.visit.session.of(kind).get(key)
        if before is None or before.get("refs") != body.get("refs"):
            self.edit.put(kind, key, body)

    def _open(self, ref: str) -> bool:
        view = self.live.instance.view(ref)
        return view.relevant and not view.readonly and not view.value
