"""What a dispute is about, for who decides it: the rectification as it was submitted, and the values before and after.

The same cards and the same table as in a review, to read only.
"""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.services.reviews.views import ReviewDetail
from inspector.ui.reviews.notes import rectification_card
from inspector.ui.reviews.value_lines import lines_of
from inspector.ui.reviews.values import ValueTable


class DisputeEvidence(QWidget):
    """Shows the evidence of a `ReviewDetail`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.values = ValueTable()
        self.note: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addWidget(self.values)

    def show_detail(self, detail: ReviewDetail) -> None:
        """Show the evidence of another hazard."""
        lines = lines_of(detail)
        self.values.show_lines(lines, open_=False)
        self.values.setVisible(bool(lines))
        if self.note is not None:
            self._column.removeWidget(self.note)
            self.note.hide()
            self.note.deleteLater()
        self.note = rectification_card(detail)
        self._column.insertWidget(0, self.note)
