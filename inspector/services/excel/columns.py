"""The columns of the four sheets: one list that template, reading, export and preview share.

What equipment and customers have in figures and choices comes from `services.registers.nameplates`; a nameplate key
that several kinds share is one column. Headings are built in either language, so a workbook written in one is read in
the other.
"""

import functools
from collections.abc import Iterable, Sequence
from enum import Enum, auto
from typing import Final

from inspector.domain.customer import Importance, Metering
from inspector.domain.equipment import EquipmentKind
from inspector.domain.person import Role
from inspector.i18n import N_, Message, Translator, language
from inspector.quick_dataclass import dataclass
from inspector.services.excel.views import SheetKind
from inspector.services.registers.nameplates import NameplateField, PairText, customer_fields, nameplate_fields
from inspector.services.words import IMPORTANCES, KINDS, METERINGS, ROLES

NO_RULE: Final = Message("")


class Value(Enum):
    """How the cells of a column are read."""

    ACCOUNT = auto()
    """Digits and letters; a number in the cell is taken with a warning."""
    WORD = auto()
    """Text in which width and blanks do not matter, for example a login."""
    TEXT = auto()
    FIGURE = auto()
    """A customer's figure or choice that `field` bounds; units may be typed."""
    PLATE = auto()
    """A value of a nameplate; what it may be depends on the kind of equipment."""
    NUMBER = auto()
    DAY = auto()
    CHOICE = auto()
    CHOICES = auto()
    FLAG = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `choices` are (stored value, words); `rule` is the comment of its head; `example` is sample data."""

    key: str
    head: Message
    value: Value = Value.TEXT
    required: bool = False
    choices: tuple[tuple[str, Message], ...] = ()
    field: NameplateField | None = None
    rule: Message = NO_RULE
    example: str = ""
    longest: int = 500

    @property
    def textual(self) -> bool:
        """Whether cells are typed as text, so that Excel keeps leading zeros."""
        return self.value in (Value.ACCOUNT, Value.WORD, Value.TEXT)

    def heading(self, translator: Translator) -> str:
        """The heading in one language, with the star of what is required."""
        return self.head.render(translator) + (" *" if self.required else "")


SHEETS: Final = {
    SheetKind.CUSTOMERS: Message(N_("Customers")),
    SheetKind.EQUIPMENT: Message(N_("Equipment")),
    SheetKind.TESTS: Message(N_("Tests")),
    SheetKind.PEOPLE: Message(N_("People")),
}
"""Names of the sheets."""
ELECTRICIANS: Final = 3
"""Electricians the template has columns for; an export has as many as there are."""
CONTACTS: Final = 2
"""The same of further contacts."""
NUMBERED: Final = ("electrician.", "contacts.")
"""Begin the keys of columns with a number."""
RECORD: Final = Message(N_("Record number (leave as it is)"))
RECORD_RULE: Final = Message(
    N_("Written by an export: finds the record again, even under another name. Leave it empty for new records.")
)
DAY_RULE: Final = Message(N_("A day, for example 2026-11-22."))
FLAG_RULE: Final = Message(N_("是/否 or yes/no; empty means yes for a new record."))
ACCOUNT_RULE: Final = Message(N_("The customer's account number, as text. It finds the customer again."))


def _choices(
    words: dict[Importance, str] | dict[Metering, str] | dict[Role, str] | dict[EquipmentKind, str],
) -> tuple[tuple[str, Message], ...]:
    return tuple((str(value), Message(text)) for value, text in words.items())


def _text(
    key: str, head: str, *, example: str = "", required: bool = False, rule: str = "", longest: int = 500
) -> Column:
    return Column(key, Message(head), Value.TEXT, required, rule=Message(rule), example=example, longest=longest)


def _figure(key: str) -> Column:
    """A customer's figure or choice as the data describes it."""
    field = next(field for field in customer_fields() if field.key == key)
    return Column(key, field.names, Value.FIGURE, field=field, rule=field.allowed())


def customer_columns(electricians: int = ELECTRICIANS, contacts: int = CONTACTS) -> tuple[Column, ...]:
    """The columns of the customers."""
    return (
        Column(
            "account",
            Message(N_("Account number")),
            Value.ACCOUNT,
            required=True,
            rule=ACCOUNT_RULE,
            example="05010223781",
            longest=40,
        ),
        _text("name", N_("Customer name"), required=True, example="嘉陵江化工股份有限公司", longest=200),
        _text("address", N_("Address"), example="重庆市北碚区化工路 8 号"),
        _figure("voltage_kv"),
        _figure("capacity_kva"),
        _text("transformers", N_("Installed transformers"), example="2×1250 kVA"),
        _text("supply_mode", N_("Supply mode"), example="双电源"),
        _text("line", N_("Supply line"), example="10 kV 化工一线"),
        Column("metering", Message(N_("Metering mode")), Value.CHOICE, choices=_choices(METERINGS), example="hv"),
        Column(
            "importance",
            Message(N_("Importance class")),
            Value.CHOICE,
            choices=_choices(IMPORTANCES),
            example="level_2",
        ),
        _text("industry", N_("Industry"), example="化工"),
        _text("contact", N_("Contact person"), example="李建国"),
        _text("contact_title", N_("Title of the contact"), example="电气主管"),
        _text("phone", N_("Phone"), example="13800000000"),
        *(column for number in range(1, contacts + 1) for column in _contact(number)),
        _text("duty", N_("Manning of the substation"), example="24 h，每班 2 人"),
        _text(
            "keeper",
            N_("Our person in charge"),
            rule=N_("Login or name of one of our people, who is responsible for this customer."),
            example="王工",
        ),
        _figure("emergency_supply_kva"),
        _figure("security_load_kw"),
        _figure("supply_sources"),
        _figure("supply_circuits"),
        _figure("declared_demand_kw"),
        _figure("meter_multiplier"),
        _figure("power_factor_class"),
        _figure("cycle_months"),
        _figure("earthing"),
        *(column for number in range(1, electricians + 1) for column in _electrician(number)),
        Column("active", Message(N_("In service")), Value.FLAG, rule=FLAG_RULE),
        Column("id", RECORD, Value.WORD, rule=RECORD_RULE),
    )


def _electrician(number: int) -> tuple[Column, ...]:
    given = {"number": number}
    example = number == 1
    return (
        Column(
            f"electrician.{number}.name",
            Message(N_("Electrician {number} name"), given),
            example="王强" if example else "",
        ),
        Column(
            f"electrician.{number}.certificate",
            Message(N_("Electrician {number} certificate"), given),
            example="T510212199001011234" if example else "",
        ),
        Column(
            f"electrician.{number}.valid_until",
            Message(N_("Electrician {number} valid until"), given),
            Value.DAY,
            rule=DAY_RULE,
            example="2028-06-30" if example else "",
        ),
        Column(
            f"electrician.{number}.category",
            Message(N_("Electrician {number} category"), given),
            rule=Message(N_("What the certificate is for, as it says: high voltage, low voltage …")),
            example="高压" if example else "",
        ),
        Column(
            f"electrician.{number}.phone",
            Message(N_("Electrician {number} phone"), given),
            example="13700000000" if example else "",
        ),
    )


def _contact(number: int) -> tuple[Column, ...]:
    """A further person to call."""
    given = {"number": number}
    example = ("周工", "夜间值班", "13600000000") if number == 1 else ("", "", "")
    heads = (N_("Further contact {number}"), N_("Further contact {number} title"), N_("Further contact {number} phone"))
    return tuple(
        Column(f"contacts.{number}.{part}", Message(head, given), example=words)
        for part, head, words in zip(("name", "title", "phone"), heads, example, strict=True)
    )


def _owner() -> tuple[Column, ...]:
    return (
        Column(
            "account",
            Message(N_("Account number")),
            Value.ACCOUNT,
            required=True,
            rule=ACCOUNT_RULE,
            example="05010223781",
            longest=40,
        ),
        Column(
            "customer_name",
            Message(N_("Customer name")),
            rule=Message(N_("To help reading; it finds the customer where the account is empty.")),
            example="嘉陵江化工股份有限公司",
        ),
    )


def equipment_columns(extra: Sequence[str] = ()) -> tuple[Column, ...]:
    """The columns of the equipment; `extra` are nameplate keys that the list of nameplates does not know."""
    return (
        *_owner(),
        _text("name", N_("Equipment name"), required=True, example="1号主变", longest=200),
        Column(
            "kind",
            Message(N_("Kind of equipment")),
            Value.CHOICE,
            required=True,
            choices=_choices(KINDS),
            example="transformer_oil",
        ),
        _text("model", N_("Model"), example="S11-M-1250/10"),
        _text("maker", N_("Manufacturer"), example="重庆变压器厂"),
        _text("serial", N_("Serial number"), example="200806-117", longest=100),
        _text("place", N_("Installed at"), example="1号变压器室"),
        Column("commissioned", Message(N_("Commissioned on")), Value.DAY, rule=DAY_RULE, example="2008-06-18"),
        *plate_columns(),
        *(Column(f"plate.{key}", PairText(key, zh=key), Value.PLATE) for key in extra),
        Column("active", Message(N_("In service")), Value.FLAG, rule=FLAG_RULE),
        Column("id", RECORD, Value.WORD, rule=RECORD_RULE),
    )


PLATE: Final = "plate."
"""Begins the keys of nameplate columns."""
_EXAMPLES: Final = {"voltage_kv": "10", "capacity_kva": "1250", "lv_voltage_kv": "0.4"}


def plate_columns() -> tuple[Column, ...]:
    """One column for each key of the nameplates; its comment says which kinds have it."""
    found: dict[str, list[tuple[EquipmentKind, NameplateField]]] = {}
    for kind in EquipmentKind:
        for field in nameplate_fields(kind):
            found.setdefault(field.key, []).append((kind, field))
    return tuple(_plate_column(key, fields) for key, fields in found.items())


def _plate_column(key: str, fields: list[tuple[EquipmentKind, NameplateField]]) -> Column:
    first = fields[0][1]
    names = PairText(
        ", ".join(KINDS[kind] for kind, _field in fields),
        zh="、".join(Translator("zh_CN")(KINDS[kind]) for kind, _field in fields),
    )
    rule = Message(N_("For: {kinds}. Allowed: {allowed}."), {"kinds": names, "allowed": first.allowed()})
    if first.kind == "text":
        rule = Message(N_("For: {kinds}."), {"kinds": names})
    choices = dict(choice for _kind, field in fields for choice in field.choices if field.kind == "choice")
    return Column(
        PLATE + key,
        first.names,
        Value.PLATE,
        choices=tuple((value, PairText(label, zh=label)) for value, label in choices.items()),
        field=first,
        rule=rule,
        example=first.example or _EXAMPLES.get(key, ""),
    )


def test_columns() -> tuple[Column, ...]:
    """The columns of the test history: one row for each value."""
    return (
        *_owner(),
        _text("equipment", N_("Equipment name"), required=True, example="1号主变", longest=200),
        Column("tested_on", Message(N_("Test date")), Value.DAY, required=True, rule=DAY_RULE, example="2025-05-20"),
        _text(
            "quantity",
            N_("Test item"),
            required=True,
            rule=N_("One of the sheet of test items, or the name of the quantity."),
            example="oil_breakdown",
            longest=200,
        ),
        _text(
            "label",
            N_("Phase or point"),
            rule=N_("Where an item is measured several times: which of them."),
            longest=100,
        ),
        Column("value", Message(N_("Measured value")), Value.PLATE, required=True, example="45.6"),
        _text("unit", N_("Unit"), rule=N_("Empty means the unit of the item."), example="kV", longest=20),
        Column("temperature_c", PairText("Temperature (°C)", zh="温度 (°C)"), Value.NUMBER, example="22"),
        _text("lab", N_("Tested by"), example="重庆电科院", longest=200),
        Column("next_due", Message(N_("Next test due")), Value.DAY, rule=DAY_RULE, example="2028-05-20"),
        Column(
            "id",
            RECORD,
            Value.WORD,
            rule=Message(N_("The record number of the equipment, written by an export. Leave it empty otherwise.")),
        ),
    )


def people_columns() -> tuple[Column, ...]:
    """The columns of the people."""
    return (
        Column(
            "login",
            Message(N_("Login")),
            Value.WORD,
            required=True,
            rule=Message(N_("A short name that finds the person again.")),
            example="wang",
            longest=60,
        ),
        _text("name", N_("Name"), required=True, example="王工", longest=100),
        _text(
            "team",
            N_("Team"),
            required=True,
            rule=N_("The team decides whose hazards a person may review."),
            example="检查一班",
            longest=100,
        ),
        Column(
            "roles",
            Message(N_("Roles")),
            Value.CHOICES,
            choices=_choices(ROLES),
            rule=Message(N_("One or several, separated by commas. Empty means inspector.")),
            example="inspector",
        ),
        _text("phone", N_("Phone"), example="13900000000"),
        Column("active", Message(N_("Works here")), Value.FLAG, rule=FLAG_RULE),
        Column("id", RECORD, Value.WORD, rule=RECORD_RULE),
    )


def columns_of(kind: SheetKind) -> tuple[Column, ...]:
    """The columns of a sheet of the template."""
    return _columns(kind, language())


@functools.cache
def _columns(kind: SheetKind, _language: str) -> tuple[Column, ...]:
    """Choices of nameplates are in the current language, so there is one list for each."""
    match kind:
        case SheetKind.CUSTOMERS:
            return customer_columns()
        case SheetKind.EQUIPMENT:
            return equipment_columns()
        case SheetKind.TESTS:
            return test_columns()
    return people_columns()


def column_of(kind: SheetKind, key: str) -> Column | None:
    """A column by key, electricians and contacts of any number and unknown nameplate keys included."""
    found = next((column for column in columns_of(kind) if column.key == key), None)
    if found is not None:
        return found
    if kind is SheetKind.CUSTOMERS and key.startswith(NUMBERED):
        number = key.split(".")[1]
        made = _electrician if key.startswith(NUMBERED[0]) else _contact
        columns = made(int(number)) if number.isascii() and number.isdigit() and len(number) < 3 else ()
        return next((column for column in columns if column.key == key), None)
    if kind is SheetKind.EQUIPMENT and key.startswith(PLATE):
        return Column(key, PairText(key.removeprefix(PLATE), zh=key.removeprefix(PLATE)), Value.PLATE)
    return None


@functools.cache
def translators() -> tuple[Translator, ...]:
    """Translators of the languages headings are recognised in."""
    return tuple(Translator(name) for name in ("zh_CN", "en"))


def headings(columns: Iterable[Column]) -> dict[str, str]:
    """Heading as written (either language, without the star) -> key."""
    return {column.head.render(translator): column.key for translator in translators() for column in columns}
