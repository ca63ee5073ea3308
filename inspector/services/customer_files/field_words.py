"""Values of a customer file that two people changed apart, as people tell them apart."""

from collections.abc import Mapping
from typing import Any

from inspector.domain.diagram import read_diagram
from inspector.domain.fields import from_fields
from inspector.domain.portrait import Portrait
from inspector.i18n import N_, Translator
from inspector.problems import Problem
from inspector.services.customer_files.portraits import portrait_view


def file_field(field: str, value: Any, t: Translator) -> str | None:
    """Contacts, portrait or diagram (JSON) in words; None for what cannot be read."""
    if field == "contacts" and isinstance(value, list):
        people = [one for one in value if isinstance(one, Mapping)]
        parts = (" ".join(str(one[key]) for key in ("name", "title", "phone") if one.get(key)) for one in people)
        return t("; ").join(parts)
    try:
        if field == "portrait" and isinstance(value, Mapping):
            view = portrait_view(from_fields(Portrait, value), t.language)
            until = t("until {month}").format(month=f"{view.until:%Y-%m}") if view.until else ""
            known = [f"{axis.name} {axis.text}" for axis in view.axes if axis.text]
            return t("; ").join([*known, *([until] if until else [])])
        if field == "diagram" and isinstance(value, str):
            return _diagram(value, t)
    except Problem:
        return None
    return None


def _diagram(text: str, t: Translator) -> str:
    diagram = read_diagram(text)
    names = t(N_(", ")).join(one.label for one in diagram.symbols if one.label)
    count = t.plural("{count} symbol", "{count} symbols", len(diagram.symbols)).format(count=len(diagram.symbols))
    day = t("Compared with the site on {day}").format(day=diagram.checked_on) if diagram.checked_on else ""
    return " · ".join(part for part in (count, day, names) if part)
