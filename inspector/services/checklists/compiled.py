"""The checklists of a workspace: which forms make up a visit, compiled once and kept by content hash.

A sheet is compiled when its content is new; the compiled XForm goes into the blob store, and a setting maps the sheet's
hash to it. An open visit remembers the hash of every compiled form it uses, so a new version of a checklist never
touches it.
"""

import hashlib
import tomllib
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, Final

from inspector import assets
from inspector.criteria import facts_for
from inspector.criteria.conditions import Condition, parse_condition
from inspector.criteria.facts import resolve
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.visit import Step, VisitKind
from inspector.i18n import N_, language
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.storage import BlobStore, Database
from inspector.xforms import FormDefinition, compile_content, inlined, load_form, unpacked

register(
    ProblemKind.ENVIRONMENT,
    {
        "form_missing": N_("The checklist “{form}” is missing from the installation. Install the program again."),
        "visit_plan_missing": N_(
            "The list of checklists (visit.toml) is missing or damaged. Install the program again."
        ),
    },
)

_SPACE: Final = uuid.UUID("f0a3b6cc-1b7e-5d0f-8a55-6a8b4f3c9e21")
SHEETS = ("form.md", "form.csv", "form.xlsx")
ROUTINE: Final = frozenset(kind for kind in VisitKind if not kind.new_installation)
"""The occasions of a form that names none."""


@dataclass(frozen=True, slots=True)
class VisitForm:
    """A line of `forms/visit.toml`: a form, its step, and the equipment kinds it is bound to (empty = the site).

    `visits` are the occasions it belongs to. `when` are conditions on the nameplate; a form with conditions that hold
    comes instead of those without any.
    """

    id: str
    step: Step
    kinds: frozenset[EquipmentKind] = field(default_factory=frozenset)
    title_zh: str = ""
    title_en: str = ""
    visits: frozenset[VisitKind] = ROUTINE
    when: tuple[Condition, ...] = ()

    @property
    def bound_to_site(self) -> bool:
        """Whether it is filled in once per visit."""
        return not self.kinds

    def fits(self, equipment: Equipment) -> bool:
        """Whether it is for this kind of equipment and its conditions are known to hold."""
        if equipment.kind not in self.kinds:
            return False
        facts = resolve(facts_for(None, equipment), [condition.fact for condition in self.when])
        return all(condition.holds(facts) for condition in self.when)

    def title(self, language: str) -> str:
        """Its title; an XLSForm has only one, so both languages stand in `visit.toml`."""
        return self.title_zh if language.startswith("zh") else self.title_en


def visit_forms() -> tuple[VisitForm, ...]:
    """The forms of a visit in their order, from `forms/visit.toml`."""
    try:
        table = tomllib.loads(assets.form("visit.toml").read_text(encoding="utf-8"))
        return tuple(_line(row) for row in table["form"])
    except (OSError, KeyError, ValueError) as error:
        raise Problem("visit_plan_missing") from error


def form_title(form: str) -> str:
    """The title of a checklist in the current language; its id for one that is in no visit."""
    found = next((line for line in visit_forms() if line.id == form), None)
    return (found.title(language()) if found is not None else "") or form


def _line(row: Mapping[str, Any]) -> VisitForm:
    kinds = row.get("kinds", ()) if row["bound"] == "equipment" else ()
    return VisitForm(
        row["id"],
        Step(row["step"]),
        frozenset(EquipmentKind(kind) for kind in kinds),
        row["title_zh"],
        row["title_en"],
        frozenset(VisitKind(visit) for visit in row["visits"]) if "visits" in row else ROUTINE,
        tuple(parse_condition(fact, written) for fact, written in row.get("when", {}).items()),
    )


def forms_of_visit(plan: Iterable[VisitForm], kind: VisitKind) -> tuple[VisitForm, ...]:
    """The forms that belong to an occasion, in the order of the plan."""
    return tuple(form for form in plan if kind in form.visits)


def forms_for(plan: Iterable[VisitForm], step: Step, equipment: Equipment | None) -> tuple[VisitForm, ...]:
    """The forms of a step for a piece of equipment, or for the site when there is none.

    A nameplate that says how the equipment is built chooses the form made for it; otherwise the general one is taken.
    """
    own = [form for form in plan if form.step is step]
    if equipment is None:
        return tuple(form for form in own if form.bound_to_site)
    fitting = [form for form in own if form.fits(equipment)]
    return tuple([form for form in fitting if form.when] or fitting)


@dataclass(frozen=True, slots=True)
class FormSource:
    """The sheet of a form: its content, what kind of file it is, and whether it is the company's own version.

    `files` are those that it names: lists of choices and pictures, by name.
    """

    form: str
    content: bytes
    suffix: str
    own: bool = False
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """SHA-256 of the content (hex), and of the files where there are any."""
        parts = [part for name, data in sorted(self.files.items()) for part in (name.encode(), data)]
        known = hashlib.sha256(self.content)
        for part in parts:
            known.update(hashlib.sha256(part).digest())
        return known.hexdigest()


def thing_of_form(area: str, form: str) -> str:
    """The id of what a company decides about a form: the same on every laptop of an area."""
    return str(uuid.uuid5(_SPACE, f"{area}\nform\n{form}"))


def source_of(db: Database, form: str) -> FormSource:
    """The version of a form that counts here. Raises Problem form_missing."""
    rule = db.house_rules.one(thing_of_form(str(db.settings.get("area", "")), form))
    content = rule.fields.get("content") if rule is not None and rule.fields.get("active") is True else None
    return own_source(form, content) if isinstance(content, str) else shipped_source(form)


def own_source(form: str, content: str) -> FormSource:
    """A version as its record holds it. Files that cannot be read are missing: then the version cannot be used here."""
    try:
        sheet, files = unpacked(content)
    except Problem:
        sheet, files = content, {}
    return FormSource(form, sheet.encode(), ".csv", own=True, files=files)


def shipped_source(form: str) -> FormSource:
    """The version of a form that came with the program, with the files beside it. Raises Problem form_missing."""
    path = sheet_of(form)
    beside = (other for other in sorted(path.parent.iterdir()) if other.is_file() and other.name not in SHEETS)
    return FormSource(form, path.read_bytes(), path.suffix, files={other.name: other.read_bytes() for other in beside})


def sheet_of(form: str) -> Path:
    """The source sheet of a shipped form."""
    for name in SHEETS:
        path = assets.form(f"{form}/{name}")
        if path.is_file():
            return path
    raise Problem("form_missing", form=form)


class FormLibrary:
    """Compiled definitions, in memory by blob hash. Lives on the workspace's worker thread."""

    def __init__(self, blobs: BlobStore, compile_form: Callable[[bytes, str], bytes] = compile_content) -> None:
        self._blobs = blobs
        self._compile = compile_form
        self._definitions: dict[str, FormDefinition] = {}
        self._troubles: dict[str, Problem] = {}
        self.plan = visit_forms()

    def current(self, db: Database, form: str) -> str:
        """Blob hash of the version of a form that counts: the company's own, else that of the program.

        A sheet is compiled when its content is new. An own version that this program cannot use (a newer one wrote it)
        is passed over, see `trouble`.
        """
        source = source_of(db, form)
        if source.own and self.trouble(db, source) is not None:
            source = shipped_source(form)
        return self.stored(db, source)

    def trouble(self, db: Database, source: FormSource) -> Problem | None:
        """What is wrong with a version that cannot be used here; None if nothing is."""
        if source.mark not in self._troubles:
            try:
                self.definition(self.stored(db, source))
            except Problem as problem:
                self._troubles[source.mark] = problem
        return self._troubles.get(source.mark)

    def stored(self, db: Database, source: FormSource) -> str:
        """Blob hash of a sheet's compiled form; compiled when its content is new. Raises Problem."""
        key = f"form:{source.mark}"
        known = str(db.settings.get(key, ""))
        if known and self._blobs.has(known):
            return known
        stored = self._blobs.put(inlined(self._compile(source.content, source.suffix), source.files))
        db.settings.put(key, stored)
        return stored

    def definition(self, blob: str) -> FormDefinition:
        """The definition of a compiled form."""
        known = self._definitions.get(blob)
        if known is None:
            known = load_form(self._blobs.get(blob))
            self._definitions[blob] = known
        return known
