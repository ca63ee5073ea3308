"""What a server may refuse, in sentences for the person at the laptop, and what may go wrong on the way to it.

The server raises these codes and sends them (`messages.Refusal`); the laptop says them in its own language.
"""

from collections.abc import Mapping
from string import Formatter

from inspector.i18n import N_
from inspector.problems import CATALOGUE, Problem, ProblemKind, register

register(
    ProblemKind.INPUT,
    {
        "cursor_unknown": N_("The server was restored or replaced and does not know how far this laptop has read."),
        "scope_forbidden": N_("You have no grant for this area. Ask the administrator of the server for one."),
        "token_invalid": N_("The laptop has to sign in at the server again."),
        "challenge_invalid": N_("The laptop could not show who it is. Try again; if it goes on, enrol it anew."),
        "enrolment_code_invalid": N_("This code is wrong, used up or expired. Ask the administrator for a new one."),
        "enrolment_invalid": N_("The enrolment of this laptop cannot be read ({reason})."),
        "device_known": N_("Another laptop is enrolled under this identity. Make a new workspace on this laptop."),
        "device_revoked": N_("This laptop was locked out by the administrator of the server."),
        "frame_unsigned": N_("The signature of a record is not the one of the laptop it names. It was not stored."),
        "frame_author_unknown": N_("A record comes from a laptop that is not enrolled here. Enrol that laptop first."),
        "frame_changed": N_("The server has another record with this number. Tell the administrator of the server."),
        "blob_unknown": N_("The server does not have this file, or you may not read it."),
        "blob_offset": N_("The server has {offset} bytes of this file; go on from there."),
        "blob_wrong": N_("What arrived is not the file that was announced. It was thrown away; send it again."),
        "too_many_requests": N_("Too many requests. Try again in {seconds} seconds."),
        "request_unsupported": N_("The server does not offer this."),
        "server_refused": N_(
            "The server refused ({refusal}). Update this program, or ask the administrator of the server."
        ),
        "server_foreign": N_(
            "At {url} something answers that is no server of this program. Check the address, and whether the network "
            "asks you to log in first."
        ),
        "server_address_wrong": N_("“{url}” is no address of a server. Write it like https://sync.example.com."),
        "server_unsafe": N_(
            "“{url}” would send everything unencrypted. Use an address that begins with https://; for a certificate of "
            "your own, name its file with --ca."
        ),
        "server_ca": N_("The file “{path}” holds no certificate that can be used ({reason})."),
        "server_changed": N_(
            "At {url} there is another server than the one this laptop belongs to. Nothing was sent or taken over. Ask "
            "the administrator; to move to that server, leave the old one first."
        ),
    },
)
register(
    ProblemKind.ENVIRONMENT,
    {
        "server_failed": N_("Something went wrong on the server. It was logged there; try again later."),
        "server_busy": N_("The server is busy. It will be tried again."),
        "server_full": N_("The disk of the server is full. Nothing was stored; it will be tried again."),
        "sync_offline": N_(
            "The server {url} cannot be reached ({reason}). Nothing is lost; try again when there is a network."
        ),
        "sync_busy": N_("The server has no time now. It will be tried again in {retry_after_s} seconds."),
        "sync_certificate": N_(
            "The server {url} does not show a certificate that this laptop trusts ({reason}). Nothing was sent. Ask "
            "the administrator of the server."
        ),
    },
)


def refused(code: str, params: Mapping[str, str]) -> Problem:
    """The problem that a server named; one whose sentence this program does not have is told as it is."""
    sentence = CATALOGUE.get(code, (None, ""))[1]
    wanted = {name for _text, name, _spec, _conversion in Formatter().parse(sentence) if name}
    if not sentence or not wanted <= params.keys():
        return Problem("server_refused", refusal=code[:60])
    return Problem(code, **{key: text[:200] for key, text in params.items()})
