"""What lists of reviews and ledgers say to people, as `lists` does."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from inspector.commands.columns import Heads, Row, listed, moment, plain, word
from inspector.i18n import N_, _, pgettext

if TYPE_CHECKING:
    from inspector.reports.ledger import LedgerColumn

LEDGERS: Final = {
    "inspection": N_("Inspection ledger"),
    "rectification": N_("Rectification ledger"),
    "supervision": N_("Key-supervision ledger"),
}


# reviews ------------------------------------------------------------------------------------------------------------


def queue_text(rows: Sequence[Row]) -> str:
    """Rectifications that wait for a review."""
    from inspector.services.words import GRADES  # noqa: PLC0415 - see console.opened

    return listed(
        (
            (_("Hazard no."), plain("number")),
            (_("Grade"), word("grade", GRADES)),
            (_("Customer"), plain("customer")),
            (_("Description"), plain("title")),
            (_("Waited"), plain("waited")),
            (_("Overdue"), plain("overdue")),
            (_("Team"), plain("team")),
            (_("Assigned to"), plain("assignee")),
            (_("Note"), plain("why")),
        ),
        rows,
    )


def groups_text(rows: Sequence[Row]) -> str:
    """Cross-check groups with their members."""

    def members(row: Row) -> str:
        return _(", ").join(name for _person, name in row["members"])

    def chair(row: Row) -> str:
        return next((str(name) for person, name in row["members"] if person == row["chair"]), str(row["chair"]))

    return listed(
        (
            (_("Review group"), plain("name")),
            (_("Members"), members),
            (_("Head"), chair),
            (_("Samples"), plain("rounds")),
            (_("Drawn on"), plain("last_drawn")),
            (_("Status"), lambda row: _("In service") if row["active"] else _("Out of service")),
        ),
        rows,
    )


# ledgers ------------------------------------------------------------------------------------------------------------


def ledger_text(rows: Sequence[Row], columns: Mapping[str, "LedgerColumn"]) -> str:
    """Rows of a ledger under the heads that paper has; ids are left to scripts."""
    return listed([(pgettext("ledger", "No."), plain("no")), *_printed(rows, columns)], rows)


def changes_text(rows: Sequence[Row], columns: Mapping[str, "LedgerColumn"]) -> str:
    """What an issue marks as new, changed and gone since the one before."""
    marks = {"new": N_("New"), "changed": N_("Changed"), "closed": N_("No longer listed")}

    def where(row: Row) -> str:
        return _(", ").join(_(columns[key].head) if key in columns else key for key in row["columns"].split())

    return listed([(_("Mark"), word("change", marks)), (_("Changed"), where), *_printed(rows, columns)], rows)


def _printed(rows: Sequence[Row], columns: Mapping[str, "LedgerColumn"]) -> Heads:
    """The columns of paper that the rows have, under its heads."""
    keys = [key for key in rows[0] if key not in ("id", "no", "change", "columns")] if rows else []
    return [(_(columns[key].head) if key in columns else key, plain(key)) for key in keys]


def issues_text(rows: Sequence[Row]) -> str:
    """Numbered issues of ledgers."""
    return listed(
        (
            (_("Number"), plain("number")),
            (_("Ledger"), word("kind", LEDGERS)),
            (_("Issued at"), moment("issued_at")),
            (_("Person"), plain("issued_by")),
            (_("Rows"), plain("rows")),
            (_("Follows"), plain("since")),
            (_("Check code"), plain("check")),
        ),
        rows,
    )
