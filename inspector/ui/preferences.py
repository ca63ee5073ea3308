"""What a person set up on this computer: language, looks, keys, filters; kept by QSettings, not in the workspace.

What options there are (`services.preferences`) is loaded when one is asked for: the first window starts without.
"""

import importlib
import json
from collections.abc import Mapping, MutableMapping
from typing import Any, Final

from PySide6.QtCore import QObject, QSettings, Signal

from inspector import i18n
from inspector.problems import Problem
from inspector.ui.kit.keymap import keymap
from inspector.ui.theme import Mode, theme

KEYS: Final = "keys"
KEY: Final = "key."
"""Begin of the keys of options that are shortcuts."""
DENSE: Final = "dense"
WHOLE: Final = "100"
MOST_PERCENT: Final = 200
FACTOR: Final = "QT_SCALE_FACTOR"


class Preferences(QObject):
    """Reads, keeps and applies preferences. `language_changed` after a switch: pages are to be rebuilt."""

    language_changed = Signal()
    density_changed = Signal()
    """Pages are to be built again with other heights."""

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

    # options by key ------------------------------------------------------------------------------------------------

    def option(self, key: str) -> Any:
        """The value of an option of the person (`services.preferences`), as it may be used."""
        from inspector.services.preferences.catalogue import option  # noqa: PLC0415 - see the module's docstring

        one = option(key)
        match key:
            case "language" | "theme":
                value: Any = self.language if key == "language" else self.theme.value
            case "motion":
                value = self.motion
            case _ if key.startswith(KEY):
                value = self.chosen_keys().get(key.removeprefix(KEY), one.default)
            case _:
                value = str(self._settings.value(key, one.default))
        try:
            return one.check(value)
        except Problem:
            return one.default

    def set_option(self, key: str, value: Any) -> None:
        """Choose an option of the person; it acts at once, but for `scale`. Raises Problem."""
        from inspector.services.preferences.catalogue import option  # noqa: PLC0415 - see the module's docstring

        checked = option(key).check(value)
        match key:
            case "language":
                self.set_language(checked)
            case "theme":
                self.set_theme(Mode(checked))
            case "motion":
                self.set_motion(checked)
            case _ if key.startswith(KEY):
                self.set_key(key.removeprefix(KEY), checked)
            case "density":
                before = self.option(key)
                self._settings.setValue(key, checked)
                theme().dense = checked == DENSE
                if before != checked:
                    self.density_changed.emit()
            case _:
                self._settings.setValue(key, checked)

    def options(self) -> dict[str, Any]:
        """All options of the person."""
        from inspector.services.preferences.catalogue import options  # noqa: PLC0415 - see the module's docstring
        from inspector.services.preferences.options import Scope  # noqa: PLC0415 - as above

        return {one.key: self.option(one.key) for one in options().values() if one.scope is Scope.PERSON}

    # keys ----------------------------------------------------------------------------------------------------------

    def chosen_keys(self) -> dict[str, str]:
        """Command -> key, of those that were changed; without what cannot hold."""
        kept = self.recall(KEYS, {})
        return _keys().sound(kept) if isinstance(kept, dict) and kept else {}

    def set_key(self, command: str, keys: str) -> None:
        """Give a command another key, at once and everywhere. Raises Problem key_taken, key_fixed, key_plain."""
        kept = self.chosen_keys()
        if _keys().checked_keys(command, keys, kept) == _keys().BY_ID[command].keys:
            kept.pop(command, None)
        else:
            kept[command] = keys
        self.remember(KEYS, kept)
        keymap().use(kept)

    def reset_keys(self) -> dict[str, str]:
        """All keys as they came; returns those that were chosen, for a way back."""
        before = self.chosen_keys()
        self.use_keys({})
        return before

    def use_keys(self, chosen: Mapping[str, str]) -> None:
        """Take these keys, as `chosen_keys` gave them."""
        self.remember(KEYS, _keys().sound(chosen))
        keymap().use(self.chosen_keys())

    def apply(self) -> None:
        """Put language, theme and motion into force at start-up (the theme must not have been started yet)."""
        i18n.set_language(self.language)
        theme().motion = self.motion
        theme().dense = str(self._settings.value("density", "")) == DENSE
        keymap().use(self.chosen_keys())
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


def _keys() -> Any:
    return importlib.import_module("inspector.services.preferences.keymap")


def scale_everything(environment: MutableMapping[str, str]) -> None:
    """Make everything as large as the person chose, before the application is made; `QT_SCALE_FACTOR` goes before."""
    percent = str(QSettings().value("scale", WHOLE))
    if percent != WHOLE and percent.isdecimal() and FACTOR not in environment:
        environment[FACTOR] = f"{min(MOST_PERCENT, max(100, int(percent))) / 100:g}"
