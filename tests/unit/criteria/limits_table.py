"""The limits of tests, written by hand from the domain notes (section 2), never from the packs.

A figure here is a second statement of the same limit: where a pack differs, one of the two is wrong.
"""

from tests.unit.criteria.limits_lines import Contested, Interval, Line, M, P, Silent, V, W

TR, DRY = "kind=transformer_oil service=in", "kind=transformer_dry service=in"
TR_NEW, DRY_NEW = "kind=transformer_oil service=acceptance", "kind=transformer_dry service=acceptance"
SW, SW_NEW = "kind=switchgear service=in", "kind=switchgear service=acceptance"
GB, DL, OIL = "GB 50150-2016", "DL/T 596-2021", "GB/T 7595-2017"
LARGE, SMALL = "capacity_kva=1601", "capacity_kva=1600"

WINDINGS = [
    Line("phases above 1.6 MVA", "dc_unbalance_hv", f"{TR} {LARGE} vector_group=YNd11", "%", None, 2, V, DL, "6.1"),
    Line("lines above 1.6 MVA", "dc_unbalance_hv", f"{TR} {LARGE} vector_group=Dyn11", "%", None, 1, V, DL, "6.1"),
    Line("phases to 1.6 MVA", "dc_unbalance_hv", f"{TR} {SMALL} vector_group=YNd11", "%", None, 4, V, DL, "6.1"),
    Line("lines to 1.6 MVA", "dc_unbalance_hv", f"{TR} {SMALL} vector_group=Dyn11", "%", None, 2, V, DL, "6.1"),
    Line("low side, phases above", "dc_unbalance_lv", f"{TR} {LARGE} vector_group=Dyn11", "%", None, 2, V, DL, "6.1"),
    Line("low side, lines above", "dc_unbalance_lv", f"{TR} {LARGE} vector_group=YNd11", "%", None, 1, V, DL, "6.1"),
    Line("low side, phases to", "dc_unbalance_lv", f"{TR} {SMALL} vector_group=Dyn11", "%", None, 4, V, DL, "6.1"),
    Line("low side, lines to", "dc_unbalance_lv", f"{TR} {SMALL} vector_group=YNd11", "%", None, 2, V, DL, "6.1"),
    Line("dry, phases above", "dc_unbalance_hv", f"{DRY} {LARGE} vector_group=YNd11", "%", None, 2, V, DL, "6.2"),
    Line("dry, lines above", "dc_unbalance_hv", f"{DRY} {LARGE} vector_group=Dyn11", "%", None, 1, V, DL, "6.2"),
    Line("dry, phases to", "dc_unbalance_lv", f"{DRY} {SMALL} vector_group=Dyn11", "%", None, 4, V, DL, "6.2"),
    Line("dry, lines to", "dc_unbalance_hv", f"{DRY} {SMALL} vector_group=Dyn11", "%", None, 2, V, DL, "6.2"),
    Line("dry, phases to", "dc_unbalance_hv", f"{DRY} {SMALL} vector_group=YNd11", "%", None, 4, V, DL, "6.2"),
    Line(
        "dry, low side, phases above",
        "dc_unbalance_lv",
        f"{DRY} {LARGE} vector_group=Dyn11",
        "%",
        None,
        2,
        V,
        DL,
        "6.2",
    ),
    Line(
        "dry, low side, lines above", "dc_unbalance_lv", f"{DRY} {LARGE} vector_group=YNd11", "%", None, 1, V, DL, "6.2"
    ),
    Line("dry, low side, lines to", "dc_unbalance_lv", f"{DRY} {SMALL} vector_group=YNd11", "%", None, 2, V, DL, "6.2"),
    Line("new, phases above", "dc_unbalance_hv", f"{TR_NEW} {LARGE} vector_group=YNd11", "%", None, 2, V, GB, "8"),
    Line("new, lines above", "dc_unbalance_hv", f"{TR_NEW} {LARGE} vector_group=Dyn11", "%", None, 1, V, GB, "8"),
    Line("new, phases to", "dc_unbalance_lv", f"{TR_NEW} {SMALL} vector_group=Dyn11", "%", None, 4, V, GB, "8"),
    Line("new, lines to", "dc_unbalance_hv", f"{TR_NEW} {SMALL} vector_group=Dyn11", "%", None, 2, V, GB, "8"),
    Line(
        "new, high side, phases to", "dc_unbalance_hv", f"{TR_NEW} {SMALL} vector_group=YNd11", "%", None, 4, V, GB, "8"
    ),
    Line(
        "new, low side, phases above",
        "dc_unbalance_lv",
        f"{TR_NEW} {LARGE} vector_group=Dyn11",
        "%",
        None,
        2,
        V,
        GB,
        "8",
    ),
    Line(
        "new, low side, lines above",
        "dc_unbalance_lv",
        f"{TR_NEW} {LARGE} vector_group=YNd11",
        "%",
        None,
        1,
        V,
        GB,
        "8",
    ),
    Line(
        "new, low side, lines to", "dc_unbalance_lv", f"{TR_NEW} {SMALL} vector_group=YNd11", "%", None, 2, V, GB, "8"
    ),
    Line("new, dry, lines to", "dc_unbalance_hv", f"{DRY_NEW} {SMALL} vector_group=Dyn11", "%", None, 2, V, GB, "8"),
    Line("change", "dc_resistance_hv", f"{TR} winding_material=copper", "Ω", 0.98, 1.02, V, DL, "6.1", earlier=1),
    Line("change", "dc_resistance_lv", f"{TR} winding_material=copper", "mΩ", 0.98, 1.02, V, DL, "6.1", earlier=1),
    Line("dry, change", "dc_resistance_hv", f"{DRY} winding_material=copper", "Ω", 0.98, 1.02, V, DL, "6.2", earlier=1),
    Line(
        "dry, change", "dc_resistance_lv", f"{DRY} winding_material=copper", "mΩ", 0.98, 1.02, V, DL, "6.2", earlier=1
    ),
    Line(
        "new, change", "dc_resistance_lv", f"{TR_NEW} winding_material=copper", "mΩ", 0.98, 1.02, V, GB, "8", earlier=1
    ),
    Line(
        "new, change", "dc_resistance_hv", f"{TR_NEW} winding_material=copper", "Ω", 0.98, 1.02, V, GB, "8", earlier=1
    ),
    Line("70 % of the last", "insulation_resistance", TR, "MΩ", 700, None, V, DL, "6.1", earlier=1000),
    Line("dry, 70 % of the last", "insulation_resistance", DRY, "MΩ", 700, None, V, DL, "6.2", earlier=1000),
    Line("dry, core, 70 %", "core_insulation_dry", DRY, "MΩ", 700, None, V, DL, "6.2", earlier=1000),
    Line("absorption", "absorption_ratio", f"{TR} voltage_kv=35 capacity_kva=4000", "", 1.3, None, V, DL, "6.1"),
    Line(
        "polarisation by kV",
        "polarisation_index",
        f"{TR} voltage_kv=220 capacity_kva=63000",
        "",
        1.5,
        None,
        V,
        DL,
        "6.1",
    ),
    Line(
        "polarisation by MVA",
        "polarisation_index",
        f"{TR} voltage_kv=110 capacity_kva=120000",
        "",
        1.5,
        None,
        V,
        DL,
        "6.1",
    ),
    Line("core to 35 kV", "core_insulation", f"{TR} voltage_kv=35", "MΩ", 10, None, V, DL, "6.1"),
    Line("core from 66 kV", "core_insulation", f"{TR} voltage_kv=66", "MΩ", 100, None, V, DL, "6.1"),
    Line("core current", "core_earth_current", TR, "A", None, 0.1, V, DL, "6.1"),
    Line("clamp current", "clamp_earth_current", TR, "A", None, 0.3, V, DL, "6.1"),
    Line("ratio", "ratio_error", f"{TR} voltage_kv=10 lv_voltage_kv=0.4", "%", -0.5, 0.5, V, "DL/T 596"),
    Line("ratio from 35 kV", "ratio_error", f"{TR} voltage_kv=35 lv_voltage_kv=13", "%", -0.5, 0.5, V, "DL/T 596"),
    Line("ratio below 3", "ratio_error", f"{TR} voltage_kv=10 lv_voltage_kv=3.4", "%", -1, 1, V, "DL/T 596"),
    Line("new, ratio", "ratio_error", f"{TR_NEW} voltage_kv=10 lv_voltage_kv=0.4", "%", -0.5, 0.5, V, GB, "8"),
    Line("new, ratio below 3", "ratio_error", f"{TR_NEW} voltage_kv=10 lv_voltage_kv=3.4", "%", -1, 1, V, GB, "8"),
    Line(
        "new, ratio from 35 kV", "ratio_error", f"{TR_NEW} voltage_kv=35 lv_voltage_kv=13", "%", -0.5, 0.5, V, GB, "8"
    ),
    Line("taps by impedance", "ratio_error_other", f"{TR} impedance_percent=4", "%", -0.4, 0.4, V, "DL/T 596"),
    Line("taps at most 1", "ratio_error_other", f"{TR} impedance_percent=12", "%", -1, 1, V, "DL/T 596"),
    Line("new, taps by impedance", "ratio_error_other", f"{TR_NEW} impedance_percent=4", "%", -0.4, 0.4, V, GB, "8"),
    Line("new, taps at most 1", "ratio_error_other", f"{TR_NEW} impedance_percent=12", "%", -1, 1, V, GB, "8"),
    Line("tan δ to 35 kV", "winding_tan_delta", f"{TR} voltage_kv=35", "%", None, 1.5, M, "DL/T 596", "6.1"),
    Line("tan δ from 66 kV", "winding_tan_delta", f"{TR} voltage_kv=110", "%", None, 0.8, M, "DL/T 596", "6.1"),
    Line(
        "tan δ, growth",
        "winding_tan_delta",
        f"{TR} voltage_kv=110",
        "%",
        None,
        0.65,
        M,
        "DL/T 596",
        earlier=0.5,
    ),
    Line("withstand 6", "ac_withstand", f"{TR_NEW} voltage_kv=6", "kV", 20, None, M, GB, "附录D"),
    Line("withstand 10", "ac_withstand", f"{TR_NEW} voltage_kv=10", "kV", 28, None, M, GB, "附录D"),
    Line("withstand 35", "ac_withstand", f"{TR_NEW} voltage_kv=35", "kV", 68, None, M, GB, "附录D"),
    Line("withstand 66", "ac_withstand", f"{TR_NEW} voltage_kv=66", "kV", 112, None, M, GB, "附录D"),
    Line("withstand 110", "ac_withstand", f"{TR_NEW} voltage_kv=110", "kV", 160, None, M, GB, "附录D"),
]

OILS = [
    Line("new, to 35", "oil_breakdown", f"{TR_NEW} voltage_kv=35", "kV", 35, None, V, GB, "19"),
    Line("new, 66", "oil_breakdown", f"{TR_NEW} voltage_kv=66", "kV", 40, None, V, GB, "19"),
    Line("new, 110", "oil_breakdown", f"{TR_NEW} voltage_kv=110", "kV", 40, None, V, GB, "19"),
    Line("new, 220", "oil_breakdown", f"{TR_NEW} voltage_kv=220", "kV", 40, None, V, GB, "19"),
    Line("new, 330", "oil_breakdown", f"{TR_NEW} voltage_kv=330", "kV", 50, None, V, GB, "19"),
    Line("new, 500", "oil_breakdown", f"{TR_NEW} voltage_kv=500", "kV", 60, None, V, GB, "19"),
    Line("in service, 110", "oil_breakdown", f"{TR} voltage_kv=110", "kV", 40, None, M, OIL),
    Line("before energising, 35", "oil_breakdown_before", f"{TR} voltage_kv=35", "kV", 40, None, M, OIL),
    Line("before energising, 220", "oil_breakdown_before", f"{TR} voltage_kv=220", "kV", 45, None, M, OIL),
    Line("new, to 110", "oil_water", f"{TR_NEW} voltage_kv=110", "mg/L", None, 20, V, GB, "19"),
    Line("new, 220", "oil_water", f"{TR_NEW} voltage_kv=220", "mg/L", None, 15, V, GB, "19"),
    Line("new, 500", "oil_water", f"{TR_NEW} voltage_kv=500", "mg/L", None, 10, V, GB, "19"),
    Line("in service, to 110", "oil_water", f"{TR} voltage_kv=110", "mg/L", None, 35, M, OIL),
    Line("in service, 220", "oil_water", f"{TR} voltage_kv=220", "mg/L", None, 25, M, OIL),
    Line("new, after filling", "oil_tan_delta", f"{TR_NEW} voltage_kv=110", "%", None, 0.7, V, GB, "19"),
    Line("new, before filling", "oil_tan_delta_before", f"{TR_NEW} voltage_kv=110", "%", None, 0.5, V, GB, "19"),
    Line("in service", "oil_tan_delta", f"{TR} voltage_kv=110", "%", None, 4, M, OIL),
    Line("new", "oil_acid", TR_NEW, "mgKOH/g", None, 0.03, V, GB, "19"),
    Line("in service", "oil_acid", TR, "mgKOH/g", None, 0.1, M, "GB/T 7595"),
    Line("new", "oil_interfacial_tension", TR_NEW, "mN/m", 35, None, V, GB, "19"),
    Line("in service", "oil_interfacial_tension", TR, "mN/m", 25, None, M, "GB/T 7595"),
    Line("new", "oil_ph", TR_NEW, "", 5.4, None, V, GB, "19", strict=True),
]

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
]

LOOP = "loop_resistance_factory_uohm=100"
SWITCHGEAR = [
    Line(
        "new, vacuum",
        "loop_resistance",
        f"{SW_NEW} construction=withdrawable breaker=vacuum {LOOP}",
        "µΩ",
        None,
        100,
        V,
        GB,
    ),
    Line("new, GIS", "loop_resistance", f"{SW_NEW} construction=gis breaker=sf6 {LOOP}", "µΩ", None, 120, V, GB, "13"),
    Line(
        "isolating contacts",
        "cabinet_contact_resistance",
        f"{SW} construction=withdrawable contact_resistance_factory_uohm=100",
        "µΩ",
        None,
        150,
        M,
        "DL/T 596",
        "9.10",
    ),
    Line("bounce", "contact_bounce", f"{SW_NEW} breaker=vacuum voltage_kv=12", "ms", None, 2, V, GB, "11"),
    Line("bounce from 40.5", "contact_bounce", f"{SW_NEW} breaker=vacuum voltage_kv=40.5", "ms", None, 3, V, GB, "11"),
    Line("vacuum, close", "synchronism_close", f"{SW} breaker=vacuum voltage_kv=12", "ms", None, 2, M, ""),
    Line("vacuum, open", "synchronism_open", f"{SW} breaker=vacuum voltage_kv=12", "ms", None, 2, M, ""),
    Line("SF6, close", "synchronism_close", f"{SW} breaker=sf6 voltage_kv=126", "ms", None, 5, W, "DL/T 596"),
    Line("SF6, open", "synchronism_open", f"{SW} breaker=sf6 voltage_kv=126", "ms", None, 3, W, "DL/T 596"),
    Line("new", "coil_insulation", SW_NEW, "MΩ", 10, None, V, GB),
    Line("in service", "coil_insulation", SW, "MΩ", 2, None, M, ""),
    Line("coils", "coil_minimum_voltage", SW, "%", 30, 65, V, "DL/T 596"),
    Line("new, coils", "coil_minimum_voltage", SW_NEW, "%", 30, 65, M, GB, "附录E"),
    Line("closing", "close_minimum_voltage", SW_NEW, "%", None, 85, M, GB, "附录E"),
    Line("in service, 12", "pull_rod_insulation", f"{SW} voltage_kv=12", "MΩ", 300, None, M, "DL/T 596"),
    Line("in service, 40.5", "pull_rod_insulation", f"{SW} voltage_kv=40.5", "MΩ", 1000, None, M, "DL/T 596"),
    Line("in service, 126", "pull_rod_insulation", f"{SW} voltage_kv=126", "MΩ", 3000, None, M, "DL/T 596"),
    Line("new, 12", "pull_rod_insulation", f"{SW_NEW} voltage_kv=12", "MΩ", 1200, None, M, "GB 50150"),
    Line("new, 40.5", "pull_rod_insulation", f"{SW_NEW} voltage_kv=40.5", "MΩ", 3000, None, M, "GB 50150"),
    Line("new, 126", "pull_rod_insulation", f"{SW_NEW} voltage_kv=126", "MΩ", 6000, None, M, "GB 50150"),
    Line("12 kV", "switchgear_withstand", f"{SW_NEW} voltage_kv=12", "kV", 42, None, M, "DL/T 593"),
    Line("40.5 kV", "switchgear_withstand", f"{SW_NEW} voltage_kv=40.5", "kV", 95, None, M, "DL/T 593"),
    Line("gap, 12 kV", "isolating_withstand", f"{SW_NEW} voltage_kv=12", "kV", 48, None, M, "DL/T 593"),
    Line("gap, 40.5 kV", "isolating_withstand", f"{SW_NEW} voltage_kv=40.5", "kV", 118, None, M, "DL/T 593"),
    Line(
        "new, arcing", "sf6_moisture", f"{SW_NEW} sf6_compartment=arcing", "µL/L", None, 150, V, GB, "13", strict=True
    ),
    Line("new, other", "sf6_moisture", f"{SW_NEW} sf6_compartment=other", "µL/L", None, 250, V, GB, "13", strict=True),
    Line("leakage", "sf6_leakage", SW_NEW, "%", None, 1, V, GB, "13"),
    Line("room air", "sf6_room_air", SW, "µL/L", None, 1000, V, ""),
    Line("auxiliary", "auxiliary_insulation", SW, "MΩ", 2, None, M, "DL/T 596", "9.10"),
    Line("clearance", "busbar_clearance", f"{SW} voltage_kv=12", "mm", 125, None, P, "practice"),
]

IT, IT_NEW = "kind=instrument_transformer service=in", "kind=instrument_transformer service=acceptance"
ARR, ARR_NEW = "kind=arrester service=in", "kind=arrester service=acceptance"
CB, CB_NEW = "kind=cable service=in", "kind=cable service=acceptance"
CAP, CAP_NEW = "kind=capacitor service=in", "kind=capacitor service=acceptance"
APPARATUS = [
    Line("new", "it_insulation", IT_NEW, "MΩ", 1000, None, V, GB, "10"),
    Line("new", "it_screen_insulation", IT_NEW, "MΩ", 1000, None, V, GB, "10"),
    Line(
        "VT, 80 %",
        "ac_withstand",
        f"{IT} transformer_use=vt withstand_factory_kv=42",
        "kV",
        33.6,
        None,
        M,
        "DL/T 596",
        "8.2",
    ),
    Line("above 35 kV", "arrester_insulation", f"{ARR_NEW} nominal_kv=66", "MΩ", 2500, None, V, GB, "20"),
    Line("to 35 kV", "arrester_insulation", f"{ARR_NEW} nominal_kv=35", "MΩ", 1000, None, V, GB, "20"),
    Line("below 1 kV", "arrester_insulation", f"{ARR_NEW} nominal_kv=0.4", "MΩ", 2, None, V, GB, "20"),
    Line("base", "arrester_base_insulation", ARR_NEW, "MΩ", 5, None, V, GB, "20"),
    Line("new, of the maker", "arrester_u1ma", f"{ARR_NEW} u1ma_factory_kv=100", "kV", 95, 105, V, GB),
    Line("of the first", "arrester_u1ma", ARR, "kV", 95, 105, V, DL, "16.1", earlier=100),
    Line("0.75 U1mA", "arrester_leakage", f"{ARR_NEW} arrester_columns=single", "µA", None, 50, W, GB),
    Line(
        "several columns",
        "arrester_leakage",
        f"{ARR_NEW} arrester_columns=multi leakage_factory_ua=120",
        "µA",
        None,
        120,
        W,
        GB,
    ),
    Line("grown by half", "arrester_resistive_current", ARR, "mA", None, 0.3, M, "DL/T 596", "16.1", earlier=0.2),
    Line(
        "doubled",
        "arrester_resistive_current",
        ARR,
        "mA",
        None,
        0.4,
        M,
        "DL/T 596",
        "16.1",
        earlier=0.2,
        inside="attention",
    ),
    Line("sheath of 500 m", "cable_sheath_insulation", f"{CB_NEW} length_km=0.5", "MΩ", 1, None, V, GB, "17"),
    Line("lining of 2 km", "cable_inner_insulation", f"{CB_NEW} length_km=2", "MΩ", 0.25, None, V, GB, "17"),
    Line("26/35", "cable_withstand", f"{CB_NEW} voltage_kv=35 u0_kv=26", "kV", 52, None, M, GB, "17.0.5"),
    Line("64/110", "cable_withstand", f"{CB_NEW} voltage_kv=110 u0_kv=64", "kV", 128, None, M, GB, "17.0.5"),
    Line("DC, 4 U0", "cable_dc_withstand", f"{CB_NEW} voltage_kv=10 u0_kv=8.7", "kV", 34.8, None, V, GB),
    Line("time, 35", "cable_withstand_time", f"{CB_NEW} voltage_kv=35", "min", 60, None, M, GB, "17.0.5"),
    Line("shunt", "capacitance_deviation", f"{CAP} capacitor_use=shunt", "%", -5, 10, W, "DL/T 596", "14.1"),
    Line("coupling", "capacitance_deviation", f"{CAP_NEW} capacitor_use=coupling", "%", -5, 10, V, GB, "18"),
    Line("breaker", "capacitance_deviation", f"{CAP_NEW} capacitor_use=breaker", "%", -5, 5, V, GB, "18"),
    Line("75 %", "ac_withstand", f"{CAP_NEW} capacitor_use=shunt withstand_factory_kv=40", "kV", 30, None, V, GB, "18"),
    Line("case", "capacitor_case_insulation", CAP, "MΩ", 2000, None, M, "DL/T 596", "14.1"),
]

EA, EARTH = "kind=earthing", "earthing_resistance"
EFF, NOT = f"{EA} system_earthing=effective", f"{EA} system_earthing=not_effective"
EARTHING = [
    Line("2000/I", EARTH, f"{EFF} earthing_use=hv earth_fault_current_a=1000", "Ω", None, 2, V, GB, "25"),
    Line("2000/I at 4000 A", EARTH, f"{EFF} earthing_use=hv earth_fault_current_a=4000", "Ω", None, 0.5, V, GB, "25"),
    Line("above 4000 A", EARTH, f"{EFF} earthing_use=hv earth_fault_current_a=8000", "Ω", None, 0.5, V, GB, "25"),
    Line("with proof", EARTH, f"{EFF} earthing_use=hv_proved earth_fault_current_a=4000", "Ω", None, 5, V, GB, "25"),
    Line("120/I", EARTH, f"{NOT} earthing_use=shared earth_fault_current_a=60", "Ω", None, 2, V, GB, "25"),
    Line("120/I, at most 10", EARTH, f"{NOT} earthing_use=shared earth_fault_current_a=6", "Ω", None, 10, V, GB, "25"),
    Line("250/I", EARTH, f"{NOT} earthing_use=hv earth_fault_current_a=50", "Ω", None, 5, V, GB, "25"),
    Line("250/I, at most 10", EARTH, f"{NOT} earthing_use=hv earth_fault_current_a=10", "Ω", None, 10, V, GB, "25"),
    Line("low voltage from 100 kVA", EARTH, f"{EA} earthing_use=lv total_kva=100", "Ω", None, 4, V, GB, "25"),
    Line("low voltage below 100 kVA", EARTH, f"{EA} earthing_use=lv total_kva=99", "Ω", None, 10, V, GB, "25"),
    Line("rod", EARTH, f"{EA} earthing_use=lightning_rod", "Ω", None, 10, V, GB, "25"),
    Line("microwave", EARTH, f"{EA} earthing_use=microwave", "Ω", None, 5, V, GB, "25"),
    Line("tank", EARTH, f"{EA} earthing_use=fuel_tank", "Ω", None, 30, V, GB, "25"),
    Line("open tank", EARTH, f"{EA} earthing_use=open_fuel_tank", "Ω", None, 10, V, GB, "25"),
    Line("continuity", "earthing_continuity", EA, "Ω", None, 0.2, V, GB, "25"),
]

ST, T1476 = "kind=safety_tools safety_tool", "DL/T 1476"
WIRE = "tool_wire_resistance"
TOOLS = [
    Line("gloves", "tool_test_voltage", f"{ST}=gloves", "kV", 8, None, M, T1476),
    Line("gloves", "tool_leakage", f"{ST}=gloves", "mA", None, 9, M, T1476),
    Line("rod of 10 kV", "tool_test_voltage", f"{ST}=rod voltage_kv=10", "kV", 45, None, W, T1476),
    Line("barrier of 10 kV", "tool_test_voltage", f"{ST}=barrier voltage_kv=10", "kV", 45, None, W, T1476),
    Line("clamp of 10 kV", "tool_test_voltage", f"{ST}=clamp voltage_kv=10", "kV", 45, None, W, T1476),
    Line("mat from 1 kV", "tool_test_voltage", f"{ST}=mat voltage_kv=10", "kV", 15, None, M, T1476),
    Line("mat below 1 kV", "tool_test_voltage", f"{ST}=mat voltage_kv=0.4", "kV", 3.5, None, M, T1476),
    Line("detector", "tool_start_voltage", f"{ST}=indicator", "%", 15, 40, M, ""),
    Line("25 mm²", WIRE, f"{ST}=earthing_set section_mm2=25", "mΩ/m", None, 0.79, M, T1476),
    Line("35 mm²", WIRE, f"{ST}=earthing_set section_mm2=35", "mΩ/m", None, 0.56, M, T1476),
    Line("50 mm²", WIRE, f"{ST}=earthing_set section_mm2=50", "mΩ/m", None, 0.4, M, T1476),
    Line("70 mm²", WIRE, f"{ST}=earthing_set section_mm2=70", "mΩ/m", None, 0.28, M, T1476),
    Line("95 mm²", WIRE, f"{ST}=earthing_set section_mm2=95", "mΩ/m", None, 0.21, M, T1476),
    Line("120 mm²", WIRE, f"{ST}=earthing_set section_mm2=120", "mΩ/m", None, 0.16, M, T1476),
]

LINES = [*WINDINGS, *OILS, *GASES, *SWITCHGEAR, *APPARATUS, *EARTHING, *TOOLS]

CONTESTED = [
    Contested("oil to 35 kV", "oil_breakdown", f"{TR} voltage_kv=35", "kV", "low", (30, 35)),
    Contested("SF6, arcing", "sf6_moisture", f"{SW} sf6_compartment=arcing", "µL/L", "high", (300, 400)),
    Contested("SF6, other", "sf6_moisture", f"{SW} sf6_compartment=other", "µL/L", "high", (500, 1000)),
    Contested("loop", "loop_resistance", f"{SW} breaker=vacuum {LOOP}", "µΩ", "high", (110, 120, 150)),
    Contested("boots", "tool_test_voltage", f"{ST}=boots", "kV", "low", (15, 25)),
    Contested("boots", "tool_leakage", f"{ST}=boots", "mA", "high", (7.5, 10)),
    Contested("cable 8.7/10", "cable_withstand", f"{CB_NEW} voltage_kv=10 u0_kv=8.7", "kV", "low", (17.4, 21.75)),
    Contested("time, 10 kV", "cable_withstand_time", f"{CB_NEW} voltage_kv=10", "min", "low", (5, 15)),
]

SILENT = [
    Silent("absorption below 35 kV", "absorption_ratio", f"{TR} voltage_kv=10 capacity_kva=4000", 1),
    Silent("absorption below 4000 kVA", "absorption_ratio", f"{TR} voltage_kv=35 capacity_kva=3999", 1),
    Silent("polarisation below both", "polarisation_index", f"{TR} voltage_kv=110 capacity_kva=119999", 1),
    Silent("withstand in service", "ac_withstand", f"{TR} voltage_kv=10 withstand_factory_kv=35", 1),
    Silent("dry, withstand in service", "ac_withstand", f"{DRY} voltage_kv=10 withstand_factory_kv=35", 1),
    Silent("dry, new, withstand", "ac_withstand", f"{DRY_NEW} voltage_kv=10", 1),
    Silent("discharge", "partial_discharge", f"{TR} voltage_kv=110", 10000),
    Silent("CT tan δ 35", "it_tan_delta", f"{IT} voltage_kv=35", 50),
    Silent("CT tan δ 110", "it_tan_delta", f"{IT} voltage_kv=110", 50),
    Silent("cable in service", "cable_withstand", f"{CB} voltage_kv=10 u0_kv=8.7", 1),
    Silent("loop of a disconnector", "loop_resistance", f"{SW} construction=disconnector breaker=none {LOOP}", 1000),
]

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
