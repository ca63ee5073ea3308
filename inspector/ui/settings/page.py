"""The settings: tabs, each with a section that is imported when it is first opened."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import N_, _
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.tabs import TabRow
from inspector.ui.page import Context, Page, Place
from inspector.ui.settings.section import Section


def _general(context: Context) -> Section:
    from inspector.ui.settings.general import GeneralSection  # noqa: PLC0415 - see the module's docstring

    return GeneralSection(context)


def _company(context: Context) -> Section:
    from inspector.ui.settings.company import CompanySection  # noqa: PLC0415 - see the module's docstring

    return CompanySection(context)


def _documents(context: Context) -> Section:
    from inspector.ui.settings.documents import DocumentsSection  # noqa: PLC0415 - see the module's docstring

    return DocumentsSection(context)


def _safekeeping(context: Context) -> Section:
    from inspector.ui.settings.safekeeping import SafekeepingSection  # noqa: PLC0415 - see the module's docstring

    return SafekeepingSection(context)


def _people(context: Context) -> Section:
    from inspector.ui.settings.people import PeopleSection  # noqa: PLC0415 - see the module's docstring

    return PeopleSection(context)


def _cycles(context: Context) -> Section:
    from inspector.ui.settings.cycles import CyclesSection  # noqa: PLC0415 - see the module's docstring

    return CyclesSection(context)


def _criteria(context: Context) -> Section:
    from inspector.ui.settings.criteria import CriteriaSection  # noqa: PLC0415 - see the module's docstring

    return CriteriaSection(context)


def _checklists(context: Context) -> Section:
    from inspector.ui.settings.checklists.section import ChecklistsSection  # noqa: PLC0415 - see the module's docstring

    return ChecklistsSection(context)


def _supervision(context: Context) -> Section:
    from inspector.ui.settings.supervision import SupervisionSection  # noqa: PLC0415 - see the module's docstring

    return SupervisionSection(context)


def _server(context: Context) -> Section:
    from inspector.ui.settings.server import ServerSection  # noqa: PLC0415 - see the module's docstring

    return ServerSection(context)


SECTIONS: Final[Mapping[str, tuple[str, Callable[[Context], Section]]]] = {
    "general": (N_("Basics"), _general),
    "company": (N_("Company"), _company),
    "documents": (N_("Documents"), _documents),
    "cycles": (N_("Cycles"), _cycles),
    "supervision": (N_("Supervision"), _supervision),
    "criteria": (N_("Criteria"), _criteria),
    "checklists": (N_("Checklists"), _checklists),
    "people": (N_("People"), _people),
    "server": (N_("Server"), _server),
    "safekeeping": (N_("Safekeeping"), _safekeeping),
}
"""Key (also the id of a `Place` of kind setting) -> label and factory, in the order of the tabs."""


class SettingsPage(Page):
    """One section at a time."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.breadcrumb = (_("Settings"),)
        self._sections: dict[str, tuple[Section, QWidget]] = {}
        self._tabs = TabRow(_("Settings"), [(key, _(label)) for key, (label, _factory) in SECTIONS.items()])
        self._stack = QStackedWidget()
        head = Panel("surface", "b")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(self._tabs)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self._stack, 1)
        self._connect()

    def _connect(self) -> None:
        self._tabs.tab_chosen.connect(lambda key: self.open_section(key, by_tab=True))

    def section(self, key: str) -> Section:
        """A section by key; made when it is asked for the first time."""
        if key not in self._sections:
            made = SECTIONS[key][1](self.context)
            made.place_requested.connect(self.place_requested)
            holder = Scroller(made)
            self._stack.addWidget(holder)
            self._sections[key] = (made, holder)
        return self._sections[key][0]

    def open_section(self, key: str, *, by_tab: bool = False) -> None:
        """Bring a section to the front; the focus goes into it, but stays on the tabs for who walks along them."""
        section = self.section(key)
        section.walked_to = by_tab
        self._tabs.set_current(key)
        self._stack.setCurrentWidget(self._sections[key][1])
        section.activated()

    @override
    def activated(self) -> None:
        self.open_section(self._tabs.current())

    @override
    def place(self) -> Place:
        """The open section."""
        return Place("setting", self._tabs.current())

    @override
    def show_place(self, place: Place) -> None:
        if place.id in SECTIONS:
            self.open_section(place.id)
