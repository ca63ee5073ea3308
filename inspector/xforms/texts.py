"""Labels, hints and translations of an XForm: mixed content with `<output>`, jr:itext references."""

import re
from dataclasses import replace
from typing import Final

from lxml import etree

from inspector.xforms.markup import JAVAROSA, split
from inspector.xforms.model import Formula, Text, Translations
from inspector.xforms.xpath.compiler import compile_parsed
from inspector.xforms.xpath.environment import Names
from inspector.xforms.xpath.parser import parse
from inspector.xforms.xpath.syntax import Call

_PLAIN_ITEXT: Final = re.compile(r"""\s*jr:itext\(\s*(?:'([^']+)'|"([^"]+)")\s*\)\s*""")


def formula(expression: str, names: Names) -> Formula:
    """A compiled expression of the form. Problems of the XPath parser and compiler."""
    parsed = parse(expression)
    return Formula(expression, parsed, compile_parsed(parsed, names))


def text_of(source: etree._Element | None, names: Names) -> Text:
    """The text of a label, hint or value element."""
    if source is None:
        return Text()
    reference = source.get("ref")
    if reference:
        named = referenced(reference, names)
        return replace(named, parts=mixed(source, names)) if named.key else named
    return Text(mixed(source, names))


def referenced(expression: str, names: Names) -> Text:
    """A text named by an expression; a plain jr:itext('…') is kept as its key."""
    plain = _PLAIN_ITEXT.fullmatch(expression)
    if plain:
        return Text(key=plain[1] or plain[2])
    found = formula(expression, names)
    match found.parsed:
        case Call("jr:itext", (named,)):
            return Text(lookup=found, key_formula=Formula(expression, named, compile_parsed(named, names)))
    return Text(lookup=found)


def message_of(text: str | None, names: Names) -> Text:
    """A jr:constraintMsg or jr:requiredMsg: plain text or jr:itext('…')."""
    if not text:
        return Text()
    return referenced(text, names) if text.strip().startswith("jr:itext(") else Text((text,))


def mixed(source: etree._Element, names: Names) -> tuple[str | Formula, ...]:
    """Text and outputs in order; other elements inside count as their text."""
    parts: list[str | Formula] = [source.text] if source.text else []
    for child in source:
        if isinstance(child.tag, str):
            expression = child.get("value") or child.get("ref")
            if split(child.tag)[1] == "output" and expression:
                parts.append(formula(expression, names))
            else:
                parts.extend(mixed(child, names))
        if child.tail:
            parts.append(child.tail)
    return tuple(parts)


def translations(itext: etree._Element | None, names: Names) -> Translations:
    """All translations; the default language is the marked one, else the first."""
    found = Translations()
    if itext is None:
        return found
    for translation in itext.iterchildren("{*}translation"):
        language = translation.get("lang", "")
        texts = {str(text.get("id")): _forms(text, names) for text in translation.iterchildren("{*}text")}
        found.texts.setdefault(language, {}).update(texts)
        if translation.get("default") is not None:
            found.default = language
    found.languages = tuple(found.texts)
    found.kinds = frozenset(kind for texts in found.texts.values() for forms in texts.values() for kind in forms)
    found.default = found.default or next(iter(found.texts), "")
    return found


def _forms(text: etree._Element, names: Names) -> dict[str, Text]:
    return {value.get("form", ""): Text(mixed(value, names)) for value in text.iterchildren("{*}value")}


def jr(source: etree._Element, name: str) -> str | None:
    """A `jr:` attribute."""
    return source.get(f"{{{JAVAROSA}}}{name}")
