"""What installing a checklist would do: what is wrong with it, and what differs from the version that counts. Pure."""

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Final

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.checklists.authoring import FindingView, views
from inspector.services.checklists.compiled import FormSource, form_title
from inspector.services.checklists.files import FormFile
from inspector.services.checklists.used import UsedVersion, higher_than, taken
from inspector.services.words import here
from inspector.xforms import compile_content, named_files, packed
from inspector.xforms.lint import House, Severity, check_form
from inspector.xforms.lint.canonical import as_csv
from inspector.xforms.lint.differences import Change, Difference, differences, head_of
from inspector.xforms.lint.findings import Place, found
from inspector.xforms.lint.workbook import read_workbook

register(
    ProblemKind.INPUT,
    {
        "form_other": N_("No visit has a checklist with the form_id “{form}”. Leave the form_id as it was exported."),
        "form_errors": N_("The checklist has {count} errors. `inspector form check` shows them."),
        "form_same": N_("The checklist is installed just as it is: nothing was changed."),
        "form_version_same": N_("Version “{version}” is installed with another content. Raise the version."),
        "form_version_used": N_(
            "Version “{version}” was used with another content, and signed visits may name it. Raise the version."
        ),
        "form_most": N_("The checklist is larger than {most} kB. Shorten it."),
    },
)

FILES: Final = "files"
"""In place of a sheet: what differs among the files that a form names."""
MOST_CHARACTERS: Final = 1_000_000
"""Of the sheet: a record travels whole; the largest checklist of the program has 30,000 characters."""


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
    """What is kept: the sheet in CSV and the files that it names."""
    files: tuple[str, ...] = ()
    taken: bool = False
    """Whether the version stood for another content before."""
    higher: str = ""
    """The highest version that was ever used, if it is above this one: then installing has to be confirmed."""

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity == Severity.ERROR.value for finding in self.findings)


def form_id_of(file: FormFile) -> str:
    """Which checklist a sheet says it is. Raises Problem sheet_…."""
    return head_of(file.content, file.suffix).get("form_id", "")


def refusal_of(preview: FormPreview) -> Problem | None:
    """Why a form cannot be installed: form_errors, form_same, form_version_same, form_version_used; None if it can."""
    if preview.errors:
        return Problem("form_errors", count=preview.errors)
    if preview.same:
        return Problem("form_same")
    if preview.changes and preview.version == preview.installed:
        return Problem("form_version_same", version=preview.version)
    return Problem("form_version_used", version=preview.version) if preview.taken else None


def preview_of(file: FormFile, house: House, now: FormSource | None, used: tuple[UsedVersion, ...] = ()) -> FormPreview:
    """What installing a form in place of `now` would do; with errors, only those. Takes up to seconds; any thread.

    `used` are the versions that counted before.
    Without `now` the form belongs to no visit: its errors are told, else Problem form_other. Raises Problem form_most,
    sheet_….
    """
    findings = check_form(file.content, file.suffix, house, file.files)
    head = head_of(file.content, file.suffix)
    form, version = head.get("form_id", ""), head.get("version", "")
    told = views(findings)
    errors = any(finding.severity is Severity.ERROR for finding in findings)
    if now is None:
        if errors:
            return FormPreview(form, head.get("form_title", ""), version, "", told)
        raise Problem("form_other", form=form)
    text = as_csv(file.content, file.suffix)
    if len(text) > MOST_CHARACTERS:
        raise Problem("form_most", most=MOST_CHARACTERS // 1000)
    files = {} if errors else _named(file)
    installed = head_of(now.content, now.suffix).get("version", "")
    changes = differences((now.content, now.suffix), (file.content, file.suffix), here().language[:2])
    changes += _file_changes(now.files, files)
    same = text == as_csv(now.content, now.suffix) and files == dict(now.files)
    preview = FormPreview(form, form_title(form), version, installed, told, changes, same, packed(text, files))
    preview = replace(preview, files=tuple(sorted(files)))
    return preview if errors else _compared(preview, replace(file, files=files), used)


def _compared(preview: FormPreview, file: FormFile, used: tuple[UsedVersion, ...]) -> FormPreview:
    """The version beside those that were used; one that is lower is a warning."""
    preview = replace(preview, taken=taken(preview.version, file, used))
    higher = "" if refusal_of(preview) is not None else higher_than(preview.version, used)
    if not higher:
        return preview
    sheet = read_workbook(file.content, file.suffix).by_name.get("settings")
    place = Place("settings", sheet.rows[0].number if sheet is not None and sheet.rows else 0, "version")
    lower = found("version_lower", place, version=preview.version, highest=higher)
    return replace(preview, higher=higher, findings=(*preview.findings, *views([lower])))


def _named(file: FormFile) -> dict[str, bytes]:
    """The files that the form asks for, of those that were handed in with it."""
    wanted = named_files(compile_content(file.content, file.suffix))
    return {name: file.files[name] for name in wanted if name in file.files}


def _file_changes(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> tuple[Difference, ...]:
    changes = {name: Change.REMOVED for name in old if name not in new}
    changes |= {name: Change.ADDED for name in new if name not in old}
    changes |= {name: Change.CHANGED for name in new if name in old and old[name] != new[name]}
    return tuple(Difference(change, FILES, name, 0, name) for name, change in sorted(changes.items()))
