"""Examine a workspace: the database page by page, records against hashes, signatures and chain, every file named.

Damage is what the doctor is called for, so it is reported and never ends the examination: what can still be read is.
"""

from collections.abc import Callable, Iterator
from typing import Any

from inspector.i18n import N_, Translator, describe, language
from inspector.problems import Problem
from inspector.services.handovers import signed_twice
from inspector.services.workspace import Workspace, own_devices

FINDINGS = {
    "workspace_damaged": N_("This part of the workspace cannot be read. Restore it from a backup."),
    "database_damaged": N_("The database is damaged here. Restore it from a backup."),
    "raw_changed": N_("The bytes of a record changed on the disk. Restore it from a backup."),
    "signature": N_("A record's signature is not that of the laptop it names. Restore it from a backup."),
    "chain_gap": N_("A record is missing in the chain of this device. Sync, or restore a backup."),
    "unreadable": N_("A record cannot be read. Restore it from a backup."),
    "entity_error": N_("A record could not be worked out; its last good state is shown."),
    "waiting": N_("The history of a record is incomplete; it waits for records from another device."),
    "blob_missing": N_("A photo or document is missing on the disk. Restore it from a backup."),
    "blob_damaged": N_("A photo or document is damaged. Restore it from a backup."),
    "disk_failed": N_("A photo or document cannot be read from the disk. Check the disk and its permissions."),
    "visit_incomplete": N_(
        "This visit needs a customer or an inspector whose record is missing. Restore the workspace from another copy, "
        "or import the registers and hand the visit over again."
    ),
    "visit_signed_twice": N_(
        "This visit was signed on two laptops. The first signature counts; look at both and correct what differs."
    ),
    "search_index": N_("The search does not know everything. Run `inspector search --rebuild`."),
    "checklist_missing": N_("A checklist that an open visit uses is missing on the disk. Restore it from a backup."),
    "checklist_damaged": N_("A checklist that an open visit uses is damaged. Restore it from a backup."),
}
DAMAGE = frozenset({"workspace_damaged", "disk_failed"})
"""Problems that say that something on the disk cannot be read."""
SHOWN_PAGES = 20
"""Damaged pages that are listed one by one."""
PHOTO = ("display", "original", "thumb", "plain_display", "plain_thumb")


def examine(workspace: Workspace) -> dict[str, Any]:
    """Read everything once; changes nothing. `ok` is true when nothing was found."""
    examination = _Examination(workspace)
    for stage in (examination.pages, examination.records, examination.files_of_events, examination.files_of_drafts):
        examination.run(stage)
    examination.run(examination.needs_of_drafts)
    examination.run(examination.search)
    examination.run(examination.count)
    return examination.report()


def unopened(problem: Problem) -> dict[str, Any]:
    """The report on a workspace that is too damaged to be opened; any other problem is raised again."""
    if problem.code not in DAMAGE:
        raise problem
    subject = str(problem.params.get("part") or problem.params.get("reason") or "")
    return _report([("workspace_damaged", subject, "")], files=0, unsent=0)


def _report(found: list[tuple[str, str, str]], *, files: int, unsent: int) -> dict[str, Any]:
    t = Translator(language())
    findings = [
        {"code": code, "subject": subject, "message": message or t(FINDINGS.get(code, code))}
        for code, subject, message in dict.fromkeys(found)
    ]
    return {"ok": not findings, "files": files, "unsent": unsent, "findings": findings}


class _Examination:
    """What was found so far. Every stage is a read of its own, so that damage in one leaves the others."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.found: list[tuple[str, str, str]] = []
        self.checked: set[str] = set()
        self.unsent = 0

    def run(self, stage: Callable[[], None]) -> None:
        """Run a stage; what stops it is a finding."""
        try:
            self.workspace.call(stage)
        except Problem as problem:
            if problem.code in DAMAGE:
                self.found.append(("database_damaged", str(problem.params.get("reason", "")), ""))
            else:
                self.found.append((problem.code, "", describe(problem)))
        except (ValueError, TypeError, KeyError, AttributeError) as error:  # content that nobody here wrote
            self.found.append(("unreadable", str(error), ""))

    def report(self) -> dict[str, Any]:
        """What was found, each thing once."""
        return _report(self.found, files=len(self.checked), unsent=self.unsent)

    def pages(self) -> None:
        """The pages of the database file."""
        lines = self.workspace.db.integrity()
        shown = [*lines[:SHOWN_PAGES], *(["…"] if len(lines) > SHOWN_PAGES else [])]
        self.found += [("database_damaged", line, "") for line in shown]

    def records(self) -> None:
        """Every frame, and entities in trouble."""
        for finding in self.workspace.db.frames.verify(own_devices(self.workspace)):
            self.found.append((finding.code, finding.subject, ""))

    def files_of_events(self) -> None:
        """Photos and documents that events of this laptop name; others may not have arrived."""
        for blob in self.workspace.db.frames.blobs(own_devices(self.workspace)):
            self._file(blob.sha256, "blob")

    def files_of_drafts(self) -> None:
        """Photos, papers and checklists of visits that are not signed yet."""
        for draft in self.workspace.db.drafts.visits():
            for sha256 in (draft.body.get("forms") or {}).values():
                self._file(str(sha256), "checklist")
            for sha256 in self._files_of(draft.id):
                self._file(sha256, "blob")

    def needs_of_drafts(self) -> None:
        """Customers and inspectors of visits that are not signed yet, and visits that were signed more than once."""
        db = self.workspace.db
        drafts, persons = db.drafts.visits(), {person.id for person in db.registers.persons()}
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

    def _file(self, sha256: str, what: str) -> None:
        if sha256 in self.checked:
            return
        self.checked.add(sha256)
        code = self.workspace.store.blobs.check(sha256)
        if code in ("blob_missing", "blob_damaged"):
            code = code.replace("blob", what)
        if code:
            self.found.append((code, sha256, ""))
