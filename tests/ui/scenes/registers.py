"""States of the registers' editors, for pictures and for the check that everything fits."""

from collections.abc import Callable

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from inspector import services
from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.ui.kit.dialog import Dialog
from inspector.ui.registers import CustomerDialog, EquipmentDialog, PersonDialog
from inspector.ui.registers.dialog import RegisterDialog
from inspector.ui.settings import SettingsPage
from tests.ui.driven_window import DrivenWindow


def _page(driven: DrivenWindow, section: str = "people") -> SettingsPage:
    for dialog in driven.window.findChildren(Dialog):
        dialog.hide()
        dialog.deleteLater()
    driven.window.shell.open_page("settings")
    page = driven.window.shell.page("settings")
    assert isinstance(page, SettingsPage)
    page.open_section(section)
    driven.settle()
    return page


def _customer(driven: DrivenWindow) -> Customer:
    workspace = driven.window.workspace
    found: tuple[Customer, ...] = workspace.call(lambda: services.customers(workspace))
    return max(found, key=lambda customer: len(customer.electricians))


def _oil(driven: DrivenWindow) -> Equipment:
    customer, workspace = _customer(driven), driven.window.workspace
    found: tuple[Equipment, ...] = workspace.call(lambda: workspace.db.registers.equipment_of(customer.id))
    return next(item for item in found if item.kind is EquipmentKind.TRANSFORMER_OIL)


def _open(driven: DrivenWindow, dialog: RegisterDialog, last: QWidget | None = None) -> None:
    dialog.open()
    driven.settle()
    if last is not None:
        dialog.see(last)


def people(driven: DrivenWindow) -> None:
    """The list of people."""
    _page(driven)


def person(driven: DrivenWindow) -> None:
    """A new person with nothing filled in, after an attempt to save."""
    page = _page(driven)
    dialog = PersonDialog(page, page.context)
    _open(driven, dialog)
    dialog.accept()


def customer_top(driven: DrivenWindow) -> None:
    """The head of a customer."""
    page = _page(driven)
    _open(driven, CustomerDialog(page, page.context, _customer(driven)))


def customer_end(driven: DrivenWindow) -> None:
    """The electricians of a customer, one of whom has an expired certificate."""
    page = _page(driven)
    dialog = CustomerDialog(page, page.context, _customer(driven))
    _open(driven, dialog, dialog.electricians.add_button)


def equipment_top(driven: DrivenWindow) -> None:
    """New equipment with a voltage that cannot be."""
    page = _page(driven)
    dialog = EquipmentDialog(page, page.context, _customer(driven))
    _open(driven, dialog)
    field = dialog.plate.fields["voltage_kv"]
    dialog.show_field(field)
    QTest.keyClicks(field.editor, "10000")


def equipment_end(driven: DrivenWindow) -> None:
    """The nameplate of a transformer."""
    page = _page(driven)
    dialog = EquipmentDialog(page, page.context, _customer(driven), _oil(driven))
    _open(driven, dialog, list(dialog.plate.fields.values())[-1])


SCENES: dict[str, Callable[[DrivenWindow], None]] = {
    "settings-people": people,
    "register-person": person,
    "register-customer": customer_top,
    "register-electricians": customer_end,
    "register-equipment": equipment_top,
    "register-nameplate": equipment_end,
}
