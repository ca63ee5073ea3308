"""Decisions laid over packs: what is confirmed may fail, what is chosen judges, a company's own packs come on top."""

from dataclasses import replace
from datetime import date

import pytest

from inspector.criteria import Judgement, JudgeRequest, Packs, from_record, judge, load_packs, overdue, to_record
from inspector.criteria.confirmed import Decisions, RowDecision, changes, conflict_groups, decided, rows_of, statement
from inspector.criteria.model import Confirmation
from inspector.domain.equipment import EquipmentKind
from inspector.domain.hazard import Grade
from inspector.domain.verdict import Confidence, Verdict
from inspector.problems import Problem

ON = date(2026, 6, 11)
HEAD = '[pack]\nid = "x"\nstandard = "GB 1"\nedition = "2020"\ntitle_zh = "题"\ntitle_en = "Title"\n'
QUANTITY = '[[quantity]]\nid = "q"\nname_zh = "量"\nname_en = "Q"\nunit = "V"\ndecimals = 1\n'
LIMIT = (
    '[[limit]]\nid = "{id}"\nquantity = "q"\nlimit = {{ max = {max} }}\n'
    'confidence = "{confidence}"\ngrade = "general"\n'
)
VARIANT = LIMIT + 'conflict = "g"\nenabled = {enabled}\n'
CYCLE = '[[cycle]]\nid = "c"\ntest = "preventive"\nmonths = 12\nconfidence = "memory"\ngrade = "general"\n'
OWN = HEAD.replace('"x"', '"own"').replace("GB 1", "Q 1")
YEARS = '[[quantity]]\nid = "test_overdue"\nname_zh = "逾期"\nname_en = "Overdue"\nunit = "a"\ndecimals = 1\n'
WHO = Confirmation("Ann", date(2026, 6, 1), "page 3")


def limit(name: str = "l", most: float = 10, confidence: str = "memory") -> str:
    return LIMIT.format(id=name, max=most, confidence=confidence)


def packs_of(*parts: str, own: str = "") -> Packs:
    local = {"own.toml": own.encode()} if own else {}
    return load_packs({"x.toml": (HEAD + QUANTITY + "".join(parts)).encode()}, local)


def judged(packs: Packs, value: float) -> Judgement:
    return judge(packs, JudgeRequest("q", (value,), {}, None, ON))


def confirmed(packs: Packs, row: str = "l", **more: bool) -> Packs:
    said = next(statement(one) for one in rows_of(packs) if one.id == row)
    return decided(packs, Decisions({row: RowDecision(said, WHO, **more)}))


@pytest.mark.parametrize("confidence", ["weak", "memory", "practice", "conflict"])
def test_a_confirmed_row_may_fail_and_says_who_confirmed_it(confidence: str) -> None:
    standard = 'standard = "practice"\n' if confidence == "practice" else ""
    packs = packs_of(limit(confidence=confidence) + standard)
    assert judged(packs, 11).verdict is Verdict.ATTENTION
    after = confirmed(packs)
    found = judged(after, 11)
    assert (found.verdict, found.confidence, found.confirmation) == (Verdict.FAIL, Confidence.CONFIRMED, WHO)
    assert judged(after, 10).verdict is Verdict.PASS
    assert judged(packs, 11).verdict is Verdict.ATTENTION


def test_a_confirmation_of_another_wording_counts_for_nothing() -> None:
    old = packs_of(limit(most=10))
    said = statement(rows_of(old)[0])
    decisions = Decisions({"l": RowDecision(said, WHO)})
    new = decided(packs_of(limit(most=12)), decisions)
    found = judged(new, 13)
    assert (found.verdict, found.confirmation) == (Verdict.ATTENTION, None)
    again = decided(packs_of(limit(most=10) + 'note = "not_often"\n'), decisions)
    assert judged(again, 11).verdict is Verdict.FAIL


@pytest.mark.parametrize(
    "other",
    [
        limit().replace("max = 10", "min = 10"),
        limit() + 'when = { kind = "cable" }\n',
        limit() + 'clause = "5"\n',
        limit() + 'edition = "2021"\n',
        limit() + 'exceed = "attention"\n',
    ],
)
def test_whatever_the_paper_answers_for_is_part_of_what_was_confirmed(other: str) -> None:
    assert statement(rows_of(packs_of(limit()))[0]) != statement(rows_of(packs_of(other))[0])


def test_a_row_is_switched_off_and_on_again() -> None:
    packs = packs_of(limit("l") + "enabled = false\n", limit("k", 20, "verified"))
    on = decided(packs, Decisions({"l": RowDecision(enabled=True)}))
    off = decided(packs, Decisions({"k": RowDecision(enabled=False)}))
    assert judged(packs, 15).verdict is Verdict.PASS
    assert (judged(on, 15).verdict, judged(on, 15).row) == (Verdict.ATTENTION, "l")
    assert judged(off, 25).verdict is Verdict.NOT_APPLICABLE


def test_the_chosen_variant_judges_and_the_others_do_not() -> None:
    def variant(name: str, most: int, enabled: str) -> str:
        return VARIANT.format(id=name, max=most, confidence="conflict", enabled=enabled)

    packs = packs_of(variant("a", 10, "true"), variant("b", 20, "false"))
    assert {one.id for one in conflict_groups(packs)["g"]} == {"a", "b"}
    chosen = decided(packs, Decisions(chosen={"g": "b"}))
    assert judged(packs, 15).verdict is Verdict.ATTENTION
    assert judged(chosen, 15).verdict is Verdict.PASS
    assert judged(chosen, 25).row == "b"
    switched = decided(packs, Decisions({"a": RowDecision(enabled=True)}, {"g": "b"}))
    assert judged(switched, 15).verdict is Verdict.PASS
    gone = decided(packs, Decisions(chosen={"g": "not there", "h": "a"}))
    assert judged(gone, 15).row == "a"


def test_cycles_are_confirmed_and_chosen_too() -> None:
    packs = packs_of(YEARS, CYCLE)
    start = date(2024, 6, 11)
    late = overdue(packs, EquipmentKind.CABLE, start, ON, {})
    sure = overdue(confirmed(packs, "c"), EquipmentKind.CABLE, start, ON, {})
    assert (late.verdict, sure.verdict, sure.confirmation) == (Verdict.ATTENTION, Verdict.FAIL, WHO)


def test_the_deadline_of_a_grade_is_the_chosen_one() -> None:
    row = '[[deadline]]\nid = "{id}"\ngrade = "serious"\ndays = {days}\nconfidence = "conflict"\nconflict = "g"\n'
    packs = packs_of(row.format(id="week", days=7), row.format(id="days", days=3) + "enabled = false\n")
    chosen = decided(packs, Decisions(chosen={"g": "days"}))
    assert (packs.deadline(Grade.SERIOUS, ON) - ON).days == 7
    assert (chosen.deadline(Grade.SERIOUS, ON) - ON).days == 3
    assert (packs.deadline(Grade.CRITICAL, ON) - ON).days == 1


def test_a_record_keeps_limit_and_confirmation_whatever_is_decided_later() -> None:
    packs = packs_of(limit())
    record = to_record(judged(confirmed(packs), 11))
    kept = from_record(record)
    assert (kept.verdict, kept.limit_high, kept.confirmation) == (Verdict.FAIL, 10.0, WHO)
    old = {key: value for key, value in record.items() if key != "confirmation"}
    assert from_record(old).confirmation is None


def test_an_own_pack_replaces_rows_and_its_own_word_is_no_confirmation() -> None:
    own = OWN + limit("l", 8, "verified") + limit("new", 5, "memory")
    before, after = packs_of(limit("l", 10, "verified")), packs_of(limit("l", 10, "verified"), own=own)
    found = changes(before, after)
    assert [row.id for row in found.added] == ["new"]
    assert [(old.source.basis, new.source.basis) for old, new in found.replaced] == [("GB 1-2020", "Q 1-2020")]
    assert (found.removed, changes(before, before).empty) == ((), True)
    assert judged(after, 9).verdict is Verdict.ATTENTION
    assert after.origins == {"l": "own", "new": "own"}
    assert judged(confirmed(after), 9).verdict is Verdict.FAIL


@pytest.mark.parametrize(
    ("own", "place", "reason"),
    [
        (HEAD, "[pack]", "also used"),
        (OWN + QUANTITY, "quantity q", "also used"),
        (OWN + limit() + limit(), "limit l", "also used"),
        (OWN + CYCLE.replace('"c"', '"l"'), "l", "also used"),
        (OWN + limit("n").replace('"q"', '"nothing"'), "limit n", "unknown quantity"),
        (OWN + "limit = 5\n", "[pack]", "unknown key limit"),
    ],
)
def test_an_own_pack_that_cannot_be_used_is_refused_with_the_place(own: str, place: str, reason: str) -> None:
    with pytest.raises(Problem) as raised:
        packs_of(limit(), own=own)
    assert raised.value.code == "pack_invalid"
    assert raised.value.params["file"] == "own.toml"
    assert raised.value.params["place"] == place
    assert reason in str(raised.value.params["reason"])


def test_a_replacement_stays_about_the_same_quantity() -> None:
    other = QUANTITY.replace('"q"', '"p"')
    with pytest.raises(Problem) as raised:
        packs_of(other, limit(), own=OWN + limit().replace('"q"', '"p"'))
    assert "quantity q" in str(raised.value.params["reason"])


def test_nothing_decided_leaves_the_packs_as_they_are() -> None:
    packs = packs_of(limit())
    assert decided(packs, Decisions()) is packs
    assert judged(decided(packs, Decisions({"gone": RowDecision("{}", WHO)})), 11).verdict is Verdict.ATTENTION
    row = packs.limits_for("q")[0]
    assert statement(row) == statement(replace(row, enabled=False))
