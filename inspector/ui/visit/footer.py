"""The footer of an open visit: previous and next, key hints, what is missing, the primary button."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.visits.views import StepsBack
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.progress import KeyHints
from inspector.ui.kit.text import Text
from inspector.ui.visit.panel import StepPanel

HEIGHT = 56
MOVING = frozenset({"↑", "↓", "Alt ↑", "Alt ↓", "Alt ←", "Alt →"})
"""Keys that lead to another question, section or piece of equipment."""
OTHERS = 70
"""Margins and gaps of the footer besides its buttons."""


class VisitFooter(Panel):
    """56 high. The page connects the buttons; key hints give way when the window is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", "t", parent)
        self.setFixedHeight(HEIGHT)
        self.previous = Button("", key="Alt ←", icon="chevron-left", height=40)
        self.next = Button("", key="Alt →", height=40)
        self.undo = IconButton("undo-2", _("Undo"), key="Ctrl Z", bordered=True)
        self.redo = IconButton("redo-2", _("Redo"), key="Ctrl Y", bordered=True)
        self.hints = KeyHints(())
        self._shown_hints: tuple[tuple[str, str], ...] = ()
        self._only_read = False
        self.missing = Text("", "body", "text-2")
        self.primary = Button(_("Next"), Kind.PRIMARY, key="Ctrl Enter", height=40)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        row.addWidget(self.undo)
        row.addWidget(self.redo)
        row.addSpacing(4)
        row.addWidget(self.hints)
        row.addStretch(1)
        row.addWidget(self.missing)
        row.addSpacing(8)
        row.addWidget(self.primary)

    def show_panel(self, panel: StepPanel, primary: str) -> None:
        """Take the texts of the open panel."""
        self._show_hints(panel)
        self.show_missing(panel, primary)

    def only_read(self) -> None:
        """The visit is signed: nothing is undone or missing any more, keys only lead about."""
        self._only_read = True
        self.undo.hide()
        self.redo.hide()

    def _show_hints(self, panel: StepPanel) -> None:
        hints = panel.footer_hints
        if self._only_read:
            moving = tuple(hint for hint in hints if not MOVING.isdisjoint(hint[0].split("|")))
            hints = (*moving, ("Ctrl P", _("result notice")), ("Esc", _("back")))
        if hints != self._shown_hints:
            self._shown_hints = hints
            self.hints.set_hints(hints)

    def _show_buttons(self, panel: StepPanel) -> None:
        labels = (panel.previous_label(), panel.next_label())
        for button, label, key in zip((self.previous, self.next), labels, panel.footer_keys, strict=True):
            button.setVisible(bool(label))
            if button.label != label:
                button.set_label(label)
            button.set_key(key)

    def show_missing(self, panel: StepPanel, primary: str) -> None:
        """Only what an answer or the panel's own state changes."""
        self._show_buttons(panel)
        self._show_hints(panel)
        self.missing.setText("" if self._only_read else panel.missing_text())
        if self.primary.label != primary:
            self.primary.set_label(primary)
        self.primary.setVisible(bool(primary))
        self._fit()

    def show_steps_back(self, steps: StepsBack) -> None:
        """Name in the tooltips what undo and redo would do; grey while there is nothing."""
        for button, words, what, key in (
            (self.undo, _("Undo"), steps.undo, "Ctrl Z"),
            (self.redo, _("Redo"), steps.redo, "Ctrl Y"),
        ):
            button.setEnabled(bool(what))
            button.setToolTip(f"{words} ({key})\n{what}".strip())
            button.setAccessibleDescription(what)

    def _fit(self) -> None:
        others = (self.previous, self.next, self.undo, self.redo, self.missing, self.primary)
        widths = (max(widget.sizeHint().width(), widget.minimumWidth()) for widget in others if not widget.isHidden())
        used = sum(width + 8 for width in widths)
        self.hints.fit(self.width() - used - OTHERS)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(640, HEIGHT)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
