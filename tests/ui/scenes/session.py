"""The window that pictures are made of: one language, a visit that is being worked on, a test half entered."""

import io
import math
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from inspector import i18n, services
from inspector.domain.visit import OldHazardJudgement, SignMethod
from inspector.services.visits.views import RowKind
from inspector.ui.kit.dialog import Dialog
from inspector.ui.theme import Mode, theme
from tests.benchmarks.places import sample
from tests.ui.driven_window import DrivenWindow
from tests.ui.visit.complete_visit import PIN, complete

if TYPE_CHECKING:
    from collections.abc import Callable

Values = dict[str, str]
TEST: Values = {
    "tested_on": "2026-05-20",
    "next_due": "2029-05-20",
    "lab": "电科院",
    "ambient_c": "24",
    "humidity_pct": "55",
    "oil_temp_c": "26",
    "insulation_hv": "3950",
    "insulation_hv_15s": "3310",
    "insulation_lv": "3490",
    "dc_hv_ab": "1.852",
    "dc_hv_bc": "1.856",
    "dc_hv_ca": "1.905",
    "dc_lv_ab": "1.2135",
    "dc_lv_bc": "1.2129",
    "dc_lv_ca": "1.2162",
    "ratio_error": "0.19",
    "core_insulation": "690",
    "oil_breakdown": "38.6",
    "oil_water": "19.8",
    "oil_tan_delta": "1.02",
    "gas_h2": "168",
    "gas_ch4": "58",
    "gas_c2h4": "96",
}
"""A test of an oil transformer, half entered: some good, some near a limit, some beyond it."""
READINGS: dict[str, dict[str, str]] = {
    "indications-switchgear": {
        "line_voltage_ab": "10.32",
        "line_voltage_bc": "10.28",
        "line_voltage_ca": "10.35",
        "line_current_a": "78.4",
        "line_current_b": "81.2",
        "line_current_c": "76.9",
        "power_factor": "0.93",
        "tev_measured": "26",
        "tev_background": "8",
        "ultrasonic_measured": "6",
        "ultrasonic_background": "2",
    },
    "indications-transformer-dry": {
        "lv_current_a": "1112",
        "lv_current_b": "1130",
        "lv_current_c": "1094",
        "neutral_current": "108",
        "lv_voltage_a": "231.4",
        "lv_voltage_b": "230.9",
        "lv_voltage_c": "231.8",
        "winding_temperature": "71",
    },
    "indications-transformer": {
        "lv_current_a": "1120",
        "lv_current_b": "1318",
        "lv_current_c": "968",
        "neutral_current": "236",
        "lv_voltage_a": "231.2",
        "lv_voltage_b": "229.6",
        "lv_voltage_c": "236.4",
        "ambient": "31",
        "top_oil_temperature": "83",
        "winding_temperature": "78",
        "ir_lv_a": "48.2",
        "ir_lv_b": "86.4",
        "ir_lv_c": "46.5",
    },
}
"""Readings by form, as far as they were taken: a load that is out of balance, a voltage and an oil temperature high."""


def leaf(ref: str) -> str:
    """Last part of a ref."""
    return ref.rsplit("/", 1)[-1]


def picture(hue: tuple[int, int, int]) -> bytes:
    """A drawn stand-in for a photo."""
    image = Image.new("RGB", (1600, 1200), hue)
    draw = ImageDraw.Draw(image)
    for step in range(0, 1600, 160):
        draw.line((step, 300, step + 400, 1200), fill=tuple(max(0, part - 40) for part in hue), width=24)
    draw.ellipse((600, 500, 1000, 900), fill=tuple(min(255, part + 60) for part in hue))
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=85)
    return stream.getvalue()


def scribble() -> tuple[tuple[tuple[float, float], ...], ...]:
    """Strokes that look like a name written in a hurry."""
    loops = tuple(
        (0.12 + 0.6 * n / 90 + 0.045 * math.cos(n / 4), 0.52 - 0.1 * n / 90 + 0.26 * math.sin(n / 4) * (1 - n / 130))
        for n in range(90)
    )
    under = tuple((0.2 + 0.65 * n / 30, 0.82 - 0.12 * math.sin(n / 10)) for n in range(30))
    return loops, under


class Session:
    """One window in one language, with a visit that is being worked on."""

    def __init__(self, app: QApplication, language: str, size: QSize) -> None:
        i18n.set_language(language)
        theme().set_mode(Mode.LIGHT)
        self.driven = DrivenWindow(app, sample("sample", hazards=36, customers=8), size)
        self.workspace = self.driven.window.workspace
        self.over: Callable[[], None] | None = None
        """Closes what a scene opened over the page."""

    def close_over(self) -> None:
        """Close what the last scene opened over the page."""
        if self.over is not None:
            self.over()
            self.over = None
        for dialog in self.driven.window.findChildren(Dialog):
            if dialog.isVisible():
                dialog._close()  # what was typed for the picture is not asked about
        self.driven.settle()

    def begin(self) -> None:
        """Open the visit and answer a part of everything."""
        self.page = self.driven.open_visit()
        self.visit = self.page.presenter.visit
        self.workspace.call(self._answer)
        for hue in ((120, 132, 140), (150, 128, 96)):
            site, ref = self.visit.infrastructure, self.failed
            services.add_photo(self.workspace, self.visit.id, picture(hue), "site.jpg", target=site, ref=ref)
        self._reopen()

    def _answer(self) -> None:
        ws, visit = self.workspace, self.visit
        old = services.old_hazards(ws, visit.id)
        services.judge_old_hazard(ws, visit.id, old[0].hazard.id, OldHazardJudgement.ELIMINATED)
        services.judge_old_hazard(ws, visit.id, old[1].hazard.id, OldHazardJudgement.STILL)
        form = services.form_view(ws, visit.id, visit.infrastructure)
        for section in form.sections[:2]:
            for row in section.rows[:7]:
                failing = leaf(row.ref) == "hole_sealing"
                if row.kind is RowKind.JUDGED:
                    services.record_answer(ws, visit.id, visit.infrastructure, row.ref, "fail" if failing else "pass")
        self.failed = next(row.ref for s in form.sections for row in s.rows if leaf(row.ref) == "hole_sealing")
        self.oil = next(s.target for s in visit.equipment if s.target.form == "transformer-oil")
        self._test()
        self._read()

    def _test(self) -> None:
        ws, visit = self.workspace, self.visit
        form = services.form_view(ws, visit.id, self.oil)
        cells = [row.ref for row in form.head] + [c.ref for line in form.lines for c in line.cells if not line.computed]
        for ref in cells:
            if leaf(ref) in TEST:
                services.record_answer(ws, visit.id, self.oil, ref, TEST[leaf(ref)])
        for section in form.sections:
            for row in section.rows:
                if row.kind is RowKind.JUDGED:
                    services.record_answer(ws, visit.id, self.oil, row.ref, "pass")

    def _read(self) -> None:
        ws, visit = self.workspace, self.visit
        for form in services.indications(ws, visit.id):
            cells = {leaf(cell.ref): cell.ref for line in form.lines if not line.computed for cell in line.cells}
            for name, value in READINGS.get(form.target.form, {}).items():
                services.record_answer(ws, visit.id, form.target, cells[name], value)

    def sign(self) -> None:
        """Complete the visit; one inspector has signed by strokes, one by PIN, the customer has not."""
        self.workspace.call(self._decide)
        complete(self.workspace, self.visit.id)
        self.workspace.call(self._decide)
        self.workspace.call(self._sign)
        self._reopen()

    def _reopen(self) -> None:
        """What was written behind the window's back shows when the visit is opened again."""
        self.driven.visits.close_visit()
        self.driven.settle()
        self.page = self.driven.open_visit()

    def _decide(self) -> None:
        for draft in services.summary(self.workspace, self.visit.id).proposals:
            services.accept_hazard(self.workspace, self.visit.id, draft.id)

    def _sign(self) -> None:
        ws, visit = self.workspace, self.visit
        first, second = visit.inspectors[:2]
        services.sign(ws, visit.id, first.id, SignMethod.STROKES, strokes=scribble())
        services.sign(ws, visit.id, second.id, SignMethod.PIN, pin=PIN)
