"""One live form of an open visit: the engine's instance, its layout, and the judgement of every answer and line.

Pure with respect to disk: it is fed with saved answers and asked for judgements; `answers.py` commits what changes.
Everything here runs on the workspace's worker thread.
"""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import field
from datetime import date

from inspector.criteria import Judgement, JudgeRequest, Packs, Quantity, judge, known, parse_number
from inspector.criteria.cycles import next_test
from inspector.criteria.outlook import LEAST, Outlook, crossing, foresee, look_ahead
from inspector.domain.equipment import Equipment, TestValue
from inspector.domain.verdict import Verdict
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.visits.ages import age_of
from inspector.services.visits.layout import Layout, LineLayout, build_layout, questions_of
from inspector.services.visits.views import Target
from inspector.xforms import FormDefinition, FormInstance, Kind, QuestionDefinition

ANSWERS = {verdict.value: verdict for verdict in (Verdict.PASS, Verdict.FAIL, Verdict.NOT_APPLICABLE)}
"""Stored values of a judged question."""

CRITERION = "insp:criterion"
NEUTRAL = "insp:neutral"
FACT = "insp:fact"
GIVEN = "insp:given"
_WINDING = re.compile(r"(\S+) / (\S+)")
_WINDING_SIDE = {"1": 1, "0": 2}


def form_language(languages: Iterable[str], language: str) -> str:
    """The form's name of a language of ours; its first language if it lacks that one."""
    wanted = "(zh)" if language.startswith("zh") else "(en)"
    found = list(languages)
    return next((name for name in found if wanted in name), found[0] if found else "")


def moved(live: "LiveForm", quantity: str, ref: str) -> float:
    """How far a cell's value lies from its last one; -1 where one of them is missing."""
    now, past = live.number(ref), live.past(quantity, ref)
    return abs(now - past[-1].value) if past and now is not None else -1.0


@dataclass(slots=True)
class LiveForm:
    """A form being filled in. `marks` are lines out of service or waiting, by ref."""

    target: Target
    blob: str
    definition: FormDefinition
    layout: Layout
    instance: FormInstance
    equipment: Equipment | None
    facts: Mapping[str, str]
    history: Mapping[tuple[str, str], tuple[TestValue, ...]]
    """Earlier values, oldest first, by (quantity, label); the label is the cell's name in the form."""
    today: date
    next_visit: date | None = None
    """When the customer is inspected again; None where no cycle says it."""
    judgements: dict[str, Judgement] = field(default_factory=dict)
    courses: dict[str, Outlook] = field(default_factory=dict)
    """Trends of values that have enough tests behind them, by ref."""
    questions: dict[str, QuestionDefinition] = field(default_factory=dict)
    _fact_questions: tuple[QuestionDefinition, ...] = ()
    _beside: Mapping[str, tuple[TestValue, ...]] = field(default_factory=dict)
    """Earlier values by quantity, whatever their label."""

    def __post_init__(self) -> None:
        questions = questions_of(self.definition, self.instance)
        self.questions = {question.ref: question for question in questions}
        beside: dict[str, tuple[TestValue, ...]] = {}
        for (quantity, _label), values in self.history.items():
            beside[quantity] = (*beside.get(quantity, ()), *values)
        self._beside = beside
        self._fact_questions = tuple(q for q in questions if q.attributes.get(FACT))

    def lay_out(self) -> None:
        """Rows of a repeat came or went: lay the form out anew. Judgements of rows that went are forgotten."""
        self.layout = build_layout(self.definition, self.instance)
        self.__post_init__()
        self.judgements = {ref: one for ref, one in self.judgements.items() if ref in self.questions}

    def value(self, ref: str) -> str:
        """The stored text of a question."""
        return self.instance.view(ref).value

    def label(self, ref: str, language: str) -> str:
        """The label of a question in one language, whichever the form is shown in."""
        shown, wanted = self.instance.language, form_language(self.definition.languages, language)
        if shown == wanted:
            return self.shown_label(ref)
        self.instance.set_language(wanted)
        label = self.shown_label(ref)
        self.instance.set_language(shown)
        return label

    def shown_label(self, ref: str) -> str:
        """The label of a question in the language the form is shown in.

        A line with `insp:neutral` names a winding by phase and by line (``a0 / ab``); the fact that it names says
        whether the neutral is brought out, so which of the two is measured. Both stay where that is not known.
        """
        label = self.instance.view(ref).label
        line = self.layout.line_of.get(ref)
        fact = (line.attributes or {}).get(NEUTRAL, "") if line else ""
        side = _WINDING_SIDE.get(known({**self.facts, **self.own_facts()}, fact)) if fact else None
        return _WINDING.sub(rf"\{side}", label) if side else label

    def number(self, ref: str) -> float | None:
        """A cell's value as a number; None if it is empty or no number."""
        text = self.value(ref)
        if not text:
            return None
        try:
            return parse_number(text)
        except Problem:
            return None

    def name(self, ref: str) -> str:
        """A question's name, the label its values are remembered by."""
        return self.questions[ref].name

    def quantity(self, packs: Packs, ref: str) -> Quantity | None:
        """What a cell measures: its own criterion or its line's; None if that is no quantity. Forms show its unit."""
        line = self.layout.line_of.get(ref)
        criterion = self.questions[ref].attributes.get(CRITERION, "") or (line.criterion if line else "")
        return packs.quantities.get(criterion)

    def past(self, quantity: str, ref: str) -> tuple[TestValue, ...]:
        """Earlier values of a cell or computed line."""
        return self.history.get((quantity, self.name(ref)), ())

    def temperature(self) -> float | None:
        """Temperature of the test, from the head of the record: the oil's where oil is asked for, else the air's."""
        head = {self.name(ref): ref for ref in self.layout.head}
        ref = head.get("oil_temp_c") or head.get("ambient_c")
        return self.number(ref) if ref else None

    def tested_on(self) -> date | None:
        """Date of the test record, if one was entered."""
        return self._day("tested_on")

    def _day(self, name: str) -> date | None:
        """A day in the head of the record; None if it is empty or no day."""
        for ref in self.layout.head:
            text = self.value(ref) if self.name(ref) == name else ""
            if text:
                try:
                    return date.fromisoformat(text[:10])
                except ValueError:
                    return None
        return None

    def next_due(self, packs: Packs) -> date | None:
        """When a value is measured next: as the record says, by the cycle of the test, or at the next inspection."""
        if self.equipment is None or not self.dated():
            return self.next_visit
        tested = self.tested_on() or self.today
        return self._day("next_due") or next_test(packs, self.equipment.kind, tested, self.facts)

    def dated(self) -> bool:
        """Whether the form asks for the day of the test; readings are of the day of the visit."""
        return any(self.name(ref) == "tested_on" for ref in self.layout.head)

    def own_facts(self) -> dict[str, str]:
        """Facts that the form itself gives: answers and computed lines with `insp:fact`."""
        facts = {question.attributes.get(FACT, ""): self._fact(question.ref) for question in self._fact_questions}
        return {fact: value for fact, value in facts.items() if value}

    def _fact(self, ref: str) -> str:
        line = self.layout.line_of.get(ref)
        if line is None or not line.computed:
            return self.value(ref)
        judged = self.judgements.get(ref)
        return repr(judged.value) if judged is not None and judged.value is not None else ""

    def judge_all(self, packs: Packs) -> None:
        """Judge everything, as after loading."""
        for line in fact_lines_first(self.layout.lines):
            self.judge_line(packs, line)
        for ref in self.layout.section_of:
            self._judge_answer(packs, ref)
        for line in self.layout.computed.values():
            self.judge_line(packs, line)

    def judge_after(self, packs: Packs, refs: Iterable[str]) -> set[str]:
        """Judge the lines touched by changed refs; returns the refs of those lines."""
        touched: dict[str, LineLayout] = {}
        for ref in refs:
            if ref in self.layout.section_of:
                self._judge_answer(packs, ref)
            if ref in self.layout.head or any(question.ref == ref for question in self._fact_questions):
                touched |= {line.ref: line for line in self.layout.lines}
            if ref in self.layout.line_of:
                line = self.layout.line_of[ref]
                touched[line.ref] = line
                touched |= {age.ref: age for age in self.layout.lines if age.overdue}
            for line in self.layout.dependents.get(ref, ()):
                touched[line.ref] = line
        before = self.own_facts() if any(_gives_fact(line) for line in touched.values()) else None
        for line in fact_lines_first(touched.values()):
            self.judge_line(packs, line)
        changed = before is not None and self.own_facts() != before
        return {*touched, *(self._judged_anew(packs, touched) if changed else ())}

    def _judged_anew(self, packs: Packs, known: Container[str]) -> list[str]:
        """Judge the lines that are not known to be touched; the refs of those of which something else is said now."""
        found: list[str] = []
        for line in self.layout.lines:
            if line.ref not in known:
                before = _said(self, line)
                self.judge_line(packs, line)
                if _said(self, line) != before:
                    found.append(line.ref)
        return found

    def judge_line(self, packs: Packs, line: LineLayout) -> None:
        """Judge a computed line by its inputs, any other line cell by cell.

        The line's judgement is that of the worst cell, among equals of the one that moved most: `shown_cell` of
        `line_parts` is the same one, so that limit, words and history of a line speak of one value.
        """
        if line.overdue:
            self._keep(line.ref, age_of(self, packs, line))
            return
        if line.computed:
            values = [value for ref in line.inputs for value in self._numbers(ref)]
            known = tuple(value for value in values if value is not None)
            complete = len(known) == len(values)
            self._keep(line.ref, self._judge(packs, line.criterion, line.ref, known if complete else ()))
            return
        for ref in line.cells:
            value = self.allowed(ref)
            judged = self._judge(packs, _criterion(self, line, ref), ref, () if value is None else (value,))
            self._keep(ref, judged)
        judge_whole(self, line)

    def _numbers(self, ref: str) -> list[float | None]:
        """The number of a cell; of a choice of many, the numbers that were chosen."""
        if self.questions[ref].kind is not Kind.SELECT_MANY:
            return [self.allowed(ref)]
        return [float(token) for token in self.value(ref).split() if token.isdecimal()]

    def allowed(self, ref: str) -> float | None:
        """A cell's number if the form takes it: what its constraint refuses is not judged."""
        return self.number(ref) if self.instance.view(ref).constraint_ok else None

    def _judge_answer(self, packs: Packs, ref: str) -> None:
        """Judge a measured answer of a checklist section; a plain pass or fail is a verdict by itself."""
        if ref in self.layout.computed:
            return
        value = self.allowed(ref)
        criterion = self.questions[ref].attributes.get(CRITERION, "")
        self._keep(ref, None if value is None else self._judge(packs, criterion, ref, (value,)))

    def _keep(self, ref: str, judgement: Judgement | None) -> None:
        if judgement is None:
            self.judgements.pop(ref, None)
        else:
            self.judgements[ref] = judgement

    def _judge(self, packs: Packs, quantity: str, ref: str, inputs: tuple[float, ...]) -> Judgement | None:
        """Judge values; without any, what the limit would be, so that it stands beside the empty cell."""
        known = packs.quantities.get(quantity)
        if known is None:
            return None
        past, on = self.past(quantity, ref), self.tested_on() or self.today
        self.courses.pop(ref, None)
        probe = () if inputs else (past[-1].value if past else 1.0,) * known.inputs
        judged = judge(
            packs,
            JudgeRequest(
                quantity=quantity,
                inputs=inputs or probe,
                facts={**self.facts, **self.own_facts(), **_given(self, ref)},
                temperature_c=self.temperature(),
                on=on,
                history=past,
                beside=self._beside,
            ),
        )
        if inputs or not known.inputs:
            return _looked_ahead(self, packs, ref, judged, on)
        return judged._replace(verdict=Verdict.UNDETERMINED, value=None, converted=None, formula=None, reasons=())


def judge_whole(live: LiveForm, line: LineLayout) -> None:
    """Let a line of several cells say what its worst cell says."""
    if line.computed or line.ref in line.cells:
        return
    found = [
        (judged.verdict.severity, moved(live, _criterion(live, line, ref), ref), judged)
        for ref in line.cells
        if (judged := live.judgements.get(ref)) is not None and live.allowed(ref) is not None
    ]
    worst = max(found, key=lambda one: one[:2], default=None)
    kept = worst[2] if worst else live.judgements.get(line.cells[0]) if line.cells else None
    if kept is None:
        live.judgements.pop(line.ref, None)
    else:
        live.judgements[line.ref] = kept


def _criterion(live: LiveForm, line: LineLayout, ref: str) -> str:
    return live.questions[ref].attributes.get(CRITERION, "") or line.criterion


def _looked_ahead(live: LiveForm, packs: Packs, ref: str, judged: Judgement, on: date) -> Judgement:
    """Keep the trend of a value, and raise attention where it reaches its limit before it is measured next."""
    conversion, past = packs.quantities[judged.quantity].conversion, live.past(judged.quantity, ref)
    course = look_ahead(judged, past, on, conversion, live.temperature()) if len(past) >= LEAST - 1 else None
    if course is None:
        return judged
    live.courses[ref] = course
    return judged if crossing(judged, course) is None else foresee(judged, course, live.next_due(packs))


def _gives_fact(line: LineLayout) -> bool:
    return line.computed and bool((line.attributes or {}).get(FACT))


def fact_lines_first(lines: Iterable[LineLayout]) -> list[LineLayout]:
    """Computed lines that give a fact before those that may hang on it."""
    return sorted(lines, key=lambda line: not _gives_fact(line))


def _said(live: LiveForm, line: LineLayout) -> list[Judgement | None]:
    """What is said of a line and its cells."""
    return [live.judgements.get(ref) for ref in (line.ref, *line.cells)]


def _given(live: LiveForm, ref: str) -> dict[str, str]:
    """Facts that the form states of a line or cell itself (`insp:given`, ``fact=value`` by spaces)."""
    line = live.layout.line_of.get(ref)
    return facts_given(line.attributes or {} if line is not None else {}, live.questions[ref].attributes)


def facts_given(*attributes: Mapping[str, str]) -> dict[str, str]:
    """What the attributes of a line and its cell state as facts."""
    stated = " ".join(one.get(GIVEN, "") for one in attributes).split()
    return dict(pair.split("=", 1) for pair in stated if "=" in pair)
