"""The settings: a list with a search over every option, and sections that are imported when first opened."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import N_, _
from inspector.services.searching import matching
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.rows import Outline, OutlineItem, Scroller
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.kit.text import Text
from inspector.ui.page import Context, Page, Place
from inspector.ui.settings.option_card import CompanyOptions, rest_of
from inspector.ui.settings.section import Section

SIDE: Final = 204
"""Width of the list of sections."""


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


def _deadlines(context: Context) -> Section:
    from inspector.ui.settings.deadlines import DeadlinesSection  # noqa: PLC0415 - see the module's docstring

    return DeadlinesSection(context)


def _shortcuts(context: Context) -> Section:
    from inspector.ui.settings.shortcuts import ShortcutsSection  # noqa: PLC0415 - see the module's docstring

    return ShortcutsSection(context)


def _transfer(context: Context) -> Section:
    from inspector.ui.settings.transfer import TransferSection  # noqa: PLC0415 - see the module's docstring

    return TransferSection(context)


GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    N_("You and this laptop"): ("general", "shortcuts"),
    N_("The company"): ("company", "documents", "people", "cycles", "deadlines", "supervision"),
    N_("What is checked"): ("criteria", "checklists"),
    N_("Data"): ("server", "safekeeping", "transfer"),
}
"""Heads of the list of sections -> the sections under them."""
SECTIONS: Final[Mapping[str, tuple[str, Callable[[Context], Section]]]] = {
    "general": (N_("Basics"), _general),
    "shortcuts": (N_("Shortcuts"), _shortcuts),
    "company": (N_("Company"), _company),
    "documents": (N_("Documents"), _documents),
    "people": (N_("People"), _people),
    "cycles": (N_("Cycles"), _cycles),
    "deadlines": (N_("Deadlines"), _deadlines),
    "supervision": (N_("Supervision"), _supervision),
    "criteria": (N_("Criteria"), _criteria),
    "checklists": (N_("Checklists"), _checklists),
    "server": (N_("Server"), _server),
    "safekeeping": (N_("Safekeeping"), _safekeeping),
    "transfer": (N_("Import and export"), _transfer),
}
"""Key (also the id of a `Place` of kind setting, alone or as `section/option`) -> label and factory."""
OPTION: Final = "option:"


class SettingsPage(Page):
    """The list of sections with a search over all options at the left, one section beside it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.breadcrumb = (_("Settings"),)
        self._sections: dict[str, tuple[Section, Scroller]] = {}
        self._rest: dict[str, tuple[CompanyOptions, ...]] = {}
        self._current = next(iter(SECTIONS))
        self.search = TextField(_("Search the settings"), placeholder=_("Search the settings"))
        self.list = Outline(_("Settings"))
        self._none = Text(_("No setting has these words."), "hint", "text-2", wrap=True)
        self._scroller = Scroller(self.list)
        self._stack = QStackedWidget()
        self._build()
        self._show_list()
        self._connect()

    def _build(self) -> None:
        side = Panel("surface", "r")
        side.setFixedWidth(SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 8, 8, 4)
        column.setSpacing(4)
        column.addWidget(self.search)
        column.addWidget(self._none)
        column.addWidget(self._scroller, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(side)
        layout.addWidget(self._stack, 1)
        self._none.hide()

    def _connect(self) -> None:
        self.list.item_chosen.connect(self._on_chosen)
        self.search.value_edited.connect(lambda _text: self._show_list())
        self.search.return_pressed.connect(self._open_first)
        page_keys(self, {"Ctrl+F": self._to_search})

    # the list -------------------------------------------------------------------------------------------------------

    def _show_list(self) -> None:
        """All sections, or the options and sections that have the words of the search."""
        words = self.search.value().strip()
        items = self._found(words) if words else self._all()
        self.list.set_items(items, self._current)
        self._none.setVisible(not items)

    def _all(self) -> list[OutlineItem]:
        items = []
        for head, keys in GROUPS.items():
            items.append(OutlineItem(head, _(head), group=True))
            items += [OutlineItem(key, _(SECTIONS[key][0]), show_state=False) for key in keys]
        return items

    def _found(self, words: str) -> list[OutlineItem]:
        from inspector.ui.settings.finding import found_options  # noqa: PLC0415 - the list of options, once searched

        items = [
            OutlineItem(key, _(label), show_state=False)
            for key, (label, _factory) in SECTIONS.items()
            if matching(words, label, _(label))
        ]
        for one in found_options(words):
            key, tab = f"{OPTION}{one.tab}/{one.key}", _(SECTIONS[one.tab][0])
            items += [OutlineItem(key, one.label, subtitle=tab, show_state=False)]
        return items

    def _on_chosen(self, key: str) -> None:
        if key.startswith(OPTION):
            self._open_option(key.removeprefix(OPTION))
        else:
            self.open_section(key, by_tab=True)

    def _open_option(self, place: str) -> None:
        section, _slash, wanted = place.partition("/")
        self.open_section(section, option=wanted)

    def _open_first(self) -> None:
        words = self.search.value().strip()
        items = [item for item in (self._found(words) if words else []) if not item.group]
        if items:
            self._on_chosen(items[0].key)

    def _to_search(self) -> None:
        self.search.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # sections -------------------------------------------------------------------------------------------------------

    def section(self, key: str) -> Section:
        """A section by key; made when it is asked for the first time."""
        if key not in self._sections:
            made = SECTIONS[key][1](self.context)
            made.place_requested.connect(self.place_requested)
            self._rest[key] = rest_of(self.context, made, key)
            holder = Scroller(made)
            self._stack.addWidget(holder)
            self._sections[key] = (made, holder)
        return self._sections[key][0]

    def open_section(self, key: str, *, by_tab: bool = False, option: str = "") -> None:
        """Bring a section to the front; the focus goes into it or to an option, and stays on the list for who walks."""
        section = self.section(key)
        section.walked_to, section.wanted = by_tab, option
        self._current = key
        self._show_list()
        holder = self._sections[key][1]
        self._stack.setCurrentWidget(holder)
        section.activated()
        for card in self._rest[key]:
            card.fetch()
        target = section.targets.get(option)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            holder.ensureWidgetVisible(target, 0, 80)

    @override
    def activated(self) -> None:
        self.open_section(self._current)

    @override
    def place(self) -> Place:
        """The open section."""
        return Place("setting", self._current)

    @override
    def show_place(self, place: Place) -> None:
        section, _slash, wanted = place.id.partition("/")
        if section in SECTIONS:
            self.open_section(section, option=wanted)
