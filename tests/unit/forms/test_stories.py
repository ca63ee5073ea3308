"""The shipped checklists filled in by the form engine."""

from datetime import UTC, datetime

import pytest

from inspector import assets
from inspector.xforms import FormInstance, compile_sheet, load_form
from tests.unit.forms.test_shipped_forms import FORMS

NOW = datetime(2026, 6, 11, 2, 0, tzinfo=UTC)


def opened(form: str, language: str = "中文 (zh)") -> FormInstance:
    definition = load_form(compile_sheet(assets.form(f"{form}/form.md")))
    return FormInstance.new(definition, now=NOW, tz=UTC, seed=1, language=language)


def missing(form: FormInstance) -> set[str]:
    return {violation.ref.rsplit("/", 1)[1] for violation in form.validate() if violation.reason == "required"}


@pytest.mark.parametrize("form", FORMS)
def test_the_engine_opens_every_form_in_both_languages(form: str) -> None:
    chinese, english = opened(form), opened(form, "English (en)")
    labels = [(view.label, other.label) for view, other in zip(chinese.views(), english.views(), strict=True)]
    assert any(first != second for first, second in labels)


def test_without_emergency_supply_its_questions_are_not_asked() -> None:
    form = opened("infrastructure")
    before = missing(form)
    form.answer("/data/emergency/has_emergency_supply", "no")
    assert "has_emergency_supply" in before
    assert not any(name.startswith("emergency_") for name in missing(form) if name != "emergency_light")
    form.answer("/data/emergency/has_emergency_supply", "yes")
    assert "emergency_interlock" in missing(form)


def test_judging_every_question_completes_the_infrastructure_form() -> None:
    form = opened("infrastructure")
    form.answer("/data/emergency/has_emergency_supply", "yes")
    for view in form.views():
        if {option.value for option in view.options} == {"pass", "fail", "na"}:
            form.answer(view.ref, "na")
    assert form.validate() == ()


def test_test_values_may_stay_empty_and_dates_must_be_in_order() -> None:
    form = opened("transformer-oil")
    assert all(name.startswith("oil_") for name in missing(form))
    form.answer("/data/head/tested_on", "2026-05-20")
    form.answer("/data/head/next_due", "2026-05-19")
    assert [violation.reason for violation in form.validate() if "/head/" in violation.ref] == ["constraint"]
    form.answer("/data/head/next_due", "2029-05-20")
    assert not [violation for violation in form.validate() if "/head/" in violation.ref]


def test_a_test_date_in_the_future_is_refused() -> None:
    form = opened("cable")
    form.answer("/data/head/tested_on", "2026-06-12")
    assert "constraint" in {violation.reason for violation in form.validate()}
