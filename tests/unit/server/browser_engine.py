"""The process of `browser`: one JSON object a line in, one out.

`{"open": URL}`, `{"script": JS}` (its value), `{"click": SELECTOR}` (to another page), `{"type": [SELECTOR, TEXT]}`,
`{"key": "Tab"}`, `{"picture": FILE}`, `{"pdf": FILE}`, `{"size": [W, H]}`. Pages of other hosts are not loaded.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEventLoop, QSize, Qt, QTimer, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWebEngineCore import (
    QWebEngineScript,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication
from typing_extensions import override

WAIT_MS = 30_000
WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
"""Where our scripts run: also on a page that may have none of its own."""
Take = Callable[[Any], None]


class OnlyHere(QWebEngineUrlRequestInterceptor):
    """Lets nothing out of this machine."""

    @override
    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        info.block(info.requestUrl().host() not in ("127.0.0.1", ""))


def waited(begin: Callable[[Take], None]) -> Any:
    """What a call that answers later answers."""
    loop, found = QEventLoop(), list[Any]()

    def take(value: Any) -> None:
        found.append(value)
        loop.quit()

    begin(take)
    if not found:
        QTimer.singleShot(WAIT_MS, loop.quit)
        loop.exec()
    if not found:
        raise TimeoutError
    return found[0]


def rest(milliseconds: int) -> None:
    """Let the browser paint and think."""
    waited(lambda take: QTimer.singleShot(milliseconds, lambda: take(True)))


class Engine:
    """A view with the steps as methods."""

    def __init__(self) -> None:
        self.view, self._only = QWebEngineView(), OnlyHere()
        profile, settings = self.view.page().profile(), self.view.settings()
        profile.setUrlRequestInterceptor(self._only)
        profile.setHttpAcceptLanguage(os.environ["BROWSER_LANGUAGE"])
        scripts = os.environ["BROWSER_SCRIPTS"] == "1"
        settings.setAttribute(QWebEngineSettings.WebAttribute.JavascriptEnabled, scripts)
        self.view.resize(QSize(1366, 690))
        self.view.show()
        self.steps: dict[str, Callable[[Any], Any]] = {
            "open": lambda url: self._loaded(lambda: self.view.load(QUrl(url))),
            "script": self.script,
            "click": self.click,
            "type": lambda given: self.type(*given),
            "key": self.key,
            "picture": self.picture,
            "pdf": self.pdf,
            "size": lambda given: self.view.resize(QSize(*given)),
        }

    def _loaded(self, begin: Callable[[], None]) -> Any:
        def connect(take: Take) -> None:
            self.view.loadFinished.connect(take, Qt.ConnectionType.SingleShotConnection)
            begin()

        done = waited(connect)
        rest(100)
        return done

    def script(self, text: str) -> Any:
        """The value of an expression; as text on its way, because Qt makes an empty list of some lists."""
        wrapped = f"JSON.stringify([{text}])"
        return json.loads(waited(lambda take: self.view.page().runJavaScript(wrapped, WORLD, take)))[0]

    def click(self, selector: str) -> Any:
        """Click what leads to another page."""
        found = f"document.querySelector({json.dumps(selector)}).click()"
        return self._loaded(lambda: self.view.page().runJavaScript(found, WORLD))

    def type(self, selector: str, text: str) -> None:
        """Write into a field."""
        found = f"document.querySelector({json.dumps(selector)})"
        self.script(f"({found}.focus(), {found}.value = {json.dumps(text)})")

    def key(self, name: str) -> None:
        """Press a key; Enter may lead to another page."""

        def press() -> None:
            QTest.keyClick(self.view.focusProxy() or self.view, Qt.Key[f"Key_{name}"])

        if name == "Return":
            self._loaded(press)
            return
        press()
        rest(100)

    def picture(self, path: str) -> None:
        """What the window shows."""
        rest(400)
        self.view.grab().save(path)

    def pdf(self, path: str) -> Any:
        """The page as it prints."""

        def begin(take: Take) -> None:
            done = self.view.page().pdfPrintingFinished
            done.connect(lambda _path, well: take(well), Qt.ConnectionType.SingleShotConnection)
            self.view.page().printToPdf(path)

        return waited(begin)


def main() -> None:
    """Do what stands on standard input, line by line."""
    app = QApplication([])
    app.setApplicationName("browser")
    engine = Engine()
    for line in sys.stdin:
        ((name, given),) = json.loads(line).items()
        try:
            told = {"value": engine.steps[name](given)}
        except Exception as error:  # noqa: BLE001 - whoever drives it is told
            told = {"error": repr(error)}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
