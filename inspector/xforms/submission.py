"""The finished form as an ODK submission: relevant nodes, their attributes, no templates; and back, to edit it."""

from lxml import etree

from inspector.problems import Problem
from inspector.xforms.definition import FormDefinition
from inspector.xforms.live import LiveNode
from inspector.xforms.markup import read, split
from inspector.xforms.model import ModelNode
from inspector.xforms.nodes import Node
from inspector.xforms.saved import NO_ROWS


def submission(definition: FormDefinition, document: Node) -> bytes:
    """UTF-8 XML with declaration."""
    prototype = definition.loaded.prototype
    top = document.children[0]
    prefixes = {prefix or None: uri for prefix, uri in prototype.namespaces.items()}
    root = etree.Element(_tag(top), nsmap=prefixes)  # type: ignore[arg-type]  # the stubs lack the default namespace
    _copy_attributes(root, prototype)
    _fill(root, top)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _fill(target: etree._Element, node: Node) -> None:
    for child in node.children:
        if isinstance(child, LiveNode) and child.live:
            item = etree.SubElement(target, _tag(child))
            _copy_attributes(item, child)
            if child.model.children:
                _fill(item, child)
            else:
                item.text = _printable(child.text) or None


def _copy_attributes(target: etree._Element, node: Node) -> None:
    for attribute in node.attributes:
        name = f"{{{attribute.namespace}}}{attribute.name}" if attribute.namespace else attribute.name
        target.set(name, attribute.text)


def _printable(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n\r")


def _tag(node: Node) -> str:
    return f"{{{node.namespace}}}{node.name}" if node.namespace else node.name


def submitted_values(definition: FormDefinition, xml: bytes) -> dict[str, str]:
    """A submission as values for `FormInstance.new`, so that it can be edited.

    What it lacks was not relevant and is blank; what the form does not know is left out. A form with a deprecatedID
    gets the old instanceID there and a new one of its own (ODK XForms, "Metadata"). Problems: form_invalid when it is
    a submission of another form, form_too_large, form_unsafe.
    """
    source, model = read(xml), definition.loaded.document.children[0]
    name = split(source.tag)[1]
    if name != model.name or source.get("id", definition.id) != definition.id:
        raise Problem("form_invalid", reason=f"<{name} id={source.get('id', '')!r}>")
    values: dict[str, str] = {}
    _collect(values, model, source, model.ref)
    old, new = (f"{model.ref}/meta/{leaf}" for leaf in ("deprecatedID", "instanceID"))
    if old in values and new in values:
        values[old], values[new] = values[new], ""
    return values


def _collect(values: dict[str, str], model: ModelNode, source: etree._Element | None, ref: str) -> None:
    present = () if source is None else source.iterchildren(tag=etree.Element)
    by_name: dict[str, list[etree._Element]] = {}
    for item in present:
        by_name.setdefault(split(item.tag)[1], []).append(item)
    for child in model.children:
        found, place = by_name.get(child.name, []), f"{ref}/{child.name}"
        if child.is_repeat:
            values.update({} if found else {f"{place}/{NO_ROWS}": "0"})
            for number, item in enumerate(found, 1):
                _collect(values, child, item, f"{place}[{number}]")
        elif child.children:
            _collect(values, child, found[0] if found else None, place)
        else:
            values[place] = (found[0].text or "") if found else ""
