"""Fields of the registers: numbers with a unit, days that may be unknown, texts with suggestions, choices.

Every field has `check()`: the message for what stands in it now, "" if it can be saved.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.problems import Problem
from inspector.services.registers.nameplates import NameplateField
from inspector.ui.kit.fields import ComboField, Field, TextField
from inspector.ui.kit.painting import RIGHT, text, text_width
from inspector.ui.kit.text import Text

UNIT_SPACE: Final = 10
_DAY: Final = re.compile(r"(\d{4})\W?(\d{1,2})\W?(\d{1,2})\W?", re.ASCII)


class CheckedField(TextField):
    """A line that is checked while it is typed; `check` is overridden."""

    def __init__(
        self,
        name: str,
        *,
        required: bool = False,
        placeholder: str = "",
        label: bool = True,
        secret: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, label=label, required=required, placeholder=placeholder, secret=secret, parent=parent)
        self._required = required
        self._remark = Text("", "hint", "text-2")
        self._remark.hide()
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self._remark)
        self.value_edited.connect(self._on_edited)
        self.value_committed.connect(self._on_committed)

    def check(self) -> str:
        """What is wrong with the text, "" if nothing."""
        return _("Fill this in.") if self._required and not self.value().strip() else ""

    def unfinished(self) -> bool:
        """Whether the text may still become right by typing on; it is not complained of while it is typed."""
        return not self.value().strip()

    def tidy(self) -> str:
        """The text as it is kept."""
        return self.value().strip()

    def complain(self) -> bool:
        """Show what is wrong; whether something is."""
        message = self.check()
        self.set_error(message)
        return bool(message)

    def show_remark(self, words: str, token: str = "text-2") -> None:
        """Words under the field that are no error; "" takes them away."""
        self._remark.setText(words)
        self._remark.set_token(token)
        self._remark.setVisible(bool(words))

    def _on_edited(self, _text: str) -> None:
        self.set_error("" if self.unfinished() else self.check())

    def _on_committed(self, _text: str) -> None:
        if not self.complain() and self.tidy() != self.value():
            self.set_value(self.tidy())


class Unit(QWidget):
    """The unit that stands at the right end inside an editor."""

    def __init__(self, editor: QLineEdit, unit: str) -> None:
        super().__init__(editor)
        self._unit = unit
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._width = round(text_width(unit, "body")) + 1
        editor.setTextMargins(0, 0, self._width + UNIT_SPACE, 0)
        editor.installEventFilter(self)
        self._place(editor)

    def _place(self, editor: QLineEdit) -> None:
        self.setGeometry(QRect(editor.width() - self._width - UNIT_SPACE, 0, self._width, editor.height()))

    @override
    def eventFilter(self, watched, event) -> bool:  # type: ignore[no-untyped-def]  # signature of QObject
        if event.type() == event.Type.Resize:
            self._place(watched)
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        text(QPainter(self), self.rect().toRectF(), self._unit, "body", "text-3", RIGHT)


class NumberField(CheckedField):
    """A number with its unit at the right; `field` says what is allowed. Empty is unknown."""

    def __init__(self, field: NameplateField, *, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(field.name, required=field.required, placeholder=placeholder, parent=parent)
        self.field = field
        if field.unit:
            self.unit = Unit(self._line, field.unit)

    @override
    def check(self) -> str:
        try:
            self.field.entry(self.value())
        except Problem:
            return _("Allowed is {allowed}.").format(allowed=self.field.allowed().render())
        return super().check()

    @override
    def unfinished(self) -> bool:
        typed = unicodedata.normalize("NFKC", self.value()).strip().replace("。", ".")
        return not typed.strip("0.,")

    @override
    def tidy(self) -> str:
        return self.field.entry(self.value())

    def number(self) -> float | None:
        """The number, None if it is unknown."""
        kept = self.tidy()
        return float(kept) if kept else None


class DayField(CheckedField):
    """A day that may be unknown, typed as 2026-05-31, 2026/5/31 or 20260531."""

    def __init__(self, name: str, *, label: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(name, placeholder=_("YYYY-MM-DD"), label=label, parent=parent)

    @override
    def check(self) -> str:
        if self.value().strip() and self.day() is None:
            return _("Write the day as 2026-05-31.")
        return super().check()

    @override
    def unfinished(self) -> bool:
        return len(self.value().strip()) < len("20260531")

    @override
    def tidy(self) -> str:
        day = self.day()
        return day.isoformat() if day else ""

    def day(self) -> date | None:
        """The day, None if it is unknown or cannot be read."""
        match = _DAY.fullmatch(unicodedata.normalize("NFKC", self.value()).strip())
        if match is None:
            return None
        try:
            return date(*(int(part) for part in match.groups()))
        except ValueError:
            return None


class SuggestField(CheckedField):
    """A text with suggestions that begin with or contain what is typed; anything else may be typed."""

    def __init__(
        self,
        name: str,
        suggestions: Sequence[str] = (),
        *,
        required: bool = False,
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, required=required, placeholder=placeholder, parent=parent)
        self.set_suggestions(suggestions)

    def set_suggestions(self, suggestions: Sequence[str]) -> None:
        """Offer other suggestions."""
        completer = QCompleter(list(suggestions), self._line)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self._on_activated)
        self._line.setCompleter(completer)

    def _on_activated(self, text: str) -> None:
        self.value_edited.emit(text)


class ChoiceField(ComboField):
    """One of several, or unknown. What older data holds and no choice names is offered as it stands."""

    def __init__(
        self, name: str, choices: Sequence[tuple[str, str]], *, unknown: bool = True, parent: QWidget | None = None
    ) -> None:
        self._choices = [("", _("unknown")), *choices] if unknown else list(choices)
        super().__init__(name, self._choices, label=True, required=not unknown, parent=parent)
        self.set_value("")

    @override
    def set_value(self, value: str) -> None:
        if value and all(value != known for known, _label in self._choices):
            self._choices.append((value, value))
            self._combo.addItem(value, value)
        super().set_value(value)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices; a chosen value that is none of them stays as it stands."""
        chosen = self.value()
        self._choices = list(choices)
        self.set_options(self._choices)
        self.set_value(chosen)

    def check(self) -> str:
        """Nothing can be wrong with a choice."""
        return ""

    def tidy(self) -> str:
        """The chosen value."""
        return self.value()

    def complain(self) -> bool:
        """Show what is wrong; whether something is."""
        return False


RegisterField = CheckedField | ChoiceField


def plate_field(field: NameplateField) -> RegisterField:
    """The widget for a field of a nameplate."""
    if field.kind == "number" and not field.choices:
        return NumberField(field)
    if field.choices and field.kind != "text":
        return ChoiceField(field.name, field.choices)
    example = _("for example {example}").format(example=field.example) if field.example else ""
    return SuggestField(field.name, [value for value, _label in field.choices], placeholder=example)


def shown(field: Field) -> bool:
    """Whether a field is part of the form now."""
    return not field.isHidden()
