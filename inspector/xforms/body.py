"""The body of an XForm: controls, groups and repeats, and the setvalue actions inside them."""

import re
from collections.abc import Iterator
from dataclasses import field
from typing import Final

from lxml import etree

from inspector.quick_dataclass import dataclass
from inspector.xforms.markup import split
from inspector.xforms.model import Choice, Control, Itemset, Kind, SetValue, Text
from inspector.xforms.texts import formula, jr, referenced, text_of
from inspector.xforms.xpath.environment import Names

_KINDS: Final = {
    "input": Kind.INPUT,
    "secret": Kind.INPUT,
    "textarea": Kind.INPUT,
    "select1": Kind.SELECT_ONE,
    "select": Kind.SELECT_MANY,
    "rank": Kind.RANK,
    "range": Kind.RANGE,
    "trigger": Kind.TRIGGER,
    "upload": Kind.UPLOAD,
}
_KNOWN_ATTRIBUTES: Final = frozenset({"ref", "nodeset", "appearance", "bind"})


@dataclass(slots=True)
class Body:
    """What the body says: the control of each reference, the repeats, the actions, references in body order."""

    controls: dict[str, Control] = field(default_factory=dict)
    repeats: list[str] = field(default_factory=list)
    actions: list[SetValue] = field(default_factory=list)


def repeats_of(body: etree._Element | None) -> set[str]:
    """References of all repeats, before anything is compiled."""
    if body is None:
        return set()
    return {clean_ref(item.get("nodeset") or item.get("ref") or "", "") for item in body.iter("{*}repeat")}


def clean_ref(reference: str, context: str) -> str:
    """An absolute reference without prefixes and predicates; relative ones start at `context` ("/data/group")."""
    text = re.sub(r"\[[^\]]*\]", "", reference.strip())
    text = re.sub(r"^current\(\)/", "./", text)
    base = [] if text.startswith("/") else [part for part in context.split("/") if part]
    for part in text.split("/"):
        if part == "..":
            base = base[:-1]
        elif part not in {"", "."}:
            base.append(part.rpartition(":")[2])
    return "/" + "/".join(base)


def read_body(body: etree._Element | None, names: Names, root: str) -> Body:
    """All controls. Problems of the XPath parser and compiler."""
    found = Body()
    if body is not None:
        _children(body, names, root, found)
    return found


def _children(parent: etree._Element, names: Names, context: str, found: Body) -> None:
    for item in parent.iterchildren(tag=etree.Element):
        name = split(item.tag)[1]
        if name == "setvalue":
            found.actions.append(action(item, names, context))
        elif name == "group":
            _group(item, names, context, found)
        elif name == "repeat":
            _repeat(item, names, context, found)
        elif name in _KINDS:
            _control(item, _KINDS[name], names, context, found)


def _own_ref(item: etree._Element, context: str) -> str:
    reference = item.get("nodeset") or item.get("ref") or item.get("bind")
    return clean_ref(reference, context) if reference else ""


def _group(item: etree._Element, names: Names, context: str, found: Body) -> None:
    ref = _own_ref(item, context)
    if ref:
        known = found.controls.get(ref)
        found.controls[ref] = known or _labelled(item, Kind.GROUP, names)
    _children(item, names, ref or context, found)


def _repeat(item: etree._Element, names: Names, context: str, found: Body) -> None:
    ref = _own_ref(item, context)
    outer = found.controls.get(ref)
    count = jr(item, "count")
    own = _labelled(item, Kind.REPEAT, names)
    found.controls[ref] = Control(
        Kind.REPEAT,
        own.appearance or (outer.appearance if outer else ""),
        own.label if own.label != Text() or outer is None else outer.label,
        own.hint,
        count=formula(count, names) if count else None,
        fixed_rows=(jr(item, "noAddRemove") or "").strip() in {"true()", "true", "1"},
        attributes=own.attributes + (outer.attributes if outer else ()),
    )
    found.repeats.append(ref)
    _children(item, names, ref, found)


def _labelled(item: etree._Element, kind: Kind, names: Names) -> Control:
    return Control(
        kind,
        item.get("appearance", ""),
        text_of(item.find("{*}label"), names),
        text_of(item.find("{*}hint"), names),
        attributes=tuple(attributes(item, _KNOWN_ATTRIBUTES)),
    )


def _control(item: etree._Element, kind: Kind, names: Names, context: str, found: Body) -> None:
    ref = _own_ref(item, context)
    plain = _labelled(item, kind, names)
    itemset = item.find("{*}itemset")
    found.controls[ref] = Control(
        kind,
        plain.appearance,
        plain.label,
        plain.hint,
        choices=tuple(_choices(item, names)),
        itemset=None if itemset is None else _itemset(itemset, names),
        attributes=plain.attributes,
    )
    found.actions.extend(action(child, names, ref) for child in item.iterchildren("{*}setvalue"))


def _choices(item: etree._Element, names: Names) -> Iterator[Choice]:
    for choice in item.iterchildren("{*}item"):
        value = choice.find("{*}value")
        text = "" if value is None else "".join(map(str, value.itertext())).strip()
        label = choice.find("{*}label")
        yield Choice(text, Text((text,)) if label is None else text_of(label, names))


def _itemset(item: etree._Element, names: Names) -> Itemset:
    value, label = item.find("{*}value"), item.find("{*}label")
    value_ref = "" if value is None else value.get("ref", "")
    label_ref = "" if label is None else label.get("ref", "")
    return Itemset(
        formula(item.get("nodeset", ""), names),
        formula(value_ref or "value", names),
        referenced(label_ref or value_ref or "value", names),
    )


def action(item: etree._Element, names: Names, at: str) -> SetValue:
    """A setvalue element standing at a reference ("" in the model)."""
    event = item.get("event") or item.get("{http://www.w3.org/2001/xml-events}event") or ""
    value = item.get("value")
    reference = item.get("ref") or item.get("bind") or ""
    return SetValue(
        frozenset(event.split()),
        formula(reference, names),
        formula(value, names) if value else None,
        "".join(map(str, item.itertext())) if value is None else "",
        at,
    )


def attributes(item: etree._Element, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Attributes beyond the known ones, namespaced ones twice: `{namespace}local` and `prefix:local`."""
    prefixes = {uri: prefix for prefix, uri in item.nsmap.items() if prefix}
    for key, value in item.attrib.items():
        namespace, local = split(str(key))
        if not namespace:
            if local not in known:
                yield local, str(value)
            continue
        yield str(key), str(value)
        if namespace in prefixes:
            yield f"{prefixes[namespace]}:{local}", str(value)
