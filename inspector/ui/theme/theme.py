"""The theme in force: colours by token, light or dark, following the system or fixed.

One per process, because QApplication has one palette. Widgets call `color("token")` while painting; widgets that keep
a colour (palettes of labels) listen to `Theme.changed`. GUI thread only.
"""

import functools
import tomllib
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from inspector import assets
from inspector.ui.theme.stylesheet import stylesheet


class Mode(StrEnum):
    """What the person chose in the settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@functools.cache
def load_tokens(name: str) -> dict[str, str]:
    """Colour tokens of a theme ("light" or "dark") as they stand in its file."""
    with assets.resource(f"themes/{name}.toml").open("rb") as stream:
        colors: dict[str, str] = tomllib.load(stream)["colors"]
    return colors


class Theme(QObject):
    """Holds the tokens in force and applies them to the application. `changed` is sent after the switch."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._mode = Mode.LIGHT
        self._name = "light"
        self._colors: dict[str, QColor] = {}
        self.motion = True
        """Whether things may move; a setting turns all motion off."""
        self.dense = False
        """Whether rows of tables are lower; pages are built anew when it changes."""
        self._read()

    @property
    def mode(self) -> Mode:
        """What was chosen: follow the system, light or dark."""
        return self._mode

    @property
    def dark(self) -> bool:
        """Whether the dark tokens are in force."""
        return self._name == "dark"

    def color(self, token: str) -> QColor:
        """The colour of a token, as a copy the caller may change; KeyError for a name that no theme has."""
        return QColor(self._colors[token])

    def start(self, mode: Mode) -> None:
        """Set style, palette and stylesheet of a fresh application and follow the system's colour scheme."""
        QApplication.setStyle("Fusion")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)
        self._mode = mode
        self._name = self._wanted()
        self._read()
        self._apply()

    def set_mode(self, mode: Mode) -> None:
        """Follow the system or fix a theme; the whole window repaints if the colours change."""
        self._mode = mode
        self._switch()

    def _on_system_scheme_changed(self) -> None:
        self._switch()

    def _switch(self) -> None:
        if self._wanted() == self._name:
            return
        self._name = self._wanted()
        self._read()
        self._apply()
        self.changed.emit()

    def _wanted(self) -> str:
        if self._mode is not Mode.SYSTEM:
            return self._mode.value
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    def _read(self) -> None:
        self._colors = {token: QColor(value) for token, value in load_tokens(self._name).items()}

    def _apply(self) -> None:
        QApplication.setPalette(self._palette())
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setStyleSheet(stylesheet({token: value.name() for token, value in self._colors.items()}))

    def _palette(self) -> QPalette:
        role = QPalette.ColorRole
        palette = QPalette()
        for target, token in (
            (role.Window, "canvas"),
            (role.Base, "surface"),
            (role.AlternateBase, "sub"),
            (role.Button, "surface"),
            (role.WindowText, "text-1"),
            (role.Text, "text-1"),
            (role.ButtonText, "text-1"),
            (role.ToolTipBase, "surface"),
            (role.ToolTipText, "text-1"),
            (role.PlaceholderText, "text-3"),
            (role.Highlight, "primary"),
            (role.HighlightedText, "on-fill"),
            (role.Link, "primary-text"),
            (role.Mid, "line"),
            (role.Dark, "edge"),
            (role.Light, "sub"),
        ):
            palette.setColor(target, self._colors[token])
        for target in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, target, self._colors["disabled"])
        return palette


@functools.cache
def theme() -> Theme:
    """The theme of this process."""
    return Theme()


def color(token: str) -> QColor:
    """The colour of a token in the theme in force."""
    return theme().color(token)
