"""PINs of persons on this laptop: set, and compared. Kept as hashes in the encrypted workspace; never in an event.

Worker thread.
"""

from typing import Final

from inspector.domain.person import Person
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "pin_wrong": N_("The PIN is not right. Try again."),
        "pin_missing": N_(
            "No PIN is set for this person on this laptop. Set one in the settings, or sign on the screen."
        ),
        "pin_blocked": N_(
            "Too many wrong PINs. Sign on the screen. For a new PIN lock the screen (Ctrl+L) and unlock it with the "
            "recovery key."
        ),
        "pin_weak": N_("A PIN has 4 to 12 digits."),
    },
)

MAX_FAILURES: Final = 10
"""Wrong attempts after which a PIN does not count any more."""


def set_pin(workspace: Workspace, person: Person, pin: str) -> None:
    """Set the PIN a person signs with on this laptop. Raises Problem pin_weak."""
    if not (4 <= len(pin) <= 12 and pin.isdecimal() and pin.isascii()):
        raise Problem("pin_weak")
    workspace.db.credentials.put_pin(person.id, pin)


def check_pin(workspace: Workspace, person: str, pin: str) -> None:
    """Raise Problem pin_missing, pin_blocked or pin_wrong unless the PIN is the person's."""
    credentials = workspace.db.credentials
    if not credentials.has_pin(person):
        raise Problem("pin_missing")
    if credentials.failures(person) >= MAX_FAILURES:
        raise Problem("pin_blocked")
    if not credentials.check_pin(person, pin):
        raise Problem("pin_wrong")
