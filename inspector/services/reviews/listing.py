"""The list on the left of the cross-check page: what waits for me, for others, and what was returned. Worker thread."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from inspector.domain.actions import Action, Why, refusal
from inspector.domain.events import Event
from inspector.domain.hazard import Grade, HazardStatus
from inspector.domain.ledger import overdue_days
from inspector.i18n import N_, Translator
from inspector.services.hazards.history import RECTIFIED
from inspector.services.reviews.offers import IN_REVIEW, Independents, candidates
from inspector.services.reviews.views import QueueRow, QueueState, ReviewQueue
from inspector.services.words import days_text, here
from inspector.services.workspace import Workspace
from inspector.storage import ReviewLine, RoundItemRow

SHOWN: Final = 100
"""Rows of each group of the list."""

NOBODY: Final = "nobody"
WHY: Final = {
    Why.ROLE.value: N_("Only reviewers judge rectifications."),
    Why.STATUS.value: N_("It is not in review any more."),
    Why.OWN_FINDING.value: N_("You found it yourself."),
    Why.OWN_TEAM.value: N_("Your own team found or rectified it."),
    Why.OWN_RECTIFICATION.value: N_("You recorded the rectification yourself."),
    NOBODY: N_("No reviewer here is independent of it: a reviewer of another team is needed."),
    "assigned": N_("It was given to somebody else."),
}
"""Why somebody does not judge a hazard, by code."""


def review_queue(workspace: Workspace) -> ReviewQueue:
    """The list on the left of the cross-check page, for who acts now. About 10 ms for a few hundred in review.

    What somebody is to judge a second time, blind, stands there only: elsewhere it would tell what came of the first.
    """
    known = Independents(workspace)
    maker = _Rows(workspace, known)
    owed = maker.owed
    found = [one for one in candidates(workspace, known) if one.line.id not in owed]
    mine = [one for one in found if not one.why]
    others = [one for one in found if one.why]
    returned = workspace.db.reviews.of_status(HazardStatus.RETURNED.value, SHOWN)
    blind = [line for line in returned if line.id in owed]
    blocked = Why.ROLE.value
    if workspace.somebody_acts:
        why = refusal(Action.PASS, IN_REVIEW, workspace.acting)
        blocked = why.value if why else ""
    t = here()
    return ReviewQueue(
        mine=_gravest_first(
            (
                *maker.rows(QueueState.MINE, [(one.line, one.item, "") for one in mine[:SHOWN]]),
                *(maker.seconds() if not blocked else ()),
            )
        ),
        others=maker.rows(QueueState.OTHERS, [(one.line, one.item, one.why) for one in others[:SHOWN]]),
        returned=maker.rows(QueueState.RETURNED, [(line, None, "") for line in returned if line.id not in owed]),
        others_total=len(others),
        returned_total=workspace.db.reviews.count(HazardStatus.RETURNED.value) - len(blind),
        reviewer=not blocked,
        why=t(WHY[blocked]) if blocked else "",
    )


def _gravest_first(rows: Iterable[QueueRow]) -> tuple[QueueRow, ...]:
    """By grade, then longest waiting first; a blind second judgement stands where its hazard belongs."""
    order = list(Grade)
    return tuple(sorted(rows, key=lambda row: (order.index(row.grade), -row.days)))


class _Rows:
    """Makes rows of the list; thumbnails come from the events of the hazards that are shown."""

    def __init__(self, workspace: Workspace, known: Independents) -> None:
        self.workspace = workspace
        self.known = known
        self.today = workspace.today()
        self.t: Translator = here()
        acts = workspace.somebody_acts
        self.owed = frozenset(
            item.hazard for item in (workspace.db.reviews.seconds_for(workspace.acting.id) if acts else ())
        )
        """Hazards that wait for a blind second judgement of the acting person."""

    def rows(
        self, state: QueueState, chosen: Sequence[tuple[ReviewLine, RoundItemRow | None, str]]
    ) -> tuple[QueueRow, ...]:
        """Rows of one group."""
        events = self.workspace.db.reviews.events([line.id for line, _item, _why in chosen])
        return tuple(self.row(state, line, item, why, events.get(line.id, ())) for line, item, why in chosen)

    def seconds(self) -> tuple[QueueRow, ...]:
        """What waits for the acting person's blind second judgement: offered only where he is independent."""
        items = self.workspace.db.reviews.seconds_for(self.workspace.acting.id)[:SHOWN]
        lines = self.workspace.db.reviews.lines([item.hazard for item in items])
        chosen = [(lines[item.hazard], item, "") for item in items if item.hazard in lines]
        return self.rows(QueueState.SECOND, chosen)

    def row(
        self, state: QueueState, line: ReviewLine, item: RoundItemRow | None, why: str, events: Sequence[Event]
    ) -> QueueRow:
        """One row."""
        days = self._days(state, line, events)
        if state is QueueState.OTHERS and not self.known.anybody(line):
            why = NOBODY
        second = state is QueueState.SECOND
        late = 0 if second else overdue_days(HazardStatus(line.status), date.fromisoformat(line.deadline), self.today)
        assignee = "" if item is None or second else item.assignee
        before, after = thumbs(events)
        return QueueRow(
            hazard=line.id,
            number=line.number,
            title=" ".join(line.description.split()),
            grade=Grade(line.grade),
            customer=line.customer,
            state=state,
            days=days,
            waited=self.t.plural("waited {count} day", "waited {count} days", days).format(count=days),
            thumb_before=before,
            thumb_after=after,
            assignee=self.known.name(assignee) if assignee else "",
            team=self.known.team(assignee) if assignee else line.team,
            why=self.t(WHY[why]) if why else "",
            overdue=days_text(-late, self.t) if late else "",
            overdue_days=late,
            round=item.round if item is not None else "",
            second=second,
        )

    def _days(self, state: QueueState, line: ReviewLine, events: Sequence[Event]) -> int:
        """Days since the submission or, of a returned one, since it was returned."""
        since = line.submitted_at
        if state is QueueState.RETURNED:
            since = next((event.at for event in reversed(events) if event.type == "review_returned"), since)
        return days_since(since, self.today)


def days_since(moment: str, today: date) -> int:
    """Whole days since the day of a moment (ISO); 0 where it names none or one to come."""
    try:
        return max(0, (today - datetime.fromisoformat(moment).date()).days)
    except ValueError:
        return 0


def thumbs(events: Iterable[Event]) -> tuple[str, str]:
    """Thumbnails of the first photo of the finding and of the latest rectification."""
    before, after, turned = "", "", False
    for event in events:
        turned = RECTIFIED.get(event.type, turned)
        if event.type == "rectification_submitted":
            after = ""
        first = next((str(photo["thumb"]) for photo in _photos(event.body) if photo.get("thumb")), "")
        if turned:
            after = after or first
        else:
            before = before or first
    return before, after


def _photos(body: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    photos = body.get("photos")
    return [photo for photo in photos if isinstance(photo, Mapping)] if isinstance(photos, list | tuple) else ()
