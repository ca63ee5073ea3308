"""Drafts: all values of an instance as texts by reference, and back again.

Beside the values a draft has `REF[n]/@row` = the stable id of each row, and `REF/@rows` = "0" for a repeat that has
none, so that a restored instance has the same rows.
"""

from collections.abc import Mapping

from inspector.xforms.changes import DroppedAnswer
from inspector.xforms.engine import Engine
from inspector.xforms.live import LiveNode, find, reference, rows, split_reference
from inspector.xforms.model import ModelNode
from inspector.xforms.nodes import Node
from inspector.xforms.problems import MAX_REPEAT_ROWS
from inspector.xforms.xpath.environment import Context
from inspector.xforms.xpath.functions.chance import uuid
from inspector.xforms.xpath.values import to_string

ROW_ID = "@row"
NO_ROWS = "@rows"


def answers(engine: Engine) -> dict[str, str]:
    """All values of a draft; blank ones only where the form had a default."""
    found: dict[str, str] = {}
    for node in _all(engine):
        if node.model.is_repeat:
            found[f"{reference(node)}/{ROW_ID}"] = node.row_id
        for child in node.model.children:
            if child.is_repeat and not rows(node, child):
                found[f"{reference(node)}/{child.name}/{NO_ROWS}"] = "0"
        if not node.model.children and (node.text or node.initial):
            found[reference(node)] = node.text
    return found


def final_answers(engine: Engine) -> dict[str, str]:
    """Values of relevant leaves."""
    return {reference(node): node.text for node in _all(engine) if node.live and node.text and not node.model.children}


def left_out(engine: Engine) -> tuple[DroppedAnswer, ...]:
    """Answers of questions that are not relevant, in document order; what is calculated is no answer."""
    return tuple(
        DroppedAnswer(reference(node), node.text)
        for node in _all(engine)
        if node.text and not node.live and not node.model.children and node.model.bind.calculate is None
    )


def _all(engine: Engine) -> list[LiveNode]:
    top = engine.document.children[0]
    return top.subtree() if isinstance(top, LiveNode) else []


def prepare_rows(engine: Engine, values: Mapping[str, str] | None) -> None:
    """Give the form's own rows their ids and put counted ones aside; then make as many rows as the draft has."""
    top = engine.document.children[0]
    if isinstance(top, LiveNode):
        engine.rows.prepare(top)
    for ref in values or ():
        _ensure_rows(engine, ref, values or {})


def _ensure_rows(engine: Engine, ref: str, values: Mapping[str, str]) -> None:
    steps = split_reference(ref)
    node: Node = engine.document
    model = engine.graph.root
    for name, position in steps:
        if name == NO_ROWS:
            return
        found = model.by_name.get(name)
        if found is None:
            return
        if found.is_repeat:
            if (name, position) == steps[-2] and steps[-1][0] == NO_ROWS and values.get(ref) == "0":
                for row in rows(node, found):
                    engine.rows.detach(node, row)
                return
            _grow(engine, node, found, min(position or 1, MAX_REPEAT_ROWS))
        among = node.named(name)
        if len(among) < (position or 1):
            return
        node, model = among[(position or 1) - 1], found


def _grow(engine: Engine, parent: Node, repeat: ModelNode, wanted: int) -> None:
    """Rows of a draft are made as the form makes them, without new-row actions."""
    while len(rows(parent, repeat)) < wanted:
        engine.rows.attach(parent, engine.rows.next_row(parent, repeat)[0])


def restore(engine: Engine, values: Mapping[str, str]) -> None:
    """Put the values of a draft back, without any action; references the form no longer has are left out."""
    for ref, text in values.items():
        *above, (name, _) = split_reference(ref)
        if name == ROW_ID:
            row = find(engine.document, "".join(f"/{step}[{place or 1}]" for step, place in above))
            if row is not None:
                row.row_id = text
                engine.rows.reserve_row_id(text)
            continue
        node = None if name == NO_ROWS else find(engine.document, ref)
        if node is not None and not node.model.children:
            node.text = text


def give_instance_id(engine: Engine) -> None:
    """An instanceID where the form has a place for one and nothing that fills it."""
    for node in _all(engine):
        if node.name == "instanceID" and not node.text and node.model.bind.calculate is None:
            context = Context(engine.document, engine.environment, engine.document)
            node.text = "uuid:" + to_string(uuid(context))
