"""What this workspace prints on documents: company, logo, names under ledgers, and how numbers are formed.

Kept in the workspace's settings and never part of a record: what was issued stays as it was. Worker thread.
"""

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.workspace import Workspace

COMPANY: Final = "company"
SERVICE_PHONE: Final = "service_phone"
LOGO: Final = "document_logo"
SIGNERS: Final = "signature_lines"
NUMBERING: Final = "numbering"

LOGO_BYTES: Final = 5_000_000
LOGO_LEAST: Final = 60
LOGO_MOST: Final = 8_000
"""Sides of the picture file in pixels."""
LOGO_KEPT: Final = 800
"""Longest side of what is kept: 42 points high at 600 dots to the inch need 350."""

SERIES: Final[Mapping[str, str]] = {
    "hazard": "YH-{year}-{device}-{count}",
    "notice": "TZ-{year}-{device}-{count}",
    "rectification_notice": "XQ-{year}-{device}-{count}",
    "work_order": "GD-{year}-{device}-{count}",
    "ledger_inspection": "AJ-{year}-{device}-{count}",
    "ledger_rectification": "ZG-{year}-{device}-{count}",
    "ledger_supervision": "ZD-{year}-{device}-{count}",
}
"""Series of numbers -> the pattern it has until somebody sets another (隐患, 通知, 限期, 工单, 安检, 整改, 重点)."""
PLACEHOLDERS: Final = ("year", "month", "day", "device", "count")
NEEDED: Final = ("year", "device", "count")
DIGITS: Final = 4
"""The count has at least so many digits."""
LONGEST_PATTERN: Final = 48
LONGEST_NAME: Final = 40
_LITERAL: Final = re.compile(r"[A-Za-z0-9\u3400-\u9fff〔〕（）()._-]*")

register(
    ProblemKind.INPUT,
    {
        "numbering_unknown": N_("There is no series of numbers “{series}”."),
        "numbering_shape": N_(
            "“{pattern}” is no pattern of numbers. Write letters, digits and hyphens, and the places {{year}},"
            " {{month}}, {{day}}, {{device}}, {{count}}."
        ),
        "numbering_incomplete": N_("The pattern needs {{{place}}}: without it two numbers could be the same."),
        "numbering_device": N_("Put a hyphen before and after {{device}} and {{count}}, so that they stay apart."),
        "numbering_taken": N_("“{pattern}” is already the pattern of other numbers. Change its first letters."),
        "logo_too_large": N_("The logo is larger than {megabytes} MB. Choose a smaller picture."),
        "logo_unreadable": N_("The logo cannot be read. Choose a PNG or JPEG picture."),
        "logo_size": N_(
            "The logo has {width} × {height} pixels. Choose a picture with sides between {least} and {most} pixels."
        ),
        "signer_too_long": N_("A name or role under documents may have {most} characters at most."),
    },
)


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """A line under a ledger: its role (empty: the usual word, as 编制) and whose name is suggested for it."""

    role: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class DocumentSettings:
    """Everything of the settings page; `logo` is the hash of the picture, empty for none."""

    company: str
    service_phone: str
    logo: str
    signers: tuple[SignatureLine, SignatureLine, SignatureLine]
    """Prepared, checked, approved."""
    numbering: Mapping[str, str]
    """Pattern by series."""
    examples: Mapping[str, str]
    """The next number by series."""


def document_settings(workspace: Workspace) -> DocumentSettings:
    """What is set."""
    settings, now = workspace.db.settings, workspace.now()
    return DocumentSettings(
        company=str(settings.get(COMPANY, "")),
        service_phone=str(settings.get(SERVICE_PHONE, "")),
        logo=str(settings.get(LOGO, "")),
        signers=signature_lines(workspace),
        numbering={series: pattern(workspace, series) for series in SERIES},
        examples={series: next_number(workspace, series, now, peek=True) for series in SERIES},
    )


def signature_lines(workspace: Workspace) -> tuple[SignatureLine, SignatureLine, SignatureLine]:
    """Roles and suggested names under a ledger: prepared, checked, approved."""
    kept = workspace.db.settings.get(SIGNERS, [])
    lines = [SignatureLine(str(item.get("role", "")), str(item.get("name", ""))) for item in kept[:3]]
    first, second, third = (*lines, *(SignatureLine() for _missing in range(3 - len(lines))))
    return first, second, third


def set_signature_lines(workspace: Workspace, lines: Sequence[SignatureLine]) -> None:
    """Keep the three lines. Raises Problem signer_too_long."""
    trimmed = [SignatureLine(line.role.strip(), line.name.strip()) for line in lines[:3]]
    if any(len(text) > LONGEST_NAME for line in trimmed for text in (line.role, line.name)):
        raise Problem("signer_too_long", most=LONGEST_NAME)
    workspace.db.settings.put(SIGNERS, [asdict(line) for line in trimmed])


def logo(workspace: Workspace) -> bytes:
    """The logo as PNG; empty if there is none, or if a damaged copy did not give it back."""
    kept = str(workspace.db.settings.get(LOGO, ""))
    try:
        return workspace.store.blobs.get(kept) if kept else b""
    except Problem:
        return b""


def read_logo(path: Path) -> bytes:
    """A picture file from anywhere as the PNG that is kept. Pool thread. Raises Problem as `prepare_logo`."""
    try:
        with path.open("rb") as stream:
            data = stream.read(LOGO_BYTES + 1)
    except OSError as error:
        raise Problem("logo_unreadable") from error
    return prepare_logo(data)


def prepare_logo(data: bytes) -> bytes:
    """A picture file as the PNG that is kept. Pool thread.

    Raises Problem logo_too_large, logo_unreadable, logo_size.
    """
    from inspector.reports.pictures import logo_png  # noqa: PLC0415 - loads Pillow

    if len(data) > LOGO_BYTES:
        raise Problem("logo_too_large", megabytes=LOGO_BYTES // 1_000_000)
    try:
        size, png = logo_png(data, LOGO_KEPT)
    except Problem as problem:
        raise Problem("logo_unreadable") from problem
    if min(size) < LOGO_LEAST or max(size) > LOGO_MOST:
        raise Problem("logo_size", width=size[0], height=size[1], least=LOGO_LEAST, most=LOGO_MOST)
    return png


def set_logo(workspace: Workspace, png: bytes) -> str:
    """Keep a prepared logo; an empty one removes it. Returns its hash. Documents made before keep theirs."""
    kept = workspace.store.blobs.put(png) if png else ""
    workspace.db.settings.put(LOGO, kept)
    return kept


def pattern(workspace: Workspace, series: str) -> str:
    """The pattern of a series of numbers. Raises Problem numbering_unknown."""
    if series not in SERIES:
        raise Problem("numbering_unknown", series=series)
    return str(workspace.db.settings.get(NUMBERING, {}).get(series, SERIES[series]))


def set_pattern(workspace: Workspace, series: str, text: str) -> str:
    """Set the pattern of a series; an empty one goes back to the usual. Counting goes on.

    Raises Problem numbering_unknown, and those of `check_pattern`.
    """
    others = [pattern(workspace, one) for one in SERIES if one != series]
    wanted = check_pattern(text.strip() or SERIES.get(series, ""), others)
    kept = dict(workspace.db.settings.get(NUMBERING, {}))
    if pattern(workspace, series) != wanted:
        workspace.db.settings.put(NUMBERING, {**kept, series: wanted})
    return wanted


def check_pattern(text: str, others: Sequence[str] = ()) -> str:
    """The pattern, if numbers made by it are readable, may name files and never meet each other.

    The device's code stands by itself, so that K7 with the count 10 and K71 with the count 0 differ.
    Raises Problem numbering_shape, numbering_incomplete, numbering_device, numbering_taken.
    """
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        raise Problem("numbering_shape", pattern=text) from error
    names = [name for _literal, name, _spec, _conversion in parts if name is not None]
    plain = all(_LITERAL.fullmatch(literal) and not spec and not how for literal, _name, spec, how in parts)
    if not plain or len(text) > LONGEST_PATTERN or len(set(names)) < len(names) or not set(names) <= {*PLACEHOLDERS}:
        raise Problem("numbering_shape", pattern=text)
    for place in NEEDED:
        if place not in names:
            raise Problem("numbering_incomplete", place=place)
    if not _apart(text):
        raise Problem("numbering_device")
    if text in others:
        raise Problem("numbering_taken", pattern=text)
    return text


def _apart(text: str) -> bool:
    """Whether neither a letter nor a digit touches the device's code or the count."""
    stand_ins = dict.fromkeys(PLACEHOLDERS, "0") | {"device": "\x00", "count": "\x00"}
    return not re.search(r"\x00[\x00\w]|[\x00\w]\x00", text.format_map(stand_ins).replace("_", "-"))


def next_number(workspace: Workspace, series: str, now: datetime, *, peek: bool = False, ahead: int = 0) -> str:
    """The next number of a series. It is counted by device and year and given out once.

    `peek` leaves it there, and looks at that after the `ahead` next ones.
    """
    counters = workspace.db.counters
    key = f"{series}:{now:%Y}"
    count = counters.peek(key) + 1 + ahead if peek else counters.next(key)
    return pattern(workspace, series).format(
        year=f"{now:%Y}",
        month=f"{now:%m}",
        day=f"{now:%d}",
        device=workspace.store.device.code,
        count=f"{count:0{DIGITS}d}",
    )
