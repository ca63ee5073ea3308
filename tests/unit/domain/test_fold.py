"""The `fold` command's contract."""

import json
import random
import re
from typing import Any

import pytest

from inspector.domain.fold import fold_lines
from inspector.i18n import Translator
from inspector.problems import Problem


def line(identity: str, kind: str, *par: str, entity: str = "h1", **more: Any) -> str:
    return json.dumps({"id": identity, "entity": entity, "type": kind, "par": list(par), **more})


STORY = [
    line("a", "hazard_registered", user="u1"),
    line("b", "rectification_submitted", "a"),
    line("c", "review_passed", "b"),
    line("d", "photo_added", "b"),
    line("e", "rectification_submitted", "b"),
    line("f", "review_returned", "c"),
    line("g", "review_returned", "missing"),
    line("k", "note_added", "g"),
    line("a0", "hazard_registered", entity="h0", body={"x": 1}),
    line("n", "note_added", entity="z"),
]


def test_one_line_per_entity_with_everything_sorted() -> None:
    assert [json.loads(text) for text in fold_lines(STORY)] == [
        {"entity": "h0", "status": "open", "heads": ["a0"], "ineffective": [], "alerts": [], "waiting": []},
        {
            "entity": "h1",
            "status": "closed",
            "heads": ["c", "e"],
            "ineffective": ["f"],
            "alerts": [{"code": "fact_after_closure", "event": "d"}, {"code": "late_evidence", "event": "e"}],
            "waiting": ["g", "k"],
        },
        {"entity": "z", "status": None, "heads": [], "ineffective": [], "alerts": [], "waiting": []},
    ]


def test_order_repeats_and_blank_lines_change_nothing() -> None:
    shuffled = [*STORY, *STORY[:4], "", "  \n"]
    random.Random(4).shuffle(shuffled)
    assert list(fold_lines(shuffled)) == list(fold_lines(STORY))


def test_roles_and_authors_are_not_checked_here() -> None:
    story = [
        line("a", "hazard_registered", user="u"),
        line("b", "rectification_submitted", "a", user="u"),
        line("c", "review_passed", "b", user="u", body={"roles": ["inspector"]}),
        line("d", "review_returned", "b", user="v"),
        line("e", "dispute_adjudicated", "c", "d", user="u", body={"outcome": "closed"}),
    ]
    assert json.loads(next(fold_lines(story)))["status"] == "closed"


def test_parents_of_another_entity_are_waited_for() -> None:
    found = [
        json.loads(t) for t in fold_lines([line("a", "hazard_registered"), line("b", "note_added", "a", entity="h2")])
    ]
    assert found[1]["waiting"] == ["b"]


def test_events_that_claim_to_have_seen_each_other_wait() -> None:
    found = json.loads(next(fold_lines([line("a", "hazard_registered", "b"), line("b", "note_added", "a")])))
    assert (found["status"], found["waiting"]) == (None, ["a", "b"])


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        "[1]",
        "[" * 100_000,
        '{"entity":"h","type":"x","par":[]}',
        '{"id":"","entity":"h","type":"x","par":[]}',
        '{"id":"q","entity":"h","type":"x"}',
        '{"id":"q","entity":"h","type":"x","par":"a"}',
        '{"id":"q","entity":"h","type":"x","par":[],"body":[]}',
        '{"id":"q","entity":"h","type":"x","par":[],"user":7}',
        '{"id":"\\ud800","entity":"h","type":"x","par":[]}',
    ],
)
def test_a_bad_line_is_named_by_its_number(bad: str) -> None:
    with pytest.raises(Problem) as problem:
        list(fold_lines([STORY[0], bad]))
    assert (problem.value.code, problem.value.params["line"]) == ("fold_line_invalid", 2)


@pytest.mark.parametrize("bad", ["not json", "[1]", '{"id":"q","entity":"h","type":"x","par":"a"}'])
def test_the_reason_is_in_the_readers_language(bad: str) -> None:
    with pytest.raises(Problem) as problem:
        list(fold_lines([bad]))
    sentence = Translator("zh_CN").describe(problem.value)
    assert not re.search(r"[a-z]{4}", sentence)


def test_an_id_with_other_content_is_an_alarm() -> None:
    with pytest.raises(Problem, match="fold_id_reused"):
        list(fold_lines([STORY[0], line("a", "hazard_registered", user="u2")]))
