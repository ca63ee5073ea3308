"""Checking a checklist and giving its author a workbook. `check` needs no workspace; any thread."""

from collections.abc import Iterable, Mapping
from typing import Final

from inspector import assets
from inspector.criteria import Packs, load_packs
from inspector.criteria.cycles import TESTS
from inspector.domain.hazard import Grade
from inspector.quick_dataclass import dataclass
from inspector.services.checklists.files import FormFile
from inspector.services.hazards.entries import MOST_DAYS
from inspector.services.words import here
from inspector.xforms.lint import Finding, House, check_form

ATTRIBUTES: Final = frozenset(
    {
        "criterion",
        "unit",
        "inputs",
        "photo",
        "neutral",
        "fact",
        "given",
        "nameplate",
        "register",
        "test",
        "title_zh",
        "title_en",
    }
    | {"grade", "clause", "measure", "deadline"}
)
"""What a question may carry with the prefix of the house (forms.md, "What a checklist question carries")."""


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding in the reader's words: where, how bad ("error", "warning"), what is wrong, what to do."""

    sheet: str
    row: int
    column: str
    cell: str
    line: int
    code: str
    severity: str
    message: str
    advice: str


def house_of(packs: Packs) -> House:
    """The names that a checklist may use with these criteria."""
    words = {"grade": tuple(grade.value for grade in Grade), "photo": ("required",), "test": TESTS}
    quantities = frozenset(packs.quantities)
    return House(quantities | frozenset(packs.checks), ATTRIBUTES, words, {"deadline": MOST_DAYS}, quantities)


def shipped_packs(own: Mapping[str, bytes]) -> Packs:
    """The criteria of the program with packs of one's own. Raises Problem pack_invalid."""
    folder = assets.resource("criteria")
    return load_packs({path.name: path.read_bytes() for path in sorted(folder.glob("*.toml"))}, own)


def check(file: FormFile, packs: Packs) -> tuple[FindingView, ...]:
    """What is wrong with a form, in the current language. Raises Problem sheet_…."""
    return views(check_form(file.content, file.suffix, house_of(packs), file.files))


def views(findings: Iterable[Finding]) -> tuple[FindingView, ...]:
    """Findings in the current language."""
    t = here()
    return tuple(
        FindingView(
            one.place.sheet,
            one.place.row,
            one.place.column,
            one.place.cell,
            one.place.line,
            one.code,
            one.severity.value,
            one.message.render(t),
            one.advice.render(t),
        )
        for one in findings
    )
