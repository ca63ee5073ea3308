"""The compiled form: schema nodes, binds, controls, texts. Fixed once `loader` has built it; instances share it."""

from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING

from inspector.quick_dataclass import dataclass
from inspector.xforms.xpath.environment import Compiled
from inspector.xforms.xpath.syntax import Expression

if TYPE_CHECKING:
    from inspector.xforms.nodes import Node


class Kind(Enum):
    """What a node of the form is for the person who fills it in."""

    INPUT = "input"
    NOTE = "note"
    SELECT_ONE = "select_one"
    SELECT_MANY = "select_many"
    RANK = "rank"
    RANGE = "range"
    TRIGGER = "trigger"
    UPLOAD = "upload"
    GROUP = "group"
    REPEAT = "repeat"
    ROW = "repeat-instance"
    """One row of a repeat; occurs in views only."""
    MODEL_VALUE = "model-value"
    """A value without a control: calculations, metadata."""


SELECTS = frozenset({Kind.SELECT_ONE, Kind.SELECT_MANY, Kind.RANK})
CONTAINERS = frozenset({Kind.GROUP, Kind.REPEAT, Kind.ROW})


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression of the form: text as written, parsed, compiled."""

    text: str
    parsed: Expression
    run: Compiled


@dataclass(frozen=True, slots=True)
class Text:
    """A label or message: fixed pieces and `<output>` formulas; or, with `lookup`, whatever text that formula gives.

    With a `key` the pieces are shown only where no translation has it (ODK XForms, "Languages").
    """

    parts: tuple[str | Formula, ...] = ()
    lookup: Formula | None = None
    key: str = ""
    """Name of the translation, when it is a plain jr:itext('…')."""
    key_formula: Formula | None = None
    """What gives that name, when `lookup` is a jr:itext(…) of something else."""


@dataclass(frozen=True, slots=True)
class Bind:
    """What `<bind>` says about a node."""

    data_type: str = "string"
    relevant: Formula | None = None
    required: Formula | None = None
    readonly: Formula | None = None
    constraint: Formula | None = None
    calculate: Formula | None = None
    constraint_message: Text = Text()
    required_message: Text = Text()
    preload: str = ""
    preload_parameter: str = ""
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice written into the form."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Itemset:
    """Choices computed from nodes: which nodes, and the value and label of each."""

    nodes: Formula
    value: Formula
    label: Text


@dataclass(frozen=True, slots=True)
class SetValue:
    """A setvalue action: events, target (from the node it stands at), value (from the target)."""

    events: frozenset[str]
    target: Formula
    value: Formula | None
    text: str
    at: str
    """Reference of the control or repeat it stands in; "" in the model."""


@dataclass(frozen=True, slots=True)
class Control:
    """The body element of a node."""

    kind: Kind
    appearance: str = ""
    label: Text = Text()
    hint: Text = Text()
    choices: tuple[Choice, ...] = ()
    itemset: Itemset | None = None
    count: Formula | None = None
    fixed_rows: bool = False
    attributes: tuple[tuple[str, str], ...] = ()


class ModelNode:
    """One element of the primary instance, its bind and control; the rows of a repeat are one ModelNode.

    `template` is what a new row is copied from, `rows` the rows the form itself brings.
    """

    __slots__ = (
        "bind",
        "by_name",
        "children",
        "control",
        "enclosing",
        "is_repeat",
        "name",
        "namespace",
        "parent",
        "prefix",
        "ref",
        "template",
    )

    def __init__(self, name: str, namespace: str, prefix: str, parent: "ModelNode | None") -> None:
        self.name = name
        self.namespace = namespace
        self.prefix = prefix
        self.parent = parent
        self.ref: str = f"{parent.ref}/{name}" if parent is not None else (f"/{name}" if name else "")
        self.children: list[ModelNode] = []
        self.by_name: dict[str, ModelNode] = {}
        self.bind = Bind()
        self.control: Control | None = None
        self.is_repeat = False
        self.template: Node | None = None
        self.enclosing: ModelNode | None = None

    @property
    def kind(self) -> Kind:
        """Kind of the node; containers without a control are groups."""
        if self.is_repeat:
            return Kind.REPEAT
        if self.control is not None:
            return self.control.kind
        return Kind.GROUP if self.children else Kind.MODEL_VALUE

    @property
    def repeat(self) -> "ModelNode | None":
        """The innermost repeat the node stands in; a repeat stands in itself."""
        return self if self.is_repeat else self.enclosing

    def chain(self) -> "list[ModelNode]":
        """The node and everything above it, innermost first."""
        found: list[ModelNode] = []
        node: ModelNode | None = self
        while node is not None:
            found.append(node)
            node = node.parent
        return found

    def walk(self) -> "list[ModelNode]":
        """The node and everything below it, in document order."""
        found = [self]
        for child in self.children:
            found.extend(child.walk())
        return found


@dataclass(slots=True)
class Translations:
    """itext: language → text name → form ("" = the plain text, "guidance", "image", …) → text."""

    languages: tuple[str, ...] = ()
    default: str = ""
    texts: dict[str, dict[str, dict[str, Text]]] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()
    """Every form that some text has."""

    def forms(self, language: str, key: str) -> dict[str, Text]:
        """The forms of a text; from the default language when the wanted one lacks it."""
        found = self.texts.get(language, {}).get(key)
        return found if found is not None else self.texts.get(self.default, {}).get(key, {})
