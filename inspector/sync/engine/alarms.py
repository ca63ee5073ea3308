"""What a round has to tell people beside its figures: something is odd, what it means, and what to do."""

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any, Final

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass

if TYPE_CHECKING:
    from inspector.storage import Database

UNTOLD: Final = "sync_alarms"
"""Setting: alarms of a round that has not ended yet."""

register(
    ProblemKind.INPUT,
    {
        "epoch_changed": N_(
            "The server was restored from a backup. {lost} records that it had lost were sent again, and so are the "
            "files that it lacks."
        ),
        "own_frames_elsewhere": N_(
            "The server has {count} records of this laptop that were not here: the workspace was copied, or set back "
            "to an earlier state. They were taken over. If the copy is still in use, give this laptop a new identity "
            "in the settings under Server (or: inspector sync renew)."
        ),
        "revoked": N_(
            "This laptop was locked out by the administrator. It receives nothing; what it sends waits in quarantine."
        ),
        "forked": N_(
            "Records of this laptop stand beside others with the same numbers: the workspace was copied and both "
            "copies were used. They wait in quarantine until a lead adopts them. Give this laptop a new identity in "
            "the settings under Server (or: inspector sync renew)."
        ),
        "digest_repaired": N_(
            "What is here was not what is on the server. It was compared and repaired: {missing} records were fetched, "
            "{lost} sent again."
        ),
        "digest_differs": N_(
            "What is here is still not what is on the server, although it was compared. Tell the administrator."
        ),
        "clock_off": N_(
            "The clock of this laptop is {minutes} minutes off. Set it; the times on records come from it."
        ),
        "grant_gone": N_("There is no grant for one of the areas here any more. Its records stay as they are."),
        "device_key_changed_there": N_(
            "The server names another key for the laptop {device} than the one known here. Its records are put aside; "
            "ask the administrator."
        ),
    },
)


@dataclass(frozen=True, slots=True)
class Alarm:
    """A code of this program's problems, and what its sentence needs."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def problem(self) -> Problem:
        """As a problem, for its sentence."""
        return Problem(self.code, **self.params)


def keep(db: "Database", alarm: Alarm) -> None:
    """Remember an alarm until a round has told it; in the transaction that makes what it is about a thing of the past.

    Otherwise nobody would hear of it when the program is killed before the round ends.
    """
    kept = [one for one in untold(db) if one.code != alarm.code]
    db.settings.put(UNTOLD, [{"code": one.code, "params": dict(one.params)} for one in (*kept, alarm)])


def untold(db: "Database") -> list[Alarm]:
    """What earlier rounds were to tell and did not come to."""
    return [Alarm(one["code"], one["params"]) for one in db.settings.get(UNTOLD) or ()]


def told(db: "Database") -> None:
    """They are in the log of rounds now."""
    if db.settings.get(UNTOLD):
        db.settings.put(UNTOLD, [])
