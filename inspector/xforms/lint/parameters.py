"""The column parameters, and further things that the compiler refuses with a sentence of its own: told beforehand.

What a type takes is the list of the XLSForm reference; what it does not say about numbers is what pyxform 4 demands.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from inspector.xforms.lint.findings import Finding, found
from inspector.xforms.lint.outline import Item, Outline

_PAIR: Final = re.compile(r"([\w-]+)\s*=\s*(\$\{[^}]*\}|\"[^\"]*\"|'[^']*'|[^\s,;]+)")
_BETWEEN: Final = re.compile(r"[\s,;]*")
_REFERENCES: Final = re.compile(r"\s*\$\{[^}]+\}\s*(,\s*\$\{[^}]+\}\s*)*")
_CHOICES: Final = frozenset({"randomize", "seed"})
_TAKES: Final[Mapping[str, frozenset[str]]] = {
    "range": frozenset({"start", "end", "step", "tick_interval", "tick_labelset", "placeholder"}),
    "select_one": _CHOICES,
    "select_multiple": _CHOICES,
    "rank": _CHOICES,
    "text": frozenset({"rows"}),
    "image": frozenset({"max-pixels", "app"}),
    "audio": frozenset({"quality"}),
    "geopoint": frozenset({"capture-accuracy", "warning-accuracy", "allow-mock-accuracy", "reference-geometry"}),
    "audit": frozenset(
        {"identify-user", "location-max-age", "location-min-interval", "location-priority"}
        | {"track-changes", "track-changes-reasons"}
    ),
}
_OF_FILE: Final = _CHOICES | {"value", "label"}
_WHOLE: Final = frozenset({"rows", "max-pixels"})
_NUMBERS: Final = frozenset({"start", "end", "step", "tick_interval", "capture-accuracy", "warning-accuracy"})
_FILES: Final = (".csv", ".xml", ".geojson")
_NEVER: Final = frozenset({"meta", "instanceID", "instanceName"})
"""Names of the form's own nodes."""
ROOT: Final = "data"


def parameters(outline: Outline) -> Iterator[Finding]:
    """What is wrong with parameters, files of choices, triggers and names of repeats."""
    for item in outline.items:
        yield from _of_item(item)
    yield from _names(outline.items)


def _of_item(item: Item) -> Iterator[Finding]:
    text = item.text("parameters").strip()
    if text:
        yield from _parameters(item, text)
    if item.type.from_file and not item.type.choices.lower().endswith(_FILES):
        yield found("list_file_kind", item.place("type"), list=item.type.choices, known=", ".join(_FILES))
    if item.kind == "calculate" and not item.text("calculation") and not _dynamic(item.text("default")):
        yield found("calculation_missing", item.place("calculation"), name=item.name)
    trigger = item.text("trigger")
    if trigger and not _REFERENCES.fullmatch(trigger):
        yield found("trigger_invalid", item.place("trigger"), text=trigger)
    if item.kind == "audit" and item.name not in ("", "audit"):
        yield found("audit_name", item.place("name"), name=item.name)
    if item.text("save_to"):
        yield found("save_to_none", item.place("save_to"))
    if item.type.other and item.text("choice_filter"):
        yield found("other_filtered", item.place("choice_filter"))


def _dynamic(default: str) -> bool:
    return "${" in default or "(" in default


def _parameters(item: Item, text: str) -> Iterator[Finding]:
    place, pairs = item.place("parameters"), _pairs(text)
    if pairs is None:
        yield found("parameters_invalid", place, text=text)
        return
    known = _OF_FILE if item.type.from_file else _TAKES.get(item.kind, frozenset())
    for name in pairs:
        if name not in known:
            options = ", ".join(sorted(known)) or "—"
            yield found("parameter_unknown", place, name=name, type=item.written, known=options)
    for name, value in pairs.items():
        if name in known:
            yield from _value(item, name, value)
    if "seed" in pairs and "randomize" not in pairs:
        yield found("parameter_seed", place)
    if item.kind == "range":
        yield from _range(item, pairs)


def _pairs(text: str) -> dict[str, str] | None:
    """The parameters by name; None for what is no list of them."""
    pairs: dict[str, str] = {}
    at = _end(_BETWEEN, text, 0)
    while at < len(text):
        match = _PAIR.match(text, at)
        if match is None:
            return None
        pairs[match[1].lower()] = match[2].strip("\"'")
        at = _end(_BETWEEN, text, match.end())
    return pairs


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match is not None else at


def _value(item: Item, name: str, value: str) -> Iterator[Finding]:
    place = item.place("parameters")
    if (name in _NUMBERS and _number(value) is None) or (name in _WHOLE and not value.isdecimal()):
        yield found("parameter_number", place, name=name, value=value)
    elif name == "randomize" and value.lower() not in ("true", "false"):
        yield found("parameter_choice", place, name=name, value=value, known="true, false")
    elif name == "seed" and "${" not in value and _number(value) is None:
        yield found("parameter_number", place, name=name, value=value)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _range(item: Item, pairs: Mapping[str, str]) -> Iterator[Finding]:
    """Ten steps of one from one on, unless said otherwise."""
    start, end, step = (
        _number(pairs.get(name, usual)) for name, usual in (("start", "1"), ("end", "10"), ("step", "1"))
    )
    if start is None or end is None or step is None:
        return
    if step == 0 or abs(step) > abs(end - start):
        yield found("range_step", item.place("parameters"), start=start, end=end, step=step)


def _names(items: Iterable[Item]) -> Iterator[Finding]:
    """Names that the compiler keeps for itself, and names that differ only in large and small letters."""
    seen: dict[tuple[Item | None, str], Item] = {}
    repeats: dict[str, Item] = {}
    for item in items:
        if item.name in _NEVER or (item.kind == "repeat" and item.name == ROOT):
            yield found("name_reserved", item.place("name"), name=item.name)
        before = seen.setdefault((item.parent, item.name.lower()), item)
        if item.name and before.name != item.name:
            yield found("name_alike", item.place("name"), name=item.name, other=before.name, row=before.row.number)
        if item.kind == "repeat" and item.name:
            other = repeats.setdefault(item.name, item)
            if other is not item and other.parent is not item.parent:
                yield found("name_duplicate", item.place("name"), name=item.name, row=other.row.number)
