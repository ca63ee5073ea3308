"""What a register asks for: the nameplate of each kind of equipment and the figures of a customer, read from data.

`resources/nameplates.toml` is the one source of keys, words, units, bounds and choices; commands, import and dialogs
ask here. Needs no workspace; any thread.
"""

import functools
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, Literal

from typing_extensions import override

from inspector import assets
from inspector.criteria import parse_entry
from inspector.criteria.model import Bilingual, Quantity
from inspector.domain.equipment import EquipmentKind
from inspector.i18n import N_, Message, Translator, language
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass

register(
    ProblemKind.ENVIRONMENT,
    {
        "nameplates_missing": N_(
            "The list of nameplate values (nameplates.toml) is missing or damaged. Install the program again."
        ),
    },
)
register(
    ProblemKind.INPUT,
    {"field_range": N_("{name} cannot be “{value}”. Allowed is {allowed}.")},
)

FieldKind = Literal["number", "text", "choice"]
CUSTOMER: Final = "customer"
WHOLE_UNITS: Final = frozenset({"kVA", "kvar", "kW", "A", "MΩ", "mm²", "µΩ"})
"""Units of figures that nobody writes with three decimals: ``1,250`` kVA is a thousand and more."""


@dataclass(frozen=True, slots=True)
class PairText(Message):
    """A text of the data in both languages, as part of a sentence: `text` is the English one."""

    zh: str = ""

    @override
    def render(self, translator: Translator | None = None) -> str:
        """The text in the translator's language, by default the current one."""
        chosen = translator.language if translator is not None else language()
        return self.zh if chosen.startswith("zh") else self.text


@dataclass(frozen=True, slots=True)
class NameplateField:
    """One field of a nameplate, in the current language.

    A number is above 0 or, with `zero`, from 0; up to `most` if there is one; `whole` numbers only if so. `units` are
    further units that may be typed behind it, with their factor into `unit`. `choices` are (value, label) pairs: all
    that a choice may be, suggestions for a text. `words` are (label, value) pairs of the choices in every language.
    """

    key: str
    name: str
    unit: str = ""
    kind: FieldKind = "text"
    choices: tuple[tuple[str, str], ...] = ()
    most: float | None = None
    zero: bool = False
    whole: bool = False
    required: bool = False
    group: str = ""
    example: str = ""
    units: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    names: PairText = PairText("")
    """Name and unit in both languages, for sentences."""

    def holds(self, value: float) -> bool:
        """Whether a number is allowed."""
        above = value > 0 or (self.zero and value == 0)
        return above and (self.most is None or value <= self.most) and (not self.whole or value == int(value))

    def allowed(self) -> Message:
        """What is allowed, as a part of a sentence."""
        if self.kind == "choice":
            return Message(N_("one of {choices}"), {"choices": ", ".join(value for value, _label in self.choices)})
        if self.most is None:
            return Message(N_("a number from 0 on") if self.zero else N_("a number greater than 0"))
        most = {"most": f"{self.most:g}"}
        if self.whole:
            return Message(N_("a whole number from 1 to {most}"), most)
        return Message(
            N_("a number from 0 to {most}") if self.zero else N_("a number greater than 0 and at most {most}"), most
        )

    def label_of(self, value: str) -> str:
        """How a stored value is shown: the label of a choice; free text of older data as it is."""
        return next((label for choice, label in self.choices if choice == value), value)

    def entry(self, text: str) -> str:
        """A typed value as it is stored: numbers in their shortest form and the field's own unit.

        Full-width digits and a unit behind the number are read. A choice may be given by its value or its label. Raises
        Problem field_range (name, field, value, allowed).
        """
        given = text.strip()
        if not given or self.kind == "text":
            return given
        if self.kind == "choice":
            return self._choice(given)
        try:
            number = parse_entry(self._quantity(), given)
        except Problem as problem:
            raise self.refused(given) from problem
        if not self.holds(number):
            raise self.refused(given)
        return str(int(number)) if number == int(number) else repr(number)

    def refused(self, value: object) -> Problem:
        """The problem that tells what is allowed."""
        return Problem("field_range", name=self.names, field=self.key, value=value, allowed=self.allowed())

    def _choice(self, given: str) -> str:
        wanted = given.casefold()
        for value, _label in self.choices:
            if wanted == value.casefold():
                return value
        for label, value in self.words:
            if wanted == label.casefold():
                return value
        raise self.refused(given)

    def _quantity(self) -> Quantity:
        units = {self.unit: Decimal(1), **{unit: Decimal(factor) for unit, factor in self.units}}
        decimals = 0 if self.whole or self.unit in WHOLE_UNITS else 3
        return Quantity(self.key, Bilingual(self.names.zh, self.names.text), self.unit, decimals, units)


def nameplate_fields(kind: EquipmentKind) -> tuple[NameplateField, ...]:
    """The nameplate of a kind of equipment, in the order and groups in which it is shown."""
    return _fields(language()).get(kind.value, ())


def customer_fields() -> tuple[NameplateField, ...]:
    """The figures and choices of a customer that the data bounds."""
    return _fields(language())[CUSTOMER]


def field_of(kind: EquipmentKind | None, key: str) -> NameplateField | None:
    """One field of a nameplate, or of the customer when `kind` is None."""
    fields = customer_fields() if kind is None else nameplate_fields(kind)
    return next((field for field in fields if field.key == key), None)


def number_field(key: str) -> NameplateField | None:
    """A number of this key on the nameplate of any kind."""
    every = (field for kind in EquipmentKind for field in nameplate_fields(kind))
    return next((field for field in every if field.key == key and field.kind == "number"), None)


@functools.cache
def _fields(lang: str) -> Mapping[str, tuple[NameplateField, ...]]:
    data = _data()
    found: dict[str, list[NameplateField]] = {CUSTOMER: [_field(row, data, lang) for row in data["customer"]]}
    for row in data["field"]:
        made = _field(row, data, lang)
        for kind in row["kinds"]:
            found.setdefault(EquipmentKind(kind).value, []).append(made)
    order = list(data["groups"])
    titles = {_said(data["groups"][key], lang): index for index, key in enumerate(order)}
    return {
        kind: tuple(sorted(fields, key=lambda field: titles.get(field.group, -1))) for kind, fields in found.items()
    }


@functools.cache
def _data() -> Mapping[str, Any]:
    try:
        return tomllib.loads(assets.resource("nameplates.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Problem("nameplates_missing") from error


def _field(row: Mapping[str, Any], data: Mapping[str, Any], lang: str) -> NameplateField:
    chinese = lang.startswith("zh")
    choices = [tuple(choice) for choice in data["choices"].get(row.get("choices", ""), ())]
    unit = str(row.get("unit", ""))
    return NameplateField(
        key=row["key"],
        name=_said(row, lang),
        unit=str(row.get("unit_zh", unit)) if chinese else unit,
        kind=row["type"],
        choices=tuple(
            (value, zh if chinese else en) for value, zh, en in data["choices"].get(row.get("choices", ""), ())
        ),
        most=row.get("most"),
        zero=row.get("zero", False),
        whole=row.get("whole", False),
        group=_said(data["groups"][row["group"]], lang) if "group" in row else "",
        example=row.get("example", ""),
        units=tuple((name, str(factor)) for name, factor in row.get("units", {}).items()),
        words=tuple((label, value) for value, *labels in choices for label in labels),
        names=PairText(_with_unit(row["en"], unit), zh=_with_unit(row["zh"], str(row.get("unit_zh", unit)))),
    )


def _with_unit(name: str, unit: str) -> str:
    return f"{name} ({unit})" if unit else name


def _said(pair: Mapping[str, Any], lang: str) -> str:
    return str(pair["zh"] if lang.startswith("zh") else pair["en"])
