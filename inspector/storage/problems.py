"""Sentences of the problems a workspace on disk can have."""

from inspector.i18n import N_
from inspector.problems import ProblemKind, register

register(
    ProblemKind.INPUT,
    {
        "workspace_missing": N_(
            "There is no workspace at {path}. Check the folder, or make one with “inspector init”."
        ),
        "workspace_foreign": N_("The folder {path} is not a workspace of this program. Choose another folder."),
        "workspace_exists": N_("There is a workspace at {path} already. Open it, or choose another folder."),
        "folder_not_empty": N_("The folder {path} is not empty. Choose an empty or a new folder for the workspace."),
        "passphrase_needed": N_("The workspace {path} is protected by a passphrase. Enter it to go on."),
        "passphrase_empty": N_("The passphrase is empty. Choose a passphrase."),
        "passphrase_wrong": N_("The passphrase is wrong. Nothing was changed; try again."),
        "recovery_key_wrong": N_("This is not the recovery key of this workspace or copy. Compare with the sheet."),
        "recovery_key_missing": N_(
            "This workspace has no recovery key. Make one in the settings or with “inspector recovery-key” first."
        ),
        "copy_malformed": N_("A part of the copy cannot be understood. It was left out."),
        "sample_open": N_("A sample workspace opens without a passphrase and keeps doing so. Make one of your own."),
        "frame_conflict": N_(
            "A record arrived twice with different content ({frame}). It was put aside; "
            "ask the administrator to look at the sender."
        ),
        "frame_unauthentic": N_("The signature of a record is wrong ({frame}). It was refused."),
        "frame_parent_unknown": N_("A record refers to an earlier one that is not in this workspace ({event})."),
        "device_key_changed": N_(
            "The laptop “{device}” shows another key than before. Its records are not taken over; "
            "ask its owner and the administrator what happened to it."
        ),
        "blob_missing": N_(
            "A photo or file is not on this computer ({sha256}). It comes with the next synchronisation."
        ),
        "draft_missing": N_("The visit {visit} is not open on this computer."),
        "record_missing": N_("There is no record {id} in this workspace."),
        "entity_read_only": N_(
            "The record {id} holds entries of a newer version of this program and can only be read. "
            "Install the newer version to change it."
        ),
    },
)
register(
    ProblemKind.ENVIRONMENT,
    {
        "workspace_newer": N_(
            "The workspace {path} was written by a newer version of this program. "
            "Install the newer version; nothing was changed."
        ),
        "workspace_locked": N_("The workspace {path} is open in another program. Close it there and try again."),
        "workspace_unreadable": N_(
            "The workspace {path} cannot be read: {reason}. Check the permissions of the folder."
        ),
        "workspace_read_only": N_(
            "The folder {path} cannot be written to. Check its permissions or choose another folder."
        ),
        "workspace_damaged": N_(
            "The workspace {path} is damaged ({part}). Nothing was changed; run “inspector doctor” or restore a backup."
        ),
        "disk_full": N_("The disk is full. Nothing that was marked as saved is lost; free some space and try again."),
        "disk_failed": N_(
            "The disk reported an error: {reason}. Nothing that was marked as saved is lost; check the disk."
        ),
        "workspace_busy": N_("Another program holds the database. Close it and try again."),
        "keyring_unavailable": N_(
            "This system has no secure key store (keyring). "
            "Unlock or install one, or make the workspace with a passphrase."
        ),
        "key_missing": N_(
            "The key of this workspace is not in the key store of this user. Log in as the user who made it."
        ),
        "blob_damaged": N_("A stored photo or file is damaged ({sha256}). Restore it from a backup."),
    },
)
