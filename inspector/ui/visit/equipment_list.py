"""The left list of steps 2 and 3: forms by group with state dot and count, search, and a button to add equipment."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, pgettext
from inspector.services.visits.views import Target, TargetSummary
from inspector.ui.kit.button import IconButton
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.rows import Outline, OutlineItem, Scroller
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.kit.text import Text
from inspector.ui.visit.read_only import only_shows, writes


def key_of(target: Target) -> str:
    """A key for the outline."""
    return f"{target.form}\n{target.equipment or ''}"


class TargetList(QWidget):
    """`chosen(Target)` by click or arrow keys; `add_requested` from the plus button (`addable` lists only)."""

    chosen = Signal(object)
    add_requested = Signal()

    def __init__(self, title: str, *, grouped: bool, addable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grouped = grouped
        self._summaries: tuple[TargetSummary, ...] = ()
        self._current: Target | None = None
        self._count = Text("", "body", "text-2")
        self.search_button = IconButton("search", _("Search the list"), key="Ctrl F")
        self.add_button = IconButton("plus", _("Add equipment found on site"), key="Ctrl N")
        self.search = TextField(_("Search the list"), placeholder=_("Name or model"))
        writes(self.add_button)
        only_shows(self.search)
        self.search.hide()
        self.outline = Outline(title)
        self._scroller = Scroller(self.outline)
        self._nothing = Text(_("Nothing matches."), "hint", "text-3")
        self._nothing.hide()
        self._build(title, addable=addable)
        page_keys(self, {"Ctrl+F": self._on_search_clicked} | ({"Ctrl+N": self._on_add_pressed} if addable else {}))
        self._connect()

    def _build(self, title: str, *, addable: bool) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 8)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 0)
        head.setSpacing(4)
        head.addWidget(Text(title, "card_title"))
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self.search_button)
        if addable:
            head.addWidget(self.add_button)
        column.addLayout(head)
        column.addWidget(self.search)
        column.addWidget(self._nothing)
        column.addWidget(self._scroller, 1)

    def _connect(self) -> None:
        self.outline.item_chosen.connect(self._on_item_chosen)
        self.search_button.clicked.connect(self._on_search_clicked)
        self.add_button.clicked.connect(self.add_requested)
        self.search.value_edited.connect(self._on_search_edited)

    @override
    def sizeHint(self) -> QSize:
        return QSize(216, 400)

    def show_targets(self, summaries: Sequence[TargetSummary], current: Target | None) -> None:
        """Show forms; `current` is tinted and scrolled into view."""
        moved = current != self._current
        self._summaries, self._current = tuple(summaries), current
        self._refresh()
        if moved and current is not None:
            self._scroller.ensure_visible(self.outline.row_rect(key_of(current)), 40)

    def _matching(self) -> list[TargetSummary]:
        wanted = self.search.value().strip().casefold()
        return [s for s in self._summaries if wanted in f"{s.title} {s.subtitle} {s.group}".casefold()]

    def _refresh(self) -> None:
        shown = self._matching()
        items: list[OutlineItem] = []
        group = None
        for summary in shown:
            if self._grouped and summary.group != group:
                group = summary.group
                items.append(OutlineItem(f"group {group}", group, group=True))
            items.append(self._item(summary))
        self.outline.set_items(items, key_of(self._current) if self._current else "")
        count = len(self._summaries)
        words = pgettext("pieces of equipment", "{count}") if self._grouped else "{count}"
        self._count.setText(words.format(count=count))
        self._nothing.setVisible(not shown and bool(self._summaries))

    def _item(self, summary: TargetSummary) -> OutlineItem:
        return OutlineItem(
            key_of(summary.target),
            summary.title,
            subtitle=summary.subtitle if self._grouped else "",
            count=f"{summary.done}/{summary.total}" if summary.total else "",
            state=summary.state,
        )

    def _on_search_edited(self) -> None:
        self._refresh()

    def _on_item_chosen(self, key: str) -> None:
        for summary in self._summaries:
            if key_of(summary.target) == key:
                self.chosen.emit(summary.target)

    def _on_add_pressed(self) -> None:
        if self.add_button.isEnabled():
            self.add_requested.emit()

    def _on_search_clicked(self) -> None:
        self.search.setVisible(self.search.isHidden())
        if self.search.isHidden():
            self.search.set_value("")
            self._refresh()
        else:
            self.search.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        searching = self.search.editor.hasFocus()
        if searching and event.key() == Qt.Key.Key_Escape:
            self._on_search_clicked()
        elif searching and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._matching():
            self.chosen.emit(self._matching()[0].target)
        else:
            super().keyPressEvent(event)
