"""Node-sets, booleans and conversions: XPath 1.0 sections 4.1 and 4.3, `if`, `once`, `coalesce`, aggregates."""

import math

from inspector.problems import Problem
from inspector.xforms.nodes import ELEMENT, Node
from inspector.xforms.xpath.axes import XML_NAMESPACE
from inspector.xforms.xpath.environment import Compiled, Context
from inspector.xforms.xpath.functions.registry import function, nodes_of, number_of, numbers_of, texts_of
from inspector.xforms.xpath.values import BLANKS, Value, to_boolean, to_string


@function("true", 0)
def true(_context: Context) -> Value:
    """The function `true`."""
    return True


@function("false", 0)
def false(_context: Context) -> Value:
    """The function `false`."""
    return False


@function("not", 1)
def not_(_context: Context, value: Value) -> Value:
    """The function `not`."""
    return not to_boolean(value)


@function("boolean", 1)
def boolean(_context: Context, value: Value) -> Value:
    """The function `boolean`."""
    return to_boolean(value)


@function("boolean-from-string", 1)
def boolean_from_string(_context: Context, value: Value) -> Value:
    """`boolean-from-string`: true for "true" and "1"."""
    return to_string(value) in {"true", "1"}


@function("number", 0, 1)
def number(context: Context, *value: Value) -> Value:
    """The function `number`."""
    return float(number_of(context, value[0] if value else [context.node]))


@function("string", 0, 1)
def string(context: Context, *value: Value) -> Value:
    """The function `string`."""
    return to_string(value[0]) if value else context.node.value()


@function("if", 3, lazy=True)
def if_(context: Context, condition: Compiled, then: Compiled, otherwise: Compiled) -> Value:
    """`if`: only the chosen branch is evaluated."""
    return then(context) if to_boolean(condition(context)) else otherwise(context)


@function("once", 1, lazy=True)
def once(context: Context, value: Compiled) -> Value:
    """`once`: what the question holds already, else the value (fires on the first recompute)."""
    return context.origin.value() or value(context)


@function("coalesce", 1, None, lazy=True)
def coalesce(context: Context, *values: Compiled) -> Value:
    """`coalesce`: the first value that is not blank, as text; numbers that are not a number count as blank."""
    for value in values:
        found = value(context)
        if isinstance(found, float) and math.isnan(found):
            continue
        text = to_string(found)
        if text.strip(BLANKS):
            return text
    return ""


@function("position", 0, 1)
def position(context: Context, *value: Value) -> Value:
    """`position`, or the 1-based place of a node among its siblings of the same name."""
    if not value:
        return float(context.position)
    node = _single(context, value[0])
    return 1.0 if node.parent is None else float(node.parent.named(node.name).index(node) + 1)


def _single(context: Context, value: Value) -> Node:
    """The one node of an argument; of several rows the one the question stands in. Problem xpath_type."""
    nodes = value if isinstance(value, list) else []
    if len(nodes) > 1 and context.environment.contextual:
        holders = {context.origin, *context.origin.ancestors()}
        nodes = [node for node in nodes if node in holders] or nodes
    if len(nodes) != 1:
        raise Problem("xpath_type", function="position", value=to_string(value)[:60])
    return nodes[0]


@function("last", 0)
def last(context: Context) -> Value:
    """The function `last`."""
    return float(context.size)


@function("count", 1)
def count(_context: Context, value: Value) -> Value:
    """`count`: relevant nodes."""
    return float(len(nodes_of("count", value)))


@function("count-non-empty", 1)
def count_non_empty(_context: Context, value: Value) -> Value:
    """`count-non-empty`: nodes with a value or with child elements."""
    nodes = nodes_of("count-non-empty", value)
    return float(sum(1 for node in nodes if node.value() or any(True for _ in node.elements())))


@function("sum", 1)
def sum_(context: Context, value: Value) -> Value:
    """`sum`: blanks are skipped, text that is no number makes NaN."""
    filled = [node for node in nodes_of("sum", value) if node.value().strip(BLANKS)]
    return float(sum(numbers_of(context, (filled,))))


@function("max", 1, None)
def max_(context: Context, *values: Value) -> Value:
    """`max`: NaN without values or when one is no number."""
    return _extreme(context, values, greatest=True)


@function("min", 1, None)
def min_(context: Context, *values: Value) -> Value:
    """The function `min`."""
    return _extreme(context, values, greatest=False)


def _extreme(context: Context, values: tuple[Value, ...], *, greatest: bool) -> float:
    numbers = numbers_of(context, values)
    if not numbers or any(map(math.isnan, numbers)):
        return math.nan
    return max(numbers) if greatest else min(numbers)


@function("name", 0, 1)
def name(context: Context, *value: Value) -> Value:
    """`name`: with the prefix of the document."""
    node = _first(context, value)
    return "" if node is None else f"{node.prefix}:{node.name}" if node.prefix else node.name


@function("local-name", 0, 1)
def local_name(context: Context, *value: Value) -> Value:
    """The function `local-name`."""
    node = _first(context, value)
    return "" if node is None else node.name


@function("namespace-uri", 0, 1)
def namespace_uri(context: Context, *value: Value) -> Value:
    """The function `namespace-uri`."""
    node = _first(context, value)
    return "" if node is None else node.namespace


def _first(context: Context, value: tuple[Value, ...]) -> Node | None:
    if not value:
        return context.node
    if not isinstance(value[0], list):
        raise Problem("xpath_type", function="name", value=str(value[0])[:60])
    return value[0][0] if value[0] else None


@function("id", 1)
def id_(context: Context, value: Value) -> Value:
    """`id`: elements whose `id` or `xml:id` is one of the words."""
    wanted = {word for text in texts_of((value,)) for word in text.split()}
    root = context.node.root()
    return [node for node in root.descendants() if node.kind is ELEMENT and _id(node) in wanted]


def _id(node: Node) -> str | None:
    for attribute in node.attributes:
        if attribute.name == "id" and attribute.namespace in {"", XML_NAMESPACE}:
            return attribute.text
    return None


@function("lang", 1)
def lang(context: Context, value: Value) -> Value:
    """`lang`: whether the nearest xml:lang is the language or one of its variants."""
    wanted = to_string(value).lower()
    for node in (context.node, *context.node.ancestors()):
        for attribute in node.attributes:
            if attribute.name == "lang" and attribute.namespace == XML_NAMESPACE:
                found = attribute.text.lower()
                return found == wanted or found.startswith(wanted + "-")
    return False


@function("checklist", 2, None)
def checklist(context: Context, *values: Value) -> Value:
    """`checklist` (min, max, v…): whether between min and max values are true; -1 = no bound."""
    ticked = sum(1.0 for value in values[2:] for truth in _truths(value) if truth)
    return _between(ticked, number_of(context, values[0]), number_of(context, values[1]))


@function("weighted-checklist", 2, None)
def weighted_checklist(context: Context, *values: Value) -> Value:
    """`weighted-checklist` (min, max, v, weight, …): the same with the sum of the weights."""
    if len(values) % 2:
        raise Problem("xpath_arguments", function="weighted-checklist", count=len(values))
    total = 0.0
    for value, weight in zip(values[2::2], values[3::2], strict=True):
        total += sum(
            heavy for truth, heavy in zip(_truths(value), numbers_of(context, (weight,)), strict=False) if truth
        )
    return _between(total, number_of(context, values[0]), number_of(context, values[1]))


def _truths(value: Value) -> list[bool]:
    return [bool(node.value()) for node in value if node.live] if isinstance(value, list) else [to_boolean(value)]


def _between(value: float, least: float, most: float) -> bool:
    return (least < 0 or value >= least) and (most < 0 or value <= most)
