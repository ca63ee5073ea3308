"""Records as a broken or malicious program writes them: known types, authentic, with any JSON in them."""

from typing import Any, Final

from hypothesis import strategies as st

from inspector.domain.events import TYPES, Effect
from inspector.domain.said import HAZARD, HAZARD_TEXTS

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "customer": (
        "account", "name", "scope", "voltage_kv", "capacity_kva", "importance", "metering", "cycle_months", "contacts",
        "electricians", "portrait", "active", "keeper", "power_factor_class", "supply_sources", "supply_circuits",
        "emergency_supply_kva", "declared_demand_kw", "diagram", "earthing",
    ),
    "equipment": ("customer", "kind", "name", "commissioned", "position", "nameplate", "active"),
    "person": ("login", "name", "team", "roles", "areas", "active"),
    "plan": ("visit", "customer", "kind", "inspectors", "planned_on", "at", "cancelled", "occasion"),
    "hazard": (*HAZARD, *HAZARD_TEXTS, "supervised"),
    "setting": ("section", "company", "supervision.grades", "supervision.overdue_days", "supervision.cycles",
        "cycle.hv-metering", "deadline.critical", "closure_target", "numbering.hazard", "document_logo",
        "signature.prepared.name",
    ),
}  # fmt: skip
"""Fields by kind of thing."""
WORDS: Final = (
    "number", "customer", "kind", "inspectors", "counts", "signed_at", "started_at", "notice", "conclusion", "photos",
    "tested_on", "next_due", "values", "readings", "forms", "roles", "teams", "finders", "rectifiers", "on", "at",
    "visit", "until", "reason", "text", "judgement", "refused", "extension", "approver", "paper", "sha256", "name",
    "type", "size", "title", "begun", "reply", "code", "hazard", "hazards", "group", "outcome", "values", "display",
)  # fmt: skip
ODD: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 5, 120, 100_000, 10**30, 1e308, -1e308, "", "x", "9999-12-31", "0001-01-01", "2026-13-99",
    "9999-12-31T23:59:59+14:00", "critical", "special", "hv", "c1", [], {}, [1], ["x"], [["x"]], [{"name": 1}],
    [{"display": 5}], [None], {"x": [1]}, [10**30, -5, 1], "a\0b", ["critical", ["x"]],
)  # fmt: skip

VALUES = st.sampled_from(ODD) | st.lists(st.sampled_from(ODD), max_size=3)


@st.composite
def odd_records(draw: st.DrawFn, kinds: tuple[str, ...]) -> tuple[str, str, dict[str, Any]]:
    """Kind, type and body of an event."""
    kind = draw(st.sampled_from(kinds))
    type_ = draw(st.sampled_from(sorted(TYPES[kind])))
    body: dict[str, Any] = draw(st.dictionaries(st.sampled_from(WORDS), VALUES, max_size=5))
    if TYPES[kind][type_] in (Effect.FIELDS, Effect.DECISION):
        some = st.dictionaries(st.sampled_from(FIELDS.get(kind, WORDS)), VALUES, max_size=5)
        body["fields"] = draw(st.one_of(some, some, some, VALUES))
    return kind, type_, body
