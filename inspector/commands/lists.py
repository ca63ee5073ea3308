"""What lists say to people: columns under headings in the reader's language, codes in words, one line for a record.

Each function takes the rows that `--json` prints, and what their ids stand for; scripts ask for `--json`.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from inspector.commands.table import table
from inspector.i18n import N_, Translator, _, language, pgettext

if TYPE_CHECKING:
    from inspector.reports.ledger import LedgerColumn
    from inspector.services.registers.hints import RegisterNames

Row = Mapping[str, Any]
Heads = Sequence[tuple[str, Callable[[Row], str]]]
"""A column: its head, translated, and what it shows of a row."""
NOTHING: Final = N_("Nothing was found.")
DASH: Final = "—"
LEDGERS: Final = {
    "inspection": N_("Inspection ledger"),
    "rectification": N_("Rectification ledger"),
    "supervision": N_("Key-supervision ledger"),
}
STATES: Final = {
    "planned": N_("Planned"),
    "open": N_("Under way"),
    "handed_over": N_("Handed over"),
    "signed": N_("Signed and filed"),
}
THINGS: Final = {
    "customer": N_("Customers"),
    "equipment": N_("Equipment"),
    "hazard": N_("Hazards"),
    "visit": N_("Visits"),
}
SCOPES: Final = {"company": N_("Company"), "laptop": N_("This laptop")}


def _listed(heads: Heads, rows: Sequence[Row]) -> str:
    return table([head for head, _cell in heads], [[cell(row) for _head, cell in heads] for row in rows], _(NOTHING))


def _plain(key: str) -> Callable[[Row], str]:
    """A value as it stands; "" for none."""
    return lambda row: "" if row.get(key) is None else str(row[key])


def _number(key: str, unit: str = "") -> Callable[[Row], str]:
    """A number with its unit; "" for none, or for zero where a unit makes no sense of it."""
    return lambda row: f"{row[key]:g}{unit}" if row.get(key) else ""


def _word(key: str, words: Mapping[Any, str]) -> Callable[[Row], str]:
    """The word for a code; a code that has none stands as it is."""
    said = {code.value if isinstance(code, StrEnum) else code: msgid for code, msgid in words.items()}
    return lambda row: _(said[row[key]]) if row.get(key) in said else str(row.get(key) or "")


def _moment(key: str) -> Callable[[Row], str]:
    """A moment as day and minute of this computer's clock."""
    from datetime import datetime  # noqa: PLC0415 - beside its only use

    def said(row: Row) -> str:
        return f"{datetime.fromisoformat(row[key]).astimezone():%Y-%m-%d %H:%M}" if row.get(key) else ""

    return said


# registers ----------------------------------------------------------------------------------------------------------


def customers_text(rows: Sequence[Row], names: "RegisterNames") -> str:
    """Customers, by account."""
    from inspector.services.words import IMPORTANCES  # noqa: PLC0415 - see console.opened

    return _listed(
        (
            (_("Account no."), _plain("account")),
            (_("Customer"), _plain("name")),
            (_("Class"), _word("importance", IMPORTANCES)),
            (_("Voltage"), _number("voltage_kv", " kV")),
            (_("Capacity"), _number("capacity_kva", " kVA")),
            (_("Contact"), lambda row: " ".join(part for part in (row["contact"], row["phone"]) if part)),
            (_("Person in charge"), lambda row: names.person(row["keeper"])),
            (_("Area"), lambda row: names.area(row["scope"])),
            (_("Status"), lambda row: _("In service") if row["active"] else _("Account closed")),
        ),
        rows,
    )


def equipment_text(rows: Sequence[Row], names: "RegisterNames") -> str:
    """Equipment with its customer; the id last, by which other commands name it."""
    from inspector.services.words import KINDS  # noqa: PLC0415 - see console.opened

    return _listed(
        (
            (_("Account no."), lambda row: names.customer(row["customer"])[0]),
            (_("Customer"), lambda row: names.customer(row["customer"])[1]),
            (_("Equipment"), _plain("name")),
            (_("Kind"), _word("kind", KINDS)),
            (_("Model"), _plain("model")),
            (_("Place"), _plain("place")),
            (_("Commissioned"), _plain("commissioned")),
            (_("Status"), lambda row: _("In service") if row["active"] else _("Out of service")),
            ("ID", _plain("id")),
        ),
        rows,
    )


def persons_text(rows: Sequence[Row], names: "RegisterNames") -> str:
    """People, and whether they sign here."""
    from inspector.services.words import ROLES  # noqa: PLC0415 - see console.opened

    roles = {role.value: msgid for role, msgid in ROLES.items()}
    return _listed(
        (
            (_("Login"), _plain("login")),
            (_("Name"), _plain("name")),
            (_("Team"), _plain("team")),
            (_("Roles"), lambda row: _(", ").join(_(roles.get(role, role)) for role in row["roles"])),
            (_("Areas"), lambda row: _(", ").join(names.area(area) for area in row["areas"])),
            (_("Phone"), _plain("phone")),
            ("PIN", lambda row: _yes(row["has_pin"])),
            (_("Status"), lambda row: _("Works here") if row["active"] else _("No longer here")),
        ),
        rows,
    )


def _yes(value: object) -> str:
    return _("yes") if value else _("no")


def risks_text(rows: Sequence[Row]) -> str:
    """Risk scores with their reasons."""
    from inspector.services.words import RISKS  # noqa: PLC0415 - see console.opened

    return _listed(
        (
            (_("Account no."), _plain("account")),
            (_("Customer"), _plain("name")),
            (_("Score"), _plain("score")),
            (_("Risk"), _word("level", RISKS)),
            (_("Reasons"), _plain("why")),
        ),
        rows,
    )


def papers_text(rows: Sequence[Row]) -> str:
    """The papers of a customer."""
    return _listed(
        (
            (_("Date"), _plain("on")),
            (_("Title"), _plain("title")),
            (_("Person"), _plain("by")),
            (_("Size"), lambda row: f"{row['size']:,} B"),
            ("ID", _plain("id")),
        ),
        rows,
    )


# visits and hazards -------------------------------------------------------------------------------------------------


def visits_text(rows: Sequence[Row]) -> str:
    """Visits: number or id, customer, what for, when and by whom."""
    from inspector.services.words import VISIT_KINDS  # noqa: PLC0415 - see console.opened

    def when(row: Row) -> str:
        if row["status"] == "planned":
            return f"{row['planned_on']} {row['planned_at']}".strip()
        return _moment("signed_at")(row) or _moment("started_at")(row)

    def state(row: Row) -> str:
        to = row["handed_over_to"]
        said = _word("status", STATES)(row)
        return f"{said} → {to}" if to else said

    return _listed(
        (
            (_("Status"), state),
            (_("Date"), when),
            (_("Account no."), _plain("account")),
            (_("Customer"), _plain("customer")),
            (_("Kind of inspection"), _word("kind", VISIT_KINDS)),
            (_("Occasion of the visit"), _plain("occasion")),
            (_("Inspectors"), _plain("inspectors")),
            (_("Hazards"), lambda row: str(row["hazards"]) if row["status"] != "planned" else ""),
            (_("Number or id"), lambda row: row["number"] or row["id"]),
        ),
        rows,
    )


def due_text(rows: Sequence[Row]) -> str:
    """Inspections that are due, with the rule that says so."""
    from inspector.services.words import IMPORTANCES, days_text  # noqa: PLC0415 - see console.opened

    t = Translator(language())
    return _listed(
        (
            (_("Account no."), _plain("account")),
            (_("Customer"), _plain("customer")),
            (_("Class"), _word("importance", IMPORTANCES)),
            (_("Last inspection"), lambda row: row["last_on"] or _("never")),
            (_("Next inspection"), _plain("due_on")),
            (_("Days"), lambda row: days_text(row["days"], t)),
            (_("Planned for"), _plain("planned_on")),
            (_("Cycle"), lambda row: _months(row["cycle_months"], t)),
            (_("Source"), _plain("source")),
        ),
        rows,
    )


def _months(count: int | None, t: Translator) -> str:
    return t.plural("{count} month", "{count} months", count).format(count=count) if count else t("as needed")


def hazards_text(rows: Sequence[Row]) -> str:
    """Hazards: how they stand, and by when."""
    from inspector.services.words import GRADES, STATUSES, days_text  # noqa: PLC0415 - see console.opened

    t = Translator(language())

    def status(row: Row) -> str:
        key = str(row["status"])
        if key == "open":
            key = "rectifying" if row["notice_served"] else "pending"
        return _(STATUSES.get(key, key))

    return _listed(
        (
            (_("Hazard no."), _plain("number")),
            (_("Grade"), _word("grade", GRADES)),
            (_("Status"), status),
            (_("Account no."), _plain("account")),
            (_("Customer"), _plain("customer")),
            (_("Place"), _plain("place")),
            (_("Description"), _plain("description")),
            (_("Found on"), _plain("found_on")),
            (_("Deadline"), _plain("deadline")),
            (_("Overdue"), lambda row: days_text(-row["overdue_days"], t) if row["overdue_days"] else ""),
        ),
        rows,
    )


def library_text(rows: Sequence[Row]) -> str:
    """Entries of the hazard library."""
    from inspector.services.words import GRADES, KINDS, basis_shown  # noqa: PLC0415 - see console.opened

    kinds = {kind.value: msgid for kind, msgid in KINDS.items()}
    return _listed(
        (
            (_("Entry"), _plain("id")),
            (_("Grade"), _word("grade", GRADES)),
            (_("Hazard"), _plain("hazard")),
            (_("Measure"), _plain("measure")),
            (_("Basis"), lambda row: basis_shown(row["basis"])),
            (_("Equipment"), lambda row: _(", ").join(_(kinds.get(kind, kind)) for kind in row["kinds"])),
            (_("Own"), lambda row: _yes(row["own"])),
        ),
        rows,
    )


def queue_text(rows: Sequence[Row]) -> str:
    """Rectifications that wait for a review."""
    from inspector.services.words import GRADES  # noqa: PLC0415 - see console.opened

    return _listed(
        (
            (_("Hazard no."), _plain("number")),
            (_("Grade"), _word("grade", GRADES)),
            (_("Customer"), _plain("customer")),
            (_("Description"), _plain("title")),
            (_("Waited"), _plain("waited")),
            (_("Overdue"), _plain("overdue")),
            (_("Team"), _plain("team")),
            (_("Assigned to"), _plain("assignee")),
            (_("Note"), _plain("why")),
        ),
        rows,
    )


# ledgers ------------------------------------------------------------------------------------------------------------


def ledger_text(rows: Sequence[Row], columns: Mapping[str, "LedgerColumn"]) -> str:
    """Rows of a ledger under the heads that paper has; ids are left to scripts."""
    keys = [key for key in rows[0] if key not in ("id", "no")] if rows else []
    heads: list[tuple[str, Callable[[Row], str]]] = [(pgettext("ledger", "No."), _plain("no"))]
    heads += [(_(columns[key].head) if key in columns else key, _plain(key)) for key in keys]
    return _listed(heads, rows)


def issues_text(rows: Sequence[Row]) -> str:
    """Numbered issues of ledgers."""
    return _listed(
        (
            (_("Number"), _plain("number")),
            (_("Ledger"), _word("kind", LEDGERS)),
            (_("Issued at"), _moment("issued_at")),
            (_("Person"), _plain("issued_by")),
            (_("Rows"), _plain("rows")),
            (_("Follows"), _plain("since")),
            (_("Check code"), _plain("check")),
        ),
        rows,
    )


# others -------------------------------------------------------------------------------------------------------------


def settings_text(rows: Sequence[Row]) -> str:
    """Settings with their values in words; `settings set` takes the key and what `settings get` prints."""
    return _listed(
        (
            (_("Key"), _plain("key")),
            (_("Setting"), _plain("name")),
            (_("Value"), _plain("words")),
            (_("Holds for"), _word("scope", SCOPES)),
            (_("Chosen"), lambda row: _yes(row["changed"])),
        ),
        rows,
    )


def found_text(rows: Sequence[Row]) -> str:
    """What a search found."""
    return _listed(
        (
            (_("Kind"), _word("kind", THINGS)),
            (_("Title"), _plain("title")),
            (_("Note"), _plain("subtitle")),
            ("ID", _plain("id")),
        ),
        rows,
    )


def partners_text(rows: Sequence[Row]) -> str:
    """Whom exchange files can be written for."""
    kinds = {"server": N_("Server"), "laptop": N_("Laptop")}
    return _listed(
        (
            (_("Name"), _plain("name")),
            (_("Code"), _plain("code")),
            (_("Kind"), _word("kind", kinds)),
            (_("Person"), _plain("person")),
            (_("Last file out"), _moment("sent_at")),
            (_("Last file in"), _moment("received_at")),
            (_("Note"), lambda row: _("Shut out by the server") if row["revoked"] else ""),
        ),
        rows,
    )
