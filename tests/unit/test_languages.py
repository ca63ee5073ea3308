"""Both languages are complete: no text for people stands unmarked in the code, none in Chinese, and data has pairs."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "inspector"
CHINESE = re.compile(r"[\u3400-\u9fff]")
WORDS = re.compile(r"[A-Za-z]{2,}")

SHOWING: Final = {
    *("Text", "Button", "IconButton", "TextField", "TextArea", "ComboField", "DateField", "Card", "ElidedLabel"),
    *("EmptyState", "Chip", "FilterChip", "KeyCap", "Outline", "TabRow", "Segmented", "ColumnsTable", "TableView"),
}
"""Widgets whose first words are shown or read out."""
SAYING: Final = {
    *("setText", "setToolTip", "setAccessibleName", "setAccessibleDescription", "setWindowTitle"),
    *("setPlaceholderText", "set_label", "set_error", "success", "info", "error", "add_parser"),
}
"""Methods whose first argument is shown."""
NAMES: Final = frozenset(
    {"English", "PIN", "Ctrl", "Alt", "Shift", "Enter", "Esc", "Del", "Tab", "PgUp", "PgDn", "Space"}
)
"""Words that are the same in both languages: names of keys, and a language named in itself."""
OWN_NAMES: Final = re.compile(r"^[A-Z]{1,4}\d?$|^[a-z-]+(-\d)?$|--[a-z]+|^https?://|^0000|\.(pdf|xlsx|json)$")
"""Icons, options of commands, keys, addresses, names of files."""


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def documentation(tree: ast.Module) -> set[int]:
    """Ids of strings that are documentation: of modules, classes, functions, and below what they describe."""
    found = set()
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                found.add(id(child.value))
    return found


def test_no_chinese_stands_in_the_code() -> None:
    """It stands in the catalogue and in data; patterns that only name a range of characters are no text."""
    found = []
    for name, tree in trees():
        skipped = documentation(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
                text = re.sub(r"[\u3400\u4e00]-[\u9fff\u9fa5]", "", node.value)
                if len(CHINESE.findall(text)) > 1 and name not in ALLOWED and "[" not in text:
                    found.append(f"{name}:{node.lineno}: {text[:40]}")
    assert found == []


ALLOWED: Final = {
    "inspector/criteria/model.py": "the brackets around a converted value, in each language",
    "inspector/domain/diagram_draft.py": "words by which equipment is known from names that people typed",
    "inspector/services/customer_files/portraits.py": "a unit as workbooks write it",
    "inspector/services/excel/columns.py": "examples in the Chinese template",
    "inspector/services/excel/problems.py": "words that cells take in either language",
    "inspector/services/excel/values.py": "words that cells take in either language",
    "inspector/services/replies/checking.py": "states that customers write into their reply",
    "inspector/storage/search/pinyin.py": "a word that is spelt otherwise than its characters",
}
"""Modules with Chinese that is read or written as data, and what it is."""


def spoken(node: ast.Call) -> str:
    """What a call shows without having it translated; "" for nothing."""
    function = node.func
    name = (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )
    showing = isinstance(function, ast.Name) and name in SHOWING
    saying = isinstance(function, ast.Attribute) and name in SAYING - {"add_parser"}
    if not (showing or saying) or not node.args:
        return ""
    first = node.args[0]
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        return first.value
    if isinstance(first, ast.JoinedStr):
        return " ".join(str(part.value) for part in first.values if isinstance(part, ast.Constant))
    return ""


def test_no_words_are_shown_that_nobody_translates() -> None:
    found = []
    for name, tree in trees():
        if not name.startswith("inspector/ui/"):
            continue
        for node in ast.walk(tree):
            text = spoken(node) if isinstance(node, ast.Call) else ""
            words = [word for word in WORDS.findall(text) if word not in NAMES]
            if words and not OWN_NAMES.search(text):
                found.append(f"{name}:{node.lineno}: {text}")  # type: ignore[attr-defined]  # a call has a line
    assert found == []


# data ---------------------------------------------------------------------------------------------------------------


def tables(value: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table of a document, with where it stands."""
    if isinstance(value, dict):
        yield place, value
        for key, inner in value.items():
            yield from tables(inner, f"{place}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from tables(inner, f"{place}[{number}]")


DATA = [path for path in sorted((ROOT / "resources").rglob("*.toml")) if "sample" not in path.parts]


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
def test_texts_of_data_come_in_both_languages(path: Path) -> None:
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    for place, table in tables(document, path.name):
        for key, value in table.items():
            for own, other in (("zh", "en"), ("en", "zh")):
                if key == own or key.endswith(f"_{own}"):
                    twin = key[: -len(own)] + other
                    plain = key.removesuffix(f"_{own}")
                    there = bool(table.get(twin)) or (own == "zh" and bool(table.get(plain)))
                    assert there == bool(value), f"{place}: {key} without {twin}"
            if (key == "en" or key.endswith("_en")) and isinstance(value, str):
                assert not CHINESE.search(value), f"{place}: {value}"


# dates --------------------------------------------------------------------------------------------------------------

DATES: Final = {
    *("%Y-%m-%d", "%y-%m-%d", "%m-%d", "%Y-%m", "%y-%m", "%Y", "%y", "%m", "%d"),
    *("%H:%M", "%H:%M:%S", "%Y-%m-%d %H:%M", "%m-%d %H:%M"),
}
"""How days and times are shown, the same in both languages: numbers in the order of ISO 8601 (GB/T 7408), the design's
short forms where the year goes without saying. Names of weekdays and months are Qt's, in the window's language."""
FOR_MACHINES: Final = re.compile(r"(%Y-?)?%m%d(-?%H%M(%S)?)?|%Y-%m-%dT%H:%M:%SZ")
"""Moments inside names of files, without colons, and in the properties of workbooks."""


def shapes(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Shapes of dates: after the colon in an f-string, and what `strftime` is given."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
            for part in node.format_spec.values:
                if isinstance(part, ast.Constant) and str(part.value).startswith("%"):
                    yield node.lineno, str(part.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "strftime":
            for argument in node.args:
                for value in ast.walk(argument):
                    if isinstance(value, ast.Constant) and "%" in str(value.value):
                        yield node.lineno, str(value.value)


def test_days_and_times_have_one_shape_for_each_purpose() -> None:
    found = [(name, line, shape) for name, tree in trees() for line, shape in shapes(tree)]
    assert len(found) > 60
    assert [one for one in found if one[2] not in DATES and not FOR_MACHINES.fullmatch(one[2])] == []
