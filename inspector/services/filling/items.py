"""The lines of a form as it stands on the page: heads of groups, questions, rows of repeats and where one is added."""

from collections.abc import Iterator
from enum import StrEnum

from inspector.i18n import _
from inspector.quick_dataclass import dataclass
from inspector.services.filling.asking import bounds_of, error_of, option_pictures_of, picture_of, row_kind, typed
from inspector.services.visits.views import Row
from inspector.xforms import FormDefinition, FormInstance, Kind, QuestionDefinition


class ItemKind(StrEnum):
    """What a line of the page is."""

    GROUP = "group"
    QUESTION = "question"
    REPEAT = "repeat"
    """The head of a repeat: its label, and how many rows there are."""
    ENTRY = "entry"
    """The head of one row of a repeat."""
    ADD = "add"
    """Where a row is added."""


@dataclass(frozen=True, slots=True)
class FormItem:
    """One line. `key` stays the same when rows before it come or go; `ref` has their positions.

    `level` is how deep it lies in groups and repeats. `row` is set for questions. `open` says that a row can be added
    to this repeat or that this row can be taken away.
    """

    key: str
    kind: ItemKind
    ref: str
    title: str
    hint: str = ""
    level: int = 0
    row: Row | None = None
    open: bool = False


class Listing:
    """Lists a form's lines and keeps what did not change. Call `forget` with what changed, then `items` again."""

    def __init__(self, definition: FormDefinition, instance: FormInstance) -> None:
        self._instance = instance
        self._kept: dict[str, FormItem | None] = {}
        self._under: dict[str | None, list[QuestionDefinition]] = {}
        for question in definition.questions:
            self._under.setdefault(question.parent, []).append(question)
        self._root = "/" + definition.questions[0].ref.strip("/").split("/")[0] if definition.questions else ""

    def forget(self, refs: tuple[str, ...], *, everything: bool) -> None:
        """Build these lines anew at the next `items`; everything when rows came or went or the language changed."""
        if everything:
            self._kept.clear()
        for ref in refs:
            self._kept.pop(ref, None)

    def items(self) -> tuple[FormItem, ...]:
        """All lines that are relevant, in order."""
        return tuple(self._below(self._root, self._root, self._root, 0))

    def _below(self, parent: str, ref: str, key: str, level: int) -> Iterator[FormItem]:
        for question in self._under.get(parent, ()):
            here, own_key = f"{ref}/{question.name}", f"{key}/{question.name}"
            if question.kind is Kind.REPEAT:
                yield from self._rows(question, here, own_key, level)
            elif question.kind is Kind.GROUP:
                yield from self._group(question, here, own_key, level)
            elif question.kind is not Kind.MODEL_VALUE and (item := self._question(question, here, own_key, level)):
                yield item

    def _group(self, question: QuestionDefinition, ref: str, key: str, level: int) -> Iterator[FormItem]:
        view = self._instance.view(ref)
        if not view.relevant:
            return
        if view.label:
            yield FormItem(key, ItemKind.GROUP, ref, view.label, view.hint, level)
        yield from self._below(question.ref, ref, key, level + bool(view.label))

    def _rows(self, question: QuestionDefinition, ref: str, key: str, level: int) -> Iterator[FormItem]:
        head, ids = self._instance.repeat_head(ref), self._instance.row_ids(ref)
        if not head.relevant:
            return
        title = head.label or question.name
        if head.label:
            yield FormItem(key, ItemKind.REPEAT, ref, title, head.hint, level, open=head.open)
        for place, row_id in enumerate(ids, 1):
            row_ref, row_key = f"{ref}[{place}]", f"{key}[{row_id}]"
            if not self._instance.view(row_ref).relevant:
                continue
            name = _("{title} · {number}").format(title=title, number=place)
            yield FormItem(row_key, ItemKind.ENTRY, row_ref, name, "", level, open=head.open)
            yield from self._below(question.ref, row_ref, row_key, level + 1)
        if head.open:
            yield FormItem(f"{key}+", ItemKind.ADD, ref, title, "", level, open=True)

    def _question(self, question: QuestionDefinition, ref: str, key: str, level: int) -> FormItem | None:
        if ref not in self._kept:
            row = _row(self._instance, question, ref)
            item = FormItem(key, ItemKind.QUESTION, ref, row.label, row.hint, level, row) if row.relevant else None
            self._kept[ref] = item
        return self._kept[ref]


def _row(instance: FormInstance, question: QuestionDefinition, ref: str) -> Row:
    view = instance.view(ref)
    return Row(
        ref=ref,
        kind=row_kind(view, question),
        number="",
        label=view.label or question.name,
        title=view.label,
        hint=view.hint,
        value=typed(view),
        error=error_of(view),
        relevant=view.relevant,
        required=view.required,
        readonly=view.readonly,
        options=tuple((option.value, option.label) for option in view.options),
        option_pictures=option_pictures_of(view),
        unit=question.attributes.get("insp:unit", ""),
        look=question.appearance,
        bounds=bounds_of(question),
        picture=picture_of(view),
    )
