"""Inferences of an open visit: found after every answer, made a hazard or dismissed with a reason.

What was dismissed stays dismissed until its evidence changes; both decisions can be undone like any edit, and the
signed record keeps them. Worker thread.
"""

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from inspector import assets
from inspector.criteria import Packs
from inspector.criteria.inference import Evidence, Inference, Observation, Rules, infer, load_rules, with_own
from inspector.domain.hazard import Grade
from inspector.i18n import N_, Translator, language
from inspector.problems import Problem, ProblemKind, register
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.visits.inference_views import InferenceView
from inspector.services.visits.neighbours import beside_observations
from inspector.services.visits.observing import observations
from inspector.services.visits.session import VisitSession
from inspector.services.visits.views import DraftStatus, Target
from inspector.services.words import NBSP

register(
    ProblemKind.INPUT,
    {"inference_unknown": N_("The readings of this visit say nothing of “{inference}” any more.")},
)

FOLDER: Final = "criteria/inferences"
KIND: Final = "inference"
"""Kind of the items that keep dismissals."""
HAZARD_PREFIX: Final = "|"
SOURCE: Final = "inference"


@functools.cache
def shipped_rules() -> Rules:
    """The rules that came with the program. Raises Problem pack_invalid."""
    folder = assets.resource(FOLDER)
    return load_rules({path.name: path.read_bytes() for path in sorted(folder.glob("*.toml"))})


def hazard_key(found: Inference) -> str:
    """Key of the hazard made of an inference: it belongs to the equipment and to no form."""
    return f"{HAZARD_PREFIX}{found.subject}|{SOURCE}:{found.rule.id}"


@functools.lru_cache(maxsize=4)
def rules_of(packs: Packs) -> Rules:
    """The rules that count here: those of the program and of the company's own packs."""
    return with_own(shipped_rules(), packs.inferences)


class Inferences:
    """The inferences of a session. What an answer did not touch is not observed again."""

    def __init__(self, session: VisitSession) -> None:
        self.session = session
        self._seen: dict[Target, tuple[Observation, ...]] = {}
        self._found: tuple[Inference, ...] | None = None

    def forget(self, targets: Iterable[Target] | None = None) -> None:
        """Observe these forms anew when asked next; all without any."""
        self._found = None
        for target in list(self._seen) if targets is None else targets:
            self._seen.pop(target, None)

    def found(self) -> tuple[Inference, ...]:
        """Every inference of the visit as it stands, gravest first, decided ones too."""
        if self._found is None:
            for target in [known for known in self._seen if known not in self.session.forms]:
                del self._seen[target]
            for target, live in self.session.forms.items():
                if target not in self._seen:
                    self._seen[target] = observations(self.session, live)
            everything = [one for seen in self._seen.values() for one in seen]
            self._found = infer(rules_of(self.session.packs), [*everything, *self._beside(everything)])
        return self._found

    def _beside(self, seen: Sequence[Observation]) -> tuple[Observation, ...]:
        return beside_observations(self.session, seen)

    def of(self, key: str) -> Inference:
        """One that stands now. Raises Problem inference_unknown."""
        found = next((one for one in self.found() if one.key == key), None)
        if found is None:
            raise Problem("inference_unknown", inference=key)
        return found

    def views(self) -> tuple[InferenceView, ...]:
        """All as window and commands see them: those to be decided first, each part gravest first."""
        shown = [view_of(self.session, one) for one in self.found()]
        return tuple(sorted(shown, key=lambda view: not view.open))


def decision(session: VisitSession, found: Inference) -> tuple[str, str]:
    """The reason it was dismissed for, and the id of its hazard; both empty while nobody decided on this evidence."""
    key = hazard_key(found)
    item = session.of("hazard").get(key)
    if item is not None and not item.get("folded"):
        if item.get("status") != DraftStatus.DISMISSED.value:
            return "", key
        if item.get("fingerprint") == found.fingerprint:
            return str(item.get("reason", "")), key
    dismissed = session.of(KIND).get(found.key, {})
    same = dismissed.get("fingerprint") == found.fingerprint
    return (str(dismissed.get("reason", "")), "") if same else ("", "")


def view_of(session: VisitSession, found: Inference) -> InferenceView:
    """One inference in the reader's language."""
    t = Translator(language())
    title, _hazard, measure = rules_of(session.packs).texts(found, language())
    reason, hazard = decision(session, found)
    return InferenceView(
        id=found.key,
        rule=found.rule.id,
        equipment=found.subject,
        title=" ".join(part for part in (_name(session, found), title) if part),
        grade=found.rule.grade,
        evidence=evidence_words(found, t),
        measure=measure,
        basis=found.rule.source.basis if found.rule.source.standard != "practice" else t("practice"),
        places=tuple(one.seen.place for one in found.evidence),
        reason=reason,
        hazard=hazard,
    )


def _name(session: VisitSession, found: Inference) -> str:
    unit = session.equipment.get(found.subject)
    return unit.name if unit else ""


def evidence_words(found: Inference, t: Translator) -> tuple[str, ...]:
    """The observations in words, with the change where that is what counts; no value is told twice."""
    told: set[str] = set()
    words = []
    for one in found.evidence:
        words.append(_evidence(one, t, again=one.seen.place in told))
        told.add(one.seen.place)
    return tuple(words)


def _evidence(one: Evidence, t: Translator, *, again: bool) -> str:
    text = one.text(t.language)
    if not one.change:
        return text
    change = f"{one.change}{NBSP}{one.seen.unit}" if one.seen.unit else one.change
    if again:
        return t("{change} since last time").format(change=change)
    return t("{evidence}, {change} since last time").format(evidence=text, change=change)


def hazard_item(session: VisitSession, found: Inference) -> dict[str, object]:
    """The draft that an inference makes: worded by the rule, with the evidence, in the documents' language."""
    t = Translator(DOCUMENTS)
    _title, hazard, measure = rules_of(session.packs).texts(found, DOCUMENTS)
    evidence = t("; ").join(evidence_words(found, t))
    unit, source = session.equipment.get(found.subject), found.rule.source
    place = " ".join(part for part in (unit.place, unit.name) if part) if unit else t("Substation rooms")
    return {
        "status": DraftStatus.ACCEPTED.value,
        "place": place,
        "description": t("{hazard} ({evidence})").format(hazard=hazard, evidence=evidence),
        "grade": found.rule.grade.value,
        "measure": measure,
        "deadline": session.packs.deadline(Grade(found.rule.grade), session.today).isoformat(),
        "basis": source.basis if source.standard != "practice" else t("practice"),
        "criterion": found.rule.id,
        "source": SOURCE,
        "requested": True,
        "fingerprint": found.fingerprint,
        "evidence": [one.seen.place for one in found.evidence],
    }


def record_of(session: VisitSession, found: Sequence[Inference]) -> list[dict[str, Any]]:
    """What the signed record keeps: every inference that stood, how it was decided, and older dismissals."""
    t = Translator(DOCUMENTS)
    kept: list[dict[str, Any]] = []
    for one in found:
        reason, hazard = decision(session, one)
        state = "dismissed" if reason else "hazard" if hazard else "open"
        kept.append({**_told(session, one, t), "decision": state, "reason": reason})
    standing = {(one.key, one.fingerprint) for one in found}
    for key, item in session.of(KIND).items():
        if (key, item.get("fingerprint")) not in standing:
            kept.append({"id": key, **_plain(item), "decision": "dismissed_before"})
    return kept


def _told(session: VisitSession, found: Inference, t: Translator) -> dict[str, Any]:
    title, _hazard, _measure = rules_of(session.packs).texts(found, DOCUMENTS)
    return {
        "id": found.key,
        "title": title,
        "grade": found.rule.grade.value,
        "evidence": list(evidence_words(found, t)),
    }


def _plain(item: Mapping[str, object]) -> dict[str, object]:
    return {name: item[name] for name in ("title", "grade", "evidence", "reason") if name in item}


def dismissed_item(session: VisitSession, found: Inference, reason: str) -> dict[str, object]:
    """What is kept of a dismissal."""
    told = _told(session, found, Translator(DOCUMENTS))
    kept = {key: told[key] for key in ("title", "grade", "evidence")}
    title, _hazard, _measure = rules_of(session.packs).texts(found, "en")
    return {**kept, "title_en": title, "reason": reason, "fingerprint": found.fingerprint}
