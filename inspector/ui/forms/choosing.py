"""Answer controls of choices: judgements, segments, lists, radios, likert scales and searched lists."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.visits.views import Row
from inspector.ui.forms.answers import TEXT_WIDTH, Answer
from inspector.ui.forms.option_list import OptionList
from inspector.ui.kit.choice import JudgementControl, Option, Segmented
from inspector.ui.kit.fields import ComboField, TextField
from inspector.ui.kit.rows import Scroller

MANY_WIDTH = 400
"""Room for several of some options beside each other."""
MOST_SEGMENTS = 4
SHORT_LABEL = 12
"""A choice is shown as segments up to this many options with labels up to this many characters."""
MOST_RADIOS = 8
MOST_LISTED = 20
"""More options than this are searched, not looked through."""


class SegmentAnswer(Answer):
    """A choice of few short options."""

    def __init__(self, row: Row, control: Segmented | None = None) -> None:
        options = [Option(value, label, str(number)) for number, (value, label) in enumerate(row.options, 1)]
        self._control = control or Segmented(row.label, options, clearable=True)
        super().__init__(self._control, self._control)
        self.show_row(row)
        self._control.value_chosen.connect(self.answered)

    @override
    def show_row(self, row: Row) -> None:
        """Show the stored choice."""
        self._control.set_value(row.value)
        self._control.setEnabled(not row.readonly)

    @override
    def value(self) -> str:
        """The option's value."""
        return self._control.value()

    @override
    def press_key(self, key: str) -> bool:
        """The number of an option."""
        return self._control.press_key(key)


class JudgedAnswer(SegmentAnswer):
    """合格 / 不合格 / 不适用; a chosen key pressed again clears."""

    def __init__(self, row: Row) -> None:
        super().__init__(row, JudgementControl(row.label))


class ListAnswer(Answer):
    """A choice of many options; the first entry clears."""

    def __init__(self, row: Row) -> None:
        self._field = ComboField(row.label)
        super().__init__(self._field, self._field.editor)
        self._field.setFixedWidth(TEXT_WIDTH)
        self.show_row(row)
        self._field.value_committed.connect(self.answered)

    @override
    def show_row(self, row: Row) -> None:
        """Show options and the stored choice."""
        self._field.set_options((("", "—"), *row.options))
        self._field.set_value(row.value)
        self._field.mark(row.error)
        self._field.setEnabled(not row.readonly)

    @override
    def value(self) -> str:
        """The option's value."""
        return self._field.value()


class ManyAnswer(Answer):
    """Several of some options: one small segment each; stored as values separated by spaces, in the options' order.

    What does not fit beside each other stands in further rows.
    """

    def __init__(self, row: Row) -> None:
        holder = QWidget()
        self._boxes = {value: Segmented(label, [Option(value, label)], clearable=True) for value, label in row.options}
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        for controls in _in_rows(list(self._boxes.values())):
            line = QHBoxLayout()
            line.setSpacing(6)
            for control in controls:
                line.addWidget(control)
                control.value_chosen.connect(self._on_box_chosen)
            line.addStretch(1)
            rows.addLayout(line)
        super().__init__(holder, next(iter(self._boxes.values()), holder))
        self.show_row(row)

    def _on_box_chosen(self) -> None:
        self.answered.emit(self.value())

    @override
    def show_row(self, row: Row) -> None:
        """Show which are chosen."""
        chosen = set(row.value.split())
        for value, control in self._boxes.items():
            control.set_value(value if value in chosen else "")
            control.setEnabled(not row.readonly)

    @override
    def value(self) -> str:
        """The chosen values, separated by spaces."""
        return " ".join(value for value, control in self._boxes.items() if control.value())


def _in_rows(controls: list[Segmented]) -> list[list[Segmented]]:
    """The controls in rows, as many beside each other as the width for several allows."""
    rows: list[list[Segmented]] = []
    used = 0
    for control in controls:
        width = control.sizeHint().width() + 6
        if not rows or used + width > MANY_WIDTH:
            rows.append([])
            used = 0
        rows[-1].append(control)
        used += width
    return rows


class RadioAnswer(Answer):
    """A choice whose options stand below each other; with `several`, boxes."""

    wide = True

    def __init__(self, row: Row, *, several: bool = False) -> None:
        self._list = OptionList(row.label, row.options, several=several)
        super().__init__(self._list, self._list)
        self.show_row(row)
        self._list.value_chosen.connect(self.answered)

    @override
    def show_row(self, row: Row) -> None:
        """Show options and what is chosen."""
        self._list.set_options(row.options)
        self._list.set_pictures(row.option_pictures)
        self._list.set_value(row.value)
        self._list.setEnabled(not row.readonly)

    @override
    def value(self) -> str:
        """What is chosen."""
        return self._list.value()

    @override
    def press_key(self, key: str) -> bool:
        """The number of an option."""
        return self._list.press_key(key)


class SearchAnswer(Answer):
    """A choice of very many options: typing offers those whose label holds what was typed."""

    def __init__(self, row: Row) -> None:
        self._field = TextField(row.label, placeholder=_("Type to search"))
        self._field.setFixedWidth(TEXT_WIDTH)
        super().__init__(self._field, self._field.editor)
        self._options: tuple[tuple[str, str], ...] = ()
        self._value = ""
        self.show_row(row)
        self._field.value_committed.connect(self._on_committed)

    def _offer(self, options: tuple[tuple[str, str], ...]) -> None:
        self._options = options
        completer = QCompleter([label for _value, label in options], self._field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(10)
        completer.activated.connect(self._on_committed)
        self._field.line.setCompleter(completer)

    def _on_committed(self, words: str) -> None:
        """Take the option whose label was typed or the only one that holds what was typed; else say that none does."""
        wanted = words.strip().casefold()
        exact = [value for value, label in self._options if label.casefold() == wanted]
        holding = [value for value, label in self._options if wanted and wanted in label.casefold()]
        found = exact[:1] or (holding if len(holding) == 1 else [])
        if wanted and not found:
            message = _("Several options hold this. Choose one.") if holding else _("No option holds this.")
            self._field.set_error(message)
            return
        self._field.set_error("")
        chosen = found[0] if found else ""
        self._field.set_value(self._label(chosen))
        if chosen != self._value:
            self._value = chosen
            self.answered.emit(chosen)

    def _label(self, value: str) -> str:
        return next((label for one, label in self._options if one == value), value)

    @override
    def show_row(self, row: Row) -> None:
        """Show options and the stored choice."""
        if row.options != self._options:
            self._offer(row.options)
        self._value = row.value
        if not self._field.editor.hasFocus():
            self._field.set_value(self._label(row.value))
        self._field.mark(row.error)
        self._field.set_read_only(row.readonly)

    @override
    def value(self) -> str:
        """The option's value."""
        return self._value


class FilteredAnswer(Answer):
    """Several of very many options: a list to scroll in, narrowed by what is typed above it."""

    wide = True
    HEIGHT = 232

    def __init__(self, row: Row) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._filter = TextField(_("Filter: {question}").format(question=row.label), placeholder=_("Type to search"))
        self._list = OptionList(row.label, row.options, several=True)
        column.addWidget(self._filter)
        column.addWidget(Scroller(self._list), 1)
        holder.setFixedHeight(self.HEIGHT)
        super().__init__(holder, self._filter.editor)
        self._options: tuple[tuple[str, str], ...] = row.options
        self.show_row(row)
        self._filter.value_edited.connect(self._narrow)
        self._list.value_chosen.connect(self.answered)

    def _narrow(self, words: str) -> None:
        wanted = words.strip().casefold()
        self._list.set_options([one for one in self._options if wanted in one[1].casefold()])

    @override
    def show_row(self, row: Row) -> None:
        """Show options and what is chosen."""
        self._options = row.options
        self._narrow(self._filter.value())
        self._list.set_value(row.value)
        self._list.setEnabled(not row.readonly)

    @override
    def value(self) -> str:
        """What is chosen."""
        order = [value for value, _label in self._options]
        return " ".join(sorted(self._list.value().split(), key=lambda one: order.index(one) if one in order else -1))


def one_of(row: Row) -> Answer:
    """The control of a select_one by its appearance and its options (ODK XForms, "Appearances")."""
    looks, count = set(row.look.split()), len(row.options)
    short = all(len(label) <= SHORT_LABEL for _value, label in row.options)
    if row.option_pictures and count <= MOST_LISTED:
        return RadioAnswer(row)
    if looks & {"autocomplete", "search"} or count > MOST_LISTED:
        return SearchAnswer(row)
    if "minimal" in looks:
        return ListAnswer(row)
    if "likert" in looks and count <= MOST_RADIOS and short:
        return SegmentAnswer(row)
    if short and count <= MOST_SEGMENTS:
        return SegmentAnswer(row)
    return RadioAnswer(row) if count <= MOST_RADIOS or looks & {"columns", "list"} else ListAnswer(row)


def several_of(row: Row) -> Answer:
    """The control of a select_multiple."""
    looks, count = set(row.look.split()), len(row.options)
    if row.option_pictures and count <= MOST_LISTED:
        return RadioAnswer(row, several=True)
    if looks & {"autocomplete", "search", "minimal"} or count > MOST_LISTED:
        return FilteredAnswer(row)
    short = all(len(label) <= SHORT_LABEL for _value, label in row.options)
    return ManyAnswer(row) if short and row.options else RadioAnswer(row, several=True)
