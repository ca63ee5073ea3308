"""The snapshot of a judgement that a saved record keeps: a later pack never changes an old report."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from inspector.criteria.model import Bilingual, Confirmation, Judgement
from inspector.domain.hazard import Grade
from inspector.domain.verdict import Confidence, Verdict
from inspector.i18n import Message
from inspector.problems import Problem

_PLAIN: Final = (
    "quantity", "value", "unit", "converted", "limit_low", "limit_high", "limit_text", "standard", "edition", "clause",
    "row", "decimals",
)  # fmt: skip
_LATER: Final = ("converted_unit", "converted_limit")
"""Texts that records of the first releases do not have."""


def _message(message: Message) -> dict[str, Any]:
    params = {
        key: _message(value) if isinstance(value, Message) else _scalar(value) for key, value in message.params.items()
    }
    return {"text": message.text, "params": params} if params else {"text": message.text}


def _scalar(value: object) -> object:
    return value if isinstance(value, str | int | float) else str(value)


def _from_message(data: Mapping[str, Any]) -> Message:
    params = data.get("params", {})
    return Message(
        str(data["text"]),
        {key: _from_message(value) if isinstance(value, dict) else value for key, value in params.items()},
    )


def to_record(judgement: Judgement) -> dict[str, Any]:
    """The judgement as JSON-able data, all limits and texts included."""
    record: dict[str, Any] = {key: getattr(judgement, key) for key in (*_PLAIN, *_LATER)}
    record["verdict"] = judgement.verdict.value
    record["confidence"] = judgement.confidence.value if judgement.confidence else None
    record["grade"] = judgement.grade.value if judgement.grade else None
    record["formula"] = _message(judgement.formula) if judgement.formula else None
    record["reasons"] = [_message(reason) for reason in judgement.reasons]
    record["missing"] = [_message(part) for part in judgement.missing]
    record["hazard_text"] = list(judgement.hazard_text)
    record["measure"] = list(judgement.measure)
    if judgement.confirmation is not None:
        by, on, seen = judgement.confirmation.by, judgement.confirmation.on, judgement.confirmation.seen
        record["confirmation"] = {"by": by, "on": on.isoformat(), "seen": seen}
    return record


def _confirmation(data: Mapping[str, Any] | None) -> Confirmation | None:
    if data is None:
        return None
    return Confirmation(str(data["by"]), date.fromisoformat(data["on"]), str(data["seen"]))


def from_record(record: Mapping[str, Any]) -> Judgement:
    """The judgement that `to_record` saved. Raises Problem record_invalid."""
    try:
        return Judgement(
            verdict=Verdict(record["verdict"]),
            confidence=Confidence(record["confidence"]) if record["confidence"] else None,
            grade=Grade(record["grade"]) if record["grade"] else None,
            formula=_from_message(record["formula"]) if record["formula"] else None,
            reasons=tuple(_from_message(reason) for reason in record["reasons"]),
            missing=tuple(_from_message(part) for part in record["missing"]),
            hazard_text=Bilingual(*record["hazard_text"]),
            measure=Bilingual(*record["measure"]),
            **{key: record[key] for key in _PLAIN},
            converted_unit=str(record.get("converted_unit", "")),
            converted_limit=str(record.get("converted_limit", "")),
            confirmation=_confirmation(record.get("confirmation")),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Problem("record_invalid", reason=str(error)) from error
