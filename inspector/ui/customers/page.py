"""The rail page 客户: the list, and the file of one customer in front of it."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedLayout, QWidget
from typing_extensions import override

from inspector import services
from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment
from inspector.i18n import _
from inspector.ui.customers.file_view import CustomerFileView
from inspector.ui.customers.list_view import FOOTER, CustomerListView
from inspector.ui.customers.presenter import ListPresenter
from inspector.ui.customers.saving import Saving
from inspector.ui.decisions import decide
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.page import Context, Page, Place

if TYPE_CHECKING:
    from inspector.ui.importing import ImportView

FILTERS = "customers/filters"


class CustomersPage(Page):
    """Opens on the list. Shows the places customer, equipment and new-customer."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.list = CustomerListView()
        self.file: CustomerFileView | None = None
        self._import: ImportView | None = None
        self._presenter = ListPresenter(context, self)
        self._saving = Saving(context, self)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.list)
        self.list.filters.set_filters(self._kept_filters())
        self.breadcrumb = (_("Customers"),)
        self.footer_height = FOOTER
        self._connect()

    def _connect(self) -> None:
        self.list.asked.connect(self._ask)
        remember = self.context.preferences.remember
        self.list.filters.filters_changed.connect(lambda: remember(FILTERS, list(self.list.filters.filters())))
        self.list.window_wanted.connect(self._presenter.fetch)
        self.list.customer_opened.connect(self.open_customer)
        self.list.new_requested.connect(self.new_customer)
        self.list.import_requested.connect(self.open_import)
        self.list.export_requested.connect(self._saving.ask_export)
        self._presenter.started.connect(self.list.start)
        self._presenter.window_fetched.connect(self.list.set_window)
        self._presenter.window_dropped.connect(self.list.forget_window)
        self._presenter.counts_fetched.connect(self.list.show_counts)
        keys = {"Ctrl+I": self.open_import, "Ctrl+E": self._saving.ask_export}
        page_keys(self.list, {"Ctrl+N": self.new_customer, "Esc": self.list.clear_search, **keys})

    # the shell's contract -------------------------------------------------------------------------------------------

    @override
    def activated(self) -> None:
        """Show what is in the workspace now."""
        if self.file is not None:
            self.file.refresh()
            return
        if self._import is not None:
            self._import.take_focus()
            return
        self._refresh_list()
        self.list.focus_table()

    @override
    def show_place(self, place: Place) -> None:
        """Show a customer (id or account), equipment, the import, or the dialog for an export or a new customer."""
        if place.kind == "customer":
            self.open_customer(place.id)
        elif place.kind == "equipment":
            workspace = self.context.workspace
            self.context.tasks.run(
                lambda: services.equipment_file(workspace, place.id), self._on_equipment_found, owner=self
            )
        elif place.kind == "import":
            self.open_import()
        elif place.kind == "export":
            self._saving.ask_export()
        elif place.kind == "new-customer":
            self.close_customer()
            self.new_customer()

    @override
    def place(self) -> Place | None:
        """The open file, or the import."""
        if self.file is not None:
            return Place("customer", self.file.customer_id)
        return Place("import") if self._import is not None else None

    @override
    def undo(self) -> None:
        editor = self.file.drawing.editor if self.file is not None else None
        if editor is not None:
            editor.undo()

    @override
    def redo(self) -> None:
        editor = self.file.drawing.editor if self.file is not None else None
        if editor is not None:
            editor.redo()

    def _on_equipment_found(self, file: Any) -> None:
        equipment = file.row.equipment
        if self.file is None or self.file.customer_id != equipment.customer:
            self.open_customer(equipment.customer, equipment=equipment.id)
        else:
            self.file.show_equipment(equipment.id)

    # list -----------------------------------------------------------------------------------------------------------

    def _refresh_list(self) -> None:
        self._presenter.fetch_counts()
        self._ask()

    def _ask(self) -> None:
        self._presenter.ask(self.list.query())

    def _kept_filters(self) -> tuple[str, ...]:
        kept = self.context.preferences.recall(FILTERS, [])
        return tuple(str(name) for name in kept) if isinstance(kept, list) else ()

    # file -----------------------------------------------------------------------------------------------------------

    def open_customer(self, customer: str, *, equipment: str = "") -> None:
        """Put the file of a customer in front."""
        self.close_customer(refresh=False)
        self._drop_import()
        self.file = CustomerFileView(self.context, customer)
        self._connect_file(self.file)
        self._stack.addWidget(self.file)
        self._stack.setCurrentWidget(self.file)
        self.footer_height = 0
        self.set_breadcrumb(_("Customers"), _("Customer file"))
        self.list.keep(customer)
        self.file.start("overview")
        if equipment:
            self.file.show_equipment(equipment)

    def _connect_file(self, file: CustomerFileView) -> None:
        file.left.connect(self.close_customer)
        file.named.connect(lambda name: self.set_breadcrumb(_("Customers"), _("Customer file"), name))
        file.place_requested.connect(self.place_requested)
        file.customer_edit_requested.connect(self._edit_customer)
        file.equipment_edit_requested.connect(self._edit_equipment)
        file.retire_requested.connect(self._retire)
        file.close_requested.connect(self._close_account)

    def close_customer(self, *, refresh: bool = True) -> None:
        """Go back to the list, which stands where it was."""
        file, self.file = self.file, None
        if file is None:
            return
        self._stack.setCurrentWidget(self.list)
        self._stack.removeWidget(file)
        file.hide()
        file.deleteLater()
        self.footer_height = FOOTER
        self.set_breadcrumb(_("Customers"))
        if refresh:
            self._refresh_list()
            self.list.focus_table()

    # import ---------------------------------------------------------------------------------------------------------

    def open_import(self) -> None:
        """Put the import from Excel in front."""
        from inspector.ui.importing import ImportView  # noqa: PLC0415 - the list alone reads no workbooks

        self.close_customer(refresh=False)
        if self._import is None:
            self._import = ImportView(self.context)
            self._import.left.connect(self.close_import)
            self._stack.addWidget(self._import)
        self._stack.setCurrentWidget(self._import)
        self.footer_height = 0
        self.set_breadcrumb(_("Customers"), _("Import"))
        self._import.take_focus()

    def close_import(self) -> None:
        """Go back to the list, which shows what was imported."""
        self._stack.setCurrentWidget(self.list)
        self._drop_import()
        self.footer_height = FOOTER
        self.set_breadcrumb(_("Customers"))
        self._refresh_list()
        self.list.focus_table()

    def _drop_import(self) -> None:
        layer, self._import = self._import, None
        if layer is not None:
            self._stack.removeWidget(layer)
            layer.hide()
            layer.deleteLater()

    # edits ----------------------------------------------------------------------------------------------------------

    def new_customer(self) -> None:
        """Ask for a new customer (Ctrl+N); its file opens once it is saved."""
        from inspector.ui.registers import CustomerDialog  # noqa: PLC0415 - the list alone needs no editor

        dialog = CustomerDialog(self, self.context, None)
        dialog.saved.connect(self._on_customer_added)
        dialog.open()

    def _on_customer_added(self, customer: Customer) -> None:
        """Show the new customer; when adding was undone, the list."""
        if customer.active:
            self.open_customer(customer.id)
        elif self.file is not None and self.file.customer_id == customer.id:
            self.close_customer()

    def _edit_customer(self, customer: Customer) -> None:
        from inspector.ui.registers import CustomerDialog  # noqa: PLC0415 - as above

        dialog = CustomerDialog(self, self.context, customer)
        dialog.saved.connect(lambda _customer: self._refresh_file())
        dialog.open()

    def _edit_equipment(self, customer: Customer, equipment: Equipment | None) -> None:
        from inspector.ui.registers import EquipmentDialog  # noqa: PLC0415 - as above

        dialog = EquipmentDialog(self, self.context, customer, equipment)
        dialog.saved.connect(self._on_equipment_saved)
        dialog.open()

    def _on_equipment_saved(self, equipment: Equipment) -> None:
        if self.file is not None and self.file.customer_id == equipment.customer:
            self.file.refresh()
            self.file.show_equipment(equipment.id)

    def _refresh_file(self) -> None:
        if self.file is not None:
            self.file.refresh()

    def _close_account(self, customer: Customer) -> None:
        sentence = _("The account of {name} is closed").format(name=customer.name)
        decide(
            self.context,
            "close_customer",
            {"id": customer.id},
            sentence,
            lambda _customer: self._refresh_file(),
            self._refresh_file,
        )

    def _retire(self, equipment: Equipment) -> None:
        if self.file is not None:
            self.file.equipment.pane.wait_for_retirement()
        sentence = _("{name} is taken out of service").format(name=equipment.name)
        decide(
            self.context,
            "retire_equipment",
            {"id": equipment.id},
            sentence,
            lambda _equipment: self._refresh_file(),
            self._refresh_file,
        )
