"""Dissolved-gas analysis of an oil transformer: in an open visit, and from what is on record. Worker thread.

The diagnosis is advice. It becomes a hazard only on request; another sample is proposed as the next due date of the
test record. Both are edits of the visit, and can be undone.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from inspector.criteria import below_detection, facts_for
from inspector.criteria.dga import Diagnosis, Gases, GateLimits, diagnose
from inspector.criteria.dga.diagnosis import ADVICE, NO_VERDICT, WORDS
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.hazard import Grade
from inspector.domain.inspection import add_months
from inspector.i18n import N_, Translator
from inspector.problems import Problem, ProblemKind, register
from inspector.services.gases.reading import (
    QUANTITIES,
    TOTAL,
    amount_text,
    analysis,
    fraction,
    gas_name,
    sample_in_question,
    samples_of,
)
from inspector.services.gases.views import DgaView, GasSample, GasTile
from inspector.services.registers.entries import find_equipment
from inspector.services.visits.answers import live_form, record_answer
from inspector.services.visits.changes import Touched
from inspector.services.visits.drafts import DOCUMENTS, place_of
from inspector.services.visits.live import LiveForm
from inspector.services.visits.session import VisitSession, item_key
from inspector.services.visits.views import Change, DraftStatus, Target
from inspector.services.words import number_text
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "dga_no_sample": N_("No gases were entered here, so there is nothing to report."),
        "dga_no_call": N_("The gases call for no diagnosis, so there is nothing to report."),
        "dga_no_records": N_("There is no gas analysis of “{equipment}” on record."),
        "dga_no_due_date": N_("This checklist has no field for the next test."),
    },
)

ACCEPTANCE: Final = "acceptance"
REF: Final = "dga"
"""What stands in place of a question in the key of the hazard."""
BASIS: Final = "DL/T 722-2014 9.3.1"
NEXT_DUE: Final = "next_due"
GRAVE: Final = frozenset({"D1", "D2", "DT", "D1+T", "D2+T", "T3", "T3-H"})


def gas_cells(workspace: Workspace, live: LiveForm) -> dict[str, str]:
    """The cells of a form that take gases: gas -> ref; `thc` is the computed line of the total."""
    found = {}
    for line in live.layout.lines:
        for ref in line.cells or (line.ref,):
            quantity = live.quantity(workspace.packs, ref)
            gas = QUANTITIES.get(quantity.id) if quantity else None
            if gas:
                found[gas] = ref
            elif quantity is not None and quantity.id == "total_hydrocarbons":
                found[TOTAL] = line.ref
    return found


def dga_view(workspace: Workspace, visit_id: str, target: Target) -> DgaView | None:
    """The analysis of a form of an open visit; None for a form that takes no gases, or of no transformer."""
    visit = workspace.visit(visit_id)
    live = live_form(visit, target)
    cells = gas_cells(workspace, live)
    if not cells or live.equipment is None or live.equipment.kind is not EquipmentKind.TRANSFORMER_OIL:
        return None
    now = _entered(visit.session, live, cells)
    view = analysis(samples_of(live.history), now, _facts(live), GateLimits(workspace.packs))
    tiles = tuple(_as_judged(live, replace(tile, ref=cells.get(tile.gas, ""))) for tile in view.tiles)
    return replace(view, tiles=tiles, target=target, hazard=visit.session.hazard_at(target, REF))


def dga_of(workspace: Workspace, equipment_id: str) -> DgaView:
    """The analysis of the last sample on record. Raises Problem equipment_unknown or dga_no_records."""
    equipment = find_equipment(workspace, equipment_id)
    samples = samples_of(workspace.db.measurements.of_equipment(equipment.id))
    if not samples:
        raise Problem("dga_no_records", equipment=equipment.name)
    return analysis(samples[:-1], samples[-1], register_facts(workspace, equipment), GateLimits(workspace.packs))


def register_facts(workspace: Workspace, equipment: Equipment) -> Mapping[str, str]:
    """What the register knows of a piece of equipment and its customer."""
    return facts_for(workspace.db.registers.customer(equipment.customer), equipment)


def _as_judged(live: LiveForm, tile: GasTile) -> GasTile:
    """Before it goes into service a transformer is held to other limits than the attention values: show those."""
    judged = live.judgements.get(tile.ref)
    if live.facts.get("service") != ACCEPTANCE or judged is None:
        return tile
    limit = f"≤ {number_text(judged.limit_high)}" if judged.limit_high is not None else tile.limit
    beyond = judged.value is not None and judged.limit_high is not None and judged.value > judged.limit_high
    return replace(tile, limit=limit, loud=tile.loud or beyond)


def _facts(live: LiveForm) -> Mapping[str, str]:
    return {**live.facts, **live.own_facts()}


def _entered(session: VisitSession, live: LiveForm, cells: Mapping[str, str]) -> GasSample | None:
    """What was typed in this form; None without any gas."""
    typed = {gas: fraction(live.number(ref)) for gas, ref in cells.items() if gas != TOTAL}
    known = {gas: value for gas, value in typed.items() if value is not None}
    if not known:
        return None
    zeros = [cells[gas] for gas, value in known.items() if value == 0]
    told = bool(zeros) and all(_not_found(session, live, ref) for ref in zeros)
    return GasSample(live.tested_on(), Gases(**known), told)


def _not_found(session: VisitSession, live: LiveForm, ref: str) -> bool:
    """Whether the note of a cell says that the laboratory did not find the gas (`answers.not_found`)."""
    quantity, line = live.quantity(session.packs, ref), live.layout.line_of.get(ref)
    return quantity is not None and line is not None and below_detection(quantity, session.note(live.target, line.ref))


def request_dga_hazard(workspace: Workspace, visit_id: str, target: Target) -> Change:
    """Make a hazard of the diagnosis (生成隐患). Raises Problem dga_no_sample or dga_no_call."""
    visit = workspace.visit(visit_id)
    session, live = visit.session, live_form(visit, target)
    cells = gas_cells(workspace, live)
    now = _entered(session, live, cells)
    if now is None:
        raise Problem("dga_no_sample")
    sample = sample_in_question(samples_of(live.history), now, _facts(live))
    found = diagnose(sample, GateLimits(workspace.packs))
    if not found.gate.diagnose:
        raise Problem("dga_no_call")
    key = item_key(target, REF)
    grade = Grade.SERIOUS if found.fault and found.fault.value in GRAVE else Grade.GENERAL
    edit, touched = visit.edit(), Touched(visit.views)
    edit.put(
        "hazard",
        key,
        {
            "status": DraftStatus.ACCEPTED.value,
            "place": place_of(live),
            "description": _description(found, now, Translator(DOCUMENTS)),
            "grade": grade.value,
            "measure": (ADVICE[found.family] if found.family else NO_VERDICT).render(Translator(DOCUMENTS)),
            "deadline": session.packs.deadline(grade, session.today).isoformat(),
            "basis": BASIS,
            "criterion": "",
            "source": REF,
            "requested": True,
            "evidence": [item_key(target, ref) for ref in cells.values()],
        },
    )
    saved = edit.commit()
    touched.add(target, ())
    touched.hazards[key] = None
    return touched.change(saved, signatures_cleared=edit.signatures_cleared)


def _description(found: Diagnosis, now: GasSample, t: Translator) -> str:
    """What the hazard says: the gases that are too many, and what they point to."""
    gases = dict.fromkeys(name.removeprefix("rate_").removeprefix("new_") for name in found.gate.exceeded)
    values = t(N_(", ")).join(f"{gas_name(gas, t)} {amount_text(now.gases.of(gas))} µL/L" for gas in gases)
    if found.fault is None or found.family is None:
        return t(N_("Dissolved gases call for attention ({values}); the methods give no common verdict")).format(
            values=values
        )
    words = t(N_("Dissolved gases call for attention ({values}) and point to {fault} ({code})"))
    return words.format(values=values, fault=WORDS[found.fault].render(t), code=found.fault.value)


def propose_retest(workspace: Workspace, visit_id: str, target: Target, months: int) -> Change:
    """Propose the next test so many months after this one (N 个月后复测). Raises Problem dga_no_due_date."""
    visit = workspace.visit(visit_id)
    live = live_form(visit, target)
    field = next((ref for ref in live.layout.head if live.name(ref) == NEXT_DUE), None)
    if field is None:
        raise Problem("dga_no_due_date")
    on = add_months(live.tested_on() or live.today, months)
    return record_answer(workspace, visit_id, target, field, on.isoformat())
