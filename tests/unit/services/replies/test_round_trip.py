"""A reply goes out with a notice, comes back filled in, and lands in its hazards; a second time it does not."""

import hashlib
import io
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from inspector import cli, services
from inspector.domain.events import Event
from inspector.domain.hazard import HazardStatus
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.replies import layout
from inspector.services.replies.code import check_code
from inspector.services.replies.exporting import reply_file
from inspector.services.replies.importing import import_reply
from inspector.services.replies.preview import read_reply
from inspector.services.replies.views import Outcome, ReplyPreview
from inspector.storage import HazardFilter, NewEvent
from tests.unit.services.replies.files import (
    DONE,
    ID,
    Notice,
    filled,
    notice_of,
    picture,
    put,
    saved,
    with_cell_picture,
    with_placed_picture,
)


@pytest.fixture
def notice(workspace: Workspace) -> Notice:
    return notice_of(workspace)


def done(notice: Notice, index: int = 0, **more: Any) -> dict[str, Any]:
    return {**DONE, "on": notice.hazards[index].found_on, **more}


def last(workspace: Workspace, hazard: str) -> Event:
    return workspace.call(lambda: workspace.db.hazards.history(hazard)[-1])


def status(workspace: Workspace, hazard: str) -> HazardStatus:
    return workspace.call(lambda: workspace.db.hazards.get(hazard).status)


def read(workspace: Workspace, folder: Path, data: bytes) -> ReplyPreview:
    return read_reply(workspace, put(folder, data))


def codes(preview: ReplyPreview) -> list[str]:
    return [issue.code for issue in (*preview.problems, *preview.warnings)]


def test_filled_reply_brings_its_hazards_to_review_with_both_kinds_of_photos(
    workspace: Workspace, notice: Notice, tmp_path: Path
) -> None:
    over, inside = picture("navy"), picture("olive", "JPEG")
    data = filled(notice.data, {0: done(notice, phone="13800138000", remark="附检测报告")}, {"N6": over})
    preview = read(workspace, tmp_path, with_cell_picture(data, "O6", inside))
    assert preview.importable
    assert [row.outcome for row in preview.rows[:2]] == [Outcome.SUBMIT, Outcome.EMPTY]
    result = import_reply(workspace, preview)
    hazard = notice.hazards[0]
    assert (result.submitted, result.photos) == ((hazard.number,), 2)
    assert status(workspace, hazard.id) is HazardStatus.IN_REVIEW
    assert status(workspace, notice.hazards[1].id) is notice.hazards[1].status
    event = last(workspace, hazard.id)
    told = {key: event.body[key] for key in ("note", "by", "phone", "remark", "on", "notice", "reply")}
    assert told == {
        "note": DONE["done"],
        "by": "李强",
        "phone": "13800138000",
        "remark": "附检测报告",
        "on": hazard.found_on.isoformat(),
        "notice": notice.number,
        "reply": preview.sha256,
    }
    blobs = workspace.store.blobs
    assert [blobs.get(photo["original"]) for photo in event.body["photos"]] == [over, inside]
    listed = {blob.sha256 for blob in event.blobs}
    for photo in event.body["photos"]:
        assert blobs.get(photo["display"]).startswith(b"\xff\xd8")
        assert {photo["original"], photo["display"], photo["thumb"]} <= listed
    detail = workspace.call(lambda: services.hazard_detail(workspace, hazard.number))
    assert [photo.after for photo in detail.photos][-2:] == [True, True]


def test_the_same_file_is_refused_and_the_same_content_is_not_imported_twice(
    workspace: Workspace, notice: Notice, tmp_path: Path
) -> None:
    data = filled(notice.data, {0: done(notice)}, {"N6": picture()})
    import_reply(workspace, read(workspace, tmp_path, data))
    again = read(workspace, tmp_path, data)
    assert [issue.code for issue in again.blocking] == ["reply_doubled"]
    with pytest.raises(Problem, match="reply_refused"):
        import_reply(workspace, again)
    saved_again = filled(notice.data, {0: done(notice), 1: done(notice, 1, done="已加装警示牌")}, {"N6": picture()})
    more = read(workspace, tmp_path, saved_again)
    assert [row.outcome for row in more.rows[:2]] == [Outcome.SAME, Outcome.SUBMIT]
    assert "reply_same_content" in codes(more)
    assert import_reply(workspace, more).same == (notice.hazards[0].number,)


def test_other_photos_to_the_same_words_are_pointed_out(workspace: Workspace, notice: Notice, tmp_path: Path) -> None:
    import_reply(workspace, read(workspace, tmp_path, filled(notice.data, {0: done(notice)}, {"N6": picture()})))
    other = read(workspace, tmp_path, filled(notice.data, {0: done(notice)}, {"N6": picture("red")}))
    assert {"reply_same_words", "reply_in_review"} <= set(codes(other))
    assert other.rows[0].outcome is Outcome.SUBMIT


def test_what_is_not_completed_becomes_a_note(workspace: Workspace, notice: Notice, tmp_path: Path) -> None:
    rows = {0: {"state": "部分完成", "remark": "等待停电计划"}, 1: {"state": "未完成", "done": "已订货"}}
    result = import_reply(workspace, read(workspace, tmp_path, filled(notice.data, rows, {"N7": picture()})))
    assert result.noted == tuple(hazard.number for hazard in notice.hazards[:2])
    first, second = (last(workspace, hazard.id) for hazard in notice.hazards[:2])
    assert (first.type, second.type) == ("note_added", "note_added")
    assert "部分完成" in first.body["text"]
    assert "等待停电计划" in first.body["text"]
    assert len(second.body["photos"]) == 1
    assert [status(workspace, h.id) for h in notice.hazards[:2]] == [h.status for h in notice.hazards[:2]]


def test_hazards_that_take_no_submission_get_a_note_only(workspace: Workspace, notice: Notice, tmp_path: Path) -> None:
    hazard = notice.hazards[0]
    write(workspace, hazard.id, "hazard_voided", {"reason": "误判"})
    preview = read(workspace, tmp_path, filled(notice.data, {0: done(notice)}))
    assert preview.rows[0].outcome is Outcome.NOTE
    assert "reply_settled" in codes(preview)
    import_reply(workspace, preview)
    assert last(workspace, hazard.id).type == "note_added"
    assert status(workspace, hazard.id) is HazardStatus.VOIDED


def write(workspace: Workspace, hazard: str, kind: str, body: dict[str, Any]) -> None:
    def work() -> None:
        found = workspace.db.hazards.get(hazard)
        scope = workspace.db.registers.customer(found.customer).scope
        events = [NewEvent(hazard, "hazard", kind, body)]
        workspace.db.frames.append(scope, workspace.acting.id, events, workspace.now())

    workspace.call(work)


def test_a_reply_to_an_older_notice_counts_until_the_rectification_was_turned_down(
    workspace: Workspace, notice: Notice, tmp_path: Path
) -> None:
    hazard = notice.hazards[0].id
    data = filled(notice.data, {0: done(notice)})
    write(workspace, hazard, "notice_served", {"notice": "ZG-2", "kind": "rectification", "hazards": [hazard]})
    preview = read(workspace, tmp_path, data)
    assert (preview.rows[0].outcome, "reply_older_notice" in codes(preview)) == (Outcome.SUBMIT, True)
    write(workspace, hazard, "rectification_submitted", {"note": "口头"})
    write(workspace, hazard, "review_returned", {"comment": "未更换"})
    preview = read(workspace, tmp_path, data)
    assert (preview.rows[0].outcome, "reply_old_notice" in codes(preview)) == (Outcome.REFUSED, True)
    assert not preview.importable


def test_a_hazard_that_moves_on_after_the_preview_stops_the_import(
    workspace: Workspace, notice: Notice, tmp_path: Path
) -> None:
    preview = read(workspace, tmp_path, filled(notice.data, {0: done(notice), 1: done(notice, 1)}))
    write(workspace, notice.hazards[1].id, "hazard_voided", {"reason": "误判"})
    before = workspace.call(lambda: len(workspace.db.hazards.history(notice.hazards[0].id)))
    with pytest.raises(Problem) as refused:
        import_reply(workspace, preview)
    assert refused.value.code == "action_status"
    assert workspace.call(lambda: len(workspace.db.hazards.history(notice.hazards[0].id))) == before


def test_only_those_who_may_submit_import(workspace: Workspace, notice: Notice, tmp_path: Path) -> None:
    preview = read(workspace, tmp_path, filled(notice.data, {0: done(notice)}))
    reviewer = workspace.call(
        lambda: next(
            person
            for person in workspace.db.registers.persons()
            if not {"inspector", "lead"} & {role.value for role in person.roles}
        )
    )
    workspace.call(lambda: workspace.act_as(reviewer.id))
    with pytest.raises(Problem) as refused:
        import_reply(workspace, preview)
    assert refused.value.code == "action_role"


def test_file_of_a_notice_is_the_same_each_time_and_protected(workspace: Workspace, notice: Notice) -> None:
    assert workspace.call(lambda: reply_file(workspace, notice.number)) == notice.data
    book: Any = load_workbook(put_bytes(notice.data))
    sheet = book.worksheets[0]
    assert book.worksheets[1].sheet_state == "veryHidden"
    assert sheet.protection.sheet
    assert not sheet.protection.objects
    locked = [sheet.cell(6, column).protection.locked for column in range(1, layout.WIDTH + 1)]
    assert locked == [True] * layout.FIRST_FILLED + [False] * (layout.WIDTH - layout.FIRST_FILLED)
    assert sheet.freeze_panes == "C6"
    kinds = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert kinds["H6"].formula1 == '"已完成,部分完成,未完成"'
    assert kinds["J6"].type == "date"
    assert notice.number in sheet["A2"].value
    assert check_code(notice.number, notice.hazards) in sheet["A2"].value


def test_result_notice_gets_a_reply_file_too(workspace: Workspace, tmp_path: Path) -> None:
    def find() -> tuple[str, str]:
        rows = workspace.db.hazards.page(HazardFilter(), today=workspace.today())
        return next((row.notice, row.hazard.visit) for row in rows if row.notice)

    number, visit = workspace.call(find)
    data = workspace.call(lambda: reply_file(workspace, number))
    assert data == workspace.call(lambda: reply_file(workspace, number))
    preview = read(workspace, tmp_path, data)
    assert preview.notice == number
    assert preview.blocking == ()
    found = workspace.call(lambda: workspace.db.hazards.page(HazardFilter(visit=visit), today=workspace.today()))
    assert {row.hazard for row in preview.rows} == {row.hazard.id for row in found}


def put_bytes(data: bytes) -> Any:
    return io.BytesIO(data)


def test_code_depends_on_notice_hazards_and_words_but_not_on_their_order(notice: Notice) -> None:
    code = check_code(notice.number, notice.hazards)
    assert code == check_code(notice.number, tuple(reversed(notice.hazards)))
    others = (
        check_code(notice.number + "1", notice.hazards),
        check_code(notice.number, notice.hazards[:1]),
        check_code(notice.number, (replace(notice.hazards[0], description="改"), *notice.hazards[1:])),
    )
    assert code not in others


def test_commands_export_and_import(
    workspace: Workspace, notice: Notice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(workspace.path)
    workspace.close()
    out = tmp_path / "reply.xlsx"

    def run(*words: str) -> tuple[int, str, str]:
        code = cli.run(["--workspace", folder, "--language", "zh_CN", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    assert run("reply", "export", notice.number, "--out", str(out)) == (0, "", "")
    late = notice.hazards[1].found_on + timedelta(days=9999)
    out.write_bytes(filled(out.read_bytes(), {0: done(notice), 1: done(notice, 1, on=late)}))
    code, said, wrong = run("reply", "import", str(out), "--dry-run", "--json")
    told = json.loads(said)
    assert (code, told["imported"]) == (1, False)
    assert [row["outcome"] for row in told["rows"][:2]] == ["submit", "refused"]
    assert wrong.startswith("reply_day_future: 整改回复!J7 ")
    code, said, wrong = run("reply", "import", str(out))
    assert (code, notice.hazards[0].number in said) == (1, True)
    code, said, wrong = run("reply", "import", str(out))
    assert (code, said, wrong.split(":")[0]) == (1, "", "reply_doubled")
    code, said, wrong = run("reply", "export", "TZ-0", "--out", str(out))
    assert (code, wrong.split(":")[0]) == (1, "reply_notice_missing")


def test_cell_pictures_survive_a_name_in_another_spelling(workspace: Workspace, notice: Notice, tmp_path: Path) -> None:
    data = with_cell_picture(
        filled(notice.data, {0: done(notice)}), "O6", picture(kind="JPEG"), formula=f'DISPIMG( "{ID}", 1)'
    )
    assert [photo.place for photo in read(workspace, tmp_path, data).rows[0].photos] == ["O6"]


def test_pictures_that_excel_placed_in_a_cell_are_found(workspace: Workspace, notice: Notice, tmp_path: Path) -> None:
    content = picture("teal")
    row = read(workspace, tmp_path, with_placed_picture(filled(notice.data, {0: done(notice)}), "Q6", content)).rows[0]
    assert [(photo.place, photo.original) for photo in row.photos] == [("Q6", hashlib.sha256(content).hexdigest())]
    assert row.outcome is Outcome.SUBMIT


def test_saving_the_file_once_more_changes_nothing(workspace: Workspace, notice: Notice, tmp_path: Path) -> None:
    """As a spreadsheet program that rewrites every part."""
    book = load_workbook(put_bytes(filled(notice.data, {0: done(notice)})))
    preview = read(workspace, tmp_path, saved(book))
    assert (preview.blocking, preview.rows[0].outcome) == ((), Outcome.SUBMIT)
