"""What readings mean together, on the summary: each inference with its evidence and how it was decided."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector import services
from inspector.i18n import N_, _
from inspector.services.visits.inference_views import InferenceView
from inspector.services.visits.views import Target
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.chip import Chip, grade_chip, note_chip
from inspector.ui.kit.meaning import GRADES
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.visit.presenter import VisitPresenter, step_of
from inspector.ui.visit.read_only import writes

OPEN = N_("Not decided")
HAZARD = N_("Made a hazard")
DISMISSED = N_("Dismissed")


def decision_words(inference: InferenceView) -> str:
    """How it was decided, in words."""
    return _(DISMISSED) if inference.reason else _(HAZARD) if inference.hazard else _(OPEN)


def go_to_evidence(presenter: VisitPresenter, inference: InferenceView) -> None:
    """Go to the first observation that an inference was drawn from."""
    form, equipment, ref = inference.places[0].partition("#")[0].split("|", 2)
    target = Target(form, equipment or None)
    presenter.go(step_of(presenter.visit, target), target, ref)


def restore(presenter: VisitPresenter, inference: str) -> None:
    """Take a dismissal back."""
    workspace, visit = presenter.workspace, presenter.visit.id
    presenter.write(lambda: services.restore_inference(workspace, visit, inference), ref=inference)


class InferenceRow(QWidget):
    """One inference; `restored(id)` takes a dismissal back, `opened(view)` goes to its evidence."""

    restored = Signal(str)
    opened = Signal(object)

    def __init__(self, inference: InferenceView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inference = inference
        self.restore_button = Button(_("Restore"), Kind.LINK, icon="undo-2")
        self.open_button = Button(_("Show"), Kind.LINK, icon="arrow-right")
        writes(self.restore_button)
        self.restore_button.setVisible(bool(inference.reason) and not inference.hazard)
        self.restore_button.clicked.connect(lambda: self.restored.emit(inference.id))
        self.open_button.clicked.connect(lambda: self.opened.emit(inference))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        head.addWidget(self._grade(), 0, top)
        head.addWidget(Text(inference.title, "body_medium", wrap=True), 1)
        head.addWidget(note_chip(decision_words(inference), "plain" if inference.open else "grey"), 0, top)
        column.addLayout(head)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(ElidedLabel(" · ".join(inference.evidence), "hint", "text-2"), 1)
        foot.addWidget(self.restore_button)
        foot.addWidget(self.open_button)
        column.addLayout(foot)
        if inference.reason:
            reason = Text(_("Reason: {reason}").format(reason=inference.reason), "hint", "text-2", wrap=True)
            column.addWidget(reason, 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(f"{inference.title}: {decision_words(inference)}")

    def _grade(self) -> Chip:
        chip = note_chip("—")
        chip.set_look(grade_chip(self.inference.grade).label, GRADES[self.inference.grade])
        return chip
