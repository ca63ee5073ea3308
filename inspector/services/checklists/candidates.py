"""A checklist that somebody holds in hands, before it counts: what is wrong, what it changes, and the form to try.

An author corrects the sheet in Excel and looks again. Everything here takes long and belongs on a pool thread; what
has to be asked of the database is asked of the workspace's worker.
"""

from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.checklists.authoring import house_of, views
from inspector.services.checklists.files import FormFile
from inspector.services.checklists.preview import FormPreview, form_id_of, preview_of, refusal_of
from inspector.services.checklists.versions import counting, may_author, source_for
from inspector.services.words import here
from inspector.services.workspace import Workspace
from inspector.xforms import FormDefinition, compile_content, inlined, load_form
from inspector.xforms.lint import House, check_form
from inspector.xforms.lint.differences import head_of, languages_in
from inspector.xforms.lint.workbook import Workbook, read_workbook

RowText = tuple[tuple[str, str], ...]
"""What stands in a row: heading and text of each cell that is not empty."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file with what was found. `refusal` says why it cannot be installed, "" if it can.

    `rows` has the texts of the rows that findings speak of, by sheet and row.
    """

    path: Path
    file: FormFile
    preview: FormPreview
    refusal: str = ""
    rows: Mapping[tuple[str, int], RowText] = field(default_factory=dict, repr=False)
    languages: tuple[str, ...] = ()
    """The languages of its texts, as its columns name them."""
    installed: bool = False
    """Whether it is the version that counts now, looked at without any file."""

    @property
    def warnings(self) -> int:
        """How many findings are no errors."""
        return len(self.preview.findings) - self.preview.errors


def look_at(workspace: Workspace, path: Path, file: FormFile) -> Candidate:
    """What installing a file would do, and why it cannot be. Raises Problem sheet_… for what is no checklist at all."""
    form = form_id_of(file)
    house, (now, used), may_install = workspace.call(
        lambda: (house_of(workspace.packs), counting(workspace, form), may_author(workspace))
    )
    try:
        preview = preview_of(file, house, now, used)
    except Problem as problem:
        if problem.code not in ("form_other", "form_most"):
            raise
        preview, refusal = _alone(file, house), here().describe(problem)
    else:
        refusal = _refusal(preview, may_install=may_install)
    workbook = read_workbook(file.content, file.suffix)
    return Candidate(path, file, preview, refusal, _rows(workbook), languages_in(workbook))


def candidate_of(workspace: Workspace, form: str) -> Candidate:
    """The version of a checklist that counts, to be tried. Raises Problem form_unknown."""
    source = workspace.call(lambda: source_for(workspace, form))
    file = FormFile(f"{form}{source.suffix}", source.content, source.suffix, source.files)
    return replace(look_at(workspace, Path(file.name), file), installed=True)


def _alone(file: FormFile, house: House) -> FormPreview:
    """A form that is no checklist of a visit: what is wrong with it is told all the same."""
    head = head_of(file.content, file.suffix)
    found = views(check_form(file.content, file.suffix, house, file.files))
    return FormPreview(head.get("form_id", ""), head.get("form_title", ""), head.get("version", ""), "", found)


def _refusal(preview: FormPreview, *, may_install: bool) -> str:
    problem = refusal_of(preview) or (None if may_install else Problem("form_role"))
    return "" if problem is None else here().describe(problem)


def _rows(workbook: Workbook) -> dict[tuple[str, int], RowText]:
    found: dict[tuple[str, int], RowText] = {}
    for sheet in workbook.sheets:
        found[sheet.name, 1] = tuple((head, head) for head in sheet.headers if head)
        for row in sheet.rows:
            cells = sorted(row.cells.items())
            heads = sheet.headers
            texts = ((heads[index] if index < len(heads) else "", cell.text) for index, cell in cells)
            found[sheet.name, row.number] = tuple(texts)
    return found


def definition_of(file: FormFile) -> FormDefinition:
    """The compiled form to try. Takes up to a second; any thread. Raises Problem form_…, xpath_…."""
    return load_form(inlined(compile_content(file.content, file.suffix), file.files))
