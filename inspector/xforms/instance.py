"""A form being filled in: the narrow API that services and screens use.

Knows no clock, zone or seed of its own: they come in with `new`. An instance is used from one thread at a time.
"""

import random
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from types import MappingProxyType
from typing import Self

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.xforms import choices, saved
from inspector.xforms.accepted import accepted
from inspector.xforms.actions import Actions, preload, preload_at_end
from inspector.xforms.asked import connect
from inspector.xforms.changes import ChangeLog, Changes, DroppedAnswer
from inspector.xforms.datatypes import stored_text
from inspector.xforms.definition import FormDefinition
from inspector.xforms.engine import Engine
from inspector.xforms.live import LiveNode, build_tree, find, reference, rows, split_reference
from inspector.xforms.model import CONTAINERS, Control, Kind, ModelNode
from inspector.xforms.nodes import Node
from inspector.xforms.submission import submission
from inspector.xforms.view import QuestionView, Renderer
from inspector.xforms.xpath.environment import Environment
from inspector.xforms.xpath.moments import Calendar
from inspector.xforms.xpath.values import to_boolean

Clock = Callable[[], datetime]
_NO_VALUES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RepeatHead:
    """A repeat as a whole, also while it has no row: its label, and whether a person may add and remove rows."""

    label: str
    hint: str
    relevant: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Violation:
    """Why a relevant question blocks sign-off: `reason` is "required", "constraint" or "type"."""

    ref: str
    reason: str
    message: str


class FormInstance:
    """One filling-in of a form. Make it with `new`; every change goes through a method and returns `Changes`."""

    def __init__(self, definition: FormDefinition, environment: Environment, clock: Clock, language: str) -> None:
        self.definition = definition
        loaded = definition.loaded
        document = build_tree(loaded.document, loaded.prototype)
        self._clock = clock
        self._engine = Engine(definition.graph, document, environment)
        self._renderer = Renderer(self._engine, loaded.translations, language)
        self._actions = Actions(self._engine, loaded.actions)
        self._top = document.children[0]
        connect(environment, self._renderer, loaded.instances)

    @classmethod
    def new(
        cls,
        definition: FormDefinition,
        *,
        now: datetime | Clock,
        tz: tzinfo,
        seed: int | str,
        language: str = "",
        values: Mapping[str, str] | None = None,
        properties: Mapping[str, str] = _NO_VALUES,
    ) -> Self:
        """A fresh instance, or with `values` (what `answers` gave) the restored one.

        `now` is a moment with a zone or a function that gives one; it is read once for each change. `properties` feeds
        jr:preload="property". First-load actions and preloads do not run again when restoring. A language the form
        lacks means its default one.
        """
        clock = now if callable(now) else _constant(now)
        source = random.Random(seed)  # noqa: S311 - values of a form, not secrets
        environment = Environment(Calendar(tz), clock(), source)
        translations = definition.loaded.translations
        chosen = language if language in translations.languages else translations.default
        instance = cls(definition, environment, clock, chosen)
        instance._start(values, properties)
        return instance

    def _start(self, values: Mapping[str, str] | None, properties: Mapping[str, str]) -> None:
        engine = self._engine
        self._convert_defaults()
        saved.prepare_rows(engine, values)
        if values is not None:
            engine.restoring = True
            saved.restore(engine, values)
        else:
            preload(engine, properties)
            self._actions.listen_to_rows()
        top = self._top
        assert isinstance(top, LiveNode)  # noqa: S101 - build_tree makes it so
        engine.mark_all(top)
        engine.run()
        self._actions.listen_to_rows()
        self._actions.listen_to_values()
        self._actions.at_load(first=values is None)
        self._actions.settle()
        saved.give_instance_id(engine)
        engine.restoring = False
        engine.log = ChangeLog()

    def _convert_defaults(self) -> None:
        for node in self._all():
            if node.text:
                node.text = choices.kept(node, stored_text(node.model.bind.data_type, node.text, computed=True) or "")

    # changes

    def answer(self, ref: str, value: str) -> Changes:
        """Store an answer; "" clears it. Text that is no value of its type is stored as blank and kept as typed text.

        What has no control and is calculated takes none: it would stand until the next recompute and nobody sees it.

        Problems: form_unknown_ref, form_no_answer.
        """
        node = self._node(ref)
        unseen = node.model.kind is Kind.MODEL_VALUE and node.model.bind.calculate is not None
        if node.model.children or node.model.is_repeat or unseen:
            raise Problem("form_no_answer", ref=ref)
        self._begin()
        text = accepted(self._engine, node, value)
        if node.typed is not None or text is None:
            self._engine.log.flags[node] = None
        node.typed = value if text is None else None
        self._engine.set_text(node, text or "")
        return self._finish()

    def add_row(self, ref: str) -> Changes:
        """Add a row to a repeat (`/data/rep`, or `/data/outer[2]/inner`).

        Problems: form_unknown_ref, form_not_a_repeat, form_rows_fixed, form_rows_limit.
        """
        parent, repeat = self._range(ref)
        _may_change_rows(repeat)
        self._begin()
        self._engine.rows.add(parent, repeat)
        return self._finish()

    def remove_row(self, ref: str) -> Changes:
        """Remove the row `/data/rep[2]`; a single row needs no position. Problems as `add_row`, form_row_unnamed."""
        row = self._node(ref)
        if not row.model.is_repeat:
            raise Problem("form_not_a_repeat", ref=ref)
        self._must_be_named(ref)
        _may_change_rows(row.model)
        self._begin()
        self._engine.rows.discard(row)
        return self._finish()

    def set_language(self, name: str) -> Changes:
        """Show another language. Problem form_unknown_language."""
        if name not in self.definition.languages:
            raise Problem("form_unknown_language", language=name)
        self._begin()
        self._renderer.language = name
        for node in self._all():
            if node.model.control is not None:
                self._engine.log.labels[node] = None
            for vertex in self.definition.graph.of_model.get(node.model, ()):
                if vertex.language:
                    self._engine.mark(vertex, node)
        return self._finish()

    def _begin(self) -> None:
        self._engine.log = ChangeLog()
        self._engine.environment.now = self._clock()

    def _finish(self) -> Changes:
        self._actions.settle()
        return self._engine.log.freeze()

    # looking

    @property
    def language(self) -> str:
        """The language of labels."""
        return self._renderer.language

    def has(self, ref: str) -> bool:
        """Whether the reference means a node now."""
        return find(self._engine.document, ref) is not None

    def view(self, ref: str) -> QuestionView:
        """What a person sees of a question, group or row. Problem form_unknown_ref."""
        return self._renderer.view(self._node(ref))

    def views(self) -> tuple[QuestionView, ...]:
        """Everything below the root, in document order, rows one after the other."""
        return tuple(self._renderer.view(node) for node in self._all()[1:])

    def row_count(self, ref: str) -> int:
        """Rows of a repeat. Problems: form_unknown_ref, form_not_a_repeat."""
        return len(rows(*self._range(ref)))

    def row_ids(self, ref: str) -> tuple[str, ...]:
        """The stable ids of the rows of a repeat, in order."""
        return tuple(row.row_id for row in rows(*self._range(ref)))

    def repeat_ref(self, ref: str) -> str:
        """A repeat by its own reference, rows around it by their number. Problems as `row_count`."""
        parent, repeat = self._range(ref)
        return f"{reference(parent) if isinstance(parent, LiveNode) else ''}/{repeat.name}"

    def repeat_head(self, ref: str) -> RepeatHead:
        """The repeat `/data/rep` or `/data/outer[2]/inner`. Problems: form_unknown_ref, form_not_a_repeat."""
        parent, repeat = self._range(ref)
        probe = LiveNode(repeat)
        probe.parent = parent
        control, relevant = repeat.control or Control(Kind.REPEAT), repeat.bind.relevant
        return RepeatHead(
            self._renderer.render(control.label, probe),
            self._renderer.render(control.hint, probe),
            parent.live and (relevant is None or to_boolean(self._engine.evaluate(relevant, probe))),
            open=control.count is None and not control.fixed_rows,
        )

    def validate(self) -> tuple[Violation, ...]:
        """Relevant questions that block sign-off, in document order."""
        found: list[Violation] = []
        for node in self._all()[1:]:
            if not node.live or node.model.kind in CONTAINERS:
                continue
            view = None
            if node.typed is not None:
                found.append(Violation(self._renderer.view(node).ref, "type", ""))
            elif not node.constraint_ok:
                view = self._renderer.view(node)
                found.append(Violation(view.ref, "constraint", view.constraint_message))
            elif node.required and not node.text.strip() and node.model.kind is not Kind.MODEL_VALUE:
                view = self._renderer.view(node)
                found.append(Violation(view.ref, "required", view.required_message))
        return tuple(found)

    # results

    def answers(self) -> dict[str, str]:
        """Every stored value by reference, those that are not relevant too, and the ids of rows: what a draft keeps."""
        return saved.answers(self._engine)

    def final_answers(self) -> dict[str, str]:
        """The values of relevant questions: what sign-off keeps."""
        return saved.final_answers(self._engine)

    def left_out(self) -> tuple[DroppedAnswer, ...]:
        """The answers that sign-off drops, because their questions are not relevant any more: the caller logs them."""
        return saved.left_out(self._engine)

    def to_xml(self) -> bytes:
        """The ODK submission: relevant nodes only. A jr:preload for the end takes its moment now."""
        self._begin()
        preload_at_end(self._engine)
        self._actions.settle()
        return submission(self.definition, self._engine.document)

    # finding

    def _all(self) -> list[LiveNode]:
        return self._top.subtree() if isinstance(self._top, LiveNode) else []

    def _node(self, ref: str) -> LiveNode:
        node = find(self._engine.document, ref)
        if node is None:
            raise Problem("form_unknown_ref", ref=ref)
        return node

    def _must_be_named(self, ref: str) -> None:
        """What is removed is gone: no step may leave open which of several rows is meant."""
        above = ""
        for name, position in split_reference(ref):
            above += f"/{name}"
            node = self._node(above)
            count = len(rows(node.parent, node.model)) if node.parent is not None and node.model.is_repeat else 1
            if position is None and count > 1:
                raise Problem("form_row_unnamed", ref=above, count=count)
            above += f"[{position or 1}]"

    def _range(self, ref: str) -> tuple[Node, ModelNode]:
        """The parent and the schema node of a repeat's rows."""
        *above, (name, _) = split_reference(ref)
        parent = self._node("".join(f"/{step}[{place or 1}]" for step, place in above)) if above else None
        repeat = None if parent is None else parent.model.by_name.get(name)
        if parent is None or repeat is None:
            raise Problem("form_unknown_ref", ref=ref)
        if not repeat.is_repeat:
            raise Problem("form_not_a_repeat", ref=ref)
        return parent, repeat


def _may_change_rows(repeat: ModelNode) -> None:
    control = repeat.control
    if control is not None and (control.count is not None or control.fixed_rows):
        raise Problem("form_rows_fixed", ref=repeat.ref)


def _constant(moment: datetime) -> Clock:
    return lambda: moment
