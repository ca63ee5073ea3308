"""The search palette: a field and a list over the window; typing searches, Enter opens, Esc closes.

The field keeps the focus, so input methods and editing work as everywhere; Up and Down move in the list. It asks the
database at most once in `DELAY_MS` and drops results of a text that is no longer there.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from inspector import services
from inspector.domain.hazard import Grade
from inspector.i18n import N_, _
from inspector.services.searching import SearchHit, SearchResults, matching, spellings
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.meaning import GRADES
from inspector.ui.kit.overlay import beneath
from inspector.ui.kit.painting import box, keycap, keycap_width
from inspector.ui.kit.shadow import add_shadow
from inspector.ui.kit.text import Text
from inspector.ui.page import Context, PageEntry, Place
from inspector.ui.search.actions import Action, Actions
from inspector.ui.search.model import Row, RowsModel
from inspector.ui.search.rows_view import RowsView
from inspector.ui.theme import color, font

if TYPE_CHECKING:
    from inspector.ui.shell import Shell

DELAY_MS: Final = 50
WIDTH: Final = 680
MOST_OPTIONS: Final = 6
TOP: Final = 56
FIELD: Final = 52
MOST_ROWS: Final = 560
"""Height of the list at most."""
EDGE: Final = 16
BEFORE_ACTIONS: Final = ">"
"""At the beginning of a text: pages and actions only."""
GROUPS: Final = {
    "customer": N_("Customers"),
    "equipment": N_("Equipment"),
    "hazard": N_("Hazards"),
    "visit": N_("Visits"),
}
ICONS: Final = {"customer": "building-2", "equipment": "zap", "hazard": "notebook-tabs", "visit": "clipboard-check"}


class _Panel(QWidget):
    """The box, and the one thing with a shadow: what changes while somebody types lies on top of it."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box(QPainter(self), QRectF(self.rect()), fill="surface", border="line", radius=10)


class _Field(QLineEdit):
    """The line to type in, without a frame of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.setFont(font("question"))
        self.setFrame(False)
        self.setProperty("bare", True)
        self.setStyleSheet("QLineEdit { border: none; background: transparent; padding: 0; min-height: 0; }")
        self.setPlaceholderText(_("Search customers, equipment, hazards, visits"))
        self.setAccessibleName(_("Search"))


class _Head(QWidget):
    """The field between its icon and the key that closes."""

    def __init__(self, field: QLineEdit) -> None:
        super().__init__()
        self.setFixedHeight(FIELD)
        row = QHBoxLayout(self)
        row.setContentsMargins(42, 0, round(keycap_width(_("Esc"))) + 24, 0)
        row.addWidget(field)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = self.height() / 2
        draw_icon(painter, QPointF(14, middle - 9), "search", "primary-text", 18)
        keycap(painter, QPointF(self.width() - 14, middle), _("Esc"), "text-2", "edge")
        painter.fillRect(QRect(1, self.height() - 1, self.width() - 2, 1), color("line"))


class Palette(QWidget):
    """Made for one use: `open()`; it removes itself when something was chosen or it was left."""

    def __init__(self, shell: "Shell", context: Context, entries: Sequence[PageEntry]) -> None:
        super().__init__(shell.window())
        self._shell, self._context = shell, context
        self._before = QApplication.focusWidget()
        self._recent: tuple[SearchHit, ...] = ()
        self._asked = ""
        self._spellings: Mapping[str, tuple[str, ...]] = {}
        self._actions = Actions(context, entries, shell.current, shell.open_page, shell.open_place, shell.ask_person)
        self.field = _Field()
        self.model = RowsModel(self)
        self.list = RowsView(self.model)
        self._nothing = Text("", "body", "text-2")
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self.setAccessibleName(_("Search"))
        self._shadow = _Panel(self)
        add_shadow(self._shadow)
        self._panel = QWidget(self)
        column = QVBoxLayout(self._panel)
        column.setContentsMargins(1, 1, 1, 7)
        column.setSpacing(0)
        column.addWidget(_Head(self.field))
        column.addWidget(self._nothing)
        column.addWidget(self.list)
        self._nothing.setContentsMargins(16, 20, 16, 14)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hide()
        self._connect()

    def _connect(self) -> None:
        self.field.textChanged.connect(self._on_text_changed)
        self._timer.timeout.connect(self._ask)
        self.list.row_chosen.connect(self.choose)

    def open(self) -> None:
        """Show it over the window and take the focus."""
        window = self.window()
        window.installEventFilter(self)
        self._show_actions("")
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)
        workspace = self._context.workspace
        self._context.tasks.run(lambda: services.recent_things(workspace), self._on_recent)
        names = [action.name for action in (*self._actions.all(), *self._actions.pages(), *self._actions.options())]
        self._context.tasks.run(lambda: spellings(names), self._on_spellings, pool=True, owner=self)

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """A page that arrives under the palette asks for the focus: it gets it when the palette goes."""
        if now is not None and self.isVisible() and beneath(self, now):
            self._before = now
            QTimer.singleShot(0, self.field, self.field.setFocus)

    def close_palette(self) -> None:
        """Go away and give the focus back."""
        if self.isHidden():
            return
        self._timer.stop()
        self.window().removeEventFilter(self)
        before = self._before
        self.hide()
        self.deleteLater()
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, number: int) -> None:
        """Do what a row says."""
        rows = self.model.rows
        act = rows[number].choose if 0 <= number < len(rows) else None
        if act is not None:
            self.close_palette()
            act()

    # searching ------------------------------------------------------------------------------------------------------

    def _on_text_changed(self, text: str) -> None:
        if text.strip() and not text.startswith(BEFORE_ACTIONS):
            if not self._timer.isActive():
                self._timer.start()
        else:
            self._timer.stop()
            self._show_actions(text)

    def _ask(self) -> None:
        workspace, text = self._context.workspace, self.field.text()
        self._asked = text
        self._context.tasks.run(lambda: services.search(workspace, text), self._on_found)

    def _on_found(self, results: SearchResults) -> None:
        if results.text != self.field.text() or self.isHidden():
            return
        rows: list[Row] = []
        for group in results.groups:
            rows.append(Row(_(GROUPS[group.kind])))
            rows += [self._hit(hit) for hit in group.hits]
        actions = self._matching(results.text)
        first = bool(actions) and not results.groups
        self._show([*actions, *rows] if first else [*rows, *actions])

    def _on_recent(self, hits: tuple[SearchHit, ...]) -> None:
        self._recent = hits
        if not self.field.text():
            self._show_actions("")

    def _on_spellings(self, found: Mapping[str, tuple[str, ...]]) -> None:
        """The pinyin of the actions is there: what was typed before it may have more hits now."""
        self._spellings = found
        if self.field.text():
            self._on_text_changed(self.field.text())

    def _show_actions(self, text: str) -> None:
        """Without words: what was opened lately, the pages and the actions."""
        self._asked = text
        recent = [self._hit(hit) for hit in self._recent] if not text.strip() else []
        self._show([*([Row(_("Recently opened")), *recent] if recent else []), *self._matching(text.lstrip("> "))])

    def _matching(self, text: str) -> list[Row]:
        rows: list[Row] = []
        for head, actions in ((_("Actions"), self._actions.all()), (_("Pages"), self._actions.pages())):
            hits = [action for action in actions if action.matches(text, self._spellings.get(action.name, ()))]
            found = [action.row(text) for action in hits]
            rows += [Row(head), *found] if found else []
        return [*rows, *self._options(text)] if text.strip() else rows

    def _options(self, text: str) -> list[Row]:
        """Options of the settings: those that have the words in their own name before those of a group."""
        found = [one for one in self._actions.options() if one.matches(text, self._spellings.get(one.name, ()))]
        found.sort(key=lambda one: not matching(text, one.label, one.chinese))
        return [Row(_("Settings")), *(one.row(text) for one in found[:MOST_OPTIONS])] if found else []

    def _hit(self, hit: SearchHit) -> Row:
        token = f"{GRADES[hit.grade].hue}-text" if hit.grade in (Grade.CRITICAL, Grade.SERIOUS) else "text-2"
        icon = GRADES[hit.grade].icon if hit.grade is not None else ICONS[hit.kind]
        return Row(
            hit.title,
            hit.subtitle,
            icon,
            token,
            marks=hit.marks,
            subtitle_marks=hit.subtitle_marks,
            choose=lambda: self._open_thing(hit.kind, hit.id),
        )

    def _open_thing(self, kind: str, thing: str) -> None:
        workspace = self._context.workspace
        self._context.tasks.run(lambda: services.remember_thing(workspace, kind, thing))
        self._shell.open_place(Place(kind, thing))

    # showing --------------------------------------------------------------------------------------------------------

    def _show(self, rows: list[Row]) -> None:
        self.model.show(rows)
        self._nothing.setVisible(not rows)
        self._nothing.setText(_("Nothing found. Two characters are enough; several words narrow it down."))
        self.list.setVisible(bool(rows))
        self._cover()
        first = self.model.next_choice(-1, 1)
        if first >= 0:
            self.list.move_to(first)

    def _cover(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        self.setGeometry(window.rect())
        width = min(WIDTH, self.width() - 2 * EDGE)
        room = min(MOST_ROWS, self.height() - TOP - FIELD - 2 * EDGE)
        rows = min(self.list.wanted_height(), room) if self.model.rows else 64
        self.list.setFixedHeight(rows)
        place = QRect((self.width() - width) // 2, TOP, width, FIELD + rows + 8)
        self._shadow.setGeometry(place)
        self._panel.setGeometry(place)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._cover()
        return super().eventFilter(watched, event)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # no key reaches the page below
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that the field does not use."""
        event.accept()
        row = self.list.currentIndex().row()
        match event.key():
            case Qt.Key.Key_Escape:
                self.close_palette()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.choose(row)
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self._move(self.model.next_choice(row, step))
            case Qt.Key.Key_PageDown | Qt.Key.Key_PageUp:
                step = 1 if event.key() == Qt.Key.Key_PageDown else -1
                self._move(self._far(row, step))
            case Qt.Key.Key_K if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.close_palette()

    def _move(self, row: int) -> None:
        if row >= 0:
            self.list.move_to(row)

    def _far(self, row: int, step: int) -> int:
        """Eight rows on, at most to the end."""
        for _turn in range(8):
            further = self.model.next_choice(row, step)
            if (further - row) * step <= 0:
                break
            row = further
        return row

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        return True  # the field keeps the focus

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.close_palette()


__all__ = ["Action", "Palette"]
