"""What goes wrong at the server, in sentences for the person at its own command line.

What it refuses to laptops stands in `sync.refusals`, where laptops find the sentences as well.
"""

from typing import Final

from inspector.i18n import N_
from inspector.problems import ProblemKind, register
from inspector.sync import refusals  # noqa: F401 - registers its sentences

register(
    ProblemKind.INPUT,
    {
        "device_unknown": N_("The server does not know the laptop “{device}”."),
        "user_unknown": N_("The server knows no person “{person}”."),
        "login_exists": N_("There is a person with the login “{login}” already."),
        "user_invalid": N_("A person needs a login, a name and a team, each of at most 200 letters."),
        "area_unknown": N_("The server knows no area “{area}”. List them with: inspector server area list"),
        "area_name_taken": N_("Another area is called “{name}” already."),
        "area_name": N_("The name of an area is one line of at most 200 letters."),
        "ruling_unknown": N_("No record with the number “{event}” is in quarantine."),
        "adoption_forbidden": N_("Only a lead with a grant to write in this area may adopt a record."),
        "server_folder_used": N_("“{path}” holds something already. Choose an empty folder."),
        "server_folder_missing": N_("“{path}” is no folder of a server. Make one with: inspector server init"),
        "server_backup_folder_used": N_("“{path}” holds something that is no backup. Choose an empty folder."),
        "server_backup_missing": N_("“{path}” holds no backup of a server, or one that was not finished."),
        "server_backup_of_another": N_("“{path}” is the backup of another server, “{name}”. Choose another folder."),
        "server_backup_ahead": N_(
            "“{path}” holds records that this server does not have. Restore from it, or choose another folder and keep "
            "this one."
        ),
        "server_backup_damaged": N_("The backup is damaged: {part}. Use another one."),
        "server_backup_newer": N_("The backup was written by a newer program. Update the program first."),
        "server_database_used": N_("The database holds the records of a server already. Choose an empty one."),
        "server_bucket_invalid": N_("“{url}” is no bucket. Write it as s3://bucket or s3://bucket/folder."),
        "server_newer": N_("This server's database was written by a newer program. Update the program first."),
    },
)
register(
    ProblemKind.ENVIRONMENT,
    {
        "server_database": N_("The database of the server cannot be reached ({reason})."),
        "server_folder_failed": N_("The folder of the server cannot be used ({reason})."),
        "server_backup_failed": N_("The folder of the backup cannot be used ({reason})."),
        "server_full": N_("The disk of the server is full. Nothing was stored; it will be tried again."),
        "server_blobs": N_("The bucket of the server cannot be used ({reason})."),
        "s3_extra_missing": N_("The library for buckets is missing. Install it with: pip install inspector[server,s3]"),
        "server_certificate": N_("The certificate of the server or its key cannot be used ({reason})."),
        "server_address": N_("The server cannot listen on {address} ({reason})."),
        "server_extra_missing": N_(
            "The server's own libraries are missing. Install them with: pip install inspector[server]"
        ),
    },
)

STATUS: Final = {
    "cursor_unknown": 409,
    "blob_offset": 409,
    "device_known": 409,
    "scope_forbidden": 403,
    "enrolment_code_invalid": 403,
    "device_revoked": 403,
    "token_invalid": 401,
    "challenge_invalid": 401,
    "blob_unknown": 404,
    "request_unsupported": 404,
    "blob_wrong": 422,
    "protocol_too_large": 413,
    "protocol_version": 426,
    "too_many_requests": 429,
    "server_failed": 500,
    "server_busy": 503,
    "server_database": 503,
    "server_blobs": 503,
    "server_full": 507,
}
"""HTTP status of a refusal; 500 for every other code about the server's surroundings, 400 for every other one."""
LATER: Final = frozenset({"server_busy", "server_database", "server_blobs", "server_full"})
"""What passes: the laptop is told when to try again."""
