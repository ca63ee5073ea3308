"""A dispute side by side: what each decided, with which words, and what each had not seen."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import _
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inspector.services.reviews.disputes import Side


class SidesView(QWidget):
    """The decisions between which is to be adjudicated."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)

    def show_sides(self, sides: "Sequence[Side]") -> None:
        """Show the decisions."""
        for side in sides:
            panel = Panel("sub")
            column = QVBoxLayout(panel)
            column.setContentsMargins(12, 10, 12, 10)
            column.setSpacing(4)
            column.addWidget(Text(side.label, "body_bold", wrap=True))
            at = f"{side.at:%Y-%m-%d %H:%M}" if side.at is not None else ""
            who = " · ".join(part for part in (side.by, side.team, at) if part)
            column.addWidget(Text(who, "hint", "text-2", wrap=True))
            column.addWidget(Text(side.text or "—", "body", wrap=True))
            unseen = "; ".join(f"{missed.what} {missed.by}".strip() for missed in side.not_seen) or _(
                "nothing: it had seen everything"
            )
            column.addWidget(Text(_("Had not seen: {what}").format(what=unseen), "hint", "orange-text", wrap=True))
            column.addStretch(1)
            self._row.addWidget(panel, 1)
