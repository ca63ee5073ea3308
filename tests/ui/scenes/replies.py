"""The import of a reply for pictures: choosing a file, a preview with photos and refusals, a refused file, the end."""

import tempfile
from datetime import timedelta
from pathlib import Path

from inspector.ui.ledger import LedgersPage
from inspector.ui.page import Place
from inspector.ui.replies.view import ReplyView
from tests.ui.driven_window import DrivenWindow
from tests.unit.services.replies.files import Notice, filled, notice_of, picture, with_cell_picture

MEASURE = "更换高压侧套管密封垫并补油至正常油位，停电试验合格后恢复送电"


def answered(notice: Notice) -> bytes:
    """A reply with one row that can be imported and one that cannot."""
    on = [hazard.found_on for hazard in notice.hazards]
    rows = {
        0: {
            "state": "已完成",
            "done": MEASURE,
            "on": on[0],
            "by": "李强",
            "phone": "13800138000",
            "remark": "附试验报告",
        },
        1: {"state": "已完成", "done": "已加装警示牌", "on": on[1] + timedelta(days=9999)},
    }
    photos = {"N6": picture("steelblue", size=(640, 480)), "N7": picture("darkolivegreen", size=(640, 480))}
    data = filled(notice.data, rows, photos)
    return with_cell_picture(data, "O6", picture("sienna", "JPEG", size=(640, 480)))


def opened(driven: DrivenWindow, data: bytes | None) -> ReplyView:
    """The import in front, with a file read, or before one is chosen."""
    shell = driven.window.shell
    shell.open_page("ledgers")
    page = shell.page("ledgers")
    if not isinstance(page, LedgersPage):
        raise TypeError(page)
    page.replies.drop()
    shell.open_place(Place("reply-import"))
    driven.settle()
    view = page.replies.view
    if view is None:
        raise RuntimeError("the import did not open")
    if data is not None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "整改回复.xlsx"
            path.write_bytes(data)
            view.open_file(path)
            driven.wait(lambda: not view._presenter.busy)
            driven.settle()
    return view


def start(driven: DrivenWindow) -> None:
    """Before a file is chosen."""
    opened(driven, None)


def preview(driven: DrivenWindow) -> None:
    """A row that goes to review, with its photos."""
    view = opened(driven, answered(notice_of(driven.window.workspace)))
    view.step(-3)
    driven.settle()


def refused_row(driven: DrivenWindow) -> None:
    """A row that is refused."""
    opened(driven, answered(notice_of(driven.window.workspace)))


def refused_file(driven: DrivenWindow) -> None:
    """A file whose locked cells were changed."""
    opened(
        driven,
        filled(answered(notice_of(driven.window.workspace)), {0: {"description": "已整改", "deadline": "2027-01-01"}}),
    )


SCENES = {
    "reply-1-start": start,
    "reply-2-preview": preview,
    "reply-3-refused-row": refused_row,
    "reply-4-refused-file": refused_file,
}
