"""Reading criteria packs: TOML → quantities, checks, limit rows, cycles; everything is checked at load.

A pack has `[pack]` (id, standard, edition: defaults of its rows), `[[quantity]]`, `[[check]]`, `[[limit]]`,
`[[cycle]]`, `[[deadline]]` and `[[inference]]`. Ids are unique over all packs. A limit may belong to a quantity of
another pack.

A company's own packs (`local`) come on top: a row of theirs with the id of a shipped row takes its place. What they
say of their confidence counts for nothing before somebody here has confirmed it (`criteria.confirmed`).
"""

import tomllib
from collections.abc import Callable, Container, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final, TypeVar

from inspector.criteria import reasons
from inspector.criteria.conditions import Condition, parse_condition
from inspector.criteria.cycles import TESTS
from inspector.criteria.derive import MEASURES
from inspector.criteria.facts import DAYS, LABELS
from inspector.criteria.inference import GASES, Rule, read_rules
from inspector.criteria.limits import compile_limit
from inspector.criteria.model import Bilingual, Check, Cycle, Deadline, Gate, LimitRow, Quantity, Source
from inspector.criteria.packs import CompiledRow, Packs
from inspector.criteria.schema_quantities import one_of, read_quantity, word_of
from inspector.criteria.spec import Spec
from inspector.criteria.spec_error import Reason, SpecError, reason_of
from inspector.criteria.vocabulary import WORDS, usable
from inspector.domain.hazard import Grade
from inspector.domain.verdict import Confidence, Verdict
from inspector.i18n import N_
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass

_SECTIONS: Final = ("pack", "quantity", "check", "limit", "cycle", "deadline", "inference")
_MOST_DAYS: Final = 3650
USED: Final = N_("the id is also used in {where}")
_PROVED: Final = frozenset(one.value for one in Confidence if one.may_fail)
_Row = TypeVar("_Row", Check, LimitRow, Cycle, Deadline)
_Item = TypeVar("_Item", Quantity, Check, LimitRow, Cycle, Deadline)


@dataclass(frozen=True, slots=True)
class _Pack:
    """A pack that was parsed; `local` is one of the company's own."""

    name: str
    head: Spec
    document: Mapping[str, object]
    local: bool

    @property
    def id(self) -> str:
        return self.head.word("id")


def load_packs(sources: Mapping[str, bytes], local: Mapping[str, bytes] | None = None) -> Packs:
    """Compile packs given as TOML bytes by file name. Raises Problem pack_invalid (file, place, reason)."""
    packs = _read(sources, local=False)
    packs += _read(local or {}, local=True, taken={pack.id: pack.name for pack in packs})
    quantities = {item.id: item for _, item in _collect(packs, "quantity", read_quantity)}
    limits = _rows(packs, "limit", _limit)
    cycles = _rows(packs, "cycle", _cycle)
    deadlines = _rows(packs, "deadline", _deadline)
    checks = _rows(packs, "check", _check)
    return Packs(
        quantities,
        {item.id: item for _, item in checks},
        _compile(limits, quantities),
        [item for _, item in cycles],
        {pack.id: f"{pack.head.word('standard')} {pack.head.word('edition', '')}".strip() for pack in packs},
        [item for _, item in deadlines],
        _origins([(pack, item.id) for found in (limits, cycles, deadlines, checks) for pack, item in found]),
        _inferences(packs, {*quantities, *(item.id for _, item in checks), GASES}),
    )


def _inferences(packs: list[_Pack], about: Container[str]) -> list[Rule]:
    """The rules of the packs. What is confirmed of a criterion says nothing of them: they are advice."""
    found: list[Rule] = []
    for pack in packs:
        taken = {rule.id for rule in found}
        found += read_rules(pack.name, pack.document.get("inference", []), taken, about)
    return found


def pack_head(name: str, content: bytes) -> tuple[str, Bilingual]:
    """Id and title of a pack. Raises Problem pack_invalid."""
    pack = _read({name: content}, local=True)[0]
    return pack.id, pack.head.pair("title")


def claims_of(content: bytes) -> int:
    """How many rows of a readable pack call themselves verified or confirmed."""
    document = _parse("", content)
    tables = [table for section in ("limit", "cycle", "deadline", "check") for table in _tables(document, section)]
    return sum(str(table.get("confidence")) in _PROVED for table in tables)


def _tables(document: Mapping[str, object], section: str) -> list[Mapping[str, object]]:
    tables = document.get(section, [])
    return tables if isinstance(tables, list) else []


def _read(sources: Mapping[str, bytes], *, local: bool, taken: Mapping[str, str] | None = None) -> list[_Pack]:
    packs = []
    known = dict(taken or {})
    for name in sorted(sources):
        document = _parse(name, sources[name])
        pack = _Pack(name, _head(name, document), document, local)
        if local and pack.id in known:
            raise Problem("pack_invalid", file=name, place="[pack]", reason=Reason(USED, {"where": known[pack.id]}))
        known[pack.id] = name
        packs.append(pack)
    return packs


def _origins(found: list[tuple[_Pack, str]]) -> dict[str, str]:
    """Which pack each row stands in; an id means one row, whatever section it is in."""
    origins: dict[str, str] = {}
    for pack, name in found:
        if name in origins:
            raise Problem("pack_invalid", file=pack.name, place=name, reason=Reason(USED, {"where": origins[name]}))
        origins[name] = pack.id
    return origins


def _parse(name: str, content: bytes) -> dict[str, object]:
    try:
        document: dict[str, object] = tomllib.loads(content.decode("utf-8"), parse_float=Decimal)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Problem("pack_invalid", file=name, place="TOML", reason=reason_of(error)) from error
    unknown = sorted(set(document) - set(_SECTIONS))
    if unknown:
        raise Problem("pack_invalid", file=name, place=unknown[0], reason=Reason(N_("unknown section")))
    return document


def _head(name: str, document: Mapping[str, object]) -> Spec:
    try:
        head = Spec(Spec(document).table("pack"))
        for key, default in (("id", None), ("standard", None), ("edition", "")):
            head.word(key, default)
        head.pair("title")
        head.finish()
    except ValueError as error:
        raise Problem("pack_invalid", file=name, place="[pack]", reason=reason_of(error)) from error
    return head


def _collect(packs: list[_Pack], section: str, read: Callable[[Spec, Spec], _Item]) -> list[tuple[_Pack, _Item]]:
    """All items of a section, with the pack each came from."""
    found: dict[str, tuple[_Pack, _Item]] = {}
    for pack in packs:
        tables = pack.document.get(section, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise Problem(
                "pack_invalid",
                file=pack.name,
                place=section,
                reason=Reason(N_("write [[{section}]]"), {"section": section}),
            )
        for number, table in enumerate(tables, start=1):
            try:
                item = _item(table, pack, read, found)
            except ValueError as error:
                place = f"{section} {table.get('id', number)}"
                raise Problem("pack_invalid", file=pack.name, place=place, reason=reason_of(error)) from error
            found[item.id] = (pack, item)
    return list(found.values())


def _item(
    table: Mapping[str, object],
    pack: _Pack,
    read: Callable[[Spec, Spec], _Item],
    found: Mapping[str, tuple[_Pack, _Item]],
) -> _Item:
    spec = Spec(table)
    item = read(spec, pack.head)
    spec.finish()
    if item.id in found:
        other, before = found[item.id]
        if not pack.local or other.local or isinstance(item, Quantity):
            raise SpecError(USED, where=other.name)
        quantity = getattr(before, "quantity", "")
        if quantity != getattr(item, "quantity", ""):
            raise SpecError(N_("the row that it replaces is about the quantity {quantity}"), quantity=quantity)
    return item


def _rows(packs: list[_Pack], section: str, read: Callable[[Spec, Spec], _Row]) -> list[tuple[_Pack, _Row]]:
    """The rows of a section; a local pack's own word is not enough for a limit to be called confirmed."""
    return [(pack, _unproved(row) if pack.local else row) for pack, row in _collect(packs, section, read)]


def _unproved(row: _Row) -> _Row:
    if not row.source.confidence.may_fail:
        return row
    return replace(row, source=replace(row.source, confidence=Confidence.MEMORY))


def _compile(rows: list[tuple[_Pack, LimitRow]], quantities: Mapping[str, Quantity]) -> list[CompiledRow]:
    compiled: list[CompiledRow] = []
    for pack, row in rows:
        try:
            compiled.append(_compiled(row, quantities.get(row.quantity)))
        except ValueError as error:
            raise Problem("pack_invalid", file=pack.name, place=f"limit {row.id}", reason=reason_of(error)) from error
    return compiled


def _compiled(row: LimitRow, quantity: Quantity | None) -> CompiledRow:
    if quantity is None:
        raise SpecError(N_("unknown quantity {quantity}"), quantity=row.quantity)
    if row.waiver is not None and not 1 <= row.waiver["input"] <= quantity.inputs:
        raise SpecError(N_("waiver names an input that the quantity does not have"))
    return CompiledRow(row, compile_limit(Spec(row.spec), quantity))


def _source(spec: Spec, head: Spec) -> Source:
    standard = spec.word("standard", head.word("standard"))
    confidence = word_of(Confidence, spec.word("confidence"))
    if standard == "practice" and confidence.may_fail and confidence is not Confidence.CONFIRMED:
        raise SpecError(N_("practice is no standard; its confidence is practice"))
    return Source(standard, spec.word("edition", head.word("edition", "")), spec.word("clause", ""), confidence)


def _check(spec: Spec, head: Spec) -> Check:
    return Check(
        id=spec.word("id"),
        point=spec.pair("point"),
        source=_source(spec, head),
        grade=word_of(Grade, spec.word("grade")),
        hazard=spec.pair("hazard"),
        measure=spec.pair("measure"),
    )


def _when(spec: Spec) -> tuple[Condition, ...]:
    conditions = tuple(parse_condition(fact, written) for fact, written in spec.table("when").items())
    for condition in conditions:
        _known_words(condition)
    return conditions


def _known_words(condition: Condition) -> None:
    """A condition on a fact, or on a word of it, that nobody can give would rule its row out for ever."""
    fact = condition.fact
    if fact not in LABELS:
        raise SpecError(N_("unknown fact {fact}"), fact=fact)
    for word in condition.text.split("|") if fact in WORDS else ():
        if not usable(fact, word):
            raise SpecError(N_("{value} is none of {values}"), value=f"{fact} {word}", values=", ".join(WORDS[fact]))


def _waiver(spec: Spec) -> dict[str, float] | None:
    if not spec.has("waiver"):
        return None
    table = Spec(spec.table("waiver"))
    waiver = {key: table.number(key) for key in ("input", "above", "at_c")}
    table.finish()
    return waiver


def _gate(spec: Spec) -> Gate | None:
    if not spec.has("gate"):
        return None
    table = Spec(spec.table("gate"))
    gate = Gate(
        note=one_of(table.word("note"), tuple(reasons.NOTES), "note"),
        least=table.number("min"),
        measure=one_of(table.word("measure", ""), tuple(MEASURES), "measure"),
        fact=table.word("fact", ""),
        inside_only=table.flag("inside_only"),
    )
    table.finish()
    if bool(gate.measure) == bool(gate.fact):
        raise SpecError(N_("a gate has either a measure or a fact"))
    if gate.fact and gate.fact not in LABELS:
        raise SpecError(N_("unknown fact {fact}"), fact=gate.fact)
    return gate


def _limit(spec: Spec, head: Spec) -> LimitRow:
    exceed = word_of(Verdict, spec.word("exceed", Verdict.FAIL))
    if exceed not in (Verdict.FAIL, Verdict.ATTENTION):
        raise SpecError(N_("{key} is one of {values}"), key="exceed", values="fail, attention")
    return LimitRow(
        id=spec.word("id"),
        quantity=spec.word("quantity"),
        when=_when(spec),
        spec=spec.table("limit"),
        source=_source(spec, head),
        grade=word_of(Grade, spec.word("grade")),
        exceed=exceed,
        enabled=spec.flag("enabled", default=True),
        conflict=spec.word("conflict", ""),
        variant=spec.word("variant", ""),
        note=one_of(spec.word("note", ""), tuple(reasons.NOTES), "note"),
        waiver=_waiver(spec),
        gate=_gate(spec),
    )


def _cycle(spec: Spec, head: Spec) -> Cycle:
    days, since = tuple(spec.numbers("days")), spec.word("since", "")
    months = spec.whole("months", 0 if days else None)
    if (months < 1) is not bool(days):
        raise SpecError(N_("{key} must be from {least} on"), key="months", least=1)
    if any(day < 1 or day != int(day) for day in days) or list(days) != sorted(set(days)):
        raise SpecError(N_("days are whole numbers from 1 on, in order"))
    if bool(days) is not (since in DAYS):
        raise SpecError(N_("{key} is one of {values}"), key="since", values=", ".join(DAYS))
    return Cycle(
        id=spec.word("id"),
        test=one_of(spec.word("test"), TESTS, "test"),
        when=_when(spec),
        months=months,
        days=tuple(int(day) for day in days),
        since=since,
        source=_source(spec, head),
        grade=word_of(Grade, spec.word("grade")),
        enabled=spec.flag("enabled", default=True),
        conflict=spec.word("conflict", ""),
    )


def _deadline(spec: Spec, head: Spec) -> Deadline:
    days = spec.whole("days")
    if not 1 <= days <= _MOST_DAYS:
        raise SpecError(N_("{key} must be from {least} to {most}"), key="days", least=1, most=_MOST_DAYS)
    return Deadline(
        id=spec.word("id"),
        grade=word_of(Grade, spec.word("grade")),
        days=days,
        source=_source(spec, head),
        enabled=spec.flag("enabled", default=True),
        conflict=spec.word("conflict", ""),
    )
