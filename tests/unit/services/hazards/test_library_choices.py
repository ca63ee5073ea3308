"""Choosing from the hazard library: found by words and pinyin, worded with deadline and basis."""

from datetime import timedelta

from inspector import services
from inspector.criteria.model import Bilingual
from inspector.domain.hazard import Grade
from inspector.domain.person import Role
from inspector.i18n import LANGUAGES, Translator, _, set_language
from inspector.services.hazards.entries import NewEntry, add_entry
from inspector.services.hazards.library_choices import HazardChoice, chosen_by
from inspector.services.words import basis_shown
from tests.unit.services.story import Story


def choices(story: Story, equipment: str | None = None) -> tuple[HazardChoice, ...]:
    found: tuple[HazardChoice, ...] = story.call(services.hazard_choices, equipment)
    return found


def test_a_symptom_is_found_by_words_by_pinyin_and_by_initials(story: Story) -> None:
    everything = choices(story)
    by_words = {one.id for one in chosen_by(everything, "渗油")}
    assert "oil-leak" in by_words
    assert "oil-leak" in {one.id for one in chosen_by(everything, "shenyou")}
    assert "oil-leak" in {one.id for one in chosen_by(everything, "byqbt")}
    assert chosen_by(everything, "no such symptom") == ()
    assert len(chosen_by(everything, "")) == len(everything)


def test_entries_about_the_equipment_come_first(story: Story) -> None:
    oil = story.targets("transformer-oil")[0].equipment
    found = choices(story, oil)
    count = sum(one.fits for one in found)
    assert count
    assert all(one.fits for one in found[:count])


def test_the_deadline_is_that_of_the_grade_unless_the_entry_has_its_own(story: Story) -> None:
    today = story.workspace.call(story.workspace.today)
    serious = next(one for one in choices(story) if one.grade is Grade.SERIOUS)
    assert serious.deadline == today + timedelta(days=7)
    people = story.workspace.call(lambda: services.everybody(story.workspace))
    lead = next(person for person in people if Role.LEAD in person.roles)
    story.workspace.call(lambda: story.workspace.act_as(lead.id))
    story.workspace.call(
        lambda: add_entry(
            story.workspace,
            NewEntry(Bilingual("本队条目", ""), Bilingual("处理", ""), frozenset({"site"}), days=3),
        )
    )
    own = next(one for one in choices(story) if one.own)
    assert (own.description, own.deadline) == ("本队条目", today + timedelta(days=3))


def test_a_hazard_by_hand_keeps_the_basis_of_its_entry(story: Story) -> None:
    with_basis = next(one for one in choices(story) if one.basis != "惯例")
    story.call(
        services.edit_hazard,
        None,
        description=with_basis.description,
        measure=with_basis.measure,
        grade=with_basis.grade,
        deadline=with_basis.deadline,
        basis=with_basis.basis,
    )
    (made,) = [one for one in story.summary().hazards if one.target is None]
    assert (made.description, made.basis, made.grade) == (
        with_basis.description,
        with_basis.basis,
        with_basis.grade,
    )


def test_practice_reads_in_the_language_of_the_window_and_a_standard_stays() -> None:
    for language in LANGUAGES:
        set_language(language)
        assert {basis_shown(Translator(one)("practice")) for one in LANGUAGES} == {_("practice")}
        assert basis_shown("GB 50150-2016 8.0.2") == "GB 50150-2016 8.0.2"
        assert basis_shown("") == ""
