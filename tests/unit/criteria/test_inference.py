"""What observations mean together: the shipped rules and how any rule is applied."""

import random
from collections.abc import Sequence
from typing import Any

import pytest

from inspector import assets
from inspector.criteria import load_packs
from inspector.criteria.inference import (
    Inference,
    Observation,
    Rule,
    Rules,
    Sign,
    infer,
    load_rules,
    read_rules,
    with_own,
)
from inspector.criteria.model import Bilingual
from inspector.domain.hazard import Grade
from inspector.domain.verdict import Verdict
from inspector.problems import Problem
from tests.unit.forms.test_shipped_forms import ALLOWED

DIAGNOSIS = "dga_fault"
RULE = """
[[inference]]
id = "r"
kinds = ["cable"]
grade = "general"
title_zh = "题{phase}"
title_en = "title{phase}"
hazard_zh = "隐患"
hazard_en = "hazard"
measure_zh = "措施"
measure_en = "measure"
"""
SIGN = '[[inference.sign]]\nabout = ["q"]\n'


def shipped() -> Rules:
    folder = assets.resource("criteria/inferences")
    return load_rules({path.name: path.read_bytes() for path in folder.glob("*.toml")})


def made(text: str) -> Rules:
    return load_rules({"a.toml": (RULE + text).encode()})


def seen(about: str, verdict: Verdict | None = Verdict.ATTENTION, **fields: Any) -> Observation:
    one = Observation(about, f"form|e|/{about}", "e", "cable", Bilingual("名", "name"), verdict, value=1.0)
    return one._replace(**fields)


def showing(rule: Rule, sign: Sign, number: int) -> Observation:
    """An observation that is this sign."""
    about = min(sign.about)
    verdict = {"normal": Verdict.PASS, "failing": Verdict.FAIL}.get(sign.state, Verdict.ATTENTION)
    low = sign.above if sign.above is not None else 0.0
    value = low + 1 if sign.below is None else sign.below - 0.5
    last = None
    if sign.rose is not None:
        value, last = 1000.0, 1.0
    if sign.fell is not None:
        value, last = 1.0, 1000.0
    return Observation(
        about, f"form|e|/{number}", "e", min(rule.kinds), Bilingual("名", "name"), verdict,
        name=(sign.names or ("x",))[0], value=value, last=last, word=min(sign.words, default=""),
    )  # fmt: skip


def found(rules: Rules, observations: Sequence[Observation]) -> dict[str, Inference]:
    return {one.rule.id: one for one in infer(rules, observations)}


def test_there_are_enough_rules_and_each_names_what_the_packs_know() -> None:
    packs = load_packs({path.name: path.read_bytes() for path in assets.resource("criteria").glob("*.toml")})
    rules = shipped().rules
    assert len(rules) >= 15
    assert {rule.grade for rule in rules} == set(Grade)
    known = packs.quantities.keys() | packs.checks.keys() | {DIAGNOSIS}
    for rule in rules:
        assert set().union(*(sign.about for sign in rule.signs)) <= known, rule.id
        assert rule.hides <= {other.id for other in rules}, rule.id


def test_every_basis_is_a_clause_of_the_collection_or_practice() -> None:
    for rule in shipped().rules:
        assert rule.source.clause in ALLOWED[rule.source.standard], rule.id


@pytest.mark.parametrize("rule", shipped().rules, ids=lambda rule: rule.id)
def test_every_rule_holds_when_its_signs_do_and_not_without_one_that_it_needs(rule: Rule) -> None:
    alone = Rules((rule,), Bilingual("{phase}", "{phase}"))
    signs = [showing(rule, sign, number) for number, sign in enumerate(rule.signs)]
    assert rule.id in found(alone, signs)
    for sign in rule.signs:
        left = [one for one in signs if not sign.holds(one)]
        if sign.needed:
            assert rule.id not in found(alone, left)
    fewer = [*signs[: rule.least - 1]]
    if all(not any(sign.holds(one) for one in fewer) for sign in rule.signs[rule.least - 1 :]):
        assert rule.id not in found(alone, fewer)
    texts = (alone.texts(infer(alone, signs)[0], language) for language in ("zh_CN", "en"))
    assert all(text and "{" not in text for part in texts for text in part)


def test_the_order_of_observations_changes_nothing() -> None:
    rules = shipped()
    signs = [showing(rule, sign, n) for n, rule in enumerate(rules.rules) for sign in rule.signs]
    first = [(one.key, one.fingerprint) for one in infer(rules, signs)]
    random.Random(4).shuffle(signs)
    assert sorted(first) == sorted((one.key, one.fingerprint) for one in infer(rules, signs))
    assert first


def test_the_gravest_stands_first_and_a_hidden_rule_gives_way() -> None:
    rules = shipped()
    panel: dict[str, Any] = {"kind": "switchgear", "subject": "g"}
    tev = seen("tev", value=23.0, last=10.0, **panel)
    suspect = found(rules, [tev])
    assert list(suspect) == ["partial-discharge-suspect"]
    sure = infer(rules, [tev, seen("ultrasonic_pd", **panel), seen("ct_gap", **panel)])
    assert [one.rule.id for one in sure] == ["partial-discharge", "ct-ratio"]
    both = infer(rules, [tev, seen("ct_gap", **panel)])
    assert [one.rule.grade for one in both] == [Grade.SERIOUS, Grade.GENERAL]


def test_each_piece_of_equipment_is_told_apart() -> None:
    rules = shipped()
    both = [seen("load_imbalance", kind="transformer_oil", subject="t1"),
            seen("neutral_current", kind="transformer_oil", subject="t2")]  # fmt: skip
    assert infer(rules, both) == ()
    assert [one.subject for one in infer(rules, [both[0], both[1]._replace(subject="t1")])] == ["t1"]


def test_the_phase_is_named_only_where_one_stands_out() -> None:
    rules = made(SIGN + 'is = "abnormal"')
    one, other = seen("q", value=80.0, phase="B", place="b"), seen("q", value=60.0, phase="A", place="a")
    [found_one] = infer(rules, [other, one])
    assert found_one.phase == "B"
    [alike] = infer(rules, [one, other._replace(value=80.0)])
    assert alike.phase == ""


def test_the_fingerprint_follows_values_and_verdicts() -> None:
    rules = made(SIGN + 'is = "abnormal"')
    [first] = infer(rules, [seen("q")])
    [again] = infer(rules, [seen("q"), seen("other", value=7.0)])
    [moved] = infer(rules, [seen("q", value=2.0)])
    [worse] = infer(rules, [seen("q", Verdict.FAIL)])
    assert first.fingerprint == again.fingerprint
    assert len({first.fingerprint, moved.fingerprint, worse.fingerprint}) == 3
    assert first.key == moved.key == worse.key


@pytest.mark.parametrize(
    ("sign", "value", "last", "holds"),
    [
        ("rose = 6", 16.0, 10.0, True),
        ("rose = 6", 15.9, 10.0, False),
        ("rose = 6", 16.0, None, False),
        ("fell = 1", 4.0, 5.0, True),
        ("fell = 1", 5.0, 5.0, False),
        ("fell = 5\nrelative = true", 0.38, 0.4, True),
        ("fell = 5\nrelative = true", 0.381, 0.4, False),
        ("fell = 5\nrelative = true", -1.0, 0.0, False),
        ("above = 80", 80.0, None, False),
        ("above = 80", 80.1, None, True),
        ("below = 1", 0.9, None, True),
        ("below = 1", 1.0, None, False),
    ],
)
def test_signs_of_values_and_changes(sign: str, value: float, last: float | None, holds: bool) -> None:
    assert bool(infer(made(SIGN + sign), [seen("q", None, value=value, last=last)])) is holds


def test_a_missing_verdict_or_value_is_no_sign() -> None:
    assert infer(made(SIGN + 'is = "abnormal"'), [seen("q", None)]) == ()
    assert infer(made(SIGN + 'is = "normal"'), [seen("q", Verdict.UNDETERMINED)]) == ()
    assert infer(made(SIGN + "below = 5"), [seen("q", value=None)]) == ()


@pytest.mark.parametrize(
    "text",
    [
        "", SIGN, SIGN + 'is = "odd"', SIGN + "above = 1\nmore = 2", "least = 2\n" + SIGN + "above = 1",
        'kinds = ["ship"]\n' + SIGN + "above = 1", "x = 1\n" + SIGN + "above = 1",
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_used_is_refused(text: str) -> None:
    with pytest.raises(Problem) as problem:
        made(text)
    assert problem.value.code == "pack_invalid"


def test_a_rule_of_a_company_takes_the_place_of_one_with_its_id() -> None:
    rules = made(SIGN + 'is = "abnormal"\n')
    own = read_rules("own.toml", [{**_table("r"), "grade": "critical"}, _table("s")])
    both = with_own(rules, own)
    assert [(rule.id, rule.grade) for rule in both.rules] == [("r", Grade.CRITICAL), ("s", Grade.GENERAL)]
    assert both.phase == rules.phase


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"sign": [{"about": ["nothing"], "is": "abnormal"}]}, "nothing"),
        ({"title_en": "{other}"}, "braces"),
        ({"sign": []}, "sign"),
        ({"least": 3}, "least"),
        ({"odd": 1}, "odd"),
    ],
)
def test_a_rule_that_cannot_be_used_is_named(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(Problem) as raised:
        read_rules("own.toml", [{**_table("r"), **changed}], about={"q"})
    assert raised.value.params["place"] == "inference r"
    assert said in str(raised.value.params["reason"])


def _table(name: str) -> dict[str, Any]:
    texts = {f"{key}_{language}": "words" for key in ("title", "hazard", "measure") for language in ("zh", "en")}
    signs = [{"about": ["q"], "is": "abnormal"}]
    return {"id": name, "kinds": ["cable"], "grade": "general", **texts, "sign": signs}
