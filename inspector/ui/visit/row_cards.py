"""Cards of question rows, one card a section: building, counts, the filter 只看未答, and who waits for an answer."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.i18n import _
from inspector.services.views import Row, Section, Target
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.text import Text
from inspector.ui.visit.question import QuestionRow
from inspector.ui.visit.read_only import writes


class RowCards(QWidget):
    """Base of `CheckListView`. `headed` gives each card a head with title, count, and 其余判合格."""

    rest_wanted = Signal(str)
    """Ref of the section whose rest is to be passed."""

    def __init__(self, *, headed: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headed = headed
        self._target: Target | None = None
        self._sections: tuple[Section, ...] = ()
        self._rows: dict[str, QuestionRow] = {}
        self._cards: dict[str, Card] = {}
        self._counts: dict[str, Text] = {}
        self._rests: dict[str, Button] = {}
        self._ahead: tuple[Target, Section, Card] | None = None
        """A section that is built already and not shown yet, so that it appears at once when its turn comes."""
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
        self._rows, self._cards, self._counts, self._rests, self._current = {}, {}, {}, {}, ""
        self.setUpdatesEnabled(False)
        while self._layout.count() > 1:
            item = self._layout.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for index, section in enumerate(self._sections):
            if ahead is not None and ahead[:2] == (target, section):
                card, ahead = ahead[2], None
                self._rows |= {row.row.ref: row for row in card.findChildren(QuestionRow)}
                self._cards[section.ref] = card
                card.show()
            else:
                card = self._card(section)
            self._layout.insertWidget(index, card)
        if ahead is not None:
            ahead[2].deleteLater()
        self._filter()
        self.setUpdatesEnabled(True)

    def prepare(self, target: Target, section: Section) -> None:
        """Build a section that is likely to be shown next; nothing happens if one is built already."""
        if self._ahead is not None and self._ahead[:2] == (target, section):
            return
        shown, cards = self._rows, self._cards
        self._rows, self._cards = {}, {}
        card = self._card(section)
        self._rows, self._cards = shown, cards
        card.hide()
        card.setParent(self)
        if self._ahead is not None:
            self._ahead[2].deleteLater()
        self._ahead = (target, section, card)

    def _card(self, section: Section) -> Card:
        card = Card(f"{section.number} {section.title}".strip() if self._headed else "", flush=True)
        if self._headed:
            self._counts[section.ref] = Text(_count(section), "body", "text-2")
            card.head.addWidget(self._counts[section.ref])
            self._rests[section.ref] = rest = Button(_("Pass the rest"), Kind.TEXT, icon="check", key="Shift A")
            rest.clicked.connect(lambda: self.rest_wanted.emit(section.ref))
            writes(rest)
            card.head.addWidget(rest)
            rest.setVisible(section.rest > 0)
        self._cards[section.ref] = card
        for row in section.rows:
            card.body.addWidget(self._make(row))
        return card

    def _make(self, row: Row) -> QuestionRow:
        widget = QuestionRow(row)
        self._rows[row.ref] = widget
        self._adopt(widget)
        return widget

    def _renew(self, before: Section, after: Section) -> None:
        """Let questions come and go in a section that is shown; those that stay keep their widgets."""
        body = self._cards[after.ref].body
        for ref in {row.ref for row in before.rows} - {row.ref for row in after.rows}:
            gone = self._rows.pop(ref)
            body.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
            self._current = "" if self._current == ref else self._current
        for index, row in enumerate(after.rows):
            if row.ref not in self._rows:
                body.insertWidget(index, self._make(row))
        self._rows = {
            row.ref: self._rows[row.ref] for section in self._sections for row in section.rows if row.ref in self._rows
        }
        self._filter()

    def _adopt(self, widget: QuestionRow) -> None:
        """A row was made; the subclass connects it."""

    @property
    def current(self) -> Row | None:
        """The current row."""
        widget = self._rows.get(self._current)
        return widget.row if widget else None

    @property
    def target(self) -> Target | None:
        """The form that is shown."""
        return self._target

    def set_only_unanswered(self, *, on: bool) -> None:
        """Hide what is answered, except the current row."""
        self._only_unanswered = on
        self._filter()

    def _filter(self) -> None:
        for section in self._sections:
            shown = [self._rows[row.ref] for row in section.rows if self._wanted(row.ref)]
            for row in section.rows:
                widget = self._rows[row.ref]
                widget.setVisible(widget in shown)
                widget.set_edges(
                    first=not self._headed and bool(shown) and widget is shown[0],
                    last=bool(shown) and widget is shown[-1],
                )

    def _wanted(self, ref: str) -> bool:
        widget = self._rows[ref]
        waiting = not self._only_unanswered or widget.unanswered or ref == self._current
        return widget.row.relevant and waiting

    def take_section(self, section: Section) -> None:
        """Take fresh counts of a section, and questions that came or went."""
        known = {shown.ref: shown for shown in self._sections}
        if section.ref not in known:
            return
        self._sections = tuple(section if shown.ref == section.ref else shown for shown in self._sections)
        if section.ref in self._counts:
            self._counts[section.ref].setText(_count(section))
            self._rests[section.ref].setVisible(section.rest > 0)
        if [row.ref for row in known[section.ref].rows] != [row.ref for row in section.rows]:
            self._renew(known[section.ref], section)

    def first_unanswered(self, after: str = "") -> str:
        """The next row without an answer after `after`, going round; the first row if there is none."""
        refs = [ref for ref, widget in self._rows.items() if widget.row.relevant and widget.answerable]
        if not refs:
            return ""
        start = refs.index(after) + 1 if after in refs else 0
        around = refs[start:] + refs[:start]
        waiting = (ref for ref in around if ref != after and self._rows[ref].unanswered)
        return next(waiting, "" if after else refs[0])


def _count(section: Section) -> str:
    return f"{section.done}/{section.total}"
