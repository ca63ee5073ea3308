"""A single-line diagram proposed from the register: what stands in every such substation, in the usual places.

Sources and their incoming breakers above the high-voltage busbar, a branch for each transformer with its breaker, the
low-voltage busbars with a tie between them, capacitors and the emergency generator below. It is a proposal to begin
with: nobody has compared it with the site.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import field
from typing import Final

from inspector.domain.customer import Customer
from inspector.domain.diagram import Diagram, Symbol, SymbolKind, Wire
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.quick_dataclass import dataclass

PITCH: Final = 15
"""Steps between two transformers."""
NARROW: Final = 11
"""The same where there are more than three."""
FEW: Final = 3
NAME_ROOM: Final = 7
"""Steps that a symbol and its name take at least."""
BUS_NAME: Final = 3
"""Steps of the busbar at its left end over which only its name stands."""
LOW_KV: Final = "0.4"
"""Low voltage of a transformer that does not say it."""
_BRACKETS: Final = re.compile(r"\s*[(\uff08](.*?)[)\uff09]")


@dataclass(frozen=True, slots=True)
class DraftWords:
    """What a draft calls things that the register does not name."""

    source: str
    bus: str
    """``{kv}`` is the voltage."""
    section: str
    """``{kv}`` and ``{number}``: the section of the low-voltage busbar, in Roman figures."""
    tie: str


@dataclass(frozen=True, slots=True)
class CabinetWords:
    """Parts of names by which cabinets are told apart, and what stands between the names of several lines."""

    incoming: tuple[str, ...] = ()
    voltage: tuple[str, ...] = ()
    metering: tuple[str, ...] = ()
    tie: tuple[str, ...] = ()
    separators: str = ","


def _named(item: Equipment, words: Iterable[str]) -> bool:
    """Whether a name holds one of the words."""
    name = item.name.casefold()
    return any(word.casefold() in name for word in words)


@dataclass(slots=True)
class _Sheet:
    symbols: list[Symbol] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)

    def put(
        self, kind: SymbolKind, x: int, y: int, item: Equipment | None = None, label: str = "", **more: object
    ) -> None:
        """A symbol; of a piece of equipment it has the name."""
        name = label or (item.name if item else "")
        equipment = item.id if item else ""
        self.symbols.append(Symbol(f"s{len(self.symbols) + 1}", kind, x, y, name, equipment=equipment, **more))  # type: ignore[arg-type]  # fields of a symbol by name


def proposed_diagram(
    customer: Customer, equipment: Iterable[Equipment], words: DraftWords, names: CabinetWords
) -> Diagram:
    """The proposal for what is in service; an empty diagram without a transformer or switchgear."""
    register = [item for item in equipment if item.active]
    transformers = [item for item in register if item.kind.family == "transformer"]
    cabinets = [item for item in register if item.kind is EquipmentKind.SWITCHGEAR]
    if not transformers and not cabinets:
        return Diagram()
    sheet = _Sheet()
    pitch = PITCH if len(transformers) <= FEW else NARROW
    width = max(1, len(transformers)) * pitch
    rest, reach = _above(sheet, customer, cabinets, width, (words, names))
    length = max(width, reach) + BUS_NAME
    sheet.put(SymbolKind.BUSBAR, -BUS_NAME, 4, label=_bus_name(customer, words), length=length)
    _branches(sheet, transformers, [one for one in rest if not _named(one, names.tie)], pitch)
    if transformers:
        _below(sheet, register, transformers, pitch, words)
    return Diagram(tuple(sheet.symbols), tuple(sheet.wires))


def _bus_name(customer: Customer, words: DraftWords) -> str:
    return words.bus.format(kv=f"{customer.voltage_kv:g}" if customer.voltage_kv else "")


def _above(
    sheet: _Sheet,
    customer: Customer,
    cabinets: Sequence[Equipment],
    width: int,
    told: tuple[DraftWords, CabinetWords],
) -> tuple[list[Equipment], int]:
    """Sources, incoming breakers, meter and voltage transformer: the cabinets that are left, and how far they reach."""
    words, names = told
    lines = [line.strip() for line in re.split(f"[{re.escape(names.separators)}]", customer.line) if line.strip()]
    incoming = [item for item in cabinets if _named(item, names.incoming)]
    measuring = [item for item in cabinets if _named(item, (*names.voltage, *names.metering))]
    count = max(len(lines), customer.supply_circuits or 0, 1)
    step = width // count
    taken: list[int] = []
    for number in range(count):
        x = step * number + step // 2 if count > 1 else width // 2
        taken.append(x)
        name = lines[number] if number < len(lines) else words.source
        sheet.put(SymbolKind.SOURCE, x, 0, label=_BRACKETS.sub(r" \1", name))
        sheet.put(SymbolKind.BREAKER, x, 2, incoming[number] if number < len(incoming) else None)
    for item in measuring[:2]:
        x = _gap(taken, width)
        taken.append(x)
        metering = _named(item, names.metering)
        kind = SymbolKind.METER if metering else SymbolKind.VOLTAGE_TRANSFORMER
        sheet.put(kind, x, 2 if metering else 1, item, flipped=True)
    left = [item for item in cabinets if item not in incoming[:count] and item not in measuring[:2]]
    return left, max(taken) + 2


def _gap(taken: Sequence[int], width: int) -> int:
    """A place above the busbar for a symbol and its name: the one nearest to the middle, else right of all others."""
    free = [x for x in range(1, width - 1) if all(abs(x - other) >= NAME_ROOM for other in taken)]
    return min(free, key=lambda x: abs(x - width // 2), default=max(taken) + NAME_ROOM)


def _branches(sheet: _Sheet, transformers: Sequence[Equipment], outgoing: Sequence[Equipment], pitch: int) -> None:
    """Breaker, transformer and low-voltage breaker of each branch; cabinets that are left feed what nobody named."""
    for number, item in enumerate(transformers):
        x = number * pitch + pitch // 3
        sheet.put(SymbolKind.BREAKER, x, 4, outgoing[number] if number < len(outgoing) else None)
        rating = item.nameplate.get("capacity_kva", "")
        label = f"{item.name} {rating}\u00a0kVA" if rating and rating not in item.name else item.name
        sheet.put(SymbolKind.TRANSFORMER, x, 6, item, label=label, detail=item.model)
        sheet.put(SymbolKind.BREAKER, x, 9)
    for number, item in enumerate(outgoing[len(transformers) :]):
        x = number * 6 + pitch // 3 + (len(transformers) * pitch if transformers else 0)
        sheet.put(SymbolKind.BREAKER, x, 4, item)
        sheet.put(SymbolKind.LOAD, x, 6)
        sheet.wires += [Wire(len(transformers) * pitch, 4, x, 4)] if transformers else []


def _below(
    sheet: _Sheet, register: Sequence[Equipment], transformers: Sequence[Equipment], pitch: int, words: DraftWords
) -> None:
    """Low-voltage busbars with loads, a tie between neighbours, capacitors, and the generator at the last one."""
    sections = len(transformers)
    romans = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
    for number in range(sections):
        left = number * pitch
        kv = transformers[number].nameplate.get("lv_voltage_kv") or LOW_KV
        name = words.section.format(kv=kv, number=romans[number] if number < len(romans) else str(number + 1))
        sheet.put(SymbolKind.BUSBAR, left, 11, label=name, length=pitch - 2)
        for load in (1, 3, 7):
            sheet.put(SymbolKind.LOAD, left + load, 11)
        if number + 1 < sections:
            sheet.put(SymbolKind.TIE, left + pitch - 2, 11, label=words.tie, open=True)
    for number, item in enumerate([one for one in register if one.kind is EquipmentKind.CAPACITOR][:sections]):
        sheet.put(SymbolKind.CAPACITOR, number * pitch + 5, 11, item)
    for item in [one for one in register if one.kind is EquipmentKind.GENERATOR][:1]:
        x = (sections - 1) * pitch + pitch - 4
        sheet.put(SymbolKind.CHANGEOVER, x, 11, label="ATS")
        sheet.put(SymbolKind.GENERATOR, x, 13, item)
