"""The hazard library: what stands in it, and how it is searched."""

import pytest

from inspector import assets
from inspector.criteria.hazard_library import KINDS, LibraryEntry, find_entries, load_library
from inspector.problems import Problem
from tests.unit.forms.test_shipped_forms import ALLOWED

ENTRY = (
    '[[entry]]\nid = "a"\nkinds = ["cable"]\ngrade = "general"\nhazard_zh = "字"\nhazard_en = "word"\n'
    'measure_zh = "修"\nmeasure_en = "mend"\nstandard = "practice"\n'
)


def library() -> tuple[LibraryEntry, ...]:
    folder = assets.resource("hazards")
    return load_library({path.name: path.read_bytes() for path in folder.glob("*.toml")})


def ids(*words: str, kind: str = "") -> list[str]:
    return [entry.id for entry in find_entries(library(), " ".join(words), kind)]


def test_there_are_enough_entries_of_every_grade_and_for_every_step() -> None:
    found = library()
    assert len(found) >= 60
    assert {entry.grade for entry in found} == {"critical", "serious", "general"}
    assert set().union(*(entry.kinds for entry in found)) == KINDS
    assert len({entry.hazard for entry in found}) == len(found)


def test_every_basis_is_a_clause_of_the_collection_or_practice() -> None:
    for entry in library():
        assert entry.clause in ALLOWED[entry.standard], entry
        assert (entry.standard == "practice") == (not entry.edition)


def test_an_entry_is_found_by_any_of_its_words_in_both_languages() -> None:
    assert "oil-leak" in ids("渗油")
    assert "oil-leak" in ids("SEEPS")
    assert ids("挡鼠板", "400") == ["animal-board"]
    assert ids("nothing-of-the-kind") == []


def test_what_is_about_the_kind_comes_first_and_the_rest_stays() -> None:
    found = ids("过热", kind="cable")
    assert found[0] == "terminal-hot"
    assert sorted(ids(kind="dc_system")) == sorted(ids())
    assert ids(kind="dc_system")[0].startswith(("dc-", "battery"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (ENTRY + ENTRY, "twice"),
        (ENTRY.replace('["cable"]', '["spoon"]'), "kinds"),
        (ENTRY.replace('["cable"]', "[]"), "kinds"),
        (ENTRY.replace('["cable"]', '"cable"'), "list"),
        (ENTRY.replace('"general"', '"bad"'), "grade"),
        (ENTRY.replace('hazard_en = "word"\n', ""), "hazard_en"),
        (ENTRY + "colour = 1\n", "colour"),
        ("[[entries]]\n", "entry"),
        ("entry = 1\n", "entry"),
        ("[", ""),
    ],
)
def test_a_library_that_cannot_be_used_is_refused_with_the_place(text: str, reason: str) -> None:
    with pytest.raises(Problem) as raised:
        load_library({"x.toml": text.encode()})
    assert raised.value.code == "pack_invalid"
    assert reason in str(raised.value.params["reason"])
