"""Cards of the overview: facts, certificates, newest visits, emergency supply."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.verdict import Verdict
from inspector.domain.visit import VisitStatus
from inspector.i18n import _, ngettext
from inspector.services.customer_files.equipment import supply_detail
from inspector.services.customer_files.views import Certificate, EquipmentRow, Overview, Urgency, VisitRow
from inspector.services.words import days_text, here, whole_phones
from inspector.ui.customers.looks import trouble
from inspector.ui.kit.button import Button, Kind, PressArea
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import VerdictMark, note_chip
from inspector.ui.kit.marks import Rule
from inspector.ui.kit.painting import CENTER, box, text, text_width
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.theme import color

LABEL_MOST = 116
"""Labels of facts are as wide as the longest, up to this."""
MONTH_DAYS = 30.44


def facts_grid(facts: Sequence[tuple[str, str]], urgent: frozenset[str] = frozenset()) -> QGridLayout:
    """Label and value in two columns; what is long wraps. Values of `urgent` labels are bold and red."""
    grid = QGridLayout()
    widest = max((text_width(label, "body") for label, _value in facts), default=0.0)
    label_width = min(LABEL_MOST, round(widest + 2))
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    for index, (label, value) in enumerate(facts):
        name = Text(label, "body", "text-2", wrap=True)
        name.setFixedWidth(label_width)
        grid.addWidget(name, index, 0, Qt.AlignmentFlag.AlignTop)
        style, token = ("body_bold", "red-text") if label in urgent else ("body", "text-1")
        grid.addWidget(Text(whole_phones(value), style, token, wrap=True), index, 1, Qt.AlignmentFlag.AlignTop)
    return grid


class CardBody(QWidget):
    """What a card shows at the moment; `show_widget` replaces it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def show_widget(self, widget: QWidget) -> None:
        """Show another content."""
        while (item := self._layout.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._layout.addWidget(widget)


class _Initial(QWidget):
    """The first character of a name on a disc."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._letter = name[:1]
        self.setFixedSize(28, 28)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box(painter, QRectF(self.rect()), fill="sunk", radius=14)
        text(painter, QRectF(self.rect()), self._letter, "hint_bold", "text-2", CENTER)


class CertificateRow(QWidget):
    """An electrician with what is left of the certificate, a chip when that is little; below it kind and date."""

    def __init__(self, certificate: Certificate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(46)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 12, 4)
        row.setSpacing(8)
        row.addWidget(_Initial(certificate.name))
        words = QVBoxLayout()
        words.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(ElidedLabel(certificate.name, "body_medium"), 1)
        first.addWidget(rest_mark(certificate))
        words.addLayout(first)
        until = certificate.valid_until.isoformat() if certificate.valid_until else _("no date of expiry")
        detail = " · ".join(part for part in (certificate.category, until) if part)
        words.addWidget(ElidedLabel(detail, "hint", "text-2"))
        facts = (certificate.name, certificate.category, certificate.number, until, certificate.phone)
        self.setToolTip("\n".join(part for part in facts if part))
        row.addLayout(words, 1)


def rest_mark(certificate: Certificate) -> QWidget:
    """What is left of a certificate."""
    days = certificate.days_left
    if certificate.urgency is Urgency.PAST and days is not None:
        words = ngettext("Expired {count} day ago", "Expired {count} days ago", -days).format(count=-days)
        return note_chip(words, "red", "octagon-alert")
    if certificate.urgency is Urgency.SOON:
        return note_chip(days_text(days, here()), "amber", "circle-alert")
    if days is None:
        return note_chip(_("No date"), "grey")
    months = int(days / MONTH_DAYS)
    words = ngettext("{count} month left", "{count} months left", months).format(count=months)
    return Text(words, "hint", "text-2")


class CertificatesCard(Card):
    """持证电工."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Certified electricians"), flush=True, parent=parent)
        self._count = Text("", "body", "text-2")
        self.head.insertWidget(1, self._count)
        self._body = CardBody()
        self.body.addWidget(self._body)

    def show_certificates(self, certificates: Sequence[Certificate], duty: str = "") -> None:
        """Show them and how the substation is manned; no electrician is said in words."""
        self._count.setText(str(len(certificates)) if certificates else "")
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        for certificate in certificates:
            column.addWidget(Rule(token="line2"))  # noqa: S106 - a colour token
            column.addWidget(CertificateRow(certificate))
        if not certificates:
            column.addLayout(_said(_("No electrician is entered for this customer.")))
        if duty:
            column.addWidget(Rule(token="line2"))  # noqa: S106 - a colour token
            column.addLayout(_pair(_("Manned"), duty))
        self._body.show_widget(holder)


class VisitLine(PressArea):
    """A visit in one line: day, occasion and inspectors, and what came of it."""

    ring_radius = 4.0

    def __init__(self, row: VisitRow, parent: QWidget | None = None) -> None:
        day = f"{row.on:%Y-%m-%d}" if row.on else "—"
        super().__init__(f"{day} {row.kind} {row.inspectors}", parent)
        self.setMinimumHeight(38)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(12)
        line.addWidget(Text(day, "body_medium"))
        line.addWidget(ElidedLabel(" · ".join(p for p in (row.inspectors, row.kind) if p), "body", "text-2"), 1)
        words, token = visit_result(row)
        line.addWidget(Text(words, "body", token))
        self.setToolTip("\n".join(part for part in (f"{day} {row.kind}", row.inspectors, words) if part))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._hover:
            painter.fillRect(self.rect(), color("sub"))


def visit_result(row: VisitRow) -> tuple[str, str]:
    """What came of a visit, and the token of its colour."""
    if row.status is not VisitStatus.SIGNED:
        if row.status is VisitStatus.HANDED_OVER:
            return _("Handed over"), "text-2"
        running = row.status in (VisitStatus.OPEN, VisitStatus.ELSEWHERE)
        return (_("Running") if running else _("Planned")), "primary-text"
    found = sum(row.counts)
    if not found:
        return _("no hazard found"), "green-text"
    words = _("{found} found, {closed} closed").format(found=found, closed=row.closed)
    return words, "green-text" if row.closed >= found else "text-2"


class VisitsCard(Card):
    """检查历史. `visit_opened(VisitRow)`, `all_requested`."""

    visit_opened = Signal(object)
    all_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Visits"), flush=True, parent=parent)
        self._count = Text("", "body", "text-2")
        self.head.insertWidget(1, self._count)
        self._all = link(_("All"), self)
        self._body = CardBody()
        self.body.addWidget(self._body)
        self._all.clicked.connect(self.all_requested)

    def show_visits(self, rows: Sequence[VisitRow], total: int) -> None:
        """Show the newest."""
        self._count.setText(str(total) if total else "")
        self._all.setVisible(total > 0)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        for row in rows:
            line = VisitLine(row)
            line.clicked.connect(lambda row=row: self.visit_opened.emit(row))
            column.addWidget(Rule(token="line2"))  # noqa: S106 - a colour token
            column.addWidget(line)
        if not rows:
            column.addLayout(_said(_("Not inspected yet.")))
        self._body.show_widget(holder)


class SupplyLine(PressArea):
    """A generator or DC system: name, figures, state."""

    ring_radius = 4.0

    def __init__(self, row: EquipmentRow, parent: QWidget | None = None) -> None:
        super().__init__(row.equipment.name, parent)
        self.setMinimumHeight(64)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 4, 16, 4)
        line.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(row.equipment.name, "body_medium"))
        place = " · ".join(p for p in (row.equipment.model, row.equipment.place) if p)
        detail = supply_detail(row) or row.rating
        self.setToolTip("\n".join(p for p in (row.equipment.name, detail, place) if p))
        words.addWidget(ElidedLabel(detail or row.kind_name, "hint", "text-2"))
        tested = _("last tested {day}").format(day=row.tested_on) if row.tested_on else place
        words.addWidget(ElidedLabel(tested, "hint", "text-2"))
        line.addLayout(words, 1)
        why = trouble(row)
        if why is not None:
            chip = note_chip(why.words.partition("\n")[0], why.hue, why.icon, solid=why.hue == "red")
            chip.setToolTip(why.words)
            line.addWidget(chip)
        elif row.verdict is Verdict.PASS:
            line.addWidget(VerdictMark(row.verdict))


class EmergencyCard(Card):
    """应急电源: what the customer has, and the equipment that gives it. `equipment_opened(id)`."""

    equipment_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Emergency supply"), flush=True, parent=parent)
        self._body = CardBody()
        self.body.addWidget(self._body)

    def show_supply(self, facts: Sequence[tuple[str, str]], rows: Sequence[EquipmentRow]) -> None:
        """Show it."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        if facts:
            grid = facts_grid(facts)
            grid.setContentsMargins(16, 0, 16, 8)
            column.addLayout(grid)
        for row in rows:
            line = SupplyLine(row)
            line.clicked.connect(lambda row=row: self.equipment_opened.emit(row.id))
            column.addWidget(Rule(token="line2"))  # noqa: S106 - a colour token
            column.addWidget(line)
        self._body.show_widget(holder)


class FactsCard(Card):
    """基本情况. `edit_requested`, `close_requested` (销户) and `reopen_requested` by the buttons."""

    edit_requested = Signal()
    close_requested = Signal()
    reopen_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Basic facts"), parent=parent)
        self._edit = link(_("Edit"), self)
        self._edit.setToolTip(_("Edit") + " (F2)")
        self._waiting = False
        """Whether the focus goes back to the button that is about to close the account."""
        self._body = CardBody()
        self.body.addWidget(self._body)
        self._close = Button(_("Close account"), Kind.LINK, height=28)
        self._close.setToolTip(_("Close account") + " (Ctrl+Delete)")
        self._reopen = Button(_("Reopen account"), Kind.LINK, height=28)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 4, 0, 0)
        foot.addStretch(1)
        foot.addWidget(self._close)
        foot.addWidget(self._reopen)
        self.body.addLayout(foot)
        self.body.setContentsMargins(15, 8, 2, 8)
        self._body.setContentsMargins(0, 0, 13, 0)
        self._connect()

    def _connect(self) -> None:
        self._edit.clicked.connect(self.edit_requested)
        self._close.clicked.connect(self.close_account)
        self._reopen.clicked.connect(self.reopen_requested)

    def show_facts(self, overview: Overview, *, active: bool) -> None:
        """Show other facts, of an account that is open or closed."""
        self._close.setVisible(active)
        self._close.setEnabled(True)
        self._reopen.setVisible(not active)
        if self._waiting and self._edit.hasFocus():
            (self._close if active else self._reopen).setFocus(Qt.FocusReason.OtherFocusReason)
        self._waiting = False
        holder = QWidget()
        grid = facts_grid(overview.facts, overview.urgent)
        grid.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(grid)
        self._body.show_widget(holder)

    def close_account(self) -> None:
        """Ask to close the account, unless it already is or that is about to happen."""
        if self._close.isVisible() and self._close.isEnabled():
            self.close_requested.emit()

    def wait_for_close(self) -> None:
        """The account is about to be closed; that can still be taken back."""
        self._waiting = self._close.hasFocus()
        if self._waiting:
            self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._close.setEnabled(False)


def _said(words: str) -> QHBoxLayout:
    """A line of words where a list is empty."""
    row = QHBoxLayout()
    row.setContentsMargins(16, 0, 16, 8)
    row.addWidget(Text(words, "body", "text-2", wrap=True))
    return row


def _pair(label: str, value: str) -> QHBoxLayout:
    """A label, and its value at the right."""
    row = QHBoxLayout()
    row.setContentsMargins(16, 8, 16, 4)
    row.setSpacing(12)
    row.addWidget(Text(label, "body", "text-2"))
    row.addWidget(ElidedLabel(value, "body"), 1)
    return row


def link(label: str, card: Card) -> Button:
    """A text button in the head of a card, its words in line with the card's right padding."""
    button = Button(label, Kind.LINK, height=28)
    margins = card.head.contentsMargins()
    card.head.setContentsMargins(margins.left(), margins.top(), 2, margins.bottom())
    card.head.addWidget(button)
    return button
