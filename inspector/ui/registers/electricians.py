"""The customer's electricians and further contacts, as tables of the customer dialog."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.domain.customer import Contact, Electrician
from inspector.domain.fields import to_json
from inspector.i18n import _, ngettext
from inspector.ui.registers.fields import CheckedField, DayField
from inspector.ui.registers.people_table import PeopleColumn, PeopleRow, PeopleTable, PeopleWords

SOON_DAYS = 60
"""A certificate that ends sooner is told in amber (design, customer page)."""


def _plain(words: str) -> Any:
    """Makes a text field whose name holds the number of its row."""
    return lambda number: CheckedField(words.format(number=number), label=False)


class ElectricianTable(PeopleTable):
    """Rows of electricians: name, what the certificate is for, its number and day of validity."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        self._today = today
        words = PeopleWords(
            _("Electricians"),
            _("No electrician is registered."),
            _("Add electrician"),
            _("Remove this electrician"),
        )
        columns = (
            PeopleColumn("name", _("Name"), 3, _plain(_("Electrician {number}"))),
            PeopleColumn("category", _("Certified for"), 2, _plain(_("Electrician {number} is certified for"))),
            PeopleColumn("certificate", _("Certificate number"), 4, _plain(_("Certificate {number}"))),
            PeopleColumn("valid_until", _("Valid until"), 3, lambda _number: DayField(_("Valid until"), label=False)),
        )
        super().__init__(words, columns, parent)

    def set_electricians(self, electricians: Iterable[Electrician]) -> None:
        """Show the electricians of a customer."""
        self.set_people(to_json(one) for one in electricians)

    def electricians(self) -> list[dict[str, Any]]:
        """What is to be saved, without empty rows."""
        return self.people()

    @override
    def unknown(self, _key: str) -> Any:
        return None if _key == "valid_until" else ""

    @override
    def decorate(self, row: PeopleRow) -> None:
        """Say when a certificate has expired or will soon."""
        field = row.by_key["valid_until"]
        day = field.day() if isinstance(field, DayField) else None
        left = (day - self._today).days if day else None
        if left is not None and left < 0:
            words = ngettext("expired {count} day ago", "expired {count} days ago", -left).format(count=-left)
            field.show_remark(words, "red-text")
        elif left is not None and left < SOON_DAYS:
            words = ngettext("{count} day left", "{count} days left", left).format(count=left)
            field.show_remark(words, "amber-text")
        else:
            field.show_remark("")


class ContactTable(PeopleTable):
    """Rows of further people to call."""

    def __init__(self, parent: QWidget | None = None) -> None:
        words = PeopleWords(
            _("Further contacts"), _("Nobody else is registered."), _("Add contact"), _("Remove this contact")
        )
        columns = (
            PeopleColumn("name", _("Name"), 3, _plain(_("Contact {number}"))),
            PeopleColumn("title", _("Job title"), 4, _plain(_("Job title of contact {number}"))),
            PeopleColumn("phone", _("Telephone"), 3, _plain(_("Telephone of contact {number}"))),
        )
        super().__init__(words, columns, parent)

    def set_contacts(self, contacts: Iterable[Contact]) -> None:
        """Show the further contacts of a customer."""
        self.set_people(to_json(one) for one in contacts)
