"""The limits of readings, rooms and supply, written by hand from the domain notes (sections 3 to 5).

A figure here is a second statement of the same limit: where a pack differs, one of the two is wrong.
"""

from tests.unit.criteria.limits_lines import C, Contested, Given, Line, M, P, V, W

TR, DRY, SW = "kind=transformer_oil service=in", "kind=transformer_dry service=in", "kind=switchgear service=in"
SITE, T572, KEY = "kind=site", "DL/T 572-2021", "二十五项重点要求-2023"
TOP = "top_oil_temperature"

TEMPERATURES = [
    Line("natural, often", TOP, f"{TR} cooling=ONAN", "°C", None, 85, V, T572, "表1", "attention"),
    Line("natural", TOP, f"{TR} cooling=ONAF", "°C", None, 95, V, T572, "表1", inside="attention"),
    Line("forced, often", TOP, f"{TR} cooling=OFAF", "°C", None, 75, V, T572, "表1", "attention"),
    Line("forced", TOP, f"{TR} cooling=OFAF", "°C", None, 85, V, T572, "表1", inside="attention"),
    Line("water", TOP, f"{TR} cooling=OFWF", "°C", None, 70, W, T572, "表1"),
    Line("reduce load", TOP, f"{TR} cooling=ONAN", "°C", None, 105, V, T572, "7.1.8", inside="fail"),
    Line("fans stopped", "top_oil_fans_stopped", f"{TR} cooling=ONAF", "°C", None, 65, V, T572, "7.3.1"),
    Line("coolers lost", "top_oil_coolers_lost", f"{TR} cooling=OFAF", "°C", None, 75, V, T572, "7.3.2"),
    Line("coolers lost", "coolers_lost_time", f"{TR} cooling=OFAF", "min", None, 20, V, T572, "7.3.2", "attention"),
    Line(
        "never longer", "coolers_lost_time", f"{TR} cooling=OFAF", "min", None, 60, V, T572, "7.3.2", inside="attention"
    ),
    Line("natural", "oil_alarm_setting", f"{TR} cooling=ONAN", "°C", None, 85, M, ""),
    Line("forced", "oil_alarm_setting", f"{TR} cooling=OFAF", "°C", None, 75, M, ""),
    Line("natural", "winding_alarm_setting", f"{TR} cooling=ONAN", "°C", None, 95, M, ""),
    Line("forced", "winding_alarm_setting", f"{TR} cooling=OFAF", "°C", None, 85, M, ""),
    Line("start", "fan_start_setting", f"{TR} cooling=ONAF", "°C", None, 55, M, ""),
    Line("stop", "fan_stop_setting", f"{TR} cooling=ONAF", "°C", None, 45, M, ""),
    Line("fan off", "dry_fan_off_setting", f"{DRY} insulation=F", "°C", None, 80, P, "practice"),
    Line("fan on", "dry_fan_on_setting", f"{DRY} insulation=F", "°C", None, 100, P, "practice"),
    Line("alarm", "dry_alarm_setting", f"{DRY} insulation=F", "°C", None, 130, P, "practice"),
    Line("trip", "dry_trip_setting", f"{DRY} insulation=F", "°C", None, 150, P, "practice"),
    Line("class B", "winding_temperature", f"{DRY} insulation=B", "°C", None, 130, M, "GB/T 1094.11"),
    Line(
        "class F", "winding_temperature", f"{DRY} insulation=F", "°C", None, 155, V, "GB/T 1094.11", inside="attention"
    ),
    Line("class H", "winding_temperature", f"{DRY} insulation=H", "°C", None, 180, V, "GB/T 1094.11"),
    Line("rise, class B", "dry_winding_rise", f"{DRY} insulation=B", "K", None, 80, M, "GB/T 1094.11"),
    Line("rise, class F", "dry_winding_rise", f"{DRY} insulation=F", "K", None, 100, M, "GB/T 1094.11"),
    Line("rise, class H", "dry_winding_rise", f"{DRY} insulation=H", "K", None, 125, M, "GB/T 1094.11"),
]

RATED = "lv_rated_current_a=1000"
LOADS = [
    Line("warning", "load_factor", f"{TR} {RATED}", "%", None, 80, P, "practice"),
    Line("overload", "load_factor", f"{TR} {RATED}", "%", None, 100, P, "practice", inside="attention"),
    Line("Yyn0", "load_imbalance", f"{TR} vector_group=Yyn0", "%", None, 15, V, "SD 292-1988", "7.5.2"),
    Line("Dyn11", "load_imbalance", f"{TR} vector_group=Dyn11", "%", None, 25, M, "Q/GDW 1519-2014"),
    Line("Yyn0", "neutral_current", f"{TR} vector_group=Yyn0 {RATED}", "A", None, 250, V, "SD 292-1988", "7.5.2"),
    Line("Yzn11", "neutral_current", f"{TR} vector_group=Yzn11 {RATED}", "A", None, 400, M, "DL/T 572"),
    Line("Dyn11", "neutral_current", f"{TR} vector_group=Dyn11 {RATED}", "A", None, 400, M, "Q/GDW 1519-2014"),
]

THD, LOW_KV = "GB/T 14549-1993", "quality_kv=0.38"
QUALITY = [
    Line("10 kV", "line_voltage", f"{SITE} nominal_kv=10", "kV", 9.3, 10.7, V, "GB/T 12325-2008"),
    Line("20 kV", "line_voltage", f"{SITE} nominal_kv=20", "kV", 18.6, 21.4, M, "GB/T 12325-2008"),
    Line("35 kV", "line_voltage", f"{SITE} nominal_kv=35", "kV", 31.5, 38.5, V, "GB/T 12325-2008"),
    Line("380 V", "lv_line_voltage", SITE, "V", 353.4, 406.6, V, "GB/T 12325-2008"),
    Line("220 V", "lv_phase_voltage", SITE, "V", 198, 235.4, V, "GB/T 12325-2008"),
    Line("unbalance", "voltage_unbalance", SITE, "%", None, 2, V, "GB/T 15543-2008"),
    Line("short", "voltage_unbalance", SITE, "%", None, 4, V, "GB/T 15543-2008", inside="fail"),
    Line("of one user", "voltage_unbalance_user", SITE, "%", None, 1.3, V, "GB/T 15543-2008"),
    Line("of one user, short", "voltage_unbalance_user", SITE, "%", None, 2.6, V, "GB/T 15543-2008", inside="fail"),
    Line("0.38", "thd_u", f"{SITE} {LOW_KV}", "%", None, 5, V, THD),
    Line("6", "thd_u", f"{SITE} quality_kv=6", "%", None, 4, V, THD),
    Line("10", "thd_u", f"{SITE} quality_kv=10", "%", None, 4, V, THD),
    Line("35", "thd_u", f"{SITE} quality_kv=35", "%", None, 3, V, THD),
    Line("66", "thd_u", f"{SITE} quality_kv=66", "%", None, 3, V, THD),
    Line("110", "thd_u", f"{SITE} quality_kv=110", "%", None, 2, V, THD),
    Line("0.38", "harmonic_odd", f"{SITE} {LOW_KV}", "%", None, 4, M, THD),
    Line("10", "harmonic_odd", f"{SITE} quality_kv=10", "%", None, 3.2, M, THD),
    Line("35", "harmonic_odd", f"{SITE} quality_kv=35", "%", None, 2.4, M, THD),
    Line("110", "harmonic_odd", f"{SITE} quality_kv=110", "%", None, 1.6, M, THD),
    Line("0.38", "harmonic_even", f"{SITE} {LOW_KV}", "%", None, 2, M, THD),
    Line("10", "harmonic_even", f"{SITE} quality_kv=10", "%", None, 1.6, M, THD),
    Line("35", "harmonic_even", f"{SITE} quality_kv=35", "%", None, 1.2, M, THD),
    Line("110", "harmonic_even", f"{SITE} quality_kv=110", "%", None, 0.8, M, THD),
    Line("frequency", "frequency", SITE, "Hz", 49.8, 50.2, V, "GB/T 15945-2008"),
    Line("of the month", "power_factor_month", f"{SITE} power_factor_class=0.9", "", 0.9, None, V, "水电财字〔83〕215"),
    Line(
        "of the month", "power_factor_month", f"{SITE} power_factor_class=0.85", "", 0.85, None, V, "水电财字〔83〕215"
    ),
    Line("of the month", "power_factor_month", f"{SITE} power_factor_class=0.8", "", 0.8, None, V, "水电财字〔83〕215"),
    Line("at peak", "power_factor_peak", f"{SITE} total_kva=100", "", 0.9, None, W, "供电营业规则-2024"),
    Line(
        "of the energy", "power_factor_energy", f"{SITE} power_factor_class=0.9", "", 0.9, None, V, "水电财字〔83〕215"
    ),
    Line(
        "demand",
        "demand_share",
        f"{SITE} declared_demand_kw=1000",
        "%",
        None,
        105,
        V,
        "发改办价格〔2016〕1583",
        "",
        "attention",
    ),
]

IR, FULL = "DL/T 664-2016", "load_percent=80"
HOT, DELTA, SPREAD = "ir_temperature", "ir_delta", "ir_difference"
INFRARED = [
    Line("general", DELTA, f"{FULL} ir_part=terminal", "%", None, 35, W, IR, strict=True, grade="general"),
    Line(
        "serious",
        DELTA,
        f"{FULL} ir_part=terminal",
        "%",
        None,
        80,
        W,
        IR,
        inside="attention",
        strict=True,
        grade="serious",
    ),
    Line("terminal", HOT, f"{FULL} ir_part=terminal", "°C", None, 80, M, IR, strict=True, grade="serious"),
    Line("terminal", HOT, f"{FULL} ir_part=terminal", "°C", None, 110, M, IR, inside="attention", grade="critical"),
    Line("joint", HOT, f"{FULL} ir_part=joint", "°C", None, 90, M, IR, strict=True, grade="serious"),
    Line("joint", HOT, f"{FULL} ir_part=joint", "°C", None, 130, M, IR, inside="attention", grade="critical"),
    Line("contact", HOT, f"{FULL} ir_part=contact", "°C", None, 55, M, IR, strict=True, grade="serious"),
    Line("contact", HOT, f"{FULL} ir_part=contact", "°C", None, 80, M, IR, inside="attention", grade="critical"),
    Line("tank", HOT, f"{FULL} ir_part=tank", "°C", None, 85, M, IR, strict=True, grade="serious"),
    Line("tank", HOT, f"{FULL} ir_part=tank", "°C", None, 105, M, IR, inside="attention", grade="critical"),
    Line("arrester", SPREAD, "ir_part=arrester", "K", None, 0.5, M, IR, grade="serious"),
    Line("CT and VT", SPREAD, "ir_part=instrument_transformer", "K", None, 2, M, IR, grade="serious"),
    Line("cable end", SPREAD, "ir_part=cable_termination", "K", None, 2, M, IR, grade="serious"),
    Line("cable end, whole", SPREAD, "ir_part=cable_termination_whole", "K", None, 5, M, IR, grade="serious"),
    Line("bushing", SPREAD, "ir_part=bushing", "K", None, 2, M, IR, grade="serious"),
    Line("air", "ir_ambient", SITE, "°C", 5, None, V, IR, "", "attention"),
    Line("humidity", "ir_humidity", SITE, "%", None, 85, V, IR, "", "attention"),
    Line("wind", "ir_wind", SITE, "m/s", None, 5, V, IR, "", "attention"),
]

DISCHARGE = [
    Line("abnormal", "tev", SW, "dB", None, 20, W, "Q/GDW 11060-2013"),
    Line("severe", "tev", SW, "dB", None, 30, W, "Q/GDW 11060-2013", inside="attention", strict=True, grade="serious"),
    Line("severe", "ultrasonic_pd", SW, "dB", None, 15, W, "", inside="attention"),
    Line("neighbours", "tev_neighbours", SW, "dB", None, 6, P, "practice", strict=True),
    Line("neighbours", "ultrasonic_neighbours", SW, "dB", None, 6, P, "practice", strict=True),
]

DC, D5044 = "kind=dc_system dc_nominal_v=220", "DL/T 5044"
SURROUNDINGS = [
    Line("every 2 years", "battery_discharge_age", f"{DC} age_years=3", "a", None, 2, V, KEY, "22.2.6.17"),
    Line("yearly from 4 years", "battery_discharge_age", f"{DC} age_years=5", "a", None, 1, C, KEY, "22.2.6.17"),
    Line("control", "dc_control_voltage", DC, "V", 187, 242, M, D5044),
    Line("power", "dc_power_voltage", DC, "V", 192.5, 247.5, M, D5044),
    Line("combined", "dc_combined_voltage", DC, "V", 192.5, 242, M, D5044),
    Line("float", "battery_cell_float", f"{DC} battery=vrla", "V", 2.23, 2.28, M, ""),
    Line("float, of a cell", "battery_float_per_cell", f"{DC} battery=vrla battery_cells=104", "V", 2.23, 2.28, M, ""),
    Line("spread", "battery_cell_deviation", f"{DC} battery=vrla battery_cells=104", "V", None, 0.05, M, ""),
    Line("capacity", "battery_capacity", DC, "%", 80, None, M, ""),
    Line("gauge", "sf6_pressure", f"{SW} sf6_alarm_mpa=0.55", "MPa", 0.55, None, M, ""),
    Line("room", "room_temperature", SITE, "°C", None, 40, M, "", inside="attention"),
    Line("room, mean", "room_temperature_mean", SITE, "°C", None, 35, M, ""),
    Line("room, usual", "room_temperature", SITE, "°C", 5, 35, P, "practice"),
    Line("humidity, mean", "room_humidity", SITE, "%", None, 95, M, ""),
    Line("humidity, month", "room_humidity_month", SITE, "%", None, 90, M, ""),
    Line("XLPE", "cable_conductor_temperature", "kind=cable cable_insulation=xlpe", "°C", None, 90, M, ""),
    Line("bare", "contact_rise", f"{SW} contact_surface=bare", "K", None, 35, W, "GB/T 11022"),
    Line("bolted", "contact_rise", f"{SW} contact_surface=bolted", "K", None, 50, W, "GB/T 11022"),
    Line("silver", "contact_rise", f"{SW} contact_surface=silver", "K", None, 65, W, "GB/T 11022"),
    Line("fire detector", "fire_detector_setting", SITE, "°C", 55, 85, V, "DB11/T 527-2021", "附录D"),
    Line("board", "animal_board_height", SITE, "mm", 400, None, V, "DB11/T 527-2021", "6.3.9"),
    Line("escape sign", "evacuation_light_time", SITE, "min", 30, None, V, "DB11/T 527-2021", "6.3.6", strict=True),
    Line("run", "generator_run_time", "kind=generator", "min", 15, 30, P, "practice"),
    Line("run every month", "generator_run_age", "kind=generator", "d", None, 31, P, "practice"),
    Line("load every quarter", "generator_load_age", "kind=generator", "d", None, 92, P, "practice"),
    Line("log sheet", "log_interval", f"{SITE} manning=staffed", "h", None, 2, W, "DB11/T 527-2021"),
    Line("earth fault", "earth_fault_time", f"{SITE} nominal_kv=10 system_earthing=not_effective", "h", None, 2, P, ""),
]

SUPPLY = [
    Line("own source", "emergency_supply_share", SITE, "%", 120, None, V, KEY, "22.3.4"),
    Line("grid side", "grid_check_age", f"{SITE} importance=level_2", "", None, 6, V, KEY, "22.3.5"),
    Line("joint drill", "joint_drill_age", f"{SITE} importance=level_1", "a", None, 3, V, KEY, "22.3.5"),
]

CLASSES, CAPACITY, PRICES = "水电财字〔83〕215", "tariff_capacity", "发改价格〔2023〕526"
TARIFF = [
    Line("one reading", "power_factor", f"{SITE} power_factor_class=0.9", "", 0.9, None, V, CLASSES, "", "attention"),
    Line(
        "HV industry",
        "power_factor_month",
        f"{SITE} tariff_user=industrial_hv total_kva=161",
        "",
        0.9,
        None,
        V,
        CLASSES,
    ),
    Line(
        "HV, 160 kVA",
        "power_factor_month",
        f"{SITE} tariff_user=industrial_hv total_kva=160",
        "",
        0.85,
        None,
        V,
        CLASSES,
    ),
    Line("on-load", "power_factor_month", f"{SITE} tariff_user=on_load_regulation", "", 0.9, None, V, CLASSES),
    Line("pumping", "power_factor_month", f"{SITE} tariff_user=pumping total_kva=3200", "", 0.9, None, V, CLASSES),
    Line("pumping", "power_factor_month", f"{SITE} tariff_user=pumping total_kva=3199", "", 0.85, None, V, CLASSES),
    Line("industry", "power_factor_month", f"{SITE} tariff_user=industrial total_kva=100", "", 0.85, None, V, CLASSES),
    Line(
        "others", "power_factor_month", f"{SITE} tariff_user=non_industrial total_kva=100", "", 0.85, None, V, CLASSES
    ),
    Line("farms", "power_factor_month", f"{SITE} tariff_user=agriculture total_kva=100", "", 0.8, None, V, CLASSES),
    Line("resale", "power_factor_month", f"{SITE} tariff_user=resale total_kva=100", "", 0.8, None, V, CLASSES),
    Line("one part", CAPACITY, f"{SITE} tariff=single", "kVA", None, 315, V, PRICES, strict=True),
    Line("two parts", CAPACITY, f"{SITE} tariff=two_part", "kVA", 100, None, V, PRICES),
]

STAFF = "staff_per_shift"
MANNED = f"{SITE} manning=staffed"
STAFFING = [
    Line("35 kV", STAFF, f"{MANNED} nominal_kv=35", "", 2, None, V, "DB11/T 527-2021", "8.1.3"),
    Line("10 kV", STAFF, f"{MANNED} nominal_kv=10 total_kva=630", "", 2, None, V, "DB11/T 527-2021", "8.1.3"),
    Line("nobody", STAFF, f"{SITE} manning=unstaffed nominal_kv=6 total_kva=630", "", 2, None, V, "DB11/T 527-2021"),
    Line("centre", "centre_staff", f"{SITE} manning=remote", "", 2, None, V, "DB11/T 527-2021", "附录B"),
    Line("on site", "arrival_time", f"{SITE} manning=remote", "min", None, 60, V, "DB11/T 527-2021", "附录B"),
]

MONITOR, A3 = f"{TR} voltage_kv=110", ("DL/T 1498.2-2025", "A.3", "attention")
ON_LINE = [
    Line("C2H2, 1", "online_c2h2", MONITOR, "µL/L", None, 1, V, *A3, strict=True, grade="general"),
    Line("C2H2, 2", "online_c2h2", MONITOR, "µL/L", None, 5, V, *A3, inside="attention", strict=True, grade="serious"),
    Line("alarm", "online_c2h2", MONITOR, "µL/L", None, 8, V, *A3[:2], inside="attention", strict=True),
    Line("H2, 1", "online_h2", MONITOR, "µL/L", None, 120, V, *A3, strict=True, grade="general"),
    Line("H2, 2", "online_h2", MONITOR, "µL/L", None, 150, V, *A3, inside="attention", strict=True, grade="serious"),
    Line("THC, 1", "online_thc", MONITOR, "µL/L", None, 120, V, *A3, strict=True, grade="general"),
    Line("THC, 2", "online_thc", MONITOR, "µL/L", None, 150, V, *A3, inside="attention", strict=True, grade="serious"),
    Line("C2H2 a week, 1", "online_c2h2_week", MONITOR, "µL/L", None, 1, V, *A3, strict=True, grade="general"),
    Line("C2H2 a week, 2", "online_c2h2_week", MONITOR, "µL/L", None, 2, V, *A3, inside="attention", strict=True),
    Line("a week, alarm", "online_c2h2_week", MONITOR, "µL/L", None, 4, V, *A3[:2], inside="attention", strict=True),
    Line("H2 a week, 1", "online_h2_week", MONITOR, "µL/L", None, 15, V, *A3, strict=True, grade="general"),
    Line("H2 a week, 2", "online_h2_week", MONITOR, "µL/L", None, 30, V, *A3, inside="attention", strict=True),
    Line("THC a week, 1", "online_thc_week", MONITOR, "µL/L", None, 15, V, *A3, strict=True, grade="general"),
    Line("THC a week, 2", "online_thc_week", MONITOR, "µL/L", None, 30, V, *A3, inside="attention", strict=True),
    Line("% a week, 1", "online_thc_week_share", MONITOR, "%", None, 30, V, *A3, strict=True, grade="general"),
    Line("% a week, 2", "online_thc_week_share", MONITOR, "%", None, 60, V, *A3, inside="attention", strict=True),
]

LINES = [*TARIFF, *STAFFING, *ON_LINE, *TEMPERATURES, *LOADS, *QUALITY, *INFRARED, *DISCHARGE, *SURROUNDINGS, *SUPPLY]

CONTESTED = [
    Contested("normal", "ultrasonic_pd", SW, "dB", "high", (6, 8)),
    Contested("220 V", "dc_insulation", "kind=dc_system dc_nominal_v=220", "kΩ", "low", (25, 50)),
    Contested("110 V", "dc_insulation", "kind=dc_system dc_nominal_v=110", "kΩ", "low", (15, 25)),
]

GIVEN = [
    Given("special", "supply_sources", "importance=special", "supply_sources", "low", 2, V, KEY, "22.3.2"),
    Given("level 1", "supply_sources", "importance=level_1", "supply_sources", "low", 2, V, KEY, "22.3.2"),
    Given("level 2", "supply_circuits", "importance=level_2", "supply_circuits", "low", 2, V, KEY, "22.3.2"),
    Given(
        "special", "inspection_cycle", "importance=special nominal_kv=10 metering=hv", "cycle_months", "high", 3, W, ""
    ),
    Given(
        "level 1", "inspection_cycle", "importance=level_1 nominal_kv=10 metering=hv", "cycle_months", "high", 3, W, ""
    ),
    Given(
        "level 2", "inspection_cycle", "importance=level_2 nominal_kv=10 metering=hv", "cycle_months", "high", 6, W, ""
    ),
    Given("35 kV", "inspection_cycle", "importance=none nominal_kv=35", "cycle_months", "high", 6, M, ""),
    Given("10 kV", "inspection_cycle", "importance=none nominal_kv=10 metering=hv", "cycle_months", "high", 12, M, ""),
    Given(
        "metered low",
        "inspection_cycle",
        "importance=none nominal_kv=10 metering=lv",
        "cycle_months",
        "high",
        24,
        M,
        "",
    ),
    Given(
        "declared",
        "demand_declared_share",
        "total_kva=100",
        "declared_demand_kw",
        "low",
        40,
        V,
        "发改办价格〔2016〕1583",
        "",
        "attention",
    ),
]

T527 = "DB11/T 527-2021"
CHECKS = {
    "infra_animal_board": (T527, "6.3.9"),
    "infra_emergency_light": (T527, "6.3.6"),
    "infra_room_thermometer": (T527, "6.3.1"),
    "infra_room_mat": (T527, "6.3.2"),
    "infra_staff_phone": (T527, "6.3.4"),
    "infra_sign_exit": (T527, "6.3.6"),
    "dcs_discharge": (KEY, "22.2.6.17"),
    "gen_interlock": (KEY, "22.3.4"),
    "gen_registered": (KEY, "22.3.4"),
    "gen_start": (KEY, "22.3.4"),
    "stl_number": (T527, "6.1.2"),
    "stl_label": (T527, "6.1.4"),
    "infra_tools_set": (T527, "6.1.1"),
    "infra_staff_number": (T527, "8.1.3"),
    "infra_staff_patrol": (T527, "7.3"),
    "infra_room_clean": (T527, "7.4.7"),
    "infra_paper_diagram": (T527, "7.2.4"),
    "infra_emergency_capacity": (KEY, "22.3.4"),
    "sw_interlock": (KEY, "3.1.1"),
    "infra_staff_keys": (KEY, "3.1.11"),
    "infra_paper_rules": (T527, "附录A"),
    "infra_tools_store": (T527, "6.1.2"),
    "infra_paper_plan": (T527, "4.4"),
    "infra_paper_tickets": (T527, "7.1"),
    "infra_emergency_interlock": (KEY, "22.3.4"),
    "infra_emergency_registered": (T527, "5.3.3"),
    "infra_emergency_start": (KEY, "22.3.4"),
    "sw_live_display": (KEY, "3.1"),
    "sw_shutter": (KEY, "3.1"),
    "oil_level": (T572, "7.1.10"),
    "oil_sound": (T572, "7.1"),
}
