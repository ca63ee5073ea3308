"""The choices of a select: written into the form, or computed from nodes by the itemset."""

import random
from typing import TYPE_CHECKING

from inspector.xforms.live import LiveNode, reference
from inspector.xforms.model import SELECTS, Control, Text
from inspector.xforms.nodes import Node
from inspector.xforms.xpath.values import to_string

if TYPE_CHECKING:
    from inspector.xforms.engine import Engine


def items(engine: "Engine", node: LiveNode) -> list[tuple[str, Text, Node]]:
    """Value, label and the node the label is read at, for each choice in order."""
    control = node.model.control
    if control is None:
        return []
    fixed = [(choice.value, choice.label, node) for choice in control.choices]
    return fixed + _computed(engine, control, node)


def _computed(engine: "Engine", control: Control, node: LiveNode) -> list[tuple[str, Text, Node]]:
    itemset = control.itemset
    if itemset is None:
        return []
    found = []
    for item in _nodes(engine, control, node):
        value = to_string(engine.evaluate(itemset.value, item)).strip()
        if value:
            found.append((value, itemset.label, item))
    return found


def _nodes(engine: "Engine", control: Control, node: LiveNode) -> list[Node]:
    """The nodes of an itemset. Shuffling without a seed gives one order for each question, not one for each look."""
    if control.itemset is None:
        return []
    usual = engine.environment.random
    if "randomize" in control.itemset.nodes.text:
        engine.environment.random = random.Random(reference(node))  # noqa: S311 - an order of choices, not a secret
    try:
        found = engine.evaluate(control.itemset.nodes, node)
    finally:
        engine.environment.random = usual
    return [item for item in found if item.live] if isinstance(found, list) else []


def kept(node: LiveNode, text: str) -> str:
    """What of a default or computed text a select with written choices may hold; itemsets are asked when computed."""
    control = node.model.control
    if not text or control is None or control.kind not in SELECTS or control.itemset is not None:
        return text
    allowed = {choice.value for choice in control.choices}
    tokens = text.split()
    return text if allowed.issuperset(tokens) else " ".join(token for token in tokens if token in allowed)


def places(engine: "Engine", node: LiveNode) -> dict[str, int]:
    """The values a select allows, each with its place in order."""
    found: dict[str, int] = {}
    for value, _, _ in items(engine, node):
        found.setdefault(value, len(found))
    return found
