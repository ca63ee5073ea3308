"""What a new version changes, as a tree: sections, in them the rows that differ, below each what stood and what stands.

Node ids are numbers in a list: Qt keeps only them, so that nothing of Python's hangs in its indexes.
"""

from collections.abc import Sequence
from dataclasses import field
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from inspector.i18n import _, ngettext
from inspector.quick_dataclass import dataclass
from inspector.ui.settings.checklists.words import CHANGES, SHEETS
from inspector.xforms.lint.differences import Difference

NODE_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 20
"""The `Node` of an index."""
AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_TEXTS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


@dataclass(slots=True)
class Node:
    """A section (`text`), a difference, or one of its columns (heading, before, after)."""

    text: str
    difference: Difference | None = None
    column: tuple[str, str, str] | None = None
    parent: int = -1
    row: int = 0
    children: list[int] = field(default_factory=list)

    @property
    def words(self) -> str:
        """All of it in one line: what is read out, and shown where the line has no room."""
        if self.column is not None:
            heading, was, now = self.column
            return _("{heading}: {was} → {now}").format(heading=heading, was=was or "—", now=now or "—")
        if self.difference is None:
            count = len(self.children)
            return ngettext("{title}: {count} change", "{title}: {count} changes", count).format(
                title=self.text, count=count
            )
        return f"{_(CHANGES[self.difference.change].word)}: {self.text} ({self.difference.name})"


def section_title(one: Difference) -> str:
    """The section under which a difference stands."""
    sheet = _(SHEETS.get(one.sheet, one.sheet))
    if one.sheet == "survey":
        return " › ".join(one.section) if one.section else _("Questions outside of sections")
    return f"{sheet}: {one.section[0]}" if one.section else sheet


class ChangesModel(QAbstractItemModel):
    """Sections in the order of the new version; those of removed rows stand where their first one is told."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nodes: list[Node] = []
        self._top: list[int] = []

    def show_changes(self, changes: Sequence[Difference]) -> None:
        """Show other differences."""
        self.beginResetModel()
        self._nodes, self._top = [], []
        sections: dict[str, int] = {}
        for one in changes:
            title = section_title(one)
            if title not in sections:
                sections[title] = self._add(Node(title), -1)
            number = self._add(Node(one.text or one.name, one), sections[title])
            for column in one.columns:
                self._add(Node(column[0], column=column), number)
        self.endResetModel()

    def _add(self, node: Node, parent: int) -> int:
        siblings = self._top if parent < 0 else self._nodes[parent].children
        node.parent, node.row = parent, len(siblings)
        self._nodes.append(node)
        siblings.append(len(self._nodes) - 1)
        return len(self._nodes) - 1

    def node(self, index: AnyIndex) -> Node | None:
        """The node of an index."""
        return self._nodes[index.internalId()] if index.isValid() else None

    def _children(self, index: AnyIndex) -> list[int]:
        return self._nodes[index.internalId()].children if index.isValid() else self._top

    @override
    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return len(self._children(parent)) if not parent.isValid() or parent.column() == 0 else 0

    @override
    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 1

    @override
    def index(self, row: int, column: int, parent: AnyIndex = _NOWHERE) -> QModelIndex:
        among = self._children(parent)
        if column != 0 or not 0 <= row < len(among):
            return QModelIndex()
        return self.createIndex(row, column, among[row])

    @override
    def parent(self, child: AnyIndex = _NOWHERE) -> QModelIndex:  # type: ignore[override]  # Qt has two of this name
        node = self.node(child)
        if node is None or node.parent < 0:
            return QModelIndex()
        return self.createIndex(self._nodes[node.parent].row, 0, node.parent)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return _("Changes") if role == Qt.ItemDataRole.DisplayRole else None

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self.node(index)
        if node is None:
            return None
        if role in _TEXTS:
            return node.words
        return node if role == NODE_ROLE else None
