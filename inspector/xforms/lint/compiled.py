"""What compiler and engine have to say once every row looked right; and the files that the form names."""

from collections.abc import Iterator, Mapping

from inspector.problems import Problem
from inspector.xforms.definition import load_form
from inspector.xforms.inlining import LISTS, inlined, named_files, picture_kind
from inspector.xforms.lint import refusals
from inspector.xforms.lint.expressions import refused
from inspector.xforms.lint.findings import Finding, Place, found
from inspector.xforms.lint.headers import Headings, declared
from inspector.xforms.lint.outline import Outline
from inspector.xforms.lint.workbook import Workbook
from inspector.xforms.sheet import compile_content


def compiled(workbook: Workbook, content: bytes, suffix: str, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """What is refused although every row looked right, and the files that are missing or cannot be shown."""
    outline = outline_of(workbook)
    try:
        xml = compile_content(content, suffix)
        missing = [name for name in named_files(xml) if name not in files]
        lists = [name for name in missing if name.lower().endswith(LISTS)]
        yield from (found("file_missing", _place(workbook, outline, name), name=name) for name in lists)
        yield from _pictures(workbook, outline, xml, files)
        if not lists:
            load_form(inlined(xml, files), attachments=files)
    except Problem as problem:
        if problem.code == "form_invalid":
            yield refusals.told(str(problem.params.get("reason", "")), workbook, outline)
        else:
            name = str(problem.params.get("name", ""))
            yield refused(problem, _place(workbook, outline, name) if name else Place("survey"), "")


def outline_of(workbook: Workbook) -> Outline:
    """The rows of the survey as a tree, to find the row of a name."""
    sheet = workbook.by_name["survey"]
    return Outline(workbook, Headings(workbook, sheet, frozenset(declared(""))), frozenset())


def _pictures(workbook: Workbook, outline: Outline, xml: bytes, files: Mapping[str, bytes]) -> Iterator[Finding]:
    for name in named_files(xml):
        if name.lower().endswith(LISTS):
            continue
        if name not in files:
            yield found("picture_missing", _place(workbook, outline, name), name=name)
        elif not picture_kind(files[name]):
            yield found("picture_kind", _place(workbook, outline, name), name=name)


def _place(workbook: Workbook, outline: Outline, name: str) -> Place:
    """Where a file is named: as the list of a type, in a cell of its own, by its stem in a formula or as a name."""
    stem = name.rpartition(".")[0]
    for item in outline.items:
        if item.type.choices == name:
            return item.place("type")
        if item.kind in ("csv-external", "xml-external") and item.name == stem:
            return item.place("name")
    quoted = (f"'{stem}'", f'"{stem}"')
    for sheet in workbook.sheets:
        for row in sheet.rows:
            for index, cell in row.cells.items():
                if cell.text == name or any(one in cell.text for one in quoted):
                    return workbook.place(sheet, row, index)
    return Place("survey")
