"""What an issue of a ledger would hold if it were made now, for the person who is about to make it. Worker thread."""

from inspector.domain.ledger import LedgerKind
from inspector.quick_dataclass import dataclass
from inspector.services.issues.issuing import changes_since, scope_key
from inspector.services.ledgers.documents import ledger_document
from inspector.services.ledgers.views import LedgerQuery
from inspector.services.printing.settings import signature_lines
from inspector.services.visits.numbers import ledger_number
from inspector.services.words import here
from inspector.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class IssueOutlook:
    """Number, period, scope and rows as they would be printed; names from the settings; changes since `since`."""

    number: str
    period: str
    scope: str
    rows: int
    signers: tuple[str, str, str]
    """Prepared, checked, approved."""
    since: str
    """Number of the issue before of the same kind and scope, "" for none."""
    changes: tuple[str, ...]
    """What became of each row that is not as it was: new, changed, closed, voided, left."""


def issue_outlook(workspace: Workspace, kind: LedgerKind, query: LedgerQuery) -> IssueOutlook:
    """The outlook, in the window's language: the paper has its own. Raises the Problems of a query."""
    document = ledger_document(workspace, kind, query, here().language)
    previous = workspace.db.issues.latest(kind.value, scope_key(workspace, query))
    names = [line.name for line in signature_lines(workspace)]
    me = workspace.acting.name if workspace.somebody_acts else ""
    return IssueOutlook(
        number=ledger_number(workspace, kind, workspace.now(), peek=True),
        period=document.period,
        scope=document.scope,
        rows=len(document.rows),
        signers=(names[0] or me, names[1], names[2]),
        since=previous.number if previous is not None else "",
        changes=tuple(change.change for change in changes_since(workspace, kind, query)),
    )
