"""The base of every step's panel: what the visit page asks of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector.domain.visit import Step
from inspector.problems import Problem
from inspector.services.visits.views import Change, Target
from inspector.ui.visit.presenter import VisitPresenter


class StepPanel(QWidget):
    """One step of the visit, between header and footer. Usually built from `columns.Columns(left, middle, right)`.

    The page makes a panel when its step is first opened, calls `activate` each time it is shown, `apply` for every
    committed change, and asks the footer texts again after `footer_changed`. It installs the page's shortcuts
    (Alt+arrows, Ctrl+PgUp/PgDn, Ctrl+Enter); digits and letters reach the panel as ordinary key events that no child
    took.
    """

    step: Step
    """Which step; set by the subclass."""
    footer_hints: tuple[tuple[str, str], ...] = ()
    """(keys separated by |, what they do), for the footer."""
    footer_keys: tuple[str, str] = ("Alt ←", "Alt →")
    """Keycaps of the footer's two buttons."""
    footer_changed = Signal()
    ledger_requested = Signal(str)
    """Step 4 only: id of the issued visit whose rows the ledger shall show."""
    place_requested = Signal(object)
    """Step 4 only: the visit is issued, on to another `Place`."""
    visits_requested = Signal()
    """Step 4 only: the visit is issued, on to the next one."""

    def __init__(self, presenter: VisitPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = presenter

    def activate(self, target: Target | None, ref: str) -> None:
        """The panel is shown: put the focus on the given row, or on the first that is not answered."""
        raise NotImplementedError

    def apply(self, change: Change) -> None:
        """Repaint what the change touched, nothing else."""
        raise NotImplementedError

    def write_failed(self, target: Target | None, ref: str, problem: Problem) -> None:
        """A write of this panel failed: mark the field; what was typed stays."""

    def write_cancelled(self, target: Target | None, ref: str) -> None:
        """A write was not carried out: show the stored state again."""

    def previous_label(self) -> str:
        """Words of the footer's first button, "" hides it."""
        return ""

    def next_label(self) -> str:
        """Words of the footer's second button, "" hides it."""
        return ""

    def press_previous(self) -> None:
        """The footer's first button; by default what Alt+Left does."""
        self.go_previous()

    def press_next(self) -> None:
        """The footer's second button; by default what Alt+Right does."""
        self.go_next()

    def go_previous(self) -> None:
        """Alt+Left: the section or group before."""

    def go_next(self) -> None:
        """Alt+Right: the section or group after."""

    def go_up(self) -> None:
        """Alt+Up: the equipment or group before."""

    def go_down(self) -> None:
        """Alt+Down: the equipment or group after."""

    def missing_text(self) -> str:
        """What is still missing in this step, for the footer; "" = nothing."""
        return ""

    def primary_label(self) -> str:
        """Words of the primary button; "" = the page offers the next step."""
        return ""

    def go_primary(self) -> None:
        """Ctrl+Enter, when `primary_label` is not empty."""
