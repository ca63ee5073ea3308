"""Searching a sample workspace: groups, subtitles, marks, planned visits, what was used lately."""

from inspector.services import Workspace, recent_things, remember_thing, search
from inspector.services.searching import SearchHit, marks, matching


def found(workspace: Workspace, text: str, kind: str = "customer") -> list[SearchHit]:
    results = workspace.call(lambda: search(workspace, text))
    return [hit for group in results.groups if group.kind == kind for hit in group.hits]


def test_a_customer_is_found_by_name_account_and_initials_with_what_matched(workspace: Workspace) -> None:
    (by_name,) = found(workspace, "嘉陵")
    assert by_name.title == "嘉陵江化工股份有限公司"
    assert by_name.marks == ((0, 2),)
    (by_account,) = found(workspace, "7816")
    assert by_account.id == by_name.id
    shown = by_account.subtitle
    assert "".join(shown[start : start + length] for start, length in by_account.subtitle_marks) == "7816"
    (by_initials,) = found(workspace, "jljh")
    assert by_initials.id == by_name.id
    assert by_initials.marks == ((0, 4),)


def test_chinese_words_typed_without_a_blank_are_found_like_words_with_one(workspace: Workspace) -> None:
    apart = {hit.id for hit in found(workspace, "嘉陵 变压器", "equipment")}
    assert apart
    assert {hit.id for hit in found(workspace, "嘉陵变压器", "equipment")} == apart
    assert found(workspace, "嘉陵江化工股份")[0].title == "嘉陵江化工股份有限公司"
    assert found(workspace, "天涯海角变压器", "equipment") == []


def test_groups_come_by_their_best_hit(workspace: Workspace) -> None:
    results = workspace.call(lambda: search(workspace, "嘉陵"))
    assert results.groups[0].kind == "customer"
    hazard = found(workspace, "嘉陵", "hazard")[0]
    number = hazard.subtitle.split(" · ")[-1]
    by_number = workspace.call(lambda: search(workspace, number.lower()))
    assert by_number.groups[0].kind == "hazard"
    assert by_number.groups[0].hits[0].id == hazard.id


def test_planned_visits_are_found_by_their_customer(workspace: Workspace) -> None:
    planned = [hit for hit in found(workspace, "嘉陵", "visit") if "计划" in hit.subtitle]
    assert len(planned) == 1
    assert [hit.id for hit in found(workspace, "jljhg", "visit") if "计划" in hit.subtitle] == [planned[0].id]


def test_what_was_used_lately_comes_first_among_equals(workspace: Workspace) -> None:
    before = found(workspace, "嘉陵", "equipment")
    last = before[-1]
    workspace.call(lambda: remember_thing(workspace, "equipment", last.id))
    workspace.call(lambda: remember_thing(workspace, "customer", "gone"))
    assert found(workspace, "嘉陵", "equipment")[0].id == last.id
    assert [hit.id for hit in workspace.call(lambda: recent_things(workspace))] == [last.id]


def test_no_words_find_nothing(workspace: Workspace) -> None:
    assert [found(workspace, text) for text in ("", "  ", "·", "-")] == [[], [], [], []]


def test_names_of_actions_are_matched_as_people_type_them() -> None:
    assert matching("ＤＡＲＫ th", "Dark theme", "深色主题")
    assert matching("深色", "Dark theme", "深色主题")
    assert not matching("dark 浅", "Dark theme", "深色主题")
    assert marks("Dark theme", "theme") == ((5, 5),)
