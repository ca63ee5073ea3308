"""Reading criteria packs: TOML → quantities, checks, limit rows, cycles; everything is checked at load.

A pack has `[pack]` (id, standard, edition: defaults of its rows), `[[quantity]]`, `[[check]]`, `[[limit]]` and
`[[cycle]]`. Ids are unique over all packs. A limit may belong to a quantity of another pack.
"""

import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeVar

from inspector.criteria import reasons
from inspector.criteria.conditions import Condition, parse_condition
from inspector.criteria.derive import CONVERSIONS, DERIVE
from inspector.criteria.limits import compile_limit
from inspector.criteria.model import Check, Cycle, LimitRow, Quantity, Source
from inspector.criteria.packs import CompiledRow, Packs
from inspector.criteria.spec import Spec, SpecError
from inspector.domain.hazard import Grade
from inspector.domain.verdict import Confidence, Verdict
from inspector.problems import Problem

_SECTIONS: Final = ("pack", "quantity", "check", "limit", "cycle")
_Item = TypeVar("_Item", Quantity, Check, LimitRow, Cycle)
_Word = TypeVar("_Word", bound=StrEnum)


def load_packs(sources: Mapping[str, bytes]) -> Packs:
    """Compile packs given as TOML bytes by file name. Raises Problem pack_invalid (file, place, reason)."""
    documents = {name: _parse(name, sources[name]) for name in sorted(sources)}
    heads = {name: _head(name, document) for name, document in documents.items()}
    quantities = _collect(documents, heads, "quantity", _quantity)
    rows = _collect(documents, heads, "limit", _limit)
    return Packs(
        {item.id: item for _, item in quantities},
        {item.id: item for _, item in _collect(documents, heads, "check", _check)},
        _compile(rows, {item.id: item for _, item in quantities}),
        [item for _, item in _collect(documents, heads, "cycle", _cycle)],
        {head.word("id"): f"{head.word('standard')} {head.word('edition', '')}".strip() for head in heads.values()},
    )


def _parse(name: str, content: bytes) -> dict[str, object]:
    try:
        document: dict[str, object] = tomllib.loads(content.decode("utf-8"), parse_float=Decimal)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Problem("pack_invalid", file=name, place="TOML", reason=str(error)) from error
    unknown = sorted(set(document) - set(_SECTIONS))
    if unknown:
        raise Problem("pack_invalid", file=name, place=unknown[0], reason="unknown section")
    return document


def _head(name: str, document: Mapping[str, object]) -> Spec:
    try:
        head = Spec(Spec(document).table("pack"))
        for key, default in (("id", None), ("standard", None), ("edition", "")):
            head.word(key, default)
        head.pair("title")
        head.finish()
    except ValueError as error:
        raise Problem("pack_invalid", file=name, place="[pack]", reason=str(error)) from error
    return head


def _collect(
    documents: Mapping[str, Mapping[str, object]],
    heads: Mapping[str, Spec],
    section: str,
    read: Callable[[Spec, Spec], _Item],
) -> list[tuple[str, _Item]]:
    """All items of a section, with the file each came from."""
    found: dict[str, tuple[str, _Item]] = {}
    for name, document in documents.items():
        tables = document.get(section, [])
        if not isinstance(tables, list):
            raise Problem("pack_invalid", file=name, place=section, reason=f"write [[{section}]]")
        for number, table in enumerate(tables, start=1):
            place = f"{section} {table.get('id', number)}"
            try:
                item = _item(table, heads[name], read, found)
            except ValueError as error:
                raise Problem("pack_invalid", file=name, place=place, reason=str(error)) from error
            found[item.id] = (name, item)
    return list(found.values())


def _item(
    table: Mapping[str, object], head: Spec, read: Callable[[Spec, Spec], _Item], found: Mapping[str, tuple[str, _Item]]
) -> _Item:
    spec = Spec(table)
    item = read(spec, head)
    spec.finish()
    if item.id in found:
        raise SpecError(f"the id is also used in {found[item.id][0]}")
    return item


def _compile(rows: list[tuple[str, LimitRow]], quantities: Mapping[str, Quantity]) -> list[CompiledRow]:
    compiled: list[CompiledRow] = []
    for name, row in rows:
        try:
            compiled.append(_compiled(row, quantities.get(row.quantity)))
        except ValueError as error:
            raise Problem("pack_invalid", file=name, place=f"limit {row.id}", reason=str(error)) from error
    return compiled


def _compiled(row: LimitRow, quantity: Quantity | None) -> CompiledRow:
    if quantity is None:
        raise SpecError(f"unknown quantity {row.quantity}")
    if row.waiver is not None and not 1 <= row.waiver["input"] <= quantity.inputs:
        raise SpecError("waiver names an input that the quantity does not have")
    return CompiledRow(row, compile_limit(Spec(row.spec), quantity))


def _word_of(kind: type[_Word], text: str) -> _Word:
    try:
        return kind(text)
    except ValueError as error:
        raise SpecError(f"{text} is none of {', '.join(kind)}") from error


def _one_of(text: str, allowed: tuple[str, ...], key: str) -> str:
    if text and text not in allowed:
        raise SpecError(f"{key} {text} is none of {', '.join(allowed)}")
    return text


def _units(spec: Spec, unit: str) -> dict[str, Decimal]:
    units = {unit: Decimal(1)}
    for name, factor in spec.table("units").items():
        if isinstance(factor, bool) or not isinstance(factor, int | Decimal) or factor <= 0:
            raise SpecError(f"factor of unit {name} must be a number greater than zero")
        units[name] = Decimal(factor)
    return units


def _quantity(spec: Spec, _head: Spec) -> Quantity:
    derive = _one_of(spec.word("derive", ""), tuple(DERIVE), "derive")
    inputs = spec.whole("inputs", 1)
    if inputs < 1 or bool(derive) != (inputs > 1):
        raise SpecError("a derived quantity needs derive and inputs > 1, a measured one neither")
    unit = spec.word("unit", "")
    return Quantity(
        id=spec.word("id"),
        name=spec.pair("name"),
        unit=unit,
        decimals=spec.whole("decimals"),
        units=_units(spec, unit),
        derive=derive,
        inputs=inputs,
        conversion=_one_of(spec.word("conversion", ""), CONVERSIONS, "conversion"),
        near=spec.number_or_none("near"),
        rise=spec.number_or_none("rise"),
        limit_decimals=spec.whole("limit_decimals") if spec.has("limit_decimals") else None,
        hazard=spec.pair("hazard", needed=False),
        measure=spec.pair("measure", needed=False),
    )


def _source(spec: Spec, head: Spec) -> Source:
    standard = spec.word("standard", head.word("standard"))
    confidence = _word_of(Confidence, spec.word("confidence"))
    if standard == "practice" and confidence.may_fail and confidence is not Confidence.CONFIRMED:
        raise SpecError("practice is no standard; its confidence is practice")
    return Source(standard, spec.word("edition", head.word("edition", "")), spec.word("clause", ""), confidence)


def _check(spec: Spec, head: Spec) -> Check:
    return Check(
        id=spec.word("id"),
        point=spec.pair("point"),
        source=_source(spec, head),
        grade=_word_of(Grade, spec.word("grade")),
        hazard=spec.pair("hazard"),
        measure=spec.pair("measure"),
    )


def _when(spec: Spec) -> tuple[Condition, ...]:
    return tuple(parse_condition(fact, written) for fact, written in spec.table("when").items())


def _waiver(spec: Spec) -> dict[str, float] | None:
    if not spec.has("waiver"):
        return None
    table = Spec(spec.table("waiver"))
    waiver = {key: table.number(key) for key in ("input", "above", "at_c")}
    table.finish()
    return waiver


def _limit(spec: Spec, head: Spec) -> LimitRow:
    exceed = _word_of(Verdict, spec.word("exceed", Verdict.FAIL))
    if exceed not in (Verdict.FAIL, Verdict.ATTENTION):
        raise SpecError("exceed is fail or attention")
    return LimitRow(
        id=spec.word("id"),
        quantity=spec.word("quantity"),
        when=_when(spec),
        spec=spec.table("limit"),
        source=_source(spec, head),
        grade=_word_of(Grade, spec.word("grade")),
        exceed=exceed,
        enabled=spec.flag("enabled", default=True),
        conflict=spec.word("conflict", ""),
        note=_one_of(spec.word("note", ""), tuple(reasons.NOTES), "note"),
        waiver=_waiver(spec),
    )


def _cycle(spec: Spec, head: Spec) -> Cycle:
    months = spec.whole("months")
    if months < 1:
        raise SpecError("months must be at least 1")
    return Cycle(
        id=spec.word("id"),
        test=spec.word("test"),
        when=_when(spec),
        months=months,
        source=_source(spec, head),
        grade=_word_of(Grade, spec.word("grade")),
        enabled=spec.flag("enabled", default=True),
    )
