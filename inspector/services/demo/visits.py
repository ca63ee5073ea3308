"""Earlier tests and visits of the sample workspace, with values that drift from year to year."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from inspector.criteria import JudgeRequest, facts_for, judge
from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment, TestValue
from inspector.domain.events import BlobRef
from inspector.domain.hazard import Grade, default_deadline
from inspector.domain.person import Person
from inspector.domain.visit import SignMethod, Step, VisitKind
from inspector.reports.notice import NoticeHazard, Signature
from inspector.services.checklists.compiled import forms_for, forms_of_visit
from inspector.services.printing.visit_documents import notice_head, print_notice
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.visits.layout import Layout, LineLayout, build_layout
from inspector.services.visits.live import CRITERION, FACT, fact_lines_first, facts_given
from inspector.services.words import two_lines
from inspector.services.workspace import Workspace
from inspector.storage import NewEvent
from inspector.xforms import FormDefinition, Kind

if TYPE_CHECKING:
    from inspector.services.demo.building import Sample
    from inspector.services.demo.hazards import Finding
    from inspector.services.demo.values import HotOil


STROKES = (
    ((0.30, 0.38), (0.36, 0.33), (0.42, 0.32)),
    ((0.37, 0.22), (0.36, 0.45), (0.33, 0.62), (0.28, 0.74)),
    ((0.36, 0.48), (0.40, 0.60), (0.46, 0.70)),
    ((0.50, 0.35), (0.57, 0.34), (0.63, 0.32)),
    ((0.56, 0.35), (0.55, 0.66)),
    ((0.46, 0.70), (0.56, 0.66), (0.68, 0.64), (0.74, 0.58)),
)
"""A signature on the pad: polylines in its unit square."""


class SampleForms:
    """The current checklists with their layouts."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.packs = workspace.packs
        self.plan = forms_of_visit(workspace.forms.plan, VisitKind.PERIODIC)
        blobs = {form.id: workspace.forms.current(workspace.db, form.id) for form in self.plan}
        self.blobs = blobs
        self.definitions: dict[str, FormDefinition] = {
            form: workspace.forms.definition(blob) for form, blob in blobs.items()
        }
        self.layouts: dict[str, Layout] = {form: build_layout(d) for form, d in self.definitions.items()}
        self.questions = {form: {q.ref: q for q in d.questions} for form, d in self.definitions.items()}
        self.history: dict[tuple[str, str, str], tuple[TestValue, ...]] = {}
        """Tests that were made up so far, by equipment, quantity and label: the next ones are judged by them too."""

    def of(self, step: Step, equipment: Equipment | None) -> list[str]:
        """Form ids of a step for the site or for a piece of equipment."""
        return [form.id for form in forms_for(self.plan, step, equipment)]

    def tested_by(self, equipment: Equipment, values: Mapping[str, Sequence[float]]) -> str:
        """The form whose tests the sample has values for; "" for equipment that it never tested."""
        form = next(iter(self.of(Step.EQUIPMENT, equipment)), "")
        lines = self.layouts[form].lines if form else ()
        cells = [self.questions[form][ref].name for line in lines for ref in line.cells]
        return form if any(name in values for name in cells) else ""


def drifted(rng: random.Random, spec: Sequence[float], years: float) -> float:
    """A value some years after the first one."""
    first, change, scatter, digits = spec
    value = max(0.0, first + change * years) * (1 + rng.uniform(-scatter, scatter))
    return round(value, int(digits))


def fitted(
    values: Mapping[str, Sequence[float]], customer: Customer | None, equipment: Equipment | None
) -> dict[str, Sequence[float]]:
    """The values as they would be here: the sample's are those of two transformers 10/0.4 kV of 1250 kVA each."""
    plate = equipment.nameplate if equipment else {}
    low = float(plate.get("lv_voltage_kv", 0.4)) / 0.4
    high = (customer.voltage_kv if customer and customer.voltage_kv else 10.0) / 10
    load = (customer.capacity_kva if customer and customer.capacity_kva else 2500.0) / 2500
    factors = {
        "lv_current": float(plate.get("capacity_kva", 1250)) / 1250 / low,
        "neutral_current": float(plate.get("capacity_kva", 1250)) / 1250 / low,
        "line_current": load / high,
        "line_voltage": high,
        "ac_withstand": 95 / 42 if float(plate.get("voltage_kv", 10)) > 35 else 1.0,
    }
    found = {name: spec for name, spec in values.items() if low == 1 or not name.startswith(("lv_voltage", "lv_line"))}
    for start, factor in factors.items():
        for name in (one for one in values if one.startswith(start)):
            first, change, scatter, digits = values[name]
            found[name] = (first * factor, change * factor, scatter, digits)
    return found


def line_values(
    rng: random.Random, forms: SampleForms, form: str, values: Mapping[str, Sequence[float]], years: float
) -> dict[str, float]:
    """Values of a form's cells by ref, for cells the sample knows."""
    found: dict[str, float] = {}
    for line in forms.layouts[form].lines:
        for ref in () if line.computed else line.cells:
            spec = values.get(forms.questions[form][ref].name)
            if spec is not None:
                found[ref] = drifted(rng, spec, years)
    return found


def records(
    forms: SampleForms, form: str, found: Mapping[str, float], facts: Mapping[str, str], day: date, owner: str = ""
) -> list[dict[str, Any]]:
    """Values as a test or visit records them, computed lines included, judged with the history of their `owner`."""
    made: dict[str, dict[str, Any]] = {}
    known = {**facts, **_stated(forms, form, found)}
    lines = forms.layouts[form].lines
    for line in fact_lines_first(lines):
        for ref in (line.ref,) if line.computed else line.cells:
            row = _record(forms, form, line, ref, found, {**known, **_given(forms, form, line, ref)}, day, owner)
            if row is None:
                continue
            made[ref] = row
            if line.computed and (fact := (line.attributes or {}).get(FACT)):
                known[fact] = repr(row["value"])
    return [made[ref] for line in lines for ref in dict.fromkeys((line.ref, *line.cells)) if ref in made]


def _stated(forms: SampleForms, form: str, found: Mapping[str, float]) -> dict[str, str]:
    """Facts that the values themselves are: a temperature around, a nominal voltage."""
    questions = forms.questions[form]
    return {fact: f"{value:g}" for ref, value in found.items() if (fact := questions[ref].attributes.get(FACT, ""))}


def _given(forms: SampleForms, form: str, line: LineLayout, ref: str) -> dict[str, str]:
    return facts_given(line.attributes or {}, forms.questions[form][ref].attributes)


def _record(
    forms: SampleForms,
    form: str,
    line: LineLayout,
    ref: str,
    found: Mapping[str, float],
    facts: Mapping[str, str],
    day: date,
    owner: str,
) -> dict[str, Any] | None:
    question = forms.questions[form][ref]
    quantity = question.attributes.get(CRITERION, "") or line.criterion
    inputs = tuple(found[cell] for cell in (line.inputs or (ref,)) if cell in found)
    if quantity not in forms.packs.quantities or len(inputs) < len(line.inputs or (ref,)):
        return None
    history = forms.history.get((owner, quantity, question.name), ()) if owner else ()
    judged = judge(forms.packs, JudgeRequest(quantity, inputs, facts, 25.0, day, history))
    if judged.value is None:
        return None
    if owner:
        value = TestValue(quantity, day, judged.value, judged.unit, question.name, 25.0, judged.verdict.value)
        forms.history[owner, quantity, question.name] = (*history, value)
    return {
        "quantity": quantity,
        "label": question.name,
        "value": judged.value,
        "unit": judged.unit,
        "temperature_c": 25.0,
        "verdict": judged.verdict.value,
        "limit": judged.limit_text,
        "basis": judged.basis,
    }


def test_event(sample: "Sample", forms: SampleForms, equipment: Equipment, day: date, years: float) -> NewEvent | None:
    """A preventive test of one piece of equipment."""
    form = forms.tested_by(equipment, sample.data["values"])
    if not form:
        return None
    found = line_values(sample.rng, forms, form, fitted(sample.data["values"], None, equipment), years)
    made = records(forms, form, found, facts_for(None, equipment), day, equipment.id)
    body = {
        "tested_on": day.isoformat(),
        "next_due": (day + timedelta(days=365)).isoformat(),
        "lab": sample.data["words"]["lab"],
        "ambient_c": "26",
        "humidity_pct": "58",
        "values": made,
    }
    return NewEvent(equipment.id, "equipment", "test_recorded", body)


def visit_events(
    sample: "Sample",
    forms: SampleForms,
    customer: Customer,
    equipment: Iterable[Equipment],
    pair: Sequence[Person],
    day: date,
    found: Sequence["Finding"],
    *,
    detailed: bool,
) -> tuple[dict[str, str], list[NewEvent]]:
    """An earlier visit; `detailed` ones have answers and readings. Returns (id, number, notice) and its events."""
    workspace, device = sample.workspace, sample.workspace.store.device
    counters = workspace.db.counters
    visit = workspace.db.ids.new()
    number = f"JC-{day:%Y-%m%d}-{device.code}-{counters.next(f'visit:{day:%Y%m%d}'):02d}"
    notice = f"TZ-{day:%Y}-{device.code}-{counters.next(f'notice:{day:%Y}'):04d}"
    start, end = sample.at(day, 9, 30), sample.at(day, 12, 5)
    answers, readings = _answers(sample, forms, customer, equipment, day, found) if detailed else ([], [])
    body = {
        "number": number,
        "customer": customer.id,
        "kind": VisitKind.PERIODIC.value,
        "inspectors": [person.id for person in pair],
        "started_at": start.isoformat(),
        "signed_at": end.isoformat(),
        "notice": notice,
        "counts": [sum(1 for finding in found if finding.grade is grade) for grade in Grade],
        "conclusion": "hazards" if found else "none",
        "forms": answers,
        "readings": readings,
        "signatures": [
            {"who": "inspector", "person": p.id, "name": p.name, "method": SignMethod.PIN.value, "at": end.isoformat()}
            for p in pair
        ]
        + [_client(customer, end.isoformat())],
        "overrides": [],
        "old_hazards": [],
    }
    names = {"id": visit, "number": number, "notice": notice}
    events = [NewEvent(visit, "visit", "visit_signed", body)]
    if detailed:
        events.append(_notice(sample, names, customer, pair, day, found))
    return names, events


def _client(customer: Customer, at: str) -> dict[str, Any]:
    """The signature of the customer's representative, a stroke of the pen."""
    signed = {"who": "customer", "person": "", "name": customer.contact, "title": customer.contact_title}
    return {**signed, "method": SignMethod.STROKES.value, "at": at, "strokes": STROKES}


def _notice(
    sample: "Sample",
    visit: Mapping[str, str],
    customer: Customer,
    pair: Sequence[Person],
    day: date,
    found: Sequence["Finding"],
) -> NewEvent:
    """The result notice of an earlier visit."""
    from inspector.services.demo.hazards import hot_of  # noqa: PLC0415 - it needs the forms of this module

    practice = sample.data["words"]["practice"]
    model = replace(
        notice_head(sample.workspace, customer, pair[0]),
        number=visit["notice"],
        visit_number=visit["number"],
        issued_on=day,
        visited_on=day,
        hazards=tuple(
            _noted(finding, hot_of(sample, customer, finding, day), practice, default_deadline(finding.grade, day))
            for finding in found
        ),
        inspectors=tuple(Signature(person.name, SignMethod.PIN, day) for person in pair),
        client=Signature(
            customer.contact,
            SignMethod.STROKES,
            day,
            customer.contact_title,
            tuple(tuple((3 * x, y) for x, y in line) for line in STROKES),
        ),
    )
    pdf = print_notice(model)
    stored = sample.workspace.store.blobs.put(pdf)
    blob = BlobRef(stored, len(pdf), "application/pdf")
    body = {"number": visit["notice"], "pdf": stored}
    return NewEvent(visit["id"], "visit", "notice_issued", body, blobs=(blob,))


def _noted(finding: "Finding", hot: "HotOil | None", practice: str, deadline: date) -> NoticeHazard:
    """A row of the notice, with the words that the hazard is registered with."""
    source = finding.check.source
    basis = practice if source.standard == "practice" else source.basis
    return NoticeHazard(
        two_lines(finding.place, finding.equipment.name if finding.equipment else ""),
        hot.description if hot else finding.check.hazard.text(DOCUMENTS),
        finding.grade,
        hot.basis if hot else basis,
        hot.measure if hot else finding.check.measure.text(DOCUMENTS),
        deadline,
    )


def _answers(
    sample: "Sample",
    forms: SampleForms,
    customer: Customer,
    equipment: Iterable[Equipment],
    day: date,
    findings: Sequence["Finding"],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    answers: list[dict[str, Any]] = []
    readings: list[dict[str, Any]] = []
    years = (day - (sample.today - timedelta(days=4 * 366))).days / 365
    owners: list[Equipment | None] = [None, *equipment]
    for owner in owners:
        for form in (
            f for step in (Step.INFRASTRUCTURE, Step.EQUIPMENT, Step.INDICATIONS) for f in forms.of(step, owner)
        ):
            failed = {one.check.id for one in findings if one.equipment == owner}
            judged = {
                ref: "fail" if question.attributes.get(CRITERION) in failed else "pass"
                for ref in forms.layouts[form].section_of
                if (question := forms.questions[form][ref]).kind is Kind.SELECT_ONE
            }
            entry: dict[str, Any] = {"form": form, "version": forms.blobs[form], "equipment": owner.id if owner else ""}
            if form in forms.of(Step.INDICATIONS, owner):
                found = line_values(sample.rng, forms, form, fitted(sample.data["values"], customer, owner), years)
                readings += [
                    {"equipment": owner.id if owner else "", **row}
                    for row in records(forms, form, found, facts_for(customer, owner), day)
                ]
                judged |= {ref: f"{value:g}" for ref, value in found.items()}
            answers.append({**entry, "answers": judged, "notes": {}})
    return answers, readings
