"""What the doctor says: for everything it may find, what it is, what it means, and what to do about it."""

from typing import Final

from inspector.i18n import N_
from inspector.quick_dataclass import dataclass

RESTORE: Final = N_(
    "Restore a backup (inspector restore FILE --to DIR) or the copy in the second place. Without one, save what is "
    "readable: inspector doctor --salvage DIR."
)
BLOB: Final = N_(
    "If a server or another laptop has it, it comes back with the next synchronisation; else take it from a backup."
)


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences about one kind of finding."""

    what: str
    meaning: str
    advice: str


FINDINGS: Final = {
    "workspace_damaged": Words(
        N_("This part of the workspace cannot be read."),
        N_("The workspace does not open. What it holds is encrypted and may still be readable page by page."),
        RESTORE,
    ),
    "database_damaged": Words(
        N_("The database is damaged here."),
        N_("The disk gave back other bytes than were written. What lies on whole pages can still be read."),
        N_(
            "Write nothing more into this workspace. Save what is readable (inspector doctor --salvage DIR) or restore "
            "a backup, and have the disk examined."
        ),
    ),
    "readable": Words(
        N_("This much can still be read."),
        N_("Records are counted whose bytes are whole; their signatures are checked when they are saved."),
        N_("inspector doctor --salvage DIR makes a new workspace of it; the damaged one is left as it is."),
    ),
    "raw_changed": Words(
        N_("The bytes of a record changed on the disk."),
        N_("The record cannot be trusted and no server would take it."),
        RESTORE,
    ),
    "signature": Words(
        N_("A record's signature is not that of the laptop it names."),
        N_("Somebody else wrote into the database, or the identity of the laptop was damaged."),
        N_("Restore a backup, and let the administrator look at the damaged workspace before it is removed."),
    ),
    "chain_gap": Words(
        N_("A record is missing in the chain of this device."),
        N_("The laptop wrote more records than are here: the workspace was restored from something older, or damaged."),
        N_("Synchronise: the server gives back what it has. Else restore a newer backup."),
    ),
    "unreadable": Words(
        N_("A record cannot be read."),
        N_("Its content is not what this program writes."),
        RESTORE,
    ),
    "entity_error": Words(
        N_("A record could not be worked out; its last good state is shown."),
        N_("Nothing is lost: what was written is kept, but this version cannot add it up."),
        N_("Install the newest version; if it stays, send the report to the makers."),
    ),
    "waiting": Words(
        N_("The history of a record is incomplete; it waits for records from another device."),
        N_("The record is shown without what it waits for."),
        N_("Synchronise, or import the exchange file of the other device."),
    ),
    "blob_missing": Words(
        N_("A photo or document is missing on the disk."), N_("Its record is whole; the picture cannot be shown."), BLOB
    ),
    "blob_damaged": Words(
        N_("A photo or document is damaged."), N_("Its record is whole; the picture cannot be shown."), BLOB
    ),
    "disk_failed": Words(
        N_("A photo or document cannot be read from the disk."),
        N_("The disk reported an error, or the file belongs to another user."),
        N_("Check the disk and the permissions of the folder."),
    ),
    "visit_incomplete": Words(
        N_("This visit needs a customer or an inspector whose record is missing."),
        N_("The visit does not open until they are there."),
        N_("Restore the workspace from another copy, or import the registers and hand the visit over again."),
    ),
    "visit_signed_twice": Words(
        N_("This visit was signed on two laptops."),
        N_("The first signature counts."),
        N_("Look at both and correct what differs."),
    ),
    "search_index": Words(
        N_("The search does not know everything."),
        N_("Something exists and is not found; nothing is lost."),
        N_("Run “inspector search --rebuild”."),
    ),
    "checklist_missing": Words(
        N_("A checklist that an open visit uses is missing on the disk."),
        N_("The visit does not open without it; its answers are kept."),
        RESTORE,
    ),
    "checklist_damaged": Words(
        N_("A checklist that an open visit uses is damaged."),
        N_("The visit does not open without it; its answers are kept."),
        RESTORE,
    ),
}
"""Damage: with any of these the workspace is not in order."""

NOTES: Final = {
    "recovery_missing": Words(
        N_("There is no recovery key."),
        N_("A forgotten passphrase would be final, and there are neither copies nor backups for the recovery key."),
        N_("Make one: settings, Safekeeping, or “inspector recovery-key”."),
    ),
    "backup_missing": Words(
        N_("No backup was ever made."),
        N_("If the disk fails, all that no server has is lost."),
        N_("Choose a folder for daily backups: settings, Safekeeping, or run “inspector backup FILE”."),
    ),
    "backup_old": Words(
        N_("The last backup is more than a week old."),
        N_("If the disk fails, what was done since and no server has is lost."),
        N_("Plug in the medium of the backups, or run “inspector backup FILE”."),
    ),
    "backup_failed": Words(
        N_("The last automatic backup could not be made."),
        N_("The backup before it is whole."),
        N_("Look under settings, Safekeeping, what stopped it."),
    ),
    "frames_parked": Words(
        N_("Records from others are kept aside."),
        N_("Nobody knows yet whose device signed them, or they contradict what is here. They count for nothing."),
        N_("Synchronise; what stays aside is for the administrator to look at."),
    ),
    "frames_refused": Words(
        N_("The server refused records of this laptop."),
        N_("They are kept here and offered again in every round."),
        N_("Look at the page Sync, what the server says."),
    ),
    "files_missing": Words(
        N_("Photos and documents of others are not here yet."),
        N_("They come with a synchronisation that is allowed to fetch files."),
        N_("Synchronise on a network without limits."),
    ),
    "disk_low": Words(
        N_("The disk is nearly full."),
        N_("When it is full, nothing can be recorded any more; nothing that was saved is lost."),
        N_("Free some space."),
    ),
    "folder_open": Words(
        N_("Other users of this computer may write into the folder of the workspace."),
        N_("Its contents are encrypted, but they can be removed and damaged."),
        N_("Take the permissions of others from the folder."),
    ),
    "offline_ending": Words(
        N_("The workspace locks itself soon, because it had no contact with the server for long."),
        N_("Nothing is lost then, but it opens only after a synchronisation, or with the recovery key."),
        N_("Synchronise, or import an exchange file of the server."),
    ),
}
"""Advice: the workspace is in order all the same."""
