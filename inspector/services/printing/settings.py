"""What this workspace prints on documents: company, logo, names under ledgers, and how numbers are formed.

All of it is the company's (`services.preferences`): the same on every laptop. What was issued stays as it was. Worker
thread.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.preferences.catalogue import LONGEST_NAME, SIGNERS
from inspector.services.preferences.choosing import choose
from inspector.services.preferences.numbering import PATTERNS, check_pattern, distinct
from inspector.services.preferences.reading import chosen, chosen_all
from inspector.services.workspace import Workspace

COMPANY: Final = "company"
SERVICE_PHONE: Final = "service_phone"
LOGO: Final = "document_logo"

LOGO_BYTES: Final = 5_000_000
LOGO_LEAST: Final = 60
LOGO_MOST: Final = 8_000
"""Sides of the picture file in pixels."""
LOGO_KEPT: Final = 800
"""Longest side of what is kept: 42 points high at 600 dots to the inch need 350."""

DIGITS: Final = 4
"""The count has at least so many digits."""

register(
    ProblemKind.INPUT,
    {
        "numbering_unknown": N_("There is no series of numbers “{series}”."),
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
    values, now = chosen_all(workspace), workspace.now()
    return DocumentSettings(
        company=values[COMPANY],
        service_phone=values[SERVICE_PHONE],
        logo=values[LOGO],
        signers=signature_lines(workspace),
        numbering=_patterns(values),
        examples={series: next_number(workspace, series, now, peek=True) for series in PATTERNS},
    )


def signature_lines(workspace: Workspace) -> tuple[SignatureLine, SignatureLine, SignatureLine]:
    """Roles and suggested names under a ledger: prepared, checked, approved."""
    values = chosen_all(workspace)
    first, second, third = (
        SignatureLine(values[f"signature.{key}.role"], values[f"signature.{key}.name"]) for key, _role in SIGNERS
    )
    return first, second, third


def set_signature_lines(workspace: Workspace, lines: Sequence[SignatureLine]) -> None:
    """Keep the three lines. Raises Problem signer_too_long, settings_role."""
    trimmed = [SignatureLine(line.role.strip(), line.name.strip()) for line in lines[:3]]
    if any(len(text) > LONGEST_NAME for line in trimmed for text in (line.role, line.name)):
        raise Problem("signer_too_long", most=LONGEST_NAME)
    values: dict[str, Any] = {}
    for (key, _role), line in zip(SIGNERS, trimmed, strict=False):
        values |= {f"signature.{key}.role": line.role, f"signature.{key}.name": line.name}
    choose(workspace, values)


def logo(workspace: Workspace) -> bytes:
    """The logo as PNG; empty if there is none, or if a damaged copy did not give it back."""
    kept = str(chosen(workspace, LOGO))
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
    from inspector.reports.blocks.pictures import logo_png  # noqa: PLC0415 - loads Pillow

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
    choose(workspace, {LOGO: kept})
    return kept


def pattern(workspace: Workspace, series: str) -> str:
    """The pattern of a series of numbers. Raises Problem numbering_unknown."""
    if series not in PATTERNS:
        raise Problem("numbering_unknown", series=series)
    return _patterns(chosen_all(workspace))[series]


def _patterns(values: Mapping[str, Any]) -> dict[str, str]:
    return distinct({series: values[f"numbering.{series}"] for series in PATTERNS})


def set_pattern(workspace: Workspace, series: str, text: str) -> str:
    """Set the pattern of a series; an empty one goes back to the usual. Counting goes on.

    Raises Problem numbering_unknown, settings_role, and those of `check_pattern`.
    """
    others = [pattern(workspace, one) for one in PATTERNS if one != series]
    wanted = check_pattern(text.strip() or PATTERNS.get(series, ""), others)
    choose(workspace, {f"numbering.{series}": wanted})
    return wanted


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
