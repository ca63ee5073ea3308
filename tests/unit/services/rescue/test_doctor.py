"""The doctor reports every kind of damage as a finding and goes on with what can still be read."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector import services
from inspector.domain.visit import SignMethod
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.rescue.doctor import examine, unopened
from inspector.services.searching import rebuild_search
from inspector.services.visits.photos import paper_photo
from tests.unit.services.conftest import Reopen
from tests.unit.services.story import SITE, Story, begin, picture
from tests.unit.services.two_laptops import Pair
from tests.unit.storage.authors import Author, customer, own_author

PAGE = 4096


def report(workspace: Workspace) -> dict[str, Any]:
    found: dict[str, Any] = workspace.call(lambda: examine(workspace))
    return found


def codes(workspace: Workspace) -> list[tuple[str, str]]:
    return [(finding["code"], finding["subject"]) for finding in report(workspace)["findings"]]


def lose(workspace: Workspace, sha256: str) -> None:
    workspace.store.blobs._path(sha256).unlink()


def test_photos_papers_and_checklists_of_an_open_visit(story: Story, workspace: Workspace) -> None:
    services.add_photo(workspace, story.id, picture(), "a.jpg", target=SITE, ref=story.ref(SITE, "room_door"))
    story.fill()
    story.decide()
    paper = paper_photo(workspace, picture(size=(640, 480)))
    story.call(services.sign, "customer", SignMethod.PAPER, image=paper, name="李明")
    whole = report(workspace)
    assert (whole["ok"], whole["findings"]) == (True, [])
    session = workspace.visits[story.id].session
    photo = str(next(iter(session.of("photo").values()))["original"])
    checklist = session.blobs["infrastructure"]
    for sha256 in (photo, paper, checklist):
        lose(workspace, sha256)
    assert set(codes(workspace)) == {
        ("blob_missing", photo), ("blob_missing", paper), ("checklist_missing", checklist),
    }  # fmt: skip
    damaged = session.blobs["cable"]
    workspace.store.blobs._path(damaged).write_bytes(b"x" * 100)
    assert ("checklist_damaged", damaged) in codes(workspace)
    assert all(finding["message"] for finding in report(workspace)["findings"])


def spoil(file: Path, pages: Callable[[int], range]) -> None:
    raw = bytearray(file.read_bytes())
    for page in pages(len(raw) // PAGE):
        raw[page * PAGE + 50 : page * PAGE + 60] = bytes(10)
    file.write_bytes(raw)


@pytest.mark.parametrize("share", [0, 2, 4], ids=["last page", "half", "three quarters"])
def test_damaged_pages_are_findings(demo: Path, tmp_path: Path, share: int) -> None:
    shutil.copytree(demo, tmp_path / "w")
    spoil(tmp_path / "w" / "data.db", lambda count: range(count // share if share else count - 1, count))
    workspace = services.open_workspace(tmp_path / "w")
    try:
        found = report(workspace)
    finally:
        workspace.close()
    assert not found["ok"]
    assert {"database_damaged"} <= {finding["code"] for finding in found["findings"]}
    assert len(found["findings"]) < 60


@pytest.mark.parametrize("damage", ["cut", "first pages"])
def test_a_workspace_that_cannot_be_opened_is_a_finding_too(demo: Path, tmp_path: Path, damage: str) -> None:
    shutil.copytree(demo, tmp_path / "w")
    file = tmp_path / "w" / "data.db"
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:1000])
    else:
        spoil(file, range)
    with pytest.raises(Problem) as problem:
        services.open_workspace(tmp_path / "w")
    found = unopened(problem.value)
    assert (found["ok"], [finding["code"] for finding in found["findings"]]) == (False, ["workspace_damaged"])


def test_what_is_no_damage_stays_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem) as problem:
        services.open_workspace(tmp_path)
    with pytest.raises(Problem, match="workspace_foreign"):
        unopened(problem.value)


def test_content_nobody_can_read_is_a_finding_and_the_rest_is_examined(reopen: Reopen) -> None:
    workspace = reopen()
    story = begin(workspace)
    sql = "UPDATE draft SET body = :body WHERE id = :id"
    workspace.call(lambda: workspace.db._session.run(sql, body="{", id=story.id))
    found = report(workspace)
    assert [finding["code"] for finding in found["findings"]] == ["unreadable"]
    assert found["unsent"] > 0


def test_a_search_index_that_lost_something_is_found_and_mended(workspace: Workspace) -> None:
    def lose() -> None:
        with workspace.db.transaction():
            workspace.db._session.run("DELETE FROM search_doc WHERE doc IN (SELECT max(doc) FROM search_doc)")

    workspace.call(lose)
    assert codes(workspace) == [("search_index", "1")]
    workspace.call(lambda: rebuild_search(workspace))
    assert report(workspace)["ok"]


def test_forks_and_records_of_others_are_no_damage_but_a_wrong_signature_is(workspace: Workspace) -> None:
    other, copied = Author("other-laptop"), own_author(workspace.store._identity)

    def receive() -> None:
        workspace.db.peers.learn(other.known())
        elsewhere = [copied.write(customer("c1")), copied.write(customer("c2"))]
        workspace.db.frames.receive_all([*elsewhere, other.write(customer("c3")), other.write(customer("c4"))])

    workspace.call(receive)
    assert codes(workspace) == []
    spoilt = "UPDATE frame SET sig = zeroblob(64) WHERE id = 'other-laptop-0002'"
    workspace.call(lambda: workspace.db._session.run(spoilt))
    assert codes(workspace) == [("signature", "other-laptop-0002")]


def test_a_photo_of_another_laptop_is_looked_at_when_it_is_here(workspace: Workspace, tmp_path: Path) -> None:
    pair = Pair(workspace, tmp_path / "other")
    try:
        photo = next(iter(workspace.call(lambda: [blob.sha256 for blob in workspace.db.frames.blobs()])))
        assert codes(pair.second) == []
        pair.second.store.blobs.put(workspace.store.blobs.get(photo))
        assert (codes(pair.second), report(pair.second)["files"]) == ([], 1)
        path = pair.second.store.blobs._path(photo)
        path.write_bytes(path.read_bytes()[:-4] + b"oops")
        assert codes(pair.second) == [("blob_damaged", photo)]
    finally:
        pair.close()
