"""What a ledger says that has no row at all: why, and what to do."""

from collections.abc import Callable

from inspector.domain.ledger import LedgerKind
from inspector.i18n import _
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.empty import EmptyState


def blank_ledger(kind: LedgerKind, register: Callable[[], object]) -> EmptyState:
    """The empty state of a ledger; `register` is what its button does."""
    if kind is LedgerKind.INSPECTION:
        hint = _("Inspections stand here as soon as they are signed.")
        return EmptyState("notebook-tabs", _("No inspection yet"), hint)
    if kind is LedgerKind.SUPERVISION:
        hint = _("Critical, serious, overdue, recurrent and disputed hazards come here by themselves.")
        return EmptyState("flag", _("Nothing under key supervision"), hint)
    button = Button(_("Register a hazard"), Kind.PRIMARY, icon="plus", key="Ctrl N")
    button.clicked.connect(register)
    hint = _("Hazards come here when an inspection is signed. Register one that was found at another time.")
    return EmptyState("notebook-tabs", _("No hazard yet"), hint, button)
