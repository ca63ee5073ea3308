"""The company's own entries of the hazard library: written, shared, changed, taken out; those of the program stay."""

import functools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inspector.criteria.hazard_library import find_entries
from inspector.criteria.model import Bilingual
from inspector.problems import Problem
from inspector.services.hazards import entries
from inspector.services.registers.entries import add_person, area_of
from inspector.services.workspace import Workspace
from inspector.storage import KeySource, create_store
from tests.unit.services.two_laptops import Pair, do, look

NEW = entries.NewEntry(Bilingual("母线槽过热", ""), Bilingual("紧固", ""), frozenset({"switchgear", "site"}), "serious")


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    first = Workspace(create_store(tmp_path / "first", source=KeySource.SAMPLE))
    ann = {"login": "ann", "name": "Ann", "team": "one", "roles": ["lead", "inspector"]}
    do(first, lambda: add_person(first, ann))
    cid = {"login": "cid", "name": "Cid", "team": "one", "roles": ["inspector"]}
    do(first, lambda: add_person(first, cid))
    area = do(first, lambda: area_of(first))
    pair = Pair(first, tmp_path / "second")
    do(pair.second, lambda: pair.second.db.settings.put("area", area))
    pair.act_as("ann", "cid")
    yield pair
    pair.close()
    first.close()


def own(workspace: Workspace) -> list[tuple[str, str, str, int]]:
    found = do(workspace, lambda: entries.own_entries(workspace))
    return [(entry.hazard.zh, entry.hazard.en, entry.grade.value, entry.days) for entry in found]


def test_an_entry_is_written_shared_changed_taken_out_and_put_back(pair: Pair) -> None:
    first, second = pair.first, pair.second
    entry = do(first, lambda: entries.add_entry(first, NEW))
    assert (entry.basis, entry.own, entry.kinds) == ("practice", True, NEW.kinds)
    assert own(first) == [("母线槽过热", "母线槽过热", "serious", 0)]
    pair.give()
    assert own(second) == own(first)
    changed = replace(entries.given_of(entry), hazard=Bilingual("母线槽过热", "Busway hot"), days=3, basis="Q 1 5.2")
    after = do(first, lambda: entries.change_entry(first, entry.id, changed))
    assert (after.basis, after.days, after.hazard.en) == ("Q 1 5.2", 3, "Busway hot")
    assert entries.given_of(after) == changed
    stamp = look(first, lambda found: found.db.frames.stamp())
    do(first, lambda: entries.change_entry(first, entry.id, changed))
    assert look(first, lambda found: found.db.frames.stamp()) == stamp
    do(first, lambda: entries.remove_entry(first, entry.id))
    assert own(first) == []
    do(first, lambda: entries.restore_entry(first, entry.id))
    pair.give()
    assert own(second) == [("母线槽过热", "Busway hot", "serious", 3)]


def test_own_entries_come_first_and_are_searched_with_the_others(pair: Pair) -> None:
    first = pair.first
    entry = do(first, lambda: entries.add_entry(first, replace(NEW, words="busduct")))
    found = do(first, lambda: entries.entries(first))
    assert found[0] == entry
    assert found[1:] == entries.shipped_entries()
    assert [one.id for one in find_entries(found, "BUSDUCT")] == [entry.id]


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (replace(NEW, hazard=Bilingual(" ", "")), "entry_wording"),
        (replace(NEW, measure=Bilingual("", "")), "entry_wording"),
        (replace(NEW, kinds=frozenset()), "entry_kinds"),
        (replace(NEW, kinds=frozenset({"spoon"})), "entry_kinds"),
        (replace(NEW, grade="bad"), "entry_grade"),
        (replace(NEW, days=-1), "entry_days"),
    ],
)
def test_what_cannot_be_an_entry_is_refused(pair: Pair, new: entries.NewEntry, code: str) -> None:
    with pytest.raises(Problem) as raised:
        do(pair.first, lambda: entries.add_entry(pair.first, new))
    assert raised.value.code == code
    assert own(pair.first) == []


def test_entries_of_the_program_cannot_be_changed_and_unknown_ones_are_named(pair: Pair) -> None:
    for entry, code in (("oil-leak", "entry_shipped"), ("nothing", "entry_unknown")):
        with pytest.raises(Problem) as raised:
            do(pair.first, functools.partial(entries.remove_entry, pair.first, entry))
        assert raised.value.code == code


def test_who_only_inspects_reads_and_does_not_write(pair: Pair) -> None:
    entry = do(pair.first, lambda: entries.add_entry(pair.first, NEW))
    pair.give()
    for act in (
        lambda: entries.add_entry(pair.second, NEW),
        lambda: entries.change_entry(pair.second, entry.id, NEW),
        lambda: entries.remove_entry(pair.second, entry.id),
    ):
        with pytest.raises(Problem) as raised:
            do(pair.second, act)
        assert raised.value.code == "criteria_role"
    assert [one.id for one in do(pair.second, lambda: entries.own_entries(pair.second))] == [entry.id]
