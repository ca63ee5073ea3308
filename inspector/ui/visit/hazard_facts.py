"""The right panel of the first page: the facts of one earlier hazard, with the photos that were taken then."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from inspector.domain.hazard import Hazard
from inspector.i18n import _
from inspector.services.visits.views import OldHazard
from inspector.services.words import basis_shown
from inspector.ui.kit.chip import grade_chip, note_chip, status_chip
from inspector.ui.kit.photos import Thumb
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text
from inspector.ui.visit.context import HeadLine, clear, due_words, hazard_status
from inspector.ui.visit.presenter import VisitPresenter


class HazardFacts(QWidget):
    """Shows one `OldHazard`."""

    def __init__(self, presenter: VisitPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 14, 16, 16)
        self._column.setSpacing(10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 0, 0, 0)
        layout.addWidget(Scroller(content))

    def show_old(self, old: OldHazard) -> None:
        """Show another hazard."""
        hazard = old.hazard
        self.setUpdatesEnabled(False)
        clear(self._column)
        self._column.addWidget(Text(hazard.number, "hint", "text-2"))
        self._column.addWidget(Text(hazard.description, "card_title", wrap=True))
        self._column.addLayout(self._chips(old))
        self._column.addLayout(self._grid(old))
        if hazard.photos:
            self._column.addWidget(HeadLine("camera", _("Photos of the finding")))
            self._column.addLayout(self._photos(hazard))
        self._column.addStretch(1)
        self.setUpdatesEnabled(True)

    @staticmethod
    def _chips(old: OldHazard) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(grade_chip(old.hazard.grade))
        row.addWidget(status_chip(hazard_status(old.hazard)))
        if old.overdue_days > 0:
            row.addWidget(note_chip(due_words(old.hazard.deadline, old.overdue_days)[0], "red"))
        row.addStretch(1)
        return row

    @staticmethod
    def _grid(old: OldHazard) -> QGridLayout:
        hazard = old.hazard
        facts = (
            (_("Place"), hazard.place),
            (_("Basis"), basis_shown(hazard.basis)),
            (_("Measure"), hazard.measure),
            (_("Found"), f"{hazard.found_on:%Y-%m-%d}"),
            (_("Deadline"), f"{hazard.deadline:%Y-%m-%d}"),
            (_("Responsible"), hazard.responsible),
        )
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        for index, (label, value) in enumerate(pair for pair in facts if pair[1]):
            grid.addWidget(Text(label, "body", "text-2"), index, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Text(value, "body", wrap=True), index, 1)
        return grid

    def _photos(self, hazard: Hazard) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for sha in hazard.photos[:3]:
            thumb = Thumb(sha, _("Photo of the finding"))
            self._presenter.load_blob(sha, thumb.set_image, owner=thumb)
            row.addWidget(thumb)
        row.addStretch(1)
        return row
