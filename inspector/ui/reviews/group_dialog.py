"""The dialog of a cross-check group: its name, its members among the reviewers, who leads it."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.domain.person import Person, Role
from inspector.i18n import _
from inspector.services.reviews.views import GroupView
from inspector.ui.kit.fields import ComboField, TextField
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painted_list import PaintedList
from inspector.ui.kit.painting import box, text
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text
from inspector.ui.reviews.side_list import AskDialog

SHOWN = 6
"""Members on screen at once."""


class MemberList(PaintedList[Person]):
    """Reviewers with a tick each; Space, Enter or a click switches one."""

    row_height = 36
    PAD = 12

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.chosen: set[str] = set()
        self.row_opened.connect(self.switch)

    def switch(self, person: Person) -> None:
        """Tick somebody, or take the tick back."""
        self.chosen ^= {person.id}
        self.update()

    @override
    def words(self, item: Person) -> str:
        return " · ".join(part for part in (item.name, item.team) if part)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.current_item
        if event.key() == Qt.Key.Key_Space and item is not None:
            self.switch(item)
        else:
            super().keyPressEvent(event)

    @override
    def paint_row(self, painter: QPainter, rect: QRectF, item: Person) -> None:
        mark = QRectF(rect.left(), rect.center().y() - 9, 18, 18)
        if item.id in self.chosen:
            box(painter, mark, fill="primary", radius=5)
            draw_icon(painter, mark.topLeft() + QPointF(2, 2), "check", "on-fill", 14, 2.5)
        else:
            box(painter, mark, fill="surface", border="edge", radius=5, width=1.5)
        text(painter, rect.adjusted(28, 0, -rect.width() / 2, 0), item.name, "body_medium")
        text(painter, rect.adjusted(rect.width() / 2 + 8, 0, 0, 0), item.team, "body", "text-2")


class GroupDialog(AskDialog):
    """Forms a group, or changes one. What it holds: `name()`, `members()`, `chair()`."""

    def __init__(self, parent: QWidget, persons: Sequence[Person], group: GroupView | None) -> None:
        title = _("Form a group") if group is None else _("Change the group")
        super().__init__(parent, title, accept=_("Save"))
        reviewers = [person for person in persons if Role.REVIEWER in person.roles]
        self.name_field = TextField(_("Name of the group"), label=True, required=True)
        self.list = MemberList(_("Members"))
        self.list.show_items(reviewers)
        self.chair_field = ComboField(_("Led by"), [("", "-"), *((one.id, one.name) for one in reviewers)], label=True)
        if group is not None:
            self.name_field.set_value(group.name)
            self.list.chosen = {person for person, _name in group.members}
            self.chair_field.set_value(group.chair)
        scroller = Scroller(self.list)
        scroller.setFixedHeight(min(SHOWN, max(1, len(reviewers))) * MemberList.row_height + 2)
        self.body.addWidget(self.name_field)
        hint = _("Only active reviewers, best of several teams: nobody judges what his own team found.")
        self.body.addWidget(Text(hint, "hint", "text-2", wrap=True))
        self.body.addWidget(scroller)
        self.body.addWidget(self.chair_field)
        self.place_error()

    @override
    def complaint(self) -> bool:
        missing = not self.name()
        self.name_field.set_error(_("Give the group a name.") if missing else "")
        return missing

    def name(self) -> str:
        """The name that was typed."""
        return self.name_field.value().strip()

    def members(self) -> tuple[str, ...]:
        """Ids of those who are ticked."""
        return tuple(sorted(self.list.chosen))

    def chair(self) -> str:
        """Id of who leads it, "" for nobody."""
        return self.chair_field.value()
