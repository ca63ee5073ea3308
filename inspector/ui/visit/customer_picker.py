"""A field that finds a customer among 20,000: by account or any part of the name, the most urgent first."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from inspector import services
from inspector.i18n import _
from inspector.services.due.views import Due
from inspector.services.words import account_shown
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.painted_list import PaintedList
from inspector.ui.kit.painting import RIGHT, text, text_width
from inspector.ui.page import Context
from inspector.ui.visit.due_words import due_text, due_token

SHOWN = 5


class CustomerChoices(PaintedList[Due]):
    """The customers found."""

    row_height = 32
    PAD = 10
    always_lit = True

    @override
    def words(self, item: Due) -> str:
        return f"{item.name} · {account_shown(item.account)} · {due_text(item)}"

    @override
    def paint_row(self, painter: QPainter, rect: QRectF, item: Due) -> None:
        rest = due_text(item)
        width = max(text_width(due_text(one), "hint") for one in self.items) + 2
        text(
            painter,
            QRectF(rect.right() - width, rect.top(), width, rect.height()),
            rest,
            "hint",
            due_token(item),
            RIGHT,
        )
        number = account_shown(item.account)
        account = max(text_width(account_shown(one.account), "hint") for one in self.items) + 2
        left = rect.right() - width - 12 - account
        text(painter, QRectF(left, rect.top(), account, rect.height()), number, "hint", "text-2")
        text(painter, QRectF(rect.left(), rect.top(), left - 12 - rect.left(), rect.height()), item.name)


class CustomerPicker(QWidget):
    """Type, Up and Down, Enter. `picked(Due)` when a customer was chosen; `value()` is its account."""

    picked = Signal(object)
    choices_shown = Signal(bool)
    known = Signal(object)
    """The chosen customer's `Due`, None when none is chosen any more."""

    def __init__(
        self, context: Context, name: str, *, required: bool = False, keep: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._keep = keep
        self._account = ""
        self._question = 0
        self._answered = -1
        """The question whose answer the list shows."""
        self._typed = False
        """Whether what is offered answers something typed: then Esc takes the list away, not the dialog."""
        placeholder = _("Account or part of the name")
        self.field = TextField(name, placeholder=placeholder, label=True, required=required)
        self.choices = CustomerChoices(_("Customers found"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self.choices)
        self.choices.hide()
        self.field.editor.installEventFilter(self)
        self._connect()

    def _connect(self) -> None:
        self.field.value_edited.connect(self._on_edited)
        self.choices.row_opened.connect(self._pick)

    def value(self) -> str:
        """Account of the chosen customer, "" for none."""
        return self._account

    def set_value(self, account: str) -> None:
        """Choose a customer by account; its name shows as soon as it is known."""
        self._account = account
        self._show_choices(show=False)
        self.known.emit(None)
        self.field.set_value(account)
        self._ask(account, self._on_known)

    def take_highlighted(self) -> bool:
        """Choose the highlighted customer if the list answers what is typed; whether one was chosen."""
        item = self.choices.current_item
        if item is None or self.choices.isHidden() or self._answered != self._question:
            return False
        self._pick(item)
        return True

    def set_error(self, message: str) -> None:
        """Show an error under the field."""
        self.field.set_error(message)

    def offer(self) -> None:
        """Show the most urgent customers, before anything is typed."""
        self._typed = False
        self._ask("", self._on_found)

    def _ask(self, words: str, done: object) -> None:
        self._question += 1
        number, workspace = self._question, self._context.workspace

        def answer(rows: tuple[Due, ...]) -> None:
            if number == self._question and callable(done):
                self._answered = number
                done(rows)

        self._context.tasks.run(lambda: services.due_list(workspace, SHOWN, text=words), answer, owner=self)

    def _on_known(self, rows: tuple[Due, ...]) -> None:
        known = next((row for row in rows if row.account == self._account), None)
        if known is not None:
            self.field.set_value(f"{known.name} · {account_shown(known.account)}")
            self.known.emit(known)

    def _on_edited(self, words: str) -> None:
        self._typed = True
        self._account = ""
        self.known.emit(None)
        self.field.set_error("")
        self._ask(words.strip(), self._on_found)

    def _on_found(self, rows: tuple[Due, ...]) -> None:
        if self._account or (not self._keep and not self.field.value().strip()):
            self._show_choices(show=False)
            return
        self.choices.current = 0
        self.choices.show_items(rows)
        self.choices.setFixedHeight(self.choices.row_height * len(rows))
        self._show_choices(show=bool(rows))
        if not rows and self.field.value().strip():
            self.field.set_error(_("No customer has this account or name."))

    def _show_choices(self, *, show: bool) -> None:
        self.choices.setVisible(show)
        self.choices_shown.emit(show)

    def _pick(self, row: Due) -> None:
        self._account = row.account if self._keep else ""
        self._question += 1
        self.field.set_value(f"{row.name} · {account_shown(row.account)}" if self._keep else "")
        self.field.set_error("")
        self._show_choices(show=False)
        self.field.editor.setFocus()
        self.picked.emit(row)
        self.known.emit(row if self._keep else None)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.choices.isVisible():
            by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if by is not None:
                self.choices.set_current(self.choices.current + by)
                return True
            item = self.choices.current_item
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None and not event.modifiers():
                self._pick(item)
                return True
            if event.key() == Qt.Key.Key_Escape and self._typed:
                self._question += 1
                self._show_choices(show=False)
                return True
        return super().eventFilter(watched, event)
