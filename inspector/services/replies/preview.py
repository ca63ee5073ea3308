"""Reading a reply that came back: what an import would do, and everything that is wrong with the file."""

from dataclasses import replace
from pathlib import Path

from inspector.services.excel.archive import open_archive
from inspector.services.excel.views import Cancelled, Issue, Progress, never, no_progress
from inspector.services.replies.checking import check_row, compared, locked_issues
from inspector.services.replies.facts import Facts, facts_of
from inspector.services.replies.photos import take_photos
from inspector.services.replies.reading import Filled, read_filled
from inspector.services.replies.views import Outcome, ReplyPreview, ReplyRow
from inspector.services.workspace import Workspace


def read_reply(
    workspace: Workspace, path: Path, progress: Progress = no_progress, cancelled: Cancelled = never
) -> ReplyPreview:
    """Read a reply and compare it with the workspace. Nothing is written. Pool thread, never the worker.

    What is wrong inside the file is listed in the preview. Raises Problem for what is no reply of this workspace at
    all: import_no_file, import_unreadable, import_file_kind, import_old_excel, import_damaged, import_too_large,
    import_cancelled, reply_no_keys, reply_keys_edited, reply_sheet_missing, reply_foreign, reply_notice_unknown,
    reply_customer, reply_code.
    """
    filled = read_filled(path, progress, cancelled)
    facts = workspace.call(lambda: facts_of(workspace, filled.keys))
    return made_of(filled, facts, progress, cancelled)


def made_of(
    filled: Filled, facts: Facts, progress: Progress = no_progress, cancelled: Cancelled = never
) -> ReplyPreview:
    """The preview of a file against what is known. Any thread."""
    keys = filled.keys
    issues = [*_doubled(filled, facts), *locked_issues(filled), *filled.notes]
    rows = [check_row(filled, row, facts) for row in keys.rows]
    archive = open_archive(filled.data, filled.name, cancelled)
    pictured, lost = take_photos(filled, archive, rows, facts, progress, cancelled)
    rows = [_settled(compared(row, facts.hazards[row.hazard], keys.sheet)) for row in pictured]
    return ReplyPreview(
        file=filled.name,
        sha256=filled.sha256,
        data=filled.data,
        notice=keys.notice,
        code=keys.code,
        customer=facts.customer.id,
        customer_name=facts.customer.name,
        account=facts.customer.account,
        sheet=keys.sheet,
        rows=tuple(rows),
        issues=(*issues, *lost),
    )


def _settled(row: ReplyRow) -> ReplyRow:
    """A row that brings nothing new tells only why."""
    if row.outcome is Outcome.SAME:
        return replace(row, issues=tuple(i for i in row.issues if i.code in ("reply_same_content", "reply_old_notice")))
    return row


def _doubled(filled: Filled, facts: Facts) -> list[Issue]:
    """Whether this very file was imported before."""
    sha256 = filled.sha256
    days = [e.on for known in facts.hazards.values() for e in known.earlier if e.file == sha256]
    return [Issue("", 0, "", "", "", "reply_doubled", {"on": min(days)})] if days else []
