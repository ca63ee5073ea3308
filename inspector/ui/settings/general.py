"""Settings of this computer: who is working and signs with which PIN, language, theme, motion, and the folder."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.person import Person
from inspector.i18n import _, describe
from inspector.problems import Problem
from inspector.ui.kit.button import Button
from inspector.ui.kit.fields import ComboField
from inspector.ui.kit.text import ElidedLabel
from inspector.ui.page import Context, Place
from inspector.ui.settings.access_card import AccessFields
from inspector.ui.settings.option_card import OwnOptions
from inspector.ui.settings.pin import PinForm
from inspector.ui.settings.section import Section, card_of

LOOKS = ("language", "theme", "density", "scale", "motion")


class GeneralSection(Section):
    """Person, lock, looks, folder."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._person = ComboField(_("Who is working"))
        self._pin = PinForm()
        self.looks = OwnOptions(context, _("This computer"), LOOKS, self)
        self._others = Button(_("Another workspace…"), icon="folder-open")
        self.access = AccessFields(context, self)
        self._build()
        self.targets = {**self.looks.controls, "lock_minutes": self.access.minutes, "offline_days": self.access.days}
        self._connect()

    def _build(self) -> None:
        self.column.addWidget(card_of(_("Person"), [(_("Who is working"), self._person), (_("PIN"), self._pin)]))
        self.column.addWidget(self.access.card)
        self.column.addWidget(self.looks.card)
        folder = ElidedLabel(str(self.context.workspace.path), "body")
        folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card = card_of(_("Workspace"), [(_("Folder"), folder)])
        others = QHBoxLayout()
        others.addWidget(self._others)
        others.addStretch(1)
        card.body.addLayout(others)
        self.column.addWidget(card)
        self.column.addStretch(1)

    def _connect(self) -> None:
        self._person.value_committed.connect(self._on_person_committed)
        self._pin.pin_given.connect(self._on_pin_given)
        self.access.lock_button.clicked.connect(lambda: self.place_requested.emit(Place("lock")))
        self._others.clicked.connect(lambda: self.place_requested.emit(Place("workspaces")))
        desk = self.context.desk
        if desk is not None:
            desk.persons_fetched.connect(self._on_persons_fetched)
            desk.person_changed.connect(self._on_person_changed)

    @override
    def activated(self) -> None:
        """Fetch who may work here."""
        self.take_focus(self._person)
        self.access.fetch()
        if self.context.desk is not None:
            self.context.desk.fetch_persons()

    def _on_persons_fetched(self, persons: Sequence[Person]) -> None:
        self._person.set_options([(person.id, f"{person.name} · {person.team}") for person in persons])
        desk = self.context.desk
        self._on_person_changed(desk.person if desk is not None else None)

    def _on_person_changed(self, person: Person | None) -> None:
        self._person.set_value(person.id if person else "")
        self._person.set_error("" if person else _("Choose who is working."))
        self._pin.show_person(person)

    def _on_person_committed(self, person: str) -> None:
        if self.context.desk is not None and person:
            self.context.desk.act_as(person)

    def _on_pin_given(self, pin: str, before: str) -> None:
        def refused(problem: Problem) -> None:
            self._pin.refuse(describe(problem), before=problem.code != "pin_weak")

        if self.context.desk is not None:
            self.context.desk.set_pin(pin, self._on_pin_set, refused, before=before)

    def _on_pin_set(self) -> None:
        person = self.context.desk.person if self.context.desk is not None else None
        name = person.name if person is not None else ""
        self.context.messages.success(_("The PIN of {name} is set on this computer.").format(name=name))
