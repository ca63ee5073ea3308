"""What a person set up on this computer: language, theme, motion, filters; kept by QSettings, not in the workspace."""

import json

from PySide6.QtCore import QObject, QSettings, Signal

from inspector import i18n
from inspector.ui.theme import Mode, theme


class Preferences(QObject):
    """Reads, keeps and applies preferences. `language_changed` after a switch: pages are to be rebuilt."""

    language_changed = Signal()

    def __init__(self, settings: QSettings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings or QSettings()

    @property
    def language(self) -> str:
        """zh_CN, en or system."""
        return str(self._settings.value("language", "system"))

    def set_language(self, language: str) -> None:
        """Switch the language of the window."""
        self._settings.setValue("language", language)
        before = i18n.language()
        i18n.set_language(language)
        if i18n.language() != before:
            self.language_changed.emit()

    @property
    def theme(self) -> Mode:
        """Which theme was chosen."""
        value = str(self._settings.value("theme", Mode.SYSTEM.value))
        return Mode(value) if value in {mode.value for mode in Mode} else Mode.SYSTEM

    def set_theme(self, mode: Mode) -> None:
        """Switch the theme."""
        self._settings.setValue("theme", mode.value)
        theme().set_mode(mode)

    @property
    def motion(self) -> bool:
        """Whether things may move."""
        return str(self._settings.value("motion", "true")) == "true"

    def set_motion(self, on: bool) -> None:
        """Turn all motion on or off."""
        self._settings.setValue("motion", "true" if on else "false")
        theme().motion = on

    def apply(self) -> None:
        """Put language, theme and motion into force at start-up (the theme must not have been started yet)."""
        i18n.set_language(self.language)
        theme().motion = self.motion
        theme().start(self.theme)

    def remember(self, key: str, value: object) -> None:
        """Keep a small JSON value, for example the filters of a ledger."""
        self._settings.setValue(f"kept/{key}", json.dumps(value))

    def recall(self, key: str, default: object = None) -> object:
        """What was kept under `key`; `default` if nothing or something unreadable."""
        try:
            kept: object = json.loads(str(self._settings.value(f"kept/{key}", "")))
        except ValueError:
            return default
        return kept
