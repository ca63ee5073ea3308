"""What stands below the current question: the hazard's editor, the note, and the photos of an answer without hazard."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.problems import Problem
from inspector.services.visits.views import HazardDraft, Row, Target
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.text import Text
from inspector.ui.visit.drafts import place
from inspector.ui.visit.hazard_editor import HazardEditor, label_width
from inspector.ui.visit.photos import PhotoPlace, PhotoShelf
from inspector.ui.visit.presenter import VisitPresenter


class RowDetails(QWidget):
    """Details of one row. `resized` when the height changed, `closed` when the note was left by Enter or Esc."""

    resized = Signal()
    closed = Signal()

    def __init__(
        self,
        presenter: VisitPresenter,
        target: Target,
        row: Row,
        make_editor: Callable[[HazardDraft], HazardEditor],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._make_editor = make_editor
        self._target = target
        self._row = row
        self._note_open = presenter.typing.text(place("note", target, row.ref)) is not None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._note_row: QWidget | None = None
        self._note: TextField | None = None
        self._editor: HazardEditor | None = None
        self._shelf: PhotoShelf | None = None
        self.show_row(row)

    def _show_note(self) -> None:
        """Show the note's field, which is built when it is first wanted, or hide it."""
        if self._note_shown() and self._note is None:
            self._note_row, self._note = QWidget(self), TextField(_("Note"))
            self._build_note(self._note_row, self._note)
        if self._note is not None and not self._note.editor.hasFocus():
            self._note.set_value(self._row.note)
            self._presenter.typing.follow(self._note, place("note", self._target, self._row.ref))
        if self._note_row is not None:
            self._note_row.setVisible(self._note_shown())

    def _build_note(self, row: QWidget, note: TextField) -> None:
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        label = Text(_("Note"), "body", "text-2")
        label.setFixedWidth(label_width())
        line.addWidget(label)
        line.addWidget(note, 1)
        self._layout.insertWidget(1 if self._editor is not None else 0, row)
        note.value_committed.connect(self._on_note_committed)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return self._editor is None and self._shelf is None and not self._note_shown()

    def _note_shown(self) -> bool:
        return self._note_open or bool(self._row.note)

    def show_row(self, row: Row) -> None:
        """Show fresh data."""
        self._row = row
        self._show_hazard()
        self._show_note()
        self._show_photos()

    def _show_hazard(self) -> None:
        hazard = self._row.hazard
        if hazard is None:
            if self._editor is not None:
                self._editor.hide()
                self._editor.deleteLater()
                self._editor = None
        elif self._editor is None:
            self._editor = self._make_editor(hazard)
            self._editor.resized.connect(self.resized)
            self._layout.insertWidget(0, self._editor)
            self._editor.show()
        else:
            self._editor.show_draft(hazard)

    def _show_photos(self) -> None:
        wanted = bool(self._row.photos) and self._row.hazard is None
        if wanted and self._shelf is None:
            self._shelf = PhotoShelf(self._presenter, PhotoPlace(target=self._target, ref=self._row.ref))
            self._layout.addWidget(self._shelf)
        if self._shelf is not None:
            if wanted:
                self._shelf.show_photos(self._row.photos)
            else:
                self._shelf.hide()
                self._shelf.deleteLater()
                self._shelf = None

    @property
    def editor(self) -> HazardEditor | None:
        """The hazard's editor, if the answer made a hazard."""
        return self._editor

    def open_note(self) -> None:
        """Show the note's field and put the focus into it."""
        self._note_open = True
        self._show_note()
        if self._note is not None:
            self._note.editor.setFocus(Qt.FocusReason.TabFocusReason)
        self.resized.emit()

    def _on_note_committed(self, text: str) -> None:
        self._presenter.note(self._target, self._row.ref, text.strip())

    def flush(self) -> None:
        """Store what was typed but not stored yet."""
        if self._editor is not None:
            self._editor.flush()

    def show_problem(self, problem: Problem) -> None:
        """Mark the field a failed write was about."""
        if self._editor is not None:
            self._editor.show_problem(problem)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        leaving = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape) and not event.modifiers()
        if leaving and self._note is not None and self._note.editor.hasFocus():
            self.closed.emit()
            return
        super().keyPressEvent(event)


def needs_details(row: Row) -> bool:
    """Whether a row has something to show below it by itself."""
    return row.hazard is not None or bool(row.note) or bool(row.photos)
