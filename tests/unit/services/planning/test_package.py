"""What a laptop holds for a visit before somebody leaves: what is missing is named, part by part."""

from datetime import timedelta

from inspector import services
from inspector.services import Workspace
from inspector.services.planning.package import customer_package, visit_readiness
from inspector.services.planning.package_views import PackagePart, Part, Readiness, VisitPackage
from inspector.services.registers.entries import set_customer
from tests.unit.services.story import planned


def package(workspace: Workspace, visit: str) -> VisitPackage:
    return workspace.call(lambda: services.visit_package(workspace, visit))


def part(found: VisitPackage, name: Part) -> PackagePart:
    return next(one for one in found.parts if one.part is name)


def test_a_laptop_without_server_holds_everything_it_knows(workspace: Workspace) -> None:
    found = package(workspace, planned(workspace))
    assert [one.part for one in found.parts] == list(Part)
    assert (found.state, found.ready, found.can_fetch) == (Readiness.HERE, True, False)


def test_counts_are_those_of_the_register(workspace: Workspace) -> None:
    visit = planned(workspace)
    customer = workspace.call(lambda: workspace.db.drafts.visit(visit).customer)
    pieces = len(workspace.call(lambda: workspace.db.registers.equipment_of(customer)))
    hazards = len(workspace.call(lambda: workspace.unclosed(customer)))
    found = package(workspace, visit)
    assert str(pieces) in part(found, Part.EQUIPMENT).words
    assert str(hazards) in part(found, Part.HAZARDS).words


def test_a_photo_that_did_not_arrive_yet_is_missing(workspace: Workspace) -> None:
    visit = planned(workspace)
    customer = workspace.call(lambda: workspace.db.drafts.visit(visit).customer)
    sha256 = workspace.call(lambda: _some_file(workspace, customer))
    before = part(package(workspace, visit), Part.PICTURES)
    workspace.call(lambda: workspace.db.files.missing(sha256))
    after = part(package(workspace, visit), Part.PICTURES)
    assert (before.state, after.state) == (Readiness.HERE, Readiness.MISSING)
    assert not package(workspace, visit).ready
    workspace.call(lambda: workspace.db.files.arrived(sha256))
    assert package(workspace, visit).ready


def _some_file(workspace: Workspace, customer: str) -> str:
    """A file that a record about a hazard of this customer refers to."""
    hazards = [hazard.id for hazard in workspace.db.hazards.of_customer(customer)]
    blobs = (blob.sha256 for one in hazards for event in workspace.db.hazards.history(one) for blob in event.blobs)
    return next(blobs)


def test_files_of_other_customers_do_not_count(workspace: Workspace) -> None:
    mine, other = planned(workspace), planned(workspace, 1)
    customer = workspace.call(lambda: workspace.db.drafts.visit(mine).customer)
    sha256 = workspace.call(lambda: _some_file(workspace, customer))
    workspace.call(lambda: workspace.db.files.missing(sha256))
    assert part(package(workspace, other), Part.PICTURES).state is Readiness.HERE


def test_a_list_says_the_same_without_reading_the_criteria_of_the_program(workspace: Workspace) -> None:
    visit = planned(workspace)
    found = workspace.call(lambda: visit_readiness(workspace, {visit}))
    assert set(found) == {visit}
    assert Part.CRITERIA not in {one.part for one in found[visit].parts}
    assert found[visit].state is package(workspace, visit).state


def test_a_customer_without_equipment_is_worth_a_note(workspace: Workspace) -> None:
    def without() -> str:
        services.add_customer(workspace, {"account": "50109990001", "name": "新户"})
        return services.plan_visit(
            workspace,
            "50109990001",
            kind=services.VisitKind.PERIODIC,
            inspectors=("wang", "li"),
            planned_on=workspace.today() + timedelta(days=1),
        )

    found = package(workspace, workspace.call(without))
    assert part(found, Part.EQUIPMENT).state is Readiness.NOTE
    assert found.ready


def test_a_customer_file_says_what_is_here_and_since_when(workspace: Workspace) -> None:
    found = workspace.call(lambda: customer_package(workspace, "50102237816"))
    assert found.missing == ()
    assert found.updated is not None
    assert found.updated <= workspace.call(workspace.now)
    before = found.updated

    def change() -> None:
        customer = workspace.db.registers.customer_by_account("50102237816")
        assert customer is not None
        set_customer(workspace, customer.id, {"contact": "新联系人"})

    workspace.call(change)
    again = workspace.call(lambda: customer_package(workspace, "50102237816"))
    assert again.updated is not None
    assert again.updated > before
