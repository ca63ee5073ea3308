"""What the web page refuses, in sentences for whoever reads it in a browser."""

from typing import Final

from inspector.i18n import N_
from inspector.problems import ProblemKind, register

register(
    ProblemKind.INPUT,
    {
        "sign_in_refused": N_("Login or password is wrong. Ask the administrator of the server for a new password."),
        "sign_in_needed": N_("Sign in to read this."),
        "password_wrong": N_("The present password is wrong."),
        "password_weak": N_("Choose a password of at least {least} characters that does not contain the login."),
        "passwords_differ": N_("The two new passwords are not the same. Type them once more."),
        "form_foreign": N_("This form is too old or came from somewhere else. Nothing was done; send it once more."),
        "page_missing": N_("There is no such page, or nothing there that you may read."),
        "page_method": N_("This address cannot be asked in this way. Go back and follow a link."),
        "documents_busy": N_("Many files are being made at the moment. Ask for yours again in {seconds} seconds."),
        "ledger_too_long": N_("{count} rows are too many for one file. Narrow the filter to at most {most}."),
    },
)

STATUS: Final = {
    "sign_in_refused": 401,
    "form_foreign": 403,
    "page_missing": 404,
    "page_method": 405,
    "blob_unknown": 404,
    "password_wrong": 422,
    "password_weak": 422,
    "passwords_differ": 422,
    "too_many_requests": 429,
    "server_busy": 503,
    "documents_busy": 503,
    "server_database": 503,
    "server_blobs": 503,
    "ledger_too_long": 413,
    "protocol_too_large": 413,
    "protocol_malformed": 400,
}
"""HTTP status of a refusal; 500 for every other one."""
