"""Who is working: asked at the start of a workspace where nobody acts yet, and from the top bar."""

from collections.abc import Sequence
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.person import Person
from inspector.i18n import _, describe, pgettext
from inspector.problems import Problem
from inspector.ui.desk import Desk
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.rows import TALL_ROW, Outline, OutlineItem, Scroller
from inspector.ui.kit.text import Text

MOST_ROWS = 7
"""Persons that show at once; more are scrolled."""
COMMAND_WIDTH = 560


class PersonDialog(Dialog):
    """One of the persons of the register: `chosen(id)`. Up, Down and Enter, or a click and the button."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, persons: Sequence[Person], acting: str = "") -> None:
        words = _("Whoever works here signs visits and appears in what is recorded.")
        super().__init__(parent, _("Who is working?"), words, accept=_("Work as this person"))
        self._persons = tuple(persons)
        self._current = acting if any(person.id == acting for person in persons) else persons[0].id
        self.rows = Outline(_("Persons"))
        self._scroller = Scroller(self.rows)
        self._scroller.setFixedHeight(TALL_ROW * min(len(persons), MOST_ROWS))
        self.body.addWidget(self._scroller)
        self._show()
        self.rows.item_chosen.connect(self._on_row_chosen)
        self.accepted.connect(lambda: self.chosen.emit(self._current))

    def _show(self) -> None:
        items = [OutlineItem(one.id, one.name, subtitle=one.team, show_state=False) for one in self._persons]
        self.rows.set_items(items, self._current)

    def _on_row_chosen(self, person: str) -> None:
        self._current = person
        self._show()
        self._scroller.ensure_visible(self.rows.row_rect(person), margin=0)

    @override
    def first_focus(self) -> QWidget:
        return self.rows

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        else:
            super().keyPressEvent(event)


class NobodyDialog(Dialog):
    """There is nobody to choose from: says how persons are added."""

    def __init__(self, parent: QWidget, workspace: Path) -> None:
        words = _(
            "The register of persons of this workspace is empty. Close the window, add everybody who works here with"
            " this command, and open the window again:"
        )
        title = _("Nobody is registered yet")
        super().__init__(parent, title, words, accept=pgettext("window", "Close"), width=COMMAND_WIDTH)
        self.cancel_button.hide()
        command = "inspector person add login={login} name={name} team={team}".format(
            login=_("LOGIN"), name=_("NAME"), team=_("TEAM")
        )
        line = Text(f'{command} --workspace "{workspace}"', "body", wrap=True)
        line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box = Panel("sunk", "")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(line)
        self.body.addWidget(box)


class PinDialog(Dialog):
    """Asks the PIN of who is to work from now on: `given(pin)`. It stays open until `accept_pin` or Cancel."""

    given = Signal(str)

    def __init__(self, parent: QWidget, person: Person) -> None:
        words = _("{name} has a PIN on this computer.").format(name=person.name)
        super().__init__(parent, _("PIN of {name}").format(name=person.name), words, accept=_("Work as this person"))
        self.field = TextField(_("PIN"), label=True, required=True, secret=True)
        self.body.addWidget(self.field)
        self.field.value_edited.connect(lambda _text: self.field.set_error(""))

    @override
    def accept(self) -> None:
        if self.field.value():
            self.given.emit(self.field.value())
        else:
            self.field.set_error(_("Enter the PIN."))

    def accept_pin(self) -> None:
        """The PIN was right."""
        super().accept()

    def refuse(self, sentence: str) -> None:
        """Say why it was not taken."""
        self.field.set_value("")
        self.field.set_error(sentence)
        self.field.editor.setFocus(Qt.FocusReason.OtherFocusReason)


class PersonChooser(QObject):
    """Asks who is working when the window wants to know; one dialog at a time."""

    def __init__(self, desk: Desk, workspace: Path, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._workspace, self._window = desk, workspace, window
        self._dialog: Dialog | None = None
        self._wanted = False
        desk.persons_fetched.connect(self._on_persons_fetched)

    def ask(self) -> None:
        """Fetch the persons and ask."""
        self._wanted = self._dialog is None
        self._desk.fetch_persons()

    def _on_persons_fetched(self, persons: Sequence[Person]) -> None:
        if not self._wanted:
            return
        self._wanted = False
        if persons:
            acting = self._desk.person.id if self._desk.person is not None else ""
            asking = PersonDialog(self._window, persons, acting)
            asking.chosen.connect(self._desk.act_as)
            self._dialog = asking
        else:
            self._dialog = NobodyDialog(self._window, self._workspace)
        self._dialog.destroyed.connect(self._on_dialog_destroyed)
        self._dialog.open()

    def ask_pin(self, person: Person) -> None:
        """Ask the PIN of a person who is to work from now on."""
        desk, dialog = self._desk, PinDialog(self._window, person)

        def done(now: Person | None) -> None:
            if now is not None and now.id == person.id and shiboken6.isValid(dialog) and dialog.isVisible():
                dialog.accept_pin()

        def failed(problem: Problem) -> None:
            if shiboken6.isValid(dialog):
                dialog.refuse(describe(problem))

        def gone() -> None:
            if shiboken6.isValid(desk):
                desk.person_changed.disconnect(done)

        desk.person_changed.connect(done)
        dialog.destroyed.connect(gone)
        dialog.rejected.connect(lambda: desk.person_changed.emit(desk.person))  # who still works is shown again
        dialog.given.connect(lambda pin: desk.act_as(person.id, pin, failed))
        dialog.open()

    def _on_dialog_destroyed(self) -> None:
        self._dialog = None
