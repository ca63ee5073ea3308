"""A form being filled in without a workspace: keeps the page, and does one thing after the other off the GUI thread.

    filler = FormFiller(tasks, messages)
    view = FormView(filler)                        # inspector.ui.forms.view
    filler.open(lambda: load_form(xml, attachments=lists), language="中文 (zh)")

`open` may be called again with another form. Nothing is stored anywhere; `answers()` gives what was filled in.
"""

from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from inspector.i18n import _, ngettext
from inspector.problems import Problem
from inspector.services.filling.items import FormItem
from inspector.services.filling.session import Filled, Filling
from inspector.ui.messages import Messages
from inspector.ui.tasks import Tasks
from inspector.xforms import FormDefinition

THUMB = QSize(174, 108)
Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now().astimezone()


class FormFiller(QObject):
    """See the module. Lives in the GUI thread; `page` is the newest page, `problem` why there is none."""

    page_changed = Signal(object)
    """`Filled`: after each change, and once after `open`."""
    opening_failed = Signal(object)
    """`Problem`: the form could not be opened."""
    write_failed = Signal(str, object)
    """(ref, Problem): an answer was not taken; the page is as before."""
    checked = Signal(object)
    """tuple of `Violation`, after `check`."""
    picture_ready = Signal(str, bytes)
    """(ref, small picture) of a file that was offered."""

    def __init__(
        self, tasks: Tasks, messages: Messages | None = None, parent: QObject | None = None, *, clock: Clock = _now
    ) -> None:
        super().__init__(parent)
        self._tasks, self._messages, self._clock = tasks, messages, clock
        self._filling: Filling | None = None
        self._queue: deque[tuple[Callable[[], Any], Callable[[Any], None], Callable[[Problem], None]]] = deque()
        self._busy = False
        self._load: Callable[[], FormDefinition] | None = None
        self.page: Filled | None = None
        self.problem: Problem | None = None
        self.title = self._title = ""

    # opening --------------------------------------------------------------------------------------------------------

    def open(
        self,
        load: Callable[[], FormDefinition],
        *,
        language: str = "",
        values: Mapping[str, str] | None = None,
        title: str = "",
    ) -> None:
        """Open a form: `load` compiles or fetches it, off the GUI thread. What was filled in before is gone.

        `title` is its name in the reader's language, where that is known: a form itself has one title.
        """
        self._load, self._title = load, title
        self._queue.clear()
        self._put(partial(self._opened, load, language, values), self._on_opened, self._on_opening_failed)

    def start_again(self) -> None:
        """Empty all answers; undoable where there are messages."""
        if self._load is None or self._filling is None:
            return
        self._say(_("All answers were cleared"), self._filling.instance.answers())
        self.open(self._load, language=self.page.language if self.page else "")

    def _opened(
        self, load: Callable[[], FormDefinition], language: str, values: Mapping[str, str] | None
    ) -> tuple[Filling, Filled]:
        now = self._clock()
        zone = now.tzinfo or _now().tzinfo
        assert zone is not None  # noqa: S101 - `astimezone` gives one
        filling = Filling(load(), now=self._clock, tz=zone, language=language, values=values)
        return filling, filling.page()

    def _on_opened(self, opened: tuple[Filling, Filled]) -> None:
        self._filling, page = opened
        self.title = self._title or self._filling.definition.title
        self.problem = None
        self._show(page)

    def _on_opening_failed(self, problem: Problem) -> None:
        self._filling, self.page, self.problem = None, None, problem
        self.opening_failed.emit(problem)

    # writing --------------------------------------------------------------------------------------------------------

    def answer(self, ref: str, value: str) -> None:
        """Store an answer."""
        self._write(ref, lambda filling: filling.answer(ref, value))

    def add_row(self, ref: str) -> None:
        """Add a row to a repeat."""
        self._write(ref, lambda filling: filling.add_row(ref))

    def remove_row(self, item: FormItem) -> None:
        """Take a row of a repeat away; undoable where there are messages."""
        if self._filling is not None:
            before = self._filling.instance
            self._put(before.answers, lambda kept: self._say(_("{row} was taken away").format(row=item.title), kept))
            self._write(item.ref, lambda filling: filling.remove_row(item.ref))

    def set_language(self, name: str) -> None:
        """Show the form in another of its languages."""
        self._write("", lambda filling: filling.set_language(name))

    def check(self) -> None:
        """Ask what would keep the form from being signed; `checked` tells."""
        if self._filling is not None:
            self._put(self._filling.violations, self.checked.emit)

    def offer_file(self, ref: str, path: str) -> None:
        """Answer a question with a file: its name is kept, its content is not."""
        self.answer(ref, Path(path).name)
        self._tasks.run(partial(_small_picture, path), partial(self._on_picture, ref), pool=True, owner=self)

    def answers(self) -> dict[str, str]:
        """What was filled in, by ref."""
        return {} if self._filling is None else self._filling.instance.answers()

    def _on_picture(self, ref: str, picture: bytes) -> None:
        if picture:
            self.picture_ready.emit(ref, picture)

    def _say(self, words: str, values: Mapping[str, str]) -> None:
        """Offer to bring answers back."""
        load, language = self._load, self.page.language if self.page else ""
        if self._messages is not None and load is not None:
            self._messages.info(words, _("Undo"), lambda: self.open(load, language=language, values=values))

    def _write(self, ref: str, change: Callable[[Filling], Filled]) -> None:
        filling = self._filling
        if filling is not None:
            self._put(lambda: change(filling), self._show, lambda problem: self._on_write_failed(ref, problem))

    def _on_write_failed(self, ref: str, problem: Problem) -> None:
        if self._messages is not None:
            self._messages.problem(problem)
        self.write_failed.emit(ref, problem)

    def _show(self, page: Filled) -> None:
        self.page = page
        if page.dropped and self._messages is not None:
            count = len(page.dropped)
            words = ngettext(
                "{count} answer is not offered any more and was cleared",
                "{count} answers are not offered any more and were cleared",
                count,
            )
            self._messages.info(words.format(count=count))
        self.page_changed.emit(page)

    # one after the other --------------------------------------------------------------------------------------------

    def _put(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Problem], None] | None = None,
    ) -> None:
        """Queue work: an instance is used by one thread at a time, and answers keep their order."""
        self._queue.append((work, done, failed or (lambda problem: self._on_write_failed("", problem))))
        self._next()

    def _next(self) -> None:
        if self._busy or not self._queue:
            return
        self._busy = True
        work, done, failed = self._queue.popleft()
        self._tasks.run(work, partial(self._end, done), partial(self._end, failed), pool=True, owner=self)

    def _end(self, then: Callable[[Any], None], outcome: Any) -> None:
        self._busy = False
        then(outcome)
        self._next()


def _small_picture(path: str) -> bytes:
    """A small JPEG of a picture file; nothing for any other file."""
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    image = reader.read() if reader.canRead() else QImage()
    if image.isNull():
        return b""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    small = image.scaled(THUMB, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    small.save(buffer, "JPEG")  # type: ignore[call-overload]  # the stubs want bytes, the binding wants str
    return bytes(buffer.data().data())
