"""Shortcuts: every key of the window by where it works; a key is changed by pressing another one."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, describe
from inspector.problems import Problem
from inspector.services.preferences.keymap import Command, groups
from inspector.ui.kit.access import Role
from inspector.ui.kit.button import Button, KeyCap, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.focus import Focusable
from inspector.ui.kit.keymap import cap_of, keymap
from inspector.ui.kit.painting import CENTER, box, text
from inspector.ui.kit.text import Text
from inspector.ui.page import Context
from inspector.ui.settings.section import CARD_WIDTH, ROW_HEIGHT, Section

FIELD_HEIGHT = 56
KEY_WIDTH = 168
LEAVING = (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
ANSWERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MODIFIER_KEYS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)


class KeyField(Focusable):
    """Shows the key that was pressed while it had the focus: `pressed(keys)`. What leaves a dialog is left to it."""

    spoken_role = Role.HotkeyField

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(FIELD_HEIGHT)
        self.setAccessibleName(_("New key"))

    def show_keys(self, keys: str) -> None:
        """Show a key."""
        self._shown = cap_of(keys)
        self.setAccessibleDescription(self._shown)
        self.update()

    @property
    def shown(self) -> str:
        """What it shows."""
        return self._shown

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        leaving = (event.key() in LEAVING and plain) or event.key() in ANSWERS
        if leaving or event.key() in MODIFIER_KEYS:
            super().keyPressEvent(event)
            return
        self.pressed.emit(QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box(painter, QRectF(self.rect()), fill="surface", border="primary-text" if self.hasFocus() else "edge")
        words = self._shown or _("Press a key")
        text(painter, QRectF(self.rect()), words, "block" if self._shown else "body", "text-1", CENTER)


class KeyDialog(Dialog):
    """Takes the next key that is pressed; `key_given(keys)` when it is taken over."""

    key_given = Signal(str)

    def __init__(self, parent: QWidget, command: Command, check: "KeyCheck") -> None:
        super().__init__(
            parent,
            _("Key of “{command}”").format(command=_(command.label)),
            _("Press the new key, then Ctrl Enter. Esc leaves everything as it is."),
            accept=_("Use this key"),
        )
        self._check = check
        self.keys = ""
        self.field = KeyField()
        self.error = Text("", "body", "red-text", wrap=True)
        self.body.addWidget(self.field)
        self.body.addWidget(self.error)
        self.error.hide()
        self.accept_button.setEnabled(False)
        self.field.pressed.connect(self.take)
        self.accepted.connect(lambda: self.key_given.emit(self.keys))

    @override
    def first_focus(self) -> QWidget:
        return self.field

    @override
    def complaint(self) -> bool:
        return not self.keys

    def take(self, keys: str) -> None:
        """Show a key that was pressed, and whether it can be had."""
        wrong = self._check(keys)
        self.keys = "" if wrong else keys
        self.field.show_keys(keys)
        self.error.setText(wrong)
        self.error.setVisible(bool(wrong))
        self.accept_button.setEnabled(not wrong)


class KeyCheck:
    """Says why a key cannot be given to a command, "" if it can."""

    def __init__(self, context: Context, command: Command) -> None:
        self._context, self._command = context, command

    def __call__(self, keys: str) -> str:
        """Why not, as a sentence."""
        from inspector.services.preferences.keymap import checked_keys  # noqa: PLC0415 - only here

        try:
            checked_keys(self._command.id, keys, self._context.preferences.chosen_keys())
        except Problem as problem:
            return describe(problem)
        return ""


class ShortcutsSection(Section):
    """A card for each place; changeable keys are buttons, the others caps."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.keys: dict[str, Button] = {}
        self.backs: dict[str, Button] = {}
        self.reset = Button(_("All keys as they came"))
        hint = Text(
            _("A key does the same on every page. Keys without a frame always stay as they are."),
            "hint",
            "text-2",
            wrap=True,
        )
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(hint, 1)
        head.addWidget(self.reset)
        self.column.addLayout(head)
        for where, commands in groups():
            self.column.addWidget(self._card(where, commands))
        self.column.addStretch(1)
        self.targets = {f"key.{command}": button for command, button in self.keys.items()}
        self.reset.clicked.connect(self._on_reset)
        keymap().changed.connect(self.refresh)
        self.refresh()

    def _card(self, where: str, commands: tuple[Command, ...]) -> Card:
        card = Card(_(where))
        card.setMaximumWidth(CARD_WIDTH)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        card.body.addLayout(grid)
        for line, command in enumerate(commands):
            label = Text(_(command.label), "body", "text-1" if command.changeable else "text-2")
            label.setFixedHeight(ROW_HEIGHT)
            grid.addWidget(label, line, 0)
            if command.changeable:
                self._add_changeable(grid, line, command)
            else:
                holder = QHBoxLayout()
                holder.addWidget(KeyCap(cap_of(command.keys)))
                holder.addStretch(1)
                grid.addLayout(holder, line, 1)
        return card

    def _add_changeable(self, grid: QGridLayout, line: int, command: Command) -> None:
        button, back = Button(cap_of(command.keys)), Button(_("Default"), Kind.LINK)
        button.setFixedSize(QSize(KEY_WIDTH, ROW_HEIGHT))
        button.clicked.connect(lambda: self.ask(command))
        back.clicked.connect(lambda: self._choose(command, command.keys))
        self.keys[command.id], self.backs[command.id] = button, back
        grid.addWidget(button, line, 1)
        grid.addWidget(back, line, 2)
        policy = back.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        back.setSizePolicy(policy)

    @override
    def activated(self) -> None:
        self.refresh()
        self.take_focus(next(iter(self.keys.values())))

    def refresh(self) -> None:
        """Show the keys that count."""
        chosen = self.context.preferences.chosen_keys()
        for _where, commands in groups():
            for command in commands:
                if command.changeable:
                    keys = chosen.get(command.id, command.keys)
                    self.keys[command.id].set_label(cap_of(keys) or "—")
                    name = _("{command}: {keys}").format(command=_(command.label), keys=cap_of(keys) or "—")
                    self.keys[command.id].setAccessibleName(name)
                    self.backs[command.id].setVisible(command.id in chosen)
        self.reset.setEnabled(bool(chosen))

    def ask(self, command: Command) -> KeyDialog:
        """Ask for another key."""
        dialog = KeyDialog(self, command, KeyCheck(self.context, command))
        dialog.key_given.connect(lambda keys: self._choose(command, keys))
        dialog.open()
        return dialog

    def _choose(self, command: Command, keys: str) -> None:
        preferences = self.context.preferences
        before = preferences.chosen_keys()
        try:
            preferences.set_key(command.id, keys)
        except Problem as problem:
            self.context.messages.problem(problem)
            return
        words = _("{command}: {keys}").format(command=_(command.label), keys=cap_of(keys))
        self.context.messages.success(words, _("Undo"), lambda: preferences.use_keys(before))

    def _on_reset(self) -> None:
        preferences = self.context.preferences
        before = preferences.reset_keys()
        self.context.messages.success(_("All keys are as they came."), _("Undo"), lambda: preferences.use_keys(before))
