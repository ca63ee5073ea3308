"""The current visit of the calendar: what it is, whether all it needs is on this laptop, and what can be done."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from inspector.domain.visit import VisitStatus
from inspector.i18n import _
from inspector.services.planning.board import CalendarVisit
from inspector.services.planning.package_views import PackagePart, Readiness, VisitPackage
from inspector.ui.kit.access import Role
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import note_chip
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.meaning import Look
from inspector.ui.kit.painting import text, text_width
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.planning.paint import purpose, state_name
from inspector.ui.visit.ready_mark import LOOKS, ready_words

LINE = 19
WORDS = {Readiness.HERE: "green", Readiness.NOTE: "amber", Readiness.MISSING: "orange"}


class PackageList(QWidget):
    """The parts of a package: icon, name, words."""

    spoken_role = Role.List

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[PackagePart, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("What this laptop holds for the visit"))

    def show_parts(self, parts: tuple[PackagePart, ...]) -> None:
        """Show another package."""
        self._parts = parts
        told = "\n".join(f"{part.name}: {part.words}" for part in parts)
        self.setAccessibleDescription(told)
        self.setToolTip(told)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(280, LINE * max(1, len(self._parts)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        names = max((text_width(part.name, "hint") for part in self._parts), default=0.0) + 12
        for index, part in enumerate(self._parts):
            icon, token = LOOKS[part.state]
            top = index * LINE
            draw_icon(painter, QPointF(0, top + 2), icon, token, 15, 2.25)
            text(painter, QRectF(24, top, names, LINE), part.name, "hint", "text-2")
            loud = part.state is not Readiness.HERE
            rest = QRectF(24 + names, top, self.width() - 24 - names, LINE)
            text(painter, rest, part.words, "hint_bold" if loud else "hint", token if loud else "text-1")


class VisitDetail(Card):
    """Signals carry the `CalendarVisit`; `fetch_requested` when missing parts are to be had from the server."""

    opened = Signal(object)
    change_requested = Signal(object)
    cancel_requested = Signal(object)
    print_requested = Signal(object)
    fetch_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(flush=True, parent=parent)
        self._visit: CalendarVisit | None = None
        self._package: VisitPackage | None = None
        self._name = ElidedLabel("", "card_title")
        self._chip = note_chip("", "grey")
        self.facts = ElidedLabel("", "hint", "text-2")
        self.hint = ElidedLabel("", "hint_bold", "orange-text")
        self.note = ElidedLabel("", "hint", "text-2")
        self.button = Button(_("Start"), Kind.SECONDARY, height=32)
        self.change_button = IconButton("pencil", _("Change day or inspectors"), key="F2", size=32)
        self.cancel_button = IconButton("trash-2", _("Cancel the visit"), key="Del", size=32)
        self.print_button = IconButton("printer", _("Work order"), key="Ctrl P", size=32)
        self.fetch_button = Button(_("Fetch now"), Kind.LINK, icon="refresh-cw", height=28)
        self.parts = PackageList()
        self._nothing = Text(_("Choose a visit in the calendar."), "body", "text-2")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._build()
        self._connect()
        self.show_visit(None)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._name, 1)
        top.addWidget(self._chip)
        for tool in (self.print_button, self.change_button, self.cancel_button):
            top.addWidget(tool)
        top.addWidget(self.button)
        below = QHBoxLayout()
        below.addWidget(self.facts, 1)
        below.addWidget(self.fetch_button)
        self.body.setContentsMargins(15, 6, 15, 6)
        self.body.setSpacing(2)
        self.body.addWidget(self._nothing, 1)
        self.body.addLayout(top)
        self.body.addLayout(below)
        self.body.addWidget(self.hint)
        self.body.addWidget(self.note)
        self._scroller = Scroller(self.parts)
        self.body.addWidget(self._scroller, 1)

    def _connect(self) -> None:
        self.button.clicked.connect(lambda: self.opened.emit(self._visit))
        self.change_button.clicked.connect(lambda: self.change_requested.emit(self._visit))
        self.cancel_button.clicked.connect(lambda: self.cancel_requested.emit(self._visit))
        self.print_button.clicked.connect(lambda: self.print_requested.emit(self._visit))
        self.fetch_button.clicked.connect(self.fetch_requested)

    @property
    def visit(self) -> CalendarVisit | None:
        """The visit that shows."""
        return self._visit

    def show_visit(self, visit: CalendarVisit | None) -> None:
        """Show a visit; its package comes after it."""
        same = visit is not None and self._visit is not None and visit.id == self._visit.id
        self._visit = visit
        here = visit is not None and visit.status is not VisitStatus.ELSEWHERE
        for widget in (self._name, self.facts):
            widget.setVisible(visit is not None)
        for tool in (self.button, self.print_button):
            tool.setVisible(here)
        for label, words in ((self.hint, visit.hint if visit else ""), (self.note, visit.note if visit else "")):
            label.setText(words)
            label.setVisible(bool(words))
        movable = visit is not None and visit.movable
        self.change_button.setVisible(movable)
        self.cancel_button.setVisible(movable)
        self._nothing.setVisible(visit is None)
        if visit is not None:
            self._name.setText(visit.name)
            there = _("{person} is there").format(person=visit.begun_by) if visit.begun_by else ""
            told = (there or state_name(visit), visit.on.isoformat(), visit.at, purpose(visit), visit.inspectors)
            self.facts.setText(" · ".join(part for part in told if part))
            running = visit.status is VisitStatus.OPEN
            signed = visit.status is VisitStatus.SIGNED
            self.button.set_label(_("View") if signed else _("Continue") if running else _("Start"))
        if not same:
            self.show_package(None)

    def show_package(self, package: VisitPackage | None) -> None:
        """Show what is here for the visit."""
        self._package = package
        self._chip.setVisible(package is not None)
        self._scroller.setVisible(package is not None)
        self.fetch_button.setVisible(package is not None and package.can_fetch and package.state is not Readiness.HERE)
        if package is not None:
            words = ready_words(package)
            self._chip.set_look(words, Look(words, LOOKS[package.state][0], WORDS[package.state]))
            self.parts.show_parts(package.parts)
