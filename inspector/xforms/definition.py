"""A form as compiled: what services and screens may know of it without filling it in."""

from collections.abc import Mapping
from types import MappingProxyType

from inspector.quick_dataclass import dataclass
from inspector.xforms import loader
from inspector.xforms.dependencies import analyse
from inspector.xforms.graph import Graph
from inspector.xforms.model import Kind, ModelNode


@dataclass(frozen=True, slots=True)
class QuestionDefinition:
    """One node of the form: a question, a group, a repeat or a value without a control.

    `attributes` holds every further attribute of its bind and control, namespaced ones as `{namespace}local` and as
    `prefix:local` with the prefix of the document (`insp:criterion`). `parent` is the group or repeat around it.
    `conditions` are the refs that its own relevance reads.
    """

    ref: str
    name: str
    kind: Kind
    data_type: str
    appearance: str
    attributes: Mapping[str, str]
    parent: str | None
    conditions: frozenset[str] = frozenset()


class FormDefinition:
    """A compiled form. Immutable; one may serve many instances (in one thread at a time)."""

    def __init__(self, loaded: loader.Loaded) -> None:
        self.loaded = loaded
        self.graph = Graph(loaded.document, loaded.translations)
        self.id = loaded.form_id
        self.version = loaded.version
        self.title = loaded.title
        self.languages = loaded.translations.languages
        self.questions = tuple(_question(node, loaded.document) for node in loaded.document.children[0].walk()[1:])
        self._by_ref = {question.ref: question for question in self.questions}

    def question(self, ref: str) -> QuestionDefinition | None:
        """The question of a reference without positions."""
        return self._by_ref.get(ref)


def _conditions(node: ModelNode, root: ModelNode) -> frozenset[str]:
    relevant = node.bind.relevant
    if relevant is None:
        return frozenset()
    return frozenset(place.node.ref for place in analyse(relevant.parsed, node, root).values)


def load_form(xml: bytes, *, attachments: Mapping[str, bytes] = MappingProxyType({})) -> FormDefinition:
    """Compile an XForm; attachments by file name.

    Problems: form_invalid, form_too_large, form_unsafe, form_attachment_missing, form_cycle and the xpath_ codes.
    """
    return FormDefinition(loader.load(xml, attachments))


def _question(node: ModelNode, root: ModelNode) -> QuestionDefinition:
    control = node.control
    merged = {**dict(node.bind.attributes), **dict(control.attributes if control is not None else ())}
    return QuestionDefinition(
        ref=node.ref,
        name=node.name,
        kind=node.kind,
        data_type=node.bind.data_type,
        appearance=control.appearance if control is not None else "",
        attributes=MappingProxyType(merged),
        parent=node.parent.ref if node.parent is not None and node.parent.parent is not None else None,
        conditions=_conditions(node, root),
    )
