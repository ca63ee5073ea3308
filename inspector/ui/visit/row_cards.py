"""Cards of question rows, one card a section: building, counts, the filter 只看未答, and who waits for an answer."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.services.visits.views import Row, Section, Target
from inspector.ui.forms.face import is_answerable
from inspector.ui.forms.sizes import RowSizes
from inspector.ui.visit.question import QuestionRow
from inspector.ui.visit.section_card import SectionCard, waits

AHEAD = 12
"""Rows of the next section that are built before it is shown."""


class RowCards(QWidget):
    """Base of `CheckListView`. `headed` gives each card a head with title, count, and 其余判合格."""

    rest_wanted = Signal(str)
    """Ref of the section whose rest is to be passed."""

    def __init__(self, *, headed: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headed = headed
        self._target: Target | None = None
        self._sections: tuple[Section, ...] = ()
        self._cards: dict[str, SectionCard] = {}
        self._card_of: dict[str, SectionCard] = {}
        """Cards by the refs of their questions."""
        self._ahead: tuple[Target, SectionCard] | None = None
        """A section that is built already and not shown yet, so that it appears at once when its turn comes."""
        self._sizes = RowSizes(self)
        self._current = ""
        self._only_unanswered = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(12)
        self._layout.addStretch(1)

    def show_sections(self, target: Target, sections: Sequence[Section]) -> None:
        """Show these sections of a form from the start; nothing is current until a row gets the focus."""
        ahead, self._ahead = self._ahead, None
        self._target = target
        self._sections = tuple(sections)
        self._cards, self._card_of, self._current = {}, {}, ""
        self.setUpdatesEnabled(False)
        while self._layout.count() > 1:
            item = self._layout.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for index, section in enumerate(self._sections):
            if ahead is not None and (ahead[0], ahead[1].section) == (target, section):
                card, ahead = ahead[1], None
            else:
                card = self._card(section)
            self._cards[section.ref] = card
            self._layout.insertWidget(index, card)
            card.show()
        if ahead is not None:
            ahead[1].deleteLater()
        self._filter()
        self.setUpdatesEnabled(True)

    def prepare(self, target: Target, section: Section) -> None:
        """Build the beginning of a section that is likely to be shown next; nothing happens if one is built already."""
        if self._ahead is not None and (self._ahead[0], self._ahead[1].section) == (target, section):
            return
        card = self._card(section)
        card.hide()
        card.setParent(self)
        card.show_refs([row.ref for row in section.rows if row.relevant])
        card.column.prepare(AHEAD, max(1, self.width() - 2))
        if self._ahead is not None:
            self._ahead[1].deleteLater()
        self._ahead = target, card

    def _card(self, section: Section) -> SectionCard:
        card = SectionCard(section, self._make, self._keeps, self._sizes, headed=self._headed)
        if card.rest is not None:
            card.rest.clicked.connect(lambda: self.rest_wanted.emit(section.ref))
        return card

    def _make(self, row: Row) -> QuestionRow:
        widget = QuestionRow(row)
        widget.set_current(current=row.ref == self._current)
        self._adopt(widget)
        return widget

    def _keeps(self, ref: str) -> bool:
        """Whether a row stays built while it is out of view: the current one, and one that holds what is not stored."""
        card, widget = self._card_of.get(ref), self.built(ref)
        changed = widget is not None and card is not None and widget.row != card.rows[ref]
        return ref == self._current or changed or self._held(ref)

    def _held(self, ref: str) -> bool:  # noqa: ARG002 - the subclass knows
        """Whether something of a row is under way to the disk."""
        return False

    def _adopt(self, widget: QuestionRow) -> None:
        """A row was made; the subclass connects it."""

    # rows -----------------------------------------------------------------------------------------------------------

    def data(self, ref: str) -> Row | None:
        """What is known of a question, built or not."""
        card = self._card_of.get(ref)
        return card.rows[ref] if card is not None else None

    def built(self, ref: str) -> QuestionRow | None:
        """The widget of a question, if it is built."""
        card = self._card_of.get(ref)
        return card.built(ref) if card is not None else None

    def row(self, ref: str) -> QuestionRow | None:
        """The widget of a question that is shown, built if need be."""
        card = self._card_of.get(ref)
        return card.ensure(ref) if card is not None else None

    def built_rows(self) -> Iterator[QuestionRow]:
        """All rows that exist as widgets."""
        for card in self._cards.values():
            yield from (row for row in card.column.built.values() if isinstance(row, QuestionRow))

    def shown_refs(self) -> list[str]:
        """The questions that are shown, in order."""
        return [ref for card in self._cards.values() for ref in card.column.keys]

    @property
    def current(self) -> Row | None:
        """The current row."""
        return self.data(self._current)

    @property
    def target(self) -> Target | None:
        """The form that is shown."""
        return self._target

    # what is shown --------------------------------------------------------------------------------------------------

    def set_only_unanswered(self, *, on: bool) -> None:
        """Hide what is answered, except the current row."""
        self._only_unanswered = on
        self._filter()

    def _filter(self) -> None:
        self._card_of = {ref: card for card in self._cards.values() for ref in card.rows}
        for card in self._cards.values():
            card.show_refs([ref for ref in card.rows if self._wanted(ref)])

    def _wanted(self, ref: str) -> bool:
        row = self.data(ref)
        if row is None or not row.relevant:
            return False
        return not self._only_unanswered or ref == self._current or self._waits(ref)

    def _waits(self, ref: str) -> bool:
        """Whether a question waits, by what its control shows."""
        widget, row = self.built(ref), self.data(ref)
        return widget.unanswered if widget is not None else row is not None and waits(row)

    def take_section(self, section: Section) -> None:
        """Take fresh counts of a section, and questions that came or went."""
        card = self._cards.get(section.ref)
        if card is None:
            return
        self._sections = tuple(section if shown.ref == section.ref else shown for shown in self._sections)
        came_or_went = list(card.rows) != [row.ref for row in section.rows]
        card.take(section, self._held)
        if came_or_went:
            if self._card_of.get(self._current) is card and self._current not in card.rows:
                self._current = ""
            self._filter()

    def first_unanswered(self, after: str = "") -> str:
        """The next row without an answer after `after`, going round; the first row if there is none."""
        known = (row for card in self._cards.values() for row in card.rows.values())
        refs = [row.ref for row in known if row.relevant and is_answerable(row)]
        if not refs:
            return ""
        start = refs.index(after) + 1 if after in refs else 0
        around = refs[start:] + refs[:start]
        waiting = (ref for ref in around if ref != after and self._waits(ref))
        return next(waiting, "" if after else refs[0])
