"""Every page of the design as a picture shows it: name of the picture -> what opens the page."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector import services
from inspector.domain.visit import Step
from inspector.ui.kit.dialog import Dialog
from inspector.ui.ledger.table import LedgerTable
from inspector.ui.visit.page import VisitPage
from inspector.ui.visit.plan_dialog import PlanDialog
from inspector.ui.visit.planned_actions import PlannedActions
from tests.ui.scenes import (
    assistance,
    checklists,
    customers,
    exchange,
    figures,
    forms,
    importing,
    ledgers,
    planning,
    registers,
    replies,
    reviews,
    safekeeping,
    settings,
    sync,
    visits,
)
from tests.ui.scenes.photos import camera_over, marks_over, no_camera_over
from tests.ui.scenes.session import Session, picture

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
    safekeeping.copied(session.driven)


def show_recovery_key(session: Session) -> None:
    session.over = safekeeping.key_shown(session.driven).accept


def show_hand_over(session: Session) -> None:
    session.over = safekeeping.handing_over(session.driven).reject


def show_old_hazards(session: Session) -> None:
    _visit(session).open_step(Step.OLD_HAZARDS)


def show_step_1(session: Session) -> None:
    _visit(session).open_step(Step.INFRASTRUCTURE, session.visit.infrastructure, session.failed)


def show_rest_passed(session: Session) -> None:
    session.over = visits.rest_passed(session.driven, _visit(session))


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
    customers.show_list(session.driven.window.shell, session.driven.settle)


def show_customer(session: Session) -> None:
    customers.show_file(session.driven.window.shell, session.driven.settle, "overview")


def show_customer_end(session: Session) -> None:
    customers.show_end(session.driven.window.shell, session.driven.settle)


def show_papers(session: Session) -> None:
    customers.show_file(session.driven.window.shell, session.driven.settle, "documents")


def show_diagram(session: Session) -> None:
    customers.show_diagram(session.driven.window.shell, session.driven.settle)


def show_equipment(session: Session) -> None:
    file = customers.show_file(session.driven.window.shell, session.driven.settle, "equipment")
    QTest.keyClick(file.equipment.outline, Qt.Key.Key_Down)


def show_tests(session: Session) -> None:
    file = customers.show_file(session.driven.window.shell, session.driven.settle, "tests")
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
    return lambda session: replies.SCENES[name](session.driven)


def show_ledger_state(name: str) -> Scene:
    """A picture of the ledger page."""

    def scene(session: Session) -> None:
        ledgers.SCENES[name](session.driven)
        session.over = ledgers.over(session.driven)

    return scene


def show_figures(name: str) -> Scene:
    """A picture of the page of figures."""
    return lambda session: figures.SCENES[name](session.driven)


def show_register(name: str) -> Scene:
    return lambda session: registers.SCENES[name](session.driven)


def show_review(name: str) -> Scene:
    """A picture of the cross-check."""
    return lambda session: reviews.SCENES[name](session.driven)


def show_sync(name: str) -> Scene:
    """A picture of synchronising."""
    return lambda session: sync.SCENES[name](session.driven)


def show_exchange(name: str) -> Scene:
    """A step of a wizard over the page; closed again."""

    def show(session: Session) -> None:
        wizard = exchange.SCENES[name](session.driven)
        session.over = wizard.reject

    return show


def show_planning(name: str) -> Scene:
    return lambda session: planning.SCENES[name](session.driven)


def show_import(name: str) -> Scene:
    return lambda session: importing.SCENES[name](session.driven)


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
    "09-customer-end": show_customer_end,
    "09-customer-papers": show_papers,
    "09-customer-diagram": show_diagram,
    "01-home": show_home,
    "01-plan": show_plan,
    "01-new-visit": show_new_visit,
    "settings-cycles": show_cycles,
    "settings-documents": show_document_settings,
    "settings": show_settings,
    **settings.SCENES,
    **checklists.HALF,
    **forms.SCENES,
    "settings-safekeeping": show_safekeeping,
    "settings-recovery-key": show_recovery_key,
    "01-hand-over": show_hand_over,
    **{name: show_import(name) for name in importing.SCENES},
    **{name: show_ledger_state(name) for name in ledgers.SCENES},
    **{name: show_register(name) for name in registers.SCENES},
    **{name: show_reply(name) for name in replies.SCENES},
    **{name: show_figures(name) for name in figures.SCENES},
    **{name: show_review(name) for name in reviews.SCENES},
    "search": show_search,
    **assistance.SCENES,
    **{name: show_sync(name) for name in sync.SCENES},
    **{name: show_exchange(name) for name in exchange.SCENES},
    **{name: show_planning(name) for name in planning.SCENES},
}
DONE: dict[str, Scene] = {"05-signatures": show_summary}
