"""Examine a workspace: the database page by page, records against hashes, signatures and chain, every file named.

Damage is what the doctor is called for, so it is reported and never ends the examination: what can still be read is.
Of a workspace that does not open the pages are looked at one by one (`unopened`), so that it is known what a salvage
would give. Advice about a workspace that is in order stands apart, under `notes`.
"""

import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from inspector.i18n import Translator, describe, language
from inspector.problems import Problem
from inspector.services.backups.book import read_book
from inspector.services.handovers.past import signed_twice
from inspector.services.rescue.doctor_words import FINDINGS, NOTES, Words
from inspector.services.workspace import Workspace
from inspector.storage import Database, KeySource

DAMAGE = frozenset({"workspace_damaged", "disk_failed"})
"""Problems that say that something on the disk cannot be read."""
OLD_BACKUP: Final = timedelta(days=7)
LOW_DISK: Final = 1 << 30
SHOWN_PAGES = 20
"""Damaged pages that are listed one by one."""
PHOTO = ("display", "original", "thumb", "plain_display", "plain_thumb")


def examine(workspace: Workspace) -> dict[str, Any]:
    """Read everything once; changes nothing. `ok` is true when nothing was found.

    A pool thread: what takes long is read beside the worker, so that typing goes on. The worker thread will do as well.
    """
    examination = _Examination(workspace)
    for reading in (examination.pages, examination.records, examination.files_of_events):
        examination.run(lambda reading=reading: workspace.store.read(reading))  # type: ignore[misc]
    for stage in (
        examination.files_of_drafts,
        examination.needs_of_drafts,
        examination.search,
        examination.count,
        examination.safekeeping,
        examination.surroundings,
    ):
        examination.run(lambda stage=stage: workspace.call(stage))  # type: ignore[misc]
    return examination.report()


def unopened(problem: Problem, path: Path | None = None, key: bytes | None = None) -> dict[str, Any]:
    """The report on a workspace that is too damaged to be opened; any other problem is raised again.

    With `path` and `key` it also says how much of it could be saved. A pool thread.
    """
    if problem.code not in DAMAGE:
        raise problem
    subject = str(problem.params.get("part") or problem.params.get("reason") or "")
    found = [("workspace_damaged", subject, "")]
    if path is not None and key is not None and (path / "data.db").is_file():
        from inspector.services.rescue.salvage import look  # noqa: PLC0415 - only for what does not open

        readable = look(path, key)
        pages = readable.pages
        found += [("database_damaged", f"{len(pages.damaged)} / {pages.pages}", "")] if pages.damaged else []
        told = Translator(language()).plural("{count} record", "{count} records", readable.frames)
        visits = Translator(language()).plural("{count} open visit", "{count} open visits", readable.visits)
        found.append(("readable", f"{told.format(count=readable.frames)} · {visits.format(count=readable.visits)}", ""))
    return _report(found, [], files=0, unsent=0)


def _report(
    found: list[tuple[str, str, str]], notes: list[tuple[str, str]], *, files: int, unsent: int
) -> dict[str, Any]:
    findings = [_told(FINDINGS.get(code), code, subject, message) for code, subject, message in dict.fromkeys(found)]
    advice = [_told(NOTES[code], code, subject, "") for code, subject in dict.fromkeys(notes)]
    return {"ok": not findings, "files": files, "unsent": unsent, "findings": findings, "notes": advice}


def _told(words: Words | None, code: str, subject: str, message: str) -> dict[str, str]:
    t = Translator(language())
    told = words or Words(code, "", "")
    return {
        "code": code,
        "subject": subject,
        "message": message or t(told.what),
        "meaning": t(told.meaning),
        "advice": t(told.advice),
    }


class _Examination:
    """What was found so far. Every stage is a read of its own, so that damage in one leaves the others."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.found: list[tuple[str, str, str]] = []
        self.notes: list[tuple[str, str]] = []
        self.checked: set[str] = set()
        self.unsent = 0

    def run(self, stage: Callable[[], None]) -> None:
        """Run a stage; what stops it is a finding."""
        try:
            stage()
        except Problem as problem:
            if problem.code in DAMAGE:
                self.found.append(("database_damaged", str(problem.params.get("reason", "")), ""))
            else:
                self.found.append((problem.code, "", describe(problem)))
        except (ValueError, TypeError, KeyError, AttributeError) as error:  # content that nobody here wrote
            self.found.append(("unreadable", str(error), ""))

    def report(self) -> dict[str, Any]:
        """What was found, each thing once."""
        return _report(self.found, self.notes, files=len(self.checked), unsent=self.unsent)

    def pages(self, db: Database) -> None:
        """The pages of the database file."""
        lines = db.integrity()
        shown = [*lines[:SHOWN_PAGES], *(["…"] if len(lines) > SHOWN_PAGES else [])]
        self.found += [("database_damaged", line, "") for line in shown]

    def records(self, db: Database) -> None:
        """Every frame, and entities in trouble."""
        for finding in db.frames.verify(db.own_devices()):
            self.found.append((finding.code, finding.subject, ""))

    def files_of_events(self, db: Database) -> None:
        """Photos and documents: those of this laptop must be here, those of others are looked at if they are."""
        own = {blob.sha256 for blob in db.frames.blobs(db.own_devices())}
        for blob in db.frames.blobs():
            if blob.sha256 in own or self.workspace.store.blobs.has(blob.sha256):
                self._file(blob.sha256, "blob")

    def files_of_drafts(self) -> None:
        """Photos, papers and checklists of visits that are not signed yet."""
        for draft in self.workspace.db.drafts.local():
            for sha256 in (draft.body.get("forms") or {}).values():
                self._file(str(sha256), "checklist")
            for sha256 in self._files_of(draft.id):
                self._file(sha256, "blob")

    def needs_of_drafts(self) -> None:
        """Customers and inspectors of visits that are not signed yet, and visits that were signed more than once."""
        db = self.workspace.db
        drafts, persons = db.drafts.local(), {person.id for person in db.registers.persons()}
        customers = {found.id for found in db.registers.some_customers(tuple({draft.customer for draft in drafts}))}
        for draft in drafts:
            if draft.customer not in customers or not persons.issuperset(draft.inspectors):
                self.found.append(("visit_incomplete", draft.number or draft.id, ""))
        for visit in signed_twice(self.workspace):
            self.found.append(("visit_signed_twice", visit, ""))

    def _files_of(self, visit: str) -> Iterator[str]:
        for kind, names in (("photo", PHOTO), ("signature", ("image",))):
            for item in self.workspace.db.drafts.items(visit, kind):
                yield from (str(item.body[name]) for name in names if item.body.get(name))

    def search(self) -> None:
        """Whether the search index has a document for everything."""
        missing = self.workspace.db.search.stale()
        if missing:
            self.found.append(("search_index", str(missing), ""))

    def count(self) -> None:
        """Frames that no server has yet."""
        self.unsent = self.workspace.db.overview.unsent_count()

    def safekeeping(self) -> None:
        """What would help if this laptop were lost tomorrow, and what of others could not be taken over."""
        workspace = self.workspace
        counts = workspace.db.outbox.counts()
        for code, count in (
            ("frames_parked", counts.parked),
            ("frames_refused", counts.refused),
            ("files_missing", counts.files_missing),
        ):
            self.notes += [(code, str(count))] if count else []
        if workspace.store.info.key_source is KeySource.SAMPLE:
            return
        if workspace.store.info.recovery is None:
            self.notes.append(("recovery_missing", ""))
        state = read_book(workspace)
        if state.problem:
            self.notes.append(("backup_failed", state.problem))
        if not state.written_at:
            self.notes.append(("backup_missing", ""))
        elif workspace.now() - datetime.fromisoformat(state.written_at) > OLD_BACKUP:
            self.notes.append(("backup_old", state.written_at[:10]))

    def surroundings(self) -> None:
        """The disk and who may look into the folder."""
        path = self.workspace.path
        free = shutil.disk_usage(path).free
        if free < LOW_DISK:
            self.notes.append(("disk_low", f"{free >> 20} MiB"))
        if sys.platform != "win32" and path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            self.notes.append(("folder_open", str(path)))

    def _file(self, sha256: str, what: str) -> None:
        if sha256 in self.checked:
            return
        self.checked.add(sha256)
        code = self.workspace.store.blobs.check(sha256)
        if code in ("blob_missing", "blob_damaged"):
            code = code.replace("blob", what)
        if code:
            self.found.append((code, sha256, ""))
