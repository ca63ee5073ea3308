"""What the drawer shows of a hazard between its head and its actions."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from inspector.domain.actions import Action
from inspector.i18n import _, ngettext
from inspector.services.item_state import ItemState
from inspector.services.ledgers.views import Conflict, CourseEntry, ExtensionRequest, HazardDetail, Party, PhotoView
from inspector.services.words import days_text, here, short_date
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.chip import Chip, grade_chip, note_chip, status_chip
from inspector.ui.kit.photos import Thumb
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.kit.timeline import Station, Timeline
from inspector.ui.kit.viewer import BlobSource, PhotoViewer, caption
from inspector.ui.ledger.delegate import deadline_tokens
from inspector.ui.ledger.notice_box import NoticeBox
from inspector.ui.ledger.photo_pair import PhotoPair
from inspector.ui.ledger.value_table import ValueTable

LABEL_WIDTH: Final = 44
HEADLINE: Final = 60
"""A longer description is shown as text, not as a headline."""
THUMB: Final = QSize(64, 44)
THUMBS: Final = 4
"""Pictures of one station that are shown; the viewer shows all."""


class DrawerContent(QWidget):
    """`value_chosen(field, value)` settles a conflicted field; `action_chosen(Action)` decides about a request."""

    value_chosen = Signal(str, object)
    action_chosen = Signal(object)

    def __init__(self, source: BlobSource, detail: HazardDetail, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source, self._detail, self._today = source, detail, today
        layout = QVBoxLayout(self)
        layout.setContentsMargins(15, 14, 15, 16)
        layout.setSpacing(10)
        words = detail.hazard.description
        layout.addWidget(Text(words, "block" if len(words) <= HEADLINE else "body_medium", wrap=True))
        layout.addLayout(self._chips())
        for widget in self._warnings():
            layout.addWidget(widget)
        layout.addLayout(self._facts())
        if detail.photos:
            layout.addWidget(PhotoPair(source, detail.photos, today))
        if detail.values:
            layout.addWidget(Text(_("Values before and after"), "body_bold", "text-2"))
            layout.addWidget(ValueTable(detail.values))
        layout.addWidget(Text(_("Course"), "body_bold", "text-2"))
        timeline = Timeline(_("Course"))
        timeline.set_stations(stations(detail.course, today))
        layout.addWidget(timeline)
        for entry in detail.course:
            if entry.photos:
                layout.addLayout(self._evidence(entry))
        layout.addStretch(1)

    # chips ----------------------------------------------------------------------------------------------------------

    def _chips(self) -> QVBoxLayout:
        detail = self._detail
        marks: list[Chip] = [grade_chip(detail.hazard.grade), status_chip(detail.status)]
        if detail.supervision:
            marks.append(note_chip(_("Key supervision"), icon="flag"))
        again = QHBoxLayout()
        if detail.reopened:
            count = detail.reopened
            again.addWidget(
                note_chip(ngettext("Reopened {count} time", "Reopened {count} times", count).format(count=count))
            )
        row = QHBoxLayout()
        row.setSpacing(6)
        for mark in marks:
            row.addWidget(mark)
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addLayout(row)
        if detail.reopened:
            again.addStretch(1)
            column.addLayout(again)
        if detail.supervision:
            reasons = here()(", ").join(detail.supervision)
            why = f"{reasons}: {detail.by_hand}" if detail.by_hand else reasons
            before = _("found before on {day}").format(day=detail.prior_on.isoformat()) if detail.prior_on else ""
            shown = " · ".join(part for part in (why, before) if part)
            column.addWidget(Text(_("Why listed: {reasons}").format(reasons=shown), "hint", "text-2", wrap=True))
        return column

    # what needs a look ----------------------------------------------------------------------------------------------

    def _warnings(self) -> list[QWidget]:
        detail, found = self._detail, list[QWidget]()
        if detail.read_only:
            found.append(
                NoticeBox(_("It holds records of a newer program: nothing can be decided here. Update first."))
            )
        if detail.incomplete:
            found.append(NoticeBox(_("Records it builds on have not arrived yet. Synchronise before you decide.")))
        found += [NoticeBox(alert) for alert in detail.alerts]
        found += [self._conflict(conflict) for conflict in detail.conflicts]
        if detail.extension is not None:
            found.append(self._request(detail.extension))
        return found

    def _conflict(self, conflict: Conflict) -> QWidget:
        """Both values of a field with who wrote each; a click takes one."""
        box = NoticeBox(_("{field} was changed by two people. Choose what holds.").format(field=conflict.label))
        for claim in conflict.claims:
            who = " ".join(part for part in (short_date(claim.on, self._today), claim.by) if part)
            button = Button(_elided(claim.text), Kind.SECONDARY)
            button.setToolTip(f"{claim.text} · {who}")
            button.setAccessibleName(f"{conflict.label}: {claim.text} · {who}")
            chosen = (conflict.field, claim.value)
            button.clicked.connect(lambda chosen=chosen: self.value_chosen.emit(*chosen))
            box.add_line(button, who)
        return box

    def _request(self, request: ExtensionRequest) -> QWidget:
        until = request.until.isoformat() if request.until else "—"
        words = _("{who} asks for more time until {day}: {reason}").format(
            who=request.by, day=until, reason=request.reason or "—"
        )
        box = NoticeBox(words, icon="calendar-clock", hue="primary")
        offers = {offer.action: offer for offer in self._detail.offers}
        for action, label in ((Action.GRANT, _("Grant")), (Action.REFUSE, _("Refuse"))):
            offer = offers.get(action)
            if offer is not None and offer.allowed:
                button = Button(label)
                button.clicked.connect(lambda action=action: self.action_chosen.emit(action))
                box.add_line(button, "")
        return box

    # facts ----------------------------------------------------------------------------------------------------------

    def _facts(self) -> QGridLayout:
        detail = self._detail
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        people = ((_("Found by"), parties(detail.finders)), (_("Rectified by"), parties(detail.rectifiers)))
        for index, (label, value) in enumerate((*detail.facts, *(pair for pair in people if pair[1]))):
            name = Text(label, "body", "text-2")
            name.setMinimumWidth(LABEL_WIDTH)
            grid.addWidget(name, index, 0, Qt.AlignmentFlag.AlignTop)
            if label == _("Deadline"):
                grid.addLayout(_deadline(detail), index, 1)
            else:
                grid.addWidget(Text(value, "body_medium", wrap=True), index, 1)
        return grid

    # evidence -------------------------------------------------------------------------------------------------------

    def _evidence(self, entry: CourseEntry) -> QVBoxLayout:
        """The pictures that came with a station."""
        row = QHBoxLayout()
        row.setSpacing(6)
        for photo in entry.photos[:THUMBS]:
            thumb = Thumb(photo.id, f"{entry.label} {caption(photo)}", THUMB)
            thumb.opened.connect(lambda photo_id, photos=entry.photos: self._open(photo_id, photos))
            self._source.load_blob(photo.thumb, thumb.set_image, owner=thumb)
            row.addWidget(thumb)
        if len(entry.photos) > THUMBS:
            row.addWidget(Text(f"+{len(entry.photos) - THUMBS}", "hint", "text-2"))
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(4)
        words = " · ".join(part for part in (entry.label, short_date(entry.on, self._today), entry.by) if part)
        column.addWidget(ElidedLabel(words, "hint", "text-2"))
        column.addLayout(row)
        return column

    def _open(self, photo_id: str, photos: Sequence[PhotoView]) -> None:
        index = next((i for i, photo in enumerate(photos) if photo.id == photo_id), 0)
        PhotoViewer(self._source, photos, index, self.window(), removable=False).open()


def _elided(words: str, most: int = 22) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def parties(people: Sequence[Party]) -> str:
    """Names with their teams."""
    t = here()
    with_team = t("{name} ({team})")
    return t(", ").join(with_team.format(name=one.name, team=one.team) if one.team else one.name for one in people)


def _deadline(detail: HazardDetail) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    date_token, _style, rest_token, rest_style = deadline_tokens(detail.days_left)
    row.addWidget(Text(detail.hazard.deadline.isoformat(), "body_bold", date_token))
    row.addWidget(Text(days_text(detail.days_left, here()), rest_style, rest_token))
    row.addStretch(1)
    return row


def stations(course: Sequence[CourseEntry], today: date) -> list[Station]:
    """The course as the timeline shows it; what has an alert or decided nothing asks for a look."""
    return [
        Station(
            entry.label,
            " · ".join(part for part in (entry.text, *entry.values, *_remarks(entry)) if part),
            f"{short_date(entry.on, today)} {entry.by}".strip(),
            ItemState.ATTENTION if entry.alert or not entry.effective else entry.state,
        )
        for entry in course
    ]


def _remarks(entry: CourseEntry) -> tuple[str, ...]:
    remarks = [] if entry.effective else [_("decided nothing")]
    if entry.photos:
        count = len(entry.photos)
        remarks.append(ngettext("{count} photo", "{count} photos", count).format(count=count))
    return (*remarks, *((entry.alert,) if entry.alert else ()))
