"""What a measured value is called on screen and paper."""

from collections.abc import Mapping
from typing import Any

from inspector.i18n import Translator, language
from inspector.services.words import number_text
from inspector.services.workspace import Workspace


def value_name(workspace: Workspace, quantity: str, label: str, phase: str, t: Translator) -> str:
    """The quantity's name, and the phase where it has one; the cell's own name for a quantity no criterion knows."""
    known = workspace.packs.quantities.get(quantity)
    name = known.name.text(language()) if known else label or quantity
    return t("{name}, phase {phase}").format(name=name, phase=phase) if phase else name


def value_words(workspace: Workspace, entry: Mapping[str, Any], t: Translator) -> str:
    """An entry of an event's `values` in words: name, number, unit."""
    quantity, label, phase, unit = (str(entry.get(key) or "") for key in ("quantity", "label", "phase", "unit"))
    return f"{value_name(workspace, quantity, label, phase, t)} {number_text(float(entry['value']), unit)}"
