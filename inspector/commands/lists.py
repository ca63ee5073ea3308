"""What lists say to people: columns under headings in the reader's language, codes in words, one line for a record.

Each function takes the rows that `--json` prints, and what their ids stand for; scripts ask for `--json`.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from inspector.commands.columns import Heads, Row, listed, moment, number, plain, word, yes
from inspector.i18n import N_, Translator, _, language

if TYPE_CHECKING:
    from inspector.services.registers.hints import RegisterNames

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


# registers ----------------------------------------------------------------------------------------------------------


def customers_text(rows: Sequence[Row], names: "RegisterNames") -> str:
    """Customers, by account."""
    from inspector.services.words import IMPORTANCES  # noqa: PLC0415 - see console.opened

    return listed(
        (
            (_("Account no."), plain("account")),
            (_("Customer"), plain("name")),
            (_("Class"), word("importance", IMPORTANCES)),
            (_("Voltage"), number("voltage_kv", " kV")),
            (_("Capacity"), number("capacity_kva", " kVA")),
            (_("Contact"), lambda row: " ".join(part for part in (row["contact"], row["phone"]) if part)),
            (_("Person in charge"), lambda row: names.person(row["keeper"])),
            (_("Area"), lambda row: names.area(row["scope"])),
            (_("Status"), lambda row: _("In service") if row["active"] else _("Account closed")),
        ),
        rows,
    )


def equipment_text(rows: Sequence[Row], names: "RegisterNames", *, owned: bool = False) -> str:
    """Equipment with its customer, unless it is `owned` by one; the id last, by which other commands name it."""
    from inspector.services.words import KINDS  # noqa: PLC0415 - see console.opened

    owner: Heads = (
        (_("Account no."), lambda row: names.customer(row["customer"])[0]),
        (_("Customer"), lambda row: names.customer(row["customer"])[1]),
    )
    return listed(
        (
            *(() if owned else owner),
            (_("Equipment"), plain("name")),
            (_("Kind"), word("kind", KINDS)),
            (_("Model"), plain("model")),
            (_("Place"), plain("place")),
            (_("Commissioned"), plain("commissioned")),
            (_("Status"), lambda row: _("In service") if row["active"] else _("Out of service")),
            ("ID", plain("id")),
        ),
        rows,
    )


def persons_text(rows: Sequence[Row], names: "RegisterNames") -> str:
    """People, and whether they sign here."""
    from inspector.services.words import ROLES  # noqa: PLC0415 - see console.opened

    roles = {role.value: msgid for role, msgid in ROLES.items()}
    return listed(
        (
            (_("Login"), plain("login")),
            (_("Name"), plain("name")),
            (_("Team"), plain("team")),
            (_("Roles"), lambda row: _(", ").join(_(roles.get(role, role)) for role in row["roles"])),
            (_("Areas"), lambda row: _(", ").join(names.area(area) for area in row["areas"])),
            (_("Phone"), plain("phone")),
            ("PIN", lambda row: yes(row["has_pin"])),
            (_("Status"), lambda row: _("Works here") if row["active"] else _("No longer here")),
        ),
        rows,
    )


def risks_text(rows: Sequence[Row]) -> str:
    """Risk scores with their reasons."""
    from inspector.services.words import RISKS  # noqa: PLC0415 - see console.opened

    return listed(
        (
            (_("Account no."), plain("account")),
            (_("Customer"), plain("name")),
            (_("Score"), plain("score")),
            (_("Risk"), word("level", RISKS)),
            (_("Reasons"), plain("why")),
        ),
        rows,
    )


def papers_text(rows: Sequence[Row]) -> str:
    """The papers of a customer."""
    return listed(
        (
            (_("Date"), plain("on")),
            (_("Title"), plain("title")),
            (_("Person"), plain("by")),
            (_("Size"), lambda row: f"{row['size']:,} B"),
            ("ID", plain("id")),
        ),
        rows,
    )


def portraits_text(rows: Sequence[Row]) -> str:
    """What a workbook of portraits brings, row by row."""
    actions = {"add": N_("added"), "change": N_("changed"), "same": N_("unchanged"), "error": N_("error")}
    return listed(
        (
            (_("Row"), plain("row")),
            (_("Account no."), plain("account")),
            (_("Customer"), plain("name")),
            (_("What"), word("action", actions)),
            (_("Note"), plain("remarks")),
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
        return moment("signed_at")(row) or moment("started_at")(row)

    def state(row: Row) -> str:
        to = row["handed_over_to"]
        said = word("status", STATES)(row)
        return f"{said} → {to}" if to else said

    return listed(
        (
            (_("Status"), state),
            (_("Date"), when),
            (_("Account no."), plain("account")),
            (_("Customer"), plain("customer")),
            (_("Kind of inspection"), word("kind", VISIT_KINDS)),
            (_("Occasion of the visit"), plain("occasion")),
            (_("Inspectors"), plain("inspectors")),
            (_("Hazards"), lambda row: str(row["hazards"]) if row["status"] != "planned" else ""),
            (_("Number or id"), lambda row: row["number"] or row["id"]),
        ),
        rows,
    )


def due_text(rows: Sequence[Row]) -> str:
    """Inspections that are due, with the rule that says so."""
    from inspector.services.words import IMPORTANCES, days_text  # noqa: PLC0415 - see console.opened

    t = Translator(language())
    return listed(
        (
            (_("Account no."), plain("account")),
            (_("Customer"), plain("customer")),
            (_("Class"), word("importance", IMPORTANCES)),
            (_("Last inspection"), lambda row: row["last_on"] or _("never")),
            (_("Next inspection"), plain("due_on")),
            (_("Days"), lambda row: days_text(row["days"], t)),
            (_("Planned for"), plain("planned_on")),
            (_("Cycle"), lambda row: _months(row["cycle_months"], t)),
            (_("Source"), plain("source")),
        ),
        rows,
    )


def _months(count: int | None, t: Translator) -> str:
    return t.plural("{count} month", "{count} months", count).format(count=count) if count else t("as needed")


def loads_text(rows: Sequence[Row]) -> str:
    """How many visits each inspector has, and on which days too many."""

    def days(row: Row) -> str:
        return _(", ").join(f"{day[5:]} {count}" for day, count in row["days"].items())

    return listed(
        (
            (_("Name"), plain("person")),
            (_("Team"), plain("team")),
            (_("Visits"), plain("visits")),
            (_("Days"), days),
            (_("Too many on"), lambda row: _(", ").join(day[5:] for day in row["too_many"])),
        ),
        rows,
    )


def occasions_text(rows: Sequence[Row]) -> str:
    """What seasonal and special visits are for; the id is what `--occasion` takes."""
    from inspector.services.words import VISIT_KINDS  # noqa: PLC0415 - see console.opened

    return listed(
        (
            ("ID", plain("id")),
            (_("Kind of inspection"), word("kind", VISIT_KINDS)),
            (_("Occasion of the visit"), plain("name")),
            (_("From"), plain("from")),
            (_("To"), plain("to")),
        ),
        rows,
    )


def hazards_text(rows: Sequence[Row]) -> str:
    """Hazards: how they stand, and by when."""
    from inspector.services.words import GRADES, STATUSES, days_text  # noqa: PLC0415 - see console.opened

    t = Translator(language())

    def status(row: Row) -> str:
        key = str(row["status"])
        if key == "open":
            key = "rectifying" if row["notice_served"] else "pending"
        return _(STATUSES.get(key, key))

    return listed(
        (
            (_("Hazard no."), plain("number")),
            (_("Grade"), word("grade", GRADES)),
            (_("Status"), status),
            (_("Account no."), plain("account")),
            (_("Customer"), plain("customer")),
            (_("Place"), plain("place")),
            (_("Description"), plain("description")),
            (_("Found on"), plain("found_on")),
            (_("Deadline"), plain("deadline")),
            (_("Overdue"), lambda row: days_text(-row["overdue_days"], t) if row["overdue_days"] else ""),
        ),
        rows,
    )


def library_text(rows: Sequence[Row]) -> str:
    """Entries of the hazard library."""
    from inspector.services.words import GRADES, KINDS, basis_shown  # noqa: PLC0415 - see console.opened

    kinds = {kind.value: msgid for kind, msgid in KINDS.items()}
    return listed(
        (
            (_("Entry"), plain("id")),
            (_("Grade"), word("grade", GRADES)),
            (_("Hazard"), plain("hazard")),
            (_("Measure"), plain("measure")),
            (_("Basis"), lambda row: basis_shown(row["basis"])),
            (_("Equipment"), lambda row: _(", ").join(_(kinds.get(kind, kind)) for kind in row["kinds"])),
            (_("Own"), lambda row: yes(row["own"])),
        ),
        rows,
    )


# others -------------------------------------------------------------------------------------------------------------


def settings_text(rows: Sequence[Row]) -> str:
    """Settings with their values in words; `settings set` takes the key and what `settings get` prints."""
    return listed(
        (
            (_("Key"), plain("key")),
            (_("Setting"), plain("name")),
            (_("Value"), plain("words")),
            (_("Holds for"), word("scope", SCOPES)),
            (_("Chosen"), lambda row: yes(row["changed"])),
        ),
        rows,
    )


def found_text(rows: Sequence[Row]) -> str:
    """What a search found."""
    return listed(
        (
            (_("Kind"), word("kind", THINGS)),
            (_("Title"), plain("title")),
            (_("Note"), plain("subtitle")),
            ("ID", plain("id")),
        ),
        rows,
    )


def partners_text(rows: Sequence[Row]) -> str:
    """Whom exchange files can be written for."""
    kinds = {"server": N_("Server"), "laptop": N_("Laptop")}
    return listed(
        (
            (_("Name"), plain("name")),
            (_("Code"), plain("code")),
            (_("Kind"), word("kind", kinds)),
            (_("Person"), plain("person")),
            (_("Last file out"), moment("sent_at")),
            (_("Last file in"), moment("received_at")),
            (_("Note"), lambda row: _("Shut out by the server") if row["revoked"] else ""),
        ),
        rows,
    )
