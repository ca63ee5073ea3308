"""Checks of expressions: what is wrong, and what is right by XPath and still not what its author means (forms.md)."""

from collections.abc import Iterable, Iterator
from typing import Final

from inspector.problems import Problem
from inspector.xforms.lint import expressions as ex
from inspector.xforms.lint import types
from inspector.xforms.lint.findings import Finding, found
from inspector.xforms.lint.outline import NO, YES, Item, Outline
from inspector.xforms.xpath.environment import Names
from inspector.xforms.xpath.syntax import Call, Chain, Expression, Literal, Negate

EXPRESSIONS: Final = ("relevant", "required", "readonly", "constraint", "calculation", "choice_filter", "repeat_count")
"""Columns that hold expressions; `default` may."""
_CALL: Final = "("
_WORDS: Final = YES | NO
_TRUE_FALSE: Final = frozenset(
    {"true", "false", "not", "boolean", "boolean-from-string", "selected", "contains", "starts-with", "ends-with"}
    | {"regex", "checklist", "weighted-checklist", "lang"}
)
_AGGREGATES: Final = {"sum": 1, "count": 1, "count-non-empty": 1, "max": 1, "min": 1, "join": 2}
"""Functions over rows, and how many arguments they have then."""
_NUMERIC: Final = frozenset({"number", "int", "round", "floor", "ceiling", "abs", "date", "decimal-date-time"})
"""Functions through which an empty answer reaches a comparison."""
_GUARDS: Final = frozenset({"string-length", "boolean", "count-non-empty", "coalesce", "selected", "count-selected"})
_DATES: Final = {"date": "date", "today": "date", "dateTime": "dateTime", "start": "dateTime", "end": "dateTime"}
_DATE_CALLS: Final = {"today": "date", "date": "date", "now": "dateTime", "date-time": "dateTime"}


class Formulas:
    """All expressions of the survey, read once."""

    def __init__(self, outline: Outline, names: Names) -> None:
        self.outline = outline
        self.names = names
        self.findings: list[Finding] = []
        self.read: dict[tuple[Item, str], Expression] = {}
        for item in outline.items:
            for key, text in _written(item):
                self._read(item, key, text)
            for key, cell in item.values.items():
                self.findings += unknown(outline, item, key, cell.text)
        for (item, key), parsed in self.read.items():
            self.findings += self._checks(item, key, parsed)
        for item in outline.items:
            self.findings += _editable(item)

    def _read(self, item: Item, key: str, text: str) -> None:
        try:
            self.read[item, key] = ex.read(text, self.names)
        except Problem as problem:
            self.findings.append(ex.refused(problem, item.place(key), text))

    def _checks(self, item: Item, key: str, parsed: Expression) -> Iterator[Finding]:
        place = item.place(key)
        for name in dict.fromkeys(self._unguarded(item, parsed)):
            yield found("blank_guard", place, name=name)
        for name in dict.fromkeys(self._equals(item, parsed)):
            yield found("select_multiple_equals", place, name=name)
        if any(self._mixed(item, one) for one in ex.walk(parsed)):
            yield found("date_datetime", place)
        for function, whole in dict.fromkeys(self._aggregates(item, parsed)):
            yield found("count_in_repeat" if whole else "aggregate_in_repeat", place, function=function)
        for pattern in dict.fromkeys(_loose(parsed)):
            yield found("pattern_anchors", place, pattern=pattern)
        if key == "calculation":
            if _is_boolean(parsed):
                yield found("boolean_calculate", place)
            if not item.text("trigger") and _bare_now(parsed):
                yield found("now_bare", place)

    # empty answers

    def _unguarded(self, item: Item, parsed: Expression) -> Iterator[str]:
        guarded = self._guarded(parsed)
        for one in (item, *item.around()):
            condition = self.read.get((one, "relevant"))
            if condition is not None and condition is not parsed:
                guarded |= self._guarded(condition)
        for operator, left, right in ex.comparisons(parsed):
            if ex.is_blank(left) or ex.is_blank(right):
                continue
            names = [*_bare(left), *_bare(right)]
            if operator == "=" and not (len(names) > 1 and all(self._optional(name) for name in names)):
                continue  # an empty answer equals nothing that is written
            yield from (name for name in names if self._optional(name) and name not in guarded)

    def _guarded(self, parsed: Expression) -> set[str]:
        names = set()
        for _operator, left, right in ex.comparisons(parsed):
            if ex.is_blank(left) or ex.is_blank(right):
                names |= {ex.name_of(left), ex.name_of(right)}
        for call in ex.calls(parsed):
            if call.name in _GUARDS:
                names |= {ex.name_of(one) for argument in call.arguments for one in ex.walk(argument)}
        for one in ex.walk(parsed):
            if isinstance(one, Chain) and one.rest[0][0] in {"and", "or"}:
                names |= {ex.name_of(part) for part in ex.parts(one)}
            if isinstance(one, Call) and one.name in {"not", "if"} and one.arguments:
                names.add(ex.name_of(one.arguments[0]))
        return names

    def _optional(self, name: str) -> bool:
        item = self.outline.find(name)
        return item is not None and item.editable and not item.required

    # kinds of values

    def _equals(self, item: Item, parsed: Expression) -> Iterator[str]:
        for operator, left, right in ex.comparisons(parsed):
            if operator in {"=", "!="} and not (ex.is_blank(left) or ex.is_blank(right)):
                for operand in (left, right):
                    meant = self._question(item, operand)
                    if meant is not None and meant.kind == "select_multiple":
                        yield meant.name

    def _question(self, item: Item, operand: Expression) -> Item | None:
        name = ex.name_of(operand)
        return item if name == "." else self.outline.find(name) if name else None

    def _mixed(self, item: Item, expression: Expression) -> bool:
        if not isinstance(expression, Chain) or expression.rest[0][0] not in ex.COMPARING | {"-"}:
            return False
        return {"date", "dateTime"} <= {self._moment(item, operand) for operand in ex.parts(expression)}

    def _moment(self, item: Item, operand: Expression) -> str:
        question = self._question(item, operand)
        if question is not None:
            return _DATES.get(question.kind, "")
        match operand:
            case Call("once", (only,)):
                return self._moment(item, only)
            case Call("if", (_, *either)) | Call("coalesce", either):
                return next((kind for one in either if (kind := self._moment(item, one))), "")
            case Call(name, _):
                return _DATE_CALLS.get(name, "")
            case Chain(first, rest) if rest[0][0] in {"+", "-"} and not isinstance(first, Literal):
                kinds = [self._moment(item, part) for part in ex.parts(operand)]
                return kinds[0] if not any(kinds[1:]) else ""
        return ""

    # repeats

    def _aggregates(self, item: Item, parsed: Expression) -> Iterator[tuple[str, bool]]:
        repeats = [one for one in item.around() if one.kind == "repeat"]
        for call in ex.calls(parsed):
            if _AGGREGATES.get(call.name) != len(call.arguments):
                continue
            meant = self.outline.find(ex.name_of(call.arguments[-1]))
            if meant is None:
                continue
            if meant in repeats or (meant.kind != "repeat" and meant.repeat in repeats):  # inner rows can be counted
                yield call.name, meant in repeats


def unknown(outline: Outline, item: Item, key: str, text: str) -> Iterator[Finding]:
    """References in an expression or a text to questions that are not there, or to one of several."""
    for name in dict.fromkeys(ex.references(text)):
        several = [one for one in outline.named.get(name, ()) if one.kind not in types.LISTS]
        if not several:
            yield found("reference_unknown", item.place(key), name=name)
        elif len(several) > 1 and len({one.parent for one in several}) == len(several):
            yield found("name_duplicate", several[1].place("name"), name=name, row=several[0].row.number)


def _written(item: Item) -> Iterator[tuple[str, str]]:
    for key in EXPRESSIONS:
        text = item.text(key).strip()
        if text and not (key in ("required", "readonly") and text.lower() in _WORDS):
            yield key, text
    default = item.text("default").strip()
    if default and ("${" in default or (_CALL in default and item.kind not in {"text", "note"})):
        yield "default", default


def _bare(operand: Expression) -> Iterator[str]:
    """Questions whose empty answer reaches a comparison as it is."""
    name = ex.name_of(operand)
    if name and name != ".":
        yield name
    elif isinstance(operand, Negate | Chain) or (isinstance(operand, Call) and operand.name in _NUMERIC):
        for part in ex.parts(operand):
            yield from _bare(part)


def _is_boolean(parsed: Expression) -> bool:
    match parsed:
        case Chain(_, rest):
            return rest[0][0] in ex.COMPARING | {"and", "or"}
        case Call("if", (_, *either)):
            return any(_is_boolean(one) for one in either)
        case Call("once", (only,)):
            return _is_boolean(only)
        case Call(name, _):
            return name in _TRUE_FALSE
    return False


def _bare_now(expression: Expression) -> bool:
    if isinstance(expression, Call) and expression.name in {"now", "once"}:
        return expression.name == "now"
    return any(_bare_now(part) for part in ex.parts(expression))


def _loose(parsed: Expression) -> Iterable[str]:
    for call in ex.calls(parsed):
        if call.name == "regex" and len(call.arguments) == 2 and isinstance(call.arguments[1], Literal):
            text = call.arguments[1].value
            if not (text.startswith("^") and text.endswith("$") and not text.endswith(r"\$")):
                yield text


def _editable(item: Item) -> Iterator[Finding]:
    if item.text("calculation") and item.editable and not item.text("trigger"):
        yield found("calculate_editable", item.place("calculation"), name=item.name)
