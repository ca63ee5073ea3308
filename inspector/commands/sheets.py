"""What one record says to people: its facts with their names in words, then tables of what belongs to it.

Scripts ask for `--json`. Functions that are given a workspace read in its worker thread themselves.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from inspector.commands import columns, ledger_lists, lists
from inspector.commands.table import pairs, table
from inspector.i18n import N_, Translator, _, language

if TYPE_CHECKING:
    from inspector.services import Workspace
    from inspector.services.ledgers.views import CourseEntry, HazardDetail
    from inspector.services.reviews.views import AgreementView, ReviewDetail, RoundView

Row = Mapping[str, Any]
Facts = Iterable[tuple[str, object]]
CHECKS: Final = {
    "hand": N_("a person decides"),
    "holds": N_("holds by rule"),
    "fails": N_("does not hold"),
    "not_needed": N_("not needed"),
}
METHODS: Final = {
    "strokes": N_("on the screen"),
    "pin": "PIN",
    "paper": N_("on paper"),
    "refused": N_("refused to sign"),
}


def _page(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _facts(facts: Facts) -> str:
    return pairs([(label, str(value)) for label, value in facts if value not in ("", None)])


def _titled(title: str, text: str) -> str:
    return f"{title}\n{text}" if text else ""


def _moment(text: str | None) -> str:
    return f"{datetime.fromisoformat(text).astimezone():%Y-%m-%d %H:%M}" if text else ""


def _names(workspace: "Workspace") -> Callable[[str], str]:
    """What things are called that a value names by their id."""
    from inspector.services.registers.hints import register_names  # noqa: PLC0415 - see console.opened

    known = register_names(workspace)
    gear = {item.id: item.name for owner in known.customers for item in workspace.db.registers.equipment_of(owner)}
    named = {**known.areas, **known.people, **gear, **{key: name for key, (_account, name) in known.customers.items()}}
    return lambda identity: named.get(identity) or identity


# registers ----------------------------------------------------------------------------------------------------------


def record_text(workspace: "Workspace", kind: str, row: Row) -> str:
    """A customer, a piece of equipment or a person; what is not on record is left out."""
    return _page(workspace.call(lambda: _record(workspace, kind, row)), _belonging(workspace, kind, row))


def _record(workspace: "Workspace", kind: str, row: Row) -> str:
    from inspector.services.conflicts.field_words import DASH, field_label, value_text  # noqa: PLC0415 - see console.opened

    t, names = Translator(language()), _names(workspace)
    told = [
        (field_label(kind, field, t), str(value) if field == "account" else value_text(kind, field, value, names, t))
        for field, value in row.items()
        if field not in ("id", "equipment", "diagram", "position") and field in _known(kind)
    ]
    return _facts([*((label, text) for label, text in told if text != DASH), ("ID", row["id"])])


def _known(kind: str) -> set[str]:
    from inspector.services.conflicts.field_words import LABELS  # noqa: PLC0415 - see console.opened
    from inspector.services.registers.nameplates import customer_fields  # noqa: PLC0415 - see console.opened

    figures = {field.key for field in customer_fields()} if kind == "customer" else set()
    return {*LABELS[kind], *figures}


def _belonging(workspace: "Workspace", kind: str, row: Row) -> str:
    """The equipment of a customer."""
    from inspector.services.registers.hints import register_names  # noqa: PLC0415 - see console.opened

    if kind != "customer" or not row.get("equipment"):
        return ""
    names = workspace.call(lambda: register_names(workspace))
    return _titled(_("Equipment"), lists.equipment_text(row["equipment"], names, owned=True))


# visits -------------------------------------------------------------------------------------------------------------


def visit_text(workspace: "Workspace", row: Row) -> str:
    """A planned or open visit as the list has it; a signed one with its signatures and what it recorded."""
    if "forms" not in row:
        return lists.visits_text([row])
    return workspace.call(lambda: _signed(workspace, row))


def _signed(workspace: "Workspace", row: Row) -> str:
    from inspector.services.words import VISIT_KINDS  # noqa: PLC0415 - see console.opened

    names = _names(workspace)
    kinds = {kind.value: words for kind, words in VISIT_KINDS.items()}
    critical, serious, general = row["counts"]
    facts = (
        (_("Number"), row["number"]),
        (_("Status"), _(lists.STATES["signed"])),
        (_("Customer"), names(row["customer"])),
        (_("Kind of inspection"), _(kinds.get(str(row["kind"]), str(row["kind"])))),
        (_("Inspectors"), _(", ").join(names(one) for one in row["inspectors"])),
        (_("Begun"), _moment(row["started_at"])),
        (_("Signed"), _moment(row["signed_at"])),
        (_("Result notice"), row["notice"]),
        (_("Critical"), critical),
        (_("Serious"), serious),
        (_("General"), general),
        (_("Checklists"), len(row["forms"])),
        (_("Values"), len(row["readings"])),
        ("ID", row["id"]),
    )
    return _page(_facts(facts), _titled(_("Signatures"), _signatures(row["signatures"])))


def _signatures(rows: Sequence[Row]) -> str:
    heads = (_("Name"), _("How"), _("Time"), _("Reason"), _("Witness"))
    cells = [
        (
            str(one.get("name", "")),
            _(METHODS.get(str(one["method"]), str(one["method"]))),
            _moment(one.get("at")),
            str(one.get("reason", "")),
            str(one.get("witness", "")),
        )
        for one in rows
    ]
    return table(heads, cells, "")


def begun_text(row: Row) -> str:
    """What planning, moving or starting a visit gave, then what people should know about it."""
    facts = ((_("Number"), row.get("number")), (_("Restored"), row.get("restored")), ("ID", row.get("visit")))
    told = _facts(facts) or _("The visit is cancelled.")
    return "\n".join([told, *(warning["message"] for warning in row.get("warnings", ()))])


# hazards ------------------------------------------------------------------------------------------------------------


def hazard_text(workspace: "Workspace", name: str) -> str:
    """A hazard as the ledger's drawer shows it: facts, course, what may be done about it and what not."""
    from inspector.services.hazards.detail import hazard_detail  # noqa: PLC0415 - see console.opened
    from inspector.services.words import GRADES, STATUSES  # noqa: PLC0415 - see console.opened

    detail = workspace.call(lambda: hazard_detail(workspace, name))
    hazard = detail.hazard
    facts = (
        (_("Hazard no."), hazard.number),
        (_("Status"), _(STATUSES[detail.status])),
        (_("Grade"), _(GRADES[hazard.grade])),
        (_("Customer"), detail.customer),
        (_("Description"), hazard.description),
        *detail.facts,
        (_("Key supervision"), _(", ").join(detail.supervision)),
        (_("Reopened"), detail.reopened or ""),
        *((_("To look at"), alert) for alert in detail.alerts),
    )
    return _page(_facts(_once(facts)), _titled(_("Course"), _course(detail.course)), _offers(detail))


def _once(facts: Facts) -> Facts:
    """Each label once, where it stands first; several things to look at stay."""
    told: dict[tuple[str, object], object] = {}
    labels: set[str] = set()
    for label, value in facts:
        if label not in labels or label == _("To look at"):
            told[label, value] = value
            labels.add(label)
    return [(label, value) for (label, _value), value in told.items()]


def _course(entries: "Sequence[CourseEntry]") -> str:
    heads = (_("Day"), _("What"), _("Who"), _("Note"))
    rows = []
    for one in entries:
        counts = "" if one.effective else _("without effect")
        said = (one.text, *one.values, counts, one.alert)
        day = one.on.isoformat() if one.on else columns.DASH
        rows.append((day, one.label, one.by, _("; ").join(part for part in said if part)))
    return table(heads, rows, "")


def _offers(detail: "HazardDetail") -> str:
    """The actions that are open, by the word that `hazard act` takes; for the others, why not."""
    heads = (_("Action"), "", _("Why not"))
    rows = [(one.action.value, one.label, "" if one.allowed else one.reason) for one in detail.offers]
    return _titled(_("What may be done"), table(heads, rows, ""))


# reviews ------------------------------------------------------------------------------------------------------------


def review_text(detail: "ReviewDetail") -> str:
    """A rectification as its reviewer sees it: what was done, values before and after, the points of the checklist."""
    from inspector.services.words import GRADES, STATUSES  # noqa: PLC0415 - see console.opened

    note = detail.rectification
    facts = (
        (_("Hazard no."), detail.hazard.number),
        (_("Status"), _(STATUSES.get(detail.status, detail.status))),
        (_("Grade"), _(GRADES[detail.hazard.grade])),
        (_("Customer"), detail.customer),
        (_("Equipment"), detail.equipment),
        (_("Description"), detail.title),
        (_("Rectification"), note.text if note else ""),
        (_("Photos"), f"{len(detail.before)} → {len(detail.after)}" if detail.before or detail.after else ""),
        (_("Independence"), detail.independence.title),
        (_("Missing"), detail.missing),
    )
    heads = (_("Value"), _("Before"), _("After"), _("Limit"), _("Verdict"), _("Key"))
    values = [
        (f"{one.label} {one.phase}".strip(), one.before_text, one.after_text, one.limit, one.verdict, one.key)
        for one in detail.values
    ]
    points = [
        (str(one.number), one.label, _(CHECKS.get(str(one.state), str(one.state))), one.hint) for one in detail.checks
    ]
    return _page(
        _facts(facts),
        table(heads, values, ""),
        table((_("Point"), _("What to look at"), _("State"), _("Note")), points, ""),
    )


def rounds_text(rounds: "Sequence[RoundView]") -> str:
    """Samples with their items, each under its own facts."""
    return _page(*map(round_text, rounds)) or _(columns.NOTHING)


def round_text(drawn: "RoundView") -> str:
    """A sample: how it was drawn, and where its items stand."""
    from inspector.services.words import GRADES  # noqa: PLC0415 - see console.opened

    facts = (
        (_("Sample no."), drawn.number),
        (_("Review group"), drawn.group_name),
        (_("Drawn on"), drawn.drawn_on.isoformat()),
        (_("Drawn by"), drawn.drawn_by),
        (_("Share"), f"{drawn.share:g} %"),
        (_("Drawn from"), drawn.population),
        (_("Seed"), drawn.seed),
        (_("Can be drawn again"), _("yes") if drawn.reproduced else _("no")),
    )
    heads = (_("Hazard no."), _("Grade"), _("Customer"), _("Description"), _("Reviewer"), _("Second reviewer"), "")
    rows = [
        (
            one.number,
            _(GRADES[one.grade]),
            one.customer,
            one.title,
            one.assignee_name,
            one.second_name,
            _("they disagree") if one.disagrees else _("judged") if one.judged else "",
        )
        for one in drawn.items
    ]
    return f"{_facts(facts)}\n{table(heads, rows, _(columns.NOTHING))}"


def agreement_text(found: "AgreementView") -> str:
    """How far first and second judgements agree."""
    facts = (
        (_("Pairs of judgements"), found.pairs),
        (_("Both passed"), found.both_passed),
        (_("Both returned"), found.both_returned),
        (_("Only the first passed"), found.only_first_passed),
        (_("Only the second passed"), found.only_second_passed),
        (_("Agreement"), None if found.percent is None else f"{found.percent:.1f} %"),
        (_("Cohen's kappa"), None if found.kappa is None else f"{found.kappa:.2f}"),
    )
    heads = (_("Hazard no."), _("Description"), _("First"), _("Second"))
    rows = [
        (one.number, one.title, f"{one.first} {one.first_by}", f"{one.second} {one.second_by}")
        for one in found.disagreements
    ]
    return _page(_facts(facts), table(heads, rows, ""))


# ledgers ------------------------------------------------------------------------------------------------------------


def issue_text(row: Row) -> str:
    """A numbered issue that was just made."""
    facts = (
        (_("Number"), row["number"]),
        (_("Ledger"), _(ledger_lists.LEDGERS[row["kind"]])),
        (_("Period"), row["period"]),
        (_("Scope"), row["scope"]),
        (_("Rows"), row["rows"]),
        (_("Follows"), row["since"]),
        (_("New"), row["new"] if row["since"] else ""),
        (_("Changed"), row["changed"] if row["since"] else ""),
        (_("No longer listed"), row["closed"] if row["since"] else ""),
        (_("Check code"), row["check"]),
    )
    return _facts(facts)
