"""Reports of the testing company: PDF, pictures or a workbook, kept with the test record of an open visit.

The file is kept as it came and known by its SHA-256; the signed record names it, so that it travels with it and is
shown in the customer's file.
"""

from pathlib import PurePath
from typing import Final

from inspector.domain.papers import XLSX, named
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.visits.answers import live_form
from inspector.services.visits.changes import Touched
from inspector.services.visits.views import Change, Target
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "report_kind": N_("“{name}” is no PDF, no picture and no Excel workbook. Choose the report as one of these."),
        "report_too_large": N_("“{name}” has {size} MB; a report may have at most {most} MB. Save it smaller."),
        "report_macros": N_("“{name}” holds macros, which are programs. Save it as a workbook without them (.xlsx)."),
        "report_unknown": N_("The report is not there any more. Look at the list again."),
    },
)

MOST_MB: Final = 40
MOST_NAME: Final = 120
WORKBOOKS: Final = (".xlsx", ".xlsm")
_MACROS: Final = b"vbaproject.bin"
_BEGINNINGS: Final = (
    (b"%PDF", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n", "image/png"),
)


def media_of(data: bytes, name: str) -> str:
    """The media type by what the bytes begin with. Raises Problem report_kind or report_macros."""
    for beginning, media in _BEGINNINGS:
        if data.startswith(beginning):
            return media
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return "image/heic"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith(b"PK") and name.casefold().endswith(WORKBOOKS):
        if _MACROS in data.lower():
            raise Problem("report_macros", name=name)
        return XLSX
    raise Problem("report_kind", name=name)


def safe_name(data: bytes, name: str) -> str:
    """The name under which a file that came with a record may be written and opened: it ends as its bytes say.

    What the record says of its file, anybody may have written; by the end of its name a system decides what to run.
    Raises Problem report_kind or report_macros for what is nothing that is attached.
    """
    plain = PurePath(name.replace("\\", "/")).name[-MOST_NAME:] or "document"
    return named(plain, media_of(data, plain))


def store_report(workspace: Workspace, target: Target, data: bytes, name: str, added_on: str) -> dict[str, object]:
    """Keep a file; returns the item that attaches it. Pool thread.

    Raises Problem report_kind, report_macros, report_too_large.
    """
    plain = PurePath(name.replace("\\", "/")).name[-MOST_NAME:] or "report"
    media = media_of(data, plain)
    if len(data) > MOST_MB * 1024 * 1024:
        raise Problem("report_too_large", name=plain, size=len(data) // (1024 * 1024), most=MOST_MB)
    return {
        "form": target.form,
        "equipment": target.equipment or "",
        "sha256": workspace.store.blobs.put(data),
        "name": plain,
        "type": media,
        "size": len(data),
        "added_on": added_on,
    }


def add_report(workspace: Workspace, visit_id: str, target: Target, data: bytes, name: str) -> Change:
    """Attach a report to the test record of a form. Pool thread; raises Problem as `store_report`, target_unknown.

    The same file is attached once.
    """

    def prepare() -> str:
        live_form(workspace.visit(visit_id), target)
        return workspace.today().isoformat()

    item = store_report(workspace, target, data, name, workspace.call(prepare))

    def write() -> Change:
        visit = workspace.visit(visit_id)
        touched = Touched(visit.views)
        touched.reports[target] = None
        if any(report.sha == item["sha256"] for report in visit.session.reports_at(target)):
            return touched.change(visit.session.saved_at or workspace.now())
        edit = visit.edit()
        edit.put("report", workspace.new_id(), item)
        saved = edit.commit()
        return touched.change(saved, signatures_cleared=edit.signatures_cleared)

    return workspace.call(write)


def remove_report(workspace: Workspace, visit_id: str, report: str) -> Change:
    """Take a report off its record; the file stays in the store. Worker thread. Raises Problem report_unknown."""
    visit = workspace.visit(visit_id)
    item = visit.session.of("report").get(report)
    if item is None:
        raise Problem("report_unknown", report=report)
    edit, touched = visit.edit(), Touched(visit.views)
    edit.delete("report", report)
    saved = edit.commit()
    touched.reports[Target(str(item["form"]), str(item["equipment"]) or None)] = None
    return touched.change(saved, signatures_cleared=edit.signatures_cleared)
