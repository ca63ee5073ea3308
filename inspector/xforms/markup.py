"""Reads XML bytes into `nodes`, hardened: no entities, no network, bounded size and depth.

lxml does the reading (forms.md: lxml reads and writes XML, nothing else).
"""

from lxml import etree

from inspector.problems import Problem
from inspector.xforms import problems
from inspector.xforms.nodes import COMMENT, ELEMENT, INSTRUCTION, ROOT, TEXT, Node

XHTML = "http://www.w3.org/1999/xhtml"
JAVAROSA = "http://openrosa.org/javarosa"
OPENROSA = "http://openrosa.org/xforms"
ODK = "http://www.opendatakit.org/xforms"
MATHML = "http://www.w3.org/1998/Math/MathML"
KNOWN_PREFIXES = {"xhtml": XHTML, "mathml": MATHML, "jr": JAVAROSA, "h": XHTML, "odk": ODK, "orx": OPENROSA}
"""Prefixes that expressions may use without declaration."""


def read(xml: bytes) -> etree._Element:
    """The root element of a document. Problems: form_too_large, form_unsafe, form_invalid."""
    if len(xml) > problems.MAX_XML_BYTES or xml.count(b"<") > problems.MAX_XML_TAGS:
        raise Problem("form_too_large", size=len(xml))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Problem("form_invalid", reason=str(error)) from error
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and list(dtd.iterentities()):  # type: ignore[union-attr]  # missing in the stubs
        raise Problem("form_unsafe")
    return root


def tree(root: etree._Element) -> Node:
    """The whole document as nodes, comments and processing instructions included; returns the root node."""
    document = Node(ROOT)
    before = list(root.itersiblings(preceding=True))
    for item in [*reversed(before), root, *root.itersiblings()]:
        document.append(_convert(item))
    return document


def element(source: etree._Element, *, keep_blank_text: bool = True) -> Node:
    """One element with everything below it, without a parent; blank texts between elements may be left out."""
    node = _element(source)
    whole = keep_blank_text
    stack = [(source, node)]
    while stack:
        parent, target = stack.pop()
        if len(parent) == 0:
            target.text = parent.text or ""
            continue
        _text(target, parent.text, keep_blank_text=keep_blank_text)
        for item in parent:
            child = _shallow(item, namespaces=whole)
            if child is not None:
                target.append(child)
                if child.kind is ELEMENT:
                    stack.append((item, child))
            _text(target, item.tail, keep_blank_text=keep_blank_text)
        _join_single_text(target)
    return node


def _convert(item: etree._Element) -> Node:
    shallow = _shallow(item)
    if shallow is None or shallow.kind is not ELEMENT:
        return shallow or Node(COMMENT)
    return element(item)


def _shallow(item: etree._Element, *, namespaces: bool = True) -> Node | None:
    if isinstance(item, etree._Comment):  # noqa: SLF001 - lxml has no public name for its node classes
        return Node(COMMENT, text=item.text or "")
    if isinstance(item, etree._ProcessingInstruction):  # noqa: SLF001 - as above
        return Node(INSTRUCTION, str(item.target), text=item.text or "")
    return None if isinstance(item, etree._Entity) else _element(item, namespaces=namespaces)  # noqa: SLF001 - as above


def _element(item: etree._Element, *, namespaces: bool = True) -> Node:
    """Without `namespaces` the namespaces in scope are left out: they take long and forms do not ask for them."""
    namespace, name = split(item.tag)
    node = Node(ELEMENT, name, namespace)
    node.prefix = item.prefix or ""
    scope = item.nsmap if namespaces else {}
    node.namespaces = {prefix or "": uri for prefix, uri in scope.items()}
    prefixes = {uri: prefix for prefix, uri in scope.items() if prefix}
    for key, value in item.attrib.items():
        space, local = split(str(key))
        prefix = "xml" if space == "http://www.w3.org/XML/1998/namespace" else prefixes.get(space, "")
        node.add_attribute(local, str(value), space, prefix)
    return node


def split(tag: str | bytes | bytearray | etree.QName) -> tuple[str, str]:
    """Namespace ("" for none) and local name of a `{namespace}local` tag."""
    text = str(tag)
    if text.startswith("{"):
        namespace, _, local = text[1:].partition("}")
        return namespace, local
    return "", text


def _text(target: Node, text: str | None, *, keep_blank_text: bool) -> None:
    if text and (keep_blank_text or text.strip(" \t\r\n")):
        last = target.children[-1] if target.children else None
        if last is not None and last.kind is TEXT:
            last.text += text
        else:
            target.append(Node(TEXT, text=text))


def _join_single_text(target: Node) -> None:
    if len(target.children) == 1 and target.children[0].kind is TEXT:
        target.text = target.children[0].text
        target.children.clear()
