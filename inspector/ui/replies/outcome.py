"""What was imported from a reply: which hazards went where."""

from inspector.i18n import _
from inspector.services.replies.views import ReplyResult
from inspector.ui.importing.outcome import DoneView

MOST_NAMED = 6
"""Numbers of hazards that are told one by one."""


class ReplyDone(DoneView):
    """What became of the rows of a reply; leads to the ledger."""

    def show_result(self, result: ReplyResult) -> None:
        """Say which hazards are in review now, which got a note, which were refused."""
        self.tell(_("The reply is imported"), "\n".join(_lines(result)), _("To the ledger"))


def _lines(result: ReplyResult) -> list[str]:
    told = (
        (_("To review: {numbers}"), result.submitted),
        (_("Kept as a note: {numbers}"), result.noted),
        (_("Refused: {numbers}"), tuple(result.refused)),
        (_("Imported before: {numbers}"), result.same),
    )
    lines = [words.format(numbers=_named(numbers)) for words, numbers in told if numbers]
    return [*lines, _("Photos: {count}").format(count=result.photos)]


def _named(numbers: tuple[str, ...]) -> str:
    shown = ", ".join(numbers[:MOST_NAMED])
    return (
        shown
        if len(numbers) <= MOST_NAMED
        else _("{numbers} and others, {count} in all").format(numbers=shown, count=len(numbers))
    )
