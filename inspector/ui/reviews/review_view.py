"""One hazard in review: photos, values and words in the middle, the reviewer's panel at the right (picture 07)."""

from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from inspector import services
from inspector.i18n import _, describe
from inspector.problems import Problem
from inspector.services.reviews.views import JudgedReview, ReviewDetail
from inspector.ui.decisions import decide
from inspector.ui.kit.compare import Layout
from inspector.ui.kit.drawer import PUSH_FROM
from inspector.ui.kit.empty import EmptyState, Skeleton
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.rows import Scroller
from inspector.ui.reviews.draft import ReviewDraft
from inspector.ui.reviews.head import ReviewHead
from inspector.ui.reviews.notes import Notes
from inspector.ui.reviews.panel import ReviewPanel
from inspector.ui.reviews.photos import PhotoSection
from inspector.ui.reviews.presenter import ReviewPresenter
from inspector.ui.reviews.value_lines import lines_of
from inspector.ui.reviews.values import ValueTable


class ReviewView(QWidget):
    """Shows a hazard and lets it be judged.

    `decided(hazard)` when a judgement is held, `taken_back(hazard)` when it was taken back or refused,
    `carried_out(hazard)` when it is a fact.
    """

    decided = Signal(str)
    taken_back = Signal(str)
    carried_out = Signal(str)

    def __init__(self, presenter: ReviewPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._floating = False
        self.draft = ReviewDraft(presenter, self)
        self.panel = ReviewPanel(self.draft)
        self.head = ReviewHead()
        self.photos = PhotoSection(presenter)
        self.values = ValueTable()
        self.notes = Notes()
        self._build()
        self._connect()

    # building -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 10, 16, 16)
        column.setSpacing(12)
        for widget in (self.head, self.photos, self.values, self.notes):
            column.addWidget(widget)
        column.addStretch(1)
        self.scroller = Scroller(content)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.scroller)
        self._other: QWidget | None = None
        ground = Panel("canvas")
        inner = QVBoxLayout(ground)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.middle)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(ground, 1)
        self._row.addWidget(self.panel)
        self.panel.hide()

    def _connect(self) -> None:
        self.head.layout_choice.value_chosen.connect(self._on_layout_chosen)
        self.photos.compare.layout_changed.connect(self._on_layout_changed)
        self.head.panel_button.clicked.connect(self.toggle_panel)
        self.panel.closed.connect(lambda: self.show_panel(shown=False))
        self.panel.pass_requested.connect(self.pass_it)
        self.panel.return_requested.connect(self.return_it)
        self.values.value_typed.connect(self._on_value_typed)

    # what it shows --------------------------------------------------------------------------------------------------

    @property
    def hazard(self) -> str:
        """Id of the hazard that shows, "" for none."""
        return self.draft.detail.hazard.id if self.draft.detail is not None else ""

    def show_detail(self, detail: ReviewDetail) -> None:
        """Show a hazard, or newer facts about the one that shows."""
        other = detail.hazard.id != self.hazard
        if other:
            self.values.close_editor()
        self.draft.show(detail)
        self.head.show_detail(detail)
        self.photos.show_photos(detail.before, detail.after)
        lines = lines_of(detail)
        self.values.show_lines(lines, open_=not detail.blind and detail.hazard.status.unclosed)
        self.values.setVisible(bool(lines))
        self.notes.show_detail(detail)
        self._put(None)
        if other:
            self.scroller.verticalScrollBar().setValue(0)
        self._arrange()

    def show_loading(self) -> None:
        """A hazard is being fetched."""
        self._leave()
        self._put(Skeleton(6))

    def show_problem(self, problem: Problem) -> None:
        """The hazard cannot be shown."""
        self._leave()
        self._put(EmptyState("circle-alert", _("This cannot be shown"), describe(problem), token="red-text"))  # noqa: S106 - a colour

    def show_nothing(self, line: str, hint: str) -> None:
        """No hazard is chosen."""
        self._leave()
        self._put(EmptyState("badge-check", line, hint))

    def _leave(self) -> None:
        self.values.close_editor()
        self.draft.show(None)
        self.panel.hide()

    def _put(self, widget: QWidget | None) -> None:
        """Show something else than a hazard in the middle; None shows the hazard."""
        old, self._other = self._other, widget
        if widget is not None:
            self.middle.addWidget(widget)
        self.middle.setCurrentWidget(widget or self.scroller)
        if old is not None:
            self.middle.removeWidget(old)
            old.hide()
            old.deleteLater()

    # the panel ------------------------------------------------------------------------------------------------------

    @property
    def floats(self) -> bool:
        """Whether the panel lies over the page for lack of room."""
        return self.window().width() < PUSH_FROM

    def show_panel(self, *, shown: bool) -> None:
        """Show or hide the panel where it floats."""
        self._floating = shown
        self._arrange()
        if not shown:
            self.head.panel_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_panel(self) -> None:
        """Show the panel, or hide it again (F6)."""
        if self.floats and self.draft.detail is not None:
            self.show_panel(shown=not self._floating)

    def _arrange(self) -> None:
        floats, there = self.floats, self.draft.detail is not None
        self.head.panel_button.setVisible(floats)
        self.panel.set_floating(floating=floats)
        if floats:
            if self._row.indexOf(self.panel) >= 0:
                self._row.removeWidget(self.panel)
            self.panel.setGeometry(self.width() - self.panel.width(), 0, self.panel.width(), self.height())
            self.panel.raise_()
        elif self._row.indexOf(self.panel) < 0:
            self._row.addWidget(self.panel)
        self.panel.setVisible(there and (self._floating or not floats))
        self._row.activate()
        self.photos.fit_height(self.height())

    @override
    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._arrange()
        return handled

    # what a person does ---------------------------------------------------------------------------------------------

    def change_layout(self) -> None:
        """Side by side, or the slider (V)."""
        self.photos.set_slider(slider=self.photos.compare.layout_of_photos is Layout.SIDE)

    def _on_layout_chosen(self, value: str) -> None:
        self.photos.set_slider(slider=value == Layout.SLIDER.value)

    def _on_layout_changed(self) -> None:
        self.head.layout_choice.set_value(self.photos.compare.layout_of_photos.value)

    def press_point(self, number: int) -> None:
        """What a digit does: it switches a point of the checklist."""
        if self.draft.detail is not None:
            if self.floats:
                self._floating = True
                self._arrange()
            self.panel.checklist.press(number)

    def write_comment(self) -> None:
        """Put the cursor into the comment (C)."""
        if self.draft.detail is not None:
            if self.floats:
                self._floating = True
                self._arrange()
            self.panel.write_comment()

    def pass_it(self) -> None:
        """通过并销号 (F9): held for six seconds, or the focus goes to what is missing."""
        if self.draft.may_pass:
            self._decide("pass")
        elif self.draft.open:
            self._reveal()
            self.panel.show_open_point()

    def return_it(self) -> None:
        """退回重改 (F8): held for six seconds, or the focus goes to the comment."""
        if self.draft.may_return:
            self._decide("return")
        elif self.draft.open:
            self._reveal()
            self.panel.ask_for_comment()

    def _reveal(self) -> None:
        if self.floats:
            self._floating = True
            self._arrange()

    def _decide(self, outcome: str) -> None:
        detail = self.draft.detail
        if detail is None:
            return
        self.draft.keep()
        hazard = detail.hazard
        given = services.ReviewInput(self.draft.ticks, self.draft.comment.strip())
        body = services.judgement_body(hazard.id, outcome, given, detail.heads)
        sentences = {"pass": _("{number}: passed and closed"), "return": _("{number}: returned for rework")}
        sentence = _("{number}: second judgement given") if detail.blind else sentences[outcome]
        decide(
            self._presenter.context,
            "judge_review",
            body,
            sentence.format(number=hazard.number),
            lambda result: self._on_carried_out(hazard.id, result),
            lambda: self._on_taken_back(hazard.id),
        )
        self.draft.forget()
        self.decided.emit(hazard.id)

    def _on_carried_out(self, hazard: str, result: Any) -> None:
        if isinstance(result, JudgedReview) and result.disagrees:
            words = _("{number}: the two judgements differ; a lead sees this under Samples.")
            self._presenter.context.messages.info(words.format(number=result.number))
        if shiboken6.isValid(self):
            self.carried_out.emit(hazard)

    def _on_taken_back(self, hazard: str) -> None:
        if shiboken6.isValid(self):
            self.taken_back.emit(hazard)

    def _on_value_typed(self, key: str, typed: tuple[float, ...]) -> None:
        if self.hazard:
            self.draft.keep_now()
            self._presenter.measure(self.hazard, key, typed, self.values.close_editor, self._on_value_refused)

    def _on_value_refused(self, problem: Problem) -> None:
        self.values.complain(describe(problem))
