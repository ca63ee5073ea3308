"""The diagram of a customer: proposed until somebody draws one, tinted by what is wrong, a value that merges."""

from datetime import date
from functools import partial

from inspector import services
from inspector.domain.diagram import Diagram, Symbol, SymbolKind
from inspector.i18n import Translator
from inspector.services import Workspace
from inspector.services.conflicts.field_words import value_text
from inspector.services.registers.entries import find_customer
from inspector.storage import NewEvent
from tests.unit.services.customer_files.shown_diagram import diagram_of

ACCOUNT = "50102237816"
DRAWN = Diagram((Symbol("s1", SymbolKind.GENERATOR, 2, 2, "G"),), (), date(2026, 5, 1))


def test_a_drawing_takes_the_place_of_the_proposal_and_an_empty_one_gives_it_back(workspace: Workspace) -> None:
    before = workspace.call(lambda: diagram_of(workspace, ACCOUNT))
    assert before.proposed
    assert not before.diagram.is_empty
    workspace.call(lambda: services.save_diagram(workspace, ACCOUNT, DRAWN))
    after = workspace.call(lambda: diagram_of(workspace, ACCOUNT))
    assert (after.diagram, after.proposed) == (DRAWN, False)
    workspace.call(lambda: services.save_diagram(workspace, ACCOUNT, Diagram()))
    assert workspace.call(lambda: diagram_of(workspace, ACCOUNT)) == before


def test_what_is_wrong_is_told_of_each_piece(workspace: Workspace) -> None:
    view = workspace.call(lambda: diagram_of(workspace, ACCOUNT))
    rows = workspace.call(lambda: services.customer_equipment(workspace, ACCOUNT))
    with_hazards = {row.id for row in rows if row.grade is not None}
    assert with_hazards <= set(view.troubles)
    assert all(trouble.words and trouble.mark in "■▲●" for trouble in view.troubles.values())


def test_a_record_of_a_newer_program_does_not_hide_the_file(workspace: Workspace) -> None:
    def arrive() -> None:
        customer = find_customer(workspace, ACCOUNT)
        fields = {"diagram": '{"symbols":[{"id":"a","kind":"battery","x":1,"y":1}]}'}
        event = NewEvent(customer.id, "customer", "customer_changed", {"fields": fields})
        workspace.db.frames.append(customer.scope, workspace.acting.id, [event], workspace.now())

    workspace.call(arrive)
    view = workspace.call(lambda: services.customer_overview(workspace, ACCOUNT)).diagram
    assert view is not None
    assert view.unreadable
    assert view.proposed


def test_values_that_two_people_changed_apart_are_told_in_words(workspace: Workspace) -> None:
    workspace.call(lambda: services.save_diagram(workspace, ACCOUNT, DRAWN))
    customer = workspace.call(lambda: find_customer(workspace, ACCOUNT))
    t = Translator("en")
    told = value_text("customer", "diagram", customer.diagram, str, t)
    assert told == "1 symbol · Compared with the site on 2026-05-01 · G"
    contacts = [{"name": "Qian", "title": "shift", "phone": "1"}, {"name": "Li"}]
    assert value_text("customer", "contacts", contacts, str, t) == "Qian shift 1; Li"
    portrait = value_text("customer", "portrait", {"complaints": 2, "until": "2026-05-31"}, str, t)
    assert portrait == "Complaints 2; until 2026-05"


def test_the_printed_file_says_what_the_window_says(workspace: Workspace) -> None:
    for language in ("", "en"):
        pdf = workspace.call(partial(services.customer_file_pdf, workspace, ACCOUNT, language))
        assert pdf.startswith(b"%PDF")
        assert services.page_count(pdf) >= 3
