"""`inspector form xpath`: evaluates expressions on any document (forms.md, command contract).

JSON lines in, JSON lines out, one for one; a line that cannot be answered gives its error. Dates are counted as
instants here (days since 1970-01-01T00:00Z), as the engines do whose recorded cases this command is measured with.
"""

import functools
import json
import math
import random
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from inspector.i18n import N_, describe
from inspector.problems import Problem
from inspector.xforms import markup
from inspector.xforms.nodes import ATTRIBUTE, ELEMENT, NAMESPACE, Node
from inspector.xforms.script_lines import Line, now_of, option_of, read_line, text_of, wrong, zone_of
from inspector.xforms.xpath.compiler import compile_expression
from inspector.xforms.xpath.environment import Context, Environment, Names
from inspector.xforms.xpath.moments import Calendar, Scale
from inspector.xforms.xpath.values import Value, to_boolean, to_number, to_string

TYPES: Final = ("boolean", "number", "string", "nodeset", "date")
"""What an answer can be."""
EXAMPLE: Final = '{"id": 1, "xml": "<a/>", "context": "/", "expr": "1 + 1", "type": "number"}'
_STEP: Final = re.compile(r"/(?:(?P<element>\*)|(?P<node>node\(\))|@(?P<attribute>[^/\[]+))(?:\[(?P<index>\d+)\])?")


def run_xpath(lines: Iterable[str], *, now: datetime) -> Iterator[str]:
    """Answer each line. `now` (with a zone) is the clock for lines that bring none."""
    for line in lines:
        if line.strip():
            yield json.dumps(_answer(line, now), ensure_ascii=False)


def _answer(line: str, now: datetime) -> dict[str, Any]:
    identity = None
    try:
        request = read_line(line, EXAMPLE)
        identity = request.get("id")
        return {"id": identity, "value": _evaluate(request, now)}
    except Problem as error:
        problem = error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        problem = wrong(N_("its values do not belong together"))
    return {"id": identity, "error": problem.code, "message": describe(problem)}


def _evaluate(request: Line, now: datetime) -> object:
    zone = zone_of(request)
    calendar = Calendar(zone, Scale.INSTANTS)
    place_of_root = option_of(request, "root")
    document, names = _document(text_of(request, "xml"), whole_form=bool(place_of_root))
    root = resolve(document, place_of_root) if place_of_root else document
    environment = Environment(
        calendar,
        now_of(request, zone) or now,
        random.Random(),  # noqa: S311 - random() of a form, not a secret
        instance=functools.partial(_instance, document),
        text=functools.partial(_text, document, option_of(request, "lang") or None),
        contextual=bool(place_of_root),
    )
    context = Context(resolve(document, text_of(request, "context")), environment, root)
    kind, expression = text_of(request, "type"), text_of(request, "expr")
    if kind not in TYPES:
        raise wrong(N_("there is no type “{kind}”; use one of these: {known}"), kind=kind, known=", ".join(TYPES))
    return _as(kind, compile_expression(expression, names)(context), calendar)


@functools.lru_cache(maxsize=64)
def _document(xml: str, *, whole_form: bool) -> tuple[Node, Names]:
    source = markup.read(xml.encode())
    prefixes = dict(markup.KNOWN_PREFIXES)
    for element in source.iter():
        for prefix, uri in (element.nsmap or {}).items():
            if prefix:
                prefixes.setdefault(prefix, uri)
    return markup.tree(source), Names(tuple(prefixes.items()), any_namespace=whole_form)


def _as(kind: str, value: Value, calendar: Calendar) -> object:
    match kind:
        case "boolean":
            return to_boolean(value)
        case "number":
            return _json_number(to_number(value, calendar))
        case "string":
            return to_string(value)
        case "date":
            return calendar.day_of(to_number(value, calendar)).text
        case "nodeset":
            if not isinstance(value, list):
                raise Problem("xpath_type", function="nodeset", value=to_string(value)[:60])
            return [place(node) for node in value]
    raise AssertionError(kind)


def _json_number(value: float) -> object:
    if math.isfinite(value):
        return int(value) if value == int(value) else float(value)
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def resolve(document: Node, path: str) -> Node:
    """The node of a positional path (`/*[1]/*[2]`, `/@name`, `/node()[3]`). Problem replay_line_invalid if none."""
    node, at = document, 0
    while at < len(path) and path != "/":
        match = _STEP.match(path, at)
        if match is None:
            raise wrong(
                N_("“{path}” is no place in the document; write for example /*[1]/*[2] or /*[1]/@name"), path=path
            )
        at = match.end()
        found = _attribute_node(node, match["attribute"]) if match["attribute"] else _child(node, match)
        if found is None:
            raise wrong(N_("the document has nothing at “{path}”"), path=path)
        node = found
    return node


def _child(node: Node, match: re.Match[str]) -> Node | None:
    among = node.content() if match["node"] else list(node.elements())
    index = int(match["index"] or 1) - 1
    return among[index] if 0 <= index < len(among) else None


def _attribute_node(node: Node, name: str) -> Node | None:
    return next((item for item in node.attributes if name in {item.name, _qualified(item)}), None)


def place(node: Node) -> str:
    """The positional path of a node."""
    if node.parent is None:
        return "/"
    above = "" if node.parent.parent is None else place(node.parent)
    if node.kind is ATTRIBUTE:
        return f"{above}/@{_qualified(node)}"
    if node.kind is NAMESPACE:
        return f"{above}/namespace::{node.name or '*'}"
    if node.kind is ELEMENT:
        return f"{above}/*[{list(node.parent.elements()).index(node) + 1}]"
    return f"{above}/node()[{node.parent.content().index(node) + 1}]"


def _qualified(node: Node) -> str:
    return f"{node.prefix}:{node.name}" if node.prefix else node.name


def _instance(document: Node, name: str) -> Node | None:
    for node in document.descendants():
        if node.kind is ELEMENT and node.name == "instance" and _attribute(node, "id") == name:
            return node
    return None


def _attribute(node: Node, name: str) -> str | None:
    return next((item.text for item in node.attributes if item.name == name and not item.namespace), None)


def _text(document: Node, language: str | None, name: str) -> Value:
    translations = [node for node in document.descendants() if node.kind is ELEMENT and node.name == "translation"]
    chosen = next((item for item in translations if _attribute(item, "lang") == language), None)
    chosen = chosen or next((item for item in translations if _attribute(item, "default") is not None), None)
    chosen = chosen or next(iter(translations), None)
    if chosen is None:
        return ""
    texts = [text for text in chosen.named("text") if _attribute(text, "id") == name]
    return [value for text in texts for value in text.named("value")]
