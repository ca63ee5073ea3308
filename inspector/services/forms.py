"""The checklists of a workspace: which forms make up a visit, compiled once and kept by content hash.

A sheet is compiled when its content is new; the compiled XForm goes into the blob store, and a setting maps the sheet's
hash to it. An open visit remembers the hash of every compiled form it uses, so a new version of a checklist never
touches it.
"""

import hashlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from inspector import assets
from inspector.domain.equipment import EquipmentKind
from inspector.domain.visit import Step
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.storage import BlobStore, Database
from inspector.xforms import FormDefinition, compile_sheet, load_form

register(
    ProblemKind.ENVIRONMENT,
    {
        "form_missing": N_("The checklist “{form}” is missing from the installation. Install the program again."),
        "visit_plan_missing": N_(
            "The list of checklists (visit.toml) is missing or damaged. Install the program again."
        ),
    },
)

SHEETS = ("form.md", "form.csv", "form.xlsx")


@dataclass(frozen=True, slots=True)
class VisitForm:
    """A line of `forms/visit.toml`: a form, its step, and the equipment kinds it is bound to (empty = the site)."""

    id: str
    step: Step
    kinds: frozenset[EquipmentKind] = field(default_factory=frozenset)
    title_zh: str = ""
    title_en: str = ""

    @property
    def bound_to_site(self) -> bool:
        """Whether it is filled in once per visit."""
        return not self.kinds

    def title(self, language: str) -> str:
        """Its title; an XLSForm has only one, so both languages stand in `visit.toml`."""
        return self.title_zh if language.startswith("zh") else self.title_en


def visit_forms() -> tuple[VisitForm, ...]:
    """The forms of a visit in their order, from `forms/visit.toml`."""
    try:
        table = tomllib.loads(assets.form("visit.toml").read_text(encoding="utf-8"))
        return tuple(
            VisitForm(
                row["id"],
                Step(row["step"]),
                frozenset(EquipmentKind(kind) for kind in row.get("kinds", ()))
                if row["bound"] == "equipment"
                else frozenset(),
                row["title_zh"],
                row["title_en"],
            )
            for row in table["form"]
        )
    except (OSError, KeyError, ValueError) as error:
        raise Problem("visit_plan_missing") from error


def sheet_of(form: str) -> Path:
    """The source sheet of a shipped form."""
    for name in SHEETS:
        path = assets.form(f"{form}/{name}")
        if path.is_file():
            return path
    raise Problem("form_missing", form=form)


class FormLibrary:
    """Compiled definitions, in memory by blob hash. Lives on the workspace's worker thread."""

    def __init__(self, blobs: BlobStore, compile_form: Callable[[Path], bytes] = compile_sheet) -> None:
        self._blobs = blobs
        self._compile = compile_form
        self._definitions: dict[str, FormDefinition] = {}
        self.plan = visit_forms()

    def current(self, db: Database, form: str) -> str:
        """Blob hash of the current version of a shipped form; compiles it when its sheet is new."""
        path = sheet_of(form)
        key = "form:" + hashlib.sha256(path.read_bytes()).hexdigest()
        known = str(db.settings.get(key, ""))
        if known and self._blobs.has(known):
            return known
        stored = self._blobs.put(self._compile(path))
        db.settings.put(key, stored)
        return stored

    def definition(self, blob: str) -> FormDefinition:
        """The definition of a compiled form."""
        known = self._definitions.get(blob)
        if known is None:
            known = load_form(self._blobs.get(blob))
            self._definitions[blob] = known
        return known
