"""The figures a gas analysis is held against, read from the criteria packs: attention values, rates, ratios.

They are limit rows like all others (`dlt722-2014.toml`): a company may confirm them, switch them off or put stricter
ones beside them. Of several that apply the smallest counts; what no row says is not looked at. An attention value is no
fault limit, so the confidence of a row changes nothing here: it stands beside the figure wherever that is shown.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from inspector.criteria.packs import Packs

ATTENTION: Final = {"h2": "gas_h2", "c2h2": "gas_c2h2", "thc": "total_hydrocarbons"}
"""Gas → quantity of its attention value (DL/T 722-2014 table 3), µL/L; the gate looks at them in this order."""
RATES: Final = {gas: f"dga_rate_{gas}" for gas in ("h2", "c2h2", "thc", "co", "co2")}
"""Gas → quantity of its absolute rate (DL/T 722-2014 table 4), mL/day."""
RELATIVE: Final = "dga_rate_relative"
START: Final = "dga_rate_start"
PAPER: Final = "co2_co_ratio"
TAP_CHANGER: Final = "c2h2_h2_ratio"
_LOW_KV, _HIGH_KV = 220, 330
_TRANSFORMER: Final = {"kind": "transformer_oil", "service": "in"}


class GateLimits:
    """The figures by voltage and by how the oil is kept. Immutable but for what it has looked up; any thread."""

    def __init__(self, packs: Packs) -> None:
        self._packs = packs
        self._attention: dict[Fraction | None, Mapping[str, Fraction]] = {}
        self._rates = {sealed: self._rates_of(sealed=sealed) for sealed in (True, False)}
        self.relative = self._bound(RELATIVE, "max")
        """% a month of total hydrocarbons; shown, and not opening the gate."""
        self.relative_from = self._bound(START, "min") or Fraction(0)
        """µL/L of total hydrocarbons below which a relative rate means nothing."""
        self.paper = (self._bound(PAPER, "low"), self._bound(PAPER, "high"))
        """CO₂/CO below which paper is involved, and above which it ages."""
        self.tap_changer = self._bound(TAP_CHANGER, "max")
        """C₂H₂/H₂ above which oil of the tap changer is suspected."""

    def attention(self, voltage_kv: Fraction | None) -> Mapping[str, Fraction]:
        """Attention values by gas. Without a voltage, and between the two columns, that of up to 220 kV counts."""
        found = self._attention.get(voltage_kv)
        if found is None:
            low = voltage_kv is None or _LOW_KV < voltage_kv < _HIGH_KV
            nominal = str(_LOW_KV) if low or voltage_kv is None else repr(float(voltage_kv))
            bounds = {gas: self._bound(name, "max", nominal_kv=nominal) for gas, name in ATTENTION.items()}
            found = self._attention[voltage_kv] = {gas: one for gas, one in bounds.items() if one is not None}
        return found

    def rates(self, *, sealed: bool | None) -> Mapping[str, Fraction]:
        """Rates by gas; where nobody says how the oil is kept, those of a sealed tank, which are the larger ones."""
        return self._rates[sealed is not False]

    def _rates_of(self, *, sealed: bool) -> Mapping[str, Fraction]:
        bounds = {gas: self._bound(name, "max", sealed="1" if sealed else "0") for gas, name in RATES.items()}
        return {gas: bound for gas, bound in bounds.items() if bound is not None}

    def _bound(self, quantity: str, side: str, **facts: str) -> Fraction | None:
        """The smallest (of a lower bound: largest) figure of the rows that apply, exactly as the packs write it."""
        if quantity not in self._packs.quantities:
            return None
        rows = self._packs.plan(quantity, {**_TRANSFORMER, **facts}).bound
        written = [Fraction(str(one.row.spec[side])) for one in rows if side in one.row.spec]
        return (max if side in ("min", "low") else min)(written, default=None)
