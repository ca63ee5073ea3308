"""Fields of shared records in words: what a field is called, how its value reads, and how another one is given.

Needs no workspace but for names of things that a value only names by id (`Names`). Any thread.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from inspector.domain.equipment import EquipmentKind
from inspector.i18n import N_, Translator
from inspector.services.conflicts.views import InputKind, OwnInput
from inspector.services.hazards.action_words import FIELDS as HAZARD_FIELDS
from inspector.services.judgement.words import group_words
from inspector.services.preferences.values import option_label, option_words
from inspector.services.registers.nameplates import NameplateField, customer_fields, field_of
from inspector.services.words import (
    GRADES,
    IMPORTANCES,
    KINDS,
    METERINGS,
    NBSP,
    ROLES,
    VISIT_KINDS,
    account_shown,
)

DASH: Final = "—"
LABELS: Final[Mapping[str, Mapping[str, str]]] = {
    "customer": {
        "account": N_("Account number"),
        "name": N_("Customer name"),
        "address": N_("Address"),
        "transformers": N_("Transformers"),
        "supply_mode": N_("Mode of supply"),
        "metering": N_("Metering"),
        "importance": N_("Importance class"),
        "industry": N_("Industry"),
        "contact": N_("Contact person"),
        "contact_title": N_("Job title"),
        "phone": N_("Telephone"),
        "electricians": N_("Electricians"),
        "contacts": N_("Further contacts"),
        "keeper": N_("Person in charge"),
        "duty": N_("Manned"),
        "portrait": N_("Four-high portrait"),
        "diagram": N_("Single-line diagram"),
        "line": N_("Supply line"),
        "active": N_("In service"),
        "scope": N_("Areas"),
    },
    "equipment": {
        "customer": N_("Customer"),
        "kind": N_("Kind"),
        "name": N_("Equipment name"),
        "model": N_("Model"),
        "place": N_("Place"),
        "commissioned": N_("In service since"),
        "position": N_("Order"),
        "nameplate": N_("Nameplate"),
        "serial": N_("Serial number"),
        "maker": N_("Maker"),
        "active": N_("In service"),
    },
    "person": {
        "login": N_("Login"),
        "name": N_("Name"),
        "team": N_("Team"),
        "roles": N_("Roles"),
        "areas": N_("Areas"),
        "phone": N_("Telephone"),
        "active": N_("Works here"),
    },
    "hazard": HAZARD_FIELDS,
    "review_group": {"name": N_("Name"), "members": N_("Members"), "chair": N_("Head"), "active": N_("In service")},
    "plan": {
        "customer": N_("Customer"),
        "kind": N_("Occasion"),
        "inspectors": N_("Inspectors"),
        "planned_on": N_("Day"),
        "at": N_("Time of day"),
        "occasion": N_("Reason for the visit"),
        "note": N_("Note"),
        "work_order": N_("Work order"),
        "cancelled": N_("Cancelled"),
    },
    "criterion": {
        "row": N_("Criterion"),
        "group": N_("Subject"),
        "confirmed": N_("Confirmation"),
        "enabled": N_("Judges"),
        "chosen": N_("Variant that counts"),
    },
    "criteria_pack": {"title": N_("Title"), "content": N_("Content of the pack"), "active": N_("In use")},
    "form": {"content": N_("Content of the checklist"), "active": N_("In use")},
    "hazard_entry": {
        "kinds": N_("Kinds of equipment"),
        "grade": N_("Grade"),
        "hazard_zh": N_("Description"),
        "hazard_en": N_("Description (English)"),
        "measure_zh": N_("Measure"),
        "measure_en": N_("Measure (English)"),
        "days": N_("Days until the deadline"),
        "basis": N_("Basis"),
        "words": N_("Search words"),
        "active": N_("In use"),
    },
}
"""Kind -> field -> label (msgid); figures of a customer have theirs from the data."""
NEEDED: Final = {
    "customer": ("account", "name"),
    "equipment": ("name",),
    "person": ("login", "name", "team"),
    "hazard": ("description", "grade"),
}
"""Fields that are never empty."""

IdNames = Callable[[str], str]
"""What a thing that a value names by its id is called; the id itself for one that nobody knows."""


def field_label(kind: str, field: str, t: Translator) -> str:
    """What people call a field."""
    bound = _bound(kind, field)
    if bound is not None:
        return bound.name
    if kind == "setting":
        return option_label(field, t)
    if kind == "review_round":
        return t("Given for review to")
    return t(LABELS.get(kind, {}).get(field, field))


def value_text(kind: str, field: str, value: Any, names: IdNames, t: Translator) -> str:
    """A field's value (JSON) as people read it; a dash for none."""
    if value is None or value == "" or value in ([], {}) or _blank(value):
        return DASH
    made = _special(kind, field, value, names, t)
    if made is not None:
        return made
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if isinstance(value, list):
        return t(", ").join(str(item) for item in value)
    return str(value)


def _blank(value: Any) -> bool:
    """Whether a value of several parts has none of them: nobody had set it yet."""
    return isinstance(value, Mapping) and all(part == "" for part in value.values())


def _special(kind: str, field: str, value: Any, names: IdNames, t: Translator) -> str | None:
    """Values that have words, a unit or a name."""
    if kind == "setting":
        return option_words(field, value, t)
    bound, words = _bound(kind, field), _choices(kind, field)
    if bound is not None:
        return _figure(bound, value)
    if words is not None:
        return t(words.get(str(value), str(value)))
    if (kind, field) in NAMED or kind == "review_round":
        return t(", ").join(names(str(one)) for one in (value if isinstance(value, list) else [value]))
    return _shaped(kind, field, value, t) or _ruled(kind, field, value, t)


def _shaped(kind: str, field: str, value: Any, t: Translator) -> str | None:
    """Values that are written in a way of their own."""
    match kind, field:
        case ("customer", "account"):
            return account_shown(str(value))
        case ("customer", "electricians") if isinstance(value, list):
            return t("; ").join(_electrician(item) for item in value)
        case ("customer", "contacts" | "portrait" | "diagram"):
            from inspector.services.customer_files.field_words import file_field  # noqa: PLC0415 - rarely in conflict

            return file_field(field, value, t)
        case ("equipment", "nameplate") if isinstance(value, Mapping):
            return plate_text(value, t)
        case ("plan", "occasion"):
            from inspector.services.planning.occasions import occasion_name  # noqa: PLC0415 - rarely in conflict

            return occasion_name(value)
        case ("person", "roles") if isinstance(value, list):
            known = {role.value: words for role, words in ROLES.items()}
            return t(", ").join(t(known.get(str(role), str(role))) for role in value)
        case ("hazard", "photos") if isinstance(value, list):
            return t.plural("{count} photo", "{count} photos", len(value)).format(count=len(value))
    return None


def _ruled(kind: str, field: str, value: Any, t: Translator) -> str | None:
    """Values of what a company decides for itself."""
    match kind, field:
        case ("criterion", "group"):
            return group_words(str(value), t) or None
        case ("criterion", "confirmed"):
            return t("confirmed")
        case (_, "content"):
            return t("{count} characters, mark {mark}").format(count=len(str(value)), mark=_mark(str(value)))
    return None


def _mark(text: str) -> str:
    """A few characters that tell two texts apart."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


NAMED: Final = frozenset(
    {
        ("equipment", "customer"),
        ("hazard", "customer"),
        ("hazard", "equipment"),
        ("hazard", "found_by"),
        ("hazard", "visit"),
        ("criterion", "chosen"),
        ("criterion", "row"),
        ("review_group", "members"),
        ("review_group", "chair"),
        ("person", "areas"),
        ("customer", "scope"),
        ("customer", "keeper"),
        ("plan", "customer"),
        ("plan", "inspectors"),
    }
)
"""Fields whose values are ids of other things."""


def _choices(kind: str, field: str) -> Mapping[str, str] | None:
    """Value -> msgid of a field that takes one of several values."""
    match kind, field:
        case ("customer", "importance"):
            return {key.value: words for key, words in IMPORTANCES.items()}
        case ("customer", "metering"):
            return {key.value: words for key, words in METERINGS.items()}
        case ("equipment", "kind"):
            return {key.value: words for key, words in KINDS.items()}
        case ("plan", "kind"):
            return {key.value: words for key, words in VISIT_KINDS.items()}
        case ("hazard" | "hazard_entry", "grade"):
            return {key.value: words for key, words in GRADES.items()}
    return None


def _bound(kind: str, field: str) -> NameplateField | None:
    if kind != "customer":
        return None
    return next((bound for bound in customer_fields() if bound.key == field), None)


def _figure(bound: NameplateField, value: Any) -> str:
    """A figure of a customer with its unit, or the word of a choice."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = f"{value:g}"
        words = bound.label_of(number)
        return f"{words}{NBSP}{bound.unit}" if bound.unit else words
    return bound.label_of(str(value))


def _electrician(item: Any) -> str:
    if not isinstance(item, Mapping):
        return str(item)
    rest = [str(item[key]) for key in ("certificate", "valid_until") if item.get(key)]
    name = str(item.get("name", ""))
    return f"{name} ({', '.join(rest)})" if rest else name


def plate_text(plate: Mapping[str, Any], t: Translator) -> str:
    """A nameplate, or a part of it, in words."""
    shown = []
    for key, value in plate.items():
        field = next((found for kind in EquipmentKind if (found := field_of(kind, key)) is not None), None)
        name, words = (field.name, field.label_of(str(value))) if field is not None else (key, str(value))
        unit = f"{NBSP}{field.unit}" if field is not None and field.unit and value != "" else ""
        shown.append(f"{name} {words or DASH}{unit}")
    return t("; ").join(shown)


def changed_parts(original: Any, values: Sequence[Any]) -> tuple[Any, tuple[Any, ...]]:
    """Of values with named parts (nameplates) only the parts that differ; anything else as it is."""
    every = [original or {}, *values]
    if not all(isinstance(one, Mapping) for one in every):
        return original, tuple(values)
    keys = list(dict.fromkeys(key for one in every for key in one))
    differing = [key for key in keys if len({str(one.get(key, "")) for one in every}) > 1]
    parts = [{key: one.get(key, "") for key in differing} for one in every]
    return parts[0], tuple(parts[1:])


def combined(original: Any, values: Sequence[Any]) -> Any:
    """What several sides make together of a value with named parts; None where two changed the same part."""
    before = original or {}
    if not isinstance(before, Mapping) or not all(isinstance(one, Mapping) for one in values):
        return None
    made = dict(before)
    taken: dict[str, Any] = {}
    for one in values:
        for key in {*before, *one}:
            after = one.get(key)
            if after == before.get(key):
                continue
            if key in taken and taken[key] != after:
                return None
            taken[key] = after
    made.update(taken)
    return {key: value for key, value in made.items() if value not in (None, "")}


def own_input(kind: str, field: str, t: Translator) -> OwnInput:
    """How a person gives another value than those that somebody wrote."""
    bound = _bound(kind, field)
    if bound is not None and bound.choices:
        return OwnInput(InputKind.CHOICE, options=(("", t("unknown")), *bound.choices))
    if bound is not None:
        return OwnInput(InputKind.NUMBER if bound.kind == "number" else InputKind.TEXT, unit=bound.unit)
    words = _choices(kind, field)
    if words is not None and (kind, field) != ("equipment", "kind"):
        return OwnInput(InputKind.CHOICE, options=tuple((value, t(label)) for value, label in words.items()))
    if field == "active" or kind in ("criterion", "criteria_pack", "form", "setting"):
        return OwnInput(InputKind.NONE)
    if (kind, field) in (("customer", "electricians"), ("customer", "contacts"), ("equipment", "nameplate")):
        return OwnInput(InputKind.REGISTER)
    if (kind, field) in (("equipment", "commissioned"), ("plan", "planned_on")):
        return OwnInput(InputKind.DAY)
    return OwnInput(InputKind.TEXT if field in TEXTS.get(kind, ()) else InputKind.NONE)


TEXTS: Final[Mapping[str, frozenset[str]]] = {
    "customer": frozenset(
        {"account", "name", "address", "transformers", "supply_mode", "industry", "contact", "contact_title", "phone"}
        | {"line", "duty"}
    ),
    "equipment": frozenset({"name", "model", "place", "serial", "maker"}),
    "person": frozenset({"login", "name", "team", "phone"}),
    "hazard": frozenset({"description", "place", "basis", "measure", "responsible"}),
    "plan": frozenset({"at", "note"}),
    "hazard_entry": frozenset({"hazard_zh", "hazard_en", "measure_zh", "measure_en", "basis", "words"}),
}
"""Fields that hold one text."""


def read_own(kind: str, field: str, text: str) -> Any:
    """A value that somebody typed, as the field's JSON. Raises Problem field_range."""
    typed = text.strip()
    bound = _bound(kind, field)
    if bound is not None and bound.kind == "number":
        stored = bound.entry(typed)
        if not stored:
            return None
        number = float(stored)
        return int(number) if bound.whole else number
    if (kind, field) in (("equipment", "commissioned"), ("plan", "planned_on")):
        return typed or None
    if (kind, field) == ("plan", "at") and typed:
        from inspector.services.planning.visits import checked_time  # noqa: PLC0415 - it plans; rarely asked here

        return checked_time(typed)
    return typed


def part_name(kind: str, t: Translator) -> str:
    """Which of a thing's papers its fields are."""
    names = {
        "customer": N_("Customer file"),
        "equipment": N_("Equipment register"),
        "person": N_("Register of people"),
        "hazard": N_("Hazard entry"),
        "review_group": N_("Review group"),
        "review_round": N_("Review round"),
        "criterion": N_("Criteria"),
        "criteria_pack": N_("Own criteria pack"),
        "hazard_entry": N_("Hazard library"),
        "form": N_("Checklist"),
        "setting": N_("Settings"),
        "plan": N_("Planned visit"),
    }
    return t(names.get(kind, kind))
