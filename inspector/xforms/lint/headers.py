"""Headings of the sheets: what a column means, and which ones pyxform would leave out without a word.

Names and aliases are those of the XLSForm reference (xlsform.org, "XLSForm reference table").
"""

import difflib
import re
from collections.abc import Iterator
from typing import Final

from inspector.quick_dataclass import dataclass
from inspector.xforms.lint.findings import Finding, found
from inspector.xforms.lint.workbook import Sheet, Workbook

TRANSLATED: Final = frozenset(
    {"label", "hint", "guidance_hint", "constraint_message", "required_message"}
    | {"image", "big-image", "audio", "video", "noapperrorstring"}
)
"""Columns that may stand once for each language."""
_MEDIA: Final = {"image", "big-image", "audio", "video"}
_SURVEY: Final = frozenset(
    {"type", "name", "relevant", "required", "constraint", "calculation", "readonly", "default", "appearance"}
    | {"choice_filter", "parameters", "trigger", "repeat_count", "rows", "autoplay", "disabled", "query", "save_to"}
    | {"compact_tag", "bind", "body", "instance", "list_name"}
    | {"sms_field", "sms_option", "sms_separator", "sms_allow_media", "sms_date_format", "sms_datetime_format"}
    | {"sms_response"}
    | TRANSLATED
)
_CHOICES: Final = frozenset({"list_name", "name", "label", "sms_option"} | _MEDIA)
_SETTINGS: Final = frozenset(
    {"form_title", "form_id", "version", "default_language", "namespaces", "instance_name", "style", "public_key"}
    | {"submission_url", "auto_send", "auto_delete", "client_editable", "allow_choice_duplicates", "instance_xmlns"}
    | {"clean_text_values", "add_none_option", "name", "prefix", "delimiter", "omit_instanceid", "attribute"}
    | {"sms_keyword", "sms_separator", "sms_allow_media", "sms_date_format", "sms_datetime_format", "sms_response"}
)
KNOWN: Final = {"survey": _SURVEY, "choices": _CHOICES, "external_choices": _CHOICES, "settings": _SETTINGS}
_ALIASES: Final[dict[str, dict[str, str]]] = {
    "survey": {
        "command": "type",
        "tag": "name",
        "value": "name",
        "caption": "label",
        "relevance": "relevant",
        "calculate": "calculation",
        "read_only": "readonly",
        "constraining_message": "constraint_message",
        "jr:constraintmsg": "constraint_message",
        "requiredmsg": "required_message",
        "jr:requiredmsg": "required_message",
        "no_app_error_string": "noapperrorstring",
        "count": "repeat_count",
        "jr:count": "repeat_count",
        "control": "body",
    },
    "choices": {"caption": "label", "value": "name"},
    "external_choices": {"caption": "label", "value": "name"},
    "settings": {
        "title": "form_title",
        "set_form_title": "form_title",
        "id_string": "form_id",
        "set_form_id": "form_id",
    },
}
_OF_BIND: Final = {
    "relevant": "relevant",
    "required": "required",
    "readonly": "readonly",
    "constraint": "constraint",
    "calculate": "calculation",
    "jr:constraintMsg": "constraint_message",
    "jr:requiredMsg": "required_message",
}
_OF_BODY: Final = {"appearance": "appearance", "jr:count": "repeat_count", "rows": "rows", "autoplay": "autoplay"}
_PLAIN: Final = frozenset({"type", "id", "preload", "preloadParams"})
"""Attributes of a bind that have no prefix, beside those of `_OF_BIND`."""
_FREE: Final = frozenset({"bind", "body", "instance", "attribute"})
"""Columns whose second part is any name."""
DECLARED: Final = frozenset({"jr", "orx", "odk", "h", "ev", "xsd", "xml", "entities"})
"""Prefixes that every form has."""
_DECLARATION: Final = re.compile(r"""\s*([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")
CLOSE: Final = 0.75
"""How alike two words must be for one to be a slip of the other (0 to 1)."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its index and heading, the name that the form knows it by, and its language ("" = none).

    `key` is a name such as "relevant", or "bind::insp:unit" for an attribute; "" when it is not known.
    """

    index: int
    header: str
    key: str
    language: str = ""


def close_to(word: str, known: frozenset[str] | tuple[str, ...]) -> str:
    """The known word that is meant, "" for none."""
    return next(iter(difflib.get_close_matches(word.lower(), sorted(known), 1, CLOSE)), "")


def declared(text: str) -> dict[str, str]:
    """Prefixes and addresses of the setting `namespaces`."""
    return {match[1]: match[2] or match[3] or match[4] or "" for match in _DECLARATION.finditer(text)}


class Headings:
    """The columns of one sheet and what is wrong with them. `prefixes` are those that the form declares."""

    def __init__(self, workbook: Workbook, sheet: Sheet, prefixes: frozenset[str]) -> None:
        self.workbook = workbook
        self.sheet = sheet
        self.known = KNOWN.get(sheet.name, frozenset())
        self.aliases = _ALIASES.get(sheet.name, {})
        self.prefixes = prefixes | DECLARED
        self.findings: list[Finding] = []
        self.columns: list[Column] = []
        seen: dict[tuple[str, str], str] = {}
        for index, header in enumerate(sheet.headers):
            if not header or header.startswith("#"):
                continue
            column = self._column(index, header)
            same = seen.setdefault((column.key or header, column.language), header)
            if same != header or any(header == other for other in sheet.headers[:index]):
                self._say("column_duplicate", index, column=header, other=same)
                continue
            self.columns.append(column)
        self.findings += self._untitled()

    def index(self, key: str, language: str = "") -> int | None:
        """Where the column of a name is."""
        return next((c.index for c in self.columns if c.key == key and c.language == language), None)

    def _say(self, code: str, index: int, **params: object) -> None:
        self.findings.append(found(code, self.workbook.place(self.sheet, None, index), **params))

    def _untitled(self) -> Iterator[Finding]:
        told = set()
        for row in self.sheet.rows:
            for index in row.cells:
                if index >= len(self.sheet.headers) or not self.sheet.headers[index]:
                    if index not in told:
                        yield found("column_untitled", self.workbook.place(self.sheet, row, index))
                    told.add(index)

    def _name(self, word: str) -> str:
        plain = "_".join(word.split()).lower()
        plain = self.aliases.get(plain, plain)
        return plain if plain in self.known else ""

    def _column(self, index: int, header: str) -> Column:
        parts = [part.strip() for part in header.split("::")]
        if len(parts) == 1 and not self._name(header):
            single = re.split("[:\uff1a]", header)
            if len(single) > 1 and (self._name(single[0]) or single[0].strip().lower() == "media"):
                self._say("column_single_colon", index, column=header, meant="::".join(p.strip() for p in single))
                parts = [part.strip() for part in single]
        return self._read(index, header, parts)

    def _read(self, index: int, header: str, parts: list[str]) -> Column:
        if parts[0].lower() == "media" and len(parts) > 1:
            parts = parts[1:]
        base, rest = self._name(parts[0]), parts[1:]
        if not base:
            return self._unknown(index, header, parts)
        if base in _FREE and rest:
            attribute, rest = rest[0], rest[1:]
            known = {"bind": _OF_BIND, "body": _OF_BODY}.get(base, {})
            base = known.get(attribute) or self._attribute(index, header, base, attribute)
        if not rest:
            return Column(index, header, base)
        if base in TRANSLATED:
            return Column(index, header, base, "::".join(rest))
        self._say("column_language", index, column=header, meant=header.rpartition("::")[0] or base)
        return Column(index, header, "")

    def _attribute(self, index: int, header: str, base: str, attribute: str) -> str:
        prefix, colon, _local = attribute.partition(":")
        if colon and prefix not in self.prefixes:
            self._say("prefix_undeclared", index, column=header, prefix=prefix)
        elif not colon and base == "bind" and attribute not in _PLAIN:
            self._say("column_unknown", index, column=header)
        return f"{base}::{attribute}"

    def _unknown(self, index: int, header: str, parts: list[str]) -> Column:
        if self.sheet.name not in KNOWN:
            return Column(index, header, "")
        meant = close_to("_".join(parts[0].split()), self.known | frozenset(self.aliases))
        if meant:
            self._say("column_misspelt", index, column=header, meant="::".join((meant, *parts[1:])))
        elif self.sheet.name != "choices":
            self._say("column_unknown", index, column=header)
        return Column(index, header, "")
