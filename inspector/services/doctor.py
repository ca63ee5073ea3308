"""Examine a workspace: frames against their hashes, signatures and chain, projections, and every file events name."""

from typing import Any

from inspector.i18n import N_, Translator, language
from inspector.services.workspace import Workspace

FINDINGS = {
    "raw_changed": N_("The bytes of a record changed on the disk. Restore it from a backup."),
    "signature": N_("A record's signature is not this laptop's. Restore it from a backup."),
    "chain_gap": N_("A record is missing in the chain of this device. Sync, or restore a backup."),
    "unreadable": N_("A record cannot be read. Restore it from a backup."),
    "entity_error": N_("A record could not be worked out; its last good state is shown."),
    "waiting": N_("The history of a record is incomplete; it waits for records from another device."),
    "blob_missing": N_("A photo or document is missing on the disk. Restore it from a backup."),
    "blob_damaged": N_("A photo or document is damaged. Restore it from a backup."),
}


def examine(workspace: Workspace) -> dict[str, Any]:
    """Read everything once; changes nothing. `ok` is true when nothing was found."""
    t = Translator(language())
    frames, blobs = workspace.db.frames, workspace.store.blobs
    found = [{"code": finding.code, "subject": finding.subject} for finding in frames.verify()]
    files = 0
    for blob in frames.blobs():
        files += 1
        code = blobs.check(blob.sha256)
        if code:
            found.append({"code": code, "subject": blob.sha256})
    for finding in found:
        finding["message"] = t(FINDINGS.get(finding["code"], finding["code"]))
    return {"ok": not found, "files": files, "unsent": frames.unsent_count(), "findings": found}
