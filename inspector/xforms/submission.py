"""The finished form as an ODK submission: relevant nodes, the attributes of the root, no templates."""

from lxml import etree

from inspector.xforms.definition import FormDefinition
from inspector.xforms.live import LiveNode
from inspector.xforms.nodes import Node


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
