"""The reply file as it goes out with a notice: locked rows of hazards, cells and places for photos to fill in.

Protection of the sheet has no password: it guards against slips, and the import tells every locked cell that was
changed all the same. The same notice always gives the same bytes. Text is never taken for a formula.
"""

import io
import math
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from inspector.domain.customer import Customer
from inspector.domain.hazard import Hazard
from inspector.i18n import N_, Message, Translator
from inspector.services.excel.book import DAY_FORMAT, HEAD_FILL, NEEDED_FILL, TEXT_FORMAT, safe
from inspector.services.excel.steady import steady
from inspector.services.excel.text import clean
from inspector.services.preferences.reading import chosen
from inspector.services.replies import layout
from inspector.services.replies.keys import KeyRow, Keys, to_records
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.words import GRADES
from inspector.services.workspace import Workspace

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SIGNATURE: Final = N_("Filled in by (signature):                    Seal of the company:                    Day:")
DAY_PROMPT: Final = N_(
    "The day on which the rectification was completed, like 2026-11-22; not before {found} and not later than today."
)
STATE_PROMPT: Final = N_("Choose one of the list.")
WRONG_DAY: Final = N_("This is no such day. Type it like 2026-11-22.")
LINE: Final = 15.0
"""Points of a line of text."""
LEAST_ROW: Final = 96.0
"""Points of a hazard's row: room for photos."""
MOST_ROW: Final = 400.0
"""Excel allows 409 points."""
GREY: Final = "FFB8C2CC"
FROZEN: Final = "C6"


def reply_workbook(
    workspace: Workspace, notice: str, customer: Customer, hazards: Sequence[Hazard], code: str
) -> bytes:
    """The reply file of a notice over these hazards, in their order, as .xlsx. Worker thread."""
    return write_reply(notice, customer, hazards, code, chosen(workspace, "company"))


def write_reply(notice: str, customer: Customer, hazards: Sequence[Hazard], code: str, company: str) -> bytes:
    """As `reply_workbook`, for any thread."""
    from openpyxl import Workbook  # noqa: PLC0415 - takes a quarter of a second; only files need it

    writer = _Writer(Workbook(), notice, customer, hazards, code)
    writer.write()
    book: Any = writer.book
    book.properties.creator = safe(company) or "Inspector"
    book.properties.title = f"{writer.t(layout.TITLE)} {safe(notice)}"
    out = io.BytesIO()
    book.save(out)
    return steady(out.getvalue())


class _Writer:
    """Writes one file."""

    def __init__(self, book: Any, notice: str, customer: Customer, hazards: Sequence[Hazard], code: str) -> None:
        self.t = Translator(DOCUMENTS)
        self.book = book
        self.sheet: Worksheet = book.active
        self.sheet.title = self.t(layout.TITLE)
        self.hazards = hazards
        params = {"notice": notice, "code": code, "customer": customer.name, "account": customer.account}
        facts = clean(Message(layout.FACTS, params).render(self.t))
        rows = tuple(
            KeyRow(layout.FIRST_ROW + index, hazard.id, self._texts(index, hazard))
            for index, hazard in enumerate(hazards)
        )
        self.keys = Keys(notice, code, customer.id, customer.account, self.sheet.title, facts, rows)

    def write(self) -> None:
        """Both sheets."""
        self._head()
        for index, hazard in enumerate(self.hazards):
            self._row(layout.FIRST_ROW + index, index, hazard)
        self._end(layout.FIRST_ROW + len(self.hazards))
        self._checks(layout.FIRST_ROW + len(self.hazards) - 1)
        self._settings()
        self._hidden()

    def _texts(self, index: int, hazard: Hazard) -> tuple[str, ...]:
        """The locked cells of a hazard as text."""
        texts = (
            str(index + 1),
            hazard.number,
            hazard.place,
            hazard.description,
            self.t(GRADES[hazard.grade]),
            hazard.measure,
            hazard.deadline.isoformat(),
        )
        return tuple(clean(text) for text in texts)

    # visible sheet --------------------------------------------------------------------------------------------------

    def _head(self) -> None:
        self._across(layout.TITLE_ROW, 0, layout.WIDTH, self.t(layout.TITLE), size=16, center=True)
        self._across(layout.FACTS_ROW, 0, layout.WIDTH, self.keys.facts)
        rules = "\n".join(self.t(rule) for rule in layout.RULES)
        self._across(layout.RULES_ROW, 0, layout.WIDTH, rules, bold=False)
        for first, end, words in layout.GROUPS:
            fill = HEAD_FILL if first == 0 else NEEDED_FILL
            self._across(layout.GROUPS_ROW, first, end, self.t(words), fill=fill, center=True)
        heads = [self.t(column.head) for column in layout.columns()]
        heads += [Message(layout.PHOTO, {"number": number + 1}).render(self.t) for number in range(layout.PHOTO_PLACES)]
        for index, text in enumerate(heads):
            cell = self._cell(layout.HEAD_ROW, index, text, center=True)
            _paint(cell, HEAD_FILL if index < layout.FIRST_FILLED else NEEDED_FILL, bold=True)
        heights = {
            layout.TITLE_ROW: 28,
            layout.FACTS_ROW: 20,
            layout.RULES_ROW: LINE * len(layout.RULES) + 6,
            layout.GROUPS_ROW: 18,
            layout.HEAD_ROW: 32,
        }
        for row, height in heights.items():
            self.sheet.row_dimensions[row].height = height

    def _row(self, row: int, index: int, hazard: Hazard) -> None:
        values: list[Any] = list(self.keys.rows[index].texts)
        values[0], values[-1] = index + 1, hazard.deadline
        lines = 1.0
        for place, column in enumerate(layout.columns()):
            value = values[place] if place < len(values) else None
            cell = self._cell(row, place, value, center=column.center, locked=not column.open)
            if isinstance(value, str):
                lines = max(lines, _lines(value, column.width))
            if column.key in ("deadline", "on"):
                cell.number_format = DAY_FORMAT
            elif column.key in ("phone", "by"):
                cell.number_format = TEXT_FORMAT
            if column.open:
                _paint(cell, NEEDED_FILL)
        for place in range(layout.FIRST_PHOTO, layout.WIDTH):
            _paint(self._cell(row, place, None, locked=False, center=True), NEEDED_FILL)
        self.sheet.row_dimensions[row].height = min(MOST_ROW, max(LEAST_ROW, lines * LINE + 6))

    def _end(self, row: int) -> None:
        self._across(row, 0, layout.WIDTH, self.t(SIGNATURE), bold=False)
        self.sheet.row_dimensions[row].height = 30

    def _cell(self, row: int, place: int, value: Any, *, center: bool = False, locked: bool = True) -> Any:
        from openpyxl.styles import Alignment, Border, Protection, Side  # noqa: PLC0415 - see write_reply

        cell: Any = self.sheet.cell(row, place + 1)
        cell.value = safe(value) if isinstance(value, str) else value
        if isinstance(value, str):
            cell.data_type = "s"
        side = Side(style="thin", color=GREY)
        cell.border = Border(left=side, right=side, top=side, bottom=side)
        cell.alignment = Alignment(vertical="center", horizontal="center" if center else "left", wrap_text=True)
        cell.protection = Protection(locked=locked)
        return cell

    def _across(
        self,
        row: int,
        first: int,
        end: int,
        text: str,
        *,
        size: int = 11,
        bold: bool = True,
        center: bool = False,
        fill: str = "",
    ) -> None:
        """A text across several columns."""
        from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - see write_reply

        cell: Any = self.sheet.cell(row, first + 1)
        cell.value = safe(text)
        cell.data_type = "s"
        cell.font = Font(bold=bold, size=size)
        cell.alignment = Alignment(vertical="center", horizontal="center" if center else "left", wrap_text=True)
        if fill:
            _paint(cell, fill, bold=bold)
        self.sheet.merge_cells(start_row=row, end_row=row, start_column=first + 1, end_column=end)

    # rules of the sheet ---------------------------------------------------------------------------------------------

    def _checks(self, last: int) -> None:
        """The drop-down, and days within what can be."""
        from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - see write_reply

        states = DataValidation(
            "list", formula1='"' + ",".join(self.t(words) for words in layout.STATES.values()) + '"', allow_blank=True
        )
        states.promptTitle, states.prompt = self.t(layout.FILLED[0].head), self.t(STATE_PROMPT)
        states.add(_range("state", last))
        found = min((hazard.found_on for hazard in self.hazards), default=date(2000, 1, 1))
        first = f"DATE({found.year},{found.month},{found.day})"
        days = DataValidation("date", operator="between", formula1=first, formula2="TODAY()", allow_blank=True)
        days.promptTitle = self.t(layout.FILLED[2].head)
        days.prompt = Message(DAY_PROMPT, {"found": found.isoformat()}).render(self.t)
        days.add(_range("on", last))
        for rule in (states, days):
            rule.errorTitle = rule.promptTitle
            rule.showErrorMessage = rule.showInputMessage = True
            rule.error = self.t(STATE_PROMPT if rule is states else WRONG_DAY)
            self.sheet.add_data_validation(rule)

    def _settings(self) -> None:
        """Widths, frozen head, protection and print."""
        from openpyxl.utils import get_column_letter  # noqa: PLC0415 - see write_reply
        from openpyxl.workbook.protection import WorkbookProtection  # noqa: PLC0415 - see write_reply

        sheet: Any = self.sheet
        widths = [column.width for column in layout.columns()] + [layout.PHOTO_WIDTH] * layout.PHOTO_PLACES
        for number, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.freeze_panes = FROZEN
        sheet.sheet_view.zoomScale = 90
        sheet.protection.sheet = True
        sheet.protection.objects = False  # pictures can be inserted
        sheet.protection.formatRows = sheet.protection.formatColumns = False  # rows and columns can be made larger
        self.book.security = WorkbookProtection(lockStructure=True)
        page = sheet.page_setup
        page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight = "landscape", 9, 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = f"{layout.GROUPS_ROW}:{layout.HEAD_ROW}"
        margins = sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top = margins.bottom = 0.5
        sheet.oddFooter.left.text = safe(self.keys.notice).replace("&", "&&")
        sheet.oddFooter.right.text = "&P / &N"

    def _hidden(self) -> None:
        sheet: Any = self.book.create_sheet(layout.KEYS_SHEET)
        sheet.sheet_state = "veryHidden"
        for row, record in enumerate(to_records(self.keys), start=1):
            for column, text in enumerate(record, start=1):
                cell = sheet.cell(row, column)
                cell.value = safe(text)
                cell.data_type = "s"
        sheet.protection.sheet = True


def _paint(cell: Any, fill: str, *, bold: bool = False) -> None:
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415 - see write_reply

    cell.fill = PatternFill("solid", fgColor=fill)
    if bold:
        cell.font = Font(bold=True)


def _range(key: str, last: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - see write_reply

    letters = get_column_letter(layout.column_index(key) + 1)
    return f"{letters}{layout.FIRST_ROW}:{letters}{last}"


def _lines(text: str, width: float) -> float:
    """Lines of a text in a column of this width in characters; Chinese characters count two."""
    return sum(
        max(1, math.ceil(sum(2 if ord(sign) > 0x2E80 else 1 for sign in line) / (width - 1)))
        for line in text.split("\n")
    )
