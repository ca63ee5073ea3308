"""The card that asks what holds of fields that several people changed (picture 08): one thing, one field at a time.

What was just decided stays visible until the page is told how the thing stands. Later puts a thing behind the others.
"""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from inspector.services.conflicts.deciding import Taken
from inspector.services.conflicts.views import Choice, EntityConflict, FieldRow
from inspector.ui.kit.card import Card
from inspector.ui.page import Place
from inspector.ui.sync.conflict_head import ConflictHead
from inspector.ui.sync.conflict_question import ConflictQuestion
from inspector.ui.sync.conflict_table import ConflictTable


class ConflictCard(Card):
    """Shows what waits for a decision.

    `decided(conflict, field, Taken, words)` when the person takes a value; `place_requested(Place)`;
    `photos_requested(photos)`; `changed` when another thing shows, or nothing any more.
    """

    decided = Signal(object, str, object, str)
    place_requested = Signal(object)
    photos_requested = Signal(object)
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(flush=True, border="orange-border", bar="orange", parent=parent)
        self._conflicts: tuple[EntityConflict, ...] = ()
        self._later: list[str] = []
        self._taken: dict[tuple[str, str], str] = {}
        self._entity = self._field = ""
        self._today = date.min
        self.head_row = ConflictHead()
        self.table = ConflictTable()
        self.question = ConflictQuestion()
        for widget in (self.head_row, self.table, self.question):
            self.body.addWidget(widget)
        self._connect()

    def _connect(self) -> None:
        self.head_row.leaf_requested.connect(self._leaf)
        self.head_row.open_requested.connect(self._ask_place)
        self.table.field_chosen.connect(self._on_field_chosen)
        self.question.value_taken.connect(self._on_value_taken)
        self.question.text_taken.connect(self._on_text_taken)
        self.question.register_requested.connect(self._ask_place)
        self.question.photos_requested.connect(self.photos_requested)
        self.question.later_requested.connect(self.postpone)

    # what shows -----------------------------------------------------------------------------------------------------

    def show_conflicts(self, conflicts: tuple[EntityConflict, ...], today: date) -> None:
        """Show what waits; the thing and field that show stay if they still wait."""
        self._today = today
        known = {one.entity for one in conflicts}
        self._later = [entity for entity in self._later if entity in known]
        order = {entity: place for place, entity in enumerate(self._later, start=1)}
        self._conflicts = tuple(sorted(conflicts, key=lambda one: order.get(one.entity, 0)))
        waiting = {(one.entity, row.field) for one in conflicts for row in one.open_rows}
        self._taken = {key: words for key, words in self._taken.items() if key in waiting}
        self._go_on()

    @property
    def conflict(self) -> EntityConflict | None:
        """The thing that shows."""
        return next((one for one in self._conflicts if one.entity == self._entity), None)

    @property
    def row(self) -> FieldRow | None:
        """The field that is decided now; None when all of the thing are decided."""
        conflict = self.conflict
        return next((row for row in conflict.open_rows if row.field == self._field), None) if conflict else None

    @property
    def postponed(self) -> bool:
        """Whether everything that waits was put off."""
        return bool(self._conflicts) and {one.entity for one in self._conflicts} <= set(self._later)

    @property
    def waiting(self) -> int:
        """How many fields wait."""
        return sum(len(self._fields(one)) for one in self._conflicts)

    def _fields(self, conflict: EntityConflict) -> list[str]:
        return [row.field for row in conflict.open_rows if (conflict.entity, row.field) not in self._taken]

    def _go_on(self) -> None:
        """Where it was; else the first thing that waits."""
        waiting = [one.entity for one in self._conflicts if self._fields(one)]
        if waiting and self._entity not in waiting:
            self._entity = waiting[0]
        self._show_thing()

    def _show_thing(self) -> None:
        conflict = self.conflict
        self.setVisible(conflict is not None and not self.postponed)
        if conflict is None:
            return
        self.setAccessibleName(f"{conflict.title} · {conflict.part}")
        fields = self._fields(conflict)
        if self._field not in fields:
            self._field = fields[0] if fields else ""
        place = self._conflicts.index(conflict) + 1
        self.head_row.show_conflict(conflict, len(fields), place, len(self._conflicts))
        taken = {field: words for (entity, field), words in self._taken.items() if entity == conflict.entity}
        self.table.show_conflict(conflict, self._field, taken, self._today)
        row = self.row
        self.question.setVisible(row is not None)
        if row is not None:
            self.question.show_row(conflict, row)

    # what a person does ---------------------------------------------------------------------------------------------

    def take_focus(self) -> None:
        """Give the chosen value the focus; the head, while nothing is asked."""
        if self.row is not None:
            self.question.take_focus()
        else:
            self.head_row.open_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, entity: str) -> None:
        """Show a thing, also when it was put off; one that does not wait changes nothing."""
        if entity in [one.entity for one in self._conflicts]:
            self._later = [one for one in self._later if one != entity]
            self._entity, self._field = entity, ""
            self._show_thing()
            self.changed.emit()

    def show_taken(self, entity: str, field: str, words: str) -> None:
        """A decision is on its way: show it, and go on to what waits next."""
        self._taken[entity, field] = words
        self._go_on()
        self.changed.emit()
        if self.isVisible():
            self.take_focus()

    def show_open(self, entity: str, field: str) -> None:
        """A decision was taken back."""
        self._taken.pop((entity, field), None)
        self._entity, self._field = entity, field
        self._show_thing()
        self.changed.emit()
        if self.isVisible():
            self.take_focus()

    def postpone(self) -> None:
        """Put the thing behind the others; it keeps waiting, and nothing is stopped by it."""
        if self.conflict is None:
            return
        self._later = [entity for entity in self._later if entity != self._entity] + [self._entity]
        self._entity = self._field = ""
        self.show_conflicts(self._conflicts, self._today)
        self.changed.emit()
        if self.isVisible():
            self.take_focus()

    def resume(self) -> None:
        """Ask again about what was put off."""
        self._later = []
        self._go_on()
        self.changed.emit()

    def _leaf(self, by: int) -> None:
        conflict = self.conflict
        target = self._conflicts.index(conflict) + by if conflict is not None else -1
        if 0 <= target < len(self._conflicts):
            self._entity, self._field = self._conflicts[target].entity, ""
            self._show_thing()

    def _on_field_chosen(self, field: str) -> None:
        self._field = field
        self._show_thing()

    def _on_value_taken(self, choice: Choice) -> None:
        self.decided.emit(self.conflict, self._field, Taken(value=choice.value), choice.text)

    def _on_text_taken(self, words: str) -> None:
        self.decided.emit(self.conflict, self._field, Taken(text=words), words)

    def _ask_place(self) -> None:
        if self.conflict is not None:
            self.place_requested.emit(Place(*self.conflict.place))
