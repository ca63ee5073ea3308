"""Samples as JSON lines, diagnoses as JSON lines: what the command `inspector dga` reads and writes.

A line that cannot be read gets `{"id", "error", "message"}` and stops nothing.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from inspector.criteria.dga.diagnosis import Diagnosis, Methods, diagnose
from inspector.criteria.dga.limits import GateLimits
from inspector.criteria.dga.ratios import ThreeRatio
from inspector.criteria.dga.sample import read_sample
from inspector.i18n import Translator, describe, language
from inspector.problems import Problem


def diagnose_lines(lines: Iterable[str], limits: GateLimits, *, gated: bool = True) -> Iterator[str]:
    """One line out for each line in, by the figures of `limits`; empty lines are passed over."""
    t = Translator(language())
    for line in (raw.removeprefix("\ufeff") for raw in lines):
        if line.strip():
            yield json.dumps(_answer(line, limits, t, gated=gated), ensure_ascii=False)


def _answer(line: str, limits: GateLimits, t: Translator, *, gated: bool) -> dict[str, Any]:
    identity = None
    try:
        data = _object(line)
        identity = data.get("id")
        return {"id": identity, **to_json(diagnose(read_sample(data), limits, gated=gated), t)}
    except Problem as problem:
        return {"id": identity, "error": problem.code, "message": describe(problem)}


def _object(line: str) -> Mapping[str, Any]:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        raise Problem("dga_line") from None
    if not isinstance(data, dict):
        raise Problem("dga_line")
    return data


def to_json(found: Diagnosis, t: Translator) -> dict[str, Any]:
    """A diagnosis as JSON; without methods (gate closed) each of them is null."""
    return {
        **_methods(found.methods, t),
        "gate": {"diagnose": found.gate.diagnose, "exceeded": list(found.gate.exceeded)},
        "family": found.family.value if found.family else None,
        "conclusion": {
            "class": found.fault.value if found.fault else None,
            "text": ("" if t.language.startswith("zh") else " ").join(one.render(t) for one in found.sentences),
        },
        "warnings": [doubt.value for doubt in found.doubts],
    }


def _methods(found: Methods | None, t: Translator) -> dict[str, Any]:
    answers = found or Methods()
    return {
        **{name: getattr(answers, name) for name in ("triangle1", "triangle4", "triangle5", "pentagon1", "pentagon2")},
        "iec60599": None if found is None else [fault.value for fault in found.iec60599],
        "dlt722": _code(answers.dlt722, t),
        "rogers": answers.rogers,
    }


def _code(found: ThreeRatio | None, t: Translator) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "code": " ".join(map(str, found.code)),
        "fault": found.fault.render(t) if found.fault else None,
        "class": found.fault_class,
    }
