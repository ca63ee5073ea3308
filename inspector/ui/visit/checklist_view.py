"""A checklist on screen: cards of question rows, one current row with its details, keys, and the filter 只看未答.

Used by step 1 (one section at a time) and by step 2 (all sections of a visual checklist). It shows frozen views and
writes through the presenter; `apply` repaints the rows that a change touched.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from inspector.domain.verdict import Verdict
from inspector.i18n import _, describe, ngettext
from inspector.problems import Problem
from inspector.services.visits.views import Change, Row, RowKind, Section, Target
from inspector.ui.forms.answers import LongTextAnswer, TypedAnswer
from inspector.ui.forms.face import is_answerable
from inspector.ui.forms.files import FileAnswer
from inspector.ui.visit.current_details import CurrentDetails, flush_details, refuse_hazard
from inspector.ui.visit.details import RowDetails, needs_details
from inspector.ui.visit.drafts import place
from inspector.ui.visit.photos import PhotoPlace, add_photos, ask_for_photos, from_clipboard, from_files
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.question import QuestionRow
from inspector.ui.visit.row_cards import RowCards

_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


EDITOR_MS = 20
"""How long after an answer its hazard's editor unfolds: the answer itself is painted first."""


class CheckListView(RowCards):
    """Put it into a `Scroller`. Call `show_sections`, `focus_row`, `apply`.

    Answering moves to the next unanswered row, a failing answer stays and opens the hazard's editor.
    """

    row_focused = Signal(object)
    """`Row`: another row became the current one."""
    row_answered = Signal(str, str)
    """(ref, value) as soon as the person answered, before it is stored."""
    completed = Signal()
    """An answer was given and no row here waits any more."""
    left_upwards = Signal()
    """Up was pressed on the first row."""
    left_downwards = Signal()
    """Down was pressed on the last row."""
    scroll_wanted = Signal(object)
    """The row widget that must be visible."""

    def __init__(self, presenter: VisitPresenter, *, headed: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(headed=headed, parent=parent)
        self._presenter = presenter
        self._details = CurrentDetails(presenter, self)
        self._left = ""
        """The choice that was answered last and is not stored yet."""
        self.rest_wanted.connect(self.pass_rest)
        self._details.changed.connect(self.scroll_wanted)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    # showing --------------------------------------------------------------------------------------------------------

    @override
    def show_sections(self, target: Target, sections: Sequence[Section]) -> None:
        flush_details(self.built(self._current))
        super().show_sections(target, sections)
        self._details.prepare()

    @override
    def _adopt(self, widget: QuestionRow) -> None:
        widget.answered.connect(self._on_answered)
        widget.note_requested.connect(self.open_note)
        widget.photo_requested.connect(self.add_photo)
        widget.current_requested.connect(self.focus_row)
        widget.files_dropped.connect(self._on_files_dropped)
        if isinstance(widget.answer, FileAnswer):
            widget.answer.file_offered.connect(partial(self._on_file_offered, widget.row.ref))
        self._keep_typing(widget)

    @override
    def _held(self, ref: str) -> bool:
        return self._target is not None and self._presenter.pending(self._target, ref)

    def _keep_typing(self, widget: QuestionRow) -> None:
        if isinstance(widget.answer, TypedAnswer | LongTextAnswer):
            self._presenter.typing.follow(widget.answer.field, place("answer", self._target, widget.row.ref))

    def apply(self, change: Change) -> None:
        """Repaint the touched rows of this form; the focus stays in it when the row that had it goes."""
        focus = QApplication.focusWidget()
        inside = focus is not None and self.isAncestorOf(focus)
        for target, section in change.sections:
            if target == self._target:
                self.take_section(section)
        for target, row in change.rows:
            if target == self._target and self.data(row.ref) is not None:
                self._show_row(row)
        if change.rows:
            self._filter()
        self._leave_choice()
        if inside and QApplication.focusWidget() is None:
            self.focus_row("")
        if change.bulk is not None and self.isVisible() and any(one.target == self._target for one in change.targets):
            if self._waits(self._current):  # it was drawn for a closer look
                self.focus_row(self._current)
            else:
                self.go_on(self._current)

    def _leave_choice(self) -> None:
        """Go on from a choice once it is stored, since it may have brought new questions."""
        ref = self._left
        if ref and not self._presenter.pending(self._target, ref):
            self._left = ""
            if ref == self._current:
                self.go_on(ref)

    def _show_row(self, row: Row) -> None:
        widget = self.built(row.ref)
        if widget is not None:
            widget.set_row(row)
        self._card_of[row.ref].take_row(row)
        if widget is None:
            return
        self._keep_typing(widget)
        if row.ref == self._current:
            if isinstance(widget.details, RowDetails) or not needs_details(row):
                self._details.show(self._target, widget)
            else:
                QTimer.singleShot(EDITOR_MS, self, partial(self._unfold, row.ref))
            self.row_focused.emit(row)

    def _unfold(self, ref: str) -> None:
        """Show what an answer opened, in a frame of its own after the answer was painted."""
        widget = self.built(ref)
        if ref == self._current and widget is not None:
            self._details.show(self._target, widget)

    # current row ----------------------------------------------------------------------------------------------------

    def focus_row(self, ref: str) -> None:
        """Make a row current and put the focus on its answer; an unknown ref takes the first unanswered row."""
        row = self.data(ref)
        wanted = ref if row is not None and row.relevant else self.first_unanswered()
        if not wanted and self._presenter.read_only:
            wanted = next(iter(self.shown_refs()), "")
        if wanted:
            self._make_current(wanted)
            widget = self.row(wanted)
            if widget is not None:
                widget.focus_answer()

    def _make_current(self, ref: str) -> None:
        if ref == self._current:
            return
        before = self.built(self._current)
        flush_details(before)
        self._current = ref
        if self._only_unanswered:
            self._filter()
        widget = self.row(ref)
        if widget is None:
            return
        if before is not None:
            before.set_current(current=False)
            before.set_details(None)
        widget.set_current(current=True)
        self._details.show(self._target, widget)
        self.row_focused.emit(widget.row)
        self.scroll_wanted.emit(widget)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        widget: QWidget | None = new
        while widget is not None and widget is not self:
            if isinstance(widget, QuestionRow) and self.built(widget.row.ref) is widget:
                self._make_current(widget.row.ref)
                return
            widget = widget.parentWidget()

    # answering ------------------------------------------------------------------------------------------------------

    def _on_answered(self, ref: str, value: str) -> None:
        row = self.data(ref)
        if row is not None and row.kind in (RowKind.ADD, RowKind.ENTRY) and self._target is not None:
            self._presenter.change_rows(self._target, ref, add=row.kind is RowKind.ADD)
            return
        self._make_current(ref)
        if self._target is not None:
            self._presenter.answer(self._target, ref, value)
        self.row_answered.emit(ref, value)
        self._left = ref if row is not None and row.kind is RowKind.CHOICE and value else ""
        if row is not None and row.kind is RowKind.JUDGED and value and value != Verdict.FAIL:
            self.go_on(ref)

    def go_on(self, ref: str) -> None:
        """Move to the next unanswered row after `ref`; `completed` if there is none."""
        following = self.first_unanswered(after=ref)
        if following:
            self.focus_row(following)
        else:
            self.completed.emit()

    def pass_rest(self, section: str = "") -> None:
        """其余判合格 in a section, by default the current row's (Shift+A)."""
        current = next((one.ref for one in self._sections if self._current in {row.ref for row in one.rows}), "")
        wanted = next((one for one in self._sections if one.ref == (section or current)), None)
        if wanted is None or self._target is None:
            return
        if wanted.rest:
            self._presenter.pass_rest(self._target, wanted.ref)
        else:
            self._presenter.messages.info(_nothing_to_pass(wanted))

    def open_note(self, ref: str = "") -> None:
        """Open the note of a row (N)."""
        widget = self.row(ref or self._current)
        if widget is None or not widget.answerable or self._presenter.read_only:
            return
        self._make_current(widget.row.ref)
        self._details.open_note(self._target, widget)

    def add_photo(self, ref: str = "") -> None:
        """Ask for a photo of a row (P)."""
        wanted = ref or self._current
        row = self.data(wanted)
        if row is not None and is_answerable(row):
            self._make_current(wanted)
            ask_for_photos(self._presenter, PhotoPlace(self._target, wanted), self.window())

    def paste_photo(self) -> bool:
        """Add what the clipboard holds to the current row; returns whether it held photos."""
        sources = from_clipboard()
        if not sources or self.data(self._current) is None:
            return False
        add_photos(self._presenter, PhotoPlace(self._target, self._current), sources)
        return True

    def _on_files_dropped(self, ref: str, paths: list[str]) -> None:
        self.focus_row(ref)
        add_photos(self._presenter, PhotoPlace(self._target, ref), from_files(paths))

    def _on_file_offered(self, ref: str, path: str) -> None:
        """A photo question: the picture is kept with the question, its name is the answer."""
        self._on_files_dropped(ref, [path])
        if self._target is not None:
            self._presenter.answer(self._target, ref, Path(path).name)

    def write_failed(self, ref: str, problem: Problem) -> None:
        """A write failed: say so at the row or field; what was chosen or typed stays to be tried again."""
        self._left = ""
        for widget in self.built_rows():
            if widget.row.ref == ref:
                widget.set_row(replace(widget.row, value=widget.answer.value(), error=describe(problem)))
            refuse_hazard(widget, ref, problem)

    def restore(self) -> None:
        """Show the stored state again, after a write was not carried out."""
        self._left = ""
        for widget in self.built_rows():
            widget.set_row(self.data(widget.row.ref) or widget.row)

    # keys -----------------------------------------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Paste) and self.paste_photo():
            return
        if key == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self.pass_rest()
            return
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and self._on_plain_key(key, event.text()):
            return
        super().keyPressEvent(event)

    def _on_plain_key(self, key: Qt.Key, typed: str) -> bool:
        widget = self.built(self._current)
        if key in _MOVES:
            self._move(_MOVES[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and widget is not None:
            self.go_on(self._current)
            return True
        if key == Qt.Key.Key_Escape and widget is not None and widget.details is not None:
            if self._presenter.read_only:
                return False  # nothing is being written: the page takes it
            widget.focus_answer()
            return True
        match typed.lower():
            case "n":
                self.open_note()
            case "p":
                self.add_photo()
            case _:
                return widget is not None and bool(typed) and widget.answer.press_key(typed)
        return True

    def _move(self, by: int) -> None:
        refs = [ref for ref in self.shown_refs() if (row := self.data(ref)) is not None and is_answerable(row)]
        if self._current not in refs:
            self.focus_row("")
            return
        index = refs.index(self._current) + by
        if index < 0:
            self.left_upwards.emit()
        elif index >= len(refs):
            self.left_downwards.emit()
        else:
            self.focus_row(refs[index])


def _nothing_to_pass(section: Section) -> str:
    """Why Shift+A passes nothing here."""
    left = section.total - section.done
    if not left:
        return _("Every question of this section is answered.")
    words = ngettext(
        "{count} question is left; judge it by itself.", "{count} questions are left; judge them one by one.", left
    )
    return words.format(count=left)
