"""判据: what values are judged by, what the company has decided about it, its own packs and hazard entries."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

from inspector.criteria.hazard_library import LibraryEntry
from inspector.i18n import N_, _, describe
from inspector.problems import Problem
from inspector.services.hazards.entries import entries
from inspector.services.judgement.listing import criteria_list
from inspector.services.judgement.views import CriteriaList
from inspector.ui.kit.text import Text
from inspector.ui.page import Context
from inspector.ui.settings.criteria_entries import HazardEntries
from inspector.ui.settings.criteria_packs import CriteriaPacks
from inspector.ui.settings.criteria_rows import CriteriaRows
from inspector.ui.settings.section import Section, choice

VIEWS: Final = (("rows", N_("Criteria")), ("packs", N_("Own packs")), ("entries", N_("Hazard library")))
Fetched = tuple[CriteriaList, tuple[LibraryEntry, ...]]


class CriteriaSection(Section):
    """Three views. Who may not decide reads why, and looks."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._fetched_once = False
        self.views = choice(_("Criteria"), [(key, _(label)) for key, label in VIEWS], "rows")
        self.why = Text(describe(Problem("criteria_role")), "body", "orange-text")
        self.rows = CriteriaRows(context)
        self.packs = CriteriaPacks(context)
        self.entries = HazardEntries(context)
        self._stack = QStackedWidget()
        for widget in (self.rows, self.packs, self.entries):
            self._stack.addWidget(widget)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self.views)
        line.addWidget(self.why)
        line.addStretch(1)
        self.why.hide()
        self.column.addLayout(line)
        self.column.addWidget(self._stack, 1)
        self._connect()

    def _connect(self) -> None:
        self.views.value_chosen.connect(self.show_view)
        for widget in (self.rows, self.packs, self.entries):
            widget.decided.connect(self.fetch)

    def show_view(self, key: str) -> None:
        """Bring a view to the front: rows, packs or entries."""
        self.views.set_value(key)
        self._stack.setCurrentIndex([name for name, _label in VIEWS].index(key))

    @override
    def activated(self) -> None:
        self.fetch()
        self.take_focus(self.rows.search.editor)

    def fetch(self) -> None:
        """Fetch everything anew."""
        workspace = self.context.workspace
        self.context.tasks.run(lambda: (criteria_list(workspace), entries(workspace)), self._on_fetched, owner=self)

    def _on_fetched(self, fetched: Fetched) -> None:
        found, entries = fetched
        self.why.setVisible(not found.may_rule)
        self.rows.show_list(found)
        self.packs.show_list(found)
        self.entries.show_entries(entries, may_rule=found.may_enter)
