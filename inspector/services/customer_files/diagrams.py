"""The single-line diagram of a customer: as somebody drew it, or as the register proposes it. Worker thread."""

from collections.abc import Iterable
from typing import Final

from inspector.domain.customer import Customer
from inspector.domain.diagram import Diagram, read_diagram, write_diagram
from inspector.domain.diagram_draft import DraftWords, proposed_diagram
from inspector.domain.hazard import Grade
from inspector.domain.verdict import Verdict
from inspector.i18n import N_, Translator
from inspector.problems import Problem
from inspector.reports.figures.diagram import Trouble
from inspector.reports.words import MARKS
from inspector.services.customer_files.equipment import EquipmentReader
from inspector.services.customer_files.rules import cabinet_words
from inspector.services.customer_files.views import DiagramView, EquipmentRow, Urgency
from inspector.services.registers.entries import find_customer, set_customer
from inspector.services.words import GRADES, VERDICTS, here
from inspector.services.workspace import Workspace

HUES: Final = {Grade.CRITICAL: "red", Grade.SERIOUS: "orange", Grade.GENERAL: "amber"}


def diagram_view(customer: Customer, rows: Iterable[EquipmentRow], t: Translator | None = None) -> DiagramView:
    """The diagram, given the equipment in service."""
    t = t or here()
    listed = tuple(rows)
    unreadable = False
    try:
        drawn = read_diagram(customer.diagram)
    except Problem:
        drawn, unreadable = Diagram(), True
    troubles = {row.id: found for row in listed if (found := row_trouble(row, t)) is not None}
    names = tuple((row.id, row.equipment.name) for row in listed)
    if drawn.is_empty:
        return DiagramView(
            proposal(customer, listed, t), proposed=True, troubles=troubles, names=names, unreadable=unreadable
        )
    return DiagramView(drawn, proposed=False, troubles=troubles, names=names)


def proposed_diagram_of(workspace: Workspace, customer_id: str) -> Diagram:
    """What the register suggests for a customer now. Raises Problem customer_unknown."""
    customer = find_customer(workspace, customer_id)
    return proposal(customer, EquipmentReader(workspace, customer).rows(), here())


def proposal(customer: Customer, rows: Iterable[EquipmentRow], t: Translator) -> Diagram:
    """What the register suggests."""
    words = DraftWords(t(N_("Source of supply")), t(N_("{kv} kV busbar")), t(N_("{kv} kV {number}")), t(N_("Bus tie")))
    return proposed_diagram(customer, [row.equipment for row in rows], words, cabinet_words())


def row_trouble(row: EquipmentRow, t: Translator) -> Trouble | None:
    """Why a piece of equipment is tinted on a diagram: its gravest hazard, its values, an overdue test."""
    if row.grade is not None:
        words = t(N_("Unclosed hazard: {grade}")).format(grade=t(GRADES[row.grade]))
        return Trouble(HUES[row.grade], MARKS[row.grade], words)
    if row.verdict in (Verdict.FAIL, Verdict.ATTENTION):
        failed = row.verdict is Verdict.FAIL
        words = f"{t(VERDICTS[row.verdict])}\n{row.evidence}".strip()
        return Trouble("red" if failed else "amber", "■" if failed else "●", words)
    if row.next_urgency is Urgency.PAST and row.next_test is not None:
        return Trouble("orange", "▲", t(N_("The next test was due on {day}")).format(day=row.next_test))
    return None


def save_diagram(workspace: Workspace, customer_id: str, diagram: Diagram) -> Customer:
    """Keep a diagram; an empty one gives way to the proposal. Raises Problem customer_unknown, diagram_too_large."""
    return set_customer(workspace, customer_id, {"diagram": write_diagram(diagram)})
