"""Random and damaged replies end in listed problems; what is refused leaves frames and stored files as they were."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector import services
from inspector.problems import CATALOGUE, Problem
from inspector.services import Workspace
from inspector.services.excel.views import Issue
from inspector.services.replies import layout
from inspector.services.replies.facts import facts_of
from inspector.services.replies.importing import import_reply
from inspector.services.replies.preview import made_of, read_reply
from inspector.services.replies.reading import read_bytes
from inspector.services.replies.views import Outcome, ReplyPreview
from tests.unit.services.replies.files import (
    DONE,
    Notice,
    filled,
    notice_of,
    packed,
    parts,
    picture,
    put,
    with_cell_picture,
)

FEW = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
VALUE = (
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates(date(1900, 3, 1))
    | st.sampled_from(
        ["已完成", "部分完成", "未完成", "２０２６－０９－０１", "=1/0", "=NOW()", "#N/A", "_x000D_", "LONG", "𠮷"]
    )
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
)
KEYS = st.sampled_from([column.key for column in layout.columns()])
FILLED_KEYS = st.sampled_from([column.key for column in layout.FILLED])
PIECE = st.sampled_from(
    [
        b"",
        b"<",
        b">",
        b"&",
        b'"',
        b"0",
        b"-1",
        b"99999999999999",
        b"\x00",
        b"</row>",
        b'r="A1"',
        b"rId1",
        b"<f>",
        b"\xff",
    ]
)


class Bench:
    """A workspace, a notice of it, and a whole reply to it."""

    def __init__(self, workspace: Workspace, notice: Notice, whole: bytes) -> None:
        self.workspace = workspace
        self.notice = notice
        self.whole = whole

    def state(self) -> tuple[str, int]:
        stored = sum(1 for path in (self.workspace.path / "blobs").rglob("*") if path.is_file())
        return self.workspace.call(self._stamp), stored

    def _stamp(self) -> str:
        return self.workspace.db.frames.stamp()

    def read(self, data: bytes) -> ReplyPreview | None:
        """The preview; None for a file that is refused with a listed problem. Nothing may have changed by then."""
        before, code, preview = self.state(), "", None
        try:
            read = read_bytes(data, "回复.xlsx")
            facts = self.workspace.call(lambda: facts_of(self.workspace, read.keys))
            preview = made_of(read, facts)
        except Problem as problem:
            code = problem.code
        assert (code in CATALOGUE) == (preview is None)
        assert self.state() == before
        return preview


@pytest.fixture(scope="module")
def bench(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    path = tmp_path_factory.mktemp("fuzz") / "w"
    shutil.copytree(demo, path)
    workspace = services.open_workspace(path)
    notice = notice_of(workspace)
    assert (path / "blobs").is_dir()
    rows = {index: {**DONE, "on": hazard.found_on} for index, hazard in enumerate(notice.hazards)}
    data = filled(notice.data, rows, {"N6": picture(), "P7": picture("red")})
    yield Bench(workspace, notice, with_cell_picture(data, "O6", picture(kind="JPEG")))
    workspace.close()


def listed(issue: Issue) -> bool:
    """Whether it says what is wrong in words, with everything in them filled in."""
    return issue.code in CATALOGUE and bool(issue.message) and issue.message != issue.code


def check(preview: ReplyPreview | None) -> None:
    if preview is None:
        return
    assert all(listed(issue) for issue in (*preview.problems, *preview.warnings))
    for row in preview.rows:
        assert (row.outcome is Outcome.REFUSED) == bool(row.problems)
        if row.outcome is Outcome.SUBMIT:
            assert row.measure
            assert row.by
            assert row.on is not None


@FEW
@given(cells=st.lists(st.tuples(st.sampled_from([0, 1, 3]), FILLED_KEYS, VALUE), max_size=8))
def test_whatever_is_typed(bench: Bench, cells: list[tuple[int, str, Any]]) -> None:
    rows: dict[int, dict[str, Any]] = {}
    for row, key, value in cells:
        rows.setdefault(row, {})[key] = "x" * 3000 if value == "LONG" else value
    preview = bench.read(filled(bench.whole, rows))
    assert preview is not None
    check(preview)


@FEW
@given(cells=st.lists(st.tuples(st.integers(-5, 4), KEYS, VALUE), min_size=1, max_size=4))
def test_whatever_locked_cell_is_changed(bench: Bench, cells: list[tuple[int, str, Any]]) -> None:
    rows: dict[int, dict[str, Any]] = {}
    for row, key, value in cells:
        rows.setdefault(row, {})[key] = value
    try:
        data = filled(bench.whole, rows)
    except AttributeError:  # further cells of a merged range cannot be written
        return
    check(bench.read(data))


@FEW
@given(data=st.data())
def test_whatever_part_is_damaged(bench: Bench, data: st.DataObject) -> None:
    content = parts(bench.whole)
    for _time in range(data.draw(st.integers(1, 3))):
        name = data.draw(st.sampled_from(sorted(content)))
        part = content[name]
        begin = data.draw(st.integers(0, len(part)))
        end = min(len(part), begin + data.draw(st.sampled_from([0, 1, 5, 60, 10_000])))
        content[name] = part[:begin] + data.draw(PIECE) + part[end:]
        if data.draw(st.integers(0, 9)) == 0:
            del content[name]
    check(bench.read(packed(content)))


@FEW
@given(data=st.data())
def test_whatever_bytes_are_damaged(bench: Bench, data: st.DataObject) -> None:
    whole = bytearray(bench.whole)
    for _time in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        length = data.draw(st.sampled_from([1, 1, 4, 200, 5_000]))
        whole[place : place + length] = data.draw(st.binary(max_size=8))
    check(bench.read(bytes(whole)))


def test_what_is_left_importable_is_imported_whole(bench: Bench, tmp_path: Path) -> None:
    preview = read_reply(bench.workspace, put(tmp_path, bench.whole))
    result = import_reply(bench.workspace, preview)
    assert (len(result.submitted), result.photos) == (2, 3)
    assert bench.workspace.call(lambda: list(bench.workspace.db.frames.verify())) == []
