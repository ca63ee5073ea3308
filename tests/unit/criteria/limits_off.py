"""Figures of the domain notes that judge nothing before somebody chooses them, and the intervals of tests, by hand."""

from tests.unit.criteria.limits_lines import Interval, M, Off, V
from tests.unit.criteria.limits_table import CAP, CB, DL, DRY, DRY_NEW, GB, IT, LOOP, ST, SW, SW_NEW, T1476, TR

DISCONNECTOR = f"{SW} construction=disconnector breaker=none {LOOP}"
OFF = [
    Off("dlt596-withstand-oil", "ac_withstand", f"{TR} withstand_factory_kv=35", 28, None, DL),
    Off("dlt596-1996-withstand-oil", "ac_withstand", f"{TR} withstand_factory_kv=40", 34, None, "DL/T 596-1996"),
    Off("dlt596-withstand-dry", "ac_withstand", f"{DRY} withstand_factory_kv=35", 28, None, DL),
    Off("gb50150-withstand-dry-6", "ac_withstand", f"{DRY_NEW} voltage_kv=6", 16, None, GB),
    Off("gb50150-withstand-dry-10", "ac_withstand", f"{DRY_NEW} voltage_kv=10", 28, None, GB),
    Off("gb50150-withstand-dry-35", "ac_withstand", f"{DRY_NEW} voltage_kv=35", 56, None, GB),
    Off("gb50150-2006-withstand-dry-10", "ac_withstand", f"{DRY_NEW} voltage_kv=10", 24, None, "GB 50150-2006"),
    Off("gb50150-2006-withstand-dry-35", "ac_withstand", f"{DRY_NEW} voltage_kv=35", 60, None, "GB 50150-2006"),
    Off("dlt596-1996-partial-discharge", "partial_discharge", f"{TR} voltage_kv=110", None, 500, "DL/T 596-1996"),
    Off("gb1094-3-partial-discharge-300", "partial_discharge", f"{TR} voltage_kv=110", None, 300, "GB 1094.3"),
    Off("gb1094-3-partial-discharge-100", "partial_discharge", f"{TR} voltage_kv=220", None, 100, "GB 1094.3"),
    Off("gbt7595-2008-breakdown-110", "oil_breakdown", f"{TR} voltage_kv=110", 35, None, "GB/T 7595-2008"),
    Off("gbt7595-2008-tension", "oil_interfacial_tension", TR, 19, None, "GB/T 7595-2008"),
    Off("dlt596-it-tan-delta-35", "it_tan_delta", f"{IT} transformer_use=ct voltage_kv=35", None, 3, DL),
    Off("dlt596-it-tan-delta-110", "it_tan_delta", f"{IT} transformer_use=ct voltage_kv=110", None, 1, DL),
    Off("capacitance-5", "capacitance_deviation", f"{CAP} capacitor_use=shunt", -5, 5, "GB/T 11024"),
    Off("sf6-leakage-new-products", "sf6_leakage", SW_NEW, None, 0.5, "practice"),
    Off("dlt596-loop-disconnector-1.2", "loop_resistance", DISCONNECTOR, None, 120, DL),
    Off("dlt596-1996-loop-disconnector-1.5", "loop_resistance", DISCONNECTOR, None, 150, "DL/T 596-1996"),
    Off("dlt596-cable-withstand", "cable_withstand", f"{CB} voltage_kv=10 u0_kv=10", 16, None, DL),
    Off("dlt596-cable-withstand-2", "cable_withstand", f"{CB} voltage_kv=10 u0_kv=10", 20, None, DL),
    Off("dlt596-cable-time-60", "cable_withstand_time", f"{CB} voltage_kv=10", 60, None, DL),
    Off("dlt596-cable-time-5", "cable_withstand_time", f"{CB} voltage_kv=10", 5, None, "practice"),
    Off("frequency-small-system", "frequency", "kind=site", 49.5, 50.5, "GB/T 15945-2008"),
    Off("frequency-abnormal", "frequency", "kind=site", 49, 51, "供电营业规则-2024"),
    Off("emergency-check-level-1", "emergency_check_age", "kind=site importance=level_1", None, 3, "雄安新区"),
    Off("emergency-check-level-2", "emergency_check_age", "kind=site importance=level_2", None, 6, "雄安新区"),
]
"""Rows that judge nothing before a company chooses them: nobody was sure of them, or they hold in some places only."""

INTERVALS = [
    Interval("gloves", f"{ST}=gloves", 6, V, T1476),
    Interval("boots", f"{ST}=boots", 6, V, T1476),
    Interval("rod", f"{ST}=rod", 12, V, T1476),
    Interval("barrier", f"{ST}=barrier", 12, V, T1476),
    Interval("clamp", f"{ST}=clamp", 12, V, T1476),
    Interval("belt", f"{ST}=belt", 12, M, T1476),
    Interval("helmet", f"{ST}=helmet", 30, M, T1476),
    Interval("earthing wire", f"{ST}=earthing_set", 60, M, T1476),
    Interval("mat", f"{ST}=mat", 12, M, T1476),
    Interval("important cable", "kind=cable importance=level_1", 12, V, "DL/T 596-1996"),
    Interval("general cable", "kind=cable importance=none", 36, V, "DL/T 596-1996"),
    Interval("arrester", "kind=arrester", 12, M, "DL/T 596"),
    Interval("earth impedance", "kind=earthing", 72, M, "DL/T 596"),
]
