"""What a person sees of a node: frozen data, computed when asked for (labels are evaluated when they are shown)."""

import re
from typing import TYPE_CHECKING, Final

from inspector.quick_dataclass import dataclass
from inspector.xforms import choices
from inspector.xforms.live import LiveNode, reference
from inspector.xforms.model import SELECTS, Control, Formula, Kind, Text
from inspector.xforms.nodes import Node
from inspector.xforms.xpath.moments import Moment
from inspector.xforms.xpath.values import BLANKS, half_away_from_zero, number_text, to_string

if TYPE_CHECKING:
    from inspector.xforms.engine import Engine
    from inspector.xforms.model import Translations

_LONG_DECIMAL: Final = re.compile(r"-?\d+\.\d{11,}", re.ASCII)
SHOWN_PLACES: Final = 10
"""Decimal places in labels; inside, numbers keep all digits."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice."""

    value: str
    label: str
    image: str = ""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One node as a person sees it.

    `typed_text_error` is what was typed when it is no value of the type (the value is then blank), else "".
    `required_ok` and `constraint_ok` are true for anything that is not relevant. `media` maps a form of the label
    ("image", "audio", …) to its address.
    """

    ref: str
    kind: Kind
    value: str
    typed_text_error: str
    relevant: bool
    required: bool
    readonly: bool
    constraint_ok: bool
    required_ok: bool
    constraint_message: str
    required_message: str
    label: str
    hint: str
    guidance: str
    options: tuple[Option, ...]
    media: tuple[tuple[str, str], ...]
    row_id: str


class Renderer:
    """Texts in one language."""

    def __init__(self, engine: "Engine", translations: "Translations", language: str) -> None:
        self.engine = engine
        self.translations = translations
        self.language = language

    def view(self, node: LiveNode) -> QuestionView:
        """The view of a node."""
        model, control = node.model, node.model.control or Control(node.model.kind)
        kind = Kind.ROW if model.is_repeat else model.kind
        blank = not node.text.strip(BLANKS) and not model.children
        forms = self.forms(control.label)
        return QuestionView(
            ref=reference(node),
            kind=kind,
            value=node.text,
            typed_text_error=node.typed or "",
            relevant=node.live,
            required=node.required,
            readonly=is_readonly(node),
            constraint_ok=node.constraint_ok or not node.live,
            required_ok=not (node.required and node.live and blank),
            constraint_message=self.render(model.bind.constraint_message, node),
            required_message=self.render(model.bind.required_message, node),
            label=self.render(control.label, node),
            hint=self.render(control.hint, node),
            guidance=self._form(control.hint, "guidance", node),
            options=self.options(node) if kind in SELECTS else (),
            media=tuple(
                (form, self._parts(text, node)) for form, text in forms.items() if form not in {"", "guidance"}
            ),
            row_id=node.row_id,
        )

    def options(self, node: LiveNode) -> tuple[Option, ...]:
        """The choices of a select."""
        return tuple(
            Option(value, self.render(label, at), self._form(label, "image", at))
            for value, label, at in choices.items(self.engine, node)
        )

    def forms(self, text: Text) -> dict[str, Text]:
        """The forms of a translated text."""
        return self.translations.forms(self.language, text.key) if text.key else {}

    def render(self, text: Text, node: Node) -> str:
        """A text at a node."""
        if text.lookup is not None:
            return to_string(self.engine.evaluate(text.lookup, node)).strip()
        if text.key:
            forms = self.forms(text)
            text = forms.get("") or forms.get("long") or forms.get("short") or Text(text.parts)
        return self._parts(text, node).strip()

    def by_key(self, key: str, node: Node) -> str:
        """The text of a translation key."""
        return self.render(Text(key=key), node)

    def _form(self, text: Text, form: str, node: Node) -> str:
        if form not in self.translations.kinds:
            return ""
        if text.key_formula is not None:
            text = Text(key=to_string(self.engine.evaluate(text.key_formula, node)))
        found = self.forms(text).get(form)
        return "" if found is None else self._parts(found, node)

    def _parts(self, text: Text, node: Node) -> str:
        return "".join(part if isinstance(part, str) else self._output(part, node) for part in text.parts)

    def _output(self, formula: Formula, node: Node) -> str:
        value = self.engine.evaluate(formula, node)
        if isinstance(value, float) and not isinstance(value, Moment):
            return "" if value != value else number_text(half_away_from_zero(value, SHOWN_PLACES))  # noqa: PLR0124
        shown = to_string(value)
        if _LONG_DECIMAL.fullmatch(shown):
            return number_text(half_away_from_zero(float(shown), SHOWN_PLACES))
        return shown


def is_readonly(node: LiveNode) -> bool:
    """Read-only by itself or by anything around it."""
    place: LiveNode | None = node
    while place is not None:
        if place.readonly:
            return True
        place = place.up
    return False
