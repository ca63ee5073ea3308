"""The header of an open visit: who and what, the old hazards, the stepper, and the saved mark."""

from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.customer import Importance
from inspector.domain.visit import Step, VisitKind
from inspector.i18n import N_, _
from inspector.services.visits.views import ItemState, StepView, VisitView
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.chip import Chip
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.marks import Panel, Rule
from inspector.ui.kit.meaning import IMPORTANCES
from inspector.ui.kit.painting import RIGHT, text, text_width
from inspector.ui.kit.stepper import StepItem, Stepper
from inspector.ui.kit.text import ElidedLabel

HEIGHT = 64
SHORT_CLASSES = {
    Importance.SPECIAL: N_("Special"),
    Importance.LEVEL_1: N_("Level 1"),
    Importance.LEVEL_2: N_("Level 2"),
    Importance.TEMPORARY: N_("Temporary"),
    Importance.NONE: N_("Ordinary"),
}
"""The class of a customer where there is little room."""
STEP_NAMES = {
    Step.OLD_HAZARDS: N_("Open hazards"),
    Step.INFRASTRUCTURE: N_("Infrastructure"),
    Step.EQUIPMENT: N_("HV equipment"),
    Step.INDICATIONS: N_("Indications"),
    Step.SUMMARY: N_("Summary"),
}


_OWN_NAMES = {
    VisitKind.INTERMEDIATE: {
        Step.INFRASTRUCTURE: N_("Hidden works"),
        Step.EQUIPMENT: N_("Mounting"),
        Step.INDICATIONS: N_("Measurements"),
    },
    VisitKind.ACCEPTANCE: {
        Step.INFRASTRUCTURE: N_("Documents and site"),
        Step.EQUIPMENT: N_("Equipment"),
        Step.INDICATIONS: N_("Energising"),
    },
}
"""What the steps hold at occasions with checklists of their own."""


def step_name(step: Step, kind: VisitKind = VisitKind.PERIODIC) -> str:
    """The step in words, as the occasion of the visit has it."""
    return _(_OWN_NAMES.get(kind, {}).get(step) or STEP_NAMES[step])


def step_progress(view: StepView) -> str:
    """The line under a step's name: counts and failures, or that it has not begun."""
    if view.state is ItemState.TODO or not view.total:
        return _("Not started")
    if view.step is Step.SUMMARY:
        return _("{done} of {total} signed").format(done=view.done, total=view.total)
    words = f"{view.done}/{view.total}"
    return f"{words} · {_('Fail {count}').format(count=view.failed)}" if view.failed else words


class SavedMark(QWidget):
    """已自动保存 with the time of the last commit; nothing before the first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saved_at: datetime | None = None
        self._short = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_saved(self, saved_at: datetime | None) -> None:
        """Show the time of the last commit."""
        if saved_at != self._saved_at:
            self._saved_at = saved_at
            self.setAccessibleName(" ".join(self._lines(short=False)))
            self.updateGeometry()
            self.update()

    def set_short(self, *, short: bool) -> None:
        """Show the time alone, where the room is needed for the customer."""
        if short != self._short:
            self._short = short
            self.updateGeometry()
            self.update()

    @property
    def long_width(self) -> int:
        """The width it takes with everything it says."""
        return self._width(*self._lines(short=False))

    def _lines(self, *, short: bool) -> tuple[str, str]:
        if self._saved_at is None:
            return "", ""
        time = f"{self._saved_at.astimezone():%H:%M:%S}"
        return _("Saved"), time if short else _("{time} · this computer").format(time=time)

    @staticmethod
    def _width(first: str, second: str) -> int:
        return round(max(text_width(first, "body_medium") + 20, text_width(second, "hint")) + 1)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._width(*self._lines(short=self._short)), 40)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._saved_at is None:
            return
        painter = QPainter(self)
        first, second = self._lines(short=self._short)
        width = float(self.width())
        left = width - text_width(first, "body_medium") - 20
        draw_icon(painter, QPointF(left, 3), "circle-check", "green-text", 16, 2)
        text(painter, QRectF(left + 20, 0, width - left - 19, 22), first, "body_medium", "green-text")
        text(painter, QRectF(0, 21, width, 18), second, "hint", "text-2", RIGHT)


class VisitHeader(Panel):
    """64 high. `step_requested(Step)` when a step is chosen."""

    step_requested = Signal(object)

    def __init__(self, visit: VisitView, parent: QWidget | None = None) -> None:
        super().__init__("surface", "b", parent)
        self.setFixedHeight(HEIGHT)
        self._name = ElidedLabel("", "block")
        self._name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._facts = ElidedLabel("", "hint", "text-2")
        self._chip = Chip(visit.customer_class, IMPORTANCES[visit.customer.importance])
        self._class, self._importance = visit.customer_class, visit.customer.importance
        self.back = IconButton("chevron-left", _("Back to the visits"))
        self.old_hazards = Button("", Kind.TEXT, icon="history")
        self.hand_over = IconButton("send", _("Hand over to another laptop"), key="Ctrl Shift O")
        self._old_words = ("", "")
        self._fitted: tuple[object, ...] = ()
        self.stepper = Stepper(_("Steps of the visit"))
        self._saved = SavedMark()
        self._build()
        self._connect()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(self.back)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._name)
        first.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addStretch(1)
        words.addLayout(first)
        words.addWidget(self._facts)
        words.addStretch(1)
        row.addLayout(words, 1)
        row.addWidget(self.old_hazards)
        row.addWidget(self.stepper)
        row.addWidget(self.hand_over)
        rule = Rule(vertical=True)
        rule.setFixedHeight(36)
        row.addWidget(rule)
        row.addWidget(self._saved)

    def _connect(self) -> None:
        self.stepper.step_requested.connect(lambda key: self.step_requested.emit(Step(key)))
        self.old_hazards.clicked.connect(lambda: self.step_requested.emit(Step.OLD_HAZARDS))

    def show_visit(self, visit: VisitView, current: Step) -> None:
        """Show fresh counts and the open step."""
        self._name.setText(visit.customer.name)
        gone = visit.handed_over
        shut = visit.shut is not None
        self._facts.setText(
            visit.facts if gone is None else _("Handed over: read only · {facts}").format(facts=visit.facts)
        )
        self.hand_over.setVisible(not shut)
        self._saved.show_saved(visit.saved_at)
        steps = [step for step in visit.steps if step.step is not Step.OLD_HAZARDS]
        items = [StepItem(s.step, step_name(s.step, visit.kind), step_progress(s), done=_finished(s)) for s in steps]
        self.stepper.set_steps(items, current)
        old = next((step for step in visit.steps if step.step is Step.OLD_HAZARDS), None)
        self.old_hazards.setVisible(old is not None and old.total > 0)
        if old is not None:
            self._old_words = (f"{step_name(Step.OLD_HAZARDS)} {old.done}/{old.total}", f"{old.done}/{old.total}")
            self.old_hazards.setToolTip(self._old_words[0])
            self.old_hazards.set_kind(Kind.TINTED if current is Step.OLD_HAZARDS else Kind.TEXT)
        self._fit()

    def _fit(self) -> None:
        """Before the customer's name is cut, shorten the way to the old hazards, then give up the class."""
        long, short = self._old_words
        shown = [self.back, self._name, self.old_hazards, self.stepper, self.hand_over, self._saved]
        facts = round(text_width(self._facts.full_text(), "hint")) + 2
        state = (
            facts,
            self.width(),
            long,
            self.old_hazards.isHidden(),
            self._saved.long_width,
            *(_width(widget) for widget in shown if widget not in (self.old_hazards, self._saved)),
        )
        if state == self._fitted:
            return
        self._fitted = state
        self._saved.set_short(short=False)
        self.old_hazards.set_label(long)
        self._chip.set_label(self._class)
        room = self.width() - 56
        if _used(shown) + self._chip.sizeHint().width() + 8 > room:
            self.old_hazards.set_label(short)
        if _used(shown) + self._chip.sizeHint().width() + 8 > room:
            self._chip.set_label(_(SHORT_CLASSES[self._importance]))
        beside = [widget for widget in shown if widget is not self._name]
        self._saved.set_short(short=_used(beside) + facts > room)
        self._chip.setVisible(_used(shown) + self._chip.sizeHint().width() + 8 <= room)
        self._name.setToolTip(f"{self._name.full_text()}\n{self._class}")
        self._chip.setToolTip(self._class)
        self.old_hazards.setAccessibleName(long)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(640, HEIGHT)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def close_steps(self) -> None:
        """The visit is signed: its steps cannot be opened any more."""
        self.stepper.setEnabled(False)
        self.old_hazards.setEnabled(False)
        self.hand_over.setEnabled(False)


def _used(widgets: list[QWidget]) -> int:
    return sum(_width(widget) + 8 for widget in widgets if not widget.isHidden())


def _width(widget: QWidget) -> int:
    """What a widget takes; one of fixed size asks for nothing."""
    return max(widget.sizeHint().width(), widget.minimumWidth())


def _finished(step: StepView) -> bool:
    return step.total > 0 and step.done >= step.total
