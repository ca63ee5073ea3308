"""Checking a checklist and giving its author a workbook. `check` needs no workspace; any thread."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inspector import assets
from inspector.criteria import Packs, load_packs
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.words import here
from inspector.xforms.lint import Finding, House, check_form

register(
    ProblemKind.INPUT,
    {
        "form_unreadable": N_("The checklist {path} cannot be read: {reason}."),
        "form_kind": N_("A checklist is a file .xlsx, .csv or .md, not “{name}”."),
    },
)

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
        "title_zh",
        "title_en",
    }
    | {"grade", "clause", "measure", "deadline"}
)
"""What a question may carry with the prefix of the house (forms.md, "What a checklist question carries")."""
MOST_BESIDE: Final = 8 * 1024 * 1024
"""Bytes of one file beside a sheet that is read for it."""


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


def read_form_file(path: Path) -> bytes:
    """The bytes of a sheet. Raises Problem form_unreadable, form_kind."""
    if path.suffix.lower() not in (".xlsx", ".csv", ".md"):
        raise Problem("form_kind", name=path.name)
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem("form_unreadable", path=path, reason=error.strerror or error) from error


def beside(path: Path) -> dict[str, bytes]:
    """The files beside a sheet that a form may name (lists of choices)."""
    found = {}
    try:
        for other in sorted(path.resolve().parent.iterdir()):
            if other.suffix.lower() in (".csv", ".xml", ".geojson") and other.stat().st_size <= MOST_BESIDE:
                found[other.name] = other.read_bytes()
    except OSError as error:
        raise Problem("form_unreadable", path=path.parent, reason=error.strerror or error) from error
    return found


def house_of(packs: Packs) -> House:
    """The names that a checklist may use with these criteria."""
    return House(frozenset(packs.quantities) | frozenset(packs.checks), ATTRIBUTES)


def shipped_packs(own: Mapping[str, bytes]) -> Packs:
    """The criteria of the program with packs of one's own. Raises Problem pack_invalid."""
    folder = assets.resource("criteria")
    return load_packs({path.name: path.read_bytes() for path in sorted(folder.glob("*.toml"))}, own)


def check(
    content: bytes, suffix: str, packs: Packs, attachments: Mapping[str, bytes] | None = None
) -> tuple[FindingView, ...]:
    """What is wrong with a form, in the current language. Raises Problem sheet_unreadable, sheet_too_large."""
    return views(check_form(content, suffix, house_of(packs), attachments or {}))


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
