"""What was being typed when the program ended: said by the name of its question, and the focus put into its field.

GUI thread. The text itself is put back by `drafts.VisitTyping` when its field shows; this goes there and tells it.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from inspector.domain.visit import Step
from inspector.i18n import N_, _, ngettext
from inspector.services.visits.views import FormView, Target
from inspector.ui.visit.drafts import placed
from inspector.ui.visit.presenter import VisitPresenter

FIELDS = {
    "note": N_("the note on {question}"),
    "hazard": N_("the wording of a hazard"),
    "old": N_("the note on an open hazard"),
    "dismiss": N_("the reason for dismissing a hazard"),
    "refusal": N_("the refusal to sign"),
    "override": N_("the reason for overriding {question}"),
    "waiting": N_("the reason why {question} waits"),
}
"""Kinds of keys; any other is the answer or value itself and named by its question."""


class Unsaved(QObject):
    """Looks once, when a visit opens. `open_step(step, target, ref)` shows a question."""

    def __init__(self, presenter: VisitPresenter, open_step: Callable[[Step, Target | None, str], None]) -> None:
        super().__init__(presenter)
        self._presenter = presenter
        self._open_step = open_step

    def look(self) -> None:
        """Fetch what was kept; then one message says what was restored, saved and unsaved."""
        self._presenter.typing.load(self._on_found)

    def _on_found(self, keys: Sequence[str]) -> None:
        if not keys:
            self._tell("")
            return
        _step, here, ref = self._presenter.position
        first = next((key for key in keys if placed(key)[1:] == (here, ref)), keys[0])
        kind, target, wanted = placed(first)
        self._presenter.typing.focus_on(first)
        others = len(keys) - 1
        if kind == "old":
            self._presenter.load_old_hazards(lambda _hazards: self._on_old_hazards(wanted, others))
        elif target is not None:
            self._presenter.load_form(target, partial(self._on_form, kind, wanted, others))
        else:
            self._tell(_sentence(kind, "", others))

    def _on_old_hazards(self, hazard: str, others: int) -> None:
        """The page has them too by now: it asked before."""
        self._open_step(Step.OLD_HAZARDS, None, hazard)
        self._tell(_sentence("old", "", others))

    def _on_form(self, kind: str, ref: str, others: int, form: FormView) -> None:
        _step, here, before = self._presenter.position
        if here != form.target or (before != ref and kind != "cell"):  # a cell opens by itself where it stands
            self._go(form.target, ref)
        self._tell(_sentence(kind, _question(form, ref), others))

    def _go(self, target: Target, ref: str) -> None:
        visit = self._presenter.visit
        if target == visit.infrastructure:
            self._open_step(Step.INFRASTRUCTURE, target, ref)
        elif target in {summary.target for summary in visit.equipment}:
            self._open_step(Step.EQUIPMENT, target, ref)
        else:
            self._open_step(Step.INDICATIONS, target, ref)

    def _tell(self, unsaved: str) -> None:
        words = "\n".join(part for part in (self._presenter.visit.restored, unsaved) if part)
        if words:
            self._presenter.messages.info(words)


def _sentence(kind: str, question: str, others: int) -> str:
    what = _(FIELDS.get(kind, "{question}")).format(question=question)
    if not others:
        return _("Not saved yet, back in its field: {what}.").format(what=what)
    words = ngettext(
        "Not saved yet, back in their fields: {what} and {count} more.",
        "Not saved yet, back in their fields: {what} and {count} more.",
        others,
    )
    return words.format(what=what, count=others)


def _question(form: FormView, ref: str) -> str:
    """Number and name of a question, of a line, or of the line a cell stands in."""
    rows = [*form.head, *(row for section in form.sections for row in section.rows)]
    for row in rows:
        if row.ref == ref:
            return f"{row.number} {row.title or row.label}".strip()
    line = next((one for one in form.lines if ref in (one.ref, *(cell.ref for cell in one.cells))), None)
    return line.label if line is not None else form.title
