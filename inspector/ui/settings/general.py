"""Settings of this computer: who is working and signs with which PIN, language, theme, motion, and the folder."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.person import Person
from inspector.i18n import N_, _, describe
from inspector.problems import Problem
from inspector.ui.kit.button import Button
from inspector.ui.kit.fields import ComboField
from inspector.ui.kit.text import ElidedLabel
from inspector.ui.page import Context, Place
from inspector.ui.settings.access_card import AccessFields
from inspector.ui.settings.pin import PinForm
from inspector.ui.settings.section import Section, card_of, choice
from inspector.ui.theme import Mode

LANGUAGES = (
    ("system", N_("Follow the system")),
    ("zh_CN", QLocale(QLocale.Language.Chinese).nativeLanguageName()),
    ("en", "English"),
)
"""A language is named in itself, so that its readers find it."""
THEMES = ((Mode.SYSTEM, N_("Follow the system")), (Mode.LIGHT, N_("Light")), (Mode.DARK, N_("Dark")))
MOTION = (("on", N_("On")), ("off", N_("Off")))


class GeneralSection(Section):
    """Person, language, theme, motion, folder."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        preferences = context.preferences
        self._person = ComboField(_("Who is working"))
        self._pin = PinForm()
        self._language = choice(_("Language"), [(key, _(name)) for key, name in LANGUAGES], preferences.language)
        self._theme = choice(_("Theme"), [(mode.value, _(name)) for mode, name in THEMES], preferences.theme.value)
        self._motion = choice(
            _("Motion"), [(key, _(name)) for key, name in MOTION], "on" if preferences.motion else "off"
        )
        self._others = Button(_("Another workspace…"), icon="folder-open")
        self.access = AccessFields(context, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.column.addWidget(card_of(_("Person"), [(_("Who is working"), self._person), (_("PIN"), self._pin)]))
        self.column.addWidget(self.access.card)
        rows = [(_("Language"), self._language), (_("Theme"), self._theme), (_("Motion"), self._motion)]
        self.column.addWidget(card_of(_("This computer"), rows))
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
        self._language.value_chosen.connect(self._on_language_chosen)
        self._theme.value_chosen.connect(self._on_theme_chosen)
        self._motion.value_chosen.connect(self._on_motion_chosen)
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

    def _on_language_chosen(self, language: str) -> None:
        self.context.preferences.set_language(language)

    def _on_theme_chosen(self, mode: str) -> None:
        self.context.preferences.set_theme(Mode(mode))

    def _on_motion_chosen(self, motion: str) -> None:
        self.context.preferences.set_motion(motion == "on")
