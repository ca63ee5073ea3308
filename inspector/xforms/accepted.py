"""What an answer becomes when it is stored: a value of its type, within its range, among its choices."""

from typing import TYPE_CHECKING

from inspector.xforms import choices
from inspector.xforms.changes import DroppedAnswer
from inspector.xforms.datatypes import stored_text
from inspector.xforms.live import LiveNode, reference
from inspector.xforms.model import Kind

if TYPE_CHECKING:
    from inspector.xforms.engine import Engine


def accepted(engine: "Engine", node: LiveNode, value: str) -> str | None:
    """The text to store; None when it is no value of the question (then it stays beside it as typed text).

    A select keeps only what is among its choices now, as its filter would; what is left out is logged as dropped.
    """
    text = stored_text(node.model.bind.data_type, value)
    if not text:
        return text
    match node.model.kind:
        case Kind.SELECT_ONE | Kind.SELECT_MANY:
            return _among_choices(engine, node, text)
        case Kind.RANGE:
            return text if _within(node, text) else None
        case _:
            return text


def _among_choices(engine: "Engine", node: LiveNode, text: str) -> str:
    """A select_one answer is one token; a select_multiple answer comes in the order of the choices."""
    place = choices.places(engine, node)
    tokens = list(dict.fromkeys(text.split()))
    kept = [token for token in tokens if token in place]
    if len(kept) < len(tokens):
        engine.log.dropped.append(DroppedAnswer(reference(node), text))
    return " ".join(sorted(kept, key=place.__getitem__) if node.model.kind is Kind.SELECT_MANY else kept[:1])


def _within(node: LiveNode, text: str) -> bool:
    """Whether a number lies between `start` and `end` of a range control; steps only guide the control."""
    attributes = dict(node.model.control.attributes) if node.model.control is not None else {}
    try:
        number, ends = float(text), sorted((float(attributes["start"]), float(attributes["end"])))
    except (KeyError, ValueError):
        return True
    return ends[0] <= number <= ends[1]
