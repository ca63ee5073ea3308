"""What other standards call typical, beside a sample of dissolved gases: in figures and in one sentence."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from inspector.criteria.dga.compared import Percentiles, above, percentiles, typical
from inspector.i18n import N_, Translator
from inspector.reports.figures.duval import GAS_NAMES
from inspector.services.gases.views import ComparedLine, GasSample
from inspector.services.words import NBSP, here

COLUMNS: Final = ("h2", "ch4", "c2h4", "c2h6", "c2h2", "thc", "co", "co2")
NONE: Final = "—"
ACCEPTANCE: Final = "acceptance"
_DAYS_A_YEAR: Final = 365.25
Facts = Mapping[str, str]


def compared_lines(sample: GasSample, facts: Facts) -> Iterator[ComparedLine]:
    """IEC 60599, and both tables of IEEE C57.104 where the register says whether the tank is sealed.

    Nothing before it goes into service: the figures are those of transformers in service.
    """
    t = here()
    if facts.get("service") == ACCEPTANCE:
        return
    yield _line(t(N_("IEC 60599, 90 %")), typical(on_load=_on_load(facts)), sample)
    rows = _rows(sample, facts)
    if rows is not None:
        yield _line(t(N_("IEEE table 1, 90 %")), rows.first, sample)
        yield _line(t(N_("IEEE table 2, 95 %")), rows.second, sample)


def compared_words(sample: GasSample, facts: Facts) -> str:
    """What the sample is beside them, and that it judges nothing."""
    t = here()
    if facts.get("service") == ACCEPTANCE:
        return ""
    loud = above(sample.gases, typical(on_load=_on_load(facts)))
    iec = t(N_("IEC 60599: {gases} above the typical value")) if loud else t(N_("IEC 60599: typical"))
    parts = [iec.format(gases=_gases(loud, t))]
    if (rows := _rows(sample, facts)) is not None and (levels := rows.levels(sample.gases)):
        worst = max(levels.values())
        named = tuple(gas for gas, level in levels.items() if level == worst) if worst > 1 else ()
        words = t(N_("IEEE C57.104: level {level} by concentration")).format(level=worst)
        beside = t(N_("{words} ({gases})"))
        parts.append(beside.format(words=words, gases=_gases(named, t)) if named else words)
        parts.append(_row_words(rows, t))
    return t(N_("For comparison, judges nothing: {parts}.")).format(parts=t(N_("; ")).join(parts))


def _row_words(rows: Percentiles, t: Translator) -> str:
    tank = f"O₂/N₂{NBSP}{'≤' if rows.sealed else '>'}{NBSP}0.2"
    if not rows.age:
        return t(N_("table for {tank}, age unknown")).format(tank=tank)
    return t(N_("table for {tank}, {age} years")).format(tank=tank, age=rows.age.replace(" ", NBSP))


def _gases(gases: tuple[str, ...], t: Translator) -> str:
    return t(N_(", ")).join(GAS_NAMES[gas] for gas in gases)


def _line(name: str, values: Mapping[str, int], sample: GasSample) -> ComparedLine:
    loud = above(sample.gases, values)
    shown = tuple(str(values[gas]) if gas in values else NONE for gas in COLUMNS)
    return ComparedLine(name, shown, tuple(gas in loud for gas in COLUMNS))


def _on_load(facts: Facts) -> bool:
    return facts.get("tap_changer", "") == "on_load"


def _rows(sample: GasSample, facts: Facts) -> Percentiles | None:
    sealed = facts.get("sealed", "")
    return percentiles(sealed=sealed == "1", age_years=_age(sample.on, facts)) if sealed in ("0", "1") else None


def _age(on: date | None, facts: Facts) -> float | None:
    try:
        energised = date.fromisoformat(facts.get("energised_on", ""))
    except ValueError:
        return None
    return None if on is None else (on - energised).days / _DAYS_A_YEAR
