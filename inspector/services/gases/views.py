"""What window and documents see of a dissolved-gas analysis: tiles, samples, methods, what is concluded and advised.

Texts are final, in the language that was spoken when the view was made. Concentrations are µL/L.
"""

from datetime import date

from inspector.criteria.dga.sample import Gases
from inspector.quick_dataclass import dataclass
from inspector.services.visits.views import HazardDraft, Target


@dataclass(frozen=True, slots=True)
class GasTile:
    """One gas: value and limit as texts ("—" for none); `loud` = above its attention value; `ref` = its line."""

    gas: str
    name: str
    value: str
    limit: str
    loud: bool = False
    ref: str = ""


@dataclass(frozen=True, slots=True)
class GasSample:
    """The gases of one day; `on` None: entered at a visit whose record does not say when the sample was taken.

    `told`: every 0 was entered as not found.
    """

    on: date | None
    gases: Gases
    told: bool = False


@dataclass(frozen=True, slots=True)
class MethodLine:
    """A method's answer as its class and in words. `agrees` with the conclusion; None = it names no kind of fault."""

    name: str
    answer: str
    words: str
    agrees: bool | None = None
    applies: bool = True
    """False where another method has to answer first."""


@dataclass(frozen=True, slots=True)
class RatioLine:
    """One of the three ratios, with its digit of DL/T 722."""

    name: str
    value: str
    digit: str


@dataclass(frozen=True, slots=True)
class RateLine:
    """How fast a gas grows, with the attention value of the rate ("" = none applies)."""

    name: str
    rate: str
    limit: str
    loud: bool = False


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """Figures of another standard beside the sample, in the order of the tiles; `loud`: the sample is above them."""

    name: str
    values: tuple[str, ...]
    loud: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class DgaView:
    """An analysis. `called` False: the gate is closed, and methods are for whoever asks nevertheless.

    `samples` stand oldest first; the last one is the one in question where `current`, else it is the last on record and
    nothing was measured this time. `reasons` say why a diagnosis is called for, `statement` what is concluded, `doubts`
    what may be wrong with the numbers.
    """

    tiles: tuple[GasTile, ...]
    samples: tuple[GasSample, ...]
    current: bool
    called: bool = False
    fault: str = ""
    title: str = ""
    code: str = ""
    code_words: str = ""
    reasons: tuple[str, ...] = ()
    statement: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    doubts_words: tuple[str, ...] = ()
    """The same as sentences."""
    methods: tuple[MethodLine, ...] = ()
    ratios: tuple[RatioLine, ...] = ()
    closer: tuple[int, ...] = ()
    """Triangles beside the first that apply to the sample: 4 and 5."""
    rates: tuple[RateLine, ...] = ()
    missing: tuple[str, ...] = ()
    """What the register lacks for the rates, in words."""
    compared: tuple[ComparedLine, ...] = ()
    """What other standards call typical; it judges nothing."""
    compared_words: str = ""
    """What follows from them, in a sentence."""
    retest_months: int = 0
    """After how many months another sample is advised; 0 = at the usual time."""
    target: Target | None = None
    hazard: HazardDraft | None = None
    """The hazard that was made of it."""

    @property
    def undated(self) -> bool:
        """Whether the day of the sample in question is missing, so that no rate can be worked out."""
        return self.current and self.samples[-1].on is None

    @property
    def drawn(self) -> bool:
        """Whether the sample in question has the three gases of Duval's triangle."""
        gases = self.samples[-1].gases if self.samples else Gases()
        return None not in (gases.ch4, gases.c2h4, gases.c2h2)

    @property
    def measured(self) -> bool:
        """Whether there is anything to draw or say."""
        return bool(self.samples)
