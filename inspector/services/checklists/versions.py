"""The versions of checklists: shown, compared, installed for the whole area, taken back. Worker thread.

An own version is a record like a company's own criteria pack: its content travels in it (one field, so that two laptops
that install apart never mix two versions), leads and administrators write it, and of two that contradict each other a
person decides. Open visits keep the compiled form they began with (`services.forms`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from inspector.criteria import Packs
from inspector.domain.visit import Step
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.checklists.authoring import FindingView, house_of, shipped_packs, views
from inspector.services.checklists.workbook import workbook_of
from inspector.services.criteria_rules import may_rule, write
from inspector.services.criteria_words import day_of
from inspector.services.forms import (
    FormSource,
    VisitForm,
    form_title,
    shipped_source,
    source_of,
    thing_of_form,
    visit_forms,
)
from inspector.services.registers import area_of
from inspector.services.words import here
from inspector.services.workspace import Workspace
from inspector.storage import NewEvent
from inspector.xforms.lint import Severity, check_form
from inspector.xforms.lint.canonical import as_csv
from inspector.xforms.lint.differences import Difference, differences, head_of

register(
    ProblemKind.INPUT,
    {
        "form_role": N_("Checklists are installed by a team lead or an administrator. Ask one."),
        "form_unknown": N_("There is no checklist “{form}”. `inspector form list` names them all."),
        "form_other": N_("No visit has a checklist with the form_id “{form}”. Leave the form_id as it was exported."),
        "form_errors": N_("The checklist has {count} errors. `inspector form check` shows them."),
        "form_same": N_("The checklist is installed just as it is: nothing was changed."),
        "form_version_same": N_("Version “{version}” is installed with another content. Raise the version."),
        "form_shipped": N_("The checklist “{form}” is the one that came with the program."),
        "form_most": N_("The checklist is larger than {most} kB. Shorten it."),
    },
)

KIND: Final = "form"
MOST_CHARACTERS: Final = 1_000_000
"""A record travels whole; the largest checklist of the program has 30,000 characters."""


@dataclass(frozen=True, slots=True)
class FormLine:
    """A checklist and the version that counts. `by` and `on` tell who installed an own version.

    `trouble` says why an own version cannot be used here (the program's counts instead), `open` that two own versions
    contradict each other.
    """

    id: str
    title: str
    step: str
    visits: tuple[str, ...]
    version: str
    own: bool
    by: str = ""
    on: date | None = None
    trouble: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class FormPreview:
    """What installing would do: findings, and what differs from the version that counts now."""

    id: str
    title: str
    version: str
    installed: str
    findings: tuple[FindingView, ...]
    changes: tuple[Difference, ...] = ()
    same: bool = False
    content: str = field(default="", repr=False)

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity == Severity.ERROR.value for finding in self.findings)


def form_lines(workspace: Workspace | None) -> tuple[FormLine, ...]:
    """All checklists in the order of a visit; those of the program where there is no workspace."""
    return tuple(_line(workspace, form) for form in visit_forms())


def source_for(workspace: Workspace | None, form: str) -> FormSource:
    """The sheet of a checklist that counts. Raises Problem form_unknown."""
    if all(line.id != form for line in visit_forms()):
        raise Problem("form_unknown", form=form)
    return shipped_source(form) if workspace is None else source_of(workspace.db, form)


def export_form(workspace: Workspace | None, form: str) -> bytes:
    """A checklist as a workbook for its author. Raises Problem form_unknown."""
    source = source_for(workspace, form)
    return workbook_of(source.content, source.suffix, _packs(workspace))


def preview_form(workspace: Workspace, content: bytes, suffix: str) -> FormPreview:
    """What installing a form would do; with errors, only those. Raises Problem form_other, form_most, sheet_…."""
    findings = check_form(content, suffix, house_of(workspace.packs))
    head = head_of(content, suffix)
    form, version = head.get("form_id", ""), head.get("version", "")
    told = views(findings)
    if any(finding.severity is Severity.ERROR for finding in findings) and not _planned(form):
        return FormPreview(form, head.get("form_title", ""), version, "", told)
    if not _planned(form):
        raise Problem("form_other", form=form)
    now = source_of(workspace.db, form)
    installed = head_of(now.content, now.suffix).get("version", "")
    text = as_csv(content, suffix)
    if len(text) > MOST_CHARACTERS:
        raise Problem("form_most", most=MOST_CHARACTERS // 1000)
    changes = differences((now.content, now.suffix), (content, suffix))
    same = text == as_csv(now.content, now.suffix)
    return FormPreview(form, form_title(form), version, installed, told, changes, same, text)


def install_form(workspace: Workspace, content: bytes, suffix: str) -> FormPreview:
    """Let a version of a checklist count for new visits, here and by the next sync everywhere.

    Raises as `preview_form`, and Problem form_role, form_errors, form_same, form_version_same.
    """
    _author(workspace)
    preview = preview_form(workspace, content, suffix)
    if preview.errors:
        raise Problem("form_errors", count=preview.errors)
    if preview.same:
        raise Problem("form_same")
    if preview.changes and preview.version == preview.installed:
        raise Problem("form_version_same", version=preview.version)
    _write(workspace, preview.id, {"content": preview.content, "active": True})
    return preview


def reset_form(workspace: Workspace, form: str) -> FormLine:
    """Let the version of the program count again. Raises Problem form_role, form_unknown, form_shipped."""
    _author(workspace)
    if not source_for(workspace, form).own:
        raise Problem("form_shipped", form=form)
    _write(workspace, form, {"active": False})
    return next(line for line in form_lines(workspace) if line.id == form)


def _author(workspace: Workspace) -> None:
    if not may_rule(workspace):
        raise Problem("form_role")


def _planned(form: str) -> bool:
    return any(line.id == form for line in visit_forms())


def _packs(workspace: Workspace | None) -> Packs:
    return shipped_packs({}) if workspace is None else workspace.packs


def _line(workspace: Workspace | None, form: VisitForm) -> FormLine:
    source = source_for(workspace, form.id)
    title = form.title(here().language)
    visits = tuple(sorted(kind.value for kind in form.visits))
    version = head_of(source.content, source.suffix).get("version", "")
    line = FormLine(form.id, title, Step(form.step).value, visits, version, source.own)
    return line if workspace is None or not source.own else _own_line(workspace, line, source)


def _own_line(workspace: Workspace, line: FormLine, source: FormSource) -> FormLine:
    thing = thing_of_form(area_of(workspace), line.id)
    rule = workspace.db.house_rules.one(thing)
    last = max(workspace.db.frames.events_of(thing), key=lambda event: event.id)
    by = workspace.db.registers.person_names().get(last.user, last.user)
    problem = workspace.forms.trouble(workspace.db, source)
    trouble = here().describe(problem) if problem is not None else ""
    is_open = rule is not None and bool(rule.open)
    on, base = day_of(last.at), (line.id, line.title, line.step, line.visits, line.version)
    return FormLine(*base, own=True, by=by, on=on, trouble=trouble, open=is_open)


def _write(workspace: Workspace, form: str, fields: Mapping[str, Any]) -> None:
    scope = area_of(workspace)
    thing = thing_of_form(scope, form)
    new = workspace.db.house_rules.one(thing) is None
    event = "form_installed" if new else "form_changed"
    write(workspace, scope, [NewEvent(thing, KIND, event, {"fields": {"form": form, **fields}})])
