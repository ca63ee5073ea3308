"""The panels of an open visit: one for each step, made when its step is first opened, and the order of the steps."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from inspector.domain.visit import Step
from inspector.problems import Problem
from inspector.services.visits.views import Change, StepView, Target
from inspector.ui.visit.panel import StepPanel
from inspector.ui.visit.presenter import VisitPresenter

Factory = Callable[[VisitPresenter], StepPanel]


class StepPanels(QStackedWidget):
    """Shows one panel. `footer_changed`, `ledger_requested` and `visits_requested` come from any of them."""

    footer_changed = Signal()
    ledger_requested = Signal(str)
    place_requested = Signal(object)
    visits_requested = Signal()

    def __init__(
        self, presenter: VisitPresenter, factories: Mapping[Step, Factory], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._factories = factories
        self._panels: dict[Step, StepPanel] = {}

    def panel(self, step: Step) -> StepPanel:
        """The panel of a step; made when it is asked for the first time."""
        if step not in self._panels:
            panel = self._factories[step](self._presenter)
            panel.footer_changed.connect(self.footer_changed)
            panel.ledger_requested.connect(self.ledger_requested)
            panel.visits_requested.connect(self.visits_requested)
            panel.place_requested.connect(self.place_requested)
            self._panels[step] = panel
            self.addWidget(panel)
        return self._panels[step]

    def knows(self, step: Step) -> bool:
        """Whether there is a panel for a step."""
        return step in self._factories

    def made(self, step: Step) -> bool:
        """Whether the panel of a step was opened already."""
        return step in self._panels

    def beside(self, step: Step, by: int) -> Step | None:
        """The step before (-1) or after (+1) among those that can be opened; the old hazards only if there are any."""
        views = {view.step: view for view in self._presenter.visit.steps}
        order = [one for one in Step if one in self._factories and _worth(one, views.get(one))]
        index = order.index(step) + by if step in order else -1
        return order[index] if 0 <= index < len(order) else None

    def apply(self, change: Change) -> None:
        """Repaint what a change touched."""
        for panel in self._panels.values():
            panel.apply(change)

    def write_failed(self, target: Target | None, ref: str, problem: Problem) -> None:
        """Say where it belongs that a write failed."""
        for panel in self._panels.values():
            panel.write_failed(target, ref, problem)


def _worth(step: Step, view: StepView | None) -> bool:
    return step is not Step.OLD_HAZARDS or (view is not None and view.total > 0)
