"""Head of the hazard in review: what it is, how grave, whose, until when, and how its photos lie."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import _
from inspector.services.reviews.views import ReviewDetail
from inspector.ui.kit.button import IconButton
from inspector.ui.kit.chip import Chip, grade_chip, note_chip, status_chip
from inspector.ui.kit.choice import Option, Segmented
from inspector.ui.kit.compare import Layout
from inspector.ui.kit.text import ElidedLabel


class ReviewHead(QWidget):
    """Title with chips, one line of facts, the switch of the photos (V), and the button of the panel (F6)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel("", "block")
        self.facts = ElidedLabel("", "hint", "text-2")
        self.layout_choice = Segmented(
            _("How the photos lie"),
            (Option(Layout.SIDE.value, _("Side by side")), Option(Layout.SLIDER.value, _("Slider"))),
        )
        self.layout_choice.set_value(Layout.SIDE.value)
        self.layout_choice.setToolTip(_("How the photos lie") + " (V)")
        self.panel_button = IconButton("panel-right", _("Show the review"), key="F6", bordered=True)
        self._chips: list[Chip] = []
        self._line = QHBoxLayout()
        self._line.setSpacing(8)
        self._line.addWidget(self.title)
        self._line.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(self._line)
        column.addWidget(self.facts)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(column, 1)
        row.addWidget(self.layout_choice)
        row.addWidget(self.panel_button)

    def show_detail(self, detail: ReviewDetail) -> None:
        """Show another hazard."""
        self.title.setText(detail.title)
        hazard = detail.hazard
        due = _("due {day}").format(day=hazard.deadline.isoformat())
        parts = (hazard.number, detail.customer, detail.equipment, due)
        self.facts.setText(" · ".join(part for part in parts if part))
        for chip in self._chips:
            self._line.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = _chips(detail)
        for index, chip in enumerate(self._chips, start=1):
            self._line.insertWidget(index, chip)


def _chips(detail: ReviewDetail) -> list[Chip]:
    found = [grade_chip(detail.hazard.grade)]
    if detail.status != "in_review":
        found.append(status_chip(detail.status))
    if detail.blind:
        found.append(note_chip(_("Blind second"), "violet"))
    if detail.supervision:
        chip = note_chip(_("Key supervision"), icon="flag")
        chip.setToolTip(", ".join(detail.supervision))
        found.append(chip)
    return found
