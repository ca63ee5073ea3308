"""The whole check of a form: every sheet is looked at, then compiler and engine have their say."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from inspector.i18n import Message
from inspector.problems import Problem
from inspector.xforms.lint import types
from inspector.xforms.lint.choices import Lists
from inspector.xforms.lint.circles import circles
from inspector.xforms.lint.compiled import compiled
from inspector.xforms.lint.damage import damaged
from inspector.xforms.lint.expressions import read, references, refused
from inspector.xforms.lint.findings import ABOUT_ID, Finding, Place, Severity, found
from inspector.xforms.lint.formulas import Formulas
from inspector.xforms.lint.headers import Headings, close_to, declared
from inspector.xforms.lint.house import House, of_house
from inspector.xforms.lint.outline import Outline
from inspector.xforms.lint.parameters import parameters
from inspector.xforms.lint.wording import languages_of, unlabelled, untranslated
from inspector.xforms.lint.workbook import MOST_GAP, SHEET_NAMES, Sheet, Workbook, read_workbook
from inspector.xforms.markup import KNOWN_PREFIXES
from inspector.xforms.xpath.environment import Names

_NOWHERE: Final = House()


def check_form(
    content: bytes,
    suffix: str,
    house: House = _NOWHERE,
    attachments: Mapping[str, bytes] = MappingProxyType({}),
) -> tuple[Finding, ...]:
    """Everything wrong with a form, by sheet and row. `attachments` are the files that it names. Pure; any thread.

    Raises Problem sheet_unreadable, sheet_too_large for what is no form at all.
    """
    workbook = read_workbook(content, suffix)
    findings = tuple(_sheets(workbook, house))
    if not has_errors(findings):
        findings += tuple(compiled(workbook, content, suffix, attachments))
    order = {sheet.name: number for number, sheet in enumerate(workbook.sheets)}
    by_key = {_key(finding, order): finding for finding in findings}
    return tuple(by_key[key] for key in sorted(by_key))


def has_errors(findings: tuple[Finding, ...]) -> bool:
    """Whether a form with these findings is refused."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def _key(finding: Finding, order: Mapping[str, int]) -> tuple[int, int, int, str, str, str, str]:
    place = finding.place
    text = "|".join(f"{key}={value}" for key, value in sorted(finding.message.params.items()))
    return (
        order.get(place.sheet.lower(), len(order)),
        place.row,
        len(place.cell),
        place.cell,
        place.column,
        finding.code,
        text,
    )


def _sheets(workbook: Workbook, house: House) -> Iterator[Finding]:
    yield from _names(workbook)
    settings = _settings(workbook)
    prefixes = declared(settings.get("namespaces", ""))
    headings = [
        Headings(workbook, sheet, frozenset(prefixes))
        for name in ("survey", "choices", "settings", "external_choices")
        if (sheet := workbook.by_name.get(name)) is not None
    ]
    by_name = {one.sheet.name: one for one in headings}
    for one in headings:
        yield from one.findings
        yield from damaged(one)
    yield from _told_settings(workbook, by_name.get("settings"), settings)
    texts = [one for one in headings if one.sheet.name in ("survey", "choices")]
    languages, default = languages_of(texts), settings.get("default_language", "")
    for one in texts:
        yield from untranslated(one, languages, default)
    if default and languages and default not in languages:
        sheet = workbook.by_name["settings"]
        index = by_name["settings"].index("default_language")
        place = workbook.place(sheet, sheet.rows[0] if sheet.rows else None, index)
        yield found("language_default", place, language=default, languages=", ".join(languages))
    if "survey" in by_name:
        yield from _survey(workbook, by_name, settings, house, prefixes)


def _survey(
    workbook: Workbook,
    headings: Mapping[str, Headings],
    settings: Mapping[str, str],
    house: House,
    prefixes: Mapping[str, str],
) -> Iterator[Finding]:
    survey = headings["survey"]
    if survey.index("type") is None:
        yield found("column_missing", workbook.place(survey.sheet, None), column="type")
        return
    lists = Lists(headings.get("choices"), repeated=settings.get("allow_choice_duplicates", ""))
    outline = Outline(workbook, survey, frozenset(lists.names))
    formulas = Formulas(outline, Names(tuple({**KNOWN_PREFIXES, **prefixes}.items()), any_namespace=True))
    yield from lists.findings
    yield from outline.findings
    yield from lists.unused(outline)
    yield from lists.spaced(outline)
    yield from parameters(outline)
    yield from formulas.findings
    yield from circles(outline, formulas)
    yield from unlabelled(outline.items)
    yield from of_house(outline, house)
    yield from _instance_name(workbook, headings.get("settings"), settings, formulas)
    if not any(item.kind in types.KNOWN for item in outline.items):
        yield found("sheet_empty", workbook.place(survey.sheet, None))


def _instance_name(
    workbook: Workbook, headings: Headings | None, settings: Mapping[str, str], formulas: Formulas
) -> Iterator[Finding]:
    """The one expression on the sheet settings."""
    text = settings.get("instance_name", "")
    if headings is None or not text:
        return
    place = workbook.place(headings.sheet, headings.sheet.rows[0], headings.index("instance_name"))
    try:
        read(text, formulas.names)
    except Problem as problem:
        yield refused(problem, place, text)
    for name in references(text):
        if formulas.outline.find(name) is None:
            yield found("reference_unknown", place, name=name)


def _names(workbook: Workbook) -> Iterator[Finding]:
    for sheet in workbook.sheets:
        yield from _looks(sheet)
        if not workbook.excel and sheet.name not in SHEET_NAMES and sheet.name.startswith("_"):
            yield found("sheet_foreign", Place(sheet.title), reason=sheet.title)
        if sheet.name in SHEET_NAMES or sheet.name.startswith("_"):
            continue
        meant = close_to(sheet.name, tuple(name for name in SHEET_NAMES if name not in workbook.by_name))
        if meant:
            yield found("sheet_misspelt", Place(sheet.title), name=sheet.title, meant=meant)
    if "survey" not in workbook.by_name:
        yield found("sheet_missing", Place("survey"), name="survey")


def _looks(sheet: Sheet) -> Iterator[Finding]:
    """What an author does not see in Excel: rows behind a gap, a hidden sheet, merged cells."""
    if sheet.lost:
        yield found("rows_lost", Place(sheet.name, sheet.lost), most=MOST_GAP)
    if sheet.name in SHEET_NAMES:
        if sheet.hidden:
            yield found("sheet_hidden", Place(sheet.name), name=sheet.title)
        for cells in sheet.merged:
            row = re.search(r"\d+", cells)
            yield found("cells_merged", Place(sheet.name, int(row[0]) if row else 0, cell=cells), cells=cells)


def _settings(workbook: Workbook) -> dict[str, str]:
    sheet = workbook.by_name.get("settings")
    if sheet is None or not sheet.rows:
        return {}
    columns = Headings(workbook, sheet, frozenset()).columns
    cells = sheet.rows[0].cells
    return {column.key: cells[column.index].text for column in columns if column.index in cells}


def _told_settings(workbook: Workbook, headings: Headings | None, settings: Mapping[str, str]) -> Iterator[Finding]:
    place = workbook.place(headings.sheet, None) if headings is not None else Place("settings")
    for column in ("form_id", "version"):
        if not settings.get(column):
            told = found("setting_missing", place, column=column)
            yield replace(told, advice=Message(ABOUT_ID)) if column == "form_id" else told
    namespaces = settings.get("namespaces", "")
    if headings is not None and namespaces and not declared(namespaces):
        row = headings.sheet.rows[0]
        index = headings.index("namespaces")
        yield found("namespaces_invalid", workbook.place(headings.sheet, row, index), text=namespaces)
