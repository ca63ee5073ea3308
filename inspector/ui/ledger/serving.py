"""Serving the notices of several hazards: what is served again and what is left is said before it is done."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from inspector.domain.actions import Action
from inspector.i18n import _, ngettext
from inspector.services.hazards.action_words import ACTIONS
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text
from inspector.ui.page import Context

if TYPE_CHECKING:
    from inspector.services.hazards.serve_outlook import Left, ServeOutlook

WIDTH: Final = 560
LINE: Final = 26
NAMED: Final = 6
"""How many of those with a notice are named."""
MOST: Final = 8
"""Lines of hazards that are left which show without scrolling."""


def ask_serving(
    parent: QWidget, context: Context, hazards: tuple[str, ...], serve: Callable[[tuple[str, ...]], object]
) -> None:
    """Serve these hazards; ask first where some have a notice already or would be left as they are."""
    workspace = context.workspace

    def work() -> "ServeOutlook":
        from inspector.services.hazards.serve_outlook import serve_outlook  # noqa: PLC0415 - on the worker

        return serve_outlook(workspace, hazards)

    def found(outlook: "ServeOutlook") -> None:
        if not outlook.again and not outlook.left:
            serve(outlook.hazards)
            return
        dialog = ServeDialog(parent, outlook)
        dialog.accepted.connect(lambda: serve(outlook.hazards))
        dialog.open()

    context.tasks.run(work, found, owner=parent)


class ServeDialog(Dialog):
    """Says what serving would do. Where nothing could be served it can only be closed."""

    def __init__(self, parent: QWidget, outlook: "ServeOutlook") -> None:
        count = len(outlook.hazards)
        told = ngettext("{count} hazard", "{count} hazards", count).format(count=count)
        label = _(ACTIONS[Action.SERVE])
        super().__init__(parent, f"{told} · {label}", accept=label, width=WIDTH)
        self._possible = bool(outlook.hazards)
        self.accept_button.setVisible(self._possible)
        if outlook.again:
            again = len(outlook.again)
            words = ngettext(
                "{count} of them has a notice already and is served again.",
                "{count} of them have a notice already and are served again.",
                again,
            )
            self.body.addWidget(Text(words.format(count=again), "body_medium", "orange-text", wrap=True))
            shown = ", ".join(outlook.again[:NAMED]) + (" …" if again > NAMED else "")
            self.body.addWidget(Text(shown, "hint", "text-2", wrap=True))
        if outlook.left:
            self._add_left(outlook.left)

    def _add_left(self, left: "tuple[Left, ...]") -> None:
        count = len(left)
        words = ngettext("{count} is left as it is:", "{count} are left as they are:", count).format(count=count)
        self.body.addWidget(Text(words, "body_medium", wrap=True))
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        for row, one in enumerate(left):
            why = " · ".join(part for part in (one.status, one.reason) if part)
            grid.addWidget(Text(one.number, "body_medium"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Text(why, "body", "text-2", wrap=True), row, 1, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(count, 1)
        scroller = Scroller(inside)
        scroller.setFixedHeight(LINE * min(MOST, count) + 4)
        self.body.addWidget(scroller)

    @override
    def accept(self) -> None:
        if self._possible:
            super().accept()
