"""The right panel of a checklist: what helps to judge the focused question.

The last answer with its photo, the point of the clause in our own words, and the customer's open hazards at the same
place.
"""

from collections.abc import Sequence
from datetime import date, datetime, time

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.hazard import Hazard, HazardStatus
from inspector.domain.verdict import Verdict
from inspector.i18n import _, ngettext
from inspector.services.visits.views import LastAnswer, OldHazard, PhotoView, Row, RowKind, Target
from inspector.ui.kit.button import IconButton
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import Chip, grade_chip, note_chip
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.marks import Rule
from inspector.ui.kit.meaning import status_name
from inspector.ui.kit.photos import Thumb
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.kit.viewer import PhotoViewer
from inspector.ui.theme import color
from inspector.ui.visit.presenter import VisitPresenter

THUMB = QSize(84, 56)
CALM_MS = 60
"""The panel follows when the focus has rested this long, so that a quick series of answers does not rebuild it."""
_ANSWER_HUES = {Verdict.PASS.value: "green", Verdict.FAIL.value: "red", Verdict.NOT_APPLICABLE.value: "grey"}


class HeadLine(QWidget):
    """Icon and title of a block, with grey words at the right."""

    def __init__(self, icon: str, title: str, end: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Text(title, "body_medium", "text-2"))
        row.addWidget(ElidedLabel("", "hint", "text-2"), 1)
        if end:
            row.addWidget(Text(end, "hint", "text-2"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        draw_icon(QPainter(self), QPointF(0, (self.height() - 16) / 2), self._icon, "text-2", 16)


class _Quote(QWidget):
    """Text with a thin bar at its left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(13, 0, 0, 0)
        self.column.setSpacing(2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRectF(0, 0, 3, self.height()), color("primary-border"))


class ContextPanel(QWidget):
    """Shows the context of one row. `set_hazards` once, `show_row` for each focused question."""

    toggle_requested = Signal()

    def __init__(self, presenter: VisitPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._hazards: tuple[OldHazard, ...] = ()
        self._shown: tuple[object, ...] = ()
        self._wanted: tuple[Target, Row, str] | None = None
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(CALM_MS)
        self._calm.timeout.connect(self._show_wanted)
        self._title = ElidedLabel("", "card_title")
        self.toggle = IconButton("panel-right", _("Hide the panel"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 0, 0)
        outer.setSpacing(4)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 8, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self.toggle)
        outer.addLayout(head)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 4, 16, 16)
        self._column.setSpacing(8)
        outer.addWidget(Scroller(self._content), 1)
        self.toggle.clicked.connect(self.toggle_requested)

    def set_hazards(self, hazards: Sequence[OldHazard]) -> None:
        """The customer's unclosed hazards."""
        self._hazards = tuple(hazards)
        self._shown = ()

    def show_row(self, target: Target, row: Row, place: str) -> None:
        """Show the context of a row in a moment; `place` is the section's title or the equipment's place."""
        self._wanted = (target, row, place)
        self._calm.start()

    def _show_wanted(self) -> None:
        if self._wanted is None:
            return
        target, row, place = self._wanted
        state = (target, row.ref, row.last, row.basis, row.basis_text, place)
        if state == self._shown:
            return
        self._shown = state
        self._title.setText(f"{row.number} {row.title or row.label}".strip())
        self.setUpdatesEnabled(False)
        clear(self._column)
        if row.last is not None:
            self._add_last(row.last, row.kind)
        if row.basis_text:
            self._add_basis(row)
        self._add_hazards(self._same_place(target, place))
        self._column.addStretch(1)
        self.setUpdatesEnabled(True)

    def _same_place(self, target: Target, place: str) -> list[OldHazard]:
        if target.equipment is not None:
            return [old for old in self._hazards if old.hazard.equipment == target.equipment]
        return [old for old in self._hazards if old.hazard.equipment is None and old.hazard.place == place]

    def _add_last(self, last: LastAnswer, kind: RowKind) -> None:
        by = f"{last.on:%Y-%m-%d} · {last.by}" if last.by else f"{last.on:%Y-%m-%d}"
        self._column.addWidget(HeadLine("history", _("Last visit"), by))
        row = QHBoxLayout()
        row.setSpacing(8)
        if last.photo:
            thumb = Thumb(last.photo, _("Photo of the last visit"), THUMB)
            thumb.opened.connect(lambda: self._open_last(last))
            self._presenter.load_blob(last.photo, thumb.set_image, owner=thumb)
            row.addWidget(thumb, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(4)
        if kind is RowKind.JUDGED:
            words.addWidget(_answer_chip(last), 0, Qt.AlignmentFlag.AlignLeft)
        else:
            words.addWidget(Text(last.text, "body_bold", wrap=True))
        if last.note:
            words.addWidget(Text(last.note, "body", "text-2", wrap=True))
        words.addStretch(1)
        row.addLayout(words, 1)
        self._column.addLayout(row)
        self._column.addWidget(Rule())

    def _open_last(self, last: LastAnswer) -> None:
        at = datetime.combine(last.on, time()).astimezone()
        photo = PhotoView(id=last.photo, display=last.photo, thumb=last.photo, original=last.photo, taken_at=at)
        PhotoViewer(self._presenter, (photo,), 0, self.window(), removable=False).open()

    def _add_basis(self, row: Row) -> None:
        self._column.addWidget(HeadLine("book-open", _("Point of the clause")))
        quote = _Quote()
        if row.basis:
            quote.column.addWidget(Text(row.basis, "body_medium", wrap=True))
        if row.basis_text:
            quote.column.addWidget(Text(row.basis_text, "body", "text-2", wrap=True))
        self._column.addWidget(quote)
        self._column.addWidget(Rule())

    def _add_hazards(self, found: Sequence[OldHazard]) -> None:
        if not found:
            return
        self._column.addWidget(HeadLine("map-pin", _("Open hazards at this place"), str(len(found))))
        for old in found:
            self._column.addWidget(_hazard_card(old))


def _answer_chip(last: LastAnswer) -> Chip:
    hue = _ANSWER_HUES.get(last.value, "grey")
    icon = {"green": "check", "red": "x"}.get(hue, "")
    return note_chip(last.text, hue, icon)


def hazard_status(hazard: Hazard) -> str:
    """The status key of a hazard as ledgers use it: an open one is 待下发 or, once served, 整改中."""
    if hazard.status is HazardStatus.OPEN:
        return "rectifying" if hazard.notice_served else "pending"
    return hazard.status.value


def due_words(deadline: date, overdue_days: int) -> tuple[str, str]:
    """(words, colour token) for a deadline."""
    if overdue_days > 0:
        words = ngettext("{count} day overdue", "{count} days overdue", overdue_days).format(count=overdue_days)
        return words, "red-text"
    return _("Due {date}").format(date=f"{deadline:%m-%d}"), "text-2"


def _hazard_card(old: OldHazard) -> Card:
    card = Card()
    card.body.setContentsMargins(11, 9, 11, 9)
    card.body.setSpacing(4)
    first = QHBoxLayout()
    first.setSpacing(8)
    first.addWidget(grade_chip(old.hazard.grade))
    first.addWidget(ElidedLabel(old.hazard.description, "body_medium"), 1)
    second = QHBoxLayout()
    second.setSpacing(0)
    due, token = due_words(old.hazard.deadline, old.overdue_days)
    second.addWidget(
        ElidedLabel(f"{old.hazard.number} · {status_name(hazard_status(old.hazard))}", "hint", "text-2"), 1
    )
    second.addWidget(Text(due, "hint_bold" if token == "red-text" else "hint", token))
    card.body.addLayout(first)
    card.body.addLayout(second)
    return card


def clear(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
