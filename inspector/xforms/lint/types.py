"""Types of questions: names and aliases of the XLSForm reference, and which of them the dialect of this program has."""

import re
from typing import Final, NamedTuple

_ALIASES: Final = {
    "string": "text",
    "int": "integer",
    "datetime": "dateTime",
    "date time": "dateTime",
    "photo": "image",
    "trigger": "acknowledge",
    "location": "geopoint",
    "gps": "geopoint",
    "phone number": "phonenumber",
    "device id": "deviceid",
    "start time": "start",
    "end time": "end",
}
EDITABLE: Final = frozenset(
    {"text", "integer", "decimal", "date", "time", "dateTime", "range", "barcode", "geopoint", "acknowledge"}
    | {"image", "audio", "video", "file", "select_one", "select_multiple", "rank"}
)
"""What people answer."""
META: Final = frozenset({"start", "end", "today", "deviceid", "username", "email", "phonenumber", "audit"})
LISTS: Final = frozenset({"csv-external", "xml-external"})
"""What names a file of choices, and has no answer."""
SILENT: Final = frozenset({"calculate", "hidden"}) | LISTS | META
"""What shows nothing."""
KNOWN: Final = EDITABLE | SILENT | {"note"}
UNSUPPORTED: Final = frozenset(
    {"geotrace", "geoshape", "osm", "start-geopoint", "background-audio", "background-geopoint", "select_one_external"}
    | {"subscriberid", "simserial", "imei", "percentage"}
)
SELECTS: Final = frozenset({"select_one", "select_multiple", "rank"})
WRITTEN: Final = tuple(sorted(KNOWN | {"begin_group", "end_group", "begin_repeat", "end_repeat"}))
"""What may be written in the column type, without the names of lists."""

_BLOCK: Final = re.compile(r"(begin|end)[ _](group|repeat|loop|lgroup|looped group)", re.IGNORECASE)
_SELECT: Final = re.compile(
    r"(?P<kind>select[ _]one|select1|select[ _]multiple|select all that apply|rank|select_one_external)"
    r"(?P<file>[ _]from[ _]file)?(?: from)?\s+(?P<list>\S+)"
    r"(?P<other>\s+(?:or_other|or specify other|or other))?",
    re.IGNORECASE,
)
_SELECT_START: Final = re.compile(r"select|rank", re.IGNORECASE)


class Type(NamedTuple):
    """A type as written: `kind` of question ("" = not known), `begins`/`ends` a block, the list of a select."""

    kind: str
    begins: bool = False
    ends: bool = False
    choices: str = ""
    from_file: bool = False
    other: bool = False
    """Whether another answer than those of the list can be typed (or_other)."""


def read_type(written: str) -> Type:
    """What a cell of the column type means."""
    text = " ".join(written.split())
    block = _BLOCK.fullmatch(text)
    if block is not None:
        kind = "group" if block[2].lower() == "group" else "repeat"
        return Type(kind, begins=block[1].lower() == "begin", ends=block[1].lower() == "end")
    select = _SELECT.fullmatch(text)
    if select is not None:
        return _select(select)
    if _SELECT_START.match(text) and " " not in text.replace("select one", "select_one"):
        return Type(text.lower().replace(" ", "_") if text.lower().replace(" ", "_") in SELECTS else "")
    name = text if text in KNOWN else text.lower()
    name = _ALIASES.get(name, name)
    return Type(name if name in KNOWN or name in UNSUPPORTED else "")


def _select(match: re.Match[str]) -> Type:
    written = "_".join(match["kind"].lower().split())
    kind = {"select1": "select_one", "select_all_that_apply": "select_multiple"}.get(written, written)
    return Type(kind, choices=match["list"], from_file=match["file"] is not None, other=match["other"] is not None)
