"""What the parts of the page say alike: the steps, where a version comes from, severities, kinds of change, places."""

from typing import Final

from inspector.domain.visit import Step, VisitKind
from inspector.i18n import N_, _, language
from inspector.services.checklists.authoring import FindingView
from inspector.services.checklists.preview import FILES
from inspector.services.checklists.versions import FormLine
from inspector.services.words import VISIT_KINDS
from inspector.ui.kit.meaning import Look
from inspector.xforms.lint.differences import Change

STEPS: Final = {
    Step.INFRASTRUCTURE.value: N_("Infrastructure"),
    Step.EQUIPMENT.value: N_("HV equipment"),
    Step.INDICATIONS.value: N_("Indications"),
}
SHIPPED: Final = Look(N_("Supplied"), "", "grey")
OWN: Final = Look(N_("Own version"), "pencil", "primary")
TROUBLE: Final = Look(N_("Cannot be used"), "octagon-alert", "red")
CONFLICT: Final = Look(N_("To be decided"), "git-merge", "orange")
SEVERITIES: Final = {
    "error": Look(N_("Error"), "octagon-alert", "red"),
    "warning": Look(N_("Warning"), "circle-alert", "amber"),
}
CHANGES: Final = {
    Change.ADDED: Look(N_("added"), "plus", "green"),
    Change.REMOVED: Look(N_("removed"), "minus", "red"),
    Change.MOVED: Look(N_("moved"), "move-up-right", "violet"),
    Change.REWORDED: Look(N_("reworded"), "type", "plain"),
    Change.CHANGED: Look(N_("changed"), "pencil", "orange"),
}
SHEETS: Final = {
    "survey": N_("Questions"),
    "choices": N_("Choices"),
    "settings": N_("Settings of the form"),
    FILES: N_("Files"),
}
"""Sheet (or the files) -> what stands over its differences."""


def source_look(line: FormLine) -> Look:
    """Where the version that counts comes from, or what is wrong with the own one."""
    if line.open:
        return CONFLICT
    if line.trouble:
        return TROUBLE
    return OWN if line.own else SHIPPED


def used_by(line: FormLine) -> str:
    """The step and the equipment that a checklist is for; without equipment, it is for the site."""
    kinds = _(", ").join(line.kinds)
    step = _(STEPS.get(line.step, line.step))
    return _("{kinds} · {step}").format(step=step, kinds=kinds) if kinds else step


def occasions(line: FormLine) -> str:
    """The visits that a checklist belongs to."""
    return _(", ").join(_(VISIT_KINDS[kind]) for kind in VisitKind if kind.value in line.visits)


def since(line: FormLine) -> str:
    """Who installed an own version, and when."""
    return f"{line.by} {line.on.isoformat() if line.on else ''}".strip() if line.own else ""


def place_words(finding: FindingView) -> str:
    """Where a finding is: row and column, with the address of the cell or the line of a text file."""
    parts = [_("row {row}").format(row=finding.row)] if finding.row else []
    parts += [finding.column] if finding.column else []
    where = _(", ").join(parts)
    address = finding.cell or (_("line {line}").format(line=finding.line) if finding.line else "")
    return f"{where} ({address})" if where and address else where or address


def as_lines(findings: tuple[FindingView, ...]) -> str:
    """Findings as a table that a worksheet takes when it is pasted."""
    head = [_("Sheet"), _("Row"), _("Column"), _("Cell"), _("Severity"), _("Problem"), _("How to correct it")]
    rows = [
        (one.sheet, str(one.row or ""), one.column, one.cell, _(SEVERITIES[one.severity].word), one.message, one.advice)
        for one in findings
    ]
    return "\n".join("\t".join(_flat(cell) for cell in row) for row in [head, *rows])


def _flat(text: str) -> str:
    return " ".join(text.split())


def own_language(languages: tuple[str, ...]) -> str:
    """The language of a form that the window speaks, "" for none; they are written as 中文 (zh)."""
    short = language().partition("_")[0]
    return next((name for name in languages if f"({short})" in name), "")
