"""The diagnosis sheet of dissolved gases as PDF: of the last sample on record, or of an open visit. Worker thread."""

from typing import Final

from inspector.domain.equipment import Equipment
from inspector.i18n import N_, Translator, pgettext, speaking
from inspector.problems import Problem
from inspector.reports.dga_sheet import DgaSheet, SheetMethod, SheetSample
from inspector.reports.figures.duval import Trail
from inspector.services.gases.analysis import dga_of, dga_view
from inspector.services.gases.reading import TILES, amount_text
from inspector.services.gases.views import DgaView, GasSample
from inspector.services.preferences.reading import chosen
from inspector.services.printing.settings import logo
from inspector.services.registers.entries import find_equipment
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.visits.views import Target
from inspector.services.words import NBSP, here, voltage_text
from inspector.services.workspace import Workspace

MOST: Final = 4
"""Samples that are printed, the newest."""


def gas_sheet(workspace: Workspace, name: str, language: str = "") -> bytes:
    """The sheet of the last sample on record; `name` is the equipment's id, or its name if only one has it.

    Raises Problem equipment_unknown or dga_no_records.
    """
    with speaking(language or DOCUMENTS):
        equipment = named(workspace, name)
        return _print(workspace, equipment, dga_of(workspace, equipment.id), language)


def gas_sheet_preview(workspace: Workspace, visit_id: str, target: Target, language: str = "") -> bytes:
    """The sheet of what was typed in an open visit. Raises Problem dga_no_sample."""
    with speaking(language or DOCUMENTS):
        view = dga_view(workspace, visit_id, target)
        equipment = workspace.visit(visit_id).session.equipment.get(target.equipment or "")
        if view is None or equipment is None or not view.samples:
            raise Problem("dga_no_sample")
        return _print(workspace, equipment, view, language)


def named(workspace: Workspace, name: str) -> Equipment:
    """A piece of equipment by id, or by a name that only one piece has. Raises Problem equipment_unknown."""
    registers = workspace.db.registers
    found = [one for customer in registers.customers() for one in registers.equipment_of(customer.id)]
    same = [one for one in found if name in (one.id, one.name)]
    return same[0] if len(same) == 1 else find_equipment(workspace, name)


def _print(workspace: Workspace, equipment: Equipment, view: DgaView, language: str) -> bytes:
    from inspector.reports.dga_sheet_pdf import dga_sheet  # noqa: PLC0415 - fonts and drawing, when it is printed

    return dga_sheet(sheet_model(workspace, equipment, view), Translator(language or DOCUMENTS))


def sheet_model(workspace: Workspace, equipment: Equipment, view: DgaView) -> DgaSheet:
    """What the sheet says, in the language spoken."""
    t = here()
    customer = workspace.db.registers.customer(equipment.customer)
    agreement = {True: t(N_("agrees")), False: t(N_("differs")), None: ""}
    ratios = t(N_(", ")).join(f"{one.name} = {one.value}" for one in view.ratios)
    code = t(N_("Three ratios: {ratios}; code {code}, {words}."))
    return DgaSheet(
        company=chosen(workspace, "company"),
        customer=customer.name,
        account=customer.account,
        equipment=equipment.name,
        model=equipment.model,
        facts=_facts(equipment),
        sampled_on=view.samples[-1].on,
        printed_on=workspace.today(),
        gases=tuple(tile.name for tile in view.tiles),
        samples=tuple(_sample(view, number) for number in range(max(0, len(view.samples) - MOST), len(view.samples))),
        limits=tuple(tile.limit for tile in view.tiles),
        trail=Trail(tuple(one.gases for one in view.samples), current=view.current, muted=not view.called),
        called=view.called,
        fault=view.fault,
        title=view.title,
        reasons=view.reasons,
        earlier=max(0, len(view.samples) - MOST),
        statement=(*view.statement, *view.doubts_words),
        methods=tuple(
            SheetMethod(one.name, one.answer, one.words, agreement[one.agrees], one.agrees is False)
            for one in view.methods
            if one.applies
        ),
        ratios=code.format(ratios=ratios, code=view.code, words=view.code_words) if ratios and view.called else "",
        rates=tuple(
            (f"{one.name} {one.rate}" + (f" ({one.limit})" if one.limit else "")).replace(" ", NBSP)
            for one in view.rates
        ),
        compared=tuple((one.name, *one.values) for one in view.compared),
        compared_words=view.compared_words,
        service_phone=chosen(workspace, "service_phone"),
        logo=logo(workspace),
    )


def _sample(view: DgaView, number: int) -> SheetSample:
    sample: GasSample = view.samples[number]
    newest = number == len(view.samples) - 1
    values = tuple(amount_text(sample.gases.of(gas)) for gas in TILES)
    return SheetSample(sample.on, values, tuple(newest and tile.loud for tile in view.tiles))


def _facts(equipment: Equipment) -> tuple[tuple[str, str], ...]:
    """What of the nameplate matters to the gases."""
    t, plate = here(), equipment.nameplate
    sealed = {"1": pgettext("tank", "sealed"), "0": pgettext("tank", "breathing")}
    volts = plate.get("voltage_kv", "")
    rated = " / ".join(
        part
        for part in (
            voltage_text(float(volts)) if volts else "",
            f"{plate['capacity_kva']}{NBSP}kVA" if plate.get("capacity_kva") else "",
        )
        if part
    )
    oil = f"{plate['oil_t']}{NBSP}t" if plate.get("oil_t") else ""
    tank = t(N_(", ")).join(part for part in (oil, sealed.get(plate.get("sealed", ""), "")) if part)
    return ((t(N_("Ratings")), rated), (t(N_("Oil")), tank))
