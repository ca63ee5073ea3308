"""Customer files on two laptops that could not see each other: papers add up, two drawings ask."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector import services
from inspector.domain.diagram import Diagram, Symbol, SymbolKind
from inspector.services import Workspace
from inspector.services.customer_files.papers import DocumentKind
from inspector.services.registers.entries import find_customer
from tests.unit.services.customer_files.shown_diagram import diagram_of
from tests.unit.services.two_laptops import Pair, look

ACCOUNT = "50102237816"


@pytest.fixture
def pair(workspace: Workspace, tmp_path: Path) -> Iterator[Pair]:
    made = Pair(workspace, tmp_path / "second")
    people = look(workspace, services.persons)
    made.act_as(people[0].id, people[1].id)
    yield made
    made.close()


def papers_of(workspace: Workspace) -> list[str]:
    rows = look(workspace, lambda w: services.customer_documents(w, ACCOUNT))
    return [row.title for row in rows if row.kind is DocumentKind.PAPER]


def papers(workspace: Workspace) -> set[str]:
    return set(papers_of(workspace))


def drawing(kind: SymbolKind) -> Diagram:
    return Diagram((Symbol("s1", kind, 2, 2),))


def test_one_paper_attached_on_both_laptops_is_one_paper_and_goes_as_one(pair: Pair) -> None:
    for workspace, name in ((pair.first, "a.pdf"), (pair.second, "scan.pdf")):
        services.add_paper(workspace, ACCOUNT, b"%PDF same", name, "A")
    pair.give()
    pair.take()
    rows = look(pair.second, lambda w: services.customer_documents(w, ACCOUNT))
    row = next(row for row in rows if row.kind is DocumentKind.PAPER)
    assert [len(papers_of(each)) for each in (pair.first, pair.second)] == [1, 1]
    assert look(pair.first, lambda w: services.customer_documents(w, ACCOUNT)) == rows
    look(pair.second, lambda w: services.withdraw_paper(w, ACCOUNT, row.id))
    pair.take()
    assert papers_of(pair.first) == []


def test_one_file_under_two_titles_is_two_papers(pair: Pair) -> None:
    services.add_paper(pair.first, ACCOUNT, b"%PDF same", "a.pdf", "A")
    services.add_paper(pair.second, ACCOUNT, b"%PDF same", "a.pdf", "B")
    pair.give()
    assert sorted(papers_of(pair.second)) == ["A", "B"]
    services.add_paper(pair.first, ACCOUNT, b"%PDF same", "a.pdf", "C")
    assert sorted(papers_of(pair.first)) == ["A", "C"]


def test_papers_of_both_laptops_stand_and_the_file_that_did_not_come_is_told(pair: Pair) -> None:
    services.add_paper(pair.first, ACCOUNT, b"%PDF first", "a.pdf", "A")
    services.add_paper(pair.second, ACCOUNT, b"%PDF second", "b.pdf", "B")
    pair.give()
    pair.take()
    assert papers(pair.first) == papers(pair.second) == {"A", "B"}
    rows = look(pair.first, lambda w: services.customer_documents(w, ACCOUNT))
    here = {row.title: row.here for row in rows if row.kind is DocumentKind.PAPER}
    assert here == {"A": True, "B": False}


def test_a_paper_withdrawn_on_one_laptop_is_withdrawn_on_both(pair: Pair) -> None:
    row = services.add_paper(pair.first, ACCOUNT, b"%PDF", "a.pdf", "A")
    pair.give()
    look(pair.second, lambda w: services.withdraw_paper(w, ACCOUNT, row.id))
    pair.take()
    assert papers(pair.first) == papers(pair.second) == set()


def test_two_drawings_made_apart_ask_and_one_decision_settles_it(pair: Pair) -> None:
    look(pair.first, lambda w: services.save_diagram(w, ACCOUNT, drawing(SymbolKind.LOAD)))
    look(pair.second, lambda w: services.save_diagram(w, ACCOUNT, drawing(SymbolKind.METER)))
    pair.take()
    head = look(pair.first, lambda w: services.customer_head(w, ACCOUNT))
    assert head.undecided == (head.customer.id,)
    own = look(pair.first, lambda w: diagram_of(w, ACCOUNT))
    assert own.diagram == drawing(SymbolKind.LOAD), "this laptop's shows until it is decided"
    look(pair.first, lambda w: services.save_diagram(w, ACCOUNT, drawing(SymbolKind.METER)))
    assert look(pair.first, lambda w: services.customer_head(w, ACCOUNT)).undecided == ()


def test_a_diagram_and_another_fact_changed_apart_merge_alone(pair: Pair) -> None:
    look(pair.first, lambda w: services.save_diagram(w, ACCOUNT, drawing(SymbolKind.LOAD)))
    look(pair.second, lambda w: services.set_customer(w, ACCOUNT, {"duty": "24 h"}))
    pair.take()
    customer = look(pair.first, lambda w: find_customer(w, ACCOUNT))
    assert customer.duty == "24 h"
    assert '"load"' in customer.diagram
    assert look(pair.first, lambda w: services.customer_head(w, ACCOUNT)).undecided == ()
