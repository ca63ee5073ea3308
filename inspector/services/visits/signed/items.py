"""The body of a signed visit as the items of an open one, so that the same pages show it. Worker thread."""

from collections.abc import Iterator, Mapping
from typing import Any

from inspector.services.visits.session import item_key
from inspector.services.visits.signers import CUSTOMER
from inspector.services.visits.views import Target

Items = dict[str, dict[str, dict[str, object]]]


def target_of(entry: Mapping[str, Any]) -> Target:
    """The form an entry of the body is about."""
    return Target(str(entry["form"]), str(entry.get("equipment") or "") or None)


def items_of(body: Mapping[str, Any]) -> Items:
    """Answers, notes, marks, photos, judgements and signatures; hazards are read from their own records.

    Raises KeyError, TypeError, ValueError or AttributeError for a body that is none.
    """
    items: Items = {}
    for entry in body.get("forms") or ():
        for kind, ref, item in _of_form(entry):
            items.setdefault(kind, {})[item_key(target_of(entry), ref)] = item
    for kind, name, key in (
        ("override", "overrides", "at"),
        ("photo", "photos", "id"),
        ("old_hazard", "old_hazards", "hazard"),
        ("hazard", "dismissed", "at"),
    ):
        items[kind] = {str(one[key]): {k: v for k, v in one.items() if k != key} for one in body.get(name) or ()}
    items["signature"] = dict(_signature(one) for one in body.get("signatures") or ())
    items["report"] = {f"{at:03}": dict(one) for at, one in enumerate(body.get("reports") or ())}
    items["drawn"] = {
        item_key(target_of(bulk), str(ref)): {"at": bulk.get("at", "")}
        for bulk in body.get("bulk") or ()
        for ref in bulk.get("drawn") or ()
    }
    return items


def _of_form(entry: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, object]]]:
    for ref, value in entry["answers"].items():
        yield "answer", str(ref), {"value": str(value)}
    for ref, text in (entry.get("notes") or {}).items():
        yield "note", str(ref), {"text": str(text)}
    for ref in entry.get("out_of_service") or ():
        yield "out", str(ref), {}
    for ref, why in (entry.get("waiting") or {}).items():
        yield "waiting", str(ref), {"text": str(why)}


def _signature(one: Mapping[str, Any]) -> tuple[str, dict[str, object]]:
    who = CUSTOMER if one.get("who") == CUSTOMER else str(one.get("person") or one.get("name") or "")
    return who, dict(one)
