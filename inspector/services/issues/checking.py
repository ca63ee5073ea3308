"""Whether an issue of a ledger still is what was issued: its files, the digest of its rows, the code it has printed."""

from dataclasses import asdict
from typing import Any

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.issues.issuing import frozen_document, issued_pdf, stored_issue
from inspector.services.issues.rows import short_digest
from inspector.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class IssueCheck:
    """What was compared. `wrong` names the codes of the problems found; empty when the issue holds."""

    number: str
    rows: int
    digest: str
    """SHA-256 (hex) as the event of the issue has it."""
    check: str
    """The part of it that is printed."""
    printed: bool
    """Whether the PDF that was issued has this part on it."""
    wrong: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong


def check_issue(workspace: Workspace, name: str) -> IssueCheck:
    """Recompute the digest of an issue's frozen rows and compare it with its event and its PDF. A pool thread.

    Raises Problem issue_unknown.
    """
    stored = workspace.call(lambda: stored_issue(workspace, name))
    check = short_digest(stored.digest)
    wrong, printed = list[str](), False
    try:
        frozen_document(workspace, stored)
    except Problem as problem:
        wrong.append(problem.code)
    try:
        printed = _printed(issued_pdf(workspace, stored), check)
        if not printed:
            wrong.append("issue_altered")
    except Problem as problem:
        wrong.append(problem.code)
    return IssueCheck(stored.number, stored.rows, stored.digest, check, printed, tuple(dict.fromkeys(wrong)))


def ensure_holds(found: IssueCheck) -> None:
    """Raise Problem issue_not_held for an issue that is not what was issued."""
    if not found.holds:
        raise Problem("issue_not_held", number=found.number, codes=", ".join(found.wrong))


def check_json(found: IssueCheck) -> dict[str, Any]:
    """It for scripts."""
    return {**asdict(found), "wrong": list(found.wrong), "holds": found.holds}


def _printed(pdf: bytes, check: str) -> bool:
    """Whether the code stands on a page; the totals stand at the end."""
    from inspector.reports.pdf.raster import page_count, page_text  # noqa: PLC0415 - loads pdfium

    return any(check in "".join(page_text(pdf, page).split()) for page in reversed(range(page_count(pdf))))
