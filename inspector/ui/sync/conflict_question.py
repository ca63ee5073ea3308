"""The question what holds of one field: its values as tiles, a value of one's own, and taking one.

Keys 1, 2, 3 choose, Enter takes what is chosen.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, ngettext
from inspector.services.conflicts.views import Choice, EntityConflict, FieldRow, InputKind
from inspector.services.ledgers.views import PhotoView
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.sync.choice_tiles import ChoiceTiles, Tile
from inspector.ui.sync.own_value import OwnValue
from inspector.ui.sync.side_words import side_name

OWN = "own"
"""Key of the tile for a value of one's own."""


class ConflictQuestion(QWidget):
    """`value_taken(Choice)`, `text_taken(str)`, `register_requested`, `photos_requested(photos)`, `later_requested`."""

    value_taken = Signal(object)
    text_taken = Signal(str)
    register_requested = Signal()
    photos_requested = Signal(object)
    later_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conflict: EntityConflict | None = None
        self._row: FieldRow | None = None
        self.chosen = ""
        self.question = ElidedLabel("", "body_bold")
        self.refusal = Text("", "hint", "orange-text", wrap=True)
        self.tiles = ChoiceTiles()
        self.own = OwnValue()
        self.photos = Button("", Kind.TEXT, icon="image")
        self.later = Button(_("Decide later"))
        self.take = Button("", Kind.PRIMARY, icon="check", key="Enter")
        self._build()
        self._connect()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.question, 1000)
        line.addWidget(Text(_("every value stays in the record of changes"), "hint", "text-2"))
        line.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.photos)
        buttons.addStretch(1)
        buttons.addWidget(self.later)
        buttons.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(19, 12, 15, 14)
        column.setSpacing(10)
        column.addLayout(line)
        for widget in (self.refusal, self.tiles, self.own):
            column.addWidget(widget)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.tiles.chosen.connect(self._on_tile_chosen)
        self.photos.clicked.connect(self._on_photos_clicked)
        self.later.clicked.connect(self.later_requested)
        self.take.clicked.connect(self.apply)

    def show_row(self, conflict: EntityConflict, row: FieldRow) -> None:
        """Ask about a field; what was chosen for it stays while it is the same one."""
        before = self._row.field if self._row is not None else ""
        same = self._conflict is not None and (self._conflict.entity, before) == (conflict.entity, row.field)
        self._conflict, self._row = conflict, row
        self.question.setText(_("Which value holds for {field}?").format(field=row.label))
        self.question.setMaximumWidth(self.question.sizeHint().width() + 2)
        tiles = self._tiles(conflict, row)
        if not same or self.chosen not in [tile.key for tile in tiles]:
            self.chosen = tiles[0].key
        self.tiles.show_tiles(tiles, self.chosen)
        self.refusal.setText(conflict.refusal)
        self.refusal.setVisible(bool(conflict.refusal))
        self.take.setEnabled(not conflict.refusal)
        self._show_chosen(conflict, row)

    def _tiles(self, conflict: EntityConflict, row: FieldRow) -> list[Tile]:
        tiles = [Tile(str(index), one.text, _source(conflict, one)) for index, one in enumerate(row.choices)]
        if row.own_input.kind is InputKind.REGISTER:
            tiles.append(Tile(OWN, _("Enter another…"), _("in the register")))
        elif row.own_input.kind is not InputKind.NONE:
            tiles.append(Tile(OWN, _("Enter another…"), _("after asking or looking again")))
        return tiles

    def _choice(self, row: FieldRow) -> Choice | None:
        return row.choices[int(self.chosen)] if self.chosen.isdecimal() else None

    def _show_chosen(self, conflict: EntityConflict, row: FieldRow) -> None:
        choice = self._choice(row)
        typed = choice is None and row.own_input.kind is not InputKind.REGISTER
        if typed:
            self.own.show_row(conflict.entity, row)
        self.own.setVisible(typed)
        self.take.set_label(_take_words(conflict, choice, register=not typed))
        photos = _photos(row)
        self.photos.setVisible(bool(photos))
        words = ngettext("Look at {count} photo", "Look at {count} photos", len(photos))
        self.photos.set_label(words.format(count=len(photos)))

    # what a person does ---------------------------------------------------------------------------------------------

    def take_focus(self) -> None:
        """Give the chosen value the focus."""
        self.tiles.focus_chosen(self.chosen)

    def press_digit(self, digit: str) -> None:
        """Choose a value by its digit."""
        if self.tiles.press_digit(digit) and not self.own.isVisible():
            self.take_focus()

    def apply(self) -> None:
        """Take what is chosen."""
        row = self._row
        if row is None or not self.take.isEnabled():
            return
        choice = self._choice(row)
        if choice is not None:
            self.value_taken.emit(choice)
        elif row.own_input.kind is InputKind.REGISTER:
            self.register_requested.emit()
        elif not self.own.complain():
            self.text_taken.emit(self.own.text())

    def leave_own(self) -> bool:
        """Go from the value of one's own back to the tiles; whether somebody was there."""
        here = QApplication.focusWidget()
        if here is None or not self.own.isAncestorOf(here):
            return False
        self.take_focus()
        return True

    def refuse(self, sentence: str) -> bool:
        """Show at the field what stands against the value that was entered; False if none was."""
        if self.chosen != OWN or self.own.isHidden():
            return False
        self.own.refuse(sentence)
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.apply()
        else:
            super().keyPressEvent(event)

    def _on_tile_chosen(self, key: str) -> None:
        if self._conflict is None or self._row is None:
            return
        self.chosen = key
        self.tiles.set_chosen(key)
        self._show_chosen(self._conflict, self._row)
        if key == OWN and not self.own.isHidden():
            self.own.take_focus()

    def _on_photos_clicked(self) -> None:
        if self._row is not None:
            self.photos_requested.emit(_photos(self._row))


def _photos(row: FieldRow) -> tuple[PhotoView, ...]:
    return tuple({photo.id: photo for choice in row.choices for photo in choice.photos}.values())


def _source(conflict: EntityConflict, choice: Choice) -> str:
    """Where a value comes from, and with which evidence."""
    if choice.side < 0:
        return _("both changes together")
    count = len(choice.photos)
    evidence = ngettext("{count} photo", "{count} photos", count).format(count=count) if count else _("no photos")
    return f"{side_name(conflict.sides[choice.side])} · {evidence}"


def _take_words(conflict: EntityConflict, choice: Choice | None, *, register: bool) -> str:
    if choice is None:
        return _("Open the register") if register else _("Use this value and merge")
    if choice.side < 0:
        return _("Use both and merge")
    side = conflict.sides[choice.side]
    if side.own:
        return _("Use this laptop's and merge")
    return _("Use {side} and merge").format(side=side_name(side))
