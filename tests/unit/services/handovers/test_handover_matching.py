"""Handing over between laptops that registered the same things by themselves, twice, or after changes."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector import services
from inspector.domain.visit import SignMethod, VisitKind, VisitStatus
from inspector.i18n import Translator
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.excel.register import stamp_of
from inspector.services.handovers.handing import hand_over, take_over
from inspector.services.handovers.put_away import put_away
from inspector.services.printing.work_orders import work_order_model
from inspector.services.registers.entries import (
    add_customer,
    add_equipment,
    add_person,
    close_customer,
)
from inspector.services.rescue.doctor import examine
from inspector.services.visits.listing import visit_json
from inspector.storage import VisitDraft
from tests.arriving import arrive
from tests.unit.services.story import PIN, Story

WORDS = "vier Worte für zwei"
Make = Callable[[str], Workspace]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[Workspace] = []

    def new(name: str) -> Workspace:
        made.append(services.create_workspace(tmp_path / name, key="passphrase", passphrase="x"))
        return made[-1]

    yield new
    for workspace in made:
        workspace.close()


def register(workspace: Workspace, names: tuple[str, str] = ("Wang", "Li"), gear: str = "L1") -> Workspace:
    """What an import of one workbook leaves on each laptop: the same things under ids of its own."""

    def work() -> None:
        for login, name in zip(("wang", "li"), names, strict=True):
            add_person(workspace, {"login": login, "name": name, "team": "一班"}, pin=PIN)
        services.set_acting_person(workspace, "wang")
        add_customer(workspace, {"account": "0077", "name": "新厂", "voltage_kv": 10})
        add_equipment(workspace, "0077", {"kind": "cable", "name": gear, "nameplate": {"voltage_kv": "10"}})

    workspace.call(work)
    return workspace


def visit_of(workspace: Workspace) -> Story:
    def plan() -> str:
        return services.plan_visit(
            workspace, "0077", kind=VisitKind.PERIODIC, inspectors=("wang", "li"), planned_on=workspace.today()
        )

    story = Story(workspace, workspace.call(plan))
    story.reopen()
    return story


def refused(act: Callable[[], Any]) -> Problem:
    with pytest.raises(Problem) as caught:
        act()
    return caught.value


def drafts(workspace: Workspace) -> tuple[VisitDraft, ...]:
    return workspace.call(lambda: tuple(workspace.db.drafts.visits()))


def finish(story: Story) -> None:
    """Everything answered and signed by PIN: the one that was set on this laptop."""
    story.fill()
    story.decide()
    for person in story.reopen().inspectors:
        story.call(services.sign, person.id, SignMethod.PIN, pin=PIN)
    story.call(services.sign, "customer", SignMethod.STROKES, strokes=[[(0.1, 0.1), (0.2, 0.2)]], name="赵")
    story.call(services.finish_visit)


def send(workspace: Workspace, entity: str, other: Workspace) -> None:
    """Let the records that a laptop wrote about something arrive on another one."""
    public = workspace.store.device.public_key
    rows = workspace.call(lambda: workspace.db.local_rows.frames_of([entity]))
    frames = workspace.call(lambda: workspace.db.local_rows.frames(rows))
    for frame in (frame for frame in frames if frame.dev == workspace.store.device.id):
        other.store.call(lambda db, frame=frame: arrive(db, frame.raw, frame.sig, public))  # type: ignore[misc]


def test_a_visit_moves_onto_the_registers_of_the_other_laptop(make: Make, tmp_path: Path) -> None:
    here, there, file = register(make("a")), register(make("b")), tmp_path / "v.visit"
    story = visit_of(here)
    target = next(target for target in here.visits[story.id].session.forms if target.equipment)
    ref = next(iter(here.visits[story.id].session.forms[target].questions))
    story.call(services.record_note, target, ref, "Notiz")
    hand_over(here, story.id, WORDS, file, to="b")
    take_over(there, file, WORDS)
    customers = there.call(lambda: services.customers(there))
    persons = there.call(lambda: services.persons(there))
    assert (len(customers), len(persons)) == (1, 2)
    (draft,) = drafts(there)
    assert (draft.customer, set(draft.inspectors)) == (customers[0].id, {person.id for person in persons})
    goes_on = Story(there, story.id)
    goes_on.reopen()
    session = there.visits[story.id].session
    assert [note["text"] for note in session.of("note").values()] == ["Notiz"]
    (own,) = there.call(lambda: there.db.registers.equipment_of(customers[0].id))
    assert [key.split("|")[1] for key in session.of("note")] == [own.id]
    back = tmp_path / "back.visit"
    hand_over(there, story.id, WORDS, back, to="a")
    take_over(here, back, WORDS)
    assert len(here.call(lambda: services.customers(here))) == 1
    assert drafts(here)[0].customer == here.call(lambda: services.customers(here))[0].id
    story.reopen()
    finish(story)


def test_what_cannot_be_brought_together_is_refused_and_nothing_arrives(make: Make, tmp_path: Path) -> None:
    here, file = register(make("a")), tmp_path / "v.visit"
    first = visit_of(here)
    finish(first)
    second = visit_of(here)
    hand_over(here, second.id, WORDS, file, to="b")
    for name, there, code in (
        ("b", register(make("b")), "handover_same_customer"),
        ("c", register(make("c"), names=("Wang", "Liu")), "handover_same_"),
    ):
        before = there.call(lambda there=there: there.db.frames.stamp())  # type: ignore[misc]
        problem = refused(lambda there=there: take_over(there, file, WORDS))  # type: ignore[misc]
        assert problem.code.startswith(code), name
        assert problem.params.get("account", "0077") == "0077"
        assert "laptop" not in Translator("zh_CN").describe(problem)
        assert there.call(lambda there=there: there.db.frames.stamp()) == before  # type: ignore[misc]
        assert drafts(there) == ()


def test_another_person_of_the_same_login_is_refused(make: Make, tmp_path: Path) -> None:
    here, there, file = register(make("a")), register(make("b"), names=("Wang", "Liu")), tmp_path / "v.visit"
    hand_over(here, visit_of(here).id, WORDS, file, to="b")
    problem = refused(lambda: take_over(there, file, WORDS))
    assert (problem.code, problem.params["login"]) == ("handover_same_login", "li")


def test_no_other_file_is_replaced_and_none_in_a_workspace(make: Make, tmp_path: Path) -> None:
    here, letter = register(make("a")), tmp_path / "letter.txt"
    story = visit_of(here)
    letter.write_text("Lieber Kollege", encoding="utf-8")
    for out, code in ((letter, "handover_other_file"), (here.path / "data.db", "target_in_workspace")):
        assert refused(lambda out=out: hand_over(here, story.id, WORDS, out)).code == code  # type: ignore[misc]
    assert letter.read_text(encoding="utf-8") == "Lieber Kollege"
    assert drafts(here)[0].status is VisitStatus.OPEN
    file = tmp_path / "v.visit"
    hand_over(here, story.id, WORDS, file)
    again = visit_of(here)
    hand_over(here, again.id, WORDS, file)  # an older hand-over may be replaced


def test_the_visit_is_let_go_only_when_its_file_is_whole(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, file = register(make("a")), tmp_path / "v.visit"
    story = visit_of(here)
    seen: list[VisitStatus] = []
    flush = __import__("os").fsync

    def watching(handle: int) -> None:
        seen.append(drafts(here)[0].status)
        flush(handle)

    monkeypatch.setattr("inspector.sync.bundle.os.fsync", watching)
    hand_over(here, story.id, WORDS, file)
    assert seen[0] is VisitStatus.OPEN
    assert drafts(here)[0].status is VisitStatus.HANDED_OVER
    assert [path.name for path in tmp_path.iterdir() if ".part" in path.name] == []


def test_one_work_order_number_on_both_laptops(make: Make, tmp_path: Path) -> None:
    here, there, file = register(make("a")), make("b"), tmp_path / "v.visit"
    story = visit_of(here)
    hand_over(here, story.id, WORDS, file)
    take_over(there, file, WORDS)
    kept = drafts(here)
    numbers = {ws.call(lambda ws=ws: work_order_model(ws, story.id)).number for ws in (here, there)}  # type: ignore[misc]
    assert len(numbers) == 1
    assert numbers != {""}
    assert drafts(here) == kept


def test_a_handed_over_visit_binds_nobody_here_and_is_put_away(make: Make, tmp_path: Path) -> None:
    here = register(make("a"))
    story = visit_of(here)
    assert refused(lambda: here.call(lambda: close_customer(here, "0077"))).code == "customer_visited"
    assert refused(lambda: here.call(lambda: put_away(here, story.id))).code == "visit_not_handed_over"
    stamp = here.call(lambda: stamp_of(here))
    hand_over(here, story.id, WORDS, tmp_path / "v.visit")
    assert here.call(lambda: stamp_of(here)) != stamp
    (due,) = here.call(lambda: services.due_list(here))
    assert (due.planned, due.visit) == (None, "")
    (group,) = [group for group in here.call(lambda: services.search(here, "新厂")).groups if group.kind == "visit"]
    assert group.hits[0].id == story.id
    here.call(lambda: close_customer(here, "0077"))
    held = here.call(lambda: services.hold(here, "put_away_visit", {"visit": story.id}))
    assert here.call(lambda: services.visit_rows(here)) == ()
    here.call(lambda: services.carry_out(here, held.id))
    assert drafts(here) == ()


def test_signed_on_two_laptops_counts_the_same_everywhere_and_is_told(make: Make, tmp_path: Path) -> None:
    here, file = register(make("a")), tmp_path / "v.visit"
    story = visit_of(here)
    hand_over(here, story.id, WORDS, file, to="b")
    two = [make("b"), make("c")]
    for laptop in two:
        take_over(laptop, file, WORDS)
        there = Story(laptop, story.id)
        for person in there.reopen().inspectors:
            laptop.call(lambda laptop=laptop, person=person: services.set_pin(laptop, person, PIN))  # type: ignore[misc]
        finish(there)
    for giving, taking in (two, two[::-1]):
        send(giving, story.id, taking)
    counted = [ws.call(lambda ws=ws: visit_json(ws, story.id)) for ws in two]  # type: ignore[misc]
    assert counted[0] == counted[1]
    assert counted[0]["signed_twice"] is True
    assert counted[0]["taken_over"][0]["code"] in [ws.store.device.code for ws in two]
    for laptop in two:
        assert "visit_signed_twice" in [found["code"] for found in examine(laptop)["findings"]]
