"""The versions of checklists: shown, compared, installed for the whole area, taken back. Worker thread.

An own version is a record like a company's own criteria pack: its content travels in it (one field, so that two laptops
that install apart never mix two versions), leads and administrators write it, and of two that contradict each other a
person decides. Open visits keep the compiled form they began with (`services.checklists.compiled`).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from inspector.criteria import Packs
from inspector.domain.equipment import EquipmentKind
from inspector.domain.visit import Step
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.checklists.authoring import house_of, shipped_packs
from inspector.services.checklists.compiled import (
    FormSource,
    VisitForm,
    shipped_source,
    source_of,
    thing_of_form,
    visit_forms,
)
from inspector.services.checklists.files import FormFile
from inspector.services.checklists.preview import FormPreview, form_id_of, preview_of, refusal_of
from inspector.services.checklists.used import UsedVersion, used_versions
from inspector.services.checklists.workbook import workbook_of
from inspector.services.judgement.rules import may_rule, write
from inspector.services.judgement.words import day_of
from inspector.services.registers.entries import area_of
from inspector.services.words import KINDS, here
from inspector.services.workspace import Workspace
from inspector.storage import NewEvent
from inspector.xforms.lint.differences import head_of, questions_of, settings_of
from inspector.xforms.lint.workbook import read_workbook

register(
    ProblemKind.INPUT,
    {
        "form_role": N_("Checklists are installed by a team lead or an administrator. Ask one."),
        "form_unknown": N_("There is no checklist “{form}”. `inspector form list` names them all."),
        "form_version_lower": N_(
            "Version “{higher}” was installed already; “{version}” is lower. Raise the version, or confirm it."
        ),
        "form_shipped": N_("The checklist “{form}” is the one that came with the program."),
    },
)

KIND: Final = "form"


@dataclass(frozen=True, slots=True)
class FormLine:
    """A checklist and the version that counts. `by` and `on` tell who installed an own version.

    `step` is "infrastructure", "equipment" or "indications"; `kinds` are names of the equipment it is for (none: the
    site); `questions` how many are answered; `shipped` the version that came with the program. `trouble` says why an
    own version cannot be used here (the program's counts instead), `open` that two own versions contradict each other.
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
    questions: int = 0
    kinds: tuple[str, ...] = ()
    shipped: str = ""


def form_lines(workspace: Workspace | None) -> tuple[FormLine, ...]:
    """All checklists in the order of a visit; those of the program where there is no workspace."""
    return tuple(_line(workspace, form) for form in visit_forms())


def may_author(workspace: Workspace) -> bool:
    """Whether whoever acts may install checklists."""
    return may_rule(workspace)


def source_for(workspace: Workspace | None, form: str) -> FormSource:
    """The sheet of a checklist that counts. Raises Problem form_unknown."""
    if all(line.id != form for line in visit_forms()):
        raise Problem("form_unknown", form=form)
    return shipped_source(form) if workspace is None else source_of(workspace.db, form)


def export_form(workspace: Workspace | None, form: str) -> bytes:
    """A checklist as a workbook for its author. Raises Problem form_unknown."""
    source = source_for(workspace, form)
    return workbook_of(source.content, source.suffix, _packs(workspace))


def export_files(workspace: Workspace | None, form: str) -> tuple[bytes, dict[str, bytes]]:
    """The workbook of a checklist and the files that belong beside it. Raises Problem form_unknown."""
    return export_form(workspace, form), dict(source_for(workspace, form).files)


def preview_form(workspace: Workspace, file: FormFile) -> FormPreview:
    """What installing a form would do; with errors, only those. Raises Problem form_other, form_most, sheet_…."""
    now, used = counting(workspace, form_id_of(file))
    return preview_of(file, house_of(workspace.packs), now, used)


def counting(workspace: Workspace, form: str) -> tuple[FormSource | None, tuple[UsedVersion, ...]]:
    """The version of a checklist that counts and those that ever did; None for what is no checklist of a visit."""
    if all(line.id != form for line in visit_forms()):
        return None, ()
    return source_of(workspace.db, form), used_versions(workspace, form)


def install_form(workspace: Workspace, file: FormFile, *, lower: bool = False) -> FormPreview:
    """Let a version of a checklist count for new visits, here and by the next sync everywhere.

    `lower` confirms a version below one that was installed before. Raises as `preview_form`, and Problem form_role,
    form_version_lower and those of `refusal_of`.
    """
    _author(workspace)
    preview = preview_form(workspace, file)
    refusal = refusal_of(preview)
    if refusal is not None:
        raise refusal
    if preview.higher and not lower:
        raise Problem("form_version_lower", version=preview.version, higher=preview.higher)
    _write(workspace, preview.id, {"content": preview.content, "active": True})
    return preview


def own_content(workspace: Workspace, form: str) -> str:
    """The own version that counts as it is kept, "" where that of the program counts: what an undo brings back."""
    rule = workspace.db.house_rules.one(thing_of_form(area_of(workspace), form))
    active = rule is not None and rule.fields.get("active") is True
    return str(rule.fields.get("content") or "") if rule is not None and active else ""


def restore_form(workspace: Workspace, form: str, content: str) -> FormLine:
    """Let a version count as before (undo); "" for that of the program. Raises Problem form_role, form_unknown."""
    _author(workspace)
    source_for(workspace, form)
    _write(workspace, form, {"content": content, "active": True} if content else {"active": False})
    return _found(workspace, form)


def reset_form(workspace: Workspace, form: str) -> FormLine:
    """Let the version of the program count again. Raises Problem form_role, form_unknown, form_shipped."""
    _author(workspace)
    if not source_for(workspace, form).own:
        raise Problem("form_shipped", form=form)
    _write(workspace, form, {"active": False})
    return _found(workspace, form)


def _found(workspace: Workspace, form: str) -> FormLine:
    return next(line for line in form_lines(workspace) if line.id == form)


def _author(workspace: Workspace) -> None:
    if not may_rule(workspace):
        raise Problem("form_role")


def _packs(workspace: Workspace | None) -> Packs:
    return shipped_packs({}) if workspace is None else workspace.packs


def _line(workspace: Workspace | None, form: VisitForm) -> FormLine:
    source, t = source_for(workspace, form.id), here()
    workbook = read_workbook(source.content, source.suffix)
    line = FormLine(
        form.id,
        form.title(t.language),
        Step(form.step).value,
        tuple(sorted(kind.value for kind in form.visits)),
        settings_of(workbook).get("version", ""),
        source.own,
        questions=questions_of(workbook),
        kinds=tuple(t(KINDS[kind]) for kind in EquipmentKind if kind in form.kinds),
    )
    if workspace is None or not source.own:
        return replace(line, shipped=line.version)
    shipped = shipped_source(form.id)
    return replace(_own_line(workspace, line, source), shipped=head_of(shipped.content, shipped.suffix)["version"])


def _own_line(workspace: Workspace, line: FormLine, source: FormSource) -> FormLine:
    thing = thing_of_form(area_of(workspace), line.id)
    rule = workspace.db.house_rules.one(thing)
    last = max(workspace.db.frames.events_of(thing), key=lambda event: event.id)
    by = workspace.db.registers.person_names().get(last.user, last.user)
    problem = workspace.forms.trouble(workspace.db, source)
    trouble = here().describe(problem) if problem is not None else ""
    is_open = rule is not None and bool(rule.open)
    return replace(line, by=by, on=day_of(last.at), trouble=trouble, open=is_open)


def _write(workspace: Workspace, form: str, fields: Mapping[str, Any]) -> None:
    scope = area_of(workspace)
    thing = thing_of_form(scope, form)
    new = workspace.db.house_rules.one(thing) is None
    event = "form_installed" if new else "form_changed"
    write(workspace, scope, [NewEvent(thing, KIND, event, {"fields": {"form": form, **fields}})])
