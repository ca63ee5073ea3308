"""The keys of a page: they work while the page shows, wherever in the window the focus is, also in rail and top bar.

Plain letters stay with who has the focus (`Qt.ShortcutContext.WidgetWithChildrenShortcut`): they are typed into fields.
Dialogs and other overlays accept every key before it becomes a shortcut, so a page under one stays quiet.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from typing_extensions import override


class _PageShortcut(QShortcut):
    """One key of the window, there only while its page shows: two pages may have the same."""

    def __init__(self, keys: str, page: QWidget) -> None:
        super().__init__(QKeySequence(keys), page)
        self.setContext(Qt.ShortcutContext.WindowShortcut)
        self.setEnabled(page.isVisible())
        page.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self.setEnabled(True)
        elif event.type() == QEvent.Type.Hide:
            self.setEnabled(False)
        return super().eventFilter(watched, event)


def page_keys(page: QWidget, keys: Mapping[str, Callable[[], object]]) -> None:
    """Let keys run functions while a page, or a layer of one, shows."""
    for name, slot in keys.items():
        _PageShortcut(name, page).activated.connect(slot)
