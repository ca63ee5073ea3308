"""The card of dissolved gases beside the test record of an oil transformer.

Tiles of the gases, Duval's triangle or the three ratios, and what is said: why a diagnosis is called for, the fault,
how the methods agree, what may be wrong with the numbers. The diagnosis is advice; it becomes a hazard on request.
While nothing calls for a diagnosis the card says so, and draws in grey on demand.
"""

from enum import StrEnum

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector import services
from inspector.criteria.dga.triangles import TRIANGLE_1
from inspector.i18n import _, ngettext
from inspector.reports.figures.duval import Trail, triangle_drawing
from inspector.services.gases.views import DgaView
from inspector.services.visits.views import Change, Target
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import note_chip
from inspector.ui.kit.meaning import Look
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text
from inspector.ui.visit.dga_dialog import DgaDialog
from inspector.ui.visit.dga_paint import DgaPicture
from inspector.ui.visit.dga_parts import GasTiles, Legend, TextGrid
from inspector.ui.visit.dga_rows import ratio_rows
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.proposal_box import HazardDialog
from inspector.ui.visit.read_only import only_shows, writes

DELAY_MS = 60
"""Quiet time after the last change before the gases are read again, so that quick typing never waits."""
PICTURE = 268
LEAST = 188
"""Heights of the drawing where there is room and where there is not; there the words come before it."""
BESIDE = 250
"""What tiles, legend, words and actions need besides."""
ONE_ROW = 48
"""Height of the actions when they stand side by side."""
ROOM = 280
"""Width for buttons side by side."""
TILES = 7
"""Gases with a tile; carbon dioxide stands in the larger view."""


class Side(StrEnum):
    """What the card draws."""

    TRIANGLE = "triangle"
    RATIOS = "ratios"


def trail_of(view: DgaView) -> Trail:
    """The way of the samples as drawings take it."""
    return Trail(tuple(sample.gases for sample in view.samples), current=view.current, muted=not view.called)


class DgaCard(QWidget):
    """Call `show_target` and `apply`. `available_changed(bool)`: whether the piece has gases at all."""

    available_changed = Signal(bool)

    def __init__(self, presenter: VisitPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._target: Target | None = None
        self.view: DgaView | None = None
        self._asked = False
        """Whether the person wants the methods though nothing calls for them."""
        self._stale = False
        """Whether something changed while the card was out of sight."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._refresh)
        self._side = Side.TRIANGLE
        self.larger_button = IconButton("maximize-2", _("Larger, with all methods"), size=28)
        self.tiles = GasTiles()
        self.picture = DgaPicture(PICTURE)
        self.legend = Legend()
        self.ratios = TextGrid(wide=(0,))
        self._ratio_words = Text("", "body", "text-1", wrap=True)
        self.said = _Said()
        self.offers = _Offers()
        self._build()
        self._connect()

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.tiles)
        drawn = QWidget()
        drawing = QVBoxLayout(drawn)
        drawing.setContentsMargins(0, 0, 0, 0)
        drawing.setSpacing(0)
        drawing.addWidget(self.picture)
        drawing.addWidget(self.legend)
        told = QWidget()
        ratios = QVBoxLayout(told)
        ratios.setContentsMargins(0, 4, 0, 0)
        ratios.addWidget(self.ratios)
        ratios.addWidget(self._ratio_words)
        ratios.addStretch(1)
        self._pages = (drawn, told)
        self._stack = QWidget()
        stack = QVBoxLayout(self._stack)
        stack.setContentsMargins(0, 0, 0, 0)
        for page in self._pages:
            stack.addWidget(page)
        column.addWidget(self._stack)
        column.addWidget(self.said)
        column.addStretch(1)
        self._column = column
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(Scroller(content), 1)
        outer.addWidget(self.offers)

    def _connect(self) -> None:
        self.larger_button.clicked.connect(self.enlarge)
        self.picture.pressed = self.enlarge
        self.offers.hazard_button.clicked.connect(self._on_hazard)
        self.offers.retest_button.clicked.connect(self._on_retest)
        self.said.anyway_button.clicked.connect(self._on_anyway)

    # showing ------------------------------------------------------------------------------------------------------

    def show_target(self, target: Target | None) -> None:
        """Follow another piece of equipment; what it has is read at once."""
        if target != self._target:
            self._target, self._asked = target, False
            self._set(None)
        self._timer.stop()
        self._load()

    def apply(self, change: Change) -> None:
        """Read again after a change of this form."""
        if self._target is not None and any(summary.target == self._target for summary in change.targets):
            self._timer.start()

    def _refresh(self) -> None:
        """Read again if anybody looks; else when the card is shown next."""
        self._stale = not self.isVisible()
        if not self._stale:
            self._load()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._refresh()

    def _load(self) -> None:
        target = self._target
        if target is None:
            return
        ws, visit = self._presenter.workspace, self._presenter.visit.id

        def take(view: DgaView | None) -> None:
            if target == self._target:
                self._set(view)

        self._presenter.load(lambda: services.dga_view(ws, visit, target), take, owner=self)

    def _set(self, view: DgaView | None) -> None:
        had = self.view is not None
        self.view = view
        if view is not None:
            self._show(view)
        if had != (view is not None):
            self.available_changed.emit(view is not None)

    def _show(self, view: DgaView) -> None:
        self.tiles.show_tiles(view.tiles[:TILES])
        trail = trail_of(view)
        spoken = _("Duval triangle 1: {words}").format(words=view.title or _("no sample"))
        self.picture.show_drawing(
            lambda width, height: triangle_drawing(TRIANGLE_1, trail, width, height), spoken, _("Oil gases, µL/L")
        )
        self.legend.show_view(view)
        self.ratios.show_rows(ratio_rows(view))
        words = " · ".join(part for part in (view.code.replace(" · ", " "), view.code_words) if part)
        self._ratio_words.setText(words or _("A gas is missing, so there are no ratios."))
        self.said.show_view(view, asked=self._asked)
        self.offers.show_view(view)
        self._show_side()

    def show_side(self, side: Side) -> None:
        """Draw the triangle or tell the ratios."""
        self._side = side
        self._show_side()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.height() - max(0, self.offers.sizeHint().height() - ONE_ROW)
        self.picture.setFixedHeight(max(LEAST, min(PICTURE, room - BESIDE)))
        self._column.insertWidget(1 if room < LEAST + BESIDE else 2, self.said)

    def _show_side(self) -> None:
        view = self.view
        told = view is not None and (view.called or self._asked or not view.current)
        self._stack.setVisible(view is not None and view.measured and told)
        for number, page in enumerate(self._pages):
            page.setVisible(number == (0 if self._side is Side.TRIANGLE else 1))

    # actions ------------------------------------------------------------------------------------------------------

    def enlarge(self) -> None:
        """Show every drawing, method and sample."""
        if self.view is not None and self.view.measured:
            DgaDialog(self, self._presenter, self.view).open()

    def _on_anyway(self) -> None:
        self._asked = not self._asked
        if self.view is not None:
            self._show(self.view)

    def _on_hazard(self) -> None:
        view, target = self.view, self._target
        if view is None or target is None:
            return
        if view.hazard is not None:
            HazardDialog(self, self._presenter, view.hazard).open()
            return
        ws, visit = self._presenter.workspace, self._presenter.visit.id
        self._presenter.write(lambda: services.request_dga_hazard(ws, visit, target), target=target, ref="dga")

    def _on_retest(self) -> None:
        view, target = self.view, self._target
        if view is None or target is None:
            return
        ws, visit, months = self._presenter.workspace, self._presenter.visit.id, view.retest_months
        self._presenter.write(
            lambda: services.propose_retest(ws, visit, target, months),
            target=target,
            told=_("The date of the next test was entered."),
        )


class _Said(Card):
    """What the gases say, and what can be made of it."""

    def __init__(self) -> None:
        super().__init__(bar="orange", border="orange-border")
        self.fault = note_chip("", "orange")
        self.title = Text("", "body_bold", "text-1", wrap=True)
        self.code = Text("", "hint", "text-2")
        self.words = Text("", "body", "text-2", wrap=True)
        self.warning = Text("", "body", "amber-text", wrap=True)
        self.beside = Text("", "hint", "text-2", wrap=True)
        self.anyway_button = Button("", Kind.LINK)
        only_shows(self.anyway_button)
        self._lay_out()

    def _lay_out(self) -> None:
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self.fault)
        head.addWidget(self.title, 1)
        head.addWidget(self.code)
        self.body.addWidget(self._head)
        self.body.addWidget(self.words)
        self.body.addWidget(self.warning)
        self.body.addWidget(self.beside)
        self.body.addWidget(self.anyway_button)

    def show_view(self, view: DgaView, *, asked: bool) -> None:
        """Show what is said; the methods' answer only where something calls for it or somebody asked."""
        told = view.current and (view.called or asked)
        self.set_colors("surface", *(("orange-border", "orange") if view.called else ("line", "")))
        self._head.setVisible(told)
        self.fault.set_look(view.fault or "—", Look("", "", "orange" if view.called else "grey"))
        self.title.setText(view.title)
        self.code.setText(view.code)
        self.words.setText(_said(view, asked=asked))
        doubts = tuple(view.doubts_words)
        self.warning.setText("\n".join(doubts))
        self.warning.setVisible(bool(doubts))
        self.beside.setText(view.compared_words)
        self.beside.setVisible(bool(view.compared_words))
        self.anyway_button.setVisible(view.current and not view.called)
        self.anyway_button.set_label(_("Hide the methods") if asked else _("Show what the methods say"))


class _Offers(QWidget):
    """What can be made of a diagnosis, at the foot of the card."""

    def __init__(self) -> None:
        super().__init__()
        self.hazard_button = Button(_("Make hazard"), Kind.TINTED, icon="plus")
        self.retest_button = Button(_months(1), Kind.SECONDARY, icon="calendar-clock")
        writes(self.hazard_button, self.retest_button)
        buttons = (self.hazard_button, self.retest_button)
        fits = sum(button.sizeHint().width() for button in buttons) + 8 <= ROOM
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom, self)
        row.setContentsMargins(16, 0, 16, 12)
        row.setSpacing(8)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.hide()

    def show_view(self, view: DgaView) -> None:
        """Offer what the diagnosis calls for; nothing is offered where it calls for nothing."""
        self.setVisible(view.called)
        self.hazard_button.set_label(_("Edit the hazard") if view.hazard else _("Make hazard"))
        self.retest_button.setVisible(view.retest_months > 0)
        self.retest_button.set_label(_months(view.retest_months))


def _months(count: int) -> str:
    words = ngettext("Retest in {count} month", "Retest in {count} months", count)
    return words.format(count=count)


def _said(view: DgaView, *, asked: bool) -> str:
    if not view.measured:
        return _("No gases are on record. Enter them from the laboratory's report.")
    if not view.current:
        return _("No gases were entered this time. The last sample on record is drawn.")
    answer = [_("For comparison only.")] if asked and not view.called else []
    return "\n".join([*view.reasons, *answer, *view.statement])
