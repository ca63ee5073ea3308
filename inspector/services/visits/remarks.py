"""Answers and lines that deserve a look before signing: judged 注意, or judged by a person against the rule."""

from collections.abc import Iterator
from typing import Final

from inspector.domain.verdict import Verdict
from inspector.i18n import ngettext
from inspector.services.visits.layout import LineLayout
from inspector.services.visits.line_parts import unit_of
from inspector.services.visits.remark_views import Remark
from inspector.services.visits.rows import FormRows
from inspector.services.visits.session import VisitSession, item_key
from inspector.services.visits.views import JudgementView
from inspector.services.words import NBSP, answer_text

DAYS: Final = "d"
"""Unit of what runs out on a day."""


def remarks(session: VisitSession) -> tuple[Remark, ...]:
    """In the order of the steps; what is not asked, not answered or out of service is none."""
    return tuple(one for live in session.forms.values() for one in _of_form(FormRows(session, live)))


def _of_form(build: FormRows) -> Iterator[Remark]:
    layout = build.live.layout
    for ref in layout.section_of:
        view = build.live.instance.view(ref)
        judged = build.judgement_view(ref) if view.relevant and _telling(build, ref) else None
        if judged is not None:
            unit = build.live.questions[ref].attributes.get("insp:unit", "")
            value = build.worked_out(ref) if ref in layout.computed else answer_text(view, view.value, unit)
            yield _remark(build, ref, view.label, value, judged)
    for line in layout.lines:
        judged = build.judgement_view(line.ref) if _telling(build, line.ref) and _stands(build, line) else None
        if judged is not None:
            yield _remark(build, line.ref, build.live.shown_label(line.ref), _values(build, line), judged)


def _telling(build: FormRows, ref: str) -> bool:
    """Whether there is an override, or the rule says 注意."""
    judged = build.live.judgements.get(ref)
    attention = judged is not None and judged.verdict is Verdict.ATTENTION
    override = build.session.override(build.live.target, ref)
    return attention if override is None else True


def _stands(build: FormRows, line: LineLayout) -> bool:
    live = build.live
    if build.session.out_of_service(live.target, line.ref) or not live.instance.view(line.ref).relevant:
        return False
    return line.tells or bool(_values(build, line))


def _values(build: FormRows, line: LineLayout) -> str:
    texts = [build.worked_out(line.ref)] if line.computed else [build.live.value(ref) for ref in line.cells]
    if not any(texts):
        return ""
    shared = unit_of(build.live, line)
    judged = build.live.judgements.get(line.ref)
    if shared == DAYS and line.computed and judged is not None and judged.value is not None:
        return _days_words(round(judged.value))
    return " / ".join(text or "—" for text in texts) + (f"{NBSP}{shared}" if shared else "")


def _days_words(count: int) -> str:
    """Days that are left of something, as people say it."""
    if count < 0:
        return ngettext("expired {count} day ago", "expired {count} days ago", -count).format(count=-count)
    return ngettext("{count} day left", "{count} days left", count).format(count=count)


def _remark(build: FormRows, ref: str, label: str, value: str, judged: JudgementView) -> Remark:
    live = build.live
    place = build.session.title_of(live)[0]
    why = judged.override_reason if judged.overridden is not None else judged.limit
    return Remark(item_key(live.target, ref), place, label, value, judged.verdict, judged.overridden, why)
