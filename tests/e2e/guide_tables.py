"""Tables of the guides that follow from the program: `GENERATED` are written whole, `NAMED` are compared by name.

`INSPECTOR_GUIDES=write` with `tests/e2e/test_guides.py` writes the generated ones anew; look at what changed.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from inspector.criteria import limits, reasons, schema
from inspector.criteria.derive import DERIVE
from inspector.criteria.facts import LABELS
from inspector.criteria.vocabulary import POSITIVE, WORDS
from inspector.i18n import Translator
from inspector.services.checklists import workbook
from inspector.services.checklists.authoring import ATTRIBUTES
from inspector.services.help.keyboard import shown_keys
from inspector.services.preferences.catalogue import SECTIONS, options
from inspector.services.preferences.keymap import COMMANDS
from inspector.services.preferences.options import Scope
from inspector.xforms.lint import headers
from inspector.xforms.lint.findings import RULES
from inspector.xforms.lint.types import WRITTEN
from inspector.xforms.xpath.functions import FUNCTIONS

TR: Final = Translator("zh_CN")
LOOKS: Final = ("autocomplete", "search", "likert", "columns", "list")
"""Appearances of choices that `ui.forms.choosing` reads besides those that authors' drop-downs offer."""
_GENERATED: Final = re.compile(
    "(<!-- 由程序生成：(?P<name>\\w+) -->\n)(?P<table>.*?)(<!-- 生成结束 -->)",
    re.DOTALL,
)
_NAMED: Final = re.compile("<!-- 与程序核对：(?P<name>[\\w ]+) -->\n(?P<table>(?:\\|.*\n)+)")
_WORD: Final = re.compile(r"`([^`]+)`")


def _table(head: str, rows: Iterable[Iterable[str]]) -> str:
    columns = head.split("|")
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _findings() -> str:
    told = {"error": "错误", "warning": "提醒"}
    rows = ((f"`{code}`", told[rule.severity], TR(rule.message), TR(rule.advice)) for code, rule in RULES.items())
    return _table("编号|程度|问题|怎样改正", rows)


def _notes() -> str:
    return _table("note|说明", ((f"`{name}`", note.render(TR)) for name, note in reasons.NOTES.items()))


def _facts() -> str:
    rows = []
    for name, label in LABELS.items():
        words = "、".join(f"`{word}`" for word in WORDS.get(name, ()))
        rows.append((f"`{name}`", TR(label), words or ("大于零的数" if name in POSITIVE else "")))
    return _table("条件|意思|可写的值", rows)


def _keys() -> str:
    rows = ((f"`{shown_keys(one.keys)}`", TR(one.label), TR(one.where)) for one in COMMANDS)
    return _table("按键|作用|在哪里", rows)


def _options() -> str:
    """Options of the company and of a laptop. Those of a person stay with the window; cycles are one for each rule."""
    scopes = {Scope.COMPANY: "本单位", Scope.LAPTOP: "本机"}
    rows = (
        (f"`{one.key}`", f"{TR(SECTIONS[one.section])} · {one.name(TR)}", scopes[one.scope])
        for one in options().values()
        if one.scope in scopes and one.section != "cycles"
    )
    return _table("设置项|名称|范围", rows)


GENERATED: Final[Mapping[str, Callable[[], str]]] = {
    "findings": _findings,
    "notes": _notes,
    "facts": _facts,
    "keys": _keys,
    "options": _options,
}


def arity(name: str) -> str:
    """How many arguments a function takes, as the guide writes it."""
    one = FUNCTIONS[name]
    if one.maximum is None:
        return f"≥{one.minimum}"
    return str(one.minimum) if one.maximum == one.minimum else f"{one.minimum}–{one.maximum}"


NAMED: Final[Mapping[str, Callable[[], Iterable[str]]]] = {
    "columns survey": lambda: headers.KNOWN["survey"],
    "columns choices": lambda: headers.KNOWN["choices"],
    "columns settings": lambda: headers.KNOWN["settings"],
    "types": lambda: WRITTEN,
    "appearances": lambda: (*workbook._APPEARANCES, *LOOKS),
    "attributes": lambda: ATTRIBUTES,
    "functions": lambda: (f"{name} {arity(name)}" for name in FUNCTIONS),
    "sections": lambda: schema._SECTIONS,
    "derive": lambda: DERIVE,
    "formulas": lambda: limits._FORMULAS,
}


def renewed(text: str) -> str:
    """A guide with its generated tables as the program has them now."""
    return _GENERATED.sub(lambda found: f"{found[1]}{GENERATED[found['name']]()}{found[4]}", text)


def named(text: str) -> dict[str, list[str]]:
    """The names in the first column of each table that is compared; of functions with how many arguments they take."""
    tables: dict[str, list[str]] = {}
    for found in _NAMED.finditer(text):
        names = tables.setdefault(found["name"], [])
        for line in found["table"].splitlines()[2:]:
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            words = [word for word in _WORD.findall(cells[0]) if not word.startswith("{")]
            names += [f"{word} {cells[1]}" for word in words] if found["name"] == "functions" else words
    return tables
