"""What an import does with a row, in the reader's language."""

from typing import Final

from inspector.i18n import N_
from inspector.services.replies.views import Outcome
from inspector.services.words import here

OUTCOMES: Final = {
    Outcome.SUBMIT: N_("rectification submitted, to be reviewed"),
    Outcome.NOTE: N_("kept as a note"),
    Outcome.SAME: N_("imported before"),
    Outcome.EMPTY: N_("not filled in"),
    Outcome.REFUSED: N_("refused"),
}


def outcome_words(outcome: Outcome) -> str:
    """What becomes of a row."""
    return here()(OUTCOMES[outcome])
