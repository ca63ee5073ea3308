"""Views of one live form: rows, lines, sections, counts and state dots, as window and commands show them."""

from collections.abc import Iterable

from inspector.criteria import Judgement
from inspector.domain.verdict import Confidence, Verdict
from inspector.domain.visit import Step
from inspector.i18n import _, language
from inspector.services.filling.asking import bounds_of, error_of, option_pictures_of, picture_of, row_kind, typed
from inspector.services.visits.layout import LineLayout, SectionLayout
from inspector.services.visits.line_parts import (
    change_text,
    days_of,
    limit_of,
    limit_value,
    quantity_of,
    shown_cell,
    unit_of,
)
from inspector.services.visits.live import ANSWERS, CRITERION, LiveForm
from inspector.services.visits.neighbours import beside_words
from inspector.services.visits.outlook_words import course_view, outlook_words
from inspector.services.visits.rest import drawn, drawn_open, rest_count
from inspector.services.visits.session import VisitSession, item_key
from inspector.services.visits.views import (
    Cell,
    CellState,
    FormView,
    ItemState,
    JudgementView,
    LastAnswer,
    Line,
    Row,
    RowKind,
    Section,
    TargetSummary,
)
from inspector.services.words import NBSP, answer_text, number_text, source_words
from inspector.xforms import QuestionView

Parts = dict[str, Section | Line]
"""Sections and lines of a form as they were built last, by ref."""


class FormRows:
    """Builds the views of one form of a session.

    `parts` keeps the sections and lines built last, for counting only: an answer rebuilds what it touched, no more.
    """

    def __init__(self, session: VisitSession, live: LiveForm, parts: Parts | None = None) -> None:
        self.session = session
        self.live = live
        self.parts: Parts = {} if parts is None else parts

    # rows -------------------------------------------------------------------------------------------------------

    def row(self, ref: str, number: str = "") -> Row:
        """One question with its judgement, note, photos, hazard and last answer."""
        view = self.live.instance.view(ref)
        question = self.live.questions[ref]
        attributes = question.attributes
        check = self.session.packs.checks.get(attributes.get(CRITERION, ""))
        title = attributes.get("insp:title_zh" if language().startswith("zh") else "insp:title_en", "") or view.label
        return Row(
            ref=ref,
            kind=RowKind.COMPUTED if ref in self.live.layout.computed else row_kind(view, question),
            number=number,
            label=view.label,
            title=title,
            hint=view.hint,
            value=self.worked_out(ref) if ref in self.live.layout.computed else typed(view),
            error=error_of(view),
            relevant=view.relevant,
            required=view.required,
            readonly=view.readonly,
            options=tuple((option.value, option.label) for option in view.options),
            option_pictures=option_pictures_of(view),
            unit=attributes.get("insp:unit", ""),
            judgement=self.judgement_view(ref),
            note=self.session.note(self.live.target, ref),
            photos=self.session.photos_at(self.live.target, ref),
            photo_required=attributes.get("insp:photo", "") == "required",
            drawn=drawn(self.session, self.live, ref),
            drawn_open=drawn_open(self.session, self.live, ref),
            hazard=self.session.hazard_at(self.live.target, ref),
            last=self.last(ref, view),
            basis=self.session.basis(check),
            basis_text=check.point.text(language()) if check else "",
            look=question.appearance,
            bounds=bounds_of(question),
            picture=picture_of(view),
        )

    def worked_out(self, ref: str) -> str:
        """The value criteria worked out for a computed answer or line, with the digits that show its verdict."""
        judgement = self.live.judgements.get(ref)
        if judgement is None or judgement.value is None:
            return ""
        return number_text(judgement.value, digits=judgement.decimals)

    def last(self, ref: str, view: QuestionView) -> LastAnswer | None:
        """The answer of the last signed visit."""
        last = self.session.last_visit
        value = self.session.last_answer(self.live.target, ref)
        if last is None or not value:
            return None
        unit = self.live.questions[ref].attributes.get("insp:unit", "")
        target = self.live.target
        words, note = answer_text(view, value, unit), last.notes.get((target, ref), "")
        return LastAnswer(last.on, last.by, value, words, note, last.photos.get(item_key(target, ref), ""))

    def judgement_view(self, ref: str) -> JudgementView | None:
        """The verdict on a question or line, with an override on top."""
        base = self._base_judgement(ref)
        override = self.session.override(self.live.target, ref)
        if override is None or base is None:
            return base
        verdict, reason = override
        return JudgementView(
            verdict,
            base.limit,
            base.basis,
            base.confidence,
            base.tooltip,
            overridden=base.verdict,
            override_reason=reason,
        )

    def _base_judgement(self, ref: str) -> JudgementView | None:
        judgement = self.live.judgements.get(ref)
        if judgement is not None and judgement.value is None and ref in self.live.layout.section_of:
            return None
        if judgement is not None:
            return self._from_criteria(judgement)
        verdict = ANSWERS.get(self.live.value(ref)) if ref in self.live.questions else None
        if verdict is None:
            return None
        check = self.session.packs.checks.get(self.live.questions[ref].attributes.get(CRITERION, ""))
        source = check.source if check else None
        confidence = source_words(
            source.confidence if source else Confidence.PRACTICE, source.confirmation if source else None
        )
        return JudgementView(verdict, basis=self.session.basis(check), confidence=confidence)

    def _from_criteria(self, judgement: Judgement) -> JudgementView:
        lines = [judgement.formula.render()] if judgement.formula else []
        if judgement.converted is not None:
            unit = judgement.converted_unit or judgement.unit
            converted = number_text(judgement.converted, unit, judgement.decimals)
            lines.append(_("converted: {value}").format(value=converted))
            if judgement.converted_limit:
                limit = f"{judgement.converted_limit}{NBSP}{unit}"
                lines.append(_("limit for the converted value: {limit}").format(limit=limit))
        lines += [reason.render() for reason in judgement.reasons]
        if judgement.missing:
            names = ", ".join(missing.render() for missing in judgement.missing)
            lines.append(_("missing: {names}").format(names=names))
        basis = self.session.standard_text(judgement.standard, judgement.clause) if judgement.standard else ""
        if judgement.standard and judgement.standard != "practice":
            edition = f"{judgement.standard}-{judgement.edition}" if judgement.edition else judgement.standard
            lines.append(" ".join(part for part in (edition, judgement.clause) if part))
        confidence = source_words(judgement.confidence, judgement.confirmation)
        return JudgementView(
            judgement.verdict,
            judgement.limit_text,
            basis,
            confidence,
            "\n".join(line for line in (*lines, confidence) if line),
        )

    # lines ------------------------------------------------------------------------------------------------------

    def line(self, layout: LineLayout) -> Line:
        """One line of the test table or the grid."""
        live, session = self.live, self.session
        view = live.instance.view(layout.ref)
        out = session.out_of_service(live.target, layout.ref)
        cells = tuple(self._cell(layout, ref, out=out) for ref in layout.cells)
        judged = self.judgement_view(layout.ref)
        shown = layout.ref if layout.computed else shown_cell(live, layout)
        quantity = quantity_of(live, layout, shown)
        past = live.past(quantity, shown)
        now = self._current(layout, shown)
        judgement = live.judgements.get(shown) or live.judgements.get(layout.ref)
        digits = session.decimals(quantity)
        values = (*(value.value for value in past), *(() if now is None else (now,)))
        made = Line(
            ref=layout.ref,
            label=live.shown_label(layout.ref),
            unit=unit_of(live, layout),
            cells=cells,
            computed=layout.computed,
            last=number_text(past[-1].value, digits=digits) if past else "",
            first=number_text(past[0].value, digits=digits) if past else "",
            change=change_text(now, past[-1].value, digits) if past and now is not None else "",
            limit=limit_of(live, layout, judged.limit if judged else ""),
            basis=judged.basis if judged and judged.limit else "",
            judgement=judged
            if not out and (self._asks(layout) or any(c.value and not c.error for c in cells))
            else None,
            history=values[-5:],
            history_dates=days_of(live, past, session.started_at.date(), measured=now is not None)[-5:],
            history_limit=limit_value(judgement, values),
            photos=session.photos_at(live.target, layout.ref),
            note=session.note(live.target, layout.ref),
            hazard=session.hazard_at(live.target, layout.ref),
            relevant=view.relevant,
            required=any(live.instance.view(ref).required for ref in layout.cells),
            waiting_reason=session.waiting(live.target, layout.ref),
            course=course_view(live, shown),
            outlook=outlook_words(live, shown, digits),
            beside=beside_words(session, live, layout, shown),
        )
        self.parts[layout.ref] = made
        return made

    def _asks(self, layout: LineLayout) -> bool:
        """Whether a line speaks without a value: what follows from the register, and what lacks only a fact of it."""
        return layout.tells or (bool(layout.inputs) and all(self.live.value(ref) for ref in layout.inputs))

    def _current(self, layout: LineLayout, ref: str) -> float | None:
        if layout.computed:
            judgement = self.live.judgements.get(layout.ref)
            return judgement.value if judgement else None
        return self.live.number(ref)

    def _cell(self, layout: LineLayout, ref: str, *, out: bool) -> Cell:
        view = self.live.instance.view(ref)
        phase = self.live.shown_label(ref) if len(layout.cells) > 1 else ""
        if layout.computed:
            value = self.worked_out(layout.ref)
            return Cell(ref, phase, value, self._state(layout.ref, value, CellState.COMPUTED), readonly=True)
        value = typed(view)
        error = error_of(view)
        past = self.live.past(quantity_of(self.live, layout, ref), ref)
        hint = number_text(past[-1].value, digits=self.session.decimals(past[-1].quantity)) if past else ""
        state = CellState.OUT_OF_SERVICE if out else self._state(ref, value, CellState.NORMAL)
        return Cell(ref, phase, value, CellState.ERROR if error else state, view.readonly, error, hint)

    def _state(self, ref: str, value: str, plain: CellState) -> CellState:
        if not value:
            return CellState.EMPTY
        judged = self.judgement_view(ref)
        states = {Verdict.FAIL: CellState.FAIL, Verdict.ATTENTION: CellState.ATTENTION}
        return states.get(judged.verdict, plain) if judged else plain

    # sections and counts ----------------------------------------------------------------------------------------

    def section(self, layout: SectionLayout) -> Section:
        """A section with its relevant questions numbered."""
        rows = [row for ref in layout.order or layout.questions if (row := self._asked(ref)) is not None]
        counted = [row for row in rows if _is_counted(row)]
        done = sum(1 for row in counted if row.value and not row.error)
        failed = sum(1 for row in rows if row.judgement and row.judgement.verdict is Verdict.FAIL)
        attention = sum(1 for row in rows if row.judgement and row.judgement.verdict is Verdict.ATTENTION)
        title = self.live.instance.view(layout.ref).label
        state = item_state(done, len(counted), failed, attention)
        rest = rest_count(self.session, self.live, layout)
        made = Section(layout.ref, layout.number, title, tuple(rows), done, len(counted), failed, state, rest)
        self.parts[layout.ref] = made
        return made

    def _asked(self, ref: str) -> Row | None:
        """A question, the head of a row of a repeat, or where a row is added; None while it is not relevant."""
        instance = self.live.instance
        if ref.endswith("+"):
            head = instance.repeat_head(ref[:-1])
            label = head.label or ref[:-1].rpartition("/")[2]
            return Row(ref, RowKind.ADD, "", label, label, hint=head.hint) if head.relevant and head.open else None
        if not instance.view(ref).relevant:
            return None
        if not ref.endswith("]"):
            return self.row(ref, self.live.layout.numbers[ref])
        repeat, _sep, place = ref[:-1].rpartition("[")
        head = instance.repeat_head(repeat)
        label = _("{title} · {number}").format(title=head.label or repeat.rpartition("/")[2], number=place)
        return Row(ref, RowKind.ENTRY, "", label, label, readonly=not head.open)

    def lines(self) -> tuple[Line, ...]:
        """All lines that are relevant."""
        return tuple(line for layout in self.live.layout.lines if (line := self.line(layout)).relevant)

    def form(self) -> FormView:
        """The whole form."""
        live = self.live
        sections = tuple(self.section(layout) for layout in live.layout.sections)
        head = tuple(row for ref in live.layout.head if (row := self.row(ref)).relevant)
        lines = self.lines()
        done, total, failed, attention = count(sections, lines, tests_optional=self._tests_optional())
        title, subtitle = self.session.title_of(live)
        return FormView(
            live.target,
            title,
            subtitle,
            tuple(section for section in sections if section.rows),
            head,
            lines,
            done,
            total,
            failed,
            attention,
            item_state(done, total, failed, attention),
            live.equipment,
            self.session.reports_at(live.target),
        )

    def summary(self) -> TargetSummary:
        """The form in the left list, counted from the parts that were kept and those that were not built yet."""
        live = self.live
        sections = [self._kept_section(section) for section in live.layout.sections]
        lines = [kept for line in live.layout.lines if (kept := self._kept_line(line)).relevant]
        done, total, failed, attention = count(sections, lines, tests_optional=self._tests_optional())
        title, subtitle = self.session.title_of(live)
        state = item_state(done, total, failed, attention)
        group = self.session.group_of(live)
        return TargetSummary(live.target, group, title, subtitle, done, total, failed, attention, state)

    def _tests_optional(self) -> bool:
        """Whether the form's lines count only once begun: those of a test record, never those of step 3."""
        live = self.live
        return bool(live.layout.head) and self.session.step_of(live.target) is not Step.INDICATIONS

    def _kept_section(self, layout: SectionLayout) -> Section:
        kept = self.parts.get(layout.ref)
        return kept if isinstance(kept, Section) else self.section(layout)

    def _kept_line(self, layout: LineLayout) -> Line:
        kept = self.parts.get(layout.ref)
        return kept if isinstance(kept, Line) else self.line(layout)


def _is_counted(row: Row) -> bool:
    """Whether a question has to be answered by somebody."""
    asked = row.kind not in (RowKind.NOTE, RowKind.ENTRY, RowKind.ADD) and not row.readonly
    return asked and (row.required or row.kind is RowKind.JUDGED)


def line_done(line: Line) -> bool:
    """Whether a line needs nothing more: all cells filled, out of service, or waiting with a reason."""
    filled = all(cell.value and not cell.error for cell in line.cells)
    return filled or bool(line.waiting_reason) or any(cell.state is CellState.OUT_OF_SERVICE for cell in line.cells)


def count(sections: Iterable[Section], lines: Iterable[Line], *, tests_optional: bool) -> tuple[int, int, int, int]:
    """Count done, all, failed and 注意. A test record counts only once it was begun: no test, no lines to fill."""
    sections = tuple(sections)
    typed = [line for line in lines if not line.computed]
    begun = not tests_optional or any(cell.value for line in typed for cell in line.cells)
    counted = typed if begun else []
    verdicts = [line.judgement.verdict for line in lines if line.judgement]
    rows = [row for section in sections for row in section.rows]
    attention = sum(1 for row in rows if row.judgement and row.judgement.verdict is Verdict.ATTENTION)
    return (
        sum(section.done for section in sections) + sum(1 for line in counted if line_done(line)),
        sum(section.total for section in sections) + len(counted),
        sum(section.failed for section in sections) + verdicts.count(Verdict.FAIL),
        attention + verdicts.count(Verdict.ATTENTION),
    )


def item_state(done: int, total: int, failed: int, attention: int) -> ItemState:
    """The state dot; the worst wins."""
    if failed:
        return ItemState.FAIL
    if attention:
        return ItemState.ATTENTION
    if total and done >= total:
        return ItemState.DONE
    return ItemState.PROGRESS if done else ItemState.TODO
