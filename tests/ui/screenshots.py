"""Pictures of the pages, made from the real window: `python -m tests.ui.screenshots [names…]`.

Each page of the design in two sizes, both themes and both languages, into build/screenshots. Ends with exit code 1 and
a list when words are cut off, widgets stick out, or neighbours overlap (tests/ui/fit.py).
"""

import io
import math
import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_ENABLE_HIGHDPI_SCALING"] = "0"

from PIL import Image, ImageDraw
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector import i18n, services
from inspector.domain.visit import OldHazardJudgement, SignMethod, Step
from inspector.services.views import RowKind
from inspector.ui.kit.dialog import Dialog
from inspector.ui.ledger.table import LedgerTable
from inspector.ui.theme import Mode, theme
from inspector.ui.visit.page import VisitPage
from inspector.ui.visit.plan_dialog import PlanDialog
from inspector.ui.visit.planned_actions import PlannedActions
from tests.benchmarks.places import sample
from tests.ui import (
    customer_scenes,
    figure_scenes,
    import_scenes,
    ledger_scenes,
    register_scenes,
    reply_scenes,
    review_scenes,
    safekeeping_scenes,
    visit_scenes,
)
from tests.ui.driven_window import DrivenWindow, application
from tests.ui.fit import faults
from tests.ui.photo_scenes import camera_over, marks_over, no_camera_over
from tests.ui.visit.complete_visit import PIN, complete

FOLDER = Path(__file__).resolve().parents[2] / "build" / "screenshots"
SIZES = (QSize(1366, 690), QSize(1920, 1080))
SMALLEST = QSize(1180, 640)
"""The least size of the window, for pages that change much by then."""
MODES = (Mode.LIGHT, Mode.DARK)
LANGUAGES = {"zh": "zh_CN", "en": "en"}

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
READINGS: dict[str, tuple[str, ...]] = {
    "indications-switchgear": ("10.32", "10.28", "10.35", "78.4", "81.2", "76.9", "0.93", "26", "8", "4", "0.043"),
    "indications-transformer-dry": ("1112", "1130", "1094", "108", "231.4", "230.9", "231.8", "71"),
    "indications-transformer": ("1120", "1318", "968", "236", "231.2", "229.6", "236.4", "83", "78"),
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

    def __init__(self, app: QApplication, language: str) -> None:
        i18n.set_language(language)
        theme().set_mode(Mode.LIGHT)
        self.driven = DrivenWindow(app, sample("sample", hazards=36, customers=8), SIZES[0])
        self.workspace = self.driven.window.workspace
        self.over: Callable[[], None] | None = None
        """Closes what a scene opened over the page."""

    def close_over(self) -> None:
        """Close what the last scene opened over the page."""
        if self.over is not None:
            self.over()
            self.over = None
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
            cells = [cell.ref for line in form.lines if not line.computed for cell in line.cells]
            for ref, value in zip(cells, READINGS.get(form.target.form, ()), strict=False):
                services.record_answer(ws, visit.id, form.target, ref, value)

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


Scene = Callable[[Session], None]


def show_visits(session: Session) -> None:
    session.driven.window.shell.open_page("visits")
    session.driven.visits.close_visit()


def show_home(session: Session) -> None:
    session.driven.window.shell.open_page("visits")
    session.driven.window.shell.open_page("home")


def show_plan(session: Session) -> None:
    show_home(session)
    session.driven.settle()
    before = session.driven.window.findChild(PlanDialog)
    if before is not None:
        before.reject()
    session.driven.window.shell.page("home").findChild(PlannedActions).plan()


def show_new_visit(session: Session) -> None:
    for open_dialog in session.driven.window.findChildren(Dialog):
        open_dialog.reject()
    session.driven.window.shell.open_page("visits")
    show_visits(session)
    session.driven.settle()
    session.driven.visits.ask_new_visit()


def show_cycles(session: Session) -> None:
    for open_dialog in session.driven.window.findChildren(Dialog):
        open_dialog.reject()
    session.driven.window.shell.open_page("settings")
    session.driven.window.shell.page("settings").open_section("cycles")


def show_safekeeping(session: Session) -> None:
    safekeeping_scenes.copied(session.driven)


def show_recovery_key(session: Session) -> None:
    session.over = safekeeping_scenes.key_shown(session.driven).accept


def show_hand_over(session: Session) -> None:
    session.over = safekeeping_scenes.handing_over(session.driven).reject


def show_old_hazards(session: Session) -> None:
    _visit(session).open_step(Step.OLD_HAZARDS)


def show_step_1(session: Session) -> None:
    _visit(session).open_step(Step.INFRASTRUCTURE, session.visit.infrastructure, session.failed)


def show_rest_passed(session: Session) -> None:
    session.over = visit_scenes.rest_passed(session.driven, _visit(session))


def show_step_2(session: Session) -> None:
    _visit(session).open_step(Step.EQUIPMENT, session.oil, "/data/tests/dc_unbalance_hv")


def show_step_3(session: Session) -> None:
    target = next(s.target for s in session.visit.indications if s.target.form == "indications-transformer")
    _visit(session).open_step(Step.INDICATIONS, target, "/data/readings/lv_current_a")


def show_marks(session: Session) -> None:
    show_step_1(session)
    target, ref = session.visit.infrastructure, session.failed
    form = session.workspace.call(lambda: services.form_view(session.workspace, session.visit.id, target))
    photo = next(row.photos[0] for section in form.sections for row in section.rows if row.ref == ref)
    page = _visit(session)
    session.over = marks_over(page, page.presenter, photo, session.driven.settle)


def show_camera(session: Session) -> None:
    session.over = camera_over(_visit(session), picture((120, 132, 140)), session.driven.wait)


def show_no_camera(session: Session) -> None:
    session.over = no_camera_over(_visit(session))


def show_summary(session: Session) -> None:
    _visit(session).open_step(Step.SUMMARY)


def show_ledger(session: Session) -> None:
    shell = session.driven.window.shell
    shell.open_page("ledgers")
    session.driven.settle()
    table = shell.page("ledgers").findChild(LedgerTable)
    table.move_by(3)
    QTest.keyClick(table, Qt.Key.Key_Return)


def show_document_settings(session: Session) -> None:
    session.driven.window.shell.open_page("settings")
    session.driven.window.shell.page("settings").open_section("documents")


def show_settings(session: Session) -> None:
    session.driven.window.shell.open_page("settings")
    session.driven.window.shell.page("settings").open_section("general")


def show_customers(session: Session) -> None:
    customer_scenes.show_list(session.driven.window.shell, session.driven.settle)


def show_customer(session: Session) -> None:
    customer_scenes.show_file(session.driven.window.shell, session.driven.settle, "overview")


def show_equipment(session: Session) -> None:
    file = customer_scenes.show_file(session.driven.window.shell, session.driven.settle, "equipment")
    QTest.keyClick(file.equipment.outline, Qt.Key.Key_Down)


def show_tests(session: Session) -> None:
    file = customer_scenes.show_file(session.driven.window.shell, session.driven.settle, "tests")
    QTest.keyClick(file.tests.table, Qt.Key.Key_Return)


def show_search(session: Session) -> None:
    shell = session.driven.window.shell
    shell.open_page("home")
    shell.search()
    session.driven.settle()
    shell._palette.field.setText("嘉陵")
    session.over = shell._palette.close_palette


def _visit(session: Session) -> VisitPage:
    session.driven.window.shell.open_page("visits")
    if session.driven.visits.visit_page is None:
        session.page = session.driven.open_visit()
    return session.page


def show_reply(name: str) -> Scene:
    """A picture of the import of replies."""
    return lambda session: reply_scenes.SCENES[name](session.driven)


def show_ledger_state(name: str) -> Scene:
    """A picture of the ledger page."""

    def scene(session: Session) -> None:
        ledger_scenes.SCENES[name](session.driven)
        session.over = ledger_scenes.over(session.driven)

    return scene


def show_figures(name: str) -> Scene:
    """A picture of the page of figures."""
    return lambda session: figure_scenes.SCENES[name](session.driven)


def show_register(name: str) -> Scene:
    return lambda session: register_scenes.SCENES[name](session.driven)


def show_review(name: str) -> Scene:
    """A picture of the cross-check."""
    return lambda session: review_scenes.SCENES[name](session.driven)


def show_import(name: str) -> Scene:
    return lambda session: import_scenes.SCENES[name](session.driven)


HALF: dict[str, Scene] = {
    "01-visits": show_visits,
    "02-old-hazards": show_old_hazards,
    "02-step-1": show_step_1,
    "02-rest-passed": show_rest_passed,
    "03-step-2": show_step_2,
    "04-step-3": show_step_3,
    "photo-marks": show_marks,
    "photo-camera": show_camera,
    "photo-no-camera": show_no_camera,
    "06-ledger": show_ledger,
    "09-customers": show_customers,
    "09-customer-overview": show_customer,
    "09-customer-equipment": show_equipment,
    "09-customer-tests": show_tests,
    "01-home": show_home,
    "01-plan": show_plan,
    "01-new-visit": show_new_visit,
    "settings-cycles": show_cycles,
    "settings-documents": show_document_settings,
    "settings": show_settings,
    "settings-safekeeping": show_safekeeping,
    "settings-recovery-key": show_recovery_key,
    "01-hand-over": show_hand_over,
    **{name: show_import(name) for name in import_scenes.SCENES},
    **{name: show_ledger_state(name) for name in ledger_scenes.SCENES},
    **{name: show_register(name) for name in register_scenes.SCENES},
    **{name: show_reply(name) for name in reply_scenes.SCENES},
    **{name: show_figures(name) for name in figure_scenes.SCENES},
    **{name: show_review(name) for name in review_scenes.SCENES},
    "search": show_search,
}
DONE: dict[str, Scene] = {"05-signatures": show_summary}


def take(session: Session, name: str, scene: Scene, language: str) -> list[str]:
    """Pictures of a page in every size and theme; returns what does not fit."""
    found: list[str] = []
    window = session.driven.window
    for size in (*SIZES, SMALLEST) if name in review_scenes.SCENES else SIZES:
        window.resize(size)
        session.driven.settle()
        session.close_over()
        scene(session)
        session.driven.settle()
        session.driven.rest()
        for mode in MODES:
            theme().set_mode(mode)
            session.driven.settle()
            path = FOLDER / f"{name}-{size.width()}x{size.height()}-{mode.value}-{language}.png"
            if not window.grab().save(str(path)):
                found.append(f"{path.name}: the picture could not be written")
        theme().set_mode(Mode.LIGHT)
        session.driven.settle()
        found += [f"{name} {size.width()}x{size.height()} {language}: {fault}" for fault in faults(window)]
    return found


def main(wanted: list[str]) -> int:
    """Make the pictures whose names contain one of the words given, or all."""

    def asked(name: str) -> bool:
        return not wanted or any(word in name for word in wanted)

    FOLDER.mkdir(parents=True, exist_ok=True)
    app = application()
    found: list[str] = []
    for language, code in LANGUAGES.items():
        for scenes, signed in ((HALF, False), (DONE, True)):
            chosen = {name: scene for name, scene in scenes.items() if asked(name)}
            if not chosen:
                continue
            session = Session(app, code)
            session.begin()
            if signed:
                session.sign()
            for name, scene in chosen.items():
                found += take(session, name, scene, language)
            session.driven.close()
    for fault in found:
        sys.stderr.write(fault + "\n")
    sys.stdout.write(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
