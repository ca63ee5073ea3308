"""Equipment inside a visit: what was found on the spot is added, a wrong nameplate is corrected and judged by."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector import services
from inspector.domain.equipment import Equipment
from inspector.domain.fields import to_fields
from inspector.i18n import _
from inspector.services.visits.views import Target, VisitView
from inspector.ui.kit.text import Text
from inspector.ui.registers.dialog import restoring
from inspector.ui.registers.equipment import EquipmentDialog
from inspector.ui.visit.presenter import VisitPresenter


class AddEquipmentDialog(EquipmentDialog):
    """Adds equipment to the visit: `saved((VisitView, Target | None))`."""

    def __init__(self, parent: QWidget, presenter: VisitPresenter) -> None:
        self._presenter = presenter
        visit = presenter.visit
        super().__init__(
            parent,
            presenter,
            visit.customer.id,
            title=_("Add equipment found on site"),
            prefix=f"visit:{visit.id}:equipment",
        )
        hint = _("It joins the customer's register when the visit is issued. Leave unknown nameplate values empty.")
        self.content.insertWidget(0, Text(hint, "body", "text-2", wrap=True))
        self.fields["commissioned"].hide()

    @override
    def write(self) -> Callable[[], tuple[VisitView, Target | None]]:
        workspace, visit, given = self.context.workspace, self._presenter.visit.id, self.given()
        texts = {key: str(given[key]) for key in ("model", "place", "maker", "serial")}
        kind, name, plate = given["kind"], given["name"], given["nameplate"]
        known = {key: value for key, value in plate.items() if value}
        return lambda: services.add_equipment(workspace, visit, kind, name, known, **texts)

    @override
    def told(self, after: Any) -> str:
        return _("{name} was added to the visit.").format(name=self.fields["name"].tidy())

    @override
    def undo_work(self, after: Any) -> None:
        """Undo of the visit takes it away again."""
        return


class CorrectEquipmentDialog(EquipmentDialog):
    """Corrects equipment of the visit; what was judged of it is judged again: `saved(VisitView)`."""

    def __init__(self, parent: QWidget, presenter: VisitPresenter, equipment: Equipment) -> None:
        self._presenter = presenter
        super().__init__(parent, presenter, presenter.visit.customer.id, equipment, title=_("Correct the nameplate"))
        hint = _("The register is corrected at once, and what this visit measured is judged again.")
        self.content.insertWidget(0, Text(hint, "body", "text-2", wrap=True))

    @override
    def write(self) -> Callable[[], VisitView]:
        return self._correction(self.given())

    def _correction(self, fields: Mapping[str, Any]) -> Callable[[], VisitView]:
        workspace, visit, key = self.context.workspace, self._presenter.visit.id, self._equipment().id
        return lambda: services.correct_equipment(workspace, visit, key, fields)

    def _equipment(self) -> Equipment:
        assert self.equipment is not None  # noqa: S101 - the constructor takes no None
        return self.equipment

    @override
    def told(self, after: Any) -> str:
        return _("{name} was corrected and judged again.").format(name=self.fields["name"].tidy())

    @override
    def undo_work(self, after: Any) -> Callable[[], VisitView] | None:
        before, given = to_fields(self._equipment()), self.given()
        now = {**before, **given, "nameplate": {**before["nameplate"], **given["nameplate"]}}
        known = {key: value for key, value in now["nameplate"].items() if value}
        fields = restoring(before, {**now, "nameplate": known})
        return self._correction(fields) if fields else None


class EquipmentEditor(QObject):
    """Adds equipment to the visit and corrects what is there: `added(Target)`, `corrected()`."""

    added = Signal(object)
    corrected = Signal()

    def __init__(self, presenter: VisitPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._parent = parent

    def ask(self) -> None:
        """Let equipment be described that was found on the spot."""
        self._unlocked(self._open_new)

    def correct(self, equipment: Equipment) -> None:
        """Let a piece of equipment be corrected."""
        self._unlocked(lambda: self._open_known(equipment))

    def _unlocked(self, proceed: Callable[[], None]) -> None:
        """Ask first where signatures would be cleared."""
        if self._presenter.signed:
            self._presenter.unlock_requested.emit(proceed, lambda: None)
        else:
            proceed()

    def _open_new(self) -> None:
        dialog = AddEquipmentDialog(self._parent, self._presenter)
        dialog.saved.connect(self._on_added)
        dialog.open()

    def _open_known(self, equipment: Equipment) -> None:
        dialog = CorrectEquipmentDialog(self._parent, self._presenter, equipment)
        dialog.saved.connect(self._on_corrected)
        dialog.open()

    def _on_added(self, added: tuple[VisitView, Target | None]) -> None:
        view, target = added
        self._take(view)
        if target is not None:
            self.added.emit(target)

    def _on_corrected(self, view: VisitView) -> None:
        self._take(view)
        self.corrected.emit()

    def _take(self, view: VisitView) -> None:
        self._presenter.set_visit(view)
        if self._presenter.signed:
            self._presenter.signatures.clear()
            self._presenter.load_summary(lambda _summary: None, owner=self)
