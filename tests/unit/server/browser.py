"""A real browser for the web page: Chromium as it comes with Qt WebEngine, offscreen, in a process of its own.

Qt stays out of the process of the tests: its loop and theirs never meet. What the process does: `browser_engine`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

WAIT_S = 30
FLAGS = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update"


class Browser:
    """The process, as a context. Every method waits until the browser has done it."""

    def __init__(self, *, dark: bool = False, language: str = "zh-CN", home: Path, scripts: bool = True) -> None:
        flags = FLAGS + (" --blink-settings=preferredColorScheme=0" if dark else "")
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_CHROMIUM_FLAGS": flags}
        env |= {"QTWEBENGINE_DISABLE_SANDBOX": "1", "QT_LOGGING_RULES": "*=false", "HOME": str(home)}
        env |= {"BROWSER_LANGUAGE": language, "BROWSER_SCRIPTS": str(int(scripts))}
        command = [sys.executable, "-m", "tests.unit.server.browser_engine"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env, text=True
        )

    def __enter__(self) -> Self:
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
