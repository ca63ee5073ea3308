"""One question of a checklist: what the person does with it, and the details that the list puts below it."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.visits.views import Row, RowKind
from inspector.ui.forms.answers import Answer
from inspector.ui.forms.controls import answer_for
from inspector.ui.forms.face import BELOW, QuestionFace, drawn_hint
from inspector.ui.kit.button import IconButton
from inspector.ui.kit.photos import dropped_files
from inspector.ui.visit.read_only import writes


class QuestionRow(QuestionFace):
    """Shows one `Row`. `answered(ref, value)`, `note_requested(ref)`, `photo_requested(ref)` on user action.

    The details (hazard editor, note, photos) are added by the list for the current row only.
    """

    answered = Signal(str, str)
    note_requested = Signal(str)
    photo_requested = Signal(str)
    current_requested = Signal(str)
    files_dropped = Signal(str, list)

    def __init__(self, row: Row, answer: Answer | None = None, parent: QWidget | None = None) -> None:
        super().__init__(row, answer or answer_for(row), parent)
        self.note_button = IconButton("message-square-text", _("Note"), key="N", parent=self)
        self.photo_button = IconButton("camera", _("Photo"), key="P", parent=self)
        writes(self.note_button, self.photo_button)
        self._buttons = (self.note_button, self.photo_button)
        self.setAcceptDrops(self.answerable)
        self._describe()
        self._connect()

    def _connect(self) -> None:
        self.answer.answered.connect(lambda value: self.answered.emit(self.row.ref, value))
        self.note_button.clicked.connect(lambda: self.note_requested.emit(self.row.ref))
        self.photo_button.clicked.connect(lambda: self.photo_requested.emit(self.row.ref))

    @property
    def unanswered(self) -> bool:
        """Whether it has to be answered and is not, as shown now; what may be left empty never waits."""
        asked = self.row.required or self.row.kind is RowKind.JUDGED
        return self.answerable and asked and not self.answer.value()

    def set_row(self, row: Row) -> None:
        """Show fresh data; repaints only this row."""
        self.row = row
        self.answer.show_row(row)
        self._describe()
        self.relayout()

    @property
    def details(self) -> QWidget | None:
        """What is shown below the question."""
        return self._details

    def set_details(self, details: QWidget | None) -> None:
        """Put a widget below the question, or take it away (it is deleted)."""
        if self._details is not None and self._details is not details:
            self._details.hide()
            self._details.deleteLater()
        self._details = details
        if details is not None:
            if details.parent() is not self:
                details.setParent(self)
            details.installEventFilter(self)
            details.show()
            inner = details.layout()
            if inner is not None:
                inner.activate()
        self.relayout()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._details and event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self._on_details_laid_out)
        return super().eventFilter(watched, event)

    def _on_details_laid_out(self) -> None:
        """The details asked for a layout: place them anew if they, or the row around them, need another height."""
        if self._details is None:
            return
        placed = self._details_height(self.width()) - BELOW == self._details.height()
        if not placed or self.heightForWidth(self.width()) != self.height():
            self.relayout()

    def focus_answer(self) -> None:
        """Put the focus on the answer, or on the row itself while its answer cannot be changed: for the keys."""
        answer = self.answer.focus_widget
        (answer if answer.isEnabled() else self).setFocus(Qt.FocusReason.TabFocusReason)

    def _describe(self) -> None:
        self.setAccessibleName(f"{self.row.number} {self.row.label}")
        drawn = f"{_('Drawn')}: {drawn_hint()}" if self.row.drawn_open else ""
        self.setAccessibleDescription(drawn)
        self.setToolTip(drawn)
        self.note_button.setVisible(self.answerable)
        self.photo_button.setVisible(self.answerable)
        self.note_button.set_count(1 if self.row.note else 0)
        self.note_button.setToolTip(self.row.note or f"{_('Note')} (N)")
        self.photo_button.set_count(len(self.row.photos))
        needs = self.row.photo_required and not self.row.photos
        self.photo_button.set_token("orange-text" if needs else "text-2")
        self.photo_button.setToolTip(_("A photo is needed (P)") if needs else f"{_('Photo')} (P)")

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.current_requested.emit(self.row.ref)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.files_dropped.emit(self.row.ref, dropped_files(event.mimeData()))
