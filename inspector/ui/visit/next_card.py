"""What comes after a visit: the next one of today, the plan of tomorrow, and the way back to the home page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.domain.visit import VisitStatus
from inspector.i18n import _, ngettext
from inspector.services.planning.next_steps import NextSteps
from inspector.services.visits.list_row import VisitListRow
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.marks import Rule
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.page import Place
from inspector.ui.visit.occasions import purpose_name

SHOWN = 3
"""Visits of today that are named one by one."""
HOME = Place("home")
"""The home page; it shows no thing, so it is opened as a page."""


class NextCard(Card):
    """Rows with what comes next; `place_requested(Place)`. Empty until `show_steps`."""

    place_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What comes next"), flush=True, parent=parent)
        self.ledger_button = Button(_("Show in the ledger"), Kind.LINK)
        self.head.addWidget(self.ledger_button)
        self.home_button = Button(_("Back to the home page"), icon="layout-dashboard", height=36)
        self.plan_button = Button(_("Plan of tomorrow"), icon="calendar", height=36)
        self.home_button.clicked.connect(lambda: self.place_requested.emit(HOME))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._tomorrow = Text("", "body", "text-2")
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.setSpacing(8)
        foot.addWidget(self._tomorrow)
        foot.addStretch(1)
        foot.addWidget(self.plan_button)
        foot.addWidget(self.home_button)
        self.body.addLayout(self._rows)
        self.body.addLayout(foot)

    def show_steps(self, steps: NextSteps) -> None:
        """Show what is known of today and tomorrow."""
        for row in steps.today[:SHOWN]:
            self._rows.addLayout(self._row(row))
            self._rows.addWidget(Rule(token="line2"))  # noqa: S106 - a colour token, no password
        if not steps.today:
            done = Text(_("No other visit is planned for today."), "body", "text-2")
            done.setContentsMargins(16, 10, 16, 10)
            self._rows.addWidget(done)
            self._rows.addWidget(Rule(token="line2"))  # noqa: S106 - as above
        count = len(steps.tomorrow)
        words = ngettext("Tomorrow: {count} visit", "Tomorrow: {count} visits", count).format(count=count)
        self._tomorrow.setText(words if count else _("Nothing is planned for tomorrow yet."))
        self._tomorrow.setToolTip("\n".join(f"{row.planned_at} {row.customer}".strip() for row in steps.tomorrow))
        day = steps.day_after.isoformat()
        self.plan_button.clicked.connect(lambda: self.place_requested.emit(Place("planning", day)))

    def _row(self, row: VisitListRow) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(16, 8, 16, 8)
        line.setSpacing(12)
        line.addWidget(Text(row.planned_at or _("any time"), "body_bold"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(row.customer, "body_bold"))
        told = " · ".join(filter(None, (purpose_name(row.kind, row.occasion), row.note)))
        words.addWidget(ElidedLabel(told, "hint", "text-2"))
        line.addLayout(words, 1)
        button = Button(visit_verb(row), icon="play", height=36)
        button.setAccessibleName(f"{visit_verb(row)}: {row.customer}")
        button.clicked.connect(lambda: self.place_requested.emit(Place("visit", row.id)))
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return line


def visit_verb(row: VisitListRow) -> str:
    """What is done about a visit next."""
    return _("Continue") if row.status is VisitStatus.OPEN else _("Start")
