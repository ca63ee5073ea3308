"""The limits of dissolved gases, written by hand from the domain notes: what is in service, new, a bushing or a CT.

A figure here is a second statement of the same limit: where a pack differs, one of the two is wrong.
"""

from tests.unit.criteria.limits_lines import Line, P, V
from tests.unit.criteria.limits_table import DL, TR, TR_NEW

DGA = "DL/T 722-2014"
GASES = [
    Line("H2", "gas_h2", f"{TR} voltage_kv=110", "µL/L", None, 150, V, DGA, "9.3.1", "attention"),
    Line("C2H2 to 220", "gas_c2h2", f"{TR} voltage_kv=220", "µL/L", None, 5, V, DGA, "9.3.1", "attention"),
    Line("C2H2 from 330", "gas_c2h2", f"{TR} voltage_kv=330", "µL/L", None, 1, V, DGA, "9.3.1", "attention"),
    Line("hydrocarbons", "total_hydrocarbons", f"{TR} voltage_kv=110", "µL/L", None, 150, V, DGA, "9.3.1", "attention"),
    Line("new, H2", "gas_h2", f"{TR_NEW} voltage_kv=330", "µL/L", None, 30, V, DL, "6.1"),
    Line("new, C2H2", "gas_c2h2", f"{TR_NEW} voltage_kv=330", "µL/L", None, 0.1, V, DL, "6.1"),
    Line("new, hydrocarbons", "total_hydrocarbons", f"{TR_NEW} voltage_kv=330", "µL/L", None, 20, V, DL, "6.1"),
    Line("new 500, H2", "gas_h2", f"{TR_NEW} voltage_kv=500", "µL/L", None, 10, V, DL, "6.1"),
    Line("new 500, C2H2", "gas_c2h2", f"{TR_NEW} voltage_kv=500", "µL/L", None, 0.1, V, DL, "6.1"),
    Line("new 500, hydrocarbons", "total_hydrocarbons", f"{TR_NEW} voltage_kv=500", "µL/L", None, 10, V, DL, "6.1"),
    Line("sleeve, H2", "bushing_gas_h2", f"{TR} voltage_kv=110", "µL/L", None, 500, V, DGA, "9.3.1", "attention"),
    Line("sleeve, H2 330", "bushing_gas_h2", f"{TR} voltage_kv=330", "µL/L", None, 500, V, DGA, "9.3.1", "attention"),
    Line("sleeve, C2H2", "bushing_gas_c2h2", f"{TR} voltage_kv=220", "µL/L", None, 2, V, DGA, "9.3.1", "attention"),
    Line("sleeve, C2H2 330", "bushing_gas_c2h2", f"{TR} voltage_kv=330", "µL/L", None, 1, V, DGA, "9.3.1", "attention"),
    Line("sleeve", "bushing_hydrocarbons", f"{TR} voltage_kv=110", "µL/L", None, 150, V, DGA, "9.3.1", "attention"),
    Line("sleeve 330", "bushing_hydrocarbons", f"{TR} voltage_kv=330", "µL/L", None, 150, V, DGA, "9.3.1", "attention"),
]

CT, VT = (
    "kind=instrument_transformer service=in transformer_use=ct",
    "kind=instrument_transformer service=in transformer_use=vt",
)
TABLE_3, TABLE_4, RATIOS = (
    (V, DGA, "9.3.1", "attention"),
    (V, DGA, "9.3.2", "attention"),
    (V, DGA, "10.2.3", "attention"),
)
SEALED, OPEN = f"{TR} sealed=1", f"{TR} sealed=0"
OTHER_GASES = [
    Line("CT, H2", "it_gas_h2", f"{CT} nominal_kv=220", "µL/L", None, 300, *TABLE_3),
    Line("CT, H2 330", "it_gas_h2", f"{CT} nominal_kv=330", "µL/L", None, 150, *TABLE_3),
    Line("CT, C2H2", "it_gas_c2h2", f"{CT} nominal_kv=110", "µL/L", None, 2, *TABLE_3),
    Line("CT, C2H2 330", "it_gas_c2h2", f"{CT} nominal_kv=330", "µL/L", None, 1, *TABLE_3),
    Line("CT, hydrocarbons", "it_hydrocarbons", f"{CT} nominal_kv=110", "µL/L", None, 100, *TABLE_3),
    Line("CT, hydrocarbons 330", "it_hydrocarbons", f"{CT} nominal_kv=330", "µL/L", None, 100, *TABLE_3),
    Line("VT, H2", "it_gas_h2", f"{VT} nominal_kv=220", "µL/L", None, 150, *TABLE_3),
    Line("VT, H2 330", "it_gas_h2", f"{VT} nominal_kv=330", "µL/L", None, 150, *TABLE_3),
    Line("VT, C2H2", "it_gas_c2h2", f"{VT} nominal_kv=110", "µL/L", None, 3, *TABLE_3),
    Line("VT, C2H2 330", "it_gas_c2h2", f"{VT} nominal_kv=330", "µL/L", None, 2, *TABLE_3),
    Line("VT, hydrocarbons", "it_hydrocarbons", f"{VT} nominal_kv=110", "µL/L", None, 100, *TABLE_3),
    Line("VT, hydrocarbons 330", "it_hydrocarbons", f"{VT} nominal_kv=330", "µL/L", None, 100, *TABLE_3),
    Line("sealed, H2", "dga_rate_h2", SEALED, "mL/d", None, 10, *TABLE_4),
    Line("open, H2", "dga_rate_h2", OPEN, "mL/d", None, 5, *TABLE_4),
    Line("sealed, C2H2", "dga_rate_c2h2", SEALED, "mL/d", None, 0.2, *TABLE_4),
    Line("open, C2H2", "dga_rate_c2h2", OPEN, "mL/d", None, 0.1, *TABLE_4),
    Line("sealed, hydrocarbons", "dga_rate_thc", SEALED, "mL/d", None, 12, *TABLE_4),
    Line("open, hydrocarbons", "dga_rate_thc", OPEN, "mL/d", None, 6, *TABLE_4),
    Line("sealed, CO", "dga_rate_co", SEALED, "mL/d", None, 100, *TABLE_4),
    Line("open, CO", "dga_rate_co", OPEN, "mL/d", None, 50, *TABLE_4),
    Line("sealed, CO2", "dga_rate_co2", SEALED, "mL/d", None, 200, *TABLE_4),
    Line("open, CO2", "dga_rate_co2", OPEN, "mL/d", None, 100, *TABLE_4),
    Line("relative", "dga_rate_relative", TR, "%", None, 10, *TABLE_4),
    Line("low start", "dga_rate_start", TR, "µL/L", 10, None, P, "practice"),
    Line("paper and ageing", "co2_co_ratio", TR, "", 3, 7, *RATIOS),
    Line("tap changer", "c2h2_h2_ratio", TR, "", None, 2, *RATIOS),
]

LINES = [*GASES, *OTHER_GASES]
