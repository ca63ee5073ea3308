"""The drawer of a hazard: number, description, marks, facts, photos, and its course."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import _
from inspector.services.list_views import CourseEntry, HazardDetail
from inspector.services.words import days_text, here, short_date
from inspector.ui.kit.button import IconButton
from inspector.ui.kit.chip import grade_chip, note_chip, status_chip
from inspector.ui.kit.drawer import Drawer
from inspector.ui.kit.empty import Skeleton
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text
from inspector.ui.kit.timeline import Station, Timeline
from inspector.ui.kit.viewer import BlobSource
from inspector.ui.ledger.delegate import deadline_tokens
from inspector.ui.ledger.photo_pair import PhotoPair

LABEL_WIDTH = 44
HEADLINE = 60
"""A longer description is shown as text, not as a headline."""


class HazardDrawer(Drawer):
    """Shows one hazard, pictures from `source`. `previous_requested` and `next_requested` walk the table."""

    previous_requested = Signal()
    next_requested = Signal()

    def __init__(self, source: BlobSource, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._source = source
        self._previous = IconButton("chevron-up", _("Previous hazard"), key="↑")
        self._next = IconButton("chevron-down", _("Next hazard"), key="↓")
        self.buttons.addWidget(self._previous)
        self.buttons.addWidget(self._next)
        self._connect()

    def _connect(self) -> None:
        self._previous.clicked.connect(self.previous_requested)
        self._next.clicked.connect(self.next_requested)

    def show_loading(self, number: str) -> None:
        """Show that a hazard is being fetched."""
        self.title.setText(number)
        self._put(Skeleton())

    def show_detail(self, detail: HazardDetail, today: date) -> None:
        """Show a hazard."""
        self.title.setText(detail.hazard.number)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(15, 14, 15, 16)
        layout.setSpacing(10)
        words = detail.hazard.description
        layout.addWidget(Text(words, "block" if len(words) <= HEADLINE else "body_medium", wrap=True))
        layout.addLayout(_chips(detail))
        layout.addLayout(_facts(detail))
        if detail.photos:
            layout.addWidget(PhotoPair(self._source, detail.photos, today))
        layout.addWidget(Text(_("Course"), "body_bold", "text-2"))
        timeline = Timeline(_("Course"))
        timeline.set_stations(_stations(detail.course, today))
        layout.addWidget(timeline)
        layout.addStretch(1)
        self._put(Scroller(content))

    def _put(self, widget: QWidget) -> None:
        while (item := self.body.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.body.addWidget(widget)


def _chips(detail: HazardDetail) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    row.addWidget(grade_chip(detail.hazard.grade))
    row.addWidget(status_chip(detail.status))
    if detail.supervision:
        chip = note_chip(_("Key supervision"), icon="flag")
        chip.setToolTip(", ".join(detail.supervision))
        row.addWidget(chip)
    row.addStretch(1)
    return row


def _facts(detail: HazardDetail) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for index, (label, value) in enumerate(detail.facts):
        name = Text(label, "body", "text-2")
        name.setMinimumWidth(LABEL_WIDTH)
        grid.addWidget(name, index, 0, Qt.AlignmentFlag.AlignTop)
        if label == _("Deadline"):
            grid.addLayout(_deadline(detail), index, 1)
        else:
            grid.addWidget(Text(value, "body_medium", wrap=True), index, 1)
    return grid


def _deadline(detail: HazardDetail) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    date_token, _style, rest_token, rest_style = deadline_tokens(detail.days_left)
    row.addWidget(Text(detail.hazard.deadline.isoformat(), "body_bold", date_token))
    row.addWidget(Text(days_text(detail.days_left, here()), rest_style, rest_token))
    row.addStretch(1)
    return row


def _stations(course: Sequence[CourseEntry], today: date) -> list[Station]:
    return [
        Station(entry.label, entry.text, f"{short_date(entry.on, today)} {entry.by}".strip(), entry.state)
        for entry in course
    ]
