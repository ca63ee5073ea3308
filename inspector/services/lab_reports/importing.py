"""Values of a test record out of a testing company's workbook: recognised, shown first, taken over as one step.

A label stands for a question of the checklist by what was chosen for this company before, by the checklist's words, by
the words of `resources/excel/report_words.toml`, or, marked as a guess, by likeness. What is chosen is remembered for
the company on this laptop. Runs on the worker, except the reading of the file (any thread).
"""

import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from inspector.i18n import N_, language
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.lab_reports.reading import MOST_VALUES, NUMBER, Labelled, company_in, words
from inspector.services.visits.answers import live_form
from inspector.services.visits.live import CRITERION, LiveForm
from inspector.services.visits.many import preview_values, record_answers
from inspector.services.visits.pasted import comparable
from inspector.services.visits.value_views import Expected, NewValue
from inspector.services.visits.views import Change, Target
from inspector.services.workspace import Workspace
from inspector.xforms import stored_text

register(
    ProblemKind.INPUT,
    {
        "report_nothing": N_("No value of “{name}” is recognised for this equipment. Choose what its rows stand for."),
        "report_question": N_("The checklist has no value “{name}”. The preview lists the names."),
    },
)

SETTING: Final = "report_words|"
IGNORED: Final = "-"
"""Chosen for a label that shall not be taken over."""
LIKE: Final = 0.72
"""How alike a label and a line's name must be for a guess, 0..1."""
GAS: Final = "gas_"
"""How the quantities of dissolved gases begin."""
HEAD: Final = frozenset({"tested_on", "next_due"})


@dataclass(frozen=True, slots=True)
class Place:
    """A line or head field that values can be taken over into: its question's name, label and cells."""

    name: str
    label: str
    refs: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A label of the report: where it goes (`name`; "" = nowhere yet, "-" = ignored), and what would come of it."""

    key: str
    place: str
    label: str
    texts: tuple[str, ...]
    name: str
    sure: bool
    expected: tuple[Expected, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportPreview:
    """A report as it would be taken over. `places` are all lines and head fields of the form, in order."""

    company: str
    rows: tuple[ReportRow, ...]
    places: tuple[Place, ...]

    @property
    def values(self) -> tuple[NewValue, ...]:
        """What would be entered."""
        found = (expected for row in self.rows for expected in row.expected)
        return tuple(NewValue(one.target, one.ref, one.value) for one in found)


def units_of(workspace: Workspace) -> frozenset[str]:
    """Every unit that quantities may be entered in."""
    quantities = workspace.packs.quantities.values()
    return frozenset(unit for quantity in quantities for unit in (quantity.unit, *quantity.units) if unit)


def preview_report(
    workspace: Workspace,
    visit_id: str,
    target: Target,
    labels: Sequence[Labelled],
    *,
    company: str = "",
    chosen: Mapping[str, str] | None = None,
) -> ReportPreview:
    """What a report would enter into the record of `target`; `chosen` maps label keys to question names or "-".

    Rows that stand for nothing known are listed too, so that a person can say what they are. Raises target_unknown,
    report_question.
    """
    live = live_form(workspace.visit(visit_id), target)
    places = _places(live)
    known = {place.name: place for place in places}
    unknown = next((name for name in (chosen or {}).values() if name not in known and name != IGNORED), "")
    if unknown:
        raise Problem("report_question", name=unknown)
    company = company or _company(live, labels)
    said = {**remembered(workspace, company, target.form), **(chosen or {})}
    rows: list[tuple[ReportRow, tuple[NewValue, ...]]] = []
    taken: set[str] = set()
    for label in labels:
        name, sure = _name_of(label, said, places)
        if name in taken - {IGNORED} and label.key not in (chosen or {}):
            name, sure = "", True
        row = ReportRow(label.key, label.place, label.label, _texts(label, known.get(name)), name, sure)
        if row.texts or label.values:
            taken.add(name)
            rows.append((row, _values(live, row, label, known.get(name))))
    return ReportPreview(company, _expected(workspace, visit_id, rows), places)


def _places(live: LiveForm) -> tuple[Place, ...]:
    """Head fields and lines that can be typed."""
    head = [Place(live.name(ref), live.shown_label(ref), (ref,)) for ref in live.layout.head if _open(live, ref)]
    lines = [
        Place(live.name(line.ref), live.shown_label(line.ref), line.cells, line.unit)
        for line in live.layout.lines
        if not line.computed and all(_open(live, ref) for ref in line.cells)
    ]
    cells = [
        Place(live.name(ref), _cell_label(live, line.ref, line.cells, ref), (ref,), line.unit)
        for line in live.layout.lines
        if not line.computed and len(line.cells) > 1
        for ref in line.cells
        if _open(live, ref)
    ]
    return (*head, *lines, *cells)


def _cell_label(live: LiveForm, line: str, cells: Sequence[str], ref: str) -> str:
    """What one phase of a line is called: the line without the phases in its name, and the phase."""
    names = [live.shown_label(cell) for cell in cells]
    label = live.shown_label(line)
    for phases in (f"{names[0]}–{names[-1]}", " / ".join(names)):
        label = label.removesuffix(phases)
    return f"{label.rstrip()} {live.shown_label(ref)}"


def _open(live: LiveForm, ref: str) -> bool:
    view = live.instance.view(ref)
    return view.relevant and not view.readonly


def _company(live: LiveForm, labels: Sequence[Labelled]) -> str:
    """The testing company that the report names, in a field or in its title, else the one that was typed."""
    named = next((label.text for label in labels if words().head.get(label.key) == "lab" and label.text), "")
    typed = next((live.value(ref) for ref in live.layout.head if live.name(ref) == "lab"), "")
    titled = (company_in(label.label) for label in labels if not label.text and not label.values)
    return named or next((name for name in titled if name), "") or typed


def _name_of(label: Labelled, said: Mapping[str, str], places: Sequence[Place]) -> tuple[str, bool]:
    """The question a label stands for, and whether that is sure; ("", True) if nothing is like it."""
    keys = tuple(dict.fromkeys((label.whole, label.key)))
    for key in keys:
        if key in said:
            return said[key], True
    own = {comparable(place.label): place.name for place in reversed(places)}
    for key in keys:
        name = _known(key, places, own)
        if name:
            return name, True
        if key in words().computed:
            return IGNORED, True
    if not label.values:
        return "", True
    phase = _phase_of(label, places)
    if phase:
        return phase, False
    close = difflib.get_close_matches(label.whole, list(own), n=2, cutoff=LIKE)
    close = close or difflib.get_close_matches(label.key, list(own), n=2, cutoff=LIKE)
    return (own[close[0]], False) if len(close) == 1 or _clearly(label.whole, close) else ("", True)


def _phase_of(label: Labelled, places: Sequence[Place]) -> str:
    """The one cell that a label with a phase at its end may mean: its words begin the cell's, the phase ends them."""
    ends = [word for word in words().phases if label.key.endswith(word) and label.key != word]
    if len(label.values) != 1 or not ends:
        return ""
    word = max(ends, key=len)
    base = label.key.removesuffix(word)
    alone = [place for place in places if len(place.refs) == 1 and " " in place.label]
    found = [
        place
        for place in alone
        if comparable(place.label).startswith(base) and comparable(place.label.rpartition(" ")[2]) == word
    ]
    exact = [place for place in found if label.label.endswith(place.label.rpartition(" ")[2])]
    best = exact or found
    return best[0].name if len(best) == 1 else ""


def _known(key: str, places: Sequence[Place], own: Mapping[str, str]) -> str:
    """The question that a label names: a line, a head field, or one phase of a line (``HV resistance AB``)."""
    names = {place.name: place for place in places}
    tables = (own, words().lines, words().head)
    for table in tables:
        if table.get(key, "") in names:
            return table[key]
    for word, phase in sorted(_suffixes(), key=lambda pair: -len(pair[0])):
        base = key.removesuffix(word) if key != word else key
        line = next((names[table[base]] for table in tables if table.get(base, "") in names), None)
        if base == key or line is None or len(line.refs) != MOST_VALUES:
            continue
        refs = line.refs if phase is None else (line.refs[phase],)
        return next((place.name for place in places if place.refs == refs), "")
    return ""


def _suffixes() -> Sequence[tuple[str, int | None]]:
    """How phases are named behind a label: one each, or all three of a row (None)."""
    phases = words().phases
    several = [[word for word, at in phases.items() if at == wanted] for wanted in range(MOST_VALUES)]
    return [*phases.items(), *(("".join(three), None) for three in zip(*several, strict=False))]


def _clearly(key: str, close: Sequence[str]) -> bool:
    """Whether the best likeness is clearly better than the second."""
    if len(close) < 2:
        return False
    best, second = (difflib.SequenceMatcher(None, key, other).ratio() for other in close[:2])
    return best - second > 0.12


def _texts(label: Labelled, place: Place | None) -> tuple[str, ...]:
    """What the label has for a place: its values with their unit; dates and names as they are written."""
    if place is not None and not label.values:
        return (label.text,) if label.text else ()
    unit = label.unit
    wanted = len(place.refs) if place is not None else MOST_VALUES
    return tuple(f"{value} {unit}" if unit and value and value[-1].isdigit() else value for value in label.values)[
        :wanted
    ]


def _values(live: LiveForm, row: ReportRow, label: Labelled, place: Place | None) -> tuple[NewValue, ...]:
    """What a row enters: one value for each of its cells."""
    if place is None:
        return ()
    in_head = place.refs[0] in live.layout.head
    if not in_head and not label.values:
        return ()
    found = tuple(_measured(live, ref, text) for ref, text in zip(place.refs, row.texts, strict=False))
    texts = (_head_text(live, place, label),) if in_head else found
    return tuple(NewValue(live.target, ref, text) for ref, text in zip(place.refs, texts, strict=False) if text)


def _measured(live: LiveForm, ref: str, text: str) -> str:
    """A value as it is entered: a gas that was not found is 0; nothing else is ever read as a number."""
    line = live.layout.line_of.get(ref)
    quantity = live.questions[ref].attributes.get(CRITERION, "") or (line.criterion if line else "")
    return "0" if comparable(text) in words().none and quantity.startswith(GAS) else text


def _expected(
    workspace: Workspace, visit_id: str, rows: Sequence[tuple[ReportRow, tuple[NewValue, ...]]]
) -> tuple[ReportRow, ...]:
    """The rows with what would come of them, all tried out together: a limit may hang on another value."""
    values = [value for _row, several in rows for value in several]
    found = iter(preview_values(workspace, visit_id, values) if values else ())
    return tuple(replace(row, expected=tuple(next(found) for _value in several)) for row, several in rows)


def _head_text(live: LiveForm, place: Place, label: Labelled) -> str:
    """A head field's text: a date as it is stored, a number without its unit, else as it is written."""
    kind = live.questions[place.refs[0]].data_type
    if kind == "date":
        digits = "".join(sign if sign.isdigit() else " " for sign in label.text).split()[:3]
        made = "-".join((digits[0], *(part.zfill(2) for part in digits[1:]))) if len(digits) == 3 else label.text
        return made if stored_text("date", made) is not None else ""
    if kind in ("int", "decimal"):
        number = NUMBER.match(label.values[0]) if label.values else None
        return number.group() if number is not None else ""
    return label.text


def import_report(
    workspace: Workspace,
    visit_id: str,
    target: Target,
    preview: ReportPreview,
    *,
    report: Mapping[str, object] | None = None,
    chosen: Mapping[str, str] | None = None,
) -> Change:
    """Take a report over as one step: its values, and the file as the record's report. Remembers what was chosen.

    Raises report_nothing.
    """
    if not preview.values:
        raise Problem("report_nothing", name=str(report["name"]) if report is not None else preview.company)
    session = workspace.visit(visit_id).session
    if report is not None and any(one.sha == report["sha256"] for one in session.reports_at(target)):
        report = None
    change = record_answers(workspace, visit_id, preview.values, report=report, report_id=workspace.new_id())
    if chosen:
        remember(workspace, preview.company, target.form, chosen)
    return change


def remembered(workspace: Workspace, company: str, form: str) -> dict[str, str]:
    """What was chosen for the labels of a company's reports, by label key."""
    try:
        found = json.loads(workspace.db.settings.get(_key(company, form), "{}"))
    except ValueError:
        return {}
    return {str(key): str(name) for key, name in found.items()} if isinstance(found, dict) else {}


def remember(workspace: Workspace, company: str, form: str, chosen: Mapping[str, str]) -> None:
    """Keep what was chosen for a company."""
    kept = {**remembered(workspace, company, form), **chosen}
    workspace.db.settings.put(_key(company, form), json.dumps(kept, ensure_ascii=False, sort_keys=True))


def _key(company: str, form: str) -> str:
    return f"{SETTING}{comparable(company)}|{form}"


def preview_json(preview: ReportPreview) -> dict[str, object]:
    """A preview for scripts."""
    labels = {place.name: place.label for place in preview.places}
    return {
        "company": preview.company,
        "language": language(),
        "rows": [
            {
                "place": row.place,
                "label": row.label,
                "key": row.key,
                "values": list(row.texts),
                "name": row.name,
                "goes_to": labels.get(row.name, ""),
                "guessed": not row.sure,
                "expected": [
                    {
                        "ref": one.ref,
                        "before": one.before,
                        "value": one.value,
                        "error": one.error,
                        "verdict": one.judgement.verdict.value if one.judgement else None,
                    }
                    for one in row.expected
                ],
            }
            for row in preview.rows
        ],
        "names": [{"name": place.name, "label": place.label} for place in preview.places],
    }
