"""Reading the tables of a pack: a quantity and its units."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeVar

from inspector.criteria.conditions import numeric
from inspector.criteria.derive import BY_TABLE, CONVERSIONS, DERIVE, OF_ANY_NUMBER, OF_ONE, Table
from inspector.criteria.facts import LABELS
from inspector.criteria.model import Quantity
from inspector.criteria.spec import Spec
from inspector.criteria.spec_error import SpecError
from inspector.i18n import N_

_Word = TypeVar("_Word", bound=StrEnum)


def word_of(kind: type[_Word], text: str) -> _Word:
    """A word of an enumeration. Raises SpecError with the words that it has."""
    try:
        return kind(text)
    except ValueError as error:
        raise SpecError(N_("{value} is none of {values}"), value=text, values=", ".join(kind)) from error


def one_of(text: str, allowed: tuple[str, ...], key: str) -> str:
    """A word of a list, or nothing. Raises SpecError with the words of the list."""
    if text and text not in allowed:
        raise SpecError(N_("{value} is none of {values}"), value=f"{key} {text}", values=", ".join(allowed))
    return text


def _units(spec: Spec, unit: str) -> dict[str, Decimal]:
    units = {unit: Decimal(1)}
    for name, factor in spec.table("units").items():
        if isinstance(factor, bool) or not isinstance(factor, int | Decimal) or not factor > 0:
            raise SpecError(N_("factor of unit {unit} must be a number greater than zero"), unit=name)
        if not Decimal(factor).is_finite():
            raise SpecError(N_("factor of unit {unit} must be a number greater than zero"), unit=name)
        units[name] = Decimal(factor)
    for name, factor in _SIBLINGS.get(unit, ()):
        units.setdefault(name, Decimal(factor))
    return units


_SIBLINGS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "µA": (("mA", "1000"), ("A", "1000000")),
    "mA": (("µA", "0.001"), ("A", "1000")),
    "A": (("mA", "0.001"),),
    "Ω": (("mΩ", "0.001"), ("µΩ", "0.000001")),
    "mΩ": (("µΩ", "0.001"), ("Ω", "1000")),
    "µΩ": (("mΩ", "1000"), ("Ω", "1000000")),
}
"""Units that instruments show as well, whatever a pack names."""


def read_quantity(spec: Spec, _head: Spec) -> Quantity:
    """A `[[quantity]]`. Raises SpecError."""
    derive = one_of(spec.word("derive", ""), tuple(DERIVE), "derive")
    inputs = spec.whole("inputs", 1)
    facts = spec.texts("facts")
    unknown = [fact for fact in facts if fact not in LABELS]
    if unknown:
        raise SpecError(N_("unknown fact {fact}"), fact=unknown[0])
    _check_derivation(derive, inputs, facts)
    table, tables = _table(spec, "table"), _tables(spec)
    if (bool(table) or bool(tables)) is not (derive == BY_TABLE) or (table and tables):
        raise SpecError(N_("a quantity has a table where derive is by_table, and nowhere else"))
    if tables and not facts:
        raise SpecError(N_("tables are chosen by the fact of a quantity; it has none"))
    unit = spec.word("unit", "")
    return Quantity(
        id=spec.word("id"),
        name=spec.pair("name"),
        unit=unit,
        decimals=spec.whole("decimals"),
        units=_units(spec, unit),
        derive=derive,
        inputs=inputs,
        facts=facts,
        conversion=one_of(spec.word("conversion", ""), CONVERSIONS, "conversion"),
        near=spec.number_or_none("near"),
        rise=spec.number_or_none("rise"),
        limit_decimals=spec.whole("limit_decimals") if spec.has("limit_decimals") else None,
        detection=spec.number_or_none("detection"),
        not_found=spec.texts("not_found"),
        table=table,
        tables=tables,
        hazard=spec.pair("hazard", needed=False),
        measure=spec.pair("measure", needed=False),
    )


def _tables(spec: Spec) -> tuple[tuple[float, Table], ...]:
    """Tables by the number of a fact: ``tables = { "0.90" = [[input, value], …] }``."""
    found = Spec(spec.table("tables"))
    numbers = {name: numeric(name) for name in spec.table("tables")}
    if None in numbers.values():
        raise SpecError(N_("tables are named by the number of a fact"))
    tables = tuple((number, _table(found, name)) for name, number in numbers.items() if number is not None)
    found.finish()
    return tables


def _table(spec: Spec, key: str) -> Table:
    """Corners of a table, ``[[input, value], …]`` with rising inputs; straight lines between them."""
    corners = spec.pairs(key)
    inputs = [corner[0] for corner in corners]
    if corners and (len(corners) < _FEWEST or inputs != sorted(set(inputs))):
        raise SpecError(N_("a table is a list of at least two pairs with rising first numbers"))
    return corners


_FEWEST: Final = 2


def _check_derivation(derive: str, inputs: int, facts: tuple[str, ...]) -> None:
    """A measured quantity has one input and nothing else; a derived one says how and from what."""
    if derive in OF_ANY_NUMBER:
        good = inputs == 0 and not facts
    elif derive:
        good = inputs >= 0 and inputs + len(facts) >= (1 if derive in OF_ONE else 2)
    else:
        good = inputs == 1 and not facts
    if not good:
        raise SpecError(N_("a derived quantity needs derive and inputs or facts, a measured one neither"))
