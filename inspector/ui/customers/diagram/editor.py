"""The editor of a customer's single-line diagram, in front of the customer file."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector import services
from inspector.domain.diagram import Diagram, read_diagram, write_diagram
from inspector.i18n import _
from inspector.problems import Problem
from inspector.services.customer_files.views import DiagramView
from inspector.ui.customers.diagram.canvas import Canvas
from inspector.ui.customers.diagram.details import Details
from inspector.ui.customers.diagram.history import History, cornered
from inspector.ui.customers.diagram.palette import Palette
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.kit.text import ElidedLabel
from inspector.ui.page import Context

ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
KEY = "diagram:{customer}:"


class DiagramEditor(QWidget):
    """`finished(Diagram, before)` or `discarded` when it is left with changes, `left` when it goes.

    What is drawn is kept meanwhile.
    """

    finished = Signal(object, object)
    discarded = Signal(object, object)
    left = Signal()

    def __init__(self, context: Context, customer: str, name: str, view: DiagramView) -> None:
        super().__init__()
        self._context = context
        self._customer = customer
        self._view = view
        self._kept = Diagram() if view.proposed else view.diagram
        """What the record says now."""
        start = cornered(view.diagram, 2, 2)
        self.history = History(start)
        self.canvas = Canvas()
        self.canvas.troubles = dict(view.troubles)
        self.palette_ = Palette()
        self.details = Details(context.workspace.today())
        self.details.set_equipment(view.names)
        self._name = ElidedLabel(_("Single-line diagram") + " · " + name, "block")
        self._back = IconButton("chevron-left", _("Leave without the changes"))
        self._undo = IconButton("undo-2", _("Undo"), key="Ctrl Z", bordered=True)
        self._redo = IconButton("redo-2", _("Redo"), key="Ctrl Y", bordered=True)
        self._smaller = IconButton("zoom-out", _("Smaller"), bordered=True)
        self._larger = IconButton("zoom-in", _("Larger"), bordered=True)
        self.done = Button(_("Save diagram"), Kind.PRIMARY, icon="check", key="Ctrl Enter")
        self._build()
        self._connect()
        self._keys()
        self._show()
        self._ask_kept()

    def _build(self) -> None:
        head = Panel("surface", "b")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self._back)
        row.addWidget(self._name, 1)
        for widget in (self._smaller, self._larger, self._undo, self._redo, self.done):
            row.addWidget(widget)
        self.area = QScrollArea()
        self.area.setWidget(self.canvas)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side = Panel("surface", "r")
        inside = QVBoxLayout(side)
        inside.setContentsMargins(0, 0, 1, 0)
        inside.addWidget(self.palette_)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(side)
        body.addWidget(self.area, 1)
        body.addWidget(self.details)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addLayout(body, 1)

    def _connect(self) -> None:
        canvas, details = self.canvas, self.details
        canvas.edited.connect(self.apply)
        canvas.selection_changed.connect(self._on_selection_changed)
        canvas.refused.connect(self._context.messages.problem)
        self.palette_.tool_chosen.connect(self.take)
        board = canvas.board
        details.changed.connect(lambda symbol: canvas.wish(lambda: board.change(symbol)))
        details.removed.connect(lambda: canvas.wish(board.remove))
        details.turned.connect(lambda: canvas.wish(board.turn))
        details.switched.connect(lambda: canvas.wish(board.switch))
        details.stretched.connect(lambda by: canvas.wish(lambda: board.stretch(by)))
        details.checked.connect(self._on_checked)
        details.proposal_requested.connect(self._on_proposal)
        details.clear_requested.connect(lambda: self.apply(Diagram(checked_on=self.history.now.checked_on)))
        self._back.clicked.connect(self.discard)
        self._undo.clicked.connect(self.undo)
        self._redo.clicked.connect(self.redo)
        self._smaller.clicked.connect(lambda: self._zoom(-1))
        self._larger.clicked.connect(lambda: self._zoom(1))
        self.done.clicked.connect(self.save)

    def _keys(self) -> None:
        page_keys(
            self,
            {
                "Ctrl+Return": self.save,
                "Ctrl+Enter": self.save,
                "Ctrl++": lambda: self._zoom(1),
                "Ctrl+-": lambda: self._zoom(-1),
                "Esc": self._on_escape,
            },
        )

    # drawing --------------------------------------------------------------------------------------------------------

    def take(self, tool: str) -> None:
        """Take a tool in hand; the board has the focus then."""
        self.palette_.show_tool(tool)
        self.canvas.set_tool(tool)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_selection_changed(self) -> None:
        self.details.show_selected(self.canvas.board.selected)
        self._follow()

    def apply(self, diagram: Diagram) -> None:
        """Take a change."""
        if self.history.apply(diagram):
            self._keep()
        self._show()

    def undo(self) -> None:
        """Take the last change back."""
        if self.history.undo():
            self._keep()
            self._show()

    def redo(self) -> None:
        """Do it again."""
        if self.history.redo():
            self._keep()
            self._show()

    def _show(self) -> None:
        now = self.history.now
        self.canvas.show_diagram(now)
        self.details.show_diagram(now)
        self._undo.setEnabled(self.history.can_undo)
        self._redo.setEnabled(self.history.can_redo)
        self._follow()

    def _follow(self) -> None:
        """Keep the cross in view."""
        rect = self.canvas.cross_rect()
        self.area.ensureVisible(round(rect.center().x()), round(rect.center().y()), 72, 72)

    def _zoom(self, by: int) -> None:
        nearest = min(range(len(ZOOMS)), key=lambda number: abs(ZOOMS[number] - self.canvas.zoom))
        self.canvas.set_zoom(ZOOMS[min(max(nearest + by, 0), len(ZOOMS) - 1)])

    def _on_checked(self, day: date | None) -> None:
        self.apply(replace(self.history.now, checked_on=day))

    def _on_proposal(self) -> None:
        workspace, customer = self._context.workspace, self._customer
        self._context.tasks.run(
            lambda: services.proposed_diagram_of(workspace, customer),
            lambda diagram: self.apply(cornered(diagram, 2, 2)),
            owner=self,
        )

    # keeping --------------------------------------------------------------------------------------------------------

    def _keep(self) -> None:
        """Keep what is drawn, so that nothing is lost when the power goes."""
        workspace, key, words = self._context.workspace, self._key(), write_diagram(self.history.now)
        self._context.tasks.run(lambda: services.keep_typing(workspace, key, words), owner=self)

    def _key(self) -> str:
        return KEY.format(customer=self._customer) + "drawing"

    def _ask_kept(self) -> None:
        workspace, prefix = self._context.workspace, KEY.format(customer=self._customer)
        self._context.tasks.run(lambda: services.kept_typing(workspace, prefix), self._on_kept, owner=self)

    def _on_kept(self, kept: dict[str, str]) -> None:
        words = kept.get(self._key(), "")
        if not words or self.history.changed:
            return
        try:
            drawn = read_diagram(words)
        except Problem:
            return
        if self.history.apply(drawn):
            self._show()
            self._context.messages.info(_("What you drew last time was kept"), _("Undo"), self.undo)

    def _drop(self) -> None:
        workspace, prefix = self._context.workspace, KEY.format(customer=self._customer)
        self._context.tasks.run(lambda: services.drop_typing(workspace, prefix), owner=self._context.messages)

    # leaving --------------------------------------------------------------------------------------------------------

    def _on_escape(self) -> None:
        """Esc lets go step by step: the line, the tool, the selection; then it saves and leaves."""
        given_up = self.canvas.let_go()
        if given_up:
            self.palette_.show_tool(self.canvas.board.tool)
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.canvas.hasFocus():
            self.save()
        else:
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Leave; what was changed is saved."""
        self._drop()
        if self.history.changed:
            self.finished.emit(self.history.now, self._kept)
        self.left.emit()

    def discard(self) -> None:
        """Leave without the changes; who listens may offer them once more."""
        self._drop()
        if self.history.changed:
            self.discarded.emit(self.history.now, self._kept)
        self.left.emit()
