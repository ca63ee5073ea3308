"""What a signed visit keeps of its forms: answers with their notes, values with their judgements and limits."""

from typing import Any

from inspector.criteria import to_record
from inspector.services.visits.layout import LineLayout
from inspector.services.visits.live import CRITERION, LiveForm
from inspector.services.visits.session import VisitSession, item_key
from inspector.services.visits.views import Target


def answers_of(session: VisitSession, live: LiveForm) -> dict[str, Any]:
    """The relevant answers of one form; what was answered but is not relevant any more is listed as dropped."""
    kept = live.instance.final_answers()
    everything = live.instance.answers()
    target = live.target
    return {
        "form": target.form,
        "version": live.blob,
        "equipment": target.equipment or "",
        "answers": {ref: value for ref, value in kept.items() if value},
        "dropped": {ref: value for ref, value in everything.items() if value and not kept.get(ref)},
        "notes": {ref: text for ref in live.questions if (text := session.note(target, ref))},
        "out_of_service": [line.ref for line in live.layout.lines if session.out_of_service(target, line.ref)],
        "waiting": {line.ref: why for line in live.layout.lines if (why := session.waiting(target, line.ref))},
    }


def test_values(session: VisitSession, live: LiveForm) -> list[dict[str, Any]]:
    """Values of a form's lines, each with the judgement and the limit it was judged by."""
    return [value for line in live.layout.lines for value in _line_values(session, live, line)]


def readings_of(session: VisitSession, live: LiveForm) -> list[dict[str, Any]]:
    """Readings of step 3: values with the equipment they belong to."""
    owner = live.equipment.id if live.equipment else ""
    return [{"equipment": owner, **value} for value in test_values(session, live)]


def refs_of(session: VisitSession, live: LiveForm) -> set[str]:
    """What those values stand in."""
    return {
        ref for line in live.layout.lines for ref in _refs(session, live, line) if value_of(live, line, ref) is not None
    }


def _line_values(session: VisitSession, live: LiveForm, line: LineLayout) -> list[dict[str, Any]]:
    return [value for ref in _refs(session, live, line) if (value := value_of(live, line, ref)) is not None]


def _refs(session: VisitSession, live: LiveForm, line: LineLayout) -> tuple[str, ...]:
    """The cells of a line that are filed, of a computed one itself."""
    if line.overdue or session.out_of_service(live.target, line.ref) or not live.instance.view(line.ref).relevant:
        return ()
    return (line.ref,) if line.computed else line.cells


def value_of(live: LiveForm, line: LineLayout, ref: str) -> dict[str, Any] | None:
    """A value with its judgement and the limit it was judged by; None if there is no number or no quantity."""
    judgement = live.judgements.get(ref)
    number = (judgement.value if judgement else None) if line.computed else live.number(ref)
    quantity = live.questions[ref].attributes.get(CRITERION, "") or line.criterion
    if number is None or not quantity:
        return None
    return {
        "quantity": quantity,
        "label": live.name(ref),
        "value": number,
        "unit": line.unit or live.questions[ref].attributes.get("insp:unit", ""),
        "temperature_c": live.temperature(),
        "verdict": judgement.verdict.value if judgement else "",
        "limit": judgement.limit_text if judgement else "",
        "basis": judgement.basis if judgement else "",
        "judgement": to_record(judgement) if judgement else None,
    }


def bulk_of(session: VisitSession) -> list[dict[str, Any]]:
    """Every use of 其余判合格 whose answers still stand: who, when, where, which answers, and what was drawn."""
    found = []
    for key, item in sorted(session.of("bulk").items()):
        place = Target(str(item["form"]), str(item["equipment"]) or None)
        refs = item["refs"] if isinstance(item["refs"], list) else []
        kept = [ref for ref in refs if session.of("answer").get(item_key(place, ref), {}).get("bulk") == key]
        if kept:
            found.append({"id": key, **item, "refs": kept})
    return found
