"""The tab order of the page: reading order, whatever was made or shown later than its neighbours."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton, QWidget

from inspector.ui.kit.button import PressArea

if TYPE_CHECKING:
    from inspector.ui.sync.page import SyncPage


def order_tabs(page: "SyncPage") -> None:
    """Set the order anew; after anything was shown that was not there before."""
    for before, after in pairwise(_reading(page)):
        QWidget.setTabOrder(before, after)


def _reading(page: "SyncPage") -> Iterator[QWidget]:
    """What can have the focus, as a person reads the page: top, left column, right column."""
    yield page.status.button
    yield from (one for one in page.alarms.findChildren(QWidget) if isinstance(one, QAbstractButton | PressArea))
    yield from (page.intro.exchange, page.intro.join)
    head, question = page.conflict.head_row, page.conflict.question
    yield from (head.previous, head.next, head.open_button, page.conflict.table)
    yield from question.tiles.buttons
    if question.own.field is not None:
        yield question.own.field.editor
    yield from (question.photos, question.later, question.take, page.put_off.button, page.aside.rows)
    yield from (page.digest.merged, page.digest.uncounted, page.digest.rows)
    yield from (page.rounds.all, page.rounds.rows, page.devices.rows)
    yield from page.pending.lists
    yield from (page.exchange.export, page.exchange.take_in, page.storage.backup)
