"""What steps 2 and 3 share: Alt+Up and Alt+Down, and the footer's buttons, go from one form to the next."""

from typing_extensions import override

from inspector.services.visits.views import Line, Target
from inspector.ui.visit.panel import StepPanel


class TargetPanel(StepPanel):
    """Base of panels that show one form of several at a time, or scroll to it."""

    footer_keys = ("Alt ↑", "Alt ↓")

    def targets(self) -> list[Target]:
        """The forms in order."""
        raise NotImplementedError

    def current_target(self) -> Target | None:
        """The form that has the focus."""
        raise NotImplementedError

    def go_target(self, target: Target) -> None:
        """Go to a form."""
        raise NotImplementedError

    def pending_refs(self, target: Target, line: Line) -> list[str]:
        """Cells of a line that are still being written: what was typed there stays on screen."""
        return [cell.ref for cell in line.cells if self.presenter.pending(target, cell.ref)]

    @override
    def press_previous(self) -> None:
        """The footer's first button does what Alt+Up does."""
        self.go_up()

    @override
    def press_next(self) -> None:
        """The footer's second button does what Alt+Down does."""
        self.go_down()

    @override
    def go_up(self) -> None:
        """The form before."""
        self._go(-1)

    @override
    def go_down(self) -> None:
        """The form after."""
        self._go(1)

    def _go(self, by: int) -> None:
        order, here = self.targets(), self.current_target()
        index = order.index(here) + by if here in order else 0
        if 0 <= index < len(order):
            self.go_target(order[index])
