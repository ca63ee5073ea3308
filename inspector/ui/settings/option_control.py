"""The control of an option, made from its declaration: a field, a switch, a choice."""

from typing import Any, Final

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import Translator, _, describe, language
from inspector.problems import Problem
from inspector.services.preferences.options import Kind, Option, unit_words
from inspector.ui.kit.choice import Option as Choice
from inspector.ui.kit.choice import Segmented
from inspector.ui.kit.fields import ComboField, TextField
from inspector.ui.kit.text import Text

NUMBER_WIDTH: Final = 120
MOST_SEGMENTS: Final = 4
ROW_HEIGHT: Final = 36


def _native(language_key: str) -> str:
    """A language is named in itself, so that its readers find it."""
    if language_key == "system":
        return _("Follow the system")
    return QLocale(language_key).nativeLanguageName() if language_key.startswith("zh") else "English"


class OptionControl(QWidget):
    """One option; `option_chosen(value)` by a person. A wrong entry is said under the field and not sent."""

    option_chosen = Signal(object)

    def __init__(self, option: Option, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.option = option
        self.name = option.name(Translator(language()))
        self.control = self._make()
        self.control.setToolTip(_(option.help) if option.help else "")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.control)
        self._unit = Text(_(option.unit), "body", "text-2")
        self._usual = Text("", "body", "text-2")
        for words in (self._unit, self._usual):
            words.setFixedHeight(ROW_HEIGHT)
            row.addWidget(words)
            if words is self._usual or not option.unit:
                words.hide()
        if not (isinstance(self.control, TextField) and option.kind in (Kind.TEXT, Kind.NETWORKS)):
            row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        if option.help:
            column.addWidget(Text(_(option.help), "hint", "text-2", wrap=True))
        self.setFocusProxy(self.control)
        self._connect()

    def _make(self) -> Segmented | TextField | ComboField:
        one = self.option
        pairs = [(key, _native(key) if one.key == "language" else _(label)) for key, label in one.choices]
        if one.kind is Kind.SWITCH:
            return Segmented(self.name, [Choice("on", _("On")), Choice("off", _("Off"))])
        if one.kind is Kind.CHOICE and len(pairs) <= MOST_SEGMENTS:
            return Segmented(self.name, [Choice(key, label) for key, label in pairs])
        if one.kind is Kind.CHOICE:
            combo = ComboField(self.name)
            combo.set_options(pairs)
            combo.setFixedWidth(NUMBER_WIDTH + 60)
            return combo
        field = TextField(self.name, placeholder=_(one.empty) if one.empty else "")
        if one.kind is Kind.WHOLE:
            field.setFixedWidth(NUMBER_WIDTH if not one.empty else NUMBER_WIDTH + 60)
        return field

    def _connect(self) -> None:
        if isinstance(self.control, Segmented):
            self.control.value_chosen.connect(self._on_typed)
        else:
            self.control.value_committed.connect(self._on_typed)
        if isinstance(self.control, TextField):
            self.control.value_edited.connect(lambda _text: self.set_error(""))

    @property
    def text_field(self) -> TextField | None:
        """The field, if a text is typed: what is typed is kept until it is saved."""
        return self.control if isinstance(self.control, TextField) and self.option.kind is Kind.TEXT else None

    def typed(self) -> str:
        """What the control says, as `Option.parse` reads it."""
        return self.control.value()

    def show_value(self, value: Any) -> None:
        """Show what counts."""
        self.control.set_value(self.option.typed(value))
        count = value if isinstance(value, int) and not isinstance(value, bool) else 2
        self._unit.setText(unit_words(self.option.unit, count, Translator(language())) if self.option.unit else "")
        self.set_error("")

    def set_usual(self, count: int) -> None:
        """Say beside the field what counts while it is empty."""
        t = Translator(language())
        words = f"{count}\u00a0{unit_words(self.option.unit, count, t)}"
        self._usual.setText("· " + _("default: {value}").format(value=words))
        self._usual.show()

    def set_error(self, sentence: str) -> None:
        """Say under a field what is wrong with what was typed."""
        if not isinstance(self.control, Segmented):
            self.control.set_error(sentence)

    def _on_typed(self, text: str) -> None:
        try:
            value = self.option.parse(text)
        except Problem as problem:
            self.set_error(describe(problem))
            return
        self.set_error("")
        self.option_chosen.emit(value)
