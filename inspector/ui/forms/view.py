"""A form to fill in, on any page and without a visit: head with languages and progress, and its questions.

Give it a `FormFiller`; it shows what the filler opens, also another form later. Only rows near the visible part exist.
"""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector.i18n import _, describe
from inspector.problems import Problem
from inspector.services.filling.items import FormItem, ItemKind
from inspector.services.filling.session import Filled
from inspector.ui.forms.column import VirtualColumn
from inspector.ui.forms.face import Room
from inspector.ui.forms.files import FileAnswer
from inspector.ui.forms.filler import FormFiller
from inspector.ui.forms.lines import ADD_HEIGHT, AddRow, AskRow, HeadRow, head_height, indent
from inspector.ui.forms.sizes import RowSizes, made_for
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.choice import Option, Segmented
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.fields import ComboField
from inspector.ui.kit.marks import Rule
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.xforms import Violation

MOST_LANGUAGES = 3
"""More languages than this are chosen from a list."""


class FormHead(QWidget):
    """Title, how far it is filled in, its languages, and what can be done with it."""

    def __init__(self, filler: FormFiller, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filler = filler
        self._languages: tuple[str, ...] = ()
        self.title = ElidedLabel("", "card_title")
        self.count = Text("", "body", "text-2")
        self.choice: Segmented | ComboField | None = None
        self.check = Button(_("Check answers"), icon="clipboard-check")
        self.again = Button(_("Start again"), Kind.TEXT, icon="undo-2")
        top, under = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.count)
        for widget in (self.check, self.again):
            under.addWidget(widget)
        under.addStretch(1)
        self._under = under
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 10, 16, 10)
        outer.setSpacing(8)
        outer.addLayout(top)
        outer.addLayout(under)
        self.check.clicked.connect(filler.check)
        self.again.clicked.connect(filler.start_again)

    def show_page(self, page: Filled) -> None:
        """Show title, language and progress."""
        self.title.setText(self._filler.title)
        words = _("{done} of {total} required answered").format(done=page.answered, total=page.asked)
        self.count.setText(words if page.asked else "")
        if page.languages != self._languages:
            self._languages = page.languages
            self._offer(page.languages)
        if self.choice is not None:
            self.choice.set_value(page.language)

    def _offer(self, languages: tuple[str, ...]) -> None:
        if self.choice is not None:
            self.choice.hide()
            self.choice.deleteLater()
            self.choice = None
        if len(languages) < 2:
            return
        name = _("Language of the form")
        if len(languages) <= MOST_LANGUAGES:
            segments = Segmented(name, [Option(one, one.partition(" (")[0]) for one in languages])
            segments.value_chosen.connect(self._filler.set_language)
            self.choice = segments
        else:
            combo = ComboField(name, [(one, one) for one in languages])
            combo.value_committed.connect(self._filler.set_language)
            self.choice = combo
        self._under.insertWidget(0, self.choice)


class FormView(QWidget):
    """See the module. `head=False` leaves the head away, for pages that have one of their own."""

    def __init__(self, filler: FormFiller, *, head: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filler = filler
        self._items: dict[str, FormItem] = {}
        self._sizes = RowSizes(self)
        self._missing: dict[str, str] = {}
        self.head = FormHead(filler)
        self.column = VirtualColumn(self._build, self._height)
        self.scroller = Scroller(self.column)
        nothing = EmptyState("clipboard-check", _("No question is shown"), _("Nothing of this form is relevant now."))
        self._failure = QWidget()
        self._stack = QStackedWidget()
        for page in (QWidget(), self.scroller, nothing, self._failure):
            self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.head)
        rule = Rule()
        outer.addWidget(rule)
        outer.addWidget(self._stack, 1)
        self.head.setVisible(head)
        rule.setVisible(head)
        self._connect()
        if filler.page is not None:
            self._on_page_changed(filler.page)

    def _connect(self) -> None:
        self.filler.page_changed.connect(self._on_page_changed)
        self.filler.opening_failed.connect(self._on_opening_failed)
        self.filler.write_failed.connect(self._on_write_failed)
        self.filler.checked.connect(self._on_checked)
        self.filler.picture_ready.connect(self._on_picture_ready)

    # showing --------------------------------------------------------------------------------------------------------

    def _on_page_changed(self, page: Filled) -> None:
        self.head.show_page(page)
        before, self._items = self._items, {item.key: item for item in page.items}
        self._missing = {key: words for key, words in self._missing.items() if self._still_missing(key)}
        self._stack.setCurrentIndex(1 if page.items else 2)
        anew = []
        for key, item in self._items.items():
            old = before.get(key)
            if old is not None and old is not item and old != item and not self._refresh(key, old, item):
                anew.append(key)
        self.column.forget(anew)
        if tuple(self._items) != self.column.keys:
            self.column.show_keys(tuple(self._items))
        if page.added:
            self._focus_in(page.added)

    def _refresh(self, key: str, old: FormItem, item: FormItem) -> bool:
        """Show fresh data in the row as it is; False if it has to be built anew."""
        if old.row is not None and item.row is not None and made_for(old.row) != made_for(item.row):
            return False
        widget = self.column.widget(key)
        if isinstance(widget, AskRow | HeadRow | AddRow):
            widget.show_item(item)
            if isinstance(widget, AskRow) and widget.missing != self._missing.get(key, ""):
                widget.show_missing(self._missing.get(key, ""))
        return True

    def _still_missing(self, key: str) -> bool:
        item = self._items.get(key)
        return item is not None and item.row is not None and not item.row.value.strip()

    def _on_opening_failed(self, problem: Problem) -> None:
        self._stack.removeWidget(self._failure)
        self._failure.deleteLater()
        self._failure = EmptyState("circle-alert", _("This form cannot be opened"), describe(problem))
        self._stack.addWidget(self._failure)
        self._stack.setCurrentWidget(self._failure)
        self.head.title.setText("")
        self.head.count.setText("")

    def _build(self, key: str) -> QWidget:
        item = self._items[key]
        if item.row is not None:
            row = AskRow(item)
            row.answered.connect(self._on_answered)
            row.moved.connect(self._on_moved)
            row.file_offered.connect(self._on_file_offered)
            if key in self._missing:
                row.show_missing(self._missing[key])
            return row
        if item.kind is ItemKind.ADD:
            add = AddRow(item)
            add.add_wanted.connect(self.filler.add_row)
            return add
        head = HeadRow(item)
        head.removal_wanted.connect(self._on_removal_wanted)
        return head

    def _height(self, key: str, width: int) -> int:
        """The height of a row that is not built: its control is as large as another one of its kind."""
        item = self._items[key]
        if item.row is None:
            return ADD_HEIGHT if item.kind is ItemKind.ADD else head_height(item, width)
        below = item.row.error or self._missing.get(key, "") or item.row.hint
        return self._sizes.height(item.row, Room(width, indent(item), width - 10), below)

    # acting ---------------------------------------------------------------------------------------------------------

    def _on_answered(self, key: str, value: str) -> None:
        if key in self._items:
            self.filler.answer(self._items[key].ref, value)

    def _on_file_offered(self, key: str, path: str) -> None:
        if key in self._items:
            self.filler.offer_file(self._items[key].ref, path)

    def _on_removal_wanted(self, key: str) -> None:
        if key in self._items:
            self._on_moved(key, -1)
            self.filler.remove_row(self._items[key])

    def _on_moved(self, key: str, by: int) -> None:
        """Go to the next question above or below."""
        keys = self.column.keys
        if key not in keys:
            return
        rest = keys[keys.index(key) + 1 :] if by > 0 else keys[: keys.index(key)][::-1]
        following = next((one for one in rest if self._can_answer(one)), "")
        if following:
            self.focus_key(following)

    def _can_answer(self, key: str) -> bool:
        row = self._items[key].row
        return row is not None and row.kind != "note" and not row.readonly

    def _focus_in(self, entry: str) -> None:
        """Focus the first question of a row that was added."""
        keys = self.column.keys
        inside = [key for key in keys if key.startswith(f"{entry}/") and self._can_answer(key)]
        if inside:
            self.focus_key(inside[0])

    def focus_key(self, key: str) -> None:
        """Bring a question into view and put the focus on its answer."""
        row = self.column.ensure(key)
        if isinstance(row, AskRow):
            self.column.scroll_to(key)
            row.focus_answer()

    def _on_write_failed(self, ref: str, _problem: Problem) -> None:
        """Show again what is stored."""
        for key, item in self._items.items():
            widget = self.column.widget(key)
            if item.ref == ref and isinstance(widget, AskRow):
                widget.show_item(item)

    def _on_checked(self, violations: tuple[Violation, ...]) -> None:
        """Say at each question what keeps the form from being signed, and go to the first."""
        by_ref = {item.ref: key for key, item in self._items.items()}
        found = [(by_ref[one.ref], one) for one in violations if one.ref in by_ref]
        self._missing = {
            key: one.message or _("This question has to be answered.") for key, one in found if one.reason == "required"
        }
        for key, widget in self.column.built.items():
            if isinstance(widget, AskRow):
                widget.show_missing(self._missing.get(key, ""))
        self.column.measure(key for key, item in self._items.items() if item.row is not None)
        if found:
            self.focus_key(found[0][0])

    def _on_picture_ready(self, ref: str, picture: bytes) -> None:
        for key, item in self._items.items():
            widget = self.column.widget(key)
            if item.ref == ref and isinstance(widget, AskRow) and isinstance(widget.answer, FileAnswer):
                widget.answer.set_picture(picture)
