"""The customer file by command: risk scores, figures of the portrait, papers. Worker thread."""

from pathlib import Path
from typing import Any

from inspector.domain.customer import Customer
from inspector.domain.risk import RiskScore
from inspector.i18n import language
from inspector.services.customer_files.papers import customer_documents
from inspector.services.customer_files.portraits import apply_portraits, preview_portraits
from inspector.services.customer_files.risk import risk_of, risk_scores
from inspector.services.excel.reading import read_workbook
from inspector.services.registers.entries import find_customer
from inspector.services.workspace import Workspace


def risk_rows(workspace: Workspace, account: str = "") -> list[dict[str, Any]]:
    """Risk scores, the highest first: of one customer, or of all in service."""
    if account:
        customer = find_customer(workspace, account)
        return [_risk(customer, risk_of(workspace, customer.id))]
    names = {customer.id: customer for customer in workspace.db.registers.customers()}
    scores = [(names[one], score) for one, score in risk_scores(workspace).items()]
    scores.sort(key=lambda pair: (-pair[1].score, pair[0].account))
    return [_risk(*pair) for pair in scores]


def _risk(customer: Customer, score: RiskScore) -> dict[str, Any]:
    reasons = [{"points": one.points, "reason": one.text(language())} for one in score.reasons]
    return {
        "account": customer.account,
        "name": customer.name,
        "score": score.score,
        "level": score.level.value,
        "why": "; ".join(f"+{one['points']} {one['reason']}" for one in reasons),
        "reasons": reasons,
    }


def import_portraits(workspace: Workspace, file: Path, *, dry_run: bool) -> list[dict[str, Any]]:
    """Read figures of the portrait from a workbook; without `dry_run` they are written. One row per row of the file."""
    preview = preview_portraits(workspace, read_workbook(file))
    if not dry_run:
        apply_portraits(workspace, preview)
    return [
        {
            "row": line.row,
            "account": line.account,
            "name": line.name,
            "action": line.action.value,
            "remarks": " ".join(line.remarks),
        }
        for line in preview.lines
    ]


def paper_rows(workspace: Workspace, account: str) -> list[dict[str, Any]]:
    """The papers of a customer, newest first."""
    return [
        {
            "on": row.on.isoformat() if row.on else "",
            "kind": row.kind.value,
            "title": row.title,
            "by": row.by,
            "size": row.size,
            "sha256": row.sha,
            "id": row.id,
        }
        for row in customer_documents(workspace, account)
    ]
