"""Drafts and proposals of hazards: made by failing answers and values, edited, accepted, dismissed.

A checklist answer 不合格 opens a draft at once; a failing value makes a proposal that must be decided before signing;
注意 becomes a hazard only on request. Changing away folds a draft; it comes back with its wording when the answer fails
again. Wording, grade, measure and basis come from the criterion, in the documents' language.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from inspector.criteria import Judgement
from inspector.domain.hazard import Grade
from inspector.domain.verdict import Verdict
from inspector.i18n import N_, Translator
from inspector.problems import Problem, ProblemKind, register
from inspector.services.visits.edit import Edit
from inspector.services.visits.live import CRITERION, LiveForm
from inspector.services.visits.session import VisitSession, item_key
from inspector.services.visits.views import DraftStatus

register(
    ProblemKind.INPUT,
    {
        "hazard_unknown": N_("There is no hazard “{hazard}” in this visit."),
        "reason_missing": N_("Give a reason."),
        "description_missing": N_("Describe the hazard."),
        "deadline_past": N_("The deadline cannot be earlier than today."),
        "merge_into_itself": N_("Choose another hazard to merge with."),
        "nothing_to_report": N_("Nothing was judged here, so there is nothing to report."),
    },
)

DOCUMENTS = "zh_CN"
"""Language of what is printed."""
MOST_DAYS = 3650


def verdict_of(session: VisitSession, live: LiveForm, ref: str) -> Verdict | None:
    """The verdict that counts: the inspector's override, else the criterion's, else the answer itself."""
    override = session.override(live.target, ref)
    return rule_verdict(live, ref) if override is None else override[0]


def rule_verdict(live: LiveForm, ref: str) -> Verdict | None:
    """The criterion's verdict, else the answer itself."""
    judgement = live.judgements.get(ref)
    if judgement is not None:
        return judgement.verdict
    value = live.value(ref) if ref in live.questions else ""
    return {"pass": Verdict.PASS, "fail": Verdict.FAIL, "na": Verdict.NOT_APPLICABLE}.get(value)


def sync_draft(edit: Edit, live: LiveForm, ref: str) -> tuple[str, ...]:
    """Open, fold or unfold what stands at a question or line after its verdict changed; the keys that changed."""
    session = edit.session
    key = item_key(live.target, ref)
    item = session.of("hazard").get(key)
    relevant = live.instance.view(ref).relevant
    override = edit.after("override", key)
    verdict = rule_verdict(live, ref) if override is None else Verdict(str(override["verdict"]))
    failing = relevant and verdict is Verdict.FAIL and edit.after("out", key) is None
    if failing and item is None:
        edit.put("hazard", key, new_item(session, live, ref))
        return (key,)
    if item is None:
        return ()
    if failing and (item.get("folded") or _reworded(session, live, ref, item)):
        fresh = _wording(session, live, ref) if not item.get("edited") else {}
        edit.put("hazard", key, {**item, **fresh, "folded": False})
        return (key,)
    if not failing and not item.get("folded") and not item.get("requested"):
        edit.put("hazard", key, {**item, "folded": True})
        return (key, *release_merged(edit, key))
    return ()


def release_merged(edit: Edit, key: str) -> list[str]:
    """What was merged into a hazard that goes away stands for itself again; a finding is never lost with another."""
    released = [other for other, item in edit.session.of("hazard").items() if item.get("into") == key]
    for other in released:
        item = {name: value for name, value in edit.session.of("hazard")[other].items() if name != "into"}
        edit.put("hazard", other, {**item, "status": undecided(item).value, "reason": ""})
    return released


def undecided(item: Mapping[str, object]) -> DraftStatus:
    """The status before anybody decided: a value proposes, an answer drafts."""
    return DraftStatus.PROPOSAL if item.get("source") == "value" else DraftStatus.DRAFT


def _reworded(session: VisitSession, live: LiveForm, ref: str, item: Mapping[str, object]) -> bool:
    """Whether a value changed so that an unedited proposal must be worded anew."""
    return not item.get("edited") and _wording(session, live, ref)["description"] != item.get("description")


def _wording(session: VisitSession, live: LiveForm, ref: str) -> dict[str, object]:
    """Grade, description, measure and basis as the criterion gives them, or the question itself."""
    return {**_criterion_wording(session, live, ref), **_own_wording(live, ref)}


def _own_wording(live: LiveForm, ref: str) -> dict[str, object]:
    """What the checklist says over its criterion: `insp:grade`, `insp:measure`, `insp:clause`; no unknown grade."""
    grade, measure, clause = (own_word(live, ref, name) for name in ("grade", "measure", "clause"))
    told = {"grade": grade if grade in set(Grade) else "", "measure": measure, "basis": clause}
    return {name: word for name, word in told.items() if word}


def own_word(live: LiveForm, ref: str, name: str) -> str:
    """An attribute of the house at a question, or at the line it stands in; empty without one."""
    line = live.layout.line_of.get(ref)
    beside = (line.attributes or {}) if line is not None else {}
    return (live.questions[ref].attributes.get(f"insp:{name}", "") or beside.get(f"insp:{name}", "")).strip()


def _deadline(session: VisitSession, live: LiveForm, ref: str, grade: Grade) -> date:
    """The day by which it has to be rectified: as many days as `insp:deadline` says, else by the grade."""
    days = own_word(live, ref, "deadline")
    own = int(days) if days.isdecimal() and 0 < int(days) <= MOST_DAYS else None
    return session.packs.deadline(grade, session.today) if own is None else session.today + timedelta(days=own)


def _criterion_wording(session: VisitSession, live: LiveForm, ref: str) -> dict[str, object]:
    t = Translator(DOCUMENTS)
    judgement = live.judgements.get(ref)
    if judgement is not None:
        return _wording_of_value(live, ref, judgement, t)
    attributes = live.questions[ref].attributes
    check = session.packs.checks.get(attributes.get(CRITERION, ""))
    if check is None:
        return {
            "description": live.label(ref, DOCUMENTS),
            "measure": "",
            "grade": Grade.GENERAL.value,
            "basis": t("practice"),
            "criterion": "",
        }
    source = check.source
    return {
        "description": check.hazard.text(DOCUMENTS),
        "measure": check.measure.text(DOCUMENTS),
        "grade": check.grade.value,
        "basis": source.basis if source.standard != "practice" else t("practice"),
        "criterion": check.id,
    }


def _wording_of_value(live: LiveForm, ref: str, judgement: Judgement, t: Translator) -> dict[str, object]:
    description, measure = judgement.wording(DOCUMENTS)
    label = live.label(ref, DOCUMENTS)
    basis = judgement.basis
    return {
        "description": description or f"{label} {judgement.value_text}",
        "measure": measure,
        "grade": (judgement.grade or Grade.GENERAL).value,
        "basis": basis if basis and basis != "practice" else t("practice"),
        "criterion": judgement.row or judgement.quantity,
    }


def new_item(session: VisitSession, live: LiveForm, ref: str) -> dict[str, object]:
    """A fresh draft (answer) or proposal (value)."""
    wording = _wording(session, live, ref)
    judged = ref in live.judgements
    return {
        **wording,
        "status": (DraftStatus.PROPOSAL if judged else DraftStatus.DRAFT).value,
        "place": place_of(live),
        "deadline": _deadline(session, live, ref, Grade(str(wording["grade"]))).isoformat(),
        "source": "value" if judged else number_of(live, ref),
    }


def number_of(live: LiveForm, ref: str) -> str:
    """The printed number of a checklist question, for example 2.2."""
    return live.layout.numbers.get(ref, "")


def place_of(live: LiveForm) -> str:
    """Where a finding is, in the documents' language: the equipment's room and name, or the rooms of the site."""
    if live.equipment is not None:
        return " ".join(part for part in (live.equipment.place, live.equipment.name) if part)
    t = Translator(DOCUMENTS)
    return t("Substation rooms")


def request_item(session: VisitSession, live: LiveForm, ref: str) -> dict[str, object]:
    """A hazard on request for something that was judged 注意 (生成隐患)."""
    if verdict_of(session, live, ref) not in (Verdict.ATTENTION, Verdict.FAIL):
        raise Problem("nothing_to_report")
    return {**new_item(session, live, ref), "status": DraftStatus.ACCEPTED.value, "requested": True}


def edited_item(
    item: Mapping[str, object], changes: Mapping[str, object | None], session: VisitSession
) -> dict[str, object]:
    """A draft with edited fields; a new grade brings its own deadline unless one is given.

    Raises Problem for an empty description or a deadline before today.
    """
    wanted = {key: value for key, value in changes.items() if value is not None}
    if "description" in wanted and not str(wanted["description"]).strip():
        raise Problem("description_missing")
    if "grade" in wanted:
        wanted["grade"] = Grade(str(wanted["grade"])).value
        if wanted["grade"] != item.get("grade"):
            wanted.setdefault("deadline", session.packs.deadline(Grade(str(wanted["grade"])), session.today))
    deadline = wanted.get("deadline")
    if isinstance(deadline, date):
        if deadline < session.today:
            raise Problem("deadline_past")
        wanted["deadline"] = deadline.isoformat()
    return {**item, **wanted, "edited": True}


def blank_item(session: VisitSession) -> dict[str, object]:
    """A hazard made by hand, before anything is typed."""
    t = Translator(DOCUMENTS)
    return {
        "status": DraftStatus.ACCEPTED.value,
        "place": "",
        "description": "",
        "grade": Grade.GENERAL.value,
        "measure": "",
        "deadline": session.packs.deadline(Grade.GENERAL, session.today).isoformat(),
        "basis": t("practice"),
        "criterion": "",
        "source": "",
        "requested": True,
    }


def merged_item(kept: Mapping[str, object], gone: Mapping[str, object]) -> dict[str, object]:
    """One hazard out of two."""

    def join(field: str, separator: str) -> str:
        parts = [str(item[field]).strip() for item in (kept, gone) if str(item[field]).strip()]
        return separator.join(dict.fromkeys(parts))

    grade = min((Grade(str(item["grade"])) for item in (kept, gone)), key=lambda grade: grade.rank)
    t = Translator(DOCUMENTS)
    return {
        **kept,
        "status": DraftStatus.ACCEPTED.value,
        "place": join("place", t(", ")),
        "description": join("description", t("; ")),
        "measure": join("measure", t("; ")),
        "basis": join("basis", t(", ")),
        "grade": grade.value,
        "deadline": min(str(kept["deadline"]), str(gone["deadline"])),
        "edited": True,
    }
