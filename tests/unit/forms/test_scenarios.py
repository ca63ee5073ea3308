"""Every checklist as it is used: filled in, what it judges, asks for and proposes (cases in `tests/data/scenarios`).

A case names what is known of customer and equipment, the answers, and the expected verdicts by the names of questions;
`says` are words that a verdict must give, `hazards` the grades of what it opens, `open` the questions still asked for.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector import i18n, services
from inspector.domain.verdict import Verdict
from inspector.domain.visit import VisitKind
from inspector.services import Workspace
from inspector.services.checklists.compiled import VisitForm, visit_forms
from inspector.services.visits.found_equipment import add_equipment
from inspector.services.visits.views import JudgementView, Target
from tests.unit.services.story import Story

SCENARIOS = Path(__file__).parents[2] / "data" / "scenarios"
PLAN = {form.id: form for form in visit_forms()}
COVERED = sorted(PLAN)
ASKS_NOTHING = {"indications-arrester", "indications-instrument-transformer"}
"""Readings whose limits hang on nothing that could be missing."""
FILES = {path.stem: tomllib.loads(path.read_text("utf-8"))["case"] for path in sorted(SCENARIOS.glob("*.toml"))}
CASES = [(form, case) for form, cases in FILES.items() for case in cases]
HARMLESS = {"judged": "pass", "date": "2026-05-01", "text": "x", "number": "1"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """One workspace for all cases: every case has a customer and a visit of its own."""
    path = tmp_path_factory.mktemp("scenarios") / "w"
    services.create_demo(path)
    made = services.open_workspace(path)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = i18n.language()
    i18n.set_language("en")
    yield
    i18n.set_language(before)


def test_every_checklist_has_cases() -> None:
    assert sorted(FILES) == COVERED
    for form, cases in FILES.items():
        verdicts = {verdict for case in cases for verdict in case.get("expect", {}).values()}
        assert len(cases) >= 3, form
        assert verdicts & {"fail", "attention"}, form
        asks = "undetermined" in verdicts or form in ASKS_NOTHING
        assert asks or any(case.get("open") for case in cases), form


def begun(workspace: Workspace, form: VisitForm, case: dict[str, Any]) -> tuple[Story, Target]:
    """A visit of a new customer with the case's equipment, and the form."""
    kind = next(one for one in VisitKind if one in form.visits)
    account = workspace.call(workspace.new_id)

    def start() -> Story:
        customer = {"account": account, "name": account, "voltage_kv": 10, **case.get("customer", {})}
        services.add_customer(workspace, {field: value for field, value in customer.items() if value != ""})
        view = services.start_visit(workspace, account, kind=kind, inspectors=("wang", "li"))
        if form.kinds:
            own = case.get("kind", next(iter(sorted(form.kinds))))
            add_equipment(workspace, view.id, own, "E1", case.get("nameplate", {}))
        return Story(workspace, view.id)

    story = workspace.call(start)
    return story, story.targets(form.id)[0]


def fill(story: Story, target: Target) -> None:
    """Answer harmlessly what is asked for and not answered yet."""
    for _round in range(3):
        for section in story.form(target).sections:
            for row in section.rows:
                if row.required and row.relevant and not row.value:
                    value = row.options[0][0] if row.options else HARMLESS[row.kind.value]
                    story.call(services.record_answer, target, row.ref, value)


def verdicts(story: Story, target: Target) -> dict[str, JudgementView | None]:
    """What was judged, by the names of questions, lines and cells."""
    view = story.form(target)
    found = {row.ref: row.judgement for section in view.sections for row in section.rows}
    found |= {line.ref: line.judgement for line in view.lines}
    return {ref.rsplit("/", 1)[1]: judgement for ref, judgement in found.items()}


def still_open(story: Story, target: Target) -> set[str]:
    return {one.ref.rsplit("/", 1)[1] for one in story.summary().missing if one.target == target and one.ref}


@pytest.mark.parametrize(("form", "case"), CASES, ids=[f"{form}: {case['name']}" for form, case in CASES])
def test_a_form_filled_in(workspace: Workspace, form: str, case: dict[str, Any]) -> None:
    story, target = begun(workspace, PLAN[form], case)
    for name, value in case.get("answers", {}).items():
        story.answer(target, name, workspace.today().isoformat() if value == "today" else value)
    if not case.get("open"):
        fill(story, target)
    judged = verdicts(story, target)
    assert {name: one.verdict.value for name in case["expect"] if (one := judged[name])} == case["expect"]
    for name, words in case.get("says", {}).items():
        one = judged[name]
        assert one is not None
        assert words in one.tooltip, one.tooltip
    hazards = {name: draft.grade.value for name in case.get("hazards", {}) if (draft := story.draft(target, name))}
    assert hazards == case.get("hazards", {})
    if "open" in case:
        assert still_open(story, target) >= set(case["open"])
    failed = {name for name, one in judged.items() if one is not None and one.verdict is Verdict.FAIL}
    assert failed == {name for name, verdict in case["expect"].items() if verdict == "fail"}
    if "open" not in case:
        assert still_open(story, target) <= failed, "only findings are left to decide"
