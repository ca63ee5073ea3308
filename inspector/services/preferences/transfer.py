"""Settings as a file: written with everything that was chosen here, read elsewhere, compared, and taken in parts.

The file is JSON for people and programs: keys and values as `catalogue` declares them, pictures inside. Secrets, names
of folders, the server's address and keys of devices are no settings and never stand in it. A file from anywhere is not
trusted: each value is checked like one that somebody typed, and what cannot be used is told and left out.
"""

import base64
import binascii
import json
from collections.abc import Collection, Mapping
from dataclasses import field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import inspector
from inspector.i18n import N_, describe
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.preferences.catalogue import options
from inspector.services.preferences.choosing import Chosen, choose, may_choose
from inspector.services.preferences.options import Kind, Option, Scope
from inspector.services.preferences.reading import chosen_all
from inspector.services.preferences.values import option_label, section_name
from inspector.services.words import here
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "settings_file": N_("This is no file of settings. Choose one that “Export settings” wrote."),
        "settings_file_newer": N_("This file of settings was written by a newer program. Update this one first."),
        "settings_unreadable": N_("“{path}” cannot be read ({reason})."),
        "settings_file_large": N_("This file is larger than {megabytes} MB: it is no file of settings."),
    },
)

FORMAT: Final = "inspector-settings"
VERSION: Final = 1
MOST_BYTES: Final = 4_000_000
MEGABYTE: Final = 1_000_000


class Change(StrEnum):
    """What taking a value would do."""

    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"
    """It cannot be used; `problem` says why."""
    REFUSED = "refused"
    """Whoever acts may not choose it."""
    UNKNOWN = "unknown"
    """This program has no such option."""


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """What a file holds: values by key as they stand there, pictures by hash, and who wrote it when."""

    values: Mapping[str, Any]
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    company: str = ""
    written_at: str = ""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A value of a file beside the one that counts here, in words."""

    key: str
    section: str
    name: str
    scope: str
    now: str
    new: str
    change: Change
    problem: str = ""


def export_settings(workspace: Workspace, person: Mapping[str, Any] | None = None) -> bytes:
    """All options as a file; `person` are those of the window, which only it knows. Worker thread."""
    values = {**chosen_all(workspace), **(person or {})}
    pictures = {
        value: base64.b64encode(workspace.store.blobs.get(value)).decode()
        for key, value in values.items()
        if options()[key].kind is Kind.PICTURE and value and workspace.store.blobs.has(value)
    }
    kept = {key: value for key, value in values.items() if options()[key].kind is not Kind.PICTURE or value in pictures}
    document = {
        "format": FORMAT,
        "version": VERSION,
        "program": inspector.__version__,
        "written_at": workspace.now().isoformat(timespec="seconds"),
        "company": values["company"],
        "settings": kept,
        "pictures": pictures,
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def read_settings_file(path: Path) -> SettingsFile:
    """A file of settings. Pool thread. Raises Problem settings_unreadable, and those of `read_settings`."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise Problem("settings_unreadable", path=path, reason=error.strerror or error) from error
    return read_settings(data)


def read_settings(data: bytes) -> SettingsFile:
    """What a file holds. Pool thread. Raises Problem settings_file, settings_file_newer, settings_file_large."""
    if len(data) > MOST_BYTES:
        raise Problem("settings_file_large", megabytes=MOST_BYTES // MEGABYTE)
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Problem("settings_file") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise Problem("settings_file")
    version, values, pictures = found.get("version"), found.get("settings"), found.get("pictures", {})
    if isinstance(version, int) and version > VERSION:
        raise Problem("settings_file_newer")
    if version != VERSION or not isinstance(values, dict) or not isinstance(pictures, dict):
        raise Problem("settings_file")
    read = {str(key): _picture(text) for key, text in pictures.items()}
    return SettingsFile(values, read, str(found.get("company") or ""), str(found.get("written_at") or ""))


def _picture(text: Any) -> bytes:
    try:
        return base64.b64decode(str(text), validate=True)
    except (binascii.Error, ValueError):
        return b""


def preview_import(
    workspace: Workspace, file: SettingsFile, person: Mapping[str, Any] | None = None
) -> tuple[ImportRow, ...]:
    """Each value of the file beside what counts here, in the order of the options. Worker thread.

    `person` are the options of the window as they are now; without them those of a file cannot be taken.
    """
    now = {**chosen_all(workspace), **(person or {})}
    allowed = may_choose(workspace)
    rows = [_row(one, file, now, allowed=allowed) for one in options().values() if one.key in file.values]
    unknown = [key for key in file.values if key not in options()]
    return (
        *rows,
        *(ImportRow(key[:80], "", key[:80], "", "", str(file.values[key])[:80], Change.UNKNOWN) for key in unknown),
    )


def _row(one: Option, file: SettingsFile, now: Mapping[str, Any], *, allowed: bool) -> ImportRow:
    t, value, problem = here(), file.values[one.key], ""
    before = now.get(one.key, one.default)
    try:
        new = _usable(one, value, file)
        change, words = (Change.SAME if new == before else Change.CHANGED), one.words(new, t)
    except Problem as wrong:
        change, problem, words = Change.WRONG, describe(wrong), str(value)[:80]
    if change is Change.CHANGED and ((one.scope is Scope.COMPANY and not allowed) or one.key not in now):
        change = Change.REFUSED
        problem = describe(
            Problem("settings_role" if one.scope is Scope.COMPANY else "settings_person", name=one.name(t))
        )
    section, name = section_name(one.section, t), option_label(one.key, t)
    return ImportRow(one.key, section, name, one.scope.value, one.words(before, t), words, change, problem)


def _usable(one: Option, value: Any, file: SettingsFile) -> Any:
    """The value of a file, checked. Raises Problem."""
    found = one.check(value)
    if one.kind is Kind.PICTURE and found:
        from inspector.services.printing.settings import prepare_logo  # noqa: PLC0415 - it needs this package

        prepare_logo(file.pictures.get(found, b""))
    return found


def import_settings(workspace: Workspace, file: SettingsFile, keys: Collection[str]) -> Chosen:
    """Take these values of company and laptop, all or none; what they were before is given back. Worker thread.

    Raises Problem settings_role, nobody_acting, option_…, numbering_…, logo_…
    """
    from inspector.services.printing.settings import prepare_logo  # noqa: PLC0415 - it needs this package

    wanted = {}
    for key in keys:
        one = options().get(key)
        if one is None or key not in file.values:
            raise Problem("option_unknown", key=key)
        value = one.check(file.values[key])
        if one.kind is Kind.PICTURE and value:
            value = workspace.store.blobs.put(prepare_logo(file.pictures.get(value, b"")))
        wanted[key] = value
    return choose(workspace, wanted)
