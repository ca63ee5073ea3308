"""The head of a customer file: name, class, unclosed hazards by grade, the visit's button, and the tabs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.domain.hazard import Grade
from inspector.domain.risk import RiskLevel
from inspector.domain.visit import VisitStatus
from inspector.i18n import N_, _
from inspector.services.customer_files.views import CustomerHead
from inspector.ui.customers.package_line import PackageLine
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.chip import Chip, grade_chip, note_chip
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.meaning import IMPORTANCES, RISKS
from inspector.ui.kit.tabs import TabRow
from inspector.ui.kit.text import ElidedLabel

TABS = (
    ("overview", N_("Overview")),
    ("equipment", N_("Equipment")),
    ("tests", N_("Tests")),
    ("visits", N_("Visits")),
    ("hazards", N_("Hazards")),
    ("documents", N_("Papers")),
)


class FileHead(Panel):
    """`left` by the way back, `visit_requested` by the primary button; `tabs` is the row of tabs."""

    left = Signal()
    visit_requested = Signal()
    print_requested = Signal()
    decision_requested = Signal(str)
    """What several people changed apart of a thing (id) is to be decided."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", "b", parent)
        self.name = ElidedLabel("", "page")
        self._marks = QHBoxLayout()
        self._marks.setSpacing(6)
        self._back = IconButton("chevron-left", _("Back to the list of customers"), key="Esc")
        self.visit = Button(_("New visit"), Kind.PRIMARY, icon="clipboard-check", key="Ctrl Enter")
        self.visit.setVisible(False)
        self.print = Button(_("Export customer file"), icon="printer", key="Ctrl P")
        self._undecided = ""
        self.decide = Button(_("Changed apart: decide"), icon="git-merge")
        self.decide.setToolTip(_("Several people changed data of this customer without seeing each other"))
        self.decide.setVisible(False)
        self.tabs = TabRow(_("Customer file"), [(key, _(label)) for key, label in TABS], height=44)
        self.tabs.setToolTip(_("Next tab") + " (Ctrl+PgDn)")
        self.package = PackageLine()
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._back)
        row.addWidget(self.name)
        row.addLayout(self._marks)
        row.addStretch(1)
        row.addWidget(self.decide)
        row.addWidget(self.print)
        row.addWidget(self.visit)
        column.addLayout(row)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.tabs)
        below.addWidget(self.package, 1)
        column.addLayout(below)

    def _connect(self) -> None:
        self._back.clicked.connect(self.left)
        self.visit.clicked.connect(self.visit_requested)
        self.print.clicked.connect(self.print_requested)
        self.decide.clicked.connect(lambda: self.decision_requested.emit(self._undecided))

    def show_head(self, head: CustomerHead) -> None:
        """Show a customer."""
        self.name.setText(head.customer.name)
        self.name.setMaximumWidth(self.name.sizeHint().width() + 4)
        self._show_marks(head)
        self._undecided = head.undecided[0] if head.undecided else ""
        self.decide.setVisible(bool(head.undecided))
        running = head.visit_status is VisitStatus.OPEN
        words = _("Continue visit") if running else _("Start planned visit") if head.visit else _("New visit")
        self.visit.set_label(words)
        self.visit.setVisible(head.customer.active or bool(head.visit))
        for key, count in (
            ("equipment", head.equipment),
            ("tests", head.tests),
            ("visits", head.visits),
            ("hazards", head.hazards),
            ("documents", head.documents),
        ):
            self.tabs.set_count(key, count)

    def _show_marks(self, head: CustomerHead) -> None:
        while (item := self._marks.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        look = IMPORTANCES[head.customer.importance]
        self._marks.addWidget(Chip(_(look.word), look))
        if not head.customer.active:
            self._marks.addWidget(note_chip(_("Account closed"), "grey", "ban"))
        for grade, count in zip(Grade, head.unclosed, strict=True):
            if count:
                self._marks.addWidget(grade_chip(grade, count))
        if head.risk is not None and head.risk.level is not RiskLevel.LOW:
            look = RISKS[head.risk.level]
            chip = note_chip(_("Risk {score}").format(score=head.risk.score), look.hue, look.icon)
            chip.setToolTip("\n".join(f"+{points} {reason}" for points, reason in head.risk.reasons))
            self._marks.addWidget(chip)
