"""Text of cells made comparable: width, blanks, case, brackets."""

import re
import unicodedata
from datetime import date, datetime
from typing import Final

from inspector.services.excel.views import BadCell, CellValue

_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\u200b-\u200f\u2028-\u202e\ufeff]"
)
"""What no name contains and no XML can hold: controls, halves of characters, invisible marks."""
_BLANKS: Final = re.compile(r"[^\S\n]+")
_BRACKETS: Final = re.compile(r"[(（\[【](.*?)[)）\]】]")
_SIGNS: Final = re.compile(r"[\s*＊:：_\-—–/／\\、，,。.;；'\"“”]+")


def clean(text: str) -> str:
    """Text as it is kept: one kind of line end, runs of blanks (NBSP too) as one, no invisible marks."""
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in plain.split("\n")).strip()


def word(text: str) -> str:
    """Text in one width without blanks: accounts, logins, ids."""
    return "".join(unicodedata.normalize("NFKC", clean(text)).split())


def folded(text: str) -> str:
    """Text for comparing names: one width, one case, no blanks."""
    return word(text).casefold()


def heading_key(text: str) -> str:
    """A heading for comparing: one width and case, no blanks, stars or signs; brackets keep their content."""
    return _SIGNS.sub("", folded(text.replace("\n", " ")))


def bare_heading(text: str) -> str:
    """A heading without what stands in brackets."""
    return heading_key(_BRACKETS.sub("", unicodedata.normalize("NFKC", text)))


def bracketed(text: str) -> str:
    """What stands in the last brackets of a heading: a unit, perhaps."""
    found = _BRACKETS.findall(unicodedata.normalize("NFKC", text))
    return str(found[-1]).strip() if found else ""


def shown(value: CellValue, most: int = 80) -> str:
    """A cell as a person sees it, shortened."""
    match value:
        case None:
            return ""
        case BadCell():
            text = value.shown
        case datetime():
            text = f"{value:%Y-%m-%d %H:%M}"
        case date():
            text = value.isoformat()
        case bool():
            text = "TRUE" if value else "FALSE"
        case _:
            text = str(value)
    text = clean(text).replace("\n", " ")
    return text if len(text) <= most else text[: most - 1] + "…"
