"""People of this workspace: who works here, in which team and roles; added, changed, and deactivated with 撤销."""

from collections.abc import Mapping

import shiboken6
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from inspector import services
from inspector.domain.person import Person
from inspector.i18n import _, ngettext
from inspector.services.preferences.teams import Team, rename_team, teams
from inspector.ui.decisions import decide
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import FilterChip
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.kit.text import Text
from inspector.ui.page import Context
from inspector.ui.registers.person import PersonDialog
from inspector.ui.settings.people_table import PeopleTable
from inspector.ui.settings.section import Section
from inspector.ui.settings.teams import TeamsDialog


class PeopleSection(Section):
    """The list of persons. Enter edits, Ctrl+N adds, Delete deactivates or takes back."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._persons: tuple[Person, ...] = ()
        self._leaving: frozenset[str] = frozenset()
        self._wanted = ""
        self.table = PeopleTable()
        self.count = Text("", "body", "text-2")
        self.former = FilterChip(_("Those who left"))
        self.add_button = Button(_("Add person"), Kind.PRIMARY, icon="plus", key="Ctrl N")
        self.edit_button = Button(_("Edit"), icon="pencil", key="Enter")
        self.switch_button = Button(_("Deactivate"), key="Del")
        self.teams_button = Button(_("Teams…"), icon="users")
        self.first_button = Button(_("Add person"), Kind.PRIMARY, icon="plus")
        self.empty = EmptyState(
            "users",
            _("Nobody is registered here"),
            _("Add the people who inspect, lead and review; the first one works here from then on."),
            self.first_button,
        )
        self._build()
        self._connect()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Text(_("People"), "block"))
        row.addWidget(self.count)
        row.addStretch(1)
        for widget in (self.former, self.teams_button, self.switch_button, self.edit_button, self.add_button):
            row.addWidget(widget)
        self.column.addLayout(row)
        self._card = Card(flush=True)
        self._card.body.addWidget(self.table)
        self.column.addWidget(self._card)
        self.column.addWidget(self.empty)
        hint = _("With name and PIN a person signs on this computer; a PIN that is set is changed under Basics.")
        self.column.addWidget(Text(hint, "hint", "text-2", wrap=True))
        self.column.addStretch(1)
        self.empty.hide()

    def _connect(self) -> None:
        self.former.clicked.connect(self._on_former)
        self.add_button.clicked.connect(self.add)
        self.first_button.clicked.connect(self.add)
        self.edit_button.clicked.connect(self._on_edit)
        self.switch_button.clicked.connect(self._on_switch)
        self.teams_button.clicked.connect(self._on_teams)
        self.table.opened.connect(self.edit)
        self.table.dropped.connect(self.switch)
        self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        page_keys(self, {"Ctrl+N": self.add})

    @override
    def activated(self) -> None:
        self._fetch()
        self.take_focus(self.table)

    def _fetch(self) -> None:
        workspace = self.context.workspace
        self.context.tasks.run(lambda: services.everybody(workspace), self._on_fetched, owner=self)

    def _on_fetched(self, persons: tuple[Person, ...]) -> None:
        self._persons = persons
        self._leaving &= {person.id for person in persons if person.active}
        self._refresh()

    def _refresh(self) -> None:
        here = [person for person in self._persons if person.active and person.id not in self._leaving]
        left = len(self._persons) - len(here)
        shown = self._persons if self.former.on else tuple(here)
        self.table.show_persons(shown, self._leaving, self._wanted)
        self._wanted = ""
        self.count.setText(str(len(here)))
        self.former.set_count(left)
        self.former.setVisible(left > 0 or self.former.on)
        self._card.setVisible(bool(self._persons))
        self.empty.setVisible(not self._persons)
        for button in (self.edit_button, self.switch_button, self.add_button, self.teams_button):
            button.setVisible(bool(self._persons))
        self._on_row_changed()

    def _on_row_changed(self) -> None:
        person = self.table.current()
        active = person is None or self.table.people.works_here(person)
        self.switch_button.set_label(_("Deactivate") if active else _("Take back on"))
        self.edit_button.setEnabled(person is not None)
        self.switch_button.setEnabled(person is not None)

    def _on_former(self) -> None:
        self.former.set_on(not self.former.on)
        self._refresh()

    def _on_teams(self) -> None:
        workspace = self.context.workspace
        self.context.tasks.run(lambda: teams(workspace), self._show_teams, owner=self)

    def _show_teams(self, found: tuple[Team, ...]) -> None:
        dialog = TeamsDialog(self, found)
        dialog.names_given.connect(self._rename_teams)
        dialog.open()

    def _rename_teams(self, names: Mapping[str, str]) -> None:
        workspace = self.context.workspace

        def rename() -> int:
            with workspace.db.transaction():
                return sum(rename_team(workspace, before, after) for before, after in names.items())

        if names:
            self.context.tasks.run(rename, self._on_renamed)

    def _on_renamed(self, count: int) -> None:
        words = ngettext("{count} person changed team.", "{count} persons changed team.", count)
        self.context.messages.success(words.format(count=count))
        if shiboken6.isValid(self):
            self._fetch()
        if self.context.desk is not None:
            self.context.desk.start()

    # actions --------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """Ask for a new person."""
        self._open(PersonDialog(self, self.context))

    def edit(self, person: Person) -> None:
        """Let a person be changed."""
        self._open(PersonDialog(self, self.context, person))

    def _open(self, dialog: PersonDialog) -> None:
        dialog.saved.connect(self._on_saved)
        dialog.open()

    def _on_saved(self, person: Person) -> None:
        self._fetch()
        desk = self.context.desk
        if desk is not None and (desk.person is None or desk.person.id == person.id):
            desk.start()

    def _on_edit(self) -> None:
        person = self.table.current()
        if person is not None:
            self.edit(person)

    def _on_switch(self) -> None:
        person = self.table.current()
        if person is not None:
            self.switch(person)

    def switch(self, person: Person) -> None:
        """Deactivate a person, which can be taken back for a while; or take one back on."""
        workspace = self.context.workspace
        if not self.table.people.works_here(person):
            self.context.tasks.run(
                lambda: services.reactivate_person(workspace, person.id), lambda _person: self._fetch(), owner=self
            )
            return
        desk = self.context.desk
        if desk is not None and desk.person is not None and desk.person.id == person.id:
            words = _("{name} is working here now. Let somebody else work first.")
            self.context.messages.error(words.format(name=person.name))
            return
        self._leaving |= {person.id}
        self._refresh()
        decide(
            self.context,
            "deactivate_person",
            {"id": person.id},
            _("{name} works here no more.").format(name=person.name),
            lambda _person: self._settled(person.id),
            lambda: self._settled(person.id, back=True),
        )

    def _settled(self, person: str, *, back: bool = False) -> None:
        """A deactivation was carried out or taken back; who comes back is current again."""
        if shiboken6.isValid(self):
            self._wanted = person if back else ""
            self._leaving -= {person}
            self._fetch()
