"""setvalue actions and preloads: what happens by itself at first load, in a new row, after a change."""

from typing import TYPE_CHECKING, Final

from inspector.xforms.live import LiveNode
from inspector.xforms.model import SetValue
from inspector.xforms.xpath.environment import Context
from inspector.xforms.xpath.functions.chance import uuid
from inspector.xforms.xpath.functions.dates import now, today
from inspector.xforms.xpath.values import to_string

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from inspector.xforms.engine import Engine
    from inspector.xforms.nodes import Node

FIRST_LOAD: Final = "odk-instance-first-load"
EVERY_LOAD: Final = "odk-instance-load"
NEW_REPEAT: Final = "odk-new-repeat"
VALUE_CHANGED: Final = "xforms-value-changed"
EVENTS: Final = frozenset({FIRST_LOAD, EVERY_LOAD, NEW_REPEAT, VALUE_CHANGED, "xforms-ready", "xforms-revalidate"})
"""Events a form may name; the last two never happen here."""
MAX_FIRED: Final = 1_000
"""Most actions that one edit may set off: circles of triggers end here."""


class Actions:
    """Runs the actions of a form on one engine."""

    def __init__(self, engine: "Engine", actions: "Iterable[SetValue]") -> None:
        self._engine = engine
        self._actions = tuple(actions)
        self._triggers = {action.at for action in self._actions if VALUE_CHANGED in action.events}
        self._changed: list[LiveNode] = []
        self._new_rows: list[LiveNode] = []

    def listen_to_rows(self) -> None:
        """From now on notice new rows."""
        self._engine.rows.on_new = self._new_rows.append

    def listen_to_values(self) -> None:
        """From now on notice changed values."""
        self._engine.on_value = self._notice_value

    def _notice_value(self, node: LiveNode) -> None:
        if node.model.ref in self._triggers:
            self._changed.append(node)

    def settle(self) -> None:
        """Recompute, run what new rows and changed values set off, and so on until nothing more happens."""
        self._engine.run()
        fired = 0
        while (self._new_rows or self._changed) and fired < MAX_FIRED:
            fired += 1
            if self._new_rows:
                self._in_row(self._new_rows.pop(0))
            else:
                node = self._changed.pop(0)
                self._fire(VALUE_CHANGED, [a for a in self._actions if a.at == node.model.ref], node)
            self._engine.run()
        self._changed.clear()

    def at_load(self, *, first: bool) -> None:
        """Actions of loading, one after the other and in every row; each finds calculated what those before it set."""
        events = {FIRST_LOAD, EVERY_LOAD} if first else {EVERY_LOAD}
        for action in self._actions:
            if action.events & events:
                for at in self._places(action):
                    for node in self._targets(action, at):
                        self._give(action, node)
                self._engine.run()

    def _places(self, action: SetValue) -> "list[LiveNode]":
        """Every node at which an action stands; one in the model stands at the top."""
        top = [node for node in self._engine.document.children if isinstance(node, LiveNode)]
        for name in action.at.strip("/").split("/")[1:]:
            top = [child for node in top for child in node.live_children() if child.name == name]
        return top

    def _in_row(self, row: LiveNode) -> None:
        for action in self._actions:
            if NEW_REPEAT in action.events and (not action.at or self._concerns(action, row)):
                self._set(action, self._place(action, row), only_in=row)

    @staticmethod
    def _concerns(action: SetValue, row: LiveNode) -> bool:
        return action.at == row.model.ref or action.at.startswith(row.model.ref + "/")

    def _place(self, action: SetValue, row: LiveNode) -> LiveNode:
        """The node in the row at which the action stands."""
        node = row
        for name in action.at.removeprefix(row.model.ref).strip("/").split("/") if action.at else ():
            node = next((child for child in node.live_children() if child.name == name), node)
        return node

    def _fire(self, event: str, actions: "list[SetValue]", node: LiveNode) -> None:
        for action in actions:
            if event in action.events:
                self._set(action, node)

    def _set(self, action: SetValue, at: "Node", *, only_in: LiveNode | None = None) -> None:
        for node in self._targets(action, at)[:1]:
            if only_in is None or node is only_in or only_in in node.ancestors():
                self._give(action, node)

    def _targets(self, action: SetValue, at: "Node") -> "list[LiveNode]":
        found = self._engine.evaluate(action.target, at)
        nodes = found if isinstance(found, list) else []
        return [node for node in nodes if isinstance(node, LiveNode) and not node.model.children]

    def _give(self, action: SetValue, node: LiveNode) -> None:
        """Set a node; calculations have the last word on their own nodes."""
        text = action.text if action.value is None else self._engine.text(action.value, node)
        self._engine.set_computed(node, text)
        if node.model.bind.calculate is not None:
            self._engine.mark_all(node)


def preload(engine: "Engine", properties: "Mapping[str, str]") -> None:
    """jr:preload of every node, at first load: uid, date, timestamp, property."""
    for node in engine.document.children[0].subtree() if isinstance(engine.document.children[0], LiveNode) else ():
        bind = node.model.bind
        if bind.preload:
            text = _preloaded(engine, bind.preload, bind.preload_parameter, properties)
            if text:
                engine.set_computed(node, text)


def preload_at_end(engine: "Engine") -> None:
    """jr:preload="timestamp" with "end": the moment the form is handed in."""
    for node in engine.document.children[0].subtree() if isinstance(engine.document.children[0], LiveNode) else ():
        if (node.model.bind.preload, node.model.bind.preload_parameter) == ("timestamp", "end"):
            context = Context(engine.document, engine.environment, engine.document)
            engine.set_computed(node, to_string(now(context)))


def _preloaded(engine: "Engine", kind: str, parameter: str, properties: "Mapping[str, str]") -> str:
    context = Context(engine.document, engine.environment, engine.document)
    match kind:
        case "uid":
            return "uuid:" + to_string(uuid(context))
        case "date":
            return to_string(today(context))
        case "timestamp":
            return to_string(now(context)) if parameter == "start" else ""
        case "property":
            return properties.get(parameter, "")
    return ""
