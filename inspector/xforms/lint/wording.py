"""Texts in every language: where pyxform would write “-”, and questions that ask nothing (forms.md, "The linter")."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from inspector.xforms.lint.findings import Finding, Place, Severity, found
from inspector.xforms.lint.headers import TRANSLATED, Column, Headings
from inspector.xforms.lint.outline import Item
from inspector.xforms.lint.types import EDITABLE

_MEDIA: Final = ("image", "big-image", "audio", "video")


def languages_of(headings: Iterable[Headings]) -> tuple[str, ...]:
    """The languages that columns name, in the order of their first column."""
    columns = [column for one in headings for column in one.columns]
    return tuple(dict.fromkeys(column.language for column in columns if column.language and _counts(column)))


def _counts(column: Column) -> bool:
    """Whether it is a text of some language; one with a single colon is told for that."""
    return column.key in TRANSLATED and ("::" in column.header or not column.language)


def untranslated(headings: Headings, languages: tuple[str, ...], default: str) -> Iterator[Finding]:
    """What is said in one language and not in another, column by column and row by row."""
    by_key: dict[str, dict[str, Column]] = {}
    for column in headings.columns:
        if _counts(column):
            by_key.setdefault(column.key, {})[column.language] = column
    for key, columns in by_key.items():
        if languages and "" in columns:
            yield _unnamed(headings, columns[""], default or languages[0])
        if any(columns):
            wanted = (*languages, "") if "" in columns and default not in columns else languages
            yield from _missing(headings, key, columns, wanted)


def _unnamed(headings: Headings, column: Column, language: str) -> Finding:
    place = headings.workbook.place(headings.sheet, None, column.index)
    return found("language_unnamed", place, column=column.header, meant=f"{column.key}::{language}")


def _missing(headings: Headings, key: str, columns: dict[str, Column], languages: tuple[str, ...]) -> Iterator[Finding]:
    workbook, sheet = headings.workbook, headings.sheet
    absent = [language for language in languages if language not in columns]
    for language in absent:
        beside = next(iter(columns.values()))
        place = workbook.place(sheet, None, beside.index)
        yield _untold(key, replace(place, column=f"{key}::{language}", cell=""), language)
    for row in sheet.rows:
        said = {language for language, column in columns.items() if column.index in row.cells}
        if not said:
            continue
        for language, column in columns.items():
            if language not in said and language:
                place = workbook.place(sheet, row, column.index)
                yield _untold(key, place, language)


def _untold(key: str, place: Place, language: str) -> Finding:
    finding = found("translation_missing", place, language=language)
    return replace(finding, severity=Severity.ERROR) if key == "label" else finding


def unlabelled(items: Iterable[Item]) -> Iterator[Finding]:
    """Questions that show nothing which tells what is asked."""
    for item in items:
        if item.kind not in EDITABLE | {"note"} or item.text("calculation"):
            continue
        said = {key.partition("::")[0] for key in item.values}
        if not said & {"label", "hint", *_MEDIA}:
            label = next((key for key in item.places if key.partition("::")[0] == "label"), "")
            yield found("label_missing", item.place(label), name=item.name)
