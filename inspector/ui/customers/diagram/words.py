"""What symbols are called, in the order of the palette, and the keys that choose them."""

from typing import Final

from inspector.domain.diagram import SymbolKind
from inspector.i18n import N_

NAMES: Final = {
    SymbolKind.SOURCE: N_("Grid supply"),
    SymbolKind.BUSBAR: N_("Busbar"),
    SymbolKind.BREAKER: N_("Breaker"),
    SymbolKind.DISCONNECTOR: N_("Disconnector"),
    SymbolKind.FUSE: N_("Fuse"),
    SymbolKind.TRANSFORMER: N_("Transformer"),
    SymbolKind.CABLE: N_("Cable"),
    SymbolKind.METER: N_("Meter"),
    SymbolKind.CURRENT_TRANSFORMER: N_("CT"),
    SymbolKind.VOLTAGE_TRANSFORMER: N_("VT"),
    SymbolKind.ARRESTER: N_("Arrester"),
    SymbolKind.CAPACITOR: N_("Capacitor"),
    SymbolKind.GENERATOR: N_("Generator"),
    SymbolKind.CHANGEOVER: N_("Changeover"),
    SymbolKind.TIE: N_("Bus tie"),
    SymbolKind.LOAD: N_("Load"),
    SymbolKind.EARTH: N_("Earth"),
    SymbolKind.LABEL: N_("Words"),
}
