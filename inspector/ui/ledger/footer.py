"""The footer of the ledger page: totals, grades, closure rate, and the keys."""

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector.domain.ledger import LedgerKind
from inspector.i18n import _
from inspector.ui.kit.marks import Panel, Rule
from inspector.ui.kit.meaning import GRADES, grade_name
from inspector.ui.kit.progress import KeyHints
from inspector.ui.kit.text import Text

HEIGHT = 36
DIVIDER = "edge"


class LedgerFooter(Panel):
    """One line of numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("sub", "t", parent)
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(10)
        self._total = Text("", "hint", "text-2")
        row.addWidget(self._total)
        self._rule = Rule(vertical=True, token=DIVIDER)
        self._rule.setFixedHeight(14)
        row.addWidget(self._rule)
        self._grades = {
            grade: (Text(grade_name(grade), "hint", "text-2"), Text("", "hint_bold", f"{look.hue}-text"))
            for grade, look in GRADES.items()
        }
        for pair in self._grades.values():
            cell = QHBoxLayout()
            cell.setSpacing(4)
            cell.addWidget(pair[0])
            cell.addWidget(pair[1])
            row.addLayout(cell)
        self._rate_rule = Rule(vertical=True, token=DIVIDER)
        self._rate_rule.setFixedHeight(14)
        row.addWidget(self._rate_rule)
        self._rate_name = Text(_("Closure rate of all"), "hint", "text-2")
        self._rate = Text("", "hint_bold", "green-text")
        row.addWidget(self._rate_name)
        row.addWidget(self._rate)
        row.addStretch(1)
        self._hints = KeyHints([])
        row.addWidget(self._hints)

    def show_rows(self, total: int, first: int, last: int) -> None:
        """Show how many rows there are and which are on screen."""
        words = _("{total} rows, {first}–{last} shown") if total else _("No rows")
        self._total.setText(words.format(total=total, first=first, last=last))

    def show_grades(self, counts: Mapping[str, int]) -> None:
        """Show how many of the rows are of each grade; they add up to the total."""
        for grade, (_name, number) in self._grades.items():
            number.setText(str(counts.get(grade.value, 0)))

    def show_rate(self, kind: LedgerKind, closure_rate: float | None) -> None:
        """Show the closure rate (0..1) of all hazards ever registered; the inspection ledger has no grades and none."""
        graded = kind is not LedgerKind.INSPECTION
        opening = [("Enter", _("Open"))] if graded else []
        self._hints.set_hints([("↑|↓", _("Choose")), *opening, ("F", _("Filter"))])
        for name, number in self._grades.values():
            name.setVisible(graded)
            number.setVisible(graded)
        self._rule.setVisible(graded)
        rated = graded and closure_rate is not None
        for widget in (self._rate_rule, self._rate_name, self._rate):
            widget.setVisible(rated)
        if closure_rate is not None:
            self._rate.setText(f"{closure_rate * 100:.1f}\u00a0%")
