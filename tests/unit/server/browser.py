"""A real browser for the web page: Chromium as it comes with Qt WebEngine, offscreen, in a process of its own.

    python -m tests.unit.server.browser < STEPS.jsonl

One JSON object a line in, one out: `{"open": URL}`, `{"script": JS}` (its value), `{"click": SELECTOR}`,
`{"type": [SELECTOR, TEXT]}`, `{"key": "Tab"}`, `{"picture": FILE}`, `{"pdf": FILE}`, `{"size": [W, H]}`,
`{"dark": true}` and `{"language": "en"}` (before the first page), `{"await": JS}` (until it is true).
Pages of other hosts are not loaded. Qt stays out of the process of the tests: its loop and theirs never meet.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

WAIT_S = 30
FLAGS = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update"


class Browser:
    """The process, as a context. Every method waits until the browser has done it."""

    def __init__(self, *, dark: bool = False, language: str = "zh-CN", home: Path, scripts: bool = True) -> None:
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_CHROMIUM_FLAGS": FLAGS}
        env |= {"QTWEBENGINE_DISABLE_SANDBOX": "1", "QT_LOGGING_RULES": "*=false", "HOME": str(home)}
        env |= {"BROWSER_DARK": str(int(dark)), "BROWSER_LANGUAGE": language, "BROWSER_SCRIPTS": str(int(scripts))}
        command = [sys.executable, "-m", "tests.unit.server.browser"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env, text=True
        )

    def __enter__(self) -> "Browser":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.close()
        try:
            self._process.wait(WAIT_S)
        finally:
            self._process.kill()
            stdout.close()

    def do(self, **step: Any) -> Any:
        """One step and its value."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps(step) + "\n")
        stdin.flush()
        line = stdout.readline()
        assert line, f"the browser ended at {step}"
        told = json.loads(line)
        assert "error" not in told, told["error"]
        return told["value"]

    def open(self, url: str) -> None:
        """Load a page."""
        self.do(open=url)

    def script(self, text: str) -> Any:
        """The value of an expression on the page."""
        return self.do(script=text)

    def click(self, selector: str) -> None:
        """A click that leads to another page."""
        self.do(click=selector)

    def type(self, selector: str, text: str) -> None:
        """Type into a field."""
        self.do(type=[selector, text])

    @property
    def text(self) -> str:
        """What the page says."""
        return str(self.script("document.body.innerText"))


def main() -> None:
    """Be the browser."""
    from PySide6.QtCore import QEventLoop, QSize, Qt, QTimer, QUrl  # noqa: PLC0415 - only in the process of its own
    from PySide6.QtTest import QTest  # noqa: PLC0415
    from PySide6.QtWebEngineCore import (  # noqa: PLC0415
        QWebEngineProfile,
        QWebEngineScript,
        QWebEngineSettings,
        QWebEngineUrlRequestInterceptor,
    )
    from PySide6.QtWebEngineWidgets import QWebEngineView  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    class OnlyHere(QWebEngineUrlRequestInterceptor):
        """Lets nothing out of this machine."""

        def interceptRequest(self, info: Any) -> None:  # noqa: N802 - Qt's name
            info.block(info.requestUrl().host() not in ("127.0.0.1", ""))

    app = QApplication([])
    app.styleHints().setColorScheme(
        Qt.ColorScheme.Dark if os.environ["BROWSER_DARK"] == "1" else Qt.ColorScheme.Light
    )
    view, only = QWebEngineView(), OnlyHere()
    profile: QWebEngineProfile = view.page().profile()
    profile.setUrlRequestInterceptor(only)
    profile.setHttpAcceptLanguage(os.environ["BROWSER_LANGUAGE"])
    settings = view.settings()
    settings.setAttribute(QWebEngineSettings.WebAttribute.JavascriptEnabled, os.environ["BROWSER_SCRIPTS"] == "1")
    view.resize(QSize(1366, 690))
    view.show()

    def waited(begin: Callable[[Callable[[Any], None]], None]) -> Any:
        """What a call that answers later answers."""
        loop, found = QEventLoop(), list[Any]()

        def take(value: Any) -> None:
            found.append(value)
            loop.quit()

        begin(take)
        if not found:
            QTimer.singleShot(WAIT_S * 1000, loop.quit)
            loop.exec()
        if not found:
            raise TimeoutError
        return found[0]

    def loaded(begin: Callable[[], None]) -> bool:
        def connect(take: Callable[[Any], None]) -> None:
            view.loadFinished.connect(take, Qt.ConnectionType.SingleShotConnection)
            begin()

        return bool(waited(connect))

    def script(text: str) -> Any:
        world = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
        return waited(lambda take: view.page().runJavaScript(text, world, take))

    def picture(path: str) -> None:
        waited(lambda take: QTimer.singleShot(300, lambda: take(True)))
        view.grab().save(path)

    def typed(selector: str, text: str) -> None:
        script(f"document.querySelector({json.dumps(selector)}).focus()")
        script(f"document.querySelector({json.dumps(selector)}).value = {json.dumps(text)}")

    def pressed(name: str) -> None:
        QTest.keyClick(view.focusProxy(), getattr(Qt.Key, f"Key_{name}"))
        waited(lambda take: QTimer.singleShot(100, lambda: take(True)))

    def printed(path: str) -> None:
        def begin(take: Callable[[Any], None]) -> None:
            view.page().pdfPrintingFinished.connect(
                lambda _path, done: take(done), Qt.ConnectionType.SingleShotConnection
            )
            view.page().printToPdf(path)

        waited(begin)

    def opened(url: str) -> Any:
        return loaded(lambda: view.load(QUrl(url)))

    def clicked(selector: str) -> Any:
        found = f"document.querySelector({json.dumps(selector)}).click()"
        return loaded(lambda: view.page().runJavaScript(found, QWebEngineScript.ScriptWorldId.ApplicationWorld.value))

    steps: dict[str, Callable[[Any], Any]] = {
        "open": opened,
        "script": script,
        "click": clicked,
        "type": lambda given: typed(*given),
        "key": pressed,
        "picture": picture,
        "pdf": printed,
        "size": lambda given: view.resize(QSize(*given)),
    }
    for line in sys.stdin:
        ((name, given),) = json.loads(line).items()
        try:
            told = {"value": steps[name](given)}
        except Exception as error:  # noqa: BLE001 - whoever drives it is told
            told = {"error": repr(error)}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
