"""The search index: what is found, in which order, and that it never disagrees with the projections."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.storage import Database, KeySource, NewEvent, Store, create_store, open_store
from inspector.storage.search.index import KINDS
from inspector.storage.search.pinyin import reading
from inspector.storage.search.search import Found, Tier
from inspector.storage.search.terms import fold, pairs, runs, spans, words_of
from tests.unit.storage.stories import NOW, add_customer, add_equipment, append, hazard_fields, new_id

SCRIPTS = st.sampled_from("嘉陵江化工股份有限公司电缆变压器重庆长ＡｂＣ１23xyz-() ·")
NAMES = st.text(SCRIPTS, min_size=2, max_size=14).filter(lambda name: any(len(run) > 1 for run in runs(name)))


def find(store: Store, typed: str, kind: str = "customer", limit: int = 10) -> list[Found]:
    return store.call(lambda db: db.search.find(kind, words_of(typed), limit))


def names(store: Store, typed: str, kind: str = "customer") -> list[str]:
    return [one.name for one in find(store, typed, kind)]


def add_hazard(store: Store, customer: str, number: str, **changes: Any) -> str:
    made = new_id(store)
    body = {"fields": hazard_fields(customer, number, **changes), "teams": ["T1"], "roles": ["inspector"]}
    append(store, NewEvent(made, "hazard", "hazard_registered", body))
    return made


def contents(db: Database) -> dict[str, set[tuple[str, ...]]]:
    """Every word of the index with the thing, weight and column it stands in; the order of writing left out."""
    session = db._session
    found = {}
    for kind in KINDS:
        session.run(f"CREATE VIRTUAL TABLE temp.words_{kind} USING fts5vocab('main', 'search_{kind}', 'instance')")
        rows = session.rows(
            f"SELECT d.entity, d.doc >> 40 AS band, d.initials, w.term, w.col, w.offset FROM temp.words_{kind} w"  # noqa: S608 - own names
            " LEFT JOIN search_doc d ON d.doc = w.doc"
        )
        found[kind] = {tuple(str(value) for value in tuple(row)) for row in rows}
        session.run(f"DROP TABLE temp.words_{kind}")
    return found


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with create_store(tmp_path_factory.mktemp("search") / "w", source=KeySource.SAMPLE) as made:
        yield made


@given(name=NAMES)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_two_characters_of_a_name_find_it(shared: Store, name: str) -> None:
    customer = add_customer(shared, new_id(shared)[:18], name)
    for run in runs(name):
        for start in range(len(run) - 1):
            part = run[start : start + 2]
            for typed in (part, part.upper(), part.translate({n: n + 0xFEE0 for n in range(0x30, 0x7B)})):
                assert any(one.id == customer for one in find(shared, typed, limit=100_000)), (name, typed)


@given(text=st.text(max_size=30))
def test_words_and_marks_of_any_text(text: str) -> None:
    assert all(" " not in word for word in words_of(text))
    for start, length in spans(text, words_of(text)):
        assert 0 <= start < start + length <= len(text)
    assert pairs([text]) == pairs([fold(text)])


def test_one_character_of_a_name_finds_it(store: Store) -> None:
    add_customer(store, "1", "嘉陵江化工")
    add_customer(store, "2", "金石水泥")
    assert names(store, "江") == ["嘉陵江化工"]
    assert names(store, "泥") == ["金石水泥"]


def test_any_part_of_an_account_finds_the_customer(store: Store) -> None:
    add_customer(store, "50102237816", "嘉陵江化工")
    for typed in ("7816", "50102237816", "5010 2237 816", "０１０２", "16"):
        assert names(store, typed) == ["嘉陵江化工"], typed
    assert find(store, "50102237816")[0].tier is Tier.EXACT
    assert names(store, "7817") == []


def test_initials_find_a_name_with_either_reading(store: Store) -> None:
    add_customer(store, "1", "重庆长安汽车")
    for typed in ("cq", "CQCA", "qc", "chongqing", "qiche"):
        assert names(store, typed) == ["重庆长安汽车"], typed
    assert names(store, "zq") == [], "a known word settles the reading"
    alone = reading("重泰")
    assert alone is not None
    assert {alone.initials, *alone.variants} == {"zt", "ct"}


def test_phrases_do_not_reach_over_gaps(store: Store) -> None:
    add_customer(store, "1", "ab cd")
    assert names(store, "bc") == []
    assert names(store, "ab cd") == ["ab cd"]
    assert names(store, "cd ab") == ["ab cd"]


def test_words_are_found_in_a_thing_or_in_its_customer(store: Store) -> None:
    first, second = add_customer(store, "1", "嘉陵江化工"), add_customer(store, "2", "金石水泥")
    add_equipment(store, first, "1号变压器")
    add_equipment(store, second, "2号变压器")
    assert names(store, "嘉陵 变压器", "equipment") == ["1号变压器"]
    assert names(store, "变压器", "equipment") == ["2号变压器", "1号变压器"]


def test_a_new_name_of_a_customer_counts_for_its_things_at_once(store: Store) -> None:
    customer = add_customer(store, "1", "嘉陵江化工")
    add_equipment(store, customer, "T1")
    append(store, NewEvent(customer, "customer", "customer_changed", {"fields": {"name": "宏远汽车"}}))
    assert names(store, "宏远", "equipment") == ["T1"]
    assert names(store, "嘉陵", "equipment") == []
    assert names(store, "嘉陵") == []


def test_the_better_place_of_a_word_comes_first(store: Store) -> None:
    for account, name in (("1", "北山电缆厂"), ("2", "电缆北山"), ("3", "dlbs"), ("4", "东岭")):
        add_customer(store, account, name)
    assert names(store, "电缆") == ["电缆北山", "北山电缆厂"]
    assert names(store, "dl") == ["dlbs", "东岭", "电缆北山", "北山电缆厂"]


def test_a_number_that_ends_where_it_was_typed_comes_before_longer_ones(store: Store) -> None:
    for number in ("12", *(f"12{n}" for n in range(80)), "129991"):
        add_customer(store, f"9{number}", f"第{number}号水泥厂")
    add_customer(store, "7", "第12号")
    assert names(store, "第12")[:2] == ["第12号", "第12号水泥厂"]
    add_customer(store, "8", "abc电缆")
    for last in range(80):
        add_customer(store, f"6{last}", f"abcd{last:02}")
    assert names(store, "abc")[0] == "abc电缆"


def test_a_shorter_name_that_begins_so_comes_first(store: Store) -> None:
    for account, name in (("1", "电缆北山总厂"), ("2", "电缆北山"), ("3", "电缆北山第二总厂")):
        add_customer(store, account, name)
    assert names(store, "电缆北") == ["电缆北山", "电缆北山总厂", "电缆北山第二总厂"]


def test_words_typed_without_a_blank_are_found_apart(store: Store) -> None:
    first, second = add_customer(store, "1", "嘉陵江化工"), add_customer(store, "2", "金石水泥")
    add_equipment(store, first, "1号变压器")
    add_equipment(store, second, "2号变压器")

    def found(typed: str) -> list[str]:
        hits = store.call(lambda db: db.search.find_apart("equipment", words_of(typed), 10))
        return [one.name for one in hits]

    assert found("嘉陵变压器") == ["1号变压器"]
    assert found("嘉陵江化工变压器") == ["1号变压器"]
    add_customer(store, "3", "化工变电所")  # the two characters between the words stand side by side as well
    assert found("嘉陵江化工变压器") == ["1号变压器"]
    assert found("化工变压器 嘉陵") == ["1号变压器"]
    assert found("嘉陵电容器") == []
    assert found("jltransformer") == []


def test_open_and_grave_hazards_come_first_among_many(store: Store) -> None:
    customer = add_customer(store)
    grave = add_hazard(store, customer, "H-1", grade="critical", description="电缆过热")
    for number in range(30):
        add_hazard(store, customer, f"H-2{number:02}", description="电缆沟积水")
    void = {"reason": "x", "teams": ["T1"], "roles": ["lead"]}
    voided = add_hazard(store, customer, "H-3", grade="critical", description="电缆受潮")
    append(store, NewEvent(voided, "hazard", "hazard_voided", void))
    found = find(store, "电缆", "hazard", 5)
    assert found[0].id == grave
    assert voided not in {one.id for one in found}
    assert [one.id for one in find(store, "受潮", "hazard")] == [voided]


EDITS = st.lists(
    st.tuples(
        st.sampled_from(("customer", "rename", "equipment", "hazard", "grade", "void")), st.integers(0, 5), NAMES
    ),
    max_size=12,
)


@given(edits=EDITS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_index_equals_one_made_anew_after_any_edits(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, int, str]]
) -> None:
    with create_store(tmp_path_factory.mktemp("edits") / "w", source=KeySource.SAMPLE) as store:
        customers, hazards = [add_customer(store)], list[str]()
        for kind, which, name in edits:
            owner = customers[which % len(customers)]
            match kind:
                case "customer":
                    customers.append(add_customer(store, f"50{which}", name))
                case "rename":
                    append(store, NewEvent(owner, "customer", "customer_changed", {"fields": {"name": name}}))
                case "equipment":
                    add_equipment(store, owner, name)
                case "hazard":
                    hazards.append(add_hazard(store, owner, f"H-{len(hazards)}", description=name))
                case "grade" if hazards:
                    raised = {"fields": {"grade": "serious"}}
                    append(store, NewEvent(hazards[which % len(hazards)], "hazard", "hazard_changed", raised))
                case "void" if hazards:
                    gone = {"reason": "x", "teams": ["T1"], "roles": ["lead"]}
                    append(store, NewEvent(hazards[which % len(hazards)], "hazard", "hazard_voided", gone))
        kept = store.call(contents)
        assert store.call(lambda db: db.search.stale()) == 0
        store.call(lambda db: db.frames.rebuild())
        assert store.call(contents) == kept


def test_what_is_rolled_back_is_not_found(store: Store) -> None:
    def fail(db: Database) -> None:
        with db.transaction():
            body = {"fields": {"account": "1", "name": "嘉陵江化工", "scope": "north"}}
            db.frames.append("north", "ann", [NewEvent(db.ids.new(), "customer", "customer_registered", body)], NOW)
            raise LookupError

    with pytest.raises(LookupError):
        store.call(fail)
    assert names(store, "嘉陵") == []
    add_customer(store, "2", "金石水泥")
    assert store.call(lambda db: db.search.stale()) == 0


def test_an_index_of_an_older_program_is_made_anew_on_opening(store: Store) -> None:
    customer = add_customer(store, "1", "嘉陵江化工")

    def spoil(db: Database) -> None:
        with db.transaction():
            db._session.run("DELETE FROM search_doc")
            db._session.run("PRAGMA user_version = 0")

    store.call(spoil)
    assert names(store, "嘉陵") == []
    store.close()
    with open_store(store.path) as again:
        assert [one.id for one in find(again, "嘉陵")] == [customer]


def test_strange_questions_find_nothing_and_break_nothing(store: Store) -> None:
    add_customer(store, "1", 'quote " AND (x*) 引')
    for typed in ("", " ", '"', "*", "NEAR(", "a AND b OR", "name : x", "^", "'--", "\ud800", "\x00", "👍"):
        find(store, typed)
    assert len(find(store, "quote AND")) == 1


def test_the_rebuild_is_part_of_rebuilding_the_projections(store: Store) -> None:
    add_customer(store, "1", "嘉陵江化工")

    def empty(db: Database) -> None:
        with db.transaction():
            db._session.run("DELETE FROM search_doc")

    store.call(empty)
    store.call(lambda db: db.frames.rebuild())
    assert names(store, "嘉陵") == ["嘉陵江化工"]
