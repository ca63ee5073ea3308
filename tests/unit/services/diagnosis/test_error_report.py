"""The error report says where something went wrong and never what was being worked on."""

import io
import json
import logging
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector import services
from inspector.problems import Problem
from inspector.services.access import setting_up
from inspector.services.diagnosis.error_book import MOST_BYTES, NAME, NATIVE, OLDER, ErrorBook, inside
from inspector.services.diagnosis.error_report import packed, report_name, report_parts

SECRET = "嘉陵江化工 户号 50102237816"


def fail(words: str) -> None:
    raise ValueError(words)


def raised(words: str) -> ValueError:
    try:
        fail(words)
    except ValueError as error:
        return error
    raise AssertionError


@pytest.fixture
def book(tmp_path: Path) -> ErrorBook:
    return ErrorBook(tmp_path / "log")


def test_an_error_is_kept_by_its_place_and_without_its_words(book: ErrorBook) -> None:
    book.note(raised(SECRET))
    [entry] = book.entries()
    assert entry.kind == "ValueError"
    assert entry.where.endswith(" fail")
    assert len(entry.frames) == 2
    assert "嘉陵" not in (book.folder / NAME).read_text("utf-8")


def test_a_known_problem_is_kept_by_its_code(book: ErrorBook) -> None:
    book.note(Problem("file_not_written", path=SECRET))
    assert [entry.what for entry in book.entries()] == ["file_not_written"]


def test_a_log_line_is_kept_by_its_pattern(book: ErrorBook) -> None:
    record = logging.LogRecord("x", logging.WARNING, "/home/li/inspector/ui/tasks.py", 7, "%s failed", (SECRET,), None)
    book.note_log(record)
    [entry] = book.entries()
    assert (entry.kind, entry.what, entry.where) == ("WARNING", "%s failed", "inspector/ui/tasks.py:7")
    assert "嘉陵" not in (book.folder / NAME).read_text("utf-8")


def test_paths_do_not_say_whose_computer_it_is() -> None:
    assert inside("/home/li/work/inspector/ui/tasks.py") == "inspector/ui/tasks.py"
    assert inside("/home/li/.venv/lib/site-packages/PIL/Image.py") == "PIL/Image.py"
    assert inside("/home/li/tool.py") == "tool.py"
    assert inside("<string>") == "<string>"


def test_the_book_begins_anew_when_it_is_full_and_survives_broken_lines(book: ErrorBook) -> None:
    book.note(raised("one"))
    path = book.folder / NAME
    path.write_text(path.read_text("utf-8") + "{broken\n" + "x" * MOST_BYTES, "utf-8")
    book.note(raised("two"))
    assert (book.folder / OLDER).exists()
    assert len(book.entries()) == 2
    book.clear()
    assert book.entries() == ()


def test_a_folder_that_cannot_be_made_is_no_second_mistake(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    book = ErrorBook(tmp_path / "file" / "log")
    book.note(raised("x"))
    assert book.entries() == ()


def test_a_report_holds_versions_sizes_and_errors_but_nothing_of_customers(book: ErrorBook, tmp_path: Path) -> None:
    workspace = services.create_workspace(tmp_path / "own", key="passphrase", passphrase="correct horse")
    try:
        people = [setting_up.NewPerson("wang", "王工", "一班")]
        workspace.call(lambda: setting_up.set_up(workspace, "嘉陵供电公司", "", people))
        workspace.call(lambda: services.add_customer(workspace, {"account": "50102237816", "name": "嘉陵江化工"}))
        book.note(raised(SECRET))
        (book.folder / NATIVE).write_text(f"Fatal\n  File {Path.home()}/inspector/ui/app.py\n")
        parts = workspace.call(lambda: report_parts(book, workspace, {"qt": "6.11"}))
    finally:
        workspace.close()
    assert [part.name for part in parts] == ["versions.txt", "workspace.txt", "errors.txt", "native.txt"]
    texts = {part.name: part.text for part in parts}
    assert "qt: 6.11" in texts["versions.txt"]
    assert "customers: 1" in texts["workspace.txt"]
    assert "ValueError" in texts["errors.txt"]
    whole = "".join(texts.values())
    for forbidden in ("嘉陵", "50102237816", "correct horse", str(Path.home()) + "/", str(tmp_path)):
        assert forbidden not in whole, forbidden


def test_what_is_shown_is_what_the_file_holds(book: ErrorBook) -> None:
    parts = report_parts(book)
    name = report_name(datetime(2026, 11, 22, 14, 5, tzinfo=UTC))
    assert name == "inspector-report-20261122-1405.zip"
    with zipfile.ZipFile(io.BytesIO(packed(parts))) as archive:
        assert {one: archive.read(one).decode() for one in archive.namelist()} == {p.name: p.text for p in parts}


def test_lines_are_json_that_other_tools_read(book: ErrorBook) -> None:
    book.note(raised("x"))
    [line] = (book.folder / NAME).read_text("utf-8").splitlines()
    assert set(json.loads(line)) == {"at", "version", "kind", "what", "where", "frames"}
