"""Measured values before and after the rectification, with limit and verdict."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector.i18n import _
from inspector.ui.kit.text import ElidedLabel, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inspector.services.reviews.views import ValuePair


class ValueTable(QWidget):
    """One line a value: name, before, after, limit. What lies outside its limit is red and bold."""

    def __init__(self, values: "Sequence[ValuePair]", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        right = Qt.AlignmentFlag.AlignRight
        for column, head in enumerate((_("Value"), _("Before"), _("After"), _("Limit"))):
            alignment = right if column else Qt.AlignmentFlag.AlignLeft
            grid.addWidget(Text(head, "hint_bold", "text-2"), 0, column, alignment)
        for row, pair in enumerate(values, start=1):
            name = ElidedLabel(pair.label)
            grid.addWidget(name, row, 0)
            before = "red-text" if pair.before_verdict is not None and pair.before_verdict.value == "fail" else "text-1"
            grid.addWidget(Text(_with_unit(pair.before_text, pair.unit), "body", before), row, 1, right)
            after = "text-3" if pair.within is None else "green-text" if pair.within else "red-text"
            shown = Text(_with_unit(pair.after_text, pair.unit) or "—", "body_bold", after)
            shown.setToolTip("\n".join(part for part in (pair.verdict, pair.reason) if part))
            grid.addWidget(shown, row, 2, right)
            limit = Text(pair.limit or "—", "hint", "text-2")
            limit.setToolTip(pair.basis)
            grid.addWidget(limit, row, 3, right)


def _with_unit(value: str, unit: str) -> str:
    return f"{value}\u00a0{unit}" if value and unit else value
