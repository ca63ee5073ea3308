"""Checklists in the hands of their authors: given out, changed, installed, carried to another laptop, taken back."""

import csv
import functools
import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from inspector import i18n, services
from inspector.domain.visit import VisitKind
from inspector.problems import Problem
from inspector.services.checklists.authoring import check, shipped_packs
from inspector.services.checklists.candidates import candidate_of, definition_of, look_at
from inspector.services.checklists.compiled import shipped_source, thing_of_form, visit_forms
from inspector.services.checklists.files import FormFile
from inspector.services.checklists.preview import FILES
from inspector.services.checklists.versions import (
    export_files,
    export_form,
    form_lines,
    install_form,
    own_content,
    preview_form,
    reset_form,
    restore_form,
)
from inspector.services.checklists.workbook import workbook_of
from inspector.services.conflicts.deciding import Taken, decide_conflict
from inspector.services.conflicts.finding import conflicts
from inspector.services.judgement.rules import write
from inspector.services.registers.entries import add_person, area_of
from inspector.services.workspace import Workspace
from inspector.storage import KeySource, NewEvent, create_store
from inspector.xforms import FormInstance, compile_content, load_form
from inspector.xforms.lint.canonical import as_csv
from inspector.xforms.lint.differences import Change, differences
from tests.unit.services.two_laptops import Pair, do

FORM = "safety-tools"
SHIPPED = [form.id for form in visit_forms()]
PACKS = shipped_packs({})


class Laptops(Pair):
    """Ann, a lead, on the first laptop; Bob, an administrator, on the second. Cid only inspects."""

    def at(self, workspace: Workspace, act: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Do something there."""
        return do(workspace, lambda: act(workspace, *args, **named))

    def version(self, workspace: Workspace) -> tuple[str, bool]:
        """The version of the form that counts there, and whether it is an own one."""
        line = next(line for line in self.at(workspace, form_lines) if line.id == FORM)
        return line.version, line.own


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Laptops]:
    first = Workspace(create_store(tmp_path / "first", source=KeySource.SAMPLE))
    for login, role in (("ann", "lead"), ("bob", "administrator"), ("cid", "inspector")):
        person = {"login": login, "name": login.title(), "team": "one", "roles": [role, "inspector"]}
        do(first, functools.partial(add_person, first, person))
        do(first, lambda: first.act_as("ann"))
    area = do(first, lambda: area_of(first))
    made = Laptops(first, tmp_path / "second")
    do(made.second, lambda: made.second.db.settings.put("area", area))
    made.act_as("ann", "bob")
    yield made
    made.close()
    first.close()


def edited(version: str, change: Callable[[Any], None] = lambda _book: None, form: str = FORM) -> bytes:
    """The workbook of a shipped form as its author gives it back."""
    source = shipped_source(form)
    book = load_workbook(io.BytesIO(workbook_of(source.content, source.suffix, PACKS)))
    heads = [cell.value for cell in book["settings"][1]]
    book["settings"].cell(2, heads.index("version") + 1).value = version
    change(book["survey"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(content: bytes, **files: bytes) -> FormFile:
    """A workbook as it is handed in."""
    return FormFile("form.xlsx", content, ".xlsx", files)


def label(text: str, row: int = 3) -> Callable[[Any], None]:
    def change(survey: Any) -> None:
        survey.cell(row, [cell.value for cell in survey[1]].index("label::English (en)") + 1).value = text

    return change


@pytest.mark.parametrize("form", SHIPPED)
def test_a_shipped_form_has_no_finding_and_comes_back_from_its_workbook_as_it_was(form: str) -> None:
    source, packs = shipped_source(form), PACKS
    assert check(FormFile(form, source.content, source.suffix), packs) == ()
    book = workbook_of(source.content, source.suffix, packs)
    assert check(FormFile(form, book, ".xlsx"), packs) == ()
    assert compile_content(book, ".xlsx") == compile_content(source.content, source.suffix)
    assert differences((source.content, source.suffix), (book, ".xlsx")) == ()


def test_a_workbook_helps_its_author() -> None:
    book = load_workbook(io.BytesIO(edited("9")))
    survey = book["survey"]
    assert survey.freeze_panes == "C2"
    assert survey["A1"].comment is not None
    drops = {str(rule.sqref).partition("2:")[0]: rule.formula1 for rule in survey.data_validations.dataValidation}
    assert drops["A"].startswith("_lists!$A$1")
    column = next(cell.column_letter for cell in survey[1] if cell.value == "bind::insp:criterion")
    assert drops[column].startswith("_lists!$B$1")
    types = [cell.value for cell in book["_lists"]["A"]]
    assert {"select_one judgement", "begin_group", "decimal"} <= set(types)
    assert all(cell.number_format == "@" for row in survey.iter_rows() for cell in row if cell.value)
    assert (survey.column_dimensions["C"].width or 0) > (survey.column_dimensions["A"].width or 0)
    assert book["_notes"]["A1"].value


def test_a_text_that_looks_like_a_formula_stays_one() -> None:
    source = b"survey\n,type,name,label\n,note,a,=1+1\n,text,b,1.10\nsettings\n,form_id,version\n,f,2026.10\n"
    book = workbook_of(source, ".csv", PACKS)
    assert compile_content(book, ".xlsx") == compile_content(source, ".csv")


def test_what_no_cell_can_hold_is_left_out_of_the_workbook() -> None:
    source = b"survey\n,type,name,label\n,note,a,x\x0by\x00z\n,note,b," + b"w" * 40_000
    book = load_workbook(io.BytesIO(workbook_of(source, ".csv", PACKS)))
    assert [book["survey"]["C2"].value, len(str(book["survey"]["C3"].value))] == ["xyz", 32_767]


def test_a_version_is_shown_installed_and_reaches_the_other_laptop(pair: Laptops) -> None:
    shipped = pair.version(pair.first)
    content = edited("2027.1", label("Quite new"))
    preview = pair.at(pair.first, preview_form, sheet(content))
    assert (preview.id, preview.version, preview.installed, preview.errors) == (FORM, "2027.1", shipped[0], 0)
    (change,) = preview.changes
    assert (change.change, change.sheet, change.row) == (Change.REWORDED, "survey", 3)
    assert change.columns[0][0::2] == ("label::English (en)", "Quite new")
    assert pair.version(pair.first) == shipped
    pair.at(pair.first, install_form, sheet(content))
    assert pair.version(pair.first) == ("2027.1", True)
    assert pair.version(pair.second) == shipped
    pair.give()
    assert pair.version(pair.second) == ("2027.1", True)
    line = next(line for line in pair.at(pair.second, form_lines) if line.id == FORM)
    assert (line.by, line.on, line.trouble, line.open) == ("Ann", pair.first.today(), "", False)
    assert pair.at(pair.second, compiled) == pair.at(pair.first, compiled)
    assert b"Quite new" in pair.at(pair.second, compiled)
    again = load_workbook(io.BytesIO(pair.at(pair.second, export_form, FORM)))
    assert "Quite new" in [cell.value for cell in again["survey"][3]]
    pair.at(pair.second, reset_form, FORM)
    pair.take()
    assert pair.version(pair.first) == shipped
    with pytest.raises(Problem, match="form_shipped"):
        pair.at(pair.first, reset_form, FORM)


def compiled(workspace: Workspace) -> bytes:
    return workspace.store.blobs.get(workspace.forms.current(workspace.db, FORM))


def test_what_must_not_be_installed_is_refused(pair: Laptops) -> None:
    def refused(content: bytes, code: str, suffix: str = ".xlsx") -> None:
        with pytest.raises(Problem) as caught:
            pair.at(pair.first, install_form, FormFile("f", content, suffix))
        assert caught.value.code == code

    now = pair.version(pair.first)[0]
    refused(edited(now), "form_same")
    refused(edited(now, label("Other")), "form_version_same")
    refused(edited("2027.1", label("")), "form_errors")
    other = b"survey\n,type,name,label\n,note,a,A\nsettings\n,form_id,version,x\n,strange,1\n"
    refused(other.replace(b",x", b""), "form_other", ".csv")
    refused(b"nothing", "sheet_unreadable")
    do(pair.first, lambda: pair.first.act_as("cid"))
    refused(edited("2027.1", label("New")), "form_role")
    assert pair.version(pair.first) == (now, False)


def test_a_version_that_was_used_never_stands_for_another_content(pair: Laptops) -> None:
    def install(version: str, text: str, **more: Any) -> None:
        pair.at(pair.first, install_form, sheet(edited(version, label(text))), **more)

    def refused(code: str, version: str, text: str) -> Problem:
        with pytest.raises(Problem) as caught:
            install(version, text)
        assert caught.value.code == code
        return caught.value

    shipped = pair.version(pair.first)[0]
    install("2099.9", "One")
    refused("form_version_used", shipped, "Other")
    pair.at(pair.first, reset_form, FORM)
    refused("form_version_used", "2099.9", "Two")
    preview = pair.at(pair.first, preview_form, sheet(edited("2099.9", label("Two"))))
    assert (preview.taken, preview.higher) == (True, "")
    install("2099.9", "One")
    install("2099.10", "Two")
    lower = refused("form_version_lower", "2099.9", "One")
    assert lower.params == {"version": "2099.9", "higher": "2099.10"}
    preview = pair.at(pair.first, preview_form, sheet(edited("2098", label("Old"))))
    (warned,) = preview.findings
    assert (warned.code, warned.severity, warned.sheet, warned.row) == ("version_lower", "warning", "settings", 2)
    install("2099.9", "One", lower=True)
    assert pair.version(pair.first) == ("2099.9", True)
    pair.give()
    with pytest.raises(Problem, match="form_version_used"):
        pair.at(pair.second, install_form, sheet(edited("2099.10", label("Three"))))


def test_open_visits_stay_on_theirs(tmp_path: Path) -> None:
    services.create_demo(tmp_path / "w")
    workspace = services.open_workspace(tmp_path / "w")
    try:
        account = workspace.call(lambda: workspace.db.registers.customers()[0].account)

        def begin() -> Any:
            return services.start_visit(workspace, account, kind=VisitKind.PERIODIC, inspectors=("wang", "li"))

        def asks(visit: str) -> str:
            session = workspace.visit(visit).session
            live = next(live for target, live in session.forms.items() if target.form == "infrastructure")
            return workspace.store.blobs.get(live.blob).decode()

        first = workspace.call(begin).id
        workspace.call(lambda: workspace.act_as("liu"))
        content = edited("2027.1", label("Quite new"), "infrastructure")
        workspace.call(lambda: install_form(workspace, sheet(content)))
        assert "Quite new" not in workspace.call(lambda: asks(first))
        other = workspace.call(lambda: workspace.db.registers.customers()[1].account)
        account = other
        workspace.call(lambda: workspace.act_as("wang"))
        second = workspace.call(begin).id
        assert "Quite new" in workspace.call(lambda: asks(second))
    finally:
        workspace.close()


def test_two_versions_installed_apart_wait_for_a_person(pair: Laptops) -> None:
    pair.at(pair.first, install_form, sheet(edited("2027.1", label("Ann's"))))
    pair.at(pair.second, install_form, sheet(edited("2027.2", label("Bob's"))))
    pair.give()
    pair.take()
    (conflict,) = pair.at(pair.first, conflicts)
    (row,) = conflict.open_rows
    assert row.field == "content"
    assert conflict.place == ("setting", "checklists")
    assert conflict.title == next(form for form in visit_forms() if form.id == FORM).title(i18n.language())
    wanted = next(choice.value for choice in row.choices if "Bob's" in str(choice.value))
    do(pair.first, lambda: decide_conflict(pair.first, conflict.entity, "content", Taken(value=wanted)))
    pair.give()
    assert pair.version(pair.first) == pair.version(pair.second) == ("2027.2", True)


def test_a_version_this_program_cannot_use_is_passed_over_and_told(pair: Laptops) -> None:
    good = edited("2027.1", label("New"))
    pair.at(pair.first, install_form, sheet(good))
    thing = do(pair.first, lambda: thing_of_form(area_of(pair.first), FORM))

    def spoil() -> None:
        body = {"fields": {"content": "survey\n,type,name\n,hologram,x\n,text,y\n"}}
        event = NewEvent(thing, "form", "form_changed", body)
        write(pair.first, area_of(pair.first), [event])

    do(pair.first, spoil)
    line = next(line for line in pair.at(pair.first, form_lines) if line.id == FORM)
    assert line.own
    assert "hologram" in line.trouble
    shipped = shipped_source(FORM)
    assert pair.at(pair.first, compiled) == compile_content(shipped.content, shipped.suffix)


def test_differences_tell_what_happened_to_each_row() -> None:
    def form(rows: str, version: str = "1") -> tuple[bytes, str]:
        head = ",type,name,label::zh,label::en,relevant\n"
        return f"survey\n{head}{rows}settings\n,form_id,version\n,f,{version}\n".encode(), ".csv"

    old = form(",text,a,甲,A,\n,text,b,乙,B,\n,text,c,丙,C,\n,begin_group,g,组,G,\n,text,d,丁,D,\n,end_group,,,,\n")
    new = form(
        ",text,c,丙,C,\n,text,a,甲,Aa,\n,text,d,丁,D,\n,begin_group,g,组,G,\n,text,e,戊,E,\n,end_group,,,,\n", "2"
    )
    found = [(one.change.value, one.name) for one in differences(old, new)]
    assert found == [("removed", "b"), ("moved", "c"), ("reworded", "a"), ("moved", "d"), ("added", "e")]
    ruled = form(",text,a,甲,A,1 = 1\n")
    assert [(one.change.value, one.columns) for one in differences(form(",text,a,甲,A,\n"), ruled)] == [
        ("changed", (("relevant", "", "1 = 1"),))
    ]


def test_a_form_beside_no_workspace_is_the_one_of_the_program() -> None:
    assert [line.id for line in form_lines(None)] == SHIPPED
    assert not any(line.own for line in form_lines(None))
    with pytest.raises(Problem, match="form_unknown"):
        export_form(None, "../secret")


PLACES = b"name,label,kv\nhall,\xe5\xa4\xa7\xe5\x8e\x85,10\nroof,\xe5\xb1\x8b\xe9\xa1\xb6,35\n"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(30)


def with_files(survey: Any) -> None:
    """A question whose choices stand in a file, and a note with a picture."""
    heads = [cell.value for cell in survey[1]]
    survey.insert_rows(2, 2)
    for row, values in (
        (2, {"type": "select_one_from_file places.csv", "name": "place", "label::中文 (zh)": "位置"}),
        (3, {"type": "note", "name": "plate", "label::中文 (zh)": "铭牌"}),
    ):
        for key, value in {**values, "label::English (en)": "Where"}.items():
            survey.cell(row, heads.index(key) + 1).value = value
    for language in ("中文 (zh)", "English (en)"):
        column = survey.max_column + 1
        survey.cell(1, column).value = f"media::image::{language}"
        survey.cell(3, column).value = "plate.png"


def test_the_files_of_a_form_travel_with_it_and_stand_inside_the_compiled_form(pair: Laptops) -> None:
    content = edited("2027.1", with_files)
    with pytest.raises(Problem, match="form_errors"):
        pair.at(pair.first, install_form, sheet(content))
    handed = sheet(content, **{"places.csv": PLACES, "plate.png": PICTURE, "letters.csv": b"secret"})
    preview = pair.at(pair.first, install_form, handed)
    assert preview.files == ("places.csv", "plate.png")
    assert [one.name for one in preview.changes if one.sheet == FILES] == ["places.csv", "plate.png"]
    pair.give()
    xml = pair.at(pair.second, compiled)
    assert xml == pair.at(pair.first, compiled)
    form = FormInstance.new(load_form(xml), now=datetime(2026, 1, 1, tzinfo=UTC), tz=UTC, seed=0)
    assert [option.label for option in form.view("/data/place").options] == ["大厅", "屋顶"]
    assert dict(form.view("/data/plate").media)["image"].startswith("data:image/png;base64,")
    book, files = pair.at(pair.second, export_files, FORM)
    assert files == {"places.csv": PLACES, "plate.png": PICTURE}
    assert pair.at(pair.second, preview_form, sheet(book, **files)).same
    (change,) = pair.at(pair.second, preview_form, sheet(book, **{**files, "places.csv": PLACES + b"x,y,1\n"})).changes
    assert (change.change, change.sheet, change.name) == (Change.CHANGED, FILES, "places.csv")


def test_what_counted_before_comes_back(pair: Laptops) -> None:
    shipped = pair.version(pair.first)
    assert pair.at(pair.first, own_content, FORM) == ""
    pair.at(pair.first, install_form, sheet(edited("2027.1", label("One"))))
    one = pair.at(pair.first, own_content, FORM)
    pair.at(pair.first, install_form, sheet(edited("2027.2", label("Two"))))
    pair.at(pair.first, restore_form, FORM, one)
    assert pair.version(pair.first) == ("2027.1", True)
    line = pair.at(pair.first, restore_form, FORM, "")
    assert (line.version, line.own, line.shipped) == (*shipped, shipped[0])
    do(pair.first, lambda: pair.first.act_as("cid"))
    with pytest.raises(Problem, match="form_role"):
        pair.at(pair.first, restore_form, FORM, one)


def test_differences_stand_in_their_sections() -> None:
    source = shipped_source(FORM)

    def change(survey: Any) -> None:
        label("New section", 3)(survey)
        survey.delete_rows(6)

    found = differences((source.content, source.suffix), (edited("2", change), ".xlsx"), "en")
    assert [(one.change, one.section) for one in found] == [
        (Change.REMOVED, ("New section",)),
        (Change.REWORDED, ("New section",)),
    ]
    assert differences((source.content, source.suffix), (edited("2", change), ".xlsx"), "zh")[0].section != (
        "New section",
    )


def test_a_candidate_says_why_it_cannot_be_installed(pair: Laptops) -> None:
    def refusal(content: bytes, suffix: str = ".xlsx") -> str:
        found = look_at(pair.first, Path("f.xlsx"), FormFile("f", content, suffix))
        return found.refusal

    other = b"survey\n,type,name,label\n,text,a,A\nsettings\n,form_id,version\n,strange,1\n"
    assert refusal(edited("2027.1", label("New"))) == ""
    for content, suffix in (
        (edited(pair.version(pair.first)[0]), ".xlsx"),
        (other, ".csv"),
        (edited("1", label("")), ".xlsx"),
    ):
        assert refusal(content, suffix)
    found = look_at(pair.first, Path("f.xlsx"), sheet(edited("1", label(""))))
    (row,) = {(one.sheet, one.row) for one in found.preview.findings}
    assert ("name", "visual") in found.rows[row]
    assert found.languages == ("中文 (zh)", "English (en)")
    counting = candidate_of(pair.first, FORM)
    assert counting.installed
    assert definition_of(counting.file).id == FORM


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=30)


@settings(max_examples=15, deadline=None, phases=(Phase.generate,))
@given(st.lists(st.tuples(CELL, CELL), min_size=8, max_size=12))
def test_whatever_is_written_in_a_cell_comes_back_from_the_workbook(texts: list[tuple[str, str]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([["survey"], ["", "type", "name", "label", "hint"]])
    writer.writerows(["", "text", f"q{number}", label or "x", hint] for number, (label, hint) in enumerate(texts))
    writer.writerows([["settings"], ["", "form_id", "version"], ["", "f", "1.10"]])
    source = as_csv(out.getvalue().encode(), ".csv").encode()
    book = workbook_of(source, ".csv", PACKS)
    assert as_csv(book, ".xlsx").encode() == source
    try:
        compiled_form = compile_content(source, ".csv")
    except Problem:
        return  # an expression in a text that no form can have
    assert compile_content(book, ".xlsx") == compiled_form
