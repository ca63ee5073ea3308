"""Model of the diagnosis sheet of dissolved gases (油色谱分析单): what is printed, as plain values and final texts."""

from datetime import date

from inspector.quick_dataclass import dataclass
from inspector.reports.figures.duval import Trail


@dataclass(frozen=True, slots=True)
class SheetSample:
    """One row of the samples: its day and the gases in the order of `GASES`; `loud` = columns above a limit."""

    on: date | None
    values: tuple[str, ...]
    loud: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetMethod:
    """A method's answer, what it means, and whether it agrees with the conclusion ("" = it names no fault)."""

    name: str
    answer: str
    words: str
    agrees: str = ""
    differs: bool = False


@dataclass(frozen=True, slots=True)
class DgaSheet:
    """A diagnosis sheet. `facts` are (label, value); `gases` the heads of the samples' columns.

    `called` False: nothing calls for a diagnosis, and no method is printed.
    """

    company: str
    customer: str
    account: str
    equipment: str
    model: str
    facts: tuple[tuple[str, str], ...]
    sampled_on: date | None
    printed_on: date
    gases: tuple[str, ...]
    samples: tuple[SheetSample, ...]
    limits: tuple[str, ...]
    trail: Trail
    called: bool
    fault: str = ""
    title: str = ""
    reasons: tuple[str, ...] = ()
    """Why a diagnosis is called for."""
    statement: tuple[str, ...] = ()
    methods: tuple[SheetMethod, ...] = ()
    ratios: str = ""
    earlier: int = 0
    """Older samples that are on record and not printed."""
    rates: tuple[str, ...] = ()
    compared: tuple[tuple[str, ...], ...] = ()
    """Rows of figures of other standards: name, then one for each gas."""
    compared_words: str = ""
    service_phone: str = ""
    logo: bytes = b""
