"""Reads an XForm into a schema: primary instance, binds, body, translations, secondary instances, actions."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, cast

from lxml import etree

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.xforms import body as _body
from inspector.xforms import markup, secondary
from inspector.xforms.actions import EVENTS
from inspector.xforms.live import is_template
from inspector.xforms.model import Bind, Control, Formula, Kind, ModelNode, SetValue, Translations
from inspector.xforms.nodes import Node
from inspector.xforms.texts import formula, jr, message_of, translations
from inspector.xforms.xpath.environment import Names

_SIMPLE_REF: Final = re.compile(r"[^\[\]()*@|]+")
_BIND_ATTRIBUTES: Final = frozenset(
    {"nodeset", "ref", "id", "type", "relevant", "required", "readonly", "constraint", "calculate"}
)


@dataclass(slots=True)
class Loaded:
    """Everything a form says. `document` is the schema node above the primary instance."""

    form_id: str
    version: str
    title: str
    document: ModelNode
    prototype: Node
    translations: Translations
    instances: dict[str, secondary.SecondaryInstance]
    actions: tuple[SetValue, ...]
    names: Names


def load(xml: bytes, attachments: Mapping[str, bytes]) -> Loaded:
    """Read a form. Problems as `definition.load_form` names them."""
    source = markup.read(xml)
    model = next(source.iter("{*}model"), None)
    if model is None:
        raise Problem("form_invalid", reason="model")
    primary = _primary(model)
    names = Names(tuple(_prefixes(source).items()), any_namespace=True)
    body = next((item for item in source.iterchildren("{*}body")), None)
    prototype = markup.element(primary, keep_blank_text=False)
    document = _schema(prototype, _body.repeats_of(body))
    _add_binds(model, document, names)
    found = _body.read_body(body, names, document.children[0].ref)
    _add_controls(document, found)
    actions = [*(_body.action(item, names, "") for item in model.iterchildren("{*}setvalue")), *found.actions]
    _check_actions(document, actions)
    title = source.find(".//{*}title")
    return Loaded(
        form_id=primary.get("id") or markup.split(primary.tag)[0],
        version=primary.get("version") or primary.get(f"{{{markup.OPENROSA}}}version") or "",
        title="" if title is None else "".join(map(str, title.itertext())).strip(),
        document=document,
        prototype=prototype,
        translations=translations(next(model.iterchildren("{*}itext"), None), names),
        instances=_secondary(model, attachments),
        actions=tuple(actions),
        names=names,
    )


def _prefixes(source: etree._Element) -> dict[str, str]:
    pairs = cast("list[tuple[str | None, str]]", source.xpath("//namespace::*"))
    return {**markup.KNOWN_PREFIXES, **{prefix: uri for prefix, uri in pairs if prefix}}


def _primary(model: etree._Element) -> etree._Element:
    for instance in model.iterchildren("{*}instance"):
        for item in instance.iterchildren(tag=etree.Element):
            return item
    raise Problem("form_invalid", reason="instance")


def _secondary(model: etree._Element, attachments: Mapping[str, bytes]) -> dict[str, secondary.SecondaryInstance]:
    found: dict[str, secondary.SecondaryInstance] = {}
    for instance in model.iterchildren("{*}instance"):
        name, uri = instance.get("id"), instance.get("src")
        if not name:
            continue
        if len(instance) or not uri:
            found[name] = secondary.inline(instance)
        elif "last-saved" in uri:
            found[name] = secondary.empty()
        else:
            found[name] = secondary.attached(uri, attachments)
    return found


# schema


def _schema(prototype: Node, repeats: set[str]) -> ModelNode:
    document = ModelNode("", "", "", None)
    _merge(document, prototype, repeats)
    for node in document.walk():
        above = node.parent
        node.enclosing = None if above is None else above.repeat
    return document


def _merge(parent: ModelNode, element: Node, repeats: set[str]) -> None:
    """Add an element to the schema; elements of one name and parent are one schema node."""
    node = parent.by_name.get(element.name)
    if node is None:
        node = ModelNode(element.name, element.namespace, element.prefix, parent)
        parent.by_name[element.name] = node
        parent.children.append(node)
        node.is_repeat = node.ref in repeats
    if node.is_repeat and (node.template is None or (is_template(element) and not is_template(node.template))):
        node.template = element
    for child in element.elements():
        _merge(node, child, repeats)


def _lookup(document: ModelNode, ref: str) -> ModelNode | None:
    node: ModelNode | None = document
    for name in ref.strip("/").split("/"):
        node = None if node is None else node.by_name.get(name)
    return node


def _add_binds(model: etree._Element, document: ModelNode, names: Names) -> None:
    root = document.children[0].ref
    for item in model.iter("{*}bind"):
        ref = _body.clean_ref(item.get("nodeset") or item.get("ref") or "", root)
        node = _lookup(document, ref)
        if node is not None:
            node.bind = _bind(item, names)


def _bind(item: etree._Element, names: Names) -> Bind:
    def compiled(name: str) -> Formula | None:
        text = item.get(name)
        return formula(text, names) if text and text.strip() else None

    return Bind(
        data_type=(item.get("type") or "string").rpartition(":")[2],
        relevant=compiled("relevant"),
        required=compiled("required"),
        readonly=compiled("readonly"),
        constraint=compiled("constraint"),
        calculate=compiled("calculate"),
        constraint_message=message_of(jr(item, "constraintMsg"), names),
        required_message=message_of(jr(item, "requiredMsg"), names),
        preload=jr(item, "preload") or "",
        preload_parameter=jr(item, "preloadParams") or "",
        attributes=tuple(_body.attributes(item, _BIND_ATTRIBUTES)),
    )


def _add_controls(document: ModelNode, found: _body.Body) -> None:
    for ref, control in found.controls.items():
        node = _lookup(document, ref)
        if node is None:
            raise Problem("form_invalid", reason=ref)
        node.control = replace(control, kind=Kind.NOTE) if _is_note(node, control) else control


def _check_actions(document: ModelNode, actions: list[SetValue]) -> None:
    """An action that no event starts, or that sets nothing, would fail in silence: it is refused."""
    for action in actions:
        unknown = action.events - EVENTS
        if unknown or not action.events:
            raise Problem("form_invalid", reason=f"setvalue event={' '.join(sorted(unknown))!r}")
        ref = _body.clean_ref(action.target.text, action.at or document.children[0].ref)
        if _SIMPLE_REF.fullmatch(action.target.text.strip()) and _lookup(document, ref) is None:
            raise Problem("form_invalid", reason=f"setvalue ref={action.target.text!r}")


def _is_note(node: ModelNode, control: Control) -> bool:
    """An input that is always read-only and not calculated only shows its label."""
    readonly = node.bind.readonly
    always = readonly is not None and readonly.text.strip() in {"true()", "1"}
    return control.kind is Kind.INPUT and always and node.bind.calculate is None
