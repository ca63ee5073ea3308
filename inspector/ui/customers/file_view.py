"""The customer file (一户一册, picture 09): head with marks and the visit's button, tabs, each fetched when opened."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment
from inspector.domain.visit import VisitStatus
from inspector.i18n import _
from inspector.services.customer_files.views import CustomerHead, Overview
from inspector.ui.customers.documents_tab import DocumentsTab
from inspector.ui.customers.drawing import DrawingLayer
from inspector.ui.customers.equipment_tab import EquipmentTab
from inspector.ui.customers.file_actions import FileActions
from inspector.ui.customers.file_head import FileHead
from inspector.ui.customers.file_keys import FileKeys
from inspector.ui.customers.overview import OverviewTab
from inspector.ui.customers.presenter import FilePresenter
from inspector.ui.customers.tabs import HazardsTab, TestsTab, VisitsTab
from inspector.ui.files.report_files import ReportFiles
from inspector.ui.kit.empty import Skeleton
from inspector.ui.page import Context, Place


class CustomerFileView(QWidget):
    """`left` by Esc, `named(name)` once the customer is known, `place_requested(Place)`, and what is to be edited."""

    left = Signal()
    named = Signal(str)
    place_requested = Signal(object)
    customer_edit_requested = Signal(object)
    equipment_edit_requested = Signal(object, object)
    """Customer, and the equipment or None for a new one."""
    retire_requested = Signal(object)
    close_requested = Signal(object)
    """The `Customer` whose account is to be closed (销户)."""

    def __init__(self, context: Context, customer: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.customer_id = customer
        """Id of the customer, once it is known; until then what was asked for (id or account)."""
        self._context = context
        self._head: CustomerHead | None = None
        self._fetched: set[str] = set()
        self._overview_data: Overview | None = None
        self.presenter = FilePresenter(context, customer, self)
        self.head = FileHead()
        self.tabs = self.head.tabs
        self.overview = OverviewTab()
        self.equipment = EquipmentTab()
        self.tests = TestsTab()
        self.report_files = ReportFiles(context.workspace, context.tasks, context.messages, self)
        self.tests.report_requested.connect(self.report_files.open)
        self.visits = VisitsTab()
        self.hazards = HazardsTab()
        self.documents = DocumentsTab()
        self.actions_ = FileActions(context, self)
        self._tabs_by_key = {
            "overview": self.overview,
            "equipment": self.equipment,
            "tests": self.tests,
            "visits": self.visits,
            "hazards": self.hazards,
            "documents": self.documents,
        }
        self._build()
        self._connect()
        self.keys = FileKeys(self, self._page)

    # building -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._skeleton = Skeleton(8)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._skeleton)
        for widget in self._tabs_by_key.values():
            self._stack.addWidget(widget)
        self._page = QWidget()
        layout = QVBoxLayout(self._page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self._stack, 1)
        self._layers = QStackedLayout(self)
        self._layers.setContentsMargins(0, 0, 0, 0)
        self._layers.addWidget(self._page)
        self.drawing = DrawingLayer(self._context, self._layers, self.overview.focus_first)

    def _connect(self) -> None:
        self.head.left.connect(self.left)
        self.head.visit_requested.connect(self.open_visit)
        self.head.decision_requested.connect(lambda thing: self.place_requested.emit(Place("sync", thing)))
        self.tabs.tab_chosen.connect(self.show_tab)
        self._connect_presenter()
        self.overview.equipment_opened.connect(self.show_equipment)
        self.overview.tab_requested.connect(self.show_tab)
        self.overview.visit_opened.connect(self._on_visit_opened)
        self.overview.trend_requested.connect(self.presenter.fetch_overview_trend)
        self.overview.edit_requested.connect(self.edit_customer)
        self.overview.add_requested.connect(self.add_equipment)
        self.overview.facts.close_requested.connect(self._on_close_requested)
        self.overview.facts.reopen_requested.connect(self.presenter.reopen)
        self.equipment.wanted.connect(self.presenter.fetch_equipment)
        self.equipment.add_requested.connect(self.add_equipment)
        self.equipment.edit_requested.connect(self._on_equipment_edit)
        self.equipment.retire_requested.connect(self.retire_requested)
        self.equipment.reinstate_requested.connect(self.presenter.reinstate)
        self.equipment.hazard_opened.connect(lambda hazard: self.place_requested.emit(Place("hazard", hazard)))
        self.equipment.trend_requested.connect(self.presenter.fetch_equipment_trend)
        self.visits.row_opened.connect(self._on_visit_opened)
        self.hazards.row_opened.connect(lambda row: self.place_requested.emit(Place("hazard", row.id)))
        self._connect_actions()

    def _connect_actions(self) -> None:
        actions, documents = self.actions_, self.documents
        actions.changed.connect(self.refresh)
        self.head.print_requested.connect(self.print_file)
        self.equipment.gases_requested.connect(actions.print_gases)
        documents.row_opened.connect(actions.open_document)
        documents.add_requested.connect(lambda: actions.ask_papers(self.customer_id))
        documents.dropped.connect(lambda paths: actions.add_papers(self.customer_id, paths))
        documents.withdrawn.connect(lambda row: actions.withdraw(self.customer_id, row))
        self.overview.diagram_requested.connect(self.draw)
        self.drawing.finished.connect(lambda new, old: actions.save_diagram(self.customer_id, new, old))
        self.overview.portrait_requested.connect(actions.import_portraits)

    def _connect_presenter(self) -> None:
        presenter = self.presenter
        presenter.head_fetched.connect(self._on_head)
        presenter.package_fetched.connect(self.head.package.show_package)
        presenter.missing.connect(self.left)
        presenter.changed.connect(self.refresh)
        presenter.overview_fetched.connect(self._on_overview)
        presenter.equipment_fetched.connect(lambda rows: self._arrived("equipment", rows))
        presenter.equipment_file_fetched.connect(self.equipment.show_file)
        presenter.tests_fetched.connect(lambda rows: self._arrived("tests", rows))
        presenter.visits_fetched.connect(lambda rows: self._arrived("visits", rows))
        presenter.hazards_fetched.connect(lambda rows: self._arrived("hazards", rows))
        presenter.documents_fetched.connect(lambda rows: self._arrived("documents", rows))
        presenter.overview_trend_fetched.connect(self.overview.show_trend)
        presenter.equipment_trend_fetched.connect(self.equipment.show_trend)

    # showing --------------------------------------------------------------------------------------------------------

    def start(self, tab: str = "overview") -> None:
        """Fetch head and the first tab."""
        self.presenter.fetch_head()
        self.presenter.fetch_package()
        self.show_tab(tab)

    def refresh(self) -> None:
        """Fetch again what shows; the other tabs when they are opened next."""
        self._fetched.clear()
        self.presenter.fetch_head()
        self.presenter.fetch_package()
        self.presenter.fetch_tab(self.tabs.current())

    def show_tab(self, key: str) -> None:
        """Open a tab."""
        self.tabs.set_current(key)
        if key in self._fetched:
            self._show(key)
        else:
            self._stack.setCurrentWidget(self._skeleton)
            self.presenter.fetch_tab(key)

    def show_equipment(self, equipment: str) -> None:
        """Open the tab of equipment on this piece."""
        self.equipment.current = equipment
        self._fetched.discard("equipment")
        self.show_tab("equipment")

    def _on_head(self, head: CustomerHead) -> None:
        self._head = head
        customer = head.customer
        self.customer_id = customer.id
        self.head.show_head(head)
        self.named.emit(customer.name)
        self._show_overview()

    def _on_overview(self, overview: Overview) -> None:
        self._overview_data = overview
        self._fetched.add("overview")
        self._show_overview()

    def _show_overview(self) -> None:
        """Show the overview once both it and the head are here."""
        if self._head is not None and self._overview_data is not None:
            self.overview.show_overview(self._head, self._overview_data)
            if self.tabs.current() == "overview":
                self._show("overview")

    def _arrived(self, key: str, rows: object) -> None:
        self._fetched.add(key)
        self._tabs_by_key[key].show_rows(rows)  # type: ignore[attr-defined]  # every list tab has it
        if self.tabs.current() == key:
            self._show(key)

    def _show(self, key: str) -> None:
        widget = self._tabs_by_key[key]
        fresh = self._stack.currentWidget() is not widget
        self._stack.setCurrentWidget(widget)
        if fresh and not self.tabs.hasFocus():
            widget.focus_first()  # type: ignore[attr-defined]  # every tab has it

    # actions --------------------------------------------------------------------------------------------------------

    @property
    def customer(self) -> Customer | None:
        """The customer, None before it was fetched."""
        return self._head.customer if self._head else None

    def open_visit(self) -> None:
        """Continue the open visit, start the planned one, or ask for a new one."""
        if self._head is not None and self.head.visit.isVisible():
            head = self._head
            place = Place("visit", head.visit) if head.visit else Place("new-visit", head.customer.account)
            self.place_requested.emit(place)

    def print_file(self) -> None:
        """Show the whole file as a document."""
        if self._head is not None:
            self.actions_.print_file(self._head.customer)

    def draw(self) -> None:
        """Put the editor of the diagram in front (Ctrl+D)."""
        view = self._overview_data.diagram if self._overview_data is not None else None
        if self._head is not None and view is not None:
            self.drawing.open(self._head.customer, view)

    def edit_customer(self) -> None:
        """Ask to edit the customer's facts."""
        if self._head is not None:
            self.customer_edit_requested.emit(self._head.customer)

    def add_equipment(self) -> None:
        """Ask to add equipment."""
        if self._head is not None:
            self.equipment_edit_requested.emit(self._head.customer, None)

    def _on_close_requested(self) -> None:
        """Ask to close the account; said at once when a visit stands against it, not six seconds later."""
        if self._head is None:
            return
        if self._head.visit:
            words = _(
                "{name} has a visit that is planned or under way on this laptop. "
                "Issue it or take it off the plan first."
            )
            self._context.messages.error(words.format(name=self._head.customer.name))
            return
        self.overview.facts.wait_for_close()
        self.close_requested.emit(self._head.customer)

    def _on_equipment_edit(self, equipment: Equipment) -> None:
        if self._head is not None:
            self.equipment_edit_requested.emit(self._head.customer, equipment)

    def _on_visit_opened(self, row: object) -> None:
        status = getattr(row, "status", None)
        if status is VisitStatus.PLANNED:
            day = getattr(row, "on", None)
            self.place_requested.emit(Place("planning", day.isoformat() if day else ""))
        else:
            self.place_requested.emit(Place("visit", getattr(row, "id", "")))
