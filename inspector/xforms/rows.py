"""The rows of repeats: new ones, removed ones, counted ones, and their stable ids."""

import math
from typing import TYPE_CHECKING

from inspector.problems import Problem
from inspector.xforms.changes import RemovedRow
from inspector.xforms.graph import Aspect
from inspector.xforms.live import LiveNode, build, insert_row, is_template, reference, rows
from inspector.xforms.model import Formula, ModelNode
from inspector.xforms.nodes import Node
from inspector.xforms.problems import MAX_REPEAT_ROWS, MAX_ROW_NODES
from inspector.xforms.xpath.values import to_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspector.xforms.engine import Engine


class Rows:
    """Adds and removes rows for one engine. `parked` = rows that wait for a counted repeat to grow, next one last."""

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine
        self.on_new: Callable[[LiveNode], None] = lambda _row: None
        self.parked: dict[tuple[Node, ModelNode], list[LiveNode]] = {}
        self._next_row = 1
        self._nodes = 0

    def add(self, parent: Node, repeat: ModelNode) -> LiveNode:
        """A new row at the end. Problems form_rows_limit, form_rows_too_many."""
        if len(parent.named(repeat.name)) >= MAX_REPEAT_ROWS:
            raise Problem("form_rows_limit", ref=repeat.ref, limit=MAX_REPEAT_ROWS)
        row, made = self.next_row(parent, repeat)
        self.attach(parent, row)
        if made:
            self.on_new(row)
        return row

    def next_row(self, parent: Node, repeat: ModelNode) -> tuple[LiveNode, bool]:
        """The row put aside for this place, or a new one; and whether it was made. Problem form_rows_too_many."""
        stack = self.parked.get((parent, repeat))
        if stack:
            return stack.pop(), False
        assert repeat.template is not None  # noqa: S101 - the loader gives every repeat one
        row = build(repeat, repeat.template)
        if not is_template(repeat.template):
            _clear(row)
        self._nodes += len(row.subtree())
        if self._nodes > MAX_ROW_NODES:
            raise Problem("form_rows_too_many", ref=repeat.ref)
        return row, True

    def attach(self, parent: Node, row: LiveNode) -> None:
        """Put a row into the tree and everything concerned on the list."""
        if not row.row_id:
            row.row_id = str(self._next_row)
            self._next_row += 1
            self.prepare(row)
        self.reserve_row_id(row.row_id)
        insert_row(parent, row.model, row)
        self._engine.inherit(row)
        self._engine.mark_all(row)
        self._engine.log.rows[row.model.ref] = None
        self._engine.spread(Aspect.ROWS, row.model, row)

    def prepare(self, node: LiveNode) -> None:
        """Give the rows that come with a node their ids; put those of counted repeats aside until they are counted."""
        for child in node.model.children:
            counted = child.is_repeat and child.control is not None and child.control.count is not None
            for item in reversed(rows(node, child)) if counted else rows(node, child):
                if counted:
                    node.remove(item)
                    self.parked.setdefault((node, child), []).append(item)
                    continue
                if child.is_repeat:
                    item.row_id = str(self._next_row)
                    self._next_row += 1
                self.prepare(item)

    def reserve_row_id(self, row_id: str) -> None:
        """Never give this id to another row."""
        if row_id.isdecimal():
            self._next_row = max(self._next_row, int(row_id) + 1)

    def discard(self, row: LiveNode) -> None:
        """Take a row out for good."""
        if row.parent is not None:
            self._nodes = max(0, self._nodes - len(row.subtree()))
            self.detach(row.parent, row)

    def detach(self, parent: Node, row: LiveNode) -> None:
        """Take a row out of the tree and mark what read it."""
        parent.remove(row)
        self._engine.log.rows[row.model.ref] = None
        self._engine.spread(Aspect.ROWS, row.model, parent)

    def count(self, repeat: ModelNode, formula: Formula, parent: Node) -> None:
        """Add or park rows until there are as many as jr:count says; its context is a row that would come next."""
        assert repeat.template is not None  # noqa: S101 - the loader gives every repeat one
        probe = LiveNode(repeat)
        probe.parent = parent
        number = to_number(self._engine.evaluate(formula, probe), self._engine.environment.calendar)
        wanted = 0 if math.isnan(number) else int(max(0.0, min(number, MAX_REPEAT_ROWS)))
        present = rows(parent, repeat)
        for _ in range(wanted - len(present)):
            self.add(parent, repeat)
        for row in reversed(present[wanted:]):
            self._park(parent, row)

    def _park(self, parent: Node, row: LiveNode) -> None:
        answers = tuple((reference(node), node.text) for node in row.subtree() if node.text and not node.model.children)
        self._engine.log.removed_rows.append(RemovedRow(reference(row), row.row_id, answers))
        self.detach(parent, row)
        self.parked.setdefault((parent, row.model), []).append(row)


def _clear(row: LiveNode) -> None:
    """Values of the form's own rows are theirs alone; only a jr:template has defaults for new ones (ODK, "Repeats")."""
    for node in row.subtree():
        node.text = node.initial = ""
