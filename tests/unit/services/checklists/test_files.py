"""A checklist handed in as a sheet, a folder or an archive; with files; what is locked, old or too large is told."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from inspector.i18n import describe
from inspector.problems import Problem
from inspector.services.checklists import files
from inspector.services.checklists.authoring import check, shipped_packs
from inspector.services.checklists.files import FormFile, read_form

SHEET = b"""survey
,type,name,label,calculation,media::image
,text,town,Town,,plate.png
,select_one_from_file makers.csv,maker,Maker,,
,calculate,zone,,"pulldata('zones', 'zone', 'town', ${town})",
settings
,form_id,version
,f,1
"""
FILES = {
    "makers.csv": b"name,label\na,A\n",
    "zones.csv": b"town,zone\nx,1\n",
    "plate.png": b"\x89PNG\r\n\x1a\n",
}
PACKS = shipped_packs({})
OTHERS = {"letters.csv": b"secret", "report.docx": b"x", "town.xml": b"<a/>"}


def folder(tmp_path: Path, sheet: str = "form.csv") -> Path:
    where = tmp_path / "handed in"
    where.mkdir()
    for name, data in {sheet: SHEET, **FILES, **OTHERS}.items():
        (where / name).write_bytes(data)
    return where


def archive(tmp_path: Path, entries: dict[str, bytes]) -> Path:
    path = tmp_path / "form.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return path


def book() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def refused(path: Path) -> str:
    with pytest.raises(Problem) as caught:
        read_form(path)
    return caught.value.code


def test_a_sheet_brings_the_files_that_it_names_and_no_others(tmp_path: Path) -> None:
    where = folder(tmp_path)
    expected = FormFile("form.csv", SHEET, ".csv", FILES)
    assert read_form(where / "form.csv") == expected
    assert read_form(where) == expected
    inside = {f"handed in/{name}": data for name, data in {"form.csv": SHEET, **FILES, **OTHERS}.items()}
    assert read_form(archive(tmp_path, {**inside, "__MACOSX/._form.csv": b"x"})) == expected
    assert [one.code for one in check(expected, PACKS)] == []


def test_of_several_sheets_the_one_that_is_meant_is_taken_or_asked_for(tmp_path: Path) -> None:
    where = folder(tmp_path, "Checklist.XLSX")
    (where / "Checklist.XLSX").write_bytes(book())
    assert read_form(where).name == "Checklist.XLSX"
    (where / "second.xlsx").write_bytes(book())
    assert refused(where) == "form_many_sheets"
    (where / "form.xlsx").write_bytes(book())
    assert read_form(where).name == "form.xlsx"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "form_old_excel"),
        ("wps.et", b"x", "form_old_excel"),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "form_locked"),
        ("page.xlsx", b"<html><table>", "form_old_excel"),
        ("book.csv", b"PK\x03\x04", "form_misnamed"),
        ("form.docx", b"x", "form_kind"),
        ("form.zip", b"x", "form_archive"),
        ("form.md", b"x" * (files.MOST_SHEET + 1), "form_large"),
        ("none.md", None, "form_unreadable"),
    ],
)
def test_what_is_no_checklist_is_told_with_what_to_do(
    tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert refused(tmp_path / name) == code


def test_folders_and_archives_without_a_checklist_are_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert refused(tmp_path / "empty") == "form_no_sheet"
    assert refused(archive(tmp_path, {"readme.txt": b"x"})) == "form_no_sheet"
    assert refused(archive(tmp_path, {f"{number}.csv": b"x" for number in range(600)})) == "form_archive"


def test_files_beside_a_sheet_have_a_size_that_a_record_can_carry(tmp_path: Path) -> None:
    where = folder(tmp_path)
    (where / "makers.csv").write_bytes(b"x" * (files.MOST_FILE + 1))
    assert refused(where) == "form_file_large"
    large = {"form.csv": SHEET, **FILES, "makers.csv": b"x" * files.MOST_FILE, "zones.csv": b"x" * files.MOST_FILE}
    assert refused(archive(tmp_path, large)) == "form_files_large"


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["f.xlsx", "f.xlsm", "f.csv", "f.md", "f.zip"]),
    st.sampled_from([b"", b"PK\x03\x04", b"survey\n,type,name\n", b"| survey |\n| | type |\n", b"\xef\xbb\xbf"]),
    st.binary(max_size=120),
)
def test_any_file_is_read_or_refused_with_a_sentence(tmp_path: Path, name: str, start: bytes, rest: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(start + rest)
    try:
        check(read_form(path), PACKS)
    except Problem as problem:
        assert describe(problem) != problem.code  # noqa: PT017 - either outcome is right


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=5), st.integers(3, 10))
def test_a_broken_archive_is_read_or_refused_with_a_sentence(
    tmp_path: Path, changes: list[tuple[int, int]], cut: int
) -> None:
    data = bytearray(archive(tmp_path, {"form.csv": SHEET, **FILES}).read_bytes())
    for at, value in changes:
        data[at % len(data)] = value
    path = tmp_path / "broken.zip"
    path.write_bytes(bytes(data[: len(data) * cut // 10]))
    try:
        check(read_form(path), PACKS)
    except Problem as problem:
        assert describe(problem) != problem.code  # noqa: PT017 - either outcome is right
