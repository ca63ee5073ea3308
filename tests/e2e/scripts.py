"""Scripts of whole visits for `visit replay`, worked out from what the program says a visit asks."""

from collections.abc import Iterator, Mapping
from typing import Any

PIN = "1234"
ANSWERS = {"date": "2026-05-01", "number": "10", "text": "1"}
Line = Mapping[str, Any]


def start(key: str, account: str, inspectors: list[str], kind: str = "periodic") -> Line:
    return {"op": "start", "visit": key, "customer": account, "inspectors": inspectors, "kind": kind}


def answers(started: Mapping[str, Any]) -> Iterator[Line]:
    """Lines that answer everything that is required, harmlessly, and judge every old hazard."""
    for old in started["old_hazards"]:
        yield {"op": "old-hazard", "hazard": old["id"], "judgement": "still", "note": "未整改"}
    for step in started["steps"]:
        for form in step["forms"]:
            for question in form["questions"]:
                if question["required"]:
                    yield _answer(form, question)


def _answer(form: Mapping[str, Any], question: Mapping[str, Any]) -> Line:
    kind = question["kind"]
    options = question.get("options") or [ANSWERS.get(kind)]
    value = "pass" if kind == "judged" else "no" if "no" in options else options[0]
    return {
        "op": "answer",
        "form": form["form"],
        "equipment": form["equipment"],
        "ref": question["ref"],
        "value": value,
    }


def signatures(inspectors: list[str]) -> Iterator[Line]:
    for person in inspectors:
        yield {"op": "sign", "who": person, "method": "pin", "pin": PIN}
    yield {"op": "sign", "who": "customer", "method": "refused", "reason": "负责人不在场", "witness": "门卫老周"}
