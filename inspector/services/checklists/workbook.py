"""A checklist as the workbook in which its author edits it: comments, frozen heads, drop-downs, all cells as text.

What is read back gives the identical form: helping sheets have names that the compiler leaves alone, and every cell is
formatted as text, so that Excel turns no clause 1.10 into a number.
"""

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from inspector.criteria import Packs
from inspector.criteria.cycles import TESTS
from inspector.domain.hazard import Grade
from inspector.i18n import N_, Translator
from inspector.services.words import here
from inspector.xforms.lint.headers import TRANSLATED, Headings, declared
from inspector.xforms.lint.types import WRITTEN
from inspector.xforms.lint.workbook import Sheet, Workbook, letters, read_workbook

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LISTS: Final = "_lists"
NOTES: Final = "_notes"
"""Sheets whose names begin with “_” are no part of the form."""
TYPED_ROWS: Final = 2_000
"""Rows below the head that get drop-downs and the format text."""
_WIDTHS: Final = {"type": 24, "name": 22, "label": 42, "hint": 36, "relevant": 30, "constraint": 30, "calculation": 34}
_FROZEN: Final = {"survey": "C2", "choices": "C2"}
_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST: Final = 32_767
"""Characters that a cell of Excel holds."""
_YES: Final = ("yes",)
_APPEARANCES: Final = ("section", "head", "tests", "phases", "readings", "minimal", "multiline")
_PHOTO: Final = ("required",)
_NOTES: Final = {
    "type": N_("Kind of question. A group goes from begin_group to end_group, rows that repeat likewise."),
    "name": N_(
        "Stays the same in every version: answers are kept under it. Letters, digits, underscores; each name once."
    ),
    "label": N_("What is asked. Fill in every language, or none."),
    "hint": N_("How to look or measure. Fill in every language, or none."),
    "required": N_("yes: the visit cannot be signed without an answer."),
    "relevant": N_("The question is asked only while this holds, for example ${in_scope} = 'yes'."),
    "constraint": N_("What an answer must fulfil; the answer itself is a point: . >= 0 and . <= 100"),
    "constraint_message": N_("What people read when the answer does not fulfil it."),
    "calculation": N_("For the type calculate: how the value follows from other answers."),
    "appearance": N_("Of a group: section, head, tests, phases or readings. It says how the group is laid out."),
    "choice_filter": N_("Which choices of the list are offered."),
    "default": N_("What stands there before anybody answers."),
    "bind::insp:criterion": N_("Row of the criteria by which the answer is judged; the sheet _lists has all of them."),
    "bind::insp:unit": N_("Unit of the reading."),
    "bind::insp:inputs": N_("Of a note: the questions, with spaces between, from which the value is derived."),
    "bind::insp:photo": N_("required: a failing answer needs a photo."),
    "bind::insp:test": N_("Of a note about an overdue test: which test, when it is not the one of the equipment."),
    "bind::insp:grade": N_("Grade of a hazard from this point, in place of that of the criterion."),
    "bind::insp:measure": N_("What is to be done about it, in place of the words of the criterion."),
    "bind::insp:clause": N_("Standard and clause, in place of those of the criterion; as text (1.10)."),
    "bind::insp:deadline": N_("Days until it has to be put right, in place of the usual ones."),
    "bind::insp:title_zh": N_("Short title of the point in Chinese, used in the description of a hazard."),
    "bind::insp:title_en": N_("Short title of the point in English, used in the description of a hazard."),
    "list_name": N_("The list a choice belongs to; select_one and the name of the list ask for one of it."),
    "form_id": N_("Says which checklist this is; leave it as it is."),
    "version": N_("Raise it with every version, as text: 2026.10 is not 2026.1."),
    "default_language": N_("The language people see first, written as in the headings."),
    "namespaces": N_("Prefixes of further columns; leave it as it is."),
}
_RULES: Final = (
    N_("Edit the sheets survey, choices and settings. Sheets whose names begin with _ are for help only."),
    N_("Do not rename questions that were answered before: the name carries their history."),
    N_("The heading of a column of your own begins with #; it is left out of the form."),
    N_("Raise the version on the sheet settings before you install the form."),
    N_("Check and install the form under Settings, Checklists, or with “inspector form check|install FILE”."),
    N_("Files that the form names (lists as .csv, pictures) lie beside it, or with it in a folder or a .zip."),
    N_("Visits that are open keep the version with which they began."),
)


def workbook_of(content: bytes, suffix: str, packs: Packs) -> bytes:
    """The workbook of a form, with notes in the current language. Raises Problem sheet_unreadable."""
    from openpyxl import Workbook as Book  # noqa: PLC0415 - takes a quarter of a second; only files need it

    workbook = read_workbook(content, suffix)
    book: Any = Book()
    book.remove(book.active)
    lists = _Lists(workbook, packs, here().language)
    for sheet in workbook.sheets:
        _write(book.create_sheet(sheet.name), workbook, sheet, lists)
    _notes(book.create_sheet(NOTES), here())
    lists.write(book.create_sheet(LISTS))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class _Lists:
    """The drop-downs: words by what they are for, on a sheet of their own."""

    def __init__(self, workbook: Workbook, packs: Packs, language: str) -> None:
        self.types = (*WRITTEN, *_selects(workbook))
        names = {check.id: check.point.text(language) for check in packs.checks.values()}
        names |= {quantity.id: quantity.name.text(language) for quantity in packs.quantities.values()}
        self.criteria = tuple(sorted(names.items()))

    def write(self, sheet: "Worksheet") -> None:
        """Types in A, criteria with their names in B and C."""
        for row, text in enumerate(self.types, start=1):
            _text(sheet, row, 1, text)
        for row, (name, words) in enumerate(self.criteria, start=1):
            _text(sheet, row, 2, name)
            _text(sheet, row, 3, words)
        for column, width in (("A", 28), ("B", 34), ("C", 48)):
            sheet.column_dimensions[column].width = width

    def of(self, key: str) -> str:
        """The formula of the drop-down of a column, "" for none."""
        match key:
            case "type":
                return f"{LISTS}!$A$1:$A${len(self.types)}"
            case "bind::insp:criterion":
                return f"{LISTS}!$B$1:$B${len(self.criteria)}"
            case "required" | "readonly":
                return _quoted(_YES)
            case "bind::insp:photo":
                return _quoted(_PHOTO)
            case "bind::insp:test":
                return _quoted(TESTS)
            case "bind::insp:grade":
                return _quoted([grade.value for grade in Grade])
            case "appearance":
                return _quoted(_APPEARANCES)
        return ""


def _quoted(words: Sequence[str]) -> str:
    return f'"{",".join(words)}"'


def _selects(workbook: Workbook) -> list[str]:
    sheet = workbook.by_name.get("choices")
    if sheet is None:
        return []
    column = Headings(workbook, sheet, frozenset()).index("list_name")
    names = dict.fromkeys(row.cells[column].text for row in sheet.rows if column is not None and column in row.cells)
    return [f"{kind} {name}" for name in names for kind in ("select_one", "select_multiple")]


def _write(page: "Worksheet", workbook: Workbook, sheet: Sheet, lists: _Lists) -> None:
    page.freeze_panes = _FROZEN.get(sheet.name, "A2")
    prefixes = frozenset(declared(" ".join(cell.text for row in sheet.rows for cell in row.cells.values())))
    keys = {column.index: column.key for column in Headings(workbook, sheet, prefixes).columns}
    for index, header in enumerate(sheet.headers):
        _head(page, index, header, keys.get(index, ""))
        _below(page, index, lists.of(keys.get(index, "")) if sheet.name == "survey" else "")
    for number, row in enumerate(sheet.rows, start=2):
        for index, cell in row.cells.items():
            _text(page, number, index + 1, cell.text, wrap=keys.get(index, "") in TRANSLATED)


def _head(page: "Worksheet", index: int, header: str, key: str) -> None:
    from openpyxl.comments import Comment  # noqa: PLC0415 - see workbook_of
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415 - see workbook_of

    cell = _text(page, 1, index + 1, header)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="FFE2EEFA")
    page.column_dimensions[letters(index)].width = _WIDTHS.get(key, 20)
    if key in _NOTES:
        comment = Comment(here()(_NOTES[key]), "")
        comment.width, comment.height = 320, 90
        cell.comment = comment


def _below(page: "Worksheet", index: int, formula: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - see workbook_of

    column = letters(index)
    page.column_dimensions[column].number_format = "@"
    if formula:
        rule = DataValidation("list", formula1=formula, allow_blank=True)
        rule.showErrorMessage = False
        rule.add(f"{column}2:{column}{TYPED_ROWS}")
        page.add_data_validation(rule)


def _text(page: "Worksheet", row: int, column: int, text: str, *, wrap: bool = False) -> Any:
    from openpyxl.styles import Alignment  # noqa: PLC0415 - see workbook_of

    cell: Any = page.cell(row, column)
    cell.value = _NOT_XML.sub("", text)[:LONGEST]
    cell.data_type = "s"  # text that begins with = stays text
    cell.number_format = "@"
    cell.alignment = Alignment(vertical="top", wrap_text=wrap)
    return cell


def _notes(page: "Worksheet", translator: Translator) -> None:
    rows = [(translator(rule), "") for rule in _RULES]
    rows += [(key, translator(note)) for key, note in _NOTES.items()]
    for number, (left, right) in enumerate(rows, start=1):
        _text(page, number, 1, left)
        _text(page, number, 2, right, wrap=True)
    page.column_dimensions["A"].width = 30
    page.column_dimensions["B"].width = 90
