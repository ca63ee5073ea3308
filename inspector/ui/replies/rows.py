"""The rows of a reply's preview: what stands where, chips for what becomes of each, and the tabs that group them."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from typing_extensions import override

from inspector.i18n import N_, _
from inspector.quick_dataclass import dataclass
from inspector.services.excel.views import Issue
from inspector.services.replies.layout import STATES
from inspector.services.replies.views import Outcome, ReplyPreview, ReplyRow
from inspector.ui.kit.chip import chip_width, paint_chip
from inspector.ui.kit.columns import ROW_ROLE, Column
from inspector.ui.kit.meaning import Look
from inspector.ui.kit.table import AnyIndex, RowDelegate

COLUMNS = (
    Column("outcome", N_("Import"), 90, sortable=False),
    Column("row", N_("Row"), 44, right=True, sortable=False),
    Column("number", N_("Hazard number"), 150, strong=True, loud=True, sortable=False),
    Column("what", N_("What was found"), 180, stretch=2, sortable=False),
    Column("said", N_("Measure taken"), 200, stretch=3, loud=True, sortable=False),
    Column("photos", N_("Photos in the row"), 72, right=True, sortable=False, drop=1),
)
LOOKS = {
    Outcome.SUBMIT: Look(N_("to review"), "", "green"),
    Outcome.NOTE: Look(N_("note only"), "", "primary"),
    Outcome.SAME: Look(N_("imported before"), "", "plain"),
    Outcome.EMPTY: Look(N_("not filled in"), "", "plain"),
    Outcome.REFUSED: Look(N_("refused"), "octagon-alert", "red", solid=True),
}
FILE_REFUSED = Look(N_("file refused"), "octagon-alert", "red", solid=True)
STOPPED = Look(N_("not imported"), "", "plain")
"""A row that could be imported if the file was not refused as a whole."""
FILE_WARNED = Look(N_("look at this"), "circle-alert", "amber")
ALL, WARNED, REST = "all", "warned", "rest"
TABS = (
    (ALL, N_("All")),
    (Outcome.SUBMIT.value, N_("To review")),
    (Outcome.NOTE.value, N_("Notes only")),
    (WARNED, N_("Warnings")),
    (Outcome.REFUSED.value, N_("Refused")),
    (REST, N_("Nothing new")),
)


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the table: a hazard of the reply, or something about the file as a whole."""

    id: str
    cells: Mapping[str, str]
    look: Look
    reply: ReplyRow | None = None
    issue: Issue | None = None


class OutcomeDelegate(RowDelegate):
    """Chips for what becomes of a row."""

    @override
    def paint_content(self, painter: QPainter, rect: QRectF, index: AnyIndex) -> None:
        row = index.data(ROW_ROLE)
        if row is None or COLUMNS[index.column()].key != "outcome":
            super().paint_content(painter, rect, index)
            return
        paint_chip(painter, rect.left(), rect.center().y(), _(row.look.word), row.look)


def widest_chip() -> float:
    """Room that the chips need."""
    return max(chip_width(_(look.word), look.icon) for look in (*LOOKS.values(), FILE_REFUSED, FILE_WARNED, STOPPED))


def grouped(preview: ReplyPreview) -> dict[str, tuple[PreviewRow, ...]]:
    """The rows of each tab; what concerns the file comes first."""
    about = [_of_file(preview, number, issue) for number, issue in enumerate(preview.issues)]
    rows = [_of_hazard(row, stopped=bool(preview.blocking)) for row in preview.rows]
    found: dict[str, list[PreviewRow]] = {key: [] for key, _label in TABS}
    for row in (*about, *rows):
        found[ALL].append(row)
        if row.issue is not None:
            found[WARNED if row.issue.warning else Outcome.REFUSED.value].append(row)
        elif row.reply is not None:
            outcome = row.reply.outcome
            found[REST if outcome in (Outcome.SAME, Outcome.EMPTY) else outcome.value].append(row)
            if row.reply.warned:
                found[WARNED].append(row)
    return {key: tuple(several) for key, several in found.items()}


def _of_file(preview: ReplyPreview, number: int, issue: Issue) -> PreviewRow:
    place = f"{issue.column}{issue.row}" if issue.row else ""
    cells = {
        "outcome": _((FILE_WARNED if issue.warning else FILE_REFUSED).word),
        "row": str(issue.row) if issue.row else "",
        "number": " ".join(part for part in (issue.sheet, place) if part) or preview.file,
        "what": issue.heading or _("the file as a whole"),
        "said": issue.message,
        "photos": "",
    }
    return PreviewRow(f"file:{number}", cells, FILE_WARNED if issue.warning else FILE_REFUSED, issue=issue)


def _of_hazard(row: ReplyRow, *, stopped: bool) -> PreviewRow:
    look = STOPPED if stopped and row.outcome.writes else LOOKS[row.outcome]
    problem = next(iter(row.problems), None)
    cells = {
        "outcome": _(look.word),
        "row": str(row.row),
        "number": row.number,
        "what": " · ".join(part for part in (row.place, row.description) if part),
        "said": f"{problem.heading} {problem.message}".strip() if problem else said(row),
        "photos": str(len(row.photos)) if row.photos else "",
    }
    return PreviewRow(row.hazard, cells, look, reply=row)


def said(row: ReplyRow) -> str:
    """What the customer filled in, in one line."""
    state = _(STATES[row.state]) if row.state is not None else ""
    parts = (state, f"{row.on:%Y-%m-%d}" if row.on else "", row.measure, row.remark)
    return " · ".join(part for part in parts if part) or "–"
