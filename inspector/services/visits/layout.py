"""How a form lies on the page: checklist sections, the head of a test record, and lines of cells.

Computed once per definition from group appearances: `section`, `head`, `tests`, `readings`, and `phases` (a line whose
children are the cells). A read-only note with `insp:inputs` is a line that criteria compute; one with `insp:register`
follows from the register alone. `insp:fact` makes an answer, or the value of a computed line, a fact of the other
lines; `insp:given` states facts of one line itself (``ir_part=joint``); a hidden value with `insp:nameplate` takes a
fact of the register, so that conditions of the form can read it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from inspector.quick_dataclass import dataclass
from inspector.xforms import FormDefinition, FormInstance, Kind, QuestionDefinition

TEST_OVERDUE = "test_overdue"
REGISTER = "insp:register"
"""Attribute of a computed line that follows from the register alone."""
CONTAINERS = frozenset({Kind.GROUP, Kind.REPEAT})


@dataclass(frozen=True, slots=True)
class LineLayout:
    """One line of a table: refs of its cells, its criterion, and for a computed line the refs it is derived from."""

    ref: str
    cells: tuple[str, ...]
    criterion: str
    unit: str
    inputs: tuple[str, ...] = ()
    attributes: Mapping[str, str] | None = None

    @property
    def computed(self) -> bool:
        """Whether criteria derive its value from other cells."""
        return bool(self.inputs) or self.overdue or self.register

    @property
    def register(self) -> bool:
        """Whether it follows from the register alone; what the register lacks is then worth saying."""
        return bool((self.attributes or {}).get(REGISTER))

    @property
    def tells(self) -> bool:
        """Whether it says something without a value: what the register lacks, or that nothing was ever tested."""
        return self.register or self.overdue

    @property
    def overdue(self) -> bool:
        """Whether it says how long the last preventive test is ago; worked out from dates, not from cells."""
        return self.criterion == TEST_OVERDUE


@dataclass(frozen=True, slots=True)
class SectionLayout:
    """A section of the checklist with the refs of its questions in order."""

    ref: str
    number: str
    questions: tuple[str, ...]
    order: tuple[str, ...] = ()
    """Questions with the rows of repeats (`…/rep[2]`) and the places where one is added (`…/rep+`); () without any."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole form; `line_of` finds the line a cell ref belongs to."""

    sections: tuple[SectionLayout, ...]
    head: tuple[str, ...]
    lines: tuple[LineLayout, ...]
    line_of: Mapping[str, LineLayout]
    dependents: Mapping[str, tuple[LineLayout, ...]]
    """Computed lines by the refs they are derived from."""
    section_of: Mapping[str, SectionLayout]
    computed: Mapping[str, LineLayout]
    """Computed answers that stand in a checklist section, by ref."""
    markers: Mapping[str, SectionLayout]
    """Sections by the rows of repeats in them, and by the places where one is added."""
    numbers: Mapping[str, str]
    """Numbers of the questions in the sections, by ref: they stay whatever is answered."""

    def section_at(self, ref: str) -> SectionLayout | None:
        """The section of a question, of a row of a repeat, or of the place where one is added."""
        return self.section_of.get(ref) or self.markers.get(ref)


def _appearance(question: QuestionDefinition) -> set[str]:
    return set(question.appearance.split())


class _Builder:
    """Collects the parts of a layout in document order."""

    def __init__(self, questions: tuple[QuestionDefinition, ...]) -> None:
        self.questions = questions
        self.children: dict[str | None, list[QuestionDefinition]] = {}
        refs = {question.ref for question in self.questions}
        for question in self.questions:
            self.children.setdefault(question.parent if question.parent in refs else None, []).append(question)
        self.by_name = {question.name: question.ref for question in self.questions}
        self.sections: list[SectionLayout] = []
        self.head: list[str] = []
        self.lines: list[LineLayout] = []
        self.computed: list[LineLayout] = []

    def walk(self, parent: str | None) -> None:
        for question in self.children.get(parent, []):
            if question.kind not in CONTAINERS:
                continue
            looks = _appearance(question)
            if "section" in looks:
                self._section(question)
            elif "head" in looks:
                self.head += self._leaves(question.ref)
            elif looks & {"tests", "readings"}:
                self._table(question)
            else:
                self.walk(question.ref)

    def _leaves(self, parent: str) -> list[str]:
        found: list[str] = []
        for question in self.children.get(parent, []):
            if question.kind in CONTAINERS:
                found += self._leaves(question.ref)
            elif question.kind is not Kind.MODEL_VALUE:
                found.append(question.ref)
        return found

    def _order(self, parent: str) -> list[str]:
        """Questions, rows of repeats and where rows are added."""
        found: list[str] = []
        for question in self.children.get(parent, []):
            if question.kind is Kind.REPEAT and question.ref.endswith("]"):
                found += [question.ref, *self._order(question.ref)]
            elif question.kind is Kind.REPEAT:
                found += [*self._order(question.ref), f"{question.ref}+"]
            elif question.kind is Kind.GROUP:
                found += self._order(question.ref)
            elif question.kind is not Kind.MODEL_VALUE:
                found.append(question.ref)
        return found

    def _section(self, group: QuestionDefinition) -> None:
        number = str(len(self.sections) + 1)
        leaves = tuple(self._leaves(group.ref))
        order = tuple(self._order(group.ref))
        self.sections.append(SectionLayout(group.ref, number, leaves, order if order != leaves else ()))
        lines = [self._line(question, (question.ref,)) for question in self.questions if question.ref in leaves]
        self.computed += [line for line in lines if line.computed]

    def _table(self, group: QuestionDefinition) -> None:
        for question in self.children.get(group.ref, []):
            looks = _appearance(question)
            if "phases" in looks:
                self.lines.append(self._line(question, tuple(self._leaves(question.ref))))
            elif "head" in looks:
                self.head += self._leaves(question.ref)
            elif question.kind in CONTAINERS:
                self._table(question)
            elif question.kind in (Kind.SELECT_ONE, Kind.SELECT_MANY):
                self.head.append(question.ref)
            elif question.kind is not Kind.MODEL_VALUE:
                self.lines.append(self._line(question, (question.ref,)))

    def _inputs(self, name: str) -> list[str]:
        """Refs behind a name: the question itself, or all cells of a phases group."""
        ref = self.by_name.get(name, "")
        return self._leaves(ref) or ([ref] if ref else [])

    def _line(self, question: QuestionDefinition, cells: tuple[str, ...]) -> LineLayout:
        names = question.attributes.get("insp:inputs", "").split()
        return LineLayout(
            question.ref,
            cells,
            question.attributes.get("insp:criterion", ""),
            question.attributes.get("insp:unit", ""),
            tuple(ref for name in names for ref in self._inputs(name)),
            question.attributes,
        )


def plain_ref(ref: str) -> str:
    """A reference without the places of rows."""
    return re.sub(r"\[\d+\]", "", ref) if "[" in ref else ref


def questions_of(definition: FormDefinition, instance: FormInstance | None) -> tuple[QuestionDefinition, ...]:
    """The questions of a form; those of a repeat once for each row of an instance, with the row's place in the ref."""
    if instance is None or all(question.kind is not Kind.REPEAT for question in definition.questions):
        return definition.questions
    below: dict[str | None, list[QuestionDefinition]] = {}
    for question in definition.questions:
        below.setdefault(question.parent, []).append(question)
    root = definition.questions[0].parent or ""
    return tuple(_placed(below, instance, root, root))


def _placed(
    below: Mapping[str | None, list[QuestionDefinition]], instance: FormInstance, parent: str, place: str
) -> Iterator[QuestionDefinition]:
    for question in below.get(parent, ()):
        here = f"{place}/{question.name}"
        conditions = frozenset(
            f"{place}{one.removeprefix(parent)}" if one.startswith(f"{parent}/") else one for one in question.conditions
        )
        yield replace(question, ref=here, parent=place, conditions=conditions)
        if question.kind is not Kind.REPEAT:
            yield from _placed(below, instance, question.ref, here)
            continue
        for number in range(1, instance.row_count(here) + 1):
            yield replace(question, ref=f"{here}[{number}]", parent=here)
            yield from _placed(below, instance, question.ref, f"{here}[{number}]")


def build_layout(definition: FormDefinition, instance: FormInstance | None = None) -> Layout:
    """Read the layout off a definition; with an instance, off the rows that its repeats have now."""
    questions = questions_of(definition, instance)
    builder = _Builder(questions)
    builder.walk(None)
    dependents: dict[str, list[LineLayout]] = {}
    for line in (*builder.lines, *builder.computed):
        for ref in line.inputs:
            dependents.setdefault(ref, []).append(line)
    return Layout(
        tuple(builder.sections),
        tuple(builder.head),
        tuple(builder.lines),
        {ref: line for line in builder.lines for ref in (*line.cells, line.ref)},
        {ref: tuple(lines) for ref, lines in dependents.items()},
        {ref: section for section in builder.sections for ref in section.questions},
        {line.ref: line for line in builder.computed},
        {ref: section for section in builder.sections for ref in section.order if ref not in section.questions},
        {ref: number for section in builder.sections for ref, number in numbers(section, questions).items()},
    )


def numbers(section: SectionLayout, questions: tuple[QuestionDefinition, ...]) -> dict[str, str]:
    """Number the questions of a section by their place in the form: 2.1, and what only an answer to 2.1 brings 2.1.1.

    So no number depends on what was answered: a finding printed as 2.3 stays 2.3, whatever comes or goes before it.
    """
    found: dict[str, str] = {}
    below: dict[str, int] = {}
    known = {question.ref: question for question in questions}
    for ref in section.questions:
        question = known.get(ref)
        conditions = question.conditions if question is not None else frozenset[str]()
        above = next((number for other, number in reversed(found.items()) if other in conditions), section.number)
        below[above] = below.get(above, 0) + 1
        found[ref] = f"{above}.{below[above]}"
    return found
