"""Another language shows the same thing: the page is made anew and opens again where it was."""

import pytest
from pytestqt.qtbot import QtBot

from inspector import i18n, services
from inspector.domain.visit import Step
from inspector.services import LedgerKind
from inspector.ui.customers import CustomersPage
from inspector.ui.entries import ENTRIES
from inspector.ui.ledger import LedgersPage
from inspector.ui.page import Context, Place
from inspector.ui.settings import SettingsPage
from inspector.ui.shell import Shell
from inspector.ui.visit.visits_page import VisitsPage


@pytest.fixture
def shell(context: Context, qtbot: QtBot) -> Shell:
    made = Shell(context, ENTRIES)
    qtbot.addWidget(made)
    made.resize(1366, 690)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.open_page("home")
    settle(made, qtbot)
    return made


def settle(shell: Shell, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not shell.context.tasks.busy, timeout=10_000)


def switch(shell: Shell, qtbot: QtBot) -> None:
    settle(shell, qtbot)
    shell.context.preferences.set_language("en")
    settle(shell, qtbot)
    assert i18n.language() == "en"


def test_an_open_visit_opens_again_at_its_question(shell: Shell, qtbot: QtBot) -> None:
    workspace = shell.context.workspace
    account = workspace.call(lambda: services.customers(workspace)[0].account)
    people = [person.id for person in workspace.call(lambda: services.persons(workspace))][:2]
    visit = workspace.call(lambda: services.start_visit(workspace, account, inspectors=people)).id
    shell.open_place(Place("visit", visit))
    pages = shell.page("visits")
    assert isinstance(pages, VisitsPage)
    qtbot.waitUntil(lambda: pages.visit_page is not None, timeout=10_000)
    settle(shell, qtbot)
    assert pages.visit_page is not None
    target = pages.visit_page.presenter.visit.infrastructure
    form = workspace.call(lambda: services.form_view(workspace, visit, target))
    ref = form.sections[1].rows[2].ref
    pages.visit_page.open_step(Step.INFRASTRUCTURE, target, ref)
    settle(shell, qtbot)
    switch(shell, qtbot)
    again = shell.page("visits")
    assert isinstance(again, VisitsPage)
    assert again is not pages
    qtbot.waitUntil(lambda: again.visit_page is not None, timeout=10_000)
    settle(shell, qtbot)
    assert again.visit_page is not None
    assert again.visit_page.presenter.visit.id == visit
    assert again.visit_page.presenter.position == (Step.INFRASTRUCTURE, target, ref)
    assert shell.top_bar.isVisible()
    assert shell.current == "visits"


def test_the_file_of_a_customer_stays_open(shell: Shell, qtbot: QtBot) -> None:
    workspace = shell.context.workspace
    customer = workspace.call(lambda: services.customers(workspace)[0])
    shell.open_place(Place("customer", customer.id))
    switch(shell, qtbot)
    page = shell.page("customers")
    assert isinstance(page, CustomersPage)
    assert page.file is not None
    assert page.file.customer_id == customer.id


def test_a_ledger_keeps_its_filters(shell: Shell, qtbot: QtBot) -> None:
    filters = ("serious", "overdue")
    shell.open_place(Place("ledger", f"{LedgerKind.SUPERVISION.value}:{','.join(filters)}"))
    shown = shell.page("ledgers").place()
    switch(shell, qtbot)
    page = shell.page("ledgers")
    assert isinstance(page, LedgersPage)
    assert page.place() == shown
    assert set(page.query().filters) == set(filters)


def test_the_section_of_the_settings_stays_open(shell: Shell, qtbot: QtBot) -> None:
    shell.open_place(Place("setting", "cycles"))
    switch(shell, qtbot)
    page = shell.page("settings")
    assert isinstance(page, SettingsPage)
    assert page.place() == Place("setting", "cycles")
