"""A visit that is open in this process, as the workspace keeps it."""

from inspector.services.visits.changes import Touched, Views
from inspector.services.visits.edit import Edit
from inspector.services.visits.live import LiveForm
from inspector.services.visits.session import VisitSession, item_key
from inspector.services.workspace import Workspace
from inspector.xforms import Kind


class OpenVisit:
    """A visit that is open in this process. Worker thread only.

    `stale` is set when another visit of the same customer was signed: what is known of old hazards is read again before
    the visit is used next (`Workspace.visit`); values are judged again there once somebody has decided about criteria.
    `register_changed` is set when customer or equipment were changed on the register: the visit is built anew when it
    is opened next.
    """

    def __init__(self, workspace: Workspace, session: VisitSession) -> None:
        self.workspace = workspace
        self.session = session
        self.views = Views(session)
        self.stale = False
        self.register_changed = False
        self.added = frozenset(session.of("equipment"))
        """Equipment that was ever found on the spot while the visit was open here."""

    def edit(self, text: str = "") -> Edit:
        """Begin a write; `text` names the text field that is saved, if it is one."""
        return Edit(self.session, self.workspace.db, self.workspace.now(), text)

    def old_heads(self, hazard: str) -> tuple[str, ...]:
        """Heads of an old hazard as they are on the screen."""
        return tuple(self.workspace.db.frames.heads_of(hazard))

    def refresh(self) -> None:
        """Read the customer's unclosed hazards again; on a new day, or by new criteria, judge everything again.

        The judgement of a hazard that was closed meanwhile stays with the visit and is filed with it.
        """
        if self.session.signed is not None:
            self.stale, self.session.packs = False, self.workspace.packs
            return
        self.session.old = self.workspace.unclosed(self.session.customer.id)
        self.stale = False
        today, packs = self.workspace.today(), self.workspace.packs
        if today == self.session.today and packs is self.session.packs:
            return
        self.session.today, self.session.packs = today, packs
        for live in self.session.forms.values():
            live.today = today
            live.judge_all(self.session.packs)
        self.views.forget()
        self.reconcile()

    def reconcile(self) -> None:
        """Save what a form answers by itself, and bring hazards in line with the verdicts. Commits only if needed.

        Defaults are worked out once, when a form is first opened; a kill between two commits may leave a hazard behind.
        """
        if self.session.shut is not None:
            return
        edit, touched = self.edit(), Touched(self.views)
        known = self.session.of("answer")
        for live in self.session.forms.values():
            for ref, value in live.instance.answers().items():
                if value and ref in live.questions and _asked(live, ref) and item_key(live.target, ref) not in known:
                    edit.put("answer", item_key(live.target, ref), {"value": value})
            for ref in live.layout.section_of:
                touched.sync(edit, live, ref)
            for line in live.layout.lines:
                touched.sync(edit, live, line.ref)
        if not edit.empty:
            edit.commit(step=False)


def _asked(live: LiveForm, ref: str) -> bool:
    """Whether a question is asked, not worked out."""
    question = live.questions[ref]
    return question.kind is not Kind.MODEL_VALUE and not live.instance.view(ref).readonly
