"""The reviewer's side of the page: who may judge, the checklist, the comment, and the two decisions."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, pgettext
from inspector.services.reviews.views import COMMENT_LENGTH, Independence
from inspector.ui.kit.button import Button, IconButton, Kind, PressArea
from inspector.ui.kit.fields import TextArea
from inspector.ui.kit.icons import draw_icon, pixmap
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.painting import CENTER, box, text, text_width
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text
from inspector.ui.reviews.checklist import NARROW, Checklist, ticked_words
from inspector.ui.reviews.draft import ReviewDraft
from inspector.ui.theme import theme

WIDTH = 336
ROOMY = 690
"""Height of the panel from which the comment has three lines."""


class Banner(QWidget):
    """Green with the teams when who acts is independent, red with the reason when not; a line for each role."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hue = "green"
        self.title = Text("", "body_bold", wrap=True)
        self.detail = Text("", "hint", wrap=True)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addWidget(self.detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(42, 8, 12, 8)
        row.addLayout(column, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_independence(self, found: Independence) -> None:
        """Show whether who acts may judge, and why."""
        self._hue = "green" if found.holds else "red"
        self.title.set_token(f"{self._hue}-text")
        self.detail.set_token("text-1")
        self.title.setText(found.title)
        self.detail.setText("\n".join(found.detail.split(" · ")))
        self.detail.setVisible(bool(found.detail))
        self.setAccessibleName(f"{found.title} {found.detail}".strip())
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, fill=f"{self._hue}-tint", border=f"{self._hue}-border", radius=8)
        icon = "shield-check" if self._hue == "green" else "shield-alert"
        draw_icon(painter, QPointF(14, rect.center().y() - 9), icon, f"{self._hue}-text", 18, 2)


class PhraseChip(PressArea):
    """A ready comment: a pill that puts its words into the comment."""

    ring_radius = 16.0

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.words = words
        self.setToolTip(words)
        self.setFixedHeight(34)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(text_width(self.words, "hint") + 26), 34)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(60, 34)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, fill="sub" if self._hover else "surface", border="edge", radius=17)
        ink = "text-1" if self.isEnabled() else "disabled"
        text(painter, rect.adjusted(12, 0, -12, 0), self.words, "hint", ink, CENTER)


class ReviewPanel(Panel):
    """Shows a `ReviewDraft` and changes it. `pass_requested` and `return_requested` when somebody decides."""

    pass_requested = Signal()
    return_requested = Signal()
    closed = Signal()

    def __init__(self, draft: ReviewDraft, parent: QWidget | None = None) -> None:
        super().__init__("surface", "l", parent)
        self._draft = draft
        self._phrases: tuple[str, ...] = ()
        self._chip_rows: list[list[PhraseChip]] = []
        self.setFixedWidth(WIDTH)
        self.banner = Banner()
        self.checklist = Checklist()
        self.count = Text("", "body", "text-2")
        self.comment = TextArea(_("Review comment"), rows=3)
        self.counter = Text("", "hint", "text-2")
        self.blind = Text(
            _("Blind: you judge without knowing the first judgement, and yours closes nothing."),
            "hint",
            "violet-text",
            wrap=True,
        )
        self.missing = Text("", "hint", "orange-text", wrap=True)
        self.close_button = IconButton("x", pgettext("window", "Close"), key="Esc")
        self.return_button = Button(_("Send back"), Kind.DANGER, icon="undo-2", key="F8", height=40)
        passing = _("Pass, close")
        self.pass_button = Button(passing, Kind.PRIMARY, icon="badge-check", key="F9", height=40)
        self._build()
        self._connect()

    # building -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.banner, 1)
        top.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        column.addWidget(self.blind)
        column.addLayout(_title(_("Review checklist"), self.count))
        column.addWidget(self.checklist)
        column.addStretch(1)
        self._content = column
        self.scroller = Scroller(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.scroller, 1)
        self._foot = self._build_foot()
        outer.addLayout(self._foot)

    def _build_foot(self) -> QLayout:
        """Comment and buttons stay in sight, however long the checklist is."""
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 6, 15, 16)
        foot.setSpacing(8)
        foot.addLayout(_title(_("Review comment"), None, Text("*", "card_title", "red-text"), self.counter))
        foot.addWidget(self.comment)
        self._chips = QVBoxLayout()
        self._chips.setSpacing(4)
        foot.addLayout(self._chips)
        self._mark = Text("")
        self._mark.setFixedWidth(16)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.missing, 1)
        foot.addLayout(line)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.return_button, self.pass_button):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            buttons.addWidget(button)
        foot.addLayout(buttons)
        return foot

    def _connect(self) -> None:
        self._draft.changed.connect(self._render)
        self.checklist.toggled.connect(self._draft.toggle)
        self.checklist.locked_pressed.connect(self._on_locked)
        self.comment.value_edited.connect(self._draft.write)
        self.return_button.clicked.connect(self.return_requested)
        self.pass_button.clicked.connect(self.pass_requested)
        self.close_button.clicked.connect(self.closed)
        theme().changed.connect(self._tint_mark)

    def set_floating(self, *, floating: bool) -> None:
        """Whether it lies over the page and can be closed."""
        self.close_button.setVisible(floating)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        rows = 3 if self.height() >= ROOMY else 2
        self.comment.editor.setFixedHeight(rows * 19 + 20)
        self._fit()

    def _fit(self) -> None:
        """Where not everything has room: ready comments of one line only, then points without their second lines."""
        for number, row in enumerate(self._chip_rows):
            for chip in row:
                chip.setVisible(not number or self.height() >= ROOMY)
        rest = self._content.totalHeightForWidth(WIDTH - 1) - self.checklist.height() + self._foot.sizeHint().height()
        self.checklist.set_short(short=rest + self.checklist.whole_height(NARROW) > self.height())

    # showing --------------------------------------------------------------------------------------------------------

    def _render(self) -> None:
        draft, detail = self._draft, self._draft.detail
        self.setEnabled(detail is not None)
        if detail is None:
            return
        self.banner.show_independence(detail.independence)
        self.blind.setVisible(detail.blind)
        self.checklist.show_rows(draft.rows, open_=draft.open)
        self.count.setText(ticked_words(draft.rows))
        self.comment.set_value(draft.comment)
        self.comment.set_read_only(not draft.open)
        length = len(draft.comment.strip())
        self.counter.setText(f"{length}/{COMMENT_LENGTH}")
        self.counter.set_token("red-text" if draft.too_long else "text-2")
        self.comment.set_error(_("Shorten the comment.") if draft.too_long else "")
        self._show_phrases(detail.phrases)
        for chip in self.findChildren(PhraseChip):
            chip.setEnabled(draft.open)
        self.missing.setText(draft.missing)
        self._tint_mark()
        self.return_button.setEnabled(draft.open)
        self.pass_button.setEnabled(draft.may_pass)
        self._fit()

    def _tint_mark(self) -> None:
        shown = pixmap("circle-alert", "orange-text", 14, ratio=self.devicePixelRatioF())
        self._mark.setPixmap(shown)
        self._mark.setVisible(bool(self.missing.text()))

    def _show_phrases(self, phrases: Sequence[str]) -> None:
        if tuple(phrases) == self._phrases:
            return
        self._phrases = tuple(phrases)
        for chip in self.findChildren(PhraseChip):
            chip.hide()
            chip.deleteLater()
        self._chip_rows = []
        row, used = QHBoxLayout(), WIDTH
        before: QWidget = self.comment.editor
        for words in phrases:
            chip = PhraseChip(words)
            chip.clicked.connect(lambda words=words: self.say(words))
            if used + chip.sizeHint().width() + 6 > WIDTH - 32:
                row, used = QHBoxLayout(), 0
                row.setSpacing(6)
                self._chips.addLayout(row)
                self._chip_rows.append([])
            self._chip_rows[-1].append(chip)
            used += chip.sizeHint().width() + 6
            row.addWidget(chip)
            QWidget.setTabOrder(before, chip)
            before = chip
        QWidget.setTabOrder(before, self.return_button)
        for index in range(self._chips.count()):
            line = self._chips.itemAt(index)
            if isinstance(line, QHBoxLayout):
                line.addStretch(1)

    # what a person does ---------------------------------------------------------------------------------------------

    def say(self, words: str) -> None:
        """Put a ready comment into the field, after what is there."""
        before = self._draft.comment.strip()
        if words not in before:
            self._draft.write(f"{before}{words}" if before else words)

    def write_comment(self) -> None:
        """Put the cursor into the comment (C)."""
        self.comment.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ask_for_comment(self) -> None:
        """Returning needs words: say so at the field."""
        if self._draft.open and not self._draft.too_long:
            self.comment.set_error(_("Write down what has to be done again."))
        self.write_comment()

    def show_open_point(self) -> None:
        """Passing needs something: put the focus where it is missing."""
        if any(not row.ticked and row.editable for row in self._draft.rows):
            self.scroller.ensureWidgetVisible(self.checklist)
            self.checklist.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif not self._draft.comment.strip() or self._draft.too_long:
            self.write_comment()

    def _on_locked(self, _row: object) -> None:
        self.missing.setText(self._draft.missing or _("A rule decides this point; it cannot be changed by hand."))
        self._tint_mark()


def _title(words: str, count: Text | None, *more: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    row.addWidget(Text(words, "card_title"))
    if count is not None:
        row.addWidget(count)
    for index, widget in enumerate(more):
        if index == len(more) - 1:
            row.addStretch(1)
        row.addWidget(widget)
    if not more:
        row.addStretch(1)
    return row
