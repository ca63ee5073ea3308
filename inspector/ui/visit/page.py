"""The frame of an open visit: header with stepper, the step's panel, footer, and the keys that hold on every step."""

from collections.abc import Callable, Mapping
from functools import partial
from operator import methodcaller

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.domain.visit import Step
from inspector.i18n import _
from inspector.problems import Problem
from inspector.services.visits.views import Change, Issued, StepsBack, Target, VisitView
from inspector.ui.kit.dialog import ConfirmDialog
from inspector.ui.kit.shortcuts import bind_key
from inspector.ui.visit.columns import Columns
from inspector.ui.visit.focus_place import FocusPlace
from inspector.ui.visit.footer import HEIGHT as FOOTER_HEIGHT
from inspector.ui.visit.footer import VisitFooter
from inspector.ui.visit.header import VisitHeader, step_name
from inspector.ui.visit.panel import StepPanel
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.read_only import ReadOnlyLook
from inspector.ui.visit.step_panels import Factory, StepPanels
from inspector.ui.visit.unsaved import Unsaved

__all__ = ["FOOTER_HEIGHT", "Columns", "StepPanel", "VisitPage"]


class VisitPage(QWidget):
    """One open visit. Panels are made when their step is first opened. `issued` after 签发并归档."""

    issued = Signal(object)
    step_opened = Signal(object)
    close_requested = Signal()
    """Back to the list of visits."""
    hand_over_requested = Signal()
    notice_requested = Signal(str)
    """Id of a signed visit whose notice is to be shown."""
    place_requested = Signal(object)
    """A `Place` to go on with after sign-off."""
    ledger_requested = Signal(str)
    """Id of the issued visit whose rows the ledger shall show."""

    def __init__(
        self, presenter: VisitPresenter, factories: Mapping[Step, Factory], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.presenter = presenter
        presenter.setParent(self)
        self.panels = StepPanels(presenter, factories)
        self._step = presenter.visit.step
        self._over = False
        self._focus = FocusPlace(self)
        self.header = VisitHeader(presenter.visit)
        self.footer = VisitFooter()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.panels, 1)
        column.addWidget(self.footer)
        self._install_shortcuts()
        self._connect()
        if presenter.read_only:
            ReadOnlyLook(self, for_good=presenter.visit.signed is not None)

    def _install_shortcuts(self) -> None:
        for keys, act in (
            ("Alt+Left", self._wish("go_previous")),
            ("Alt+Right", self._wish("go_next")),
            ("Alt+Up", self._wish("go_up")),
            ("Alt+Down", self._wish("go_down")),
            ("Ctrl+PgUp", lambda: self._leaf(-1)),
            ("Ctrl+PgDown", lambda: self._leaf(1)),
            ("Ctrl+Return", self._on_primary),
            ("Ctrl+Enter", self._on_primary),
            ("Ctrl+Shift+O", self._hand_over),
        ):
            bind_key(keys, self, act, within=True)

    def _hand_over(self) -> None:
        if self.header.hand_over.isVisible() and self.header.hand_over.isEnabled():
            self.hand_over_requested.emit()

    def _wish(self, verb: str) -> Callable[[], None]:
        """A call of the panel that is open when the key is pressed, not of the one that is open now."""
        call = methodcaller(verb)
        return lambda: call(self.panel)

    def _connect(self) -> None:
        self.header.step_requested.connect(self.open_step)
        self.panels.footer_changed.connect(self._on_footer_changed)
        self.panels.ledger_requested.connect(self.ledger_requested)
        self.panels.visits_requested.connect(self.close_requested)
        self.panels.place_requested.connect(self.place_requested)
        self.header.back.clicked.connect(self.close_requested)
        self.header.hand_over.clicked.connect(self._hand_over)
        self.footer.previous.clicked.connect(self._wish("press_previous"))
        self.footer.next.clicked.connect(self._wish("press_next"))
        self.footer.primary.clicked.connect(self._on_primary)
        self.footer.undo.clicked.connect(self.undo)
        self.footer.redo.clicked.connect(self.redo)
        self.presenter.visit_changed.connect(self._on_visit_changed)
        self.presenter.change_applied.connect(self._on_change_applied)
        self.presenter.go_requested.connect(self.open_step)
        self.presenter.write_failed.connect(self._on_write_failed)
        self.presenter.write_cancelled.connect(self._on_write_cancelled)
        self.presenter.unlock_requested.connect(partial(_ask_to_unlock, self))
        self.presenter.issued.connect(self._on_issued)

    # steps ----------------------------------------------------------------------------------------------------------

    @property
    def step(self) -> Step:
        """The open step."""
        return self._step

    @property
    def panel(self) -> StepPanel:
        """The panel of the open step; made when it is asked for the first time."""
        return self.panels.panel(self._step)

    def start(self) -> None:
        """Show the visit where it was left, and say what was restored."""
        visit = self.presenter.visit
        self.footer.show_steps_back(visit.steps_back)
        Unsaved(self.presenter, self.open_step).look()
        self.presenter.load_summary(lambda _summary: None)
        self.open_step(visit.step, visit.target, visit.ref)

    def open_step(self, step: Step, target: Target | None = None, ref: str = "") -> None:
        """Open a step at a row; after 签发并归档 the summary stays."""
        if not self.panels.knows(step) or self._over:
            return
        panel = self.panels.panel(step)
        self._step = step
        self.panels.setCurrentWidget(panel)
        self.header.show_visit(self.presenter.visit, step)
        self.footer.show_panel(panel, self._primary_label(panel))
        if target is None and not ref:
            self.presenter.remember(step)
        panel.activate(target, ref)
        self.step_opened.emit(step)

    def _leaf(self, by: int) -> None:
        step = self.panels.beside(self._step, by)
        if step is not None:
            self.open_step(step)

    def _primary_label(self, panel: StepPanel) -> str:
        following = self.panels.beside(self._step, 1)
        if panel.primary_label():
            return panel.primary_label()
        name = step_name(following, self.presenter.visit.kind) if following else ""
        return _("Next: {step}").format(step=name) if name else ""

    def _on_primary(self) -> None:
        panel = self.panel
        following = self.panels.beside(self._step, 1)
        if panel.primary_label():
            panel.go_primary()
        elif following is not None:
            self.open_step(following)

    # what comes back ------------------------------------------------------------------------------------------------

    def _on_visit_changed(self, visit: VisitView) -> None:
        self.header.show_visit(visit, self._step)
        self.footer.show_steps_back(StepsBack() if self._over else visit.steps_back)

    def _on_change_applied(self, change: Change) -> None:
        self.panels.apply(change)
        self._on_footer_changed()
        self._focus_again()

    def _on_footer_changed(self) -> None:
        if self.panels.made(self._step):
            self.footer.show_missing(self.panel, self._primary_label(self.panel))

    def _on_write_failed(self, target: Target | None, ref: str, problem: Problem) -> None:
        self.panels.write_failed(target, ref, problem)
        self._focus_again()

    def _on_write_cancelled(self, target: Target | None, ref: str) -> None:
        self.panel.write_cancelled(target, ref)
        self._focus_again()

    def _on_issued(self, issued: Issued) -> None:
        self._over = True
        self.header.close_steps()
        self.footer.show_steps_back(StepsBack())
        self.issued.emit(issued)

    # undo -----------------------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last step back; what is being typed is stored first, so that it is the last step (Ctrl+Z)."""
        if not self._over:
            self._focus.step_aside()
            self.presenter.undo()
            self._focus_again()

    def redo(self) -> None:
        """Make the step again that was undone last (Ctrl+Y)."""
        if not self._over:
            self._focus.step_aside()
            self.presenter.redo()
            self._focus_again()

    def leave(self) -> None:
        """Store what is being typed and where the inspector is; call before the page goes or is hidden."""
        self._focus.step_aside()
        self.presenter.typing.keep()
        self.presenter.withdraw_bulk()
        self.presenter.flush_position()

    # focus ----------------------------------------------------------------------------------------------------------

    def come_back(self) -> None:
        """The page shows again: the focus goes to the question or cell it was on."""
        if not self._focus.come_back():
            step, target, ref = self.presenter.position
            self.panel.activate(*((target, ref) if step is self._step else (None, "")))

    def _focus_again(self) -> None:
        """After undo and redo: give the focus back when nothing is under way any more and it was put nowhere else."""
        QTimer.singleShot(0, self, self._on_calm)

    def _on_calm(self) -> None:
        if self._focus.away and self.isVisible() and not self.presenter.busy and not self._over:
            self.come_back()


def _ask_to_unlock(page: VisitPage, proceed: Callable[[], None], cancel: Callable[[], None]) -> None:
    dialog = ConfirmDialog(
        page,
        _("Clear the signatures?"),
        _("This visit is signed. A change clears all signatures; everybody has to sign again."),
        accept=_("Change and clear"),
        dangerous=True,
    )
    dialog.accepted.connect(proceed)
    dialog.rejected.connect(cancel)
    dialog.open()
